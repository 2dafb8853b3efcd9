"""Take an agency's list: every usable line kept, every bad line reported, exclusions counted.

The same file (or sheet) twice is noticed by its hash and changes nothing. A corrected file under the name
of an earlier one, for the same agencies, is added to it or takes its place; whoever stands in both counts
once, the newest line. A list can be replaced or taken out only before the draw: afterwards the frame is
sealed. Lines are stored as they are read, in one transaction: a list is taken whole or not at all, and
never in memory as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from storage.errors import Stale
from storage.frame_files import FrameFile
from storage.unit_of_work import UnitOfWork
from storage.waves import WaveStatus
from survey_flows.ids import FrameUnitId, ServiceCode, UnitCode, WaveId
from survey_flows.sampling.encodings import Encoding
from survey_flows.sampling.frame import Exclusion, FrameProblem
from survey_flows.sampling.headings import Heading
from survey_flows.sampling.screened import ScreenedLines


@dataclass(frozen=True, slots=True)
class ArrivedList:
    """A list on its way in: what it is, and its lines, read and screened as they are asked for, once.

    `sha256` is the hash of its file and sheet; `length` about how many lines there are.
    """

    file: str
    sha256: str
    headings: tuple[Heading, ...]
    encoding: Encoding
    length: int
    parts: AsyncIterator[ScreenedLines]


@dataclass(frozen=True, slots=True)
class FrameOutcome:
    """What became of one file. `accepted` lines were kept, `eligible` of them may be drawn.

    `earlier` are the files of its name imported before, for the same agencies: out of the frame when
    `is_replacement`, else beside it. `overtaken` lines of other files gave way to newer ones of this one.
    """

    file: str
    lines: int
    accepted: int
    eligible: int
    excluded: Mapping[Exclusion, int]
    problems: tuple[FrameProblem, ...]
    is_repeat: bool = False
    headings: tuple[Heading, ...] = ()
    encoding: Encoding = Encoding.UNICODE
    earlier: tuple[FrameFile, ...] = ()
    is_replacement: bool = False
    overtaken: int = 0

    @property
    def rejected(self) -> int:
        """Lines that could not be used."""
        return self.lines - self.accepted


async def import_frame(
    unit: UnitOfWork,
    wave: WaveId,
    listed: ArrivedList,
    *,
    actor: str,
    now: datetime,
    replaces: bool = False,
    on_lines: Callable[[int], None] = lambda _lines: None,
) -> FrameOutcome:
    """Store the list inside the caller's transaction; `on_lines` is told how many more lines are read.

    `replaces` takes earlier files of its name out. Raises Stale once the sample is drawn.
    """
    status = await _open_status(unit, wave)
    file_id, is_repeat = await unit.samples.add_frame_file(
        wave, listed.file, listed.sha256, rows=0, accepted=0, problems=(), now=now
    )
    if is_repeat:
        return await _as_known(unit, wave, file_id, listed)
    async with unit.samples.many_lines_ahead():
        outcome = await _store(unit, wave, file_id, listed, on_lines)
    await unit.samples.count_frame_file(file_id, outcome.lines, outcome.accepted)
    outcome = await _beside_others(unit, wave, file_id, outcome, actor=actor, now=now, replaces=replaces)
    if status is WaveStatus.DRAFT:
        await unit.waves.set_status(wave, WaveStatus.FRAMES, now)
    detail = {"sha256": listed.sha256, "accepted": outcome.accepted, "eligible": outcome.eligible}
    await unit.audit.write(actor, "frame.import", f"file {file_id}", detail, now)
    return outcome


async def remove_frame(unit: UnitOfWork, wave: WaveId, file: FrameFile, *, actor: str, now: datetime) -> int:
    """Take a file out of the frame, with everybody it names; who stands in another file too counts there.

    Returns the lines of other files that count again. Raises Stale once the sample is drawn.
    """
    await _open_status(unit, wave)
    units = await unit.samples.units_of_file(file.id)
    await _take_out(unit, file, actor=actor, now=now)
    changes = await _settle_duplicates(unit, wave, units)
    if not await unit.samples.files(wave):
        await unit.waves.set_status(wave, WaveStatus.DRAFT, now)
    return changes.total()


async def _open_status(unit: UnitOfWork, wave: WaveId) -> WaveStatus:
    status = (await unit.waves.get(wave)).status
    if status not in {WaveStatus.DRAFT, WaveStatus.FRAMES}:
        raise Stale(
            "mẫu đã chọn nên danh sách đã niêm phong, không nhập thêm hay bỏ bớt được"
            " | the sample of this wave is drawn: its frames are sealed"
        )
    return status


async def _take_out(unit: UnitOfWork, file: FrameFile, *, actor: str, now: datetime) -> None:
    await unit.samples.remove_file(file.id)
    detail = {"sha256": file.sha256, "accepted": file.accepted}
    await unit.audit.write(actor, "frame.remove", f"file {file.id}", detail, now)


async def _store(
    unit: UnitOfWork, wave: WaveId, file_id: int, listed: ArrivedList, on_lines: Callable[[int], None]
) -> FrameOutcome:
    excluded: Counter[Exclusion] = Counter()
    problems: list[FrameProblem] = []
    lines = accepted = 0
    async for part in listed.parts:
        await unit.samples.add_frame_problems(file_id, part.problems, first=len(problems))
        problems += part.problems
        people = await unit.contacts.add_people(part.rows)
        await unit.samples.add_frame_units(wave, file_id, part.rows, people, part.reasons)
        await unit.samples.exclude_lines(file_id, part.replaced, Exclusion.DUPLICATE)
        excluded.update(reason for reason in part.reasons if reason is not None)
        excluded[Exclusion.DUPLICATE] += len(part.replaced)
        lines += part.read
        accepted += len(part.rows)
        on_lines(part.read)
    return FrameOutcome(
        file=listed.file,
        lines=lines,
        accepted=accepted,
        eligible=accepted - excluded.total(),
        excluded=+excluded,
        problems=tuple(problems),
        headings=listed.headings,
        encoding=listed.encoding,
    )


async def _beside_others(
    unit: UnitOfWork,
    wave: WaveId,
    file_id: int,
    outcome: FrameOutcome,
    *,
    actor: str,
    now: datetime,
    replaces: bool,
) -> FrameOutcome:
    """What a file just stored means to those before it: which it replaces, and who stands in both."""
    shared = await unit.samples.shared_units(wave, file_id)
    earlier = []
    for file in await unit.samples.files(wave):
        # Two agencies may send "danh sách.xlsx": only lists of the same agencies replace each other,
        # and not two of one import.
        if file.id != file_id and file.name == outcome.file and file.imported_at < now:
            theirs = await unit.samples.units_of_file(file.id)
            if theirs & shared or not theirs:
                earlier.append(file)
                if replaces:
                    shared |= theirs
                    await _take_out(unit, file, actor=actor, now=now)
    changes = await _settle_duplicates(unit, wave, shared)
    own = changes.pop(file_id, 0)
    excluded = Counter(outcome.excluded)
    excluded[Exclusion.DUPLICATE] -= own
    return replace(
        outcome,
        eligible=outcome.eligible + own,
        excluded=+excluded,
        earlier=tuple(earlier),
        is_replacement=replaces and bool(earlier),
        overtaken=max(0, -changes.total()),
    )


async def _settle_duplicates(unit: UnitOfWork, wave: WaveId, units: Iterable[UnitCode]) -> Counter[int]:
    """One line a person a service over all files, the newest; file -> lines more (or fewer) in the list N."""
    changes: Counter[int] = Counter()
    for code in sorted(units):
        lines = await unit.samples.frame_lines(wave, code)
        newest: dict[tuple[ServiceCode, str], tuple[date, FrameUnitId]] = {}
        for line in lines:
            key = (line.service, line.person)
            # Of one day the line read later stays, as within a file.
            newest[key] = max(newest.get(key, (line.on, line.id)), (line.on, line.id))
        wrong = [
            line for line in lines if line.is_duplicate is (newest[line.service, line.person][1] == line.id)
        ]
        await unit.samples.set_exclusions(
            [(line.id, None if line.is_duplicate else Exclusion.DUPLICATE) for line in wrong]
        )
        for line in wrong:
            changes[line.file_id] += 1 if line.is_duplicate else -1
    return changes


async def _as_known(unit: UnitOfWork, wave: WaveId, file_id: int, listed: ArrivedList) -> FrameOutcome:
    """What became of a file when it was imported before; its lines are not read again."""
    [file] = [one for one in await unit.samples.files(wave) if one.id == file_id]
    counts = (await unit.samples.file_counts(wave)).get(file_id, {})
    return FrameOutcome(
        file=listed.file,
        lines=file.rows,
        accepted=file.accepted,
        eligible=counts.get(None, 0),
        excluded={reason: lines for reason, lines in counts.items() if reason is not None},
        problems=tuple(await unit.samples.problems(file_id)),
        is_repeat=True,
        headings=listed.headings,
        encoding=listed.encoding,
    )
