"""Our own forms: whatever is answered, in whatever order, the judge finds the same things."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_flows.forms import form_files
from survey_flows.interview.engine import advance, open_interview
from survey_flows.interview.inputs import Chose, Command, Input, Medium, Opened, Pressed, Said
from survey_flows.interview.state import FINAL, InterviewState
from survey_flows.questionnaire.logic import logic_for
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole
from tests.oracle.comparing import SAID, UNASKED, an_answer, compare
from tests.oracle.judge import Judge, xform_of
from tests.survey_flows.questionnaire.examples import FOLDER, built_in

SEEDS = st.integers(0, 2**32)
BEGINNING = datetime(2024, 10, 1, 8, 0, tzinfo=UTC)


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


def interview_at_random(code: str, seed: int) -> None:
    """A whole interview: what is asked next, what is recorded and when it ends are as the judge says."""
    dice = Random(seed)
    questionnaire, judge = built_in(code), judge_of(code)
    state = advance(questionnaire, open_interview(questionnaire), Opened(Medium.CHAT), now=BEGINNING).state
    for _ in range(3 * len(questionnaire.items)):
        verdict = judge.hear(state.answers)
        assert set(state.answers) <= verdict.relevant
        assert not verdict.invalid
        if state.status in FINAL:
            assert not verdict.missing - set(state.missing) or _ended_early(state, questionnaire.items)
            return
        assert state.at in verdict.relevant
        for said in _reply(dice, questionnaire.by_name[state.at]):
            tapped = replace(said, revision=state.revision) if isinstance(said, Chose | Pressed) else said
            state = advance(questionnaire, state, tapped, now=BEGINNING).state
    raise AssertionError("an interview without an end")


def _ended_early(state: InterviewState, items: tuple[Item, ...]) -> bool:
    """Nobody who declined is asked anything more, whatever the form would ask."""
    return any(
        item.role is ItemRole.CONSENT and state.answers.get(item.name) != item.choices[0].code
        for item in items
    )


def _reply(dice: Random, item: Item) -> list[Input]:
    codes = [choice.code for choice in item.choices]
    if item.role is ItemRole.CONSENT and dice.random() < 0.8:
        codes = codes[:1]
    if item.kind is ItemKind.SELECT_MULTIPLE:
        return [Chose(item.name, dice.choice(codes), 0), Pressed(Command.DONE, 0)]
    if codes:
        return [Chose(item.name, dice.choice(codes), 0)]
    return [Said(dice.choice(SAID[item.kind]))]


@settings(max_examples=4, deadline=None, derandomize=True)
@given(SEEDS)
@pytest.mark.parametrize("code", sorted(form_files))
def test_answers_in_any_order_are_judged_alike(code: str, seed: int) -> None:
    answer_at_random(code, seed)


@settings(max_examples=2, deadline=None, derandomize=True)
@given(SEEDS)
@pytest.mark.parametrize("code", sorted(form_files))
def test_an_interview_asks_what_the_judge_finds_relevant(code: str, seed: int) -> None:
    interview_at_random(code, seed)


@pytest.mark.soak
@settings(max_examples=400, deadline=None)
@given(SEEDS)
@pytest.mark.parametrize("code", sorted(form_files))
def test_own_forms_are_judged_alike_at_length(code: str, seed: int) -> None:
    answer_at_random(code, seed)
    interview_at_random(code, seed)
