"""One form, one set of answers: our logic and the judge, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Final

from survey_flows.questionnaire.logic import Logic
from survey_flows.questionnaire.model import Item, ItemKind
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
    items = logic.questionnaire.by_name
    applying = logic.relevant_items(answers, MOMENT)
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
        if item.kind is ItemKind.CALCULATE:
            here, there = logic.calculate(name, answers, MOMENT), verdict.calculated[name]
            assert agree(here, there), (name, item.calculation, answers, here, there)
        if item.choice_filter and name in applying:
            offered = tuple(choice.code for choice in logic.choices_of(name, answers, MOMENT))
            assert offered == judge.offered(name), (name, item.choice_filter, answers)
