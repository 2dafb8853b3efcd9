"""The back-check: who is called, what a call means, and the figures of the report."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.ids import CaseId, UnitCode
from survey_flows.verification.backcheck import (
    CONTENTS,
    OUTCOME_NAMES,
    BackCheckOutcome,
    Keep,
    QuarantineAndReopen,
    consequence,
    draw_backcheck,
    judge_contents,
    minimum_checks,
    summary,
)

FIFTH = Fraction(1, 5)
SIZES = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 60), max_size=12)
SHARES = st.fractions(0, 1, max_denominator=50)

GOLDEN_DRAW = (
    (UnitCode("mai-son"), (CaseId(2), CaseId(6), CaseId(7), CaseId(18))),
    (UnitCode("song-ma"), (CaseId(26), CaseId(29))),
    (UnitCode("van-ho"), (CaseId(34),)),
)


def forms(sizes: dict[str, int]) -> dict[UnitCode, list[CaseId]]:
    """Consecutive case identifiers over the units."""
    collected, number = {}, 0
    for unit, size in sizes.items():
        collected[UnitCode(unit)] = [CaseId(number + place) for place in range(size)]
        number += size
    return collected


def percent(share: Fraction) -> str:
    """A share as the province prints it: one decimal, half up."""
    exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


@given(SIZES, SHARES, st.integers())
def test_the_sample_is_the_share_rounded_up_and_spread_in_proportion(
    sizes: dict[str, int], share: Fraction, seed: int
) -> None:
    collected = forms(sizes)
    drawn = dict(draw_backcheck(collected, share, seed))
    total = sum(sizes.values())
    places = minimum_checks(total, share)
    assert sum(len(cases) for cases in drawn.values()) == places
    for unit, size in sizes.items():
        got = drawn.get(UnitCode(unit), ())
        assert set(got) <= set(collected[UnitCode(unit)])
        assert len(set(got)) == len(got)
        if total:
            assert abs(len(got) - Fraction(places * size, total)) < 1


@given(SIZES, st.integers(), st.randoms(use_true_random=False))
def test_the_same_forms_and_seed_give_the_same_sample_in_whatever_order_they_come(
    sizes: dict[str, int], seed: int, shuffler: object
) -> None:
    collected = forms(sizes)
    units = list(collected.items())
    shuffler.shuffle(units)  # type: ignore[attr-defined]
    shuffled = {unit: list(reversed(cases)) for unit, cases in units}
    assert draw_backcheck(collected, FIFTH, seed) == draw_backcheck(shuffled, FIFTH, seed)


def test_a_known_draw_stays_byte_for_byte() -> None:
    drawn = draw_backcheck(forms({"mai-son": 20, "song-ma": 11, "van-ho": 4}), FIFTH, 2024)
    assert drawn == GOLDEN_DRAW


def test_another_seed_draws_another_sample() -> None:
    collected = forms({"a": 50, "b": 50})
    assert len({draw_backcheck(collected, FIFTH, seed) for seed in range(20)}) == 20


def test_every_form_has_the_same_chance() -> None:
    """1,000 seeds, 4 of 20 forms each: expected 200, standard deviation 12.6; five of them allowed."""
    counts = dict.fromkeys(range(20), 0)
    collected = forms({"a": 20})
    for seed in range(1000):
        for case in dict(draw_backcheck(collected, FIFTH, seed))[UnitCode("a")]:
            counts[case] += 1
    assert all(137 < count < 263 for count in counts.values())


def test_no_forms_no_calls_and_a_share_beyond_all_is_refused() -> None:
    assert draw_backcheck({}, FIFTH, 1) == ()
    assert draw_backcheck(forms({"a": 3}), Fraction(0), 1) == ()
    with pytest.raises(ValueError, match="between 0 and 1"):
        draw_backcheck(forms({"a": 3}), Fraction(6, 5), 1)


def test_son_la_2024_published_figures() -> None:
    outcomes = (
        [BackCheckOutcome.CONFIRMED] * 703
        + [BackCheckOutcome.WRONG_OR_UNREACHABLE] * 103
        + [BackCheckOutcome.NON_COOPERATIVE] * 4
    )
    told = summary(2640, outcomes)
    assert (told.checked, told.confirmed, told.unreachable, told.non_cooperative, told.failed) == (
        *(810, 703, 103, 4, 0),
    )
    assert percent(told.share_checked) == "30.7"
    assert percent(told.share_confirmed) == "86.8"
    assert percent(told.share_confirmed_of_reached) == "99.4"
    assert told.required == 528
    assert told.is_sufficient


def test_the_minimum_is_a_fifth_rounded_up() -> None:
    assert minimum_checks(2640, FIFTH) == 528
    assert minimum_checks(2520, FIFTH) == 504
    assert minimum_checks(2667, FIFTH) == 534


def test_before_the_first_call_all_shares_are_zero() -> None:
    told = summary(0, [])
    assert told.share_checked == told.share_confirmed == told.share_confirmed_of_reached == 0
    assert not summary(10, [BackCheckOutcome.CONFIRMED]).is_sufficient


@pytest.mark.parametrize("outcome", BackCheckOutcome)
def test_only_an_untrue_content_costs_the_form(outcome: BackCheckOutcome) -> None:
    follows = consequence(outcome)
    if outcome is BackCheckOutcome.CONTENT_FAILED:
        assert follows == QuarantineAndReopen()
    else:
        assert follows == Keep()
    assert set(OUTCOME_NAMES[outcome]) == {"vi", "en"}


def test_a_call_confirms_three_contents_or_fails() -> None:
    assert len(CONTENTS) == 3
    told = dict.fromkeys(CONTENTS, True)
    assert judge_contents(told) is BackCheckOutcome.CONFIRMED
    assert judge_contents(told | {"OWN_ANSWERS": False}) is BackCheckOutcome.CONTENT_FAILED
    with pytest.raises(ValueError, match="exactly the contents"):
        judge_contents({"TOOK_PART": True})
    assert judge_contents({"paid": True}, ("paid",)) is BackCheckOutcome.CONFIRMED
