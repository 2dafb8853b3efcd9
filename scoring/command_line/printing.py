"""Figures on a terminal: a table with Vietnamese numbers and headings, English beneath; small bases marked.

Needs rich, of the library's extra `command-line`; without it the table is printed as CSV.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.tables import SMALL_BASE, SMALL_MARK, ColumnKind, Text, decimal_comma
from scoring.wording import HEADINGS, NOTES

if TYPE_CHECKING:
    import polars as pl

WIDE = 120
"""Columns of a terminal that has room for every figure."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A column to print: its name in the frame, its kind, and its heading (its name, if nobody wrote one).

    One that `is_extra` is left out of a narrow terminal; files have it all the same.
    """

    name: str
    kind: ColumnKind
    heading: str = ""
    is_extra: bool = False

    @property
    def text(self) -> Text:
        """The heading in both languages."""
        return HEADINGS.get(self.heading, Text(self.heading or self.name))


def print_table(frame: pl.DataFrame, columns: Sequence[Shown], notes: Sequence[str] = ()) -> None:
    """Print the columns of a frame, one line a row, and the notes below."""
    try:
        from rich.console import Console
        from rich.table import Table
    except ImportError:
        sys.stdout.write(frame.write_csv())
        return
    console = Console()
    if console.width < WIDE:
        columns = [column for column in columns if not column.is_extra]
    table = Table(header_style="bold", row_styles=["", "dim"] if len(frame) > 20 else None)
    for column in columns:
        heading = "\n".join(part for part in (column.text.vi, column.text.en) if part)
        table.add_column(heading, justify="left" if column.kind is ColumnKind.TEXT else "right")
    has_small = False
    for row in frame.iter_rows(named=True):
        is_small = 0 < (row.get("base") or 0) < SMALL_BASE
        has_small = has_small or is_small
        table.add_row(*(_cell(row[column.name], column, is_small=is_small) for column in columns))
    console.print(table)
    if has_small:
        note = NOTES["small"]
        console.print(note.vi.format(base=SMALL_BASE), note.en.format(base=SMALL_BASE), sep="\n")
    for text in notes:
        console.print(text, highlight=False)


def _cell(value: object, column: Shown, *, is_small: bool) -> str:
    if not isinstance(value, int | float):
        return "–" if value is None else str(value)
    if column.kind is ColumnKind.TEXT:
        return str(value)
    match column.kind:
        case ColumnKind.COUNT:
            return decimal_comma(value, 0)
        case ColumnKind.POINTS:
            return ("+" if value > 0 else "") + decimal_comma(value)
        case ColumnKind.RATIO:
            return decimal_comma(value, 4)
        case _:
            return decimal_comma(value) + (SMALL_MARK if is_small and column.name == "value" else "")
