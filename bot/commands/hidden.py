"""What an officer is told of the figures a report hides: how many, which, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.commands.console import console, either, note

if TYPE_CHECKING:
    from bot.reports.model import Report

MOST_LINES = 20
"""So many hidden figures are named; all are counted."""

REASONS = {
    "small_base": ("dưới 10 người", "fewer than 10 people"),
    "unanimous": ("mọi người trả lời như nhau", "everybody answered alike"),
    "complementary": ("để không suy ra số đã ẩn khác", "so that another cannot be worked out"),
}


def say_hidden(report: Report) -> None:
    """Count them by reason and name the first; warn of what hiding could not protect."""
    found = list(_hidden(report))
    if found:
        counted = Counter(reason for _, reason in found)
        said = "; ".join(f"{count} {either(*REASONS[reason])}" for reason, count in counted.items())
        note(f"{len(found)} số liệu không nêu: {said}", f"{len(found)} figures are hidden: {said}")
        for place, reason in found[:MOST_LINES]:
            console().print(f"  {place}: {either(*REASONS[reason])}", markup=False, soft_wrap=True)
    if report.exposed:
        note(
            f"Cẩn thận: {report.exposed} số liệu nhỏ vẫn suy ra được từ những số phải nêu "
            "(toàn tỉnh, từng đơn vị); cân nhắc trước khi công bố",
            f"Careful: {report.exposed} small figures can still be worked out from those that must be told "
            "(the province's, the units'); weigh it before publishing",
        )


def _hidden(report: Report) -> Iterator[tuple[str, str]]:
    from scoring.tables import ColumnKind
    from scoring.withheld import Withheld

    for table in report.tables:
        for row in table.rows:
            label = next((cell for cell in row.cells if isinstance(cell, str)), "")
            for cell, column in zip(row.cells, table.columns, strict=False):
                if isinstance(cell, Withheld) and column.kind is ColumnKind.PERCENT:
                    yield f"Biểu {table.code} · {label} · {column.heading.vi}", cell.reason.value
