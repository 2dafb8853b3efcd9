"""Frames as imported, and samples as drawn.

Rules. Every accepted line is kept with the reason that excludes it, if any, so that exclusions can be
counted again. A draw is written once per unit and never replaced (I19). Files are in frame_files.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, insert, or_, select, update

from storage.errors import Duplicate, NotFound
from storage.frame_files import FrameFiles
from storage.session import batches
from storage.tables import people
from storage.tables_fieldwork import draws, frame_files, frame_units
from survey_flows.ids import FrameUnitId, PersonId, ServiceCode, UnitCode, WaveId
from survey_flows.sampling.frame import Exclusion, FrameRow, FrameUnit
from survey_flows.sampling.matching import fold
from survey_flows.sampling.record import SourceFile


@dataclass(frozen=True, slots=True)
class FrameLine:
    """A line that may be drawn or that repeats one: who it is (`person`), and when the matter was settled."""

    id: FrameUnitId
    file_id: int
    service: ServiceCode
    person: str
    on: date
    is_duplicate: bool


_INSERT_UNITS = insert(frame_units)
_EXCLUDE_LINES = (
    update(frame_units)
    .where(frame_units.c.file_id == bindparam("file"), frame_units.c.row == bindparam("line"))
    .values(exclusion=bindparam("reason"))
)
_ELIGIBLE = (
    select(
        frame_units.c.id,
        frame_units.c.person_id,
        frame_units.c.unit,
        frame_units.c.service,
        people.c.name_sealed,
        people.c.phone_index,
        people.c.birth_year_sealed,
    )
    .join(people, people.c.id == frame_units.c.person_id)
    .where(
        frame_units.c.wave_id == bindparam("wave"),
        frame_units.c.unit == bindparam("unit_code"),
        frame_units.c.exclusion.is_(None),
    )
    .order_by(frame_units.c.id)
)


_LINES = (
    select(
        frame_units.c.id,
        frame_units.c.file_id,
        frame_units.c.person_id,
        frame_units.c.service,
        frame_units.c.submitted_on,
        frame_units.c.result_on,
        frame_units.c.exclusion,
        people.c.name_sealed,
        people.c.phone_index,
        people.c.birth_year_sealed,
    )
    .join(people, people.c.id == frame_units.c.person_id)
    .where(
        frame_units.c.wave_id == bindparam("wave"),
        frame_units.c.unit == bindparam("unit_code"),
        or_(frame_units.c.exclusion.is_(None), frame_units.c.exclusion == Exclusion.DUPLICATE.value),
    )
    .order_by(frame_units.c.id)
)
_SET_EXCLUSION = (
    update(frame_units).where(frame_units.c.id == bindparam("line")).values(exclusion=bindparam("reason"))
)


class Samples(FrameFiles):
    """Frame units and draws; with `FrameFiles`, also the files they come from."""

    __slots__ = ()

    def many_lines_ahead(self) -> AbstractAsyncContextManager[None]:
        """Within it, lines may come by the hundred thousand: more of the file is kept at hand."""
        return self._session.many_rows_ahead()

    async def exclude_lines(self, file_id: int, lines: Sequence[int], exclusion: Exclusion) -> None:
        """Take lines of a file, by their numbers, out of the list N after all."""
        values = [{"file": file_id, "line": line, "reason": exclusion.value} for line in lines]
        await self._session.run_many(_EXCLUDE_LINES, values)

    async def add_frame_units(
        self,
        wave_id: WaveId,
        file_id: int,
        rows: Sequence[FrameRow],
        people_ids: Sequence[PersonId],
        exclusions: Sequence[Exclusion | None],
    ) -> list[FrameUnitId]:
        """Keep the accepted lines of a file, each with its person and its exclusion, in order."""
        ids = await self._session.new_ids(frame_units, len(rows))
        sealed = self._session.keyring.encrypt_columns(
            "frame_units", ids, {"dossier": [row.dossier for row in rows]}
        )
        columns: dict[str, Sequence[object]] = {
            "id": ids,
            "wave_id": [wave_id] * len(rows),
            "file_id": [file_id] * len(rows),
            "row": [row.row for row in rows],
            "person_id": people_ids,
            "unit": [row.unit for row in rows],
            "service": [row.service for row in rows],
            "respondent_type": [str(row.respondent_type) for row in rows],
            "mode": [str(row.mode) for row in rows],
            "province": [row.province for row in rows],
            "submitted_on": [row.submitted_on for row in rows],
            "result_on": [row.result_on for row in rows],
            "dossier_sealed": sealed["dossier"],
            "exclusion": [None if exclusion is None else str(exclusion) for exclusion in exclusions],
        }
        await self._session.run_columns(_INSERT_UNITS, columns)
        return [FrameUnitId(row_id) for row_id in ids]

    async def frame_lines(self, wave_id: WaveId, unit: UnitCode) -> list[FrameLine]:
        """The lines of a unit, of all files, that are eligible but for repeating another, oldest first."""
        unseal = self._session.keyring.decrypt_text
        found = []
        for row in await self._session.rows(_LINES, {"wave": wave_id, "unit_code": unit}):
            phone = "" if row.phone_index is None else bytes(row.phone_index).hex()
            name = unseal("people", "name", row.person_id, row.name_sealed)
            year = unseal("people", "birth_year", row.person_id, row.birth_year_sealed)
            line = FrameLine(
                FrameUnitId(row.id),
                row.file_id,
                ServiceCode(row.service),
                f"{phone}|{fold(name)}|{year}",
                row.result_on or row.submitted_on or date.min,
                row.exclusion is not None,
            )
            found.append(line)
        return found

    async def set_exclusions(self, lines: Iterable[tuple[FrameUnitId, Exclusion | None]]) -> None:
        """Say anew why lines are left out of the list N, or that they are not."""
        values = [
            {"line": line, "reason": None if exclusion is None else exclusion.value}
            for line, exclusion in lines
        ]
        await self._session.run_many(_SET_EXCLUSION, values)

    async def repeated_phones(self, wave_id: WaveId) -> tuple[int, int]:
        """(phones that stand in several lists N of the wave, lines with them): one invitation each (I10)."""
        each = (
            select(func.count().label("lines"))
            .select_from(frame_units.join(people, people.c.id == frame_units.c.person_id))
            .where(
                frame_units.c.wave_id == wave_id,
                frame_units.c.exclusion.is_(None),
                people.c.phone_index.is_not(None),
            )
            .group_by(people.c.phone_index)
            .having(func.count() > 1)
            .subquery()
        )
        row = await self._session.one(select(func.count(), func.coalesce(func.sum(each.c.lines), 0)))
        return int(row[0]), int(row[1])

    async def frame_units(self, wave_id: WaveId, unit: UnitCode) -> dict[ServiceCode, list[FrameUnit]]:
        """The eligible lines of a unit by service, in file order, with names, ready for the draw."""
        keyring = self._session.keyring
        found: dict[ServiceCode, list[FrameUnit]] = {}
        for row in await self._session.rows(_ELIGIBLE, {"wave": wave_id, "unit_code": unit}):
            name = keyring.decrypt_text("people", "name", row.person_id, row.name_sealed)
            if row.phone_index is not None:
                person = bytes(row.phone_index).hex()
            else:
                year = keyring.decrypt_text("people", "birth_year", row.person_id, row.birth_year_sealed)
                person = keyring.blind_index("person", f"{name}|{year}").hex()
            service = ServiceCode(row.service)
            line = FrameUnit(FrameUnitId(row.id), UnitCode(row.unit), service, name, person)
            found.setdefault(service, []).append(line)
        return found

    async def sources(self, wave_id: WaveId, unit: UnitCode) -> list[SourceFile]:
        """The files a unit's eligible lines came from, in order of import."""
        statement = (
            select(frame_files.c.name, frame_files.c.sha256, func.count().label("lines"))
            .join(frame_units, frame_units.c.file_id == frame_files.c.id)
            .where(
                frame_units.c.wave_id == wave_id,
                frame_units.c.unit == unit,
                frame_units.c.exclusion.is_(None),
            )
            .group_by(frame_files.c.id, frame_files.c.name, frame_files.c.sha256)
            .order_by(frame_files.c.id)
        )
        return [SourceFile(row.name, row.sha256, row.lines) for row in await self._session.rows(statement)]

    async def frame_unit_people(self, ids: Iterable[FrameUnitId]) -> dict[FrameUnitId, PersonId]:
        """Who each line names. Raises NotFound for an unknown line."""
        found: dict[FrameUnitId, PersonId] = {}
        wanted = sorted(set(ids))
        for batch in batches(wanted):
            statement = select(frame_units.c.id, frame_units.c.person_id).where(frame_units.c.id.in_(batch))
            for row in await self._session.rows(statement):
                found[FrameUnitId(row.id)] = PersonId(row.person_id)
        if len(found) < len(wanted):
            raise NotFound(f"no frame unit {next(line for line in wanted if line not in found)}")
        return found

    async def save_draw(
        self, wave_id: WaveId, unit: UnitCode, record: bytes, sha256: str, now: datetime
    ) -> None:
        """Keep the record of a unit's draw. Raises Duplicate: a unit is drawn once."""
        statement = select(draws.c.unit).where(draws.c.wave_id == wave_id, draws.c.unit == unit)
        if await self._session.one(statement) is not None:
            raise Duplicate(f"unit {unit} is drawn already in wave {wave_id}")
        sealed = self._session.keyring.encrypt("draws", "record", f"{wave_id}/{unit}", record)
        await self._session.run(
            insert(draws),
            {"wave_id": wave_id, "unit": unit, "record_sealed": sealed, "sha256": sha256, "drawn_at": now},
        )

    async def draws(self, wave_id: WaveId) -> list[tuple[UnitCode, bytes, str]]:
        """(unit, record, sha256 of the record), by unit."""
        statement = select(draws).where(draws.c.wave_id == wave_id).order_by(draws.c.unit)
        unseal = self._session.keyring.decrypt
        return [
            (
                UnitCode(row.unit),
                unseal("draws", "record", f"{wave_id}/{row.unit}", row.record_sealed),
                row.sha256,
            )
            for row in await self._session.rows(statement)
        ]
