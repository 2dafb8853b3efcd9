"""Play an interview in a terminal: the quickest way to try a form (`sipas chat`).

The same prompts and the same inputs as any channel, without a provider, drawn as that channel would
show them: a Telegram card in a box with its buttons, a Zalo message with its few, an SMS with what it
costs. A number picks a choice where choices are tapped, `/back` presses a standing button, `/send
image x.jpg` sends something, anything else is what the respondent typed.
"""

from __future__ import annotations

from enum import StrEnum

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.channels.media import to_show
from bot.channels.render import Button, render_card, render_sms, render_zalo
from bot.channels.segments import segments
from bot.ports import Sender
from survey_flows.interview.inputs import Chose, Command, Input, Medium, Pressed, Said, Sent, SentKind
from survey_flows.interview.prompts import Prompt, PromptKind, choice_token
from survey_flows.questionnaire.model import ItemKind

_WIDTH = 72
_BORDERS = {
    PromptKind.QUESTION: "cyan",
    PromptKind.CONFIRM: "yellow",
    PromptKind.NOTICE: "blue",
    PromptKind.CLOSING: "green",
}


class Look(StrEnum):
    """The channel whose look is drawn."""

    TELEGRAM = "telegram"
    ZALO = "zalo"
    SMS = "sms"

    @property
    def medium(self) -> Medium:
        """How prompts are read there."""
        return Medium.SMS if self is Look.SMS else Medium.CHAT


def show(prompt: Prompt, console: Console, sender: Sender | None = None, look: Look = Look.TELEGRAM) -> None:
    """Print one prompt as `look` shows it. Texts are printed as they are: no markup in them is obeyed."""
    if look is Look.SMS:
        _show_sms(prompt, console, sender)
        return
    if look is Look.ZALO:
        message = render_zalo(prompt, sender)
        text = message.text
        rows: tuple[tuple[Button, ...], ...] = tuple((button,) for button in message.buttons)
        title = f"Zalo · {len(text)}/2000"
    else:
        card = render_card(prompt, sender)
        text, rows = card.text, card.rows
        title = "Telegram"
    width = min(console.width, _WIDTH)
    body = Text("\n").join([Text(text), Text(""), *(_row(row, prompt, width - 4) for row in rows)])
    names = "".join(
        f"\n🖼 {one.medium.kind}: {one.medium.name}" + (f" · {one.caption}" if one.caption else "")
        for one in to_show(prompt)
    )
    if names:
        body.append(names, style="magenta")
    panel = Panel(body, title=title, title_align="left", border_style=_BORDERS[prompt.kind], width=width)
    console.print(panel)


def read_input(prompt: Prompt, line: str, look: Look = Look.TELEGRAM) -> Input:
    """Read one typed line as an answer to `prompt`; never refuses (the engine judges words)."""
    medium = look.medium
    word = line.strip()
    if word.startswith("/"):
        name, _, rest = word[1:].partition(" ")
        if name.lower() in {command.value for command in Command}:
            return Pressed(Command(name.lower()), prompt.revision, medium)
        if name.lower() == "send":
            kind, _, reference = rest.partition(" ")
            if kind in {sent.value for sent in SentKind}:
                return Sent(SentKind(kind), reference.strip(), medium)
    is_tapped = look is not Look.SMS and prompt.expects is not ItemKind.RANGE
    if is_tapped and word.isascii() and word.isdigit() and 1 <= int(word[:6]) <= len(prompt.choices):
        return Chose(prompt.item, prompt.choices[int(word[:6]) - 1].code, prompt.revision, medium)
    return Said(line, medium)


def _show_sms(prompt: Prompt, console: Console, sender: Sender | None) -> None:
    text = render_sms(prompt, sender)
    cost = segments(text)
    alphabet = "GSM-7" if cost.coding == 0 else "UCS-2"
    title = f"SMS · {cost.parts} × {alphabet} · {cost.units}"
    width = min(console.width, _WIDTH)
    console.print(
        Panel(Text(text), title=title, title_align="left", border_style=_BORDERS[prompt.kind], width=width)
    )


def _row(row: tuple[Button, ...], prompt: Prompt, width: int) -> Text:
    """A row of buttons: those that answer with the number to type before them, the others their command."""
    numbers = {
        choice_token(prompt, choice): number
        for number, choice in enumerate(prompt.choices, 1)
        if prompt.expects is not ItemKind.RANGE
    }
    room = (width - 4) // len(row) - 2
    drawn = Text()
    for place, button in enumerate(row):
        number = numbers.get(button.token)
        if place == 0:
            drawn.append(f"{number or '':>2} ", style="dim")
        command = button.token.rpartition("|")[2] if "|!|" in button.token else ""
        told = f"{button.label} /{command}" if command else button.label
        drawn.append(f"[{told:^{room}}]", style="dim" if command else "cyan")
    return drawn
