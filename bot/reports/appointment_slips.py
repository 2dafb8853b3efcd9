"""The back of appointment slips: each with a code of its own, in words and as pictures to scan.

Rules (domain.md 1.4 no. 9b; plan `[continuous]`). Eight to a page, to cut out or to paste behind the slip an
office hands out. A picture holds what the citizen's own program understands: the web page with the
code filled in, a text message ready to send, or the chat with the code in it. Nothing names anybody, and no
code appears twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.reports.sample_lists import Head
from bot.reports.word_paper import (
    UPRIGHT,
    Way,
    add_pictures,
    new_document,
    saved,
    set_page,
    set_widths,
    spaced,
    write_line,
)
from bot.reports.word_tables import keep_whole

if TYPE_CHECKING:
    from docx.table import _Cell

_HEIGHT = 6.5  # centimetres; four rows fill the page


@dataclass(frozen=True, slots=True)
class SlipFace:
    """What all slips of a batch say.

    `printed_on` is what they are the back of, `last_day` the last to answer; `has_code` and `has_pictures`
    are the ways of entry the plan allows.
    """

    unit: str
    printed_on: str
    hotline: str
    last_day: date
    batch: int
    ways: tuple[Way, ...]
    has_code: bool = True
    has_pictures: bool = True


def write_appointment_slips(head: Head, face: SlipFace, codes: Sequence[str]) -> bytes:
    """One slip for each code, two beside each other, eight a page."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Cm

    document = new_document()
    set_page(document, is_first=True, is_wide=False)
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    rows = []
    for start in range(0, len(codes), 2):
        row = table.add_row()
        row.height, row.height_rule = Cm(_HEIGHT), WD_ROW_HEIGHT_RULE.EXACTLY
        keep_whole(row)
        rows.append(row)
        for at, (cell, code) in enumerate(
            zip(row.cells, codes[start : start + 2], strict=False), start=start + 1
        ):
            _face(cell, head, face, code, at)
    set_widths(table, [UPRIGHT / 2] * 2, rows)
    return saved(document)


def _face(cell: _Cell, head: Head, face: SlipFace, code: str, serial: int) -> None:
    # Three ways fill the slip: smaller pictures beside each other, and smaller print below them.
    is_full = len(face.ways) > 2
    size = 8 if is_full else 9
    write_line(cell.paragraphs[0], head.department.upper(), bold=True, centre=True, size=10)
    write_line(
        cell.add_paragraph(),
        f"Ông/bà có hài lòng khi làm thủ tục ở {face.unit}?",
        bold=True,
        centre=True,
        size=11,
    )
    if face.has_pictures:
        add_pictures(cell.add_paragraph(), face.ways, code, 1.6 if is_full else 2.1)
        named = "            ".join(way.name for way in face.ways)
        write_line(cell.add_paragraph(), named, centre=True, size=9)
    if face.has_code:
        write_line(cell.add_paragraph(), f"Mã: {spaced(code)}", bold=True, centre=True, size=13)
        ways = "; ".join(way.words.format(code=code) for way in face.ways)
        write_line(cell.add_paragraph(), f"{ways[:1].upper()}{ways[1:]}.", centre=True, size=size)
    write_line(
        cell.add_paragraph(),
        f"Chừng 2 phút, tự nguyện, không ghi tên; trả lời đến hết {face.last_day:%d/%m/%Y}. Không bao giờ "
        f"xin tiền, mật khẩu, OTP. Hỏi lại: {face.hotline}.",
        centre=True,
        size=size,
    )
    printed = f"{face.printed_on.capitalize()} · tập {face.batch}, số {serial}"
    write_line(cell.add_paragraph(), printed, centre=True, italic=True, size=8)
