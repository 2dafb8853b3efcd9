"""Report tables as Word tables: headings on every page, rows never broken, numbers as the tables print them.

A report has thousands of cells; python-docx makes each one dearly, so a table is written as markup in one
go. Every text is escaped. Widths follow the kind of column and are fixed: Word heeds the cells, LibreOffice
the grid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast
from xml.sax.saxutils import escape

from scoring.tables import Cell, Column, ColumnKind, Row, RowKind, Table, printed

if TYPE_CHECKING:
    from docx.oxml.table import CT_Tbl

_TWIPS = 567
"""Twentieths of a point in a centimetre."""

_WIDTHS: Mapping[ColumnKind, float] = {
    ColumnKind.TEXT: 3.0,
    ColumnKind.COUNT: 1.6,
    ColumnKind.PERCENT: 1.75,
    ColumnKind.ERROR: 1.5,
    ColumnKind.INTERVAL: 2.7,
    ColumnKind.POINTS: 1.8,
    ColumnKind.RATIO: 2.7,
}
_FIRST = 4.6
_PLACES: Mapping[str, float] = {"rank": 1.35, "places": 2.2}
"""Columns of ranks and of the ranks there may be: short, in the middle."""
_SHADES: Mapping[RowKind, str] = {RowKind.TOTAL: "EEF3F6", RowKind.HEADING: "F4F1E8"}
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def needs_wide(table: Table, room: float) -> bool:
    """Whether a table does not fit upright in `room` centimetres."""
    return sum(_width(column, place) for place, column in enumerate(table.columns)) > room * 1.18


def table_markup(table: Table, room: float) -> CT_Tbl:
    """The table as a Word element `room` centimetres wide."""
    from docx.oxml import parse_xml

    wanted = [_width(column, place) for place, column in enumerate(table.columns)]
    # a short table keeps its natural width for numbers and gives the rest to its texts
    texts = [
        place
        for place, column in enumerate(table.columns)
        if column.kind is ColumnKind.TEXT and column.code not in _PLACES
    ]
    spare = room - sum(wanted)
    if spare > 0 and texts:
        for place in texts:
            wanted[place] += spare / len(texts)
    scale = room / sum(wanted)
    widths = [round(each * scale * _TWIPS) for each in wanted]
    size = 22 if len(widths) <= 7 else 20 if len(widths) <= 9 else 18  # half points
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    heading = _row([column.heading.vi for column in table.columns], table.columns, widths, size, is_head=True)
    rows = "".join(_body_row(row, table, widths, size) for row in table.rows)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="9AA5AD"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    markup = (
        f'<w:tbl xmlns:w="{_NAMESPACE}"><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{heading}{rows}</w:tbl>"
    )
    return cast("CT_Tbl", parse_xml(markup))


def plain_markup(headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> CT_Tbl:
    """A table of texts, `widths` in centimetres."""
    from scoring.tables import Text

    columns = tuple(Column(str(place), Text(name), ColumnKind.TEXT) for place, name in enumerate(headings))
    table = Table("", Text(""), columns, tuple(Row(tuple(cells)) for cells in rows))
    return _fixed(table, widths)


def _fixed(table: Table, widths: Sequence[float]) -> CT_Tbl:
    element = table_markup(table, sum(widths))
    from docx.oxml.ns import qn

    twips = [round(each * _TWIPS) for each in widths]
    for column, wide in zip(element.tblGrid.gridCol_lst, twips, strict=True):
        column.set(qn("w:w"), str(wide))
    for row in element.tr_lst:
        for cell, wide in zip(row.tc_lst, twips, strict=True):
            for width in cell.iter(qn("w:tcW")):
                width.set(qn("w:w"), str(wide))
    return element


def _width(column: Column, place: int) -> float:
    if column.code in _PLACES:
        return _PLACES[column.code]
    if column.kind is ColumnKind.TEXT and place <= 1:
        return _FIRST
    return max(_WIDTHS[column.kind], *(_room_of(word) for word in column.heading.vi.split()))


def _room_of(word: str) -> float:
    """Centimetres a word of a heading takes with its margins: one that is broken cannot be read."""
    return 0.25 + sum(0.27 if letter.isupper() else 0.19 for letter in word)


def _body_row(row: Row, table: Table, widths: Sequence[int], size: int) -> str:
    if row.kind is RowKind.HEADING:
        text = printed(row.cells[0], ColumnKind.TEXT)
        shade = _SHADES[RowKind.HEADING]
        cell = _cell(text, sum(widths), size, align="left", bold=True, shade=shade, span=len(widths))
        # a heading stays with the first row it heads
        return (
            f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell.replace('<w:pPr>', '<w:pPr><w:keepNext/>')}</w:tr>"
        )
    texts = [_shown(cell, column, table) for cell, column in zip(row.cells, table.columns, strict=True)]
    return _row(
        texts,
        table.columns,
        widths,
        size,
        bold=row.kind is RowKind.TOTAL,
        shade=_SHADES.get(row.kind, ""),
        indent=row.kind is RowKind.DETAIL,
    )


def _shown(cell: Cell, column: Column, table: Table) -> str:
    return printed(cell, column.kind, table.printing)


def _row(
    texts: Sequence[str],
    columns: Sequence[Column],
    widths: Sequence[int],
    size: int,
    *,
    is_head: bool = False,
    bold: bool = False,
    shade: str = "",
    indent: bool = False,
) -> str:
    cells = []
    for place, (text, column, width) in enumerate(zip(texts, columns, widths, strict=True)):
        align = "center" if is_head else "left" if column.kind is ColumnKind.TEXT else "right"
        if column.kind in {ColumnKind.INTERVAL, ColumnKind.RATIO} or column.code in _PLACES:
            align = "center"
        cells.append(
            _cell(
                text,
                width,
                size,
                align=align,
                bold=bold or is_head,
                shade="DCE6EC" if is_head else shade,
                indent=indent and place == 0,
            )
        )
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    text: str,
    width: int,
    size: int,
    *,
    align: str,
    bold: bool = False,
    shade: str = "",
    span: int = 1,
    indent: bool = False,
) -> str:
    across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    weight = "<w:b/>" if bold else ""
    inward = '<w:ind w:left="170" w:firstLine="0"/>' if indent else '<w:ind w:firstLine="0"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}{fill}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>{inward}'
        f'<w:jc w:val="{align}"/></w:pPr>'
        f'<w:r><w:rPr>{weight}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
    )
