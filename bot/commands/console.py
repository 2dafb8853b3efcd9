"""How commands speak: Vietnamese, or English when asked; progress bars; what comes next."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


@cache
def console() -> Console:
    """Standard output."""
    return Console(highlight=False)


def is_english() -> bool:
    """Whether officers asked for English (`--english` or SIPAS_LANGUAGE=en)."""
    return os.environ.get("SIPAS_LANGUAGE", "vi").startswith("en")


def either(vietnamese: str, english: str) -> str:
    """The text in the language officers asked for."""
    return english if is_english() else vietnamese


def note(vietnamese: str, english: str) -> None:
    """Print one line."""
    console().print(either(vietnamese, english), markup=False)


def next_step(command: str, vietnamese: str, english: str) -> None:
    """The closing line of a command: what comes next."""
    arrow = either("Tiếp theo", "Next")
    console().print(f"[bold green]→[/] {arrow}: [bold]{command}[/]  ({either(vietnamese, english)})")


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
