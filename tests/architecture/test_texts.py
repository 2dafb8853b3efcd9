"""What citizens and officers read is whole: two languages, no link, all the facts, a price that is known."""

from __future__ import annotations

import re

import pytest

from bot.catalogue import keys, say
from bot.channels.render import COMMAND_LABELS, WORDS
from bot.channels.segments import segments, unaccent
from bot.commands.frame_words import EXCLUSION_NAMES
from bot.plans import read_plan_text
from survey_flows.fieldwork.dispositions import INTERVIEW_ENDINGS, MEANINGS, NAMES, Disposition
from survey_flows.interview.events import UnavailableReason
from survey_flows.interview.inputs import Command
from survey_flows.interview.reading import Wish
from survey_flows.interview.replies import read as read_reply
from survey_flows.interview.state import FINAL, Status
from survey_flows.plans.plan import Plan, parse_plan
from survey_flows.sampling.frame import Exclusion
from survey_flows.verification.backcheck import OUTCOME_NAMES, BackCheckOutcome
from tests.architecture.tree import texts

LETTERS = tuple(key for key in keys() if key.startswith("letter."))
STARTED_BY_US = (
    "letter.invite",
    "letter.reminder",
    "letter.invite.household",
    "letter.reminder.household",
)
LINK = re.compile(r"https?:|www\.|\b[a-z0-9-]+\.(?:vn|com|net|org|me|ly)\b", re.IGNORECASE)
PARTS_AT_MOST = 3
CODE = "K7M2P9QX"


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The Sơn La plan."""
    return parse_plan(read_plan_text("son_la_2024"), source="son_la_2024")


def filled(key: str, plan: Plan, unit: str, service: str, language: str = "vi") -> str:
    """A letter as a real wave sends it, with the longest of everything."""
    chats = [
        say("letter.invite.telegram", language, code=CODE, bot_name="KhaoSatHaiLongSonLaBot"),
        say("letter.invite.zalo", language, code=CODE, oa_name="Sở Nội vụ tỉnh Sơn La"),
    ]
    return say(
        key,
        language,
        department=plan.invite.department,
        decision=plan.invite.decision,
        hotline="0212 3852 123",
        keyword=plan.invite.keyword,
        reply_number="0912345678",
        service=service,
        unit=unit,
        minutes=12,
        code=CODE,
        check=CODE[:6],
        telegram=max(chats, key=len),
        oa_name="Sở Nội vụ tỉnh Sơn La",
    )


@pytest.mark.parametrize("key", keys())
def test_every_text_is_there_in_both_languages(key: str) -> None:
    vietnamese, english = say(key, "vi"), say(key, "en")
    assert vietnamese.strip() and english.strip()
    assert vietnamese != english
    holes = [sorted(re.findall(r"\{\w+\}", text)) for text in (vietnamese, english)]
    assert set(holes[0]) == set(holes[1])


@pytest.mark.parametrize("key", keys())
def test_every_text_is_said_somewhere(key: str) -> None:
    source = "".join(
        text for name, text in texts().items() if name.startswith("bot/") and name != "bot/catalogue.py"
    )
    assert f'"{key}"' in source


@pytest.mark.parametrize("key", LETTERS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_letter_holds_a_link(key: str, language: str) -> None:
    """People are told to distrust links; a letter that has none can be trusted (reliability.md §5.1)."""
    assert not LINK.search(say(key, language))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_invitation_says_who_asks_by_what_right_whom_to_call_and_how_to_stop(language: str) -> None:
    text = say("letter.invite", language)
    facts = ("department", "decision", "service", "unit", "minutes", "keyword", "code", "check", "hotline")
    for fact in facts:
        assert f"{{{fact}}}" in text
    assert "OTP" in text
    assert "HUY" in text


@pytest.mark.parametrize("key", STARTED_BY_US)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_we_start_names_the_department_the_landline_and_the_word_to_stop(
    key: str, language: str
) -> None:
    text = say(key, language)
    assert {"{department}", "{hotline}"} <= set(re.findall(r"\{\w+\}", text))
    assert "HUY" in text


def test_the_word_to_stop_that_letters_teach_is_understood() -> None:
    for word in ("HUY", "huy", "Hủy"):
        reading = read_reply(word, None)
        assert isinstance(reading, Wish)
        assert reading.command is Command.STOP


@pytest.mark.parametrize("key", STARTED_BY_US)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_letter_of_the_plan_fits_in_three_parts_of_sms(key: str, language: str, plan: Plan) -> None:
    for unit in plan.units:
        for service in unit.services:
            cost = segments(unaccent(filled(key, plan, unit.name, service.name, language)))
            assert (cost.coding, cost.parts <= PARTS_AT_MOST) == (0, True), (unit.name, service.name, cost)


@pytest.mark.parametrize("key", LETTERS)
def test_no_hole_is_left_in_a_filled_letter(key: str, plan: Plan) -> None:
    assert "{" not in filled(key, plan, "Sở Y tế", "Khám bệnh").replace("{bot_name}", "")


def test_standing_buttons_and_words_are_there_in_both_languages() -> None:
    assert set(COMMAND_LABELS["vi"]) == set(COMMAND_LABELS["en"]) == set(Command)
    assert set(WORDS["vi"]) == set(WORDS["en"])


def test_every_disposition_has_a_meaning_and_a_name() -> None:
    assert set(MEANINGS) == set(NAMES) == set(Disposition)
    assert all(set(names) == {"vi", "en"} for names in NAMES.values())


def test_every_way_an_interview_can_end_has_its_disposition() -> None:
    assert {status.value for status in FINAL - {Status.UNAVAILABLE}} <= set(INTERVIEW_ENDINGS)
    assert {reason.value for reason in UnavailableReason} <= set(INTERVIEW_ENDINGS)


def test_every_reason_of_exclusion_and_every_outcome_of_a_call_has_a_name() -> None:
    assert set(EXCLUSION_NAMES) == set(Exclusion)
    assert set(OUTCOME_NAMES) == set(BackCheckOutcome)
    assert all(vietnamese and english for vietnamese, english in EXCLUSION_NAMES.values())
