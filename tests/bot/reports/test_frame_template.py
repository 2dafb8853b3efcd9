"""The workbook an agency fills in comes back through the import without a problem."""

from __future__ import annotations

import io

import openpyxl

from bot.plans import read_plan_text
from bot.reports.frame_template import frame_template
from survey_flows.plans.plan import parse_plan
from survey_flows.sampling.columns import Column
from survey_flows.sampling.reading import read_frame

RULES = parse_plan(read_plan_text("son_la_2024"), source="son_la_2024").frame_rules()
UNIT = next(unit for unit in RULES.units if unit.code == "SO_NV")


def filled(template: bytes, **cells: str) -> bytes:
    """The template with one line typed in, as Excel would save it."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book["Danh sách"]
    for name, value in cells.items():
        sheet.cell(4, 1 + [column.name for column in Column].index(name), value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_filled_in_template_is_read_back_for_its_unit() -> None:
    content = filled(
        frame_template(UNIT), SERVICE=UNIT.services[0].names[0], NAME="Lò Văn An", PHONE="0912345678",
        ADDRESS="Bản Bó", MODE="Trực tuyến", RESULT="05/09/2023",
    )  # fmt: skip
    reading = read_frame(content, file="so_nv.xlsx", rules=RULES)
    (row,) = reading.rows
    assert (row.unit, row.service, row.phone) == (UNIT.code, UNIT.services[0].code, "+84912345678")
    assert reading.problems == ()
    assert {heading.column for heading in reading.headings} == set(Column)


def test_the_template_offers_the_services_of_the_plan() -> None:
    book = openpyxl.load_workbook(io.BytesIO(frame_template(UNIT)))
    offered = [cell.value for cell in book["Lựa chọn"]["B"] if cell.value]
    assert offered == [service.names[0] for service in UNIT.services]
