"""From a frame of answers to how many people of each cell gave each pattern of answers: reads the rows once.

All that any index needs of a criterion is whether it was satisfied, not satisfied, or not answered.
So the answers to a few criteria together are one of 3ᵏ patterns, and counting people by cell and
pattern keeps everything: sums, squares and products follow from some hundred counts instead of a
million rows. Per form there is one count for each group of at most `MOST_TOGETHER` criteria, and one
of (satisfied, answered) for each measure that is wider than a group.

The same expressions run in every library. Libraries that hold their rows in memory hand the codes over
and numpy counts them, a fifth of the cost of grouping there; databases group themselves and hand over
the counts, so rows never leave them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod
from operator import add, or_
from typing import Any

import narwhals as nw
import numpy as np

from scoring.estimates import Floats, Integers
from scoring.responses import Frame, Instrument

Key = tuple[object, ...]

MOST_TOGETHER = 6
"""So many criteria make one pattern: 3⁶ = 729 patterns, some 100,000 counts for 200 cells."""

MOST_IN_A_BYTE = 127

MOST_COUNTS = 1 << 23
"""Beyond this many possible counts they are found by sorting, not by an array that holds them all."""

MOST_NUMBERED = 1 << 16
"""So many combinations of whole-number keys are numbered by arithmetic; more, or other keys, by joining."""

SOME_ROWS = 1 << 15
"""So many rows are looked at first for the combinations of other keys; a missing one costs a second look."""

_ENDS = ("min", "max")

_IN_MEMORY = {nw.Implementation.POLARS, nw.Implementation.PANDAS, nw.Implementation.PYARROW}
"""Libraries whose rows are in this process."""

# Our columns beside the caller's may never meet one of theirs: control characters keep them apart.
_STATE, _CODE, _CELL, _COUNT, _POPULATION = "\x1e", "\x1f", "\x1fcell", "\x1fcount", "\x1fpopulation"


@dataclass(frozen=True, slots=True)
class Group:
    """Some criteria counted together. `is_pattern` says what their code tells.

    The whole pattern: the sum over criteria of 3ⁱ times 0 (not answered), 1 (not satisfied) or 2. Or only
    how many: satisfied + (k + 1) · answered.
    """

    criteria: tuple[str, ...]
    is_pattern: bool

    @property
    def width(self) -> int:
        """How many codes there may be."""
        size = len(self.criteria)
        return 3**size if self.is_pattern else (size + 1) ** 2

    @property
    def step(self) -> int:
        """What an answer adds to the code beside its being satisfied."""
        return 1 if self.is_pattern else len(self.criteria) + 1

    def states(self) -> Integers:
        """What each code says of each criterion: 0, 1 or 2, codes along the first axis."""
        codes = np.arange(self.width, dtype=np.int64)[:, None]
        return np.asarray(codes // 3 ** np.arange(len(self.criteria)) % 3, dtype=np.int64)

    def satisfied_and_answered(self) -> tuple[Floats, Floats]:
        """How many criteria each code says were satisfied, and how many answered."""
        if self.is_pattern:
            states = self.states()
            return (states == 2).sum(axis=1).astype(np.float64), (states > 0).sum(axis=1).astype(np.float64)
        answered, satisfied = np.divmod(np.arange(self.width), len(self.criteria) + 1)
        return satisfied.astype(np.float64), answered.astype(np.float64)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many `people` of each `cell` gave each `code`; one array element for each that occurs."""

    cell: Integers
    code: Integers
    people: Floats


@dataclass(frozen=True, slots=True)
class Patterns:
    """All counts of one form: `keys` name the cells, `population` is 0 where it is not known."""

    keys: tuple[Key, ...]
    population: Floats
    counts: tuple[Counts, ...]


def count_patterns(
    answers: Frame,
    instrument: Instrument,
    groups: Sequence[Group],
    keys: Sequence[str],
    population: str | None,
) -> Patterns:
    """Count people by cell and code, for every group. `answers` must have passed `checked`."""
    states = answers.with_columns(*_states(instrument, groups))
    codes = [_code(group).alias(f"{_CODE}{index}") for index, group in enumerate(groups)]
    sizes = [nw.col(population)] if population else []
    coded = states.select(*keys, *(size.alias(_POPULATION) for size in sizes), *codes)
    if coded.implementation in _IN_MEMORY and not sizes and (spans := _spans(answers, keys)):
        return _counted_by_number(coded, spans, groups)
    if coded.implementation in _IN_MEMORY and keys and not sizes:
        likely = _likely_cells(coded, keys)
        if (counts := _counted_here(coded, likely, keys, groups)) is not None:
            return Patterns(_names(likely, keys), np.zeros(len(likely)), counts)
    cells = _cells(coded, keys, has_population=bool(sizes))
    names = _names(cells, keys)
    known = _numbers(cells, _POPULATION, np.float64) if sizes else np.zeros(len(names))
    found = _counted_here(coded, cells, keys, groups) if coded.implementation in _IN_MEMORY else None
    return Patterns(names, known, _counted_there(coded, names, keys, groups) if found is None else found)


