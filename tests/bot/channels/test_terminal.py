"""An interview in the terminal."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from bot.channels.terminal import Look, read_input, show
from survey_flows.interview.inputs import Chose, Command, Input, Medium, Pressed, Said, Sent, SentKind
from survey_flows.interview.prompts import Prompt, PromptMedium
from survey_flows.questionnaire.model import ItemKind
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


def shown(prompt: Prompt, look: Look = Look.TELEGRAM) -> str:
    out = io.StringIO()
    show(prompt, Console(file=out, width=80), SENDER, look)
    return out.getvalue()


def test_a_prompt_is_shown_as_written() -> None:
    prompt = replace(question("[bold]{hotline}[/bold]"), is_multiple=True, notice="Đã ghi.", section="Phần A")
    drawn = shown(prompt)
    for part in (
        "[bold]0212 3855 000[/bold]",
        "☐ Có",
        "▰▰▰▱▱▱▱▱▱▱ 12/31",
        "◀ Câu trước /back",
        "Phần A",
        "Đã ghi.",
    ):
        assert part in drawn


def test_a_text_message_is_shown_with_its_cost() -> None:
    assert "SMS · 1 × GSM-7 · " in shown(question(), Look.SMS)
    accented = replace(question("Ông/bà có hài lòng không?"), is_accented=True)
    assert "SMS · 1 × UCS-2 · " in shown(accented, Look.SMS)


def test_a_zalo_message_is_shown_with_its_length_and_its_media() -> None:
    prompt = replace(question(), media=(PromptMedium("audio", "cau1.mp3"),))
    drawn = shown(prompt, Look.ZALO)
    assert "Zalo · " in drawn and "/2000" in drawn
    assert "audio: cau1.mp3" in drawn


def test_numbers_are_typed_where_nothing_is_tapped_and_things_can_be_sent() -> None:
    assert read_input(question(), "1", Look.SMS) == Said("1", Medium.SMS)
    marks = replace(question(), expects=ItemKind.RANGE)
    assert read_input(marks, "1") == Said("1")
    assert read_input(question(), "/send image slip.jpg") == Sent(SentKind.IMAGE, "slip.jpg")
    assert read_input(question(), "/send money 5") == Said("/send money 5")
