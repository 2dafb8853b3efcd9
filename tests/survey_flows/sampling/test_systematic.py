"""The systematic draw against the plan's own example and against its fairness."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.sampling.rules import DrawRules, IntervalMethod
from survey_flows.sampling.systematic import draw_serials, interval, start_shift, systematic


def test_the_plans_worked_example_is_reproduced() -> None:
    """Sơn La plan L131-144: N = 1.500, n = 20, k = 75 (golden test 1 of the domain)."""
    assert interval(1500, 20) == 75
    assert systematic(1500, 20) == tuple(range(1, 1427, 75))
    assert systematic(1500, 20)[:5] == (1, 76, 151, 226, 301)


def test_a_fractional_interval_reaches_the_tail_of_the_list() -> None:
    """Golden test 2: Mai Sơn's real quota, k = 37,5."""
    serials = systematic(1500, 40)
    assert interval(1500, 40) == Fraction(75, 2)
    assert serials[:6] == (1, 38, 76, 113, 151, 188)
    assert serials[-1] == 1463
    assert len(set(serials)) == 40


def test_the_floor_variant_stops_short_of_the_tail() -> None:
    serials = systematic(1500, 40, method=IntervalMethod.FLOOR)
    assert serials[:3] == (1, 38, 75)
    assert serials[-1] == 1444


@pytest.mark.parametrize(("size", "n"), [(487, 50), (100, 30), (60, 59), (199, 100), (7, 7)])
def test_over_all_starts_everybody_is_chosen_equally_often(size: int, n: int) -> None:
    chosen = Counter(serial for shift in range(size) for serial in systematic(size, n, shift=shift))
    expected = min(size, n)
    assert chosen == dict.fromkeys(range(1, size + 1), expected)


@given(size=st.integers(0, 5000), n=st.integers(0, 400), data=st.data())
def test_serials_are_inside_distinct_ascending_and_as_many_as_asked(
    size: int, n: int, data: st.DataObject
) -> None:
    method = data.draw(st.sampled_from(IntervalMethod))
    shift = data.draw(st.integers(0, max(size - 1, 0)))
    serials = systematic(size, n, method=method, shift=shift)
    assert len(serials) == min(n, size)
    assert list(serials) == sorted(set(serials))
    assert all(1 <= serial <= size for serial in serials)


@given(size=st.integers(1, 3000), n=st.integers(1, 100))
def test_the_first_serial_is_01_unless_a_seed_says_otherwise(size: int, n: int) -> None:
    assert draw_serials(size, n, DrawRules(), stratum="x")[0] == 1


def test_a_later_fixed_start_is_held_inside_the_first_interval() -> None:
    assert draw_serials(100, 10, DrawRules(start=4), stratum="x")[:2] == (4, 14)
    assert max(draw_serials(100, 30, DrawRules(start=90), stratum="x")) <= 100


def test_a_seeded_start_is_reproducible_and_differs_between_strata() -> None:
    seeded = DrawRules(seed=2024)
    shifts = {start_shift(1000, 40, seeded, stratum=f"unit-{at}") for at in range(50)}
    assert len(shifts) > 40
    assert draw_serials(1000, 40, seeded, stratum="a") == draw_serials(1000, 40, seeded, stratum="a")


@pytest.mark.parametrize(("size", "n", "shift"), [(-1, 1, 0), (10, -1, 0), (10, 2, 10), (10, 2, -1)])
def test_impossible_draws_are_refused(size: int, n: int, shift: int) -> None:
    with pytest.raises(ValueError, match=r"list|start"):
        systematic(size, n, shift=shift)
