"""Turn a Prompt or a Letter into what a person sees: a card with buttons, one SMS, a Zalo message.

Pure. A card is plain text (no parse mode), so nothing in a label or a name can break a message
or be read as markup. Choices stand one per row, large; two short ones (yes, no) share a row, numbers
share rows. A label too long for a button is written out above, numbered, and the button carries the
number. The questions of one screen stand on one card, the present one marked.
An SMS carries numbered choices without diacritics (`segments.unaccent`): Vietnamese letters would
more than double its price; who asks for diacritics gets them. The questions of one screen stand in
one message with their scale written once. "Reply with a number" is left out where it alone would
cost a segment. Where files stand beside choices, buttons carry the numbers of their captions.
A Zalo message has at most five buttons: more choices are numbered, and answered by a number.
The words a channel adds itself come from `render_words`, Vietnamese first.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.channels.render_words import ACCENTED_WORDS, CHAT_WORDS, COMMAND_LABELS, WORDS
from bot.channels.segments import segments, unaccent
from bot.ports import Letter, Sender
from survey_flows.interview.inputs import Command
from survey_flows.interview.prompts import Prompt, PromptChoice, PromptKind, PromptRow, choice_token
from survey_flows.questionnaire.model import ItemKind

__all__ = [
    "CARD_LIMIT", "COMMAND_LABELS", "TOKEN_LIMIT", "WORDS", "ZALO_BUTTONS", "ZALO_LIMIT", "Button", "Card",
    "ZaloMessage", "command_labels", "fitted", "labelled", "progress_bar", "render_card", "render_sms",
    "render_zalo", "shortened", "signed",
]  # fmt: skip

CARD_LIMIT = 4096
"""Longest text of a Telegram message, counted in UTF-16 units to be safe."""

TOKEN_LIMIT = 64
"""Longest `callback_data`, in bytes."""

ZALO_LIMIT = 2000
"""Longest text of a Zalo message, in UTF-16 units to be safe (error -210 beyond)."""

ZALO_BUTTONS = 5
"""Most buttons of a Zalo message."""

_ZALO_TITLE = 100
_LONGEST_LABEL = 38
_SHORT_LABEL = 16
_TINY_LABEL = 4
_TINY_IN_A_ROW = 6
_BAR = 10
_ANSWERS = frozenset({Command.KEEP, Command.DONE, Command.SKIP})
_SPARE = (
    Command.DONE, Command.KEEP, Command.RESUME, Command.SKIP, Command.BACK, Command.PAUSE, Command.STOP,
    Command.WHO, Command.LANGUAGE, Command.WHY,
)  # fmt: skip
_SMS_COMMANDS_EVERY = 10
_PLACES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button: what it says and what a tap sends back."""

    label: str
    token: str


@dataclass(frozen=True, slots=True)
class Card:
    """One chat message: plain text, rows of buttons, and perhaps a button to show one's number."""

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    contact_label: str = ""


@dataclass(frozen=True, slots=True)
class ZaloMessage:
    """One Zalo message: at most `ZALO_LIMIT` units of text and `ZALO_BUTTONS` buttons under it."""

    text: str
    buttons: tuple[Button, ...] = ()


def signed(text: str, sender: Sender | None) -> str:
    """Put the sender's facts in place of `{department}`, `{hotline}` and their like.

    Only the fields of `Sender` are known; any other brace stays as written. Never `str.format`:
    a text may quote what a person typed.
    """
    if sender is None or "{" not in text:
        return text
    return (
        text.replace("{department}", sender.department)
        .replace("{decision}", sender.decision)
        .replace("{hotline}", sender.hotline)
        .replace("{keyword}", sender.keyword)
        .replace("{reply_number}", sender.reply_number)
        .replace("{bot_name}", sender.bot_name)
    )


