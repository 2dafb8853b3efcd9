"""The linter finds every kind of defect in its cell, and nothing in forms that are right."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_flows.questionnaire.inspection import Severity, inspect_form
from survey_flows.questionnaire.lint import lint
from survey_flows.questionnaire.linting.catalogue import MESSAGES
from survey_flows.questionnaire.linting.findings import Finding, Language
from survey_flows.questionnaire.sheets import Row, Sheet, Sheets, read_sheets
from tests.architecture.tree import read
from tests.survey_flows.questionnaire.broken_forms import BROKEN, Broken
from tests.survey_flows.questionnaire.examples import FOLDER

LANGUAGES: tuple[Language, ...] = ("vi", "en")
CHANNELS = ("telegram", "zalo", "sms")
PUBLIC = sorted(Path(__file__).parent.glob("public_forms/*.md"))
OURS = sorted(FOLDER.glob("*.md"))
SHORT = sorted(OURS, key=lambda path: path.stat().st_size)[:4]
"""A defect is found in a short form as in a long one, and sooner."""
SAID_BY_THE_COMPILER = frozenset(
    {
        "compiler", "encoding", "invalid-pattern", "missing-attachment", "no-survey-sheet", "refused",
        "unreadable", "refused-function", "too-many-rounds",
        "tree-function", "unavailable-function", "unsupported-list", "unsupported-path",
        "unsupported-read-only", "unsupported-search",
    }
)  # fmt: skip


@cache
def findings(sheets: str) -> tuple[Finding, ...]:
    return lint(read_sheets(sheets.encode(), "md"), channels=CHANNELS)


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken.code} {broken.where}")
def test_every_defect_is_found_in_its_cell(broken: Broken) -> None:
    assert (broken.code, broken.where) in [(one.code, one.where()) for one in findings(broken.sheets)]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken.code} {broken.where}")
def test_one_defect_is_not_reported_as_several_errors(broken: Broken) -> None:
    """What follows from a defect is not another one: the author mends one cell."""
    errors = {one.row for one in findings(broken.sheets) if one.severity is Severity.ERROR}
    wheres = {one.where() for one in findings(broken.sheets) if one.severity is Severity.ERROR}
    assert len(errors) <= 1 or broken.code == "circular"
    assert len(wheres) <= 2


@pytest.mark.parametrize(
    "constraint", [". < '01/01/2024'", ". > 2024-01-31 and . < 2020-01-31", ". > 1 or 2"]
)
def test_what_follows_from_an_unreadable_date_is_not_told_besides(constraint: str) -> None:
    sheets = f"| survey |\n| | type | name | label | constraint |\n| | date | b | B? | {constraint} |\n"
    assert len({one.code for one in findings(sheets)}) == 1


@pytest.mark.parametrize("code", MESSAGES)
def test_every_kind_of_defect_is_in_the_document(code: str) -> None:
    """The table of docs/form_lint.md is that of the catalogue, severity and messages included."""
    assert line_of(code) in read("docs/form_lint.md").splitlines()


def line_of(code: str) -> str:
    wording = MESSAGES[code]
    vietnamese = f"{wording.vi} → {wording.vi_hint}" if wording.vi_hint else wording.vi
    return f"| `{code}` | {wording.severity.value} | {vietnamese} | {wording.en} |".replace("||", "/")


def test_every_kind_of_defect_has_an_example() -> None:
    assert {broken.code for broken in BROKEN} == set(MESSAGES) - SAID_BY_THE_COMPILER


@pytest.mark.parametrize("code", MESSAGES)
def test_every_message_is_in_two_languages_and_says_what_to_do(code: str) -> None:
    wording = MESSAGES[code]
    assert wording.vi
    assert wording.en
    assert wording.vi != wording.en or wording.vi == "{why}"
    assert bool(wording.vi_hint) == bool(wording.en_hint) or "{why}" in wording.en


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken.code} {broken.where}")
def test_every_word_of_a_message_is_filled_in(broken: Broken) -> None:
    for one in findings(broken.sheets):
        for language in LANGUAGES:
            text = one.message(language) + one.hint(language)
            assert not re.search(r"(?<!\$)\{(?!a\}|name\})[a-z]+\}", text), text


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: path.stem)
def test_public_forms_raise_no_alarm(path: Path) -> None:
    inspection = inspect_form(path.read_bytes(), file_type="md", name=path.stem)
    assert [str(one.issue()) for one in inspection.findings if one.severity is Severity.ERROR] == []


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_our_forms_are_clean_on_every_channel(path: Path) -> None:
    found = lint(read_sheets(path.read_bytes(), "md"), channels=("telegram", "sms"))
    assert [str(one.issue()) for one in found if one.severity is not Severity.NOTE] == []


def test_a_form_without_a_plan_is_not_held_against_channels() -> None:
    sheets = read_sheets(b"| survey |\n| | type | name | label |\n| | image | b | B? |\n", "md")
    assert lint(sheets) == ()
    assert [one.code for one in lint(sheets, channels=["sms"])] == ["not-on-channel"]
    assert lint(sheets, channels=["telegram"]) == ()


def test_pictures_are_told_once_a_list_and_only_where_a_plan_uses_a_channel_without_them() -> None:
    path = Path(__file__).parent / "public_forms" / "half_translated.md"
    sheets = read_sheets(path.read_bytes(), "md")
    told = [(one.code, one.where()) for one in lint(sheets, channels=["telegram", "sms", "zns"])]
    assert [one for one in told if "picture" in one[0]] == [
        ("picture-left-out", "survey!G5 (image)"),
        ("picture-left-out", "choices!F9 (image)"),
    ]
    seen = lint(sheets, channels=["telegram", "zalo", "web"])
    assert not [one for one in seen if "picture" in one.code]


@pytest.mark.parametrize("channel", ["sms", "zns", "zalo", "zalo_bot", "telegram", "web"])
def test_every_channel_a_plan_may_name_is_known(channel: str) -> None:
    sheets = read_sheets(b"| survey |\n| | type | name | label |\n| | image | b | B? |\n", "md")
    refused = channel in {"sms", "zalo_bot", "web"}
    assert [one.code for one in lint(sheets, channels=[channel])] == ["not-on-channel"] * refused


def test_a_language_without_its_column_is_told_with_the_heading_to_add() -> None:
    sheets = """| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | hint::Tiếng Việt (vi) |
