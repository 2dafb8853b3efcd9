"""Take an agency's list: every usable line kept, every bad line reported, exclusions counted.

The same file (or sheet) twice is noticed by its hash and changes nothing. A list can be replaced only before
the draw: afterwards the frame is sealed.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from storage.contacts import NewPerson
from storage.errors import Stale
from storage.unit_of_work import UnitOfWork
from storage.waves import WaveStatus
from survey_flows.ids import WaveId
from survey_flows.plans.plan import Plan
from survey_flows.sampling.eligibility import screen
from survey_flows.sampling.encodings import Encoding
from survey_flows.sampling.frame import Exclusion, FrameProblem
from survey_flows.sampling.headings import Heading
from survey_flows.sampling.reading import FrameReading


@dataclass(frozen=True, slots=True)
class FrameOutcome:
    """What became of one file. `accepted` lines were kept, `eligible` of them may be drawn."""

    file: str
    lines: int
    accepted: int
    eligible: int
    excluded: Mapping[Exclusion, int]
    problems: tuple[FrameProblem, ...]
    is_repeat: bool = False
    headings: tuple[Heading, ...] = ()
    encoding: Encoding = Encoding.UNICODE

    @property
    def rejected(self) -> int:
        """Lines that could not be used."""
        return self.lines - self.accepted


def examine_frame(reading: FrameReading, plan: Plan) -> FrameOutcome:
    """What importing `reading` would do; changes nothing."""
    screening = screen(reading.rows, plan.eligibility)
    return FrameOutcome(
        file=reading.file,
        lines=len(reading.rows) + len({problem.row for problem in reading.rejected}),
        accepted=len(reading.rows),
        eligible=len(screening.eligible),
        excluded=Counter(reason for _, reason in screening.excluded),
        problems=reading.problems,
        headings=reading.headings,
        encoding=reading.encoding,
    )


async def import_frame(
    unit: UnitOfWork,
    wave: WaveId,
    plan: Plan,
    reading: FrameReading,
    content: bytes,
    *,
    actor: str,
    now: datetime,
) -> FrameOutcome:
    """Store the list inside the caller's transaction. Raises Stale once the sample is drawn."""
    status = (await unit.waves.get(wave)).status
    if status not in {WaveStatus.DRAFT, WaveStatus.FRAMES}:
        raise Stale("the sample of this wave is drawn: its frames are sealed")
    outcome = examine_frame(reading, plan)
    sha256 = hashlib.sha256(content + reading.sheet.encode()).hexdigest()
    file_id, is_repeat = await unit.samples.add_frame_file(
        wave,
        reading.file,
        sha256,
        rows=outcome.lines,
        accepted=outcome.accepted,
        problems=reading.problems,
        now=now,
    )
    if is_repeat:
        return replace(outcome, is_repeat=True)
    screening = screen(reading.rows, plan.eligibility)
    reasons = {id(row): reason for row, reason in screening.excluded}
    people = await unit.contacts.add_people(
        [
            NewPerson(
                name=row.name,
                phone=row.phone,
                address=row.address,
                organisation=row.organisation,
                birth_year=row.birth_year,
            )
            for row in reading.rows
        ]
    )
    await unit.samples.add_frame_units(
        wave, file_id, reading.rows, people, [reasons.get(id(row)) for row in reading.rows]
    )
    if status is WaveStatus.DRAFT:
        await unit.waves.set_status(wave, WaveStatus.FRAMES, now)
    detail = {"sha256": sha256, "accepted": outcome.accepted, "eligible": outcome.eligible}
    await unit.audit.write(actor, "frame.import", f"file {file_id}", detail, now)
    return outcome
