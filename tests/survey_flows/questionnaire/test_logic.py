"""What applies, what is valid, what is calculated."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_flows.errors import InvalidQuestionnaire
from survey_flows.forms import form_files
from survey_flows.questionnaire.logic import logic_for
from survey_flows.questionnaire.model import ItemKind
from tests.survey_flows.questionnaire.examples import built_in, item, logic_of

FEEDBACK = logic_of(
    item("f1"),
    item("e1", relevant="/data/f1 = 'yes'"),
    item("e2", relevant="${f1} = 'yes' and ${e1} < 3"),
    item("x1"),
)


def test_an_item_without_a_condition_always_applies() -> None:
    assert FEEDBACK.is_relevant("x1", {})


def test_an_item_applies_when_its_condition_holds() -> None:
    assert FEEDBACK.is_relevant("e1", {"f1": "yes"})
    assert not FEEDBACK.is_relevant("e1", {"f1": "no"})
    assert not FEEDBACK.is_relevant("e1", {})


def test_an_answer_to_an_item_that_no_longer_applies_counts_as_blank() -> None:
    assert FEEDBACK.relevant_items({"f1": "yes", "e1": "2"}) == ("f1", "e1", "e2", "x1")
    chained = logic_of(item("f1"), item("e1", relevant="${f1} = 'yes'"), item("e2", relevant="${e1} = '2'"))
    assert chained.relevant_items({"f1": "no", "e1": "2"}) == ("f1",)


def test_affected_items_come_in_form_order_and_include_the_indirect_ones() -> None:
    logic = logic_of(
        item("total", ItemKind.CALCULATE, calculation="${a} + ${b}"),
        item("a", ItemKind.INTEGER),
        item("b", ItemKind.INTEGER, constraint=". > ${a}"),
        item("why", relevant="${total} > 5"),
    )
    assert logic.affected_by("a") == ("total", "b", "why")
    assert logic.affected_by("b") == ("total", "why")
    assert logic.affected_by("why") == ()


@pytest.mark.parametrize(
    ("constraint", "fits", "breaks"),
    [
        (". >= 2 and . < 10", "2", "10"),
        ("count-selected(.) <= 3", "a b c", "a b c d"),
        ("selected(., 'a') or count-selected(.) = 1", "a b", "b c"),
        ("regex(., '[0-9]{3}')", "123", "1234"),
        ("regex(., concat('[', ''))", "", "anything"),
        ("string-length(.) <= 3", "abc", "abcd"),
        ("not(selected(., 'none') and count-selected(.) > 1)", "none", "none a"),
        ("selected-at(., 0) = 'a'", "a b", "b a"),
        ("selected-at(., 5) = 'a' or . = 'x'", "x", "a"),
        (". = round(., 1)", "2.5", "2.55"),
        (". = int(.)", "2", "2.5"),
        (". = max(1, 2, .) and . = min(., 9)", "5", "10"),
        ("pow(., 2) < 10 and pow(., -1) > 0", "3", "4"),
        ("number(.) mod 2 = 0", "4", "5"),
        ("boolean-from-string(.)", "true", "no"),
        ("substr(., 1, 3) = 'bc' and substr(., 3) != ''", "abcd", "abc"),
    ],
)
def test_a_constraint_accepts_what_it_names(constraint: str, fits: str, breaks: str) -> None:
    logic = logic_of(item("n", ItemKind.TEXT, constraint=constraint))
    assert not logic.violates("n", fits, {})
    assert logic.violates("n", breaks, {})


def test_a_blank_value_breaks_no_constraint_and_neither_does_an_item_without_one() -> None:
    logic = logic_of(item("n", constraint="false()"), item("m"))
    assert not logic.violates("n", "", {})
    assert not logic.violates("m", "anything", {})


def test_a_constraint_may_look_at_other_answers() -> None:
    logic = logic_of(item("a", ItemKind.INTEGER), item("b", ItemKind.INTEGER, constraint=". >= ${a}"))
    assert logic.violates("b", "3", {"a": "4"})
    assert not logic.violates("b", "4", {"a": "4"})


def test_dates_are_compared_as_days() -> None:
    logic = logic_of(
        item("sent", ItemKind.DATE),
        item("got", ItemKind.DATE, constraint=". >= ${sent} and . <= date('2024-09-30')"),
        item("took", ItemKind.CALCULATE, calculation="${got} - ${sent}"),
    )
    sent = {"sent": "2024-09-28"}
    assert not logic.violates("got", "2024-09-30", sent)
    assert logic.violates("got", "2024-09-27", sent)
    assert logic.violates("got", "2024-10-01", sent)
    assert logic.violates("got", "hôm qua", sent)
    assert logic.calculate("took", {**sent, "got": "2024-10-02"}) == "4"


@pytest.mark.parametrize(
    ("calculation", "answers", "value"),
    [
        ("${n} div 3", {"n": "6"}, "2"),
        ("round(${n} div 3, 2)", {"n": "5"}, "1.67"),
        ("${n} * 1000", {"n": "5000000"}, "5000000000"),
        ("0 - ${n} div 1000000", {"n": "1"}, "-0.000001"),
        ("round(2.5)", {}, "3"),
        ("round(${n}, 99)", {"n": "1.25"}, "1.25"),
        ("round(${n})", {}, ""),
        ("if(${n} > 3, 'many', 'few')", {"n": "4"}, "many"),
        ("if(${n} > 3, 'many', 'few')", {}, "few"),
        ("if(${n}, ${m}, 'none')", {"n": "x", "m": "5"}, "5"),
        ("if(0, 1, 2)", {}, "2"),
        ("coalesce(${n}, ${m})", {"m": "second"}, "second"),
        ("coalesce(${n}, ${m})", {}, ""),
        ("concat(${n}, '-', ${m})", {"n": "a", "m": "b"}, "a-b"),
        ("sum(${n} | ${m})", {"n": "2", "m": "3"}, "5"),
        ("count-non-empty(${n} | ${m})", {"n": "2"}, "1"),
        ("count-non-empty('x')", {}, "1"),
        ("count(${n} | ${m})", {}, "2"),
        ("min(${n}, ${m})", {"n": "2"}, "2"),
        ("max(${n}, ${m})", {}, ""),
        ("pow(10, 999)", {}, ""),
        ("int('x')", {}, ""),
        ("int(7.9)", {}, "7"),
        ("date('2024-02-30')", {}, ""),
        ("substr(${n}, -1, ${m})", {"n": "abc"}, ""),
        ("checklist(1, 2, ${n}, ${m})", {"n": "yes", "m": "no"}, "true"),
        ("checklist(-1, 0, ${n}, ${m})", {"n": "yes"}, "false"),
        ("coalesce(true(), 1)", {}, "true"),
        ("coalesce(1.5, 1)", {}, "1.5"),
        ("concat(selected(${n}, 1), '')", {"n": "1 2"}, "true"),
        ("${n} and ${m}", {"n": "no", "m": ""}, "false"),
    ],
)
def test_calculations(calculation: str, answers: dict[str, str], value: str) -> None:
    logic = logic_of(item("n"), item("m"), item("c", ItemKind.CALCULATE, calculation=calculation))
    assert logic.calculate("c", answers) == value


def test_a_calculation_is_computed_where_it_is_used_and_never_taken_from_the_answers() -> None:
    logic = logic_of(
        item("n", ItemKind.INTEGER),
        item("double", ItemKind.CALCULATE, calculation="${n} * 2", relevant="${n} < 100"),
        item("asked", relevant="${double} >= 10"),
    )
    assert logic.is_relevant("asked", {"n": "5", "double": "0"})
    assert not logic.is_relevant("asked", {"n": "500", "double": "20"})
    assert logic.calculate("double", {"n": "500"}) == ""
    assert logic.calculate("n", {"n": "5"}) == ""


def test_nothing_a_respondent_types_can_break_an_expression() -> None:
    logic = logic_of(
        item("t", ItemKind.TEXT, constraint="string-length(.) = 2"), item("u", relevant="${t} = 'ab'")
    )
    assert not logic.violates("t", "a\x00b", {})
    assert logic.is_relevant("u", {"t": "a\ud800\x01b"})


def test_a_function_of_items_given_a_text_is_refused_before_anybody_answers() -> None:
    with pytest.raises(InvalidQuestionnaire) as refused:
        logic_of(item("n"), item("m", relevant="${n} = 'x' and sum(string(${n})) > 1"))
    assert [(issue.code, issue.where) for issue in refused.value.issues] == [
        ("wrong-arguments", "m.relevant")
    ]


def test_logic_remembers_results_without_growing_for_ever() -> None:
    logic = logic_of(item("n", ItemKind.INTEGER), item("odd", relevant="${n} mod 2 = 1"))
    for n in range(5000):
        assert logic.is_relevant("odd", {"n": str(n)}) == (n % 2 == 1)
        assert logic.relevant_items({"n": str(n)}) == (("n", "odd") if n % 2 else ("n",))


def test_the_logic_of_a_questionnaire_is_compiled_once() -> None:
    questionnaire = built_in("son_la_online")
    assert logic_for(questionnaire) is logic_for(questionnaire)
    for _ in range(70):
        logic_for(logic_of(item("n")).questionnaire)
    assert logic_for(questionnaire).questionnaire is questionnaire


def test_a_condition_that_depends_on_itself_is_refused() -> None:
    with pytest.raises(InvalidQuestionnaire) as refused:
        logic_of(item("a", relevant="${b} = 1"), item("b", relevant="${a} = 1"), item("c"))
    assert [(issue.code, issue.where) for issue in refused.value.issues] == [
        ("circular", "a.relevant"),
        ("circular", "b.relevant"),
    ]


def test_every_defective_expression_is_named_at_once() -> None:
    with pytest.raises(InvalidQuestionnaire) as refused:
        logic_of(item("a", relevant="${z} = 1"), item("b", constraint="tomorrow() > .", calculation="(1"))
    assert {(issue.code, issue.where) for issue in refused.value.issues} == {
        ("unknown-reference", "a.relevant"),
        ("unknown-function", "b.constraint"),
        ("unbalanced-parentheses", "b.calculation"),
    }


texts = st.one_of(
    st.sampled_from(
        ["", "yes", "no", "late", "1", "5", "dossiers time other", "NaN", "-1", "1e9", str(math.pi)]
    ),
    st.text(max_size=30),
    st.text(st.characters(), max_size=5),
)


@settings(max_examples=30, deadline=None)
@given(code=st.sampled_from(sorted(form_files)), said=st.data())
def test_logic_answers_whatever_respondents_say(code: str, said: st.DataObject) -> None:
    questionnaire = built_in(code)
    logic = logic_for(questionnaire)
    names = [item.name for item in questionnaire.items]
    answers = said.draw(st.dictionaries(st.sampled_from(names), texts))
    applying = logic.relevant_items(answers)
    assert list(applying) == [name for name in names if logic.is_relevant(name, answers)]
    for name in names:
        assert isinstance(logic.violates(name, said.draw(texts), answers), bool)
        assert isinstance(logic.calculate(name, answers), str)


@settings(max_examples=80, deadline=None)
@given(values=st.tuples(texts, texts))
def test_every_function_answers_whatever_respondents_say(values: tuple[str, str]) -> None:
    logic = EVERY_FUNCTION
    answers = dict(zip("nm", values, strict=True))
    for calculated in logic.relevant_items(answers):
        assert isinstance(logic.calculate(calculated, answers), str)


EVERY_FUNCTION = logic_of(
    item("n"),
    item("m"),
    *[
        item(f"c{index}", ItemKind.CALCULATE, calculation=calculation)
        for index, calculation in enumerate(
            [
                "boolean-from-string(${n})", "checklist(${n}, ${m}, ${n}, ${m})", "coalesce(${n}, ${m})",
                "count-non-empty(${n} | ${m})", "count-selected(${n})", "date(${n})", "if(${n}, ${m}, ${n})",
                "int(${n})", "max(${n}, ${m})", "min(${n}, ${m})", "pow(${n}, ${m})", "regex(${n}, ${m})",
                "round(${n}, ${m})", "selected(${n}, ${m})", "selected-at(${n}, ${m})",
                "substr(${n}, ${m}, ${n})", "sum(${n} | ${m})",
            ]
        )
    ],
)  # fmt: skip
