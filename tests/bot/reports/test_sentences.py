"""Sentences agree with the figures: read back word by word, over made-up units, and in a whole report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports import sentences as say
from bot.reports import sentences_answers as told
from bot.reports.model import Report
from bot.reports.outline import body
from bot.reports.outline_parts import Blank, Heading, Paragraph
from scoring import (
    PRINTING,
    Column,
    ColumnKind,
    Estimate,
    Row,
    RowKind,
    Table,
    Text,
    decimal_comma,
    printed,
    sipas_table,
)

LEAN = settings(max_examples=40, deadline=None)
HUNDREDTHS = st.integers(8000, 10000)
UNITS = st.dictionaries(
    st.sampled_from([f"Sở {letter}" for letter in "ABCDEGHIKLMN"]), HUNDREDTHS, min_size=1, max_size=12
)
FIGURE = re.compile(r"\d{1,3}(?:\.\d{3})*(?:,\d+)?")


def units_table(values: Mapping[str, int], last_year: Mapping[str, int] | None = None) -> Table:
    """A table of units with these hundredths of a percent."""
    estimates = {name: Estimate(value, 10_000, 60, value / 100) for name, value in values.items()}
    previous = {name: value / 100 for name, value in (last_year or {}).items()}
    return sipas_table("4", estimates, {}, previous=previous)


def number(text: str) -> int:
    """Hundredths from "94,62"."""
    return round(100 * float(text.replace(".", "").replace(",", ".")))


def names_in(text: str, known: Sequence[str]) -> set[str]:
    return {name for name in known if re.search(rf"{name}(?=[ ,;.(]|$)", text)}


@LEAN
@given(UNITS)
def test_the_range_is_the_lowest_and_the_highest_value(values: dict[str, int]) -> None:
    said = say.units_range(units_table(values), "Sở, ban, ngành", 2024)
    found = [number(each) for each in re.findall(r"(\d+,\d\d)\u00a0%", said)]
    assert set(found) == {min(values.values()), max(values.values())}
    if len(set(values.values())) > 1:
        assert found == [min(values.values()), max(values.values())]
        assert f"{len(values)} đơn vị" in said


@LEAN
@given(UNITS)
def test_the_units_called_highest_and_lowest_are_all_that_are(values: dict[str, int]) -> None:
    said = say.units_ends(units_table(values))
    high, low = max(values.values()), min(values.values())
    if high == low:
        assert said == ""
        return
    first, _, second = said.partition("; thấp nhất")
    assert names_in(first, list(values)) == {name for name, value in values.items() if value == high}
    assert names_in(second, list(values)) == {name for name, value in values.items() if value == low}
    assert [number(each) for each in re.findall(r"\((\d+,\d\d)\u00a0%\)", said)] == [high, low]


@LEAN
@given(UNITS, st.data())
def test_who_rose_and_who_fell_since_last_year(values: dict[str, int], data: st.DataObject) -> None:
    known = data.draw(st.lists(st.sampled_from(sorted(values)), unique=True))
    before = {name: data.draw(HUNDREDTHS) for name in known}
    said = say.units_moved(units_table(values, before), 2024)
    changes = {name: values[name] - before[name] for name in known}
    sides = {
        "cao hơn": {name for name, change in changes.items() if change > 0},
        "bằng": {name for name, change in changes.items() if change == 0},
        "thấp hơn": {name for name, change in changes.items() if change < 0},
    }
    for word, members in sides.items():
        found = [one for one in said if f"SIPAS {word} năm 2023" in one]
        assert bool(found) == bool(members)
        for one in found:
            assert one.startswith(f"{len(members)}/{len(known)} ")
            assert names_in(one.partition(":")[2], list(values)) == members
            for name, sign, size in re.findall(r"(Sở \w) \(([+−])(\d+,\d\d)\)", one):
                assert (number(size) if sign == "+" else -number(size)) == changes[name]
    missing = [one for one in said if "không có số liệu" in one]
    assert bool(missing) == (0 < len(known) < len(values))


@LEAN
@given(UNITS, st.sampled_from([85, 90, 95]))
def test_units_at_the_target_are_counted_and_the_others_named(values: dict[str, int], target: int) -> None:
    said = say.units_at_target(units_table(values), float(target))
    below = {name for name, value in values.items() if value < 100 * target}
    assert f"Có {len(values) - len(below)}/{len(values)} đơn vị đạt từ {target}\u00a0%" in said
    if "chưa đạt" in said:
        assert names_in(said.partition("chưa đạt")[2], list(values)) == below


@LEAN
@given(HUNDREDTHS, HUNDREDTHS)
def test_a_change_is_called_by_its_direction_and_its_size(now: int, before: int) -> None:
    said = say.index_of("Chỉ số chung", Estimate(0, 1, 60, now / 100), before / 100, 2024, PRINTING)
    assert said.startswith(f"Chỉ số chung là {decimal_comma(now / 100)}\u00a0%")
    if now == before:
        assert "không đổi so với năm 2023" in said
    else:
        word = "tăng" if now > before else "giảm"
        assert f"{word} {decimal_comma(abs(now - before) / 100)} điểm phần trăm so với năm 2023" in said


@LEAN
@given(UNITS, HUNDREDTHS)
def test_units_above_and_below_the_province_add_up(values: dict[str, int], province: int) -> None:
    units = [(name, Estimate(0, 1, 60, value / 100)) for name, value in values.items()]
    said = say.beside_province(units, Estimate(0, 1, 60, province / 100), PRINTING)
    counts = [int(each) for each in re.findall(rf"(\d+)/{len(values)}", said)]
    expected = [
        sum(value > province for value in values.values()),
        sum(value < province for value in values.values()),
        sum(value == province for value in values.values()),
    ]
    assert counts == (expected if expected[2] else expected[:2])


def test_lang_sons_years_are_told_with_their_extremes() -> None:
    series = [(2017, 87.57), (2018, 75.70), (2019, 81.17), (2020, 83.97), (2021, 87.07), (2022, 90.0)]
    said = say.over_years(series, PRINTING)
    assert "2018: 75,70\u00a0%" in said
    assert "Cao nhất là năm 2022, thấp nhất là năm 2018" in said
    assert said.endswith("năm 2022 tăng 2,43 điểm phần trăm so với năm 2017.")
    assert say.over_years(series[:2], PRINTING) == ""


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [(95.05, 94.97, "cao hơn"), (94.97, 95.05, "thấp hơn"), (94.971, 94.969, "bằng")],
)
def test_blocks_that_print_alike_are_equal(one: float, other: float, word: str) -> None:
    named = [("Sở", Estimate(0, 1, 60, other)), ("Huyện", Estimate(0, 1, 60, one))]
    [said] = say.blocks_compared(named, lambda _one, _other: False, PRINTING)
    assert said.startswith(f"Khối huyện {word} khối sở")
    assert ("chưa đủ" in said) == (word != "bằng")


def test_names_with_commas_are_kept_apart() -> None:
    assert say.listed(["Sở Y tế", "Sở Văn hóa, Thể thao", "Sở Tư pháp"]) == (
        "Sở Y tế; Sở Văn hóa, Thể thao và Sở Tư pháp"
    )


def answers(shares: Mapping[str, float], *, has_ticks: bool = False) -> Table:
    columns = [
        Column("answer", Text("Phương án"), ColumnKind.TEXT),
        Column("people_share", Text("% số người"), ColumnKind.PERCENT),
        Column("base", Text("Số người"), ColumnKind.COUNT),
    ]
    rows = [Row(("Mấy lần?",), RowKind.HEADING)]
    for name, share in shares.items():
        estimate = Estimate(share, 100, 200, share)
        rows.append(Row((name, estimate, 200, *((estimate,) if has_ticks else ()))))
    if has_ticks:
        columns.append(Column("ticks_share", Text("% lượt"), ColumnKind.PERCENT))
    return Table("3", Text("Quá trình"), tuple(columns), tuple(rows))


def test_answers_come_from_the_most_frequent_on_and_ties_together() -> None:
    table = answers({"1 lần": 30.0, "2 lần": 40.0, "3 lần": 30.0})
    [asked] = told.questions_of(table)
    assert told.answers_of(table, asked) == (
        "Trong 200 người trả lời, nhiều nhất là “2 lần”: 40,00\u00a0%; tiếp đến là “1 lần” và “3 lần”: "
        "cùng 30,00\u00a0%."
    )


def test_of_several_answers_both_shares_are_told() -> None:
    table = answers({"Đơn giản hồ sơ": 60.0, "Rút ngắn thời gian": 40.0}, has_ticks=True)
    [asked] = told.questions_of(table)
    said = told.priorities(table, asked)
    assert "(1) đơn giản hồ sơ (60,00\u00a0% số lượt chọn, 60,00\u00a0% số người)" in said


def test_wishes_asked_one_by_one_are_told_together_by_their_question() -> None:
    first = answers({"Có": 8.0, "Không": 92.0})
    second = [Row(("Bớt giấy tờ?",), RowKind.HEADING), *answers({"Có": 26.0, "Không": 74.0}).rows[1:]]
    table = Table("6", Text("Mong đợi"), first.columns, (*first.rows, *second))
    assert told.wishes(table) == [
        "Trong 200 người trả lời, được hỏi từng điều, nhiều người nói “Có” nhất là: "
        "(1) “Bớt giấy tờ?” (26,00\u00a0%); (2) “Mấy lần?” (8,00\u00a0%)."
    ]
    chosen = answers({"Đơn giản hồ sơ": 60.0, "Rút ngắn thời gian": 40.0})
    assert told.wishes(chosen) == [told.priorities(chosen, told.questions_of(chosen)[0])]


def test_a_hidden_figure_is_told_by_no_sentence() -> None:
    table = answers({"Có": 50.0, "Không": 50.0})
    hidden = Row(("Khác", Estimate(0, 0, 3, None), None))
    table = Table("3", table.title, table.columns, (*table.rows, hidden))
    [asked] = told.questions_of(table)
    assert "Khác" not in told.answers_of(table, asked)
    alone = Table("3", table.title, table.columns, (table.rows[0], hidden))
    [asked] = told.questions_of(alone)
    assert told.answers_of(alone, asked) == ""
    units = units_table({"Sở A": 9000, "Sở B": 9500})
    unknown = Row((None, "Sở C", *(Estimate(0, 0, 4, None),) * 5, None))
    partly = Table("4", units.title, units.columns, (*units.rows, unknown))
    assert "Sở C" not in say.units_range(partly, "Sở", 2024) + say.units_ends(partly)
    assert "2/3 đơn vị được nêu chỉ số" in say.units_range(partly, "Sở", 2024)
    assert say.units_ends(partly).startswith("Trong các đơn vị được nêu, chỉ số cao nhất")
    assert "1/2 đơn vị được nêu đạt" in say.units_at_target(partly, 92.0)


def factor_table(names: Mapping[str, float]) -> Table:
    columns = (
        Column("measure", Text("Yếu tố"), ColumnKind.TEXT),
        Column("index", Text("Chỉ số"), ColumnKind.PERCENT),
    )
    rows = [Row((name, Estimate(value, 100, 90, value)), RowKind.TOTAL) for name, value in names.items()]
    return Table("5", Text("Yếu tố"), columns, tuple(rows))


@LEAN
@given(
    st.dictionaries(st.sampled_from(["Tiếp cận", "Thủ tục", "Công chức", "Kết quả"]), HUNDREDTHS, min_size=2)
)
def test_the_weakest_factor_is_the_lowest_and_its_distance_that_to_the_best(values: dict[str, int]) -> None:
    said = told.weakest_factor(factor_table({name: value / 100 for name, value in values.items()}))
    high, low = max(values.values()), min(values.values())
    if high == low:
        assert said == ""
        return
    weak, _, strong = said.partition("cao nhất là")
    for text, value in ((weak, low), (strong, high)):
        named = {name for name in values if name.lower() in text}
        assert named == {name for name, each in values.items() if each == value}
    assert f"cách nhau {decimal_comma((high - low) / 100)} điểm" in said


def test_a_factor_is_named_once() -> None:
    said = list(told.factors_of(factor_table({"Thủ tục": 90.0, "Hài lòng chung": 91.0})))
    assert said == ["Chỉ số hài lòng về thủ tục là 90,00\u00a0%.", "Chỉ số hài lòng chung là 91,00\u00a0%."]


# --- a whole report


def test_every_figure_of_the_text_is_printed_in_a_table_or_counted_on_the_cover(report: Report) -> None:
    """Percentages stand in a table as they are written; differences and rates are checked above."""
    shown = {
        printed(cell, kind, table.printing).rstrip("*")
        for table in report.tables
        for row in table.rows
        if row.kind is not RowKind.HEADING
        for cell, kind in zip(row.cells, (column.kind for column in table.columns), strict=True)
    }
    shown |= {bound for cell in shown for bound in FIGURE.findall(cell)}
    lies = [block.spread.median for block in report.blocks if block.spread]
    shown |= {decimal_comma(each) for each in lies} | {decimal_comma(report.target, 0), "95"}
    for part in body(report):
        if not isinstance(part, Paragraph) or "Số phiếu" in part.text or "số phiếu" in part.text:
            continue
        text = re.sub(r"(cách nhau|tăng|giảm|cao hơn|thấp hơn)[^;.]*?điểm phần trăm", "", part.text)
        text = re.sub(r"điểm phần trăm \(từ .*?\)", "", text)
        for figure in re.findall(rf"({FIGURE.pattern})\u00a0%", text):
            rate = re.search(rf"(\d[\d.]*)/(\d[\d.]*) người \({figure}", text) or re.search(
                rf"(\d[\d.]*) người [^;(]*\({figure}", text
            )
            assert figure in shown or rate, (figure, part.text)


def test_rates_beside_their_counts_are_those_counts(report: Report) -> None:
    for part in body(report):
        if isinstance(part, Paragraph):
            for above, below, share in re.findall(
                rf"({FIGURE.pattern})/({FIGURE.pattern}) (?:phiếu|người)[^;(]*\(({FIGURE.pattern})\u00a0%\)",
                part.text,
            ):
                counts = [int(each.replace(".", "")) for each in (above, below)]
                assert share == decimal_comma(100 * counts[0] / counts[1]), part.text


def test_the_outline_is_that_of_the_published_report(report: Report) -> None:
    parts = [part.text for part in body(report) if isinstance(part, Heading) and part.level == 1]
    assert [text.partition(".")[0] for text in parts] == ["I", "II", "III", "IV"]
    sections = [part.text for part in body(report) if isinstance(part, Heading) and part.level == 2]
    assert [text.split(".")[0] for text in sections[:10]] == [str(each) for each in range(1, 11)]
    assert any(text.startswith("2.2") for text in sections)


def test_what_people_must_write_is_left_to_them_and_marked(report: Report) -> None:
    blanks = [part for part in body(report) if isinstance(part, Blank)]
    assert len(blanks) >= 8
    assert all(one.text.startswith("[… cần Sở Nội vụ tỉnh Sơn La viết: ") for one in blanks)
    assert any("nguyên nhân" in one.what for one in blanks)


def test_questions_are_told_under_the_headings_of_the_published_report(report: Report) -> None:
    headings = [part.text for part in body(report) if isinstance(part, Heading) and part.level == 3]
    for topic in ("Số lần đi lại để thực hiện dịch vụ công", "Xin lỗi về sự trễ hẹn"):
        assert any(text.endswith(topic) for text in headings)
    assert not [text for text in headings if "f)" in text[:3]], "official papers count a b c d đ e g"
