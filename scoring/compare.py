"""Which differences are real: between units, between years, and what that does to a ranking.

Estimates of different units, or of different years, rest on people drawn independently, so the variance of a
difference is the sum of both. (Groups that share strata or people, as women and everybody do, are compared
by `scoring.contrasts`.) The interval of a difference is put together from those of its two figures, each
taken on the side that faces the other (Zou and Donner 2008; with Wilson's intervals, Newcombe 1998): near
100 % it is lopsided as it should be.

    low = d − √((v₁ − l₁)² + (u₂ − v₂)²),    high = d + √((u₁ − v₁)² + (v₂ − l₂)²)

A difference is tested by z = d / √(SE₁² + SE₂²). A figure at 0 or 100 % has a standard error of 0, which
says nothing: there the distance to the bound that faces the other figure, divided by the interval's normal
quantile, stands in.

Thirty-two units are 496 pairs, of which about 25 would look different at 95 % if none were. So the p-values
of all pairs are adjusted together after Holm (1979): with probability `confidence` no pair is called
different that is not. A unit's place is then known only within bounds: at best behind every unit that is
really above it, at worst before every unit that is really below it. These bounds hold for all units
at once; those of `joint=False` hold for one unit looked at alone, and must not be read for several.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from itertools import pairwise as neighbours
from statistics import NormalDist

from scoring.estimates import Estimate
from scoring.ranks import ranks
from scoring.tables import PRINTING, Printing, Text, decimal_comma
from scoring.wording import STATEMENTS

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure less another, in percentage points; None where an error or a value is not known.

    `p` is two-sided, of no difference, for this pair by itself.
    """

    value: float | None
    standard_error: float | None = None
    low: float | None = None
    high: float | None = None
    z: float | None = None
    p: float | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two units and the `difference` of `one` from `other`; `adjusted_p` is Holm's over all pairs asked."""

    one: str
    other: str
    difference: Difference
    adjusted_p: float
    is_real: bool


@dataclass(frozen=True, slots=True)
class RankInterval:
    """A unit's place by its value, and between which places it may truly be."""

    unit: str
    rank: int
    best: int
    worst: int


def difference(one: Estimate, other: Estimate, *, confidence: float = CONFIDENCE) -> Difference:
    """Return `one` less `other` of independent estimates, whose own intervals have the same `confidence`.

    >>> now = Estimate(56, 70, 70, 80.0, 4.78, 69.2, 87.7)
    >>> found = difference(now, Estimate(48, 80, 80, 60.0, 5.48, 49.0, 70.0))
    >>> round(found.low, 1), round(found.high, 1), round(found.z, 2)
    (5.3, 33.4, 2.75)
    """
    if one.value is None or other.value is None:
        return Difference(None)
    value = one.value - other.value
    if one.standard_error is None or other.standard_error is None:
        return Difference(value)
    error = math.hypot(one.standard_error, other.standard_error)
    (down, up), (other_down, other_up) = _sides(one), _sides(other)
    low = value - math.hypot(down, other_up)
    high = value + math.hypot(up, other_down)
    quantile = NormalDist().inv_cdf(0.5 + confidence / 2)
    facing = (down, other_up) if value > 0 else (up, other_down)
    believed = [
        distance / quantile if each.value in {0.0, 100.0} and not each.standard_error else each.standard_error
        for each, distance in zip((one, other), facing, strict=True)
    ]
    spread = math.hypot(*(each for each in believed if each is not None))
    # two censuses have no spread: what is seen is so
    certain = math.copysign(math.inf, value) if value else 0.0
    z = value / spread if spread else certain
    return Difference(value, error, max(low, -100.0), min(high, 100.0), z, math.erfc(abs(z) / math.sqrt(2)))


