"""Standard errors against oracles that compute them another way."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from scoring import Denominator, Estimate, Responses, Settings, mean_of, scores
from tests.scoring.examples import FORM, answers, responses

# R 4.2, survey 4.1-1, on answers() written as CSV: s and a summed per person with rowSums, then
# svyratio(~s, ~a, design) with svydesign(~1), svydesign(~1, strata=~service) and
# svydesign(~1, strata=~service, fpc=~eligible); options(survey.lonely.psu="adjust"). In percent.
R_SURVEY = {
    "unit 0": (80.5555555555556, 3.19789134082739, 3.24035366917796, 2.97579918395883),
    "unit 1": (85.5769230769231, 3.22805406194164, 3.19993395079659, 2.95473938005314),
    "unit 2": (78.7878787878788, 4.26034898044597, 4.23016983599749, 3.88529891596974),
}
# svyratio(~se, ~ae) of the routed factor among those who answered any of it
R_FEEDBACK = {
    "unit 0": (80.7692307692308, 7.24701107332301),
    "unit 1": (100, 0),
    "unit 2": (66.6666666666667, 10.5409255338946),
}


def of_units(measure: str, settings: Settings) -> dict[str, Estimate]:
    found = scores(responses(), by=["unit"], settings=settings)
    return {str(each.group[0]): each.estimate for each in found if each.measure == measure}


@pytest.mark.parametrize(
    ("column", "settings"),
    [
        (1, Settings()),
        (2, Settings(strata=("service",))),
        (3, Settings(strata=("service",), population="eligible")),
    ],
)
def test_errors_agree_with_r_survey(column: int, settings: Settings) -> None:
    for unit, estimate in of_units("SIPAS", settings).items():
        assert estimate.value == pytest.approx(R_SURVEY[unit][0], rel=1e-12)
        assert estimate.standard_error == pytest.approx(R_SURVEY[unit][column], rel=1e-12)


def test_errors_of_a_routed_factor_agree_with_r_survey() -> None:
    for unit, estimate in of_units("E", Settings()).items():
        assert (estimate.value, estimate.standard_error) == pytest.approx(R_FEEDBACK[unit], abs=1e-11)


def person_sums(frame: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    wide = frame.select(FORM.criteria)
    satisfied = wide.select(pl.sum_horizontal(pl.all() >= 4)).to_series().to_numpy()
    given = wide.select(pl.sum_horizontal(pl.all().is_not_null())).to_series().to_numpy()
    return satisfied.astype(float), given.astype(float)


def test_the_error_is_close_to_the_jackknife_over_people() -> None:
    frame = answers(400)
    satisfied, given = person_sums(frame)
    left_out = (satisfied.sum() - satisfied) / (given.sum() - given)
    people = len(frame)
    jackknife = np.sqrt((people - 1) / people * ((left_out - left_out.mean()) ** 2).sum())
    estimate = scores(Responses(frame, FORM))[0].estimate
    assert estimate.standard_error == pytest.approx(100 * jackknife, rel=0.005)


def test_the_error_is_close_to_the_bootstrap_over_people() -> None:
    frame = answers(400)
    satisfied, given = person_sums(frame)
    chosen = np.random.default_rng(7).integers(0, len(frame), size=(4000, len(frame)))
    bootstrap = (satisfied[chosen].sum(axis=1) / given[chosen].sum(axis=1)).std(ddof=1)
    estimate = scores(Responses(frame, FORM))[0].estimate
    assert estimate.standard_error == pytest.approx(100 * bootstrap, rel=0.05)


def test_a_mean_of_persons_has_the_error_of_a_plain_mean() -> None:
    satisfied, given = person_sums(answers())
    shares = satisfied / given
    estimate = scores(responses(), settings=Settings(denominator=Denominator.MEAN_OF_PERSONS))[0].estimate
    assert estimate.value == pytest.approx(100 * shares.mean())
    assert estimate.standard_error == pytest.approx(100 * shares.std(ddof=1) / np.sqrt(len(shares)))


def test_a_fixed_denominator_has_the_error_of_a_plain_mean() -> None:
    satisfied, _ = person_sums(answers())
    estimate = scores(responses(), settings=Settings(denominator=Denominator.FIXED))[0].estimate
    assert estimate.value == pytest.approx(100 * satisfied.mean() / 7)
    assert estimate.standard_error == pytest.approx(100 * satisfied.std(ddof=1) / 7 / np.sqrt(len(satisfied)))


def test_a_criterion_has_the_binomial_error() -> None:
    found = next(each.estimate for each in scores(responses()) if each.measure == "a1")
    assert found.value is not None
    share = found.value / 100
    expected = 100 * np.sqrt(share * (1 - share) / (found.base - 1))
    assert found.standard_error == pytest.approx(expected)


def test_a_census_has_no_sampling_error() -> None:
    frame = answers(40).with_columns(eligible=pl.lit(40))
    estimate = scores(Responses(frame, FORM), settings=Settings(population="eligible"))[0].estimate
    assert estimate.standard_error == 0


def test_more_answers_than_the_population_is_still_a_census() -> None:
    frame = answers(40).with_columns(eligible=pl.lit(30))
    estimate = scores(Responses(frame, FORM), settings=Settings(population="eligible"))[0].estimate
    assert estimate.standard_error == 0


def test_a_stratum_of_one_person_is_centred_on_the_group() -> None:
    frame = answers(12).with_columns(service=pl.Series(["a"] * 11 + ["b"]))
    alone = scores(Responses(frame, FORM), settings=Settings(strata=("service",)))[0].estimate
    assert alone.standard_error is not None
    assert alone.standard_error > 0


def test_one_person_gives_a_value_and_no_error() -> None:
    estimate = scores(Responses(answers(1), FORM))[0].estimate
    assert estimate.value is not None
    assert (estimate.standard_error, estimate.low, estimate.high) == (None, None, None)


def test_intervals_do_not_shrink_to_nothing_when_everybody_is_satisfied() -> None:
    everybody = pl.DataFrame({code: [5] * 30 for code in FORM.criteria})
    estimate = scores(Responses(everybody, FORM))[0].estimate
    assert (estimate.value, estimate.standard_error, estimate.high) == (100, 0, 100)
    assert estimate.low is not None
    # Wilson's bound for 30 of 30 people
    assert estimate.low == pytest.approx(100 * 30 / (30 + 1.959964**2), abs=1e-4)


def test_intervals_of_nobody_satisfied_start_at_zero() -> None:
    nobody = pl.DataFrame({code: [1] * 30 for code in FORM.criteria})
    estimate = scores(Responses(nobody, FORM))[0].estimate
    assert (estimate.value, estimate.low) == (0, 0)
    assert estimate.high is not None
    assert 0 < estimate.high < 15


def test_a_higher_confidence_gives_a_wider_interval() -> None:
    narrow, wide = (
        scores(responses(), settings=Settings(confidence=level))[0].estimate for level in (0.90, 0.99)
    )
    assert narrow.low is not None
    assert wide.low is not None
    assert wide.low < narrow.low


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    random = np.random.default_rng(5)
    truth, rounds, people = 0.93, 400, 60
    leaning = random.beta(9.3, 0.7, size=rounds * people)[:, None]
    cells = np.where(random.random((rounds * people, 7)) < leaning, 5, 2)
    frame = pl.DataFrame(cells, schema=list(FORM.criteria)).with_columns(
        wave=pl.Series(np.repeat(np.arange(rounds), people))
    )
    waves = [each.estimate for each in scores(Responses(frame, FORM), by=["wave"]) if each.measure == "SIPAS"]
    covered = sum((each.low or 0) <= 100 * truth <= (each.high or 100) for each in waves)
    assert len(waves) == rounds
    assert 0.91 <= covered / rounds <= 0.99


def test_the_mean_of_nothing_has_no_value() -> None:
    assert mean_of([]).value is None


def test_a_mean_with_an_unknown_error_has_none() -> None:
    mean = mean_of([Estimate(1, 2, 2, 50.0, 10.0), Estimate(1, 1, 1, 100.0), Estimate(0, 0, 0, None)])
    assert (mean.value, mean.standard_error, mean.base) == (75.0, None, 3)
