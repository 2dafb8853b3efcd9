"""`sipas chat`: play a questionnaire in the terminal, through the engine every channel uses."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from bot.channels.render import render_sms
from bot.channels.segments import segments
from bot.channels.terminal import Look, read_input, show
from bot.commands.console import console, either, note
from bot.forms import compile_named_form
from bot.ports import Sender
from survey_flows.interview.comeback import asks_back
from survey_flows.interview.engine import advance, come_back, open_interview
from survey_flows.interview.inputs import Input, Opened
from survey_flows.interview.pace import Pace
from survey_flows.interview.prompts import Prompt
from survey_flows.interview.state import Status
from survey_flows.interview.step import Step

_SENDER = Sender("Sở Nội vụ (chạy thử)", "chạy thử", "0212 0 000 000", "SL", "8000", "")


def chat(arguments: argparse.Namespace) -> int:
    """Ask the whole form; Ctrl-D or /stop ends."""
    questionnaire = compile_named_form(arguments.form)
    look = Look.SMS if arguments.sms else Look(arguments.channel)
    pace = Pace(sms_sitting=arguments.sitting)
    state = open_interview(questionnaire, arguments.language)
    note(
        "Gõ số, chữ, hoặc /back /review /pause /who /why /stop. Ctrl-D để thoát.",
        "Type a number, words, or /back /review /pause /who /why /stop. Ctrl-D ends.",
    )
    said: Input = Opened(look.medium)
    prompt: Prompt | None = None
    back: Step | None = None
    parts = 0
    while True:
        step = back or advance(questionnaire, state, said, now=datetime.now(UTC), pace=pace)
        state = step.state
        if state.status is Status.STOPPED:
            note(
                "(Sau khi dừng, không nhắn gì nữa, trừ khi người trả lời xin tham gia lại.)",
                "(After a stop nothing is sent, unless the respondent asks to take part again.)",
            )
        for prompt in () if state.status is Status.STOPPED else step.prompts:
            parts += segments(render_sms(prompt, _SENDER)).parts if look is Look.SMS else 0
            show(prompt, console(), _SENDER, look)
        if (state.is_final and state.status is not Status.STOPPED) or prompt is None:
            break
        line = _read_line()
        if line is None:
            break
        wants_back = state.status is Status.STOPPED and asks_back(line)
        back = (
            come_back(questionnaire, state, medium=look.medium, now=datetime.now(UTC), pace=pace)
            if wants_back
            else None
        )
        said = read_input(prompt, line, look)
    note(
        f"Trạng thái: {state.status.value}; {len(state.answers)} câu đã trả lời",
        f"Status: {state.status.value}; {len(state.answers)} answers",
    )
    if look is Look.SMS:
        note(f"Đã gửi {parts} đoạn SMS", f"{parts} SMS segments sent")
    for item, value in state.answers.items():
        console().print(f"  {item:<14} {value}", markup=False)
    return 0


def _read_line() -> str | None:
    try:
        return input(either("Bạn: ", "You: ") if sys.stdin.isatty() else "")
    except EOFError:
        return None
