"""An interview in the terminal."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from bot.channels.terminal import read_input, show
from survey_flows.interview.inputs import Chose, Command, Input, Pressed, Said
from tests.bot.channels.conftest import SENDER, question


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("1", Chose("b1", "1", 3)),
        (" 2 ", Chose("b1", "0", 3)),
        ("3", Said("3")),
        ("không", Said("không")),
        ("/back", Pressed(Command.BACK, 3)),
        ("/STOP", Pressed(Command.STOP, 3)),
        ("/nothing", Said("/nothing")),
        ("", Said("")),
    ],
)
def test_a_line_is_read(line: str, meaning: Input) -> None:
    assert read_input(question(), line) == meaning


def test_a_prompt_is_shown_as_written() -> None:
    out = io.StringIO()
    prompt = replace(question("[bold]{hotline}[/bold]"), is_multiple=True, notice="Đã ghi.", section="Phần A")
    show(prompt, Console(file=out, width=80), SENDER)
    shown = out.getvalue()
    for part in (
        "[bold]0212 3855 000[/bold]",
        "☐ Có",
        "▰▰▰▱▱▱▱▱▱▱ 12/31",
        "/back ◀ Câu trước",
        "Phần A",
        "Đã ghi.",
    ):
        assert part in shown
