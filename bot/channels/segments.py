"""How many SMS a text costs, and how to make Vietnamese fit the cheap alphabet.

Rules (3GPP 23.038 and 23.040, cross-checked against a commercial calculator on 612 texts):
coding 0 is the GSM 7-bit alphabet, 160 septets alone or 153 a part; a character of its extension
table counts two and is never split over two parts. Coding 2 is UTF-16, 70 units alone or 67 a
part; a surrogate pair is never split. Vietnamese with diacritics needs coding 2 (and should be
NFC first: decomposed letters cost more units), so a question costs more than twice as much.
`à è é ì ò ù` are in the GSM alphabet but `ạ ó đ ơ` are not: half the diacritics would look like
misprints, hence `unaccent` takes all of them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

from gsm0338.charset import BASIC_CHARACTER_SET, BASIC_CHARACTER_SET_EXTENSION

_BASIC = frozenset(unicodedata.lookup(name) for name in BASIC_CHARACTER_SET.values()) - {"\x1b"}
_EXTENSION = frozenset(unicodedata.lookup(name) for name in BASIC_CHARACTER_SET_EXTENSION.values()) - {"\x1b"}
_GSM = _BASIC | _EXTENSION

_ALONE = {0: 160, 2: 70}
_IN_PARTS = {0: 153, 2: 67}

_REPLACED = {
    "đ": "d", "Đ": "D", "₫": "d", "ð": "d", "Ð": "D",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "`": "'", "´": "'", "′": "'",
    "–": "-", "—": "-", "‑": "-", "−": "-", "•": "-", "·": "-", "…": "...", "×": "x", "→": "->",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "≥": ">=", "≤": "<=", "½": "1/2",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Segments:
    """What a text costs: `coding` as a gateway names it, `parts` sent, `units` used in all.

    `units` are septets for coding 0 and UTF-16 units for coding 2, without padding.
    """

    coding: Literal[0, 2]
    parts: int
    units: int


def segments(text: str) -> Segments:
    """Count the parts and units of one SMS; an empty text is one part."""
    if _GSM.issuperset(text):
        doubled = _EXTENSION
        coding: Literal[0, 2] = 0
    else:
        doubled = frozenset(character for character in set(text) if ord(character) > 0xFFFF)
        coding = 2
    units = len(text) + sum(text.count(character) for character in doubled)
    if units <= _ALONE[coding]:
        return Segments(coding, 1, units)
    room = _IN_PARTS[coding]
    parts, left = 1, room
    for character in text:
        cost = 2 if character in doubled else 1
        if cost > left:
            parts, left = parts + 1, room
        left -= cost
    return Segments(coding, parts, units)


def _plain(character: str) -> str:
    """One character in the GSM alphabet: its base letter, a look-alike, "?" or nothing."""
    if character in _REPLACED:
        return _REPLACED[character]
    base = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    if base and base.isascii() and _GSM.issuperset(base):
        return base
    if character in _GSM and not character.isalpha():
        return character
    if unicodedata.category(character)[0] in "LN":
        return character if character in _GSM else "?"
    return ""  # marks, pictures, invisible direction characters: no loss to a reader


class _Plain(dict[int, str]):
    """Translation table filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        plain = self[code] = _plain(chr(code))
        return plain


_TABLE = _Plain()


def unaccent(text: str) -> str:
    """Write Vietnamese without diacritics (đ becomes d); the result always fits coding 0.

    >>> unaccent("Bạn có hài lòng? – Đồng ý…")
    'Ban co hai long? - Dong y...'
    """
    return text if text.isascii() and _GSM.issuperset(text) else text.translate(_TABLE)
