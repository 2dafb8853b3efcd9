"""Random forms, answered at random: the judge finds the same things after every answer."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from survey_flows.errors import InvalidQuestionnaire
from survey_flows.questionnaire.logic import logic_for
from survey_flows.questionnaire.model import Questionnaire
from survey_flows.questionnaire.xlsform import compile_form
from tests.oracle.comparing import UNASKED, an_answer, compare, interview
from tests.oracle.forms import RandomForm, a_form
from tests.oracle.judge import Judge, xform_of

SEEDS = st.integers(0, 2**32)
SEEN_TO_BE_SENSELESS = {"contradiction", "filter-empties", "never-relevant", "unknown-code", "unreachable"}
ANSWERS = 6


def compiled(form: RandomForm) -> Questionnaire:
    """The form, unless the linter sees that some of it can never apply."""
    try:
        return compile_form(form.ours.encode(), file_type="md", name="random")
    except InvalidQuestionnaire as problem:
        if not {issue.code for issue in problem.issues} <= SEEN_TO_BE_SENSELESS:
            raise
        reject()


def answer_at_random(seed: int) -> None:
    dice = Random(seed)
    form = a_form(dice)
    questionnaire = compiled(form)
    judge = Judge(xform_of(form.theirs), form.rounds, days="e")
    asked = [item for item in questionnaire.items if item.kind not in UNASKED]
    answers: dict[str, str] = {}
    for item in dice.choices(asked, k=ANSWERS):
        answers[item.name] = an_answer(dice, item)
        compare(logic_for(questionnaire), judge, answers)


def interview_at_random(seed: int) -> None:
    dice = Random(seed)
    form = a_form(dice)
    interview(dice, compiled(form), Judge(xform_of(form.theirs), form.rounds, days="e"))


@settings(max_examples=20, deadline=None, derandomize=True)
@given(SEEDS)
def test_a_random_form_is_judged_alike(seed: int) -> None:
    answer_at_random(seed)


@settings(max_examples=10, deadline=None, derandomize=True)
@given(SEEDS)
def test_an_interview_on_a_random_form_asks_what_the_judge_finds_relevant(seed: int) -> None:
    interview_at_random(seed)


@pytest.mark.soak
@settings(max_examples=1000, deadline=None)
@given(SEEDS)
def test_random_forms_are_judged_alike_at_length(seed: int) -> None:
    answer_at_random(seed)
    interview_at_random(seed)
