"""Differences between groups that share people or strata: women and men, the official sample and everybody.

A contrast is C = Σₜ cₜ·Rₜ over groups t of one draw, each Rₜ a ratio of sums. Its linearised variance is
that of Σᵢ uᵢ with

    uᵢ = Σₜ∋ᵢ cₜ·(sᵢ − Rₜ·aᵢ)/Aₜ = αᵢ·sᵢ + βᵢ·aᵢ,

so whoever is in two of the groups counts in both and their covariance is in it. α and β are the same for all
people of one cell, so the sums that `Tally` holds are enough and no row is read again. Strata are those
of the settings and nothing else; the groups are domains of them (R: `svycontrast` on `svyby`,
`covmat = TRUE`). Values and errors are percentage points; the interval is ±z·SE.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import add
from statistics import NormalDist

import numpy as np

from scoring.compare import Difference
from scoring.design import Drawn
from scoring.estimates import Floats, Sums, around_mean
from scoring.grouping import FormSums
from scoring.settings import Groups
from scoring.tally import SIPAS, Tally


@dataclass(frozen=True, slots=True)
class Term:
    """A group with what it counts for: `where` says which cells, all of them when it is empty."""

    factor: float
    where: Mapping[str, object] = field(default_factory=dict)


def contrast(counted: Tally, terms: Sequence[Term], *, form: str = "", measure: str = SIPAS) -> Difference:
    """Return Σ factor · index over the terms, with its error; no value when a group has no answers.

    `form` and `measure` are those of `Score`. Raises KeyError when the tally has no such measure,
    ValueError when it was not counted by a term's column.

    >>> import polars
    >>> from scoring import Factor, Instrument, Responses, tally
    >>> form = Instrument("short", (Factor("A", "Access", ("a1", "a2")),))
    >>> frame = polars.DataFrame({"sample": ["official"] * 3 + ["reserve"] * 2,
    ...                           "a1": [5, 2, 4, 1, 4], "a2": [4, 4, 5, 5, 2]})
    >>> counted = tally(Responses(frame, form), ["sample"])
    >>> found = contrast(counted, [Term(1), Term(-1, {"sample": "official"})])
    >>> round(found.value, 2), round(found.standard_error, 2)
    (-13.33, 10.18)
    """
    columns = tuple(dict.fromkeys(column for term in terms for column in term.where))
    as_domains = Tally(counted.columns, counted.forms, replace(counted.settings, groups=Groups.DOMAINS))
    forms, keys = as_domains.along(columns, {})
    drawn = as_domains.drawn(forms, keys, columns)
    sums = _sums_of([each.weighted(drawn.weight) for each in forms], form, measure)
    above, below = np.zeros(len(keys)), np.zeros(len(keys))
    value = 0.0
    for term in terms:
        is_member = np.array(
            [all(key[columns.index(name)] == wanted for name, wanted in term.where.items()) for key in keys],
            dtype=bool,
        )
        denominator = float(sums.denominator[is_member].sum())
        if denominator == 0:
            return Difference(None)
        ratio = float(sums.numerator[is_member].sum()) / denominator
        value += term.factor * ratio
        above += np.where(is_member, term.factor / denominator, 0)
        below -= np.where(is_member, term.factor * ratio / denominator, 0)
    error = 100 * math.sqrt(_variance(sums, above, below, drawn))
    half = NormalDist().inv_cdf(0.5 + counted.settings.confidence / 2) * error
    z = 100 * value / error if error else None
    p = None if z is None else math.erfc(abs(z) / math.sqrt(2))
    return Difference(100 * value, error, 100 * value - half, 100 * value + half, z, p)


def _variance(sums: Sums, above: Floats, below: Floats, drawn: Drawn) -> float:
    totals = above * sums.numerator + below * sums.denominator
    squares = (
        above**2 * sums.numerator_squares
        + 2 * above * below * sums.products
        + below**2 * sums.denominator_squares
    )
    count = int(drawn.stratum.max()) + 1
    people, remaining = np.zeros(count), np.zeros(count)
    people[drawn.stratum] = sums.people if drawn.respondents is None else drawn.respondents
    remaining[drawn.stratum] = 1 - drawn.sampled_fraction
    parts = around_mean(
        np.bincount(drawn.stratum, totals, count).astype(np.float64),
        np.bincount(drawn.stratum, squares, count).astype(np.float64),
        people,
    )
    return float((parts * remaining).sum())


def _sums_of(forms: Sequence[FormSums], form: str, measure: str) -> Sums:
    if not form and measure == SIPAS:
        return reduce(add, (each.whole for each in forms))
    for each in forms:
        if each.instrument.code == form:
            factors = [factor.code for factor in each.instrument.factors]
            if measure in factors:
                return each.factors[factors.index(measure)]
            if measure in each.instrument.criteria:
                return each.criteria[each.instrument.criteria.index(measure)]
    raise KeyError(f"no measure {measure!r} of form {form!r}")
