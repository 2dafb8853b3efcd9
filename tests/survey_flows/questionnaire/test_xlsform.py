"""From a form as an officer writes it to a questionnaire, or to the list of what is wrong with it."""

from __future__ import annotations

import contextlib
import csv
import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_flows.errors import InvalidQuestionnaire
from survey_flows.forms import SON_LA_ONLINE, form_files
from survey_flows.questionnaire.model import ItemKind, ItemRole, Questionnaire
from survey_flows.questionnaire.sheets import FileType, read_sheets
from survey_flows.questionnaire.xlsform import compile_form
from tests.survey_flows.questionnaire.examples import FOLDER, TITLE_ONLY, built_in, compile_markdown

SMALL = """
| survey |
| | type | name | label::vi | label::sms | hint::vi | required | relevant | constraint | role |
| | start | start | | | | | | | |
| | begin_group | g1 | Ngoài | Ngoai | | | ${late} = 'yes' | | |
| | begin_group | g2 | | | | | ${age} > 17 | | |
| | select_multiple yn | why | Vì sao? | Vi sao? | a \\| b | yes | | count-selected(.) < 3 | process |
| | end_group | | | | | | | | |
| | date | day | Ngày nào? | Ngay nao? | | | 1 = 1 | | |
| | end_group | | | | | | | | |

| | select_one yn | late | Trễ không? | Tre? | | true() | | | filter |
| | integer | age | Tuổi? | Tuoi? | | | | . > 0 | |
| | note | bye | Cảm ơn | Cam on | | yes | | | |
| choices |
| | list_name | name | label::vi | label::sms |
| | yn | yes | Có | Co |
| | yn | no | Không | Khong |
| settings |
| | form_title | form_id | default_language |
| | Thử | test | vi |
"""


def problems(table: str, factors: str = TITLE_ONLY) -> list[tuple[str, str]]:
    """Code and place of every issue a form is refused for."""
    with pytest.raises(InvalidQuestionnaire) as refused:
        compile_markdown(table, factors)
    return [(issue.code, issue.where) for issue in refused.value.issues]


def test_groups_hand_down_their_condition_and_their_title() -> None:
    form = compile_markdown(SMALL)
    assert [item.name for item in form.items] == ["why", "day", "late", "age", "bye"]
    why, day, late = form.items[:3]
    assert why.relevant == "(/data/late = 'yes') and (/data/age > 17)"
    assert day.relevant == "(/data/late = 'yes') and (1 = 1)"
    assert late.relevant == ""
    assert why.sections == day.sections == {"vi": "Ngoài", "sms": "Ngoai"}
    assert late.sections == {}


def test_what_an_item_is_comes_from_its_row() -> None:
    form = compile_markdown(SMALL)
    why, late, bye = (form.by_name[name] for name in ("why", "late", "bye"))
    assert (why.kind, why.role, why.reading) == (ItemKind.SELECT_MULTIPLE, ItemRole.PROCESS, "multi")
    assert why.maximum_choices == 2
    assert why.hints == {"vi": "a | b"}
    assert [choice.code for choice in why.choices] == ["yes", "no"]
    assert (late.role, late.reading, late.is_required) == (ItemRole.FILTER, "choice", True)
    assert (bye.kind, bye.is_required, form.by_name["day"].is_required) == (ItemKind.NOTE, False, False)
    assert form.languages == ("vi",)


def test_a_calculation_and_a_reading_may_stand_in_columns() -> None:
    form = compile_markdown(
        """
| survey |
| | type      | name | label | calculation | reading |
| | integer   | n    | Mấy?  |             | trips   |
| | calculate | m    |       | ${n} * 2    |         |
"""
    )
    assert form.by_name["m"].calculation == "/data/n * 2"
    assert form.by_name["n"].reading == "trips"


def test_the_factors_file_wins_over_the_columns_and_makes_criteria_satisfaction_items() -> None:
    factors = """
minutes = 5
satisfied_codes = ["yes"]
title = { vi = "Thử" }
factors = [{ code = "A", names = { vi = "Một" }, criteria = ["late"] }]
roles = { demographic = ["age"] }
readings = { place = ["why"] }
"""
    form = compile_markdown(SMALL, factors)
    assert (form.by_name["late"].role, form.by_name["late"].reading) == (ItemRole.SATISFACTION, "sat5")
    assert form.by_name["age"].role is ItemRole.DEMOGRAPHIC
    assert form.by_name["why"].reading == "place"
    assert (form.minutes, form.satisfied_codes) == (5, ("yes",))
    assert form.factors[0].criteria == ("late",)


def test_a_limit_with_an_alternative_is_no_limit() -> None:
    table = SMALL.replace("count-selected(.) < 3", "count-selected(.) <= 2 or ${age} > 5")
    assert compile_markdown(table).by_name["why"].maximum_choices is None


