"""Turn a Prompt or a Letter into what a person sees: a card with buttons, or one SMS.

Pure. A card is plain text (no parse mode), so nothing in a label or a name can break a message
or be read as markup. Choices stand one per row, large; two short ones (yes, no) share a row. A
label too long for a button is written out above, numbered, and the button carries the number.
An SMS carries numbered choices without diacritics (`segments.unaccent`): Vietnamese letters would
more than double its price. The words a channel adds itself come from `WORDS`, Vietnamese first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.channels.segments import unaccent
from bot.ports import Letter, Sender
from survey_flows.interview.inputs import Command
from survey_flows.interview.prompts import Prompt, PromptKind, choice_token

CARD_LIMIT = 4096
"""Longest text of a Telegram message, counted in UTF-16 units to be safe."""

TOKEN_LIMIT = 64
"""Longest `callback_data`, in bytes."""

_LONGEST_LABEL = 38
_SHORT_LABEL = 16
_BAR = 10
_ANSWERS = frozenset({Command.DONE, Command.SKIP})
_SMS_COMMANDS_EVERY = 10

COMMAND_LABELS: Mapping[str, Mapping[Command, str]] = {
    "vi": {
        Command.BACK: "◀ Câu trước",
        Command.PAUSE: "⏸ Để sau",
        Command.RESUME: "▶ Tiếp tục",
        Command.WHO: "Ai đang hỏi?",
        Command.WHY: "Vì sao hỏi tôi?",
        Command.HELP: "Trợ giúp",
        Command.STOP: "Dừng hẳn",
        Command.DONE: "✔ Xong",
        Command.SKIP: "Bỏ qua câu này",
        Command.LANGUAGE: "English",
    },
    "en": {
        Command.BACK: "◀ Back",
        Command.PAUSE: "⏸ Later",
        Command.RESUME: "▶ Continue",
        Command.WHO: "Who is asking?",
        Command.WHY: "Why me?",
        Command.HELP: "Help",
        Command.STOP: "Stop",
        Command.DONE: "✔ Done",
        Command.SKIP: "Skip this one",
        Command.LANGUAGE: "Tiếng Việt",
    },
}
"""Labels of standing buttons, used when a prompt brings none of its own."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "reply_one": "Tra loi bang so, vd: 1",
        "reply_many": "Chon mot hay nhieu so, vd: 1 3",
        "commands": "Soan HELP: tro giup, STOP: ngung",
    },
    "en": {
        "reply_one": "Reply with a number, e.g. 1",
        "reply_many": "Reply with one or more numbers, e.g. 1 3",
        "commands": "Send HELP for help, STOP to stop",
    },
}
"""What an SMS adds to a question, by language; GSM alphabet only."""


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
def progress_bar(behind: int, total: int) -> str:
    """Draw how far the interview is, e.g. "▰▰▰▰▱▱▱▱▱▱ 12/31"; `behind` is clipped into the bar."""
    filled = min(_BAR, max(0, behind) * _BAR // total) if total > 0 else 0
    return f"{'▰' * filled}{'▱' * (_BAR - filled)} {behind}/{total}"


def render_card(content: Prompt | Letter, sender: Sender | None = None) -> Card:
    """Lay out one chat message."""
    if isinstance(content, Letter):
        rows = _command_rows(content.commands, content.command_labels, content.language, -1)
        return Card(fitted(signed(content.text, sender)), rows, content.contact_label)
    head = content.section
    if content.progress is not None:
        bar = progress_bar(*content.progress)
        head = f"{head}\n{bar}" if head else bar
    buttons, listed = _choices(content)
    parts = (content.notice, head, content.text, listed, content.hint)
    text = signed("\n\n".join([part for part in parts if part]), sender)
    rows = _command_rows(content.commands, content.command_labels, content.language, content.revision)
    return Card(fitted(text), _choice_rows(buttons, is_multiple=content.is_multiple) + rows)


def render_sms(content: Prompt | Letter, sender: Sender | None = None) -> str:
    """Write one SMS in the GSM alphabet."""
    if isinstance(content, Letter):
        return unaccent(signed(content.text, sender))
    words = WORDS.get(content.language, WORDS["vi"])
    lines = [content.notice]
    text = content.text
    if content.progress is not None and content.kind is PromptKind.QUESTION:
        text = f"{content.progress[0]}/{content.progress[1]} {text}"
    lines += [text, content.hint]
    for number, choice in enumerate(content.choices, 1):
        lines.append(f"{number}{'*' if choice.is_selected else ''} {choice.label}")
    if content.choices:
        lines.append(words["reply_many"] if content.is_multiple else words["reply_one"])
    if (
        content.kind is PromptKind.QUESTION
        and content.progress is not None
        and content.progress[0] % _SMS_COMMANDS_EVERY == 0
    ):
        lines.append(words["commands"])
    return unaccent(signed("\n".join(line for line in lines if line), sender))


def shortened(label: str) -> str:
    """Cut a label so that it reads on one button."""
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1].rstrip() + "…"


