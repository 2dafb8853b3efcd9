"""The sheets as a form: rows with their type, group and repeat; choice lists; languages.

Everything here is reading; nothing is judged. Rows keep their place, so that a check can point.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from survey_flows.questionnaire.linting.columns import language_of, what_of
from survey_flows.questionnaire.linting.kinds import STRUCTURE, WORTH_A_LABEL, TypeCell, read_type
from survey_flows.questionnaire.sheets import Row, Sheet, Sheets

YES: Final = frozenset({"yes", "true", "true()", "1"})
NO: Final = frozenset({"", "no", "false", "false()", "0"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the survey sheet.

    `groups` are the positions (in `Outline.entries`) of the groups and repeats around it, the outer
    first; `repeats` those among them that repeat.
    """

    row: Row
    type: TypeCell
    name: str
    position: int
    groups: tuple[int, ...]
    repeats: tuple[int, ...]

    @property
    def kind(self) -> str:
        """The type in one spelling."""
        return self.type.kind

    @property
    def number(self) -> int:
        """The row's number as the author sees it."""
        return self.row.number

    def columns(self, what: str) -> Iterator[tuple[str, str]]:
        """The filled cells of one meaning, with their headings."""
        for column, text in self.row.cells.items():
            if what_of(column) == what and text:
                yield column, text

    def cell(self, what: str) -> str:
        """The first filled cell of one meaning; "" without."""
        return next((text for _, text in self.columns(what)), "")

    def heading(self, what: str) -> str:
        """The heading of that cell, or `what` itself."""
        return next((column for column, _ in self.columns(what)), what)

    @property
    def is_question(self) -> bool:
        """Whether a respondent is shown it."""
        return self.kind in WORTH_A_LABEL


@dataclass(frozen=True)
class Outline:
    """A form as its sheets show it."""

    survey: Sheet
    choices: Sheet
    settings: Sheet
    entries: tuple[Entry, ...]
    lists: Mapping[str, tuple[Row, ...]]

    @cached_property
    def by_name(self) -> Mapping[str, Entry]:
        """Rows by name; the first of several. The end of a group has none."""
        named: dict[str, Entry] = {}
        for entry in self.entries:
            if entry.name and not entry.kind.startswith("end "):
                named.setdefault(entry.name, entry)
        return named

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages any label is in; "" for a column that names none.

        A column prepared for a translator counts from its first filled cell on: then all must be filled.
        """
        headings = [*self.survey.columns, *self.choices.columns]
        prepared = [head for head in headings if what_of(head) == "label"]
        filled = {head for sheet in (self.survey, self.choices) for row in sheet.rows for head in row.cells}
        in_use = [head for head in prepared if head in filled] or prepared
        return tuple(dict.fromkeys(map(language_of, in_use)))

    @cached_property
    def attributes(self) -> frozenset[str]:
        """The columns of the choices sheet, which a filter may name."""
        return frozenset(column.partition("::")[0] for column in self.choices.columns if column) | {"label"}

    def setting(self, name: str) -> str:
        """A cell of the settings sheet."""
        return next((row.cells[name] for row in self.settings.rows if name in row.cells), "")

    def codes(self, entry: Entry) -> tuple[str, ...] | None:
        """The codes a select offers; None when they come from elsewhere (a file, a search)."""
        is_elsewhere = entry.type.is_from_file or entry.kind == "select_one_external"
        if is_elsewhere or "search(" in entry.cell("appearance") or entry.type.choice_list not in self.lists:
            return None
        codes = tuple(row.cells.get("name", "") for row in self.lists[entry.type.choice_list])
        return (*codes, "other") if entry.type.is_with_other else codes


def read_outline(sheets: Sheets) -> Outline:
    """Read the sheets of a form."""
    choices = sheets.get("choices", Sheet("choices"))
    lists: dict[str, list[Row]] = {}
    for row in choices.rows:
        if row.cells.get("list_name"):
            lists.setdefault(row.cells["list_name"], []).append(row)
    return Outline(
        survey=sheets["survey"],
        choices=choices,
        settings=sheets.get("settings", Sheet("settings")),
        entries=tuple(_entries(sheets["survey"])),
        lists={name: tuple(rows) for name, rows in lists.items()},
    )


def _entries(survey: Sheet) -> Iterator[Entry]:
    enclosing: list[tuple[int, bool]] = []
    position = 0
    for row in survey.rows:
        if not row.cells or row.cells.get("disabled", "").lower() in YES - {""}:
            continue
        read = read_type(row.cells.get("type", ""))
        if read.kind.startswith("end ") and enclosing:
            enclosing.pop()
        groups = tuple(place for place, _ in enclosing)
        repeats = tuple(place for place, does_repeat in enclosing if does_repeat)
        yield Entry(row, read, row.cells.get("name", ""), position, groups, repeats)
        if read.kind.startswith("begin "):
            enclosing.append((position, read.kind == "begin repeat"))
        position += 1


def is_structure(entry: Entry) -> bool:
    """Whether a row opens or closes a group or repeat."""
    return entry.kind in STRUCTURE
