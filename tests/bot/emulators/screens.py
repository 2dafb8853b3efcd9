"""What stands on a citizen's screen, made by the real renderers from real texts and forms."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from bot.catalogue import say
from bot.channels.render import render_card, render_sms
from bot.channels.segments import unaccent
from bot.emulators.citizens import SMS, TELEGRAM, Shown
from bot.ports import Letter
from survey_flows.forms import form_files
from survey_flows.interview.inputs import Command
from survey_flows.interview.prompts import Prompt, PromptChoice, PromptKind
from survey_flows.questionnaire.model import Item, Questionnaire
from survey_flows.questionnaire.xlsform import compile_form

COMMANDS = (Command.BACK, Command.PAUSE, Command.WHO, Command.STOP)
CODE, KEYWORD = "4CD7FGHJ", "SL"


@cache
def form(code: str) -> Questionnaire:
    """One of the built-in questionnaires, compiled."""
    folder = files("survey_flows.forms")
    source, factors = (folder.joinpath(name) for name in form_files[code])
    return compile_form(
        source.read_bytes(), file_type="md", factors=factors.read_text("utf-8"), name=source.name
    )


def letter(key: str = "letter.invite", *, is_plain: bool = True) -> Shown:
    """An invitation or a reminder as an SMS."""
    telegram = say("letter.invite.telegram", code=CODE, bot_name="sonla_bot")
    text = say(
        key,
        department="Sở Nội vụ tỉnh Sơn La",
        decision="1804/QĐ-UBND ngày 30/8/2024",
        service="Đất đai",
        unit="UBND huyện Mai Sơn",
        minutes=8,
        keyword=KEYWORD,
        code=CODE,
        reply_number="8088",
        telegram=telegram,
        hotline="02123852xxx",
    )
    return Shown(SMS, unaccent(text) if is_plain else text)


def show(channel: str, content: Prompt | Letter, *, message_id: str = "7", is_edit: bool = False) -> Shown:
    """A prompt or letter as it reaches the person on `channel`."""
    if channel == SMS:
        return Shown(SMS, render_sms(content))
    card = render_card(content)
    buttons = [(button.label, button.token) for row in card.rows for button in row]
    if card.contact_label:
        buttons.append((card.contact_label, ""))
    return Shown(TELEGRAM, card.text, tuple(buttons), message_id, is_edit)


def question(
    item: Item, channel: str, *, behind: int = 3, ticked: tuple[str, ...] = (), notice: str = ""
) -> Shown:
    """An item of a form as a question on `channel`."""
    wording = "sms" if channel == SMS else "vi"
    choices = tuple(
        PromptChoice(choice.code, choice.labels[wording], choice.code in ticked) for choice in item.choices
    )
    is_multiple = item.kind == "select_multiple"
    commands = (Command.DONE, *COMMANDS) if is_multiple else COMMANDS
    prompt = Prompt(
        PromptKind.QUESTION,
        item.labels[wording],
        revision=behind,
        item=item.name,
        notice=notice,
        section=item.sections.get("vi", ""),
        choices=choices,
        is_multiple=is_multiple,
        progress=(behind, 31),
        commands=commands,
    )
    return show(channel, prompt)


def confirmation(channel: str, text: str) -> Shown:
    """The question that makes sure of something told."""
    choices = (PromptChoice("yes", "Đúng"), PromptChoice("no", "Không phải"))
    return show(channel, Prompt(PromptKind.CONFIRM, text, revision=4, choices=choices))