@lru_cache(maxsize=4096)
def progress_bar(behind: int, total: int, number: int = 0) -> str:
    """Draw how far the interview is, e.g. "▰▰▰▰▱▱▱▱▱▱ 13/31"; `behind` is clipped into the bar.

    The figure is the number of the question where it has one, else how many are behind. A total of 0 is
    not known yet: no bar.
    """
    if not total:
        return ""
    filled = min(_BAR, max(0, behind) * _BAR // total) if total > 0 else 0
    return f"{'▰' * filled}{'▱' * (_BAR - filled)} {number or behind}/{total}"


def _place(number: int, behind: int, total: int) -> str:
    """`13/31`; while how many there are hangs on the answer, the number alone."""
    return f"{number or behind}/{total}" if total else f"{number}."


def render_card(content: Prompt | Letter, sender: Sender | None = None) -> Card:
    """Lay out one chat message."""
    if isinstance(content, Letter):
        rows = _command_rows(content.commands, content.command_labels, content.language, -1)
        return Card(fitted(signed(content.text, sender)), rows, content.contact_label)
    head = content.section
    if content.progress is not None:
        bar = progress_bar(*content.progress, content.number)
        head = f"{head}\n{bar}".strip("\n")
    buttons, listed = _choices(content)
    text = _board(content.rows) if content.rows else content.text
    parts = (content.notice, head, text, listed, content.hint)
    text = signed("\n\n".join([part for part in parts if part]), sender)
    rows = _command_rows(content.commands, content.command_labels, content.language, content.revision)
    return Card(fitted(text), _choice_rows(buttons, is_multiple=content.is_multiple) + rows)


def render_sms(content: Prompt | Letter, sender: Sender | None = None) -> str:
    """Write one SMS: in the GSM alphabet, unless its reader asked for diacritics."""
    if isinstance(content, Letter):
        return unaccent(signed(content.text, sender))
    body = [content.notice]
    text = content.text
    if content.progress is not None and content.kind is PromptKind.QUESTION:
        text = f"{_place(content.number, *content.progress)} {text}".rstrip()
    body.append(text)
    if content.awaits > 1:
        body += _page(content)
    else:
        body.append(content.hint)
        for number, choice in enumerate(content.choices, 1):
            body.append(f"{number}{'*' if choice.is_selected else ''} {choice.label}")
    written = _as_sms(body, content, sender)
    for line, is_needed in _sms_words(content):
        longer = _as_sms([written, line], content, sender)
        if is_needed or segments(longer).parts == segments(written).parts:
            written = longer
    return written


def render_zalo(content: Prompt | Letter, sender: Sender | None = None) -> ZaloMessage:
    """Write one Zalo message; what finds no button is numbered, or told in words."""
    if isinstance(content, Letter):
        spare = _spare_commands(content.commands, content.command_labels, content.language, -1)
        return ZaloMessage(fitted(signed(content.text, sender), ZALO_LIMIT), spare[:ZALO_BUTTONS])
    words = CHAT_WORDS.get(content.language, CHAT_WORDS["vi"])
    head = content.section
    if content.progress is not None:
        place = f"{words['question']} {_place(content.number, *content.progress)}".rstrip(".")
        head = f"{head} · {place}" if head else place
    fits = len(content.choices) <= ZALO_BUTTONS and not content.is_multiple
    fits = fits and all(len(choice.label) <= _ZALO_TITLE for choice in content.choices)
    tail = ""
    buttons: list[Button] = []
    if fits:
        is_numbered = _has_pictures(content)
        buttons = [
            Button(labelled(at, choice.label) if is_numbered else choice.label, choice_token(content, choice))
            for at, choice in enumerate(content.choices, 1)
        ]
    elif content.kind is PromptKind.QUESTION:
        tail = _numbered_tail(content, words)
    wanted = content.commands
    if not fits:
        wanted = tuple(command for command in content.commands if command is not Command.DONE)
    given = content.command_labels if len(wanted) == len(content.commands) else ()
    spare = _spare_commands(wanted, given, content.language, content.revision)
    shown = (*buttons, *spare[: ZALO_BUTTONS - len(buttons)])
    is_told = len(shown) < len(buttons) + len(spare) and _tells_commands(content)
    parts = (content.notice, head, content.text, content.hint, tail, words["commands"] if is_told else "")
    return ZaloMessage(fitted(signed("\n\n".join(filter(None, parts)), sender), ZALO_LIMIT), shown)


def labelled(number: int, label: str) -> str:
    """A choice with its number, as a button and the caption of its picture name it.

    >>> labelled(2, "Xe buýt"), labelled(2, "2")
    ('2. Xe buýt', '2')
    """
    return str(number) if label in {"", str(number)} else f"{number}. {label}"


def shortened(label: str) -> str:
    """Cut a label so that it reads on one button."""
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1].rstrip() + "…"


