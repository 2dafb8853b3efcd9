"""The languages of a form as people call them: on the button, and in words.

Rules (docs/translating.vi.md): a button is named after the language it leads to; from Vietnamese it leads to
the languages of the province first, which are there for who reads or hears nothing else, and to English
last. By text message there are Vietnamese and English only: other scripts and letters cost three times as
much, and a recording cannot be sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

NAMES: Final[Mapping[str, str]] = {
    "vi": "Tiếng Việt",
    "en": "English",
    "blt": "Tiếng Thái",
    "hmn": "Tiếng Mông",
    "tyz": "Tiếng Tày",
    "nut": "Tiếng Nùng",
    "km": "ខ្មែរ · Tiếng Khmer",
    "zh": "中文 · Tiếng Hoa",
}
"""What a language is called on a button."""

_CALLED: Final[Mapping[str, str]] = {
    "blt": "tieng thai;tieng dan toc thai",
    "hmn": "tieng mong;tieng hmong;tieng h mong;tieng meo;tieng dan toc mong",
    "tyz": "tieng tay;tieng dan toc tay",
    "nut": "tieng nung;tieng dan toc nung",
    "km": "tieng khmer;tieng kho me;tieng kho mer;tieng mien",
    "zh": "tieng hoa;tieng trung;tieng trung quoc",
}
_ASKED: Final = (
    "{};noi {};bang {};hoi bang {};doi sang {};chuyen sang {};ban {};noi {} duoc khong;co {} khong"
)

SPOKEN: Final[Mapping[str, str]] = {
    pattern.replace("{}", name): code
    for code, names in _CALLED.items()
    for name in names.split(";")
    for pattern in _ASKED.split(";")
}
"""Whole messages, without diacritics, that ask for a language of a province."""


def name_of(code: str) -> str:
    """Return what a language is called, in itself where we know how.

    >>> name_of("hmn"), name_of("xx")
    ('Tiếng Mông', 'xx')
    """
    return NAMES.get(code, code)


def next_after(code: str, languages: Sequence[str]) -> str:
    """Return the language the button leads to from `code`.

    >>> [next_after(code, ("vi", "en", "blt", "hmn")) for code in ("vi", "blt", "hmn", "en")]
    ['blt', 'hmn', 'en', 'vi']
    """
    order = sorted(languages, key=lambda one: (one != "vi", one == "en"))
    return order[(order.index(code) + 1) % len(order)] if code in order else order[0]
