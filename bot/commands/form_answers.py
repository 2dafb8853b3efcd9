"""What a simulated respondent types: an answer the form takes, wherever one can be guessed.

Ordinary answers first; where the constraint refuses them, what stands beside its own numbers and dates,
beside earlier answers, and the usual numbers of an office (telephone, identity card, tax, postal code).
Each is tried on the constraint itself. Deterministic: nothing but the form and the answers so far decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Final

from bot.commands.form_patterns import example_of
from survey_flows.interview.state import InterviewState
from survey_flows.questionnaire.dates import LOCAL, moment_of
from survey_flows.questionnaire.expressions import tokens
from survey_flows.questionnaire.logic import Logic
from survey_flows.questionnaire.model import Item, ItemKind
from survey_flows.questionnaire.moment import Moment
from survey_flows.questionnaire.values import number_of, text_of

_ORDINARY: Final = {
    ItemKind.INTEGER: ("2", "5", "18", "35", "60", "1", "10", "100", "2000"),
    ItemKind.DECIMAL: ("2", "5", "18", "35", "1", "100"),
    ItemKind.RANGE: ("5", "2", "1", "10", "50"),
    ItemKind.DATE: ("2024-10-01", "1980-06-15", "2030-12-20"),
    ItemKind.DATETIME: ("2024-10-01T09:00:00", "1980-06-15T09:00:00"),
    ItemKind.BARCODE: ("8934567890123", "SL-0001"),
    ItemKind.TIME: ("09:00:00", "15:30:00"),
}
_WORDS: Final = ("Không có ý kiến gì thêm", "Không", "0")
_OFFICIAL: Final = (
    "0912345678", "84912345678", "+84912345678", "02123852123", "001080012345", "012345678", "0100109106",
    "ten@vidu.vn", "H38.12-241001-0001", "26B1-123.45", "12345", "1234", "123456", "A", "a", "1", "12",
    "AB123456", "B1234567",
)  # fmt: skip
_DAYS: Final = (0, 1, -1, 31, -31, -400, 400)
_DATED: Final = frozenset({ItemKind.DATE, ItemKind.DATETIME})
_WHOLE: Final = frozenset({ItemKind.INTEGER})
_LONGEST: Final = 1000
_NUMERIC: Final = frozenset({ItemKind.INTEGER, ItemKind.DECIMAL, ItemKind.RANGE})


def typed(logic: Logic, state: InterviewState, item: Item, number: int) -> str:
    """What respondent `number` types at `item`; an ordinary answer when none that fits is known."""
    ordinary = _ORDINARY.get(item.kind, _WORDS)
    first = ordinary[number % len(ordinary)]
    moment = Moment(state.updated_at, state.language)
    for value in chain([first], ordinary, _unusual(item, state)):
        if not logic.violates(item.name, value, state.answers, moment):
            return _as_typed(item.kind, value)
    return _as_typed(item.kind, first)


def allowed(logic: Logic, state: InterviewState, item: Item, codes: list[str]) -> list[str]:
    """The choices that alone fulfil the constraint; all of them when none does."""
    return [code for code in codes if not logic.violates(item.name, code, state.answers)] or codes


def _unusual(item: Item, state: InterviewState) -> Iterator[str]:
    """Values near those the constraint names, near earlier answers, near today."""
    named = [*_literals(item.constraint)]
    if item.kind in _NUMERIC:
        for text in [*named, *state.answers.values()]:
            value = number_of(text)
            if abs(value) < 1e15:  # a number at all
                steps = (0, 1, -1) if item.kind in _WHOLE else (0, 1, -1, 0.5, -0.5, 0.01, -0.01)
                yield from (text_of(round(value + step, 2)) for step in steps)
        yield from filter(_is_number, [*map(example_of, named), *_of_length(item.constraint, "1", "0")])
    elif item.kind in _DATED:
        near = [moment.date() for text in [*named, *state.answers.values()] if (moment := moment_of(text))]
        near += [state.updated_at.astimezone(LOCAL).date()] if state.updated_at is not None else []
        for day in near:
            yield from (_day(item.kind, day + timedelta(days=step)) for step in _DAYS)
    elif item.kind is ItemKind.TEXT:
        yield from (
            *named,
            *map(example_of, named),
            *_OFFICIAL,
            *_of_length(item.constraint, "A", "a"),
            *state.answers.values(),
        )


def _of_length(constraint: str, first: str, rest: str) -> Iterator[str]:
    """Texts as long as the numbers that a constraint measures its value by."""
    if "string-length" in constraint:
        for text in _literals(constraint):
            if _is_number(text) and 1 < int(text) < _LONGEST:
                yield from (first + rest * (int(text) - 1 + step) for step in (0, 1, -1))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _day(kind: ItemKind, day: date) -> str:
    return day.isoformat() + "T09:00:00" * (kind is ItemKind.DATETIME)


def _as_typed(kind: ItemKind, value: str) -> str:
    """A stored value as people write it: 2024-10-01 as 01/10/2024."""
    moment = moment_of(value) if kind in _DATED else None
    if moment is None:
        return value[:5] if kind is ItemKind.TIME else value
    return moment.strftime("%d/%m/%Y" + " %H:%M" * (kind is ItemKind.DATETIME))


def latest_day(items: tuple[Item, ...]) -> date | None:
    """The latest day any expression of the form names."""
    sources = [source for item in items for source in (item.constraint, item.relevant, item.default)]
    named = (moment_of(text) for source in sources for text in _literals(source))
    return max((moment.date() for moment in named if moment is not None), default=None)


def _literals(source: str) -> Iterator[str]:
    """The numbers and texts an expression names."""
    return (token.text.strip("'\"") for token in tokens(source) if token.kind in {"number", "literal"})
