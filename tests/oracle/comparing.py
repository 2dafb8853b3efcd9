"""One form, one set of answers: our logic and the judge, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Final

from survey_flows.interview.engine import advance, open_interview
from survey_flows.interview.inputs import Chose, Command, Input, Medium, Opened, Pressed, Said
from survey_flows.interview.state import FINAL, InterviewState
from survey_flows.questionnaire.logic import Logic
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole, Questionnaire
from survey_flows.questionnaire.moment import Moment
from tests.oracle.judge import NOW, Judge, agree

MOMENT: Final = Moment(datetime.fromisoformat(NOW))
UNASKED: Final = frozenset({ItemKind.NOTE, ItemKind.CALCULATE, ItemKind.HIDDEN})
SAID: Final[Mapping[ItemKind, tuple[str, ...]]] = {
    ItemKind.INTEGER: ("0", "3", "-2", "17", "64", "120"),
    ItemKind.DECIMAL: ("0", "2.5", "-0.5", "100"),
    ItemKind.DATE: ("2024-09-28", "2024-10-01", "2024-10-02", "1999-12-31"),
    ItemKind.TIME: ("08:30", "23:00"),
    ItemKind.TEXT: ("a", "có", "Mường La", "12345", "x y"),
    ItemKind.ACKNOWLEDGE: ("OK",),
}


def an_answer(dice: Random, item: Item) -> str:
    """Something a respondent may say to `item`; sometimes nothing."""
    if dice.random() < 0.15:
        return ""
    codes = [choice.code for choice in item.choices]
    if item.kind is ItemKind.SELECT_MULTIPLE:
        return " ".join(dice.sample(codes, dice.randint(1, min(4, len(codes)))))
    return dice.choice(codes or SAID[item.kind])


def compare(logic: Logic, judge: Judge, answers: Mapping[str, str]) -> None:
    """Assert that both find the same things relevant, missing, invalid, calculated and offered."""
    verdict = judge.hear(answers)
    assert judge.defaults == {
        item.name: logic.default_of(item.name, {}, MOMENT)
        for item in logic.questionnaire.items
        if item.default
    }
    items = logic.questionnaire.by_name
    counts = {f"{repeat}_count" for repeat in judge.rounds}  # what pyxform adds where rounds are counted
    applying = [name for name in logic.relevant_items(answers, MOMENT) if name not in counts]
    assert set(applying) == verdict.relevant & set(items), answers
    missing = {
        name
        for name in applying
        if items[name].kind not in UNASKED
        and not answers.get(name)
        and logic.is_required(name, answers, MOMENT)
    }
    assert missing == verdict.missing, answers
    invalid = {
        name
        for name in applying
        if items[name].kind not in UNASKED and logic.violates(name, answers.get(name, ""), answers, MOMENT)
    }
    assert invalid == verdict.invalid, answers
    for name, item in items.items():
        if item.kind is ItemKind.CALCULATE and name in verdict.calculated:
            here, there = logic.calculate(name, answers, MOMENT), verdict.calculated[name]
            assert agree(here, there), (name, item.calculation, answers, here, there)
        if item.choice_filter and name in applying:
            offered = tuple(choice.code for choice in logic.choices_of(name, answers, MOMENT))
            assert offered == judge.offered(name), (name, item.choice_filter, answers)


def interview(dice: Random, questionnaire: Questionnaire, judge: Judge) -> bool:
    """A whole interview, and whether it ended.

    What is asked, what is recorded and when it is over are as the judge says.
    """
    assert MOMENT.now is not None
    state = advance(questionnaire, open_interview(questionnaire), Opened(Medium.CHAT), now=MOMENT.now).state
    for _ in range(3 * len(questionnaire.items)):
        verdict = judge.hear(state.answers)
        assert set(state.answers) <= verdict.relevant, state.answers
        assert not verdict.invalid, state.answers
        if state.status in FINAL:
            assert verdict.missing <= set(state.missing) or _declined(state, questionnaire), state
            return True
        assert state.at in verdict.relevant, state
        item = questionnaire.by_name[state.at]
        codes = judge.offered(item.name) if item.choice_filter else [choice.code for choice in item.choices]
        for said in _reply(dice, item, codes):
            tapped = replace(said, revision=state.revision) if isinstance(said, Chose | Pressed) else said
            state = advance(questionnaire, state, tapped, now=MOMENT.now).state
    return False


def _declined(state: InterviewState, questionnaire: Questionnaire) -> bool:
    """Nobody who declined is asked anything more, whatever the form would ask."""
    consents = (item for item in questionnaire.items if item.role is ItemRole.CONSENT)
    return any(state.answers.get(item.name) != item.choices[0].code for item in consents)


def _reply(dice: Random, item: Item, codes: Sequence[str]) -> list[Input]:
    if item.role is ItemRole.CONSENT and dice.random() < 0.8:
        codes = codes[:1]
    if item.kind is ItemKind.SELECT_MULTIPLE:
        return [Chose(item.name, dice.choice(codes), 0), Pressed(Command.DONE, 0)]
    if not codes or dice.random() < 0.1:
        return [Said(dice.choice(SAID.get(item.kind, ("bỏ qua",))))]
    return [Chose(item.name, dice.choice(codes), 0)]
