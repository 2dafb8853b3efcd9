"""The linter's door: every defect of a form that can be seen in its sheets, each with its place.

pyxform stops at the first defect and looks hardly at all inside expressions; an author wants all of
them at once. The checks are in `linting`, a module a subject:
- `cells`, `calls`: characters, brackets, operators, functions and their arguments;
- `literals`: dates and patterns nobody can read, a number alone beside `or`;
- `references`: to nothing, to oneself, in a circle, ahead, into a repeat;
- `satisfiable`, `opposites`, `filters`: conditions that never hold, codes that no list offers, filters
  that leave nothing; `defaults`: values that are no answer;
- `structure`: headings, names, types, groups;
- `choices`: codes, labels, unused lists;
- `texts`: languages, SMS characters, lengths on each channel.

Findings come row by row, survey before choices, as an author reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final

from survey_flows.errors import Issue
from survey_flows.questionnaire.factors import FormTable
from survey_flows.questionnaire.linting import (
    calls,
    choices,
    defaults,
    literals,
    references,
    satisfiable,
    structure,
    texts,
)
from survey_flows.questionnaire.linting.cells import read_cells
from survey_flows.questionnaire.linting.findings import Finding
from survey_flows.questionnaire.linting.messages_of_expressions import MEANING
from survey_flows.questionnaire.linting.outline import YES, read_outline
from survey_flows.questionnaire.linting.wordings import Severity
from survey_flows.questionnaire.sheets import Sheets

__all__ = ["YES", "find_factor_issues", "find_issues", "lint"]

_REFUSED: Final = frozenset({Severity.ERROR, Severity.LIMIT})
_OF_COLUMNS: Final = frozenset({"missing-translation", "untranslated"})
_SPOILING: Final = frozenset({"lone-operand", "unquoted-date", "wrong-date"})
"""What such a cell can never fulfil follows from these."""
_SHEETS: Final = ("survey", "choices", "settings")


def lint(sheets: Sheets, *, channels: Collection[str] = ()) -> tuple[Finding, ...]:
    """Everything worth telling about a form, for those `channels` ("telegram", "zalo", "sms") if known."""
    outline = read_outline(sheets)
    cells = read_cells(outline)
    found = [
        *structure.find_headings(outline),
        *structure.find_rows(outline),
        *calls.find(outline, cells),
        *literals.find(outline, cells),
        *references.find(outline, cells),
        *satisfiable.find(outline, cells),
        *defaults.find(outline),
        *choices.find(outline),
        *texts.find(outline, channels),
    ]
    spoilt = {(one.row, one.column) for one in found if one.code in _SPOILING}
    told = (one for one in found if one.code not in MEANING or (one.row, one.column) not in spoilt)
    unique: dict[tuple[object, ...], Finding] = {}
    for one in told:
        unique.setdefault(_identity(one), one)
    return tuple(sorted(unique.values(), key=_place))


def _identity(finding: Finding) -> tuple[object, ...]:
    """What makes two findings one: the cell, or the column that the sheet lacks in every row."""
    if finding.code in _OF_COLUMNS and finding.words["known"]:
        return finding.code, finding.sheet, finding.words["known"]
    return finding.code, finding.where(), finding.column


def _place(finding: Finding) -> tuple[int, int, int, str, int]:
    """Findings in the order in which an author reads: sheet, row, column, character."""
    letter = finding.letter
    return _SHEETS.index(finding.sheet), finding.row, len(letter), letter, finding.offset


def find_issues(sheets: Sheets) -> Iterator[Issue]:
    """What forbids to compile a form: errors, and what a conversation cannot ask."""
    return (finding.issue() for finding in lint(sheets) if finding.severity in _REFUSED)


def find_factor_issues(sheets: Sheets, table: FormTable) -> Iterator[Issue]:
    """Contradictions between the factors file and the form it stands beside."""
    outline = read_outline(sheets)
    for name, place in table.named_items().items():
        if name not in outline.by_name:
            message = f"there is no item named “{name}”"
            yield Issue("unknown-item", f"factors file: {place}", message, "compare with the name column")
    listed = Counter(name for factor in table.factors for name in factor.criteria)
    for name, times in listed.items():
        if times > 1:
            yield Issue("criterion-twice", "factors file: factors", f"“{name}” is listed {times} times")
    groups = [("factors", table.factors), ("quality", table.quality)]
    for key, index, factor in ((key, at, one) for key, group in groups for at, one in enumerate(group)):
        for name in factor.criteria:
            entry = outline.by_name.get(name)
            if entry and not set(table.satisfied_codes) <= set(outline.codes(entry) or ()):
                message = f"“{name}” lacks a choice of {', '.join(table.satisfied_codes)} (satisfied_codes)"
                yield Issue("no-satisfied-code", f"factors file: {key}[{index}].criteria", message)
