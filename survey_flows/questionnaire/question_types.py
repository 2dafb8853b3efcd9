"""What becomes of every question type an XLSForm may hold.

A type is asked, filled in by the program, structure, or refused with what to use instead. pyxform
knows 110 spellings ("select_one", "add select one prompt using"); its own dictionary says what XForm
control and data type each makes, and that decides here, so no spelling is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from survey_flows.questionnaire.model import ItemKind

_SELECTS: Final = {
    "select one": ItemKind.SELECT_ONE,
    "select all that apply": ItemKind.SELECT_MULTIPLE,
    "rank": ItemKind.RANK,
}
_UPLOADS: Final = {
    "image/*": ItemKind.IMAGE,
    "audio/*": ItemKind.AUDIO,
    "video/*": ItemKind.VIDEO,
    "application/*": ItemKind.FILE,
}
_BY_DATA_TYPE: Final = {
    "barcode": ItemKind.BARCODE,
    "date": ItemKind.DATE,
    "dateTime": ItemKind.DATETIME,
    "decimal": ItemKind.DECIMAL,
    "geopoint": ItemKind.GEOPOINT,
    "int": ItemKind.INTEGER,
    "string": ItemKind.TEXT,
    "time": ItemKind.TIME,
}
_FILLED_IN: Final = frozenset(
    {
        "audit",
        "background-audio",
        "background-geopoint",
        "csv-external",
        "entity",
        "start-geopoint",
        "xml-external",
    }
)
REFUSED: Final[Mapping[str, str]] = {
    "geoshape": "ask for one place with geopoint, or for an address with text",
    "geotrace": "ask for one place with geopoint, or for an address with text",
    "osm": "ask for one place with geopoint, or for an address with text",
    "select one external": "use select_one_from_file, or choice_filter on the sheet choices",
    "loop": "use begin_repeat with a repeat_count, or write the questions out",
    "xml-external": "attach the table as .csv and look it up with pulldata()",
}
"""Types no channel of ours can ask, with what to use instead."""
NEVER_ANSWERED: Final = frozenset({ItemKind.NOTE, ItemKind.CALCULATE, ItemKind.HIDDEN})


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a question: it is an item of `kind`, or filled in (`kind` is None)."""

    kind: ItemKind | None
    calculation: str = ""
    constraint: str = ""


_CLOCKS: Final = {"date": "today()", "timestamp": "now()"}


def fate_of(question_type: str) -> Fate | None:
    """What becomes of a type as pyxform names it; None for one that is refused or unknown."""
    if question_type in _SELECTS:
        return Fate(_SELECTS[question_type])
    if question_type in REFUSED or question_type not in QUESTION_TYPE_DICT:
        return None
    known: Mapping[str, Any] = QUESTION_TYPE_DICT[question_type]
    bind = known.get("bind", {})
    if question_type in _FILLED_IN:
        return Fate(None)
    if "jr:preload" in bind:
        return Fate(None, calculation=_CLOCKS.get(str(bind["jr:preload"]), "''"))
    kind = ItemKind.HIDDEN if question_type == "hidden" else _kind_of(bind, known.get("control", {}))
    return None if kind is None else Fate(kind, constraint=str(bind.get("constraint", "")))


def _kind_of(bind: Mapping[str, Any], control: Mapping[str, Any]) -> ItemKind | None:
    """The kind of question that an XForm control and data type make."""
    match control.get("tag"):
        case "trigger":
            return ItemKind.ACKNOWLEDGE
        case "range":
            return ItemKind.RANGE
        case "upload":
            return _UPLOADS.get(str(control.get("mediatype")))
        case "input" if bind.get("readonly") == "true()":
            return ItemKind.NOTE
        case "input":
            return _BY_DATA_TYPE.get(str(bind.get("type")))
        case None:
            return ItemKind.CALCULATE
        case _:
            return None
