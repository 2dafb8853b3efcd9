"""Papers to people no message can reach: slips to cut out, and letters for a window envelope.

Each carries the person's check code, a slip also as a QR picture (which opens the page that checks it, where
there is one), and the landline to call before believing it (SR III.1.b: people fear fraud). Nothing on the
outside says what the survey is about.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.reports.sample_lists import Head
from bot.reports.word_paper import (
    UPRIGHT,
    Way,
    add_head,
    add_pictures,
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
    from docx.document import Document as WordDocument
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_WINDOW = (2.0, 5.0, 8.5, 3.6)  # left, top, width, height in centimetres of a DL envelope's window
_TWIPS = 567  # to a centimetre


@dataclass(frozen=True, slots=True)
class Slip:
    """A paper for somebody no message can reach: whom it is for, about what, and his check code."""

    name: str
    address: str
    unit: str
    service: str
    check_code: str


def write_slips(head: Head, hotline: str, slips: Sequence[Slip], *, check_page: str = "") -> bytes:
    """Slips to cut out, two beside each other, four a page.

    `check_page` is the address of the page that checks a code, "" where there is none.
    """
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
            _slip(cell, head, hotline, slip, check_page)
    set_widths(table, [UPRIGHT / 2] * 2)
    return saved(document)


def _slip(cell: _Cell, head: Head, hotline: str, slip: Slip, check_page: str) -> None:
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
    scanned = f"{check_page}?code={slip.check_code}" if check_page else slip.check_code
    picture = cell.add_paragraph()
    picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture.add_run().add_picture(io.BytesIO(qr_png(scanned)), width=Cm(3.2))
    write_line(
        cell.add_paragraph(), f"Mã kiểm tra: {spaced(slip.check_code)}", bold=True, centre=True, size=14
    )
    write_line(
        cell.add_paragraph(),
        f"Muốn kiểm tra, xin {'quét hình trên hoặc ' if check_page else ''}gọi {hotline} và đọc mã này. "
        "Chúng tôi không bao giờ xin tiền, mật khẩu, OTP.",
        centre=True,
        size=10,
    )


@dataclass(frozen=True, slots=True)
class Letter:
    """An invitation for one person: whom, where, about what, the code to answer with and the one to check."""

    name: str
    address: str
    organisation: str
    unit: str
    service: str
    code: str
    check_code: str


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What all letters of a survey say: how to answer, where to check, until when, and how long it takes."""

    hotline: str
    ways: tuple[Way, ...]
    last_day: date
    minutes: int
    asks_households: bool = False


def write_letters(head: Head, facts: LetterFacts, letters: Sequence[Letter]) -> bytes:
    """One page a letter, folded in three: the address shows in the window of a DL envelope."""
    document = new_document()
    for at, letter in enumerate(letters):
        set_page(document, is_first=at == 0, is_wide=False)
        add_head(document, head, UPRIGHT)
        _address(document, letter)
        _body(document, head, facts, letter)
    return saved(document)


def _address(document: WordDocument, letter: Letter) -> None:
    """Name, organisation and address, where the window of the envelope is."""
    lines = ["Kính gửi:", letter.name, letter.organisation, letter.address]
    for at, text in enumerate(filter(None, lines)):
        paragraph = document.add_paragraph()
        write_line(paragraph, text, bold=at == 1, italic=at == 0)
        _frame(paragraph)


def _frame(paragraph: Paragraph) -> None:
    """Fix a paragraph to the window; paragraphs with the same frame stand in one."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    left, top, width, height = (str(round(length * _TWIPS)) for length in _WINDOW)
    frame = OxmlElement("w:framePr")
    for name, value in (
        *(("w", width), ("h", height), ("hRule", "exact"), ("wrap", "notBeside")),
        *(("vAnchor", "page"), ("hAnchor", "page"), ("x", left), ("y", top)),
    ):
        frame.set(qn(f"w:{name}"), value)
    paragraph._p.get_or_add_pPr().insert(0, frame)


def _body(document: WordDocument, head: Head, facts: LetterFacts, letter: Letter) -> None:
    def say(text: str, *, before: float = 6, **look: bool) -> None:
        write_line(document.add_paragraph(), text, before=before, **look)

    about = (
        f"thay mặt hộ góp ý về chính sách, dịch vụ công ở {letter.unit}"
        if facts.asks_households
        else f"góp ý về {letter.service} tại {letter.unit}"
    )
    # Below the window; the fold of a third of the page lies above the first line.
    say("THƯ MỜI THAM GIA KHẢO SÁT", before=60, bold=True, centre=True)
    say(f"{head.department} mời ông/bà {about}, theo {head.decision}.", before=10)
    say(
        f"Khoảng {facts.minutes} phút; tự nguyện, bảo mật: cơ quan được góp ý không biết ai trả lời gì. "
        "Chúng tôi không bao giờ xin tiền, mật khẩu hay OTP, và không ai được trả lời thay hay gợi ý."
    )
    ways = "; hoặc ".join(way.words.format(code=letter.code) for way in facts.ways)
    say(f"Cách trả lời, đến hết ngày {facts.last_day:%d/%m/%Y}: {ways}. Mã chỉ dùng cho một người.")
    say(f"Mã trả lời: {spaced(letter.code)}", bold=True, centre=True)
    add_pictures(document.add_paragraph(), facts.ways, letter.code, 3.2)
    named = "                    ".join(way.name for way in facts.ways)
    write_line(document.add_paragraph(), named, centre=True, size=10)
    say("Không tiện nhắn tin: điều tra viên sẽ gửi phiếu giấy đến địa chỉ trên.")
    say(
        f"Muốn kiểm tra thư này có thật, xin gọi {facts.hotline} và đọc mã kiểm tra "
        f"{spaced(letter.check_code)}; đừng đưa mã trả lời cho người khác."
    )
    say("Trân trọng cảm ơn.", before=10)
    say(f"{head.place}, ngày …… tháng …… năm …………", before=14, italic=True)
    say(head.department.upper(), before=2, bold=True)
