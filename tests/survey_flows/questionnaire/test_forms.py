"""The three forms for Sơn La: what they measure, whom they ask what, how they read by SMS."""

from __future__ import annotations

import re

import gsm0338
import pytest
from pyxform.xls2xform import convert

from survey_flows.forms import SON_LA_IN_PERSON, SON_LA_INTER_AGENCY, SON_LA_ONLINE, form_files
from survey_flows.questionnaire.logic import logic_for
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole, Questionnaire
from tests.survey_flows.questionnaire.examples import FOLDER, built_in

VOCABULARIES = {
    "sat5", "yesno", "yn_harass", "yn_fee", "yn_feedback", "trips", "slip", "punct", "place", "multi",
    "consent", "choice",
}  # fmt: skip


@pytest.fixture(params=sorted(form_files))
def form(request: pytest.FixtureRequest) -> Questionnaire:
    return built_in(str(request.param))


def asked(form: Questionnaire) -> list[Item]:
    return [item for item in form.items if item.kind is not ItemKind.CALCULATE]


@pytest.mark.parametrize(
    ("code", "criteria"),
    [
        (SON_LA_IN_PERSON, {"A": 4, "B": 5, "C": 6, "D": 4, "E": 5}),
        (SON_LA_ONLINE, {"A": 3, "B": 5, "C": 6, "D": 4, "E": 5}),
        (SON_LA_INTER_AGENCY, {"A": 5, "B": 3, "C": 4}),
    ],
)
def test_criteria_per_factor_are_those_of_the_2024_report(code: str, criteria: dict[str, int]) -> None:
    """5/24, 5/23 and 3/12 (report L87-91); the splits are reconstructed (domain.md R2, R3, R6)."""
    form = built_in(code)
    assert {factor.code: len(factor.criteria) for factor in form.factors} == criteria
    measured = {item.name for item in form.items if item.role is ItemRole.SATISFACTION}
    assert measured == {name for factor in form.factors for name in factor.criteria}


def test_the_last_factor_alone_is_routed(form: Questionnaire) -> None:
    assert [factor.is_routed for factor in form.factors] == [False] * (len(form.factors) - 1) + [True]


def test_consent_comes_first(form: Questionnaire) -> None:
    assert (form.items[0].role, form.items[0].reading) == (ItemRole.CONSENT, "consent")


def test_satisfaction_is_asked_on_one_scale_from_very_dissatisfied_to_very_satisfied(
    form: Questionnaire,
) -> None:
    for item in form.items:
        if item.role is ItemRole.SATISFACTION:
            assert item.is_required
            assert item.reading == "sat5"
            assert [choice.code for choice in item.choices] == ["1", "2", "3", "4", "5"]
            assert item.choices[0].labels["vi"] == "Rất không hài lòng"
            assert item.choices[4].labels["vi"] == "Rất hài lòng"
    assert form.satisfied_codes == ("4", "5")


@pytest.mark.parametrize("code", [SON_LA_IN_PERSON, SON_LA_ONLINE])
def test_notice_and_apology_are_asked_only_when_the_result_was_late(code: str) -> None:
    logic = logic_for(built_in(code))
    assert logic.affected_by("q8") == ("q9", "q10")
    assert {"q9", "q10"} <= set(logic.relevant_items({"q8": "late"}))
    for punctuality in ("early", "ontime", ""):
        assert not {"q9", "q10"} & set(logic.relevant_items({"q8": punctuality}))


def test_the_feedback_factor_is_asked_only_of_those_who_gave_feedback(form: Questionnaire) -> None:
    logic = logic_for(form)
    routed = form.factors[-1].criteria
    assert logic.affected_by("f1") == routed
    assert set(routed) <= set(logic.relevant_items({"f1": "yes"}))
    assert not set(routed) & set(logic.relevant_items({"f1": "no"}))


def test_up_to_three_wishes(form: Questionnaire) -> None:
    wishes = form.by_name["x1"]
    codes = [choice.code for choice in wishes.choices]
    assert (wishes.role, wishes.kind, wishes.maximum_choices) == (
        ItemRole.EXPECTATION,
        ItemKind.SELECT_MULTIPLE,
        3,
    )
    assert len(codes) <= 9, "one digit must stay one choice in a text message"
    assert not logic_for(form).violates("x1", " ".join(codes[:3]), {})
    assert logic_for(form).violates("x1", " ".join(codes[:4]), {})


def test_an_organisation_is_never_asked_whether_it_is_one() -> None:
    logic = logic_for(built_in(SON_LA_INTER_AGENCY))
    assert logic.calculate("respondent_type", {}) == "organisation"


def test_the_same_choice_list_says_whom_procedures_were_for() -> None:
    for code in (SON_LA_IN_PERSON, SON_LA_ONLINE):
        choices = built_in(code).by_name["respondent_type"].choices
        assert [choice.code for choice in choices] == ["citizen", "organisation"]


def test_everything_is_worded_in_vietnamese_english_and_for_sms(form: Questionnaire) -> None:
    assert form.languages == ("vi", "en")
    for item in asked(form):
        assert set(item.labels) == {"vi", "en", "sms"}, item.name
        assert item.role is not ItemRole.OTHER, item.name
        assert item.reading in VOCABULARIES
        assert item.choices
        for choice in item.choices:
            assert set(choice.labels) == {"vi", "en", "sms"}
        if item.role is not ItemRole.CONSENT:
            assert set(item.sections) == {"vi", "en", "sms"}
    for names in (form.titles, *(factor.names for factor in form.factors)):
        assert set(names) == {"vi", "en", "sms"}


def test_vietnamese_wordings_are_in_composed_unicode_and_labels_carry_no_numbers(
    form: Questionnaire,
) -> None:
    for item in asked(form):
        assert item.labels["vi"].isprintable()
        assert not re.search("[\u0300-\u036f]", item.labels["vi"])
        for choice in item.choices:
            assert not re.match(r"\d+[.)]", choice.labels["vi"])


def sms_of(item: Item) -> str:
    """The question as the SMS channel numbers it, with the longest progress there may be."""
    choices = " ".join(f"{number} {choice.labels['sms']}" for number, choice in enumerate(item.choices, 1))
    return f"Cau 44/44: {item.labels['sms']} {choices}"


def test_sms_wordings_use_the_gsm_alphabet_and_no_diacritics(form: Questionnaire) -> None:
    codec = gsm0338.Codec()
    wordings = [form.titles["sms"], *(factor.names["sms"] for factor in form.factors)]
    for item in asked(form):
        wordings += [sms_of(item), item.sections.get("sms", ""), item.constraint_messages.get("sms", "")]
    for wording in wordings:
        codec.encode(wording)
        assert wording.isascii(), wording


def test_a_question_fits_two_sms_parts_and_a_satisfaction_question_one(form: Questionnaire) -> None:
    """One part holds 160 GSM-7 characters; two joined parts hold 2 x 153."""
    for item in asked(form):
        limit = 160 if item.role is ItemRole.SATISFACTION else 306
        assert len(sms_of(item)) <= limit, item.name


def test_the_forms_open_in_any_xlsform_tool() -> None:
    """pyxform reads our Markdown by itself, without our own reader of sheets."""
    for form, _ in form_files.values():
        assert "xforms" in convert((FOLDER / form).read_bytes(), file_type=".md").xform
