"""Defaults that are no answer to their own question: a code no list offers, "31/12/2024" for a date.

A default without function and reference is a text as it stands (XLSForm reference, "default"); it is
proposed to the respondent, who may keep it, so it must be one that could have been given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from survey_flows.questionnaire.dates import days_of, moment_of
from survey_flows.questionnaire.linting.cells import is_expression
from survey_flows.questionnaire.linting.findings import Finding, at
from survey_flows.questionnaire.linting.literals import iso_date
from survey_flows.questionnaire.linting.outline import Entry, Outline

_WHOLE: Final = re.compile(r"[+-]?\d+", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)
_EXAMPLES: Final = {
    "integer": "5", "decimal": "5.5", "range": "5", "date": "2024-12-31", "datetime": "2024-12-31T08:30",
    "time": "08:30",
}  # fmt: skip


def find(outline: Outline) -> Iterator[Finding]:
    """Such defaults, row by row."""
    for entry in outline.entries:
        for column, text in entry.columns("default"):
            if not is_expression("default", text):
                yield from _codes(outline, entry, column, text)
                if not _is_answer(entry.kind, text.strip()):
                    words = {"found": text, "type": entry.kind, "example": _example(entry.kind, text)}
                    yield at(outline.survey, entry.number, column, "wrong-default", **words)


def _codes(outline: Outline, entry: Entry, column: str, text: str) -> Iterator[Finding]:
    codes = outline.codes(entry) if entry.kind in {"select_one", "select_multiple", "rank"} else None
    if codes is None:
        return
    for code in [text] if entry.kind == "select_one" else text.split():
        if code not in codes:
            words = {"found": code, "name": entry.name, "list": entry.type.choice_list}
            close = "".join(get_close_matches(code, codes, 1, 0.6))
            offered = ", ".join(codes[:8])
            yield at(
                outline.survey, entry.number, column, "unknown-code", known=close, codes=offered, **words
            )


def _is_answer(kind: str, text: str) -> bool:
    match kind:
        case "integer":
            return _WHOLE.fullmatch(text) is not None
        case "decimal" | "range":
            return _NUMBER.fullmatch(text) is not None
        case "date" | "datetime":
            return moment_of(text) is not None
        case "time":
            return days_of(text) is not None
        case _:
            return True


def _example(kind: str, text: str) -> str:
    """How it is written: the very value where that can be told."""
    point = text.replace(",", ".")
    return iso_date(text) or (point if _NUMBER.fullmatch(point) and kind != "integer" else _EXAMPLES[kind])
