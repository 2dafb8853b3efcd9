"""Access and refresh tokens of provider accounts, and what the providers say may still be sent.

Rules (reliability.md I12, §2.2). A refresh token is spent by its first use, so a pair replaces another only
if that one is still the stored one (`version`): whoever was too slow changes nothing. Noting trouble never
touches the tokens. A new pair is committed before anybody uses it. What a process has in hand and could not
commit yet may be written beside the database by `sealed`, and read again by `opened`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select, update

from storage.conflicts import insert_or_skip
from storage.session import Part
from storage.tables_tokens import allowances, channel_tokens


class TokenState(StrEnum):
    """How an account's tokens stand."""

    OK = "ok"
    REFRESHING = "refreshing"  # somebody spends the refresh token just now
    DEGRADED = "degraded"  # the last refresh had no clear end; it is tried again
    NEEDS_HUMAN = "needs_human"  # never authorised, or the provider refused: a person must authorise


@dataclass(frozen=True, slots=True)
class NewTokens:
    """A pair as the provider gave it. `refresh_until` is when the refresh token ends unused."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    issued_at: datetime
    access_until: datetime
    refresh_until: datetime


@dataclass(frozen=True, slots=True)
class StoredTokens:
    """An account's tokens; `access` and `refresh` are "" and the times None while there are none."""

    account: str
    version: int
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    issued_at: datetime | None
    access_until: datetime | None
    refresh_until: datetime | None
    state: TokenState
    problem: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class StoredAllowance:
    """What the provider of a channel said at `at`: so many messages left, of so many."""

    channel: str
    remaining: int
    total: int
    at: datetime


_TABLE = "channel_tokens"


class Tokens(Part):
    """The tokens of every account."""

    __slots__ = ()

    async def read(self, account: str) -> StoredTokens | None:
        """The tokens of an account, or None when nobody ever began to authorise it."""
        row = await self._session.one(select(channel_tokens).where(channel_tokens.c.account == account))
        return None if row is None else self._stored(row)

    async def all(self) -> list[StoredTokens]:
        """Every account, in alphabetical order."""
        rows = await self._session.rows(select(channel_tokens).order_by(channel_tokens.c.account))
        return [self._stored(row) for row in rows]

    async def store(self, account: str, new: NewTokens, now: datetime, *, after: int | None) -> bool:
        """Keep a pair as the next version. `after` is the version whose refresh token was spent for it.

        False, and nothing changes, when that version is no longer the stored one. None: a person
        authorised anew, which always counts.
        """
        known = await self.read(account)
        version = 0 if known is None else known.version
        if after is not None and version != after:
            return False
        place = f"{account}|{version + 1}"
        seal = self._session.keyring.encrypt_text
        values: dict[str, Any] = {
            "version": version + 1,
            "access_sealed": seal(_TABLE, "access", place, new.access),
            "refresh_sealed": seal(_TABLE, "refresh", place, new.refresh),
            "issued_at": new.issued_at,
            "access_until": new.access_until,
            "refresh_until": new.refresh_until,
            "state": TokenState.OK.value,
            "problem": "",
            "changed_at": now,
            "pending_sealed": None,
        }
        if known is None:
            await self._session.run(insert(channel_tokens), {"account": account, **values})
            return True
        statement = update(channel_tokens).where(
            channel_tokens.c.account == account, channel_tokens.c.version == version
        )
        return await self._session.run(statement.values(**values)) == 1

    async def mark(
        self, account: str, version: int, state: TokenState, now: datetime, problem: str = ""
    ) -> bool:
        """Note how this version stands; the tokens stay as they are. False when it is another by now."""
        statement = (
            update(channel_tokens)
            .where(channel_tokens.c.account == account, channel_tokens.c.version == version)
            .values(state=state.value, problem=problem[:200], changed_at=now)
        )
        return await self._session.run(statement) == 1

    async def begin(self, account: str, secrets: tuple[str, str], now: datetime) -> None:
        """Somebody starts to authorise: keep the verifier and the state until the code comes back."""
        row = {
            "account": account,
            "version": 0,
            "state": TokenState.NEEDS_HUMAN.value,
            "problem": "not authorised yet",
            "changed_at": now,
        }
        statement = insert_or_skip(channel_tokens, is_sqlite=self._session.is_sqlite)
        await self._session.run(statement, row)
        sealed = self._session.keyring.encrypt_text(_TABLE, "pending", account, json.dumps(secrets))
        await self._session.run(
            update(channel_tokens).where(channel_tokens.c.account == account).values(pending_sealed=sealed)
        )

    async def begun(self, account: str) -> tuple[str, str] | None:
        """What `begin` kept, until a pair is stored."""
        statement = select(channel_tokens.c.pending_sealed).where(channel_tokens.c.account == account)
        row = await self._session.one(statement)
        if row is None or row.pending_sealed is None:
            return None
        verifier, state = json.loads(
            self._session.keyring.decrypt_text(_TABLE, "pending", account, row.pending_sealed)
        )
        return verifier, state

    def sealed(self, account: str, version: int, text: str) -> bytes:
        """`text` as bytes that only this database's keys open, for this account and version."""
        return self._session.keyring.encrypt(_TABLE, "beside", f"{account}|{version}", text.encode())

    def opened(self, account: str, version: int, sealed: bytes) -> str:
        """What `sealed` was given; raises WrongKey for anything else."""
        return self._session.keyring.decrypt(_TABLE, "beside", f"{account}|{version}", sealed).decode()

    async def note_allowance(self, channel: str, remaining: int, total: int, now: datetime) -> None:
        """Keep the provider's last word about what may still be sent."""
        values = {"remaining": remaining, "total": total, "at": now}
        statement = update(allowances).where(allowances.c.channel == channel)
        if not await self._session.run(statement.values(**values)):
            row = {"channel": channel, **values}
            await self._session.run(insert_or_skip(allowances, is_sqlite=self._session.is_sqlite), row)

    async def allowances(self) -> list[StoredAllowance]:
        """The last word of every provider that counts."""
        rows = await self._session.rows(select(allowances).order_by(allowances.c.channel))
        return [StoredAllowance(row.channel, row.remaining, row.total, row.at) for row in rows]

    def _stored(self, row: Any) -> StoredTokens:
        unseal = self._session.keyring.decrypt_text
        place = f"{row.account}|{row.version}"
        return StoredTokens(
            row.account,
            row.version,
            unseal(_TABLE, "access", place, row.access_sealed),
            unseal(_TABLE, "refresh", place, row.refresh_sealed),
            row.issued_at,
            row.access_until,
            row.refresh_until,
            TokenState(row.state),
            row.problem,
            row.changed_at,
        )
