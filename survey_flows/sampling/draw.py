"""The draw of one unit: official sample and reserve of each service, with a record to replay it.

Rules: Sơn La plan II.3 and III.1 as `UnitRules` carry them; every list is ordered before it is
drawn from (`ordering`), ties broken by the frame unit's id. The draw is a pure function of rules
and frames: the same frames give the same bytes on any machine (reliability.md I19). The record
names people by their line, counted over the unit's eligible lines as they came in; it holds no
name, no phone and no number of a database, so that anybody who has the agencies' files can make it
again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from survey_flows.ids import FrameUnitId, ServiceCode, UnitCode
from survey_flows.sampling.allocation import busiest_two, fixed, halves, largest_remainder
from survey_flows.sampling.frame import FrameUnit
from survey_flows.sampling.ordering import in_name_order
from survey_flows.sampling.picks import Pick, Stretch
from survey_flows.sampling.record import (
    DrawnService,
    SourceFile,
    frame_hash,
    read_files,
    read_rules,
    write_record,
)
from survey_flows.sampling.reserve import Reserve, draw_reserves
from survey_flows.sampling.rules import AllocationMethod, ServiceRules, Shortage, UnitRules
from survey_flows.sampling.systematic import interval, start_shift, systematic

__all__ = [
    "Pick",
    "RepeatedPick",
    "ServiceDraw",
    "SourceFile",
    "UnitDraw",
    "draw_unit",
    "repeated_picks",
    "replay",
]


@dataclass(frozen=True, slots=True)
class ServiceDraw:
    """The sample of one service.

    `size` is N, `n` the allocated number, `interval` k = N/n (0 when nobody is drawn).
    """

    service: ServiceCode
    size: int
    n: int
    interval: Fraction
    selected: tuple[Pick, ...]
    reserve: tuple[Pick, ...]


@dataclass(frozen=True, slots=True)
class UnitDraw:
    """The samples of a unit's services in the plan's order, and the canonical JSON that proves them."""

    unit: UnitCode
    services: tuple[ServiceDraw, ...]
    is_census: bool
    record: bytes

    @property
    def selected_count(self) -> int:
        """How many people are in the official samples."""
        return sum(len(service.selected) for service in self.services)

    @property
    def reserve_count(self) -> int:
        """How many people are in the reserve samples."""
        return sum(len(service.reserve) for service in self.services)


@dataclass(frozen=True, slots=True)
class RepeatedPick:
    """A person picked again in a wave: `frame_unit` is the later pick, `first` the one that stands."""

    unit: UnitCode
    service: ServiceCode
    frame_unit: FrameUnitId
    first: FrameUnitId


def draw_unit(
    rules: UnitRules,
    frames: Mapping[ServiceCode, Sequence[FrameUnit]],
    files: Sequence[SourceFile] = (),
) -> UnitDraw:
    """Draw a unit's official and reserve samples from its eligible people.

    `frames` maps a service to its list N in any order; a service of the rules may be absent (no
    transactions), one unknown to the rules is refused with ValueError, as is a repeated id. `files`
    are what the lists were read from, in order; they go into the record as they are.
    """
    lists = [_ordered(service, frames.get(service.code, ())) for service in rules.services]
    _refuse_strangers(rules, frames, lists)
    lines = _lines(lists)
    same_as = _same_as(lists, lines)
    sealed = [(frame_hash(people, lines, same_as), len(people)) for people in lists]
    is_census = rules.census_below > 0 and _count_people(lists) < rules.census_below
    if is_census:
        lists = _once_each(lists)
    wanted = _allocate(rules, lists, is_census=is_census)
    starts = [
        0 if service.is_list else start_shift(len(people), n, rules.draw, stratum=_stratum(rules, service))
        for service, people, n in zip(rules.services, lists, wanted, strict=True)
    ]
    chosen = [
        _select(rules, service, people, n, shift)
        for service, people, n, shift in zip(rules.services, lists, wanted, starts, strict=True)
    ]
    spare = [Reserve()] * len(lists) if is_census else draw_reserves(rules, lists, wanted, chosen)
    services = tuple(
        ServiceDraw(
            service=service.code,
            size=len(people),
            n=n,
            interval=interval(len(people), min(n, len(people))),
            selected=selected,
            reserve=reserve.picks,
        )
        for service, people, n, selected, reserve in zip(
            rules.services, lists, wanted, chosen, spare, strict=True
        )
    )
    drawn = [
        DrawnService(
            service=draw.service,
            size=draw.size,
            n=draw.n,
            interval=draw.interval,
            frame_hash=digest,
            frame_lines=count,
            selected=[(pick.serial, lines[pick.frame_unit], None) for pick in draw.selected],
            reserve=[(pick.serial, lines[pick.frame_unit], pick.borrowed_from) for pick in draw.reserve],
            stretches=[
                Stretch("selected", draw.service, draw.size, len(draw.selected), shift),
                *reserve.stretches,
            ],
        )
        for draw, (digest, count), shift, reserve in zip(services, sealed, starts, spare, strict=True)
    ]
    record = write_record(rules, drawn, files, is_census=is_census)
    return UnitDraw(unit=rules.unit, services=services, is_census=is_census, record=record)


def replay(record: bytes, frames: Mapping[ServiceCode, Sequence[FrameUnit]]) -> bytes:
    """Draw again by the rules inside `record`; equal bytes prove that rules and frames are the same.

    Raises ValueError when `record` is not a record of this version.
    """
    return draw_unit(read_rules(record), frames, read_files(record)).record


def repeated_picks(draws: Sequence[UnitDraw], people: Mapping[FrameUnitId, str]) -> tuple[RepeatedPick, ...]:
    """Who was picked more than once in a wave, by person key (A-10: never two invitations).

    The first pick stands: official samples before reserves, then the order of `draws`, services
    and positions. The caller closes each later pick as a duplicate; its reserve then steps in.
    """
    first: dict[str, FrameUnitId] = {}
    repeated = []
    in_order = [
        *((d.unit, s.service, pick) for d in draws for s in d.services for pick in s.selected),
        *((d.unit, s.service, pick) for d in draws for s in d.services for pick in s.reserve),
    ]
    for unit, service, pick in in_order:
        earlier = first.setdefault(people[pick.frame_unit], pick.frame_unit)
        if earlier != pick.frame_unit:
            repeated.append(RepeatedPick(unit, service, pick.frame_unit, earlier))
    return tuple(repeated)


def _ordered(service: ServiceRules, people: Sequence[FrameUnit]) -> list[FrameUnit]:
    # A list of representatives keeps the order Sở Nội vụ gave it: ids follow the file.
    if service.is_list:
        return sorted(people, key=lambda one: one.id)
    by_id = sorted(people, key=lambda one: one.id)
    return [by_id[place] for place in in_name_order([one.name for one in by_id])]


def _lines(lists: Sequence[Sequence[FrameUnit]]) -> dict[FrameUnitId, int]:
    """The line of each person, from 1: ids count up in the order lines came in."""
    return {one: line for line, one in enumerate(sorted(one.id for people in lists for one in people), 1)}


def _same_as(
    lists: Sequence[Sequence[FrameUnit]], lines: Mapping[FrameUnitId, int]
) -> Mapping[FrameUnitId, int]:
    """The first line that names the same person: who is one person is part of what is sealed."""
    first: dict[str, int] = {}
    everybody = sorted((one for people in lists for one in people), key=lambda one: one.id)
    return {one.id: first.setdefault(one.person, lines[one.id]) for one in everybody}


def _stratum(rules: UnitRules, service: ServiceRules) -> str:
    return f"{rules.unit}/{service.code}/selected"


def _refuse_strangers(
    rules: UnitRules, frames: Mapping[ServiceCode, Sequence[FrameUnit]], lists: list[list[FrameUnit]]
) -> None:
    unknown = set(frames) - {service.code for service in rules.services}
    if unknown:
        raise ValueError(f"{rules.unit}: the rules know no service {', '.join(sorted(unknown))}")
    ids = [one.id for people in lists for one in people]
    if len(set(ids)) != len(ids):
        raise ValueError(f"{rules.unit}: a frame unit id stands in the frames twice")


def _count_people(lists: Sequence[Sequence[FrameUnit]]) -> int:
    return len({one.person for people in lists for one in people})


def _once_each(lists: Sequence[Sequence[FrameUnit]]) -> list[list[FrameUnit]]:
    """Each person in the first service of the plan's order only: a census asks nobody twice."""
    seen: set[str] = set()
    once = []
    for people in lists:
        fresh = [one for one in people if one.person not in seen]
        seen.update(one.person for one in fresh)
        once.append(fresh)
    return once


