"""Which province an address lies in: its last part, when that is a province's name.

The 63 provinces and cities of 2024. An address that names none is taken to lie in the province of
the list: offices leave their own province out, not somebody else's.
"""

from __future__ import annotations

from functools import lru_cache

from survey_flows.sampling.matching import fold

PROVINCES = (
    "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre",
    "Bình Dương", "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ",
    "Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang",
    "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình", "Hồ Chí Minh",
    "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng",
    "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình",
    "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh",
    "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh",
    "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip

_PREFIXES = ("tinh ", "thanh pho ", "tp ")
_NAMES = {fold(name): name for name in PROVINCES} | {"hcm": "Hồ Chí Minh", "sai gon": "Hồ Chí Minh"}


@lru_cache(maxsize=4096)
def read_province(text: str) -> str:
    """The province called `text`, as the law spells it; "" when it is none.

    >>> read_province("tinh HOA BINH")
    'Hòa Bình'
    """
    folded = fold(text)
    for prefix in _PREFIXES:
        folded = folded.removeprefix(prefix)
    return _NAMES.get(folded, "")


def province_of(address: str) -> str:
    """The province an address ends with; "" when it names none.

    >>> province_of("Tổ 3, phường Tô Hiệu, TP Sơn La")
    'Sơn La'
    """
    return read_province(address.rpartition(",")[2])
