"""Report tables as plain values, and how a figure is printed.

A table knows nothing of paper or screens: titles and headings in Vietnamese and English, rows of
cells, and each percentage still with its numerator, denominator, base and error (an `Estimate`).

Rounding happens here and nowhere before: half up, decimal comma, to two decimals unless a wave wants
otherwise (domain.md A-35; the published report once truncated 98,99 to 98,9). A figure resting on
fewer than ten people, or whatever number a wave sets, is marked (A-36). A figure that stays hidden
(`scoring.disclosure`) prints a mark, or the bound that may be told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TypeAlias

from scoring.estimates import Estimate
from scoring.withheld import Withheld

SMALL_BASE = 10
SMALL_MARK = "*"
NOTHING = "–"
WITHHELD_MARK = "ẩn"
"""Printed where a figure is hidden."""


@dataclass(frozen=True, slots=True)
class Printing:
    """How a wave wants figures printed: `decimals` of percentages, and below which base they are marked."""

    decimals: int = 2
    small_base: int = SMALL_BASE


PRINTING = Printing()
"""Two decimals, marked below ten people."""

Cell: TypeAlias = "str | int | float | Estimate | None"


@dataclass(frozen=True, slots=True)
class Text:
    """A text an officer reads: Vietnamese, and English beside it."""

    vi: str
    en: str = ""

    def filled(self, **figures: object) -> Text:
        """Return the text with its `{names}` replaced, in both languages."""
        return Text(self.vi.format(**figures), self.en.format(**figures))


class ColumnKind(StrEnum):
    """How the cells of a column are printed."""

    TEXT = "text"
    COUNT = "count"
    PERCENT = "percent"
    ERROR = "error"
    INTERVAL = "interval"
    POINTS = "points"
    RATIO = "ratio"


class RowKind(StrEnum):
    """What a row stands for."""

    BODY = "body"
    DETAIL = "detail"
    HEADING = "heading"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its code, heading and kind of cells."""

    code: str
    heading: Text
    kind: ColumnKind


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in column order; a heading has one cell."""

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.BODY


@dataclass(frozen=True, slots=True)
class Table:
    """One numbered table (Biểu số) of the report; `printing` says how its figures are shown."""

    code: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Text, ...] = ()
    printing: Printing = PRINTING


@dataclass(frozen=True, slots=True)
class QuestionWording:
    """What a table calls a question and its answers; `choices` in the order of the form."""

    code: str
    label: Text
    choices: Mapping[str, Text] = field(default_factory=dict)
    takes_several: bool = False


def decimal_comma(value: float | None, decimals: int = 2) -> str:
    """Print a number the Vietnamese way, rounded half up.

    The shortest decimal that names the float decides, so an exact half of a ratio of counts rounds up.

    >>> decimal_comma(94.665), decimal_comma(1234.5, 1), decimal_comma(None)
    ('94,67', '1.234,5', '–')
    """
    if value is None:
        return NOTHING
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    # a minus sign before a rounded zero says a change where there is none
    text = f"{rounded or abs(rounded):,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,"))


def printed(cell: Cell, kind: ColumnKind, printing: Printing = PRINTING) -> str:
    """Print one cell as its column wants it, small bases marked."""
    match cell:
        case None:
            return NOTHING
        case str():
            return cell
        case Withheld():
            return _withheld(cell, kind)
        case Estimate():
            return _estimate(cell, kind, printing)
        case int() if kind is ColumnKind.COUNT:
            return decimal_comma(cell, 0)
        case _ if kind is ColumnKind.POINTS:
            return ("+" if cell > 0 else "") + decimal_comma(cell, printing.decimals)
        case _:
            return decimal_comma(cell, printing.decimals)


def _withheld(cell: Withheld, kind: ColumnKind) -> str:
    """The base, and of the value what may be told."""
    match kind:
        case ColumnKind.COUNT:
            return decimal_comma(cell.base, 0)
        case ColumnKind.PERCENT if cell.at_least is not None:
            return f"≥ {decimal_comma(cell.at_least, 0)}"
        case ColumnKind.PERCENT if cell.at_most is not None:
            return f"≤ {decimal_comma(cell.at_most, 0)}"
        case ColumnKind.PERCENT | ColumnKind.RATIO:
            return WITHHELD_MARK
        case _:
            return NOTHING


def _estimate(cell: Estimate, kind: ColumnKind, printing: Printing) -> str:
    decimals = printing.decimals
    match kind:
        case ColumnKind.ERROR:
            return decimal_comma(cell.standard_error, decimals)
        case ColumnKind.INTERVAL if cell.low is None or cell.high is None:
            return NOTHING
        case ColumnKind.INTERVAL:
            return f"{decimal_comma(cell.low, decimals)} – {decimal_comma(cell.high, decimals)}"
        case ColumnKind.RATIO:
            # a sum of persons' own shares is no whole number
            places = 0 if cell.numerator == int(cell.numerator) else decimals
            return f"{decimal_comma(cell.numerator, places)}/{decimal_comma(cell.denominator, 0)}"
        case ColumnKind.COUNT:
            return decimal_comma(cell.base, 0)
        case _:
            mark = SMALL_MARK if is_small(cell, printing) else ""
            return decimal_comma(cell.value, decimals) + mark


def is_small(cell: Cell, printing: Printing = PRINTING) -> bool:
    """Whether a figure rests on fewer people than the wave wants: ten unless it says otherwise."""
    return isinstance(cell, Estimate) and cell.value is not None and cell.base < printing.small_base
