"""The expressions of a form (`relevant`, `constraint`, `calculation`), read and made safe to run.

XLSForm expressions are XPath 1.0 with ODK's functions. We take the part that questions of one
respondent need: item references (`${q8}` or an absolute path whose last step is the item), `.`
for the item's own value, literals, operators, functions. Paths that walk a tree (`..`, `[...]`,
`@`, `//`) belong to repeats and external instances, which no channel of ours can ask; they are
reported, not ignored.

libxml2 lets nobody override its own functions (`round(x, 2)` would fail), and tells of an unknown
function only when it is run. Hence every ODK function is renamed to a prefixed one here, and every
name is looked up before anything runs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from lxml import etree

from survey_flows.questionnaire.functions import EXTENSIONS, NAMESPACES, ODK_FUNCTIONS, PREFIX

ROOT = "data"

_NATIVE_FUNCTIONS = frozenset(
    {
        "boolean", "ceiling", "concat", "contains", "count", "false", "floor", "normalize-space", "not",
        "number", "starts-with", "string", "string-length", "substring", "substring-after",
        "substring-before", "sum", "translate", "true",
    }
)  # fmt: skip
KNOWN_FUNCTIONS = _NATIVE_FUNCTIONS | frozenset(ODK_FUNCTIONS)
_NODE_FUNCTIONS = frozenset({"count", "count-non-empty", "sum"})
_WORD_OPERATORS = frozenset({"and", "or", "div", "mod"})

_NAME = r"[^\W\d][\w.\-]*"
_ITEM_NAME = re.compile(_NAME)
_TOKEN = re.compile(
    rf"""
    (?P<blank>\s+)
  | (?P<literal>"[^"]*"|'[^']*')
  | (?P<open_literal>["'].*)
  | (?P<number>\d+(?:\.\d*)?|\.\d+)
  | (?P<reference>\$\{{\s*[^{{}}]*?\s*\}})
  | (?P<path>(?:/{_NAME})+)
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
_OPERAND = frozenset({"literal", "number", "reference", "path", "own", "close", "name"})


class DefectCode(StrEnum):
    """What may be wrong with an expression."""

    UNKNOWN_REFERENCE = "unknown-reference"
    UNKNOWN_FUNCTION = "unknown-function"
    UNBALANCED = "unbalanced-parentheses"
    UNSUPPORTED = "unsupported-path"
    BARE_NAME = "bare-name"
    SYNTAX = "syntax"


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing wrong in an expression, at `offset` characters from its start."""

    code: DefectCode
    offset: int
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an expression; `kind` is the group of the scanner that matched."""

    kind: str
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression as read: runnable XPath, the items it refers to, and what is wrong with it."""

    xpath: str
    references: tuple[str, ...]
    defects: tuple[Defect, ...]


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


def absolute(source: str) -> str:
    """The expression as stored in a questionnaire: every reference as `/data/<item>`."""
    return "".join(
        f"/{ROOT}/{_referred(token)}" if token.kind in ("reference", "path") else token.text
        for token in tokens(source.strip())
    )


def read(source: str, *, own: str, items: Collection[str]) -> Expression:
    """Read the expression of item `own` of a form with the items named `items`.

    References become the text of `/data/<item>`, `.` becomes the item itself, ODK functions get
    their prefix.
    """
    reader = _Reader(own, items)
    for token in tokens(source):
        reader.take(token)
    reader.end(source)
    xpath = "".join(reader.written)
    if not reader.defects and all(map(is_name, reader.references)):
        reader.defects.extend(_run_once(xpath))
    return Expression(xpath, tuple(reader.references), tuple(reader.defects))


class _Reader:
    """Takes an expression token by token, writing the XPath to run and noting what is wrong."""

    def __init__(self, own: str, items: Collection[str]) -> None:
        self._own = own
        self._items = items
        self._enclosing: list[str] = []  # per open parenthesis the function it belongs to, or ""
        self._before = ""
        self._function = ""
        self.written: list[str] = []
        self.references: dict[str, None] = {}
        self.defects: list[Defect] = []

    def take(self, token: Token) -> None:
        """Read one token."""
        match token.kind:
            case "reference":
                self._refer(_referred(token), token.offset)
            case "path" if self._before in ("", "operator", "open"):
                self._refer(_referred(token), token.offset)
            case "own":
                self._refer(self._own, token.offset)
            case "function":
                self._call(token)
            case "open" | "close":
                self._nest(token)
            case "blank" | "literal" | "number" | "operator":
                self.written.append(token.text)
            case _:
                self.defects.append(_defect_of(token))
        if token.kind != "blank":
            self._before = token.kind

    def end(self, source: str) -> None:
        """Note what is still open."""
        if self._enclosing:
            message = f"{len(self._enclosing)} “(” not closed"
            self.defects.append(Defect(DefectCode.UNBALANCED, len(source), message))

    def _refer(self, name: str, offset: int) -> None:
        if name not in self._items:
            message = f"there is no item named “{name}”"
            hint = "compare with the name column"
            self.defects.append(Defect(DefectCode.UNKNOWN_REFERENCE, offset, message, hint))
        self.references.setdefault(name)
        node = f"/{ROOT}/{name}"
        # A node that is there but blank would count as true; its text does not.
        takes_nodes = bool(self._enclosing) and self._enclosing[-1] in _NODE_FUNCTIONS
        self.written.append(node if takes_nodes else f"string({node})")

    def _call(self, token: Token) -> None:
        name = self._function = token.text
        if name not in KNOWN_FUNCTIONS:
            message, hint = f"there is no function “{name}”", "known: " + ", ".join(sorted(KNOWN_FUNCTIONS))
            self.defects.append(Defect(DefectCode.UNKNOWN_FUNCTION, token.offset, message, hint))
        self.written.append(f"{PREFIX}:{name}" if name in ODK_FUNCTIONS else name)

    def _nest(self, token: Token) -> None:
        self.written.append(token.text)
        if token.kind == "open":
            self._enclosing.append(self._function)
            self._function = ""
        elif self._enclosing:
            self._enclosing.pop()
        else:
            self.defects.append(Defect(DefectCode.UNBALANCED, token.offset, "“)” closes nothing"))


def _referred(token: Token) -> str:
    """The item a reference or an absolute path names."""
    return token.text[2:-1].strip() if token.kind == "reference" else token.text.rsplit("/", 1)[1]


def _defect_of(token: Token) -> Defect:
    """What is wrong with a token that no expression of ours may hold."""
    text, offset = token.text, token.offset
    match token.kind:
        case "name":
            message = f"“{text}” is neither a reference nor a text"
            hint = f"write ${{{text}}} for the item or '{text}' for the code"
            return Defect(DefectCode.BARE_NAME, offset, message, hint)
        case "path" | "walk":
            message = f"“{text}” walks the form's tree; an expression may only name items"
            return Defect(DefectCode.UNSUPPORTED, offset, message, "write ${name}")
        case "open_literal":
            return Defect(DefectCode.SYNTAX, offset, "a quotation mark is not closed")
        case _:
            return Defect(DefectCode.SYNTAX, offset, f"stray “{text}”")


@lru_cache(maxsize=4096)
def compiled(xpath: str) -> etree.XPath:
    """The runnable form of what `read` wrote; raises `XPathSyntaxError`."""
    return etree.XPath(xpath, namespaces=NAMESPACES, extensions=EXTENSIONS, regexp=False, smart_strings=False)


def _run_once(xpath: str) -> Iterator[Defect]:
    """Compile, and run on a form with no answers: wrong arguments show only when run."""
    try:
        compiled(xpath)(etree.Element(ROOT))
    except etree.XPathError as problem:
        yield Defect(DefectCode.SYNTAX, 0, f"not a valid expression: {problem}")
