"""Three-valued evaluation of an expression for one item, everything else being unknown.

To tell that a condition can never hold, it is tried on every value of one item that matters: the
codes of a select, the numbers around every literal. Whatever depends on another item, on the clock
or on anything not modelled is None, "may be anything", so a verdict is never a guess: an expression
counts as never true only when it is false for every value, whatever the rest is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, pairwise
from typing import Final

from survey_flows.questionnaire.linting.grammar import Node, function_of, reference_of
from survey_flows.questionnaire.linting.kinds import DATES

Value = str | float | bool | None
Values = Mapping[str, Value]

_EPOCH: Final = date(1970, 1, 1).toordinal()
_MOST_SAMPLES: Final = 512
_UNWRITTEN: Final = "\u0001"
"""A text that no literal of any form equals."""
_SIZED: Final = "\u0002"
"""So many of these are a text of that length, which may be a number or not."""
_LONGEST_TEXT: Final = 5000


@dataclass(frozen=True, slots=True)
class Subject:
    """An item that an expression is tried on: its type, its codes when it is a select."""

    name: str
    kind: str
    codes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What is known while evaluating: values by item ("" is blank), and which item `.` is."""

    own: str
    values: Values
    dates: frozenset[str] = field(default_factory=frozenset)


def truth(node: Node, scope: Scope) -> bool | None:
    """Whether an expression holds; None when that depends on what is not known."""
    return _boolean(value(node, scope))


def value(node: Node, scope: Scope) -> Value:
    """The value of an expression; None when unknown."""
    known: Value = None
    match node.symbol:
        case "(integer)" | "(decimal)" | "(float)":
            known = float(node.value)
        case "(string)":
            known = str(node.value)
        case "(":
            known = value(node[0], scope)
        case "." if not len(node):
            known = scope.values.get(scope.own)
        case "$":
            known = scope.values.get(reference_of(node)) if reference_of(node) else None
        case "and":
            known = _and(truth(node[0], scope), truth(node[1], scope))
        case "or":
            known = _or(truth(node[0], scope), truth(node[1], scope))
        case "=" | "!=" | "<" | ">" | "<=" | ">=":
            known = _compare(node, scope)
        case "-" if len(node) == 1:
            operand = _number(value(node[0], scope))
            known = None if operand is None else -operand
        case _:
            known = _call(node, scope)
    return known


def samples(subject: Subject, nodes: list[Node]) -> list[Value]:
    """Values of an item among which any difference the expressions make must show; blank excluded."""
    literals = {str(part.value) for node in nodes for part in node.iter() if part.symbol == "(string)"}
    if subject.kind in {"select_one", "acknowledge"}:
        return list(subject.codes or ()) if subject.codes is not None else []
    if subject.kind in {"select_multiple", "rank"}:
        return list(_selections(subject.codes, literals)) if subject.codes is not None else []
    numbers = _around(set(_numbers(nodes, is_date=subject.kind in DATES)))
    if subject.kind in {"integer", *DATES}:
        return list[Value](
            sorted({float(whole) for number in numbers for whole in (math.floor(number), math.ceil(number))})
        )
    if subject.kind in {"decimal", "range"}:
        return list[Value](numbers)
    if subject.kind == "text":
        unlike = [*_sized(nodes, numbers)] or [_UNWRITTEN]
        return [*sorted(literals - {""}), *map(_shown, numbers), *unlike]
    return []


def _sized(nodes: list[Node], numbers: list[float]) -> Iterator[str]:
    """Texts of every length that matters to an expression that measures them."""
    if any(function_of(part) == "string-length" for node in nodes for part in node.iter()):
        lengths = {whole for number in numbers for whole in (math.floor(number), math.ceil(number))}
        yield from (_SIZED * length for length in sorted(lengths) if 0 < length <= _LONGEST_TEXT)


def _around(literals: set[float]) -> list[float]:
    """Numbers before, at, between and after those an expression names."""
    ordered = sorted(literals) or [0.0]
    between = [(left + right) / 2 for left, right in pairwise(ordered)]
    near = [number + step for number in ordered for step in (-1, 1, -0.5, 0.5)]
    return sorted({*ordered, *between, *near, ordered[0] - 1e9, ordered[-1] + 1e9})


