"""The built-in forms: what they measure, whom they ask what, how they read by SMS."""

from __future__ import annotations

import re

import gsm0338
import pytest
from pyxform.xls2xform import convert

from survey_flows.forms import (
    LAI_CHAU_HOUSEHOLD,
    LANG_SON_IN_PERSON,
    LANG_SON_IN_PERSON_ORGANISATION,
    LANG_SON_INTER_AGENCY,
    SOC_TRANG_FULL,
    SOC_TRANG_FULL_ORGANISATION,
    SOC_TRANG_SHORT,
    SON_LA_IN_PERSON,
    SON_LA_IN_PERSON_ORGANISATION,
    SON_LA_INTER_AGENCY,
    SON_LA_ONLINE,
    SON_LA_ONLINE_ORGANISATION,
    form_files,
)
from survey_flows.questionnaire.logic import logic_for
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole, Questionnaire
from tests.survey_flows.questionnaire.examples import FOLDER, built_in

CRITERIA = {
    SON_LA_IN_PERSON: {"A": 4, "B": 5, "C": 6, "D": 4, "E": 5},
    SON_LA_IN_PERSON_ORGANISATION: {"A": 4, "B": 5, "C": 6, "D": 4, "E": 5},
    SON_LA_ONLINE: {"A": 3, "B": 5, "C": 6, "D": 4, "E": 5},
    SON_LA_ONLINE_ORGANISATION: {"A": 3, "B": 5, "C": 6, "D": 4, "E": 5},
    SON_LA_INTER_AGENCY: {"A": 5, "B": 3, "C": 4},
    LANG_SON_IN_PERSON: {"A": 3, "B": 5, "C": 6, "D": 4, "E": 4},
    LANG_SON_IN_PERSON_ORGANISATION: {"A": 3, "B": 5, "C": 6, "D": 4, "E": 4},
    LANG_SON_INTER_AGENCY: {"A": 5, "B": 3, "C": 4},
    LAI_CHAU_HOUSEHOLD: {"A": 9, "B": 3, "C": 4, "D": 4, "E": 4, "F": 4},
    SOC_TRANG_FULL: {"A": 1, "B": 1, "C": 1, "D": 1, "E": 1},
    SOC_TRANG_FULL_ORGANISATION: {"A": 1, "B": 1, "C": 1, "D": 1, "E": 1},
    SOC_TRANG_SHORT: {"A": 1, "B": 1},
}
"""Criteria per factor: Sơn La's report L87-91 (splits reconstructed, domain.md R2, R3, R6), Lạng Sơn's
scheme L107-134, Sóc Trăng's III; Lai Châu's own counts are unknown beyond A (nine) and B, C (3, 4)."""

ONE_BY_ONE = {SON_LA_IN_PERSON, SON_LA_ONLINE, SON_LA_INTER_AGENCY, SOC_TRANG_SHORT}
"""Forms without screens: the three already in the field, and the slip's, which is short."""

PROCEDURE_FORMS = [code for code in CRITERIA if code.startswith(("son_la", "lang_son"))]
LATENESS_FORMS = [code for code in PROCEDURE_FORMS if "inter_agency" not in code]
ORGANISATION_FORMS = [code for code in CRITERIA if "organisation" in code or "inter_agency" in code]

AN_ELIGIBLE_HOUSEHOLD = {"adult": "yes", "answered_before": "no", "own_signature": "yes", "reads": "self"}
"""Answers to the screener of the household form that let the interview go on."""

VOCABULARIES = {
    "sat5", "yesno", "yn_harass", "yn_fee", "yn_feedback", "trips", "slip", "punct", "place", "multi",
    "consent", "choice",
}  # fmt: skip


@pytest.fixture(params=sorted(form_files))
def form(request: pytest.FixtureRequest) -> Questionnaire:
    return built_in(str(request.param))


def asked(form: Questionnaire) -> list[Item]:
    return [item for item in form.items if item.kind is not ItemKind.CALCULATE]


@pytest.mark.parametrize(("code", "criteria"), CRITERIA.items())
def test_criteria_per_factor_are_those_of_the_schemes(code: str, criteria: dict[str, int]) -> None:
    form = built_in(code)
    assert {factor.code: len(factor.criteria) for factor in form.factors} == criteria
    measured = {item.name for item in form.items if item.role is ItemRole.SATISFACTION}
    assert measured == {name for factor in form.factors for name in factor.criteria}


