"""What every Word paper of ours has: page, fonts, head with the national motto, lines, pictures of codes.

A4, Times New Roman, issuer at the left and the motto at the right (Decree 30/2020/NĐ-CP, appendix I).
python-docx is loaded when the first paper is made.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.reports.sample_lists import FONT, Head

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table, _Row
    from docx.text.paragraph import Paragraph

_MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
UPRIGHT, WIDE = 17.7, 26.4
"""Centimetres between the margins."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to answer: its name, what to do in words, and what the picture holds; `{code}` is filled in."""

    name: str
    words: str
    picture: str


def new_document() -> WordDocument:
    """An empty document in our font."""
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


def saved(document: WordDocument) -> bytes:
    """The document as a file."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def set_page(document: WordDocument, *, is_first: bool, is_wide: bool) -> None:
    """Begin a page of A4; the first carries the page number in its foot, which later ones inherit."""
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
        add_field(foot, "PAGE")


def add_head(document: WordDocument, head: Head, width: float) -> None:
    """Issuer and survey at the left, the motto at the right; `width` in centimetres."""
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    write_line(left.paragraphs[0], head.department.upper(), bold=True, centre=True)
    write_line(left.add_paragraph(), head.survey, centre=True, size=11)
    write_line(right.paragraphs[0], _MOTTO[0], bold=True, centre=True)
    write_line(right.add_paragraph(), _MOTTO[1], bold=True, centre=True, underline=True)
    set_widths(table, [width * 0.43, width * 0.57])


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


def write_line(
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
        run.font.size = points(size)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if before:
        paragraph.paragraph_format.space_before = points(before)


@cache
def points(size: float) -> int:
    """A length in points."""
    from docx.shared import Pt

    return Pt(size)


def set_widths(table: Table, centimetres: Sequence[float], rows: Sequence[_Row] = ()) -> None:
    """Fix the widths; Word heeds the cells, LibreOffice the columns."""
    from docx.shared import Cm

    table.autofit = False
    widths = [Cm(wide) for wide in centimetres]
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = wide
    for row in rows or table.rows:
        for cell, wide in zip(row._tr.tc_lst, widths, strict=True):
            cell.width = wide


def add_field(paragraph: Paragraph, code: str, size: float = 0) -> None:
    """A field that Word fills in: PAGE, NUMPAGES. `size` in points, 0 for the paragraph's own."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        if size:
            run.font.size = points(size)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def add_pictures(paragraph: Paragraph, ways: Sequence[Way], code: str, size: float) -> None:
    """The pictures of every way to answer with `code` beside each other; `size` in centimetres."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for at, way in enumerate(ways):
        if at:
            write_line(paragraph, "      " if len(ways) < 3 else "  ", size=12 if size > 2 else 6)
        paragraph.add_run().add_picture(io.BytesIO(qr_png(way.picture.format(code=code))), width=Cm(size))
