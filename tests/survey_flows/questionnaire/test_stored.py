"""A compiled questionnaire survives being stored, and tells when it did not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_flows.errors import InvalidQuestionnaire
from survey_flows.forms import form_files
from survey_flows.questionnaire.model import Choice, Factor, Item, ItemKind, ItemRole, Questionnaire
from survey_flows.questionnaire.stored import from_bytes, to_bytes, with_digest
from tests.survey_flows.questionnaire.examples import built_in

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
wordings = st.dictionaries(st.sampled_from(["vi", "en", "sms"]), words)
choices = st.builds(Choice, code=words, labels=wordings)
items = st.builds(
    Item,
    name=words,
    kind=st.sampled_from(ItemKind),
    labels=wordings,
    role=st.sampled_from(ItemRole),
    reading=words,
    hints=wordings,
    sections=wordings,
    choices=st.lists(choices, max_size=3).map(tuple),
    is_required=st.booleans(),
    relevant=words,
    constraint=words,
    constraint_messages=wordings,
    calculation=words,
    maximum_choices=st.none() | st.integers(0, 9),
)
factors = st.builds(
    Factor, code=words, names=wordings, criteria=st.lists(words).map(tuple), is_routed=st.booleans()
)
questionnaires = st.builds(
    Questionnaire,
    code=words,
    digest=st.just(""),
    titles=wordings,
    languages=st.lists(words, max_size=2).map(tuple),
    items=st.lists(items, max_size=3).map(tuple),
    factors=st.lists(factors, max_size=2).map(tuple),
    satisfied_codes=st.lists(words, max_size=2).map(tuple),
    minutes=st.integers(1, 99),
).map(with_digest)


@settings(max_examples=30, deadline=None)
@given(questionnaires)
def test_a_stored_questionnaire_comes_back_the_same(questionnaire: Questionnaire) -> None:
    assert from_bytes(to_bytes(questionnaire)) == questionnaire
    assert to_bytes(from_bytes(to_bytes(questionnaire))) == to_bytes(questionnaire)


@pytest.mark.parametrize("code", sorted(form_files))
def test_the_built_in_forms_come_back_the_same(code: str) -> None:
    form = built_in(code)
    assert from_bytes(to_bytes(form)) == form


def test_a_field_at_its_default_is_left_out_so_that_new_fields_change_no_digest() -> None:
    bare = Item("q1", ItemKind.TEXT, {"vi": "Câu hỏi"})
    stored = json.loads(to_bytes(with_digest(Questionnaire("t", "", {}, ("vi",), (bare,), ()))))
    assert stored["items"] == [{"kind": "text", "labels": {"vi": "Câu hỏi"}, "name": "q1"}]


@pytest.mark.parametrize(
    "stored", [b"", b"[]", b"{}", b"\xff", b'{"format":1}', b'{"format":1,"items":[{}],"factors":[]}']
)
def test_what_is_no_stored_questionnaire_is_refused(stored: bytes) -> None:
    with pytest.raises(InvalidQuestionnaire, match="compile the form again"):
        from_bytes(stored)


def test_a_format_of_the_future_is_refused() -> None:
    with pytest.raises(InvalidQuestionnaire, match="format 2 is not known"):
        from_bytes(to_bytes(built_in("son_la_online")).replace(b'"format":1', b'"format":2'))


def test_a_changed_wording_is_noticed() -> None:
    stored = to_bytes(built_in("son_la_online"))
    with pytest.raises(InvalidQuestionnaire, match="does not match its digest"):
        from_bytes(stored.replace("Rất hài lòng".encode(), "Rất hài lòng lắm".encode()))
