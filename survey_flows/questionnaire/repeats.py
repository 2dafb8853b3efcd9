"""How often a repeat may run: its bound must be known before the first question is asked.

A conversation asks each question under a name of its own, so a repeat becomes as many copies as it can
have rounds (`paths`). The bound is, in this order:
1. the column `repeat_maximum` of the repeat's row;
2. a `repeat_count` that is a number;
3. the highest value of the item the count refers to: from its constraint (`. <= 5`, `6 > .`), the end of
   its range, its largest choice, what it calculates;
4. of `count-selected(${list})` the number of choices.
A repeat without a count asks after each round whether there is another one, and needs 1. Without a
bound, or with one above 50, the form is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from survey_flows.questionnaire.tokens import Token, tokens

MOST_ROUNDS: Final = 50

_COUNT_SELECTED: Final = re.compile(r"count-selected\(\s*\$\{\s*([^{}]+?)\s*\}\s*\)")
_REFERENCE: Final = re.compile(r"\$\{\s*([^{}]+?)\s*\}")
_NUMBER: Final = re.compile(r"\s*'?(\d+)(?:\.0+)?'?\s*")
_MIRRORED: Final = {">": "<", ">=": "<="}

# What pyxform hands over is a tree of dictionaries without a type.
Node = Mapping[str, Any]


def most_rounds(count: str, maximum: str, nodes: Mapping[str, Node]) -> int | None:
    """The most rounds of a repeat with this `repeat_count` and `repeat_maximum`; None if unbounded."""
    stated = _NUMBER.fullmatch(maximum)
    return int(stated.group(1)) if stated else _highest(count, nodes, frozenset())


def _highest(expression: str, nodes: Mapping[str, Node], seen: frozenset[str]) -> int | None:
    """The highest value of an expression, as far as it shows."""
    if number := _NUMBER.fullmatch(expression):
        return int(number.group(1))
    if counted := _COUNT_SELECTED.fullmatch(expression.strip()):
        node = nodes.get(counted.group(1), {})
        return len(node["choices"]) if "choices" in node else None
    referred = _REFERENCE.fullmatch(expression.strip())
    if referred is None or referred.group(1) in seen or referred.group(1) not in nodes:
        return None
    return _highest_of(nodes[referred.group(1)], nodes, seen | {referred.group(1)})


def _highest_of(node: Node, nodes: Mapping[str, Node], seen: frozenset[str]) -> int | None:
    bind = node.get("bind", {})
    limits = [limit for limit in (upper_limit(str(bind.get("constraint", ""))),) if limit is not None]
    if calculation := str(bind.get("calculate", "")):
        calculated = _highest(calculation, nodes, seen)
        limits += [calculated] if calculated is not None else []
    parameters = node.get("parameters")
    if node["type"] == "range":
        end = _NUMBER.fullmatch(str((parameters or {}).get("end", "10")))
        limits += [int(end.group(1))] if end else []
    if node["type"] == "select one" and "choices" in node:
        codes = [str(choice["name"]) for choice in node["choices"]]
        if all(_NUMBER.fullmatch(code) for code in codes):
            limits.append(max(map(int, codes)))
    return min(limits, default=None)


def upper_limit(constraint: str) -> int | None:
    """The number a constraint keeps its item at or below; None when it does not.

    >>> upper_limit(". > 0 and . <= 5"), upper_limit("6 > ."), upper_limit(". < 3 or . = 9")
    (5, 5, None)
    >>> upper_limit("not(. < 3)") is None
    True
    """
    pieces = [token for token in tokens(constraint) if token.kind != "blank"]
    if any(token.text == "or" or token.kind == "function" for token in pieces):
        return None
    limits = []
    for left, operator, right in zip(pieces, pieces[1:], pieces[2:], strict=False):
        comparison = operator.text
        value: Token | None = None
        if left.kind == "own" and right.kind == "number":
            value = right
        elif right.kind == "own" and left.kind == "number":
            value, comparison = left, _MIRRORED.get(comparison, "")
        if value is not None and comparison in ("<", "<="):
            limit = float(value.text)
            limits.append(int(limit) - (comparison == "<" and limit.is_integer()))
    return min(limits, default=None)
