"""Choices that depend on answers, choices from attached tables, “other”, and look-ups."""

from __future__ import annotations

import pytest

from survey_flows.forms import form_files
from survey_flows.questionnaire.logic import Logic
from survey_flows.questionnaire.model import Choice, Questionnaire
from survey_flows.questionnaire.moment import Moment
from survey_flows.questionnaire.stored import from_bytes, to_bytes
from survey_flows.questionnaire.xlsform import compile_form
from tests.survey_flows.questionnaire.examples import FOLDER, built_in, compile_alone, problems_of

COMMUNES = "code,ten,huyen,dân\n01,Mường La,h1,9000\n02,Đồng Tâm,h2,5000\n03,Chiềng Sinh,h2,7000\n,,,\n"
FORM = """
| survey |
| | type | name | label | label::sms | choice_filter | parameters | calculation |
| | select_one district | huyen | Huyện? | Huyen? | | | |
| | select_one_from_file xa.csv | xa | Xã? | Xa? | huyen = ${huyen} | value=code label=ten | |
| | select_multiple village | ban | Bản? | Ban? | Xa=${xa} and (big = 'y' or name != 'b3') | | |
| | select_one district or_other | que | Quê? | Que? | | | |
| | select_multiple_from_file xa.csv | qua | Qua đâu? | Qua dau? | | value=code label=ten | |
| | calculate | ten | | | | | pulldata('xa', 'ten', 'code', ${xa}) |
| | calculate | cung | | | | | instance('xa')/root/item[code = ${xa}]/ten |
| | calculate | nguoc | | | | | instance('xa')/root/item[${ten} = ten]/code |
| | calculate | nhan | | | | | instance('district')/root/item[name = ${huyen}]/label |
| | calculate | goi | | | | | jr:choice-name(${huyen}, '${huyen}') |
| choices |
| | list_name | name | label     | label::sms | Xa | big | note      |
| | district  | h1   | Huyện Một | Huyen 1    |    |     | của phòng |
| | district  | h2   | Huyện Hai | Huyen 2    |    |     |           |
| | village   | b1   | Bản Một   | Ban 1      | 02 | y   |           |
| | village   | b2   | Bản Hai   | Ban 2      | 02 |     |           |
| | village   | b3   | Bản Ba    | Ban 3      | 02 |     |           |
| | village   | b4   | Bản Bốn   | Ban 4      | 03 | y   |           |
"""


@pytest.fixture(scope="module")
def form() -> Questionnaire:
    return compile_alone(FORM, xa=COMMUNES)


def codes(choices: tuple[Choice, ...]) -> list[str]:
    return [choice.code for choice in choices]


def test_an_answer_narrows_the_choices_of_what_follows(form: Questionnaire) -> None:
    logic = Logic(form)
    assert codes(logic.choices_of("xa", {"huyen": "h2"})) == ["02", "03"]
    assert codes(logic.choices_of("xa", {"huyen": "h1"})) == ["01"]
    assert logic.choices_of("xa", {}) == ()
    assert codes(logic.choices_of("ban", {"xa": "02"})) == ["b1", "b2"]
    assert codes(logic.choices_of("huyen", {"huyen": "h2"})) == ["h1", "h2"]
    assert logic.affected_by("huyen") == ("xa", "ban", "ten", "cung", "nguoc", "nhan", "goi")


def test_an_earlier_answer_changed_takes_the_choice_away(form: Questionnaire) -> None:
    logic = Logic(form)
    assert logic.is_offered("xa", "03", {"huyen": "h2"})
    assert not logic.is_offered("xa", "03", {"huyen": "h1"})
    assert logic.is_offered("ban", "b1 b2", {"xa": "02"})
    assert not logic.is_offered("ban", "b1 b4", {"xa": "02"})
    assert logic.is_offered("xa", "", {"huyen": "h1"})
    assert logic.is_offered("huyen", "no filter", {})


def test_only_columns_a_filter_names_are_kept(form: Questionnaire) -> None:
    assert form.by_name["xa"].choices[0].attributes == {"huyen": "h1"}
    assert form.by_name["ban"].choices[1].attributes == {"Xa": "02", "big": ""}
    assert all(choice.attributes == {} for choice in form.by_name["huyen"].choices)


def test_choices_from_a_table_are_worded_in_every_language_of_the_form(form: Questionnaire) -> None:
    assert form.by_name["xa"].choices[1].labels == {"vi": "Đồng Tâm", "sms": "Dong Tam"}
    assert codes(form.by_name["qua"].choices) == ["01", "02", "03"]
    bilingual = compile_alone(
        """
| survey |
| | type | name | label::vi | label::en |
| | select_one_from_file t.csv | q | Gì? | What? |
""",
        t="\ufeffname,label::vi,label::English (en)\na,Một,One\n",
    )
    assert bilingual.items[0].choices == (Choice("a", {"vi": "Một", "en": "One"}),)


