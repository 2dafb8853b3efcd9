"""Six weeks in minutes: sets the collector's clock, lets the town act, and again.

The collector is a process of its own, reached only over HTTP. After a step both sides are quiet: the
collector has nothing due and nothing on its way, the town nothing unacknowledged. In busy hours, when
a crowd is about to answer anyway, the clock goes on without waiting for that, as it does in life.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp

from bot.rehearsal.town import Town

SHORTEST_STEP = timedelta(seconds=30)
LONGEST_STEP = timedelta(minutes=12)
ACTS_A_STEP = 250
CROWD = 20
START_TIMEOUT_S = 30.0


class CollectorDied(Exception):
    """The server process ended by itself; its log says why."""


class Collector:
    """A `sipas serve` process and the two addresses a rehearsal needs."""

    def __init__(self, config: Path, port: int, log: Path) -> None:
        self._config = config
        self._url = f"http://127.0.0.1:{port}"
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Start the process and wait until it is ready."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "--config", str(self._config), "serve", stdout=log, stderr=log
            )
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=300))
        async with asyncio.timeout(START_TIMEOUT_S):
            while not await self._is_ready():
                if self._process.returncode is not None:
                    raise CollectorDied(f"see {self._log}")
                await asyncio.sleep(0.05)

    async def stop(self) -> None:
        """Ask it to stop, and wait until it has."""
        if self._session is not None:
            await self._session.close()
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()

    async def set_clock(self, now: datetime, *, is_hurried: bool = False) -> datetime | None:
        """Finish what is under way, move the clock, do what is due; returns when it has something next.

        Hurried, what is under way goes on while the clock moves.
        """
        assert self._session is not None  # noqa: S101 - started before it is conducted
        try:
            async with self._session.post(
                f"{self._url}/rehearsal/clock", json={"now": now.isoformat(), "is_hurried": is_hurried}
            ) as answer:
                answer.raise_for_status()
                due = (await answer.json())["next_due"]
        except aiohttp.ClientError as error:
            raise CollectorDied(f"{error}; see {self._log}") from error
        return datetime.fromisoformat(due) if due else None

    async def _is_ready(self) -> bool:
        assert self._session is not None  # noqa: S101
        try:
            async with self._session.get(f"{self._url}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False


async def conduct(
    collector: Collector,
    town: Town,
    *,
    start: datetime,
    end: datetime,
    on_step: Callable[[datetime], Awaitable[None]],
) -> int:
    """Let time pass from `start` to `end`, jumping over hours in which nothing happens; returns the steps."""
    moment, before, steps, acts = start, start, 0, 0
    while True:
        # Whoever acted just now is being answered and acts again: a crowd stays one until it thins out.
        crowd = max(town.count_due(moment + SHORTEST_STEP), acts if moment - before <= LONGEST_STEP else 0)
        is_busy = crowd >= CROWD
        if not is_busy:
            await town.settled()
        town.soon = moment
        due = await collector.set_clock(moment, is_hurried=is_busy)
        acts = await town.act_until(moment, is_hurried=is_busy)
        steps += 1
        await on_step(moment)
        if moment >= end:
            return steps
        before, moment = moment, min(end, _next_moment(moment, due, town, end))


def _next_moment(moment: datetime, due: datetime | None, town: Town, end: datetime) -> datetime:
    """When to look again: not before something happens, and late enough that many acts are due.

    In busy hours people answer at their own pace to half a minute; in quiet ones to twelve minutes.
    """
    first = min((one for one in (due, town.next_act_at) if one is not None), default=end)
    earliest = max(first, moment + SHORTEST_STEP)
    crowded = town.due_by(ACTS_A_STEP)
    return earliest if crowded is None else max(earliest, min(crowded, moment + LONGEST_STEP))
