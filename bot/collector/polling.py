"""Long polling of a provider: one collector at a time, and the offset moves only after the batch is on disk.

Two collectors on one database would take turns at the provider's door and disturb each other, so polling is
held under a lease (`storage.leases`). Who does not hold it waits and says so; it takes over as soon as the
lease is given back, has run out, or its holder is seen to be dead on this machine. Everything else a
second collector does is safe beside the first: claims and places are taken under row locks.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.ports import ChannelError, NotStored, Parsed
from storage.errors import StorageError
from storage.unit_of_work import UnitOfWork

_log = logging.getLogger("sipas")

POLL_S = 25.0
SILENCE_S = 120.0
LEASE = timedelta(seconds=60)
"""More than twice a poll: a holder that works renews in time."""
RENEW_S = 20.0
LOOK_AGAIN_S = 2.0


class Polled(Protocol):
    """A channel that is asked for what has come."""

    async def poll(self, offset: int, timeout_s: float) -> tuple[int, list[bytes], Parsed]:
        """The next offset, each update as it came, and what they say."""
        ...

    async def acknowledge(self, callbacks: Iterable[str]) -> None:
        """Stop the clocks on tapped buttons."""
        ...


Work = Callable[[UnitOfWork], Awaitable[bool]]


@dataclass(eq=False)
class Poller:
    """Polls for as long as `run` is not cancelled. `write` runs work in the writer's transaction."""

    channel: Polled
    receive: Callable[[Parsed], Awaitable[object]]
    write: Callable[[Work], Awaitable[bool]]
    name: str
    owner: str = field(default_factory=lambda: f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}")
    holder: str = ""
    polled_at: float = field(default_factory=time.monotonic)
    _renew_at: float = 0.0

    @property
    def job(self) -> str:
        """The name of the lease."""
        return f"{self.name} polling"

    @property
    def trouble(self) -> str:
        """What keeps this collector from polling; "" when nothing does."""
        if self.holder:
            return f"{self.name} is polled by another collector ({self.holder})"
        return f"{self.name} polling is silent" if time.monotonic() - self.polled_at > SILENCE_S else ""

    async def run(self) -> None:
        """Wait for the lease, poll, store, acknowledge, again."""
        offset, pause_s = 0, 1.0
        while True:
            try:
                if time.monotonic() >= self._renew_at:
                    if not await self.write(self._take):
                        await asyncio.sleep(LOOK_AGAIN_S)
                        continue
                    self._renew_at = time.monotonic() + RENEW_S
                following, _, parsed = await self.channel.poll(offset, POLL_S)
                if parsed != Parsed():
                    await self.receive(parsed)
                    await self.channel.acknowledge([m.callback for m in parsed.messages if m.callback])
                offset, pause_s = following, 1.0
                self.polled_at = time.monotonic()
            except (ChannelError, NotStored, StorageError) as error:
                _log.warning("polling %s failed (%s); again in %.0f s", self.name, error, pause_s)
                await asyncio.sleep(pause_s)
                pause_s = min(pause_s * 1.5, 30.0)

    async def give_back(self) -> None:
        """Let another collector poll at once."""

        async def work(unit: UnitOfWork) -> bool:
            return await unit.leases.release(self.job, self.owner)

        with suppress(NotStored, StorageError):
            await self.write(work)

    async def _take(self, unit: UnitOfWork) -> bool:
        now = datetime.now(UTC)  # the machine's: a rehearsal's clock jumps, a lease must not
        held = await unit.leases.holder(self.job, now)
        if held is not None and held[0] != self.owner and is_dead(held[0]):
            await unit.leases.release(self.job, held[0])
        is_ours = await unit.leases.take(self.job, self.owner, now, now + LEASE)
        self._tell("" if is_ours or held is None else held[0])
        return is_ours

    def _tell(self, holder: str) -> None:
        if holder and holder != self.holder:
            _log.warning(
                "another collector on this database polls %s (%s): this one waits and takes over "
                "when it ends; stop one of the two",
                self.name,
                holder,
            )
        elif self.holder and not holder:
            _log.info("this collector polls %s now", self.name)
        self.holder = holder


def is_dead(owner: str) -> bool:
    """Whether a lease's owner ran on this machine and runs no more; False when that cannot be known."""
    host, _, rest = owner.partition("/")
    process = rest.partition("/")[0]
    if host != socket.gethostname() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # it runs, for somebody else
        return False
    return False
