"""Answers given elsewhere, taken through the same interview: all of them, or none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_flows.interview.engine import advance, open_interview
from survey_flows.interview.state import Status
from survey_flows.interview.transcribe import transcribe
from survey_flows.questionnaire.logic import logic_for
from survey_flows.questionnaire.model import ItemKind, Questionnaire
from tests.builders import compiled

NOW = datetime(2024, 10, 2, 9, 0, tzinfo=UTC)
FORM = "son_la_in_person"


def willing(questionnaire: Questionnaire, picks: list[int]) -> dict[str, str]:
    """A whole interview: of each question that applies the choice that `picks` says in turn."""
    said: dict[str, str] = {}
    logic = logic_for(questionnaire)
    for place, item in enumerate(questionnaire.items):
        if item.kind in {ItemKind.NOTE, ItemKind.CALCULATE} or not logic.is_relevant(item.name, said):
            continue
        pick = 0 if item.name == "consent" else picks[place % len(picks)]
        said[item.name] = item.choices[pick % len(item.choices)].code if item.choices else "tốt"
    return said


@given(st.lists(st.integers(0, 5), min_size=1, max_size=12))
@settings(max_examples=15)
def test_what_a_device_accepts_is_taken_whole_and_leads_there_again(picks: list[int]) -> None:
    form = compiled(FORM)
    said = willing(form, picks)
    found = transcribe(form, open_interview(form), said, now=NOW)
    assert (found.state.status, found.refused) == (Status.COMPLETE, ())
    assert found.state.answers == said
    state = open_interview(form)
    for one in found.inputs:
        state = advance(form, state, one, now=NOW).state
    assert state == found.state


def test_a_whole_interview_of_first_choices_is_complete() -> None:
    form = compiled(FORM)
    said = willing(form, [0])
    found = transcribe(form, open_interview(form), said, now=NOW)
    assert (found.state.status, found.refused) == (Status.COMPLETE, ())
    assert found.state.answers == said


@pytest.mark.parametrize("value", ["", "9", "x"], ids=repr)
def test_one_answer_that_cannot_be_taken_refuses_all(value: str) -> None:
    form = compiled(FORM)
    said = willing(form, [0])
    name = form.factors[0].criteria[0]
    found = transcribe(form, open_interview(form), said | {name: value}, now=NOW)
    assert name in [item for item, _ in found.refused]


def test_an_answer_to_what_is_not_asked_on_this_path_is_refused() -> None:
    form = compiled(FORM)
    logic = logic_for(form)
    said = willing(form, [0])
    off = [item for item in form.items if item.choices and not logic.is_relevant(item.name, said)]
    found = transcribe(form, open_interview(form), said | {off[0].name: off[0].choices[0].code}, now=NOW)
    assert found.refused == ((off[0].name, "off_path"),)


def test_who_does_not_consent_refuses_whatever_else_the_device_kept() -> None:
    form = compiled(FORM)
    found = transcribe(form, open_interview(form), willing(form, [0]) | {"consent": "no"}, now=NOW)
    assert (found.state.status, found.refused) == (Status.REFUSED, ())


def test_what_stands_is_not_asked_again_and_differences_are_told() -> None:
    form = compiled(FORM)
    first = transcribe(form, open_interview(form), willing(form, [0]), now=NOW)
    state = open_interview(form)
    for one in first.inputs[: len(first.inputs) // 2]:
        state = advance(form, state, one, now=NOW).state
    stands = dict(state.answers)
    otherwise = dict(willing(form, [0]))
    name = next(item for item in stands if item in form.factors[0].criteria)
    otherwise[name] = "2" if stands[name] != "2" else "3"
    found = transcribe(form, state, otherwise, now=NOW, keep=stands)
    assert found.differing == (name,)
    assert found.state.answers[name] == stands[name]
