"""How simulated citizens put things: answers in digits or words, questions, refusals, slips.

All in Vietnamese as people type on phones, with and without diacritics and shortened.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random
from types import MappingProxyType

from bot.emulators.citizen_reading import Option, folded
from bot.emulators.citizen_traits import Ending, Spelling

_LEVELS: Mapping[str, Mapping[Spelling, tuple[str, ...]]] = MappingProxyType(
    {
        "rat hai long": {
            Spelling.FULL: ("rất hài lòng", "Rất hài lòng", "rất hài lòng ạ"),
            Spelling.PLAIN: ("rat hai long", "Rat hai long"),
            Spelling.SHORT: ("rất hl", "rhl"),
        },
        "hai long": {
            Spelling.FULL: ("hài lòng", "Hài lòng", "hài lòng ạ"),
            Spelling.PLAIN: ("hai long", "Hai long"),
            Spelling.SHORT: ("hl", "HL"),
        },
        "binh thuong": {
            Spelling.FULL: ("bình thường", "bình thường thôi"),
            Spelling.PLAIN: ("binh thuong", "binh thuong thoi"),
            Spelling.SHORT: ("bt", "bth"),
        },
        "khong hai long": {
            Spelling.FULL: ("không hài lòng", "Không hài lòng"),
            Spelling.PLAIN: ("khong hai long", "ko hai long"),
            Spelling.SHORT: ("ko hl", "k hl"),
        },
        "rat khong hai long": {
            Spelling.FULL: ("rất không hài lòng",),
            Spelling.PLAIN: ("rat khong hai long",),
            Spelling.SHORT: ("rất ko hài lòng",),
        },
        "co": {
            Spelling.FULL: ("có", "Có ạ"),
            Spelling.PLAIN: ("co", "Co"),
            Spelling.SHORT: ("có", "co"),
        },
        "khong": {
            Spelling.FULL: ("không", "Không"),
            Spelling.PLAIN: ("khong", "Khong"),
            Spelling.SHORT: ("ko", "k"),
        },
        "dong y": {
            Spelling.FULL: ("đồng ý", "Đồng ý"),
            Spelling.PLAIN: ("dong y", "Dong y"),
            Spelling.SHORT: ("ok", "dong y"),
        },
    }
)

SLIPS: tuple[str, ...] = ("trời mưa quá", "asdfgh", "???", "99", "0", "chờ tí", "nhà tôi ở bản trên")
WHO: tuple[str, ...] = ("ai đấy", "ai đây?", "số ai đây", "ai do")
BACK: tuple[str, ...] = ("quay lại", "quay lai")
PAUSE: tuple[str, ...] = ("để sau", "de sau", "đang bận")
RESUME: tuple[str, ...] = ("tiếp tục", "tiep tuc")
STOP: tuple[str, ...] = ("HUY", "STOP", "từ chối nhận tin", "dung nhan tin nua")
REFUSE: tuple[str, ...] = ("không tham gia", "không muốn trả lời", "ko dong y")
NOTHING_TO_ADD: tuple[str, ...] = ("không có ý kiến gì thêm", "khong", "cảm ơn cán bộ")

_LOST: Mapping[Ending, tuple[str, ...]] = MappingProxyType(
    {
        Ending.WRONG_PERSON: ("không phải tôi", "nhầm số rồi", "so nay khong phai cua nguoi do"),
        Ending.MOVED: ("chuyển đi rồi", "không còn ở đây", "nha toi chuyen di roi"),
        Ending.AWAY: ("ông ấy đi làm xa, tết mới về", "đi công tác dài ngày"),
        Ending.DECEASED: ("ông ấy mất rồi", "bố tôi qua đời rồi"),
        Ending.INELIGIBLE: ("tôi chưa có kết quả", "hồ sơ còn đang giải quyết"),
        Ending.STOPS: STOP,
        Ending.REFUSES: REFUSE,
    }
)


def one_of(random: Random, phrases: Sequence[str]) -> str:
    """Any of the phrases."""
    return random.choice(phrases)


def farewell(random: Random, ending: Ending) -> str:
    """What somebody writes who gives no interview."""
    return one_of(random, _LOST[ending])


def typed(random: Random, option: Option, spelling: Spelling, *, is_in_words: bool) -> str:
    """An answer as typed: the number, the words of the choice, or a shortening of them.

    `is_in_words`: this person writes words where most would send the number. Long words become the
    number for everybody.
    """
    phrases = _LEVELS.get(_gist(option.label), {}).get(spelling)
    if spelling is Spelling.DIGITS or phrases is None:
        return _digits(random, option.number)
    if not is_in_words and random.random() < 0.6:
        return _digits(random, option.number)
    return one_of(random, phrases)


def typed_several(random: Random, options: Sequence[Option]) -> str:
    """Several answers by their numbers."""
    return one_of(random, (" ", ", ", ",")).join(str(option.number) for option in options)


def open_answer(random: Random, question: str, birth_year: int) -> str:
    """What somebody types where nothing is offered to choose."""
    if re.search(r"nam sinh|sinh nam", question):
        return str(birth_year)
    if re.search(r"tuoi", question):
        return str(2024 - birth_year)
    if re.search(r"may lan|bao nhieu lan|so lan", question):
        return one_of(random, ("1", "2", "2", "3"))
    if re.search(r"bao nhieu|may\b", question):
        return str(random.randint(1, 30))
    return one_of(random, NOTHING_TO_ADD)


def _gist(label: str) -> str:
    """The label's bare words, without what stands in brackets."""
    return folded(label.split("(", maxsplit=1)[0])


def _digits(random: Random, number: int) -> str:
    return random.choices([str(number), f"{number} nhé", f"so {number}"], [0.9, 0.06, 0.04])[0]
