"""The languages of a form's wordings, and the characters an SMS can carry.

An SMS wording may hold GSM-7 characters only (3GPP TS 23.038): one other character makes the whole
message UCS-2, and 70 characters fit where 160 did.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import Final

from gsm0338 import Codec

from survey_flows.questionnaire.sheets import Sheet

_CODE: Final = re.compile(r"\(([^()]+)\)\s*$")
_NAMES: Final = {
    "việt": "vi", "việt nam": "vi", "vietnamese": "vi", "vn": "vi", "vie": "vi", "anh": "en", "english": "en",
    "eng": "en", "pháp": "fr", "french": "fr", "français": "fr", "thái": "blt", "mông": "hmn", "hmông": "hmn",
    "h'mông": "hmn", "hmong": "hmn", "tày": "tyz", "nùng": "nut", "khmer": "km", "khơ me": "km", "hoa": "zh",
}  # fmt: skip
"""What officers call their languages, without "tiếng"; the codes of the columns prepared in our forms."""
_GSM_7: Final = Codec()


def language_code(name: str) -> str:
    """The code of a language as XLSForm names it, or as people do who leave the code out.

    >>> [language_code(name) for name in ("Tiếng Việt (vi)", "Vietnamese", "English", "sms", "Tiếng Ba Na")]
    ['vi', 'vi', 'en', 'sms', 'tiếng ba na']
    """
    code = _CODE.search(name)
    if code:
        return code.group(1).strip().lower()
    plain = " ".join(unicodedata.normalize("NFC", name).lower().split())
    return _NAMES.get(plain.removeprefix("tiếng "), plain)


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


def _is_wording(column: str, what: str) -> bool:
    return column.partition("::")[0] == what


def _is_gsm_7(character: str) -> bool:
    try:
        _GSM_7.encode(character)
    except UnicodeEncodeError:
        return False
    return True
