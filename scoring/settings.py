"""The choices a wave makes about counting. Each is an ambiguity of the official texts with a default."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Denominator(StrEnum):
    """What the satisfied answers are divided by (domain.md A-01)."""

    ANSWERED = "answered"
    """Σ answers given: skipped and routed-out items leave the denominator. The default."""
    FIXED = "fixed"
    """a × n: all criteria of the form times its respondents."""
    MEAN_OF_PERSONS = "mean_of_persons"
    """The mean over respondents of their own share of satisfied answers."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to count.

    `strata` are columns within which people were drawn separately (the services of a unit).
    `population` names a column with the number of eligible people in the row's stratum; it switches
    the finite population correction on, so a census has no sampling error. `confidence` is the
    level of the intervals.
    """

    denominator: Denominator = Denominator.ANSWERED
    strata: tuple[str, ...] = ()
    population: str | None = None
    confidence: float = 0.95