def test_a_form_in_one_language_is_vietnamese_unless_it_says_otherwise() -> None:
    table = """
| survey |
| | type | name | label | hint |
| | text | q1   | Ý kiến khác? | Vài lời |
| settings |
| | form_title | form_id |
| | Thử | test |
"""
    assert compile_markdown(table).items[0].labels == {"vi": "Ý kiến khác?"}
    english = compile_markdown(
        table.replace("form_id |", "form_id | default_language |").replace("test |", "test | English (en) |")
    )
    assert english.languages == ("en",)
    assert english.items[0].hints == {"en": "Vài lời"}


def as_excel(form: str) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, sheet in read_sheets((FOLDER / form).read_bytes(), "md").items():
        page = workbook.create_sheet(name)
        page.append(sheet.columns[1:])
        for row in sheet.rows:
            page.append([row.cells.get(column, "") for column in sheet.columns[1:]])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def as_csv(form: str) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream)
    for name, sheet in read_sheets((FOLDER / form).read_bytes(), "md").items():
        writer.writerows([[name], ["", *sheet.columns[1:]]])
        writer.writerows(
            ["", *(row.cells.get(column, "") for column in sheet.columns[1:])] for row in sheet.rows
        )
    return stream.getvalue().encode("utf-8-sig")


def test_excel_csv_and_markdown_give_the_same_questionnaire_with_the_same_digest() -> None:
    form, factors = form_files[SON_LA_ONLINE]
    toml = (FOLDER / factors).read_text(encoding="utf-8")
    excel = compile_form(as_excel(form), file_type="xlsx", factors=toml, name=SON_LA_ONLINE)
    comma = compile_form(as_csv(form), file_type="csv", factors=toml, name=SON_LA_ONLINE)
    assert excel == comma == built_in(SON_LA_ONLINE)
    assert len(excel.digest) == 64


def test_another_wording_is_another_version() -> None:
    changed = compile_markdown(SMALL.replace("Vì sao?", "Vì lẽ gì?"))
    assert changed.version != compile_markdown(SMALL).version


LONG = "a_name_that_no_button_of_any_channel_could_ever_carry"
BROKEN = f"""| survey |
| | type | name | label::vi | label::sms | hint::vi | relevant | constraint | role| required | choice_filter |
| | select_one nowhere | q1 | Câu 1 | Cau 1 | | ${{q9}} = 1 | | boss | | |
| | text | q1 | Chào ${{q1}} | Hỏi | Gợi ý | (1 | . = yes | | ${{q1}} = 1 | |
| | geopoint | where | | | | | noon() > 1 | | | |
| | select_one yn | {LONG} | Câu | Cau | | | | | | a = b |
| | | | no type | no type | | | | | | |
| | text | 2 q | Câu 2 | Cau 2 | | | . > 1 | | | |
| choices |
| | list_name | name | label::vi | label::sms |
| | yn | yes | Có | |
"""
BROKEN_FACTORS = """
[title]
vi = "Thử"
[[factors]]
code = "A"
names = { vi = "Một" }
criteria = ["where", "gone", "where"]
[roles]
process = ["also_gone"]
[readings]
multi = ["gone_too"]
"""


def test_every_defect_of_a_form_is_listed_with_sheet_row_and_column() -> None:
    assert problems(BROKEN, BROKEN_FACTORS) == [
        ("unknown-list", "survey!B3 (type)"),
        ("unknown-reference", "survey!G3 (relevant), character 1"),
        ("unknown-role", "survey!I3 (role)"),
        ("duplicate-name", "survey!C4 (name)"),
        ("not-gsm-7", "survey!E4 (label::sms)"),
        ("unbalanced-parentheses", "survey!G4 (relevant), character 3"),
        ("bare-name", "survey!H4 (constraint), character 5"),
        ("missing-translation", "survey!D5 (label::vi)"),
        ("missing-translation", "survey!E5 (label::sms)"),
        ("unknown-function", "survey!H5 (constraint), character 1"),
        ("too-long-code", "survey!C6 (name)"),
        ("bare-name", "survey!K6 (choice_filter), character 1"),
        ("bare-name", "survey!K6 (choice_filter), character 5"),
        ("no-type", "survey!B7 (type)"),
        ("invalid-name", "survey!C8 (name)"),
        ("missing-translation", "choices!E11 (label::sms)"),
        ("unknown-item", "factors file: factors[0].criteria"),
        ("unknown-item", "factors file: roles.process"),
        ("unknown-item", "factors file: readings.multi"),
        ("criterion-twice", "factors file: factors"),
        ("no-satisfied-code", "factors file: factors[0].criteria"),
        ("no-satisfied-code", "factors file: factors[0].criteria"),
    ]


