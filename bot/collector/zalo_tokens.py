"""Keeps an Official Account's tokens good: one refresher at a time, and nothing good ever overwritten.

Rules (reliability.md §2.2, I12, F23):
* A refresh token is spent by its first use, so a refresh runs under one lease for all collectors, longer
  than twice the HTTP timeout; whoever has it not waits and reads again what the other one stored.
* What is about to happen is committed first (`REFRESHING`), and the new pair before anybody uses it. Between
  the answer and that commit the pair stands, sealed and synced, in a file of mode 0600 beside the database,
  so that a crash in between loses nothing.
* Only a whole pair replaces a pair. A clear refusal makes `NEEDS_HUMAN`, trouble of the line `DEGRADED`; in
  both the access token is used for as long as it lives.
* A token of 25 hours is refreshed at 12: a day of trouble is survived.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.channels.zalo_oauth import HTTP_TIMEOUT_S, REFRESH_LIFE, TokenPair, TokenRefused
from bot.ports import ChannelError, SendFailed
from storage.errors import StorageError
from storage.tokens import NewTokens, StoredTokens, TokenState
from storage.unit_of_work import Database, UnitOfWork

_log = logging.getLogger("sipas.tokens")

LEASE: Final = timedelta(seconds=4 * HTTP_TIMEOUT_S)
REFRESH_AFTER: Final = timedelta(hours=12)
SPARE_TIME: Final = timedelta(minutes=2)
"""An access token that ends sooner is not used any more."""
AGAIN_AFTER: Final = timedelta(seconds=30)
HUMAN_PAUSE_S = 300.0
LOOK_AGAIN_S = 0.2
_COMMITS = 40


@dataclass(eq=False)
class TokenKeeper:
    """The tokens of one account. `spend` exchanges a refresh token for the next pair.

    `now` is the collector's clock, by which tokens expire; the lease runs on the machine's. `spare` is the
    file beside the database.
    """

    account: str
    database: Database
    spend: Callable[[str], Awaitable[TokenPair]]
    now: Callable[[], datetime]
    spare: Path
    owner: str = field(default_factory=lambda: f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}")
    trouble: str = ""
    _known: StoredTokens | None = field(default=None, repr=False)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    @property
    def lease(self) -> str:
        """The name of the lease under which the refresh token is spent."""
        return f"{self.account} tokens"

    async def access(self) -> str:
        """An access token that lives for a while yet; raises SendFailed when there is none."""
        known = self._known
        if known is None or not self._lives(known):
            known = await self._read()
        if known is not None and self._lives(known):
            return known.access
        return await self.renewed("")

    async def renewed(self, refused: str) -> str:
        """Another access token than `refused`; raises SendFailed when there is none."""
        # A refresh once begun is finished, whoever asked for it and has gone away meanwhile.
        return await asyncio.shield(asyncio.create_task(self._renew(refused)))

    async def tend(self) -> None:
        """Refresh in good time, and say what is wrong (`trouble`); called by a tick."""
        try:
            stored = await self._read()
        except (StorageError, OSError):
            return  # told elsewhere
        if stored is None or stored.state is TokenState.NEEDS_HUMAN or stored.issued_at is None:
            return
        is_due = self.now() - stored.issued_at >= REFRESH_AFTER or not self._lives(stored)
        if is_due or stored.state is TokenState.REFRESHING:
            with suppress(ChannelError):
                await asyncio.shield(asyncio.create_task(self._renew("", is_early=True)))

    def _lives(self, stored: StoredTokens) -> bool:
        return stored.access_until is not None and self.now() < stored.access_until - SPARE_TIME

    async def _read(self) -> StoredTokens | None:
        async with self.database.reading() as unit:
            self._known = await unit.tokens.read(self.account)
        self._tell(self._known)
        return self._known

    def _tell(self, stored: StoredTokens | None) -> None:
        if stored is None or stored.state is TokenState.NEEDS_HUMAN:
            why = "never authorised" if stored is None else stored.problem
            trouble = f"{self.account} must be authorised by a person: `sipas zalo authorize` ({why})"
        elif stored.state is TokenState.DEGRADED:
            trouble = f"{self.account} could not refresh its token ({stored.problem})"
        else:
            trouble = ""
        if trouble and trouble != self.trouble:
            _log.error("%s", trouble)
        self.trouble = trouble

    async def _renew(self, refused: str, *, is_early: bool = False) -> str:
        async with self._lock:
            return await self._renew_alone(refused, is_early=is_early)

    async def _renew_alone(self, refused: str, *, is_early: bool) -> str:
        """The stored token if somebody has changed it already, else spend the refresh token ourselves."""
        give_up_at = datetime.now(UTC) + LEASE + AGAIN_AFTER
        while datetime.now(UTC) < give_up_at:
            stored = await self._read()
            if stored is not None and not is_early and self._lives(stored) and stored.access != refused:
                return stored.access
            if stored is None or stored.state is TokenState.NEEDS_HUMAN:
                raise SendFailed(
                    self.trouble, is_retryable=True, retry_after_s=HUMAN_PAUSE_S, stops_channel=True
                )
            if stored.state is TokenState.DEGRADED and self.now() - stored.changed_at < AGAIN_AFTER:
                raise self._later(stored.problem)
            async with self.database.begin() as unit:
                taken = await self._take(unit, stored)
            if taken:
                return await self._spend(stored)
            if is_early:
                return stored.access  # somebody else is at it
            await asyncio.sleep(LOOK_AGAIN_S)
        raise self._later("another collector is still refreshing")

    async def _take(self, unit: UnitOfWork, stored: StoredTokens) -> bool:
        """Take the lease and write down what is about to happen, unless somebody was quicker."""
        now = datetime.now(UTC)  # the machine's: a rehearsal's clock jumps, a lease must not
        if not await unit.leases.take(self.lease, self.owner, now, now + LEASE):
            return False
        if await unit.tokens.mark(self.account, stored.version, TokenState.REFRESHING, self.now()):
            return True
        await unit.leases.release(self.lease, self.owner)
        return False

    async def _spend(self, stored: StoredTokens) -> str:
        """Spend the refresh token of `stored` under the lease; returns the new access token."""
        try:
            new = await self._left_behind(stored)
            if new is None:
                new = self._dated(await self.spend(stored.refresh))
                await self._put_aside(stored, new)
        except TokenRefused as error:
            await self._mark(stored, TokenState.NEEDS_HUMAN, str(error))
            raise SendFailed(
                self.trouble, is_retryable=True, retry_after_s=HUMAN_PAUSE_S, stops_channel=True
            ) from None
        except ChannelError as error:
            await self._mark(stored, TokenState.DEGRADED, str(error))
            raise self._later(str(error)) from None
        await self._commit(stored, new)
        self.spare.unlink(missing_ok=True)
        stored_now = await self._read()
        return new.access if stored_now is None else stored_now.access

    def _dated(self, pair: TokenPair) -> NewTokens:
        now = self.now()
        return NewTokens(
            pair.access, pair.refresh, now, now + timedelta(seconds=pair.lives_s), now + REFRESH_LIFE
        )

    async def _commit(self, stored: StoredTokens, new: NewTokens) -> None:
        """Store the pair; a database that is out of reach for a moment must not cost it."""
        for attempt in range(_COMMITS):
            try:
                async with self.database.begin() as unit:
                    if not await unit.tokens.store(self.account, new, self.now(), after=stored.version):
                        _log.warning("%s was authorised anew meanwhile: that pair stands", self.account)
                    await unit.leases.release(self.lease, self.owner)
            except (StorageError, OSError):
                if attempt == _COMMITS - 1:
                    raise
                await asyncio.sleep(LOOK_AGAIN_S)
            else:
                return

    async def _mark(self, stored: StoredTokens, state: TokenState, problem: str) -> None:
        async with self.database.begin() as unit:
            await unit.tokens.mark(self.account, stored.version, state, self.now(), problem)
            await unit.leases.release(self.lease, self.owner)
        await self._read()

    async def _put_aside(self, stored: StoredTokens, new: NewTokens) -> None:
        text = json.dumps(
            [
                new.access,
                new.refresh,
                *(moment.isoformat() for moment in (new.issued_at, new.access_until, new.refresh_until)),
            ]
        )
        async with self.database.reading() as unit:
            sealed = unit.tokens.sealed(self.account, stored.version + 1, text)
        await asyncio.to_thread(_write_private, self.spare, sealed)

    async def _left_behind(self, stored: StoredTokens) -> NewTokens | None:
        """The pair of a refresher that died before its commit, if it is the next one of `stored`."""
        if not self.spare.exists():
            return None
        try:
            async with self.database.reading() as unit:
                text = unit.tokens.opened(self.account, stored.version + 1, self.spare.read_bytes())
        except (StorageError, OSError):
            return None  # of another version or another account
        access, refresh, *moments = json.loads(text)
        return NewTokens(access, refresh, *(datetime.fromisoformat(moment) for moment in moments))

    def _later(self, why: str) -> SendFailed:
        return SendFailed(
            f"{self.account}: no token at present ({why})",
            is_retryable=True,
            retry_after_s=AGAIN_AFTER.total_seconds(),
            stops_channel=True,
        )


def _write_private(path: Path, content: bytes) -> None:
    """Write and sync a file only its owner reads; the folder too, so that its name is on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
