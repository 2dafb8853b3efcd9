"""Shares of answers: bases, ticks, errors, and refusal of codes nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import Base, InvalidResponses, Of, Question, Share, shares

WISHES = Question("wish", ("time", "cost", "feedback"), takes_several=True)
several = st.lists(
    st.none()
    | st.sets(st.sampled_from(WISHES.choices), min_size=1).map(lambda chosen: " ".join(sorted(chosen))),
    min_size=1,
    max_size=30,
)


def frame(values: Sequence[str | None]) -> pl.DataFrame:
    return pl.DataFrame({"wish": pl.Series(values, dtype=pl.String)})


def value(found: tuple[Share, ...], choice: str, of: Of = Of.PEOPLE) -> float | None:
    return next(each.estimate.value for each in found if (each.choice, each.of) == (choice, of))


@given(several)
@settings(max_examples=30, deadline=None)
def test_shares_of_ticks_add_up_to_a_hundred(values: list[str | None]) -> None:
    found = [each for each in shares(frame(values), WISHES) if each.of is Of.TICKS]
    known = [each.estimate.value for each in found if each.estimate.value is not None]
    assert sum(known) == pytest.approx(100) if any(values) else known == []


@given(several)
@settings(max_examples=30, deadline=None)
def test_everybody_as_base_never_raises_a_share(values: list[str | None]) -> None:
    answered = shares(frame(values), WISHES)
    everybody = shares(frame(values), WISHES, base=Base.EVERYBODY)
    for choice in WISHES.choices:
        assert (value(everybody, choice) or 0) <= (value(answered, choice) or 0) + 1e-12
        assert value(everybody, choice, Of.TICKS) == value(answered, choice, Of.TICKS)


def test_the_base_counts_people_not_ticks() -> None:
    found = shares(frame(["time cost", "time", None]), WISHES)
    assert {each.estimate.base for each in found} == {2}
    assert value(found, "time") == 100
    assert value(found, "time", Of.TICKS) == pytest.approx(200 / 3)


def test_the_error_of_a_share_of_ticks_knows_whose_ticks_belong_together() -> None:
    values = ["time cost", "time", "cost feedback", "time cost feedback", "feedback"] * 8
    ticked = np.array([["time" in each.split(), len(each.split())] for each in values], dtype=float)
    ratio = ticked[:, 0].sum() / ticked[:, 1].sum()
    residuals = ticked[:, 0] - ratio * ticked[:, 1]
    people = len(values)
    expected = np.sqrt(people / (people - 1) * (residuals**2).sum()) / ticked[:, 1].sum()
    found = next(
        each for each in shares(frame(values), WISHES) if each.choice == "time" and each.of is Of.TICKS
    )
    assert found.estimate.standard_error == pytest.approx(100 * expected)


def test_single_answers_have_shares_of_people_only_in_every_group() -> None:
    answers = pl.DataFrame({"unit": ["a", "a", "b"], "late": ["yes", "no", "no"]})
    found = shares(answers, Question("late", ("yes", "no")), by=["unit"])
    assert [(each.group, each.choice, each.estimate.value) for each in found] == [
        (("a",), "yes", 50),
        (("a",), "no", 50),
        (("b",), "yes", 0),
        (("b",), "no", 100),
    ]


@pytest.mark.parametrize("codes", [[1, 2, 2, None], [1.0, 2.0, 2.0, None], ["1", "2", "2", None]])
@pytest.mark.parametrize("library", [pl.DataFrame, pd.DataFrame])
def test_codes_may_be_numbers_or_text(library: type[pl.DataFrame], codes: list[object]) -> None:
    found = shares(library({"trips": codes}), Question("trips", ("1", "2")))
    assert value(found, "2") == pytest.approx(200 / 3)
    assert found[0].estimate.base == 3


def test_unknown_codes_are_refused_not_dropped() -> None:
    with pytest.raises(InvalidResponses, match="unknown code money") as refused:
        shares(frame(["time money"]), WISHES)
    assert (refused.value.column, refused.value.value) == ("wish", "time money")


def test_a_missing_column_and_a_row_without_a_group_are_refused() -> None:
    with pytest.raises(InvalidResponses, match="no such column"):
        shares(frame(["time"]), WISHES, by=["unit"])
    for library in (pl.DataFrame, pd.DataFrame):
        ungrouped = library({"unit": ["a", None], "wish": ["time", "time"]})
        with pytest.raises(InvalidResponses, match="no value"):
            shares(ungrouped, WISHES, by=["unit"])
