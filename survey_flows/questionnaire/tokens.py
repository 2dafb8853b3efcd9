"""The pieces an expression of a form is made of, found without understanding it.

Every character belongs to exactly one token, so a rewriting that changes some tokens leaves the
rest as the author wrote it. A path names an item by its last step (`/form/group/q8`, `../q8`,
`current()/../q8`): item names are unique in a form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_WORD_OPERATORS: Final = frozenset({"and", "or", "div", "mod"})
_NAME: Final = r"[^\W\d][\w.\-]*"
_ITEM_NAME: Final = re.compile(_NAME)
_TOKEN: Final = re.compile(
    rf"""
    (?P<blank>\s+)
  | (?P<literal>"[^"]*"|'[^']*')
  | (?P<open_literal>["'].*)
  | (?P<number>\d+(?:\.\d*)?|\.\d+)
  | (?P<reference>\$\{{\s*[^{{}}]*?\s*\}})
  | (?P<path>(?:current\(\s*\)(?=/)|\.\.?(?=/))?(?:/(?:\.\.?(?=/)|{_NAME}))*/{_NAME})
  | (?P<name>{_NAME}(?::(?!:){_NAME})?)
  | (?P<walk>\.\.|//|::|/|\[|\]|@)
  | (?P<own>\.)
  | (?P<open>\()
  | (?P<close>\))
  | (?P<operator>!=|<=|>=|[=<>+\-*|,])
  | (?P<stray>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERAND: Final = frozenset({"literal", "number", "reference", "path", "own", "close", "name"})


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an expression; `kind` is the group of the scanner that matched."""

    kind: str
    text: str
    offset: int

    @property
    def referred(self) -> str:
        """The item that a reference or a path names."""
        return self.text[2:-1].strip() if self.kind == "reference" else self.text.rsplit("/", 1)[1]


def is_name(text: str) -> bool:
    """Whether an item may be called so: a letter or `_`, then letters, digits, `_`, `-`, `.`."""
    return _ITEM_NAME.fullmatch(text) is not None


def tokens(source: str) -> Iterator[Token]:
    """The pieces of an expression; a name before `(` is a `function`, `and`/`or`/… an operator."""
    before = ""
    for match in _TOKEN.finditer(source):
        kind, text = str(match.lastgroup), match.group()
        if kind == "blank":
            yield Token(kind, text, match.start())
            continue
        if kind == "name" and text in _WORD_OPERATORS and before in _OPERAND:
            kind = "operator"
        elif kind == "name" and source[match.end() :].lstrip().startswith("("):
            kind = "function"
        yield Token(kind, text, match.start())
        before = kind
