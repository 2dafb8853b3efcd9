"""Make slips of the continuous short form: a code each for whoever is handed one, and single interviews.

Rules (domain.md 1.4 no. 9; plan `[continuous]`). A batch belongs to one unit. A code is shown once, when the
batch is made, and only its keyed hash is kept: a lost print is cancelled and made anew. An interview over
the hotline takes up a slip that was never printed (batch 0), or the caller's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from bot.conversation.inputs import answer_rows
from bot.conversation.slips import carried
from storage.slips import NewSlip, Slip, SlipTerms
from storage.unit_of_work import UnitOfWork
from survey_flows.ids import CaseId, QuestionnaireVersion, UnitCode, WaveId
from survey_flows.interview import codec
from survey_flows.interview.state import InterviewState
from survey_flows.interview.step import Step
from survey_flows.plans.plan import Plan

Told = tuple[Step, datetime]
"""What one thing said led to, and when it was said."""

HOTLINE_BATCH = 0
HOTLINE = "hotline"


async def terms_of(
    unit: UnitOfWork, wave: WaveId, plan: Plan, code: UnitCode, now: datetime
) -> SlipTerms | None:
    """What a batch printed now for a unit would be; None when the short form is over.

    The plan has a continuous form and the unit hands out its slips: the caller has checked.
    """
    rules = plan.continuous
    assert rules is not None  # noqa: S101 - see above
    window = rules.open_from(now, timezone(timedelta(hours=plan.contact_hours().utc_offset_hours)))
    if window is None:
        return None
    forms = (await unit.waves.get(wave)).settings["forms"]
    return SlipTerms(
        wave=wave,
        unit=code,
        batch=await unit.slips.next_batch(wave),
        questionnaire=QuestionnaireVersion(forms[rules.form]),
        answerable=rules.answers_per_slip,
        opens_at=window[0],
        expires_at=window[1],
    )


async def print_slips(
    unit: UnitOfWork, terms: SlipTerms, count: int, *, new_code: Callable[[], str], actor: str, now: datetime
) -> list[NewSlip]:
    """Make `count` slips on these terms inside the caller's transaction, and return their codes."""
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(new_code())
    made = [NewSlip(serial, code) for serial, code in enumerate(sorted(codes), 1)]
    await unit.slips.add(terms, made, now)
    detail = {"unit": terms.unit, "batch": terms.batch, "slips": count}
    await unit.audit.write(actor, "slips.print", f"wave {terms.wave}", detail, now)
    return made


async def cancel_slips(unit: UnitOfWork, wave: WaveId, batch: int, *, actor: str, now: datetime) -> int:
    """End the codes of a batch that was lost or stolen; what was answered stays. Returns the slips."""
    ended = await unit.slips.cancel(wave, batch, now)
    if ended:
        await unit.audit.write(actor, "slips.cancel", f"wave {wave}", {"batch": batch, "slips": ended}, now)
    return ended


async def unprinted_slip(
    unit: UnitOfWork, terms: SlipTerms, *, new_code: Callable[[], str], now: datetime
) -> Slip:
    """A slip for one interview over the hotline with somebody who has none at hand."""
    single = replace(terms, batch=HOTLINE_BATCH, answerable=1)
    code = new_code()
    serial = await unit.slips.next_serial(single.wave, HOTLINE_BATCH)
    await unit.slips.add(single, [NewSlip(serial, code)], now)
    slip = await unit.slips.find(code)
    assert slip is not None  # noqa: S101 - it was stored just now
    return slip


async def keep_hotline_interview(
    unit: UnitOfWork, slip: Slip, steps: Sequence[Told], *, actor: str, now: datetime
) -> None:
    """Store an interview an officer led over the telephone: every step it took, and when."""
    one = await unit.slips.open_case(
        slip,
        place=slip.taken + 1,
        endpoint=None,
        channel=HOTLINE,
        state=codec.encode(InterviewState(slip.questionnaire)),
        now=now,
    )
    rows = [row for step, at in steps for row in answer_rows(step, CaseId(one.id), at, HOTLINE)]
    after, record = carried(one, steps[-1][0], HOTLINE)
    await unit.slips.save([(after, record)], rows, now)
    await unit.audit.write(actor, "slips.hotline", f"unit {slip.unit}", {"status": after.status.value}, now)
