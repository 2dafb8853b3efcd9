"""What providers report about messages, on a lattice: in any order, as often as they like, never back.

Rules (reliability.md §2.3, I14). queued < sent < expired < failed < delivered. A report only climbs, so
the last word is the same in whatever order reports come. Above "sent" are the ends: a message that reached
the phone once cannot fail any more, whatever came before or comes after, and "failed" says more than
"expired". A long message is reached when one report says so. A report also says that the provider had the
message: whoever did not know (`uncertain`, a refusal of a proxy, a lease that ran out) knows now, and does
not send it a second time. A report may come before our own settlement, and for ids nobody knows: kept.

Silence is told on the same lattice: a letter of which a provider that reports says nothing for hours counts
as expired, so that a late report still climbs above it. Nobody believes from that alone that it was sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, literal_column, or_, select, update

from storage.conflicts import insert_or_replace
from storage.session import Part, batches
from storage.tables import deliveries, outbox

HEIGHTS: Final = {"queued": 0, "sent": 1, "expired": 2, "failed": 3, "delivered": 4}
"""The lattice, lowest first."""

_RANK: Final = {"queued": 0, "sent": 1, "expired": 2, "failed": 2, "delivered": 2}
"""The stored rank: every end is 2."""

_REACHED: Final = ("sent", "delivered")

SILENT: Final = "no report"
"""What stands in a letter's row, for good, once it was taken for lost: another may leave in its place."""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A provider's word about a message: queued, sent, delivered, failed or expired."""

    outbox_id: int
    state: str
    detail: str = field(repr=False, default="")


def higher(first: str, second: str) -> str:
    """What is known of a message after both reports.

    >>> higher("failed", "delivered"), higher("sent", "queued")
    ('delivered', 'sent')
    """
    return max(first, second, key=HEIGHTS.__getitem__)


def _height(state: ColumnElement[str]) -> ColumnElement[int]:
    return case(HEIGHTS, value=state)


def _climbs(old: ColumnElement[str], new: ColumnElement[str]) -> ColumnElement[bool]:
    return _height(new) > _height(old)


_STATES = select(deliveries.c.outbox_id, deliveries.c.state).where(
    deliveries.c.outbox_id.in_(bindparam("ids", expanding=True))
)


def has_left() -> ColumnElement[bool]:
    """Whether the provider said of this row of the outbox that it went on its way."""
    return exists().where(deliveries.c.outbox_id == outbox.c.id, deliveries.c.state.in_(_REACHED))


# The provider had it, so it was sent: a state we were not sure of, or a try that is about to be repeated.
_KNOWN_SENT = (
    update(outbox)
    .where(
        outbox.c.id.in_(bindparam("ids", expanding=True)),
        or_(
            and_(
                outbox.c.state == "uncertain",
                exists().where(deliveries.c.outbox_id == outbox.c.id, deliveries.c.state != "queued"),
            ),
            and_(outbox.c.state.in_(("queued", "failed")), outbox.c.attempts > 0, has_left()),
        ),
    )
    .values(
        state="sent",
        sent_at=bindparam("now"),
        error=case((outbox.c.error.like(f"{SILENT}%"), outbox.c.error), else_=""),
    )
)
# A letter nobody is sure of has no time of its own; it waited since `not_before` at the longest.
_LEFT_AT = func.coalesce(outbox.c.sent_at, outbox.c.not_before)
_LAST_REPORT = (
    select(deliveries.c.at)
    .join(outbox, outbox.c.id == deliveries.c.outbox_id)
    .where(outbox.c.channel == bindparam("of_channel"), deliveries.c.state == literal_column("'delivered'"))
    .order_by(deliveries.c.at.desc())
    .limit(1)
)
_UNREPORTED = (
    select(outbox.c.id)
    .outerjoin(deliveries, deliveries.c.outbox_id == outbox.c.id)
    .where(
        outbox.c.channel == bindparam("of_channel"),
        or_(outbox.c.state == literal_column("'sent'"), outbox.c.state == literal_column("'uncertain'")),
        outbox.c.kind != literal_column("'reply'"),
        outbox.c.case_id.is_not(None),
        bindparam("before") >= _LEFT_AT,
        or_(deliveries.c.outbox_id.is_(None), deliveries.c.rank < 2),
    )
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
)
_NOTE_SILENT = update(outbox).where(outbox.c.id.in_(bindparam("ids", expanding=True))).values(error=SILENT)


class Deliveries(Part):
    """The part of `Messages` that hears reports."""

    __slots__ = ()

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
        climb = insert_or_replace(deliveries, is_sqlite=self._session.is_sqlite, if_climbs=("state", _climbs))
        await self._session.run_many(climb, rows)
        await self.believe_reports([report.outbox_id for report in reports], now)

    async def unreported(self, channel: str, before: datetime, limit: int) -> list[int]:
        """Letters that left on a channel by `before`, or may have, and of whose end nothing was said.

        Only those before the last report of an arrival: a provider that tells nothing of anybody tells
        nothing about one.
        """
        last = await self._session.one(_LAST_REPORT, {"of_channel": str(channel)})
        if last is None:
            return []
        wanted = {"of_channel": str(channel), "before": min(before, last[0]), "most": limit}
        return [row[0] for row in await self._session.fetch(_UNREPORTED, wanted)]

    async def note_silence(self, outbox_ids: Sequence[int], now: datetime) -> None:
        """These letters are taken for lost; a report that comes after all climbs above it."""
        seal = self._session.keyring.encrypt_text
        rows = [
            {
                "outbox_id": one,
                "state": "expired",
                "rank": _RANK["expired"],
                "detail_sealed": seal("deliveries", "detail", one, SILENT),
                "at": now,
            }
            for one in outbox_ids
        ]
        climb = insert_or_replace(deliveries, is_sqlite=self._session.is_sqlite, if_climbs=("state", _climbs))
        await self._session.run_many(climb, rows)
        for batch in batches(sorted(set(outbox_ids))):
            await self._session.run(_NOTE_SILENT, {"ids": batch})

    async def believe_reports(self, outbox_ids: Iterable[int], now: datetime) -> None:
        """Settle as sent those of these messages whose provider told that it had them."""
        for batch in batches(sorted(set(outbox_ids))):
            await self._session.run(_KNOWN_SENT, {"ids": batch, "now": now})

    async def delivery_states(self, outbox_ids: Iterable[int]) -> dict[int, str]:
        """The last word of the provider about each message it spoke of."""
        found: dict[int, str] = {}
        for batch in batches(sorted(set(outbox_ids))):
            found.update(dict(await self._session.fetch(_STATES, {"ids": batch})))
        return found