def test_every_built_in_form_has_its_counts_here() -> None:
    assert set(CRITERIA) == set(form_files)


@pytest.mark.parametrize("code", PROCEDURE_FORMS)
def test_the_last_factor_alone_is_routed(code: str) -> None:
    factors = built_in(code).factors
    assert [factor.is_routed for factor in factors] == [False] * (len(factors) - 1) + [True]


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


@pytest.mark.parametrize("code", LATENESS_FORMS)
def test_notice_and_apology_are_asked_only_when_the_result_was_late(code: str) -> None:
    logic = logic_for(built_in(code))
    assert logic.affected_by("q8") == ("q9", "q10")
    assert {"q9", "q10"} <= set(logic.relevant_items({"q8": "late"}))
    for punctuality in ("early", "ontime", ""):
        assert not {"q9", "q10"} & set(logic.relevant_items({"q8": punctuality}))


@pytest.mark.parametrize("code", [*PROCEDURE_FORMS, LAI_CHAU_HOUSEHOLD])
def test_the_feedback_factor_is_asked_only_of_those_who_gave_feedback(code: str) -> None:
    form = built_in(code)
    given = AN_ELIGIBLE_HOUSEHOLD if code == LAI_CHAU_HOUSEHOLD else {}
    logic = logic_for(form)
    routed = form.factors[-1].criteria
    assert logic.affected_by("f1") == routed
    assert set(routed) <= set(logic.relevant_items({**given, "f1": "yes"}))
    assert not set(routed) & set(logic.relevant_items({**given, "f1": "no"}))


@pytest.mark.parametrize("code", PROCEDURE_FORMS)
def test_up_to_three_wishes(code: str) -> None:
    form = built_in(code)
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


@pytest.mark.parametrize("code", ORGANISATION_FORMS)
def test_an_organisation_is_never_asked_whether_it_is_one(code: str) -> None:
    logic = logic_for(built_in(code))
    assert logic.calculate("respondent_type", {}) == "organisation"


def test_the_same_choice_list_says_whom_procedures_were_for() -> None:
    for code in (SON_LA_IN_PERSON, SON_LA_ONLINE, LANG_SON_IN_PERSON, SOC_TRANG_FULL):
        choices = built_in(code).by_name["respondent_type"].choices
        assert [choice.code for choice in choices] == ["citizen", "organisation"]


def test_everything_is_worded_in_vietnamese_english_and_for_sms(form: Questionnaire) -> None:
    assert form.languages == ("vi", "en")
    for item in asked(form):
        assert set(item.labels) == {"vi", "en", "sms"}, item.name
        assert item.role is not ItemRole.OTHER, item.name
        assert item.reading in VOCABULARIES
        assert bool(item.choices) is not (item.kind is ItemKind.TEXT)
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
    return f"Cau 99/99: {item.labels['sms']} {choices}"


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


# --- Lai Châu: a household answers through one adult.


def test_a_household_is_asked_about_perception_satisfaction_and_expectations() -> None:
    """Nine policies, ten expectations, the services' A and B of 3 and 4 contents (domain.md 4(d))."""
    form = built_in(LAI_CHAU_HOUSEHOLD)
    assert len([item for item in form.items if re.fullmatch(r"p1_\d", item.name)]) == 9
    assert len([item for item in form.items if re.fullmatch(r"s1_\d", item.name)]) == 9
    assert len([item for item in form.items if item.role is ItemRole.EXPECTATION]) == 10
    assert all(factor.is_routed for factor in form.factors)


@pytest.mark.parametrize(
    ("item", "answer"),
    [("adult", "no"), ("answered_before", "yes"), ("own_signature", "no"), ("reads", "nobody")],
)
def test_whoever_may_not_answer_for_the_household_is_asked_nothing_further(item: str, answer: str) -> None:
    """18 or older, once a household, in their own name, reading or helped (plan of Lai Châu, II.1.b)."""
    form = built_in(LAI_CHAU_HOUSEHOLD)
    given = dict(AN_ELIGIBLE_HOUSEHOLD) | {item: answer}
    relevant = [name for name in logic_for(form).relevant_items(given) if name != "consent"]
    assert relevant[-1] == item
    assert all(form.by_name[name].role is ItemRole.SCREENER for name in relevant)


