"""Finding the header of a list, wherever an office put it and however it spelt it.

Rules: the header stands within the first rows, below title lines. A column may be named over two
rows (a heading merged over several columns, the names below it). A heading that is nearly one we
know (one letter off in a word) counts when no other column bears that name, and is shown to the officer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from survey_flows.sampling.columns import REQUIRED, Column, columns_named, known_headings
from survey_flows.sampling.matching import fold

WITHIN: Final = 20
"""Title lines an office may put above the header."""

_FEWEST_KNOWN: Final = 4
_MISSPELT_WORDS: Final = 2
_COLUMN_NUMBER: Final = re.compile(r"\d{1,2}|[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the list as it was understood: where it stands (from 0) and what was written there."""

    column: Column
    place: int
    written: str
    is_close: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """The header: index of the first row below it, how many columns it has, and those we know.

    `titles` is what stands above it.
    """

    below: int
    width: int
    headings: tuple[Heading, ...]
    titles: tuple[str, ...] = ()

    @property
    def places(self) -> Mapping[Column, int]:
        """Where each known column stands."""
        return {heading.column: heading.place for heading in self.headings}


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    """The header among the first of `rows`: one row, or two read together when that names more columns."""
    for at, row in enumerate(rows[:WITHIN]):
        alone = read_header(row)
        below = rows[at + 1] if at + 1 < len(rows) else ()
        together = read_header(_two_rows(row, below)) if _may_continue(row, below) else None
        # A header below a title names its columns by itself: that title is no upper half.
        most_alone = max(len(alone or ()), len(read_header(below) or ()))
        if together is not None and len(together) > most_alone:
            return Header(_below(rows, at + 2), max(len(row), len(below)), together, _titles(rows[:at]))
        if alone is not None:
            return Header(_below(rows, at + 1), len(row), alone, _titles(rows[:at]))
    return None


def read_header(cells: Sequence[str]) -> tuple[Heading, ...] | None:
    """The known columns of one row, in any order; None when this row is no header."""
    found: dict[Column, Heading] = {}
    for place, cell in enumerate(cells):
        column = columns_named(fold(cell))
        if column is not None and column not in found:
            found[column] = Heading(column, place, cell.strip())
    taken = {heading.place for heading in found.values()}
    for place, cell in enumerate(cells):
        if place not in taken and (column := _nearly(fold(cell))) is not None and column not in found:
            found[column] = Heading(column, place, cell.strip(), is_close=True)
    is_header = len(found) >= _FEWEST_KNOWN and all(column in found for column in REQUIRED)
    return tuple(found.values()) if is_header else None


def _titles(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(cell for row in rows for cell in row if cell.strip())


def _below(rows: Sequence[Sequence[str]], at: int) -> int:
    """Where the lines begin: below the row of column numbers (1), (2), (3) that offices like to add."""
    if at < len(rows):
        filled = [cell.strip(" ()") for cell in rows[at] if cell.strip()]
        if len(filled) >= _FEWEST_KNOWN and all(_COLUMN_NUMBER.fullmatch(cell) for cell in filled):
            return at + 1
    return at


def _may_continue(row: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the second row can be the lower half of a header: words only, in a place left open above."""
    opened = any(cell.strip() and (at >= len(row) or not row[at].strip()) for at, cell in enumerate(below))
    return opened and not any(any(sign.isdigit() for sign in cell) and len(cell) > 4 for cell in below)


def _two_rows(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """The names in the lower row, and those above that have none under them (merged downwards)."""
    width = max(len(above), len(below))
    upper = [*above, *[""] * (width - len(above))]
    lower = [*below, *[""] * (width - len(below))]
    return [under if under.strip() else over for over, under in zip(upper, lower, strict=True)]


def _nearly(folded: str) -> Column | None:
    """The one column this heading misspells, or None."""
    words = folded.split()
    if not words:
        return None
    close = {column for known, column in known_headings() if _is_misspelt(words, known.split())}
    return close.pop() if len(close) == 1 else None


def _is_misspelt(written: Sequence[str], known: Sequence[str]) -> bool:
    if len(written) != len(known):
        return False
    different = [(one, other) for one, other in zip(written, known, strict=True) if one != other]
    long_enough = sum(map(len, known)) > 4
    return (
        0 < len(different) <= _MISSPELT_WORDS
        and long_enough
        and all(_one_edit(one, other) for one, other in different)
    )


def _one_edit(one: str, other: str) -> bool:
    """Whether one letter added, left out, changed or swapped with its neighbour makes the other word."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        different = [at for at in range(len(one)) if one[at] != other[at]]
        is_swap = (
            len(different) == 2
            and different[1] - different[0] == 1
            and one[different[0]] == other[different[1]]
            and one[different[1]] == other[different[0]]
        )
        return len(different) == 1 or is_swap
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
