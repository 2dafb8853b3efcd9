"""Small frames and rules for the sampling tests."""

from __future__ import annotations

from survey_flows.ids import FrameUnitId, ServiceCode, UnitCode
from survey_flows.sampling.frame import FrameUnit
from survey_flows.sampling.rules import (
    AllocationMethod,
    DrawRules,
    ServiceRules,
    Shortage,
    UnitKind,
    UnitRules,
)

UNIT = UnitCode("MAI_SON")
A, B, C = ServiceCode("A"), ServiceCode("B"), ServiceCode("C")


def people(service: ServiceCode, size: int, *, first_id: int = 1) -> list[FrameUnit]:
    """People who sort in the order of their ids."""
    return [
        FrameUnit(FrameUnitId(first_id + at), UNIT, service, f"Lò Văn {at:06d}", f"{service}-{at}")
        for at in range(size)
    ]


def rules(
    *services: tuple[ServiceCode, int | None],
    quota: int = 0,
    allocation: AllocationMethod = AllocationMethod.FIXED,
    kind: UnitKind = UnitKind.HUYEN,
    census_below: int = 0,
    shortage: Shortage = Shortage.ACCEPT,
    draw: DrawRules = DrawRules(),  # noqa: B008 - frozen
    lists: frozenset[ServiceCode] = frozenset(),
) -> UnitRules:
    """Rules of one unit."""
    return UnitRules(
        unit=UNIT,
        kind=kind,
        quota=quota or sum(n or 0 for _, n in services),
        allocation=allocation,
        services=tuple(ServiceRules(code, n, code in lists) for code, n in services),
        draw=draw,
        census_below=census_below,
        shortage=shortage,
        plan_digest="plan",
    )
