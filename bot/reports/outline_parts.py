"""The pieces a report's text is made of, and where to look for the table behind a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bot.reports.model import Report
from scoring.tables import Table

LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The order of points in official papers."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a part (I, II), 2 a section (1, 2), 3 a point (a, b)."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more sentences; `is_item` when it stands in a list."""

    text: str
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """A place where somebody must write: `who`, and what."""

    who: str
    what: str

    @property
    def text(self) -> str:
        """As it is printed, marked."""
        return f"[… cần {self.who} viết: {self.what} …]"


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, by its name and for which block where it is of one."""

    chart: str
    caption: str
    of: str = ""


Part: TypeAlias = Heading | Paragraph | Blank | Picture


def table_of(report: Report, code: str) -> Table | None:
    """The table with a code."""
    return next((table for table in report.tables if table.code == code), None)


def block_table(report: Report, place: int) -> Table | None:
    """The table of a block's units: 4 for the first, 4a, 4a-2 … for those after it."""
    code = ["4", "4a"][place] if place < 2 else f"4a-{place}"
    return table_of(report, code)


def see(report: Report, *codes: str, bare: bool = False) -> str:
    """Where to look: " (Biểu số 3, 3a)", of the tables there are."""
    found = [code for code in codes if table_of(report, code) is not None]
    if not found:
        return ""
    said = f"Biểu số {', '.join(found)}"
    return f"; {said}" if bare else f" ({said})"
