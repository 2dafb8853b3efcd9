"""Turn what an interview shows into a web page: labels, fields, errors and buttons, without markup.

Pure. Every choice is a radio button or a box of its own with its label; an order is a place chosen for each
point; anything typed has a plain field that an old telephone can show too, and says how to fill it in.
How a chat says it ("send", "tap") is replaced by what a page needs. The first button goes on. Pictures and
recordings stand beside the question or the choice they belong to, with words for who does not see them.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from bot.channels.page_wording import on_page
from bot.channels.page_words import page_word
from bot.channels.render import signed
from bot.doors import FILES, ButtonView, ChoiceView, FieldView, FileView, PageView, Shown
from bot.ports import Letter, Sender
from survey_flows.interview.filled import LEFT
from survey_flows.interview.inputs import Command
from survey_flows.interview.prompts import Prompt, PromptKind, PromptMedium, choice_token, command_token
from survey_flows.interview.sheet import Field, Sheet
from survey_flows.questionnaire.model import ItemKind

_CONTROLS: Mapping[ItemKind, str] = {
    ItemKind.SELECT_ONE: "radio",
    ItemKind.ACKNOWLEDGE: "radio",
    ItemKind.SELECT_MULTIPLE: "checkbox",
    ItemKind.RANK: "rank",
    ItemKind.INTEGER: "number",
    ItemKind.DECIMAL: "text",
    ItemKind.DATE: "text",
    ItemKind.TIME: "text",
    ItemKind.DATETIME: "text",
    ItemKind.TEXT: "textarea",
    ItemKind.BARCODE: "text",
    ItemKind.GEOPOINT: "text",
    ItemKind.RANGE: "number",
}
_HINTS: Mapping[ItemKind, str] = {
    ItemKind.INTEGER: "hint.number",
    ItemKind.DECIMAL: "hint.number",
    ItemKind.DATE: "hint.date",
    ItemKind.TIME: "hint.time",
    ItemKind.DATETIME: "hint.datetime",
    ItemKind.GEOPOINT: "hint.place",
    ItemKind.RANK: "hint.rank",
    ItemKind.IMAGE: "hint.media",
    ItemKind.AUDIO: "hint.media",
    ItemKind.VIDEO: "hint.media",
    ItemKind.FILE: "hint.media",
}
_FORMATTED = frozenset({*_HINTS, ItemKind.RANGE, ItemKind.BARCODE}) - {ItemKind.INTEGER, ItemKind.DECIMAL}
_BESIDE = {Command.PAUSE: "pause", Command.STOP: "stop"}
_ASIDES = {Command.WHO: "who", Command.WHY: "why"}


def render_page(
    shown: Shown, sender: Sender | None, *, typed: Mapping[str, str] | None = None, code: str = ""
) -> PageView:
    """Lay out what `shown` says. `typed` is what stood in fields that were sent back with a fault.

    `code` is a code to come back with, shown where the interview pauses.
    """
    content = shown.content
    if isinstance(content, Letter):
        return _letter(content, sender, code)
    if shown.sheet is not None and content.kind is PromptKind.QUESTION:
        return _questions(content, shown.sheet, sender, typed or {})
    return _notice(content, sender, code)


def _letter(letter: Letter, sender: Sender | None, code: str) -> PageView:
    language = letter.language
    main = None
    if Command.RESUME in letter.commands:
        main = ButtonView("press", f"-1|!|{Command.RESUME.value}", page_word("resume", language))
    heading = page_word("paused" if main is not None else "survey", language)
    return PageView(
        language,
        heading,
        _paragraphs(_said(letter.text, language, sender)),
        main=main,
        code=code,
        is_over=main is None,
    )


def _notice(prompt: Prompt, sender: Sender | None, code: str) -> PageView:
    """A "do you mean", a list, a pause or an end: its choices are buttons."""
    language = prompt.language
    heading = "over"
    if prompt.kind is PromptKind.CONFIRM:
        heading = "confirm"
    elif Command.RESUME in prompt.commands:
        heading = "review" if prompt.choices else "paused"
    main = None
    if Command.RESUME in prompt.commands:
        main = ButtonView("press", command_token(prompt, Command.RESUME), page_word("resume", language))
    body = _paragraphs(_said(prompt.text, language, sender))
    if heading == "paused" and code:
        body = (page_word("paused.text", language),)
    return PageView(
        language,
        page_word(heading, language),
        body,
        notice=_said(prompt.notice, language, sender),
        main=main,
        buttons=tuple(
            ButtonView("choice", choice_token(prompt, choice), choice.label) for choice in prompt.choices
        ),
        code=code,
        code_hint=page_word("paused.other", language) if code else "",
        is_over=main is None and not prompt.choices,
    )


def _questions(prompt: Prompt, sheet: Sheet, sender: Sender | None, typed: Mapping[str, str]) -> PageView:
    language = sheet.language
    faults = dict(prompt.faults)
    fields = tuple(
        _field(field, language, sender, error=_said(faults.get(field.item, ""), language, sender),
               typed=typed.get(field.item) if field.item in faults else None,
               is_alone=len(sheet.fields) == 1)
        for field in sheet.fields
    )  # fmt: skip
    # A note that a question carries is read beside it; what remains was said about the page sent before.
    own = {field.note for field in sheet.fields if field.note}
    notice = prompt.notice
    for note in own:
        notice = notice.replace(note, "").strip()
    heading = page_word("consent", language) if sheet.is_consent else sheet.section
    revision = sheet.revision
    buttons = [
        ButtonView("press", f"{revision}|!|{command.value}", page_word(key, language))
        for command, key in _BESIDE.items()
        if command in sheet.commands
    ]
    if Command.BACK in sheet.commands:
        buttons.insert(0, ButtonView("move", Command.BACK.value, page_word("back", language)))
    if Command.SKIP in sheet.commands and len(sheet.fields) == 1:
        skip = ButtonView("press", f"{revision}|!|{Command.SKIP.value}", page_word("skip", language))
        buttons.insert(0, skip)
    return PageView(
        language,
        heading or page_word("survey", language),
        notice=_said(notice, language, sender),
        fields=fields,
        progress=sheet.progress,
        revision=revision,
        main=ButtonView("", "", page_word("begin" if sheet.is_consent else "next", language)),
        buttons=tuple(buttons),
        asides=tuple(
            ButtonView("press", f"{revision}|!|{command.value}", page_word(key, language))
            for command, key in _ASIDES.items()
        ),
        language_button=ButtonView(
            "press",
            f"{revision}|!|{Command.LANGUAGE.value}",
            sheet.other_language or page_word("language", language),
        ),
    )


def _field(
    field: Field, language: str, sender: Sender | None, *, error: str, typed: str | None, is_alone: bool
) -> FieldView:
    has_choices = bool(field.choices)
    control = _CONTROLS.get(field.kind, "none")
    if field.kind is ItemKind.RANGE and has_choices:
        control = "radio"
    value = field.value if typed is None else typed
    choices = tuple(
        ChoiceView(
            choice.code,
            choice.label,
            choice.is_selected if typed is None else choice.code in typed.split(),
            choice.place,
            _files(field.media, choice.code, choice.label, language),
        )
        for choice in field.choices
    )
    if control == "radio" and field.may_be_left_out and not is_alone:
        choices += (ChoiceView(LEFT, page_word("left_out", language), typed == LEFT),)
    return FieldView(
        field.item,
        control,
        _said(field.text, language, sender),
        field.number,
        _said(_hint(field, language, control), language, sender),
        _said(field.note, language, sender),
        error,
        choices,
        value if typed is not None else _written(field.kind, value),
        field.may_be_left_out,
        _files(field.media, "", "", language),
    )


def _files(media: tuple[PromptMedium, ...], choice: str, label: str, language: str) -> tuple[FileView, ...]:
    """The files of a choice, "" for the question's own, each with words that say what it is."""
    return tuple(
        FileView(
            medium.kind,
            f"{FILES}/{quote(medium.name, safe='')}",
            page_word(f"file.{medium.kind}", language) + (f": {label}" if label else ""),
        )
        for medium in media
        if medium.choice == choice
    )


