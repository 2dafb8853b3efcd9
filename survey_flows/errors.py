"""Whose fault is it? The errors of the pure core.

SurveyError
├─ InvalidQuestionnaire   the author's: every defect of a form, with sheet, row and column
├─ InvalidPlan            the author's: every defect of a plan file
└─ InvalidFrame           the office's: a file that cannot be read as a frame at all

What a respondent sends is never an error; it is an event. A frame row that cannot be used is
a `FrameProblem` beside the rows that can, not an exception.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """One defect: what is wrong, where, and what to do about it.

    `where` is as exact as the source allows ("survey!F12", "quota.so.n, line 41").
    """

    code: str
    where: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        advice = f" → {self.hint}" if self.hint else ""
        return f"{self.where}: {self.message}{advice} [{self.code}]"


class SurveyError(Exception):
    """Base of all errors the pure core raises."""


class _InvalidSource(SurveyError):
    def __init__(self, source: str, issues: Sequence[Issue]) -> None:
        self.source = source
        self.issues = tuple(issues)
        super().__init__("\n".join([f"{source}: {len(self.issues)} problem(s)", *map(str, self.issues)]))


class InvalidQuestionnaire(_InvalidSource):
    """A form cannot be asked as it stands; `issues` lists every defect, not the first."""


class InvalidPlan(_InvalidSource):
    """A plan file contradicts itself or the schema; `issues` lists every defect."""


class InvalidFrame(_InvalidSource):
    """A file is not a frame: no header row, no known columns, an unreadable encoding."""