def _names(cells: nw.DataFrame[Any], keys: Sequence[str]) -> tuple[Key, ...]:
    return tuple(zip(*(cells[key].to_list() for key in keys), strict=True)) if keys else ((),)


def _states(instrument: Instrument, groups: Sequence[Group]) -> list[nw.Expr]:
    """What each answer adds to its groups' codes, one expression for all criteria of a kind of group.

    Expressions over many columns: building one for each took a fifth of the time of counting.
    """
    steps: dict[int, dict[str, None]] = {}
    for group in groups:
        steps.setdefault(group.step, {}).update(dict.fromkeys(group.criteria))
    found = []
    for step, criteria in steps.items():
        state = _satisfied(nw.col(*criteria), instrument)
        if step >= MOST_IN_A_BYTE:
            state = state.cast(nw.Float64)
        found.append((state + step).fill_null(0).name.prefix(f"{_STATE}{step}{_STATE}"))
    return found


def _satisfied(answer: nw.Expr, instrument: Instrument) -> nw.Expr:
    """1 if satisfied, 0 if not, null if not answered.

    On a scale from 0 or more whose satisfied top is above its half (1 to 5 with 4 and 5), whole
    division by the lowest satisfied code says it at a fifth of the cost of comparing, which makes a
    bitmap that must be unpacked again (polars 2.1, 1,000,000 x 24: 11 ms against 53).
    """
    lowest = instrument.satisfied_from
    if lowest is not None and min(instrument.scale) >= 0 and max(instrument.scale) < 2 * lowest:
        return answer // lowest
    is_satisfied: nw.Expr = reduce(or_, (answer == each for each in sorted(instrument.satisfied)))
    return nw.when(~answer.is_null()).then(is_satisfied.cast(nw.Int8))


def _code(group: Group) -> nw.Expr:
    """The group's code of a person.

    Added up in bytes as far as they reach, which moves an eighth of what 64 bits would.
    Adding with `+` costs a third of `sum_horizontal` (polars 2.1).
    """
    wide = nw.Int16 if group.width <= np.iinfo(np.int16).max else nw.Int64
    parts: list[nw.Expr] = []
    in_bytes: list[nw.Expr] = []
    room = MOST_IN_A_BYTE
    for place, code in enumerate(group.criteria):
        factor = 3**place if group.is_pattern else 1
        most = (group.step + 1) * factor
        state = nw.col(f"{_STATE}{group.step}{_STATE}{code}")
        if most > MOST_IN_A_BYTE:
            parts.append(state.cast(wide) * factor)
            continue
        if most > room:
            parts.append(reduce(add, in_bytes).cast(wide))
            in_bytes, room = [], MOST_IN_A_BYTE
        in_bytes.append(state * factor if factor > 1 else state)
        room -= most
    if in_bytes:
        parts.append(reduce(add, in_bytes).cast(wide))
    total: nw.Expr = reduce(add, parts)
    return total


def _cells(coded: Frame, keys: Sequence[str], *, has_population: bool) -> nw.DataFrame[Any]:
    """The cells with the size of their population; parts of one stratum carry the size of the whole."""
    size = [nw.col(_POPULATION).max()] if has_population else []
    if not keys:
        return coded.select(*(size or [nw.len().alias(_COUNT)])).collect()
    return (coded.group_by(keys).agg(*size) if size else coded.select(*keys).unique()).collect()


