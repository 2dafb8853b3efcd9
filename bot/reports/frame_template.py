"""The list an agency fills in: one sheet to type into, one that explains, for one unit of the plan.

Phones and dates are formatted as text so that Excel changes neither; services, submission modes and
kinds of respondent are chosen from lists. The file is read back by `sipas frame import` as it is.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from survey_flows.sampling.columns import MODE_WORDS, REQUIRED, TYPE_WORDS, Column
from survey_flows.sampling.known import KnownUnit

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet


_FONT = "Times New Roman"
_ROWS = 20_000
"""Rows that carry the formats and the lists to choose from."""

_WIDTHS = {
    Column.UNIT: 34,
    Column.SERVICE: 34,
    Column.NAME: 28,
    Column.ADDRESS: 40,
    Column.ORGANISATION: 28,
}
_EXPLAINED: dict[Column, tuple[str, str]] = {
    Column.UNIT: ("Để trống nếu là đơn vị ghi ở đầu tệp.", "Empty when it is the unit named above."),
    Column.SERVICE: ("Chọn trong danh sách.", "Choose from the list."),
    Column.NAME: ("Người đã nhận kết quả.", "The person who received the result."),
    Column.PHONE: ("Số di động, giữ số 0 ở đầu.", "A mobile number, with its leading zero."),
    Column.ADDRESS: ("Thôn, bản, tổ; xã, phường.", "Village, street; commune."),
    Column.PROVINCE: ("Để trống nếu trong tỉnh.", "Empty when inside the province."),
    Column.TYPE: ("Người dân hoặc Tổ chức.", "A citizen or an organisation."),
    Column.ORGANISATION: ("Tên tổ chức, nếu có.", "Name of the organisation, if any."),
    Column.MODE: ("Trực tiếp, Trực tuyến hoặc Bưu chính.", "In person, online or by post."),
    Column.SUBMITTED: ("Dạng 31/12/2023.", "As 31/12/2023."),
    Column.RESULT: ("Dạng 31/12/2023; để trống nếu chưa trả.", "As 31/12/2023; empty when not yet given."),
    Column.BIRTH_YEAR: ("Giúp phân biệt người trùng tên.", "Tells people of one name apart."),
    Column.DOSSIER: ("Nếu có.", "If any."),
}


def frame_template(unit: KnownUnit, children: Sequence[KnownUnit] = ()) -> bytes:
    """The workbook (.xlsx) for `unit`; `children` are the communes it also lists."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        title = workbook.add_format({"font_name": _FONT, "font_size": 13, "bold": True})
        plain = workbook.add_format({"font_name": _FONT, "font_size": 12, "text_wrap": True, "valign": "top"})
        head = workbook.add_format(
            {
                "font_name": _FONT,
                "font_size": 12,
                "bold": True,
                "text_wrap": True,
                "border": 1,
                "bg_color": "#DCE6F1",
            }
        )
        text = workbook.add_format({"font_name": _FONT, "font_size": 12, "num_format": "@"})
        sheet = workbook.add_worksheet("Danh sách")
        sheet.write_string(0, 0, f"DANH SÁCH NGƯỜI ĐÃ NHẬN KẾT QUẢ: {unit.names[0]}", title)
        lists = workbook.add_worksheet("Lựa chọn")
        lists.hide()
        services = list(dict.fromkeys(s.names[0] for one in (unit, *children) for s in one.services))
        choices = {
            Column.UNIT: [one.names[0] for one in children],
            Column.SERVICE: services,
            Column.MODE: list(MODE_WORDS),
            Column.TYPE: list(TYPE_WORDS),
        }
        for place, column in enumerate(Column):
            needed = " *" if column in REQUIRED else ""
            sheet.write_string(2, place, f"{column.value}{needed}", head)
            sheet.set_column(place, place, _WIDTHS.get(column, 17), text)
            if words := choices.get(column):
                lists.write_column(0, place, words)
                letter = chr(ord("A") + place)
                source = f"='Lựa chọn'!${letter}$1:${letter}${len(words)}"
                # A warning, not a wall: the import understands other spellings and says how.
                rule = {"validate": "list", "source": source, "error_type": "warning"}
                sheet.data_validation(3, place, _ROWS, place, rule)
        sheet.freeze_panes(3, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        _explain(workbook.add_worksheet("Hướng dẫn"), title, plain, head)
    return stream.getvalue()


def _explain(sheet: Worksheet, title: Format, plain: Format, head: Format) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 2, 56)
    sheet.write_string(0, 0, "Cách điền · How to fill in", title)
    for place, word in enumerate(("Cột · Column", "Tiếng Việt", "English")):
        sheet.write_string(2, place, word, head)
    for row, column in enumerate(Column, 3):
        needed = " (bắt buộc · required)" if column in REQUIRED else ""
        sheet.write_string(row, 0, column.value + needed, plain)
        for place, words in enumerate(_EXPLAINED[column], 1):
            sheet.write_string(row, place, words, plain)