def test_a_household_judges_the_policies_and_services_it_had_to_do_with() -> None:
    logic = logic_for(built_in(LAI_CHAU_HOUSEHOLD))
    given = AN_ELIGIBLE_HOUSEHOLD | {"p8": "health roads", "p9": "no"}
    judged = [name for name in logic.relevant_items(given) if name.startswith("s")]
    assert judged == ["s1_2", "s1_7", "sex"]
    served = logic.relevant_items(given | {"p9": "yes"})
    assert [name for name in served if name.startswith("s2")] == [
        *(f"s2_a{number}" for number in (1, 2, 3)),
        *(f"s2_{factor}{number}" for factor in "bcd" for number in (1, 2, 3, 4)),
    ]


def test_none_of_the_policies_stands_alone() -> None:
    logic = logic_for(built_in(LAI_CHAU_HOUSEHOLD))
    assert not logic.violates("p8", "none", {})
    assert logic.violates("p8", "health none", {})


# --- Sóc Trăng: quality beside satisfaction; a short form on the slip.


@pytest.mark.parametrize("code", [SOC_TRANG_FULL, SOC_TRANG_FULL_ORGANISATION])
def test_soc_trang_measures_thirteen_qualities_and_five_satisfactions(code: str) -> None:
    """4+1, 3+1, 2+1, 4+1 and the service as a whole: 18 (scheme of Sóc Trăng, III)."""
    form = built_in(code)
    qualities = [item for item in form.items if item.name.startswith("st_q")]
    by_factor = [sum(item.name.startswith(f"st_q{number}") for item in qualities) for number in (1, 2, 3, 4)]
    assert by_factor == [4, 3, 2, 4]
    assert all([choice.code for choice in item.choices] == ["1", "2", "3", "4", "5"] for item in qualities)
    assert [factor.criteria for factor in form.factors] == [(f"st_s{number}",) for number in range(1, 6)]
    measured = [item.name for item in form.items if item.name.startswith("st_")]
    assert len(measured) == 18
    for number in (1, 2, 3, 4):
        at = measured.index(f"st_s{number}")
        assert measured[at - 1].startswith(f"st_q{number}"), "quality first, then satisfaction with it"


def test_the_slip_takes_six_taps_and_a_sentence_nobody_has_to_write() -> None:
    form = built_in(SOC_TRANG_SHORT)
    assert [item.kind for item in form.items] == [ItemKind.SELECT_ONE] * 6 + [ItemKind.TEXT]
    assert [item.name for item in form.items] == ["consent", "s1", "s2", "s3", "s4", "s5", "s6"]
    assert not form.by_name["s6"].is_required
    assert form.minutes <= 2


# --- Screens: one text message asks a factor in one go.


@pytest.mark.parametrize("code", [code for code in CRITERIA if code not in ONE_BY_ONE])
def test_each_factor_of_several_criteria_is_one_screen(code: str) -> None:
    form = built_in(code)
    for factor in form.factors:
        screens = {form.by_name[name].screen for name in factor.criteria}
        if len(factor.criteria) > 1:
            assert len(screens) == 1
            assert screens != {""}


@pytest.mark.parametrize("code", sorted(ONE_BY_ONE))
def test_the_first_forms_ask_question_by_question(code: str) -> None:
    assert {item.screen for item in built_in(code).items} == {""}


def test_the_questions_of_a_screen_share_their_choices(form: Questionnaire) -> None:
    """So that the scale stands once in a text message."""
    offered: dict[str, set[tuple[str, ...]]] = {}
    for item in form.items:
        if item.screen:
            offered.setdefault(item.screen, set()).add(tuple(choice.code for choice in item.choices))
    assert all(len(scales) == 1 for scales in offered.values())


@pytest.mark.parametrize("code", [SOC_TRANG_FULL, SOC_TRANG_FULL_ORGANISATION])
def test_soc_trang_measures_quality_beside_satisfaction(code: str) -> None:
    """Thirteen quality items in four factors (ST III), none of them a criterion of satisfaction."""
    form = built_in(code)
    assert {group.code: len(group.criteria) for group in form.quality} == {"A": 4, "B": 3, "C": 2, "D": 4}
    measured = {name for group in form.quality for name in group.criteria}
    assert not measured & {name for factor in form.factors for name in factor.criteria}
    assert all({"4", "5"} <= {choice.code for choice in form.by_name[name].choices} for name in measured)


@pytest.mark.parametrize("code", sorted(CRITERIA.keys() - {SOC_TRANG_FULL, SOC_TRANG_FULL_ORGANISATION}))
def test_no_other_form_has_an_index_of_quality(code: str) -> None:
    assert built_in(code).quality == ()
