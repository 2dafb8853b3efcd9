"""What the linter says can never be, the judge never finds, however a random form is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from survey_flows.questionnaire.lint import lint
from survey_flows.questionnaire.model import Choice, Item, ItemKind
from survey_flows.questionnaire.sheets import read_sheets
from tests.oracle.comparing import SAID, an_answer
from tests.oracle.forms import CHOICES, RandomForm, a_form
from tests.oracle.judge import Judge, xform_of

SEEDS = st.integers(0, 2**32)
NEVER_ASKED = {"never-relevant", "unreachable"}
TRIALS = 25


def claims(form: RandomForm) -> set[tuple[str, str]]:
    """Pairs of a defect's code and the row it is about."""
    lines = form.ours.splitlines()
    found = lint(read_sheets(form.ours.encode(), "md"))
    return {
        (one.code, _cells(lines[one.row - 1])[3])
        for one in found
        if one.sheet == "survey" and one.code in {*NEVER_ASKED, "contradiction"}
    }


def questions(form: RandomForm) -> Iterator[Item]:
    """What may be asked, with nothing but kind and choices."""
    rows = re.findall(r"^\| \| (\w+) ?(\w*) \| (\w+)", form.ours.partition("| choices |")[0], re.MULTILINE)
    for kind, listed, name in rows:
        if kind in {"select_one", "select_multiple"} or kind in {each.value for each in SAID}:
            codes = re.findall(rf"\| {listed} \| (\w+) \|", CHOICES) if listed else []
            yield Item(name, ItemKind(kind), {}, choices=tuple(Choice(code, {}) for code in codes))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def hold_against_the_judge(seed: int) -> None:
    dice = Random(seed)
    form = a_form(dice)
    claimed = claims(form)
    if not claimed:
        reject()
    judge = Judge(xform_of(form.theirs), form.rounds, days="e")
    asked = {item.name: item for item in questions(form)}
    for _ in range(TRIALS):
        answers = {name: an_answer(dice, item) for name, item in asked.items()}
        verdict = judge.hear({name: text for name, text in answers.items() if name in judge.names})
        for code, name in claimed:
            if code in NEVER_ASKED:
                assert name not in verdict.relevant, (form.ours, name, answers)
            elif name in verdict.relevant and answers.get(name):
                assert name in verdict.invalid, (form.ours, name, answers)


@settings(
    max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.filter_too_much]
)
@given(SEEDS)
def test_what_never_can_be_never_is(seed: int) -> None:
    hold_against_the_judge(seed)


@pytest.mark.soak
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(SEEDS)
def test_what_never_can_be_never_is_at_length(seed: int) -> None:
    hold_against_the_judge(seed)