def fitted(text: str, limit: int = CARD_LIMIT) -> str:
    """Cut a text to `limit` UTF-16 units; nothing a form may contain should ever need it."""
    if len(text) <= limit // 2 or len(text.encode("utf-16-le", "surrogatepass")) // 2 <= limit:
        return text
    cut = text.encode("utf-16-le", "surrogatepass")[: (limit - 1) * 2]
    return cut.decode("utf-16-le", "ignore") + "…"


def command_labels(commands: tuple[Command, ...], given: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The labels that came with a prompt, or the channel's own words."""
    if len(given) == len(commands):
        return given
    known = COMMAND_LABELS.get(language, COMMAND_LABELS["vi"])
    return tuple(known[command] for command in commands)


def _board(rows: tuple[PromptRow, ...]) -> str:
    """The questions of a screen: answered, present, still to come. No line starts with a number."""
    lines = []
    for row in rows:
        mark = "▶" if row.is_present else "✓" if row.answer else "·"
        answer = f" → {row.answer}" if row.answer else ""
        lines.append(f"{mark} {row.number}. {row.text}{answer}")
    return "\n".join(lines)


def _page(prompt: Prompt) -> list[str]:
    """The questions of one message, a shared scale once, and how to answer them all."""
    lines = []
    for row in prompt.rows:
        own = f" ({_scale(row.choices)})" if row.choices else ""
        lines.append(f"{row.number}) {row.text}{own}")
    if prompt.choices:
        lines.append(_scale(prompt.choices))
    return [*lines, prompt.hint]


def _scale(choices: Iterable[PromptChoice]) -> str:
    return ", ".join(f"{number}={choice.label}" for number, choice in enumerate(choices, 1))


def _as_sms(lines: Iterable[str], prompt: Prompt, sender: Sender | None) -> str:
    text = signed("\n".join(line for line in lines if line), sender)
    return unicodedata.normalize("NFC", text) if prompt.is_accented else unaccent(text)


def _sms_words(prompt: Prompt) -> list[tuple[str, bool]]:
    """What the channel adds below, each with whether it must stand there whatever it costs."""
    words = WORDS.get(prompt.language, WORDS["vi"])
    if prompt.is_accented and prompt.language == "vi":
        words = ACCENTED_WORDS
    found: list[tuple[str, bool]] = []
    is_first = prompt.progress is None or prompt.progress[0] == 0
    if prompt.choices and prompt.awaits == 1 and prompt.expects is not ItemKind.RANK:
        found.append((words["reply_many" if prompt.is_multiple else "reply_one"], is_first))
    if prompt.kind is PromptKind.QUESTION and _tells_commands(prompt):
        found.append((words["commands"], is_first))
    return found


def _tells_commands(prompt: Prompt) -> bool:
    """Whether it is time to say what else may be typed: at the start and rarely after."""
    return prompt.spells_out or (
        prompt.progress is not None and prompt.progress[0] % _SMS_COMMANDS_EVERY == 0
    )


def _numbered_tail(prompt: Prompt, words: Mapping[str, str]) -> str:
    """The choices as a numbered list, with how to answer; a range by its values."""
    if prompt.expects is ItemKind.RANGE:
        return words["reply_value"] + ", ".join(choice.label for choice in prompt.choices)
    lines = [
        f"{number}. {_marked(choice, is_multiple=prompt.is_multiple, expects=prompt.expects)}"
        for number, choice in enumerate(prompt.choices, 1)
    ]
    reply = (
        "" if prompt.expects is ItemKind.RANK else words["reply_many" if prompt.is_multiple else "reply_one"]
    )
    return "\n".join(filter(None, ["\n".join(lines), reply]))


def _marked(choice: PromptChoice, *, is_multiple: bool, expects: ItemKind | None) -> str:
    """A choice's label with its box, its place in a ranking, or its tick."""
    if expects is ItemKind.RANK:
        if not choice.place:
            return f"○ {choice.label}"
        mark = _PLACES[choice.place - 1] if choice.place <= len(_PLACES) else f"({choice.place})"
        return f"{mark} {choice.label}"
    if is_multiple:
        return f"{'☑' if choice.is_selected else '☐'} {choice.label}"
    return f"✓ {choice.label}" if choice.is_selected else choice.label


def _choices(prompt: Prompt) -> tuple[list[Button], str]:
    """The choices as buttons, and as a numbered list where buttons alone will not do."""
    buttons: list[Button] = []
    is_cut, has_room = False, True
    for choice in prompt.choices:
        label = choice.label
        if prompt.is_multiple or choice.is_selected:
            label = _marked(choice, is_multiple=prompt.is_multiple, expects=prompt.expects)
        token = choice_token(prompt, choice)
        is_cut = is_cut or len(label) > _LONGEST_LABEL
        has_room = has_room and len(token.encode()) <= TOKEN_LIMIT
        buttons.append(Button(label, token))
    is_spelled = prompt.spells_out and prompt.expects is not ItemKind.RANGE and len(buttons) > 1
    if has_room and not is_cut and not is_spelled:
        if _has_pictures(prompt):
            buttons = [
                Button(labelled(at, button.label), button.token) for at, button in enumerate(buttons, 1)
            ]
        return buttons, ""
    listed = "\n".join(f"{number}. {button.label}" for number, button in enumerate(buttons, 1))
    if not has_room:  # no button can carry such a code: typing the number still works
        return [], listed
    return [
        Button(f"{number}. {shortened(button.label)}", button.token)
        for number, button in enumerate(buttons, 1)
    ], listed


def _has_pictures(prompt: Prompt) -> bool:
    """Whether files stand beside choices: then buttons carry the numbers of the captions."""
    return any(medium.choice for medium in prompt.media)


def _choice_rows(buttons: list[Button], *, is_multiple: bool) -> tuple[tuple[Button, ...], ...]:
    if not is_multiple and len(buttons) == 2 and all(len(button.label) <= _SHORT_LABEL for button in buttons):
        return (tuple(buttons),)
    if len(buttons) > 5 and sum(len(button.label) <= _TINY_LABEL for button in buttons) > 2:
        wide = tuple((button,) for button in buttons if len(button.label) > _TINY_LABEL)
        tiny = [button for button in buttons if len(button.label) <= _TINY_LABEL]
        return (
            *wide,
            *(tuple(tiny[at : at + _TINY_IN_A_ROW]) for at in range(0, len(tiny), _TINY_IN_A_ROW)),
        )
    return tuple((button,) for button in buttons)


@lru_cache(maxsize=4096)
def _command_rows(
    commands: tuple[Command, ...], given: tuple[str, ...], language: str, revision: int
) -> tuple[tuple[Button, ...], ...]:
    """What answers the question has a row of its own each; the others stand by twos."""
    buttons = [
        (command, Button(label, f"{revision}|!|{command.value}"))
        for command, label in zip(commands, command_labels(commands, given, language), strict=True)
    ]
    rows = [(button,) for command, button in buttons if command in _ANSWERS]
    rest = [button for command, button in buttons if command not in _ANSWERS]
    return (*rows, *(tuple(rest[at : at + 2]) for at in range(0, len(rest), 2)))


def _spare_commands(
    commands: tuple[Command, ...], given: tuple[str, ...], language: str, revision: int
) -> tuple[Button, ...]:
    """Standing buttons in the order in which they are worth one of the few places."""
    labels = dict(zip(commands, command_labels(commands, given, language), strict=True))
    wanted = [command for command in _SPARE if command in labels]
    wanted += [command for command in labels if command not in wanted]
    return tuple(Button(labels[command], f"{revision}|!|{command.value}") for command in wanted)
