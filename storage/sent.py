"""What was sent in a wave: counts and costs by channel and kind, and the words, to be counted in parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, bindparam, case, func, or_, select

from storage.session import Part
from storage.tables import outbox
from storage.tables_fieldwork import cases
from survey_flows.ids import WaveId

BATCH = 2000
_LEFT = ("sent", "uncertain")
_WORDS = (
    select(outbox.c.id, outbox.c.kind, outbox.c.effect, outbox.c.payload_sealed)
    .join(cases, cases.c.id == outbox.c.case_id)
    .where(
        cases.c.wave_id == bindparam("wave"),
        outbox.c.channel == bindparam("of_channel"),
        outbox.c.state.in_(_LEFT),
        outbox.c.id > bindparam("after"),
    )
    .order_by(outbox.c.id)
    .limit(BATCH)
)


@dataclass(frozen=True, slots=True)
class SpentInWave:
    """Messages of one channel and kind that left, or may have left (`uncertain` of them).

    `vnd` is what they cost where the price was known as they left, `unpriced` how many had none.
    """

    channel: str
    kind: str
    messages: int
    uncertain: int
    vnd: int
    unpriced: int


@dataclass(frozen=True, slots=True)
class SentWords:
    """One message that left, as it was packed."""

    id: int
    kind: str
    payload: bytes = field(repr=False)


class Sent(Part):
    """The part of `Queries` about messages that left."""

    __slots__ = ()

    async def spent_in(self, wave: WaveId, *, strangers_since: datetime | None = None) -> list[SpentInWave]:
        """What was sent to cases of a wave, by channel and kind.

        With `strangers_since` also what was answered since then to people without a case.
        """
        whose = cases.c.wave_id == wave
        if strangers_since is not None:
            is_late = or_(outbox.c.sent_at >= strangers_since, outbox.c.not_before >= strangers_since)
            whose = or_(whose, and_(outbox.c.case_id.is_(None), is_late))
        columns = (outbox.c.channel, outbox.c.kind)
        statement = (
            select(
                *columns,
                func.count().label("messages"),
                func.sum(case((outbox.c.state == "uncertain", 1), else_=0)).label("uncertain"),
                func.coalesce(func.sum(outbox.c.price_vnd), 0).label("vnd"),
                func.sum(case((outbox.c.price_vnd.is_(None), 1), else_=0)).label("unpriced"),
            )
            .outerjoin(cases, cases.c.id == outbox.c.case_id)
            .where(whose, outbox.c.state.in_(_LEFT))
            .group_by(*columns)
            .order_by(*columns)
        )
        return [
            SpentInWave(
                row.channel, row.kind, int(row.messages), int(row.uncertain), int(row.vnd), int(row.unpriced)
            )
            for row in await self._session.rows(statement)
        ]

    async def words_of(self, wave: WaveId, channel: str, *, after: int = 0) -> list[SentWords]:
        """The next messages that left on a channel, at most `BATCH`, by id."""
        wanted = {"wave": wave, "of_channel": channel, "after": after}
        unseal = self._session.keyring.decrypt
        return [
            SentWords(row.id, row.kind, unseal("outbox", "payload", row.effect, row.payload_sealed))
            for row in await self._session.rows(_WORDS, wanted)
        ]
