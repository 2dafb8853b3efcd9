"""Lists as agencies really send them: old encodings and fonts, workbooks, headers over two rows."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

import pytest
import xlsxwriter

from survey_flows.errors import InvalidFrame
from survey_flows.ids import ServiceCode, UnitCode
from survey_flows.sampling.columns import Column
from survey_flows.sampling.encodings import Encoding, from_tcvn3, from_vni, read_text
from survey_flows.sampling.frame import SubmissionMode
from survey_flows.sampling.known import FrameRules, KnownService, KnownUnit
from survey_flows.sampling.reading import read_frame, read_frames
from tests.survey_flows.sampling.writings import windows_1258

SERVICES = (
    KnownService(ServiceCode("TU_PHAP"), ("Tư pháp/Hộ tịch", "Hộ tịch")),
    KnownService(ServiceCode("TNMT"), ("Tài nguyên và Môi trường", "Đất đai")),
)
RULES = FrameRules(
    units=(
        KnownUnit(UnitCode("MAI_SON"), ("UBND huyện Mai Sơn", "Mai Sơn"), SERVICES),
        KnownUnit(UnitCode("SONG_MA"), ("UBND huyện Sông Mã", "Sông Mã"), SERVICES),
    ),
    province="Sơn La",
)
HEADER = ("Đơn vị", "Lĩnh vực", "Họ và tên", "Số điện thoại", "Địa chỉ", "Ngày trả kết quả")
LINE = ("UBND huyện Mai Sơn", "Hộ tịch", "Nguyễn Thị Đức", "0912345678", "Bản Bó, Chiềng Mung", "05/09/2023")
LIST = "\n".join(";".join(cells) for cells in (HEADER, LINE))


def workbook(*sheets: Sequence[Sequence[object]], merged: str = "", merged_down: str = "") -> bytes:
    """An .xlsx with these rows in its sheets; `merged` is a range of the heading to merge, `merged_down`
    one that says whose lines these are."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        for rows in sheets:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(at, place, datetime(value.year, value.month, value.day), days)  # noqa: DTZ001
                    elif value is not None:
                        sheet.write(at, place, value)
            if merged:
                sheet.merge_range(merged, "Người nộp hồ sơ")
            if merged_down:
                sheet.merge_range(merged_down, LINE[0])
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (LIST.encode(), Encoding.UNICODE),
        (unicodedata.normalize("NFD", LIST).encode(), Encoding.UNICODE),
        (windows_1258(LIST), Encoding.WINDOWS_1258),
    ],
    ids=["utf-8", "nfd", "windows-1258"],
)
def test_an_encoding_is_told_from_the_bytes(content: bytes, encoding: Encoding) -> None:
    reading = read_frame(content, file="x.csv", rules=RULES)
    (row,) = reading.rows
    assert (row.name, row.address, reading.encoding) == ("Nguyễn Thị Đức", "Bản Bó, Chiềng Mung", encoding)


TCVN3_LIST = (
    "§¬n vÞ;LÜnh vùc;Hä vµ tªn;Sè ®iÖn tho¹i;§Þa chØ\n"
    "UBND huyÖn Mai S¬n;Hé tÞch;NguyÔn ThÞ §øc;0912345678;B¶n Bã, ChiÒng Mung"
)
VNI_LIST = (
    "Ñôn vò;Lónh vöïc;Hoï vaø teân;Soá ñieän thoaïi;Ñòa chæ\n"
    "UBND huyeän Mai Sôn;Hoä tòch;Nguyeãn Thò Ñöùc;0912345678;Baûn Boù, Chieàng Mung"
)


@pytest.mark.parametrize("bytes_of", ["latin-1", "utf-8"])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [(TCVN3_LIST, Encoding.TCVN3), (VNI_LIST, Encoding.VNI)],
    ids=["tcvn3", "vni"],
)
def test_a_font_of_before_unicode_is_told_from_its_syllables(
    text: str, encoding: Encoding, bytes_of: str
) -> None:
    reading = read_frame(text.encode(bytes_of), file="x.csv", rules=RULES)
    (row,) = reading.rows
    assert (row.unit, row.service) == ("MAI_SON", "TU_PHAP")
    assert (row.name, row.address, reading.encoding) == ("Nguyễn Thị Đức", "Bản Bó, Chiềng Mung", encoding)


