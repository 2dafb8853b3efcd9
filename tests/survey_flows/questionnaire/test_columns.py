"""Every column of the sheets ends in a field of the item, or is refused at its cell."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import openpyxl
import pytest

from survey_flows.questionnaire.logic import Logic
from survey_flows.questionnaire.model import ItemKind
from survey_flows.questionnaire.moment import Moment
from survey_flows.questionnaire.sheets import FileType
from survey_flows.questionnaire.stored import from_bytes, to_bytes
from survey_flows.questionnaire.xlsform import compile_form
from tests.survey_flows.questionnaire.examples import compile_alone, item, logic_of, problems_of

EVERYTHING = """
| survey |
| | Type | name | label::Tiếng Việt (vi) | label::English (en) | bind::relevance | required | Required Message::vi | required_message::en | constraint | constraint_message::vi | constraint_message::en |
| | begin group | g | Về bác | About you | | | | | | | |
| | integer | age | Bác mấy tuổi? | Your age? | | yes | Cần tuổi | Needed | . > 17 | Từ 18 | From 18 |
| | select_one yn | job | Bác có đi làm? | Working? | ${age} < 60 | ${age} < 30 | | | | | |
| | end group | | | | | | | | | | |
| | note | bye | Cảm ơn, bác ${age} tuổi, đi làm: ${job} | Thanks, ${age}: ${job} | | | | | | | |
| choices |
| | List Name | value | caption::vi | caption::en | media::image::vi |
| | yn | yes | Có | Yes | co.png |
| | yn | no | Không | No | |
| settings |
| | Form Title | form_id | default_language | version |
| | Khảo sát | ks | vi | 7 |
"""  # noqa: E501  (one row of a sheet is one line)


def lines_of(markdown: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in markdown.strip().splitlines()]


def as_csv(markdown: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(lines_of(markdown))
    return stream.getvalue().encode("utf-8-sig")


def as_excel(markdown: str) -> bytes:
    workbook = openpyxl.Workbook()
    page = workbook.active
    for title, *cells in lines_of(markdown):
        if title:
            page = workbook.create_sheet(title)
        elif page is not None:
            page.append(cells)
    workbook.remove(workbook.worksheets[0])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("file_type", ["csv", "xlsx"])
def test_one_form_in_three_formats_is_one_questionnaire(file_type: FileType) -> None:
    source = as_csv(EVERYTHING) if file_type == "csv" else as_excel(EVERYTHING)
    form = compile_form(source, file_type=file_type, name="test")
    assert form == compile_alone(EVERYTHING)
    assert from_bytes(to_bytes(form)) == form


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "utf-16")])
def test_a_table_as_excel_saves_it_on_a_vietnamese_computer_is_read(delimiter: str, encoding: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(lines_of(EVERYTHING))
    form = compile_form(stream.getvalue().encode(encoding), file_type="csv", name="test")
    assert form == compile_alone(EVERYTHING)


@pytest.mark.parametrize("file_type", ["csv", "xlsx"])
def test_characters_nobody_sees_change_nothing(file_type: FileType) -> None:
    table = EVERYTHING.replace("integer", "integer\u200b").replace("${age}", "${age\ufeff}")
    source = as_csv(table) if file_type == "csv" else as_excel(table)
    assert compile_form(source, file_type=file_type, name="test") == compile_alone(EVERYTHING)


def test_headings_in_any_spelling_end_in_the_same_fields() -> None:
    form = compile_alone(EVERYTHING)
    age, job, bye = form.items
    assert (age.is_required, age.required_messages) == (True, {"vi": "Cần tuổi", "en": "Needed"})
    assert (age.constraint, age.constraint_messages) == (". > 17", {"vi": "Từ 18", "en": "From 18"})
    assert (job.relevant, job.required, job.is_required) == ("/data/age < 60", "/data/age < 30", False)
    assert job.choices[0].media == {"image": {"vi": "co.png"}}
    assert job.sections == {"vi": "Về bác", "en": "About you"}
    assert (form.titles, form.languages, form.minutes) == ({"vi": "Khảo sát"}, ("vi", "en"), 7)
    assert bye.sections == {}


def test_a_wording_quotes_answers_in_the_language_it_is_read_in() -> None:
    form = compile_alone(EVERYTHING)
    logic = Logic(form)
    said = {"age": "40", "job": "yes"}
    bye = form.by_name["bye"].labels
    assert logic.fill(bye["vi"], said, Moment(language="vi")) == "Cảm ơn, bác 40 tuổi, đi làm: Có"
    assert logic.fill(bye["en"], said, Moment(language="en")) == "Thanks, 40: Yes"
    assert logic.fill(bye["vi"], {**said, "age": "70"}) == "Cảm ơn, bác 70 tuổi, đi làm: "
    assert logic.fill("không có gì", said) == "không có gì"
    assert logic.fill("${nobody}", said) == ""


def test_whether_an_answer_is_required_may_depend_on_others() -> None:
    logic = Logic(compile_alone(EVERYTHING))
    assert logic.is_required("age", {})
    assert logic.is_required("job", {"age": "20"})
    assert not logic.is_required("job", {"age": "40"})
    assert not logic.is_required("job", {})
    assert not logic.is_required("bye", {})
    assert "job" in logic.affected_by("age")


SCREENS = """
| survey |
| | type | name | label | appearance | image | audio | guidance_hint | hint | read_only | default | trigger | calculation |
| | begin_group | s | Cùng màn hình | field-list | | | | | | | | |
| | text | a | A | multiline numbers | a.png | a.mp3 | Đọc chậm | Vài chữ | | | | |
| | begin_group | inner | | table-list | | | | | | | | |
| | text | b | B | | | | | | | it's | | |
| | end_group | | | | | | | | | | | |
| | end_group | | | | | | | | | | | |
| | date | c | C | | | | | | | today() | | |
| | text | d | D | | | | | | yes | ${a} | | |
| | hidden | h | | | | | | | | web | | |
| | calculate | when | | | | | | | | | ${b} | concat(${a}, '!') |
| | text | e | E | | | | | | | | | upper |
"""  # noqa: E501  (one row of a sheet is one line)


def test_a_field_list_is_one_screen_with_everything_inside() -> None:
    form = compile_alone(SCREENS.replace("| upper |", "| |"))
    assert [item.screen for item in form.items[:3]] == ["s", "s", ""]
    a = form.by_name["a"]
    assert a.appearance == ("multiline", "numbers")
    assert a.media == {"image": {"vi": "a.png"}, "audio": {"vi": "a.mp3"}}
    assert (a.hints, a.guidance) == ({"vi": "Vài chữ"}, {"vi": "Đọc chậm"})
    assert from_bytes(to_bytes(form)) == form


def test_a_table_list_asks_what_its_rows_ask_and_nothing_else() -> None:
    form = compile_alone("""| survey |
