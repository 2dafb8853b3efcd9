"""Which communes and which villages are surveyed, with the rule that chose each.

Sources: Sơn La plan III.1.a L91-96 (the commune of the district's seat, two of class I, two of
classes II and III); Lai Châu plan II.1.c L43-63 (communes by class sorted abc: the seat, number 2
of each class list, in two districts also the last; villages: the seat of the commune, number 2,
the last). What those texts leave open is decided as domain.md §2 recommends:

- The seat is taken first and leaves its list (A-21). A rule may also pass over the whole list of
  the seat's class ("the two remaining class lists", Lai Châu city, L51).
- Names are sorted abc, their own name without the rank, numbers by value (A-08); equal names by
  code, so an order in which areas arrive never matters.
- A list that is shorter than the position asked for gives its last (A-21). What is taken already
  is not taken twice: the nearest free neighbour is, of two equally near the one further down (A-21).
- Several classes in one list (II and III) give one each in turn as long as both have some (A-18).
- What a list cannot give is a `Shortage`, for the officer to decide; nothing is made up silently.

Everything is a function of its arguments: no randomness, the same lists give the same choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from survey_flows.sampling.ordering import commune_key, village_key


class Reason(StrEnum):
    """Which rule chose an area."""

    SEAT = "seat"
    FIRST = "first"
    POSITION = "position"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Area:
    """A commune of a district or a village of a commune.

    `area_class` is the administrative class (loại I, II, III) of a commune, None for a village;
    `is_seat` marks the one that holds the seat of the area above.
    """

    code: str
    name: str
    area_class: int | None = None
    is_seat: bool = False


@dataclass(frozen=True, slots=True)
class ListRule:
    """What is taken from one sorted list: the areas of `classes`, or all of them when it is empty.

    `first` takes that many from the top, class by class in turn; `positions` (from 1) takes the
    areas standing there; `last` the final one.
    """

    classes: tuple[int, ...] = ()
    first: int = 0
    positions: tuple[int, ...] = ()
    last: bool = False

    @property
    def count(self) -> int:
        """How many areas the rule takes from a list that is long enough."""
        return self.first + len(self.positions) + self.last


@dataclass(frozen=True, slots=True)
class AreaRule:
    """The seat, if it is taken by default, then one rule a list.

    `skips_seat_class`: no list of the class the seat belongs to is drawn from.
    """

    lists: tuple[ListRule, ...]
    takes_seat: bool = True
    skips_seat_class: bool = False

    def count(self, seat_class: int | None = None) -> int:
        """How many areas are chosen where the seat has this class and every list is long enough."""
        return self.takes_seat + sum(one.count for one in self.lists_for(seat_class))

    def lists_for(self, seat_class: int | None) -> tuple[ListRule, ...]:
        """The lists that are drawn from where the seat has this class."""
        if not self.skips_seat_class or seat_class is None:
            return self.lists
        return tuple(one for one in self.lists if seat_class not in one.classes)


@dataclass(frozen=True, slots=True)
class ChosenArea:
    """A chosen area and why: the rule, and for a list where it stood.

    `wanted` is the position asked for and `place` the one taken, both from 1 in the sorted list of
    `classes` without the seat, which is `listed` long; they differ when the list was too short or
    its place was taken. All are 0 for the seat.
    """

    area: Area
    reason: Reason
    classes: tuple[int, ...] = ()
    wanted: int = 0
    place: int = 0
    listed: int = 0

    @property
    def is_moved(self) -> bool:
        """Whether the place asked for was not there or not free, so that another was taken."""
        return self.wanted != self.place

    @property
    def label(self) -> str:
        """The reason as one word for tables: "seat", "first", "position_2", "last"."""
        return f"{self.reason}_{self.wanted}" if self.reason is Reason.POSITION else self.reason.value


@dataclass(frozen=True, slots=True)
class Shortage:
    """A rule that could not be met: `wanted` areas of `classes`, `found` were there."""

    reason: Reason
    classes: tuple[int, ...]
    wanted: int
    found: int


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """What was chosen, in the order of the rules, and what was missing."""

    chosen: tuple[ChosenArea, ...]
    shortages: tuple[Shortage, ...] = ()


SON_LA_COMMUNES = AreaRule((ListRule(classes=(1,), first=2), ListRule(classes=(2, 3), first=2)))
"""Sơn La plan L91-96; A-18 uses the same where a plan names no rule (Lạng Sơn)."""

LAI_CHAU_VILLAGES = AreaRule((ListRule(positions=(2,), last=True),))
"""Lai Châu plan L61: the seat's village, number 2, the last."""


