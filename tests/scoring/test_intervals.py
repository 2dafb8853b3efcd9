"""Intervals of small bases, groups that are parts of strata, and weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from scoring import (
    SIPAS,
    Estimate,
    Groups,
    Interval,
    InvalidResponses,
    InvalidSettings,
    Question,
    Responses,
    Settings,
    Weighting,
    scores,
    shares,
)
from scoring.intervals import bounds
from tests.scoring.examples import FORM, answers, responses

EXACT = Settings(interval=Interval.KORN_GRAUBARD)


def one(frame: pl.DataFrame, chosen: Settings) -> Estimate:
    return next(
        each.estimate for each in scores(Responses(frame, FORM), settings=chosen) if each.measure == SIPAS
    )


def of_share(satisfied: int, people: int, kind: Interval) -> tuple[float, float]:
    share = satisfied / people
    error = 100 * np.sqrt(share * (1 - share) / people)
    low, high = bounds(
        np.array([100 * share]),
        np.array([error]),
        base=np.array([people]),
        observations=np.array([people]),
        kind=kind,
    )
    return float(low[0]), float(high[0])


@pytest.mark.parametrize(
    ("satisfied", "people", "low", "high"),
    [(10, 10, 69.15, 100), (0, 10, 0, 30.85), (9, 10, 55.50, 99.75), (81, 263, 25.27, 36.77)],
)
def test_one_answer_each_gives_the_exact_interval_of_clopper_and_pearson(
    satisfied: int, people: int, low: float, high: float
) -> None:
    assert of_share(satisfied, people, Interval.KORN_GRAUBARD) == pytest.approx((low, high), abs=0.01)


def test_the_careful_interval_is_the_wider_one_unless_all_answers_are_alike() -> None:
    people = 25
    satisfied = np.arange(1.0, people)
    share = satisfied / people
    base = np.full_like(share, people)
    error = 100 * np.sqrt(share * (1 - share) / people)
    short, careful = (
        bounds(100 * share, error, base=base, observations=base, kind=kind)
        for kind in (Interval.WILSON, Interval.KORN_GRAUBARD)
    )
    assert (careful[0] <= 100 * share).all()
    assert (careful[1] >= 100 * share).all()
    assert (careful[1] - careful[0] > short[1] - short[0]).all()


def test_the_careful_interval_covers_small_bases_at_least_as_often_as_it_says() -> None:
    random, truth, people = np.random.default_rng(3), 0.95, 12
    satisfied = random.binomial(people, truth, size=2000)
    covered = {
        kind: {count: of_share(count, people, kind) for count in range(people + 1)} for kind in Interval
    }
    held = {
        kind: float(np.mean([found[count][0] <= 100 * truth <= found[count][1] for count in satisfied]))
        for kind, found in covered.items()
    }
    assert held[Interval.KORN_GRAUBARD] >= 0.95


def test_a_census_has_an_interval_without_width() -> None:
    frame = answers(40).with_columns(eligible=pl.lit(40))
    for kind in Interval:
        found = one(frame, Settings(population="eligible", interval=kind))
        assert (found.low, found.high) == pytest.approx((found.value, found.value))


def test_the_more_of_the_population_answered_the_shorter_the_interval() -> None:
    widths = []
    for eligible in (41, 60, 1000):
        found = one(answers(40).with_columns(eligible=pl.lit(eligible)), Settings(population="eligible"))
        assert found.low is not None
        assert found.high is not None
        widths.append(found.high - found.low)
    assert widths == sorted(widths)


def test_one_person_has_no_interval_of_either_kind() -> None:
    for chosen in (Settings(), EXACT):
        found = one(answers(1), chosen)
        assert (found.low, found.high, found.deff) == (None, None, None)


def test_many_answers_of_one_person_are_not_many_observations() -> None:
    """The design effect of people who give the same answer throughout is the number of answers they give."""
    frame = pl.DataFrame({code: [5] * 30 + [1] * 10 for code in FORM.criteria})
    found = one(frame, Settings())
    assert found.deff == pytest.approx(7 * 279 / 280 * 40 / 39)


def test_groups_that_are_the_strata_are_the_same_as_strata_drawn_alone() -> None:
    alone = scores(responses(), by=["unit"])
    parts = scores(responses(), by=["unit"], settings=Settings(strata=("unit",), groups=Groups.DOMAINS))
    for mine, theirs in zip(parts, alone, strict=True):
        if mine.measure == SIPAS:
            assert mine.estimate.standard_error == pytest.approx(theirs.estimate.standard_error)
            assert mine.estimate.low == pytest.approx(theirs.estimate.low)


def test_proportional_weights_undo_a_quota() -> None:
    """Births have 40 eligible people and land 90, with 2 and 3 forms of 5."""
    chosen = Settings(strata=("service",), population="eligible", weighting=Weighting.PROPORTIONAL)
    frame = answers(50)
    services = {
        str(each.group[0]): each.estimate
        for each in scores(Responses(frame, FORM), by=["service"])
        if each.measure == SIPAS
    }
    found = one(frame, chosen)
    stands_for = {"land": 90 / 30, "births": 40 / 20}
    satisfied = sum(stands_for[service] * each.numerator for service, each in services.items())
    given_answers = sum(stands_for[service] * each.denominator for service, each in services.items())
    assert found.value == pytest.approx(100 * satisfied / given_answers)
    assert found.base == 50


def test_equal_weights_change_nothing() -> None:
    frame = answers(50).with_columns(weight=pl.lit(2.5))
    plain, weighted = one(frame, Settings()), one(frame, Settings(weight="weight"))
    assert weighted.numerator == pytest.approx(2.5 * plain.numerator)
    for name in ("value", "standard_error", "low", "high", "base", "deff"):
        assert getattr(weighted, name) == pytest.approx(getattr(plain, name))


@pytest.mark.parametrize("weight", [0.0, -1.0, float("inf"), "heavy"])
def test_what_cannot_be_a_weight_is_refused(weight: object) -> None:
    frame = answers(10).with_columns(weight=pl.lit(weight))
    with pytest.raises(InvalidResponses, match="a weight is a number above zero") as refused:
        one(frame, Settings(weight="weight"))
    assert refused.value.column == "weight"


@pytest.mark.parametrize("population", [0, -5, "many"])
def test_what_cannot_be_a_population_is_refused(population: object) -> None:
    frame = answers(10).with_columns(eligible=pl.lit(population))
    with pytest.raises(InvalidResponses, match="a population is a number of people") as refused:
        one(frame, Settings(population="eligible"))
    assert (refused.value.column, refused.value.value) == ("eligible", population)
    with pytest.raises(InvalidResponses, match="a population is a number of people"):
        shares(frame, Question("service", ("land", "births")), settings=Settings(population="eligible"))


def test_settings_that_contradict_themselves_are_refused() -> None:
    with pytest.raises(InvalidSettings, match="not both"):
        Settings(population="eligible", weighting=Weighting.PROPORTIONAL, weight="weight")
    for confidence in (0, 1, 95):
        with pytest.raises(InvalidSettings, match="between 0 and 1"):
            replace(EXACT, confidence=confidence)
