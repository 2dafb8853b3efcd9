"""Check a whole database: the rows by themselves, every draw replayed, every interview folded again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storage.interviews import AnswerRow, StoredInterview
from storage.unit_of_work import Database
from storage.verify import Finding, verify
from survey_flows.ids import ServiceCode, UnitCode, WaveId
from survey_flows.interview import codec
from survey_flows.sampling.draw import replay
from survey_flows.sampling.frame import FrameUnit
from survey_flows.sampling.record import first_difference


async def check_database(database: Database) -> list[Finding]:
    """Everything that is broken, as one finding each; an empty list when all invariants hold."""
    return await verify(database, replay_draw=_draw_differs, replay_interview=_answers_differ)


def _draw_differs(
    _wave: WaveId, unit: UnitCode, record: bytes, frames: Mapping[ServiceCode, Sequence[FrameUnit]]
) -> str | None:
    """What is wrong with a recorded draw: drawn again from the sealed frame it must give the same bytes."""
    try:
        again = replay(record, frames)
    except ValueError as error:
        return f"the record of {unit} cannot be replayed: {error}"
    if (found := first_difference(record, again)) is None:
        return None
    return (
        f"the frame of {unit} or its record changed since the draw:"
        f" {found.place} was {found.recorded}, is {found.found}"
    )


def _answers_differ(stored: StoredInterview, rows: Sequence[AnswerRow]) -> str | None:
    """What is wrong with an interview: the last row of every item must be what its state holds (I4)."""
    last = {row.item: row.value for row in rows}
    folded = {item: value for item, value in last.items() if value is not None}
    held = dict(codec.decode(stored.state).answers)
    if folded == held:
        return None
    differing = sorted(item for item in {*folded, *held} if folded.get(item) != held.get(item))
    return f"the history and the state disagree on {', '.join(differing)}"
