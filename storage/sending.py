"""Sending: which messages leave now, under whose lease, and what came of them.

Rules. A sender claims rows under a lease; a lease that ran out means nobody knows whether the message
left, so the row becomes UNCERTAIN (an invitation must not arrive twice, I9), except a reply, which may
be repeated harmlessly. What expired is never sent (I7); suppression is read in the claim, and just
before a letter takes the wire (I8), with how many letters its person got of late (I9). A settlement of a
message that nobody sends any more is ignored. A question that is refused waits again only while it is
the last one asked, on any channel (I3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from storage.deliveries import Deliveries, has_left
from storage.errors import WrongKey
from storage.outbox import SUPERSEDED, ClaimedMessage, MessageKind, OutboxState, Settlement
from storage.session import batches
from storage.tables import endpoints, outbox, people, suppressions
from storage.types import UTCDateTime
from survey_flows.ids import CaseId

# Written into the SQL, not bound: the planner matches a partial index only against constants.
_Q: ColumnElement[str] = literal_column("'queued'")
_S: ColumnElement[str] = literal_column("'sending'")

_newer = outbox.alias("newer")
_HAS_LEFT = or_(
    *(_newer.c.state == literal_column(f"'{state}'") for state in ("sending", "sent", "uncertain"))
)
# A newer question that waits, is on its way or has left; or a page asked while this one was on the wire.
_IS_SUPERSEDED = and_(
    outbox.c.is_question,
    or_(
        outbox.c.error == SUPERSEDED,
        exists().where(
            _newer.c.case_id == outbox.c.case_id,
            _newer.c.is_question,
            or_(
                and_(_newer.c.state == _Q, _newer.c.id != outbox.c.id),
                and_(_HAS_LEFT, _newer.c.id > outbox.c.id),
            ),
        ),
    ),
)
_LOST = [
    outbox.c.channel == bindparam("of_channel"),
    outbox.c.state == _S,
    outbox.c.lease_until <= bindparam("now"),
]
_LOST_REPORTED = (
    update(outbox)
    .where(*_LOST, has_left())
    .values(state=OutboxState.SENT.value, lease_until=None, sent_at=bindparam("now"))
)
_LOST_UNCERTAIN = (
    update(outbox)
    .where(*_LOST, outbox.c.kind != MessageKind.REPLY.value)
    .values(state=OutboxState.UNCERTAIN.value, lease_until=None, error="lease lost")
)
_LOST_SUPERSEDED = (
    update(outbox)
    .where(*_LOST, _IS_SUPERSEDED)
    .values(state=OutboxState.CANCELLED.value, lease_until=None, error=SUPERSEDED)
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
        endpoints.c.heard_at,
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
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)), ~_SUPPRESSED)
)


def _is_one_of(column: ColumnElement[str], values: Iterable[str]) -> ColumnElement[bool]:
    return or_(*(column == literal_column(f"'{value}'") for value in values))


_LETTERS = tuple(kind.value for kind in (MessageKind.INVITATION, MessageKind.REMINDER, MessageKind.NOTICE))
_other = outbox.alias("other")
# One that is on the wire leaves now; one nobody is sure of has waited since `not_before` at the longest.
_WENT_AT = case(
    (_other.c.state == _S, bindparam("now", type_=UTCDateTime)),
    else_=func.coalesce(_other.c.sent_at, _other.c.not_before),
)
_OF_LATE = (
    select(_WENT_AT)
    .join(outbox, outbox.c.case_id == _other.c.case_id)
    .where(
        outbox.c.id == bindparam("outbox_id"),
        _is_one_of(outbox.c.kind, _LETTERS),
        _other.c.id != outbox.c.id,
        _is_one_of(_other.c.kind, _LETTERS),
        _is_one_of(_other.c.state, ("sending", "sent", "uncertain")),
        bindparam("since", type_=UTCDateTime) < _WENT_AT,
    )
    .order_by(_WENT_AT.desc())
    .limit(bindparam("most"))
)
_TARGETS = select(outbox.c.case_id, outbox.c.endpoint_id).where(
    outbox.c.id.in_(bindparam("ids", expanding=True))
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
        price_vnd=bindparam("new_price_vnd"),
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
    .values(state=OutboxState.CANCELLED.value, error=SUPERSEDED, lease_until=None)
)

_UNSURE = frozenset({OutboxState.UNCERTAIN, OutboxState.FAILED, OutboxState.QUEUED})
"""Outcomes that a report of the provider may have known better, before we settled them."""


class Sending(Deliveries):
    """The part of `Messages` that claims what is due and settles it."""

    __slots__ = ()

    async def claim(
        self, now: datetime, channel: str, limit: int, lease_until: datetime
    ) -> list[ClaimedMessage]:
        """Take at most `limit` messages due on a channel, oldest first; nobody else gets them.

        Also settles what became clear with time: leases that ran out, messages that expired.
        """
        times = {"of_channel": str(channel), "now": now}
        if await self._session.fetch(_ANY_LOST, times):
            for statement in (_LOST_REPORTED, _LOST_UNCERTAIN, _LOST_SUPERSEDED, _LOST_AGAIN):
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
            heard_at,
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
            attempts + 1,
            bool(stops),
            expires_at,
            heard_at,
        )

    async def still_allowed(self, ids: Iterable[int]) -> set[int]:
        """Those of these messages whose person has not opted out by now: ask just before the wire."""
        found: set[int] = set()
        for batch in batches(sorted(set(ids))):
            found.update(row[0] for row in await self._session.fetch(_ALLOWED, {"ids": batch}))
        return found

    async def crowded_until(
        self, outbox_id: int, now: datetime, most: int, within: timedelta
    ) -> datetime | None:
        """When a letter no longer is one more than `most` that its case got `within` so long; None: now.

        Replies and codes, which follow the person's own acts, neither wait nor count.
        """
        wanted = {"outbox_id": outbox_id, "now": now, "since": now - within, "most": most}
        went = [row[0] for row in await self._session.fetch(_OF_LATE, wanted)]
        return went[-1] + within if len(went) == most else None

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
                        "new_price_vnd": one.price_vnd,
                    }
                )
        await self._session.run_many(_SETTLE, done)
        await self._session.run_many(_AGAIN, again)
        await self._session.run_many(_NOT_AGAIN, [{"outbox_id": row["outbox_id"]} for row in again])
        await self.believe_reports([one.id for one in settlements if one.state in _UNSURE], now)

    async def targets(self, ids: Iterable[int]) -> list[tuple[CaseId | None, int]]:
        """The case and the endpoint that each of these messages was meant for; unknown ids are left out."""
        found: list[tuple[CaseId | None, int]] = []
        for batch in batches(sorted(set(ids))):
            rows = await self._session.fetch(_TARGETS, {"ids": batch})
            found.extend((case_id, endpoint_id) for case_id, endpoint_id in rows)
        return found
