"""The functions of ODK forms, each as Python computes it.

Each takes what libxml2 hands over (list of nodes, text, number, truth) and answers with one of
these; none of them raises whatever the respondent sent, since a citizen's answer is never an error.
Meaning as in the ODK XForms specification, section "XPath functions"; where it leaves something open,
as ODK Collect computes it (docs/decisions/0013). Which arguments each takes stands in `vocabulary`.

Functions that look beyond their arguments:
- `today()` and `now()` are values handed in (module `hidden`); alone they are blank;
- `jr:choice-name` and `pulldata` look into the form's choices and tables: `Lookups`;
- chance (`random`, `uuid`, `randomize`) has no function here: an interview is a function of its inputs.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from survey_flows.questionnaire.dates import (
    date_text,
    date_time_text,
    formatted,
    moment_after,
    moment_of,
    universal_days,
)
from survey_flows.questionnaire.geography import area_m2, length_m, places_in
from survey_flows.questionnaire.values import (
    Argument,
    each,
    index_of,
    number_of,
    numbers_in,
    text_of,
    truth_of,
)

Function = Callable[..., Argument]

PREFIX: Final = "odk"
_ADDRESS: Final = "urn:survey-flows:odk"
_MOST_PLACES: Final = 30
_DIGESTS: Final = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}


def _nothing_looked_up(*_: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Lookups:
    """What expressions of one form may look up beside the answers.

    `label(item, code, language)` is the wording of a choice, `language` being "" for the form's
    first; `cell(table, column, key_column, key)` one cell of a table attached to the form. Both
    give "" for what is not there.
    """

    label: Callable[[str, str, str], str] = _nothing_looked_up
    cell: Callable[[str, str, str, str], str] = _nothing_looked_up


NO_LOOKUPS: Final = Lookups()


def equal(_: object, left: object, right: object) -> bool:
    """`=` of XPath between values whose kinds show only when run."""
    if isinstance(left, bool) or isinstance(right, bool):
        return truth_of(left) is truth_of(right)
    if isinstance(left, float | int) or isinstance(right, float | int):
        return number_of(left) == number_of(right)
    return text_of(left) == text_of(right)


# --- Choices


def _selected(_: object, value: object, code: object) -> bool:
    return text_of(code).strip() in text_of(value).split()


def _count_selected(_: object, value: object) -> float:
    return float(len(text_of(value).split()))


def _selected_at(_: object, value: object, position: object) -> str:
    codes, index = text_of(value).split(), index_of(position)
    return codes[index] if 0 <= index < len(codes) else ""


# --- Truths


def _if(_: object, condition: object, then: object, otherwise: object) -> str | float | bool:
    chosen = then if truth_of(condition) else otherwise
    return chosen if isinstance(chosen, str | float | bool) else text_of(chosen)


def _coalesce(_: object, *values: object) -> str:
    there = (value for value in values if not (isinstance(value, float) and math.isnan(value)))
    return next(filter(None, map(text_of, there)), "")


@lru_cache(maxsize=256)
def pattern_of(source: str) -> re.Pattern[str] | None:
    """A regular expression compiled, its `\\d` and `\\w` being ASCII as in Java; None when it is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # what may one day mean a set within a set
        try:
            return re.compile(source, re.ASCII)
        except (re.error, RecursionError, OverflowError):
            return None


def _regex(_: object, value: object, pattern: object) -> bool:
    compiled = pattern_of(text_of(pattern))
    return compiled is not None and compiled.fullmatch(text_of(value)) is not None


def _said_yes(answer: object) -> bool:
    return truth_of(answer) and text_of(answer) not in ("no", "false", "0", "NaN")


def _lies_between(amount: float, least: object, most: object) -> bool:
    lower, upper = number_of(least), number_of(most)
    return (lower < 0 or amount >= lower) and (upper < 0 or amount <= upper)


def _checklist(_: object, least: object, most: object, *answers: object) -> bool:
    return _lies_between(sum(map(_said_yes, each(answers))), least, most)


def _weighted_checklist(_: object, least: object, most: object, *pairs: object) -> bool:
    answers, weights = list(each(pairs[::2])), list(each(pairs[1::2]))
    said = zip(answers, weights, strict=False)
    return _lies_between(sum(number_of(weight) for answer, weight in said if _said_yes(answer)), least, most)


def _boolean_from_string(_: object, value: object) -> bool:
    return text_of(value) in ("1", "true")


# --- Numbers


def _number(_: object, value: object) -> float:
    return number_of(value)


def _int(_: object, value: object) -> float:
    number = number_of(value)
    return float(int(number)) if math.isfinite(number) else number


def _round(_: object, value: object, places: object = 0.0) -> float:
    """Halves go up, as written in decimals: 1.005 to two places is 1.01."""
    number, digits = number_of(value), index_of(places)
    if not math.isfinite(number) or digits > _MOST_PLACES:
        return number
    if digits < -_MOST_PLACES:
        return 0.0
    rounding = ROUND_HALF_DOWN if number < 0 else ROUND_HALF_UP
    try:
        return float(Decimal(f"{number:.15g}").quantize(Decimal(1).scaleb(-digits), rounding))
    except InvalidOperation:  # more digits than decimals carry: nothing is left to round
        return number


def _sum(_: object, *values: object) -> float:
    return sum(numbers_in(values), 0.0)


def _min(_: object, *values: object) -> float:
    return min(numbers_in(values), default=math.nan)


def _max(_: object, *values: object) -> float:
    return max(numbers_in(values), default=math.nan)


def _count_non_empty(_: object, *values: object) -> float:
    return float(sum(text_of(value) != "" for value in each(values)))


