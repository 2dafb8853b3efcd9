"""Ratios of sums and how sure we are of them: one estimator for every figure the library prints.

Every figure is R = Σ sᵢ / Σ aᵢ over respondents i. Respondents are the clusters: one person's 24
answers are not 24 independent observations. The variance is the linearised (Taylor) one,

    Var R = 1/A² · Σₕ (1 − nₕ/Nₕ) · nₕ/(nₕ−1) · Σᵢ∈ₕ (eᵢ − ēₕ)²,   eᵢ = sᵢ − R·aᵢ,   A = Σ aᵢ,

over strata h; without strata each reported group is one. Because eᵢ is linear in R, the inner sum
needs only six sums per stratum (people, Σs, Σa, Σs², Σsa, Σa²), so a frame is read once. A stratum
with a single respondent is centred on the whole group, which errs on the wide side.

Intervals are Wilson's with the effective number of observations R(1−R)/Var R, so they stay inside
0 to 100 and do not shrink to nothing when everybody is satisfied: there the number of respondents
stands in. Values, errors and bounds are in percent.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure: `value` = 100·numerator/denominator with its standard error and interval, in percent.

    `base` counts respondents. `value` is None when nobody answered; `standard_error` when a single
    person did.
    """

    numerator: float
    denominator: float
    base: int
    value: float | None
    standard_error: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """The six sums of one measure, one array element for each stratum."""

    people: Floats
    numerator: Floats
    denominator: Floats
    numerator_squares: Floats
    products: Floats
    denominator_squares: Floats

    def __add__(self, other: Sums) -> Sums:
        return Sums(*(mine + theirs for mine, theirs in zip(self.arrays, other.arrays, strict=True)))

    @property
    def arrays(self) -> tuple[Floats, ...]:
        """All six, in the order of the fields."""
        return (
            self.people,
            self.numerator,
            self.denominator,
            self.numerator_squares,
            self.products,
            self.denominator_squares,
        )


@dataclass(frozen=True, slots=True)
class Strata:
    """Which group each stratum belongs to, and what share of its population was observed (0 if unknown)."""

    group: Integers
    group_count: int
    sampled_fraction: Floats


@dataclass(frozen=True, slots=True)
class Estimates:
    """`Estimate` for many groups at once; NaN stands for None."""

    numerator: Floats
    denominator: Floats
    base: Floats
    value: Floats
    standard_error: Floats
    low: Floats
    high: Floats

    def __getitem__(self, index: int) -> Estimate:
        return Estimate(
            float(self.numerator[index]),
            float(self.denominator[index]),
            int(self.base[index]),
            *(
                None if math.isnan(array[index]) else float(array[index])
                for array in (self.value, self.standard_error, self.low, self.high)
            ),
        )


def group_sums(values: Floats, strata: Strata) -> Floats:
    """Add up stratum values within each group."""
    return np.asarray(np.bincount(strata.group, values, strata.group_count), dtype=np.float64)


def ratios(sums: Sums, strata: Strata, *, confidence: float = 0.95) -> Estimates:
    """Return Σs/Σa of every group with its error."""

    def by_group(values: Floats) -> Floats:
        return group_sums(values, strata)

    people, numerator, denominator = map(by_group, (sums.people, sums.numerator, sums.denominator))
    with np.errstate(divide="ignore", invalid="ignore"):
        value = 100 * numerator / denominator
        ratio = (numerator / denominator)[strata.group]
        residual_squares = (
            sums.numerator_squares - 2 * ratio * sums.products + ratio**2 * sums.denominator_squares
        )
        residuals = sums.numerator - ratio * sums.denominator
        centred = np.where(
            sums.people > 1,
            (residual_squares - residuals**2 / sums.people) * sums.people / (sums.people - 1),
            residual_squares,
        )
        centred = np.where(sums.people > 0, np.maximum(centred, 0), 0) * (1 - strata.sampled_fraction)
        error = np.where(people > 1, 100 * np.sqrt(by_group(centred)) / denominator, np.nan)
    low, high = intervals(value, error, people, denominator, confidence=confidence)
    return Estimates(numerator, denominator, people, value, error, low, high)


def intervals(
    value: Floats, error: Floats, base: Floats, denominator: Floats, *, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Return Wilson bounds in percent from values and errors in percent; NaN where there is no error."""
    quantile = NormalDist().inv_cdf(0.5 + confidence / 2)
    share, deviation = value / 100, error / 100
    with np.errstate(divide="ignore", invalid="ignore"):
        is_extreme = (share <= 0) | (share >= 1)
        effective = np.where(is_extreme, base, np.minimum(share * (1 - share) / deviation**2, denominator))
        weight = quantile**2 / effective
        centre = (share + weight / 2) / (1 + weight)
        half = quantile / (1 + weight) * np.sqrt(share * (1 - share) / effective + weight / (4 * effective))
    unknown = np.isnan(error)
    low = np.where(unknown, np.nan, 100 * np.clip(centre - half, 0, 1))
    high = np.where(unknown, np.nan, 100 * np.clip(centre + half, 0, 1))
    # at the ends the bound is the value itself; rounding must not put it a hair inside
    return np.where(value <= 0, np.minimum(low, 0), low), np.where(value >= 100, np.maximum(high, 100), high)


def mean_of(estimates: Iterable[Estimate], *, confidence: float = 0.95) -> Estimate:
    """Return the plain mean of independent estimates (mean of blocks, mean of units; A-24).

    Those without a value do not take part. The error is √(Σ variance)/k; unknown if one is unknown.

    >>> blocks = [Estimate(9497, 10000, 500, 94.97), Estimate(9505, 10000, 500, 95.05)]
    >>> round(mean_of(blocks).value, 2)
    95.01
    """
    known = [each for each in estimates if each.value is not None]
    numerator = math.fsum(each.numerator for each in known)
    denominator = math.fsum(each.denominator for each in known)
    base = sum(each.base for each in known)
    if not known:
        return Estimate(numerator, denominator, base, None)
    value = math.fsum(each.value for each in known if each.value is not None) / len(known)
    errors = [each.standard_error for each in known if each.standard_error is not None]
    if len(errors) < len(known):
        return Estimate(numerator, denominator, base, value)
    error = math.sqrt(math.fsum(each**2 for each in errors)) / len(known)
    low, high = intervals(*_arrays(value, error, base, denominator), confidence=confidence)
    return Estimate(numerator, denominator, base, value, error, float(low[0]), float(high[0]))


def _arrays(*values: float) -> Sequence[Floats]:
    return [np.array([value], dtype=np.float64) for value in values]
