"""The report's tables: what they hold, and how a figure is printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import (
    BackcheckCounts,
    Base,
    ColumnKind,
    Estimate,
    Level,
    Question,
    QuestionWording,
    RowKind,
    Score,
    Table,
    Text,
    UnitCounts,
    answers_table,
    backcheck_table,
    breakdown_table,
    collection_table,
    decimal_comma,
    factor_table,
    is_small,
    printed,
    province_table,
    ranks,
    scores,
    shares,
    sipas_table,
    spread,
    unit_factor_table,
)
from tests.scoring.examples import FORM, answers, responses

BLOCKS = {"so": "Sở, ban, ngành", "huyen": "Huyện, thành phố"}


def shown(table: Table) -> list[list[str]]:
    return [
        [printed(cell, column.kind) for cell, column in zip(row.cells, table.columns, strict=False)]
        for row in table.rows
    ]


@given(st.floats(-1e9, 1e9, allow_nan=False), st.integers(0, 4))
def test_printing_moves_a_number_by_at_most_half_a_last_digit(number: float, decimals: int) -> None:
    text = decimal_comma(number, decimals)
    back = float(text.replace(".", "").replace(",", "."))
    assert abs(back - number) <= 0.5 * 10**-decimals * (1 + 1e-9) + abs(number) * 1e-15


@pytest.mark.parametrize(
    ("cell", "kind", "expected"),
    [
        (None, ColumnKind.PERCENT, "–"),
        ("Sở Y tế", ColumnKind.TEXT, "Sở Y tế"),
        (2640, ColumnKind.COUNT, "2.640"),
        (0.3, ColumnKind.POINTS, "+0,30"),
        (-0.42, ColumnKind.POINTS, "-0,42"),
        (92.5, ColumnKind.PERCENT, "92,50"),
        (Estimate(327, 332, 30, 98.4939759, 0.8, 96.1, 99.4), ColumnKind.PERCENT, "98,49"),
        (Estimate(327, 332, 30, 98.4939759, 0.8, 96.1, 99.4), ColumnKind.RATIO, "327/332"),
        (Estimate(327, 332, 30, 98.4939759, 0.8, 96.1, 99.4), ColumnKind.INTERVAL, "96,10 – 99,40"),
        (Estimate(327, 332, 30, 98.4939759, 0.8, 96.1, 99.4), ColumnKind.ERROR, "0,80"),
        (Estimate(327, 332, 30, 98.4939759, 0.8, 96.1, 99.4), ColumnKind.COUNT, "30"),
        (Estimate(9, 9, 9, 100.0), ColumnKind.PERCENT, "100,00*"),
        (Estimate(1, 1, 1, 100.0), ColumnKind.INTERVAL, "–"),
        (Estimate(0, 0, 0, None), ColumnKind.PERCENT, "–"),
    ],
)
def test_cells_are_printed_the_vietnamese_way(cell: object, kind: ColumnKind, expected: str) -> None:
    assert printed(cell, kind) == expected  # type: ignore[arg-type]


def test_fewer_than_ten_people_are_a_small_base() -> None:
    assert is_small(Estimate(9, 9, 9, 100.0))
    assert not is_small(Estimate(10, 10, 10, 100.0))
    assert not is_small(None)


def test_ranks_share_a_place_and_skip_the_next() -> None:
    assert ranks({"a": 95.0, "b": 98.0, "c": 95.0, "d": 90.0, "e": None}) == {"b": 1, "a": 2, "c": 2, "d": 4}


def test_the_same_ratio_by_two_routes_is_a_tie() -> None:
    assert ranks({"a": 100 * 3 / 10, "b": 0.1 * 3 * 100}) == {"a": 1, "b": 1}


@given(st.dictionaries(st.text(min_size=1), st.floats(0, 100), min_size=1))
def test_the_best_rank_is_one_and_ranks_count_the_better_ones(values: dict[str, float]) -> None:
    found = ranks(values)
    assert min(found.values()) == 1
    assert all(1 <= rank <= len(values) for rank in found.values())


def test_spread_names_all_units_at_the_ends_and_counts_the_target() -> None:
    lie = spread({"a": 90.0, "b": 99.2, "c": 83.76, "d": 99.2, "e": None})
    assert lie is not None
    assert lie.highest_units == ("b", "d")
    assert lie.lowest_units == ("c",)
    assert (lie.median, lie.reaching_target, lie.count) == (94.6, 3, 4)
    assert spread({"a": None}) is None


def test_collection_has_a_line_per_block_and_a_total() -> None:
    counts = [
        UnitCounts("Sở Y tế", "so", 60, 59, 59, 4),
        UnitCounts("Bắc Yên", "huyen", 130, 127, 127, 9),
        UnitCounts("Mai Sơn", "huyen", 150, 150, 149),
    ]
    rows = shown(collection_table(counts, BLOCKS | {"xa": "Xã"}))
    assert rows[0] == ["Sở, ban, ngành", "60", "59", "59", "1", "4", "98,33", "100,00"]
    assert rows[2][:4] == ["Huyện, thành phố", "280", "277", "276"]
    assert rows[-1] == ["Tổng cộng", "340", "336", "335", "4", "13", "98,82", "99,70"]


def test_a_unit_without_forms_has_no_rate() -> None:
    assert shown(collection_table([UnitCounts("x", "so", 0, 0, 0)], BLOCKS))[1][-2:] == ["–", "–"]


def test_answers_show_people_ticks_and_their_bases() -> None:
    frame = answers(20).with_columns(wish=answers(20)["a1"].replace_strict({4: "t c", 5: "t"}, default=None))
    question = QuestionWording(
        "wish", Text("Mong muốn?"), {"t": Text("Thời gian"), "c": Text("Chi phí")}, True
    )
    found = shares(frame, Question("wish", ("t", "c"), takes_several=True))
    table = answers_table("6", [question], found)
    assert table.rows[0].kind is RowKind.HEADING
    assert [column.code for column in table.columns] == [
        "answer", "people", "people_share", "interval", "ticks", "ticks_share", "base",
    ]  # fmt: skip
    assert len(table.notes) == 2


def test_single_answers_have_no_tick_columns_and_unasked_questions_no_rows() -> None:
    question = QuestionWording(
        "service", Text("Lĩnh vực?"), {"land": Text("Đất đai"), "births": Text("Hộ tịch")}
    )
    other = QuestionWording("other", Text("Khác?"), {"x": Text("x")})
    found = shares(answers(20), Question("service", ("land", "births")))
    table = answers_table("3", [question, other], found, base=Base.EVERYBODY)
    assert "ticks" not in [column.code for column in table.columns]
    assert [row[0] for row in shown(table)] == ["Lĩnh vực?", "Đất đai", "Hộ tịch"]
    assert "tất cả phiếu" in table.notes[0].vi


def test_a_change_has_an_interval_where_last_year_comes_with_its_error() -> None:
    now = Estimate(190, 200, 50, 95.0, 1.5, 91.2, 97.3)
    before = Estimate(170, 200, 50, 85.0, 2.5, 79.4, 89.3)
    table = sipas_table("4", {"a": now, "b": now}, {}, previous={"a": before, "b": 90.0})
    assert table.columns[-1].code == "change_interval"
    first, second = (
        [printed(cell, column.kind) for cell, column in zip(row.cells, table.columns, strict=True)][-2:]
        for row in table.rows
    )
    assert first == ["+10,00", "4,26 – 16,05"]
    assert second == ["+5,00", "–"]


def test_sipas_table_ranks_units_and_shows_the_change() -> None:
    units = {
        "Sở Y tế": Estimate(90, 100, 20, 90.0, 1.0, 85.0, 94.0),
        "Sở Nội vụ": Estimate(96, 100, 20, 96.0, 1.0, 92.0, 98.0),
        "Sở Công Thương": Estimate(0, 0, 0, None),
    }
    totals = {"Cả khối": Estimate(186, 200, 40, 93.0, 0.7, 91.0, 95.0)}
    table = sipas_table("4", units, totals, previous={"Sở Nội vụ": 95.5})
    rows = shown(table)
    assert [row[:2] for row in rows] == [
        ["1", "Sở Nội vụ"],
        ["2", "Sở Y tế"],
        ["–", "Sở Công Thương"],
        ["–", "Cả khối"],
    ]
    assert rows[0][-1] == "+0,50"
    assert rows[1][-1] == "–"
    assert table.notes[1].vi == (
        "Cao nhất: 96,00 (Sở Nội vụ). Thấp nhất: 90,00 (Sở Y tế). Trung vị: 93,00. "
        "Đạt từ 90 % trở lên: 2/2 đơn vị."
    )


def test_a_block_without_any_value_has_no_spread_note() -> None:
    assert len(sipas_table("4", {"x": Estimate(0, 0, 0, None)}, {}).notes) == 1


def test_factors_show_extremes_with_units_and_mark_small_bases() -> None:
    by_unit = scores(responses(), by=["unit"])
    table = factor_table("5", {"A": "Tiếp cận", "a1": "Biển chỉ dẫn"}, scores(responses()), by_unit)
    first = shown(table)[0]
    assert first[0] == "Tiếp cận"
    a = {str(each.group[0]): each.estimate.value or 0 for each in by_unit if each.measure == "A"}
    assert first[9] == max(a, key=lambda unit: a[unit])
    assert first[11] == min(a, key=lambda unit: a[unit])
    assert [row.kind for row in table.rows][:4] == [RowKind.TOTAL, *[RowKind.DETAIL] * 3]


def test_many_units_at_an_extreme_are_counted_not_listed() -> None:
    whole = [Score((), Level.FACTOR, "f", "A", Estimate(40, 40, 40, 100.0, 0.0, 91.0, 100.0))]
    by_unit = [Score((f"u{n}",), Level.FACTOR, "f", "A", Estimate(8, 8, 8, 100.0)) for n in range(5)]
    table = factor_table("5", {}, whole, by_unit)
    assert shown(table)[0][8:10] == ["100,00*", "u0, u1 (+3)"]
    assert table.notes[-1].vi.startswith("*")


def test_a_factor_no_unit_answered_has_no_extremes() -> None:
    whole = [Score((), Level.FACTOR, "f", "E", Estimate(0, 0, 0, None))]
    assert shown(factor_table("5", {}, whole, []))[0][8:] == ["–"] * 5


def test_units_by_factor() -> None:
    names = {factor.code: factor.name for factor in FORM.factors}
    table = unit_factor_table("trial", names, scores(responses(), by=["unit"]), code="5e")
    assert [column.heading.vi for column in table.columns] == ["Đơn vị", "Tiếp cận", "Thủ tục", "Góp ý"]
    assert [row[0] for row in shown(table)] == ["unit 0", "unit 1", "unit 2"]


def test_small_parts_of_a_unit_show_their_base_and_no_figure() -> None:
    lines = {
        "Mai Sơn": {
            "Cò Nòi": Estimate(9, 9, 9, 100.0),
            "Hát Lót": Estimate(19, 20, 10, 95.0, 1.0, 90.0, 98.0),
        },
        "Bắc Yên": {},
    }
    rows = shown(breakdown_table("4c", lines))
    assert rows == [
        ["Mai Sơn"],
        ["Cò Nòi", "9", "–", "–", "–", "–"],
        ["Hát Lót", "10", "19/20", "95,00", "1,00", "90,00 – 98,00"],
    ]


def test_the_province_has_a_line_for_every_rule() -> None:
    lines = {"Trung bình các khối": Estimate(1, 1, 100, 95.01), "Gộp": Estimate(1, 1, 100, 95.02)}
    assert [row[3] for row in shown(province_table(lines))] == ["95,01", "95,02"]


def test_verification_counts_what_is_still_to_call() -> None:
    counts = BackcheckCounts(100, 20, 10, 1, 3, 1)
    assert counts.pending == 5
    assert shown(backcheck_table(counts))[-1] == ["Chưa gọi xong", "5", "25,00"]
