"""Every built-in form, answered to its end: the first choice, the last, any; by chat and by SMS."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.render import render_card, render_sms
from bot.channels.segments import segments
from survey_flows.forms import form_files
from survey_flows.interview.events import Completed
from survey_flows.interview.inputs import Command, Medium
from survey_flows.interview.prompts import Prompt
from survey_flows.interview.state import Status
from survey_flows.questionnaire.logic import logic_for
from survey_flows.questionnaire.model import ItemKind, ItemRole, Questionnaire
from tests.survey_flows.interview.conversation import Conversation
from tests.survey_flows.questionnaire.examples import built_in

ANSWERED = 120
"""More questions than the longest form has."""


def answer(talk: Conversation, questionnaire: Questionnaire, number: int) -> None:
    """Answer what is shown with choice `number`, counted around; agree, and pass the screener."""
    prompt = talk.prompt()
    item = questionnaire.by_name[talk.state.at]
    if prompt.awaits > 1:
        offered = [row.choices or prompt.choices for row in prompt.rows]
        talk.says(" ".join(str(number % len(choices) + 1) for choices in offered))
        return
    if item.kind is ItemKind.TEXT:
        talk.says("không có gì thêm")
        return
    first = item.role in {ItemRole.CONSENT, ItemRole.SCREENER}
    place = 0 if first else number % len(prompt.choices)
    if talk.medium is Medium.SMS:
        talk.says(str(place + 1))
        return
    talk.taps(prompt.choices[place].code)
    if item.kind is ItemKind.SELECT_MULTIPLE:
        talk.presses(Command.DONE)


def assert_fits(prompt: Prompt, medium: Medium) -> None:
    """Telegram's limits; three parts of an SMS in the GSM alphabet, or four in English."""
    if medium is Medium.SMS:
        assert segments(render_sms(prompt)).coding == 0
        assert segments(render_sms(prompt)).parts <= (3 if prompt.language == "vi" else 4), prompt.item
        return
    card = render_card(prompt)
    assert len(card.text) <= 4096
    assert all(len(button.token.encode()) <= 64 for row in card.rows for button in row)


def play(code: str, medium: Medium, language: str, numbers: list[int]) -> Conversation:
    """Answer the whole form with these choices, one after the other and around again."""
    questionnaire = built_in(code)
    talk = Conversation(questionnaire, medium, language).opens()
    for step in range(ANSWERED):
        if talk.state.status is not Status.ASKING:
            break
        assert_fits(talk.prompt(), medium)
        answer(talk, questionnaire, numbers[step % len(numbers)])
    return talk


@pytest.mark.parametrize("code", sorted(form_files))
@pytest.mark.parametrize("medium", list(Medium))
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("number", [0, -1], ids=["first", "last"])
def test_the_first_choice_and_the_last_lead_to_the_end_and_every_prompt_fits(
    code: str, medium: Medium, language: str, number: int
) -> None:
    talk = play(code, medium, language, [number])
    assert talk.state.status is Status.COMPLETE
    assert talk.events()[-1] == Completed()


@settings(max_examples=30)
@given(
    st.sampled_from(sorted(form_files)),
    st.sampled_from(list(Medium)),
    st.lists(st.integers(0, 9), min_size=1, max_size=20),
)
def test_any_choices_lead_to_the_end(code: str, medium: Medium, numbers: list[int]) -> None:
    talk = play(code, medium, "vi", numbers)
    assert talk.state.status is Status.COMPLETE
    required = {item.name for item in built_in(code).items if item.role is ItemRole.SATISFACTION}
    relevant = set(logic_for(built_in(code)).relevant_items(talk.state.answers))
    assert required & relevant <= set(talk.state.answers)


@pytest.mark.parametrize("code", sorted(form_files))
def test_nobody_is_asked_anything_without_consent(code: str) -> None:
    talk = Conversation(built_in(code)).opens().taps("no")
    assert talk.state.status is Status.REFUSED
    assert not talk.state.answers


def test_only_the_household_form_has_a_screener() -> None:
    screened = [
        code for code in form_files if any(item.role is ItemRole.SCREENER for item in built_in(code).items)
    ]
    assert screened == ["lai_chau_household"]
