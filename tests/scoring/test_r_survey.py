"""Errors against R's survey package, to 1e-9: domains, weights, small bases, contrasts, shares.

`oracle/figures.R` made `oracle/figures.csv` from `oracle/answers.csv`. R's figures are fractions, ours
percent; of one person alone R says that the error is 0, we say that nobody knows it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from scoring import (
    SIPAS,
    Denominator,
    Difference,
    Estimate,
    Groups,
    Interval,
    Of,
    Question,
    Responses,
    Settings,
    Term,
    Weighting,
    contrast,
    pairwise,
    scores,
    shares,
    tally,
)
from scoring.quantiles import beta_quantile, student_quantile
from tests.scoring.examples import FORM

HERE = Path(__file__).parent / "oracle"
PEOPLE = pl.read_csv(HERE / "answers.csv", schema_overrides=dict.fromkeys(FORM.criteria, pl.Int8))
DRAWN = Settings(strata=("unit", "service"), groups=Groups.DOMAINS)
FINITE = Settings(strata=("unit", "service"), groups=Groups.DOMAINS, population="eligible")
STANDING = Settings(
    strata=("unit", "service"),
    groups=Groups.DOMAINS,
    population="eligible",
    weighting=Weighting.PROPORTIONAL,
)
OWN = Settings(strata=("unit", "service"), groups=Groups.DOMAINS, weight="weight")


@dataclass(frozen=True)
class Line:
    """One figure of R, in percent where it is a share."""

    figure: str
    group: str
    value: float
    error: float | None
    low: float | None
    high: float | None
    deff: float | None


def number(text: str) -> float | None:
    return None if text == "NA" else float(text)


def oracle() -> list[Line]:
    with (HERE / "figures.csv").open(encoding="utf-8") as file:
        return [
            Line(
                row["figure"],
                row["group"],
                float(row["value"]),
                *(number(row[name]) for name in ("error", "low", "high", "deff")),
            )
            for row in csv.DictReader(file)
        ]


LINES = oracle()


def of(figure: str) -> dict[str, Line]:
    return {line.group: line for line in LINES if line.figure == figure}


def indices(settings: Settings, column: str, measure: str = SIPAS) -> Callable[[], Mapping[str, Estimate]]:
    """The index of the whole (group "") and of every value of a column."""

    def counted() -> Mapping[str, Estimate]:
        all_cells = tally(Responses(PEOPLE, FORM), [column], settings)
        found = [*all_cells.scores(), *all_cells.scores([column])]
        return {
            str(each.group[0]) if each.group else "": each.estimate
            for each in found
            if each.measure == measure
        }

    return counted


def wish(of_what: Of) -> Callable[[], Mapping[str, Estimate]]:
    def counted() -> Mapping[str, Estimate]:
        question = Question("wish", ("time", "cost", "staff"), takes_several=True)
        found = [each for by in ([], ["sex"]) for each in shares(PEOPLE, question, by=by, settings=STANDING)]
        return {
            str(each.group[0]) if each.group else "": each.estimate
            for each in found
            if (each.choice, each.of) == ("time", of_what)
        }

    return counted


FIGURES = {
    **{f"plain by {column}": indices(DRAWN, column) for column in ("sex", "age", "unit", "service")},
    **{f"finite by {column}": indices(FINITE, column) for column in ("sex", "age", "unit", "service")},
    **{
        f"proportional by {column}": indices(STANDING, column) for column in ("sex", "age", "unit", "service")
    },
    **{f"own by {column}": indices(OWN, column) for column in ("sex", "age", "unit", "service")},
    "simple by sex": indices(Settings(groups=Groups.DOMAINS), "sex"),
    "feedback by sex": indices(FINITE, "sex", "E"),
    "fixed by sex": indices(
        Settings(Denominator.FIXED, ("unit", "service"), "eligible", groups=Groups.DOMAINS), "sex"
    ),
    "mean of persons by sex": indices(
        Settings(Denominator.MEAN_OF_PERSONS, ("unit", "service"), "eligible", groups=Groups.DOMAINS), "sex"
    ),
    "time of people": wish(Of.PEOPLE),
    "time of ticks": wish(Of.TICKS),
}


@pytest.mark.parametrize("figure", FIGURES)
def test_values_and_errors_are_those_of_r_survey(figure: str) -> None:
    mine, theirs = FIGURES[figure](), of(figure)
    assert mine.keys() == theirs.keys()
    for group, line in theirs.items():
        assert mine[group].value == pytest.approx(100 * line.value, rel=1e-9)
        error = None if mine[group].base == 1 else pytest.approx(100 * (line.error or 0), rel=1e-9)
        assert mine[group].standard_error == error


@pytest.mark.parametrize(("kind", "settings"), [("plain", DRAWN), ("proportional", STANDING)])
def test_small_bases_and_design_effects_are_those_of_r_survey(kind: str, settings: Settings) -> None:
    exact = replace(settings, interval=Interval.KORN_GRAUBARD)
    mine = indices(exact, "unit")()
    for group, line in of(f"small base {kind}").items():
        found = mine[group]
        assert (found.value, found.standard_error, found.low, found.high) == pytest.approx(
            tuple(100 * (each or 0) for each in (line.value, line.error, line.low, line.high)), rel=1e-9
        )
        assert found.deff == pytest.approx(line.deff, rel=1e-9)


@pytest.mark.parametrize(("kind", "settings"), [("finite", FINITE), ("proportional", STANDING)])
def test_contrasts_are_those_of_r_survey(kind: str, settings: Settings) -> None:
    counted = tally(Responses(PEOPLE, FORM), ["unit", "sex", "sample"], settings)
    units = ("Bắc Yên", "Mai Sơn", "Sông Mã")
    asked = {
        "with reserve less official": [Term(1), Term(-1, {"sample": "official"})],
        "female less male": [Term(1, {"sex": "female"}), Term(-1, {"sex": "male"})],
        "mean of units": [Term(1 / 3, {"unit": unit}) for unit in units],
        "first unit less second": [Term(1, {"unit": units[0]}), Term(-1, {"unit": units[1]})],
    }
    for name, terms in asked.items():
        found, line = contrast(counted, terms), of(f"{name}, {kind}")[""]
        assert (found.value, found.standard_error) == pytest.approx(
            (100 * line.value, 100 * (line.error or 0)), rel=1e-9
        )


def test_pairs_of_units_are_adjusted_as_in_r() -> None:
    alone = Settings(strata=("service",), population="eligible")
    units = {
        str(each.group[0]): each.estimate
        for each in scores(Responses(PEOPLE, FORM), by=["unit"], settings=alone)
        if each.measure == SIPAS
    }
    found = {f"{pair.one} - {pair.other}": pair for pair in pairwise(units)}
    expected = {
        name: {line.group: line.value for line in LINES if line.figure == name}
        for name in ("pair z", "pair p", "pair holm")
    }
    for name, pair in found.items():
        assert isinstance(pair.difference, Difference)
        assert (pair.difference.z, pair.difference.p, pair.adjusted_p) == pytest.approx(
            tuple(expected[kind][name] for kind in ("pair z", "pair p", "pair holm")), rel=1e-9
        )
    assert len(found) == len(expected["pair z"])


def test_quantiles_are_those_of_r() -> None:
    for line in of("qbeta").values():
        probability, a, b = (np.array([float(each)]) for each in line.group.split())
        assert beta_quantile(probability, a, b)[0] == pytest.approx(line.value, rel=1e-10)
    for line in of("qt").values():
        assert student_quantile(0.95, np.array([float(line.group)]))[0] == pytest.approx(
            line.value, rel=1e-10
        )
