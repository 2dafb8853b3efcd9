"""Disclosure control from one publication to the next: what two dashboards tell together.

Yesterday's figure and today's give those who answered since. So both are one set: the atoms are the answers
of before and those added since, every figure printed before is printed for good, and what needs protection is
every figure of either day and the newcomers of each. A figure of today that would give somebody away is not
brought up to date: it stays as it was, or hidden, until enough people have been added. Figures move in steps
of the minimum base that way, without a rule of their own.

Only for data that grow. A correction that takes answers back is another matter: who compares it with what it
corrects learns of those few, whatever is hidden.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scoring.disclosure import DisclosureRules, Figure, Pattern, protect
from scoring.disclosure_flows import Floats
from scoring.responses import ScoringError
from scoring.withheld import Reason


class NotGrown(ScoringError):
    """The data of a later round lack answers of the earlier one."""


@dataclass(frozen=True, slots=True)
class Issued:
    """What was published: the atoms and figures of the time, and what was hidden of them."""

    numerator: Sequence[float] | Floats
    denominator: Sequence[float] | Floats
    figures: tuple[Figure, ...]
    pattern: Pattern


def protect_next(
    before: Issued,
    numerator: Sequence[float] | Floats,
    denominator: Sequence[float] | Floats,
    figures: Iterable[Figure],
    rules: DisclosureRules | None = None,
) -> Pattern:
    """Return which of today's figures are not to be brought up to date; atoms in the order of before.

    Even a total may wait, so `may_hide` of today's figures is not heard. Raises `NotGrown`.

    Three more people since yesterday: nothing moves, for the difference would be theirs.

    >>> unit = Figure("unit", [0], 40)
    >>> yesterday = Issued([180], [200], (unit,), Pattern())
    >>> sorted(protect_next(yesterday, [192], [215], [replace(unit, base=43)]).hidden)
    ['unit']
    >>> sorted(protect_next(yesterday, [230], [260], [replace(unit, base=52)]).hidden)
    []
    """
    was, now = np.asarray(before.numerator, float), np.asarray(numerator, float)
    answered, answers = np.asarray(before.denominator, float), np.asarray(denominator, float)
    count = len(was)
    added, added_answers = now - was, answers - answered
    if len(now) != count or (added < 0).any() or (added_answers < added).any():
        raise NotGrown("the later data must hold every answer of the earlier")
    found: list[Figure] = []
    bases: dict[Hashable, int] = {}
    for figure in before.figures:
        bases[figure.name] = figure.base
        found.append(_printed(figure, before.pattern))
    for figure in figures:
        atoms = np.asarray(figure.atoms, dtype=np.int64)
        later = atoms + count
        both = np.concatenate([atoms, later])
        weights = None if figure.weights is None else np.tile(np.asarray(figure.weights, float), 2)
        found.append(replace(figure, atoms=both, weights=weights, may_hide=True))
        newcomers = figure.base - bases.get(figure.name, 0)
        if figure.weights is None and newcomers > 0:
            found.append(Figure(("since", figure.name), later, newcomers, is_shown=False))
    pattern = protect(np.concatenate([was, added]), np.concatenate([answered, added_answers]), found, rules)
    earlier = {each.name for each in found if isinstance(each.name, tuple) and each.name[:1] == ("before",)}
    return Pattern(
        {name: each for name, each in pattern.hidden.items() if name not in earlier}, pattern.exposed
    )


def _printed(figure: Figure, pattern: Pattern) -> Figure:
    """A figure of before: out for good, or hidden as it was."""
    hiding = pattern.hidden.get(figure.name)
    name = ("before", figure.name)
    if hiding is None:
        return replace(figure, name=name, may_hide=False)
    is_told = hiding.reason is Reason.UNANIMOUS
    return replace(figure, name=name, is_shown=is_told and figure.is_shown, may_hide=True)
