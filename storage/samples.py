"""Frames as imported, and samples as drawn.

Rules. A file is imported once per wave, by its hash. Every accepted line is kept with the reason that
excludes it, if any, so that exclusions can be counted again. What an officer reads about a bad line may
quote it, so it is sealed like the line. A draw is written once per unit and never replaced (I19).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select

from storage.errors import Duplicate, NotFound
from storage.session import Part, batches
from storage.tables import people
from storage.tables_fieldwork import draws, frame_files, frame_problems, frame_units
from survey_flows.ids import FrameUnitId, PersonId, ServiceCode, UnitCode, WaveId
from survey_flows.sampling.frame import Exclusion, FrameProblem, FrameRow, FrameUnit
from survey_flows.sampling.record import SourceFile


@dataclass(frozen=True, slots=True)
class FrameFile:
    """One imported file: lines read, lines accepted."""

    id: int
    name: str
    sha256: str
    rows: int
    accepted: int
    imported_at: datetime


_INSERT_UNITS = insert(frame_units)
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


class Samples(Part):
    """Frame files, frame units, draws."""

    __slots__ = ()

    async def add_frame_file(
        self,
        wave_id: WaveId,
        name: str,
        sha256: str,
        *,
        rows: int,
        accepted: int,
        problems: Sequence[FrameProblem],
        now: datetime,
    ) -> tuple[int, bool]:
        """Note a file and its problems; returns (file id, whether the wave already had this file)."""
        statement = select(frame_files.c.id).where(
            frame_files.c.wave_id == wave_id, frame_files.c.sha256 == sha256
        )
        known = await self._session.one(statement)
        if known is not None:
            return int(known[0]), True
        [file_id] = await self._session.new_ids(frame_files, 1)
        await self._session.run(
            insert(frame_files),
            {
                "id": file_id,
                "wave_id": wave_id,
                "name": name,
                "sha256": sha256,
                "rows": rows,
                "accepted": accepted,
                "imported_at": now,
            },
        )
        seal = self._session.keyring.encrypt_text
        values = [
            {
                "file_id": file_id,
                "position": position,
                "row": problem.row,
                "column_name": problem.column,
                "code": problem.code,
                "message_sealed": seal("frame_problems", "message", f"{file_id}/{position}", problem.message),
                "is_accepted": problem.is_accepted,
            }
            for position, problem in enumerate(problems)
        ]
        for batch in batches(values):
            await self._session.run_many(insert(frame_problems), batch)
        return file_id, False

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
        seal = self._session.keyring.encrypt_text
        values = [
            {
                "id": row_id,
                "wave_id": wave_id,
                "file_id": file_id,
                "row": row.row,
                "person_id": person_id,
                "unit": row.unit,
                "service": row.service,
                "respondent_type": row.respondent_type.value,
                "mode": row.mode.value,
                "province": row.province,
                "submitted_on": row.submitted_on,
                "result_on": row.result_on,
                "dossier_sealed": seal("frame_units", "dossier", row_id, row.dossier),
                "exclusion": None if exclusion is None else exclusion.value,
            }
            for row_id, row, person_id, exclusion in zip(ids, rows, people_ids, exclusions, strict=True)
        ]
        for batch in batches(values):
            await self._session.run_many(_INSERT_UNITS, batch)
        return [FrameUnitId(row_id) for row_id in ids]

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

    async def exclusion_counts(
        self, wave_id: WaveId
    ) -> dict[tuple[UnitCode, ServiceCode], dict[Exclusion | None, int]]:
        """Lines by unit, service and exclusion (None: eligible)."""
        columns = (frame_units.c.unit, frame_units.c.service, frame_units.c.exclusion)
        statement = (
            select(*columns, func.count().label("lines"))
            .where(frame_units.c.wave_id == wave_id)
            .group_by(*columns)
            .order_by(frame_units.c.unit, frame_units.c.service)
        )
        found: dict[tuple[UnitCode, ServiceCode], dict[Exclusion | None, int]] = {}
        for row in await self._session.rows(statement):
            counts = found.setdefault((UnitCode(row.unit), ServiceCode(row.service)), {})
            counts[None if row.exclusion is None else Exclusion(row.exclusion)] = row.lines
        return found

    async def files(self, wave_id: WaveId) -> list[FrameFile]:
        """In order of import."""
        statement = select(frame_files).where(frame_files.c.wave_id == wave_id).order_by(frame_files.c.id)
        return [
            FrameFile(row.id, row.name, row.sha256, row.rows, row.accepted, row.imported_at)
            for row in await self._session.rows(statement)
        ]

    async def problems(self, file_id: int) -> list[FrameProblem]:
        """The problems of one file, in the order they were found."""
        statement = (
            select(frame_problems, frame_files.c.name.label("file_name"))
            .join(frame_files, frame_files.c.id == frame_problems.c.file_id)
            .where(frame_problems.c.file_id == file_id)
            .order_by(frame_problems.c.position)
        )
        unseal = self._session.keyring.decrypt_text
        return [
            FrameProblem(
                row.file_name,
                row.row,
                row.column_name,
                row.code,
                unseal("frame_problems", "message", f"{file_id}/{row.position}", row.message_sealed),
                row.is_accepted,
            )
            for row in await self._session.rows(statement)
        ]

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
