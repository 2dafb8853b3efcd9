"""Lists of a sample on paper: what stands in the workbook, in the document and on a slip."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.reports.letters import Letter, LetterFacts, Slip, write_letters, write_slips
from bot.reports.sample_lists import (
    Column,
    Head,
    ListedPerson,
    ListKind,
    Paper,
    SampleList,
    allocation_paper,
    domestic,
    merged_papers,
    paper_of,
    sheet_name,
    write_workbook,
)
from bot.reports.sample_papers import write_document
from bot.reports.word_paper import Way, qr_png

HEAD = Head("Sở Nội vụ tỉnh Sơn La", "Khảo sát SIPAS 2024", "Quyết định 1804/QĐ-UBND", "Sơn La")
LISTED = SampleList(
    kind=ListKind.OFFICIAL,
    unit="Sở Y tế",
    service="Khám bệnh: cấp phép",
    size=1500,
    n=20,
    interval="75",
    people=tuple(
        ListedPerson(1 + 75 * at, f"Lò Văn Thử {at}", f"Bản {at}", f"+8491234567{at % 10}")
        for at in range(20)
    ),
)
RESERVE = SampleList(
    ListKind.RESERVE, "Sở Y tế", "Khám bệnh: cấp phép", 1500, 20, "75",
    (ListedPerson(2, "=1+1", "Bản Mòng", "", note="Mượn: Dược"),),
)  # fmt: skip


def cells(document: bytes) -> list[list[str]]:
    """The cells of the second table: the first is the head of the paper."""
    return [[cell.text for cell in row.cells] for row in Document(io.BytesIO(document)).tables[1].rows]


def test_a_list_shows_number_serial_name_address_and_phone() -> None:
    paper = paper_of(LISTED, 1)
    assert [column.heading for column in paper.columns] == [
        "STT", "Số trong N", "Họ và tên", "Địa chỉ", "Số điện thoại", "Ghi chú",
    ]  # fmt: skip
    assert paper.rows[1] == ("2", "76", "Lò Văn Thử 1", "Bản 1", "0912 345 671", "")
    assert "N = 1.500 người; cỡ mẫu phân bổ n = 20; k = 75" in paper.lines


def test_the_workbook_has_a_sheet_a_list_and_no_formula() -> None:
    book = load_workbook(io.BytesIO(write_workbook(HEAD, [paper_of(LISTED, 1), paper_of(RESERVE, 2)])))
    assert book.sheetnames == ["CT 1 Khám bệnh  cấp phép", "DP 2 Khám bệnh  cấp phép"]
    sheet = book.worksheets[1]
    values = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {"SỞ NỘI VỤ TỈNH SƠN LA", "DANH SÁCH MẪU DỰ PHÒNG", "=1+1", "Mượn: Dược"} <= set(values)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert all(cell.font.name == "Times New Roman" for row in sheet.iter_rows() for cell in row if cell.value)
    assert any("THỦ TRƯỞNG ĐƠN VỊ" in str(value) for value in values)


def test_the_document_repeats_its_heading_row_and_has_a_place_to_sign() -> None:
    made = write_document(HEAD, [paper_of(LISTED, 1), paper_of(RESERVE, 2)])
    document = Document(io.BytesIO(made))
    assert cells(made)[0][:2] == ["STT", "Số trong N"]
    assert len(cells(made)) == 21
    assert "tblHeader" in document.tables[1].rows[0]._tr.xml
    assert "THỦ TRƯỞNG ĐƠN VỊ" in document.tables[2].rows[0].cells[1].text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in document.tables[0].rows[0].cells[1].text
    assert document.styles["Normal"].font.name == "Times New Roman"


def test_representatives_are_invited_with_their_organisation() -> None:
    person = ListedPerson(1, "Hà Thị Mai", "", "+84912345678", "Sở Tài chính")
    paper = paper_of(SampleList(ListKind.INVITED, "Văn phòng", "Phối hợp", 40, 30, "4/3", (person,)), 1)
    assert "ĐƯỢC MỜI" in paper.title
    assert paper.rows == (("1", "1", "Hà Thị Mai", "Sở Tài chính", "", "0912 345 678", ""),)


def test_the_allocation_table_adds_up() -> None:
    paper = allocation_paper([LISTED, RESERVE])
    assert paper.rows == (
        ("1", "Sở Y tế", "Khám bệnh: cấp phép", "1.500", "20", "20", "1"),
        ("", "Tổng cộng", "", "1.500", "20", "20", "1"),
    )


def test_everybody_stands_in_two_tables() -> None:
    official, reserve = merged_papers([LISTED, RESERVE])
    assert (official.name, len(official.rows), reserve.name) == ("Chính thức", 20, "Dự phòng")
    assert reserve.rows == (
        ("1", "Sở Y tế", "Khám bệnh: cấp phép", "2", "=1+1", "", "Bản Mòng", "", "Mượn: Dược"),
    )


def test_a_wide_paper_lies() -> None:
    wide = Paper(
        "Phụ lục 03", "PHỤ LỤC 03", (), tuple(Column(str(at), 2) for at in range(8)), (), is_wide=True
    )
    section = Document(io.BytesIO(write_document(HEAD, [wide]))).sections[0]
    assert section.page_width is not None and section.page_height is not None
    assert section.page_width > section.page_height


def test_a_slip_carries_the_check_code_as_words_and_as_a_picture() -> None:
    slip = Slip("Giàng A Súa", "Bản Hua Tạt", "UBND xã Vân Hồ", "Hộ tịch", "K7M2P9")
    document = Document(io.BytesIO(write_slips(HEAD, "0212 3855 000", [slip] * 3)))
    text = document.tables[0].rows[0].cells[0].text
    assert "K7M 2P9" in text and "0212 3855 000" in text and "Giàng A Súa" in text
    assert len(document.inline_shapes) == 3
    assert document.tables[0].rows[1].cells[1].text == ""
    assert "quét hình" not in text
    checked = write_slips(HEAD, "0212 3855 000", [slip], check_page="https://khao-sat.vn/kiem-tra")
    assert "xin quét hình trên hoặc gọi" in Document(io.BytesIO(checked)).tables[0].rows[0].cells[0].text


def test_the_picture_is_a_png() -> None:
    assert qr_png("K7M2P9").startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("phone", "shown"), [("+84912345678", "0912 345 678"), ("", ""), ("+85620555", "+85620555")]
)
def test_phones_are_written_as_people_write_them(phone: str, shown: str) -> None:
    assert domestic(phone) == shown


def test_names_of_sheets_are_what_excel_allows() -> None:
    assert sheet_name("CT 1 [a]/b:c*d?e\\f'" + "x" * 40) == "CT 1  a  b c d e f " + "x" * 12


def test_a_letter_shows_the_address_in_the_window_and_both_codes() -> None:
    ways = (
        Way("Tin nhắn", "nhắn SL {code} gửi 8062", "SMSTO:8062:SL {code}"),
        Way("Telegram", "gửi mã cho @SipasBot", "https://t.me/SipasBot?start={code}"),
    )
    facts = LetterFacts("0212 3855 000", ways, date(2024, 11, 15), 7)
    letters = [
        Letter("Giàng A Súa", "Bản Hua Tạt", "", "UBND xã Vân Hồ", "Hộ tịch", code, "K7M2P9")
        for code in ("7K3M92PQ", "7K3M92PR")
    ]
    document = Document(io.BytesIO(write_letters(HEAD, facts, letters)))
    assert len(document.sections) == 2, "a page for each"
    assert len(document.inline_shapes) == 4
    framed = [each.text for each in document.paragraphs if "framePr" in each._p.xml]
    assert framed[:3] == ["Kính gửi:", "Giàng A Súa", "Bản Hua Tạt"]
    text = "\n".join(each.text for each in document.paragraphs)
    for said in ("7K3M 92PQ", "K7M 2P9", "0212 3855 000", "nhắn SL 7K3M92PR gửi 8062", "15/11/2024"):
        assert said in text
