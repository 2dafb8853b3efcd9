"""Differences, changes and ranks: what is called real, and what is not."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import (
    Difference,
    Estimate,
    Groups,
    Responses,
    Settings,
    Term,
    change,
    change_statement,
    contrast,
    difference,
    holm,
    pair_statement,
    pairwise,
    rank_intervals,
    ranking_statement,
    scores,
    tally,
)
from scoring.intervals import bounds
from tests.scoring.examples import FORM, answers, responses

values = st.one_of(st.sampled_from([0.0, 100.0]), st.floats(1, 99))
people = st.integers(5, 400)


def share(percent: float, base: int) -> Estimate:
    """An index of so many people with one answer each."""
    error = math.sqrt(percent * (100 - percent) / base)
    low, high = bounds(
        np.array([percent]), np.array([error]), base=np.array([base]), observations=np.array([base])
    )
    numerator = percent * base / 100
    return Estimate(numerator, base, base, percent, error, float(low[0]), float(high[0]))


estimates = st.builds(share, values, people)


def test_a_difference_of_shares_has_the_score_interval_of_newcombe() -> None:
    """56 of 70 against 48 of 80: 0,0524 to 0,3339 in his paper of 1998, method 10."""
    found = difference(share(80, 70), share(60, 80))
    assert found.value == pytest.approx(20)
    assert (found.low, found.high) == pytest.approx((5.24, 33.39), abs=0.005)


def test_small_shares_of_newcombe_come_out_too() -> None:
    """9 of 10 against 3 of 10: 0,1705 to 0,8090."""
    found = difference(share(90, 10), share(30, 10))
    assert (found.low, found.high) == pytest.approx((17.05, 80.90), abs=0.005)


@given(estimates, estimates)
@settings(max_examples=25, deadline=None)
def test_a_difference_lies_in_its_interval_and_turns_round(one: Estimate, other: Estimate) -> None:
    found, turned = difference(one, other), difference(other, one)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert -100 <= found.low <= found.value <= found.high <= 100
    assert turned.value == -found.value
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))
    assert turned.p == pytest.approx(found.p)


def test_everybody_satisfied_in_a_small_unit_is_not_certain() -> None:
    """A standard error of 0 would make 100 % of 7 people differ from everything."""
    few, many = share(100, 7), share(95, 300)
    assert few.standard_error == 0
    found = difference(few, many)
    assert found.p is not None
    assert found.p > 0.5


def test_two_censuses_differ_as_they_look() -> None:
    whole = Estimate(90, 100, 100, 90.0, 0.0, 90.0, 90.0)
    other = Estimate(80, 100, 100, 80.0, 0.0, 80.0, 80.0)
    assert difference(whole, other).p == 0
    assert difference(whole, whole).p == 1


def test_what_is_not_known_is_not_compared() -> None:
    nothing = Estimate(0, 0, 0, None)
    alone = Estimate(1, 1, 1, 100.0)
    assert difference(nothing, share(90, 10)) == Difference(None)
    assert difference(share(90, 10), alone) == Difference(-10.0)
    assert change(share(90, 10), None) == Difference(None)


def test_a_change_has_an_interval_when_last_year_has_an_error() -> None:
    found = change(share(95, 200), share(85, 200))
    assert "a real change" in change_statement(found).en
    assert "luck of the draw" in change_statement(change(share(95, 20), share(94, 20))).en
    assert "nobody can say" in change_statement(change(share(95, 200), 85.0)).en
    assert change_statement(change(share(95, 200), None)).vi == "Không có số liệu để so sánh."
    assert change_statement(found).vi.startswith("+10,00 điểm phần trăm")


@given(st.lists(st.floats(0, 1), max_size=20))
@settings(max_examples=15, deadline=None)
def test_adjusting_never_lowers_a_p_value_and_keeps_the_order(p_values: list[float]) -> None:
    adjusted = holm(p_values)
    assert all(before <= after <= 1 for before, after in zip(p_values, adjusted, strict=True))
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    assert [adjusted[place] for place in order] == sorted(adjusted)


def test_one_pair_is_said_in_words() -> None:
    real, unsure = (pairwise({"a": share(98, 300), "b": share(low, 300)})[0] for low in (85, 97))
    assert pair_statement(real).vi.startswith("a cao hơn b 13,00 điểm")
    assert pair_statement(unsure).en == "a and b are 1,00 points apart: not enough to say which is better."


@given(st.lists(estimates, min_size=1, max_size=7), st.booleans())
@settings(max_examples=15, deadline=None)
def test_a_place_lies_between_its_bounds(found: list[Estimate], joint: bool) -> None:
    units = {f"unit {place}": each for place, each in enumerate(found)}
    ranked = rank_intervals(units, joint=joint)
    assert [each.rank for each in ranked] == sorted(each.rank for each in ranked)
    for each in ranked:
        assert 1 <= each.best <= each.rank <= each.worst <= len(units)


def test_looking_at_one_unit_alone_tells_more_than_at_all_together() -> None:
    units = {f"unit {place}": share(percent, 60) for place, percent in enumerate(range(99, 75, -2))}
    together, alone = (
        {each.unit: each for each in rank_intervals(units, joint=joint)} for joint in (True, False)
    )
    assert all(
        together[unit].best <= alone[unit].best and alone[unit].worst <= together[unit].worst
        for unit in units
    )
    assert any(together[unit].worst > alone[unit].worst for unit in units)


def test_units_without_a_figure_have_no_place() -> None:
    units = {"a": share(90, 50), "b": Estimate(0, 0, 0, None), "c": Estimate(1, 1, 1, 100.0)}
    ranked = rank_intervals(units)
    assert [(each.unit, each.rank, each.best, each.worst) for each in ranked] == [
        ("c", 1, 1, 2),
        ("a", 2, 1, 2),
    ]
    assert ranking_statement(units).en.startswith("2 units make 0 pairs")
    assert pairwise({}) == ()


def test_places_hold_the_true_ones_as_often_as_they_say() -> None:
    """Eight units of 60 people, 60 surveys: all true places inside at once in at least 95 of 100."""
    random = np.random.default_rng(11)
    truth = np.array([97.0, 96.5, 96.0, 94.0, 93.0, 92.0, 88.0, 80.0])
    true_place = {f"unit {place}": place + 1 for place in range(len(truth))}
    rounds, held = 60, 0
    for counts in random.binomial(60, truth / 100, size=(rounds, len(truth))):
        units = {f"unit {place}": share(100 * count / 60, 60) for place, count in enumerate(counts)}
        held += all(each.best <= true_place[each.unit] <= each.worst for each in rank_intervals(units))
    assert held / rounds >= 0.95


def test_women_and_men_share_strata_and_are_compared_as_parts_of_them() -> None:
    frame = answers(120).with_columns(sex=pl.Series(["f", "m", "f"] * 40))
    counted = tally(Responses(frame, FORM), ["sex"], Settings(strata=("unit",), groups=Groups.DOMAINS))
    found = contrast(counted, [Term(1, {"sex": "f"}), Term(-1, {"sex": "m"})])
    by_sex = {each.group[0]: each.estimate for each in counted.scores(["sex"]) if each.measure == "SIPAS"}
    assert found.value == pytest.approx((by_sex["f"].value or 0) - (by_sex["m"].value or 0))
    for measure, form in (("A", "trial"), ("a1", "trial")):
        assert contrast(counted, [Term(1)], form=form, measure=measure).value == pytest.approx(
            next(each.estimate.value for each in counted.scores() if each.measure == measure)
        )


def test_a_group_against_itself_does_not_differ() -> None:
    counted = tally(responses(), ["unit"])
    found = contrast(counted, [Term(1, {"unit": "unit 0"}), Term(-1, {"unit": "unit 0"})])
    assert (found.value, found.standard_error) == pytest.approx((0, 0), abs=1e-12)
    assert contrast(counted, [Term(1, {"unit": "nowhere"})]) == Difference(None)
    with pytest.raises(KeyError, match="no measure 'Z'"):
        contrast(counted, [Term(1)], form="trial", measure="Z")


def test_a_mean_of_units_as_a_contrast_is_that_of_independent_units() -> None:
    """Units as strata of one draw, or drawn by themselves: the same mean and the same error."""
    counted = tally(responses(), ["unit"], Settings(strata=("unit",)))
    units = [each.estimate for each in scores(responses(), by=["unit"]) if each.measure == "SIPAS"]
    found = contrast(counted, [Term(1 / 3, {"unit": f"unit {place}"}) for place in range(3)])
    errors = [each.standard_error or 0 for each in units]
    assert found.standard_error == pytest.approx(math.hypot(*errors) / 3)
