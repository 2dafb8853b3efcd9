"""What `scoring` takes in: an instrument and a data frame of answers, checked before anything is counted.

One row is one response (a person's form), one integer column is one criterion. Null means the
criterion was not answered, whether skipped, "don't know", or never asked. Codes outside the scale
are refused with column and value: a stray 9 for "no answer" must not become a dissatisfied person.

ScoringError
├─ InvalidInstrument   the author's: factors, criteria, scale or satisfied codes contradict each other
└─ InvalidResponses    the data's: a column is missing or holds a value it may not hold
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from numbers import Real
from operator import or_
from typing import Any, TypeAlias

import narwhals as nw
from narwhals.typing import IntoFrame

Frame: TypeAlias = "nw.LazyFrame[Any]"
"""Whatever came in, not yet computed."""


# What is asked of a column stands beside the others' under its name: control characters keep them apart.
_LOW, _HIGH, _STRAY, _EMPTY = "\x1elow", "\x1ehigh", "\x1estray", "\x1eempty"

WHOLE_NUMBERS = "expected whole numbers"
"""How the refusal of text among answers begins."""


class ScoringError(Exception):
    """Base of all errors this library raises."""


class InvalidInstrument(ScoringError):
    """An instrument contradicts itself."""


class InvalidResponses(ScoringError):
    """A frame cannot be scored; `column` and `value` say where and what, `problem` what is wrong."""

    def __init__(self, column: str, value: object, message: str) -> None:
        self.column = column
        self.value = value
        self.problem = message
        super().__init__(f"column {column!r}: {message}")


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor (yếu tố) and its criteria, which are column names; `is_routed` when only some are asked."""

    code: str
    name: str
    criteria: tuple[str, ...]
    is_routed: bool = False


@dataclass(frozen=True, slots=True)
class Instrument:
    """The satisfaction part of one form: its factors, its scale, and which codes count as satisfied.

    >>> Instrument("short", (Factor("A", "Access", ("a1", "a2")),)).criteria
    ('a1', 'a2')
    """

    code: str
    factors: tuple[Factor, ...]
    satisfied: frozenset[int] = frozenset({4, 5})
    scale: tuple[int, ...] = (1, 2, 3, 4, 5)

    def __post_init__(self) -> None:
        for problem in self._problems():
            raise InvalidInstrument(f"instrument {self.code!r}: {problem}")

    def _problems(self) -> Iterable[str]:
        if not self.factors:
            yield "it has no factors"
        for factor in self.factors:
            if not factor.criteria:
                yield f"factor {factor.code!r} has no criteria"
        codes = [factor.code for factor in self.factors]
        if len(set(codes)) < len(codes):
            yield f"factor codes repeat: {codes}"
        if len(set(self.criteria)) < len(self.criteria):
            yield "a criterion belongs to two factors"
        if not self.satisfied or not self.satisfied < set(self.scale):
            yield f"satisfied codes {sorted(self.satisfied)} must be some, not all, of the scale {self.scale}"

    @property
    def criteria(self) -> tuple[str, ...]:
        """All criteria in form order."""
        return tuple(code for factor in self.factors for code in factor.criteria)

    @property
    def satisfied_from(self) -> int | None:
        """The lowest satisfied code when the satisfied ones are the top of the scale, else None."""
        lowest = min(self.satisfied)
        return lowest if self.satisfied == {code for code in self.scale if code >= lowest} else None


@dataclass(frozen=True, slots=True)
class Responses:
    """Answers to one form: any frame narwhals reads (polars, pandas, Arrow, DuckDB …) and its instrument.

    Rows without an answer to any criterion of the instrument are not respondents of it, so one wide
    frame may be given several times, once for each of its forms.
    """

    frame: IntoFrame
    instrument: Instrument


