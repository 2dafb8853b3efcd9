"""The household form of Lai Châu, as its people answer it."""

from __future__ import annotations

import pytest

from survey_flows.forms import LAI_CHAU_HOUSEHOLD
from survey_flows.interview.events import Completed, Misread, ReportedIneligible
from survey_flows.interview.inputs import Command, Medium
from survey_flows.interview.state import Status
from survey_flows.questionnaire.model import ItemRole
from tests.survey_flows.interview.conversation import Conversation
from tests.survey_flows.questionnaire.examples import built_in

FORM = built_in(LAI_CHAU_HOUSEHOLD)


def household(medium: Medium = Medium.CHAT) -> Conversation:
    return Conversation(FORM, medium).opens()


@pytest.mark.parametrize(
    "taps",
    [
        ("no",),
        ("yes", "yes"),
        ("yes", "no", "no"),
        ("yes", "no", "yes", "nobody"),
    ],
    ids=["under 18", "somebody answered before", "through a guardian", "cannot read, no help"],
)
def test_whoever_may_not_answer_is_thanked_at_once_and_is_not_eligible(taps: tuple[str, ...]) -> None:
    talk = household().taps("yes", *taps)
    assert talk.state.status is Status.INELIGIBLE
    assert talk.events()[-1] == ReportedIneligible()
    assert "Cảm ơn" in talk.prompt().text
    assert "kết quả thủ tục" not in talk.prompt().text, "a household need not have received any result"


@pytest.mark.parametrize("medium", Medium)
def test_who_cannot_read_and_has_no_help_is_offered_the_hotline(medium: Medium) -> None:
    talk = household().taps("yes", "yes", "no", "yes")
    if medium is Medium.SMS:
        talk = household(medium).says("1", "1", "1", "1", "3")
    else:
        talk.taps("nobody")
    assert talk.state.status is Status.INELIGIBLE
    assert "{hotline}" in talk.prompt().text


def test_a_household_is_not_asked_about_a_procedure_when_it_says_it_is_not_concerned() -> None:
    talk = household(Medium.SMS).says("dong y", "toi chua co ket qua")
    assert "thu tuc" not in talk.prompt().text


def test_the_screener_is_not_skipped() -> None:
    talk = household().taps("yes").presses(Command.SKIP)
    assert isinstance(talk.events()[0], Misread)
    assert talk.prompt().item == "adult"
    assert Command.SKIP not in talk.prompt().commands


def test_the_screener_understands_words() -> None:
    talk = household(Medium.SMS).says("đồng ý", "phải", "chưa", "được", "có người đọc giúp")
    assert talk.state.answers["reads"] == "helped"
    assert talk.prompt().item == "p1_1"


def test_a_person_who_is_read_to_goes_on_and_the_response_says_so() -> None:
    talk = household().taps("yes", "yes", "no", "yes", "helped")
    assert talk.prompt().item == "p1_1"
    assert talk.state.answers["reads"] == "helped"


def test_a_household_without_dealings_is_asked_no_satisfaction_and_still_completes() -> None:
    talk = household().taps("yes", "yes", "no", "yes", "self")
    talk.taps(*["high"] * 9, "meeting", "people").presses(Command.DONE)
    talk.taps(*["well"] * 4, *["yes"] * 4, "none", "none", *["partly"] * 3)
    assert talk.prompt().item == "p8"
    talk.taps("none").presses(Command.DONE).taps("no")
    assert talk.prompt().item == "f1"
    talk.taps("no", *["yes"] * 10)
    assert talk.prompt().item == "sex"
    while talk.state.status is Status.ASKING:
        talk.presses(Command.SKIP)
    assert talk.events()[-1] == Completed()
    assert not [name for name in talk.state.answers if FORM.by_name[name].role is ItemRole.SATISFACTION]


def test_second_thoughts_about_the_year_take_the_judgements_back() -> None:
    talk = household().taps("yes", "yes", "no", "yes", "self")
    talk.taps(*["low"] * 9, "social").presses(Command.DONE)
    talk.taps(*["no"] * 4, *["no"] * 4, "some", "none", *["no"] * 3)
    talk.taps("health", "roads").presses(Command.DONE).taps("no", "5", "2", "no")
    assert {"s1_2": "5", "s1_7": "2"}.items() <= talk.state.answers.items()
    talk.presses(*[Command.BACK] * 5)
    assert talk.prompt().item == "p8"
    talk.taps("roads").presses(Command.DONE)
    assert "s1_7" not in talk.state.answers
    assert talk.state.answers["s1_2"] == "5"
