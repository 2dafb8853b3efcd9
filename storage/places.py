"""The places of a cell: how many cases of a unit's service may be in the field or complete.

Rules (reliability.md I5, I6, F30). A place is taken by releasing a case, kept while it is in flight,
turned into a completed one, and given back by any other ending; that of a partial is kept for it alone,
for its answers count and no reserve stands in for it (domain.md A-13). Cells are locked in the order of
their ids after the cases (PostgreSQL), or the writer is alone (SQLite); the CHECK on `cells` refuses
whatever slips through. A case that answers after its place was given back needs a free one again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, literal_column, select, update

from storage.errors import NotFound, Stale
from storage.session import Part, batches
from storage.tables_fieldwork import cases, cells, disposition_history
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.ids import CaseId, ServiceCode, UnitCode, WaveId


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit's service in a wave. `partial` are the cases left half-way whose answers count."""

    unit: UnitCode
    service: ServiceCode
    target: int
    overrides: int
    in_flight: int
    completed: int
    partial: int = 0

    @property
    def free(self) -> int:
        """Places nobody has: what is wanted, less those in the field, complete or partial."""
        return self.target + self.overrides - self.in_flight - self.completed - self.partial


_PLACES = (
    select(
        cases.c.id, cases.c.cell_id, cases.c.place, cases.c.disposition, cases.c.released_at, cases.c.version
    )
    .where(cases.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(cases.c.id)
)
_PARTIAL = (
    select(func.count())
    .select_from(cases)
    .where(cases.c.cell_id == cells.c.id, cases.c.disposition == literal_column("'partial'"))
    .scalar_subquery()
    .label("partial")
)
_CELLS = select(cells).where(cells.c.id.in_(bindparam("ids", expanding=True))).order_by(cells.c.id)
_COUNTED = select(cells, _PARTIAL).where(cells.c.id.in_(bindparam("ids", expanding=True)))
_MOVE_PLACES = (
    update(cells)
    .where(cells.c.id == bindparam("cell"))
    .values(
        in_flight=cells.c.in_flight + bindparam("flying"), completed=cells.c.completed + bindparam("done")
    )
)
_RELEASE = (
    update(cases)
    .where(cases.c.id == bindparam("case_id"))
    .values(
        disposition=Disposition.ISSUED.value,
        place="in_flight",
        released_at=bindparam("now"),
        next_action_at=bindparam("next_at"),
        replaces=bindparam("replaced"),
        version=cases.c.version + 1,
    )
)
_END = (
    update(cases)
    .where(cases.c.id == bindparam("case_id"))
    .values(
        disposition=bindparam("outcome"),
        place=bindparam("place_now"),
        next_action_at=None,
        later_until=None,
        version=cases.c.version + 1,
    )
)
_TAKE_UP = (
    update(cases)
    .where(cases.c.id == bindparam("case_id"))
    .values(
        disposition=bindparam("outcome"),
        place="in_flight",
        next_action_at=bindparam("now"),
        version=cases.c.version + 1,
    )
)
APPEND_HISTORY = insert(disposition_history)


class Places(Part):
    """The part of `Cases` that takes and gives back places."""

    __slots__ = ()

    async def add_cells(self, wave_id: WaveId, targets: Sequence[tuple[UnitCode, ServiceCode, int]]) -> None:
        """Open a cell for each (unit, service, completed forms wanted). Raises Duplicate."""
        ids = await self._session.new_ids(cells, len(targets))
        rows = [
            {"id": row_id, "wave_id": wave_id, "unit": unit, "service": service, "target": target}
            for row_id, (unit, service, target) in zip(ids, targets, strict=True)
        ]
        for batch in batches(rows):
            await self._session.run_many(insert(cells), batch)

    async def cells(self, wave_id: WaveId) -> list[Cell]:
        """All cells of a wave by unit and service."""
        statement = select(cells, _PARTIAL).where(cells.c.wave_id == wave_id)
        return [
            _cell(row) for row in await self._session.rows(statement.order_by(cells.c.unit, cells.c.service))
        ]

    async def add_override(self, wave_id: WaveId, unit: UnitCode, service: ServiceCode, places: int) -> None:
        """Allow `places` more than the target. Somebody decided this: write it to the audit too."""
        changed = await self._session.run(
            update(cells)
            .where(cells.c.wave_id == wave_id, cells.c.unit == unit, cells.c.service == service)
            .values(overrides=cells.c.overrides + places)
        )
        if not changed:
            raise NotFound(f"no cell {unit}/{service} in wave {wave_id}")

    async def release(
        self,
        case_ids: Sequence[CaseId],
        now: datetime,
        next_action_at: datetime,
        replaces: CaseId | None = None,
    ) -> list[CaseId]:
        """Put cases into the field, first come first served, as far as their cells have places.

        Returns those released now; the others (no place, or released before) are left as they were.
        `replaces` names the case that one reserve stands in for; a case already replaced gets no second.
        """
        if replaces is not None:
            if len(case_ids) != 1:
                raise ValueError("a case is replaced by exactly one other")
            taken = select(cases.c.id).where(cases.c.replaces == replaces)
            if await self._session.one(taken) is not None:
                return []
        rows = await self._locked_places(case_ids)
        waiting = [rows[case_id] for case_id in dict.fromkeys(case_ids) if rows[case_id].released_at is None]
        free = await self._free_places({row.cell_id for row in waiting})
        released: list[Any] = []
        for row in waiting:
            if free[row.cell_id] > 0:
                free[row.cell_id] -= 1
                released.append(row)
        await self._move(Counter(row.cell_id for row in released), Counter())
        await self._session.run_many(
            _RELEASE,
            [
                {"case_id": row.id, "now": now, "next_at": next_action_at, "replaced": replaces}
                for row in released
            ],
        )
        await self._append_history(
            [(row.id, row.version + 1, Disposition.ISSUED, "released") for row in released], now
        )
        return [CaseId(row.id) for row in released]

    async def close(self, endings: Sequence[tuple[CaseId, Disposition, str]], now: datetime) -> list[CaseId]:
        """End cases: (case, final disposition, reason). Returns those ended.

        A case in flight gives its place back, or keeps it for good as COMPLETE. A completed one that gets
        another ending gives its place back too. A COMPLETE whose place was given back before is not ended
        here: see `complete_late`. No further action is due. A case ends once in a call: the last word counts.
        """
        last = {case_id: (disposition, reason) for case_id, disposition, reason in endings}
        rows = await self._locked_places(list(last))
        flying: Counter[int] = Counter()
        done: Counter[int] = Counter()
        changes: list[dict[str, object]] = []
        history: list[tuple[int, int, Disposition, str]] = []
        for case_id, (disposition, reason) in last.items():
            row = rows[case_id]
            place = "completed" if disposition is Disposition.COMPLETE else "none"
            if place == "completed" and row.place == "none":
                continue
            flying[row.cell_id] -= row.place == "in_flight"
            done[row.cell_id] += (place == "completed") - (row.place == "completed")
            changes.append({"case_id": case_id, "outcome": disposition.value, "place_now": place})
            if row.disposition != disposition.value:
                history.append((case_id, row.version + 1, disposition, reason))
        await self._lock_then_move(flying, done)
        await self._session.run_many(_END, changes)
        await self._append_history(history, now)
        return [case_id for case_id in last if any(change["case_id"] == case_id for change in changes)]

    async def complete_late(self, case_id: CaseId, now: datetime) -> bool:
        """Complete a case whose place was given back: takes a free place, or changes nothing (False).

        A case still in flight is completed in its own place, and so is a partial: nobody else gets it.
        """
        row = (await self._locked_places([case_id]))[case_id]
        if row.place == "completed":
            return True
        if row.released_at is None:
            raise Stale(f"case {case_id} was never released")
        if row.place == "none":
            free = await self._free_places({row.cell_id})
            if free[row.cell_id] + (row.disposition == Disposition.PARTIAL.value) < 1:
                return False
        await self._move(Counter({row.cell_id: -(row.place == "in_flight")}), Counter({row.cell_id: 1}))
        ending = {"case_id": case_id, "outcome": Disposition.COMPLETE.value, "place_now": "completed"}
        await self._session.run_many(_END, [ending])
        if row.disposition != Disposition.COMPLETE.value:
            await self._append_history([(case_id, row.version + 1, Disposition.COMPLETE, "late")], now)
        return True

    async def take_up_again(self, case_id: CaseId, disposition: Disposition, now: datetime) -> bool:
        """Put a case back into the field whose person stopped and asks to go on; False: it stays closed.

        Takes a free place, as a late answer does: not that of a reserve who stands in for it and may
        still answer. `disposition` is the temporary one it gets; it is due at once, for fieldwork to say
        when next.
        """
        row = (await self._locked_places([case_id]))[case_id]
        if row.place != "none" or row.released_at is None:
            return False
        if (await self._free_places({row.cell_id}))[row.cell_id] < 1:
            return False
        await self._move(Counter({row.cell_id: 1}), Counter())
        again = {"case_id": case_id, "outcome": disposition.value, "now": now}
        await self._session.run_many(_TAKE_UP, [again])
        await self._append_history([(case_id, row.version + 1, disposition, "came back")], now)
        return True

    async def restore(self, case_id: CaseId, now: datetime) -> bool:
        """Let what failed verification by mistake be again what it was, a complete or a partial.

        Takes a free place, or changes nothing (False).
        """
        place = (await self._locked_places([case_id]))[case_id]
        counted = (Disposition.COMPLETE.value, Disposition.PARTIAL.value)
        before = await self._session.one(
            select(disposition_history.c.disposition)
            .where(disposition_history.c.case_id == case_id, disposition_history.c.disposition.in_(counted))
            .order_by(disposition_history.c.seq.desc())
            .limit(1)
        )
        if before is None or before[0] == Disposition.COMPLETE.value:
            return await self.complete_late(case_id, now)
        if (await self._free_places({place.cell_id}))[place.cell_id] < 1:
            return False
        await self.close([(case_id, Disposition.PARTIAL, "verification taken back")], now)
        return True

    async def reopen_cell_place(self, case_id: CaseId, now: datetime) -> bool:
        """Give back the place of a completed case, or a partial (verification failed); True if it had one.

        The disposition becomes FAILED_VERIFICATION.
        """
        row = (await self._locked_places([case_id]))[case_id]
        if row.place != "completed" and row.disposition != Disposition.PARTIAL.value:
            return False
        await self.close([(case_id, Disposition.FAILED_VERIFICATION, "verification failed")], now)
        return True

    async def _locked_places(self, case_ids: Sequence[CaseId]) -> dict[CaseId, Any]:
        rows: dict[CaseId, Any] = {}
        statement = self._session.locked(_PLACES)
        for batch in batches(sorted(set(case_ids))):
            rows.update({CaseId(row.id): row for row in await self._session.rows(statement, {"ids": batch})})
        for case_id in case_ids:
            if case_id not in rows:
                raise NotFound(f"no case {case_id}")
        return rows

    async def _locked_cells(self, cell_ids: Iterable[int]) -> list[Any]:
        rows: list[Any] = []
        for batch in batches(sorted(set(cell_ids))):
            rows.extend(await self._session.rows(self._session.locked(_CELLS), {"ids": batch}))
        return rows

    async def _free_places(self, cell_ids: set[int]) -> dict[int, int]:
        """Lock cells, then count: what was committed while the lock was waited for is seen."""
        if not self._session.is_sqlite:
            await self._locked_cells(cell_ids)
        free: dict[int, int] = {}
        for batch in batches(sorted(cell_ids)):
            free |= {row.id: _cell(row).free for row in await self._session.rows(_COUNTED, {"ids": batch})}
        return free

    async def _lock_then_move(self, flying: Counter[int], done: Counter[int]) -> None:
        if not self._session.is_sqlite:
            await self._locked_cells({*flying, *done})  # in the order of ids: two batches never deadlock
        await self._move(flying, done)

    async def _move(self, flying: Counter[int], done: Counter[int]) -> None:
        moves = [
            {"cell": cell_id, "flying": flying[cell_id], "done": done[cell_id]}
            for cell_id in sorted({*flying, *done})
            if flying[cell_id] or done[cell_id]
        ]
        await self._session.run_many(_MOVE_PLACES, moves)

    async def _append_history(
        self, entries: Sequence[tuple[int, int, Disposition, str]], now: datetime
    ) -> None:
        await self._session.run_many(
            APPEND_HISTORY,
            [
                {
                    "case_id": case_id,
                    "seq": seq,
                    "disposition": disposition.value,
                    "reason": reason,
                    "at": now,
                }
                for case_id, seq, disposition, reason in entries
            ],
        )


def _cell(row: Any) -> Cell:
    return Cell(
        UnitCode(row.unit),
        ServiceCode(row.service),
        row.target,
        row.overrides,
        row.in_flight,
        row.completed,
        row.partial,
    )
