"""The columns of an agency's list, under the many names agencies give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from survey_flows.sampling.frame import RespondentType, SubmissionMode
from survey_flows.sampling.matching import fold


class Column(StrEnum):
    """What a cell says; the value is the name we print."""

    UNIT = "Đơn vị"
    SERVICE = "Lĩnh vực"
    NAME = "Họ và tên"
    PHONE = "Số điện thoại"
    ADDRESS = "Địa chỉ"
    PROVINCE = "Tỉnh"
    TYPE = "Đối tượng"
    ORGANISATION = "Tổ chức"
    MODE = "Hình thức nộp"
    SUBMITTED = "Ngày nộp"
    RESULT = "Ngày trả kết quả"
    BIRTH_YEAR = "Năm sinh"
    DOSSIER = "Mã hồ sơ"


_ALIASES: Mapping[Column, tuple[str, ...]] = MappingProxyType(
    {
        Column.UNIT: (
            "Đơn vị", "Tên đơn vị", "Cơ quan", "Cơ quan, đơn vị", "Cơ quan giải quyết", "Đơn vị giải quyết",
            "Nơi giải quyết", "Cơ quan được đánh giá",
        ),
        Column.SERVICE: (
            "Lĩnh vực", "Dịch vụ", "Lĩnh vực/dịch vụ", "Lĩnh vực, dịch vụ", "Lĩnh vực giải quyết",
            "Nhóm thủ tục", "Tên lĩnh vực",
        ),
        Column.NAME: (
            "Họ và tên", "Họ tên", "Tên", "Họ và tên người nộp", "Người nộp hồ sơ", "Chủ hồ sơ",
            "Người đại diện", "Họ và tên người đại diện",
        ),
        Column.PHONE: (
            "Số điện thoại", "Điện thoại", "SĐT", "ĐT", "Số ĐT", "Điện thoại liên hệ", "Di động", "Phone",
        ),
        Column.ADDRESS: ("Địa chỉ", "Nơi ở", "Địa chỉ nơi ở", "Địa chỉ liên hệ", "Nơi cư trú", "Thường trú"),
        Column.PROVINCE: ("Tỉnh", "Tỉnh/thành phố", "Tỉnh, thành phố", "Tỉnh/TP", "Tỉnh thành"),
        Column.TYPE: ("Đối tượng", "Loại đối tượng", "Người dân/tổ chức", "Cá nhân/tổ chức"),
        Column.ORGANISATION: (
            "Tổ chức", "Tên tổ chức", "Cơ quan công tác", "Tên cơ quan, tổ chức", "Doanh nghiệp",
        ),
        Column.MODE: (
            "Hình thức nộp", "Hình thức", "Hình thức nộp hồ sơ", "Hình thức tiếp nhận",
            "Kênh nộp", "Cách nộp",
        ),
        Column.SUBMITTED: ("Ngày nộp", "Ngày tiếp nhận", "Ngày nhận hồ sơ", "Ngày nộp hồ sơ"),
        Column.RESULT: (
            "Ngày trả kết quả", "Ngày trả", "Ngày nhận kết quả", "Ngày có kết quả",
            "Ngày trả KQ", "Trả kết quả",
        ),
        Column.BIRTH_YEAR: ("Năm sinh", "Ngày sinh", "Ngày tháng năm sinh"),
        Column.DOSSIER: ("Mã hồ sơ", "Số hồ sơ", "Mã HS", "Số biên nhận"),
    }
)  # fmt: skip
_COLUMNS = {fold(alias): column for column, aliases in _ALIASES.items() for alias in aliases}

REQUIRED = (Column.SERVICE, Column.NAME, Column.PHONE)

MODE_WORDS: Mapping[str, SubmissionMode] = MappingProxyType(
    {
        "Trực tiếp": SubmissionMode.DIRECT,
        "Trực tuyến": SubmissionMode.ONLINE,
        "Bưu chính": SubmissionMode.POSTAL,
    }
)
"""How a list says the way a dossier was handed in."""

TYPE_WORDS: Mapping[str, RespondentType] = MappingProxyType(
    {"Người dân": RespondentType.CITIZEN, "Tổ chức": RespondentType.ORGANISATION}
)
"""How a list says who is asked."""

MODES: Mapping[str, SubmissionMode] = MappingProxyType(
    {
        fold(word): mode
        for mode, words in {
            SubmissionMode.DIRECT: ("Trực tiếp", "Nộp trực tiếp", "Tại chỗ", "Một cửa", "TT"),
            SubmissionMode.ONLINE: (
                "Trực tuyến", "Online", "Qua mạng", "Nộp trực tuyến", "DVC", "Cổng dịch vụ công",
            ),
            SubmissionMode.POSTAL: ("Bưu chính", "BCCI", "Bưu điện", "Bưu chính công ích", "Qua bưu chính"),
        }.items()
        for word in words
    }
)  # fmt: skip

TYPES: Mapping[str, RespondentType] = MappingProxyType(
    {
        fold(word): kind
        for kind, words in {
            RespondentType.CITIZEN: ("Người dân", "Cá nhân", "Công dân"),
            RespondentType.ORGANISATION: ("Tổ chức", "Doanh nghiệp", "Cơ quan", "Hợp tác xã"),
        }.items()
        for word in words
    }
)


def columns_named(folded: str) -> Column | None:
    """The column a heading names, in lower-case ASCII words (`matching.fold`)."""
    return _COLUMNS.get(folded)


def known_headings() -> Iterable[tuple[str, Column]]:
    """Every heading known, folded, and its column."""
    return _COLUMNS.items()
