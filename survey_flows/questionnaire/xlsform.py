"""From an XLSForm and the factors file beside it to a `Questionnaire`.

pyxform (the compiler of ODK and Kobo) reads the sheets: column aliases, types, groups, choice
lists, translations. We read the places (`sheets`), find what it does not look at (`lint`), and take
its structure before it becomes XML. Rules:
- a group's `relevant` holds for every item in it; the nearest labelled group is the item's section;
- `count-selected(.) <= N` in a constraint is "up to N choices";
- columns `role` and `reading`, when present, say what the factors file otherwise says (it wins);
- a language is named by the code in parentheses: `label::Tiếng Việt (vi)` is "vi"; `label::sms` is
  the SMS wording and not among the languages a respondent may choose;
- columns without a language are in `default_language` of the settings, else Vietnamese.

Importing this module imports pyxform (0.3 s): a running server reads `stored` questionnaires.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pyxform.builder import create_survey_element_from_dict
from pyxform.errors import PyXFormError
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import DefinitionData

from survey_flows.errors import InvalidQuestionnaire, Issue
from survey_flows.questionnaire.expressions import ROOT, absolute, tokens
from survey_flows.questionnaire.factors import FormTable, read_factors
from survey_flows.questionnaire.lint import YES, find_factor_issues, find_issues
from survey_flows.questionnaire.logic import Logic
from survey_flows.questionnaire.model import SMS_WORDING, Choice, Item, ItemKind, ItemRole, Questionnaire
from survey_flows.questionnaire.sheets import FileType, Sheet, Sheets, as_workbook, read_sheets
from survey_flows.questionnaire.stored import with_digest
from survey_flows.questionnaire.wording import language_code

_VIETNAMESE: Final = "vi"
_KINDS: Final[dict[str, ItemKind]] = {
    "select one": ItemKind.SELECT_ONE,
    "select all that apply": ItemKind.SELECT_MULTIPLE,
    "int": ItemKind.INTEGER,
    "integer": ItemKind.INTEGER,
    "decimal": ItemKind.DECIMAL,
    "string": ItemKind.TEXT,
    "text": ItemKind.TEXT,
    "date": ItemKind.DATE,
    "note": ItemKind.NOTE,
    "acknowledge": ItemKind.ACKNOWLEDGE,
    "trigger": ItemKind.ACKNOWLEDGE,
    "calculate": ItemKind.CALCULATE,
}
_UNASKED: Final = frozenset({ItemKind.NOTE, ItemKind.CALCULATE})
_AT_MOST: Final = re.compile(r"count-selected\(\s*\.\s*\)\s*(<=|<)\s*(\d+)")
_ROW: Final = re.compile(r"\[row : (\d+)\]\s*")
_ON_SHEET: Final = re.compile(r"the '(\w+)' sheet")

# What pyxform hands over is a tree of dictionaries without a type.
Node = Mapping[str, Any]


def compile_form(source: bytes, *, file_type: FileType, factors: str, name: str) -> Questionnaire:
    """Compile the form `name`; raise `InvalidQuestionnaire` with every defect found.

    `factors` is the text of the TOML file beside the form (see module `factors`).
    """
    try:
        sheets = read_sheets(source, file_type)
        table = read_factors(factors)
    except InvalidQuestionnaire as problem:
        raise InvalidQuestionnaire(name, problem.issues) from problem
    issues = [*find_issues(sheets), *find_factor_issues(sheets, table)]
    try:
        structure = _structure(sheets)
    except PyXFormError as problem:
        issues += _pyxform_issues(str(problem), sheets, issues)
    if issues:
        raise InvalidQuestionnaire(name, issues)
    questionnaire = _questionnaire(structure, table, name)
    Logic(questionnaire)  # refuses circles, which no single cell shows
    return with_digest(questionnaire)


def _structure(sheets: Sheets) -> Node:
    """The form as pyxform sees it, after all its checks, those of the XML included."""
    workbook = DefinitionData(**as_workbook(sheets))
    structure: Node = workbook_to_json(workbook, form_name=ROOT, warnings=[])
    create_survey_element_from_dict(structure).to_xml(validate=False, pretty_print=False)
    return structure


def _pyxform_issues(message: str, sheets: Sheets, known: Iterable[Issue]) -> Iterator[Issue]:
    """What pyxform says, unless the same row is already reported with its cell."""
    found = _ROW.search(message)
    if not found:
        # Without a row it is mostly a reference or a list, found by ourselves with its place.
        if not any(known):
            yield Issue("pyxform", "form", message)
        return
    named = _ON_SHEET.search(message)
    sheet = sheets.get(named.group(1) if named else "survey", Sheet("form"))
    index = int(found.group(1)) - 2  # pyxform counts the headings as row 1
    row = sheet.rows[index].number if 0 <= index < len(sheet.rows) else index + 2
    here = re.compile(rf"{sheet.name}!\D*{row}\b")
    if not any(here.match(issue.where) for issue in known):
        yield Issue("pyxform", f"{sheet.name}!{row}", _ROW.sub("", message))


def _questionnaire(structure: Node, table: FormTable, name: str) -> Questionnaire:
    default = language_code(str(structure.get("default_language", "")))
    reader = _Reader(table, _VIETNAMESE if default in ("", "default") else default)
    items = tuple(reader.items(structure["children"], _Surroundings()))
    languages = dict.fromkeys([reader.language, *(language for item in items for language in item.labels)])
    return Questionnaire(
        code=name,
        digest="",
        titles=table.title,
        languages=tuple(language for language in languages if language != SMS_WORDING),
        items=items,
        factors=table.factors,
        satisfied_codes=tuple(table.satisfied_codes),
        minutes=table.minutes,
    )


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What the groups around an item say about it."""

    sections: Mapping[str, str] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()

    def narrowed(self, bind: Node) -> _Surroundings:
        """With the condition of one more element."""
        condition = absolute(str(bind.get("relevant", "")))
        return replace(self, conditions=(*self.conditions, condition)) if condition else self

    @property
    def relevant(self) -> str:
        """All conditions as one expression."""
        if len(self.conditions) == 1:
            return self.conditions[0]
        return " and ".join(f"({condition})" for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns pyxform's tree into items."""

    table: FormTable
    language: str

    def items(self, nodes: Iterable[Node], around: _Surroundings) -> Iterator[Item]:
        """The items of a group and of the groups within it, in asking order."""
        for node in nodes:
            within = around.narrowed(node.get("bind", {}))
            if node["type"] == "group":
                sections = self._wording(node.get("label")) or around.sections
                yield from self.items(node["children"], replace(within, sections=sections))
            elif node["type"] in _KINDS and "jr:preload" not in node.get("bind", {}):
                yield self._item(node, within)

    def _item(self, node: Node, around: _Surroundings) -> Item:
        name, kind, bind = str(node["name"]), _KINDS[node["type"]], node.get("bind", {})
        constraint = absolute(str(bind.get("constraint", "")))
        default_reading = "multi" if kind is ItemKind.SELECT_MULTIPLE else "choice"
        return Item(
            name=name,
            kind=kind,
            labels=self._wording(node.get("label")),
            role=self.table.role_by_item.get(name) or ItemRole(node.get("role", ItemRole.OTHER)),
            reading=self.table.reading_by_item.get(name) or str(node.get("reading", default_reading)),
            hints=self._wording(node.get("hint")),
            sections=around.sections,
            choices=tuple(
                Choice(str(choice["name"]), self._wording(choice.get("label")))
                for choice in node.get("choices", ())
            ),
            is_required=kind not in _UNASKED and str(bind.get("required", "")).lower() in YES,
            relevant=around.relevant,
            constraint=constraint,
            constraint_messages=self._wording(bind.get("jr:constraintMsg")),
            calculation=absolute(str(bind.get("calculate", ""))),
            maximum_choices=_maximum_choices(constraint) if kind is ItemKind.SELECT_MULTIPLE else None,
        )

    def _wording(self, given: object) -> dict[str, str]:
        """Texts by language code."""
        match given:
            case str() if given:
                return {self.language: given}
            case Mapping():
                return {language_code(str(language)): str(text) for language, text in given.items()}
            case _:
                return {}


def _maximum_choices(constraint: str) -> int | None:
    """N of `count-selected(.) <= N`, unless an `or` makes it no limit."""
    found = _AT_MOST.search(constraint)
    if found is None or any(token.kind == "operator" and token.text == "or" for token in tokens(constraint)):
        return None
    return int(found.group(2)) - (found.group(1) == "<")
