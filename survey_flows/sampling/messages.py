"""What an office is told about its list: one catalogue, Vietnamese first, English beside.

A message names places, never people: no name, phone or address of a citizen is repeated, so a
problem report may travel by e-mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ProblemCode(StrEnum):
    """What can be wrong with a line; the value is stable and may be counted."""

    BROKEN_TEXT = "broken_text"
    BROKEN_QUOTES = "broken_quotes"
    TOO_LONG = "too_long"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_FEW_CELLS = "too_few_cells"
    MISSING_NAME = "missing_name"
    MISSING_UNIT = "missing_unit"
    UNKNOWN_UNIT = "unknown_unit"
    AMBIGUOUS_UNIT = "ambiguous_unit"
    CLOSE_UNIT = "close_unit"
    FOREIGN_UNIT = "foreign_unit"
    MISSING_SERVICE = "missing_service"
    UNKNOWN_SERVICE = "unknown_service"
    AMBIGUOUS_SERVICE = "ambiguous_service"
    CLOSE_SERVICE = "close_service"
    UNREADABLE_DATE = "unreadable_date"
    DATES_REVERSED = "dates_reversed"
    UNKNOWN_MODE = "unknown_mode"
    UNKNOWN_TYPE = "unknown_type"
    UNREADABLE_YEAR = "unreadable_year"
    MALFORMED_PHONE = "malformed_phone"
    LANDLINE = "landline"
    FOREIGN_PHONE = "foreign_phone"
    ROUNDED_PHONE = "rounded_phone"
    SEVERAL_PHONES = "several_phones"


class Language(StrEnum):
    """The languages of the catalogue."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


_CATALOGUE: Mapping[ProblemCode, tuple[str, str]] = MappingProxyType(
    {
        ProblemCode.BROKEN_TEXT: (
            "Dòng có ký tự hỏng; hãy lưu lại tệp dạng CSV UTF-8.",
            "The line holds broken characters; save the file as CSV UTF-8.",
        ),
        ProblemCode.BROKEN_QUOTES: (
            'Dấu ngoặc kép (") mở ra mà không đóng lại.',
            'A quotation mark (") is opened and never closed.',
        ),
        ProblemCode.TOO_LONG: (
            "Dòng dài quá 20.000 ký tự; có lẽ đây không phải một dòng của danh sách.",
            "The line is longer than 20,000 characters; it is hardly a line of a list.",
        ),
        ProblemCode.TOO_MANY_CELLS: (
            "Dòng có {found} ô, tiêu đề có {expected} cột; có thể địa chỉ chứa dấu phẩy mà thiếu ngoặc kép.",
            "The line has {found} cells, the header {expected}; an address may hold an unquoted comma.",
        ),
        ProblemCode.TOO_FEW_CELLS: (
            "Dòng chỉ có {found} ô, cần ít nhất {expected}.",
            "The line has only {found} cells, at least {expected} are needed.",
        ),
        ProblemCode.MISSING_NAME: ("Thiếu họ và tên.", "The name is missing."),
        ProblemCode.MISSING_UNIT: ("Thiếu tên cơ quan, đơn vị.", "The agency is missing."),
        ProblemCode.UNKNOWN_UNIT: (
            "Không có đơn vị “{given}” trong kế hoạch.",
            "The plan has no agency “{given}”.",
        ),
        ProblemCode.AMBIGUOUS_UNIT: (
            "Tên đơn vị “{given}” gần giống cả “{first}” và “{second}”; hãy ghi rõ.",
            "The agency “{given}” is close to both “{first}” and “{second}”; write it in full.",
        ),
        ProblemCode.CLOSE_UNIT: (
            "Đã hiểu “{given}” là “{first}”; hãy kiểm tra.",
            "“{given}” was read as “{first}”; please check.",
        ),
        ProblemCode.FOREIGN_UNIT: (
            "Đơn vị “{given}” không thuộc danh sách của “{expected}”.",
            "The agency “{given}” does not belong in the list of “{expected}”.",
        ),
        ProblemCode.MISSING_SERVICE: ("Thiếu lĩnh vực/dịch vụ.", "The service is missing."),
        ProblemCode.UNKNOWN_SERVICE: (
            "“{unit}” không có lĩnh vực/dịch vụ “{given}” trong kế hoạch.",
            "In the plan “{unit}” has no service “{given}”.",
        ),
        ProblemCode.AMBIGUOUS_SERVICE: (
            "Lĩnh vực “{given}” gần giống cả “{first}” và “{second}”; hãy ghi rõ.",
            "The service “{given}” is close to both “{first}” and “{second}”; write it in full.",
        ),
        ProblemCode.CLOSE_SERVICE: (
            "Đã hiểu “{given}” là lĩnh vực “{first}”; hãy kiểm tra.",
            "“{given}” was read as the service “{first}”; please check.",
        ),
        ProblemCode.UNREADABLE_DATE: (
            "Không đọc được ngày “{given}”; hãy ghi dạng 31/12/2023.",
            "The date “{given}” cannot be read; write it as 31/12/2023.",
        ),
        ProblemCode.DATES_REVERSED: (
            "Ngày trả kết quả trước ngày nộp hồ sơ.",
            "The result is dated before the submission.",
        ),
        ProblemCode.UNKNOWN_MODE: (
            "Không hiểu hình thức nộp “{given}”; ghi Trực tiếp, Trực tuyến hoặc Bưu chính.",
            "The submission mode “{given}” is unknown; write Trực tiếp, Trực tuyến or Bưu chính.",
        ),
        ProblemCode.UNKNOWN_TYPE: (
            "Không hiểu đối tượng “{given}”; đã coi là người dân.",
            "The respondent type “{given}” is unknown; taken as a citizen.",
        ),
        ProblemCode.UNREADABLE_YEAR: (
            "Không đọc được năm sinh; đã bỏ qua năm sinh.",
            "The year of birth cannot be read and was left out.",
        ),
        ProblemCode.MALFORMED_PHONE: (
            "Số điện thoại không đúng dạng; người này không liên lạc được.",
            "The phone number is malformed; this person cannot be reached.",
        ),
        ProblemCode.LANDLINE: (
            "Số máy bàn, không nhận được tin nhắn.",
            "A landline cannot receive messages.",
        ),
        ProblemCode.FOREIGN_PHONE: (
            "Số điện thoại nước ngoài, không dùng được.",
            "A foreign phone number cannot be used.",
        ),
        ProblemCode.ROUNDED_PHONE: (
            "Excel đã đổi số điện thoại thành dạng 9,1E+08 và làm mất chữ số; hãy định dạng cột là Văn bản.",
            "Excel turned the phone number into 9.1E+08 and lost digits; format the column as text.",
        ),
        ProblemCode.SEVERAL_PHONES: (
            "Ô có nhiều số điện thoại; đã lấy số đầu tiên dùng được.",
            "The cell holds several phone numbers; the first usable one was taken.",
        ),
    }
)


def explain(
    code: ProblemCode,
    words: Mapping[str, str | int] = MappingProxyType({}),
    *,
    language: Language = Language.VIETNAMESE,
) -> str:
    """The catalogue's sentence for `code` in one language, `words` filled in.

    >>> explain(ProblemCode.MISSING_NAME)
    'Thiếu họ và tên.'
    """
    vietnamese, english = _CATALOGUE[code]
    return (vietnamese if language is Language.VIETNAMESE else english).format_map(words)


def message(code: ProblemCode, **words: str | int) -> str:
    """Both languages in one line, as an officer reads it."""
    return f"{explain(code, words)} / {explain(code, words, language=Language.ENGLISH)}"
