"""How commands speak: Vietnamese, or English when asked; progress bars; what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.language import either

__all__ = ["console", "either", "next_step", "note", "progress"]


@cache
def console() -> Console:
    """Standard output."""
    return Console(highlight=False)


def note(vietnamese: str, english: str) -> None:
    """Print one line."""
    console().print(either(vietnamese, english), markup=False)


def next_step(command: str, vietnamese: str, english: str) -> None:
    """The closing line of a command: what comes next."""
    arrow = either("Tiếp theo", "Next")
    told = f"[bold green]→[/] {arrow}: [bold]{escape(command)}[/]  ({either(vietnamese, english)})"
    console().print(told, soft_wrap=True)  # a command is copied whole


@contextmanager
def progress() -> Iterator[Progress]:
    """A rich progress display that leaves one finished line a task."""
    with Progress(
        TextColumn("[bold]{task.description:<28.28}"),
        BarColumn(bar_width=32),
        MofNCompleteColumn(),
        TextColumn("{task.fields[detail]}"),
        TimeElapsedColumn(),
        console=console(),
    ) as display:
        yield display
