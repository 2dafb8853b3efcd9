"""Check a whole database: the rows by themselves, every draw replayed, every interview folded again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storage.unit_of_work import Database
from storage.verify import Finding, verify
from survey_flows.ids import ServiceCode, UnitCode, WaveId
from survey_flows.sampling.draw import replay
from survey_flows.sampling.frame import FrameUnit


async def check_database(database: Database) -> list[Finding]:
    """Everything that is broken, as one finding each; an empty list when all invariants hold."""
    return await verify(database, replay_draw=_draw_differs)


def _draw_differs(
    _wave: WaveId, unit: UnitCode, record: bytes, frames: Mapping[ServiceCode, Sequence[FrameUnit]]
) -> str | None:
    """What is wrong with a recorded draw: drawn again from the sealed frame it must give the same bytes."""
    try:
        again = replay(record, frames)
    except ValueError as error:
        return f"the record of {unit} cannot be replayed: {error}"
    return None if again == record else f"the frame of {unit} or its record changed since the draw"
