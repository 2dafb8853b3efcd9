"""How commands tell what differs from what was printed: figure, was, is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.commands.console import console, either, note

if TYPE_CHECKING:
    from bot.commands.context import Office
    from bot.reports.figures import Difference
    from bot.reports.model import Report

MOST_LINES = 200
"""So many differences are printed; all are counted."""


def print_differences(found: Sequence[Difference]) -> None:
    """Figure, was, is: a line each."""
    if not found:
        return
    note(f"{len(found)} số liệu khác:", f"{len(found)} figures differ:")
    table, was, now = either("Biểu", "Table"), either("đã in", "was"), either("nay", "is")
    nothing = either("không có", "none")
    for each in found[:MOST_LINES]:
        place = " · ".join(part for part in (f"{table} {each.table}", each.row, each.column) if part)
        said = f"  {place}: {was} {each.was or nothing}, {now} {each.now or nothing}"
        console().print(said, markup=False, soft_wrap=True)
    if len(found) > MOST_LINES:
        note(f"  … và {len(found) - MOST_LINES} số liệu nữa", f"  … and {len(found) - MOST_LINES} more")


async def differs_from_published(office: Office, report: Report) -> bool:
    """Say how a report stands to what was published of the wave; whether any figure or the data differ."""
    from bot.reports.figures import differences, from_lists, printed_figures

    async with office.database.reading() as unit:
        published = await unit.publications.of(office.wave.id)
    if not published:
        return False
    last = published[-1]
    found = differences(from_lists(last.figures), printed_figures(report))
    is_same_data = report.data_digest == last.data_sha256
    name = f"{last.decision}, {last.decided_on:%d/%m/%Y}"
    if not found and is_same_data:
        note(f"Khớp với bản đã công bố ({name})", f"As published ({name})")
        return False
    if not is_same_data:
        note(
            f"Dữ liệu khác bản đã công bố ({name}): {report.data_digest}, đã công bố {last.data_sha256}",
            f"Other data than published ({name}): {report.data_digest}, published {last.data_sha256}",
        )
    print_differences(found)
    note(
        "Số liệu đã công bố chỉ thay bằng đính chính: `sipas publish --correction`",
        "Published figures change only by a correction: `sipas publish --correction`",
    )
    return True
