"""Conditions that contradict each other whatever the answers are: `. > ${n} and . < ${n}`, `a and not(a)`.

Nothing is evaluated: within a chain of `and`, the same two sides are compared in ways that cannot hold
together, or the same condition stands once with `not()` and once without.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from survey_flows.questionnaire.linting.grammar import Node, function_of

_MEANS: Final = {
    "=": frozenset("="), "!=": frozenset("<>"), "<": frozenset("<"), "<=": frozenset("<="),
    ">": frozenset(">"), ">=": frozenset(">="),
}  # fmt: skip
_MIRRORED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def contradicts_itself(root: Node) -> bool:
    """Whether parts of one chain of `and` exclude each other."""
    left_open: dict[tuple[str, str], frozenset[str]] = {}
    holding: set[str] = set()
    failing: set[str] = set()
    for part in _parts(root):
        if function_of(part) == "not" and len(part) == 1:
            failing.add(_written(part[0]))
            continue
        holding.add(_written(part))
        if part.symbol in _MEANS:
            sides = (_written(part[0]), _written(part[1]))
            symbol = str(part.symbol)
            if sides[0] > sides[1]:
                sides, symbol = (sides[1], sides[0]), _MIRRORED.get(symbol, symbol)
            left_open[sides] = left_open.get(sides, frozenset("<=>")) & _MEANS[symbol]
    return not all(left_open.values()) or bool(holding & failing)


def _parts(node: Node) -> Iterator[Node]:
    """The conditions that must all hold."""
    if node.symbol == "and":
        for part in node:
            yield from _parts(part)
    elif node.symbol == "(":
        yield from _parts(node[0])
    else:
        yield node


def _written(node: Node) -> str:
    """A part in one spelling, without the parentheses around it."""
    return _written(node[0]) if node.symbol == "(" else str(node.tree)
