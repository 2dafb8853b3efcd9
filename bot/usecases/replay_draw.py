"""Make recorded draws again from the agencies' files and the plan, and say where they differ.

Nothing of the database is used: whoever has the files, the plan and the records can do it. Files are
known by their hash, so a renamed one is found and a changed one is missing; they are read in the
order the records name, and whoever stands in two of them counts once, as when they were imported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

from survey_flows.errors import InvalidFrame
from survey_flows.ids import FrameUnitId, ServiceCode, UnitCode
from survey_flows.plans.plan import Plan
from survey_flows.sampling.draw import draw_unit
from survey_flows.sampling.eligibility import screen
from survey_flows.sampling.frame import FrameRow, FrameUnit
from survey_flows.sampling.reading import read_frames
from survey_flows.sampling.record import Difference, SourceFile, first_difference, read_files, read_rules

_Lists = Mapping[str, tuple[str, Mapping[UnitCode, Sequence[FrameRow]]]]
"""Hash of a list -> its name, and its lines by unit."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list as it lies there: its name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Replayed:
    """One record made again: `difference` is None when the bytes are the same.

    `missing` are the files it names that were not given, or are no longer what they were; nothing is
    compared then.
    """

    unit: UnitCode
    difference: Difference | None
    missing: tuple[SourceFile, ...] = ()
    selected: int = 0
    reserve: int = 0

    @property
    def is_same(self) -> bool:
        """Whether the draw was reproduced byte for byte."""
        return self.difference is None and not self.missing


@dataclass(frozen=True, slots=True)
class Replay:
    """All records, and the given lists that no record names (changed since, or of no use)."""

    draws: tuple[Replayed, ...]
    unknown: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether every draw was reproduced."""
        return all(draw.is_same for draw in self.draws)


def replay_draws(records: Sequence[bytes], files: Iterable[ListFile], plan: Plan) -> Replay:
    """Draw every record's unit again. ValueError for what is no record."""
    lists = _read(files, plan)
    named = {source.sha256 for record in records for source in read_files(record)}
    return Replay(
        draws=tuple(_replayed(record, lists, plan) for record in records),
        unknown=tuple(name for sha256, (name, _) in lists.items() if sha256 not in named),
    )


def _read(files: Iterable[ListFile], plan: Plan) -> _Lists:
    """The lists by the hash they are imported under."""
    rules = plan.frame_rules()
    lists: dict[str, tuple[str, Mapping[UnitCode, Sequence[FrameRow]]]] = {}
    for file in files:
        try:
            readings = list(read_frames(file.content, file=file.name, rules=rules))
        except InvalidFrame:
            # No list now, so none when it was imported: a note beside the lists, or a file changed since.
            lists.setdefault(hashlib.sha256(file.content).hexdigest(), (file.name, {}))
            continue
        for reading in readings:
            sha256 = hashlib.sha256(file.content + reading.sheet.encode()).hexdigest()
            by_unit: dict[UnitCode, list[FrameRow]] = {}
            for row in reading.rows:
                by_unit.setdefault(row.unit, []).append(row)
            lists.setdefault(sha256, (reading.file, by_unit))
    return lists


def _replayed(record: bytes, lists: _Lists, plan: Plan) -> Replayed:
    unit = read_rules(record).unit
    sources = read_files(record)
    missing = tuple(source for source in sources if source.sha256 not in lists)
    if missing:
        return Replayed(unit, None, missing)
    read = [lists[source.sha256][1].get(unit, ()) for source in sources]
    excluded = {id(row) for row, _ in screen(chain.from_iterable(read), plan.eligibility).excluded}
    frames: dict[ServiceCode, list[FrameUnit]] = {}
    found = []
    lines = count(1)
    for source, rows in zip(sources, read, strict=True):
        eligible = [row for row in rows if id(row) not in excluded]
        found.append(SourceFile(source.name, source.sha256, len(eligible)))
        for row in eligible:
            person = row.phone or f"{row.name}|{row.birth_year or ''}"
            frames.setdefault(row.service, []).append(
                FrameUnit(FrameUnitId(next(lines)), unit, row.service, row.name, person)
            )
    try:
        draw = draw_unit(plan.unit_rules(unit), frames, found)
    except KeyError:
        return Replayed(unit, Difference(("unit",), unit, "–"))
    return Replayed(unit, first_difference(record, draw.record), (), draw.selected_count, draw.reserve_count)
