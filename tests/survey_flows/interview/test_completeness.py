"""How far an interview got, counted in core items."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from survey_flows.interview.completeness import is_partial, share_answered
from survey_flows.interview.inputs import Command, Medium
from survey_flows.interview.state import Status
from tests.survey_flows.interview.conversation import Conversation
from tests.survey_flows.questionnaire.examples import built_in, compile_alone

HALF = Fraction(1, 2)
PLAIN = """
| survey |      |       |         |
|        | type | name  | label   |
|        | text | one   | Một?    |
|        | text | two   | Hai?    |
"""


def after(answers: int) -> Conversation:
    """The inter-agency form (12 criteria, four behind a filter) after the consent and so many answers."""
    talk = Conversation(built_in("son_la_inter_agency"), Medium.SMS).opens()
    for _ in range(1 + answers):
        talk.says("1")
    return talk


@pytest.mark.parametrize(("answers", "share"), [(0, 0), (3, Fraction(1, 4)), (6, HALF)])
def test_criteria_behind_a_filter_not_reached_count_as_core(answers: int, share: Fraction) -> None:
    talk = after(answers)
    assert share_answered(talk.questionnaire, talk.state) == share


def test_what_is_left_out_is_not_answered() -> None:
    talk = after(5)
    talk.says("bo qua")
    assert share_answered(talk.questionnaire, talk.state) == Fraction(5, 12)


def test_a_form_without_satisfaction_items_counts_every_question() -> None:
    talk = Conversation(compile_alone(PLAIN), Medium.SMS).opens()
    state = replace(talk.state, answers={"one": "a"})
    assert share_answered(talk.questionnaire, state) == HALF


def test_the_threshold_is_the_plans_and_itself_enough() -> None:
    talk = after(6)
    assert is_partial(talk.questionnaire, talk.state, HALF)
    assert not is_partial(talk.questionnaire, talk.state, Fraction(51, 100))


def test_a_paused_interview_may_be_a_partial_one_that_was_stopped_never() -> None:
    talk = after(8)
    talk.presses(Command.PAUSE)
    assert talk.state.status is Status.PAUSED
    assert is_partial(talk.questionnaire, talk.state, HALF)
    talk.says("HUY")
    assert not is_partial(talk.questionnaire, talk.state, HALF)
