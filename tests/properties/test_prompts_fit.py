"""Every prompt of every built-in form, in every language, fits every channel it may go to.

Telegram: 4,096 UTF-16 units and 64 bytes a button. Zalo: 2,000 units, five buttons of at most 100
characters. SMS: the GSM alphabet in at most three parts (four in English, three for the consent); with
diacritics, where a respondent asked for them, three times that at most.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.channels.render import (
    CARD_LIMIT,
    TOKEN_LIMIT,
    ZALO_BUTTONS,
    ZALO_LIMIT,
    render_card,
    render_sms,
    render_zalo,
)
from bot.channels.segments import segments
from bot.ports import Sender
from survey_flows.forms import form_files
from survey_flows.interview.codec import decode_prompt, encode_prompt, read_token
from survey_flows.interview.engine import advance, present
from survey_flows.interview.inputs import Command, Input, Medium, Opened, Pressed, Said
from survey_flows.interview.prompts import Prompt
from survey_flows.interview.route import takes_answer
from survey_flows.interview.state import InterviewState, Status
from survey_flows.questionnaire.model import Item, Questionnaire
from tests.survey_flows.interview.conversation import ALL_KINDS, BEGINNING
from tests.survey_flows.questionnaire.examples import built_in

LONGEST_FACTS = Sender(
    "Sở Khoa học và Công nghệ tỉnh Bà Rịa - Vũng Tàu", "Quyết định 1804/QĐ-UBND ngày 30/8/2024",
    "0254 3852 123", "SLSIPAS", "0912345678", "khao_sat_hai_long_bot",
)  # fmt: skip
SMS_PARTS = {"vi": 3, "en": 4}
SMS_CONSENT_PARTS = 3
SMS_PARTS_WITH_DIACRITICS = 9
NOTICE_PARTS = 2

FORMS = [*sorted(form_files), "all-kinds"]
pytestmark = pytest.mark.parametrize("code", FORMS)


def questionnaire_of(code: str) -> Questionnaire:
    return ALL_KINDS if code == "all-kinds" else built_in(code)


def languages_of(questionnaire: Questionnaire) -> list[str]:
    return [language for language in questionnaire.languages if language != "sms"]


def asked_items(questionnaire: Questionnaire) -> list[Item]:
    return [item for item in questionnaire.items if takes_answer(item)]


def at(
    questionnaire: Questionnaire, item: Item, language: str, medium: Medium, *, accented: bool
) -> InterviewState:
    """An interview that stands at `item`, however one gets there."""
    return InterviewState(
        questionnaire.version, Status.ASKING, item.name, revision=999, language=language, medium=medium,
        updated_at=BEGINNING, has_diacritics=accented,
    )  # fmt: skip


def all_prompts(questionnaire: Questionnaire, medium: Medium, *, accented: bool = False) -> Iterator[Prompt]:
    """The question itself, for every item and language."""
    for language in languages_of(questionnaire):
        for item in asked_items(questionnaire):
            prompt = present(questionnaire, at(questionnaire, item, language, medium, accented=accented))
            assert prompt is not None
            yield prompt


def with_something_to_say(questionnaire: Questionnaire, medium: Medium) -> Iterator[Prompt]:
    """The question with what the interview may have to say above it, for every fifth item."""
    for language in languages_of(questionnaire):
        for item in asked_items(questionnaire)[::5]:
            state = at(questionnaire, item, language, medium, accented=False)
            words = ("asdf", "lừa đảo à", "xem lại", "sửa câu 99")
            inputs: list[Input] = [Said(text, medium) for text in words]
            for said in [*inputs, Pressed(Command.HELP, medium=medium), Opened(medium)]:
                yield from advance(questionnaire, state, said, now=BEGINNING).prompts


def test_telegram(code: str) -> None:
    questionnaire = questionnaire_of(code)
    for prompt in (
        *all_prompts(questionnaire, Medium.CHAT),
        *with_something_to_say(questionnaire, Medium.CHAT),
    ):
        card = render_card(prompt, LONGEST_FACTS)
        assert 0 < len(card.text.encode("utf-16-le")) // 2 <= CARD_LIMIT
        assert not card.text.endswith("…")
        assert len(card.rows) <= 40
        for button in (button for row in card.rows for button in row):
            assert len(button.token.encode()) <= TOKEN_LIMIT
            assert read_token(button.token, Medium.CHAT) is not None
            assert button.label


def test_zalo(code: str) -> None:
    questionnaire = questionnaire_of(code)
    for prompt in (
        *all_prompts(questionnaire, Medium.CHAT),
        *with_something_to_say(questionnaire, Medium.CHAT),
    ):
        message = render_zalo(prompt, LONGEST_FACTS)
        assert 0 < len(message.text.encode("utf-16-le")) // 2 <= ZALO_LIMIT
        assert not message.text.endswith("…")
        assert len(message.buttons) <= ZALO_BUTTONS
        assert all(0 < len(button.label) <= 100 for button in message.buttons)
        labels = [choice.label for choice in prompt.choices]
        shown = [button.label for button in message.buttons]
        assert all(label in shown or label in message.text for label in labels)


def test_sms(code: str) -> None:
    questionnaire = questionnaire_of(code)
    for prompt in all_prompts(questionnaire, Medium.SMS):
        text = render_sms(prompt, LONGEST_FACTS)
        cost = segments(text)
        is_consent = prompt.progress is None  # it introduces the survey too
        room = SMS_CONSENT_PARTS if is_consent else SMS_PARTS.get(prompt.language, 4)
        assert cost.coding == 0, text
        assert cost.parts <= room, text
    for prompt in with_something_to_say(questionnaire, Medium.SMS):
        cost = segments(render_sms(prompt, LONGEST_FACTS))
        assert cost.parts <= SMS_PARTS.get(prompt.language, 4) + NOTICE_PARTS


def test_sms_with_diacritics(code: str) -> None:
    for prompt in all_prompts(questionnaire_of(code), Medium.SMS, accented=True):
        assert segments(render_sms(prompt, LONGEST_FACTS)).parts <= SMS_PARTS_WITH_DIACRITICS


def test_the_outbox(code: str) -> None:
    for medium in Medium:
        for prompt in all_prompts(questionnaire_of(code), medium):
            assert decode_prompt(encode_prompt(prompt)) == prompt
