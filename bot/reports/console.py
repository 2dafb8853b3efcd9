"""The results table for the terminal: units by rank, blocks, the province."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reports.consistency import checked
from bot.reports.model import Report, UnitScore
from bot.reports.wording import WORDS
from scoring.estimates import Estimate
from scoring.tables import NOTHING, ColumnKind, Printing, decimal_comma, printed
from scoring.wording import HEADINGS

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text


def results_table(report: Report) -> Table:
    """Return the table to print: each block's units best first, then block and province lines."""
    from rich.table import Table

    title = report.head.title.vi
    if report.is_synthetic:
        title = f"{title} · {WORDS['synthetic'].vi}"
    table = Table(title=title, title_style="bold", header_style="bold", expand=False)
    is_ranked = any(unit.rank_in_block is not None for unit in report.units)
    table.add_column(WORDS["rank"].vi if is_ranked else "", justify="right")
    table.add_column(WORDS["unit"].vi, overflow="fold", ratio=1)
    table.add_column(WORDS["base"].vi, justify="right")
    table.add_column("SIPAS (%)", justify="right")
    table.add_column("±", justify="right")
    table.add_column(HEADINGS["interval"].vi, justify="right", no_wrap=True)
    table.caption = _checks(report)
    printing = report.printing
    for block in report.blocks:
        members = [unit for unit in report.units if unit.block == block.code]
        for unit in sorted(members, key=_place):
            nothing = NOTHING if is_ranked else ""
            rank = nothing if unit.rank_in_block is None else str(unit.rank_in_block)
            value = unit.sipas.value
            style = "yellow" if value is not None and value < report.target else ""
            table.add_row(rank, unit.name, *_figures(unit.sipas, printing), style=style)
        table.add_section()
        table.add_row("", block.name, *_figures(block.published, printing), style="bold")
        table.add_section()
    name = f"{report.head.province} – {HEADINGS[report.province.rule].vi}"
    table.add_row("", name, *_figures(report.province.published, printing), style="bold green")
    return table


def _checks(report: Report) -> Text:
    """What the checks of the figures came to, under the table."""
    from rich.text import Text

    found = checked(report)
    said = Text(found.summary.vi, style="red bold" if found.findings else "", justify="left")
    for finding in found.findings:
        said.append(f"\n{finding.text.vi}", style="red")
    return said


def _place(unit: UnitScore) -> tuple[bool, int, str]:
    return (unit.rank_in_block is None, unit.rank_in_block or 0, unit.name)


def _figures(estimate: Estimate, printing: Printing) -> tuple[str, str, str, str]:
    error = estimate.standard_error
    return (
        printed(estimate, ColumnKind.COUNT),
        printed(estimate, ColumnKind.PERCENT, printing),
        decimal_comma(None if error is None else 1.96 * error, printing.decimals),
        printed(estimate, ColumnKind.INTERVAL, printing),
    )
