"""What a plan chooses about figures is what the report does: every choice and its effect (domain.md §2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import openpyxl
import polars as pl
import pytest
from rich.console import Console

from bot.plans import read_plan_text
from bot.reports.compile import Validity, compile_report
from bot.reports.console import results_table
from bot.reports.html import page
from bot.reports.model import Report, ReportHead, UnitScore
from bot.reports.responses import FormResponses
from bot.reports.settings import settings_of
from bot.reports.xlsx import workbook
from scoring import Estimate, Responses, Table, Text, UnitCounts, ValidityCounts, printed, scores
from survey_flows.plans.plan import parse_plan
from survey_flows.plans.values import ScoringRules
from survey_flows.questionnaire.model import Item, ItemRole
from tests.bot.reports import examples

RULES = parse_plan(read_plan_text("son_la_2024"), source="son_la_2024").scoring


@cache
def forms() -> tuple[FormResponses, ...]:
    """Some hundred responses, a few criteria skipped; satisfaction alone, for the rest has no settings."""
    return tuple(
        replace(form, questionnaire=replace(form.questionnaire, items=satisfaction(form)))
        for form in examples.responses(scale=0.12)
    )


def satisfaction(form: FormResponses) -> tuple[Item, ...]:
    return tuple(item for item in form.questionnaire.items if item.role is ItemRole.SATISFACTION)


def reported(rules: ScoringRules = RULES, **more: Any) -> Report:
    """The report of those responses under these rules; without more, one for all tests that ask for it."""
    return compiled(rules, **more) if more else usual_under(rules)


@cache
def usual_under(rules: ScoringRules) -> Report:
    return compiled(rules)


def compiled(rules: ScoringRules, **more: Any) -> Report:
    head = ReportHead(Text("SIPAS 2024"), "Tỉnh Sơn La", "Sở Nội vụ", 2024, "10/2024", "15/12/2024")
    counts = more.pop("counts", ())
    settings = replace(settings_of(rules), disclosure=None)
    return compile_report(head, examples.units(), examples.BLOCKS, forms(), counts, settings=settings, **more)


@cache
def usual() -> Report:
    """Under Sơn La's own rules."""
    return reported()


def answers() -> pl.DataFrame:
    """All satisfaction answers: one line a respondent with unit, block, satisfied, answered, and items."""
    frames = []
    for form in forms():
        criteria = list(form.instrument.criteria)
        satisfied = pl.sum_horizontal(pl.col(name).is_in([4, 5]).fill_null(False) for name in criteria)
        answered = pl.sum_horizontal(pl.col(name).is_not_null() for name in criteria)
        frames.append(
            form.frame.select(
                "unit",
                "block",
                "place",
                satisfied.alias("s"),
                answered.alias("a"),
                pl.lit(len(criteria)).alias("items"),
            )
        )
    return pl.concat(frames).filter(pl.col("a") > 0)


def unit_of(report: Report, code: str) -> UnitScore:
    return next(unit for unit in report.units if unit.code == code)


def table(report: Report, code: str) -> Table:
    return next(each for each in report.tables if each.code == code)


def means(report: Report) -> list[Estimate]:
    return [unit.sipas for unit in report.units]


def value(estimate: Estimate) -> float:
    assert estimate.value is not None
    return estimate.value


@pytest.mark.parametrize(
    ("denominator", "index"),
    [
        ("answered", 100 * pl.col("s").sum() / pl.col("a").sum()),
        ("fixed", 100 * pl.col("s").sum() / pl.col("items").sum()),
        ("mean_of_persons", 100 * (pl.col("s") / pl.col("a")).mean()),
    ],
)
def test_a01_the_denominator_is_the_plans(denominator: str, index: pl.Expr) -> None:
    report = reported(replace(RULES, denominator=denominator))
    expected = dict(answers().group_by("unit").agg(index.alias("sipas")).iter_rows())
    assert {unit.code: value(unit.sipas) for unit in report.units} == pytest.approx(expected)
    said = {"answered": "số câu trả lời.", "fixed": "số câu của phiếu", "mean_of_persons": "trung bình tỷ lệ"}
    assert said[denominator] in table(report, "4").notes[0].vi


