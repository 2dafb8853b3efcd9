"""Read the wave in force: its plan, units and questionnaires, as the running collector needs them."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.versions import with_versions
from bot.ports import RunningWave, Sender
from storage.unit_of_work import UnitOfWork
from survey_flows.ids import QuestionnaireVersion
from survey_flows.plans.plan import parse_plan
from survey_flows.questionnaire.stored import from_bytes


async def refresh_running_wave(unit: UnitOfWork, known: RunningWave) -> RunningWave:
    """Read again what can change while the collector runs: the status, and which forms are in force."""
    wave = await unit.waves.get(known.wave)
    status = wave.status.value
    known = await with_versions(unit, known, map(QuestionnaireVersion, wave.settings["forms"].values()))
    return known if known.status == status else replace(known, status=status)


async def read_running_wave(unit: UnitOfWork) -> RunningWave | None:
    """The latest wave, or None before the first. Raises InvalidPlan when its stored plan no longer holds."""
    wave = await unit.waves.current()
    if wave is None:
        return None
    plan = parse_plan(wave.plan_text, source=wave.plan_name)
    units = await unit.waves.units(wave.id)
    services = await unit.waves.services(wave.id)
    compiled = await unit.waves.questionnaires()
    return RunningWave(
        wave=wave.id,
        status=wave.status.value,
        protocol=plan.contact_protocol(),
        hours=plan.contact_hours(),
        sender=Sender(
            department=plan.invite.department,
            decision=plan.invite.decision,
            hotline=plan.invite.hotline,
            keyword=plan.invite.keyword,
            reply_number="",
            bot_name="",
        ),
        questionnaires={version: from_bytes(source) for version, source in compiled.items()},
        unit_names={entry.code: entry.name for entry in units},
        service_names={(entry.unit, entry.code): entry.name for entry in services},
        pace=plan.pace,
        partial_from=plan.validity.partial_from,
        asks_households=plan.households is not None,
        takes_slips=plan.continuous is not None,
    )
