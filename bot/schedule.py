"""The metronome: a few ticks, no job store, nothing per respondent.

The database is the schedule. APScheduler only says "look again now"; a tick that is late finds
what is due and re-plans it, and two ticks never run at once (`max_instances=1`, `coalesce`).
On a simulated clock the same ticks are also run at once whenever the clock is set (`now`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

_log = logging.getLogger("sipas.schedule")


@dataclass(frozen=True, slots=True)
class Tick:
    """A piece of work to look at again every `every_s` seconds."""

    name: str
    every_s: float
    work: Callable[[], Awaitable[None]]


class Metronome:
    """Runs ticks through APScheduler until stopped."""

    def __init__(self, ticks: Iterable[Tick]) -> None:
        self._ticks = {tick.name: tick for tick in ticks}
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._turns = {name: asyncio.Lock() for name in self._ticks}
        self.last_run: dict[str, datetime] = {}

    def start(self) -> None:
        """Begin ticking; the first tick of each comes at once."""
        for tick in self._ticks.values():
            self._scheduler.add_job(
                self._run,
                "interval",
                args=[tick.name],
                seconds=tick.every_s,
                id=tick.name,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
                next_run_time=datetime.now(UTC),
            )
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ticking; a tick under way finishes by itself."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def now(self, name: str) -> None:
        """Run the named tick at once, after one that is under way, and return when it is done."""
        await self._run(name)

    async def _run(self, name: str) -> None:
        async with self._turns[name]:
            try:
                await self._ticks[name].work()
                self.last_run[name] = datetime.now(UTC)
            except Exception:
                _log.exception("tick %s failed; it is tried again at the next beat", name)
