"""Words a synthetic register is made of: family and given names, villages, places, sizes of lists.

They differ from province to province and are data: `provinces/son_la.toml` and so on, one file a
province, `other.toml` for one that has none. No person in them exists.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from survey_flows.sampling.matching import fold


@dataclass(frozen=True, slots=True)
class People:
    """How one people names its members; `share` of the population in percent."""

    name: str
    share: int
    families: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    men_middle: tuple[str, ...]
    women_middle: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProvinceWords:
    """What lists of one province are made of.

    `sizes` are the lines per service of a unit's list, in the plan's order of services, for units whose
    size is known; `communes` further communes of a district, for addresses; `dossier_office` the sign of
    the province's dossiers.
    """

    peoples: tuple[People, ...]
    village_word: str
    villages_first: tuple[str, ...]
    villages_last: tuple[str, ...]
    business_words: tuple[str, ...]
    dossier_office: str
    sizes: Mapping[str, tuple[int, ...]]
    communes: Mapping[str, tuple[str, ...]]


ELSEWHERE = (
    "Tổ 4, phường Đồng Tiến, TP Hòa Bình, tỉnh Hòa Bình",
    "Số 12, ngõ 35, phường Dịch Vọng, quận Cầu Giấy, TP Hà Nội",
    "Tổ 7, phường Tân Phong, TP Lai Châu, Lai Châu",
    "Thôn Đông, xã Yên Phương, huyện Ý Yên, Nam Định",
    "Khu 3, phường Gia Cẩm, TP Việt Trì, tỉnh Phú Thọ",
    "Tổ 9, phường Mường Thanh, TP Điện Biên Phủ, tỉnh Điện Biên",
    "Thôn 5, xã Quảng Thịnh, TP Thanh Hóa, tỉnh Thanh Hóa",
)
"""Addresses all over the country; those of the register's own province are passed over."""

BUSINESSES = ("Công ty TNHH", "Công ty CP", "Hợp tác xã", "Doanh nghiệp tư nhân")


@cache
def words_of(province: str) -> ProvinceWords:
    """The words for the province called `province` ("Sơn La"), those of `other.toml` if it has none."""
    folder = files("bot.emulators").joinpath("provinces")
    file = folder.joinpath(f"{fold(province).replace(' ', '_')}.toml")
    if not file.is_file():
        file = folder.joinpath("other.toml")
    return _read(tomllib.loads(file.read_text(encoding="utf-8")))


def _read(written: Mapping[str, Any]) -> ProvinceWords:
    return ProvinceWords(
        peoples=tuple(
            People(
                one["name"],
                one["share"],
                *(_words(one[key]) for key in ("families", "men", "women", "men_middle", "women_middle")),
            )
            for one in written["peoples"]
        ),
        village_word=written["village_word"],
        villages_first=_words(written["villages_first"]),
        villages_last=_words(written["villages_last"]),
        business_words=_words(written["business_words"]),
        dossier_office=written["dossier_office"],
        sizes=MappingProxyType({code: tuple(each) for code, each in written.get("sizes", {}).items()}),
        communes=MappingProxyType({code: tuple(each) for code, each in written.get("communes", {}).items()}),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())
