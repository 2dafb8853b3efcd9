"""Which province an address lies in, by the names of before July 2025 and by those since.

The National Assembly's resolution 202/2025/QH15 of 12 June 2025 made 34 provinces and cities of 63: 23 of
them out of two or three, each under the name of one (article 1); Huế is a city in the place of Thừa Thiên
Huế since 1 January 2025 (resolution 175/2024/QH15). Identity papers, registers and habit keep the old names,
so a list holds both: from the day of the merger on, an old name means the province it went into. Before,
the same names meant smaller areas and are told apart.

What is checked. None of the five seeds speaks of any of this: they end in January 2025. Two-level
government since 1 July 2025 is seen in two documents (domain.md A-41). Number and date of both resolutions
stand alike in many public texts; the 29 old names of `MERGERS` agree with a public table of 28 and with the
first ten lines of a newspaper's list. The resolutions themselves were not at hand. So a plan that is stopped
by them is told how we know (`HOW_WE_KNOW`), and no figure rests on them.

An address that names no province is taken to lie in that of the list: offices leave their own out, not
somebody else's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from survey_flows.sampling.matching import fold

MERGED_ON = date(2025, 7, 1)
"""From this day the 34 provinces and cities exist."""

HOW_WE_KNOW = "resolution 202/2025/QH15 as secondary sources give it, its own text not checked"
"""The source of `MERGERS` and `MERGED_ON`, for whoever is stopped by them."""

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
"""The 63 provinces and cities before the merger, as the law spelt them."""

MERGERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "An Giang": ("Kiên Giang",),
        "Bắc Ninh": ("Bắc Giang",),
        "Cà Mau": ("Bạc Liêu",),
        "Cần Thơ": ("Sóc Trăng", "Hậu Giang"),
        "Đà Nẵng": ("Quảng Nam",),
        "Đắk Lắk": ("Phú Yên",),
        "Đồng Nai": ("Bình Phước",),
        "Đồng Tháp": ("Tiền Giang",),
        "Gia Lai": ("Bình Định",),
        "Hải Phòng": ("Hải Dương",),
        "Hồ Chí Minh": ("Bà Rịa - Vũng Tàu", "Bình Dương"),
        "Huế": ("Thừa Thiên Huế",),
        "Hưng Yên": ("Thái Bình",),
        "Khánh Hòa": ("Ninh Thuận",),
        "Lào Cai": ("Yên Bái",),
        "Lâm Đồng": ("Đắk Nông", "Bình Thuận"),
        "Ninh Bình": ("Hà Nam", "Nam Định"),
        "Phú Thọ": ("Vĩnh Phúc", "Hòa Bình"),
        "Quảng Ngãi": ("Kon Tum",),
        "Quảng Trị": ("Quảng Bình",),
        "Tây Ninh": ("Long An",),
        "Thái Nguyên": ("Bắc Kạn",),
        "Tuyên Quang": ("Hà Giang",),
        "Vĩnh Long": ("Bến Tre", "Trà Vinh"),
    }
)
"""The provinces whose name stands for more since the merger, and the old names that went into each."""

_INTO: Mapping[str, str] = MappingProxyType({old: new for new, gone in MERGERS.items() for old in gone})
SINCE_2025 = tuple(dict.fromkeys(_INTO.get(name, name) for name in PROVINCES))
"""The 34 provinces and cities there are now."""

_HUE = frozenset({"Huế", "Thừa Thiên Huế"})  # one area under two names: no merger made it larger

_PREFIXES = ("tinh ", "thanh pho ", "tp ")
_NAMES = {fold(name): name for name in (*PROVINCES, *SINCE_2025)} | {
    "hcm": "Hồ Chí Minh",
    "sai gon": "Hồ Chí Minh",
}
_COUNTRY = frozenset({"viet nam", "vietnam", "vn"})


@lru_cache(maxsize=4096)
def read_province(text: str) -> str:
    """The province called `text`, as the law spells or spelt it; "" when it is none.

    What a name says it is now ("nay là …", "cũ" in brackets) does not matter: either name will do.

    >>> read_province("tinh HOA BINH"), read_province("tỉnh Sóc Trăng (nay là TP Cần Thơ)")
    ('Hòa Bình', 'Sóc Trăng')
    """
    named, _, now = text.partition("(")
    for part in (named, now.removesuffix(")")):
        folded = fold(part).removeprefix("nay la ").removeprefix("nay thuoc ").removesuffix(" cu")
        for prefix in _PREFIXES:
            folded = folded.removeprefix(prefix)
        if folded in _NAMES:
            return _NAMES[folded]
    return ""


@lru_cache(maxsize=4096)
def _is_country(text: str) -> bool:
    return fold(text) in _COUNTRY


def province_of(address: str) -> str:
    """The province an address ends with, whether or not the country follows; "" when it names none.

    >>> province_of("Tổ 3, phường Tô Hiệu, TP Sơn La"), province_of("phường Thuận Hóa, TP Huế, Việt Nam")
    ('Sơn La', 'Huế')
    """
    before, _, last = address.rpartition(",")
    return read_province(before.rpartition(",")[2]) if _is_country(last) else read_province(last)


def lies_in(province: str, home: str, on: date) -> bool:
    """Whether what is called `province` is part of `home` on that day, both as the law spells or spelt them.

    >>> lies_in("Sóc Trăng", "Cần Thơ", date(2017, 9, 30)), lies_in("Sóc Trăng", "Cần Thơ", date(2026, 9, 30))
    (False, True)
    """
    if province == home or {province, home} <= _HUE:
        return True
    return on >= MERGED_ON and _INTO.get(province, province) == _INTO.get(home, home)


def successor_of(province: str, on: date) -> str:
    """The province that took the place of one that exists no more on that day; "" when it still does."""
    return _INTO.get(province, "") if on >= MERGED_ON else ""
