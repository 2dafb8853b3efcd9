"""Lists, annexes and slips as Word documents, in the form of Vietnamese administrative papers.

A4, Times New Roman, issuer at the left and the national motto at the right (Decree 30/2020/NĐ-CP,
appendix I), heading rows repeated on every page, a place to sign. Every paper begins on a page of
its own. Slips, four a page, carry a check code and the same code as a QR picture.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.reports.sample_lists import FONT, Align, Head, Paper
from bot.reports.word_tables import keep_whole, repeat_heading

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

_MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_UPRIGHT, _WIDE = 17.7, 26.4  # centimetres between the margins


@dataclass(frozen=True, slots=True)
class Slip:
    """A paper for somebody no message can reach: whom it is for, about what, and his check code."""

    name: str
    address: str
    unit: str
    service: str
    check_code: str


def write_document(head: Head, papers: Sequence[Paper]) -> bytes:
    """The papers one after another, each on a page of its own."""
    document = _new_document()
    for at, paper in enumerate(papers):
        _page(document, is_first=at == 0, is_wide=paper.is_wide)
        _head(document, head, _WIDE if paper.is_wide else _UPRIGHT)
        _line(document.add_paragraph(), paper.title, bold=True, centre=True, size=14, before=12)
        for line in paper.lines:
            _line(document.add_paragraph(), line, centre=True)
        _table(document, paper)
        if paper.is_signed:
            _signatures(document, head, _WIDE if paper.is_wide else _UPRIGHT)
    return _saved(document)


def write_slips(head: Head, hotline: str, slips: Sequence[Slip]) -> bytes:
    """Slips to cut out, two beside each other, four a page."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Cm

    document = _new_document()
    _page(document, is_first=True, is_wide=False)
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for start in range(0, len(slips), 2):
        row = table.add_row()
        row.height, row.height_rule = Cm(12.4), WD_ROW_HEIGHT_RULE.EXACTLY
        keep_whole(row)
        for cell, slip in zip(row.cells, slips[start : start + 2], strict=False):
            _slip(cell, head, hotline, slip)
    _set_widths(table, [_UPRIGHT / 2] * 2)
    return _saved(document)


def _slip(cell: _Cell, head: Head, hotline: str, slip: Slip) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    _line(cell.paragraphs[0], head.department.upper(), bold=True, centre=True)
    _line(cell.add_paragraph(), "PHIẾU MỜI THAM GIA KHẢO SÁT", bold=True, centre=True, size=13, before=4)
    _line(cell.add_paragraph(), f"Kính gửi ông/bà: {slip.name}", before=4)
    _line(cell.add_paragraph(), f"Địa chỉ: {slip.address}")
    _line(
        cell.add_paragraph(),
        f"Mời ông/bà góp ý về {slip.service} tại {slip.unit} ({head.decision}). Tự nguyện, bảo mật, không "
        "mất phí. Điều tra viên sẽ gửi phiếu hỏi; không ai được trả lời thay hay gợi ý.",
        before=4,
    )
    picture = cell.add_paragraph()
    picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture.add_run().add_picture(io.BytesIO(qr_png(slip.check_code)), width=Cm(3.2))
    _line(cell.add_paragraph(), f"Mã kiểm tra: {spaced(slip.check_code)}", bold=True, centre=True, size=14)
    _line(
        cell.add_paragraph(),
        f"Muốn kiểm tra, xin gọi {hotline} và đọc mã này. Chúng tôi không bao giờ xin tiền, mật khẩu, OTP.",
        centre=True,
        size=10,
    )


def spaced(code: str) -> str:
    """A code in two halves, easier to read out."""
    return f"{code[: len(code) // 2]} {code[len(code) // 2 :]}"


def qr_png(text: str) -> bytes:
    """`text` as a QR picture that survives a bad printer (level Q: a quarter may be lost)."""
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_Q, box_size=8, border=2)
    code.add_data(text)
    code.make(fit=True)
    stream = io.BytesIO()
    code.make_image().save(stream)
    return stream.getvalue()


def _new_document() -> WordDocument:
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    style.paragraph_format.space_after = Pt(2)
    return document


def _saved(document: WordDocument) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _page(document: WordDocument, *, is_first: bool, is_wide: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    section = document.sections[0] if is_first else document.add_section()
    long, short = Cm(29.7), Cm(21)
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if is_wide else (short, long)
    section.left_margin, section.right_margin = Cm(2), Cm(1.3)
    section.top_margin = section.bottom_margin = Cm(1.6)
    if is_first:
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _page_number(foot)


def _head(document: WordDocument, head: Head, width: float) -> None:
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _line(left.paragraphs[0], head.department.upper(), bold=True, centre=True)
    _line(left.add_paragraph(), head.survey, centre=True, size=11)
    _line(right.paragraphs[0], _MOTTO[0], bold=True, centre=True)
    _line(right.add_paragraph(), _MOTTO[1], bold=True, centre=True, underline=True)
    _set_widths(table, [width * 0.43, width * 0.57])


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
        _line(cell.paragraphs[0], column.heading, bold=True, centre=True, size=11)
    repeat_heading(rows[0])
    for row, values in zip(rows[1:], paper.rows, strict=True):
        keep_whole(row)
        for cell, value, column in zip(row.cells, values, paper.columns, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = alignment[column.align]
            _line(paragraph, value, size=11)
    total = sum(column.width for column in paper.columns)
    room = _WIDE if paper.is_wide else _UPRIGHT
    _set_widths(table, [column.width * room / total for column in paper.columns], rows)


def _signatures(document: WordDocument, head: Head, width: float) -> None:
    table = document.add_table(rows=1, cols=2)
    keep_whole(table.rows[0])
    left, right = table.rows[0].cells
    _line(left.paragraphs[0], "", before=10)
    _line(left.add_paragraph(), "NGƯỜI LẬP DANH SÁCH", bold=True, centre=True)
    _line(left.add_paragraph(), "(Ký, ghi rõ họ tên)", italic=True, centre=True)
    dated = f"{head.place}, ngày …… tháng …… năm …………"
    _line(right.paragraphs[0], dated, italic=True, centre=True, before=10)
    _line(right.add_paragraph(), "THỦ TRƯỞNG ĐƠN VỊ", bold=True, centre=True)
    _line(right.add_paragraph(), "(Ký tên, đóng dấu)", italic=True, centre=True)
    _set_widths(table, [width / 2] * 2)


def _line(
    paragraph: Paragraph,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    centre: bool = False,
    size: float = 0,
    before: float = 0,
) -> None:
    """Write one run; sizes and `before` in points."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    run = paragraph.add_run(text)
    if bold:
        run.bold = True
    if italic:
        run.italic = True
    if underline:
        run.underline = True
    if size:
        run.font.size = _points(size)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if before:
        paragraph.paragraph_format.space_before = _points(before)


@cache
def _points(size: float) -> int:
    from docx.shared import Pt

    return Pt(size)


def _set_widths(table: Table, centimetres: Sequence[float], rows: Sequence[_Row] = ()) -> None:
    """Fix the widths; Word heeds the cells, LibreOffice the columns."""
    from docx.shared import Cm

    table.autofit = False
    widths = [Cm(wide) for wide in centimetres]
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = wide
    for row in rows or table.rows:
        for cell, wide in zip(row._tr.tc_lst, widths, strict=True):
            cell.width = wide


def _page_number(paragraph: Paragraph) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        paragraph.add_run()._r.append(element)