def _likely_cells(coded: Frame, keys: Sequence[str]) -> nw.DataFrame[Any]:
    """The cells of some rows spread over the frame: as a rule all there are, for a tenth of the cost."""
    rows = coded.select(*keys).collect()
    return rows.gather_every(max(1, len(rows) // SOME_ROWS)).unique()


def _counted_here(
    coded: Frame, cells: nw.DataFrame[Any], keys: Sequence[str], groups: Sequence[Group]
) -> tuple[Counts, ...] | None:
    """Number the rows' cells by joining, which needs no order of rows, and count codes by number.

    None when a row is in no cell.
    """
    names = [f"{_CODE}{index}" for index in range(len(groups))]
    count = 1
    if keys:
        numbered = cells.select(*keys).with_row_index(_CELL)
        count = len(numbered)
        coded = coded.join(numbered.lazy(), on=list(keys), how="left").select(_CELL, *names)
    table = coded.select(*([_CELL] if keys else []), *names).collect()
    if keys and table[_CELL].null_count():
        return None
    cell = _numbers(table, _CELL, np.int64) if keys else np.zeros(1, dtype=np.int64)
    return _counted(cell, table, groups, count)


def _spans(answers: Frame, keys: Sequence[str]) -> list[tuple[str, int, int]]:
    """The lowest value and the number of values of each key when all are whole numbers, few enough."""
    schema = answers.collect_schema()
    if not keys or not all(schema[key].is_integer() for key in keys):
        return []
    ends = {f"{place}{end}": getattr(nw.col(key), end)() for place, key in enumerate(keys) for end in _ENDS}
    found = answers.select(**ends).collect()
    if not all(isinstance(found[name][0], int | np.integer) for name in ends):
        return []  # no rows
    lows = [int(found[f"{place}min"][0]) for place in range(len(keys))]
    sizes = [int(found[f"{place}max"][0]) - low + 1 for place, low in enumerate(lows)]
    return list(zip(keys, lows, sizes, strict=True)) if prod(sizes) <= MOST_NUMBERED else []


def _counted_by_number(
    coded: Frame, spans: Sequence[tuple[str, int, int]], groups: Sequence[Group]
) -> Patterns:
    """Number the cells of whole-number keys by arithmetic: half the cost of joining."""
    names = [f"{_CODE}{index}" for index in range(len(groups))]
    table = coded.select(*(key for key, _, _ in spans), *names).collect()
    number = np.zeros(len(table), dtype=np.int64)
    for place, (key, low, size) in enumerate(spans):
        if place:
            number *= size
        number += _numbers(table, key, np.int64)
        number -= low
    people = np.bincount(number, minlength=prod(size for _, _, size in spans))
    occurring = np.flatnonzero(people)
    places = np.unravel_index(occurring, [size for _, _, size in spans])
    values = [(part + low).tolist() for part, (_, low, _) in zip(places, spans, strict=True)]
    cell = number if len(occurring) == len(people) else (np.cumsum(people > 0) - 1)[number]
    keys: tuple[Key, ...] = tuple(zip(*values, strict=True))
    return Patterns(keys, np.zeros(len(keys)), _counted(cell, table, groups, len(keys)))


def _counted(
    cell: Integers, table: nw.DataFrame[Any], groups: Sequence[Group], cells: int
) -> tuple[Counts, ...]:
    """Count codes by cell: in an array with a place for each when it is small enough, else by sorting."""
    found = []
    width = max(group.width for group in groups)
    start = cell * width
    buffer = np.empty(len(table), dtype=np.int64)  # one for all: making room costs as much as adding
    for index in range(len(groups)):
        place = np.add(start, table[f"{_CODE}{index}"].to_numpy(), out=buffer, casting="unsafe")
        if cells * width <= MOST_COUNTS:
            people = np.bincount(place, minlength=cells * width)
            place = np.flatnonzero(people)
            people = people[place]
        else:
            place, people = np.unique(place, return_counts=True)
        found.append(Counts(place // width, place % width, people.astype(np.float64)))
    return tuple(found)


def _counted_there(
    coded: Frame, names: Sequence[Key], keys: Sequence[str], groups: Sequence[Group]
) -> tuple[Counts, ...]:
    """Have the database group by cell and code."""
    number = {name: place for place, name in enumerate(names)}
    found = []
    for index in range(len(groups)):
        code = f"{_CODE}{index}"
        table = coded.group_by(*keys, code).agg(nw.len().alias(_COUNT)).collect()
        rows = zip(*(table[key].to_list() for key in keys), strict=True) if keys else [()] * len(table)
        cell = np.array([number[row] for row in rows], dtype=np.int64)
        codes, people = _numbers(table, code, np.int64), _numbers(table, _COUNT, np.float64)
        order = np.lexsort((codes, cell))  # databases give groups in any order: sums must not depend on it
        found.append(Counts(cell[order], codes[order], people[order]))
    return tuple(found)


def _numbers(table: nw.DataFrame[Any], name: str, kind: type[Any]) -> Any:
    """A column as numpy holds it; what a database makes of no rows at all is 0."""
    values = np.asarray(table[name].to_numpy(), dtype=kind)
    return np.nan_to_num(values) if kind is np.float64 else values
