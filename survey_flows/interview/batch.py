"""One message that answers a whole screen: `5 4 5 5 3`, `54553`, `1:5 2:4 3:5`.

Rules (domain.md §5; the `field-list` screens of XLSForm, which are one SMS):
1. Every item of the screen must be answered, in the order shown or by number. One answer too few or
   too many leaves open which belongs to which, so nothing is taken (`Doubt.COUNT`).
2. Each part is read by `replies.read` for its own item, and only what would be recorded without
   asking back counts; a number no choice has spoils the whole message (`Doubt.RANGE`).
3. `5 hết` ("5 for all") is not five answers (`Doubt.BATCH`).
4. `x`, `-` or `_` in the place of an answer leaves that item out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from survey_flows.interview.reading import Certain, Doubt, NoValue, Reading, Unclear
from survey_flows.interview.replies import read
from survey_flows.interview.spelling import listen
from survey_flows.interview.state import MissingKind
from survey_flows.questionnaire.model import Item, ItemKind

Batch = tuple[Certain | NoValue, ...]
"""One reading for each item of the screen, in its order."""

_LEFT_OUT = frozenset({"x", "-", "_", "–"})
_NUMBERED = re.compile(r"(?:câu|cau|c|q|số|so)?\s*([0-9]{1,2})\s*[:=)]\s*([^\s,;]+)\s*[,;.]?\s*")
_FOR_ALL = re.compile(r"\b(?:hết|het|tất cả|tat ca|cả|all|toàn bộ|toan bo)\b")
_PARTS = re.compile(r"\s*[,;\n/+&|]\s*|\s+")
_LISTED = re.compile(r"\s*[,;\n]\s*")
_CHOSEN = frozenset({ItemKind.SELECT_ONE, ItemKind.SELECT_MULTIPLE, ItemKind.RANK})


def read_batch(
    text: str, items: Sequence[Item], *, reading_of: Callable[[str, Item], Reading] = read
) -> Batch | Unclear:
    """Return what one message answers to all `items` of a screen, or why it cannot be taken.

    `reading_of` reads one part for one item: a route's own, where it knows more kinds than `read`.
    Nothing but answers is looked for: ask `read(text, None)` first whether the message is a wish
    (a stop, a question …). `Unclear.doubt` is `COUNT` (not as many answers as items), `RANGE` (a
    number that no choice has), `BATCH` (one answer "for all") or `UNCLEAR`. Never raises.
    """
    line = listen(text).line.strip(" .!")
    if not line or not items:
        return Unclear()
    if _FOR_ALL.search(line):
        return Unclear(Doubt.BATCH)
    numbered = _by_number(line, len(items))
    if isinstance(numbered, Unclear):
        return numbered
    parts = numbered or _in_order(line, items)
    if len(parts) != len(items):
        return Unclear(Doubt.COUNT)
    found: list[Certain | NoValue] = []
    for part, item in zip(parts, items, strict=True):
        reading = _one(part, item, reading_of)
        if isinstance(reading, Unclear):
            return reading
        found.append(reading)
    return tuple(found)


def _by_number(line: str, count: int) -> list[str] | Unclear | None:
    """Return the parts of `1:5 2:4` in the order of the items; None when it is not so written."""
    given: dict[int, str] = {}
    at = 0
    while at < len(line):
        found = _NUMBERED.match(line, at)
        if found is None:
            return Unclear() if given else None
        number = int(found[1])
        if number in given or not 1 <= number <= count:
            return Unclear(Doubt.COUNT)
        given[number] = found[2].rstrip(".")
        at = found.end()
    if len(given) < count:
        return Unclear(Doubt.COUNT)
    return [given[number] for number in range(1, count + 1)]


def _in_order(line: str, items: Sequence[Item]) -> list[str]:
    """Return the parts of `5 4 5`, `5,4,5`, `5-4-5`, `5 - 4 - 5` or, of one-digit choices, `545`."""
    if line.isascii() and line.isdigit() and len(line) > 1:
        are_digits = all(item.kind is ItemKind.SELECT_ONE and len(item.choices) <= 9 for item in items)
        return list(line) if are_digits else [line]
    listed = _LISTED.split(line)
    if len(listed) == len(items):
        return listed
    parts = [part for part in _PARTS.split(line) if part]
    if len(parts) == len(items) and "-" not in parts[1::2]:
        return parts
    apart = re.split(r"\s*-\s*", line)
    return apart if len(apart) > 1 and all(part.isdigit() for part in apart) else parts


def _one(part: str, item: Item, reading_of: Callable[[str, Item], Reading]) -> Certain | NoValue | Unclear:
    if part in _LEFT_OUT:
        return NoValue(MissingKind.REFUSED)
    reading = reading_of(part, item)
    if isinstance(reading, Certain | NoValue):
        return reading
    is_number = part.isascii() and part.isdigit()
    return Unclear(Doubt.RANGE) if is_number and item.kind in _CHOSEN else Unclear()