def fitted(text: str) -> str:
    """Cut a text to `CARD_LIMIT` UTF-16 units; nothing a form may contain should ever need it."""
    if len(text) <= CARD_LIMIT // 2 or len(text.encode("utf-16-le", "surrogatepass")) // 2 <= CARD_LIMIT:
        return text
    cut = text.encode("utf-16-le", "surrogatepass")[: (CARD_LIMIT - 1) * 2]
    return cut.decode("utf-16-le", "ignore") + "…"


def _choices(prompt: Prompt) -> tuple[list[Button], str]:
    """The choices as buttons, and as a numbered list where buttons alone will not do."""
    buttons: list[Button] = []
    is_cut, has_room = False, True
    for choice in prompt.choices:
        label = choice.label
        if prompt.is_multiple:
            label = f"{'☑' if choice.is_selected else '☐'} {label}"
        elif choice.is_selected:
            label = f"✓ {label}"
        token = choice_token(prompt, choice)
        is_cut = is_cut or len(label) > _LONGEST_LABEL
        has_room = has_room and len(token.encode()) <= TOKEN_LIMIT
        buttons.append(Button(label, token))
    if has_room and not is_cut:
        return buttons, ""
    listed = "\n".join(f"{number}. {button.label}" for number, button in enumerate(buttons, 1))
    if not has_room:  # no button can carry such a code: typing the number still works
        return [], listed
    return [
        Button(f"{number}. {shortened(button.label)}", button.token)
        for number, button in enumerate(buttons, 1)
    ], listed


def _choice_rows(buttons: list[Button], *, is_multiple: bool) -> tuple[tuple[Button, ...], ...]:
    if not is_multiple and len(buttons) == 2 and all(len(button.label) <= _SHORT_LABEL for button in buttons):
        return (tuple(buttons),)
    return tuple((button,) for button in buttons)


@lru_cache(maxsize=4096)
def _command_rows(
    commands: tuple[Command, ...], given: tuple[str, ...], language: str, revision: int
) -> tuple[tuple[Button, ...], ...]:
    """DONE and SKIP answer the question, so each has a row of its own; the others stand by twos."""
    buttons = [
        (command, Button(label, f"{revision}|!|{command.value}"))
        for command, label in zip(commands, command_labels(commands, given, language), strict=True)
    ]
    rows = [(button,) for command, button in buttons if command in _ANSWERS]
    rest = [button for command, button in buttons if command not in _ANSWERS]
    return (*rows, *(tuple(rest[at : at + 2]) for at in range(0, len(rest), 2)))


def command_labels(commands: tuple[Command, ...], given: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The labels that came with a prompt, or the channel's own words."""
    if len(given) == len(commands):
        return given
    known = COMMAND_LABELS.get(language, COMMAND_LABELS["vi"])
    return tuple(known[command] for command in commands)
