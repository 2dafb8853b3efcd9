"""The workbook officers work with: a cover, then one sheet per table (Biểu số).

Numbers are numbers, shown with a decimal comma by the reader's own locale; text never becomes a
formula, so a unit called "=1+1" stays a name. Percentages keep full precision in the cell and two
decimals on paper. Each sheet prints on A4, its heading repeated.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.reports.consistency import checked
from bot.reports.model import Report
from bot.reports.wording import WORDS
from bot.reports.xlsx_parts import is_part, with_parts
from scoring.estimates import Estimate
from scoring.tables import (
    SMALL_MARK,
    Cell,
    ColumnKind,
    Printing,
    Row,
    RowKind,
    Table,
    Text,
    decimal_comma,
    is_small,
    printed,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

WIDTHS: Mapping[ColumnKind, float] = {
    ColumnKind.TEXT: 30,
    ColumnKind.COUNT: 12,
    ColumnKind.PERCENT: 13,
    ColumnKind.ERROR: 10,
    ColumnKind.INTERVAL: 18,
    ColumnKind.POINTS: 12,
    ColumnKind.RATIO: 15,
}
FIRST_TEXT_WIDTH = 44
FONT, LINE = "Times New Roman", "#9AA5AD"
LETTERS_PER_WIDTH = 1.12
"""Letters of this font that fit one unit of column width."""
LINE_HEIGHT = 16
_A4, _LANDSCAPE_FROM = 9, 6


def number_format(kind: ColumnKind, decimals: int) -> str:
    """How a spreadsheet shows a number of this kind; the reader's own locale sets the comma."""
    shown = f"0.{'0' * decimals}" if decimals else "0"
    match kind:
        case ColumnKind.COUNT:
            return "#,##0"
        case ColumnKind.POINTS:
            return f"+{shown};-{shown};{shown}"
        case _:
            return shown


def workbook(report: Report) -> bytes:
    """Return the report as an XLSX file."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        # a fixed date: the same report gives the same file
        book.set_properties(
            {
                "title": report.head.title.vi,
                "author": report.head.department,
                "created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None),
            }
        )
        formats = _Formats(book)
        _cover(book.add_worksheet(WORDS["cover"].vi), report, formats)
        for table in report.tables:
            _sheet(book.add_worksheet(_sheet_name(table.code)), table, report, formats)
    return stream.getvalue()


class _Formats:
    """Cell formats of one workbook, made once each."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[object, ...], Format] = {}

    def __call__(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items(), key=lambda item: item[0]))
        if key not in self._made:
            base = {"font_name": FONT, "font_size": 12, "valign": "vcenter"}
            lines = {"border_color": LINE} if "border" in properties else {}
            self._made[key] = self._book.add_format(base | lines | properties)
        return self._made[key]


def _cover(sheet: Worksheet, report: Report, formats: _Formats) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 46)
    sheet.set_column(2, 2, 50)
    _print_setup(sheet, report, is_wide=True)
    line = 0
    if report.is_synthetic:
        banner = formats(bold=True, font_size=16, font_color="#FFFFFF", bg_color="#A8322A", align="center")
        sheet.merge_range(0, 0, 0, 2, f"{WORDS['synthetic'].vi} · {WORDS['synthetic'].en}", banner)
        sheet.merge_range(1, 0, 1, 2, WORDS["synthetic_why"].vi, formats(italic=True, align="center"))
        sheet.set_row(0, 28)
        line = 3
    sheet.merge_range(line, 0, line, 2, report.head.department, formats(bold=True))
    title = formats(bold=True, font_size=18, text_wrap=True, align="center")
    sheet.merge_range(line + 1, 0, line + 1, 2, report.head.title.vi, title)
    sheet.set_row(line + 1, 52)
    sheet.merge_range(
        line + 2,
        0,
        line + 2,
        2,
        report.head.title.en,
        formats(italic=True, align="center", font_color="#555555"),
    )
    line += 4
    for label, value in _facts(report):
        sheet.write_string(line, 0, label.vi, formats(bold=True))
        sheet.write(line, 1, value, formats(align="left", num_format="#,##0", text_wrap=True))
        sheet.write_string(line, 2, label.en, formats(italic=True, font_color="#777777"))
        if label is WORDS["digest"]:
            sheet.set_row(line, 2 * LINE_HEIGHT)
        line += 1
    sheet.merge_range(line, 0, line, 2, WORDS["recompute"].vi, formats(italic=True, font_color="#555555"))
    line = _method(sheet, report, formats, line + 2)
    line = _checks(sheet, report, formats, line + 1)
    _contents(sheet, report, formats, line + 1)


