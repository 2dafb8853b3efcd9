"""One person in a sample, and one systematic pass over a list."""

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


@dataclass(frozen=True, slots=True)
class Stretch:
    """One pass over a list: `n` of the `size` people `service` had left then, from `shift` on.

    `purpose` is "selected", "reserve" or "borrowed"; `shift` as in `systematic.systematic`. A list
    of representatives is taken from the top.
    """

    purpose: str
    service: ServiceCode
    size: int
    n: int
    shift: int = 0
