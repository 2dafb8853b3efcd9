"""Reading agencies' lists: good lines kept, every bad one named with file, line, column and reason."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.errors import InvalidFrame
from survey_flows.ids import ServiceCode, UnitCode
from survey_flows.sampling.frame import RespondentType, SubmissionMode
from survey_flows.sampling.known import FrameRules, KnownService, KnownUnit
from survey_flows.sampling.messages import Language, ProblemCode, explain
from survey_flows.sampling.reading import FrameReading, read_frame

SERVICES = (
    KnownService(ServiceCode("TU_PHAP"), ("Tư pháp/Hộ tịch", "Hộ tịch")),
    KnownService(ServiceCode("TNMT"), ("Tài nguyên và Môi trường", "Đất đai")),
)
COMMUNE_SERVICES = (KnownService(ServiceCode("CHUNG_THUC"), ("Chứng thực",)),)
RULES = FrameRules(
    units=(
        KnownUnit(UnitCode("MAI_SON"), ("UBND huyện Mai Sơn", "Mai Sơn"), SERVICES),
        KnownUnit(UnitCode("SONG_MA"), ("UBND huyện Sông Mã",), SERVICES),
        KnownUnit(UnitCode("CHIENG_SO"), ("UBND xã Chiềng Sơ",), COMMUNE_SERVICES, UnitCode("SONG_MA")),
        KnownUnit(UnitCode("CHIENG_SON"), ("UBND xã Chiềng Sơn",), COMMUNE_SERVICES, UnitCode("MOC_CHAU")),
    ),
    province="Sơn La",
)
HEADER = "Đơn vị,Lĩnh vực,Họ và tên,Số điện thoại,Địa chỉ,Hình thức nộp,Ngày nộp,Ngày trả kết quả"
GOOD = (
    '"UBND huyện Mai Sơn",Hộ tịch,Lò Văn An,0912345678,'
    '"Bản Bó, xã Chiềng Mung",Trực tiếp,02/09/2023,05/9/2023'
)


def read(*lines: str, header: str = HEADER, unit: str | None = None) -> FrameReading:
    content = "\r\n".join([header, *lines]).encode()
    return read_frame(content, file="mai_son.csv", rules=RULES, unit=UnitCode(unit) if unit else None)


def codes(reading: FrameReading) -> list[tuple[int, str, str, bool]]:
    return [(one.row, one.column, one.code, one.is_accepted) for one in reading.problems]


def test_a_good_line_becomes_a_row() -> None:
    reading = read(GOOD)
    (row,) = reading.rows
    assert reading.problems == ()
    assert (row.file, row.row, row.unit, row.service) == ("mai_son.csv", 2, "MAI_SON", "TU_PHAP")
    assert (row.name, row.phone, row.province) == ("Lò Văn An", "+84912345678", "Sơn La")
    assert row.address == "Bản Bó, xã Chiềng Mung"
    assert (row.submitted_on, row.result_on) == (date(2023, 9, 2), date(2023, 9, 5))
    assert (row.mode, row.respondent_type) == (SubmissionMode.DIRECT, RespondentType.CITIZEN)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_excels_ways_to_write_a_list_are_all_read(delimiter: str, encoding: str) -> None:
    lines = [
        "DANH SÁCH TỔNG THỂ N",
        "",
        delimiter.join(["TT", "Dia chi", "SDT", "HO VA TEN", "Linh vuc/dich vu", "Co quan"]),
        delimiter.join(["1", "Bản Bó", "912345678", "Lò Văn An", "Đất đai", "Mai Son"]),
    ]
    reading = read_frame("\n".join(lines).encode(encoding), file="x.csv", rules=RULES)
    (row,) = reading.rows
    assert (row.row, row.unit, row.service, row.phone) == (4, "MAI_SON", "TNMT", "+84912345678")


def test_decomposed_text_becomes_nfc() -> None:
    content = unicodedata.normalize("NFD", f"{HEADER}\n{GOOD}").encode()
    (row,) = read_frame(content, file="x.csv", rules=RULES).rows
    assert row.name == "Lò Văn An"


def test_a_cell_may_span_lines_and_line_numbers_stay_true() -> None:
    spanning = GOOD.replace("Bản Bó, xã", "Bản Bó,\nxã")
    reading = read(spanning, GOOD.replace("02/09/2023", "31/02/2024"))
    assert [row.row for row in reading.rows] == [2]
    assert codes(reading) == [(4, "Ngày nộp", "unreadable_date", False)]


def test_every_bad_line_is_named_and_the_good_ones_stay() -> None:
    reading = read(
        GOOD,
        GOOD.replace('"Bản Bó, xã Chiềng Mung"', "Bản Bó, xã Chiềng Mung"),  # an unquoted comma
        GOOD.replace("Lò Văn An", '"Lò Văn An'),  # a quotation mark never closed
        GOOD.replace("Lò Văn An", " "),
        GOOD.replace("Hộ tịch", "Thủy lợi"),
        GOOD.replace("Hộ tịch", ""),
        GOOD.replace("UBND huyện Mai Sơn", "UBND huyện Yên Lập"),
        GOOD.replace("UBND huyện Mai Sơn", ""),
        GOOD.replace("05/9/2023", "hôm qua"),
        GOOD.replace("Trực tiếp", "bồ câu"),
        "UBND huyện Mai Sơn,Hộ tịch",
        "",
        GOOD.replace("An", "A\ufffdn"),
        GOOD,
    )
    assert [row.row for row in reading.rows] == [2, 15]
    assert codes(reading) == [
        (3, "", "too_many_cells", False),
        (4, "", "broken_quotes", False),
        (5, "Họ và tên", "missing_name", False),
        (6, "Lĩnh vực", "unknown_service", False),
        (7, "Lĩnh vực", "missing_service", False),
        (8, "Đơn vị", "unknown_unit", False),
        (9, "Đơn vị", "missing_unit", False),
        (10, "Ngày trả kết quả", "unreadable_date", False),
        (11, "Hình thức nộp", "unknown_mode", False),
        (12, "", "too_few_cells", False),
        (14, "", "broken_text", False),
    ]
    assert len(reading.rejected) == 11
    assert reading.doubts == ()


def test_a_message_is_vietnamese_with_english_beside_and_names_no_citizen() -> None:
    reading = read(GOOD.replace("Hộ tịch", "Thủy lợi"))
    (problem,) = reading.problems
    assert problem.message.startswith("“UBND huyện Mai Sơn” không có lĩnh vực/dịch vụ “Thủy lợi”")
    assert "In the plan" in problem.message
    assert "Lò" not in problem.message


def test_misspelt_names_are_understood_with_a_doubt() -> None:
    reading = read(
        GOOD.replace("UBND huyện Mai Sơn", "UBND huyen Mai Sn").replace("Hộ tịch", "Tài nguyen và Mội truờng")
    )
    (row,) = reading.rows
    assert (row.unit, row.service) == ("MAI_SON", "TNMT")
    assert [(doubt.code, doubt.column) for doubt in reading.doubts] == [("close_unit", "Đơn vị")]


def test_neighbours_with_nearly_the_same_name_are_not_guessed_between() -> None:
    line = "UBND xã Chiềng Sở nx,Chứng thực,Lò Văn An,0912345678,Bản Bó,Trực tiếp,02/09/2023,05/9/2023"
    reading = read(line)
    assert reading.rows == ()
    assert codes(reading) == [(2, "Đơn vị", "ambiguous_unit", False)]


def test_the_sender_fills_in_for_missing_agencies_and_refuses_foreign_ones() -> None:
    commune = "UBND xã Chiềng Sơ,Chứng thực,Lò Văn An,0912345678,Bản Bó,Trực tiếp,02/09/2023,05/9/2023"
    reading = read(GOOD.replace("UBND huyện Mai Sơn", ""), commune, GOOD, unit="SONG_MA")
    assert [row.unit for row in reading.rows] == ["SONG_MA", "CHIENG_SO"]
    assert codes(reading) == [(4, "Đơn vị", "foreign_unit", False)]


@pytest.mark.parametrize(
    ("phone", "read_as", "doubt"),
    [
        ("0912345678", "+84912345678", None),
        ("0912.345.678", "+84912345678", None),
        ("+84 912 345 678", "+84912345678", None),
        ("0084912345678", "+84912345678", None),
        ("912345678", "+84912345678", None),  # the zero lost in a spreadsheet
        ("01689123456", "+84389123456", None),  # eleven digits from before 2018
        ("1689123456", "+84389123456", None),
        ("01231234567", "+84831234567", None),
        ("0912345678 / 0987654321", "+84912345678", "several_phones"),
        ("02123852123 hoặc 0987654321", "+84987654321", "several_phones"),
        ("0212 3852 123", "", "landline"),
        ("9,12E+08", "", "rounded_phone"),
        ("09123", "", "malformed_phone"),
        ("không có", "", "malformed_phone"),
        ("+1 202 555 0143", "", "foreign_phone"),
        ("09123 / 08", "", "malformed_phone"),
        ("", "", None),
    ],
)
def test_phones_become_e164_and_odd_ones_a_doubt(phone: str, read_as: str, doubt: str | None) -> None:
    reading = read(GOOD.replace("0912345678", f'"{phone}"'))
    assert [row.phone for row in reading.rows] == [read_as]
    assert [problem.code for problem in reading.problems] == ([doubt] if doubt else [])


@pytest.mark.parametrize(
    ("address", "province"),
    [
        ("Tổ 4, phường Đồng Tiến, TP Hòa Bình, tỉnh Hòa Bình", "Hòa Bình"),
        ("Số 1, quận Cầu Giấy, TP. Hà Nội", "Hà Nội"),
        ("Bản Bó, xã Chiềng Mung, huyện Mai Sơn", "Sơn La"),
        ("Bản Bó, tỉnh Sơn La", "Sơn La"),
        ("", "Sơn La"),
    ],
)
def test_the_province_is_read_off_the_end_of_the_address(address: str, province: str) -> None:
    (row,) = read(GOOD.replace("Bản Bó, xã Chiềng Mung", address)).rows
    assert row.province == province


def test_a_column_of_its_own_says_province_type_organisation_and_birth_year() -> None:
    header = "Đơn vị,Lĩnh vực,Họ tên,SĐT,Tỉnh,Đối tượng,Tên tổ chức,Ngày sinh,Mã hồ sơ"
    reading = read(
        "Mai Sơn,Đất đai,Lò Văn An,0912345678,tỉnh Phú Thọ,Doanh nghiệp,Công ty A,01/02/1980,H52-1",
        "Mai Sơn,Đất đai,Lò Văn An,0912345678,Viêng Chăn,người lạ,,80",
        "Mai Sơn,Đất đai,Lò Văn An,0912345678,,,Công ty A,1980",
        header=header,
    )
    first, second, third = reading.rows
    assert (first.province, first.respondent_type) == ("Phú Thọ", RespondentType.ORGANISATION)
    assert (first.organisation, first.birth_year, first.dossier) == ("Công ty A", 1980, "H52-1")
    assert (second.province, second.respondent_type, second.birth_year) == ("Viêng Chăn", "citizen", None)
    assert (third.province, third.respondent_type) == ("Sơn La", RespondentType.ORGANISATION)
    assert [problem.code for problem in reading.problems] == ["unknown_type", "unreadable_year"]


def test_reversed_dates_are_a_doubt_and_iso_dates_with_a_clock_are_read() -> None:
    reading = read(GOOD.replace("05/9/2023", "2023-09-01 08:30:00"))
    assert reading.rows[0].result_on == date(2023, 9, 1)
    assert [problem.code for problem in reading.problems] == ["dates_reversed"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_header"),
        (b"a,b,c\n1,2,3", "no_header"),
        (f"{HEADER}\n".encode("cp1258", errors="replace"), "no_header"),
        (b"PK\x03\x04 a workbook", "workbook"),
        (b"\xff\xfe", "no_header"),
    ],
)
def test_what_is_no_list_at_all_is_refused_with_advice(content: bytes, code: str) -> None:
    with pytest.raises(InvalidFrame) as refused:
        read_frame(content, file="x.csv", rules=RULES)
    (issue,) = refused.value.issues
    assert issue.code == code
    assert issue.hint


def test_a_cell_longer_than_any_list_has_costs_its_own_line_only() -> None:
    reading = read(GOOD.replace("Bản Bó", "x" * 200_000), GOOD)
    assert [row.row for row in reading.rows] == [3]
    assert codes(reading) == [(2, "", "too_long", False)]
    with pytest.raises(InvalidFrame):
        read(GOOD, header="x" * 200_000)


def test_services_too_are_guessed_only_when_one_fits() -> None:
    close = read(GOOD.replace("Hộ tịch", "Tài nguyên và Môi trườn"))
    assert [doubt.code for doubt in close.doubts] == ["close_service"]
    services = (
        KnownService(ServiceCode("ONE"), ("Cấp giấy phép loại một",)),
        KnownService(ServiceCode("TWO"), ("Cấp giấy phép loại hai",)),
    )
    rules = FrameRules((KnownUnit(UnitCode("MAI_SON"), ("Mai Sơn",), services),), "Sơn La")
    line = "Mai Sơn,Cấp giấy phép loại,Lò Văn An,0912345678,Bản Bó,Trực tiếp,02/09/2023,05/9/2023"
    reading = read_frame(f"{HEADER}\n{line}".encode(), file="x.csv", rules=rules)
    assert codes(reading) == [(2, "Lĩnh vực", "ambiguous_service", False)]


def test_names_that_mean_two_units_are_a_fault_of_the_rules() -> None:
    twice = FrameRules((*RULES.units, KnownUnit(UnitCode("OTHER"), ("mai son",), ())), "Sơn La")
    with pytest.raises(ValueError, match="names both"):
        read_frame(f"{HEADER}\n{GOOD}".encode(), file="x.csv", rules=twice)


def test_progress_is_told_while_reading_and_at_the_end() -> None:
    told: list[int] = []
    content = "\n".join([HEADER, *[GOOD] * 4100]).encode()
    reading = read_frame(content, file="x.csv", rules=RULES, on_progress=told.append)
    assert told == [2000, 4000, 4100]
    assert len(reading.rows) == 4100


@given(st.binary(max_size=400))
def test_no_bytes_below_a_header_make_reading_fail(garbage: bytes) -> None:
    """Every line is accepted, reported or blank, and a good last line survives whatever precedes it."""
    content = HEADER.encode() + b"\n" + garbage + b"\n\n\n\n\n" + GOOD.encode()
    reading = read_frame(content, file="x.csv", rules=RULES)
    assert reading.rows[-1].name == "Lò Văn An"
    assert all(problem.message for problem in reading.problems)


@pytest.mark.parametrize("code", ProblemCode)
def test_every_problem_has_a_sentence_in_both_languages(code: ProblemCode) -> None:
    words = dict.fromkeys(("given", "first", "second", "unit", "found", "expected"), "x")
    assert explain(code, words) != explain(code, words, language=Language.ENGLISH)