def checked(frame: IntoFrame, criteria: Sequence[str], scale: Sequence[int], keys: Sequence[str]) -> Frame:
    """Return the frame, criteria numeric and on the scale, keys without nulls; refuse it otherwise.

    Columns beyond these are left out. Nothing is read twice: one pass finds the extremes.
    """
    lazy = nw.from_native(frame).lazy()
    schema = lazy.collect_schema()
    for column in (*keys, *criteria):
        if column not in schema:
            raise InvalidResponses(
                column, None, f"the frame has no such column (it has: {', '.join(schema.names())})"
            )
    lazy = lazy.select(*dict.fromkeys((*keys, *criteria)))
    empty = _refuse_text(lazy, [column for column in criteria if not schema[column].is_numeric()])
    lazy = lazy.with_columns(nw.lit(None).cast(nw.Float64).alias(column) for column in empty)
    numeric = [column for column in criteria if column not in empty]
    floats = {column for column in numeric if schema[column].is_float()}
    _refuse_strays(lazy, numeric, floats, scale, keys)
    return lazy


def refuse_population(lazy: Frame, column: str) -> None:
    """Raise `InvalidResponses` unless the column holds numbers above zero."""
    if lazy.collect_schema()[column].is_numeric():
        low = lazy.select(nw.col(column).min()).collect()[column].to_list()
        wrong = [value for value in low if value is not None and not value > 0]
    else:
        wrong = lazy.select(column).head(1).collect()[column].to_list()
    for value in wrong:
        raise InvalidResponses(column, value, f"a population is a number of people, not {value!r}")


def _is_one_of(column: str, codes: Iterable[int]) -> nw.Expr:
    """Whether a column holds one of the codes; `==` takes integers and floats alike, `is_in` does not."""
    return reduce(or_, (nw.col(column) == code for code in codes))


def _is_within(low: object, high: object, codes: Sequence[int]) -> bool:
    """Whether a column's extremes are on the scale; a column of nulls has none, or NaN in some libraries."""
    if not isinstance(low, Real) or not isinstance(high, Real):
        return True
    return not (float(low) < codes[0] or float(high) > codes[-1])


def _refuse_text(lazy: Frame, columns: Sequence[str]) -> frozenset[str]:
    """Columns that hold nothing at all have no type in some libraries; text in one is an error."""
    for column in columns:
        first = lazy.filter(~nw.col(column).is_null()).select(column).head(1).collect()
        if len(first):
            value = first[column].to_list()[0]
            raise InvalidResponses(column, value, f"{WHOLE_NUMBERS}, found {value!r}")
    return frozenset(columns)


def _refuse_strays(
    lazy: Frame,
    columns: Sequence[str],
    floats: Collection[str],
    scale: Sequence[int],
    keys: Sequence[str],
) -> None:
    codes = sorted(scale)
    is_contiguous = codes == list(range(codes[0], codes[-1] + 1))
    ranged = [column for column in columns if is_contiguous and column not in floats]
    listed = [column for column in columns if column not in ranged]
    asked: list[nw.Expr] = []
    if ranged:  # the extremes alone: compared here, not once a row
        every = nw.col(*ranged)
        asked += [every.min().name.prefix(_LOW), every.max().name.prefix(_HIGH)]
    for column in listed:
        asked.append((~nw.col(column).is_null() & ~_is_one_of(column, codes)).any().alias(_STRAY + column))
    if keys:
        asked.append(nw.col(*dict.fromkeys(keys)).is_null().any().name.prefix(_EMPTY))
    if not asked:
        return
    found = lazy.select(*asked).collect().rows(named=True)[0]
    strays = [
        column for column in ranged if not _is_within(found[_LOW + column], found[_HIGH + column], codes)
    ]
    strays += [column for column in listed if found[_STRAY + column]]
    strays += [column for column in keys if found[_EMPTY + column]]
    for column in strays:
        if column in keys:
            raise InvalidResponses(column, None, "a row has no value here; every response needs one")
        bad = lazy.filter(~nw.col(column).is_null() & ~_is_one_of(column, codes)).select(column)
        value = bad.head(1).collect()[column].to_list()[0]
        raise InvalidResponses(column, value, f"{value!r} is not on the scale {tuple(codes)}; leave it null")
