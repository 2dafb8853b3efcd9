"""Quantiles of the beta and of Student's distribution, for intervals of small bases.

The regularised incomplete beta function by its continued fraction (the even and odd terms of Gauss's
expansion, summed with Lentz's method), inverted by Newton steps that never leave their bracket. Arrays in,
arrays out. Compared with R's qbeta and qt in tests/scoring/oracle.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_STEPS = 200
_TERMS = 10_000
_CLOSE = 4e-15
_SETTLED = 1e-13
_TINY = 1e-300
_log_gamma = np.vectorize(math.lgamma, otypes=[np.float64])


def beta_quantile(probability: Floats, a: Floats, b: Floats) -> Floats:
    """Return x with I(x; a, b) = probability, elementwise; NaN where a or b is not above zero.

    >>> round(float(beta_quantile(np.array([0.025]), np.array([28.0]), np.array([3.0]))[0]), 6)
    0.779265
    """
    probability, a, b = np.broadcast_arrays(
        *(np.asarray(each, dtype=np.float64) for each in (probability, a, b))
    )
    found = np.full(probability.shape, np.nan)
    is_known = (a > 0) & (b > 0) & np.isfinite(a) & np.isfinite(b)
    target, a, b = probability[is_known], a[is_known], b[is_known]
    low, high = np.zeros_like(target), np.ones_like(target)
    x = a / (a + b)
    scale = _log_gamma(a + b) - _log_gamma(a) - _log_gamma(b)
    moving = np.arange(len(x))
    for _ in range(_STEPS):
        here, shape = x[moving], (a[moving], b[moving], scale[moving])
        error = _incomplete_beta(here, *shape) - target[moving]
        high[moving] = np.where(error > 0, here, high[moving])
        low[moving] = np.where(error <= 0, here, low[moving])
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            density = np.exp(shape[2] + (shape[0] - 1) * np.log(here) + (shape[1] - 1) * np.log1p(-here))
            step = here - error / density
        is_inside = (step >= low[moving]) & (step <= high[moving])
        x[moving] = np.where(is_inside, step, (low[moving] + high[moving]) / 2)
        moving = moving[np.abs(x[moving] - here) > _SETTLED * here]
        if not len(moving):
            break
    found[is_known] = x
    return found


def student_quantile(confidence: float, freedom: Floats) -> Floats:
    """Return t with P(|T| ≤ t) = confidence for each number of degrees of freedom; NaN below one.

    >>> round(float(student_quantile(0.95, np.array([10.0]))[0]), 6)
    2.228139
    """
    freedom = np.where(np.asarray(freedom) >= 1, freedom, np.nan)
    share = beta_quantile(np.full_like(freedom, confidence), np.full_like(freedom, 0.5), freedom / 2)
    return np.asarray(np.sqrt(freedom * share / (1 - share)), dtype=np.float64)


def _incomplete_beta(x: Floats, a: Floats, b: Floats, scale: Floats) -> Floats:
    """I(x; a, b), from the side on which the fraction converges fast."""
    is_low = x < (a + 1) / (a + b + 2)
    mine, other, place = np.where(is_low, a, b), np.where(is_low, b, a), np.where(is_low, x, 1 - x)
    with np.errstate(divide="ignore", invalid="ignore"):
        front = np.exp(scale + mine * np.log(place) + other * np.log1p(-place))
    tail = front * _fraction(place, mine, other) / mine
    return np.asarray(np.where(is_low, tail, 1 - tail), dtype=np.float64)


def _fraction(x: Floats, a: Floats, b: Floats) -> Floats:
    above = np.ones_like(x)
    below = 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    total = below.copy()
    for term in range(1, _TERMS):
        even = term * (b - term) * x / ((a + 2 * term - 1) * (a + 2 * term))
        below = 1 / _away_from_zero(1 + even * below)
        above = _away_from_zero(1 + even / above)
        total *= below * above
        odd = -(a + term) * (a + b + term) * x / ((a + 2 * term) * (a + 2 * term + 1))
        below = 1 / _away_from_zero(1 + odd * below)
        above = _away_from_zero(1 + odd / above)
        change = below * above
        total *= change
        if not np.any(np.abs(change - 1) >= _CLOSE):
            break
    return total


def _away_from_zero(values: Floats) -> Floats:
    return np.where(np.abs(values) < _TINY, _TINY, values)
