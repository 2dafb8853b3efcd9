"""What most commands begin with: the configuration, the database, the wave and its plan."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from bot.bootstrap import build_clock, open_database
from bot.commands.failures import CommandError
from bot.config import Config, load_config
from bot.language import prefer
from storage.unit_of_work import Database, UnitOfWork
from storage.waves import Wave
from survey_flows.plans.plan import Plan, parse_plan
from survey_flows.questionnaire.dates import LOCAL

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Office:
    """An opened installation with its present wave. `now` is in the time of Viet Nam, as papers are dated."""

    config: Config
    database: Database
    wave: Wave
    plan: Plan
    now: datetime
    actor: str


@asynccontextmanager
async def opened(
    config: Config, *, now: datetime | None = None, wave_id: int | None = None
) -> AsyncIterator[Office]:
    """Open the database of `config` and a wave, the present one unless told; CommandError without one."""
    prefer(config.survey.language)
    database = open_database(config)
    await database.open()
    try:
        async with database.reading() as unit:
            wave = await (unit.waves.current() if wave_id is None else _wave(unit, wave_id))
        if wave is None:
            raise CommandError(
                "Chưa có đợt khảo sát nào: chạy `sipas wave new` | No wave yet: run `sipas wave new`"
            )
        yield Office(
            config=config,
            database=database,
            wave=wave,
            plan=parse_plan(wave.plan_text, source=wave.plan_name),
            now=(now if now is not None else build_clock(config).now()).astimezone(LOCAL),
            actor=actor_name(),
        )
    finally:
        await database.close()


async def _wave(unit: UnitOfWork, wave_id: int) -> Wave:
    found = await unit.waves.all()
    for wave in found:
        if wave.id == wave_id:
            return wave
    numbers = ", ".join(f"{wave.id} ({wave.name})" for wave in found)
    raise CommandError(f"Không có đợt {wave_id}; có: {numbers} | no wave {wave_id}; there are: {numbers}")


def run(
    work: Callable[[Office], Coroutine[Any, Any, Result]], config_path: Any, wave_id: int | None = None
) -> Result:
    """Load the configuration, open everything, and run `work` on the present wave, or the one told."""

    async def inside() -> Result:
        async with opened(load_config(config_path), wave_id=wave_id) as office:
            return await work(office)

    return asyncio.run(inside())


def actor_name() -> str:
    """Who acts, for the audit trail: the account of the operating system."""
    try:
        return f"officer:{getpass.getuser()}"
    except (KeyError, OSError):
        return "officer"
