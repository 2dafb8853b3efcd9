"""Every figure of a report as printed, by its place: what is frozen at publication and compared ever after.

A figure is known by table, row (with the heading it stands under, and its number among rows of one label)
and column. Texts are compared, not floats: what nobody can see differ has not changed. Hidden figures are
kept as the mark that stands for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.reports.model import Report
from bot.reports.wording import WORDS
from scoring.tables import ColumnKind, RowKind, Table, decimal_comma, printed

COVER = "0"
"""The table number of what stands on the cover."""


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """One figure with its place, `text` as the reader sees it."""

    table: str
    row: str
    column: str
    text: str

    @property
    def place(self) -> tuple[str, str, str]:
        """Where it stands."""
        return self.table, self.row, self.column


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is not what it was; "" where there was or is none."""

    table: str
    row: str
    column: str
    was: str
    now: str


def printed_figures(report: Report) -> tuple[PrintedFigure, ...]:
    """All figures of the cover and of every table, in printing order."""
    return (*_of_cover(report), *(figure for table in report.tables for figure in _of_table(table)))


def differences(was: Iterable[PrintedFigure], now: Iterable[PrintedFigure]) -> tuple[Difference, ...]:
    """What differs between two lists of figures, in the order of the first, then what is new."""
    before = {each.place: each.text for each in was}
    after = {each.place: each.text for each in now}
    places = [*before, *(place for place in after if place not in before)]
    return tuple(
        Difference(*place, before.get(place, ""), after.get(place, ""))
        for place in places
        if before.get(place, "") != after.get(place, "")
    )


def as_lists(figures: Sequence[PrintedFigure]) -> list[list[str]]:
    """As JSON keeps them."""
    return [[*each.place, each.text] for each in figures]


def from_lists(content: Sequence[Sequence[str]]) -> tuple[PrintedFigure, ...]:
    """What `as_lists` made."""
    return tuple(PrintedFigure(*line) for line in content)


def _of_cover(report: Report) -> Iterator[PrintedFigure]:
    province = report.province.published
    figures: Mapping[str, str] = {
        "province": decimal_comma(province.value, report.printing.decimals),
        "interval": printed(province, ColumnKind.INTERVAL, report.printing),
        **{name: str(getattr(report, name)) for name in ("wanted", "issued", "collected", "valid")},
    }
    for name, text in figures.items():
        yield PrintedFigure(COVER, WORDS[name].vi if name in WORDS else name, "", text)
    for chart in report.process:
        for answer, share in chart.shares:
            text = printed(share, ColumnKind.PERCENT, report.printing)
            yield PrintedFigure(COVER, f"{chart.question.vi} › {answer.vi}", "chart", text)


def _of_table(table: Table) -> Iterator[PrintedFigure]:
    heading = ""
    seen: Counter[str] = Counter()
    for row in table.rows:
        if row.kind is RowKind.HEADING:
            heading = str(row.cells[0])
            continue
        label = next((cell for cell in row.cells if isinstance(cell, str)), "")
        name = f"{heading} › {label}" if heading else label
        seen[name] += 1
        name = name if seen[name] == 1 else f"{name} ({seen[name]})"
        for cell, column in zip(row.cells, table.columns, strict=True):
            text = printed(cell, column.kind, table.printing)
            if text != label:
                yield PrintedFigure(table.code, name, column.code, text)