def _facts(report: Report) -> list[tuple[Text, str | int]]:
    published = report.province.published
    value = decimal_comma(published.value, report.printing.decimals)
    if published.low is not None:
        value += f" ({printed(published, ColumnKind.INTERVAL, report.printing)})"
    reaching = sum(block.spread.reaching_target for block in report.blocks if block.spread)
    target = decimal_comma(report.target, 0)
    label = WORDS["reaching"]
    facts: list[tuple[Text, str | int]] = [
        (WORDS["province"], value),
        (
            Text(label.vi.format(target=target), label.en.format(target=target)),
            f"{reaching}/{sum(unit.sipas.value is not None for unit in report.units)}",
        ),
        (WORDS["wanted"], report.wanted),
        (WORDS["issued"], report.issued),
        (WORDS["collected"], report.collected),
        (WORDS["valid"], report.valid),
        (WORDS["fieldwork"], report.head.fieldwork),
        (WORDS["legal_basis"], report.head.legal_basis),
        (WORDS["generated_on"], report.head.generated_on),
        (WORDS["digest"], report.data_digest),
    ]
    if report.backcheck is not None:
        facts.insert(6, (WORDS["verified"], report.backcheck.drawn))
    return [(label, value) for label, value in facts if value != ""]


def _method(sheet: Worksheet, report: Report, formats: _Formats, line: int) -> int:
    if not report.method:
        return line
    heading = formats(bold=True, font_size=14)
    sheet.write_string(line, 0, WORDS["method"].vi, heading)
    head = formats(bold=True, bg_color="#DCE6EC", border=1, text_wrap=True)
    body = formats(border=1, text_wrap=True, valign="top")
    for place, word in enumerate(("code", "setting", "choice")):
        sheet.write_string(line + 1, place, WORDS[word].vi, head)
    for offset, note in enumerate(report.method, start=line + 2):
        for place, text in enumerate((note.code, note.question.vi, note.choice.vi)):
            sheet.write_string(offset, place, text, body)
        longest = max(len(note.question.vi) / 44, len(note.choice.vi) / 48)
        sheet.set_row(offset, LINE_HEIGHT * (1 + int(longest)))
    return line + 2 + len(report.method)


