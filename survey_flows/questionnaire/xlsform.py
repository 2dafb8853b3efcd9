"""From an XLSForm and the files beside it to a `Questionnaire`.

pyxform (the compiler of ODK and Kobo) reads the sheets: column aliases, types, groups, choice
lists, translations. We read the places (`sheets`), find what it does not look at (`lint`), and take
its structure before it becomes XML: `layout` finds where everything is, `items` reads the questions,
`choices` their choices, `paths` what expressions refer to. Rules:
- `count-selected(.) <= N` in a constraint is "up to N choices";
- columns `role` and `reading`, when present, say what the factors file otherwise says (it wins);
- a language is named by the code in parentheses: `label::Tiếng Việt (vi)` is "vi"; `label::sms` is
  the SMS wording and not among the languages a respondent may choose;
- columns without a language are in `default_language` of the settings, else Vietnamese;
- every defect is reported at the cell of the sheet, whichever step notices it.

Importing this module imports pyxform (0.3 s): a running server reads `stored` questionnaires.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pyxform.builder import create_survey_element_from_dict
from pyxform.errors import PyXFormError
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import DefinitionData

from survey_flows.errors import InvalidQuestionnaire, Issue
from survey_flows.questionnaire.added import languages_of
from survey_flows.questionnaire.attachments import Attachments
from survey_flows.questionnaire.choices import ChoiceReader
from survey_flows.questionnaire.expressions import ROOT
from survey_flows.questionnaire.factors import FormTable, read_factors, without_factors
from survey_flows.questionnaire.items import ItemReader
from survey_flows.questionnaire.languages import Translations
from survey_flows.questionnaire.layout import Layout
from survey_flows.questionnaire.lint import find_factor_issues, find_issues
from survey_flows.questionnaire.logic import Logic
from survey_flows.questionnaire.lookups import find_lookups
from survey_flows.questionnaire.model import SMS_WORDING, Item, Questionnaire
from survey_flows.questionnaire.refusals import find_refusals
from survey_flows.questionnaire.sheets import FileType, Sheet, Sheets, as_workbook, read_sheets
from survey_flows.questionnaire.stored import with_digest
from survey_flows.questionnaire.wording import language_code
from survey_flows.questionnaire.wording import languages_of as languages_in

_VIETNAMESE: Final = "vi"
_ROW: Final = re.compile(r"\[row : (\d+)\]\s*")
_ON_SHEET: Final = re.compile(r"the '(\w+)' sheet")

# What pyxform hands over is a tree of dictionaries without a type.
Node = Mapping[str, Any]


def compile_form(
    source: bytes,
    *,
    file_type: FileType,
    name: str,
    factors: str | None = None,
    attachments: Mapping[str, str] | None = None,
) -> Questionnaire:
    """Compile the form `name`; raise `InvalidQuestionnaire` with every defect found.

    `factors` is the text of the TOML file beside the form (see module `factors`); a form without one
    has the title of its settings and no factors. `attachments` are the texts of the CSV files that
    came with it, by file name: choices from a file, tables of `pulldata`.
    """
    try:
        sheets = read_sheets(source, file_type)
        language = _default_language(sheets)
        title = _setting(sheets, "form_title") or name
        table = without_factors(title, language) if factors is None else read_factors(factors)
    except InvalidQuestionnaire as problem:
        raise InvalidQuestionnaire(name, problem.issues) from problem
    issues = [*find_issues(sheets), *find_factor_issues(sheets, table)]
    try:
        structure = _structure(sheets)
    except PyXFormError as problem:
        issues += _pyxform_issues(str(problem), sheets, issues)
    if issues:
        raise InvalidQuestionnaire(name, issues)
    return _questionnaire(structure, sheets, table, Attachments(attachments or {}), name)


def _setting(sheets: Sheets, name: str) -> str:
    settings = sheets.get("settings", Sheet("settings"))
    return next((row.cells[name] for row in settings.rows if name in row.cells), "")


def _default_language(sheets: Sheets) -> str:
    default = language_code(_setting(sheets, "default_language"))
    return _VIETNAMESE if default in ("", "default") else default


def _structure(sheets: Sheets) -> Node:
    """The form as pyxform sees it, after all its checks, those of the XML included."""
    workbook = DefinitionData(**as_workbook(sheets))
    structure: Node = workbook_to_json(workbook, form_name=ROOT, warnings=[])
    create_survey_element_from_dict(structure).to_xml(validate=False, pretty_print=False)
    _give_choices(structure["children"], structure.get("choices", {}))
    return structure


def _give_choices(nodes: Iterable[dict[str, Any]], lists: Mapping[str, Any]) -> None:
    """A question whose choices are shuffled is given them too; pyxform keeps those beside the tree."""
    for node in nodes:
        if "children" in node:
            _give_choices(node["children"], lists)
        elif "choices" not in node and node.get("itemset") in lists:
            node["choices"] = lists[node["itemset"]]


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


def _questionnaire(
    structure: Node, sheets: Sheets, table: FormTable, attachments: Attachments, name: str
) -> Questionnaire:
    """The items and what they need, every defect found on the way told at its cell."""
    translations = Translations(_default_language(sheets))
    worded = [code or translations.language for code in languages_in(list(sheets.values()))]
    spoken = dict.fromkeys([translations.language, *(code for code in worded if code != SMS_WORDING)])
    all_wordings = languages_of(spoken, has_sms=SMS_WORDING in worded)
    layout = Layout(structure["children"], sheets)
    layout.issues += find_refusals(structure["children"], layout)
    choices = ChoiceReader(sheets, attachments, translations, all_wordings, layout.issues)
    reader = ItemReader(layout, table, choices, translations, all_wordings)
    try:
        items = tuple(reader.items(structure["children"]))
        lookups = find_lookups(items, attachments, sheets, layout)
    except csv.Error as problem:
        layout.issues.append(Issue("attachment", "attached file", f"not a CSV table: {problem}"))
        items, lookups = (), {}
    _refuse(name, layout.issues)
    worded_in = dict.fromkeys(_languages(items))
    first = (
        [translations.language]
        if translations.language in worded_in or not set(worded_in) - {SMS_WORDING}
        else []
    )
    languages = dict.fromkeys([*first, *worded_in])
    questionnaire = Questionnaire(
        code=name,
        digest="",
        titles=table.title,
        languages=tuple(language for language in languages if language != SMS_WORDING),
        items=items,
        factors=table.factors,
        satisfied_codes=tuple(table.satisfied_codes),
        minutes=table.minutes,
        lookups=lookups,
        quality=table.quality,
    )
    try:
        Logic(questionnaire)  # refuses circles, which no single cell shows
    except InvalidQuestionnaire as problem:
        placed = [
            Issue(issue.code, layout.place_of(issue.where), issue.message, issue.hint)
            for issue in problem.issues
        ]
        _refuse(name, placed)
    return with_digest(questionnaire)


def _languages(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        yield from item.labels


def _refuse(name: str, issues: Iterable[Issue]) -> None:
    """Refuse the form if there are issues; one that every round of a repeat repeats is told once."""
    unique = {(issue.code, issue.where, issue.message): issue for issue in issues}
    if unique:
        raise InvalidQuestionnaire(name, list(unique.values()))
