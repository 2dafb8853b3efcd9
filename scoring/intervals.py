"""Intervals of shares, for large bases and for small ones, in percent.

Both kinds put the effective number of observations, R(1−R)/Var R, in the place of the sample size of a
textbook interval, so that clusters, strata and weights are in them. They stay inside 0 to 100.

`WILSON` (score interval; Wilson 1927) is the default: short, and about right on average from ten people on.
`KORN_GRAUBARD` (Survey Methodology 1998; R `svyciprop(method = "beta")`; the rule of the United States'
health statistics for small bases) is Clopper's and Pearson's exact interval with the effective number
multiplied by (t of the sample size / t of the design's degrees of freedom)²; it covers at least as often as
it says and is wider.

The effective number is never more than the observations there are. When all answers are alike the variance
is 0 and says nothing: there the number of respondents stands in, as if each had answered once. Where a part
of the population was observed, only the rest is uncertain: a census has no width.
"""

from __future__ import annotations

from enum import StrEnum
from statistics import NormalDist

import numpy as np

from scoring.quantiles import Floats, beta_quantile, student_quantile


class Interval(StrEnum):
    """Which interval is printed."""

    WILSON = "wilson"
    KORN_GRAUBARD = "korn_graubard"


def bounds(
    value: Floats,
    error: Floats,
    *,
    base: Floats,
    observations: Floats,
    remaining: Floats | float = 1.0,
    freedom: Floats | None = None,
    confidence: float = 0.95,
    kind: Interval = Interval.WILSON,
) -> tuple[Floats, Floats]:
    """Return lower and upper bounds in percent; NaN where there is no error.

    `base` counts respondents, `observations` what stands below the line, `remaining` is the share of the
    population that was not observed, `freedom` the design's degrees of freedom (by default base − 1).
    """
    share, deviation = value / 100, error / 100
    with np.errstate(divide="ignore", invalid="ignore"):
        is_extreme = (share <= 0) | (share >= 1)
        counted = np.minimum(share * (1 - share) / deviation**2, observations / remaining)
        effective = np.where(is_extreme, base / remaining, counted)
    if kind is Interval.WILSON:
        low, high = _wilson(share, effective, confidence)
    else:
        known = base - 1 if freedom is None else freedom
        low, high = _korn_graubard(share, effective, observations, known, confidence)
    unknown = np.isnan(error)
    low = np.where(unknown, np.nan, 100 * np.clip(low, 0, 1))
    high = np.where(unknown, np.nan, 100 * np.clip(high, 0, 1))
    # at the ends the bound is the value itself; rounding must not put it a hair inside
    return np.where(value <= 0, np.minimum(low, 0), low), np.where(value >= 100, np.maximum(high, 100), high)


def _wilson(share: Floats, effective: Floats, confidence: float) -> tuple[Floats, Floats]:
    quantile = NormalDist().inv_cdf(0.5 + confidence / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = quantile**2 / effective
        centre = (share + weight / 2) / (1 + weight)
        half = quantile / (1 + weight) * np.sqrt(share * (1 - share) / effective + weight / (4 * effective))
    return centre - half, centre + half


def _korn_graubard(
    share: Floats, effective: Floats, observations: Floats, freedom: Floats, confidence: float
) -> tuple[Floats, Floats]:
    with np.errstate(divide="ignore", invalid="ignore"):
        widened = student_quantile(confidence, observations - 1) / student_quantile(confidence, freedom)
        effective = np.where(np.isinf(effective), effective, effective * widened**2)
        above, below = effective * share, effective * (1 - share)
    tail = np.full_like(share, (1 - confidence) / 2)
    low = np.where(share <= 0, 0, beta_quantile(tail, above, below + 1))
    high = np.where(share >= 1, 1, beta_quantile(1 - tail, above + 1, below))
    is_exact = np.isinf(effective)
    return np.where(is_exact, share, low), np.where(is_exact, share, high)
