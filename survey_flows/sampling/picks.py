"""One person in a sample."""

from __future__ import annotations

from dataclasses import dataclass

from survey_flows.ids import FrameUnitId, ServiceCode


@dataclass(frozen=True, slots=True)
class Pick:
    """One person in a sample.

    `serial` counts from 1 in the ordered list N of the service the person was found in;
    `position` counts from 0 in the sample; `borrowed_from` names that service when it is another.
    """

    serial: int
    frame_unit: FrameUnitId
    position: int
    borrowed_from: ServiceCode | None = None
