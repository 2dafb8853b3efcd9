"""Letters that wait on a channel which is gone: read them, and take them back for another way.

Rules. Only what still waits is moved: what is on the wire or may have left is never sent again (I9). The
payload is sealed under its effect, so a moved letter is read here and sealed anew under its own (I13).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, literal_column, or_, select, update

from storage.deliveries import SILENT
from storage.outbox import MessageKind, NewMessage, OutboxState
from storage.session import Part, batches
from storage.tables import deliveries, outbox
from survey_flows.ids import CaseId

_Q: ColumnElement[str] = literal_column("'queued'")
_LETTERS = select(outbox.c.id).where(
    outbox.c.id.in_(bindparam("ids", expanding=True)),
    or_(outbox.c.kind == literal_column("'invitation'"), outbox.c.kind == literal_column("'reminder'")),
)


class Moving(Part):
    """The part of `Messages` that gives back letters nobody could send."""

    __slots__ = ()

    async def waiting_on(
        self, channels: Sequence[str], kinds: Collection[MessageKind], limit: int
    ) -> list[NewMessage]:
        """At most `limit` letters of these kinds that wait on these channels, oldest first."""
        if not channels:
            return []
        statement = (
            select(outbox)
            .where(
                outbox.c.channel.in_(channels),
                outbox.c.state == _Q,
                outbox.c.kind.in_(sorted(kind.value for kind in kinds)),
                outbox.c.case_id.is_not(None),
            )
            .order_by(outbox.c.not_before, outbox.c.id)
            .limit(limit)
        )
        return [
            self._letter(row) for row in await self._session.rows(self._session.locked(statement, of=outbox))
        ]

    async def keep_waiting(
        self, channels: Sequence[str], kinds: Collection[MessageKind], until: datetime
    ) -> None:
        """Letters of these kinds that wait on these channels are of use until `until` at the least.

        Written again only when an hour is gained: it is asked for every few seconds.
        """
        await self._session.run(
            update(outbox)
            .where(
                outbox.c.channel.in_(channels),
                outbox.c.state == _Q,
                outbox.c.kind.in_(sorted(kind.value for kind in kinds)),
                outbox.c.expires_at < until - timedelta(hours=1),
            )
            .values(expires_at=until)
        )

    async def refused(
        self, case_ids: Iterable[CaseId], kinds: Collection[MessageKind], now: datetime
    ) -> list[NewMessage]:
        """Letters of these kinds that a provider would not deliver to these people, and still of use."""
        found: list[NewMessage] = []
        for batch in batches(sorted(set(case_ids))):
            statement = select(outbox).where(
                outbox.c.case_id.in_(batch),
                outbox.c.state == OutboxState.FAILED.value,
                outbox.c.error.like("blocked%"),
                outbox.c.kind.in_(sorted(kind.value for kind in kinds)),
                outbox.c.expires_at > now,
            )
            rows = await self._session.rows(self._session.locked(statement.order_by(outbox.c.id), of=outbox))
            found += [self._letter(row) for row in rows]
        return found

    async def lost(
        self, case_ids: Iterable[CaseId], kinds: Collection[MessageKind], channel: str, now: datetime
    ) -> list[NewMessage]:
        """Letters of these kinds that left on a channel, did not arrive, and are still of use."""
        found: list[NewMessage] = []
        for batch in batches(sorted(set(case_ids))):
            statement = (
                select(outbox)
                .join(deliveries, deliveries.c.outbox_id == outbox.c.id)
                .where(
                    outbox.c.case_id.in_(batch),
                    outbox.c.channel == channel,
                    outbox.c.state.in_((OutboxState.SENT.value, OutboxState.UNCERTAIN.value)),
                    outbox.c.error.not_like("%moved"),
                    outbox.c.kind.in_(sorted(kind.value for kind in kinds)),
                    outbox.c.expires_at > now,
                    deliveries.c.state.in_(("failed", "expired")),
                )
            )
            rows = await self._session.rows(self._session.locked(statement.order_by(outbox.c.id), of=outbox))
            found += [self._letter(row) for row in rows]
        return found

    async def forget_lost(self, effects: Sequence[str]) -> None:
        """Others of these lost letters left in their place: they are not looked at again."""
        for batch in batches(list(effects)):
            await self._session.run(
                update(outbox)
                .where(outbox.c.effect.in_(batch))
                .values(error=case((outbox.c.error == SILENT, f"{SILENT}, moved"), else_="moved"))
            )

    async def take_back_invitations(self, case_ids: Iterable[CaseId], reason: str) -> None:
        """Cancel the invitations of these cases that still wait."""
        for batch in batches(sorted(set(case_ids))):
            await self._session.run(
                update(outbox)
                .where(
                    outbox.c.case_id.in_(batch),
                    outbox.c.kind == MessageKind.INVITATION.value,
                    outbox.c.state == _Q,
                )
                .values(state=OutboxState.CANCELLED.value, error=reason[:200])
            )

    async def forget_refused(self, effects: Sequence[str], reason: str) -> None:
        """These refused letters went another way: they are not looked at again."""
        for batch in batches(list(effects)):
            await self._session.run(
                update(outbox)
                .where(outbox.c.effect.in_(batch), outbox.c.state == OutboxState.FAILED.value)
                .values(error=reason[:200])
            )

    def _letter(self, row: Any) -> NewMessage:
        return NewMessage(
            case_id=row.case_id,
            channel=row.channel,
            endpoint_id=row.endpoint_id,
            kind=MessageKind(row.kind),
            payload=self._session.keyring.decrypt("outbox", "payload", row.effect, row.payload_sealed),
            effect=row.effect,
            not_before=row.not_before,
            expires_at=row.expires_at,
            is_question=row.is_question,
        )

    async def letters_among(self, ids: Iterable[int]) -> list[int]:
        """Those of the messages that started from us: invitations and reminders."""
        found: list[int] = []
        for batch in batches(sorted(set(ids))):
            found += [row[0] for row in await self._session.fetch(_LETTERS, {"ids": batch})]
        return found

    async def take_back(self, effects: Sequence[str], reason: str) -> int:
        """Cancel the letters with these effects that still wait; returns how many."""
        taken = 0
        for batch in batches(list(effects)):
            taken += await self._session.run(
                update(outbox)
                .where(outbox.c.effect.in_(batch), outbox.c.state == _Q)
                .values(state=OutboxState.CANCELLED.value, error=reason[:200])
            )
        return taken
