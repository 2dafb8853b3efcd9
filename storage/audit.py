"""The audit chain: who did what, each entry bound to the one before (reliability.md §5.5, I15).

hash = SHA-256(hash before ‖ canonical JSON of the entry), written in the transaction of the act itself.
Entries hold ids, counts and settings, never a name, phone, address or answer: erasure must not break
the chain. Cutting off the end shows only against a head printed elsewhere (`head`, then `verify(anchor)`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, text

from storage.session import Part
from storage.tables import audit
from storage.types import to_microseconds

GENESIS = bytes(32)
_LAST = select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)
_PAGE = select(audit).where(audit.c.seq > bindparam("after")).order_by(audit.c.seq).limit(10_000)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act. `seq` counts from 1 without gaps."""

    seq: int
    at: datetime
    actor: str
    act: str
    subject: str
    detail: Mapping[str, Any]
    hash: str


class Audit(Part):
    """Writing and checking the chain."""

    __slots__ = ()

    async def write(
        self, actor: str, act: str, subject: str, detail: Mapping[str, Any], now: datetime
    ) -> AuditEntry:
        """Add an entry in this transaction. `detail` must be JSON and must not name anybody."""
        if not self._session.is_sqlite:  # one chain: writers wait for each other until the commit
            await self._session.run(text("SELECT pg_advisory_xact_lock(7236541)"))
        last = await self._session.one(_LAST)
        seq, previous = (1, GENESIS) if last is None else (last.seq + 1, bytes(last.hash))
        canonical = _canonical(detail)
        digest = _link(previous, seq, to_microseconds(now), actor, act, subject, canonical)
        await self._session.run(
            insert(audit),
            {
                "seq": seq,
                "at": now,
                "actor": actor,
                "act": act,
                "subject": subject,
                "detail": canonical,
                "previous": previous,
                "hash": digest,
            },
        )
        return AuditEntry(seq, now, actor, act, subject, dict(detail), digest.hex())

    async def head(self) -> tuple[int, str]:
        """(entries, hash of the last in hex): print it in a report to anchor the chain."""
        last = await self._session.one(_LAST)
        return (0, GENESIS.hex()) if last is None else (last.seq, bytes(last.hash).hex())

    async def entries(self, after: int = 0) -> list[AuditEntry]:
        """At most 10,000 entries following `after`."""
        return [
            AuditEntry(
                row.seq,
                row.at,
                row.actor,
                row.act,
                row.subject,
                json.loads(row.detail),
                bytes(row.hash).hex(),
            )
            for row in await self._session.rows(_PAGE, {"after": after})
        ]

    async def verify(self, anchor: tuple[int, str] | None = None) -> list[str]:
        """The places where the chain is broken, in words; empty when it holds.

        `anchor` is an earlier `head`: with it, a chain cut short or rewritten from there is seen too.
        """
        broken: list[str] = []
        previous, expected, after = GENESIS, 1, 0
        anchored = anchor is None or anchor[0] == 0
        while rows := await self._session.rows(_PAGE, {"after": after}):
            for row in rows:
                if row.seq != expected:
                    broken.append(f"entries {expected} to {row.seq - 1} are missing")
                if bytes(row.previous) != previous:
                    broken.append(f"entry {row.seq} does not follow the one before")
                moment = to_microseconds(row.at)
                digest = _link(
                    bytes(row.previous), row.seq, moment, row.actor, row.act, row.subject, row.detail
                )
                if bytes(row.hash) != digest:
                    broken.append(f"entry {row.seq} was changed")
                if anchor is not None and row.seq == anchor[0]:
                    anchored = bytes(row.hash).hex() == anchor[1]
                previous, expected = bytes(row.hash), row.seq + 1
            after = rows[-1].seq
        if not anchored and anchor is not None:
            broken.append(f"entry {anchor[0]} is not the one that was anchored")
        return broken


def _canonical(detail: Mapping[str, Any]) -> str:
    return json.dumps(dict(detail), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _link(previous: bytes, *entry: object) -> bytes:
    canonical = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(previous + canonical.encode()).digest()
