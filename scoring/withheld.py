"""A figure that stays hidden, as a value: where an estimate would stand, without anything to estimate.

Made by `scoring.disclosure`; here so that tables can print one without knowing how it was chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scoring.estimates import Estimate


class Reason(StrEnum):
    """Why a figure is hidden."""

    SMALL_BASE = "small_base"
    UNANIMOUS = "unanimous"
    COMPLEMENTARY = "complementary"


@dataclass(frozen=True, slots=True)
class Withheld(Estimate):
    """The base and the reason, nothing of the value.

    `at_least` and `at_most` are what may be said of a unanimous figure, in percent. Whoever takes an
    `Estimate` sees one without a value, so it has no rank, no place among extremes and no mark in a chart.
    """

    reason: Reason = Reason.SMALL_BASE
    at_least: float | None = None
    at_most: float | None = None
