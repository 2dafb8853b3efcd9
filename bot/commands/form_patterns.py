"""A text that a pattern of `regex()` takes: "0912345678" for `0[0-9]{9}`.

Enough of a reader for the patterns of survey forms: characters, classes, groups, alternatives, counts.
What it cannot read, or reads wrongly, is tried and dropped by whoever asks for examples.
"""

from __future__ import annotations

import re
from typing import Final

_SHORTHANDS: Final = {"d": "9", "w": "a", "s": " ", "D": "a", "S": "a", "W": "-"}
_COUNT: Final = re.compile(r"\{(\d+)(?:,\d*)?\}")
_LONGEST: Final = 200
_UNLIKELY: Final = "a1A-_ .@/"


def example_of(pattern: str) -> str:
    """A short text the whole of which fits `pattern`; "" when none is found.

    >>> example_of("^0[1-9]{9}$"), example_of("(03|09)\\\\d{8}"), example_of("[^@ ]+@[^@ ]+")
    ('0111111111', '0399999999', 'a@a')
    """
    text, _ = _alternatives(pattern, 0)
    try:
        return text if re.fullmatch(pattern, text) else ""
    except re.error:
        return ""


def _alternatives(pattern: str, at: int) -> tuple[str, int]:
    """The first alternative of a group written out, and where the group ends."""
    first: str | None = None
    text = ""
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            first, text, at = text if first is None else first, "", at + 1
            continue
        piece, at = _piece(pattern, at)
        times, at = _times(pattern, at)
        text = (text + piece * times)[:_LONGEST]
    return (text if first is None else first), at


def _piece(pattern: str, at: int) -> tuple[str, int]:
    character = pattern[at]
    match character:
        case "(":
            opening = re.compile(r"\((?:\?:)?").match(pattern, at)
            inside, end = _alternatives(pattern, opening.end() if opening else at + 1)
            return inside, end + 1
        case "[":
            end = pattern.find("]", at + 2)
            end = len(pattern) if end < 0 else end
            return _of_class(pattern[at + 1 : end]), end + 1
        case "\\":
            escaped = pattern[at + 1 : at + 2]
            return _SHORTHANDS.get(escaped, escaped), at + 2
        case "^" | "$":
            return "", at + 1
        case ".":
            return "a", at + 1
        case _:
            return character, at + 1


def _of_class(inside: str) -> str:
    """One character of a class, the first it names; of an excluding one, any that it does not."""
    if inside.startswith("^"):
        return next((one for one in _UNLIKELY if one not in inside), "")
    if inside.startswith("\\"):
        return _SHORTHANDS.get(inside[1:2], inside[1:2])
    return inside[:1]


def _times(pattern: str, at: int) -> tuple[int, int]:
    """How often a piece is written, the fewest allowed, and where what says so ends."""
    following = pattern[at : at + 1]
    if following in {"*", "?"} and following:
        return 0, at + 1
    if following == "+":
        return 1, at + 1
    count = _COUNT.match(pattern, at)
    return (int(count.group(1)), count.end()) if count else (1, at)
