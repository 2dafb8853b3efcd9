"""The inbox: every message acknowledged to a provider, exactly once, and what nobody could read.

Rules (reliability.md I1, §2.1). The key is (channel, account, the provider's id of the event), for good,
not for a while. Stored is not handled: a row stays due until `mark_handled`. The provider's id may hold
a phone (an SMS gateway without ids), so only its blind index is stored; the raw body is sealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update

from storage.conflicts import insert_or_skip
from storage.session import Part
from storage.tables import inbox, quarantine
from survey_flows.ids import CaseId


@dataclass(frozen=True, slots=True)
class InboundRow:
    """One event of a provider: `raw` as received, `external_id` the provider's id of it."""

    channel: str
    account: str
    external_id: str = field(repr=False)
    raw: bytes = field(repr=False)
    received_at: datetime


@dataclass(frozen=True, slots=True)
class StoredInbound:
    """An inbox row that waits to be handled."""

    id: int
    channel: str
    account: str
    raw: bytes = field(repr=False)
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Something authentic that nobody could read."""

    id: int
    channel: str
    raw: bytes = field(repr=False)
    reason: str = field(repr=False)
    at: datetime


_STORED = select(inbox.c.id).where(inbox.c.id >= bindparam("first"), inbox.c.id <= bindparam("last"))
_HANDLED = (
    update(inbox)
    .where(inbox.c.id == bindparam("inbox_id"))
    .values(handled_at=bindparam("now"), case_id=bindparam("of_case"))
)
_UNHANDLED = select(inbox).where(inbox.c.handled_at.is_(None)).order_by(inbox.c.id).limit(bindparam("most"))


class Inbox(Part):
    """The inbound part of `Messages`."""

    __slots__ = ()

    async def note_inbound(self, events: Sequence[InboundRow]) -> list[int | None]:
        """Store what is new; returns the inbox id of each, or None for a repeat (also inside the batch)."""
        keyring = self._session.keyring
        fresh: dict[tuple[str, str, bytes], int] = {}
        keys: list[tuple[str, str, bytes]] = []
        ids = await self._session.new_ids(inbox, len(events))
        rows: list[dict[str, object]] = []
        for row_id, event in zip(ids, events, strict=True):
            index = keyring.blind_index("event", event.external_id)
            key = (str(event.channel), event.account, index)
            keys.append(key)
            if key in fresh:
                continue
            fresh[key] = row_id
            rows.append(
                {
                    "id": row_id,
                    "channel": key[0],
                    "account": event.account,
                    "external_index": index,
                    "raw_sealed": keyring.encrypt("inbox", "raw", index.hex(), event.raw),
                    "received_at": event.received_at,
                }
            )
        if not rows:
            return []
        await self._session.run_many(insert_or_skip(inbox, is_sqlite=self._session.is_sqlite), rows)
        # Ids were given out above, so the ones found now are the rows this batch really added.
        stored = {row[0] for row in await self._session.fetch(_STORED, {"first": ids[0], "last": ids[-1]})}
        return [
            row_id if fresh[key] == row_id and row_id in stored else None
            for row_id, key in zip(ids, keys, strict=True)
        ]

    async def mark_handled(
        self, ids: Sequence[int], case_ids: Sequence[CaseId | None], now: datetime
    ) -> None:
        """These rows had their effect, each for its case (None: nobody's), in this transaction."""
        await self._session.run_many(
            _HANDLED,
            [
                {"inbox_id": row_id, "of_case": case_id, "now": now}
                for row_id, case_id in zip(ids, case_ids, strict=True)
            ],
        )

    async def unhandled(self, limit: int) -> list[StoredInbound]:
        """Rows stored and not handled, oldest first."""
        unseal = self._session.keyring.decrypt
        return [
            StoredInbound(
                row.id,
                row.channel,
                row.account,
                unseal("inbox", "raw", bytes(row.external_index).hex(), row.raw_sealed),
                row.received_at,
            )
            for row in await self._session.rows(_UNHANDLED, {"most": limit})
        ]

    async def quarantine(
        self, channel: str, external_id: str, raw: bytes, reason: str, now: datetime
    ) -> bool:
        """Keep what nobody could read; True if it is new."""
        keyring = self._session.keyring
        index = keyring.blind_index("event", external_id)
        statement = select(quarantine.c.id).where(
            quarantine.c.channel == str(channel), quarantine.c.external_index == index
        )
        if await self._session.one(statement) is not None:
            return False
        row = {
            "channel": str(channel),
            "external_index": index,
            "raw_sealed": keyring.encrypt("quarantine", "raw", index.hex(), raw),
            "reason_sealed": keyring.encrypt_text("quarantine", "reason", index.hex(), reason),
            "at": now,
        }
        await self._session.run(insert(quarantine), row)
        return True

    async def quarantined(self, limit: int) -> list[Quarantined]:
        """The latest of them."""
        keyring = self._session.keyring
        found = []
        statement = select(quarantine).order_by(quarantine.c.id.desc()).limit(limit)
        for row in await self._session.rows(statement):
            place = bytes(row.external_index).hex()
            raw = keyring.decrypt("quarantine", "raw", place, row.raw_sealed)
            reason = keyring.decrypt_text("quarantine", "reason", place, row.reason_sealed)
            found.append(Quarantined(row.id, row.channel, raw, reason, row.at))
        return found

    async def inbox_counts(self) -> tuple[int, int, int]:
        """(stored, not handled yet, quarantined)."""
        stored = (await self._session.one(select(func.count()).select_from(inbox)))[0]
        waiting = (
            await self._session.one(
                select(func.count()).select_from(inbox).where(inbox.c.handled_at.is_(None))
            )
        )[0]
        aside = (await self._session.one(select(func.count()).select_from(quarantine)))[0]
        return stored, waiting, aside