| | text | b | Tên? | Name? | Họ và tên |
| | text | c | Quê? | Home? | Xã, huyện |
"""
    [found] = findings(sheets)
    assert (found.code, found.hint("vi")) == ("untranslated", "thêm cột hint::English (en)")


def test_every_column_a_sheet_lacks_is_named() -> None:
    sheets = "| survey |\n| | loại | tên | nhãn |\n| | text | b | B? |\n"
    assert [(one.code, one.column) for one in findings(sheets)] == [
        ("missing-column", "type"),
        ("missing-column", "name"),
    ]


def test_columns_of_a_table_may_be_called_like_words_that_are_no_operators() -> None:
    sheets = """| survey |
| | type | name | label | choice_filter |
| | text | a | A? | |
| | select_one_from_file places.csv | b | B? | in = ${a} and is != '' |
| | select_one l | c | C? | between = ${a} |
| choices |
| | list_name | name | label | between |
| | l | 1 | One | x |
"""
    assert findings(sheets) == ()


SATISFIABLE = [
    ("integer", ". > 5 and . < 7"),
    ("integer", ". >= 5 and . <= 5"),
    ("decimal", ". > 5 and . < 6"),
    ("integer", ". > ${n} and . < ${n} + 10"),
    ("integer", ". mod 2 = 0 and . > 3"),
    ("integer", "(. > 0 and . < 10) or . = 99"),
    ("integer", "not(. < 5)"),
    ("text", "string-length(.) = 10"),
    ("text", "regex(., '[0-9]+') and . != '0'"),
    ("date", ". >= date('2024-01-01') and . <= today()"),
    ("date", ". > '2024-01-01' and . < '2024-12-31'"),
    ("select_one yn", ". = 'yes' or ${n} > 3"),
    ("select_multiple yn", "count-selected(.) <= 2 and not(selected(., 'no') and count-selected(.) > 1)"),
    ("select_multiple yn", "count-selected(.) = 2"),
    ("integer", ". >= int(1.953)"),
    ("text", "string-length(.) >= 9 and string-length(.) <= 12 and . > 0"),
    ("text", "string-length(.) = 4 and . != '2024' and number(.) > 5"),
    ("text", "string-length(.) > 3 or . = 'ok'"),
    ("date", ". > today() - 30 and . < today()"),
    ("date", ". >= today() and . <= today()"),
    ("integer", ". > ${n} or . < ${n}"),
    ("text", ". != string(true())"),
]


@pytest.mark.parametrize(("kind", "constraint"), SATISFIABLE)
def test_what_some_value_satisfies_is_no_contradiction(kind: str, constraint: str) -> None:
    sheets = f"""| survey |
| | type | name | label | constraint |
| | integer | n | N? | |
| | {kind} | b | B? | {constraint} |
| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
"""
    assert [one.code for one in findings(sheets) if one.code != "unused-list"] == []


@pytest.mark.parametrize(
    ("constraint", "relevant"),
    [
        (". >= 18", "${a} < 19"),
        (". >= 18", "${a} < 18 or ${n} = 1"),
        (". >= 18", "not(${a} >= 18)"),  # also of one who has not answered
        (". >= 18", "${a} = ''"),
        (". < ${n}", "${a} > 100"),
        (". = 1 or . = 99", "${a} = 99"),
    ],
)
def test_a_question_some_valid_answer_leads_to_is_within_reach(constraint: str, relevant: str) -> None:
    sheets = f"""| survey |
