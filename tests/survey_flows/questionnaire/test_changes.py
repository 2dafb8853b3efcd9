"""What a new version changes, and which changes would cost answers already given."""

from __future__ import annotations

import pytest

from survey_flows.questionnaire.changes import LOSES_ANSWERS, ChangeKind, changes
from tests.survey_flows.questionnaire.examples import built_in, compile_markdown

OLD = """| survey |
| | type | name | label | relevant | constraint |
| | select_one yn | a | Có dùng không? | | |
| | integer | n | Mấy lần? | ${a} = 'yes' | . > 0 |
| | text | x | Ý kiến khác | | |
| choices |
| | list_name | name | label |
| | yn | yes | Có |
| | yn | no | Không |
"""

CASES = [
    ("Mấy lần?", "Bao nhiêu lần?", {(ChangeKind.WORDING, "n")}),
    (". > 0", ". >= 0", {(ChangeKind.RULE, "n")}),
    ("| integer | n |", "| decimal | n |", {(ChangeKind.RETYPED, "n")}),
    ("| text | x |", "| text | y |", {(ChangeKind.RENAMED, "y")}),
    ("| | text | x | Ý kiến khác | | |\n", "", {(ChangeKind.REMOVED, "x")}),
    ("| | text | x | Ý", "| | text | w | Tên? | | |\n| | text | x | Ý", {(ChangeKind.ADDED, "w")}),
    ("| yn | no | Không |", "| yn | never | Không |",
     {(ChangeKind.CODE_REMOVED, "a"), (ChangeKind.CODE_ADDED, "a")}),
    ("| yn | no | Không |", "| yn | no | Chưa |", {(ChangeKind.WORDING, "a")}),
    ("yes | Có |\n| | yn | no | Không", "yes | Không |\n| | yn | no | Có", {(ChangeKind.CODE_REUSED, "a")}),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), CASES)
def test_a_change_is_named_with_its_item(
    before: str, after: str, expected: set[tuple[ChangeKind, str]]
) -> None:
    assert before in OLD
    found = changes(compile_markdown(OLD), compile_markdown(OLD.replace(before, after)))
    assert {(change.kind, change.item) for change in found} == expected


@pytest.mark.parametrize(("before", "after", "expected"), CASES)
def test_only_what_takes_the_place_of_an_answer_away_loses_answers(
    before: str, after: str, expected: set[tuple[ChangeKind, str]]
) -> None:
    found = changes(compile_markdown(OLD), compile_markdown(OLD.replace(before, after)))
    assert {one.kind for one in found if one.loses_answers} == {kind for kind, _ in expected} & LOSES_ANSWERS


def test_another_order_is_told_once() -> None:
    rows = OLD.splitlines(keepends=True)
    swapped = "".join([*rows[:2], rows[4], *rows[2:4], *rows[5:]])
    [change] = changes(compile_markdown(OLD), compile_markdown(swapped))
    assert (change.kind, change.item, change.before) == (ChangeKind.MOVED, "x", "a")


def test_a_form_has_not_changed_against_itself() -> None:
    assert changes(built_in("son_la_in_person"), built_in("son_la_in_person")) == ()