def test_headings_are_read_in_any_spelling_and_a_misspelt_one_is_reported() -> None:
    assert compile_markdown(SMALL.replace("| relevant |", "| Relevance |")) == compile_markdown(SMALL)
    misspelt = problems(SMALL.replace("| relevant |", "| relevent |"))
    assert misspelt == [("misspelt-column", "survey, column heads")]
    assert ("duplicate-column", "survey, column heads") in problems(SMALL.replace("| role |", "| name |"))


def test_what_only_the_compiler_notices_is_listed_with_its_row() -> None:
    nameless = SMALL.replace("| begin_group | g2 ", "| begin_group | ")
    assert problems(nameless) == [("missing-name", "survey!C6 (name)")]
    reserved = SMALL.replace("| bye |", "| meta |")
    assert problems(reserved) == [("pyxform", "survey!14")]
    root = SMALL.replace("default_language", "name").replace("| vi |\n", "| 2 x |\n")
    assert problems(root) == [("pyxform", "settings!1")]


def test_what_the_compiler_notices_without_a_row_is_found_in_its_cell() -> None:
    unlabelled = "| survey |\n| | type | name |\n| | text | q1 |\n"
    assert problems(unlabelled) == [("missing-label", "survey!3 (label)")]
    assert ("pyxform", "form") not in problems(SMALL.replace("list_name", "lists"))


cells = st.sampled_from(
    ["", "begin_group", "begin_repeat", "end_group", "select_one yn", "select_one yn or_other", "calculate",
     "late", "${late}", "${", "yes", "1", "label::vi", "name", "type", "vi", "choices", "x y", "\ud7ff\u0301"]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_spoilt_form_compiles_or_is_refused_but_never_breaks_the_compiler(spoil: st.DataObject) -> None:
    lines = [line.split("|") for line in SMALL.splitlines() if line]
    for _ in range(spoil.draw(st.integers(1, 3))):
        line = spoil.draw(st.sampled_from(lines))
        line[spoil.draw(st.integers(1, len(line) - 1))] = spoil.draw(cells)
    with contextlib.suppress(InvalidQuestionnaire):
        compile_markdown("\n".join("|".join(line) for line in lines))


def test_a_circle_of_conditions_is_refused() -> None:
    table = SMALL.replace("| | true() | | |", "| | true() | ${day} > 1 | |")
    assert problems(table) == [("circular", "survey!H5 (relevant)"), ("circular", "survey!H12 (relevant)")]


NO_FORMS: list[tuple[bytes, FileType]] = [
    (b"hello", "md"),
    (b"a,b\n", "csv"),
    (b"PK not a workbook", "xlsx"),
    (b"\xff|", "md"),
]


@pytest.mark.parametrize(("source", "file_type"), NO_FORMS)
def test_a_file_that_is_no_form_says_so_and_what_to_do(source: bytes, file_type: FileType) -> None:
    with pytest.raises(InvalidQuestionnaire) as refused:
        compile_form(source, file_type=file_type, factors=TITLE_ONLY, name="x")
    assert refused.value.source == "x"
    assert refused.value.issues[0].hint


@pytest.mark.parametrize(
    ("factors", "where"),
    [
        ("title = ", "factors file"),
        ("", "factors file: title"),
        ('[title]\nvi = " "\n', "factors file: title.vi"),
        ('[title]\nvi = "a"\n[[factors]]\ncode = "A"\ncriteria = ["x"]\n', "factors file: factors[0].names"),
        ('[title]\nvi = "a"\n[roles]\nboss = ["x"]\n', "factors file: roles.boss.[key]"),
        ('minute = 3\n[title]\nvi = "a"\n', "factors file: minute"),
    ],
)
def test_a_defective_factors_file_is_named_by_its_entry(factors: str, where: str) -> None:
    with pytest.raises(InvalidQuestionnaire) as refused:
        compile_markdown(SMALL, factors)
    assert refused.value.issues[0].where == where


def test_a_wide_sheet_has_columns_beyond_z() -> None:
    extra = "".join(f"extra_{number} | " for number in range(30))
    table = f"| survey |\n| | type | name | label | {extra}relevant |\n"
    table += f"| | text | q | Câu | {'x | ' * 30}${{z}} |\n"
    assert problems(table) == [("unknown-reference", "survey!AI3 (relevant), character 1")]


def test_a_questionnaire_tells_items_by_name_and_order() -> None:
    form: Questionnaire = compile_markdown(SMALL)
    assert form.order["late"] == 2
    assert str(form.version).startswith("test@")


def test_an_item_of_the_quality_index_must_exist_and_have_the_satisfied_codes() -> None:
    quality = '\n[[quality]]\ncode = "A"\nnames = { vi = "x" }\ncriteria = ["nowhere"]\n'
    found = problems(SMALL, f'[title]\nvi = "thử"\n{quality}')
    assert ("unknown-item", "factors file: quality[0].criteria") in found
