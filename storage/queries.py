"""Counts for people to read: where the fieldwork stands. Read only; nothing here names anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, literal_column, or_, select

from storage.outbox import OutboxState
from storage.sent import Sent
from storage.tables import outbox
from storage.tables_fieldwork import cases, cells
from survey_flows.fieldwork.case import SampleRole
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.ids import ServiceCode, UnitCode, WaveId


@dataclass(frozen=True, slots=True)
class CellProgress:
    """One unit's service. `issued` counts all released cases; `contacted` and `answering` those standing
    there now; `replaced` released cases that a reserve stands in for; `overrides` places above target;
    `partial` those among `other` whose interview ended half-way and counts."""

    unit: UnitCode
    service: ServiceCode
    target: int
    overrides: int
    in_flight: int
    issued: int
    contacted: int
    answering: int
    complete: int
    refused: int
    noncontact: int
    other: int
    replaced: int
    reserve_left: int
    partial: int = 0


@dataclass(frozen=True, slots=True)
class Spent:
    """Messages that left, or may have left, by channel and kind, and what they cost where that is known."""

    channel: str
    kind: str
    messages: int
    vnd: int


class Queries(Sent):
    """Read-only views."""

    __slots__ = ()

    async def spent(self) -> list[Spent]:
        """What was sent so far, and for how much."""
        columns = (outbox.c.channel, outbox.c.kind)
        statement = (
            select(
                *columns,
                func.count().label("messages"),
                func.coalesce(func.sum(outbox.c.price_vnd), 0).label("vnd"),
            )
            .where(or_(outbox.c.state == "sent", outbox.c.state == "uncertain"))
            .group_by(*columns)
            .order_by(*columns)
        )
        rows = await self._session.rows(statement)
        return [Spent(row.channel, row.kind, int(row.messages), int(row.vnd)) for row in rows]

    async def progress(self, wave_id: WaveId) -> list[CellProgress]:
        """Every cell of the wave, by unit and service."""
        heir = cases.alias("heir")
        has_heir = select(heir.c.id).where(heir.c.replaces == cases.c.id).exists()
        by_disposition = (
            select(
                cases.c.cell_id,
                cases.c.disposition,
                cases.c.role,
                func.count().label("cases"),
                func.count(cases.c.released_at).label("released"),
                func.sum(case((has_heir, 1), else_=0)).label("replaced"),
            )
            .where(cases.c.wave_id == wave_id)
            .group_by(cases.c.cell_id, cases.c.disposition, cases.c.role)
        )
        counts: dict[int, dict[str, int]] = {}
        for row in await self._session.rows(by_disposition):
            cell = counts.setdefault(row.cell_id, {})
            disposition = Disposition(row.disposition)
            if disposition is Disposition.RESERVED:
                if row.role == SampleRole.RESERVE.value:
                    cell["reserve_left"] = cell.get("reserve_left", 0) + row.cases
                continue
            name = _COLUMN.get(disposition, "other")
            cell[name] = cell.get(name, 0) + row.released
            if disposition is Disposition.PARTIAL:
                cell["partial"] = cell.get("partial", 0) + row.released
            cell["issued"] = cell.get("issued", 0) + row.released
            cell["replaced"] = cell.get("replaced", 0) + row.replaced
        statement = select(cells).where(cells.c.wave_id == wave_id).order_by(cells.c.unit, cells.c.service)
        found = []
        for row in await self._session.rows(statement):
            cell = counts.get(row.id, {})
            found.append(
                CellProgress(
                    unit=UnitCode(row.unit),
                    service=ServiceCode(row.service),
                    target=row.target,
                    overrides=row.overrides,
                    in_flight=row.in_flight,
                    **{name: cell.get(name, 0) for name in _COUNTED},
                )
            )
        return found

    async def sent_since(self, channel: str, since: datetime) -> int:
        """Messages that left on a channel, or may have left, at `since` or later."""
        statement = select(func.count()).where(
            outbox.c.channel == channel,
            or_(
                outbox.c.sent_at >= since,
                and_(outbox.c.state == OutboxState.UNCERTAIN.value, outbox.c.not_before >= since),
            ),
        )
        row = await self._session.one(statement)
        return int(row[0]) if row is not None else 0

    async def due_messages(self, now: datetime) -> dict[str, int]:
        """How many messages might leave at once, by channel."""
        statement = (
            select(outbox.c.channel, func.count().label("messages"))
            .where(outbox.c.state == literal_column("'queued'"), outbox.c.not_before <= now)
            .group_by(outbox.c.channel)
        )
        return {row.channel: row.messages for row in await self._session.rows(statement)}

    async def disposition_counts(self, wave_id: WaveId) -> dict[UnitCode, dict[Disposition, int]]:
        """Cases of each unit by disposition, the unreleased ones included."""
        statement = (
            select(cells.c.unit, cases.c.disposition, func.count().label("cases"))
            .join(cells, cells.c.id == cases.c.cell_id)
            .where(cases.c.wave_id == wave_id)
            .group_by(cells.c.unit, cases.c.disposition)
            .order_by(cells.c.unit)
        )
        found: dict[UnitCode, dict[Disposition, int]] = {}
        for row in await self._session.rows(statement):
            found.setdefault(UnitCode(row.unit), {})[Disposition(row.disposition)] = row.cases
        return found

    async def borrowed_counts(self, wave_id: WaveId) -> dict[UnitCode, int]:
        """Released reserves of each unit that were drawn from another service's list."""
        statement = (
            select(cells.c.unit, func.count().label("cases"))
            .join(cells, cells.c.id == cases.c.cell_id)
            .where(
                cases.c.wave_id == wave_id,
                cases.c.borrowed_from.is_not(None),
                cases.c.released_at.is_not(None),
            )
            .group_by(cells.c.unit)
        )
        return {UnitCode(row.unit): row.cases for row in await self._session.rows(statement)}


_COUNTED = (
    "issued",
    "contacted",
    "answering",
    "complete",
    "partial",
    "refused",
    "noncontact",
    "other",
    "replaced",
    "reserve_left",
)


_COLUMN = {
    Disposition.ISSUED: "waiting",
    Disposition.CONTACTED: "contacted",
    Disposition.ANSWERING: "answering",
    Disposition.COMPLETE: "complete",
    Disposition.REFUSAL: "refused",
    Disposition.OPTED_OUT: "refused",
    Disposition.BREAK_OFF: "refused",
    Disposition.NONCONTACT: "noncontact",
    Disposition.WRONG_NUMBER: "noncontact",
}