def _allocate(rules: UnitRules, lists: Sequence[Sequence[FrameUnit]], *, is_census: bool) -> tuple[int, ...]:
    sizes = [len(people) for people in lists]
    makes_up = rules.shortage is Shortage.OTHER_SERVICES
    match rules.allocation:
        case _ if is_census:
            return tuple(sizes)
        case AllocationMethod.BUSIEST_TWO:
            return busiest_two(rules.quota, sizes, band=rules.busiest, second_minimum=rules.second_minimum)
        case AllocationMethod.PROPORTIONAL:
            return largest_remainder(rules.quota, sizes)
        case AllocationMethod.FIXED:
            given = [service.n for service in rules.services]
            wanted = [n for n in given if n is not None]
            if len(wanted) != len(given):
                wanted = list(halves(rules.quota, sizes))
            return fixed(wanted, sizes, makes_up=makes_up)
        case AllocationMethod.LIST | AllocationMethod.CENSUS_AND_LIST:
            return tuple(
                min(rules.quota, size) if service.is_list else size
                for service, size in zip(rules.services, sizes, strict=True)
            )
        case _:
            assert_never(rules.allocation)


def _select(
    rules: UnitRules, service: ServiceRules, people: Sequence[FrameUnit], n: int, shift: int
) -> tuple[Pick, ...]:
    if service.is_list:
        serials: tuple[int, ...] = tuple(range(1, min(n, len(people)) + 1))
    else:
        serials = systematic(len(people), n, method=rules.draw.interval, shift=shift)
    return tuple(Pick(serial, people[serial - 1].id, position) for position, serial in enumerate(serials))
