"""`sipas chat`: play a questionnaire in the terminal, through the engine every channel uses."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from bot.channels.render import render_sms
from bot.channels.terminal import read_input, show
from bot.commands.console import console, either, note
from bot.forms import compile_named_form
from bot.ports import Sender
from survey_flows.interview.engine import advance, open_interview
from survey_flows.interview.inputs import Input, Medium, Opened, Said
from survey_flows.interview.prompts import Prompt

_SENDER = Sender("Sở Nội vụ (chạy thử)", "chạy thử", "0212 0 000 000", "SL", "8000", "")


def chat(arguments: argparse.Namespace) -> int:
    """Ask the whole form; Ctrl-D or /stop ends."""
    questionnaire = compile_named_form(arguments.form)
    medium = Medium.SMS if arguments.sms else Medium.CHAT
    state = open_interview(questionnaire, arguments.language)
    note(
        "Gõ số, chữ, hoặc /back /pause /who /why /stop. Ctrl-D để thoát.",
        "Type a number, words, or /back /pause /who /why /stop. Ctrl-D ends.",
    )
    said: Input = Opened(medium)
    prompt: Prompt | None = None
    while True:
        step = advance(questionnaire, state, said, now=datetime.now(UTC))
        state = step.state
        for prompt in step.prompts:
            _print(prompt, is_sms=arguments.sms)
        if state.is_final or prompt is None:
            break
        line = _read_line()
        if line is None:
            break
        said = Said(line, medium) if arguments.sms else read_input(prompt, line)
    note(
        f"Trạng thái: {state.status.value}; {len(state.answers)} câu đã trả lời",
        f"Status: {state.status.value}; {len(state.answers)} answers",
    )
    for item, value in state.answers.items():
        console().print(f"  {item:<14} {value}", markup=False)
    return 0


def _print(prompt: Prompt, *, is_sms: bool) -> None:
    if is_sms:
        console().print(render_sms(prompt, _SENDER), style="cyan", markup=False)
    else:
        show(prompt, console(), _SENDER)


def _read_line() -> str | None:
    try:
        return input(either("Bạn: ", "You: ") if sys.stdin.isatty() else "")
    except EOFError:
        return None
