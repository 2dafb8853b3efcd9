"""What may be wrong with one expression of a form, and where in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DefectCode(StrEnum):
    """What may be wrong with an expression."""

    UNKNOWN_REFERENCE = "unknown-reference"
    UNKNOWN_FUNCTION = "unknown-function"
    REFUSED_FUNCTION = "refused-function"
    ARGUMENTS = "wrong-arguments"
    PATTERN = "invalid-pattern"
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
