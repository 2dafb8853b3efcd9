"""Texts and numbers in expressions that cannot mean what their author meant.

Rules (ODK XForms, "XPath functions"; XPath 1.0): a date is written '2024-12-31', in quotation marks: any
other spelling is no date, and 2024-12-31 alone is a subtraction; a pattern of a date is made of `%`; a
number or text beside `and` or `or` is the same for everybody; `jr:choice-name()` takes the name of its
question in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from survey_flows.questionnaire.dates import moment_of
from survey_flows.questionnaire.linting.cells import ExpressionCell
from survey_flows.questionnaire.linting.findings import Finding
from survey_flows.questionnaire.linting.grammar import Node, function_of, offset_of, reference_of, start_of
from survey_flows.questionnaire.linting.kinds import DATES
from survey_flows.questionnaire.linting.outline import Outline

_COMPARISONS: Final = frozenset({"=", "!=", "<", "<=", ">", ">="})
_DATED: Final = frozenset({"date", "date-time", "now", "today"})
_TAKES_DATE: Final = frozenset({"date", "date-time", "decimal-date-time", "format-date", "format-date-time"})
_PATTERNED: Final = frozenset({"format-date", "format-date-time"})
_LITERALS: Final = frozenset({"(string)", "(integer)", "(decimal)", "(float)"})
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_UNQUOTED: Final = re.compile(r"(?<![\w'\"./-])((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?![\w'\"-])")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")


def find(outline: Outline, cells: tuple[ExpressionCell, ...]) -> Iterator[Finding]:
    """Such literals, cell by cell."""
    for cell in cells:
        if cell.tree is not None:
            yield from _unquoted(outline, cell)
            for node in cell.tree.root.iter():
                yield from _of_node(outline, cell, node)


def iso_date(text: str) -> str:
    """How a date is to be written: "31/12/2024" as "2024-12-31"; "" for what is no date."""
    found = _DAY_FIRST.fullmatch(text.strip())
    day, month, year = map(int, found.groups()) if found else (0, 0, 0)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _unquoted(outline: Outline, cell: ExpressionCell) -> Iterator[Finding]:
    blanked = _QUOTED.sub(lambda found: " " * len(found.group()), cell.source)
    for found in _UNQUOTED.finditer(blanked):
        year, month, day = found.groups()
        words = {"found": found.group(), "instead": f"date('{year}-{month:0>2}-{day:0>2}')"}
        yield cell.at(outline, "unquoted-date", found.start(), **words)


def _of_node(outline: Outline, cell: ExpressionCell, node: Node) -> Iterator[Finding]:
    function = function_of(node)
    if node.symbol in {"and", "or"}:
        for part in node:
            if part.symbol in _LITERALS:
                words = {"found": cell.source[start_of(part) :][: len(str(part.value)) + 2].strip(" )")}
                yield cell.at(outline, "lone-operand", start_of(part), operator=node.symbol, **words)
    if function in _TAKES_DATE and len(node):
        yield from _wrong_date(outline, cell, node[0])
    if function in _PATTERNED and len(node) == 2:
        pattern = node[1]
        if pattern.symbol == "(string)" and "%" not in str(pattern.value):
            yield cell.at(outline, "wrong-date-pattern", offset_of(pattern), found=pattern.value)
    if node.symbol in _COMPARISONS:
        for one, other in ((node[0], node[1]), (node[1], node[0])):
            if _is_dated(outline, cell, one):
                yield from _wrong_date(outline, cell, other)
    if function == "jr:choice-name" and len(node) >= 2 and reference_of(node[1]):
        name = reference_of(node[1])
        yield cell.at(outline, "unnamed-question", offset_of(node[1]), name=name)


def _is_dated(outline: Outline, cell: ExpressionCell, node: Node) -> bool:
    """Whether a side of a comparison is a date."""
    entry = cell.entry if node.symbol == "." and not len(node) else outline.by_name.get(reference_of(node))
    return function_of(node) in _DATED or (entry is not None and entry.kind in DATES)


def _wrong_date(outline: Outline, cell: ExpressionCell, node: Node) -> Iterator[Finding]:
    text = str(node.value) if node.symbol == "(string)" else ""
    if text.strip() and moment_of(text) is None:
        instead = iso_date(text)
        yield cell.at(outline, "wrong-date", offset_of(node), found=text, known=instead and f"'{instead}'")
