"""The workbook, the page, the charts and the terminal table say what the report says."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from rich.console import Console

from bot.reports.charts import answers_chart, factor_chart, unit_chart
from bot.reports.console import results_table
from bot.reports.html import page
from bot.reports.model import Report
from bot.reports.xlsx import workbook
from bot.reports.xlsx_parts import with_parts
from scoring import Column, ColumnKind, Estimate, Row, Table, Text, decimal_comma
from scoring.withheld import Withheld

HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script> & Sở'


@pytest.fixture(scope="module")
def hostile(report: Report) -> Report:
    """The same report with a unit that calls itself a formula and a script."""
    units = (replace(report.units[1], name=HOSTILE), *report.units[2:])
    table = report.tables[0]
    rows = (replace(table.rows[1], cells=(HOSTILE, *table.rows[1].cells[1:])), *table.rows[2:])
    return replace(report, units=units, tables=(replace(table, rows=rows), *report.tables[1:3]), process=())


@pytest.fixture(scope="module")
def book(report: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(report)))


def test_the_workbook_has_a_cover_and_a_sheet_per_table(report: Report, book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["Bìa", *[f"Biểu {table.code}" for table in report.tables]]


def test_the_cover_shows_the_banner_the_index_the_method_and_the_digest(
    report: Report, book: openpyxl.Workbook
) -> None:
    text = "\n".join(str(cell.value) for row in book["Bìa"].iter_rows() for cell in row if cell.value)
    assert "DỮ LIỆU MÔ PHỎNG" in text
    assert decimal_comma(report.province.published.value) in text
    assert report.data_digest in text
    assert "A-24" in text


def test_figures_are_numbers_with_full_precision(report: Report, book: openpyxl.Workbook) -> None:
    best = min(
        (unit for unit in report.units if unit.block == "so"), key=lambda unit: unit.rank_in_block or 99
    )
    sheet = book["Biểu 4"]
    row = next(row for row in sheet.iter_rows() if row[1].value == best.name)
    assert row[5].value == pytest.approx(best.sipas.value)
    assert row[5].number_format.startswith("0.00")


def test_every_percentage_has_its_numerator_denominator_and_base_beside_it(
    report: Report, book: openpyxl.Workbook
) -> None:
    """Of people, of ticks, of units by factor; as numbers, in cells of their own."""
    for table in report.tables:
        sheet = book[f"Biểu {table.code}"]
        heads = [str(cell.value) for cell in sheet[4]]
        for row, line in zip(table.rows, sheet.iter_rows(min_row=6), strict=False):
            for place, head in enumerate(heads):
                if not head.endswith(": tử số") or not isinstance(line[place].value, int | float):
                    continue
                above, below, share = line[place].value, line[place + 1].value, line[place - 1].value
                assert share == pytest.approx(100 * above / below), (table.code, row.cells[0])
    heads = [str(cell.value) for cell in book["Biểu 5e"][4]]
    parts = ("", ": tử số", ": mẫu số", ": Số người")
    assert heads[1:5] == [f"Tiếp cận dịch vụ{part}" for part in parts]
    assert "% số lượt chọn: mẫu số" in [cell.value for cell in book["Biểu 3"][4]]


def test_a_hidden_figure_has_no_parts_and_a_mean_of_indices_none_either() -> None:
    columns = (Column("unit", Text("Đơn vị"), ColumnKind.TEXT), Column("A", Text("A"), ColumnKind.PERCENT))
    told, mean = Estimate(9, 10, 12, 90.0), Estimate(9, 10, 12, 91.5)
    rows = [Row(("một", told)), Row(("hai", mean)), Row(("ba", Withheld(0, 0, 4, None)))]
    found = with_parts(Table("5e", Text("Yếu tố"), columns, tuple(rows)))
    assert [row.cells[2:] for row in found.rows] == [(9, 10, 12), (None, None, None), (None, None, None)]


def test_headings_are_frozen_repeated_and_fit_a_page(book: openpyxl.Workbook) -> None:
    sheet = book["Biểu 4"]
    assert sheet.freeze_panes == "C6"
    assert sheet.print_title_rows == "$4:$5"
    # one page wide (the file format's default), as many high as it takes
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)


def test_no_text_becomes_a_formula(hostile: Report) -> None:
    found = openpyxl.load_workbook(io.BytesIO(workbook(hostile)))
    cells = [cell for sheet in found for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert HOSTILE in [cell.value for cell in cells]


def test_the_same_report_gives_the_same_files(report: Report) -> None:
    small = replace(
        report, tables=report.tables[:2], process=report.process[:1], factors=(), blocks=report.blocks[:1]
    )
    assert workbook(small) == workbook(small)
    assert page(small) == page(small)


@pytest.fixture(scope="module")
def html(report: Report) -> str:
    return page(report)


def test_the_page_stands_alone(html: str) -> None:
    for outside in ("<link", "src=", "@import", "url("):
        assert outside not in html
    assert html.count("<script") == 1, "ours, the last thing on the page"
    assert html.startswith("<!DOCTYPE html>")
    assert 'lang="vi"' in html
    assert 'name="viewport"' in html


def test_the_page_shows_the_index_every_table_and_the_banner(report: Report, html: str) -> None:
    assert f"<b>{decimal_comma(report.province.published.value)} %</b>" in html
    for table in report.tables:
        assert f'id="bieu-{table.code}"' in html
    assert "DỮ LIỆU MÔ PHỎNG" in html
    assert "SYNTHETIC DATA" in html
    assert report.data_digest in html


def test_a_real_wave_has_no_banner(report: Report) -> None:
    real = replace(report, is_synthetic=False, process=(), factors=(), tables=report.tables[:2])
    assert "MÔ PHỎNG" not in page(real)
    sheets = openpyxl.load_workbook(io.BytesIO(workbook(real)))
    assert "MÔ PHỎNG" not in str(
        [cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row]
    )


def test_names_cannot_smuggle_markup_into_the_page(hostile: Report) -> None:
    found = page(hostile)
    assert "<script>alert" not in found
    assert "&lt;script&gt;" in found


def test_charts_are_well_formed_and_name_every_unit(report: Report) -> None:
    districts = [unit for unit in report.units if unit.block == "huyen"]
    drawing = unit_chart(report, districts)
    ET.fromstring(drawing)  # noqa: S314  our own output
    text = drawing.decode()
    assert all(unit.name in text for unit in districts)
    assert "Mục tiêu 90 %" in text


def test_charts_come_as_png_too(report: Report) -> None:
    assert unit_chart(report, report.units[:3], image="png").startswith(b"\x89PNG")
    assert factor_chart(report.factors[:5], image="png").startswith(b"\x89PNG")
    assert answers_chart(report.process[0], image="png").startswith(b"\x89PNG")


def test_a_chart_of_nobody_is_still_a_chart(report: Report) -> None:
    nobody = replace(report.units[0], sipas=Estimate(0, 0, 0, None))
    ET.fromstring(unit_chart(report, [nobody]))  # noqa: S314  our own output


def test_the_terminal_shows_units_by_rank_then_block_then_province(report: Report) -> None:
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(results_table(report))
    lines = console.export_text().splitlines()
    order = [
        next(place for place, line in enumerate(lines) if name in line)
        for name in ("Hạng", "Sở, ban, ngành", "Huyện, thành phố", "Toàn tỉnh")
    ]
    assert order == sorted(order)
    ranks = [line.split("│")[1].strip() for line in lines if line.startswith("│")]
    first_block = [int(rank) for rank in ranks[: ranks.index("")]]
    assert first_block == sorted(first_block)
    assert len(first_block) == 20
    assert decimal_comma(report.province.published.value) in lines[order[-1]]


def test_importing_the_writers_loads_nothing_heavy() -> None:
    code = (
        "import sys, bot.reports.xlsx, bot.reports.html, bot.reports.charts_pictures, bot.reports.console,"
        " bot.reports.docx_report, bot.reports.pdf;"
        "heavy = ('matplotlib', 'xlsxwriter', 'jinja2', 'rich', 'polars', 'docx');"
        "print([name for name in heavy if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
