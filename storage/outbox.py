"""The outbox: every message to be sent, sent, or given up, and what providers reported about it.

Rules. One effect key, one message (I13). At most one question of a case waits to be sent (I3): a newer
one supersedes it. A sender claims rows under a lease; a lease that ran out means nobody knows whether
the message left, so the row becomes UNCERTAIN (an invitation must not arrive twice, I9), except a
reply, which may be repeated harmlessly. What expired is never sent (I7); suppression is read in the
claim and once more by `still_allowed` just before the wire (I8). A settlement that comes after the lease
changed hands is ignored. Delivery reports only climb: queued < sent < delivered, failed, expired (I14).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, literal_column, or_, select, update

from storage.conflicts import insert_or_replace, insert_or_skip
from storage.errors import WrongKey
from storage.session import Part, batches
from storage.tables import deliveries, endpoints, outbox, people, suppressions
from survey_flows.ids import CaseId


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
    """A message this sender has until the lease ends. `attempts` counts this one."""

    id: int
    case_id: CaseId | None
    channel: str
    kind: MessageKind
    payload: bytes = field(repr=False)
    address: str = field(repr=False)
    endpoint_id: int
    card: str
    attempts: int
    is_suppressed: bool
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What came of a claimed message: SENT, UNCERTAIN, FAILED, CANCELLED, EXPIRED, or QUEUED to try again
    at `not_before`. `uncounted` gives the attempt back (a flood limit is not the message's fault)."""

    id: int
    state: OutboxState
    provider_id: str = ""
    error: str = ""
    not_before: datetime | None = None
    uncounted: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A provider's word about a message: queued, sent, delivered, failed or expired."""

    outbox_id: int
    state: str
    detail: str = field(repr=False, default="")


_RANK = {"queued": 0, "sent": 1, "delivered": 2, "failed": 2, "expired": 2}
# Written into the SQL, not bound: the planner matches a partial index only against constants.
_Q: ColumnElement[str] = literal_column("'queued'")
_S: ColumnElement[str] = literal_column("'sending'")

_STORED = select(outbox.c.id).where(outbox.c.id >= bindparam("first"), outbox.c.id <= bindparam("last"))
_SUPERSEDE = (
    update(outbox)
    .where(outbox.c.case_id == bindparam("of_case"), outbox.c.is_question, outbox.c.state == _Q)
    .values(state=OutboxState.CANCELLED.value, error="superseded")
)
_newer = outbox.alias("newer")
_IS_SUPERSEDED = exists().where(
    _newer.c.case_id == outbox.c.case_id,
    _newer.c.is_question,
    _newer.c.state == _Q,
    _newer.c.id != outbox.c.id,
    outbox.c.is_question,
)
_LOST = [
    outbox.c.channel == bindparam("of_channel"),
    outbox.c.state == _S,
    outbox.c.lease_until <= bindparam("now"),
]
_LOST_UNCERTAIN = (
    update(outbox)
    .where(*_LOST, outbox.c.kind != MessageKind.REPLY.value)
    .values(state=OutboxState.UNCERTAIN.value, lease_until=None, error="lease lost")
)
_LOST_SUPERSEDED = (
    update(outbox)
    .where(*_LOST, _IS_SUPERSEDED)
    .values(state=OutboxState.CANCELLED.value, lease_until=None, error="superseded")
)
_LOST_AGAIN = update(outbox).where(*_LOST).values(state=_Q, lease_until=None, error="lease lost")
_ANY_LOST = select(outbox.c.id).where(*_LOST).limit(1)
_EXPIRE = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(state=OutboxState.EXPIRED.value)
)
_DAMAGED = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(state=OutboxState.FAILED.value, error="cannot be decrypted")
)
_SUPPRESSED = exists().where(
    or_(
        suppressions.c.address_index == endpoints.c.address_index,
        suppressions.c.address_index == people.c.phone_index,
    )
)
_DUE = (
    select(
        outbox.c.id,
        outbox.c.case_id,
        outbox.c.kind,
        outbox.c.payload_sealed,
        outbox.c.effect,
        outbox.c.endpoint_id,
        outbox.c.attempts,
        outbox.c.expires_at,
        endpoints.c.address_index,
        endpoints.c.address_sealed,
        endpoints.c.card,
        _SUPPRESSED.label("is_suppressed"),
    )
    .join(endpoints, endpoints.c.id == outbox.c.endpoint_id)
    .outerjoin(people, people.c.id == endpoints.c.person_id)
    .where(
        outbox.c.channel == bindparam("of_channel"),
        outbox.c.state == _Q,
        outbox.c.not_before <= bindparam("now"),
    )
    .order_by(outbox.c.not_before, outbox.c.id)
    .limit(bindparam("most"))
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id == bindparam("outbox_id"))
    .values(state=_S, lease_until=bindparam("lease"), attempts=outbox.c.attempts + 1)
)
_ALLOWED = (
    select(outbox.c.id)
    .join(endpoints, endpoints.c.id == outbox.c.endpoint_id)
    .outerjoin(people, people.c.id == endpoints.c.person_id)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)), outbox.c.state == _S, ~_SUPPRESSED)
)
# UNCERTAIN too: a sender slower than its lease still knows better than nobody.
_SETTLE = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("outbox_id"),
        or_(outbox.c.state == _S, outbox.c.state == OutboxState.UNCERTAIN.value),
    )
    .values(
        state=bindparam("new_state"),
        provider_id=bindparam("new_provider_id"),
        error=bindparam("new_error"),
        sent_at=bindparam("new_sent_at"),
        lease_until=None,
    )
)
_AGAIN = (
    update(outbox)
    .where(outbox.c.id == bindparam("outbox_id"), outbox.c.state == _S, ~_IS_SUPERSEDED)
    .values(
        state=_Q,
        not_before=bindparam("again_at"),
        error=bindparam("new_error"),
        attempts=outbox.c.attempts - bindparam("given_back"),
        lease_until=None,
    )
)
_NOT_AGAIN = (
    update(outbox)
    .where(outbox.c.id == bindparam("outbox_id"), outbox.c.state == _S)
    .values(state=OutboxState.CANCELLED.value, error="superseded", lease_until=None)
)

