"""The XForm of a form: the XML that ODK Collect, Enketo and Kobo read, made by pyxform.

`collect_form_of` makes the form an interviewer carries: the check code of the invitation is asked first,
the device notes when the form was opened and closed, nothing more is asked of whoever does not consent, and
the wording for text messages is left out. Names of ours begin with `sipas_`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from pyxform.builder import create_survey_element_from_dict
from pyxform.errors import PyXFormError
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import DefinitionData

from survey_flows.errors import InvalidQuestionnaire, Issue
from survey_flows.questionnaire.instances import BEGUN, CHECK_CODE, ENDED
from survey_flows.questionnaire.linting.columns import SETTINGS_COLUMNS
from survey_flows.questionnaire.model import SMS_WORDING, ItemRole, Questionnaire
from survey_flows.questionnaire.sheets import FileType, Sheets, as_workbook, read_sheets
from survey_flows.questionnaire.tokens import is_name
from survey_flows.questionnaire.wording import language_of

_CODE: Final = "regex(., '^[0-9A-Za-z]{3}[ -]?[0-9A-Za-z]{3}$')"
_NOT_IN_A_NAME: Final = re.compile(r"[^\w.\-]+")
_AFTER_CONSENT: Final = "sipas_interview"


def xform_of(source: bytes, *, file_type: FileType, name: str, version: str = "") -> str:
    """The XForm as XML text; raises `InvalidQuestionnaire` with what pyxform objects to.

    What the settings say to Collect alone (`version`, `style`, `instance_name`, …) is in it; `version` is
    for a form that names none.
    """
    sheets = read_sheets(source, file_type)
    workbook = _spoken_workbook(sheets)
    rows = sheets["settings"].rows[:1] if "settings" in sheets else []
    settings = {"version": version} if version else {}
    for row in rows:
        settings |= {column: text for column, text in row.cells.items() if column in SETTINGS_COLUMNS}
    workbook["settings"], workbook["settings_header"] = [settings], [dict.fromkeys(settings)]
    return _converted(workbook, name)


def _spoken_workbook(sheets: Sheets) -> dict[str, Any]:
    """What Collect is given of the sheets: all but the wording for text messages, if there is another."""
    workbook: dict[str, Any] = as_workbook(sheets, for_collect=True)
    columns = [column for name in ("survey", "choices") if name in sheets for column in sheets[name].columns]
    labels = {column.partition("::")[2] for column in columns if column.partition("::")[0] == "label"}
    for sheet in {"survey", "choices"} & set(workbook) if labels - {SMS_WORDING} else ():
        workbook[sheet] = [_spoken(row) for row in workbook[sheet]]
        workbook[f"{sheet}_header"] = [_spoken(row) for row in workbook[f"{sheet}_header"]]
    return workbook


def collect_form_of(source: bytes, questionnaire: Questionnaire, wording: Mapping[str, str]) -> str:
    """The XForm of `questionnaire`, compiled from `source`, as an interviewer fills it in offline.

    Its id is the form's code and its version that of the questionnaire. `wording` says in each language how
    the check code is asked for.
    """
    workbook = _spoken_workbook(read_sheets(source, file_type_of(source)))
    columns = dict(workbook["survey_header"][0])
    labels = [column for column in columns if column.partition("::")[0] == "label"]
    asked = {
        "type": "text", "name": CHECK_CODE, "required": "yes", "constraint": _CODE,
        **{column: _worded(column, wording) for column in labels},
    }  # fmt: skip
    moments = [{"type": "start", "name": BEGUN}, {"type": "end", "name": ENDED}]
    workbook["survey"] = [*moments, asked, *_with_way_out(workbook["survey"], questionnaire)]
    added = dict.fromkeys(("type", "name", "required", "constraint", "relevant"))
    workbook["survey_header"] = [columns | added]
    settings = dict((workbook.get("settings") or [{}])[0])
    settings |= {"form_id": questionnaire.code, "version": questionnaire.version}
    workbook["settings"] = [settings]
    workbook["settings_header"] = [dict.fromkeys(settings)]
    return _converted(workbook, questionnaire.code)


def file_type_of(source: bytes) -> FileType:
    """What kind of file an XLSForm was read from: Excel is a ZIP archive, Markdown has table lines."""
    if source.startswith(b"PK"):
        return "xlsx"
    is_table = any(line.lstrip().startswith(b"|") for line in source.splitlines())
    return "md" if is_table else "csv"


def _converted(workbook: dict[str, Any], name: str) -> str:
    root = _NOT_IN_A_NAME.sub("_", name)
    root = root if is_name(root) else f"form_{root}"
    try:
        structure = workbook_to_json(
            DefinitionData(**workbook), form_name=root, fallback_form_name=root, warnings=[]
        )
        return str(create_survey_element_from_dict(structure).to_xml(validate=False, pretty_print=True))
    except PyXFormError as problem:
        raise InvalidQuestionnaire(name, [Issue("pyxform", "form", str(problem))]) from problem


def _spoken(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without the wording for text messages."""
    return {column: text for column, text in row.items() if column.partition("::")[2] != SMS_WORDING}


def _worded(column: str, wording: Mapping[str, str]) -> str:
    """How the check code is asked for in the language of a label column."""
    return wording.get(language_of(column), wording["vi"])


def _with_way_out(rows: list[dict[str, Any]], questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """The rows with everything after the consent asked only of whoever gives it."""
    names = {item.name for item in questionnaire.items if item.role is ItemRole.CONSENT}
    depth = 0
    for place, row in enumerate(rows):
        kind = str(row.get("type", "")).replace("_", " ")
        depth += kind.startswith("begin ") - kind.startswith("end ")
        if row.get("name") in names and depth == 0:
            agreed = {
                "type": "begin_group",
                "name": _AFTER_CONSENT,
                "relevant": f"${{{row['name']}}} != 'no'",
            }
            return [*rows[: place + 1], agreed, *rows[place + 1 :], {"type": "end_group"}]
    return rows
