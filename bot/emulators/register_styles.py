"""The ways agencies lay out their lists: order and names of columns, delimiters, dates, encodings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """How one agency writes its lists: delimiter, byte mark, date format, (key, header) of each column."""

    delimiter: str
    mark: bytes
    day: str
    columns: tuple[tuple[str, str], ...]


STYLES = (
    Style(
        ",",
        b"\xef\xbb\xbf",
        "%d/%m/%Y",
        (
            ("number", "TT"), ("unit", "Cơ quan, đơn vị"), ("service", "Lĩnh vực"),
            ("name", "Họ và tên"), ("born", "Năm sinh"), ("type", "Đối tượng"), ("body", "Tên tổ chức"),
            ("phone", "Số điện thoại"), ("address", "Địa chỉ"), ("mode", "Hình thức nộp"),
            ("sent", "Ngày nộp"), ("back", "Ngày trả kết quả"), ("dossier", "Mã hồ sơ"),
        ),
    ),
    Style(
        ";",
        b"",
        "%d/%m/%Y",
        (
            ("dossier", "Mã hồ sơ"), ("sent", "Ngày tiếp nhận"), ("back", "Ngày trả KQ"),
            ("service", "Lĩnh vực/dịch vụ"), ("name", "Chủ hồ sơ"), ("phone", "SĐT"),
            ("address", "Nơi ở"), ("born", "Năm sinh"), ("body", "Tên cơ quan, tổ chức"),
            ("mode", "Hình thức tiếp nhận"), ("unit", "Đơn vị giải quyết"),
        ),
    ),
    Style(
        ",",
        b"",
        "%Y-%m-%d",
        (
            ("name", "Ho va ten"), ("phone", "Dien thoai"), ("address", "Dia chi"), ("unit", "Don vi"),
            ("service", "Linh vuc"), ("mode", "Hinh thuc"), ("sent", "Ngay nop"),
            ("back", "Ngay tra ket qua"), ("body", "To chuc"), ("born", "Nam sinh"),
            ("dossier", "Ma ho so"),
        ),
    ),
)  # fmt: skip
