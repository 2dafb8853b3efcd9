"""A repeat becomes as many copies of its questions as it may have rounds."""

from __future__ import annotations

import pytest

from survey_flows.questionnaire.logic import Logic
from survey_flows.questionnaire.model import ItemKind, Questionnaire
from survey_flows.questionnaire.repeats import upper_limit
from tests.survey_flows.questionnaire.examples import compile_alone, problems_of

HOUSEHOLD = """
| survey |
| | type | name | label | relevant | repeat_count | constraint | calculation |
| | integer | members | Nhà có mấy người? | | | . > 0 and . <= 4 | |
| | begin_repeat | member | Người | | ${members} | | |
| | text | who | Tên người thứ ${at}? | | | | |
| | integer | age | ${who} mấy tuổi? | | | . < 120 | |
| | text | school | ${who} học trường nào? | ../age < 18 | | | |
| | calculate | at | | | | | position(..) |
| | end_repeat | | | | | | |
| | calculate | total | | | | | sum(${age}) |
| | calculate | oldest | | | | | max(${age}) |
| | calculate | asked | | | | | count(${age}) |
| | calculate | rounds | | | | | count(${member}) |
| | calculate | names | | | | | join(', ', ${who}) |
| | calculate | last | | | | | indexed-repeat(${who}, ${member}, ${members}) |
| | note | thanks | Cảm ơn (${names}). | ${total} > 10 | | | |
"""
FAMILY = {
    "members": "2",
    "who.1": "An",
    "age.1": "40",
    "who.2": "Bình",
    "age.2": "7",
    "who.3": "?",
    "age.3": "99",
}


@pytest.fixture(scope="module")
def household() -> Questionnaire:
    return compile_alone(HOUSEHOLD)


def test_each_round_has_questions_of_its_own(household: Questionnaire) -> None:
    third = household.by_name["age.3"]
    assert (third.repeat, third.instance) == ("member", 3)
    assert third.sections == {"vi": "Người (3)"}
    assert household.by_name["members"].repeat == ""
    assert [item.name for item in household.items if item.instance == 2] == [
        "who.2",
        "age.2",
        "school.2",
        "at.2",
    ]


def test_a_round_applies_when_the_count_reaches_it(household: Questionnaire) -> None:
    logic = Logic(household)
    assert [name for name in logic.relevant_items(FAMILY) if name.startswith(("who", "school"))] == [
        "who.1", "who.2", "school.2",
    ]  # fmt: skip
    assert not any(name.startswith("who") for name in logic.relevant_items({}))
    assert "who.1" in logic.affected_by("members")


def test_within_a_round_references_mean_the_same_round(household: Questionnaire) -> None:
    logic = Logic(household)
    assert household.by_name["age.2"].labels == {"vi": "${who.2} mấy tuổi?"}
    assert logic.fill(household.by_name["age.2"].labels["vi"], FAMILY) == "Bình mấy tuổi?"
    assert logic.fill(household.by_name["who.2"].labels["vi"], FAMILY) == "Tên người thứ 2?"
    assert logic.affected_by("age.1") == ("school.1", "total", "oldest", "asked", "thanks")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("total", "47"),
        ("oldest", "40"),
        ("asked", "2"),
        ("rounds", "2"),
        ("names", "An, Bình"),
        ("last", "Bình"),
    ],
)
def test_outside_the_rounds_are_taken_together_and_those_that_do_not_apply_left_out(
    household: Questionnaire, name: str, value: str
) -> None:
    assert Logic(household).calculate(name, FAMILY) == value


def test_a_single_value_from_outside_is_ambiguous_and_refused_with_a_way_out() -> None:
    issues = problems_of(HOUSEHOLD.replace("sum(${age})", "${age} + 1"))
    assert issues[0].code == "outside-repeat"
    assert issues[0].where.startswith("survey!H11 (calculation)")
    assert "indexed-repeat" in issues[0].hint or "sum" in issues[0].hint


@pytest.mark.parametrize(
    ("constraint", "most"),
    [
        (". <= 5", 5),
        (". < 5", 4),
        ("5 >= . and . > 0", 5),
        ("3 > .", 2),
        (". < 2.5", 2),
        (". <= 5 or . = 9", None),
        (". > 0", None),
        ("", None),
    ],
)
def test_the_bound_of_a_count_is_read_from_its_constraint(constraint: str, most: int | None) -> None:
    assert upper_limit(constraint) == most


BOUNDS = """
| survey |
| | type                | name | label | parameters    | calculation | constraint |
| | range               | r    | Mấy?  | start=0 end=3 |             |            |
| | select_one many     | s    | Mấy?  |               |             |            |
| | select_multiple abc | m    | Gì?   |               |             |            |
| | integer             | i    | Mấy?  |               |             | . <= 60    |
| | integer             | free | Mấy?  |               |             |            |
| | calculate           | c    |       |               | ${r}        |            |
| | begin_repeat        | part | Phần  |               |             |            |
| | text                | q    | Gì?   |               |             |            |
| | end_repeat          |      |       |               |             |            |
| choices |
| | list_name | name | label |
| | many      | 1    | Một   |
| | many      | 2    | Hai   |
| | abc       | a    | A     |
| | abc       | b    | B     |
| | abc       | c    | C     |
"""


def bounded(count: str, maximum: str = "") -> str:
    """The form above with this count."""
    heads = BOUNDS.replace("| constraint |", "| constraint | repeat_count | repeat_maximum |")
    begin = "| | begin_repeat        | part | Phần  |               |             |            |"
    return heads.replace(begin, f"{begin} {count} | {maximum} |")


