"""Disclosure control: which figures of a published set stay hidden, so that nobody's answers can be told.

The set is described by its atoms (disjoint groups of answers: how many were satisfied of how many) and by
its figures, each a sum of atoms. A figure needs protection when (reliability.md §5.4)

- it rests on fewer than `minimum_base` people: it is not printed at all, and what else is printed must
  leave it open by at least one person's answers, 100/base points;
- everybody in it gave the same answer: it is printed as "at least 95 %" (or "at most 5 %"), wider where one
  person weighs more than five points, and what else is printed must not narrow that.

Hiding only those is not enough: a total less the parts that are shown gives the part that is not. So
further figures are hidden, chosen over the whole set at once (`disclosure_flows`), until for every
protected figure two sets of answers exist that give exactly the printed figures and differ in the
protected one by as much as is wanted. The attacker thought of knows every atom's denominator and every
printed figure unrounded. Figures that must be printed (`may_hide` False) never are hidden; what cannot be
protected because of them is told as `exposed`, never passed over. That answers are whole and figures rounded
tells him no more where figures are sums; beside a mean of units it told more of 4 protected figures in 1,000
with 24 criteria (tests/scoring/test_disclosure_integers.py).

    d = Σ answers, s = Σ satisfied of a figure;  widest reach of s with all printed figures fixed ≥ R,
    R = d/base (small base)   or   d·window/100 (unanimous)
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from scoring.disclosure_flows import Floats, Flows, Integers, Need
from scoring.estimates import Estimate
from scoring.withheld import Reason, Withheld

MINIMUM_BASE = 10
"""People below which a figure is hidden (reliability.md §5.4 (a))."""

WINDOW = 5.0
"""Points between the printed bound of a unanimous figure and 0 or 100 (§5.4 (b))."""


@dataclass(frozen=True, slots=True)
class DisclosureRules:
    """When a figure is hidden. `minimum_base` counts respondents; `window` is in points."""

    minimum_base: int = MINIMUM_BASE
    window: float = WINDOW

    def window_of(self, base: int) -> float:
        """Points left open beside a unanimous figure: whole windows, one person at least.

        >>> DisclosureRules().window_of(60), DisclosureRules().window_of(12)
        (5.0, 10.0)
        """
        return min(100.0, self.window * max(1, math.ceil(100 / base / self.window - 1e-9)))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the set: the sum of `atoms`, told as a share of their denominators.

    `name` tells it from others. `base` counts its respondents. A figure that is not shown costs nothing
    to hide, and is still protected when it can be told from two that are. `weights` make a weighted sum
    (a mean of units): it only binds, it is never protected itself. `both_ends`: nobody is as telling as
    everybody, true where an answer is yes or no; of one choice among several only everybody is. `cost` is
    what hiding it for the sake of others costs, its base when None.
    """

    name: Hashable
    atoms: Sequence[int] | Integers
    base: int
    weights: Sequence[float] | Floats | None = None
    is_shown: bool = True
    may_hide: bool = True
    both_ends: bool = True
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Hiding:
    """Why a figure is hidden, and between which percentages it is told to lie, if told."""

    reason: Reason
    at_least: float | None = None
    at_most: float | None = None

    def of(self, estimate: Estimate) -> Withheld:
        """What is printed instead: the base, the reason, a bound; nothing of the value."""
        return Withheld(
            0,
            0,
            estimate.base,
            None,
            reason=self.reason,
            at_least=self.at_least,
            at_most=self.at_most,
        )


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which figures are hidden. `exposed` are protected ones the rest gives away all the same.

    `exposed` maps them to the points the attacker leaves open.
    """

    hidden: Mapping[Hashable, Hiding] = field(default_factory=dict)
    exposed: Mapping[Hashable, float] = field(default_factory=dict)

    def shown(self, name: Hashable, estimate: Estimate) -> Estimate:
        """The estimate as it may be printed."""
        hiding = self.hidden.get(name)
        return estimate if hiding is None or not estimate.base else hiding.of(estimate)


def protect(
    numerator: Sequence[float] | Floats,
    denominator: Sequence[float] | Floats,
    figures: Iterable[Figure],
    rules: DisclosureRules | None = None,
) -> Pattern:
    """Return the one pattern for the whole set; the first of two figures with one name counts.

    Three services of a unit, one of four people. The unit's figure must be printed, so a second service
    goes with the small one:

    >>> parts = [Figure("a", [0], 4), Figure("b", [1], 30), Figure("c", [2], 60)]
    >>> found = protect([70, 500, 1000], [80, 600, 1200], [*parts, Figure("unit", [0, 1, 2], 94)])
    >>> {name: each.reason.value for name, each in found.hidden.items()}
    {'a': 'small_base', 'b': 'complementary'}
    """
    rules = rules or DisclosureRules()
    satisfied, answers = (np.asarray(each, dtype=np.float64) for each in (numerator, denominator))
    known: dict[Hashable, Figure] = {}
    for figure in figures:
        if len(figure.atoms):
            known.setdefault(figure.name, figure)
    hidden, needs = _primary(satisfied, answers, known, rules)
    if not needs:
        return Pattern()
    flows = Flows(satisfied, answers, [_row(figure) for figure in known.values()])
    places = {name: place for place, name in enumerate(known)}
    for name, hiding in hidden.items():
        if known[name].is_shown:
            flows.hide(places[name], *_told(hiding))
    open_points: dict[Hashable, float] = {
        name: 0.0 for name in needs if known[name].is_shown and name not in hidden
    }
    for name, need in sorted(needs.items(), key=lambda each: -each[1].width):
        if name in open_points:
            continue
        reached = flows.protect(places[name], need)
        if reached < need.width * (1 - 1e-6):
            open_points[name] = 100 * reached / float(answers[np.asarray(known[name].atoms)].sum())
    flows.show_what_need_not_hide()
    names = list(known)
    for place in flows.added:
        hidden[names[place]] = Hiding(Reason.COMPLEMENTARY)
    return Pattern({name: each for name, each in hidden.items() if known[name].is_shown}, open_points)


def _row(figure: Figure) -> tuple[Integers, Floats, float]:
    """Its atoms, their weights, and what hiding it costs: -1 must not be, 0 not printed anyway."""
    atoms = np.asarray(figure.atoms, dtype=np.int64)
    weights = np.ones(len(atoms)) if figure.weights is None else np.asarray(figure.weights, dtype=np.float64)
    price = float(figure.base) if figure.cost is None else figure.cost
    cost = 0.0 if not figure.is_shown else price if figure.may_hide else -1.0
    return atoms, weights, cost


def _primary(
    satisfied: Floats, answers: Floats, known: Mapping[Hashable, Figure], rules: DisclosureRules
) -> tuple[dict[Hashable, Hiding], dict[Hashable, Need]]:
    """The figures that need protection, and how far each must stay open."""
    hidden: dict[Hashable, Hiding] = {}
    needs: dict[Hashable, Need] = {}
    for name, figure in known.items():
        if figure.weights is not None or not figure.base:
            continue
        atoms = np.asarray(figure.atoms, dtype=np.int64)
        above, below = float(satisfied[atoms].sum()), float(answers[atoms].sum())
        if below <= 0:
            continue
        if figure.base < rules.minimum_base:
            if figure.may_hide or not figure.is_shown:
                hidden[name] = Hiding(Reason.SMALL_BASE)
            needs[name] = Need(below / figure.base, above, below)
            continue
        window = rules.window_of(figure.base)
        is_all, is_none = above >= below * (1 - 1e-12), figure.both_ends and above <= 0
        if not is_all and not is_none:
            continue
        if figure.may_hide or not figure.is_shown:
            bounds = (100 - window, None) if is_all else (None, window)
            hidden[name] = Hiding(Reason.UNANIMOUS, *bounds)
        needs[name] = Need(below * window / 100, above, below)
    return hidden, needs


def _told(hiding: Hiding) -> tuple[float, float]:
    """The shares a reader knows a hidden figure to lie between."""
    low = 0.0 if hiding.at_least is None else hiding.at_least / 100
    return low, 1.0 if hiding.at_most is None else hiding.at_most / 100
