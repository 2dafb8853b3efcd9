"""Reading the expressions of a form, and saying what is wrong with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.questionnaire.expressions import Expression, absolute, read, tokens


def read_here(source: str) -> Expression:
    return read(source, own="q1", items={"q1", "q8"})


@pytest.mark.parametrize(
    ("source", "xpath"),
    [
        ("${q8} = 'late'", "string(/data/q8) = 'late'"),
        ("/form/group/q8 = 'late'", "string(/data/q8) = 'late'"),
        ("../q8 = current()/../q1", "string(/data/q8) = string(/data/q1)"),
        (". > 3", "odk:number(/data/q1) > 3"),
        ("${ q8 }-1", "odk:number(/data/q8) - 1"),
        ("${q8} != '' or .", "string(/data/q8) != '' or string(/data/q1)"),
        ("${q8} <= '1970-01-11' and -'5'", "odk:number(/data/q8) <= 10 and -5"),
        ("${q8} = 2 and ${q8} = true()", "odk:number(/data/q8) = 2 and string(/data/q8) = true()"),
        ("if(., 1, 'x') = .", "odk:equal(odk:if(string(/data/q1), 1, 'x'), string(/data/q1))"),
        (". = 1.953 or . = '-0.25'", "odk:number(/data/q1) = (1953 div 1000) or string(/data/q1) = '-0.25'"),
        ("string-length() > 2", "string-length(string(/data/q1)) > 2"),
        ("once(${q8})", "odk:coalesce(string(/data/q1), string(/data/q8))"),
        ("jr:choice-name(${q8}, ' ${q8} ')", "odk:choice-name(string(/data/q8), 'q8')"),
        ("selected(${q8}, 'selected(')", "odk:selected(string(/data/q8), 'selected(')"),
        ("round(.5 * 3, 2) and (1 or 0)", "odk:round(.5 * 3, 2) and (1 or 0)"),
        ("sum(${q8} | .)", "odk:sum(/data/q8 | /data/q1)"),
    ],
)
def test_references_and_functions_are_made_runnable(source: str, xpath: str) -> None:
    expression = read_here(source)
    assert expression.xpath == xpath
    assert expression.defects == ()


def test_items_referred_to_are_listed_once_in_order() -> None:
    assert read_here("${q8} = 1 or . = 2 or ${q8} = 3").references == ("q8", "q1")


@pytest.mark.parametrize(
    ("source", "code", "offset"),
    [
        ("${q9} = 'late'", "unknown-reference", 0),
        ("1 = 1 and todday() > 3", "unknown-function", 10),
        ("1 = 1 and random() > 3", "refused-function", 10),
        ("(${q8} = 1", "unbalanced-parentheses", 10),
        ("${q8} = 1)", "unbalanced-parentheses", 9),
        ("${q8} = late", "bare-name", 8),
        (".. = 1", "unsupported-path", 0),
        ("//q8 = 1", "unsupported-path", 0),
        ("${q8}/name = 1", "unsupported-path", 5),
        ("${q8}[1] = 1", "unsupported-path", 5),
        ("instance('x')/root = 1", "refused-function", 0),
        ("${q8} = 'late", "syntax", 8),
        ("${q8} = ‘late’", "syntax", 8),
        ("", "syntax", 0),
        ("${q8} = ", "syntax", 8),
        ("${q8} == 1", "syntax", 7),
        ("${q8} 1", "syntax", 6),
        ("(${q8} 1)", "syntax", 7),
        ("concat(${q8} 1)", "syntax", 13),
        ("count('x')", "wrong-arguments", 6),
        ("count(${q8} | 1)", "wrong-arguments", 12),
        ("1 + contains(${q8})", "wrong-arguments", 4),
        ("round(1, 2, 3)", "wrong-arguments", 0),
        ("max()", "wrong-arguments", 0),
        ("pi(1)", "wrong-arguments", 0),
        ("regex(., '[')", "invalid-pattern", 9),
        ("jr:choice-name(., 'no such')", "wrong-arguments", 18),
        ("jr:choice-name(., '${q9}')", "unknown-reference", 18),
    ],
)
def test_a_defect_is_named_with_its_place(source: str, code: str, offset: int) -> None:
    found = read_here(source).defects[0]
    assert (found.code, found.offset) == (code, offset)


def test_several_defects_are_all_named() -> None:
    assert [defect.code for defect in read_here("${x} = noon() and (yes").defects] == [
        "unknown-reference",
        "unknown-function",
        "bare-name",
        "unbalanced-parentheses",
    ]


def test_a_stored_expression_names_items_by_absolute_path() -> None:
    assert absolute(" ${q8} = 'late' and /a/b/q1 > 2 ") == "/data/q8 = 'late' and /data/q1 > 2"


@given(st.text(st.sampled_from("${}q8'\"()/.,<>=!|*+-@[]: abc1\n\u2018"), max_size=40))
def test_whatever_is_written_is_read_without_raising_and_nothing_is_lost(source: str) -> None:
    assert "".join(token.text for token in tokens(source)) == source
    assert isinstance(read_here(source), Expression)
