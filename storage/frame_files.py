"""The files a frame is made of: what was imported, what is wrong with it, and taking one out again.

Rules. A file is imported once per wave, by its hash. What an officer reads about a bad line may quote it, so
it is sealed like the line. Taking a file out leaves nobody of it behind: its lines, its problems and the
people it names go, and the pages they stood on are overwritten (engine.py). Only the audit chain remembers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select, update

from storage.errors import NotFound
from storage.session import Part, batches
from storage.tables import people
from storage.tables_fieldwork import frame_files, frame_problems, frame_units
from survey_flows.ids import UnitCode, WaveId
from survey_flows.sampling.frame import Exclusion, FrameProblem


@dataclass(frozen=True, slots=True)
class FrameFile:
    """One imported file: lines read, lines accepted."""

    id: int
    name: str
    sha256: str
    rows: int
    accepted: int
    imported_at: datetime


_INSERT_PROBLEMS = insert(frame_problems)


class FrameFiles(Part):
    """The part of `Samples` about files."""

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
        await self.add_frame_problems(file_id, problems)
        return file_id, False

    async def add_frame_problems(
        self, file_id: int, problems: Sequence[FrameProblem], first: int = 0
    ) -> None:
        """Keep what is wrong with a file; `first` is how many of its problems are kept already."""
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
            for position, problem in enumerate(problems, start=first)
        ]
        for batch in batches(values):
            await self._session.run_many(_INSERT_PROBLEMS, batch)

    async def count_frame_file(self, file_id: int, rows: int, accepted: int) -> None:
        """Note the lines of a file when the last of them is read."""
        statement = update(frame_files).where(frame_files.c.id == file_id)
        await self._session.run(statement.values(rows=rows, accepted=accepted))

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

    async def units_of_file(self, file_id: int) -> set[UnitCode]:
        """The agencies its accepted lines belong to."""
        statement = select(frame_units.c.unit).where(frame_units.c.file_id == file_id).distinct()
        return {UnitCode(row.unit) for row in await self._session.rows(statement)}

    async def shared_units(self, wave_id: WaveId, file_id: int) -> set[UnitCode]:
        """Those of a file's agencies that other files of the wave have lines of, too."""
        found = set()
        for unit in await self.units_of_file(file_id):
            statement = select(frame_units.c.id).where(
                frame_units.c.wave_id == wave_id,
                frame_units.c.unit == unit,
                frame_units.c.file_id != file_id,
            )
            if await self._session.one(statement.limit(1)) is not None:
                found.add(unit)
        return found

    async def file_counts(self, wave_id: WaveId) -> dict[int, dict[Exclusion | None, int]]:
        """Lines of each file by exclusion (None: eligible)."""
        columns = (frame_units.c.file_id, frame_units.c.exclusion)
        statement = (
            select(*columns, func.count().label("lines"))
            .where(frame_units.c.wave_id == wave_id)
            .group_by(*columns)
        )
        found: dict[int, dict[Exclusion | None, int]] = {}
        for row in await self._session.rows(statement):
            reason = None if row.exclusion is None else Exclusion(row.exclusion)
            found.setdefault(row.file_id, {})[reason] = row.lines
        return found

    async def remove_file(self, file_id: int) -> None:
        """Take a file out, with everybody it names. Before the draw only: a case refuses it (Conflict)."""
        statement = select(frame_units.c.person_id).where(frame_units.c.file_id == file_id)
        persons = [row.person_id for row in await self._session.rows(statement)]
        await self._session.run(delete(frame_units).where(frame_units.c.file_id == file_id))
        await self._session.run(delete(frame_problems).where(frame_problems.c.file_id == file_id))
        gone = delete(people).where(people.c.id == bindparam("person"))
        for batch in batches(persons):
            await self._session.run_many(gone, [{"person": person} for person in batch])
        if not await self._session.run(delete(frame_files).where(frame_files.c.id == file_id)):
            raise NotFound(f"no frame file {file_id}")
