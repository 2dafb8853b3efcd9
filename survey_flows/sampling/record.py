"""The audit record of a draw: canonical JSON that says how every serial came about.

Rule: same frame hash and seed, same sample and reserve order, byte for byte, on any machine
(reliability.md I19). Canonical means: keys sorted, no spaces, UTF-8, whole numbers and texts only
(a fraction is written "75/2"). The record carries the unit's rules whole, so that a replay needs
nothing but the record and the frames. The frame of each service is sealed by hash and count, with
the files it was read from; `first_difference` names what a later change altered. docs/auditor/
tells what every key means to somebody who has only the record.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from survey_flows.ids import FrameUnitId, ServiceCode, UnitCode
from survey_flows.sampling.frame import FrameUnit
from survey_flows.sampling.ordering import ORDER_VERSION
from survey_flows.sampling.picks import Stretch
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

RECORD_VERSION = 2


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file the lists were read from: its name, the hash it was imported by, eligible lines of the unit."""

    name: str
    sha256: str
    lines: int


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where two records part: the keys that lead there, what stands there and what stood."""

    path: tuple[str, ...]
    recorded: str
    found: str

    @property
    def place(self) -> str:
        """The path as one word: "services.ho_tich.frame.lines"."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class DrawnService:
    """What the record says of one service; picks are (serial, line, borrowed from).

    `frame_lines` are the lines sealed; `size` is N, less than that where a census asks a person once.
    """

    service: ServiceCode
    size: int
    n: int
    interval: Fraction
    frame_hash: str
    frame_lines: int
    selected: Sequence[tuple[int, int, ServiceCode | None]]
    reserve: Sequence[tuple[int, int, ServiceCode | None]]
    stretches: Sequence[Stretch]


def frame_hash(
    people: Sequence[FrameUnit], lines: Mapping[FrameUnitId, int], same_as: Mapping[FrameUnitId, int]
) -> str:
    """SHA-256 of an ordered list N: a line a person, its line, the first line of that person, the name."""
    digest = hashlib.sha256()
    for one in people:
        digest.update(f"{lines[one.id]}\t{same_as[one.id]}\t{one.name}\n".encode())
    return digest.hexdigest()


def write_record(
    rules: UnitRules, services: Sequence[DrawnService], files: Sequence[SourceFile], *, is_census: bool
) -> bytes:
    """The record of one unit's draw."""
    return _canonical(
        {
            "version": RECORD_VERSION,
            "order": ORDER_VERSION,
            "unit": rules.unit,
            "is_census": is_census,
            "files": [[file.name, file.sha256, file.lines] for file in files],
            "rules": _rules_to_json(rules),
            "services": [
                {
                    "service": drawn.service,
                    "frame": {"sha256": drawn.frame_hash, "lines": drawn.frame_lines},
                    "N": drawn.size,
                    "n": drawn.n,
                    "k": str(drawn.interval),
                    "selected": [list(pick[:2]) for pick in drawn.selected],
                    "reserve": [[*pick[:2], *([pick[2]] if pick[2] else [])] for pick in drawn.reserve],
                    "draws": [
                        [one.purpose, one.service, one.size, one.n, one.shift] for one in drawn.stretches
                    ],
                }
                for drawn in services
            ],
        }
    )


def read_rules(record: bytes) -> UnitRules:
    """The rules a record was drawn by. Raises ValueError for anything but a record of this version."""
    written = _read(record)
    try:
        return _rules_from_json(written["rules"])
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError("the record of the draw is damaged: its rules cannot be read") from error


def read_files(record: bytes) -> tuple[SourceFile, ...]:
    """The files a record was drawn from, in order. Raises ValueError as `read_rules` does."""
    written = _read(record)
    try:
        return tuple(
            SourceFile(str(name), str(sha256), int(lines)) for name, sha256, lines in written["files"]
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError("the record of the draw is damaged: its files cannot be read") from error


def first_difference(recorded: bytes, found: bytes) -> Difference | None:
    """Where the record `found` first parts from `recorded`; None when they are the same bytes.

    What was put in is compared before what came out: a changed list is named, not the sample that
    it changed. Raises ValueError for what is no record.
    """
    if recorded == found:
        return None
    one, other = _by_name(_read(recorded)), _by_name(_read(found))
    return _difference(one, other, ()) or Difference(("bytes",), str(len(recorded)), str(len(found)))


_CAUSES_FIRST = ("version", "order", "unit", "files", "rules", "frame", "N", "n", "k", "draws")


def _by_name(written: dict[str, Any]) -> dict[str, Any]:
    """The record with its services and files by name: a place then names what it is about."""
    try:
        services = {one["service"]: one for one in written["services"]}
        files = {name: {"sha256": sha256, "lines": lines} for name, sha256, lines in written["files"]}
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError("the record of the draw is damaged: its services cannot be read") from error
    return written | {"services": services, "files": files}


def _difference(one: Any, other: Any, path: tuple[str, ...]) -> Difference | None:
    if one == other:
        return None
    if isinstance(one, dict) and isinstance(other, dict):
        keys = dict.fromkeys([*(key for key in _CAUSES_FIRST if key in one), *one, *other])
        pairs = [(key, one.get(key), other.get(key)) for key in keys]
    elif isinstance(one, list) and isinstance(other, list):
        longest = max(len(one), len(other))
        padded = [*one, *[None] * (longest - len(one))], [*other, *[None] * (longest - len(other))]
        pairs = [(str(at), *pair) for at, pair in enumerate(zip(*padded, strict=True), 1)]
    else:
        return Difference(path, _shown(one), _shown(other))
    found = (_difference(mine, theirs, (*path, key)) for key, mine, theirs in pairs)
    return next((each for each in found if each is not None), None)


def _shown(value: Any) -> str:
    return "–" if value is None else json.dumps(value, ensure_ascii=False)


def _read(record: bytes) -> dict[str, Any]:
    try:
        written: dict[str, Any] = json.loads(record)
        version, order = written["version"], written["order"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError("not the record of a draw") from error
    if (version, order) != (RECORD_VERSION, ORDER_VERSION):
        raise ValueError(
            f"the record was written as version {version} with order {order};"
            f" this program draws version {RECORD_VERSION} with order {ORDER_VERSION}"
        )
    return written


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
