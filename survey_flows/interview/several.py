"""One text message for a screen, by the numbers the screen shows: whole, or the part it names.

Rules:
1. In order, a message must answer every question of the page (`batch.py`): with one too few nobody can
   tell which is missing.
2. By number (`3:5 4:2`) a part is enough: what it names is certain, the rest is asked again.
3. Politeness around figures (`dạ em chọn 5 4 5 4 ạ`) says nothing; full stops and dashes stand between
   answers, or between a number and its answer where every question is named so (`1-5 2-4 3-5 4-4`).
4. `0` says that a question does not apply, `kb` ("không biết") that one does not know, where neither
   is an answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from survey_flows.interview.batch import read_batch
from survey_flows.interview.pages import Page
from survey_flows.interview.reading import Certain, Doubt, NoValue, Unclear
from survey_flows.interview.replies import read
from survey_flows.interview.spelling import listen
from survey_flows.interview.state import MissingKind
from survey_flows.questionnaire.model import Item, ItemKind

_NUMBERED = re.compile(r"(?:câu|cau|c|q|số|so)?\s*([0-9]{1,2})\s*[:=)]\s*([^\s,;]+)\s*[,;.]?\s*")
_NAMED = re.compile(
    r"(?:câu|cau|c)\s*(?:số|so)?\s*([0-9]{1,2})\s*(?:là|la|chọn|chon|[:=)])?\s*([^\s,;]+)\s*[,;.]?\s*"
)
_DOTTED = re.compile(r"([0-9]{1,2})\s*[.-]\s*([0-9]{1,2})\s*[,;.]?\s*")
_FIGURES = re.compile(r"[0-9][0-9\s.,;:=)/+&|-]*")
_BEFORE = re.compile(
    r"^(?:(?:dạ|da|vâng|vang|em|tôi|toi|mình|minh|bác|bac|cháu|chau|con|xin|là|la)\s+)*"
    r"(?:(?:chọn|chon|trả lời|tra loi|đánh giá|danh gia|đáp án|dap an)\s*(?:là|la)?\s*:?\s*)?"
)
_AFTER = re.compile(
    r"\s*(?:\s(?:ạ|a|nhé|nhe|nha|em|bạn|ban|cháu|chau|cảm ơn|cám ơn|cam on|thanks|thank you)[\s.!]*)+$"
)
_PARTS = re.compile(r"\s*[,;\n/+&|]\s*|\s+")
_MARKS: Mapping[str, MissingKind] = {
    **dict.fromkeys(("0", "k", "ko", "na", "n/a"), MissingKind.NOT_APPLICABLE),
    **dict.fromkeys(("kb", "kbt", "dk", "?"), MissingKind.DONT_KNOW),
    **dict.fromkeys(("-", "_", "x", "–"), MissingKind.REFUSED),
}
_NUMBERS = frozenset({ItemKind.INTEGER, ItemKind.RANGE})
_YES_NO = frozenset({"yesno", "yn_harass", "yn_fee", "yn_feedback", "consent"})

Given = dict[str, "str | MissingKind"]


def answers_in(text: str, page: Page, items: Mapping[str, Item]) -> Given | Unclear:
    """Return value or kind of nonresponse by item, for all questions of `page` or those it names.

    `items` are the items as asked now, by name. Nothing but answers is looked for. Never raises.
    """
    asked = {number: items[item.name] for number, item in page}
    line = _plain(listen(text).line.strip(" .!"), len(page))
    for written, is_whole in ((_NUMBERED, False), (_NAMED, False), (_DOTTED, True)):
        named = _by_number(line, asked, written, is_whole=is_whole)
        if named is not None:
            return named
    marked = _with_marks(line, list(asked.values()))
    if marked is not None:
        return marked
    readings = read_batch(line, list(asked.values()))
    if isinstance(readings, Unclear):
        return readings
    return {
        item.name: reading.value if isinstance(reading, Certain) else reading.kind
        for item, reading in zip(asked.values(), readings, strict=True)
    }


def _plain(line: str, count: int) -> str:
    """The figures of a message without politeness; full stops between as many as are asked for are blanks."""
    bare = _AFTER.sub("", _BEFORE.sub("", line))
    if _FIGURES.fullmatch(bare):
        line = bare
    between = [part for part in re.split(r"\s*\.\s*", line) if part]
    return " ".join(between) if len(between) == count and all(map(str.isdigit, between)) else line


def _by_number(
    line: str, asked: Mapping[int, Item], written: re.Pattern[str], *, is_whole: bool
) -> Given | Unclear | None:
    """Read `1:5 2:4`; None when it is not so `written`, or `is_whole` and not every question is named."""
    parts: dict[int, str] = {}
    at = 0
    while at < len(line):
        found = written.match(line, at)
        if found is None:
            return Unclear() if parts and not is_whole else None
        number = int(found[1])
        if number in parts or number not in asked:
            return None if is_whole else Unclear(Doubt.COUNT)
        parts[number] = found[2].rstrip(".")
        at = found.end()
    if not parts or (is_whole and len(parts) < len(asked)):
        return None
    return _each(list(parts.values()), [asked[number] for number in parts])


def _with_marks(line: str, items: Sequence[Item]) -> Given | None:
    """Read `5 4 0 kb 3`, a mark in the place of an answer; None unless every part is plain."""
    parts = [part for part in _PARTS.split(line) if part]
    if len(parts) != len(items) or not any(
        _mark(part, item) for part, item in zip(parts, items, strict=True)
    ):
        return None
    given = _each(parts, items)
    return None if isinstance(given, Unclear) else given


def _each(parts: Sequence[str], items: Sequence[Item]) -> Given | Unclear:
    given: Given = {}
    for part, item in zip(parts, items, strict=True):
        mark = _mark(part, item)
        if mark is not None:
            given[item.name] = mark
            continue
        reading = read(part, item)
        if isinstance(reading, NoValue):
            given[item.name] = reading.kind
        elif isinstance(reading, Certain):
            given[item.name] = reading.value
        else:
            return Unclear(Doubt.RANGE) if part.isdigit() else Unclear()
    return given


def _mark(part: str, item: Item) -> MissingKind | None:
    """The kind of nonresponse a mark stands for, unless it is an answer to this very item."""
    mark = _MARKS.get(part)
    if mark is None or (part == "0" and item.kind in _NUMBERS):
        return None
    return None if part in {"k", "ko"} and item.reading in _YES_NO else mark
