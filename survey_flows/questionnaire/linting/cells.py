"""Every cell that holds an expression, scanned and parsed once for all checks.

A cell with a lexical defect (an open quotation mark, `==`) has no tree: what follows from the
defect would only be said twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from survey_flows.questionnaire.linting.columns import EXPRESSIONS, what_of
from survey_flows.questionnaire.linting.findings import Finding, at
from survey_flows.questionnaire.linting.grammar import ARGUMENTS, SyntaxProblem, Tree, parse
from survey_flows.questionnaire.linting.outline import NO, YES, Entry, Outline

_CALL: Final = re.compile(r"(?<![\w$-])([a-z][\w:-]*)\s*\(")
_SCAN: Final = re.compile(
    r"""
    (?P<literal>"[^"]*"|'[^']*')
  | (?P<curly>[‘’“”„])
  | (?P<open_literal>["'].*)
  | (?P<reference>\$\{[^{}]*\})
  | (?P<open_reference>\$\{|\$(?=\s*\{))
  | (?P<bare_reference>\$\w+|\$\(\s*[^\W\d][\w.-]*\s*\)|\{\s*[^\W\d][\w.-]*\s*\})
  | (?P<operator>={2,3}|!==|&&?|\|\||<>|=<|=>|!(?!=)|[<>!]\s+=|≥|≤|≠|×|÷|[;，；%^]|/(?=\s*[\d$(]))
  | (?P<word>[^\W\d][\w.-]*)
  | (?P<open>[(\[])
  | (?P<close>[)\]])
    """,
    re.VERBOSE | re.DOTALL,
)
_INSTEAD: Final = {
    "==": "=", "===": "=", "!==": "!=", "&&": "and", "&": "and", "||": "or", "<>": "!=", "=<": "<=", "=>":
    ">=",
    "!": "not(…)", "≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "÷": "div", ";": ",", "AND": "and", "OR": "or",
    "NOT": "not", "DIV": "div", "MOD": "mod", "And": "and", "Or": "or", "Not": "not", "TRUE": "true()",
    "FALSE": "false()", "，": ",", "；": ",", "%": "mod", "^": "pow(…, …)", "/": "div", "và": "and",
    "VÀ": "and", "hoặc": "or", "HOẶC": "or", "in": "${…} = 'a' or ${…} = 'b'",
    "between": "${…} >= 1 and ${…} <= 5", "is": "${…} = ''", "null": "''",
    "NULL": "''",
}  # fmt: skip
_DECIMAL_COMMA: Final = re.compile(r"(?<![\w.])\d+,\d+(?![\w.])")
_PAIR: Final = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class ExpressionCell:
    """One expression: whose it is, what it decides, and its tree when it can be read."""

    entry: Entry
    column: str
    what: str
    source: str
    tree: Tree | None
    findings: tuple[Finding, ...]

    def at(self, outline: Outline, code: str, offset: int, /, **words: object) -> Finding:
        """A finding in this cell."""
        return at(outline.survey, self.entry.number, self.column, code, offset, **words)


def read_cells(outline: Outline) -> tuple[ExpressionCell, ...]:
    """All expressions of the survey sheet, row by row."""
    return tuple(
        _read(outline, entry, column, what_of(column), source)
        for entry in outline.entries
        for column, source in entry.row.cells.items()
        if what_of(column) in EXPRESSIONS and is_expression(what_of(column), source)
    )


def is_expression(what: str, source: str) -> bool:
    """Whether the cell of a column is an expression, and not a word or text as it stands."""
    match what:
        case "required" | "read_only":
            return source.lower() not in YES | NO
        case "default":
            # A default is text unless it calls a function or refers to an item.
            return "${" in source or any(call.group(1) in ARGUMENTS for call in _CALL.finditer(source))
        case "repeat_count":
            return not source.isdecimal()
        case _:
            return True


def _read(outline: Outline, entry: Entry, column: str, what: str, source: str) -> ExpressionCell:
    cell = ExpressionCell(entry, column, what, source, None, ())
    findings = list(_scan(outline, cell))
    tree: Tree | None = None
    if not findings:
        try:
            tree = parse(source)
        except SyntaxProblem as problem:
            findings.append(_unreadable(outline, cell, problem))
    return ExpressionCell(entry, column, what, source, tree, tuple(findings))


def _unreadable(outline: Outline, cell: ExpressionCell, problem: SyntaxProblem) -> Finding:
    """Why reading stopped: the end, a decimal comma, or something that cannot stand there."""
    source = cell.source
    if problem.offset >= len(source) or problem.symbol == "(end)":
        return cell.at(outline, "unfinished-expression", len(source))
    for number in _DECIMAL_COMMA.finditer(source):
        if number.start() < problem.offset < number.end():
            words = {"found": number.group(), "instead": number.group().replace(",", ".")}
            return cell.at(outline, "wrong-operator", number.start(), **words)
    return cell.at(outline, "syntax", problem.offset, near=source[problem.offset :][:20].strip())


def _scan(outline: Outline, cell: ExpressionCell) -> Iterator[Finding]:
    """What is wrong with the characters, before any grammar."""
    enclosing: list[str] = []
    is_text_open = False
    source = cell.source
    for token in _SCAN.finditer(source):
        text, offset = token.group(), token.start()
        match token.lastgroup:
            case "curly":
                yield cell.at(outline, "curly-quotes", offset, found=text)
            case "open_literal":
                is_text_open = True
                yield cell.at(outline, "open-quote", offset, found=text[0])
            case "open_reference":
                yield cell.at(outline, "open-reference", offset)
            case "bare_reference":
                yield cell.at(outline, "bare-reference", offset, found=text, name=text.strip("${}() "))
            case "operator":
                plain = "".join(text.split())
                yield cell.at(
                    outline, "wrong-operator", offset, found=text, instead=_INSTEAD.get(plain, plain)
                )
            case "word" if text in _INSTEAD and not _is_named(outline, cell, offset, text):
                yield cell.at(outline, "wrong-operator", offset, found=text, instead=_INSTEAD[text])
            case "open":
                enclosing.append(text)
            case "close" if enclosing and _PAIR[enclosing[-1]] == text:
                enclosing.pop()
            case "close":
                missing = "(" if text == ")" else "["
                yield cell.at(outline, "unbalanced-parentheses", offset, found=text, missing=missing)
    yield from _unknown_functions(outline, cell)
    if enclosing and not is_text_open:  # what closes it may stand inside the open text
        words = {"found": enclosing[-1], "missing": _PAIR[enclosing[-1]]}
        yield cell.at(outline, "unbalanced-parentheses", len(source), **words)


def _is_named(outline: Outline, cell: ExpressionCell, offset: int, word: str) -> bool:
    """Whether a word is the step of a path, or a column that a filter or a look-up may name."""
    is_step = cell.source[offset - 1 : offset] == "/"
    return is_step or word in outline.attributes or cell.entry.type.is_from_file or "[" in cell.source


def _unknown_functions(outline: Outline, cell: ExpressionCell) -> Iterator[Finding]:
    blanked = re.sub(r"\"[^\"]*\"|'[^']*'", lambda found: " " * len(found.group()), cell.source)
    for call in re.finditer(r"(?<![\w$.:-])([^\W\d][\w.:-]*)\s*\(", blanked):
        name = call.group(1)
        if (
            name not in ARGUMENTS
            and name not in {"and", "or", "div", "mod", "node", "text"}
            and name not in _INSTEAD
        ):
            close = get_close_matches(name.lower(), ARGUMENTS, 1, 0.6)
            close = close or [
                known for known in ARGUMENTS if known.replace("-", "") == name.lower().replace("_", "")
            ]
            words = {"function": name, "known": "".join(close[:1])}
            yield cell.at(outline, "unknown-function", call.start(1), **words)