def choose_communes(communes: Sequence[Area], rule: AreaRule) -> AreaChoice:
    """Choose a district's communes. ValueError for two seats or a code used twice.

    >>> town = [Area("T", "Thị trấn Than Uyên", 1, is_seat=True)]
    >>> xa = [Area(name, f"Xã {name}", 2) for name in ("Tà Hừa", "Hua Nà", "Khoen On")]
    >>> found = choose_communes(town + xa, AreaRule((ListRule(classes=(2,), positions=(2,)),)))
    >>> [(one.area.code, one.label) for one in found.chosen]
    [('T', 'seat'), ('Khoen On', 'position_2')]
    """
    return _choose(communes, rule, commune_key)


def choose_villages(villages: Sequence[Area], rule: AreaRule = LAI_CHAU_VILLAGES) -> AreaChoice:
    """Choose a commune's villages, numbered ones in the order of their numbers.

    >>> groups = [Area(str(n), f"Tổ dân phố số {n}", is_seat=n == 2) for n in (10, 9, 2, 1, 3)]
    >>> [(one.area.code, one.label) for one in choose_villages(groups).chosen]
    [('2', 'seat'), ('3', 'position_2'), ('10', 'last')]
    """
    return _choose(villages, rule, village_key)


def _choose(areas: Sequence[Area], rule: AreaRule, key: Callable[[str], bytes]) -> AreaChoice:
    repeated = [code for code, times in Counter(one.code for one in areas).items() if times > 1]
    if repeated:
        raise ValueError(f"codes used twice: {', '.join(repeated)}")
    in_order = sorted(areas, key=lambda one: (key(one.name), one.code))
    seats = [one for one in in_order if one.is_seat]
    if len(seats) > 1:
        raise ValueError(f"more than one seat: {', '.join(one.name for one in seats)}")
    seat = seats[0] if seats else None
    chosen: list[ChosenArea] = []
    shortages: list[Shortage] = []
    if rule.takes_seat:
        if seat is None:
            shortages.append(Shortage(Reason.SEAT, (), 1, 0))
        else:
            chosen.append(ChosenArea(seat, Reason.SEAT))
            in_order.remove(seat)
    for one in rule.lists_for(seat.area_class if seat is not None else None):
        taken = {found.area.code for found in chosen}
        listed = [area for area in in_order if not one.classes or area.area_class in one.classes]
        found = list(_from_list(listed, one, taken))
        chosen += found
        if len(found) < one.count:
            shortages.append(Shortage(_reason(one), one.classes, one.count, len(found)))
    return AreaChoice(tuple(chosen), tuple(shortages))


def _reason(rule: ListRule) -> Reason:
    if rule.positions:
        return Reason.POSITION
    return Reason.FIRST if rule.first else Reason.LAST


def _from_list(listed: Sequence[Area], rule: ListRule, taken: set[str]) -> Iterator[ChosenArea]:
    """Apply one list's rule; `taken` are codes chosen before, from any list."""
    free = [area.code not in taken for area in listed]

    def take(place: int, reason: Reason, wanted: int) -> ChosenArea:
        free[place] = False
        return ChosenArea(listed[place], reason, rule.classes, wanted, place + 1, len(listed))

    for turn, place in enumerate(_in_turn(listed, rule.classes, free)[: rule.first], start=1):
        yield take(place, Reason.FIRST, turn)
    for wanted in rule.positions:
        if (nearest := _nearest(free, wanted - 1)) is not None:
            yield take(nearest, Reason.POSITION, wanted)
    if rule.last and (nearest := _nearest(free, len(listed) - 1)) is not None:
        yield take(nearest, Reason.LAST, len(listed))


def _in_turn(listed: Sequence[Area], classes: Sequence[int], free: Sequence[bool]) -> list[int]:
    """Free places class by class in turn: the first of each, then the second of each, …"""
    if not classes:
        return [place for place, is_free in enumerate(free) if is_free]
    by_class = {
        one: [place for place, area in enumerate(listed) if area.area_class == one and free[place]]
        for one in classes
    }
    rounds = [
        (turn, which, place) for which, one in enumerate(classes) for turn, place in enumerate(by_class[one])
    ]
    return [place for _, _, place in sorted(rounds)]


def _nearest(free: Sequence[bool], wanted: int) -> int | None:
    """The free place nearest to `wanted`, the further down of two equally near; None when all are taken."""
    start = min(wanted, len(free) - 1)
    places = [place for place, is_free in enumerate(free) if is_free]
    return min(places, key=lambda place: (abs(place - start), -place), default=None)
