"""What may be wrong with the wordings of a form: languages, SMS characters, unfilled references.

An SMS wording may hold GSM-7 characters only (3GPP TS 23.038): one other character makes the whole
message UCS-2, and 70 characters fit where 160 did.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from gsm0338 import Codec

from survey_flows.errors import Issue
from survey_flows.questionnaire.model import SMS_WORDING
from survey_flows.questionnaire.sheets import Row, Sheet

_WORDED: Final = ("label", "hint", "constraint_message")
_CODE: Final = re.compile(r"\(([^()]+)\)\s*$")
_REFERENCE: Final = re.compile(r"\$\{[^}]*\}")
_GSM_7: Final = Codec()


def language_code(name: str) -> str:
    """The code of a language as XLSForm names it: "vi" of `Tiếng Việt (vi)`, "sms" of `sms`."""
    code = _CODE.search(name)
    return (code.group(1) if code else name).strip().lower()


def language_of(column: str) -> str:
    """The language of a column such as `label::English (en)`; "" when it names none."""
    return language_code(column.partition("::")[2])


def languages_of(sheets: Collection[Sheet]) -> tuple[str, ...]:
    """The languages any label is worded in; "" for a column that names none.

    A column prepared for a translator counts from its first filled cell on: then all must be filled.
    """
    prepared = [column for sheet in sheets for column in sheet.columns if _is_wording(column, "label")]
    filled = {column for sheet in sheets for row in sheet.rows for column in row.cells}
    languages = [language_of(column) for column in prepared if column in filled]
    return tuple(dict.fromkeys(languages or map(language_of, prepared)))


def not_gsm_7(text: str) -> str:
    """The characters of `text` that no GSM-7 message can carry, each once."""
    return "".join(dict.fromkeys(character for character in text if not _is_gsm_7(character)))


def find_wording_issues(
    sheet: Sheet, row: Row, languages: Collection[str], *, is_asked: bool
) -> Iterator[Issue]:
    """Missing languages, characters an SMS cannot carry, references that nothing would fill in.

    `is_asked` tells that the row must have a label: an item or a choice, not a group.
    """
    for what in _WORDED:
        cells = {column: row.cells.get(column, "") for column in sheet.columns if _is_wording(column, what)}
        if any(cells.values()) or (what == "label" and is_asked):
            yield from _missing(sheet, row, what, cells, languages)
        for column, text in cells.items():
            place = sheet.place(row.number, column)
            if language_of(column) == SMS_WORDING and (strange := not_gsm_7(text)):
                message = f"an SMS cannot carry {' '.join(strange)}"
                yield Issue("not-gsm-7", place, message, "write without diacritics, with plain punctuation")
            if reference := _REFERENCE.search(text):
                message = f"{reference.group()} in a wording is not filled in"
                yield Issue("reference-in-wording", place, message, "word it without the answer")


def _missing(
    sheet: Sheet, row: Row, what: str, cells: dict[str, str], languages: Collection[str]
) -> Iterator[Issue]:
    column_of = {language_of(column): column for column in cells}
    for language in languages:
        # A hint is never sent by SMS, so it may lack that wording.
        is_needed = not (what == "hint" and language == SMS_WORDING)
        column = column_of.get(language, what)
        if is_needed and not cells.get(column):
            message = f"no {what} in “{language or 'the default language'}”"
            yield Issue("missing-translation", sheet.place(row.number, column), message)


def _is_wording(column: str, what: str) -> bool:
    return column.partition("::")[0] == what


def _is_gsm_7(character: str) -> bool:
    try:
        _GSM_7.encode(character)
    except UnicodeEncodeError:
        return False
    return True