| | type | name | label | appearance | choice_filter |
| | begin_group | t | Ông/bà đánh giá thế nào? | table-list | |
| | select_one s | a | Thái độ | | |
| | select_one s | b | Phí | | name > 1 |
| | end_group | | | | |
| choices |
| | list_name | name | label |
| | s | 1 | Kém |
| | s | 2 | Tốt |
""")
    assert [(item.name, item.screen, item.sections) for item in form.items] == [
        ("a", "t", {"vi": "Ông/bà đánh giá thế nào?"}),
        ("b", "t", {"vi": "Ông/bà đánh giá thế nào?"}),
    ]


def test_defaults_are_proposed_and_are_the_value_of_what_is_never_asked() -> None:
    form = compile_alone(SCREENS.replace("| upper |", "| concat(${h}, '-', ${d}) |"))
    logic = Logic(form)
    evening = Moment(datetime(2024, 10, 1, 20, tzinfo=UTC))
    assert logic.default_of("b", {}) == "it's"
    assert logic.default_of("c", {}, evening) == "2024-10-02", "past midnight in Viet Nam"
    assert logic.default_of("a", {}) == ""
    assert form.by_name["d"].is_read_only
    assert logic.default_of("d", {"a": "x"}) == "x"
    assert logic.default_of("e", {"a": "x"}) == "web-x"
    assert form.by_name["h"].kind is ItemKind.HIDDEN


def test_a_calculation_with_a_trigger_waits_for_it() -> None:
    logic = Logic(compile_alone(SCREENS.replace("| upper |", "| |")))
    assert logic.calculate("when", {"a": "x"}) == ""
    assert logic.calculate("when", {"a": "x", "b": "y"}) == "x!"


def test_a_calculation_on_a_question_is_its_value_until_another_is_given() -> None:
    form = compile_alone(
        """
| survey |
| | type    | name  | label | calculation | relevant     |
| | integer | a     | A?    |             |              |
| | integer | twice | Gấp đôi? | ${a} * 2 |              |
| | text    | why   | Vì sao?  |          | ${twice} > 9 |
"""
    )
    logic = Logic(form)
    assert logic.is_relevant("why", {"a": "5"})
    assert not logic.is_relevant("why", {"a": "5", "twice": "1"})
    assert (logic.default_of("twice", {"a": "5"}), logic.shown("twice", {"a": "5"})) == ("10", "10")


def test_an_interview_that_crosses_midnight_sees_another_day() -> None:
    form = compile_alone(
        """
