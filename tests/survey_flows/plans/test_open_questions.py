"""All 44 open questions have a named setting in some plan, a recommended default and a source."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from survey_flows.plans.ambiguities import questions_not_arising
from survey_flows.plans.open_questions import QUESTIONS
from tests.survey_flows.plans.schemes import BUILT_IN, SCHEMES, scheme, text_of

DOCUMENT = Path(__file__).parents[3] / "docs" / "ambiguities.md"


def test_there_are_forty_four_questions_in_two_languages() -> None:
    assert list(QUESTIONS) == [f"A-{number:02d}" for number in range(1, 45)]
    assert all(vietnamese and english for vietnamese, english in QUESTIONS.values())


def test_every_question_is_answered_by_a_scheme_that_raises_it() -> None:
    raised = {one.question for name in SCHEMES for one in scheme(name).ambiguities}
    assert raised == set(QUESTIONS)


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_answer_has_a_key_and_a_source(name: str) -> None:
    for one in scheme(name).ambiguities:
        assert one.setting
        assert one.source


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_question_either_arises_or_is_said_not_to(name: str) -> None:
    answers = scheme(name).ambiguities
    arising = {one.question for one in answers}
    assert arising | set(questions_not_arising(answers)) == set(QUESTIONS)
    assert arising.isdisjoint(questions_not_arising(answers))


@pytest.mark.parametrize("name", SCHEMES)
def test_a_plan_file_marks_every_question_it_answers(name: str) -> None:
    """Who reads the file sees at each key which question it settles."""
    marked = set(re.findall(r"\bA-\d\d\b", text_of(name)))
    assert {one.question for one in scheme(name).ambiguities} <= marked


@pytest.mark.parametrize(
    "name", ["son_la_2024", "lang_son_2022", "lang_son_2023_2025", "soc_trang_2017_2020"]
)
def test_recommended_defaults_are_kept(name: str) -> None:
    assert [one.setting for one in scheme(name).ambiguities if not one.is_as_recommended] == []


def test_lai_chau_departs_where_its_plan_does() -> None:
    """It has no reserve sample at all."""
    departures = [one.setting for one in scheme("lai_chau_2024").ambiguities if not one.is_as_recommended]
    assert departures == ["draw.reserve_percent", "draw.borrow_reserve"]


@pytest.mark.parametrize("name", SCHEMES[1:])
def test_the_document_names_every_choice_that_differs_from_son_la(name: str) -> None:
    usual = {one.setting: one.value for one in scheme("son_la_2024").ambiguities}
    rows = [row for row in DOCUMENT.read_text(encoding="utf-8").splitlines() if row.startswith(f"| {name} |")]
    written = Counter(re.findall(r"`([a-zXA.*_]+) = (.+?)`", "\n".join(rows)))
    differing = [
        (one.setting, one.value)
        for one in scheme(name).ambiguities
        if one.value not in {"—", usual.get(one.setting)}
    ]
    assert written == Counter(differing)


def test_the_document_says_which_questions_do_not_arise() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for name in SCHEMES:
        absent = ", ".join(questions_not_arising(scheme(name).ambiguities))
        assert f"`{name}`: {absent}" in text
