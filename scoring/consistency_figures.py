"""Published figures as somebody printed them: names, places, and how they belong together.

Any table set can be described this way, ours or another office's. Figures keep the text they were printed
as, because its decimals say how far the true value may lie from it. A `%` or a decimal part makes a figure
rounded; a whole number without `%` is a count and exact. Numbers are read the Vietnamese way: a comma
before decimals, dots between thousands; a dot that cannot stand between thousands is a decimal point.

A relation says which figures must agree, and how. It carries a label, so that a finding can be traced to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

NUMBER = re.compile(r"([+\-−–]?)\s*(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?\s*(%?)")
POINTED = re.compile(r"([+\-−–]?)\s*(\d+)(?:\.(\d+))\s*(%?)")


class Rounding(StrEnum):
    """How a report may have come to its decimals."""

    ANY = "any"
    """To the nearest, cut off or raised, each figure for itself: somebody else's report. The default."""
    NEAREST = "nearest"
    """To the nearest, always: our own report."""


@dataclass(frozen=True, slots=True)
class Span:
    """All values from `low` to `high`: where the true value behind a printed one may lie."""

    low: Fraction
    high: Fraction

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Span) -> Span:
        return Span(self.low - other.high, self.high - other.low)

    def times(self, factor: Fraction) -> Span:
        """The span with both ends multiplied by a factor of zero or more."""
        return Span(self.low * factor, self.high * factor)

    def meets(self, other: Span) -> bool:
        """Whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high


def total(spans: Iterable[Span]) -> Span:
    """Where the sum of the values lies."""
    return sum(spans, start=Span(Fraction(0), Fraction(0)))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: table, row and column by name, and the page or line of the document."""

    table: str = ""
    row: str = ""
    column: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed number. `printed` is its text, `name` what it counts or measures.

    `decimals` overrides those printed, for a report that cuts trailing zeros ("94 %" for 94,00 %).

    >>> Figure("SIPAS", "94,97 %").value, Figure("forms", "2.640").value
    (Fraction(9497, 100), Fraction(2640, 1))
    """

    name: str
    printed: str
    place: Place = Place()
    decimals: int | None = None

    def __post_init__(self) -> None:
        self._parts()

    @property
    def value(self) -> Fraction:
        """The number as printed."""
        sign, whole, part, _ = self._parts()
        number = Fraction(f"{whole.replace('.', '')}.{part or 0}")
        return -number if sign in {"-", "−", "–"} else number

    @property
    def is_percent(self) -> bool:
        """Whether it was printed with a percent sign."""
        return self._parts()[3] == "%"

    @property
    def precision(self) -> int:
        """How many decimals it has."""
        return len(self._parts()[2]) if self.decimals is None else self.decimals

    def span(self, rounding: Rounding) -> Span:
        """Where the value behind the printed one may lie."""
        if not self.is_percent and self.precision == 0:
            return Span(self.value, self.value)
        step = Fraction(1, 10**self.precision)
        reach = step if rounding is Rounding.ANY else step / 2
        return Span(self.value - reach, self.value + reach)

    def _parts(self) -> tuple[str, str, str, str]:
        """Sign, whole part, decimals and percent sign; ValueError when the text is no number."""
        text = self.printed.strip().replace("\u00a0", " ")
        match = NUMBER.fullmatch(text) or POINTED.fullmatch(text)
        if match is None:
            raise ValueError(f"{self.printed!r} is not a number")
        sign, whole, part, percent = match.groups(default="")
        return sign, whole, part, percent


@dataclass(frozen=True, slots=True)
class Total:
    """Counts that add up: `whole` = sum of `parts`."""

    label: str
    whole: Figure
    parts: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A change: `change` = `now` − `before`; a fall is printed with a minus sign."""

    label: str
    now: Figure
    before: Figure
    change: Figure


class Choosing(StrEnum):
    """What shares of answers are shares of, and how many answers a person may give."""

    ONE = "one"
    """Of people, one answer each: the sum is 100."""
    PEOPLE = "people"
    """Of people, several answers each: the sum may exceed 100; each share may not."""
    TICKS = "ticks"
    """Of all ticks: the sum is 100."""


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of the answers to one question, all from one base.

    `is_partial`: some answers are left out, so the sum may stay below 100. `base` is the number they are
    shares of, `base_at_most` one that it cannot exceed.
    """

    label: str
    parts: tuple[Figure, ...]
    choosing: Choosing = Choosing.ONE
    is_partial: bool = False
    base: Figure | None = None
    base_at_most: Figure | None = None


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean of `parts`, by whatever weights; with `weights` (one a part) exactly theirs."""

    label: str
    whole: Figure
    parts: tuple[Figure, ...]
    weights: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How units lie: whatever a report says of mean, extremes, median and units that reach a target.

    `values` are the units' own figures; `is_partial` when only some are printed, the extremes among them.
    `count` is the number of units.
    """

    label: str
    mean: Figure | None = None
    highest: Figure | None = None
    lowest: Figure | None = None
    median: Figure | None = None
    values: tuple[Figure, ...] = ()
    is_partial: bool = False
    reaching: Figure | None = None
    count: Figure | None = None
    target: Figure | None = None


@dataclass(frozen=True, slots=True)
class Same:
    """One figure printed in several places; `is_base` when it is the base that several shares must have."""

    label: str
    figures: tuple[Figure, ...]
    is_base: bool = False


@dataclass(frozen=True, slots=True)
class Ratio:
    """`percent` = 100 · `numerator` / `denominator`."""

    label: str
    numerator: Figure
    denominator: Figure
    percent: Figure


@dataclass(frozen=True, slots=True)
class Ranking:
    """Values and their ranks, the highest first, in the same order; `is_partial` when units are left out."""

    label: str
    values: tuple[Figure, ...]
    ranks: tuple[Figure, ...]
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class NameList:
    """A list of names a report gives, and the number it says they are."""

    name: str
    names: tuple[str, ...]
    stated: Figure | None = None
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Listing:
    """Lists that share no name; `whole` is the number of names they hold together."""

    label: str
    lists: tuple[NameList, ...]
    whole: Figure | None = None


Relation: TypeAlias = "Total | Change | Shares | Mean | Standing | Same | Ratio | Ranking | Listing"


@dataclass(frozen=True, slots=True)
class Published:
    """What somebody published: a title and how its figures belong together."""

    title: str
    relations: tuple[Relation, ...]
    rounding: Rounding = Rounding.ANY


def figures_of(relation: Relation) -> tuple[Figure, ...]:
    """Every figure of a relation."""
    match relation:
        case Total(_, whole, parts):
            found: tuple[Figure | None, ...] = (whole, *parts)
        case Mean(_, whole, parts, weights):
            found = (whole, *parts, *weights)
        case Change(_, now, before, change):
            found = (now, before, change)
        case Shares(_, parts, _, _, base, most):
            found = (*parts, base, most)
        case Standing():
            ends = (relation.mean, relation.highest, relation.lowest, relation.median)
            found = (*ends, *relation.values, relation.reaching, relation.count, relation.target)
        case Same(_, figures):
            found = figures
        case Ratio(_, numerator, denominator, percent):
            found = (numerator, denominator, percent)
        case Ranking(_, values, ranks):
            found = (*values, *ranks)
        case Listing(_, lists, listed):
            found = (*(each.stated for each in lists), listed)
    return tuple(each for each in found if each is not None)
