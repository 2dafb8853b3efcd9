"""Every question type of XLSForm has a fate: asked, filled in, structure, or refused with a way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from survey_flows.questionnaire.model import Item, ItemKind
from survey_flows.questionnaire.question_types import REFUSED, fate_of
from survey_flows.questionnaire.sheets import KNOWN_COLUMNS
from tests.survey_flows.questionnaire.examples import compile_alone, problems_of

DOCUMENT = Path(__file__).parents[3] / "docs" / "questionnaire_types.md"
CHOICES = """
| choices |
| | list_name | name | label |
| | yn | yes | Có |
| | yn | no | Không |
"""


def only(kind: str, **columns: str) -> Item:
    """The one item of a form with one question of type `kind`."""
    headings = "".join(f" {name} |" for name in columns)
    cells = "".join(f" {text} |" for text in columns.values())
    table = f"| survey |\n| | type | name | label |{headings}\n| | {kind} | q | Câu hỏi |{cells}\n"
    items = compile_alone(table + CHOICES).items
    assert len(items) == 1
    return items[0]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("select_one yn", ItemKind.SELECT_ONE),
        ("select_multiple yn", ItemKind.SELECT_MULTIPLE),
        ("rank yn", ItemKind.RANK),
        ("integer", ItemKind.INTEGER),
        ("int", ItemKind.INTEGER),
        ("decimal", ItemKind.DECIMAL),
        ("range", ItemKind.RANGE),
        ("text", ItemKind.TEXT),
        ("string", ItemKind.TEXT),
        ("date", ItemKind.DATE),
        ("time", ItemKind.TIME),
        ("dateTime", ItemKind.DATETIME),
        ("datetime", ItemKind.DATETIME),
        ("note", ItemKind.NOTE),
        ("acknowledge", ItemKind.ACKNOWLEDGE),
        ("trigger", ItemKind.ACKNOWLEDGE),
        ("barcode", ItemKind.BARCODE),
        ("geopoint", ItemKind.GEOPOINT),
        ("gps", ItemKind.GEOPOINT),
        ("image", ItemKind.IMAGE),
        ("photo", ItemKind.IMAGE),
        ("audio", ItemKind.AUDIO),
        ("video", ItemKind.VIDEO),
        ("file", ItemKind.FILE),
        ("hidden", ItemKind.HIDDEN),
    ],
)
def test_a_type_becomes_an_item_of_its_kind(written: str, kind: ItemKind) -> None:
    item = only(written)
    assert item.kind is kind
    assert [choice.code for choice in item.choices] == (["yes", "no"] if " yn" in written else [])


def test_a_calculation_is_an_item_that_is_never_asked() -> None:
    item = only("calculate", calculation="1 + 1")
    assert (item.kind, item.calculation, item.is_required) == (ItemKind.CALCULATE, "1 + 1", False)


def test_a_range_is_limited_by_its_ends_and_its_steps() -> None:
    item = only("range", parameters="start=0 end=1 step=0.25", constraint=". != 0.5")
    assert item.parameters == {"start": "0", "end": "1", "step": "0.25"}
    form = compile_alone("| survey |\n| | type | name | label |\n| | range | q | Mức |\n")
    assert form.items[0].constraint == ". >= 1 and . <= 10 and round((. - 1) div 1, 6) mod 1 = 0"


@pytest.mark.parametrize("kind", ["geotrace", "geoshape", "osm", "select_one_external yn"])
def test_a_type_that_no_channel_can_ask_is_refused_with_what_to_use_instead(kind: str) -> None:
    issues = problems_of(f"| survey |\n| | type | name | label |\n| | {kind} | q | Câu |\n{CHOICES}")
    assert [issue.where for issue in issues][:1] == ["survey!B3 (type)"]
    assert issues[0].hint


@pytest.mark.parametrize(
    "kind", ["start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit"]
)
def test_what_a_telephone_fills_in_is_left_out(kind: str) -> None:
    table = f"| survey |\n| | type | name | label |\n| | {kind} | {kind} | |\n| | text | q | Câu |\n"
    assert [item.name for item in compile_alone(table).items] == ["q"]


def test_but_a_date_of_the_telephone_that_is_referred_to_is_the_clock() -> None:
    form = compile_alone(
        """
| survey |
| | type     | name  | label         | constraint    |
| | today    | today |               |               |
| | deviceid | phone |               |               |
| | date     | q     | Ngày? ${phone} | . <= ${today} |
"""
    )
    assert [(item.name, item.kind, item.calculation) for item in form.items[:2]] == [
        ("today", ItemKind.CALCULATE, "today()"),
        ("phone", ItemKind.CALCULATE, "''"),
    ]


def test_every_type_pyxform_knows_has_a_fate() -> None:
    """111 spellings; a new one in a later pyxform must be given its place."""
    without = {name for name in QUESTION_TYPE_DICT if fate_of(name) is None}
    drawn = {"geoshape", "geotrace", "osm", "q geoshape", "q geotrace"}
    # Spellings of 2011 for which pyxform itself finds no choice list any more.
    listless = {name for name in without if "select" in name and name not in REFUSED}
    assert without - listless == drawn | {"select one external", "xml-external"}


def test_the_document_names_every_type_and_every_column() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    types = {
        "select_one", "select_multiple", "select_one_from_file", "select_multiple_from_file", "rank",
        "integer", "decimal", "range", "text", "date", "time", "dateTime", "note", "acknowledge",
        "calculate", "hidden",
        "barcode", "geopoint", "image", "audio", "video", "file", "begin_group", "begin_repeat", "start",
        "end", "today", "audit", "geotrace", "geoshape", "osm", "select_one_external", "or_other",
        "background-audio",
    }  # fmt: skip
    assert {name for name in types | KNOWN_COLUMNS if f"`{name}" not in document} == set()