def test_every_letter_of_the_old_fonts_has_its_vietnamese_letter() -> None:
    assert from_tcvn3("Céng hoµ x· héi chñ nghÜa ViÖt Nam") == "Cộng hoà xã hội chủ nghĩa Việt Nam"
    assert from_tcvn3("§éc lËp - Tù do - H¹nh phóc") == "Độc lập - Tự do - Hạnh phúc"
    assert from_vni("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert from_vni("Ñoäc laäp - Töï do - Haïnh phuùc") == "Độc lập - Tự do - Hạnh phúc"


@pytest.mark.parametrize("text", ["Müller, Ångström, Søren, Łódź", "Ho va ten", "Lò Văn Ỷ, Vàng A Dế", ""])
def test_text_that_is_not_from_an_old_font_is_left_alone(text: str) -> None:
    assert read_text(text.encode()).text == text


def test_a_workbook_is_read_like_a_csv() -> None:
    rows = [HEADER, LINE, ("Sông Mã", "Đất đai", "Lò Văn An", 912345678.0, "Bản Pe", date(2023, 12, 31))]
    reading = read_frame(workbook(rows), file="x.xlsx", rules=RULES)
    assert [row.phone for row in reading.rows] == ["+84912345678"] * 2
    assert [row.result_on for row in reading.rows] == [date(2023, 9, 5), date(2023, 12, 31)]
    assert [row.row for row in reading.rows] == [2, 3]
    assert reading.problems == ()


def test_a_workbook_typed_in_an_old_font_is_made_vietnamese() -> None:
    rows = [line.split(";") for line in TCVN3_LIST.split("\n")]
    reading = read_frame(workbook(rows), file="x.xlsx", rules=RULES)
    assert (reading.rows[0].name, reading.encoding) == ("Nguyễn Thị Đức", Encoding.TCVN3)


def test_a_header_may_stand_over_two_rows_below_titles_with_numbered_columns() -> None:
    rows: list[Sequence[object]] = [
        ("DANH SÁCH TỔNG THỂ",),
        (None,),
        ("TT", "Lĩnh vực", "Người nộp hồ sơ", None, None, "Hồ sơ", None),
        (None, None, "Họ và tên", "Điện thoại", "Địa chỉ", "Ngày tiếp nhận", "Ngày trả KQ"),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"),
        (1, "Hộ tịch", "Lò Văn An", "0912 345 678", "Bản Bó", 45171, "ngày 5 tháng 9 năm 2023"),
    ]
    content = workbook(rows, merged="C3:E3")
    (row,) = read_frame(content, file="x.xlsx", rules=RULES, unit=UnitCode("MAI_SON")).rows
    assert (row.name, row.phone, row.address) == ("Lò Văn An", "+84912345678", "Bản Bó")
    assert (row.submitted_on, row.result_on) == (date(2023, 9, 2), date(2023, 9, 5))


def test_a_misspelt_heading_is_understood_and_shown() -> None:
    header = ("Lĩnh vưc", "Họ va tên", "Số điện thọi", "Địa chi", "Đơn vị")
    line = ("Hộ tịch", "Lò Văn An", "0912345678", "Bản Bó", "Mai Sơn")
    content = "\n".join(";".join(cells) for cells in (header, line)).encode()
    reading = read_frame(content, file="x.csv", rules=RULES)
    assert len(reading.rows) == 1
    assert [heading.column for heading in reading.headings if heading.is_close] == [Column.PHONE]


def test_the_day_of_appointment_is_never_taken_for_the_day_of_the_result() -> None:
    header = ("Lĩnh vực", "Họ tên", "SĐT", "Địa chỉ", "Đơn vị", "Ngày hẹn trả kết quả", "Ngày hẹn trả")
    line = ("Hộ tịch", "Lò Văn An", "0912345678", "Bản Bó", "Mai Sơn", "05/09/2023", "05/09/2023")
    content = "\n".join(";".join(cells) for cells in (header, line)).encode()
    (row,) = read_frame(content, file="x.csv", rules=RULES).rows
    assert row.result_on is None


def test_every_sheet_with_a_list_is_read() -> None:
    notes = [("Ghi chú",), ("Không có gì",)]
    other = [HEADER, ("Sông Mã", "Đất đai", "Lò Văn An", "0987654321", "Bản Pe", "01/10/2023")]
    readings = list(read_frames(workbook(notes, [HEADER, LINE], other), file="x.xlsx", rules=RULES))
    assert [(one.file, len(one.rows)) for one in readings] == [("x.xlsx", 1), ("x.xlsx [Sheet3]", 1)]


def test_a_title_says_whose_list_it_is() -> None:
    rows = [("Danh sách của UBND huyện Sông Mã",), HEADER[1:], LINE[1:]]
    (row,) = read_frame(workbook(rows), file="x.xlsx", rules=RULES).rows
    assert row.unit == "SONG_MA"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("05/9/23", date(2023, 9, 5)),
        ("5-9-2023", date(2023, 9, 5)),
        ("2023-09-05 08:30:00", date(2023, 9, 5)),
        ("45174", date(2023, 9, 5)),
        ("45174.35", date(2023, 9, 5)),
        ("Ngày 5 tháng 9 năm 2023", date(2023, 9, 5)),
    ],
)
def test_dates_are_read_as_offices_write_them(written: str, meant: date) -> None:
    line = (*LINE[:5], written)
    content = "\n".join(";".join(cells) for cells in (HEADER, line)).encode()
    (row,) = read_frame(content, file="x.csv", rules=RULES).rows
    assert row.result_on == meant
    assert row.mode is SubmissionMode.DIRECT


def test_a_workbook_nobody_can_open_says_what_to_do() -> None:
    with pytest.raises(InvalidFrame) as raised:
        read_frame(b"PK\x03\x04" + b"\x00" * 40, file="x.xlsx", rules=RULES)
    (issue,) = raised.value.issues
    assert (issue.code, issue.where) == ("workbook", "x.xlsx")
    assert "XLSX" in issue.hint
