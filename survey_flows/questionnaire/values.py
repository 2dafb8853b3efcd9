"""XPath values as Python meets them: texts, numbers, truths, lists of nodes, and how each becomes another.

Rules (XPath 1.0, section 4; ODK XForms, "XPath functions"):
- a list of nodes counts as the text of its first node, and as true when that text is not blank: a
  question that was not answered is not "there";
- dates and times count as days where a number is wanted (module `dates`);
- a number is written without exponent and without needless zeros, at most 15 digits as libxml2 does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from survey_flows.questionnaire.dates import days_of

Argument = str | float | bool | Sequence[object]
_NUMBER: Final = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_WHOLE: Final = 1e15


def text_of(argument: object) -> str:
    """XPath `string()`."""
    match argument:
        case str():
            return argument
        case bool():
            return "true" if argument else "false"
        case float() | int():
            return _written(argument)
        case [first, *_]:
            return text_of(getattr(first, "text", first))
        case _:
            return ""


def number_of(argument: object) -> float:
    """XPath `number()`, dates and times counting as days; NaN for what is no number.

    >>> number_of("12.5"), number_of("1970-01-11"), number_of(True), number_of("năm")
    (12.5, 10.0, 1.0, nan)
    """
    match argument:
        case float() | int():
            return float(argument)
        case _:
            text = text_of(argument).strip()
            if _NUMBER.fullmatch(text):
                return float(text)
            days = days_of(text)
            return math.nan if days is None else days


def truth_of(argument: object) -> bool:
    """XPath `boolean()`, a node counting as its text."""
    match argument:
        case bool():
            return argument
        case float() | int():
            return argument != 0 and not math.isnan(argument)
        case _:
            return bool(text_of(argument))


def index_of(argument: object) -> int:
    """A number cut to a whole one; 0 when there is none, as Java cuts it."""
    number = number_of(argument)
    return int(number) if math.isfinite(number) else 0


def each(arguments: Iterable[object]) -> Iterator[object]:
    """The arguments, a list of nodes giving the text of every node."""
    for argument in arguments:
        if isinstance(argument, list):
            yield from (text_of([node]) for node in argument)
        else:
            yield argument


def numbers_in(arguments: Iterable[object]) -> Iterator[float]:
    """The numbers among the arguments; what is blank or no number is passed over."""
    return (number for number in map(number_of, each(arguments)) if not math.isnan(number))


def _written(number: float) -> str:
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < _WHOLE:
        return str(int(number))
    written = f"{number:.15g}"
    return f"{Decimal(written):f}" if "e" in written else written
