"""`sipas slips ask`: the quick interview over the hotline (domain.md 1.4 no. 9c), an officer asking aloud.

The same short form through the same engine, drawn in the terminal. With the caller's slip its code is taken
up; without, the officer names the unit. Nothing of the caller is kept but the answers, and they are reported
with the slips, apart from the sample. What was answered before hanging up is kept as begun, not as complete.
"""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot.bootstrap import new_code
from bot.channels.terminal import Look, read_input, show
from bot.commands.console import console, either, next_step, note
from bot.commands.context import Office, run
from bot.commands.failures import CommandError
from bot.commands.slips import open_terms, rules_of, unit_of
from bot.conversation.entrance import find_code
from bot.conversation.slips import at_one_sitting
from bot.exit_codes import DONE
from bot.ports import Sender
from bot.usecases.print_slips import HOTLINE_BATCH, Told, keep_hotline_interview, unprinted_slip
from storage.slips import Slip
from survey_flows.interview.engine import advance, open_interview
from survey_flows.interview.inputs import Input, Opened
from survey_flows.interview.prompts import Prompt
from survey_flows.interview.state import InterviewState, Status
from survey_flows.questionnaire.model import Questionnaire
from survey_flows.questionnaire.stored import from_bytes


def ask(arguments: argparse.Namespace) -> int:
    """Lead one interview and keep it."""

    async def work(office: Office) -> InterviewState:
        if not rules_of(office.plan).hotline_interviews:
            raise CommandError(
                "Kế hoạch ghi hotline_interviews = false | the plan says hotline_interviews = false"
            )
        slip = await _slip(office, arguments.slip)
        async with office.database.reading() as unit:
            questionnaire = from_bytes((await unit.waves.questionnaires())[slip.questionnaire])
        note(
            "Đọc to từng câu, ghi đúng lời người dân chọn; không gợi ý. /back quay lại, Ctrl-D thôi.",
            "Read every question aloud, enter what the caller chooses, hint at nothing. /back, Ctrl-D ends.",
        )
        steps = await asyncio.to_thread(_lead, office, questionnaire)
        async with office.database.begin() as unit:
            if not slip.id:
                terms = await open_terms(unit, office, slip.unit)
                slip = await unprinted_slip(unit, terms, new_code=new_code, now=office.now)
            await keep_hotline_interview(unit, slip, steps, actor=office.actor, now=office.now)
        return steps[-1][0].state

    state = run(work, arguments.config)
    if state.status is Status.COMPLETE:
        note("Đã ghi một phiếu qua tổng đài, nêu riêng với mẫu", "Kept one form, apart from the sample")
    else:
        note("Chưa trả lời xong: không tính", "Not answered to the end: not counted")
    next_step("sipas slips ask", "người gọi tiếp theo", "the next caller")
    return DONE


async def _slip(office: Office, wanted: str) -> Slip:
    """The caller's own slip by its code, or one to be made for the unit named (its id is 0)."""
    code = find_code(wanted.replace(" ", ""))
    async with office.database.reading() as unit:
        if code is not None:
            slip = await unit.slips.find(code)
            if slip is None or not slip.is_open(office.now):
                raise CommandError(
                    "Mã phiếu hẹn không đúng, đã có người trả lời hoặc đã hết hạn"
                    " | no such code, or it was answered or has expired"
                )
            return slip
        one = unit_of(office.plan, rules_of(office.plan), wanted)
        terms = await open_terms(unit, office, one.code)
    return Slip(
        id=0,
        unit=one.code,
        batch=HOTLINE_BATCH,
        serial=1,
        questionnaire=terms.questionnaire,
        answerable=1,
        opens_at=terms.opens_at,
        expires_at=terms.expires_at,
        is_cancelled=False,
        taken=0,
    )


def _lead(office: Office, questionnaire: Questionnaire) -> list[Told]:
    """Ask until the end or Ctrl-D; every step with its time."""
    state = open_interview(questionnaire)
    said: Input = Opened(Look.TELEGRAM.medium)
    pace = at_one_sitting(office.plan.pace)
    facts = office.plan.invite
    sender = Sender(facts.department, facts.decision, facts.hotline, facts.keyword, "", "")
    steps: list[Told] = []
    prompt: Prompt | None = None
    while True:
        step = advance(questionnaire, state, said, now=office.now, pace=pace)
        state = step.state
        steps.append((step, office.now))
        for prompt in step.prompts:
            show(prompt, console(), sender)
        if state.is_final or prompt is None:
            return steps
        try:
            line = input(either("Trả lời: ", "Answer: ") if sys.stdin.isatty() else "")
        except EOFError:
            return steps
        said = read_input(prompt, line)
