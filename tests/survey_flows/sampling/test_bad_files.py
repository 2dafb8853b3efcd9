"""Files that are no lists, and lists with something broken in them: a clear sentence, nothing else lost."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from survey_flows.errors import InvalidFrame
from survey_flows.ids import ServiceCode, UnitCode
from survey_flows.sampling.known import FrameRules, KnownService, KnownUnit
from survey_flows.sampling.reading import read_frame
from tests.survey_flows.sampling.test_lists import workbook

FIXTURES = Path(__file__).with_name("fixtures")
SERVICES = (
    KnownService(ServiceCode("TU_PHAP"), ("Hộ tịch",)),
    KnownService(ServiceCode("TNMT"), ("Đất đai",)),
)
RULES = FrameRules((KnownUnit(UnitCode("MAI_SON"), ("UBND huyện Mai Sơn",), SERVICES),), "Sơn La")
HEADER = ("Đơn vị", "Lĩnh vực", "Họ và tên", "Số điện thoại", "Địa chỉ", "Ngày trả kết quả")
LINE = ("UBND huyện Mai Sơn", "Hộ tịch", "Lò Văn An", "0912345678", "Bản Bó", "05/09/2023")
TEXT = ";".join(HEADER).encode() + b"\n"
GOOD = ";".join(LINE).encode() + b"\n"


def test_a_workbook_of_before_2007_is_read_merged_cells_errors_and_serials_included() -> None:
    content = (FIXTURES / "list.xls").read_bytes()
    first, second = read_frame(content, file="list.xls", rules=RULES).rows
    assert (first.unit, first.phone, first.result_on) == ("MAI_SON", "+84912345678", date(2023, 9, 5))
    assert (second.unit, second.service, second.row) == ("MAI_SON", "TNMT", 4), (
        "the agency is merged over both"
    )
    assert second.address == "", "a formula with an error says nothing"


def test_cells_merged_downwards_mean_every_line_they_span_and_no_further() -> None:
    lines = [HEADER, LINE, (None, *LINE[1:]), (None, *LINE[1:]), (None, *LINE[1:])]
    reading = read_frame(workbook(lines, merged_down="A2:A4"), file="x.xlsx", rules=RULES)
    assert [row.row for row in reading.rows] == [2, 3, 4]
    assert [(one.row, one.code) for one in reading.problems] == [(5, "missing_unit")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ((FIXTURES / "locked.xlsx").read_bytes(), "Tệp Excel có mật khẩu"),
        (b"", "Tệp rỗng"),
        (b"\xef\xbb\xbf\r\n \r\n", "Tệp rỗng"),
        (b"PK\x03\x04" + bytes(300), "Không mở được tệp Excel này"),
        (b"\xd0\xcf\x11\xe0" + bytes(3000), "Không mở được tệp Excel này"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "Đây là trang web"),
        (b"%PDF-1.7\n" + bytes(100), "Đây là tài liệu hoặc ảnh"),
        (random.Random(1).randbytes(2_000_000), "Không thấy dòng tiêu đề"),
        (bytes(1_000_000), "Không thấy dòng tiêu đề"),
        (b"x" * 1_000_000, "Không thấy dòng tiêu đề"),
    ],
    ids=[
        "password",
        "empty",
        "blank",
        "damaged",
        "damaged xls",
        "web page",
        "pdf",
        "noise",
        "zeros",
        "one line",
    ],
)
def test_what_is_no_list_says_what_it_is_and_what_to_do(content: bytes, says: str) -> None:
    with pytest.raises(InvalidFrame) as refused:
        read_frame(content, file="x.xls", rules=RULES)
    (issue,) = refused.value.issues
    assert issue.message.startswith(says)
    assert " / " in issue.message, "English beside"
    assert issue.hint


def test_a_line_of_a_million_characters_costs_itself_only() -> None:
    reading = read_frame(TEXT + GOOD + b"y" * 1_000_000 + b"\n" + GOOD, file="x.csv", rules=RULES)
    assert [row.row for row in reading.rows] == [2, 4]
    assert [(one.row, one.code) for one in reading.problems] == [(3, "too_long")]


def test_noise_below_a_header_costs_itself_only() -> None:
    noise = random.Random(2).randbytes(300_000).replace(b"\n", b"").replace(b"\r", b"")
    reading = read_frame(TEXT + GOOD + noise + b"\n" * 5 + GOOD, file="x.csv", rules=RULES)
    assert [row.name for row in reading.rows][-1:] == ["Lò Văn An"]
    assert reading.rejected


def test_a_mark_within_a_cell_does_not_swallow_the_lines_below() -> None:
    """Two marks in one line may still leave a cell open for a CSV reader: `a"b;"c`."""
    bad = 'UBND huyện "Mai Sơn;"Hộ tịch;Lò Văn An;0912345678;Bản Bó;05/09/2023\n'.encode()
    reading = read_frame(TEXT + GOOD + bad + GOOD * 3, file="x.csv", rules=RULES)
    assert [row.row for row in reading.rows] == [2, 4, 5, 6]
    assert [(one.row, one.code) for one in reading.problems] == [(3, "broken_quotes")]