@pytest.mark.parametrize(
    ("count", "maximum", "rounds"),
    [
        ("3", "", 3),
        ("${r}", "", 3),
        ("${s}", "", 2),
        ("${c}", "", 3),
        ("count-selected(${m})", "", 3),
        ("${free}", "4", 4),
        ("${free} + 1", "2", 2),
        ("${i}", "5", 5),
    ],
)
def test_a_bound_comes_from_the_count_or_from_its_own_column(count: str, maximum: str, rounds: int) -> None:
    form = compile_alone(bounded(count, maximum))
    assert sum(item.name.startswith("q.") for item in form.items) == rounds


@pytest.mark.parametrize(
    ("count", "maximum", "code"),
    [("${free}", "", "unbounded-repeat"), ("", "", "unbounded-repeat"), ("${i}", "", "too-many-rounds")],
)
def test_a_repeat_without_a_usable_bound_is_refused_at_its_row(count: str, maximum: str, code: str) -> None:
    issues = problems_of(bounded(count, maximum))
    assert [issue.code for issue in issues] == [code]
    assert issues[0].where in ("survey!H10 (repeat_count)", "survey!I10 (repeat_maximum)")
    assert issues[0].hint


def test_a_repeat_without_a_count_asks_whether_there_is_another_round() -> None:
    form = compile_alone(bounded("", "3"))
    logic = Logic(form)
    assert [item.name for item in form.items][-5:] == ["q.1", "part.more.1", "q.2", "part.more.2", "q.3"]
    more = form.by_name["part.more.1"]
    assert (more.kind, more.reading, [choice.code for choice in more.choices]) == (
        ItemKind.SELECT_ONE,
        "yesno",
        ["yes", "no"],
    )
    assert more.labels == {"vi": "Phần: còn nữa không ạ?"}
    assert logic.relevant_items({})[-2:] == ("q.1", "part.more.1")
    assert logic.relevant_items({"part.more.1": "yes"})[-2:] == ("q.2", "part.more.2")
    gone_back = {"part.more.1": "no", "part.more.2": "yes"}
    assert logic.relevant_items(gone_back)[-2:] == ("q.1", "part.more.1")


def test_a_repeat_within_a_repeat_numbers_both_rounds() -> None:
    form = compile_alone(
        """
| survey |
| | type         | name  | label        | repeat_count | calculation            | relevant    | appearance |
| | begin_repeat | house | Nhà          | 2            |                        |             |            |
| | integer      | rooms | Mấy phòng?   |              |                        |             |            |
| | begin_repeat | room  | Phòng        | 2            |                        | ${rooms} > 0 | field-list |
| | integer      | size  | Rộng mấy m²? |              |                        |             |            |
| | end_repeat   |       |              |              |                        |             |            |
| | calculate    | whole |              |              | sum(${size})           |             |            |
| | end_repeat   |       |              |              |                        |             |            |
| | calculate    | all   |              |              | sum(${size})           |             |            |
| | calculate    | one   | | | indexed-repeat(${size}, ${house}, 2, ${room}, 1) | | |
| | calculate    | many  |              |              | count(${room})         |             |            |
"""
    )
    logic = Logic(form)
    assert [item.name for item in form.items if item.name.startswith("size")] == [
        "size.1.1", "size.1.2", "size.2.1", "size.2.2",
    ]  # fmt: skip
    inner = form.by_name["size.2.1"]
    assert (inner.repeat, inner.instance, inner.screen) == ("room.2", 1, "room.2.1")
    said = {"rooms.1": "1", "rooms.2": "1", "size.1.1": "10", "size.1.2": "5", "size.2.1": "7"}
    said["size.2.2"] = "1"
    assert [logic.calculate(name, said) for name in ("whole.1", "whole.2", "all", "one", "many")] == [
        "15", "8", "23", "7", "4",
    ]  # fmt: skip
    assert logic.calculate("many", {"rooms.1": "1"}) == "2"


def test_the_label_of_a_choice_is_found_within_a_repeat_and_from_outside() -> None:
    form = compile_alone(
        """
| survey |
| | type          | name | label | repeat_count | calculation |
| | begin_repeat  | r    | R     | 2            |             |
| | begin_repeat  | s    | S     | 2            |             |
| | select_one yn | q    | Gì?   |              |             |
| | calculate     | said |       |              | jr:choice-name(${q}, '${q}') |
| | end_repeat    |      |       |              |             |
| | end_repeat    |      |       |              |             |
| | calculate | one | | | jr:choice-name(indexed-repeat(${q}, ${r}, 2, ${s}, 1), '${q}') |
| choices |
| | list_name | name | label |
| | yn        | yes  | Có    |
"""
    )
    logic = Logic(form)
    assert logic.calculate("said.2.1", {"q.2.1": "yes"}) == "Có"
    assert logic.calculate("one", {"q.2.1": "yes"}) == "Có"


def test_each_step_up_is_the_group_or_repeat_around() -> None:
    form = compile_alone("""| survey |
| | type | name | label | repeat_count | calculation | relevant |
| | begin_repeat | home | Hộ | 2 | | |
| | begin_group | g | Nhóm | | | |
| | begin_repeat | person | Người | 2 | | |
| | calculate | place | | | concat(position(..), position(../..), position(../../..)) | |
| | text | name | Tên? | | | position(../../..) = 2 or position(..) = 1 |
| | end_repeat | | | | | |
| | end_group | | | | | |
| | end_repeat | | | | | |
""")
    logic = Logic(form)
    places = [logic.calculate(f"place.{home}.{person}", {}) for home in (1, 2) for person in (1, 2)]
    assert places == ["111", "211", "112", "212"]
    assert logic.relevant_items({}) and not logic.is_relevant("name.1.2", {})
