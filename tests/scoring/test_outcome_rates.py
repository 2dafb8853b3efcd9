"""Outcome rates: worked by hand, and what they promise for any counts."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import (
    InvalidResponses,
    Outcome,
    OutcomeCounts,
    OutcomeRates,
    Rate,
    decimal_comma,
    outcome_frame,
    outcome_rates,
    rates_of,
)

# 1,000 cases issued: 500 I, 20 P, 120 R, 160 NC, 40 O, 60 UH, 20 UO, 80 NE. By hand:
#   eligible 500+20+120+160+40 = 840; unknown 80; e = 840/(840+80) = 0.913043...; e*80 = 73.0434...
WORKED = OutcomeCounts(500, 20, 120, 160, 40, 60, 20, 80)
BY_HAND = {
    Rate.RR1: 100 * 500 / 920,
    Rate.RR2: 100 * 520 / 920,
    Rate.RR3: 100 * 500 / (840 + 80 * 840 / 920),
    Rate.RR4: 100 * 520 / (840 + 80 * 840 / 920),
    Rate.RR5: 100 * 500 / 840,
    Rate.RR6: 100 * 520 / 840,
    Rate.COOP1: 100 * 500 / 680,
    Rate.COOP2: 100 * 520 / 680,
    Rate.COOP3: 100 * 500 / 640,
    Rate.COOP4: 100 * 520 / 640,
    Rate.REF1: 100 * 120 / 920,
    Rate.REF2: 100 * 120 / (840 + 80 * 840 / 920),
    Rate.REF3: 100 * 120 / 840,
    Rate.CON1: 100 * 680 / 920,
    Rate.CON2: 100 * 680 / (840 + 80 * 840 / 920),
    Rate.CON3: 100 * 680 / 840,
}
number = st.integers(0, 500)
counts = st.builds(OutcomeCounts, *[number] * 8)


def values(found: OutcomeRates) -> dict[Rate, float]:
    return {rate: each.value for rate, each in found.rates.items() if each.value is not None}


def test_all_sixteen_rates_come_out_as_by_hand() -> None:
    found = rates_of(WORKED)
    assert found.eligibility == pytest.approx(840 / 920)
    assert values(found) == pytest.approx(BY_HAND, rel=1e-14)
    assert {each.base for each in found.rates.values()} == {1000}


def test_a_given_eligibility_takes_the_place_of_the_estimated_one() -> None:
    found = rates_of(WORKED, eligibility=0.5)
    assert found.eligibility == 0.5
    assert found.rates[Rate.RR3].value == pytest.approx(100 * 500 / 880)
    assert found.rates[Rate.RR1] == rates_of(WORKED).rates[Rate.RR1]


def test_son_la_2024_as_far_as_its_report_tells() -> None:
    """2.667 issued, 2.640 collected, 27 lost for one reason or another (domain.md §1.5, G1)."""
    found = values(rates_of(OutcomeCounts(interviews=2640, others=27)))
    assert decimal_comma(found[Rate.RR1]) == "98,99"
    assert found[Rate.RR1] == found[Rate.RR6]


@given(counts)
@settings(max_examples=30, deadline=None)
def test_rates_stay_in_order_and_between_0_and_100(chosen: OutcomeCounts) -> None:
    found = values(rates_of(chosen))
    assert all(0 <= value <= 100 for value in found.values())
    for chain in (
        (Rate.RR1, Rate.RR3, Rate.RR5, Rate.RR6),
        (Rate.RR1, Rate.RR2, Rate.RR4, Rate.RR6),
        (Rate.REF1, Rate.REF2, Rate.REF3),
        (Rate.CON1, Rate.CON2, Rate.CON3),
        (Rate.COOP1, Rate.COOP2, Rate.COOP4),
        (Rate.COOP1, Rate.COOP3, Rate.COOP4),
        (Rate.RR1, Rate.COOP1),
    ):
        known = [found[rate] for rate in chain if rate in found]
        assert all(low <= high + 1e-9 for low, high in pairwise(known))


@given(counts)
@settings(max_examples=15, deadline=None)
def test_response_is_contact_times_cooperation(chosen: OutcomeCounts) -> None:
    found = values(rates_of(chosen))
    if Rate.COOP1 in found:
        assert found[Rate.RR1] == pytest.approx(found[Rate.CON1] * found[Rate.COOP1] / 100)


@given(counts)
@settings(max_examples=15, deadline=None)
def test_taking_all_or_none_of_the_unknown_as_eligible_meets_the_outer_rates(chosen: OutcomeCounts) -> None:
    all_of_them, none_of_them = rates_of(chosen, eligibility=1), rates_of(chosen, eligibility=0)
    assert all_of_them.rates[Rate.RR3] == all_of_them.rates[Rate.RR1]
    assert none_of_them.rates[Rate.RR4].value == none_of_them.rates[Rate.RR6].value


def test_what_cannot_be_known_has_no_value() -> None:
    nothing = rates_of(OutcomeCounts())
    assert all(each.value is None for each in nothing.rates.values())
    silent = rates_of(OutcomeCounts(unknown_other=5))
    assert (silent.eligibility, silent.rates[Rate.RR3].value) == (None, None)
    assert silent.rates[Rate.RR1].value == 0


CASES = {
    "unit": ["x"] * 5 + ["y"] * 3,
    "outcome": ["I", "I", "P", "R", "NE", "I", "UO", None],
}


@pytest.mark.parametrize("library", [pl.DataFrame, pl.LazyFrame, pd.DataFrame])
def test_a_frame_of_cases_gives_the_rates_of_every_unit(library: type[pl.DataFrame]) -> None:
    found = {each.group[0]: each for each in outcome_rates(library(CASES), by=["unit"])}
    assert found["x"].counts == OutcomeCounts(interviews=2, partials=1, refusals=1, not_eligible=1)
    assert found["x"].rates[Rate.RR2].value == 75
    assert found["y"].counts == OutcomeCounts(interviews=1, unknown_other=1)
    whole = outcome_rates(library(CASES))[0]
    given_from_whole = outcome_rates(library(CASES), by=["unit"], eligibility=whole.counts.eligibility)
    assert {each.eligibility for each in given_from_whole} == {5 / 6}


def test_rates_come_back_as_a_tidy_frame() -> None:
    frame = pl.DataFrame(CASES)
    tidy = outcome_frame(outcome_rates(frame, by=["unit"]), ["unit"], like=frame)
    assert isinstance(tidy, pl.DataFrame)
    assert tidy.columns == ["unit", "rate", "numerator", "denominator", "cases", "value", "eligibility"]
    assert len(tidy) == 2 * len(Rate)
    assert isinstance(outcome_frame(outcome_rates(frame), (), like=pd.DataFrame(CASES)), pd.DataFrame)


def test_what_is_no_outcome_is_refused() -> None:
    with pytest.raises(InvalidResponses, match="unknown outcome group 'X'"):
        outcome_rates(pl.DataFrame({"outcome": ["I", "X"]}))
    with pytest.raises(InvalidResponses, match="no such column"):
        outcome_rates(pl.DataFrame({"result": ["I"]}))
    with pytest.raises(InvalidResponses, match="no value"):
        outcome_rates(
            pl.DataFrame({"outcome": ["I"], "unit": pl.Series([None], dtype=pl.String)}), by=["unit"]
        )
    with pytest.raises(ValueError, match="unknown outcome group X"):
        OutcomeCounts.of_letters({"X": 1})
    with pytest.raises(ValueError, match="below zero"):
        OutcomeCounts(interviews=-1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        rates_of(WORKED, eligibility=1.5)


def test_the_letters_are_those_of_fieldwork() -> None:
    """The two packages do not know each other; their letters must meet."""
    from survey_flows.fieldwork.dispositions import OutcomeGroup

    assert {each.value for each in OutcomeGroup} - {""} == {each.value for each in Outcome}