def test_a01_the_denominators_differ() -> None:
    found = {
        rule: round(value(reported(replace(RULES, denominator=rule)).province.published), 9)
        for rule in ("answered", "fixed", "mean_of_persons")
    }
    assert len(set(found.values())) == 3
    assert found["fixed"] < found["answered"]


@pytest.mark.parametrize("rule", ["mean_of_blocks", "mean_of_units", "pooled"])
def test_a24_the_province_is_averaged_by_the_plans_rule(rule: str) -> None:
    report = reported(replace(RULES, province_index=rule))
    everybody = answers()
    by = {"mean_of_blocks": "block", "mean_of_units": "unit"}.get(rule)
    pooled = (100 * pl.col("s").sum() / pl.col("a").sum()).alias("sipas")
    parts = everybody.group_by(by).agg(pooled) if by else everybody.select(pooled)
    assert value(report.province.published) == pytest.approx(parts.get_column("sipas").mean())


def test_a25_a_districts_index_may_leave_its_communes_out() -> None:
    report = reported(replace(RULES, unit_index="without_communes"))
    own = answers().filter(pl.col("place") == "")
    pooled = (100 * pl.col("s").sum() / pl.col("a").sum()).alias("sipas")
    expected = dict(own.group_by("unit").agg(pooled).iter_rows())
    assert {unit.code: value(unit.sipas) for unit in report.units} == pytest.approx(expected)
    blocks = dict(own.group_by("block").agg(pooled).iter_rows())
    assert {block.code: value(block.pooled) for block in report.blocks} == pytest.approx(blocks)
    assert unit_of(report, "MAI_SON").sipas.base < unit_of(usual(), "MAI_SON").sipas.base
    assert table(report, "4c").rows == table(usual(), "4c").rows, "communes keep lines of their own"
    assert "không gồm phiếu của xã" in table(report, "4a").notes[-1].vi


def test_a26_a_block_may_be_the_mean_of_its_units() -> None:
    report = reported(replace(RULES, block_index="mean_of_units"))
    for block in report.blocks:
        members = [value(unit.sipas) for unit in report.units if unit.block == block.code]
        assert value(block.published) == pytest.approx(sum(members) / len(members))
    both = [value(block.published) for block in report.blocks]
    assert value(report.province.published) == pytest.approx(sum(both) / 2)
    assert [block.published for block in usual().blocks] == [block.pooled for block in usual().blocks]
    shown = next(iter(terminal(report, report.blocks[1].name)))
    assert printed(report.blocks[1].mean_of_units, table(report, "4").columns[4].kind) in shown


def terminal(report: Report, name: str) -> Iterator[str]:
    console = Console(width=120)
    with console.capture() as capture:
        console.print(results_table(report))
    return (line for line in capture.get().splitlines() if name in line)


@pytest.mark.parametrize("minimum", [0, 5, 10, 40])
def test_a27_a_service_has_an_index_from_the_plans_base(minimum: int) -> None:
    lines = table(reported(replace(RULES, service_minimum_base=minimum)), "4d").rows
    bases = [(row.cells[1], row.cells[3]) for row in lines if len(row.cells) > 1]
    assert {base for base, _ in bases} > {1}
    assert all((shown is None) == (int(base) < minimum) for base, shown in bases)  # type: ignore[arg-type]


