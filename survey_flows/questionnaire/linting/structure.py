"""Headings, names, types, groups: what the rows are, before what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from survey_flows.questionnaire.expressions import is_name
from survey_flows.questionnaire.linting.columns import (
    CHOICE_COLUMNS,
    SETTINGS_COLUMNS,
    SURVEY_COLUMNS,
    what_of,
)
from survey_flows.questionnaire.linting.findings import Finding, at, letter_of
from survey_flows.questionnaire.linting.grammar import REFERENCE
from survey_flows.questionnaire.linting.kinds import ASKED, COMPUTED, DRAWN, KNOWN_TYPES, SELECTS, STRUCTURE
from survey_flows.questionnaire.linting.outline import YES, Entry, Outline, is_structure
from survey_flows.questionnaire.linting.ranges import read_range
from survey_flows.questionnaire.model import ItemRole
from survey_flows.questionnaire.sheets import Sheet

_LONGEST_TOKEN: Final = 50
"""Bytes of name and code together: Telegram carries 64 in a button, revision and separators included."""
_NEEDED: Final = ("type", "name")
_NEEDED_OF_CHOICES: Final = ("list_name", "name")
_NAMELESS: Final = frozenset({"", "audit", "calculate", "note"})
"""Types whose name pyxform makes up, or which another finding is about."""
_ROLES: Final = frozenset(role.value for role in ItemRole)


def find_headings(outline: Outline) -> Iterator[Finding]:
    """Headings that are missing, occur twice, or are nearly one that means something."""
    yield from _missing(outline)
    filters = " ".join(entry.cell("choice_filter") for entry in outline.entries)
    for sheet, known in (
        (outline.survey, SURVEY_COLUMNS),
        (outline.choices, CHOICE_COLUMNS),
        (outline.settings, SETTINGS_COLUMNS),
    ):
        for column, times in Counter(filter(None, sheet.columns)).items():
            if times > 1:
                yield _heading(sheet, "duplicate-column", column, times=times)
        for column in dict.fromkeys(filter(None, sheet.columns)):
            what = what_of(column)
            if what in known or (sheet is outline.choices and what in filters):
                continue
            if close := get_close_matches(what, sorted(known), 1, 0.8):
                code = "misspelt-column" if sheet is outline.survey else "perhaps-column"
                yield _heading(sheet, code, column, known=close[0])


def _missing(outline: Outline) -> Iterator[Finding]:
    """Columns no sheet can do without, and a form without a row."""
    for sheet, columns in ((outline.survey, _NEEDED), (outline.choices, _NEEDED_OF_CHOICES)):
        present = set(map(what_of, sheet.columns))
        for column in columns if sheet.rows else ():
            if column not in present:
                yield _heading(sheet, "missing-column", column, columns=", ".join((*columns, "label")))
    if not outline.entries:
        yield Finding("empty-form", outline.survey.name, 0)


def _heading(sheet: Sheet, code: str, column: str, **words: object) -> Finding:
    told = {"column": column, **{name: str(word) for name, word in words.items()}}
    return Finding(code, sheet.name, 0, column, letter_of(sheet, column), -1, told)


def find_rows(outline: Outline) -> Iterator[Finding]:
    """Defects of one row after the other."""
    first: dict[tuple[str, tuple[int, ...]], Entry] = {}
    anywhere: dict[str, Entry] = {}
    for entry in outline.entries:
        yield from _name(outline, entry, first, anywhere)
        yield from _type(outline, entry)
        yield from _flags(outline, entry)
    yield from _unbalanced_groups(outline)


def _name(
    outline: Outline,
    entry: Entry,
    first: dict[tuple[str, tuple[int, ...]], Entry],
    anywhere: dict[str, Entry],
) -> Iterator[Finding]:
    name, survey = entry.name, outline.survey
    heading = entry.heading("name")
    if entry.kind.startswith("end "):
        return
    if not name:
        if entry.kind not in _NAMELESS and heading in survey.columns:
            words = {"instead": f"{entry.kind.split()[-1]}_{entry.number}"}
            yield at(survey, entry.number, heading, "missing-name", **words)
        return
    other = anywhere.setdefault(name, entry)
    sibling = first.setdefault((name.lower(), entry.groups), entry)
    if sibling is not entry:
        yield at(survey, entry.number, heading, "duplicate-name", name=name, row=sibling.number)
    elif other is not entry:
        yield at(survey, entry.number, heading, "name-elsewhere", name=name, row=other.number)
    asker = outline.by_name.get(name.removesuffix("_other")) if name.endswith("_other") else None
    if asker is not None and asker.type.is_with_other and asker.groups == entry.groups:
        yield at(survey, entry.number, heading, "duplicate-name", name=name, row=asker.number)
    if not is_name(name.replace(":", "_")):
        yield at(survey, entry.number, heading, "invalid-name", name=name)
    role = entry.cell("role")
    if role and role not in _ROLES:
        close = "".join(get_close_matches(role, sorted(_ROLES), 1, 0.6))
        words = {"role": role, "roles": ", ".join(ItemRole), "known": close}
        yield at(survey, entry.number, "role", "unknown-role", **words)


def _type(outline: Outline, entry: Entry) -> Iterator[Finding]:
    survey, text, heading = outline.survey, entry.cell("type"), entry.heading("type")
    if not text:
        if heading in survey.columns:
            yield at(survey, entry.number, heading, "no-type")
        return
    kind = entry.kind
    if not kind:
        words = text.split()
        close = get_close_matches(text.lower(), sorted(KNOWN_TYPES), 1, 0.75) or get_close_matches(
            words[0].lower(), sorted(SELECTS | ASKED | COMPUTED), 1, 0.7
        )
        yield at(survey, entry.number, heading, "unknown-type", type=text, known="".join(close[:1]))
    elif kind in DRAWN or kind == "begin loop":
        yield at(survey, entry.number, heading, "unsupported-type", type=text)
    if kind in SELECTS and not entry.type.is_from_file and kind != "select_one_external":
        yield from _list(outline, entry)


def _list(outline: Outline, entry: Entry) -> Iterator[Finding]:
    survey, named, heading = outline.survey, entry.type.choice_list, entry.heading("type")
    if named not in outline.lists:
        is_listless = outline.choices.rows and "list_name" not in outline.choices.columns
        if "search(" not in entry.cell("appearance") and not is_listless:
            close = "".join(get_close_matches(named, outline.lists, 1, 0.7))
            yield at(survey, entry.number, heading, "unknown-list", list=named, known=close)
        return
    codes = [row.cells.get("name", "") for row in outline.lists[named]]
    longest = max((len(code.encode()) for code in codes), default=0)
    length = len(entry.name.encode()) + longest
    if length > _LONGEST_TOKEN:
        words = {"bytes": length, "most": _LONGEST_TOKEN}
        yield at(survey, entry.number, entry.heading("name"), "too-long-code", **words)


def _flags(outline: Outline, entry: Entry) -> Iterator[Finding]:
    survey, kind = outline.survey, entry.kind
    required = entry.cell("required").lower()
    if kind == "note" and required in YES:
        yield at(survey, entry.number, entry.heading("required"), "required-note")
    is_read_only = entry.cell("read_only").lower() in YES - {""}
    has_value = entry.cell("calculation") or entry.cell("default") or entry.cell("trigger")
    if is_read_only and kind in ASKED and kind not in {"note", "acknowledge"} and not has_value:
        code = "required-read-only" if required in YES else "empty-read-only"
        yield at(survey, entry.number, entry.heading("read_only"), code, name=entry.name)
    if kind == "calculate" and not has_value:
        yield at(survey, entry.number, entry.heading("calculation"), "empty-calculation", name=entry.name)
    if kind == "range" and read_range(entry.cell("parameters")) is None:
        heading, found = entry.heading("parameters"), entry.cell("parameters")
        yield at(survey, entry.number, heading, "wrong-range", found=found)
    if entry.type.is_with_other and entry.cell("choice_filter"):
        yield at(survey, entry.number, entry.heading("choice_filter"), "filter-with-other")
    if kind == "range" and not entry.cell("parameters"):
        yield at(survey, entry.number, entry.heading("parameters"), "range-without-limits")
    message, constraint = entry.cell("constraint_message"), entry.cell("constraint")
    if message and not constraint and not is_structure(entry):
        yield at(survey, entry.number, entry.heading("constraint_message"), "message-without-constraint")
    if kind == "begin repeat" and not (entry.cell("repeat_count") or entry.cell("repeat_maximum")):
        yield at(survey, entry.number, entry.heading("repeat_count"), "unbounded-repeat", name=entry.name)
    for column, text in entry.columns("trigger"):
        if not REFERENCE.search(text):
            yield at(survey, entry.number, column, "trigger-not-reference", found=text)


def _unbalanced_groups(outline: Outline) -> Iterator[Finding]:
    opened: list[Entry] = []
    for entry in outline.entries:
        if entry.kind not in STRUCTURE:
            continue
        verb, _, what = entry.kind.partition(" ")
        heading = entry.heading("type")
        if verb == "begin":
            opened.append(entry)
        elif not opened:
            yield at(outline.survey, entry.number, heading, "unopened-group", type=entry.cell("type"))
        elif opened[-1].kind != f"begin {what}":
            begun = opened.pop()
            words = {"type": entry.cell("type"), "begun": begun.cell("type"), "row": begun.number}
            yield at(outline.survey, entry.number, heading, "crossed-group", **words)
        else:
            opened.pop()
    for entry in opened:
        yield at(outline.survey, entry.number, entry.heading("type"), "unclosed-group", name=entry.name)
