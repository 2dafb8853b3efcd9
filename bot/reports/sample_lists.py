"""What an officer files of a sample: lists of people, tables of numbers, as values and as workbooks.

One sheet a list. Headings are Vietnamese: these are papers of an administration. Texts never become
formulas; phones stay text with their leading zero. `sample_papers` draws the same as documents.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet


FONT = "Times New Roman"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_SHEET_NAME = 31
_CHARACTERS = 5.2  # of a column for each centimetre on paper, the sheet being shrunk to fit its width
_ROW = 16.5  # points


class ListKind(Enum):
    """Which list: its heading on paper and the beginning of its sheet's name."""

    OFFICIAL = ("DANH SÁCH MẪU CHÍNH THỨC", "CT")
    RESERVE = ("DANH SÁCH MẪU DỰ PHÒNG", "DP")
    INVITED = ("DANH SÁCH ĐẠI DIỆN CƠ QUAN, ĐƠN VỊ ĐƯỢC MỜI", "Mời")
    INVITED_RESERVE = ("DANH SÁCH ĐẠI DIỆN DỰ PHÒNG", "Mời DP")

    @property
    def title(self) -> str:
        """The heading."""
        return self.value[0]

    @property
    def short(self) -> str:
        """The word a sheet's name begins with."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Head:
    """What every paper says above its title: who issues it and which survey it belongs to."""

    department: str
    survey: str
    decision: str
    place: str


class Align(StrEnum):
    """How a column stands."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, width in centimetres on an upright A4 page, alignment."""

    heading: str
    width: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Paper:
    """One table with its title and the lines under it; `name` is what its sheet is called."""

    name: str
    title: str
    lines: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    is_signed: bool = True
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A line of a list: `serial` in the frame N of the service, `note` what is special about it."""

    serial: int
    name: str
    address: str
    phone: str
    organisation: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SampleList:
    """The people of one unit's service in one list: N, n and k as in the record of the draw."""

    kind: ListKind
    unit: str
    service: str
    size: int
    n: int
    interval: str
    people: tuple[ListedPerson, ...]


def paper_of(listed: SampleList, number: int) -> Paper:
    """The list as a table; `number` keeps the names of sheets apart."""
    is_invitation = listed.kind in {ListKind.INVITED, ListKind.INVITED_RESERVE}
    has_organisation = is_invitation or any(one.organisation for one in listed.people)
    columns = [Column("STT", 1.2, Align.CENTRE), Column("Số trong N", 1.7, Align.CENTRE)]
    columns += [Column("Họ và tên", 3.6 if has_organisation else 4.4)]
    columns += [Column("Cơ quan, tổ chức", 3.4)] if has_organisation else []
    columns += [Column("Địa chỉ", 3.1 if has_organisation else 5.2)]
    columns += [Column("Số điện thoại", 2.5, Align.CENTRE), Column("Ghi chú", 2.0)]
    size = f"N = {_count(listed.size)} người; cỡ mẫu phân bổ n = {_count(listed.n)}"
    return Paper(
        name=sheet_name(f"{listed.kind.short} {number} {listed.service}"),
        title=listed.kind.title,
        lines=(
            f"Đơn vị: {listed.unit}",
            f"Lĩnh vực: {listed.service}",
            size if is_invitation else f"{size}; k = {listed.interval.replace('.', ',')}",
            f"Danh sách có {_count(len(listed.people))} người",
        ),
        columns=tuple(columns),
        rows=tuple(
            (
                str(at),
                str(one.serial),
                one.name,
                *([one.organisation] if has_organisation else []),
                one.address,
                domestic(one.phone),
                one.note,
            )
            for at, one in enumerate(listed.people, 1)
        ),
    )


def domestic(phone: str) -> str:
    """A phone as people write it: +84912345678 is 0912 345 678."""
    if not phone.startswith("+84"):
        return phone
    digits = f"0{phone[3:]}"
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"


def sheet_name(text: str) -> str:
    """`text` as the name of a sheet: no sign that Excel forbids, no more than 31."""
    return _FORBIDDEN.sub(" ", text)[:_SHEET_NAME].strip()