@pytest.mark.parametrize("decimals", [0, 1, 3])
def test_a35_figures_have_the_plans_decimals_everywhere(decimals: int) -> None:
    report = reported(replace(RULES, decimals=decimals))
    published = report.province.published
    text = f"{value(published):.{decimals}f}".replace(".", ",")
    assert any(text in line for line in terminal(report, "Tỉnh Sơn La"))
    small = replace(report, process=(), tables=(table(report, "4"),))
    assert f"<b>{text} %</b>" in page(small)
    book = openpyxl.load_workbook(as_file(workbook(small)))
    best = next(row for row in book["Biểu 4"].iter_rows() if row[0].value == 1)
    assert best[5].number_format.rstrip('*"') == ("0." + "0" * decimals if decimals else "0")


def as_file(content: bytes) -> Any:
    from io import BytesIO

    return BytesIO(content)


@pytest.mark.parametrize("minimum", [0, 3, 10, 1000])
def test_a36_figures_below_the_plans_base_are_marked(minimum: int) -> None:
    report = reported(replace(RULES, minimum_base=minimum))
    four = table(report, "4")
    for row in four.rows:
        estimate = row.cells[4]
        assert isinstance(estimate, Estimate)
        text = printed(estimate, four.columns[4].kind, four.printing)
        assert text.endswith("*") == (estimate.base < minimum)
    communes = table(report, "4c")
    for row in communes.rows:
        if len(row.cells) > 1:
            assert (row.cells[3] is None) == (int(row.cells[1]) < minimum)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("counters", "columns"),
    [
        (("target", "issued", "replaced", "failed"), "target issued collected valid failed replaced"),
        (("issued", "failed"), "issued collected valid failed"),
        (("target",), "target collected valid"),
    ],
)
def test_a37_the_counters_are_those_the_plan_names(counters: tuple[str, ...], columns: str) -> None:
    counts = [UnitCounts("Sở Y tế", "so", issued=66, collected=58, valid=57, replaced=6, target=60)]
    first = table(reported(replace(RULES, counters=counters), counts=counts), "1")
    assert [column.code for column in first.columns][1:-2] == columns.split()
    cells = dict(zip((column.code for column in first.columns), first.rows[1].cells, strict=True))
    expected = {"target": 60, "issued": 66, "collected": 58, "valid": 57, "failed": 2, "replaced": 6}
    assert {name: cells[name] for name in columns.split()} == {
        name: expected[name] for name in columns.split()
    }
    rate = cells["collected_rate"]
    assert isinstance(rate, Estimate)
    assert rate.value == pytest.approx(100 * 58 / 60)


def test_the_target_is_the_plans() -> None:
    for target in (80, 95):
        report = reported(replace(RULES, target_percent=target))
        reaching = sum(value(unit.sipas) >= target for unit in report.units)
        assert sum(block.spread.reaching_target for block in report.blocks if block.spread) == reaching


def test_a19_forms_that_do_not_count_and_forms_to_look_at_are_counted_by_unit() -> None:
    counted = ValidityCounts("Sở Y tế", "so", 58, {"too_few_answers": 1}, {"speeding": 3})
    reasons, flags = {"too_few_answers": Text("Chưa đủ")}, {"speeding": Text("Quá nhanh")}
    shown = table(reported(validity=Validity([counted], reasons, flags)), "1a")
    assert [column.code for column in shown.columns] == [
        "unit", "collected", "invalid", "too_few_answers", "speeding",
    ]  # fmt: skip
    assert shown.rows[1].cells == ("Sở Y tế", 58, 1, 1, 3)
    without = table(reported(validity=Validity([counted], reasons, {})), "1a")
    assert [column.code for column in without.columns] == ["unit", "collected", "invalid", "too_few_answers"]
    assert without.notes == ()


def test_the_usual_rules_give_what_scoring_gives_alone() -> None:
    """Anyone can compute the report's figures again with the library and the exported frames."""
    alone = scores([Responses(form.frame, form.instrument) for form in forms()], by=("unit",))
    by_unit = {each.group[0]: each.estimate.value for each in alone if each.measure == "SIPAS"}
    assert {unit.code: unit.sipas.value for unit in usual().units} == by_unit
    assert {form.kind for form in forms()} == set(examples.FORMS)
