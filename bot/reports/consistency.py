"""Our own report held to the checks any published report is: at every build, before anybody signs it.

What two tables or a table and the cover say of the same must agree as printed (`scoring.consistency`).
Findings go where the officer reads: terminal, workbook, page. Nothing is left out because of one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.reports.model import BlockScore, Report, UnitScore
from bot.reports.wording import WORDS
from scoring.consistency import Finding, check
from scoring.consistency_figures import Change, Figure, Place, Published, Relation, Same, Standing
from scoring.consistency_tables import Grid, published_tables
from scoring.consistency_wording import summary_text
from scoring.tables import NOTHING, SMALL_MARK, ColumnKind, RowKind, Text, printed
from scoring.wording import HEADINGS


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks of a report came to: how many relations were looked at, and what was found."""

    relations: int
    findings: tuple[Finding, ...]

    @property
    def summary(self) -> Text:
        """How much was checked and how much was found, in one line."""
        return summary_text(self.relations, len(self.findings))


def checked(report: Report) -> Checked:
    """Check every table, and the tables against the cover, the blocks and last year."""
    tables = published_tables(report.tables, title=report.head.title.vi)
    relations = (*tables.relations, *_beside_the_tables(report))
    return Checked(len(relations), check(Published(tables.title, relations, tables.rounding)))


def _beside_the_tables(report: Report) -> Iterator[Relation]:
    for block in report.blocks:
        members = [unit for unit in report.units if unit.block == block.code]
        yield from _of_block(report, block, members)
    for unit in report.units:
        yield from _of_change(report, unit)
    yield from _of_cover(report)


def _of_block(report: Report, block: BlockScore, members: list[UnitScore]) -> Iterator[Relation]:
    """What the notes say of a block's units against the units."""
    lie = block.spread
    units = [_percent(report, unit.name, unit.sipas.value) for unit in members]
    values = tuple(each for each in units if each is not None)
    if lie is None or not values:
        return
    place = Place(row=block.name)
    yield Standing(
        block.name,
        highest=_percent(report, HEADINGS["highest"].vi, lie.highest, place),
        lowest=_percent(report, HEADINGS["lowest"].vi, lie.lowest, place),
        median=_percent(report, HEADINGS["median"].vi, lie.median, place),
        values=values,
        reaching=Figure(
            WORDS["reaching"].vi.format(target=f"{report.target:g}"), str(lie.reaching_target), place
        ),
        count=Figure(HEADINGS["unit"].vi, str(lie.count), place),
        target=Figure(HEADINGS["target"].vi, str(report.target).replace(".", ",")),
    )


def _of_change(report: Report, unit: UnitScore) -> Iterator[Relation]:
    """This year less last year, as the table of the unit's block prints it."""
    if unit.previous is None:
        return
    before = _percent(report, f"{unit.name}, {report.head.year - 1}", unit.previous)
    for table in report.tables:
        grid = Grid.of(table)
        if "change" not in grid.codes:
            continue
        for row in grid.rows(RowKind.BODY):
            now, change = grid.figure(row, "sipas"), grid.figure(row, "change")
            if grid.label(row) == unit.name and now and change and before:
                yield Change(f"{table.code} · {unit.name}", now, before, change)


def _of_cover(report: Report) -> Iterator[Relation]:
    """Forms issued, collected and valid on the cover against the last line of the collection table."""
    cover = {"issued": report.issued, "collected": report.collected, "valid": report.valid}
    for table in report.tables:
        grid = Grid.of(table)
        wholes = grid.rows(RowKind.TOTAL)
        if grid.first != "unit" or not wholes or "valid" not in grid.codes:
            continue
        for code, number in cover.items():
            other = grid.figure(wholes[-1], code)
            if other:
                one = Figure(WORDS[code].vi, printed(number, ColumnKind.COUNT), Place(row=WORDS["cover"].vi))
                yield Same(f"{WORDS['cover'].vi} · {table.code}", (one, other))


def _percent(report: Report, name: str, value: float | None, place: Place | None = None) -> Figure | None:
    text = printed(value, ColumnKind.PERCENT, report.printing).removesuffix(SMALL_MARK)
    return None if text == NOTHING else Figure(name, f"{text}%", place or Place())
