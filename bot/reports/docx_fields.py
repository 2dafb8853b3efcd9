"""Contents of a Word document: fields that Word renews, filled already so that a printout is never empty.

Headings and captions carry bookmarks; the entries name their pages by fields that refer to these, so that
LibreOffice, which does not make a list of contents by itself, prints right numbers too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

HEADINGS, TABLES = "_Muc", "_Bieu"
"""Beginnings of the bookmarks of headings and of tables."""

_FIELDS = {HEADINGS: r'TOC \o "1-2" \h \z \u', TABLES: r'TOC \h \z \t "Tên biểu,1"'}
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def add_entry_mark(paragraph: Paragraph, kind: str = HEADINGS) -> None:
    """Bookmark a heading or caption, so that lists of contents can point at it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    body = paragraph._p.getparent()
    assert body is not None  # noqa: S101 - a paragraph stands in a document
    number = 1 + len(body.findall(f".//{qn('w:bookmarkStart')}"))
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), f"{kind}{number:04}")
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def fill_contents(
    word: WordDocument, place: Paragraph, kind: str, room: float, *, is_field: bool = True
) -> None:
    """Put a list of all marked headings or tables in place of a paragraph; `room` in centimetres."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    entries = []
    for paragraph in word.paragraphs:
        mark = paragraph._p.find(qn("w:bookmarkStart"))
        name = "" if mark is None else str(mark.get(qn("w:name")))
        # the style's identifier: its name costs python-docx a walk through all styles
        style = paragraph._p.style
        if name.startswith(kind) and style != "Heading3":
            entries.append((name, paragraph.text, style == "Heading2"))
    for number, (name, text, is_inner) in enumerate(entries):
        opening = _begin(_FIELDS[kind]) if is_field and number == 0 else ""
        closing = _END if is_field and number == len(entries) - 1 else ""
        indent = 340 if is_inner else 0
        markup = (
            f'<w:p xmlns:w="{_NAMESPACE}"><w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" '
            f'w:pos="{round(room * 567)}"/></w:tabs><w:spacing w:before="0" w:after="40" w:line="240" '
            f'w:lineRule="auto"/><w:ind w:left="{indent}" w:right="567"/></w:pPr>{opening}'
            f'<w:hyperlink w:anchor="{name}">{_run(escape(text), is_bold=kind == HEADINGS and not is_inner)}'
            f"<w:r><w:tab/></w:r>{_begin(f'PAGEREF {name}')}{_run('…')}{_END}</w:hyperlink>{closing}</w:p>"
        )
        place._p.addprevious(parse_xml(markup))
    body = place._p.getparent()
    assert body is not None  # noqa: S101
    body.remove(place._p)


_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _begin(code: str) -> str:
    size = '<w:rPr><w:sz w:val="24"/></w:rPr>'
    return (
        f'<w:r>{size}<w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r>{size}<w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def _run(text: str, *, is_bold: bool = False) -> str:
    weight = "<w:b/>" if is_bold else ""
    return f'<w:r><w:rPr>{weight}<w:sz w:val="24"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
