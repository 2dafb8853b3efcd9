"""Charts: the figures of their tables, in words for who does not see them, the same on page and paper."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from bot.reports.charts import Axis, unit_drawing
from bot.reports.charts_grids import heat_drawing, levels_drawing
from bot.reports.charts_marks import Dot, Drawing, Group, Label, Mark, Rect, Ribbon, png, svg
from bot.reports.charts_pictures import drawing_of, heat_tables, painted
from bot.reports.charts_time import flow_drawing, years_drawing
from bot.reports.html import page
from bot.reports.model import Flow, Report
from bot.reports.outline_parts import Picture
from scoring import PRINTING, Estimate, decimal_comma

NAMESPACE = "{http://www.w3.org/2000/svg}"


def flat(marks: Sequence[Mark]) -> Iterator[Mark]:
    for mark in marks:
        if isinstance(mark, Group):
            yield from flat(mark.marks)
        else:
            yield mark


def labels(drawing: Drawing) -> list[str]:
    return [mark.text for mark in flat(drawing.marks) if isinstance(mark, Label)]


def test_units_stand_by_value_with_full_dots_from_the_target_on(report: Report) -> None:
    units = [unit for unit in report.units if unit.block == "huyen"]
    drawing = unit_drawing(report, units)
    rows = [mark for mark in drawing.marks if isinstance(mark, Group)]
    values = [float(row.keys["value"]) for row in rows]
    assert values == sorted(values, reverse=True)
    for row, value in zip(rows, values, strict=True):
        dots = [mark for mark in row.marks if isinstance(mark, Dot)]
        assert dots[-1].filled == (value >= report.target)
        assert decimal_comma(value) in row.tip


def test_the_heat_map_writes_every_figure_of_its_table(report: Report) -> None:
    table = heat_tables(report)[0]
    written = labels(heat_drawing(table, PRINTING))
    for row in table.rows:
        for cell in row.cells[1:]:
            if isinstance(cell, Estimate) and cell.value is not None:
                assert decimal_comma(cell.value) in {text.rstrip("*") for text in written}


def test_bars_of_the_scale_are_all_of_one_length(report: Report) -> None:
    found = [each for each in report.levels if each.form == report.levels[0].form]
    drawing = levels_drawing(found, report.level_names, PRINTING)
    rows = [mark for mark in drawing.marks if isinstance(mark, Group)]
    assert len(rows) == len(found)
    for row, each in zip(rows, found, strict=True):
        bars = [mark for mark in row.marks if isinstance(mark, Rect)]
        whole = [bar for bar in bars if bar.width > 0]
        start, end = whole[0].x, whole[-1].x + whole[-1].width
        assert end - start == pytest.approx(424, abs=1.5)
        assert each.criterion in row.tip


def test_the_flow_keeps_its_width_from_step_to_step() -> None:
    flow = Flow(100, 20, 80, 5, 20, 10, 5, 85, 83)
    drawing = flow_drawing(flow, "Từ mẫu đến phiếu")
    bands = [mark for mark in drawing.marks if isinstance(mark, Ribbon)]
    by_start: dict[float, float] = {}
    for band in bands:
        by_start[band.x1] = by_start.get(band.x1, 0) + band.height
    first, second, last = (by_start[x] for x in sorted(by_start))
    assert first == pytest.approx(second)
    assert last / first == pytest.approx(85 / 120)
    assert "83" in labels(drawing)


def test_years_need_an_earlier_figure(report: Report) -> None:
    drawing = years_drawing(report, "Qua các năm")
    assert drawing is not None
    assert {"2021", "2022", "2023", "2024"} <= set(labels(drawing))
    assert years_drawing(replace(report, history=()), "") is None


@pytest.fixture(scope="module")
def html(report: Report) -> str:
    """The page with all its charts and one table."""
    return page(replace(report, tables=report.tables[:1]))


def test_every_chart_on_the_page_has_a_title_and_a_description_of_its_own(html: str) -> None:
    drawings = re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL)
    assert len(drawings) > 20
    seen: set[str] = set()
    for text in drawings:
        root = ET.fromstring(text)  # noqa: S314  our own output
        named = root.attrib["aria-labelledby"].split()
        assert root.attrib["role"] == "img"
        assert {each.attrib["id"] for each in root if "id" in each.attrib} == set(named)
        assert not seen & set(named)
        seen |= set(named)
        assert root[0].tag == f"{NAMESPACE}title"
        assert root[0].text


def test_only_the_script_of_the_page_may_run(html: str) -> None:
    script = html.partition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src &#39;sha256-{digest}&#39;" in html
    assert "default-src &#39;none&#39;" in html


def test_tables_stand_beside_their_charts_and_open_without_script(report: Report) -> None:
    html = page(replace(report, process=report.process[:2], method=()))
    figures = re.findall(r"<figure.*?</figure>", html, flags=re.DOTALL)
    assert len(figures) > 10
    assert all("<details" in figure and "<table>" in figure for figure in figures)


def test_page_and_paper_show_one_drawing(report: Report) -> None:
    picture = Picture("units", "Các đơn vị", "huyen")
    drawing = drawing_of(report, picture)
    assert drawing is not None
    assert "Mục tiêu 90 %" in svg(drawing)
    assert png(drawing, 20).startswith(b"\x89PNG")
    assert painted(report, Picture("heat", "", "no such table")) is None


def test_an_axis_marks_round_values() -> None:
    assert Axis(80, 100, 0, 100).ticks() == [80, 85, 90, 95, 100]
    assert Axis(80, 100, 0, 100).at(120) == 100