| | type | name | label | constraint | relevant |
| | integer | n | N? | | |
| | integer | a | A? | {constraint} | |
| | text | b | B? | | {relevant} |
"""
    assert findings(sheets) == ()


@given(
    low=st.integers(-20, 20),
    high=st.integers(-20, 20),
    is_strict=st.booleans(),
    kind=st.sampled_from(["integer", "decimal"]),
)
@settings(max_examples=30, deadline=None)
def test_an_interval_is_a_contradiction_exactly_when_it_is_empty(
    low: int, high: int, is_strict: bool, kind: str
) -> None:
    lower, upper = (">", "<") if is_strict else (">=", "<=")
    constraint = f". {lower} {low} and . {upper} {high}"
    sheets = f"| survey |\n| | type | name | label | constraint |\n| | {kind} | b | B? | {constraint} |"
    if kind == "integer":
        is_empty = low + 1 > high - 1 if is_strict else low > high
    else:
        is_empty = low >= high if is_strict else low > high
    assert ("contradiction" in [one.code for one in findings(sheets)]) == is_empty


PIECES = [
    "${a}", "${b}", "${", "{", "}", ".", "..", "/", "//", "[", "]", "(", ")", "'x'", "'", '"', "1", "-", "+",
    "*", "=", "!=", "<", "and", "or", "not(", "selected(", "if(", "position(..)", ",", "|", "@", "::", ":",
    "$", "jr:choice-name(", "div", "yes", "é", "\n", "1.5e3", "text()", "child::a", "Q{x}y", "#", "a:*",
    "instance('l')/root", "self::node()",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join),
    st.sampled_from(["relevant", "constraint", "calculation", "choice_filter", "required", "default"]),
    st.sampled_from(["integer", "select_one l", "select_multiple l", "date", "text", "calculate"]),
)
@settings(max_examples=40, deadline=None)
def test_whatever_stands_in_a_cell_the_linter_does_not_break(source: str, column: str, kind: str) -> None:
    survey = Sheet(
        "survey",
        ["", "type", "name", "label", column],
        [
            Row(3, {"type": "select_one l", "name": "a", "label": "A"}),
            Row(4, {"type": kind, "name": "b", "label": "B", column: source}),
        ],
    )
    choices = Sheet("choices", ["", "list_name", "name"], [Row(9, {"list_name": "l", "name": "x"})])
    assert lint({"survey": survey, "choices": choices})


Spoil = Callable[[str], str]
EXPRESSION_DEFECTS: dict[str, Spoil] = {
    "unbalanced-parentheses": lambda text: "(" + text,
    "open-quote": lambda text: text + " and 'x",
    "wrong-operator": lambda text: text + " && 1 = 1",
    "unknown-function": lambda text: f"noton({text})",
    "wrong-arguments": lambda text: f"not({text}, 1)",
    "unknown-reference": lambda text: text + " and ${no_such_item} = 1",
    "bare-name": lambda text: text + " and nonsense",
    "unfinished-expression": lambda text: text + " and",
    "curly-quotes": lambda text: text + " and ‘x’ = 1",
    "bare-reference": lambda text: text + " and $q = 1",
    "open-reference": lambda text: text + " and ${q",
}


@cache
def good_form(path: Path) -> Sheets:
    return read_sheets(path.read_bytes(), "md")


def spoilt(sheets: Sheets, sheet: str, row: int, column: str, text: str) -> Sheets:
    """The sheets with another text in one cell ("" empties it)."""
    rows = [
        Row(one.number, {**one.cells, column: text}) if one.number == row else one
        for one in sheets[sheet].rows
    ]
    cleaned = [Row(one.number, {head: cell for head, cell in one.cells.items() if cell}) for one in rows]
    return {**sheets, sheet: Sheet(sheet, sheets[sheet].columns, cleaned)}


def cells(sheets: Sheets, sheet: str, *columns: str) -> list[tuple[int, str, str]]:
    """The filled cells of some columns: row, heading, text."""
    return [
        (row.number, column, text)
        for row in sheets[sheet].rows
        for column, text in row.cells.items()
        if column.partition("::")[0] in columns
    ]


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_a_defect_put_into_a_good_form_is_found_in_that_cell(data: st.DataObject) -> None:
    sheets = good_form(data.draw(st.sampled_from(SHORT)))
    expressions = cells(sheets, "survey", "relevant", "constraint", "calculation")
    code = data.draw(st.sampled_from(sorted(EXPRESSION_DEFECTS)))
    if not expressions:
        return
    number, column, text = data.draw(st.sampled_from(expressions))
    found = lint(spoilt(sheets, "survey", number, column, EXPRESSION_DEFECTS[code](text)))
    assert (code, number, column) in [(one.code, one.row, one.column) for one in found]


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_a_spoilt_choice_name_type_or_wording_is_found_in_that_cell(data: st.DataObject) -> None:
    sheets = good_form(data.draw(st.sampled_from(SHORT)))
    sheet, code, column, change = data.draw(
        st.sampled_from(
            [
                ("survey", "invalid-name", "name", lambda text: f"9 {text}"),
                ("survey", "unknown-type", "type", lambda text: f"x{text}"),
                ("choices", "choice-without-code", "name", lambda _: ""),
                ("choices", "missing-translation", "label", lambda _: ""),
            ]
        )
    )
    number, heading, text = data.draw(st.sampled_from(cells(sheets, sheet, column)))
    found = lint(spoilt(sheets, sheet, number, heading, change(text)))
    assert (code, number, heading) in [(one.code, one.row, one.column) for one in found]
