"""Make a wave of a plan: its units, its services, and the questionnaires pinned to this version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.errors import Duplicate
from storage.unit_of_work import UnitOfWork
from storage.waves import ServiceRow, UnitRow
from survey_flows.ids import WaveId
from survey_flows.plans.plan import Plan
from survey_flows.questionnaire.model import Questionnaire
from survey_flows.questionnaire.stored import to_bytes


async def refuse_taken_name(unit: UnitOfWork, name: str) -> None:
    """Raise Duplicate when there is a wave of this name already, as making it would."""
    if name in {wave.name for wave in await unit.waves.all()}:
        raise Duplicate(
            f"đã có đợt tên “{name}”: đặt tên khác bằng --name | there is already a wave named {name!r}"
        )


async def create_wave(
    unit: UnitOfWork,
    plan: Plan,
    plan_text: str,
    questionnaires: Sequence[tuple[Questionnaire, bytes]],
    *,
    name: str,
    actor: str,
    now: datetime,
) -> WaveId:
    """Store the wave inside the caller's transaction; raises Duplicate for a name that is taken.

    `questionnaires` are the compiled forms with their sources; a version is stored once, for good.
    """
    await refuse_taken_name(unit, name)
    hours = plan.contact_hours()
    wave_id = await unit.waves.create(
        name,
        plan.source,
        plan_text,
        plan.digest,
        starts_on=hours.first_day,
        ends_on=hours.last_day,
        settings={"forms": {compiled.code: compiled.version for compiled, _ in questionnaires}},
        now=now,
    )
    await unit.waves.add_units(
        wave_id,
        [
            UnitRow(
                code=one.code,
                name=one.name,
                kind=one.kind.value,
                block=one.block,
                class_="" if one.unit_class is None else str(one.unit_class),
                parent=one.parent or "",
                order=order,
            )
            for order, one in enumerate(plan.units)
        ],
    )
    await unit.waves.add_services(
        wave_id,
        [ServiceRow(one.code, service.code, service.name) for one in plan.units for service in one.services],
    )
    for compiled, source in questionnaires:
        await unit.waves.add_questionnaire(compiled.version, compiled.code, source, to_bytes(compiled), now)
    await unit.audit.write(actor, "wave.create", f"wave {wave_id}", {"plan_sha256": plan.digest}, now)
    return wave_id
