"""A form looked at from all sides: the linter, the compiler, the factors file; nothing is raised.

`compile_form` refuses; an author wants to see. What pyxform and the factors file say is put beside
the linter's findings, and the questionnaire is there when the form compiles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from survey_flows.errors import InvalidQuestionnaire, Issue
from survey_flows.questionnaire.lint import lint
from survey_flows.questionnaire.linting.findings import Finding, Language
from survey_flows.questionnaire.linting.wordings import Severity
from survey_flows.questionnaire.model import Questionnaire
from survey_flows.questionnaire.sheets import FileType, read_sheets
from survey_flows.questionnaire.xlsform import compile_form

__all__ = ["Finding", "Inspection", "Language", "Severity", "inspect_form"]

_REFUSALS: Final = frozenset(
    {
        "invalid-pattern",
        "missing-attachment",
        "reference-in-wording",
        "refused-function",
        "too-long-code",
        "too-many-rounds",
        "unbounded-repeat",
    }
)
"""Right in XLSForm; our conversation cannot ask it."""
_WORDED: Final = frozenset(
    {
        "encoding", "invalid-pattern", "missing-attachment", "no-survey-sheet", "refused-function",
        "too-many-rounds", "unbounded-repeat", "unreadable", "unsupported-list", "unsupported-path",
        "unsupported-read-only", "unsupported-search",
    }
)  # fmt: skip
"""What the compiler says and the catalogue says in Vietnamese."""
_NAMED: Final = re.compile(r"“([^”]*)”|^([\w:-]+\(\))")
_KINDS_OF_FUNCTION: Final = {
    **dict.fromkeys(
        ("current", "id", "instance", "lang", "last", "local-name", "name", "namespace-uri"), "tree-function"
    ),
    **dict.fromkeys(("jr:itext", "position", "property", "version"), "unavailable-function"),
}
"""Refused functions that have nothing to do with chance."""
_CELL: Final = re.compile(r"(survey|choices|settings)!([A-Z]*)(\d+)(?: \((.+?)\))?(?:, character (\d+))?")


@dataclass(frozen=True, slots=True)
class Inspection:
    """All findings in reading order, and the questionnaire when nothing forbids to compile it."""

    findings: tuple[Finding, ...]
    questionnaire: Questionnaire | None

    @property
    def counts(self) -> Counter[Severity]:
        """How many findings of each severity."""
        return Counter(finding.severity for finding in self.findings)


def inspect_form(
    source: bytes,
    *,
    file_type: FileType,
    name: str,
    factors: str | None = None,
    attachments: Mapping[str, str] | None = None,
    channels: Collection[str] = (),
) -> Inspection:
    """Everything worth telling about a form.

    `factors` and `attachments` are what `compile_form` takes; `channels` are those a plan uses
    ("telegram", "zalo", "sms"), if one is known.
    """
    try:
        found = lint(read_sheets(source, file_type), channels=channels)
    except InvalidQuestionnaire as problem:
        return Inspection(tuple(map(_of_compiler, problem.issues)), None)
    try:
        questionnaire = compile_form(
            source, file_type=file_type, factors=factors, name=name, attachments=attachments
        )
    except InvalidQuestionnaire as problem:
        return Inspection((*found, *_others(problem.issues, found)), None)
    return Inspection(found, questionnaire)


def _others(issues: Iterable[Issue], found: Collection[Finding]) -> Iterator[Finding]:
    """What the linter has not said already, about the cell or with the same code about the row."""
    forbidding = [finding for finding in found if finding.severity in {Severity.ERROR, Severity.LIMIT}]
    cells = {(finding.sheet, finding.row, finding.column) for finding in forbidding}
    said = {(finding.sheet, finding.row, finding.code) for finding in forbidding}
    repeated = {(finding.code, finding.where()) for finding in found}
    for issue in issues:
        finding = _of_compiler(issue)
        if (issue.code, issue.where) in repeated:
            continue
        cell = (finding.sheet, finding.row, finding.column)
        if cell not in cells and (finding.sheet, finding.row, issue.code) not in said:
            yield finding
            if finding.row > 0:
                cells.add(cell)  # the rest follows from the first


def _of_compiler(issue: Issue) -> Finding:
    why = f"{issue.message} → {issue.hint}" if issue.hint else issue.message
    is_refusal = issue.code in _REFUSALS or issue.code.startswith("unsupported-")
    code = issue.code if issue.code in _WORDED else "refused" if is_refusal else "compiler"
    named = _NAMED.search(issue.message)
    words = {"why": why, "code": issue.code, "name": named.group(1) or named.group(2) if named else ""}
    if code == "refused-function":
        code = _KINDS_OF_FUNCTION.get(words["name"].removesuffix("()"), code)
    cell = _CELL.fullmatch(issue.where)
    if cell is None:
        return Finding(code, issue.where, -1, words=words)
    sheet, letter, row, column, character = cell.groups()
    return Finding(code, sheet, int(row), column or "", letter, int(character or 0) - 1, words)
