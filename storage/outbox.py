"""The outbox: every message to be sent, sent, or given up.

Rules. One effect key, one message (I13). At most one question of a case waits to be sent (I3): a newer
one supersedes it. Who sends what, and under whose lease, is in sending.py; what providers reported, in
deliveries.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, bindparam, func, literal_column, select, update

from storage.conflicts import insert_or_skip
from storage.deliveries import Deliveries, DeliveryRow
from storage.session import batches
from storage.tables import outbox
from survey_flows.ids import CaseId

__all__ = [
    "ClaimedMessage",
    "DeliveryRow",
    "MessageKind",
    "NewMessage",
    "Outbox",
    "OutboxState",
    "Settlement",
]


class MessageKind(StrEnum):
    """Why a message is sent. REPLY answers the person's own message; the others start from us."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    REPLY = "reply"
    CODE = "code"
    NOTICE = "notice"


class OutboxState(StrEnum):
    """Where an outgoing message stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to send once, not before and not after these times.

    `effect` names what it is the effect of ("reply:inbox 17:0"): the same effect is queued once, ever.
    `is_question`: it asks something, so it supersedes a question of the case that still waits.
    """

    case_id: CaseId | None
    channel: str
    endpoint_id: int
    kind: MessageKind
    payload: bytes = field(repr=False)
    effect: str
    not_before: datetime
    expires_at: datetime | None = None
    is_question: bool = False


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message this sender has until the lease ends. `attempts` counts this one.

    `heard_at` is when the person last wrote on this channel, where that is noted (`Contacts.heard`).
    """

    id: int
    case_id: CaseId | None
    channel: str
    kind: MessageKind
    payload: bytes = field(repr=False)
    address: str = field(repr=False)
    endpoint_id: int
    attempts: int
    is_suppressed: bool
    expires_at: datetime | None = None
    heard_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What came of a claimed message: SENT, UNCERTAIN, FAILED, CANCELLED, EXPIRED, or QUEUED to try again
    at `not_before`. `uncounted` gives the attempt back (a flood limit is not the message's fault).
    `price_vnd` is what it cost in đồng, None when nobody knows."""

    id: int
    state: OutboxState
    provider_id: str = ""
    error: str = ""
    not_before: datetime | None = None
    uncounted: bool = False
    price_vnd: int | None = None


# Written into the SQL, not bound: the planner matches a partial index only against constants.
_Q: ColumnElement[str] = literal_column("'queued'")
_S: ColumnElement[str] = literal_column("'sending'")

SUPERSEDED = "superseded"
"""Why a question is taken back; on one that is being sent: it does not wait again if it is refused."""

_STORED = select(outbox.c.id).where(outbox.c.id >= bindparam("first"), outbox.c.id <= bindparam("last"))
_SUPERSEDE = (
    update(outbox)
    .where(outbox.c.case_id == bindparam("of_case"), outbox.c.is_question, outbox.c.state == _Q)
    .values(state=OutboxState.CANCELLED.value, error=SUPERSEDED)
)
_OUTDATED = (
    update(outbox)
    .where(outbox.c.case_id == bindparam("of_case"), outbox.c.is_question, outbox.c.state == _S)
    .values(error=SUPERSEDED)
)
_KNOWN = select(outbox.c.effect).where(outbox.c.effect.in_(bindparam("effects", expanding=True)))


