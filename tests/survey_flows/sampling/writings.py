"""Vietnamese text in the bytes that offices save it in."""

from __future__ import annotations

import unicodedata
from functools import cache

from survey_flows.sampling.encodings import from_tcvn3, from_vni

TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


def windows_1258(text: str) -> bytes:
    """As Excel of the nineties wrote Vietnamese: a letter, then its tone as a sign of its own."""
    return "".join(map(_windows_1258_letter, text)).encode("cp1258")


@cache
def _windows_1258_letter(letter: str) -> str:
    marks = unicodedata.normalize("NFD", letter)
    plain = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES))
    return letter if _has(letter) else plain + "".join(mark for mark in marks if mark in TONES)


def _has(letter: str) -> bool:
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        return False
    return True


def tcvn3(text: str) -> bytes:
    """As typed in a TCVN3 font, in small letters: its capitals were a matter of the font."""
    return "".join(_tcvn3_letters().get(letter, letter) for letter in text.lower()).encode("latin-1")


def vni(text: str) -> bytes:
    """As typed in a VNI font: a letter, then its marks."""
    return "".join(_vni_letters().get(letter, letter) for letter in text).encode("latin-1")


@cache
def _tcvn3_letters() -> dict[str, str]:
    signs = [chr(sign) for sign in range(0xA1, 0x100)]
    return {from_tcvn3(sign): sign for sign in signs if from_tcvn3(sign).islower()}


@cache
def _vni_letters() -> dict[str, str]:
    marks = [chr(sign) for sign in range(0xC0, 0x100)]
    pairs = [letter + mark for letter in "aeouyôöAEOUYÔÖ" for mark in marks]
    return {
        from_vni(one): one for one in (*pairs, *marks) if len(from_vni(one)) == 1 and from_vni(one) != one
    }
