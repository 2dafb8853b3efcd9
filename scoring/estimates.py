"""Ratios of sums and how sure we are of them: one estimator for every figure the library prints.

Every figure is R = Σ sᵢ / Σ aᵢ over respondents i. Respondents are the clusters: one person's 24
answers are not 24 independent observations. The variance is the linearised (Taylor) one,

    Var R = 1/A² · Σₕ (1 − nₕ/Nₕ) · nₕ/(nₕ−1) · Σᵢ∈ₕ (eᵢ − ēₕ)²,   eᵢ = sᵢ − R·aᵢ,   A = Σ aᵢ,

over strata h; without strata each reported group is one. Because eᵢ is linear in R, the inner sum
needs only six sums per stratum (people, Σs, Σa, Σs², Σsa, Σa²), so a frame is read once. A stratum
with a single respondent is centred on the whole group, which errs on the wide side.

Weights w enter as w·s, w·a, w²·s² …; they are equal within a stratum or come row by row. A group that is
a part of strata (a domain, `Settings.groups`) has nₕ and ēₕ over all respondents of the stratum, those
outside the group counting 0.

The design effect is Var R over what as many answers drawn one by one would give, R(1−R)/(answers − 1).
Intervals: `scoring.intervals`. Values, errors and bounds are in percent.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from scoring.intervals import Interval, bounds

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure: `value` = 100·numerator/denominator with its standard error and interval, in percent.

    `base` counts respondents. `value` is None when nobody answered; `standard_error` when a single
    person did. `deff` is the design effect, None where it means nothing (a mean, all answers alike).
    """

    numerator: float
    denominator: float
    base: int
    value: float | None
    standard_error: float | None = None
    low: float | None = None
    high: float | None = None
    deff: float | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of one measure, one array element for each stratum; `observations` is the denominator
    before weights."""

    people: Floats
    numerator: Floats
    denominator: Floats
    numerator_squares: Floats
    products: Floats
    denominator_squares: Floats
    observations: Floats

    def __add__(self, other: Sums) -> Sums:
        return Sums(*(mine + theirs for mine, theirs in zip(self.arrays, other.arrays, strict=True)))

    @property
    def arrays(self) -> tuple[Floats, ...]:
        """All of them, in the order of the fields."""
        return (
            self.people,
            self.numerator,
            self.denominator,
            self.numerator_squares,
            self.products,
            self.denominator_squares,
            self.observations,
        )

    def weighted(self, weight: Floats) -> Sums:
        """Return the sums with everybody of a stratum counted `weight` times; people stay people."""
        square = weight**2
        return Sums(
            self.people,
            weight * self.numerator,
            weight * self.denominator,
            square * self.numerator_squares,
            square * self.products,
            square * self.denominator_squares,
            self.observations,
        )


@dataclass(frozen=True, slots=True)
class Strata:
    """Which group each stratum belongs to, and what share of its population was observed (0 if unknown).

    `drawn` is how many respondents a stratum has when the groups are only parts of strata; None when all
    of a stratum's people are in its group.
    """

    group: Integers
    group_count: int
    sampled_fraction: Floats
    drawn: Floats | None = None


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
    deff: Floats

    def __getitem__(self, index: int) -> Estimate:
        return Estimate(
            float(self.numerator[index]),
            float(self.denominator[index]),
            int(self.base[index]),
            *(_known(array[index]) for array in (self.value, self.standard_error, self.low, self.high)),
            deff=_known(self.deff[index]),
        )


def group_sums(values: Floats, strata: Strata) -> Floats:
    """Add up stratum values within each group."""
    return np.asarray(np.bincount(strata.group, values, strata.group_count), dtype=np.float64)


def ratios(
    measures: Sequence[Sums],
    strata: Strata,
    *,
    confidence: float = 0.95,
    interval: Interval = Interval.WILSON,
    counts_answers: bool = True,
) -> list[Estimates]:
    """Return Σs/Σa of every group with its error, for each measure in turn.

    No design effect unless s and a count answers.
    """
    if not measures:
        return []
    found = [_without_bounds(sums, strata, counts_answers=counts_answers) for sums in measures]

    def together(values: Iterable[Floats]) -> Floats:
        return np.concatenate(list(values))

    # one call for all: hundreds of small arrays cost more than the arithmetic
    low, high = bounds(
        together(each.value for each, _ in found),
        together(each.standard_error for each, _ in found),
        base=together(each.base for each, _ in found),
        observations=together(group_sums(sums.observations, strata) for sums in measures),
        remaining=together(remaining for _, remaining in found),
        freedom=together(_freedom(sums, strata) for sums in measures),
        confidence=confidence,
        kind=interval,
    )
    lows, highs = np.split(low, len(found)), np.split(high, len(found))
    return [replace(each, low=down, high=up) for (each, _), down, up in zip(found, lows, highs, strict=True)]


def _without_bounds(sums: Sums, strata: Strata, *, counts_answers: bool) -> tuple[Estimates, Floats]:
    """Return one measure's estimates, and the share of its people's population that was not observed."""

    def by_group(values: Floats) -> Floats:
        return group_sums(values, strata)

    people, numerator, denominator, observations = map(
        by_group, (sums.people, sums.numerator, sums.denominator, sums.observations)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        value, share = 100 * numerator / denominator, numerator / denominator
        ratio = share[strata.group]
        squares = sums.numerator_squares - 2 * ratio * sums.products + ratio**2 * sums.denominator_squares
        residuals = sums.numerator - ratio * sums.denominator
        centred = around_mean(residuals, squares, sums.people if strata.drawn is None else strata.drawn)
        centred = np.where(sums.people > 0, centred, 0) * (1 - strata.sampled_fraction)
        error = np.where(people > 1, 100 * np.sqrt(by_group(centred)) / denominator, np.nan)
        remaining = by_group(sums.people * (1 - strata.sampled_fraction)) / people
        alone = share * (1 - share) / (observations - 1)
        deff = np.where((alone > 0) & counts_answers, (error / 100) ** 2 / alone, np.nan)
    return Estimates(numerator, denominator, people, value, error, value, value, deff), remaining


def _freedom(sums: Sums, strata: Strata) -> Floats:
    """The design's degrees of freedom: people less the strata they are in."""
    return group_sums(sums.people, strata) - group_sums((sums.people > 0).astype(np.float64), strata)


def around_mean(totals: Floats, squares: Floats, people: Floats) -> Floats:
    """n/(n−1)·Σ(e−ē)² of each stratum from Σe and Σe²; around zero where there is only one person."""
    with np.errstate(divide="ignore", invalid="ignore"):
        centred = np.where(people > 1, (squares - totals**2 / people) * people / (people - 1), squares)
    return np.asarray(np.maximum(centred, 0), dtype=np.float64)


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
    values, errors_, bases, below = _arrays(value, error, base, denominator)
    low, high = bounds(values, errors_, base=bases, observations=below, confidence=confidence)
    return Estimate(numerator, denominator, base, value, error, float(low[0]), float(high[0]))


def _known(value: np.float64) -> float | None:
    return None if math.isnan(value) else float(value)


def _arrays(*values: float) -> Sequence[Floats]:
    return [np.array([value], dtype=np.float64) for value in values]
