"""Random expressions over random answers mean the same to us and to the judge."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.judge import agree, ours, theirs
from tests.oracle.trees import Grower, values

SEEDS = st.integers(0, 2**32)
AT_ONCE = 10
DEPTHS = (0, 1, 2, 2, 3)


def compare(seed: int) -> None:
    dice = Random(seed)
    answers = values(dice)
    grower = Grower(dice, "/data/{}".format)
    for _ in range(AT_ONCE):
        expression = grower.any(dice.choice(DEPTHS))
        one, other = ours(expression, answers), theirs(expression, answers)
        assert agree(one, other), (expression, answers, one, other)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(SEEDS)
def test_an_expression_has_one_meaning(seed: int) -> None:
    compare(seed)


@pytest.mark.soak
@settings(max_examples=5_000, deadline=None)
@given(SEEDS)
def test_an_expression_has_one_meaning_at_length(seed: int) -> None:
    compare(seed)
