"""The headings of XLSForm, as pyxform reads them, and what each belongs to.

A heading may carry a prefix that says where its content goes in the XForm (`bind::relevant`,
`media::image::English (en)`) and, after `::`, a language.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from survey_flows.questionnaire.sheets import KNOWN_COLUMNS
from survey_flows.questionnaire.wording import language_code

MEDIA: Final = ("image", "audio", "video", "big-image")
WORDED: Final = ("label", "hint", "constraint_message", "required_message", "guidance_hint")
EXPRESSIONS: Final = (
    "relevant", "constraint", "calculation", "required", "choice_filter", "read_only", "repeat_count",
    "default",
)  # fmt: skip

_PREFIXES: Final = frozenset({"bind", "media", "control", "body", "jr"})
_SPELLINGS: Final = {
    "readonly": "read_only",
    "relevance": "relevant",
    "calculate": "calculation",
    "caption": "label",
    "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "jr:requiredmsg": "required_message",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "command": "type",
    "tag": "name",
    "value": "name",
    "list": "list_name",
}
SURVEY_COLUMNS: Final = frozenset(
    {
        *KNOWN_COLUMNS - {"list_name", "form_id", "form_title", "default_language"}, *MEDIA, *WORDED,
        *EXPRESSIONS,
        "accuracythreshold", "appearance", "autoplay", "big-image", "body", "bind", "control", "disabled",
        "fieldspecification", "file", "instance", "intent", "media", "note", "parameters", "query", "rows",
        "save_to", "sms_field", "trigger",
    }
)  # fmt: skip
CHOICE_COLUMNS: Final = frozenset({"list_name", "name", "label", "media", "geometry", *MEDIA})
SETTINGS_COLUMNS: Final = frozenset(
    {
        "allow_choice_duplicates", "auto_delete", "auto_send", "client_editable", "clean_text_values",
        "default_language", "form_id", "form_title", "instance_id", "instance_name", "instance_xmlns", "name",
        "namespaces", "omit_instanceid", "prefix", "public_key", "sms_keyword", "sms_separator", "style",
        "submission_url", "version",
    }
)  # fmt: skip


# Asked of every heading for every cell of a form.
@lru_cache(maxsize=1024)
def what_of(column: str) -> str:
    """What a column holds, whatever its spelling, prefix and language: `bind::relevance` is "relevant"."""
    parts = [part.strip() for part in column.split("::")]
    if len(parts) > 1 and parts[0].lower() in _PREFIXES:
        parts = parts[1:]
    what = "_".join(parts[0].lower().split())
    return _SPELLINGS.get(what, what)


@lru_cache(maxsize=1024)
def language_of(column: str) -> str:
    """The code of the language a column is in; "" when it names none."""
    parts = [part.strip() for part in column.split("::")]
    if len(parts) > 1 and parts[0].lower() in _PREFIXES:
        parts = parts[1:]
    return language_code(parts[1]) if len(parts) > 1 else ""
