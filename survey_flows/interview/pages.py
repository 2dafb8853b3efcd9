"""Which questions of a screen go into one text message, and how they stand there.

Rules (XLSForm `appearance = field-list`: one screen is one SMS):
1. A page holds the questions still open of one screen, from the present one on, as long as each takes
   a short answer (a choice, a number) and the message keeps within the segments it may take.
2. Questions are numbered by their place on the screen, so a number means the same on every page.
3. A scale they all share is written once, below the questions.
4. A screen whose message was not understood twice is asked question by question (`singly`).
"""

from __future__ import annotations

from collections.abc import Callable, Container

from survey_flows.interview.prompts import PromptChoice, PromptRow
from survey_flows.interview.route import Path, Route
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole

SHORT = frozenset({ItemKind.SELECT_ONE, ItemKind.INTEGER, ItemKind.RANGE, ItemKind.ACKNOWLEDGE})
"""Kinds answered in one word, so that several answers fit one line."""

_PLAIN_PART, _ACCENTED_PART = 153, 67  # 3GPP TS 23.040: characters of one part of several
_DOUBLE = frozenset("^{}\\[~]|€\n")
"""Characters of the GSM extension table cost two; a line break is counted so too, to be safe."""

_RESERVED = 40  # for the number of the question and the words of the channel
_MOST = 9  # answers in a row that people still keep in order

Page = tuple[tuple[int, Item], ...]
"""The questions of one message with their numbers on the screen; at least two."""

RowOf = Callable[[int, Item], PromptRow]


def page_at(
    route: Route,
    path: Path,
    at: str,
    dealt_with: Container[str],
    row_of: RowOf,
    *,
    parts: int,
    is_accented: bool,
    words_around: int,
) -> Page:
    """Return the questions that one message asks from `at` on; () when `at` is asked alone.

    `dealt_with` are the items that have a value or a kind of nonresponse; `words_around` is how many
    characters the heading and the instruction take.
    """
    first = route.items[at]
    together = path.screens.get(first.screen) if first.screen else None
    if together is None or at not in together or at in dealt_with or not _is_short(first):
        return ()
    room = parts * (_ACCENTED_PART if is_accented else _PLAIN_PART) - _RESERVED - words_around
    found: list[tuple[int, Item]] = []
    legend: tuple[PromptChoice, ...] | None = None
    for number, name in enumerate(together, 1):
        item = route.items[name]
        if number <= together.index(at) or name in dealt_with:
            continue
        if not _is_short(item) or (found and name in path.notes) or len(found) == _MOST:
            break
        row = row_of(number, item)
        room -= length_of(row.text) + 5
        if row.choices != legend:
            room -= sum(length_of(choice.label) + 5 for choice in row.choices)
            legend = row.choices
        if room < 0:
            break
        found.append((number, item))
    return tuple(found) if len(found) > 1 else ()


def length_of(text: str) -> int:
    """Return what `text` costs in a message, in characters."""
    return len(text) + sum(map(text.count, _DOUBLE)) + 2 * text.count("…")


def shared_choices(rows: tuple[PromptRow, ...]) -> tuple[PromptChoice, ...]:
    """Return the scale that all rows have in common; () when there is none."""
    choices = rows[0].choices
    return choices if choices and all(row.choices == choices for row in rows) else ()


def _is_short(item: Item) -> bool:
    return item.kind in SHORT and item.role is not ItemRole.CONSENT
