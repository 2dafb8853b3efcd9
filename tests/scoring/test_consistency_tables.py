"""Tables that our own scoring makes never contradict themselves; with one figure changed they do.

The first half needs no example report: answers are drawn, counted and printed as a wave would, under every
denominator and number of decimals. The second half changes one printed figure by more than any rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from math import ceil, floor

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import (
    BackcheckCounts,
    Base,
    Denominator,
    Estimate,
    Figure,
    FindingCode,
    Level,
    Printing,
    Published,
    Question,
    QuestionWording,
    Responses,
    Settings,
    Share,
    Table,
    Text,
    UnitCounts,
    ValidityCounts,
    answers_table,
    backcheck_table,
    check,
    collection_table,
    factor_table,
    mean_of,
    province_table,
    published_tables,
    scores,
    shares,
    sipas_table,
    unit_factor_table,
    validity_table,
)
from scoring.consistency_figures import Mean, Ratio, Relation, Shares, Standing, Total
from scoring.tables import RowKind
from scoring.wording import HEADINGS
from tests.scoring.examples import FORM, answers

BLOCKS = {"so": "Khối sở", "huyen": "Khối huyện"}
FACTORS = {factor.code: factor.name for factor in FORM.factors}
WISHES = Question("wishes", ("a", "b", "c"), takes_several=True)
TRIPS = Question("trips", ("1", "2", "3"))


def wave(seed: int, people: int, rule: Denominator, printing: Printing, base: Base) -> list[Table]:
    """All tables of a small wave: four units in two blocks, each with its people."""
    frame = answers(people, units=4, seed=seed).with_columns(
        block=pl.col("unit").replace_strict(
            {"unit 0": "so", "unit 1": "so", "unit 2": "huyen", "unit 3": "huyen"}
        ),
        trips=pl.Series([None if n % 7 == 0 else str(1 + (n * seed) % 3) for n in range(people)]),
        wishes=pl.Series(
            [None if n % 5 == 0 else "a b c"[: 1 + 2 * ((n + seed) % 3)] for n in range(people)]
        ),
    )
    responses, counting = Responses(frame, FORM), Settings(denominator=rule)
    by_unit = scores(responses, by=["block", "unit"], settings=counting)
    whole = scores(responses, settings=counting)
    tables = [_answers(frame, base, printing)]
    blocks: dict[str, Estimate] = {}
    every: list[Estimate] = []
    for code, (block, name) in zip(("4", "4a"), BLOCKS.items(), strict=True):
        found = [each for each in by_unit if each.level is Level.SIPAS and each.group[0] == block]
        units = {str(each.group[1]): each.estimate for each in found}
        inside = Responses(frame.filter(pl.col("block") == block), FORM)
        pooled = next(each for each in scores(inside, settings=counting) if each.level is Level.SIPAS)
        lines = {
            HEADINGS["pooled_block"].vi: pooled.estimate,
            HEADINGS["mean_of_units"].vi: mean_of(units.values()),
        }
        tables.append(sipas_table(code, units, lines, denominator=rule, printing=printing))
        blocks[name] = pooled.estimate
        every += units.values()
    lines = {
        **blocks,
        HEADINGS["mean_of_blocks"].vi: mean_of(blocks.values()),
        HEADINGS["pooled"].vi: next(each.estimate for each in whole if each.level is Level.SIPAS),
        HEADINGS["mean_of_all_units"].vi: mean_of(every),
    }
    tables.append(province_table(lines, denominator=rule, printing=printing))
    named = [replace(each, group=each.group[1:]) for each in by_unit]
    tables.append(factor_table("5", FACTORS, whole, named, printing=printing))
    tables.append(unit_factor_table("trial", FACTORS, named, code="5e", printing=printing))
    return [*tables, *_fieldwork(people, printing)]


def _answers(frame: pl.DataFrame, base: Base, printing: Printing) -> Table:
    wording = [
        QuestionWording(
            question.code, Text(question.code), {code: Text(code) for code in question.choices}, several
        )
        for question, several in ((TRIPS, False), (WISHES, True))
    ]
    found: list[Share] = [each for asked in (TRIPS, WISHES) for each in shares(frame, asked, base=base)]
    return answers_table("3", wording, found, base=base, printing=printing)


def _fieldwork(people: int, printing: Printing) -> list[Table]:
    counts = [
        UnitCounts(f"unit {n}", "so" if n < 2 else "huyen", 40 + n, people // 4 + n, people // 4, n, 45)
        for n in range(4)
    ]
    odd = [
        ValidityCounts(each.unit, each.block, each.collected, {"empty": n}, {})
        for n, each in enumerate(counts)
    ]
    calls = BackcheckCounts(people, people // 3, people // 4, people // 3 - people // 4, 0, 0)
    return [
        collection_table(counts, BLOCKS, printing=printing),
        validity_table(odd, BLOCKS, reasons={"empty": Text("Trống")}, flags={}),
        backcheck_table(calls, printing=printing),
    ]


@given(
    seed=st.integers(1, 10_000),
    people=st.integers(8, 90),
    rule=st.sampled_from(Denominator),
    decimals=st.integers(0, 3),
    base=st.sampled_from(Base),
)
@settings(max_examples=12, deadline=None)
def test_tables_made_by_scoring_never_contradict_themselves(
    seed: int, people: int, rule: Denominator, decimals: int, base: Base
) -> None:
    tables = wave(seed, people, rule, Printing(decimals=decimals), base)
    published = published_tables(tables)
    assert len(published.relations) > 50
    assert [finding.text.en for finding in check(published)] == []


CHANGED = (
    ("3", "people"),
    ("3", "people_share"),
    ("3", "ticks"),
    ("3", "ticks_share"),
    ("3", "base"),
    ("4", "sipas"),
    ("4", "rank"),
    ("4a", "sipas"),
    ("4b", "sipas"),
    ("5", "index"),
    ("5", "highest"),
    ("5", "lowest"),
    ("5", "median"),
    ("1", "collected"),
    ("1", "valid"),
    ("1", "issued"),
    ("1", "failed"),
    ("1", "collected_rate"),
    ("1a", "collected"),
    ("1a", "invalid"),
    ("PT", "share"),
)


@cache
def known_wave(seed: int) -> tuple[Table, ...]:
    """A wave to change figures in."""
    return tuple(wave(seed, 60, Denominator.ANSWERED, Printing(), Base.ANSWERED))


@pytest.mark.parametrize(("code", "column"), CHANGED)
@given(seed=st.sampled_from((1, 2)), pick=st.integers(0, 100))
@settings(max_examples=3, deadline=None)
def test_a_table_with_one_figure_changed_contradicts_itself(
    code: str, column: str, seed: int, pick: int
) -> None:
    changed = _with_one_changed(known_wave(seed), code, column, pick=pick)
    assert check(published_tables(changed)) != ()


def _with_one_changed(tables: Sequence[Table], code: str, column: str, *, pick: int) -> list[Table]:
    """The tables with one cell of a column moved by five points, or by one if it is a count."""
    [at] = [place for place, table in enumerate(tables) if table.code == code]
    table = tables[at]
    place = [each.code for each in table.columns].index(column)
    # the extremes of a criterion are printed nowhere else; those of a factor have a table of their own
    wanted = {RowKind.TOTAL} if column in {"highest", "lowest", "median"} else {*RowKind} - {RowKind.HEADING}
    filled = [n for n, row in enumerate(table.rows) if row.kind in wanted and row.cells[place] is not None]
    chosen = filled[pick % len(filled)]
    row = table.rows[chosen]
    cell = row.cells[place]
    match cell:
        case Estimate(value=float(value)):
            moved = value - 5 if value > 50 else value + 5
            new: Estimate | float | int = replace(cell, value=moved, low=None, high=None)
        case float():
            new = cell - 5 if cell > 50 else cell + 5
        case int():
            new = cell + 1
        case _:
            raise AssertionError(cell)
    cells = (*row.cells[:place], new, *row.cells[place + 1 :])
    rows = (*table.rows[:chosen], replace(row, cells=cells), *table.rows[chosen + 1 :])
    return [*tables[:at], replace(table, rows=rows), *tables[at + 1 :]]


def printed_somehow(value: Fraction, how: int, decimals: int) -> Figure:
    """A percentage as some office would print it: to the nearest, cut off, or raised."""
    scaled = value * 10**decimals
    whole = (round(scaled), floor(scaled), ceil(scaled))[how]
    text = f"{whole // 10**decimals}" + (f",{whole % 10**decimals:0{decimals}d}" if decimals else "")
    return Figure("tỷ lệ", f"{text} %")


PRINTING = st.tuples(st.integers(0, 2), st.integers(0, 3))
COUNTS = st.lists(st.integers(0, 500), min_size=2, max_size=6).filter(any)


@given(counts=COUNTS, printing=st.lists(PRINTING, min_size=7, max_size=7))
def test_figures_from_one_count_agree_however_each_was_rounded(
    counts: list[int], printing: list[tuple[int, int]]
) -> None:
    base = sum(counts)
    values = [Fraction(100 * count, base) for count in counts]
    parts = tuple(printed_somehow(value, *how) for value, how in zip(values, printing, strict=False))
    exact = tuple(Figure("số", str(count)) for count in counts)
    mean = printed_somehow(sum(values, start=Fraction(0)) / len(values), *printing[-1])
    relations: tuple[Relation, ...] = (
        Total("", Figure("tổng", str(base)), exact),
        Shares("", parts, base=Figure("tổng", str(base))),
        *(
            Ratio("", count, Figure("tổng", str(base)), part)
            for count, part in zip(exact, parts, strict=True)
        ),
        Mean("", mean, parts, (Figure("=", "1"),) * len(parts)),
        Standing("", mean, max(parts, key=lambda each: each.value), min(parts, key=lambda each: each.value)),
    )
    assert check(Published("", relations)) == ()


@given(counts=COUNTS, printing=st.lists(PRINTING, min_size=7, max_size=7), up=st.booleans())
def test_a_figure_moved_beyond_rounding_never_agrees(
    counts: list[int], printing: list[tuple[int, int]], up: bool
) -> None:
    base = sum(counts)
    share = Fraction(100 * counts[0], base)
    moved = share + 3 if up else share - 3
    if 0 <= moved <= 100:
        figure = printed_somehow(moved, *printing[0])
        relation = Ratio("", Figure("số", str(counts[0])), Figure("tổng", str(base)), figure)
        assert [found.code for found in check(Published("", (relation,)))] == [FindingCode.RATIO_DIFFERS]
    total = Total("", Figure("tổng", str(base + 1)), tuple(Figure("số", str(count)) for count in counts))
    assert [found.code for found in check(Published("", (total,)))] == [FindingCode.TOTAL_DIFFERS]