_KNOWN = select(outbox.c.effect).where(outbox.c.effect.in_(bindparam("effects", expanding=True)))


class Outbox(Part):
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
                    "error": "superseded" if is_superseded else "",
                }
            )
        for batch in batches(rows):
            await self._session.run_many(insert_or_skip(outbox, is_sqlite=self._session.is_sqlite), batch)
        if self._session.is_sqlite:
            return ids
        stored = {row[0] for row in await self._session.fetch(_STORED, {"first": ids[0], "last": ids[-1]})}
        return [row_id for row_id in ids if row_id in stored]

    async def claim(
        self, now: datetime, channel: str, limit: int, lease_until: datetime
    ) -> list[ClaimedMessage]:
        """Take at most `limit` messages due on a channel, oldest first; nobody else gets them.

        Also settles what became clear with time: leases that ran out, messages that expired.
        """
        times = {"of_channel": str(channel), "now": now}
        if await self._session.fetch(_ANY_LOST, times):
            for statement in (_LOST_UNCERTAIN, _LOST_SUPERSEDED, _LOST_AGAIN):
                await self._session.run(statement, times)
        due = self._session.locked(_DUE, of=outbox, skip=True)
        claimed: list[ClaimedMessage] = []
        while not claimed and (rows := await self._session.fetch(due, {**times, "most": limit})):
            expired: list[int] = []
            damaged: list[int] = []
            for row in rows:
                try:
                    message = self._claimed(row, str(channel))
                except WrongKey:  # one damaged row must not hold up its channel
                    damaged.append(row[0])
                    continue
                if message.expires_at is not None and message.expires_at <= now:
                    expired.append(message.id)
                else:
                    claimed.append(message)
            if expired:
                await self._session.run(_EXPIRE, {"ids": expired})
            if damaged:
                await self._session.run(_DAMAGED, {"ids": damaged})
        await self._session.run_many(_CLAIM, [{"outbox_id": one.id, "lease": lease_until} for one in claimed])
        return claimed

    def _claimed(self, row: Any, channel: str) -> ClaimedMessage:
        (
            row_id,
            case_id,
            kind,
            sealed,
            effect,
            endpoint_id,
            attempts,
            expires_at,
            index,
            address,
            card,
            stops,
        ) = row
        keyring = self._session.keyring
        return ClaimedMessage(
            row_id,
            case_id,
            channel,
            MessageKind(kind),
            keyring.decrypt("outbox", "payload", effect, sealed),
            keyring.decrypt_text("endpoints", "address", index.hex(), address),
            endpoint_id,
            card,
            attempts + 1,
            bool(stops),
            expires_at,
        )

    async def still_allowed(self, ids: Iterable[int]) -> set[int]:
        """Those of the claimed messages whose person has not opted out by now: ask just before the wire."""
        found: set[int] = set()
        for batch in batches(sorted(set(ids))):
            found.update(row[0] for row in await self._session.fetch(_ALLOWED, {"ids": batch}))
        return found

    async def settle(self, settlements: Sequence[Settlement], now: datetime) -> None:
        """Note what came of claimed messages. One that is no longer claimed is left as it is."""
        done, again = [], []
        for one in settlements:
            if one.state is OutboxState.QUEUED:
                again.append(
                    {
                        "outbox_id": one.id,
                        "again_at": now if one.not_before is None else one.not_before,
                        "new_error": one.error[:200],
                        "given_back": int(one.uncounted),
                    }
                )
            elif one.state is OutboxState.SENDING:
                raise ValueError("a message is settled when it is no longer being sent")
            else:
                done.append(
                    {
                        "outbox_id": one.id,
                        "new_state": str(one.state),
                        "new_provider_id": one.provider_id,
                        "new_error": one.error[:200],
                        "new_sent_at": now if one.state is OutboxState.SENT else None,
                    }
                )
        await self._session.run_many(_SETTLE, done)
        await self._session.run_many(_AGAIN, again)
        await self._session.run_many(_NOT_AGAIN, [{"outbox_id": row["outbox_id"]} for row in again])

    async def record_delivery(self, reports: Sequence[DeliveryRow], now: datetime) -> None:
        """Merge what a provider reports, in any order and as often as it likes. Unknown ids are kept."""
        seal = self._session.keyring.encrypt_text
        rows = [
            {
                "outbox_id": report.outbox_id,
                "state": str(report.state),
                "rank": _RANK[str(report.state)],
                "detail_sealed": seal("deliveries", "detail", report.outbox_id, report.detail),
                "at": now,
            }
            for report in reports
        ]
        is_sqlite = self._session.is_sqlite
        climb = insert_or_replace(deliveries, is_sqlite=is_sqlite, if_greater="rank")
        await self._session.run_many(climb, rows)

    async def delivery_states(self, outbox_ids: Iterable[int]) -> dict[int, str]:
        """The last word of the provider about each message it spoke of."""
        found: dict[int, str] = {}
        for batch in batches(sorted(set(outbox_ids))):
            statement = select(deliveries.c.outbox_id, deliveries.c.state).where(
                deliveries.c.outbox_id.in_(batch)
            )
            found.update({row.outbox_id: row.state for row in await self._session.rows(statement)})
        return found

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

    async def targets(self, ids: Iterable[int]) -> list[tuple[CaseId | None, int]]:
        """The case and the endpoint that each of these messages was meant for; unknown ids are left out."""
        statement = select(outbox.c.case_id, outbox.c.endpoint_id).where(
            outbox.c.id.in_(bindparam("ids", expanding=True))
        )
        found: list[tuple[CaseId | None, int]] = []
        for batch in batches(sorted(set(ids))):
            rows = await self._session.rows(statement, {"ids": batch})
            found.extend((row.case_id, row.endpoint_id) for row in rows)
        return found

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

    async def unasked_since(self, case_ids: Iterable[CaseId], since: datetime) -> dict[CaseId, int]:
        """Messages that started from us and left after `since` (I9: at most 3 in 24 hours)."""
        found: dict[CaseId, int] = dict.fromkeys(case_ids, 0)
        for batch in batches(list(found)):
            statement = (
                select(outbox.c.case_id, func.count().label("messages"))
                .where(
                    outbox.c.case_id.in_(batch),
                    outbox.c.kind.not_in((MessageKind.REPLY.value, MessageKind.CODE.value)),
                    or_(
                        outbox.c.sent_at > since,
                        outbox.c.state.in_((OutboxState.UNCERTAIN.value, OutboxState.SENDING.value)),
                    ),
                )
                .group_by(outbox.c.case_id)
            )
            for row in await self._session.rows(statement):
                found[CaseId(row.case_id)] = row.messages
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
