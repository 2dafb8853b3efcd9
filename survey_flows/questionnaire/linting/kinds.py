"""Question types: their spellings, and which channels can ask them.

Spellings are pyxform's, which still reads those of 2011 ("add select one prompt using"). A type is
one of: asked in a conversation (with or without pictures and places), filled in by the program,
structure, or made for a map or an app on a telephone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyxform import aliases
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

SELECTS: Final = frozenset({"select_one", "select_multiple", "rank", "select_one_external"})
NUMBERS: Final = frozenset({"integer", "decimal", "range"})
DATES: Final = frozenset({"date", "datetime"})
COMPUTED: Final = frozenset({"calculate", "hidden"})
TYPED: Final = frozenset({"text", "barcode", "time"}) | NUMBERS | DATES
SHOWN: Final = frozenset({"note", "acknowledge"})
SENT: Final = frozenset({"geopoint", "image", "audio", "video", "file"})
"""Answers that are a place, a picture, a sound or a file."""
STRUCTURE: Final = frozenset(
    {"begin group", "end group", "begin repeat", "end repeat", "begin loop", "end loop"}
)
FILLED_IN: Final = frozenset(
    {
        "start",
        "end",
        "today",
        "deviceid",
        "username",
        "phonenumber",
        "email",
        "audit",
        "start-geopoint",
        "background-audio",
        "background-geopoint",
        "simserial",
        "subscriberid",
        "xml-external",
        "csv-external",
        "entity",
    }
)  # a phone or the program fills them in; our paradata hold the like
DRAWN: Final = frozenset({"geotrace", "geoshape", "osm", "select_one_external"})
"""Needs a map or an app: no channel of ours can ask it."""
ASKED: Final = (SELECTS | TYPED | SHOWN | SENT) - DRAWN
WORTH_A_LABEL: Final = ASKED | DRAWN

_CANONICAL: Final = {
    "int": "integer", "string": "text", "trigger": "acknowledge", "photo": "image", "gps": "geopoint",
    "location": "geopoint", "date time": "datetime", "datetime": "datetime", "percentage": "integer",
    "start time": "start", "end time": "end", "imei": "deviceid", "device id": "deviceid", "phone number":
    "phonenumber",
    "select1": "select_one", "select one": "select_one", "select all that apply": "select_multiple",
}  # fmt: skip
_CONTROLS: Final = {
    **{word: "repeat" if kind == "repeat" else str(kind) for word, kind in aliases.control.items()},
    "group": "group",
}
_SELECT_SPELLINGS: Final = sorted(aliases.select, key=len, reverse=True)
_MEANING: Final = {
    "select one": "select_one",
    "select all that apply": "select_multiple",
    "select one external": "select_one_external",
    "rank": "rank",
}
PLAIN_TYPES: Final = frozenset({name.lower() for name in QUESTION_TYPE_DICT} | set(_CANONICAL))
KNOWN_TYPES: Final = (
    PLAIN_TYPES | SELECTS | STRUCTURE | {"begin_group", "end_group", "begin_repeat", "end_repeat"}
)


@dataclass(frozen=True, slots=True)
class TypeCell:
    """A type cell as read: the type in one spelling ("" when unknown), its list, and what follows."""

    kind: str
    choice_list: str = ""
    is_from_file: bool = False
    is_with_other: bool = False


def read_type(text: str) -> TypeCell:
    """Read a type cell; the kind of one that means nothing is ""."""
    words = " ".join(text.split())
    lower = words.lower()
    opening, _, rest = lower.replace("begin_", "begin ").replace("end_", "end ").partition(" ")
    if opening in {"begin", "end"} and rest:
        control = _CONTROLS.get(rest.split(" over ")[0].strip(), "")
        return TypeCell(f"{opening} {control}" if control else "")
    for spelling in _SELECT_SPELLINGS:
        if lower == spelling or lower.startswith(spelling + " "):
            after = words[len(spelling) :].split()
            kind = _MEANING.get(str(aliases.select[spelling]), "select_one")
            is_with_other = " ".join(after[1:]).lower() in {"or_other", "or specify other", "or other"}
            named = after[0] if after else ""
            return TypeCell(kind, named, "file" in spelling or "${" in named, is_with_other)
    plain = _CANONICAL.get(lower, lower)
    if plain in ASKED | COMPUTED | FILLED_IN | DRAWN:
        return TypeCell(plain)
    if lower.startswith("osm "):
        return TypeCell("osm")
    return TypeCell(_old(lower))


def _old(lower: str) -> str:
    """The type a spelling of the first XLSForms stands for."""
    if lower not in PLAIN_TYPES:
        return ""
    for lead in ("add ", "q ", "get ", "uri:"):
        if lower.startswith(lead):
            bare = lower.removeprefix(lead).removesuffix(" prompt")
            plain = _CANONICAL.get(bare, bare)
            return plain if plain in ASKED | COMPUTED | FILLED_IN | DRAWN else "text"
    return "integer" if lower.startswith("number of days") else "text"
