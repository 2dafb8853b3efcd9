"""Which households of a village are surveyed: a list of 30, every hamlet represented.

Sources: Lai Châu plan II.1.c L67-71 (30 households a village; all streets, teams, hamlets and
outlying points represented; a village with fewer is filled up from the village next to it).
The plan gives no rule inside the list; A-22 does: the 30 are divided over the hamlets in
proportion, at least one each, and drawn systematically from each hamlet's list, ordered abc by the
householder's name (A-07), equal names by code.

Which village lies next is geography: the officer gives the neighbours in order, nearest first.
Households that are in another chosen village's list already are not taken again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from survey_flows.sampling.allocation import largest_remainder
from survey_flows.sampling.ordering import name_key, village_key
from survey_flows.sampling.systematic import systematic

HOUSEHOLDS_A_VILLAGE = 30
"""Lai Châu plan L43, L67."""


class HouseholdReason(StrEnum):
    """Which rule chose a household."""

    WHOLE_HAMLET = "whole_hamlet"
    SYSTEMATIC = "systematic"
    NEIGHBOUR = "neighbour"


@dataclass(frozen=True, slots=True)
class Household:
    """A household: a code that never changes, its head's name, its hamlet ("" where there are none)."""

    code: str
    head: str
    hamlet: str = ""


@dataclass(frozen=True, slots=True)
class Village:
    """A village with all its households, in any order."""

    code: str
    name: str
    households: tuple[Household, ...]


@dataclass(frozen=True, slots=True)
class ChosenHousehold:
    """A chosen household: of which village, by which rule, and its serial in its ordered list.

    The list is the hamlet's, or the whole neighbouring village's where it was taken from there.
    """

    household: Household
    village: str
    reason: HouseholdReason
    serial: int


@dataclass(frozen=True, slots=True)
class HouseholdChoice:
    """The list of one village.

    `by_hamlet` says how many the village's own hamlets gave; `unrepresented` names those that gave
    none, which happens only with more hamlets than places; `missing` counts the places that even
    the neighbours could not fill.
    """

    chosen: tuple[ChosenHousehold, ...]
    by_hamlet: Mapping[str, int] = field(default_factory=dict)
    unrepresented: tuple[str, ...] = ()
    missing: int = 0


def choose_households(
    village: Village,
    count: int = HOUSEHOLDS_A_VILLAGE,
    *,
    neighbours: Sequence[Village] = (),
    taken: Collection[str] = (),
) -> HouseholdChoice:
    """Choose `count` households of `village`; what it lacks comes from `neighbours`, nearest first.

    `taken` are codes of households that stand in another village's list. ValueError for a code
    used twice.
    """
    _refuse_repeated((village, *neighbours))
    hamlets = _by_hamlet(village, taken)
    shares = share_over_hamlets(count, [len(hamlets[name]) for name in hamlets])
    chosen = [
        ChosenHousehold(
            households[serial - 1],
            village.code,
            HouseholdReason.WHOLE_HAMLET if share == len(households) else HouseholdReason.SYSTEMATIC,
            serial,
        )
        for households, share in zip(hamlets.values(), shares, strict=True)
        for serial in systematic(len(households), share)
    ]
    for neighbour in neighbours:
        if len(chosen) >= count:
            break
        available = _in_order([one for one in neighbour.households if one.code not in taken])
        serials = systematic(len(available), count - len(chosen))
        chosen += [
            ChosenHousehold(available[serial - 1], neighbour.code, HouseholdReason.NEIGHBOUR, serial)
            for serial in serials
        ]
    by_hamlet = dict(zip(hamlets, shares, strict=True))
    return HouseholdChoice(
        chosen=tuple(chosen),
        by_hamlet=by_hamlet,
        unrepresented=tuple(name for name, share in by_hamlet.items() if share == 0),
        missing=max(0, count - len(chosen)),
    )


def share_over_hamlets(count: int, sizes: Sequence[int]) -> tuple[int, ...]:
    """Divide `count` over hamlets of these sizes in proportion, at least one each, never more than it has.

    With more hamlets than places the largest get one each. What a hamlet needs for its one comes
    from the hamlet with the largest share, the first of equals.

    >>> share_over_hamlets(30, [100, 80, 2])
    (16, 13, 1)
    >>> share_over_hamlets(30, [10, 5])
    (10, 5)
    >>> share_over_hamlets(2, [5, 9, 7])
    (0, 1, 1)
    """
    inhabited = sum(size > 0 for size in sizes)
    if count < inhabited:
        largest = sorted(range(len(sizes)), key=lambda at: (-sizes[at], at))[:count]
        return tuple(int(at in set(largest)) for at in range(len(sizes)))
    shares = list(largest_remainder(count, sizes))
    for at, size in enumerate(sizes):
        if size > 0 and shares[at] == 0:
            richest = max(range(len(shares)), key=lambda other: (shares[other], -other))
            shares[richest] -= 1
            shares[at] = 1
    return tuple(shares)


def _by_hamlet(village: Village, taken: Collection[str]) -> dict[str, list[Household]]:
    hamlets: dict[str, list[Household]] = {}
    for one in _in_order(village.households):
        if one.code not in taken:
            hamlets.setdefault(one.hamlet, []).append(one)
    return {name: hamlets[name] for name in sorted(hamlets, key=lambda name: (village_key(name), name))}


def _in_order(households: Sequence[Household]) -> list[Household]:
    return sorted(households, key=lambda one: (name_key(one.head), one.code))


def _refuse_repeated(villages: Sequence[Village]) -> None:
    codes = Counter(one.code for village in villages for one in village.households)
    repeated = [code for code, times in codes.items() if times > 1]
    if repeated:
        raise ValueError(f"household codes used twice: {', '.join(repeated[:5])}")