def test_or_other_adds_a_choice_and_its_question_to_this_question_alone(form: Questionnaire) -> None:
    assert codes(form.by_name["que"].choices) == ["h1", "h2", "other"]
    assert codes(form.by_name["huyen"].choices) == ["h1", "h2"]
    other = form.by_name["que_other"]
    assert other.labels == {"vi": "Xin ghi rõ.", "sms": "Xin ghi ro."}
    logic = Logic(form)
    assert not logic.is_relevant("que_other", {"que": "h1"})
    assert logic.is_relevant("que_other", {"que": "other"})


def test_expressions_look_things_up_in_tables_and_lists(form: Questionnaire) -> None:
    logic = Logic(from_bytes(to_bytes(form)))
    said = {"huyen": "h2", "xa": "03"}
    assert [logic.calculate(name, said) for name in ("ten", "cung", "nguoc", "nhan", "goi")] == [
        "Chiềng Sinh", "Chiềng Sinh", "03", "Huyện Hai", "Huyện Hai",
    ]  # fmt: skip
    assert logic.calculate("goi", said, Moment(language="sms")) == "Huyen 2"
    assert logic.calculate("ten", {"huyen": "h2", "xa": "99"}) == ""
    assert set(form.lookups) == {"xa", "district"}
    assert set(form.lookups["xa"]) == {"code|ten", "ten|code"}


ONE = """
| survey |
| | type   | name | label | calculation   | choice_filter |
| | {kind} | q    | Gì?   | {calculation} | {filter}      |
"""


@pytest.mark.parametrize(
    ("kind", "calculation", "choice_filter", "code", "where"),
    [
        ("select_one_from_file gone.csv", "", "", "missing-attachment", "survey!B4 (type)"),
        ("select_one_from_file xa.csv", "", "", "unknown-column", "survey!B4 (type)"),
        ("select_one_from_file xa.xml", "", "", "missing-attachment", "survey!B4 (type)"),
        ("calculate", "pulldata('gone', 'a', 'b', 1)", "", "missing-attachment", "survey!E4 (calculation)"),
        ("calculate", "pulldata('xa', 'a', 'code', 1)", "", "missing-attachment", "survey!E4 (calculation)"),
        (
            "calculate",
            "pulldata('xa', string(1), 'ten', 1)",
            "",
            "invalid-pulldata",
            "survey!E4 (calculation)",
        ),
        ("text", "count(instance('xa')/root/item)", "", "refused-function", "survey!E4 (calculation)"),
    ],
)
def test_what_is_not_attached_is_named_at_its_cell(
    kind: str, calculation: str, choice_filter: str, code: str, where: str
) -> None:
    table = ONE.format(kind=kind, calculation=calculation, filter=choice_filter)
    issues = problems_of(table, xa=COMMUNES)
    assert (code, where) in [(issue.code, issue.where) for issue in issues]
    assert all(issue.message for issue in issues)


def test_a_broken_table_is_refused_not_raised() -> None:
    table = ONE.format(kind="select_one_from_file t.csv", calculation="", filter="")
    assert problems_of(table, t='name,label\n"' + "x" * 200_000)[0].code == "attachment"


def test_thousands_of_communes_are_filtered_by_their_district_once() -> None:
    lines = "".join(f"x{number},Xã {number},h{number % 60}\n" for number in range(3000))
    form = compile_alone(FORM, xa="code,ten,huyen\n" + lines)
    logic = Logic(form)
    assert len(logic.choices_of("xa", {"huyen": "h7"})) == 50
    assert logic.choices_of("xa", {"huyen": "h7"}) is logic.choices_of("xa", {"huyen": "h7"})


def test_choices_that_other_programs_shuffle_keep_their_order_and_numbers() -> None:
    table = FORM.replace("Huyện? | Huyen? | | |", "Huyện? | Huyen? | | randomize=true |")
    assert codes(compile_alone(table, xa=COMMUNES).by_name["huyen"].choices) == ["h1", "h2"]


def test_nor_does_shuffling_ask_for_an_attachment_in_a_long_form() -> None:
    """Every question with choices of a long form, shuffled: the same items, codes and numbers."""
    markdown, factors = (
        (FOLDER / name).read_text(encoding="utf-8") for name in form_files["son_la_in_person"]
    )
    survey, choices = markdown.split("| choices |")
    shuffled = "\n".join(
        f"{line} parameters |"
        if line.startswith("| | type ")
        else f"{line} randomize=true |"
        if line.startswith("| | select_")
        else line
        for line in survey.splitlines()
    )
    assert shuffled.count("randomize=true") > 20
    form = compile_form(
        f"{shuffled}\n| choices |{choices}".encode(), file_type="md", factors=factors, name="son_la_in_person"
    )
    assert [(item.name, item.choices) for item in form.items] == [
        (item.name, item.choices) for item in built_in("son_la_in_person").items
    ]
