"""The Word document: official form, every table, places to write marked, nothing smuggled in."""

from __future__ import annotations

import io
import stat
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Cm

from bot.reports.docx_report import document, left_to_write
from bot.reports.docx_tables import needs_wide
from bot.reports.model import MethodNote, Report
from bot.reports.outline_parts import Picture
from bot.reports.pdf import NoPdf, as_pdf
from scoring import Text
from tests.bot.reports.test_writers import HOSTILE


@pytest.fixture(scope="module")
def word(report: Report) -> WordDocument:
    """The document of a report with a few tables, upright and wide, and one hostile name."""
    units, factors = (next(table for table in report.tables if table.code == code) for code in ("4", "5"))
    rows = (replace(units.rows[0], cells=(1, HOSTILE, *units.rows[0].cells[2:])), *units.rows[1:])
    note = MethodNote("A-24", Text("Chỉ số toàn tỉnh"), Text("Trung bình các khối"), "scoring.x", "y & z")
    small = replace(
        report, tables=(*report.tables[:3], replace(units, rows=rows), factors), method=(note,), process=()
    )
    return docx.Document(io.BytesIO(document(small, lambda _picture: None)))


def texts(word: WordDocument) -> list[str]:
    return [paragraph.text for paragraph in word.paragraphs]


def test_it_begins_with_the_decision_under_the_national_motto(word: WordDocument) -> None:
    head = " ".join(cell.text for cell in word.tables[0].rows[0].cells)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head
    assert "Độc lập - Tự do - Hạnh phúc" in head
    assert "TỈNH SƠN LA" in head
    said = texts(word)
    order = [said.index(text) for text in ("QUYẾT ĐỊNH", "QUYẾT ĐỊNH:", "MỤC LỤC", "BÁO CÁO")]
    assert order == sorted(order)
    for article in ("Điều 1.", "Điều 2.", "Điều 3."):
        assert any(text.startswith(article) for text in said)


def test_pages_are_those_of_official_papers(word: WordDocument) -> None:
    first = word.sections[0]
    width, height = first.page_width or 0, first.page_height or 0
    assert (round(width / Cm(1), 1), round(height / Cm(1), 1)) == (21.0, 29.7)
    margins = (first.left_margin, first.right_margin, first.top_margin)
    assert [round((each or 0) / Cm(1), 1) for each in margins] == [3.0, 2.0, 2.0]
    assert first.different_first_page_header_footer
    assert "PAGE" in first.header._element.xml
    normal = word.styles["Normal"]
    assert (normal.font.name, normal.font.size.pt if normal.font.size else 0) == ("Times New Roman", 14)
    wide = [(section.page_width or 0) > (section.page_height or 0) for section in word.sections]
    assert True in wide[1:]
    assert not wide[0]


def test_lists_of_contents_are_fields_with_their_entries(word: WordDocument) -> None:
    markup = word.element.body.xml
    assert r'TOC \o "1-2"' in markup
    assert "Tên biểu,1" in markup
    assert markup.count("PAGEREF") >= 25
    assert markup.count('fldCharType="begin"') == markup.count('fldCharType="end"')


def test_tables_repeat_their_headings_and_keep_rows_whole(word: WordDocument) -> None:
    for table in word.tables[2:]:
        rows = table._tbl.tr_lst
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    captions = [
        paragraph.text
        for paragraph in word.paragraphs
        if paragraph.style is not None and paragraph.style.name == "Tên biểu"
    ]
    assert [text.partition(". ")[0] for text in captions] == [
        "Biểu số 1", "Biểu số 1b", "Biểu số 1c", "Biểu số 4", "Biểu số 5",
    ]  # fmt: skip


def test_a_name_that_is_markup_stays_a_name(word: WordDocument) -> None:
    assert any(HOSTILE in cell.text for table in word.tables for row in table.rows[:4] for cell in row.cells)


def test_what_people_must_write_is_highlighted(report: Report, word: WordDocument) -> None:
    marked = [
        run.text
        for paragraph in word.paragraphs
        for run in paragraph.runs
        if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    ]
    assert set(left_to_write(report)) <= set(marked)
    assert len(marked) == len(left_to_write(report)) + 2, "two in the decision"


def test_every_setting_of_the_method_is_printed_with_its_key(word: WordDocument) -> None:
    [row] = [row for table in word.tables for row in table.rows if row.cells[0].text == "A-24"]
    assert [cell.text for cell in row.cells] == [
        "A-24", "Chỉ số toàn tỉnh", "Trung bình các khối", "scoring.x = y & z",
    ]  # fmt: skip


def feet(word: WordDocument) -> list[str]:
    first = word.sections[0]
    return [place.paragraphs[0].text for place in (first.footer, first.first_page_footer)]


def test_a_real_wave_printed_has_no_mark_of_a_rehearsal_and_no_field_around_its_contents(
    report: Report, word: WordDocument
) -> None:
    asked: list[Picture] = []
    real = replace(report, tables=report.tables[:1], method=(), is_synthetic=False)
    printed = docx.Document(io.BytesIO(document(real, asked.append, is_for_print=True)))
    assert all("MÔ PHỎNG" in text for text in feet(word))
    assert not any("MÔ PHỎNG" in text for text in feet(printed))
    assert "TOC " not in printed.element.body.xml
    assert "PAGEREF" in printed.element.body.xml
    assert {picture.chart for picture in asked} >= {"flow", "years", "levels"}


def test_tables_too_wide_for_an_upright_page_lie_across(report: Report) -> None:
    wide = {table.code for table in report.tables if needs_wide(table, 16.0)}
    assert "5" in wide
    assert not wide & {"1", "2", "4b", "6", "PT"}


def program(folder: Path, script: str) -> str:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_a_pdf_is_what_the_office_program_made_of_the_document(tmp_path: Path) -> None:
    """The program stands in for LibreOffice: it copies the document to the name LibreOffice would use."""
    copying = program(tmp_path, 'for last; do :; done; cp "$last" "${last%.docx}.pdf"')
    assert as_pdf(b"a document", copying) == b"a document"


def test_a_program_that_makes_no_pdf_is_told_of(tmp_path: Path) -> None:
    failing = program(tmp_path, "echo no filter >&2")
    with pytest.raises(NoPdf, match="no filter"):
        as_pdf(b"a document", failing)