def write_workbook(head: Head, papers: Iterable[Paper]) -> bytes:
    """A workbook with one sheet a paper, ready to print on A4."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(stream, options) as workbook:
        base = {"font_name": FONT, "font_size": 12}
        plain = workbook.add_format(base)
        bold = workbook.add_format({**base, "bold": True})
        title = workbook.add_format({**base, "bold": True, "font_size": 14})
        heading = workbook.add_format(
            {**base, "bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
        )
        cells = {
            align: workbook.add_format(
                {**base, "border": 1, "text_wrap": True, "valign": "top", "align": align.value}
            )
            for align in Align
        }
        for paper in papers:
            sheet = workbook.add_worksheet(paper.name)
            sheet.write_string(0, 0, head.department.upper(), bold)
            sheet.write_string(1, 0, head.survey, plain)
            sheet.write_string(3, 0, paper.title, title)
            for row, line in enumerate(paper.lines, 4):
                sheet.write_string(row, 0, line, plain)
            top = 5 + len(paper.lines)
            for place, column in enumerate(paper.columns):
                sheet.set_column(place, place, column.width * _CHARACTERS)
                sheet.write_string(top, place, column.heading, heading)
            for row, values in enumerate(paper.rows, top + 1):
                sheet.set_row(row, _ROW * _lines_of(values, paper.columns))
                for place, (value, column) in enumerate(zip(values, paper.columns, strict=True)):
                    sheet.write_string(row, place, value, cells[column.align])
            sheet.freeze_panes(top + 1, 0)
            sheet.repeat_rows(top)
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.set_footer("&C&P/&N")
            if paper.is_wide:
                sheet.set_landscape()
            if paper.is_signed:
                _sign(sheet, top + 2 + len(paper.rows), len(paper.columns), head, (plain, bold))
    return stream.getvalue()


def _lines_of(values: Sequence[str], columns: Sequence[Column]) -> int:
    """How many lines the fullest cell needs: programs do not agree on growing rows by themselves."""
    fits = (column.width * _CHARACTERS for column in columns)
    return max(1, *(ceil(len(value) / room) for value, room in zip(values, fits, strict=True)))


def _sign(sheet: Worksheet, row: int, width: int, head: Head, formats: tuple[Format, Format]) -> None:
    plain, bold = formats
    right = max(2, width - 3)
    sheet.write_string(row, right, f"{head.place}, ngày …… tháng …… năm …………", plain)
    sheet.write_string(row + 1, 1, "NGƯỜI LẬP DANH SÁCH", bold)
    sheet.write_string(row + 1, right, "THỦ TRƯỞNG ĐƠN VỊ", bold)
    sheet.write_string(row + 2, right, "(Ký tên, đóng dấu)", plain)


def allocation_paper(lists: Sequence[SampleList]) -> Paper:
    """The allocation table: N, n, official and reserve sample of every unit's service, and the sums."""
    rows: list[tuple[str, ...]] = []
    by_service: dict[tuple[str, str], list[SampleList]] = {}
    for listed in lists:
        by_service.setdefault((listed.unit, listed.service), []).append(listed)
    totals = [0, 0, 0, 0]
    for at, ((unit, service), parts) in enumerate(by_service.items(), 1):
        reserve = {ListKind.RESERVE, ListKind.INVITED_RESERVE}
        held = sum(len(part.people) for part in parts if part.kind in reserve)
        taken = sum(len(part.people) for part in parts if part.kind not in reserve)
        figures = [parts[0].size, parts[0].n, taken, held]
        totals = [total + figure for total, figure in zip(totals, figures, strict=True)]
        rows.append((str(at), unit, service, *map(_count, figures)))
    rows.append(("", "Tổng cộng", "", *map(_count, totals)))
    return Paper(
        name="Phân bổ",
        title="BẢNG PHÂN BỔ CỠ MẪU",
        lines=("N: số người trong danh sách tổng thể; n: cỡ mẫu phân bổ",),
        columns=(
            Column("STT", 1.2, Align.CENTRE),
            Column("Đơn vị", 5.2),
            Column("Lĩnh vực", 4.6),
            Column("N", 1.7, Align.RIGHT),
            Column("n", 1.5, Align.RIGHT),
            Column("Chính thức", 1.7, Align.RIGHT),
            Column("Dự phòng", 1.7, Align.RIGHT),
        ),
        rows=tuple(rows),
    )


def merged_papers(lists: Sequence[SampleList]) -> tuple[Paper, ...]:
    """Everybody in two tables, official and reserve, as Sở Nội vụ sends them on (Sơn La plan, step 4)."""
    reserve = {ListKind.RESERVE, ListKind.INVITED_RESERVE}
    columns = (
        *(Column("STT", 1.4, Align.CENTRE), Column("Đơn vị", 4.6), Column("Lĩnh vực", 4.2)),
        *(Column("Số trong N", 1.7, Align.CENTRE), Column("Họ và tên", 4.2), Column("Cơ quan, tổ chức", 3.6)),
        *(Column("Địa chỉ", 5.2), Column("Số điện thoại", 2.6, Align.CENTRE), Column("Ghi chú", 2.4)),
    )
    papers = []
    for name, title, is_held in (
        ("Chính thức", ListKind.OFFICIAL.title, False),
        ("Dự phòng", ListKind.RESERVE.title, True),
    ):
        people = [
            (listed, one) for listed in lists if (listed.kind in reserve) is is_held for one in listed.people
        ]
        rows = tuple(
            (
                *(str(at), listed.unit, listed.service, str(one.serial), one.name, one.organisation),
                *(one.address, domestic(one.phone), one.note),
            )
            for at, (listed, one) in enumerate(people, 1)
        )
        lines = (f"Tổng hợp mọi đơn vị: {_count(len(rows))} người",)
        papers.append(Paper(name, title, lines, columns, rows, is_wide=True))
    return tuple(papers)


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")
