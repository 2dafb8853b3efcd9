"""Asking back in after a STOP: the few words for it, and where the interview goes on."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from survey_flows.interview.comeback import asks_back
from survey_flows.interview.engine import come_back
from survey_flows.interview.events import Resumed
from survey_flows.interview.inputs import Medium
from survey_flows.interview.state import Status
from tests.survey_flows.interview.conversation import BEGINNING, SMALL, Conversation, at_polite
from tests.survey_flows.questionnaire.examples import built_in

_WRITTEN = sorted(Path(__file__).parent.glob("replies*.tsv"))


@pytest.mark.parametrize(
    "words",
    ["Tham gia lại", "THAM GIA LAI", "start", "/start", "Bắt đầu lại!", "em muốn tham gia lại ạ", "Unstop."],
)
def test_an_explicit_wish_is_known(words: str) -> None:
    assert asks_back(words)


@pytest.mark.parametrize(
    "words",
    ["", "1", "tiếp", "ok", "alo", "tôi không muốn tham gia", "bao giờ bắt đầu", "đừng bắt đầu lại", "stop"],
)
def test_nothing_less_is(words: str) -> None:
    assert not asks_back(words)


def test_no_collected_message_but_a_yes_or_a_wish_to_do_it_again_asks_back() -> None:
    """What people wrote, by what it means (domain.md §5 and the collections beside it)."""
    meant = set()
    for path in _WRITTEN:
        with path.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
                if asks_back(row["text"]):
                    meant.add(row["expected"])
    assert meant <= {"YES", "BACK"}


def test_the_first_open_question_comes_again_and_old_buttons_are_dead() -> None:
    talk = at_polite()
    asked, given = talk.state.at, dict(talk.state.answers)
    talk.says("dừng")
    assert talk.state.status is Status.STOPPED
    step = come_back(SMALL, talk.state, medium=Medium.CHAT, now=BEGINNING)
    assert step is not None
    assert (step.state.status, step.state.at, dict(step.state.answers)) == (Status.ASKING, asked, given)
    assert step.state.revision > talk.state.revision
    assert step.events == (Resumed(),)
    [prompt] = step.prompts
    assert "trở lại" in prompt.notice
    assert prompt.item == asked


def test_who_refused_is_asked_for_consent_again() -> None:
    talk = Conversation(SMALL).opens().taps("no")
    assert talk.state.status is Status.REFUSED
    step = come_back(SMALL, talk.state, medium=Medium.SMS, now=BEGINNING)
    assert step is not None
    assert step.state.at == "consent"


def test_a_wrong_tap_on_a_screener_is_taken_back_at_its_question() -> None:
    household = built_in("lai_chau_household")
    talk = Conversation(household).opens().taps("yes", "no")
    assert talk.state.status is Status.INELIGIBLE
    assert "tham gia lại" in talk.says("ơ nhầm").prompt().text
    step = come_back(household, talk.state, medium=Medium.CHAT, now=BEGINNING)
    assert step is not None
    assert (step.state.status, step.state.at) == (Status.ASKING, "adult")
    talk.state, talk.prompts = step.state, step.prompts
    assert talk.taps("yes").prompt().item == "answered_before"


def test_whose_number_it_is_is_not_taken_back() -> None:
    talk = at_polite()
    assert come_back(SMALL, talk.state, medium=Medium.CHAT, now=BEGINNING) is None
    talk.says("nhầm số", "đúng")
    assert talk.state.status is Status.WRONG_PERSON
    assert come_back(SMALL, talk.state, medium=Medium.CHAT, now=BEGINNING) is None
