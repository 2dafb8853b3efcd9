"""Standing of units: ranks with ties, median, extremes with names, and who reaches the target.

Ranks and the target compare unrounded values; equal values share the better rank and the next one
is skipped (1, 2, 2, 4). The median is over units, as the official reports give it (A-26).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

TARGET = 90.0
"""The provinces' target: at least 90 % satisfied."""

# Two values closer than this are the same ratio of whole numbers met by different routes.
_SAME = 9


@dataclass(frozen=True, slots=True)
class Spread:
    """How units lie: extremes with the units that hold them, the median, and how many reach the target."""

    lowest: float
    lowest_units: tuple[str, ...]
    highest: float
    highest_units: tuple[str, ...]
    median: float
    reaching_target: int
    count: int


def ranks(values: Mapping[str, float | None]) -> dict[str, int]:
    """Return each unit's rank, best first; units without a value have none.

    >>> ranks({"a": 95.0, "b": 97.5, "c": 95.0, "d": None, "e": 90.0})
    {'a': 2, 'b': 1, 'c': 2, 'e': 4}
    """
    known = _known(values)
    return {unit: 1 + sum(other > value for other in known.values()) for unit, value in known.items()}


def spread(values: Mapping[str, float | None], *, target: float = TARGET) -> Spread | None:
    """Return extremes, median and the count at or above the target; None without any value.

    >>> spread({"a": 95.0, "b": 89.99, "c": 95.0}).highest_units
    ('a', 'c')
    """
    known = _known(values)
    if not known:
        return None
    lowest, highest = min(known.values()), max(known.values())
    return Spread(
        lowest,
        tuple(unit for unit, value in known.items() if value == lowest),
        highest,
        tuple(unit for unit, value in known.items() if value == highest),
        median(known.values()),
        sum(value >= target for value in known.values()),
        len(known),
    )


def _known(values: Mapping[str, float | None]) -> dict[str, float]:
    return {unit: round(value, _SAME) for unit, value in values.items() if value is not None}
