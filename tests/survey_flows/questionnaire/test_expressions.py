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
        (". > 3", "string(/data/q1) > 3"),
        ("${ q8 }-1", "string(/data/q8)-1"),
        ("selected(${q8}, 'selected(')", "odk:selected(string(/data/q8), 'selected(')"),
        ("round(.5 * 3, 2) and (1 or 0)", "odk:round(.5 * 3, 2) and (1 or 0)"),
        ("sum(${q8} | .)", "sum(/data/q8 | /data/q1)"),
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
        ("1 = 1 and today() > 3", "unknown-function", 10),
        ("(${q8} = 1", "unbalanced-parentheses", 10),
        ("${q8} = 1)", "unbalanced-parentheses", 9),
        ("${q8} = late", "bare-name", 8),
        ("../q8 = 1", "unsupported-path", 0),
        ("${q8}/name = 1", "unsupported-path", 5),
        ("${q8}[1] = 1", "unsupported-path", 5),
        ("instance('x')/root = 1", "unknown-function", 0),
        ("${q8} = 'late", "syntax", 8),
        ("${q8} = ‘late’", "syntax", 8),
        ("${q8} = ", "syntax", 0),
        ("${q8} == 1", "syntax", 0),
        ("count('x')", "syntax", 0),
        ("contains(${q8})", "syntax", 0),
    ],
)
def test_a_defect_is_named_with_its_place(source: str, code: str, offset: int) -> None:
    found = read_here(source).defects[0]
    assert (found.code, found.offset) == (code, offset)


def test_several_defects_are_all_named() -> None:
    assert [defect.code for defect in read_here("${x} = now() and (yes").defects] == [
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