def change(now: Estimate, before: Estimate | float | None, *, confidence: float = CONFIDENCE) -> Difference:
    """Return this year's figure less last year's.

    Last year's may be a bare published figure: then the change has a value and nothing to say how sure it
    is, since the error of the other half is not known.

    >>> change(Estimate(190, 200, 50, 95.0, 1.5, 91.2, 97.3), 94.5)
    Difference(value=0.5, standard_error=None, low=None, high=None, z=None, p=None)
    """
    if before is None:
        return Difference(None)
    known = before if isinstance(before, Estimate) else Estimate(0, 0, 0, before)
    return difference(now, known, confidence=confidence)


def pairwise(units: Mapping[str, Estimate], *, confidence: float = CONFIDENCE) -> tuple[Pair, ...]:
    """Return every pair of units with a value and an error, and whether they really differ.

    >>> units = {"a": Estimate(0, 0, 60, 98.0, 1.0, 94, 99), "b": Estimate(0, 0, 60, 90.0, 2.0, 85, 93)}
    >>> [(pair.one, pair.other, pair.is_real) for pair in pairwise(units)]
    [('a', 'b', True)]
    """
    known = [
        unit for unit, each in units.items() if each.value is not None and each.standard_error is not None
    ]
    found = list(combinations(known, 2))
    differences = [difference(units[one], units[other], confidence=confidence) for one, other in found]
    adjusted = holm([1.0 if each.p is None else each.p for each in differences])
    return tuple(
        Pair(one, other, each, p, p < 1 - confidence)
        for (one, other), each, p in zip(found, differences, adjusted, strict=True)
    )


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted for all being looked at together, in the order given.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    adjusted = [1.0] * len(p_values)
    highest = 0.0
    for step, place in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - step) * p_values[place]))
        adjusted[place] = highest
    return adjusted


def rank_intervals(
    units: Mapping[str, Estimate], *, confidence: float = CONFIDENCE, joint: bool = True
) -> tuple[RankInterval, ...]:
    """Return each unit's place and its bounds, best first; units without a value have none.

    `joint` bounds hold for all units at once. A unit without an error is as far as anybody knows anywhere.

    >>> units = {"a": Estimate(0, 0, 60, 98.0, 0.5, 97, 99), "b": Estimate(0, 0, 60, 91.0, 2.0, 86, 94),
    ...          "c": Estimate(0, 0, 60, 90.0, 2.0, 85, 93)}
    >>> [(each.unit, each.rank, each.best, each.worst) for each in rank_intervals(units)]
    [('a', 1, 1, 1), ('b', 2, 2, 3), ('c', 3, 2, 3)]
    """
    places = ranks({unit: each.value for unit, each in units.items()})
    above: dict[str, int] = dict.fromkeys(places, 0)
    below: dict[str, int] = dict.fromkeys(places, 0)
    if joint:
        for pair in pairwise(units, confidence=confidence):
            if pair.is_real and pair.difference.value is not None:
                higher, lower = (
                    (pair.one, pair.other) if pair.difference.value > 0 else (pair.other, pair.one)
                )
                below[higher] += 1
                above[lower] += 1
    else:
        for unit in places:
            above[unit], below[unit] = _really_around(unit, units, places, confidence)
    found = [
        RankInterval(unit, place, 1 + above[unit], len(places) - below[unit])
        for unit, place in places.items()
    ]
    return tuple(sorted(found, key=lambda each: each.rank))


def pair_statement(pair: Pair, *, printing: Printing = PRINTING) -> Text:
    """Say of two units whether one is really above the other, for an officer.

    >>> units = {"a": Estimate(0, 0, 60, 98.0, 1.0, 94, 99), "b": Estimate(0, 0, 60, 90.0, 2.0, 85, 93)}
    >>> pair_statement(pairwise(units)[0]).en
    'a is above b by 8,00 points: more than chance explains.'
    """
    value = pair.difference.value or 0.0
    higher, lower = (pair.one, pair.other) if value >= 0 else (pair.other, pair.one)
    points = decimal_comma(abs(value), printing.decimals)
    return STATEMENTS["pair_real" if pair.is_real else "pair_unsure"].filled(
        higher=higher, lower=lower, points=points
    )


