"""Open, pause and close a wave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from bot.conversation.responses import keep_partials
from storage.errors import Stale
from storage.unit_of_work import UnitOfWork
from storage.waves import WaveStatus
from survey_flows.fieldwork.calendar import ContactHours
from survey_flows.fieldwork.case import SampleRole
from survey_flows.fieldwork.dispositions import Disposition, meaning
from survey_flows.ids import WaveId
from survey_flows.plans.plan import parse_plan
from survey_flows.questionnaire.stored import from_bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening did: cases released now, and when the first invitation may leave.

    `without_phone` of the released cases can only be asked by letter or on paper.
    """

    released: int
    first_contact: datetime
    without_phone: int = 0


async def open_wave(
    unit: UnitOfWork, wave: WaveId, hours: ContactHours, *, actor: str, now: datetime
) -> Opened:
    """Release the official sample and let contacts start; on a paused wave, let them go on.

    Raises Stale before the draw, when the wave is over, and after the plan's last day of contact.
    """
    status = (await unit.waves.get(wave)).status
    first = hours.next_opening(now)
    if first is None:
        raise Stale(
            f"đã qua ngày liên hệ cuối của kế hoạch ({hours.last_day:%d/%m/%Y}), không mời ai được nữa | "
            f"the plan's last day of contact ({hours.last_day:%d/%m/%Y}) is over: nobody can be invited"
        )
    if status is WaveStatus.FIELD:
        return Opened(0, first)
    if status is WaveStatus.CLOSED:
        raise Stale("đợt đã kết thúc, không mở lại được | the wave is over and cannot be opened again")
    if status not in {WaveStatus.DRAWN, WaveStatus.PAUSED}:
        raise Stale(
            "chưa chọn mẫu: chạy `sipas draw` trước | the sample is not drawn yet: run `sipas draw` first"
        )
    released: list[object] = []
    without_phone = 0
    if status is WaveStatus.DRAWN:
        selected = await unit.cases.all(wave, role=SampleRole.SELECTED)
        people = await unit.contacts.people([record.person for record in selected])
        without_phone = sum(not people[record.person].phone for record in selected)
        released = list(await unit.cases.release([record.case.id for record in selected], now, first))
    await unit.waves.set_status(wave, WaveStatus.FIELD, now)
    await unit.audit.write(actor, "wave.open", f"wave {wave}", {"released": len(released)}, now)
    return Opened(len(released), first, without_phone)


async def pause_wave(unit: UnitOfWork, wave: WaveId, *, actor: str, now: datetime) -> None:
    """Send no invitation and no reminder until opened again; answers still count."""
    status = (await unit.waves.get(wave)).status
    if status is WaveStatus.PAUSED:
        return
    if status is not WaveStatus.FIELD:
        raise Stale(
            "đợt chưa mở hoặc đã kết thúc, không có gì để tạm dừng | only a wave in the field can be paused"
        )
    await unit.waves.set_status(wave, WaveStatus.PAUSED, now)
    await unit.audit.write(actor, "wave.pause", f"wave {wave}", {}, now)


async def close_wave(unit: UnitOfWork, wave: WaveId, *, actor: str, now: datetime) -> int:
    """End fieldwork: open cases get their final disposition, unused reserves too; returns how many.

    An interview left half-way ends as a partial where enough was answered for it to count.
    """
    known = await unit.waves.get(wave)
    status = known.status
    if status is WaveStatus.CLOSED:
        return 0
    if status not in {WaveStatus.FIELD, WaveStatus.PAUSED}:
        raise Stale("đợt chưa từng mở, không có gì để kết thúc | the wave was never in the field")
    endings = []
    records = await unit.cases.all(wave)
    for record in records:
        if meaning(record.case.disposition).is_final:
            continue
        if record.case.disposition is Disposition.RESERVED:
            endings.append((record.case.id, Disposition.UNUSED_RESERVE, "wave closed"))
        elif record.case.answered_at is not None:
            endings.append((record.case.id, Disposition.BREAK_OFF, "wave closed"))
        else:
            endings.append((record.case.id, Disposition.NONCONTACT, "wave closed"))
    sources = await unit.waves.questionnaires()
    plan = parse_plan(known.plan_text, source=known.plan_name)
    endings = await keep_partials(
        unit,
        endings,
        records,
        cache(lambda version: from_bytes(sources[version])),
        plan.validity.partial_from,
        now=now,
    )
    await unit.messages.cancel_for_case([case for case, _, _ in endings], "wave closed")
    await unit.cases.close(endings, now)
    await unit.waves.set_status(wave, WaveStatus.CLOSED, now)
    await unit.audit.write(actor, "wave.close", f"wave {wave}", {"ended": len(endings)}, now)
    return len(endings)
