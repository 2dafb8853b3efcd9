"""Shares of answers to process, expectation and demographic questions, with their errors.

Two bases for people: those who answered the question (default; Lạng Sơn's rule) or everybody in the
frame (the base Sơn La's published shares fit). A question with several answers is reported of
people *and* of ticks (domain.md A-30): the official text says people, its figures are of ticks, so
neither may stand alone. A share of ticks is a ratio of sums; its error knows that one person's
ticks belong together.

A single-answer column holds one code (text or whole number); a multiple-answer column holds codes
separated by spaces, the way XLSForm tools export them. Unknown codes are refused, never dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import narwhals as nw
import numpy as np
from narwhals.typing import IntoFrame

from scoring.design import Drawn, drawn_alone, drawn_together, own_weights
from scoring.estimates import Estimate, Floats, Integers, Sums, ratios
from scoring.patterns import Key
from scoring.responses import Frame, InvalidResponses, refuse_population
from scoring.settings import Groups, Settings


class Base(StrEnum):
    """Who is counted below the line."""

    ANSWERED = "answered"
    EVERYBODY = "everybody"


class Of(StrEnum):
    """What a share is a share of."""

    PEOPLE = "people"
    TICKS = "ticks"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with a fixed list of answer codes; `code` is its column."""

    code: str
    choices: tuple[str, ...]
    takes_several: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a group chose one answer. `estimate.base` counts people below the line."""

    group: tuple[object, ...]
    question: str
    choice: str
    of: Of
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Answered:
    """Counted answers: row i says that `people[i]` of element `element[i]` chose `chosen[i]`.

    `keys` name the elements: the by-columns, then those of the strata. `population` is 0 where unknown.
    """

    keys: tuple[Key, ...]
    population: Floats
    element: Integers
    people: Floats
    weight: Floats
    chosen: tuple[frozenset[str], ...]


def shares(
    frame: IntoFrame,
    question: Question,
    *,
    by: Sequence[str] = (),
    base: Base = Base.ANSWERED,
    settings: Settings | None = None,
    confidence: float = 0.95,
) -> tuple[Share, ...]:
    """Return the share of every choice in every group, in group and choice order.

    Single answers give shares of people; several answers shares of people, then of ticks. `settings` say
    how people were drawn and what they count; without them everybody counts alike, each group drawn by
    itself, with intervals of `confidence`. Raises `InvalidResponses` on a missing column, an unknown code
    or a row without a group.

    >>> import polars
    >>> trips = polars.DataFrame({"trips": ["1", "1", "2", None]})
    >>> [each.estimate.value for each in shares(trips, Question("trips", ("1", "2")), base=Base.EVERYBODY)]
    [50.0, 25.0]
    """
    rule = settings or Settings(confidence=confidence)
    answered = _answered(nw.from_native(frame).lazy(), question, by, rule)
    groups = list(dict.fromkeys(key[: len(by)] for key in answered.keys))
    position = {group: place for place, group in enumerate(groups)}
    group = np.array([position[key[: len(by)]] for key in answered.keys], dtype=np.int64)
    drawn = _drawn(answered, by, rule)
    strata = drawn.strata(group, len(groups))
    asked = [
        (choice, of)
        for of in ((Of.PEOPLE, Of.TICKS) if question.takes_several else (Of.PEOPLE,))
        for choice in question.choices
    ]
    measures = [_sums(answered, choice, of, base).weighted(drawn.weight) for choice, of in asked]
    found = ratios(measures, strata, confidence=rule.confidence, interval=rule.interval)
    return tuple(
        Share(group, question.code, choice, of, estimates[place])
        for place, group in enumerate(groups)
        for (choice, of), estimates in zip(asked, found, strict=True)
    )


def _answered(lazy: Frame, question: Question, by: Sequence[str], rule: Settings) -> Answered:
    """Count people by group, stratum and set of answers; the empty set for none."""
    schema = lazy.collect_schema()
    keys = tuple(dict.fromkeys((*by, *rule.strata)))
    weights = [rule.weight] if rule.weight else []
    sizes = [rule.population] if rule.population else []
    for column in (*keys, *weights, *sizes, question.code):
        if column not in schema:
            raise InvalidResponses(column, None, "the frame has no such column")
    for column in sizes:
        refuse_population(lazy, column)
    apart = tuple(dict.fromkeys((*keys, *weights, question.code)))
    table = (
        lazy.select(*dict.fromkeys((*apart, *sizes)))
        .with_columns(nw.col(question.code).is_null().alias("\x1fnull"))
        .group_by(*apart, "\x1fnull", drop_null_keys=False)
        .agg(nw.len().alias("\x1fpeople"), *(nw.col(size).max().alias("\x1fpopulation") for size in sizes))
        .collect()
    )
    rows: list[Key] = list(zip(*(table[name].to_list() for name in keys), strict=True)) if keys else []
    rows = rows or [()] * len(table)
    if any(part is None or part != part for row in rows for part in row):  # noqa: PLR0124  NaN is the only one
        raise InvalidResponses(", ".join(keys), None, "a row has no value here; every response needs one")
    found = sorted(set(rows), key=lambda key: [(type(part).__name__, part) for part in key])
    number = {key: place for place, key in enumerate(found)}
    element = np.array([number[row] for row in rows], dtype=np.int64)
    population = np.zeros(len(found))
    if sizes:
        np.maximum.at(
            population, element, np.nan_to_num(table["\x1fpopulation"].to_numpy().astype(np.float64))
        )
    codes = zip(table[question.code].to_list(), table["\x1fnull"].to_list(), strict=True)
    return Answered(
        tuple(found),
        population,
        element,
        np.asarray(table["\x1fpeople"].to_numpy(), dtype=np.float64),
        own_weights(table[rule.weight].to_list(), rule.weight) if rule.weight else np.ones(len(table)),
        tuple(frozenset() if is_null else _codes(value, question) for value, is_null in codes),
    )


def _codes(value: object, question: Question) -> frozenset[str]:
    """The choices one stored value stands for."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    chosen = frozenset(text.split()) if question.takes_several else frozenset((text,))
    unknown = chosen - frozenset(question.choices)
    if unknown:
        codes = ", ".join(sorted(unknown))
        raise InvalidResponses(
            question.code, value, f"unknown code {codes} (known: {', '.join(question.choices)})"
        )
    return chosen


