"""Every report is checked as it is built: ours holds under all rules, and what does not is shown."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import polars as pl
import pytest
from rich.console import Console

from bot.reports.compile import compile_report
from bot.reports.consistency import checked
from bot.reports.console import results_table
from bot.reports.html import page
from bot.reports.model import Report
from bot.reports.xlsx import workbook
from scoring import Estimate, check, published_tables, sipas_table
from scoring.withheld import Withheld
from scoring.wording import HEADINGS
from tests.bot.reports import examples
from tests.bot.reports.test_settings import RULES, reported


def test_our_own_report_does_not_contradict_itself(report: Report) -> None:
    found = checked(report)
    assert found.relations > 500
    assert [finding.text.vi for finding in found.findings] == []


@pytest.mark.parametrize(
    "chosen",
    [
        {"denominator": "fixed", "decimals": 1},
        {"denominator": "mean_of_persons", "decimals": 0},
        {"block_index": "mean_of_units", "province_index": "pooled"},
        {"unit_index": "without_communes", "province_index": "mean_of_units"},
    ],
)
def test_nor_does_it_under_other_rules(chosen: dict[str, object]) -> None:
    found = checked(reported(replace(RULES, **chosen)))  # type: ignore[arg-type]
    assert [finding.text.vi for finding in found.findings] == []


def test_nor_does_that_of_one_block_without_ranks(report: Report) -> None:
    units = [replace(unit, previous=None) for unit in examples.units() if unit.block == "huyen"]
    inside = [
        replace(form, frame=form.frame.filter(pl.col("block") == "huyen"))
        for form in examples.responses(scale=0.15)
    ]
    one = compile_report(
        report.head,
        units,
        {"huyen": "Huyện"},
        [form for form in inside if len(form.frame)],
        [each for each in report.counts if each.block == "huyen"],
        settings=replace(examples.OPEN, is_ranked=False),
    )
    assert [finding.text.vi for finding in checked(one).findings] == []


@pytest.fixture(scope="module")
def wrong(report: Report) -> Report:
    """The report with one unit's index changed where the block is told, not in its table."""
    unit = report.units[0]
    higher = replace(unit, sipas=Estimate(1, 1, 1, 100.0), previous=None)
    return replace(
        report, units=(higher, *report.units[1:]), tables=report.tables[:2], process=(), factors=()
    )


def test_a_finding_reaches_workbook_page_and_terminal(wrong: Report) -> None:
    [finding, *_] = checked(wrong).findings
    book = openpyxl.load_workbook(io.BytesIO(workbook(wrong)))
    assert any(finding.text.vi in str(cell.value) for row in book["Bìa"].iter_rows() for cell in row)
    assert finding.text.en in page(wrong)
    terminal = Console(file=io.StringIO(), width=400)
    terminal.print(results_table(wrong))
    assert isinstance(terminal.file, io.StringIO)
    assert finding.text.vi in " ".join(terminal.file.getvalue().split())  # folded to the table's width


def test_last_years_figure_and_the_change_belong_together(report: Report) -> None:
    compared = [unit for unit in report.units if unit.previous is not None and unit.sipas.value]
    assert compared
    other = [replace(unit, previous=12.34) for unit in compared[:1]]
    units = (*other, *(unit for unit in report.units if unit.code != compared[0].code))
    codes = {finding.code.value for finding in checked(replace(report, units=units)).findings}
    assert codes == {"change-differs"}


def test_the_cover_counts_what_the_collection_table_counts(report: Report) -> None:
    more = replace(report, counts=report.counts[1:])
    assert "repeated-differs" in {finding.code.value for finding in checked(more).findings}


def test_units_whose_figures_are_hidden_need_not_make_up_their_block() -> None:
    shown = {"Sở A": Estimate(90, 100, 20, 90.0, 1.0, 85.0, 94.0), "Sở B": Withheld(0, 0, 30, None)}
    block = {HEADINGS["pooled_block"].vi: Estimate(230, 250, 50, 92.0, 1.0, 88.0, 95.0)}
    assert check(published_tables([sipas_table("4", shown, block)])) == ()
