"""Every text of the interview exists in every wording, and is short enough for its reader."""

from __future__ import annotations

import re

import pytest

from survey_flows.interview.events import Asked
from survey_flows.interview.inputs import Command, Medium
from survey_flows.interview.reading import Doubt, Report
from survey_flows.interview.spoken import example_of
from survey_flows.interview.state import FINAL
from survey_flows.interview.texts import PLACEHOLDERS, TEXTS
from survey_flows.interview.wording import (
    about_key,
    command_key,
    confirm_key,
    pick,
    say,
    wording_for,
)
from survey_flows.questionnaire.model import SMS_WORDING
from tests.survey_flows.interview.conversation import select

FILLED_HERE = (
    "{minutes}", "{reading}", "{maximum}", "{count}", "{number}", "{last}", "{numbers}", "{start}", "{end}",
    "{step}", "{example}", "{left}", "{names}",
)  # fmt: skip


def test_whatever_the_engine_may_have_to_say_has_a_text() -> None:
    wanted = {
        *(about_key(about) for about in Asked),
        *(confirm_key(report) for report in Report),
        *(command_key(command) for command in Command),
        *(f"misread.{doubt.value}" for doubt in Doubt),
        *(f"closing.{status.value}" for status in FINAL),
    }
    assert wanted <= set(TEXTS)


def test_text_messages_stay_in_the_cheap_alphabet() -> None:
    for key, (_, _, sms) in TEXTS.items():
        assert sms.isascii(), key
        assert len(sms) <= 160 or key == "introduction", key


def test_placeholders_are_known_and_the_same_facts_stand_in_every_wording() -> None:
    for key, wordings in TEXTS.items():
        for text in wordings:
            assert set(re.findall(r"\{[^}]*\}", text)) <= {*PLACEHOLDERS, *FILLED_HERE}, key
        if key.startswith(("confirm", "misread")):
            assert len({tuple(sorted(re.findall(r"\{[^}]*\}", text))) for text in wordings}) == 1, key


def test_a_reader_gets_the_wording_of_channel_and_language() -> None:
    assert wording_for("vi", Medium.SMS) == "sms"
    assert wording_for("en", Medium.SMS) == "en"
    assert wording_for("vi", Medium.CHAT) == "vi"
    assert say("yes", "th") == "Đúng"
    assert pick({"en": "Yes"}, "vi") == "Yes"
    assert pick({"vi": "Có", "en": "Yes"}, "sms") == "Có"
    assert pick({}, "vi") == ""


@pytest.mark.parametrize("key", ["introduction", "about.why", "about.privacy", "confirm.ineligible"])
def test_what_everybody_reads_speaks_of_no_procedure(key: str) -> None:
    for wording in ("vi", "en", SMS_WORDING):
        text = say(key, wording).lower()
        found = [word for word in ("thủ tục", "thu tuc", "procedure") if word in text]
        assert not found, "a household has carried out none"


def test_the_example_for_questions_with_two_choices_is_mixed() -> None:
    both = select("a", "Có", "Không")
    assert example_of([both] * 4) == "1 2 1 1"
    assert example_of([select("b", *"12345")] * 5) == "2 4 1 3 5"
