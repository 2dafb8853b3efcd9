"""The syntax tree of an expression, by `elementpath`, with ODK's functions among the known ones.

`elementpath` reads XPath 1.0. Three things differ in a form and are settled here:
- `${name}` is written as the variable `$name`, padded to the same length, so that every token keeps
  its place in the author's cell;
- ODK's functions (ODK XForms specification, "XPath functions") are known, with any number of
  arguments: how many each takes is checked by `calls`, which can say it better;
- a path may start at a function: `current()/../q`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from elementpath import ElementPathError
from elementpath.tdop import Parser
from elementpath.xpath1 import XPath1Parser

from survey_flows.questionnaire.vocabulary import SIGNATURES

_NOT_OURS: Final[dict[str, tuple[int, int]]] = {
    "concat": (0, 99), "current": (0, 0), "decimal-date": (1, 1), "depend": (1, 99), "extract-signed": (2, 2),
    "geofence": (2, 2), "id": (1, 1), "indexed-repeat": (3, 11), "instance": (1, 1), "intersects": (1, 1),
    "is-null": (1, 1), "jr:itext": (1, 1), "lang": (1, 1), "last": (0, 0), "local-name": (0, 1),
    "name": (0, 1),
    "namespace-uri": (0, 1), "position": (0, 1), "property": (1, 1), "random": (0, 0), "randomize": (1, 2),
    "search": (1, 6), "thousands-sep": (1, 1), "time": (1, 1), "uuid": (0, 1), "version": (0, 0),
}  # fmt: skip
ARGUMENTS: Final[dict[str, tuple[int, int]]] = {
    **{name: (one.least, 99 if one.most is None else one.most) for name, one in SIGNATURES.items()},
    **_NOT_OURS,
}
"""Least and most arguments of every function a form may call."""

REFERENCE: Final = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
_UNEXPECTED: Final = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip
"""What elementpath raises now and then on text that is no expression at all (`{ 1`)."""
_PREFIXED: Final = re.compile(r"\b(jr|orx|odk|c):(?=[\w-]+\s*\()")
_SAVED: Final = "last-saved#"

# elementpath's tokens are classes made at run time; mypy knows no more of them than this.
Node = Any


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed expression: its root, and the expression as the author wrote it."""

    root: Node
    source: str


class SyntaxProblem(Exception):
    """An expression that cannot be read; `offset` is where reading stopped."""

    def __init__(self, offset: int, symbol: str) -> None:
        super().__init__(symbol)
        self.offset = offset
        self.symbol = symbol


class _Grammar(XPath1Parser):
    """XPath 1.0 with ODK's functions."""

    def parse(self, source: str) -> Node:
        """Read without evaluating: there is nothing to evaluate on."""
        if self.tokenizer is None:
            self.tokenizer = self.create_tokenizer(self.symbol_table)
        return Parser.parse(self, source)


def _path_from_anything(self: Node, left: Node) -> Node:
    self[:] = left, self.parser.expression(75)
    return self


for _function in ARGUMENTS:
    _symbol = _function.replace(":", ".")
    if _symbol in _Grammar.symbol_table:
        _Grammar.unregister(_symbol)
    _Grammar.function(_symbol, nargs=(0, None))
for _slash in ("/", "//"):
    _plain = _Grammar.symbol_table[_slash]
    _Grammar.symbol_table[_slash] = type(_plain.__name__, (_plain,), {"led": _path_from_anything})
_Grammar.build()


def plain(source: str) -> str:
    """The expression with every reference as a variable of the same length."""
    named = REFERENCE.sub(lambda found: _variable(found.group(1)).ljust(len(found.group())), source)
    return _PREFIXED.sub(lambda found: found.group(1) + ".", named)


def reference_of(node: Node) -> str:
    """The item a variable stands for; "" when the node is none, or names an earlier submission."""
    return str(node[0].value) if node.symbol == "$" and node and not _is_saved(node) else ""


def offset_of(node: Node) -> int:
    """Where a node's own token begins."""
    return int(node.span[0])


def start_of(node: Node) -> int:
    """Where the whole of a node begins, its left operand included."""
    return min((offset_of(part) for part in node.iter()), default=offset_of(node))


def function_of(node: Node) -> str:
    """The name of the function a node calls, as the author wrote it; "" for anything else."""
    name = str(node.symbol).replace("jr.", "jr:")
    return name if "function" in str(node.label) and name in ARGUMENTS else ""


@lru_cache(maxsize=4096)
def parse(source: str) -> Tree:
    """The tree of an expression; raises SyntaxProblem."""
    try:
        return Tree(_Grammar(strict=False).parse(plain(source)), source)
    except ElementPathError as problem:
        token = problem.token
        offset = int(token.span[0]) if token is not None else 0
        raise SyntaxProblem(min(offset, len(source)), str(getattr(token, "symbol", ""))) from problem
    except _UNEXPECTED as problem:
        raise SyntaxProblem(0, "") from problem


def _variable(name: str) -> str:
    return "$" + (name.replace(_SAVED, "last-saved.") if name.startswith(_SAVED) else name or "_")


def _is_saved(node: Node) -> bool:
    return str(node[0].value).startswith("last-saved.")