def _drawn(answered: Answered, by: Sequence[str], rule: Settings) -> Drawn:
    """How the people of each element were drawn; everybody in the frame was, whether he answered or not."""
    present: Floats = np.bincount(answered.element, answered.people, len(answered.keys)).astype(np.float64)
    if rule.groups is Groups.STRATA:
        return drawn_alone(present, answered.population, rule)
    columns = tuple(dict.fromkeys((*by, *rule.strata)))
    places = [columns.index(column) for column in rule.strata]
    names = [tuple(key[place] for place in places) for key in answered.keys]
    number = {name: place for place, name in enumerate(dict.fromkeys(names))}
    stratum = np.array([number[name] for name in names], dtype=np.int64)
    population = np.zeros(len(number))
    np.maximum.at(population, stratum, answered.population)
    whole: Floats = np.bincount(stratum, present, len(number)).astype(np.float64)
    return drawn_together(whole, population, stratum, rule)


def _sums(answered: Answered, choice: str, of: Of, base: Base) -> Sums:
    """The sums of one share; rows' own weights are in them."""
    ticks = np.array([len(chosen) for chosen in answered.chosen], dtype=np.float64)
    if of is Of.TICKS:
        below = ticks
    else:
        below = np.ones_like(ticks) if base is Base.EVERYBODY else np.minimum(ticks, 1)
    above = np.array([choice in chosen for chosen in answered.chosen], dtype=np.float64)
    once, twice = answered.weight, answered.weight**2

    def total(values: Floats) -> Floats:
        summed = np.bincount(answered.element, answered.people * values, len(answered.keys))
        return np.asarray(summed, dtype=np.float64)

    terms = (once * above, once * below, twice * above**2, twice * above * below, twice * below**2, below)
    return Sums(total(np.minimum(below, 1)), *map(total, terms))
