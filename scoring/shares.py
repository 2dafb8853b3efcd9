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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import narwhals as nw
import numpy as np
from narwhals.typing import IntoFrame

from scoring.estimates import Estimate, Strata, Sums, ratios
from scoring.patterns import Key
from scoring.responses import Frame, InvalidResponses


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


def shares(
    frame: IntoFrame,
    question: Question,
    *,
    by: Sequence[str] = (),
    base: Base = Base.ANSWERED,
    confidence: float = 0.95,
) -> tuple[Share, ...]:
    """Return the share of every choice in every group, in group and choice order.

    Single answers give shares of people; several answers shares of people, then of ticks. Raises
    `InvalidResponses` on a missing column, an unknown code or a row without a group.

    >>> import polars
    >>> trips = polars.DataFrame({"trips": ["1", "1", "2", None]})
    >>> [each.estimate.value for each in shares(trips, Question("trips", ("1", "2")), base=Base.EVERYBODY)]
    [50.0, 25.0]
    """
    lazy = nw.from_native(frame).lazy()
    patterns = _patterns(lazy, question, by)
    groups = sorted(patterns, key=lambda key: [(type(part).__name__, part) for part in key])
    return tuple(
        share
        for group in groups
        for of in ((Of.PEOPLE, Of.TICKS) if question.takes_several else (Of.PEOPLE,))
        for share in _of_group(group, patterns[group], question, of, base=base, confidence=confidence)
    )


def _patterns(lazy: Frame, question: Question, by: Sequence[str]) -> dict[Key, dict[frozenset[str], int]]:
    """How many people of each group gave each set of answers; the empty set for none."""
    schema = lazy.collect_schema()
    for column in (*by, question.code):
        if column not in schema:
            raise InvalidResponses(column, None, "the frame has no such column")
    answer = nw.col(question.code)
    table = (
        lazy.select(*by, question.code)
        .with_columns(answer.is_null().alias("\x1fnull"))
        .group_by(*by, question.code, "\x1fnull", drop_null_keys=False)
        .agg(nw.len().alias("\x1fpeople"))
        .collect()
    )
    found: dict[Key, dict[frozenset[str], int]] = {}
    keys = zip(*(table[column].to_list() for column in by), strict=True) if by else [()] * len(table)
    columns = (table[name].to_list() for name in (question.code, "\x1fnull", "\x1fpeople"))
    for key, value, is_null, people in zip(keys, *columns, strict=True):
        if any(part is None or part != part for part in key):  # noqa: PLR0124  NaN is the only one
            raise InvalidResponses(", ".join(by), None, "a row has no value here; every response needs one")
        chosen = frozenset() if is_null else _codes(value, question)
        group = found.setdefault(key, {})
        group[chosen] = group.get(chosen, 0) + people
    return found


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


def _of_group(
    group: Key,
    patterns: dict[frozenset[str], int],
    question: Question,
    of: Of,
    *,
    base: Base,
    confidence: float,
) -> Iterator[Share]:
    counts = np.array(list(patterns.values()), dtype=np.float64)
    ticks = np.array([len(chosen) for chosen in patterns], dtype=np.float64)
    if of is Of.TICKS:
        below = ticks
    else:
        below = np.ones_like(ticks) if base is Base.EVERYBODY else np.minimum(ticks, 1)
    one = Strata(np.zeros(1, dtype=np.int64), 1, np.zeros(1))
    for choice in question.choices:
        above = np.array([choice in chosen for chosen in patterns], dtype=np.float64)
        terms = (np.minimum(below, 1), above, below, above**2, above * below, below**2, below)
        sums = Sums(*(np.array([counts @ term]) for term in terms))
        yield Share(group, question.code, choice, of, ratios(sums, one, confidence=confidence)[0])
