"""Papers to people no message can reach: slips to cut out, and letters for a window envelope.

Each carries the person's check code in words and as a QR picture, and the landline to call before believing
it (SR III.1.b: people fear fraud). Nothing on the outside says what the survey is about.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reports.sample_lists import Head
from bot.reports.word_paper import (
    UPRIGHT,
    new_document,
    qr_png,
    saved,
    set_page,
    set_widths,
    spaced,
    write_line,
)
from bot.reports.word_tables import keep_whole

if TYPE_CHECKING:
    from docx.table import _Cell


@dataclass(frozen=True, slots=True)
class Slip:
    """A paper for somebody no message can reach: whom it is for, about what, and his check code."""

    name: str
    address: str
    unit: str
    service: str
    check_code: str


def write_slips(head: Head, hotline: str, slips: Sequence[Slip]) -> bytes:
    """Slips to cut out, two beside each other, four a page."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Cm

    document = new_document()
    set_page(document, is_first=True, is_wide=False)
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for start in range(0, len(slips), 2):
        row = table.add_row()
        row.height, row.height_rule = Cm(12.4), WD_ROW_HEIGHT_RULE.EXACTLY
        keep_whole(row)
        for cell, slip in zip(row.cells, slips[start : start + 2], strict=False):
            _slip(cell, head, hotline, slip)
    set_widths(table, [UPRIGHT / 2] * 2)
    return saved(document)


def _slip(cell: _Cell, head: Head, hotline: str, slip: Slip) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    write_line(cell.paragraphs[0], head.department.upper(), bold=True, centre=True)
    write_line(cell.add_paragraph(), "PHIẾU MỜI THAM GIA KHẢO SÁT", bold=True, centre=True, size=13, before=4)
    write_line(cell.add_paragraph(), f"Kính gửi ông/bà: {slip.name}", before=4)
    write_line(cell.add_paragraph(), f"Địa chỉ: {slip.address}")
    write_line(
        cell.add_paragraph(),
        f"Mời ông/bà góp ý về {slip.service} tại {slip.unit} ({head.decision}). Tự nguyện, bảo mật, không "
        "mất phí. Điều tra viên sẽ gửi phiếu hỏi; không ai được trả lời thay hay gợi ý.",
        before=4,
    )
    picture = cell.add_paragraph()
    picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture.add_run().add_picture(io.BytesIO(qr_png(slip.check_code)), width=Cm(3.2))
    write_line(
        cell.add_paragraph(), f"Mã kiểm tra: {spaced(slip.check_code)}", bold=True, centre=True, size=14
    )
    write_line(
        cell.add_paragraph(),
        f"Muốn kiểm tra, xin gọi {hotline} và đọc mã này. Chúng tôi không bao giờ xin tiền, mật khẩu, OTP.",
        centre=True,
        size=10,
    )