def _selections(codes: tuple[str, ...] | None, literals: set[str]) -> Iterator[str]:
    """Sets of codes: every set of those an expression names, with any number of the others."""
    named = [code for code in codes or () if code in literals][:7]
    others = [code for code in codes or () if code not in named]
    made = 0
    for size in range(len(named) + 1):
        for chosen in combinations(named, size):
            for extra in range(len(others) + 1):
                if (chosen or extra) and made < _MOST_SAMPLES:
                    made += 1
                    yield " ".join([*chosen, *others[:extra]])


def _numbers(nodes: list[Node], *, is_date: bool) -> Iterator[float]:
    for node in nodes:
        for part in node.iter():
            if part.symbol in {"(integer)", "(decimal)", "(float)"}:
                yield float(part.value)
                yield -float(part.value)
            elif part.symbol == "(string)":
                number = _day(str(part.value)) if is_date else _number(str(part.value))
                if number is not None and not math.isnan(number):
                    yield number


def _compare(node: Node, scope: Scope) -> bool | None:
    left, right = value(node[0], scope), value(node[1], scope)
    if left is None or right is None:
        return None
    if any(_is_date(part, scope) for part in node):
        left, right = _as_day(left), _as_day(right)
    match node.symbol:
        case "=" | "!=":
            if isinstance(left, bool) or isinstance(right, bool):
                is_equal = _boolean(left) == _boolean(right)
            elif isinstance(left, float) or isinstance(right, float):
                is_equal = _number(left) == _number(right)
            else:
                is_equal = left == right
            return is_equal if node.symbol == "=" else not is_equal
        case _:
            return _ordered(str(node.symbol), _number(left), _number(right))


def _ordered(symbol: str, left: float | None, right: float | None) -> bool | None:
    if left is None or right is None:
        return None
    match symbol:
        case "<":
            return left < right
        case ">":
            return left > right
        case "<=":
            return left <= right
        case _:
            return left >= right


def _call(node: Node, scope: Scope) -> Value:
    function = function_of(node)
    arguments = [value(part, scope) for part in node] if function else []
    known: Value = None
    match function, arguments:
        case (("true" | "false"), []):
            known = function == "true"
        case "not", [argument]:
            holds = _boolean(argument)
            known = None if holds is None else not holds
        case "selected", [str(chosen), str(code)]:
            known = code.strip() in chosen.split()
        case "count-selected", [str(chosen)]:
            known = float(len(chosen.split()))
        case "number", [str() | float() as argument]:
            known = _number(argument)
        case "int", [str() | float() as argument]:
            number = _number(argument)
            known = float(int(number)) if number is not None and math.isfinite(number) else number
        case (("string" | "date" | "date-time"), [str(argument)]):
            known = argument
        case (("date" | "date-time"), [argument]):
            known = argument
        case "string-length", [str(text)] if _UNWRITTEN not in text:
            known = float(len(text))
        case ("if", [condition, then, otherwise]) if condition is not None:
            known = then if _boolean(condition) else otherwise
        case _:
            pass
    return known


def _boolean(known: Value) -> bool | None:
    match known:
        case None | bool():
            return known
        case float():
            return known != 0 and not math.isnan(known)
        case str():
            return known != ""


def _number(known: Value) -> float | None:
    match known:
        case None | float():
            return known
        case bool():
            return float(known)
        case str() if known.startswith(_SIZED):
            return None
        case str():
            try:
                return float(known)
            except ValueError:
                return math.nan


def _and(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _or(left: bool | None, right: bool | None) -> bool | None:
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def _is_date(node: Node, scope: Scope) -> bool:
    if function_of(node) in {"date", "date-time"}:
        return True
    name = scope.own if node.symbol == "." else reference_of(node)
    return name in scope.dates


def _as_day(known: Value) -> Value:
    day = _day(known) if isinstance(known, str) else None
    return known if day is None else day


def _day(text: str) -> float | None:
    try:
        return float(date.fromisoformat(text.strip()[:10]).toordinal() - _EPOCH)
    except ValueError:
        return None


def _shown(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)
