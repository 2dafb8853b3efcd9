"""The Sơn La forms, asked whole."""

from __future__ import annotations

import pytest

from bot.channels.render import render_card, render_sms
from bot.channels.segments import segments
from survey_flows.forms import SON_LA_IN_PERSON, son_la_forms
from survey_flows.interview.events import Answered, Completed, Retracted
from survey_flows.interview.inputs import Command, Medium
from survey_flows.interview.prompts import Prompt
from survey_flows.interview.state import Status
from survey_flows.questionnaire.model import ItemKind, ItemRole, Questionnaire
from tests.survey_flows.interview.conversation import Conversation
from tests.survey_flows.questionnaire.examples import built_in

CRITERIA = 24


@pytest.fixture(scope="module")
def in_person() -> Questionnaire:
    return built_in(SON_LA_IN_PERSON)


def test_a_content_citizen_on_telegram(in_person: Questionnaire) -> None:
    talk = Conversation(in_person).opens().taps("yes")
    for code in ("commune", "people", "officials"):
        talk.taps(code).presses(Command.DONE)
    talk.taps("1", "no", "no", "instant", "ontime")
    assert talk.prompt().item == "ip_a1"
    talk.taps(*["4"] * 19)
    assert talk.prompt().item == "f1"
    talk.taps("no")
    assert talk.prompt().item == "x1"
    talk.taps("time", "online", "dossiers").presses(Command.DONE)
    while talk.state.status is not Status.COMPLETE:
        talk.presses(Command.SKIP)
    assert talk.events()[-1] == Completed()
    values = [
        talk.state.answers[name]
        for factor in in_person.factors
        for name in factor.criteria
        if name in talk.state.answers
    ]
    assert values == ["4"] * 19


def test_a_citizen_with_a_complaint_by_text_message(in_person: Questionnaire) -> None:
    talk = (
        Conversation(in_person, Medium.SMS).opens().says("dong y", "1", "2", "1 2", "hai lan", "co", "khong")
    )
    talk.says("khong", "4", "tre hen")
    assert talk.prompt().item == "q9"
    talk.says("khong", "khong")
    assert talk.prompt().item == "ip_a1"
    for words in ("khong hai long", "RKHL", "binh thuong", "k hl") * 4 + ("2", "bt", "1"):
        talk.says(words)
    assert talk.prompt().item == "f1"
    talk.says("co gop y")
    assert talk.prompt().item == "ip_e1"
    talk.says("1", "1", "khong biet", "qua", "2", "1 5 7", "1", "nam", "3", "dai hoc", "1", "thai", "xa", "1")
    assert talk.state.status is Status.COMPLETE
    assert talk.state.answers["ip_a2"] == "1"
    assert talk.state.answers["place_type"] == "commune"
    assert set(talk.state.missing) == {"ip_e3", "ip_e4"}
    assert len([name for factor in in_person.factors for name in factor.criteria]) == CRITERIA


def test_second_thoughts_about_the_feedback(in_person: Questionnaire) -> None:
    talk = Conversation(in_person).opens().says("có", "xã", "1", "1", "1", "không", "không", "có", "đúng hẹn")
    talk.says(*["hài lòng"] * 19, "có", "5", "5")
    talk.says("quay lại", "quay lại", "quay lại")
    assert talk.prompt().item == "f1"
    talk.says("không")
    assert talk.events() == (
        Answered("f1", "no", None, "yes"),
        Retracted("ip_e1", "5"),
        Retracted("ip_e2", "5"),
    )
    assert talk.prompt().item == "x1"


@pytest.mark.parametrize("code", sorted(son_la_forms))
@pytest.mark.parametrize("medium", list(Medium))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_form_can_be_answered_to_its_end_and_every_prompt_fits(
    code: str, medium: Medium, language: str
) -> None:
    questionnaire = built_in(code)
    talk = Conversation(questionnaire, medium, language).opens()
    asked: list[str] = []
    while talk.state.status is not Status.COMPLETE:
        assert_fits(talk.prompt(), medium)
        item = questionnaire.by_name[talk.state.at]
        asked.append(item.name)
        codes = [choice.code for choice in item.choices]
        wanted = next((choice for choice in ("late", "yes") if choice in codes), codes[-1] if codes else "")
        if item.role is ItemRole.SCREENER:
            wanted = codes[0]
        if item.kind is ItemKind.TEXT:
            talk.says("không có gì thêm")
        elif item.choices:
            talk.says(str(codes.index(wanted) + 1))
        assert asked.count(item.name) == 1
    if code.startswith("son_la"):  # elsewhere no single path meets every question
        assert set(asked) == {
            item.name for item in questionnaire.items if item.kind not in {ItemKind.NOTE, ItemKind.CALCULATE}
        }


def assert_fits(prompt: Prompt, medium: Medium) -> None:
    """Telegram's limits; three parts of an SMS in the GSM alphabet, or four in English."""
    if medium is Medium.SMS:
        assert segments(render_sms(prompt)).coding == 0
        assert segments(render_sms(prompt)).parts <= (3 if prompt.language == "vi" else 4)
        return
    card = render_card(prompt)
    assert len(card.text) <= 4096
    assert all(len(button.token.encode()) <= 64 for row in card.rows for button in row)