def _written(kind: ItemKind, value: str) -> str:
    """A recorded value as it would be written into its field."""
    day, _, clock = value.partition("T")
    written = "/".join(str(int(part)) for part in reversed(day.split("-"))) if day.count("-") == 2 else day
    match kind:
        case ItemKind.DATE:
            return written
        case ItemKind.DATETIME:
            return f"{written} {clock[:5]}".strip()
        case ItemKind.TIME:
            return value[:5]
        case _:
            return value


def _hint(field: Field, language: str, control: str) -> str:
    """The form's own hint, and how to fill the field in; what a chat says about sending is left out."""
    own = "" if field.kind in _FORMATTED else field.hint
    if field.kind in _FORMATTED and "\n" in field.hint:
        own = field.hint.rpartition("\n")[0]
    how = _HINTS.get(field.kind, "")
    told = page_word(how, language) if how else ""
    if field.kind is ItemKind.RANGE and field.limits is not None and control != "radio":
        start, end, _ = field.limits
        told = page_word("hint.range", language).replace("{start}", start).replace("{end}", end)
    if control == "checkbox" and not (own and field.maximum_choices is None):
        at_most = field.maximum_choices
        told = page_word("hint.several" if at_most is None else "hint.at_most", language)
        told = told.replace("{maximum}", str(at_most))
    return "\n".join(part for part in (own, told) if part)


def _said(text: str, language: str, sender: Sender | None) -> str:
    return signed(on_page(text, language), sender)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip())
