"""What every door of the web has: transactions whose failure is told in one way, and who a password lets in.

Rules (reliability.md §5.1). Wrong passwords are counted for the person meant, however the name is spelt,
in the place they come from, so that no stranger locks somebody out everywhere; far more are let pass for
the person alone and for the network alone. Passwords are looked at one at a time, so that many tries at
once are counted like many in a row; the hash is worked out beside the event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.clock import Clock
from bot.collector.writer import Writer
from bot.doors import Entrance, Origin
from bot.ports import NotStored, RunningWave, Sender
from bot.usecases.interview_in_person import find_interviewer, is_password, may_try, note_wrong_password
from storage.errors import StorageError
from storage.interviewers import Interviewer
from storage.unit_of_work import Database, UnitOfWork

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Door:
    """`wave` is asked at every request: a wave that closes says so at once."""

    database: Database
    writer: Writer
    clock: Clock
    wave: Callable[[], RunningWave]

    @property
    def sender(self) -> Sender:
        """Who speaks."""
        return self.wave().sender

    async def _read(self, job: Callable[[UnitOfWork], Awaitable[Result]]) -> Result:
        """Run `job` on a snapshot; raises NotStored."""
        try:
            async with self.database.reading() as unit:
                return await job(unit)
        except (StorageError, OSError):
            raise NotStored from None

    async def _run(self, job: Callable[[UnitOfWork], Awaitable[Result]]) -> Result:
        """Run `job` in a transaction of its own; raises NotStored."""
        try:
            return await self.writer.run(job)
        except (StorageError, OSError):
            raise NotStored from None


@dataclass(frozen=True, slots=True)
class StaffDoor(Door):
    """A door that asks for a name and a password."""

    _guessing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def _admit(self, name: str, password: str, origin: Origin) -> Interviewer | Entrance:
        """The interviewer with this name and password, else WRONG or TOO_MANY. Raises NotStored."""
        now = self.clock.now()
        async with self._guessing:
            who = await self._read(lambda unit: find_interviewer(unit, name))
            if not await self._read(lambda unit: may_try(unit, name, who, origin, now)):
                return Entrance.TOO_MANY
            if await asyncio.to_thread(is_password, who, password) and who is not None:
                return who
            await self._run(lambda unit: note_wrong_password(unit, name, who, origin, now=now))
            return Entrance.WRONG
