"""Figures of earlier years: read from any table an office keeps, compared only where they belong together."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files

import pytest
import xlsxwriter

from bot.reports.model import ProvinceScore, Report, YearFigure
from bot.reports.years import Domains, before, read_figures, years_table, years_tables
from scoring import PRINTING, Estimate, RowKind
from survey_flows.errors import InvalidFrame

DOMAINS = Domains.of(
    [("SO_YT", ["Sở Y tế", "SYT"]), ("MAI_SON", ["UBND huyện Mai Sơn"]), ("so", ["Sở, ban, ngành"])],
    "Lạng Sơn",
)
LANG_SON = (files("bot.reports") / "examples" / "lang_son_2017_2021.csv").read_bytes()


def read(text: str) -> tuple[YearFigure, ...]:
    return read_figures(text.encode(), "nam_truoc.csv", DOMAINS)


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    return stream.getvalue()


def test_lang_sons_series_of_the_scheme_is_read_as_it_stands() -> None:
    found = read_figures(LANG_SON, "lang_son.csv", DOMAINS)
    assert [(one.year, one.value, one.rank) for one in found] == [
        (2017, 87.57, "11/63"),
        (2018, 75.70, "54/63"),
        (2019, 81.17, "46/63"),
        (2020, 83.97, "39/63"),
        (2021, 87.07, "31/63"),
    ]
    assert {one.of for one in found} == {""}


def test_units_are_known_by_any_of_their_spellings_and_numbers_in_either_writing() -> None:
    found = read(
        "year,unit,value,base\n2023,syt,94.5,60\n2022,UBND HUYỆN MAI SƠN,90,\n2022,so ban nganh,95.39,1.000\n"
    )
    assert {(one.of, one.year, one.value, one.base) for one in found} == {
        ("SO_YT", 2023, 94.5, 60),
        ("MAI_SON", 2022, 90.0, None),
        ("so", 2022, 95.39, 1000),
    }


def test_a_workbook_with_numbers_says_the_same_as_text() -> None:
    rows: list[list[object]] = [
        ["Năm", "Đơn vị", "Giá trị (%)"],
        [2023, "Toàn tỉnh", 94.82],
        ["2023", "Sở Y tế", "94,50%"],
    ]
    found = read_figures(workbook(rows), "nam_truoc.xlsx", DOMAINS)
    assert [(one.name, one.value) for one in found] == [("Lạng Sơn", 94.82), ("Sở Y tế", 94.5)]


def test_every_line_that_is_wrong_is_named() -> None:
    with pytest.raises(InvalidFrame) as caught:
        read(
            "Năm;Đơn vị;Giá trị\n2o23;Sở Y tế;94\n2023;Sở Lạ;94\n2023;Sở Y tế;194\n"
            "2023;Toàn tỉnh;1\n2023;tỉnh;2\n"
        )
    assert [(issue.code, issue.where) for issue in caught.value.issues] == [
        ("year", "nam_truoc.csv:2"),
        ("unit", "nam_truoc.csv:3"),
        ("value", "nam_truoc.csv:4"),
        ("repeated", "nam_truoc.csv:6"),
    ]


@pytest.mark.parametrize("text", ["", "Năm;Giá trị\n2023;94\n"])
def test_a_table_without_its_columns_is_refused_and_told_what_to_write(text: str) -> None:
    with pytest.raises(InvalidFrame) as caught:
        read(text)
    assert "Đơn vị" in caught.value.issues[0].hint


def test_only_the_year_just_before_is_compared_with() -> None:
    found = read_figures(LANG_SON, "lang_son.csv", DOMAINS)
    assert before(found, 2022) == {"": 87.07}
    assert before(found, 2023) == {}


def test_the_table_of_years_ends_with_this_year_and_its_change() -> None:
    now = Estimate(1790, 2000, 100, 89.5)
    found = read_figures(LANG_SON, "lang_son.csv", DOMAINS)
    table = years_table(found, 2022, [("", "Toàn tỉnh", now), ("SO_YT", "Sở Y tế", now)], printing=PRINTING)
    assert [column.code for column in table.columns] == [
        "scope", "y2017", "y2018", "y2019", "y2020", "y2021", "sipas", "base", "change",
    ]  # fmt: skip
    [row] = table.rows
    assert row.kind is RowKind.TOTAL
    assert row.cells[:6] == ("Toàn tỉnh", 87.57, 75.70, 81.17, 83.97, 87.07)
    assert row.cells[-1] == pytest.approx(2.43)
    assert "31/63" in table.notes[-1].vi
    assert "1431" in table.notes[0].vi


def test_without_earlier_figures_there_is_no_table(report: Report) -> None:
    nobody = ProvinceScore("pooled", *(Estimate(0, 0, 0, None),) * 3)
    assert list(years_tables([], 2024, nobody, report.blocks, report.units, printing=PRINTING)) == []


def test_a_report_takes_last_years_values_from_the_table(report: Report) -> None:
    [mai_son] = [unit for unit in report.units if unit.code == "MAI_SON"]
    assert mai_son.previous == 93.75
    assert report.province.previous == 94.82
    assert [block.previous for block in report.blocks] == [95.39, 94.52]
    assert replace(report, history=()).history == ()


def test_a_change_has_an_interval_where_last_years_base_is_known(report: Report) -> None:
    table = next(each for each in report.tables if each.code == "4a")
    codes = [column.code for column in table.columns]
    known = {str(row.cells[1]): row.cells[codes.index("change_interval")] for row in table.rows}
    interval = known["UBND huyện Mai Sơn"]
    assert isinstance(interval, Estimate)
    assert interval.low is not None
    assert interval.high is not None
    assert interval.low < (interval.value or 0) < interval.high
    assert known["UBND huyện Yên Châu"] is None, "its people of last year were not told"


def test_a_ranking_says_between_which_places_a_unit_may_be(report: Report) -> None:
    table = next(each for each in report.tables if each.code == "4")
    codes = [column.code for column in table.columns]
    for row in table.rows:
        place, between = row.cells[0], row.cells[codes.index("places")]
        if not isinstance(place, int):
            assert between is None
            continue
        best, worst = map(int, str(between).split("–"))
        assert 1 <= best <= place <= worst <= len(report.units)
    assert any("cặp đơn vị đứng liền nhau" in note.vi for note in table.notes)
