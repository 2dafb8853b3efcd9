"""Play an interview in a terminal: the quickest way to try a form (`sipas chat`).

The same prompts and the same inputs as any channel, without a provider: a number picks a choice,
`/back` presses a standing button, anything else is what the respondent typed.
"""

from __future__ import annotations

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.channels.render import command_labels, progress_bar, signed
from bot.ports import Sender
from survey_flows.interview.inputs import Chose, Command, Input, Pressed, Said
from survey_flows.interview.prompts import Prompt, PromptKind

_BORDERS = {
    PromptKind.QUESTION: "cyan",
    PromptKind.CONFIRM: "yellow",
    PromptKind.NOTICE: "blue",
    PromptKind.CLOSING: "green",
}


def show(prompt: Prompt, console: Console, sender: Sender | None = None) -> None:
    """Print one prompt. Labels are printed as they are: no markup in them is obeyed."""
    body = Text()
    if prompt.notice:
        body.append(f"{signed(prompt.notice, sender)}\n\n", style="yellow")
    body.append(signed(prompt.text, sender), style="bold")
    if prompt.hint:
        body.append(f"\n{signed(prompt.hint, sender)}", style="dim")
    for number, choice in enumerate(prompt.choices, 1):
        mark = ("☑ " if choice.is_selected else "☐ ") if prompt.is_multiple else ""
        body.append(f"\n  {number}", style="cyan")
        body.append(f"  {mark}{choice.label}")
    title = Text(prompt.section, style="bold") if prompt.section else None
    bar = Text(progress_bar(*prompt.progress)) if prompt.progress is not None else None
    console.print(
        Panel(
            body, title=title, subtitle=bar, border_style=_BORDERS[prompt.kind], width=min(console.width, 88)
        )
    )
    if prompt.commands:
        labels = command_labels(prompt.commands, prompt.command_labels, prompt.language)
        words = (f"/{command.value} {label}" for command, label in zip(prompt.commands, labels, strict=True))
        console.print(Text("  ".join(words), style="dim"))


def read_input(prompt: Prompt, line: str) -> Input:
    """Read one typed line as an answer to `prompt`; never refuses (the engine judges words)."""
    word = line.strip()
    if word.startswith("/"):
        name = word[1:].lower()
        if name in {command.value for command in Command}:
            return Pressed(Command(name), prompt.revision)
    if word.isascii() and word.isdigit() and 1 <= int(word[:6]) <= len(prompt.choices):
        return Chose(prompt.item, prompt.choices[int(word[:6]) - 1].code, prompt.revision)
    return Said(line)
