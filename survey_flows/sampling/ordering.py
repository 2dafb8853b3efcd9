"""The abc order of people and villages.

Rules (domain.md A-07, A-08): given name first, then family and middle names; within a syllable
letters before tones, tones in the dictionaries' order không, huyền, hỏi, ngã, sắc, nặng; text is
NFC before it is compared. Villages are ordered as written, numbers by their value ("Tổ 2" before
"Tổ 10"); communes by their own name, without "xã", "phường", "thị trấn". The caller breaks ties
by a stable identity. A change in the order of people is a new `ORDER_VERSION`: a frozen draw names
the order it was made with. Where this differs from ICU's collation is written in decision 0015.

Long lists are ordered by numbers (`long_order`), to the same order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

ORDER_VERSION = "vi-given-name-1"

_TONES = {"\u0300": 3, "\u0309": 4, "\u0303": 5, "\u0301": 6, "\u0323": 7}
_LEVEL = 2
_END_OF_LETTERS = 1  # below every letter: "an" precedes "anh" whatever their tones
_LETTERS = {letter: 0x20 + place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_DIGITS = {digit: 0x10 + place for place, digit in enumerate("0123456789")}
_FOREIGN = 0xF0
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_PIECE = re.compile(r"[0-9]+|[^\W0-9_]+(?:[\u0300-\u036f]+[^\W0-9_]*)*")
_NUMBER = 0x10  # before every letter
_COUNT_WIDTH = 4
_LONG = 20_000  # names; below, loading numpy costs more than it saves
_RANK_WORDS = re.compile(
    r"^(?:(?:ubnd|uỷ ban nhân dân|ủy ban nhân dân)\s+)?(?:xã|phường|thị trấn|đặc khu)\s+", re.IGNORECASE
)


@lru_cache(maxsize=16384)
def _syllable_key(syllable: str) -> bytes:
    tone = _LEVEL
    letters = bytearray()
    for letter in unicodedata.normalize("NFC", syllable).lower():
        if (code := _LETTERS.get(letter) or _DIGITS.get(letter)) is not None:
            letters.append(code)
            continue
        decomposed = unicodedata.normalize("NFD", letter)
        marks = [mark for mark in decomposed if mark in _TONES]
        plain = unicodedata.normalize("NFC", "".join(m for m in decomposed if m not in _TONES))
        tone = _TONES[marks[0]] if marks else tone
        for part in plain:
            code = _LETTERS.get(part)
            letters += bytes([code]) if code is not None else bytes([_FOREIGN]) + part.encode()
    return bytes(letters) + bytes([_END_OF_LETTERS, tone])


@lru_cache(maxsize=65536)
def name_key(name: str) -> bytes:
    """A sort key for a person's name: given name, then family and middle names.

    Case, spacing and punctuation do not count.

    >>> sorted(["Lò Văn Ánh", "Vàng A Anh", "Cà Thị Ảnh", "Hà Văn An"], key=name_key)
    ['Hà Văn An', 'Vàng A Anh', 'Cà Thị Ảnh', 'Lò Văn Ánh']
    """
    words = _WORD.findall(name)
    if not words:
        return b""
    return b"".join(map(_syllable_key, (words[-1], *words[:-1])))


def in_name_order(names: Sequence[str]) -> Sequence[int]:
    """The places (from 0) of `names` in abc order of people; equal names stay as they stand.

    >>> list(in_name_order(["Lò Văn Ánh", "Vàng A Anh", "Hà Văn An", "Lò Văn Ánh"]))
    [2, 1, 0, 3]
    """
    if len(names) < _LONG:
        return sorted(range(len(names)), key=lambda place: name_key(names[place]))
    from survey_flows.sampling.long_order import order_by_numbers

    return order_by_numbers(names, words_of=_WORD.findall, key_of=_syllable_key)


def village_key(name: str) -> bytes:
    """A sort key for a village or residential group: as written, numbers by value.

    >>> sorted(["Tổ 10", "Tổ 2B", "Tổ 2", "Bản Bó"], key=village_key)
    ['Bản Bó', 'Tổ 2', 'Tổ 2B', 'Tổ 10']
    """
    return b"".join(map(_piece_key, _PIECE.findall(name)))


def commune_key(name: str) -> bytes:
    """A sort key for a commune: its own name, whatever its rank.

    >>> sorted(["Xã Tà Hừa", "Thị trấn Than Uyên", "Xã Hua Nà"], key=commune_key)
    ['Xã Hua Nà', 'Xã Tà Hừa', 'Thị trấn Than Uyên']
    """
    return village_key(_RANK_WORDS.sub("", unicodedata.normalize("NFC", name).strip()))


def _piece_key(piece: str) -> bytes:
    if not ("0" <= piece[0] <= "9"):
        return _syllable_key(piece)
    digits = piece.lstrip("0")
    # More digits, larger number: the count goes first, so no number is too long to compare.
    return bytes([_NUMBER]) + len(digits).to_bytes(_COUNT_WIDTH, "big") + digits.encode()