def ranking_statement(units: Mapping[str, Estimate], *, confidence: float = CONFIDENCE) -> Text:
    """Say plainly how far a ranking of these units may be believed.

    >>> units = {"a": Estimate(0, 0, 60, 98.0, 1.0, 94, 99), "b": Estimate(0, 0, 60, 90.0, 2.0, 85, 93)}
    >>> ranking_statement(units).en
    '2 units make 1 pair; in 1 of them the difference is more than chance explains (95 % sure of all pairs \
together). The other places may be chance.'
    """
    pairs = pairwise(units, confidence=confidence)
    known = [each for each in units.values() if each.value is not None]
    return STATEMENTS["ranking"].filled(
        units=len(known),
        pairs=len(pairs),
        pairs_en=f"{len(pairs)} pair" + ("" if len(pairs) == 1 else "s"),
        real=sum(pair.is_real for pair in pairs),
        confidence=decimal_comma(100 * confidence, 0),
    )


def neighbours_statement(units: Mapping[str, Estimate], *, confidence: float = CONFIDENCE) -> Text:
    """Say which units next to each other in a ranking can be told apart, and in how many pairs nobody can.

    >>> units = {"a": Estimate(0, 0, 60, 98.0, 1.0, 94, 99), "b": Estimate(0, 0, 60, 90.0, 2.0, 85, 93)}
    >>> neighbours_statement(units).en
    'Neighbours in the ranking: 1 pair; of 0 nobody can say which is really higher. Told apart: a – b.'
    """
    order = list(ranks({unit: each.value for unit, each in units.items()}).items())
    order.sort(key=lambda each: each[1])
    names = [unit for unit, _ in order]
    real = {
        frozenset((each.one, each.other)) for each in pairwise(units, confidence=confidence) if each.is_real
    }
    beside = list(neighbours(names))
    apart = [f"{one} – {other}" for one, other in beside if frozenset((one, other)) in real]
    return STATEMENTS["neighbours" if apart else "neighbours_none"].filled(
        pairs=len(beside),
        pairs_en=f"{len(beside)} pair" + ("" if len(beside) == 1 else "s"),
        unsure=len(beside) - len(apart),
        apart="; ".join(apart),
    )


def change_statement(found: Difference, *, printing: Printing = PRINTING) -> Text:
    """Say of a change between years what it is worth.

    >>> change_statement(Difference(0.5)).en
    '+0,50 points; the error of the earlier figure is not known, so nobody can say whether this is chance.'
    """
    if found.value is None:
        return STATEMENTS["change_unknown"]
    sign = "+" if found.value > 0 else ""
    points = sign + decimal_comma(found.value, printing.decimals)
    if found.low is None or found.high is None:
        return STATEMENTS["change_bare"].filled(points=points)
    code = "change_real" if found.low > 0 or found.high < 0 else "change_unsure"
    low, high = (decimal_comma(each, printing.decimals) for each in (found.low, found.high))
    return STATEMENTS[code].filled(points=points, low=low, high=high)


def _sides(each: Estimate) -> tuple[float, float]:
    """How far the interval reaches below the value and above it; symmetric where there is none."""
    if each.value is None or each.low is None or each.high is None:
        reach = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2) * (each.standard_error or 0.0)
        return reach, reach
    return each.value - each.low, each.high - each.value


def _really_around(
    unit: str, units: Mapping[str, Estimate], places: Mapping[str, int], confidence: float
) -> tuple[int, int]:
    """How many units are really above one and how many really below, tests of this one unit adjusted."""
    others = [other for other in places if other != unit]
    differences = [difference(units[other], units[unit], confidence=confidence) for other in others]
    known = [each for each in differences if each.p is not None]
    adjusted = holm([each.p for each in known if each.p is not None])
    real = [each for each, p in zip(known, adjusted, strict=True) if p < 1 - confidence]
    return sum((each.value or 0) > 0 for each in real), sum((each.value or 0) < 0 for each in real)
