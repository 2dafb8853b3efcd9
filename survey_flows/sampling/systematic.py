"""The systematic draw: every k-th person of an ordered list, k = N/n (Sơn La plan III.1.b, step 2).

Rules: the first serial is 01, the next are i + k, i + 2k, … (plan L129-131). When N/n is not whole
the default is the fractional interval, serial j = 1 + floor(j * N / n), in whole numbers only
(domain.md A-05): it equals the plan's own example when k is whole, never leaves the list, never
takes anyone twice, and over all starts takes everyone equally often. The floor variant ("as the
old text reads") is offered for comparison: the tail of the list is then never reached.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from survey_flows.sampling.rules import DrawRules, IntervalMethod


def interval(size: int, n: int) -> Fraction:
    """The sampling interval k = N/n, exact; 0 when nothing is drawn."""
    return Fraction(size, n) if n else Fraction(0)


def systematic(
    size: int, n: int, *, method: IntervalMethod = IntervalMethod.FRACTIONAL, shift: int = 0
) -> tuple[int, ...]:
    """Choose `n` serials, counted from 1, of a list of `size` people.

    `shift` moves the start by `shift / n` places; the possible starts are 0 … size - 1, and 0 is
    the plan's serial 01. A census (n >= size) takes everyone. The floor variant knows whole
    places only.

    >>> systematic(1500, 20)[:4]
    (1, 76, 151, 226)
    >>> systematic(1500, 40)[:6]
    (1, 38, 76, 113, 151, 188)
    """
    if size < 0 or n < 0:
        raise ValueError(f"a list has no {size} people and a sample no {n}")
    if n >= size:
        return tuple(range(1, size + 1))
    if n == 0:
        return ()
    if not 0 <= shift < size:
        raise ValueError(f"the start must lie in the first interval: 0 <= shift < {size}, got {shift}")
    match method:
        case IntervalMethod.FRACTIONAL:
            return tuple(1 + (shift + size * j) // n for j in range(n))
        case IntervalMethod.FLOOR:
            k = size // n
            first = min(shift // n, k - 1)
            return tuple(1 + first + k * j for j in range(n))
        case _:
            assert_never(method)


def start_shift(size: int, n: int, rules: DrawRules, *, stratum: str) -> int:
    """The shift that the rules ask for on a list of `size` people.

    A fixed start i means serial i, held inside the first interval when the list is short. With a
    seed the shift is uniform over all `size` starts, from a stream of its own for each `stratum`,
    so that adding a unit does not move another unit's sample.
    """
    if n <= 0 or n >= size:
        return 0
    if rules.seed is not None:
        return random.Random(f"{rules.seed}/{stratum}").randrange(size)
    return min((rules.start - 1) * n, size - 1)


def draw_serials(size: int, n: int, rules: DrawRules, *, stratum: str) -> tuple[int, ...]:
    """Serials by the plan's rules; the whole list when n >= size."""
    shift = start_shift(size, n, rules, stratum=stratum)
    return systematic(size, n, method=rules.interval, shift=shift)


def rest_serial(taken: Sequence[int], place: int) -> int:
    """The serial of the `place`-th person, counted from 1, that an ascending list of `taken` serials left.

    >>> [rest_serial([1, 4, 7], place) for place in (1, 2, 3, 4, 5)]
    [2, 3, 5, 6, 8]
    """
    before = bisect_right(range(len(taken)), place - 1, key=lambda at: taken[at] - at - 1)
    return place + before
