"""Lists and annexes as Word documents, in the form of Vietnamese administrative papers.

Heading rows are repeated on every page, rows stay whole, there is a place to sign. Every paper begins on
a page of its own. Letters and slips to people are in letters.py, the look of all papers in word_paper.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.reports.sample_lists import Align, Head, Paper
from bot.reports.word_paper import (
    UPRIGHT,
    WIDE,
    add_head,
    new_document,
    saved,
    set_page,
    set_widths,
    write_line,
)
from bot.reports.word_tables import keep_whole, repeat_heading

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


def write_document(head: Head, papers: Sequence[Paper]) -> bytes:
    """The papers one after another, each on a page of its own."""
    document = new_document()
    for at, paper in enumerate(papers):
        set_page(document, is_first=at == 0, is_wide=paper.is_wide)
        add_head(document, head, WIDE if paper.is_wide else UPRIGHT)
        write_line(document.add_paragraph(), paper.title, bold=True, centre=True, size=14, before=12)
        for line in paper.lines:
            write_line(document.add_paragraph(), line, centre=True)
        _table(document, paper)
        if paper.is_signed:
            _signatures(document, head, WIDE if paper.is_wide else UPRIGHT)
    return saved(document)


def _table(document: WordDocument, paper: Paper) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    alignment = {
        Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
        Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
        Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    }
    table = document.add_table(rows=1 + len(paper.rows), cols=len(paper.columns))
    table.style = "Table Grid"
    # Asked for once: python-docx looks through the whole table for every row it is asked for.
    rows = list(table.rows)
    for cell, column in zip(rows[0].cells, paper.columns, strict=True):
        write_line(cell.paragraphs[0], column.heading, bold=True, centre=True, size=11)
    repeat_heading(rows[0])
    for row, values in zip(rows[1:], paper.rows, strict=True):
        keep_whole(row)
        for cell, value, column in zip(row.cells, values, paper.columns, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = alignment[column.align]
            write_line(paragraph, value, size=11)
    total = sum(column.width for column in paper.columns)
    room = WIDE if paper.is_wide else UPRIGHT
    set_widths(table, [column.width * room / total for column in paper.columns], rows)


def _signatures(document: WordDocument, head: Head, width: float) -> None:
    table = document.add_table(rows=1, cols=2)
    keep_whole(table.rows[0])
    left, right = table.rows[0].cells
    write_line(left.paragraphs[0], "", before=10)
    write_line(left.add_paragraph(), "NGƯỜI LẬP DANH SÁCH", bold=True, centre=True)
    write_line(left.add_paragraph(), "(Ký, ghi rõ họ tên)", italic=True, centre=True)
    dated = f"{head.place}, ngày …… tháng …… năm …………"
    write_line(right.paragraphs[0], dated, italic=True, centre=True, before=10)
    write_line(right.add_paragraph(), "THỦ TRƯỞNG ĐƠN VỊ", bold=True, centre=True)
    write_line(right.add_paragraph(), "(Ký tên, đóng dấu)", italic=True, centre=True)
    set_widths(table, [width / 2] * 2)