| survey |
| | type | name | label | constraint   | relevant                  |
| | date | day  | Ngày? | . <= today() |                           |
| | text | late | Trễ?  |              | today() >= '2024-10-02'   |
| | text | noon | Trưa? |              | format-date(now(), '%H') = '12' |
"""
    )
    logic = Logic(form)
    before, after = (Moment(datetime(2024, 10, 1, hour, 59, tzinfo=UTC)) for hour in (16, 17))
    assert logic.violates("day", "2024-10-02", {}, before)
    assert not logic.violates("day", "2024-10-02", {}, after)
    assert "late" not in logic.relevant_items({}, before)
    assert "late" in logic.relevant_items({}, after)
    assert logic.relevant_items({}, Moment(datetime(2024, 10, 1, 5, tzinfo=UTC))) == ("day", "noon")


@pytest.mark.parametrize(
    ("columns", "cells", "code"),
    [
        ("read_only", "${a} = 1", "unsupported-read-only"),
        ("appearance", "search('x')", "unsupported-search"),
        ("role", "boss", "unknown-role"),
        ("relevant", "${q} = 1", "self-reference"),
        ("required", "(1", "unbalanced-parentheses"),
        ("default", "${nobody}", "unknown-reference"),
    ],
)
def test_what_cannot_be_is_refused_at_its_cell(columns: str, cells: str, code: str) -> None:
    table = f"| survey |\n| | type | name | label | {columns} |\n| | text | a | A | |\n"
    issues = problems_of(table + f"| | text | q | Q | {cells} |\n")
    assert issues[0].where.startswith("survey!E4")
    assert issues[0].code == code


def test_a_circle_of_calculations_is_refused() -> None:
    table = """
| survey |
| | type      | name | label | calculation |
| | calculate | a    |       | ${b} + 1    |
| | calculate | b    |       | ${a} + 1    |
| | text      | q    | Q     |             |
"""
    assert {issue.code for issue in problems_of(table)} == {"circular"}


def test_calculations_need_not_stand_in_order() -> None:
    table = """
| survey |
| | type      | name | label | calculation |
| | calculate | c    |       | ${b} + 1    |
| | calculate | b    |       | ${a} + 1    |
| | integer   | a    | A?    |             |
"""
    assert Logic(compile_alone(table)).calculate("c", {"a": "1"}) == "3"


def test_five_hundred_calculations_may_build_on_each_other() -> None:
    chain = [item("n0", ItemKind.INTEGER)]
    for number in range(1, 500):
        two = f"${{n{number - 1}}} + 0 * ${{n{max(number - 2, 0)}}} + 1"
        chain.append(item(f"n{number}", ItemKind.CALCULATE, calculation=two))
    logic = logic_of(*chain, item("end", relevant="${n499} = 500"))
    assert logic.calculate("n499", {"n0": "1"}) == "500"
    assert "end" in logic.relevant_items({"n0": "1"})


def test_two_items_may_have_the_same_calculation_about_one_of_them() -> None:
    logic = logic_of(item("a", calculation="concat(${a}, 'x')"), item("b", calculation="concat(${a}, 'x')"))
    assert (logic.calculate("a", {}), logic.calculate("b", {})) == ("x", "xx")


@pytest.mark.parametrize("default", ["", "| settings |\n| | default_language |\n| | Tiếng Việt |\n"])
def test_languages_named_without_their_code_are_known(default: str) -> None:
    form = compile_alone(
        """| survey |
| | type | name | label::Tiếng Việt | label::English | hint::English |
| | select_one yn | a | Có dùng? | Used it? | Lately |
| choices |
| | list_name | name | label::Tiếng Việt | label::English |
| | yn | 1 | Có | Yes |
| | yn | 0 | Không | No |
"""
        + default
    )
    assert form.languages == ("vi", "en")
    assert form.items[0].labels == {"vi": "Có dùng?", "en": "Used it?"}
    assert form.items[0].choices[0].labels == {"vi": "Có", "en": "Yes"}


def test_a_day_is_quoted_as_people_write_it_also_when_it_is_calculated() -> None:
    form = compile_alone("""| survey |
| | type | name | label | calculation |
| | today | now_day | | |
| | calculate | due | | date(today() + 7) |
| | calculate | plain | | 20241001 |
| | note | n | ${now_day}, ${due}, ${plain} | |
""")
    words = Logic(form).fill(form.by_name["n"].labels["vi"], {}, Moment(datetime(2024, 10, 1, tzinfo=UTC)))
    assert words == "01/10/2024, 08/10/2024, 20241001"


def test_a_form_speaks_only_the_languages_it_is_worded_in() -> None:
    english = compile_alone("| survey |\n| | type | name | label::English (en) |\n| | text | a | Name? |\n")
    assert english.languages == ("en",)
    nothing_said = compile_alone("| survey |\n| | type | name |\n| | hidden | a |\n")
    assert nothing_said.languages == ("vi",)


def test_wordings_are_read_out_without_the_marks_that_style_them() -> None:
    form = compile_alone(
        """| survey |
| | type | name | label | hint | constraint | constraint_message |
| | select_one yn | a | ## **Phần I**: *có* dùng? | [Xem](http://v.vn/a_b_c) | . != 'no' | __Xin__ xem lại |
| | text | b | <span style="color:red">Vì sao</span> ${a} 2*3? | | | |
| choices |
| | list_name | name | label |
| | yn | yes | **Có** |
| | yn | no | Không |
"""
    )
    first, second = form.items
    assert (first.labels, first.hints) == (
        {"vi": "Phần I: có dùng?"},
        {"vi": "Xem (http://v.vn/a_b_c)"},
    )
    assert first.constraint_messages == {"vi": "Xin xem lại"}
    assert first.choices[0].labels == {"vi": "Có"}
    assert second.labels == {"vi": "Vì sao ${a} 2*3?"}