class Outbox(Deliveries):
    """The outbound part of `Messages`."""

    __slots__ = ()

    async def queue(self, messages: Sequence[NewMessage]) -> list[int]:
        """Queue messages; returns the ids of the new ones, in order. A known effect is left out."""
        known = {
            row[0]
            for batch in batches([message.effect for message in messages])
            for row in await self._session.fetch(_KNOWN, {"effects": batch})
        }
        fresh = [one for one in {m.effect: m for m in messages}.values() if one.effect not in known]
        if not fresh:
            return []
        asking = {one.case_id: one for one in fresh if one.is_question and one.case_id is not None}
        await self._session.run_many(_SUPERSEDE, [{"of_case": case_id} for case_id in asking])
        ids = await self._session.new_ids(outbox, len(fresh))
        seal = self._session.keyring.encrypt
        rows: list[dict[str, object]] = []
        for row_id, one in zip(ids, fresh, strict=True):
            is_superseded = one.is_question and one.case_id is not None and asking[one.case_id] is not one
            rows.append(
                {
                    "id": row_id,
                    "case_id": one.case_id,
                    "channel": str(one.channel),
                    "endpoint_id": one.endpoint_id,
                    "kind": str(one.kind),
                    "payload_sealed": seal("outbox", "payload", one.effect, one.payload),
                    "effect": one.effect,
                    "not_before": one.not_before,
                    "expires_at": one.expires_at,
                    "is_question": one.is_question,
                    "state": "cancelled" if is_superseded else "queued",
                    "error": SUPERSEDED if is_superseded else "",
                }
            )
        # Only a known effect is skipped: a question that meets another of its case must not vanish (I3).
        insert = insert_or_skip(outbox, is_sqlite=self._session.is_sqlite, key="effect")
        for batch in batches(rows):
            await self._session.run_many(insert, batch)
        if self._session.is_sqlite:
            return ids
        stored = {row[0] for row in await self._session.fetch(_STORED, {"first": ids[0], "last": ids[-1]})}
        return [row_id for row_id in ids if row_id in stored]

    async def supersede(self, case_ids: Iterable[CaseId]) -> None:
        """Take back the questions that wait for these cases: they were asked another way meanwhile (I3).

        One that is on the wire may arrive; if it is refused, it does not wait again.
        """
        cases = [{"of_case": case_id} for case_id in sorted(set(case_ids))]
        await self._session.run_many(_SUPERSEDE, cases)
        await self._session.run_many(_OUTDATED, cases)

    async def cancel_for_case(self, case_ids: Iterable[CaseId], reason: str) -> int:
        """Take back what still waits for these cases; returns how many messages."""
        cancelled = 0
        for batch in batches(sorted(set(case_ids))):
            cancelled += await self._session.run(
                update(outbox)
                .where(outbox.c.case_id.in_(batch), outbox.c.state == _Q)
                .values(state=OutboxState.CANCELLED.value, error=reason[:200])
            )
        return cancelled

    async def counts(self, case_ids: Iterable[CaseId]) -> dict[CaseId, dict[MessageKind, int]]:
        """How many messages of each kind left, or may have left, for each case (I9)."""
        found: dict[CaseId, dict[MessageKind, int]] = {case_id: {} for case_id in case_ids}
        left = (OutboxState.SENT.value, OutboxState.UNCERTAIN.value, OutboxState.SENDING.value)
        for batch in batches(list(found)):
            statement = (
                select(outbox.c.case_id, outbox.c.kind, func.count().label("messages"))
                .where(outbox.c.case_id.in_(batch), outbox.c.state.in_(left))
                .group_by(outbox.c.case_id, outbox.c.kind)
            )
            for row in await self._session.rows(statement):
                found[CaseId(row.case_id)][MessageKind(row.kind)] = row.messages
        return found

    async def next_due(self, now: datetime, channel: str | None = None) -> datetime | None:
        """When the next message may be sent (or a lease ends), at the earliest `now`; None: nothing waits."""
        times: list[datetime] = []
        for column, state in ((outbox.c.not_before, _Q), (outbox.c.lease_until, _S)):
            statement = select(func.min(column)).where(outbox.c.state == state)
            if channel is not None:
                statement = statement.where(outbox.c.channel == str(channel))
            row = await self._session.one(statement)
            if row is not None and row[0] is not None:
                times.append(row[0])
        return max(min(times), now) if times else None

    async def outbox_counts(self) -> dict[tuple[str, MessageKind, OutboxState], int]:
        """Messages by channel, kind and state."""
        columns = (outbox.c.channel, outbox.c.kind, outbox.c.state)
        statement = select(*columns, func.count().label("messages")).group_by(*columns)
        return {
            (row.channel, MessageKind(row.kind), OutboxState(row.state)): row.messages
            for row in await self._session.rows(statement)
        }
