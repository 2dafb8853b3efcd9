"""The same figures asked of any frame, in a form that compares: what every library must agree on."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest
from narwhals.typing import IntoFrame

from scoring import (
    Denominator,
    Estimate,
    Groups,
    Question,
    Responses,
    Settings,
    Weighting,
    contrast,
    outcome_rates,
    shares,
    tally,
)
from scoring.contrasts import Term
from tests.scoring.examples import FORM

CLOSE = 1e-12

SETTINGS = (
    Settings(
        Denominator.MEAN_OF_PERSONS,
        strata=("unit", "service"),
        population="eligible",
        groups=Groups.DOMAINS,
        weighting=Weighting.PROPORTIONAL,
    ),
    Settings(strata=("service",), weight="weight"),
)
TRIPS = Question("trips", ("1", "2", "3"))
WISHES = Question("wish", ("time", "cost", "staff"), takes_several=True)

Figures = Mapping[tuple[object, ...], float | None]


def figures(frame: IntoFrame) -> Figures:
    """Everything the library computes of a frame with the columns of `oracle/answers.csv` and some more."""
    found: dict[tuple[object, ...], float | None] = {}
    for place, settings in enumerate(SETTINGS):
        counted = tally(Responses(frame, FORM), ["sex", "unit"], settings)
        for by in ((), ("sex", "unit")):
            for each in counted.scores(by):
                found |= _of_estimate((place, by, *each.group, each.level, each.measure), each.estimate)
                found[place, by, *each.group, each.measure, "skipped"] = each.skipped
    for question in (TRIPS, WISHES):
        for share in shares(frame, question, by=["sex"], settings=SETTINGS[0]):
            found |= _of_estimate((question.code, *share.group, share.choice, share.of), share.estimate)
    for rates in outcome_rates(frame, by=["unit"]):
        for rate, estimate in rates.rates.items():
            found |= _of_estimate((*rates.group, rate), estimate)
    counted = tally(Responses(frame, FORM), ["sex"], SETTINGS[0])
    difference = contrast(counted, [Term(1), Term(-1, {"sex": "female"})])
    found["contrast", "value"], found["contrast", "error"] = difference.value, difference.standard_error
    return found


def assert_same(mine: Figures, theirs: Figures) -> None:
    """Equal to 1e-12 in every figure."""
    assert mine.keys() == theirs.keys()
    for name, value in theirs.items():
        if value is None:
            assert mine[name] is None
        else:
            other = mine[name]
            assert other is not None
            assert not math.isnan(other)
            assert other == pytest.approx(value, rel=CLOSE, abs=CLOSE), name


def _of_estimate(name: tuple[object, ...], estimate: Estimate) -> Figures:
    fields = ("numerator", "denominator", "base", "value", "standard_error", "low", "high", "deff")
    return {(*name, field): getattr(estimate, field) for field in fields}
