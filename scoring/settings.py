"""The choices a wave makes about counting. Each is an ambiguity of the official texts with a default."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scoring.intervals import Interval
from scoring.responses import ScoringError


class InvalidSettings(ScoringError):
    """Settings contradict each other."""


class Denominator(StrEnum):
    """What the satisfied answers are divided by (domain.md A-01)."""

    ANSWERED = "answered"
    """Σ answers given: skipped and routed-out items leave the denominator. The default."""
    FIXED = "fixed"
    """a × n: all criteria of the form times its respondents."""
    MEAN_OF_PERSONS = "mean_of_persons"
    """The mean over respondents of their own share of satisfied answers."""


class Groups(StrEnum):
    """What a reported group is to the draw."""

    STRATA = "strata"
    """It was drawn by itself, as a unit or a service is: the strata are those inside it. The default. Of a
    part of a stratum it would take the whole stratum's population for the part's."""
    DOMAINS = "domains"
    """It is a part of what was drawn, as women, an age band or those who answered by Zalo are: the draw
    fixed how many people a stratum has, not how many of them are in the group. What R `survey` calls
    `subset` and `svyby`."""


class Weighting(StrEnum):
    """How much a respondent counts."""

    NONE = "none"
    """Everybody the same, as the official texts have it. The default."""
    PROPORTIONAL = "proportional"
    """As many people as the respondent stands for: those of the stratum / its respondents. Undoes quotas
    that give a small service as many forms as a large one. Needs `population`."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to count.

    `strata` are columns within which people were drawn separately (the services of a unit), `groups` says
    what the reported groups are beside them. `population` names a column with the number of eligible people
    in the row's stratum; it switches the finite population correction on, so a census has no sampling error.
    `weighting` counts people by what they stand for, or `weight` names a column with each row's own weight.
    `confidence` and `interval` are the level and the kind of the intervals. Raises `InvalidSettings`.

    >>> Settings(weighting=Weighting.PROPORTIONAL)
    Traceback (most recent call last):
    ...
    scoring.settings.InvalidSettings: proportional weights need the column with the population of each stratum
    """

    denominator: Denominator = Denominator.ANSWERED
    strata: tuple[str, ...] = ()
    population: str | None = None
    confidence: float = 0.95
    groups: Groups = Groups.STRATA
    weighting: Weighting = Weighting.NONE
    weight: str | None = None
    interval: Interval = Interval.WILSON

    def __post_init__(self) -> None:
        if not 0 < self.confidence < 1:
            raise InvalidSettings(f"confidence is a share between 0 and 1, not {self.confidence}")
        if self.weighting is Weighting.PROPORTIONAL and self.population is None:
            raise InvalidSettings("proportional weights need the column with the population of each stratum")
        if self.weighting is Weighting.PROPORTIONAL and self.weight is not None:
            raise InvalidSettings("weights are either proportional or those of a column, not both")
