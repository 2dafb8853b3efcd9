"""Invented phone numbers, and the ways offices write them down."""

from __future__ import annotations

import random

_PREFIXES = ("32", "33", "34", "35", "36", "37", "38", "39", "96", "97", "98", "86") * 4 + (
    ("81", "82", "83", "84", "85", "88", "91", "94") * 2
    + ("70", "76", "77", "78", "79", "89", "90", "93")
    + ("56", "58", "92", "59")
)
_OLD = {
    "70": "120", "79": "121", "77": "122", "76": "126", "78": "128", "83": "123", "84": "124", "85": "125",
    "81": "127", "82": "129", "32": "162", "33": "163", "34": "164", "35": "165", "36": "166", "37": "167",
    "38": "168", "39": "169", "56": "186", "58": "188", "59": "199",
}  # fmt: skip


def new_phone(rng: random.Random) -> str:
    """A mobile number in E.164 that the numbering plan allows."""
    prefix = _PREFIXES[int(rng.random() * len(_PREFIXES))]
    return f"+84{prefix}{int(rng.random() * 10_000_000):07d}"


def dirty_phone(phone: str, rng: random.Random, *, mess: float = 1.0) -> str:  # noqa: PLR0911 - one way a line
    """`phone` as an office writes it: mostly plain, sometimes odd, now and then useless.

    `mess` scales how often it is useless; 0 keeps every number usable.
    """
    national = phone.removeprefix("+84")
    useless = rng.random()
    if useless < 0.075 * mess:
        if useless < 0.04 * mess:
            return ""
        if useless < 0.052 * mess:
            return f"0212 3{int(rng.random() * 1_000_000):06d}"
        if useless < 0.055 * mess:
            return f"{national[0]},{national[1:3]}E+08"
        if useless < 0.07 * mess:
            return "0" + national[: 5 + int(rng.random() * 3)]
        return "không có"
    way = rng.random()
    if way < 0.72:
        return "0" + national
    if way < 0.80:
        return f"0{national[:2]} {national[2:5]} {national[5:]}"
    if way < 0.87:
        return f"0{national[:3]}.{national[3:6]}.{national[6:]}"
    if way < 0.94:
        return national  # the leading zero lost in a spreadsheet
    if way < 0.96 and national[:2] in _OLD:
        return "0" + _OLD[national[:2]] + national[2:]
    if way < 0.985:
        return phone
    return f"0{national} / 0{national[:8]}{(int(national[8]) + 1) % 10}"