def _checks(sheet: Worksheet, report: Report, formats: _Formats, line: int) -> int:
    """What the checks of the figures came to, a sentence a line: an officer reads it before signing."""
    found = checked(report)
    sheet.write_string(line, 0, WORDS["checks"].vi, formats(bold=True, font_size=14))
    said = [found.summary, *(finding.text for finding in found.findings)]
    for offset, text in enumerate(said, start=line + 1):
        color = {"font_color": "#A8322A"} if offset > line + 1 else {}
        sheet.merge_range(
            offset, 0, offset, 2, f"{text.vi}\n{text.en}", formats(text_wrap=True, valign="top", **color)
        )
        sheet.set_row(offset, LINE_HEIGHT * sum(1 + len(part) // 130 for part in (text.vi, text.en)))
    return line + 1 + len(said)


def _contents(sheet: Worksheet, report: Report, formats: _Formats, line: int) -> None:
    sheet.write_string(line, 0, WORDS["contents"].vi, formats(bold=True, font_size=14))
    link = formats(font_color="#1F5C87", underline=1)
    for offset, table in enumerate(report.tables, start=line + 1):
        name = _sheet_name(table.code)
        sheet.write_url(offset, 0, f"internal:'{name}'!A1", link, string=name)
        sheet.write_string(offset, 1, table.title.vi, formats())
    sheet.print_area(0, 0, line + len(report.tables), 2)


def _sheet(sheet: Worksheet, given: Table, report: Report, formats: _Formats) -> None:
    table = with_parts(given)
    last = len(table.columns) - 1
    is_wide = last + 1 >= _LANDSCAPE_FROM
    _print_setup(sheet, report, is_wide=is_wide)
    sheet.hide_gridlines(2)
    title = f"{_sheet_name(table.code)}. {table.title.vi}"
    sheet.write_string(0, 0, title, formats(bold=True, font_size=14))
    sheet.write_string(1, 0, table.title.en, formats(italic=True, font_color="#555555"))
    if report.is_synthetic:
        sheet.write_string(
            2,
            0,
            f"{WORDS['synthetic'].vi} · {WORDS['synthetic'].en}",
            formats(bold=True, font_color="#A8322A"),
        )
    head = 3
    heading = formats(bold=True, bg_color="#DCE6EC", border=1, text_wrap=True, align="center")
    small = formats(italic=True, font_size=9, bg_color="#EEF3F6", border=1, text_wrap=True, align="center")
    for place, column in enumerate(table.columns):
        sheet.write_string(head, place, column.heading.vi, heading)
        sheet.write_string(head + 1, place, column.heading.en, small)
        is_first_text = column.kind is ColumnKind.TEXT and place <= 1
        # what a percentage is made of can be folded away
        folded = {"level": 1} if is_part(column) else {}
        sheet.set_column(
            place, place, FIRST_TEXT_WIDTH if is_first_text else WIDTHS[column.kind], None, folded
        )
    sheet.set_row(head, 2 * LINE_HEIGHT + 4)
    sheet.set_row(head + 1, 2 * LINE_HEIGHT - 4)
    sheet.freeze_panes(head + 2, 1 if table.columns[0].kind is ColumnKind.TEXT else 2)
    sheet.repeat_rows(head, head + 1)
    line = head + 2
    for row in table.rows:
        _row(sheet, line, row, table, formats)
        line += 1
    for note in table.notes:
        sheet.write_string(line + 1, 0, note.vi, formats(italic=True, font_size=10))
        line += 1
    sheet.print_area(0, 0, line, last)


def _row(sheet: Worksheet, line: int, row: Row, table: Table, formats: _Formats) -> None:
    columns, look = table.columns, _look(row.kind)
    if row.kind is RowKind.HEADING:
        text = printed(row.cells[0], ColumnKind.TEXT)
        sheet.merge_range(
            line, 0, line, len(columns) - 1, text, formats(**look, text_wrap=True, align="left")
        )
        return
    height = 1
    for place, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
        _cell(sheet, (line, place), cell, column.kind, table.printing, look=look, formats=formats)
        if isinstance(cell, str):
            width = FIRST_TEXT_WIDTH if place <= 1 else WIDTHS[column.kind]
            height = max(height, 1 + int(len(cell) / (width * LETTERS_PER_WIDTH)))
    if height > 1:
        sheet.set_row(line, LINE_HEIGHT * height)


def _look(kind: RowKind) -> dict[str, object]:
    match kind:
        case RowKind.HEADING:
            return {"border": 1, "bold": True, "bg_color": "#F4F1E8"}
        case RowKind.TOTAL:
            return {"border": 1, "bold": True, "bg_color": "#EEF3F6"}
        case RowKind.DETAIL:
            return {"border": 1, "font_color": "#333333"}
        case RowKind.BODY:
            return {"border": 1}


def _cell(
    sheet: Worksheet,
    at: tuple[int, int],
    cell: Cell,
    kind: ColumnKind,
    printing: Printing,
    *,
    look: dict[str, object],
    formats: _Formats,
) -> None:
    number = _number(cell, kind)
    if number is None:
        is_text = kind is ColumnKind.TEXT
        indent = {"indent": 1} if is_text and (at[1] > 0 or "font_color" in look) else {}
        align = {"text_wrap": True} if is_text else {"align": "center"}
        sheet.write_string(*at, printed(cell, kind, printing), formats(**look, **align, **indent))
        return
    shown = number_format(kind, printing.decimals)
    if is_small(cell, printing) and kind is ColumnKind.PERCENT:
        shown += f'"{SMALL_MARK}"'
    sheet.write_number(*at, number, formats(**look, num_format=shown, align="right"))


def _number(cell: Cell, kind: ColumnKind) -> float | None:
    """The number to store; None when the cell is written as text."""
    match cell:
        case Estimate() if kind is ColumnKind.PERCENT:
            return cell.value
        case Estimate() if kind is ColumnKind.ERROR:
            return cell.standard_error
        case Estimate() if kind is ColumnKind.COUNT:
            return cell.base
        case int() | float():
            return cell
        case _:
            return None


def _print_setup(sheet: Worksheet, report: Report, *, is_wide: bool) -> None:
    sheet.set_paper(_A4)
    if is_wide:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    mark = f"{WORDS['synthetic'].vi} – " if report.is_synthetic else ""
    # '&' is the control character of headers
    name = f"{mark}{report.head.title.vi}".replace("&", "&&")
    sheet.set_header(f'&C&"{FONT}"&9{name[:180]}')
    sheet.set_footer(f'&C&"{FONT}"&9{WORDS["page"].vi}')


def _sheet_name(code: str) -> str:
    return f"Biểu {code}"
