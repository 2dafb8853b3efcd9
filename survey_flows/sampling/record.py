"""The audit record of a draw: canonical JSON that says how every serial came about.

Rule: same frame hash and seed, same sample and reserve order, byte for byte, on any machine
(reliability.md I19). Canonical means: keys sorted, no spaces, UTF-8, whole numbers and texts only
(a fraction is written "75/2"). The record carries the unit's rules whole, so that a replay needs
nothing but the record and the frames.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from survey_flows.ids import FrameUnitId, ServiceCode, UnitCode
from survey_flows.sampling.ordering import ORDER_VERSION
from survey_flows.sampling.rules import (
    AllocationMethod,
    DrawRules,
    IntervalMethod,
    ListReserve,
    ServiceRules,
    Shortage,
    UnitKind,
    UnitRules,
)

RECORD_VERSION = 1


@dataclass(frozen=True, slots=True)
class DrawnService:
    """What the record says of one service; picks are (serial, frame unit, borrowed from)."""

    service: ServiceCode
    size: int
    n: int
    interval: Fraction
    frame_hash: str
    selected: Sequence[tuple[int, FrameUnitId, ServiceCode | None]]
    reserve: Sequence[tuple[int, FrameUnitId, ServiceCode | None]]


def write_record(rules: UnitRules, services: Sequence[DrawnService], *, is_census: bool) -> bytes:
    """The record of one unit's draw."""
    return _canonical(
        {
            "version": RECORD_VERSION,
            "order": ORDER_VERSION,
            "unit": rules.unit,
            "is_census": is_census,
            "rules": _rules_to_json(rules),
            "services": [
                {
                    "service": drawn.service,
                    "frame": drawn.frame_hash,
                    "N": drawn.size,
                    "n": drawn.n,
                    "k": str(drawn.interval),
                    "selected": [list(pick[:2]) for pick in drawn.selected],
                    "reserve": [[*pick[:2], *([pick[2]] if pick[2] else [])] for pick in drawn.reserve],
                }
                for drawn in services
            ],
        }
    )


def read_rules(record: bytes) -> UnitRules:
    """The rules a record was drawn by. Raises ValueError for anything but a record of this version."""
    try:
        written = json.loads(record)
        version, order = written["version"], written["order"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError("not the record of a draw") from error
    if (version, order) != (RECORD_VERSION, ORDER_VERSION):
        raise ValueError(
            f"the record was written as version {version} with order {order};"
            f" this program draws version {RECORD_VERSION} with order {ORDER_VERSION}"
        )
    try:
        return _rules_from_json(written["rules"])
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError("the record of the draw is damaged: its rules cannot be read") from error


def _canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _rules_to_json(rules: UnitRules) -> dict[str, Any]:
    draw = rules.draw
    return {
        "unit": rules.unit,
        "kind": rules.kind.value,
        "quota": rules.quota,
        "allocation": rules.allocation.value,
        "census_below": rules.census_below,
        "busiest": list(rules.busiest),
        "second_minimum": rules.second_minimum,
        "shortage": rules.shortage.value,
        "plan": rules.plan_digest,
        "services": [[service.code, service.n, service.is_list] for service in rules.services],
        "draw": {
            "interval": draw.interval.value,
            "start": draw.start,
            "seed": draw.seed,
            "reserve_share": str(draw.reserve_share),
            "borrows_reserve": draw.borrows_reserve,
            "list_reserve": draw.list_reserve.value,
        },
    }


def _rules_from_json(written: dict[str, Any]) -> UnitRules:
    draw = written["draw"]
    low, high = written["busiest"]
    return UnitRules(
        unit=UnitCode(written["unit"]),
        kind=UnitKind(written["kind"]),
        quota=written["quota"],
        allocation=AllocationMethod(written["allocation"]),
        services=tuple(
            ServiceRules(ServiceCode(code), n, is_list) for code, n, is_list in written["services"]
        ),
        draw=DrawRules(
            interval=IntervalMethod(draw["interval"]),
            start=draw["start"],
            seed=draw["seed"],
            reserve_share=Fraction(draw["reserve_share"]),
            borrows_reserve=draw["borrows_reserve"],
            list_reserve=ListReserve(draw["list_reserve"]),
        ),
        census_below=written["census_below"],
        busiest=(low, high),
        second_minimum=written["second_minimum"],
        shortage=Shortage(written["shortage"]),
        plan_digest=written["plan"],
    )
