"""The ODK functions that expressions may call beside those of XPath 1.0.

Each takes what libxml2 hands over (list of nodes, text, number, truth) and answers with one of
these; none of them raises whatever the respondent sent, since a citizen's answer is never an error.
Meaning as in the ODK XForms specification, section "XPath functions". Functions that read the
clock or chance (`today`, `now`, `random`, `uuid`) are left out: an interview is a function of
its inputs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

Argument = str | float | bool | Sequence[object]
Function = Callable[..., Argument]

PREFIX: Final = "odk"
_ADDRESS: Final = "urn:survey-flows:odk"
_EPOCH: Final = date(1970, 1, 1).toordinal()


def text_of(argument: object) -> str:
    """XPath `string()` of an argument: the first node's text, a number without needless zeros."""
    match argument:
        case str():
            return argument
        case bool():
            return "true" if argument else "false"
        case float() | int():
            return (
                str(int(argument)) if math.isfinite(argument) and argument == int(argument) else str(argument)
            )
        case [first, *_]:
            return str(getattr(first, "text", first) or "")
        case _:
            return ""


def number_of(argument: object) -> float:
    """XPath `number()` of an argument; NaN for what is no number."""
    match argument:
        case float() | int():
            return float(argument)
        case _:
            text = text_of(argument).strip()
            return float(text) if _NUMBER.fullmatch(text) else math.nan


_NUMBER: Final = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)


def truth_of(argument: object) -> bool:
    """XPath `boolean()` of an argument, a node counting as its text (as ODK does)."""
    match argument:
        case bool():
            return argument
        case float() | int():
            return argument != 0 and not math.isnan(argument)
        case _:
            return bool(text_of(argument))


def day_number(text: str) -> str:
    """Days since 1970-01-01 of an ISO date, as text; the text itself when it is no date.

    ODK compares dates as day numbers; libxml2 would compare the ISO text as NaN.
    """
    try:
        return str(date.fromisoformat(text.strip()[:10]).toordinal() - _EPOCH)
    except ValueError:
        return text


def _index_of(argument: object) -> int:
    number = number_of(argument)
    return int(number) if math.isfinite(number) else -1


def _selected(_: object, value: object, code: object) -> bool:
    return text_of(code).strip() in text_of(value).split()


def _count_selected(_: object, value: object) -> float:
    return float(len(text_of(value).split()))


def _selected_at(_: object, value: object, position: object) -> str:
    codes, index = text_of(value).split(), _index_of(position)
    return codes[index] if 0 <= index < len(codes) else ""


def _if(_: object, condition: object, then: object, otherwise: object) -> str | float | bool:
    chosen = then if truth_of(condition) else otherwise
    return chosen if isinstance(chosen, str | float | bool) else text_of(chosen)


def _coalesce(_: object, *values: object) -> str:
    return next((text for text in map(text_of, values) if text), "")


@lru_cache(maxsize=256)
def _pattern(source: str) -> re.Pattern[str] | None:
    try:
        return re.compile(source)
    except re.error:
        return None


def _regex(_: object, value: object, pattern: object) -> bool:
    compiled = _pattern(text_of(pattern))
    return compiled is not None and compiled.fullmatch(text_of(value)) is not None


def _int(_: object, value: object) -> float:
    number = number_of(value)
    return float(int(number)) if math.isfinite(number) else number


def _round(_: object, value: object, places: object = 0.0) -> float:
    """Half up, as ODK rounds; Python's own `round` goes to the even neighbour."""
    number, digits = number_of(value), _index_of(places)
    if not math.isfinite(number) or not -15 <= digits <= 15:
        return number
    scale = 10.0**digits
    return math.floor(number * scale + 0.5) / scale


def _numbers(arguments: Sequence[object]) -> list[float]:
    listed = [part for value in arguments for part in (value if isinstance(value, list) else [value])]
    texts = [part if isinstance(part, float | bool) else text_of([part]) for part in listed]
    return [number_of(part) for part in texts if part != ""]


def _min(_: object, *values: object) -> float:
    return min(_numbers(values), default=math.nan)


def _max(_: object, *values: object) -> float:
    return max(_numbers(values), default=math.nan)


def _pow(_: object, base: object, exponent: object) -> float:
    try:
        return math.pow(number_of(base), number_of(exponent))
    except (OverflowError, ValueError):
        return math.nan


def _count_non_empty(_: object, nodes: object) -> float:
    listed = nodes if isinstance(nodes, list) else [nodes]
    return float(sum(bool(text_of([node])) for node in listed))


def _checklist(_: object, least: object, most: object, *answers: object) -> bool:
    said_yes = sum(truth_of(answer) and text_of(answer) not in ("no", "false", "0") for answer in answers)
    lower, upper = number_of(least), number_of(most)
    return (lower < 0 or said_yes >= lower) and (upper < 0 or said_yes <= upper)


def _substr(_: object, value: object, start: object, end: object = math.inf) -> str:
    text, first = text_of(value), _index_of(start)
    last = number_of(end)
    return text[max(first, 0) : None if last == math.inf else max(_index_of(end), 0)]


def _boolean_from_string(_: object, value: object) -> bool:
    return text_of(value) in ("1", "true")


def _date(_: object, value: object) -> float:
    return number_of(day_number(text_of(value)))


ODK_FUNCTIONS: Final[dict[str, Function]] = {
    "boolean-from-string": _boolean_from_string,
    "checklist": _checklist,
    "coalesce": _coalesce,
    "count-non-empty": _count_non_empty,
    "count-selected": _count_selected,
    "date": _date,
    "if": _if,
    "int": _int,
    "max": _max,
    "min": _min,
    "pow": _pow,
    "regex": _regex,
    "round": _round,
    "selected": _selected,
    "selected-at": _selected_at,
    "substr": _substr,
}
NAMESPACES: Final = {PREFIX: _ADDRESS}
EXTENSIONS: Final = {(_ADDRESS, name): function for name, function in ODK_FUNCTIONS.items()}
