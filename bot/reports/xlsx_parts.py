"""What every percentage of a workbook is made of, in columns of its own: numerator, denominator, base.

Who calculates must not pick "1.115/1.175" apart, nor look a base up in another table. A ratio becomes two
numbers; a percentage that stands without one gets them beside it. A mean of indices has neither, and a
figure that is hidden shows neither: both would tell it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isclose

from scoring.estimates import Estimate
from scoring.tables import Cell, Column, ColumnKind, Row, RowKind, Table, Text
from scoring.withheld import Withheld
from scoring.wording import HEADINGS

_INDEX = {"sipas", "index"}
"""Percentages whose ratio has a column already."""

_NUMERATOR, _DENOMINATOR = Text("tử số", "numerator"), Text("mẫu số", "denominator")


@dataclass(frozen=True, slots=True)
class _Part:
    """A column of the workbook: from which column of the table, and which part of its cells."""

    column: Column
    source: int
    part: str = ""

    def of(self, cells: tuple[Cell, ...]) -> Cell:
        """The cell of a row."""
        cell = cells[self.source]
        if not self.part:
            return cell
        if not isinstance(cell, Estimate) or not _is_told(cell):
            return None
        number: float = getattr(cell, self.part)
        return int(number) if number == int(number) else number


def with_parts(table: Table) -> Table:
    """The table with numerators, denominators and bases beside its percentages."""
    parts = list(_parts(table))
    rows = tuple(
        row if row.kind is RowKind.HEADING else Row(tuple(part.of(row.cells) for part in parts), row.kind)
        for row in table.rows
    )
    return replace(table, columns=tuple(part.column for part in parts), rows=rows)


def is_part(column: Column) -> bool:
    """Whether a column was added here."""
    return column.code.endswith((".numerator", ".denominator", ".base"))


def _parts(table: Table) -> Iterator[_Part]:
    codes = {column.code for column in table.columns}
    has_ratio = any(column.kind is ColumnKind.RATIO for column in table.columns)
    for place, column in enumerate(table.columns):
        if column.kind is ColumnKind.RATIO:
            first, second = _headings(column)
            yield _Part(Column(f"{column.code}.numerator", first, ColumnKind.COUNT), place, "numerator")
            yield _Part(Column(f"{column.code}.denominator", second, ColumnKind.COUNT), place, "denominator")
            continue
        yield _Part(column, place)
        if column.kind is not ColumnKind.PERCENT or (has_ratio and column.code in _INDEX):
            continue
        cells = [row.cells[place] for row in table.rows if row.kind is not RowKind.HEADING]
        if not any(isinstance(cell, Estimate) and _is_told(cell) for cell in cells):
            continue
        for part, word in (("numerator", _NUMERATOR), ("denominator", _DENOMINATOR)):
            yield _Part(_beside(column, part, word), place, part)
        if "base" not in codes:
            yield _Part(_beside(column, "base", HEADINGS["people"]), place, "base")


def _headings(column: Column) -> tuple[Text, Text]:
    """What both halves of a heading "satisfied / answered" say."""
    halves = [
        (text.split(" / ")[0], text.split(" / ")[-1]) for text in (column.heading.vi, column.heading.en)
    ]
    (vi_first, vi_second), (en_first, en_second) = halves
    return Text(vi_first, en_first), Text(vi_second[:1].upper() + vi_second[1:], en_second)


def _beside(column: Column, part: str, word: Text) -> Column:
    vi, en = (
        f"{of.removesuffix(' (%)')}: {said}"
        for of, said in ((column.heading.vi, word.vi), (column.heading.en or column.heading.vi, word.en))
    )
    return Column(f"{column.code}.{part}", Text(vi, en.lower()), ColumnKind.COUNT)


def _is_told(cell: Estimate) -> bool:
    """Whether numerator and denominator give the value, and may be known."""
    if isinstance(cell, Withheld) or cell.value is None or not cell.denominator:
        return False
    return isclose(cell.value, 100 * cell.numerator / cell.denominator)
