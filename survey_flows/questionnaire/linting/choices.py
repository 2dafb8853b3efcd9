"""The choices sheet: codes, labels, lists nobody uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from survey_flows.questionnaire.linting.columns import language_of, what_of
from survey_flows.questionnaire.linting.findings import Finding, at
from survey_flows.questionnaire.linting.outline import YES, Outline
from survey_flows.questionnaire.sheets import Row

STOP_WORDS: Final = frozenset(
    {"cancel", "dung", "end", "huy", "huỷ", "hủy", "dừng", "quit", "stop", "tc", "tuchoi", "unsubscribe"}
)
"""Words that end an interview whenever they are sent (channels.md: opt-out key words)."""
_SEVERAL: Final = frozenset({"select_multiple", "rank"})


def find(outline: Outline) -> Iterator[Finding]:
    """All defects of the choices, list by list."""
    used = {entry.type.choice_list for entry in outline.entries if entry.type.choice_list}
    several = {entry.type.choice_list for entry in outline.entries if entry.kind in _SEVERAL}
    repeats_codes = outline.setting("allow_choice_duplicates").lower() in YES
    searched = any("search(" in entry.cell("appearance") for entry in outline.entries)
    everything = " ".join(text for entry in outline.entries for text in entry.row.cells.values())
    for name, rows in outline.lists.items():
        if name not in used and not searched and f"instance('{name}')" not in everything.replace('"', "'"):
            yield at(outline.choices, rows[0].number, "list_name", "unused-list", list=name)
        yield from _codes(outline, name, rows, is_several=name in several, may_repeat=repeats_codes)
        yield from _labels(outline, name, rows)
    for row in outline.choices.rows if "list_name" in outline.choices.columns else ():
        if row.cells and not row.cells.get("list_name") and row.cells.get("name"):
            yield at(outline.choices, row.number, "list_name", "choice-without-list", found=row.cells["name"])


def _codes(
    outline: Outline, name: str, rows: tuple[Row, ...], *, is_several: bool, may_repeat: bool
) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for row in rows:
        code = row.cells.get("name", "")
        if not code:
            if "name" in outline.choices.columns:
                yield at(outline.choices, row.number, "name", "choice-without-code", list=name)
            continue
        if first.setdefault(code, row.number) != row.number and not may_repeat:
            yield at(
                outline.choices, row.number, "name", "duplicate-code", found=code, row=first[code], list=name
            )
        if len(code.split()) > 1:
            severity = "blank-in-code" if is_several else "blank-in-single-code"
            yield at(
                outline.choices, row.number, "name", severity, found=code, instead="_".join(code.split())
            )
        if code.lower() in STOP_WORDS:
            yield at(outline.choices, row.number, "name", "stop-word", found=code)


def _labels(outline: Outline, name: str, rows: tuple[Row, ...]) -> Iterator[Finding]:
    filters = [
        entry for entry in outline.entries if entry.type.choice_list == name and entry.cell("choice_filter")
    ]
    for column in outline.choices.columns:
        if what_of(column) != "label":
            continue
        first: dict[str, int] = {}
        for row in rows:
            label = " ".join(row.cells.get(column, "").split()).casefold()
            # In a cascade two districts may bear one name.
            if label and first.setdefault(label, row.number) != row.number and not filters:
                words = {"found": row.cells[column], "row": first[label], "list": name}
                yield at(outline.choices, row.number, column, "duplicate-label", **words)
            if label in STOP_WORDS:
                words = {"found": row.cells[column], "language": language_of(column)}
                yield at(outline.choices, row.number, column, "stop-word", **words)