def _computed(compute: Callable[..., float]) -> Function:
    """A function of numbers; NaN where it has no value or one too large to write."""

    def run(_: object, *values: object) -> float:
        try:
            return compute(*map(number_of, values))
        except (ValueError, OverflowError):
            return math.nan

    return run


# --- Texts


def _concat(_: object, *values: object) -> str:
    return "".join(map(text_of, each(values)))


def _join(_: object, separator: object, *values: object) -> str:
    return text_of(separator).join(map(text_of, each(values)))


def _substr(_: object, value: object, start: object, end: object = math.inf) -> str:
    """From `start` up to, not with, `end`, both from 0; below 0 they count from the end."""
    text = text_of(value)
    last = len(text) if end == math.inf else _inside(index_of(end), len(text))
    return text[_inside(index_of(start), len(text)) : last]


def _inside(index: int, length: int) -> int:
    return min(max(index + length if index < 0 else index, 0), length)


def _ends_with(_: object, text: object, end: object) -> bool:
    return text_of(text).endswith(text_of(end))


def _digest(_: object, text: object, algorithm: object, encoding: object = "base64") -> str:
    name = _DIGESTS.get(text_of(algorithm).upper())
    if name is None:
        return ""
    digest = hashlib.new(name, text_of(text).encode(), usedforsecurity=False).digest()
    return digest.hex() if text_of(encoding).lower() == "hex" else base64.b64encode(digest).decode()


def _base64_decode(_: object, text: object) -> str:
    try:
        return base64.b64decode(text_of(text), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


# --- Dates and times


def _moment(value: object) -> datetime | None:
    text = text_of(value)
    moment = moment_of(text)
    return moment if moment is not None else moment_after(number_of(value))


def _date(_: object, value: object) -> str:
    moment = _moment(value)
    return "" if moment is None else date_text(moment)


def _date_time(_: object, value: object) -> str:
    moment = _moment(value)
    return "" if moment is None else date_time_text(moment)


def _decimal_date_time(_: object, value: object) -> float:
    moment = moment_of(text_of(value))
    return number_of(value) if moment is None else universal_days(moment)


def _decimal_time(_: object, value: object) -> float:
    return number_of(value) % 1.0


def _format_date(_: object, value: object, pattern: object) -> str:
    moment = _moment(value)
    return "" if moment is None else formatted(moment, text_of(pattern))


def _no_clock(_: object) -> str:
    return ""


# --- Nodes, places, look-ups


def _indexed_repeat(_: object, nodes: object, *steps: object) -> str:
    listed, index = list(each([nodes])), index_of(steps[-1]) if steps else 0
    return text_of(listed[index - 1]) if 1 <= index <= len(listed) else ""


def _area(_: object, *values: object) -> float:
    return area_m2(places_in(map(text_of, each(values))))


def _string(_: object, value: object) -> str:
    return text_of(value)


def _distance(_: object, *values: object) -> float:
    return length_m(places_in(map(text_of, each(values))))


ODK_FUNCTIONS: Final[dict[str, Function]] = {
    "abs": _computed(abs),
    "acos": _computed(math.acos),
    "area": _area,
    "asin": _computed(math.asin),
    "atan": _computed(math.atan),
    "atan2": _computed(math.atan2),
    "base64-decode": _base64_decode,
    "boolean-from-string": _boolean_from_string,
    "checklist": _checklist,
    "coalesce": _coalesce,
    "concat": _concat,
    "cos": _computed(math.cos),
    "count-non-empty": _count_non_empty,
    "count-selected": _count_selected,
    "date": _date,
    "date-time": _date_time,
    "decimal-date-time": _decimal_date_time,
    "decimal-time": _decimal_time,
    "digest": _digest,
    "distance": _distance,
    "enclosed-area": _area,
    "ends-with": _ends_with,
    "exp": _computed(math.exp),
    "exp10": _computed(lambda power: math.pow(10.0, power)),
    "format-date": _format_date,
    "format-date-time": _format_date,
    "if": _if,
    "indexed-repeat": _indexed_repeat,
    "int": _int,
    "is-selected": _selected,
    "join": _join,
    "log": _computed(math.log),
    "log10": _computed(math.log10),
    "max": _max,
    "min": _min,
    "now": _no_clock,
    "number": _number,
    "pi": _computed(lambda: math.pi),
    "pow": _computed(math.pow),
    "regex": _regex,
    "round": _round,
    "selected": _selected,
    "selected-at": _selected_at,
    "sin": _computed(math.sin),
    "sqrt": _computed(math.sqrt),
    "string": _string,
    "substr": _substr,
    "sum": _sum,
    "tan": _computed(math.tan),
    "today": _no_clock,
    "weighted-checklist": _weighted_checklist,
}
LOOKING_UP: Final = ("choice-name", "pulldata")
NAMESPACES: Final = {PREFIX: _ADDRESS}


def extensions(lookups: Lookups) -> dict[tuple[str, str], Function]:
    """All functions as lxml takes them, looking into one form's `lookups`."""

    def choice_name(_: object, code: object, item: object, language: object = "") -> str:
        return lookups.label(text_of(item), text_of(code), text_of(language))

    def pulldata(_: object, table: object, column: object, key_column: object, key: object) -> str:
        return lookups.cell(text_of(table), text_of(column), text_of(key_column), text_of(key))

    bound: dict[str, Function] = {"choice-name": choice_name, "equal": equal, "pulldata": pulldata}
    return {(_ADDRESS, name): function for name, function in (ODK_FUNCTIONS | bound).items()}
