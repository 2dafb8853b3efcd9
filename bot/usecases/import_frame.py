"""Take an agency's list: every usable line kept, every bad line reported, exclusions counted.

The same file (or sheet) twice is noticed by its hash and changes nothing. A corrected file under the name
of an earlier one, for the same agencies, is added to it or takes its place; whoever stands in both counts
once, the newest line. A list can be replaced or taken out only before the draw: afterwards the frame is
sealed. Lines are stored as they are read, in one transaction: a list is taken whole or not at all, and
never in memory as a whole.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice

from storage.errors import Stale
from storage.frame_files import FrameFile
from storage.unit_of_work import UnitOfWork
from storage.waves import WaveStatus
from survey_flows.ids import FrameUnitId, ServiceCode, UnitCode, WaveId
from survey_flows.plans.plan import Plan
from survey_flows.sampling.eligibility import Screener
from survey_flows.sampling.encodings import Encoding
from survey_flows.sampling.frame import Exclusion, FrameProblem, FrameRow
from survey_flows.sampling.headings import Heading
from survey_flows.sampling.reading import FrameList

_AT_ONCE = 5_000  # lines


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
    plan: Plan,
    listed: FrameList,
    content: bytes,
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
    sha256 = _digest(content, listed.sheet)
    file_id, is_repeat = await unit.samples.add_frame_file(
        wave, listed.file, sha256, rows=0, accepted=0, problems=(), now=now
    )
    if is_repeat:
        return await _as_known(unit, wave, file_id, listed)
    outcome = await _store(unit, wave, plan, file_id=file_id, listed=listed, on_lines=on_lines)
    await unit.samples.count_frame_file(file_id, outcome.lines, outcome.accepted)
    outcome = await _beside_others(unit, wave, file_id, outcome, actor=actor, now=now, replaces=replaces)
    if status is WaveStatus.DRAFT:
        await unit.waves.set_status(wave, WaveStatus.FRAMES, now)
    detail = {"sha256": sha256, "accepted": outcome.accepted, "eligible": outcome.eligible}
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
    unit: UnitOfWork,
    wave: WaveId,
    plan: Plan,
    *,
    file_id: int,
    listed: FrameList,
    on_lines: Callable[[int], None],
) -> FrameOutcome:
    screener = Screener(plan.eligibility)
    excluded: Counter[Exclusion] = Counter()
    problems: list[FrameProblem] = []
    lines = accepted = 0
    while batch := list(islice(listed.lines, _AT_ONCE)):
        found = [problem for _, some in batch for problem in some]
        await unit.samples.add_frame_problems(file_id, found, first=len(problems))
        problems += found
        rows = [row for row, _ in batch if row is not None]
        reasons, replaced = _screen(screener, rows)
        people = await unit.contacts.add_people(rows)
        await unit.samples.add_frame_units(wave, file_id, rows, people, reasons)
        await unit.samples.exclude_lines(file_id, replaced, Exclusion.DUPLICATE)
        excluded.update(reason for reason in reasons if reason is not None)
        excluded[Exclusion.DUPLICATE] += len(replaced)
        lines += len(batch)
        accepted += len(rows)
        on_lines(len(batch))
    return FrameOutcome(
        file=listed.file,
        lines=lines,
        accepted=accepted,
        eligible=accepted - excluded.total(),
        excluded=+excluded,
        problems=tuple(problems),
        headings=listed.header.headings,
        encoding=listed.encoding,
    )


def _screen(screener: Screener, rows: list[FrameRow]) -> tuple[list[Exclusion | None], list[int]]:
    """Why each line is left out, if it is; and the numbers of the earlier lines that newer ones replace."""
    reasons: list[Exclusion | None] = []
    replaced: list[int] = []
    for row in rows:
        reason, earlier = screener.screen(row, row.row)
        reasons.append(reason)
        if earlier is not None:
            replaced.append(earlier)
    return reasons, replaced


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


async def _as_known(unit: UnitOfWork, wave: WaveId, file_id: int, listed: FrameList) -> FrameOutcome:
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
        headings=listed.header.headings,
        encoding=listed.encoding,
    )


def _digest(content: bytes, sheet: str) -> str:
    digest = hashlib.sha256(content)
    digest.update(sheet.encode())
    return digest.hexdigest()
