"""Our own forms: whatever is answered, in whatever order, the judge finds the same things."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_flows.forms import form_files
from survey_flows.questionnaire.logic import logic_for
from tests.oracle.comparing import UNASKED, an_answer, compare, interview
from tests.oracle.judge import Judge, xform_of
from tests.survey_flows.questionnaire.examples import FOLDER, built_in

SEEDS = st.integers(0, 2**32)


@cache
def judge_of(code: str) -> Judge:
    return Judge(xform_of((FOLDER / form_files[code][0]).read_text(encoding="utf-8")))


def answer_at_random(code: str, seed: int) -> None:
    """Items in any order, some changed later; compared after every answer."""
    dice = Random(seed)
    questionnaire = built_in(code)
    asked = [item for item in questionnaire.items if item.kind not in UNASKED]
    answers: dict[str, str] = {}
    for item in dice.choices(asked, k=dice.randint(5, 25)):
        answers[item.name] = an_answer(dice, item)
        compare(logic_for(questionnaire), judge_of(code), answers)


@settings(max_examples=4, deadline=None, derandomize=True)
@given(SEEDS)
@pytest.mark.parametrize("code", sorted(form_files))
def test_answers_in_any_order_are_judged_alike(code: str, seed: int) -> None:
    answer_at_random(code, seed)


@settings(max_examples=2, deadline=None, derandomize=True)
@given(SEEDS)
@pytest.mark.parametrize("code", sorted(form_files))
def test_an_interview_asks_what_the_judge_finds_relevant(code: str, seed: int) -> None:
    assert interview(Random(seed), built_in(code), judge_of(code))


@pytest.mark.soak
@settings(max_examples=20, deadline=None)
@given(SEEDS)
@pytest.mark.parametrize("code", sorted(form_files))
def test_own_forms_are_judged_alike_at_length(code: str, seed: int) -> None:
    answer_at_random(code, seed)
    assert interview(Random(seed), built_in(code), judge_of(code))
