"""Two reports of one wave, subtracted, tell nobody's answers: an attacker holds both and a linear program."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
from scipy.optimize import linprog

from bot.reports.compile import ReportUnit, compile_report
from bot.reports.model import Report, ReportHead
from bot.reports.responses import FormKind, FormResponses, Record, form_responses
from bot.reports.settings import ReportSettings
from bot.reports.told import NOTHING, Earlier, told_from, told_json
from scoring.estimates import Estimate
from scoring.tables import Text
from scoring.withheld import Withheld
from tests.bot.reports import examples

UNITS = [ReportUnit(code, f"Đơn vị {code}", "huyen", services=examples.SERVICES) for code in "ABCD"]
BLOCKS = {"huyen": "Huyện"}
WHOLE = examples.questionnaire(FormKind.IN_PERSON)
FORM = replace(WHOLE, factors=WHOLE.factors[:2])
CRITERIA = [name for factor in FORM.factors for name in factor.criteria]
FIRST = {
    ("A", "TU_PHAP"): 20,
    ("A", "TNMT"): 24,
    ("B", "TU_PHAP"): 15,
    ("B", "TNMT"): 18,
    ("C", "TNMT"): 30,
    ("D", "TNMT"): 40,
}
MORE = {("A", "TU_PHAP"): 2, ("B", "TNMT"): 14, ("C", "TNMT"): 20, ("D", "TNMT"): 40}
"""Two of one service, many of others: the two must not be told."""


@cache
def records() -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    choose = random.Random(11)
    first, more = (
        tuple(
            Record(unit, service, examples.answers(WHOLE, choose, 0.85))
            for (unit, service), count in sizes.items()
            for _ in range(count)
        )
        for sizes in (FIRST, MORE)
    )
    return first, more


def report(found: tuple[Record, ...], earlier: Earlier = NOTHING) -> Report:
    head = ReportHead(Text("SIPAS"), "Tỉnh Sơn La", "Sở Nội vụ", 2024, "10/2024", "15/12/2024")
    form: FormResponses = form_responses(FormKind.IN_PERSON, FORM, found, dict.fromkeys("ABCD", "huyen"))
    return compile_report(head, UNITS, BLOCKS, [form], [], settings=ReportSettings(), earlier=earlier)


@cache
def both(*, may_wait: bool) -> tuple[Report, Report]:
    """A report, and the next, after the first was kept and read back."""
    first, more = records()
    before = report(first)
    kept = told_from(told_json(before.told))
    return before, report((*first, *more), Earlier((kept,), may_wait=may_wait))


def sums(found: tuple[Record, ...], unit: str, service: str) -> tuple[int, int]:
    """Satisfied answers and all, of a service of a unit."""
    given = [
        int(each.answers[name])
        for each in found
        if (each.unit, each.service) == (unit, service)
        for name in CRITERIA
        if each.answers.get(name)
    ]
    return sum(value >= 4 for value in given), len(given)


def told(one: Report) -> Iterator[tuple[str, str, Estimate]]:
    """Indices of units and services, and the province's pooled, as one report tells them."""
    yield "", "", one.province.pooled
    for unit in one.units:
        yield unit.code, "", unit.sipas
    name = ""
    services = {label: code for code, label in examples.SERVICES.items()}
    units = {unit.name: unit.code for unit in UNITS}
    for row in next(each for each in one.tables if each.code == "4d").rows:
        if len(row.cells) == 1:
            name = str(row.cells[0])
        elif isinstance(row.cells[3], Estimate):
            yield units[name], services[str(row.cells[0])], row.cells[3]


def open_points(reports: tuple[Report, Report], unit: str, service: str) -> float:
    """How many points all printed indices of both leave open of what newcomers of a service answered."""
    first, more = records()
    atoms = [(place, number) for number in (0, 1) for place in FIRST]
    answers = [sums((first, more)[number], *place)[1] for place, number in atoms]
    rows, values = [], []
    for number, one in enumerate(reports):
        for whose, what, estimate in told(one):
            if isinstance(estimate, Withheld) or estimate.value is None:
                continue
            row = [
                float(whose in {"", place[0]} and what in {"", place[1]} and later <= number)
                for place, later in atoms
            ]
            rows.append(row)
            values.append(estimate.value / 100 * np.dot(row, answers))
    aim = np.array([float(place == (unit, service) and later == 1) for place, later in atoms])
    ends = [
        linprog(
            sign * aim,
            A_eq=np.array(rows),
            b_eq=np.array(values),
            bounds=[(0, each) for each in answers],
            method="highs",
        ).fun
        for sign in (1, -1)
    ]
    return 100 * (-float(ends[1] or 0) - float(ends[0] or 0)) / float(aim @ answers)


def test_without_holding_back_two_newcomers_would_be_told() -> None:
    first, more = records()
    alone = both(may_wait=True)[0], report((*first, *more))
    assert open_points(alone, "A", "TU_PHAP") < 1e-6


def test_what_is_handed_out_in_a_running_wave_tells_nothing_of_two_newcomers() -> None:
    reports = both(may_wait=True)
    assert open_points(reports, "A", "TU_PHAP") >= 100 / 2 - 0.01
    units = {unit.code: unit.sipas for unit in reports[1].units}
    assert isinstance(units["A"], Withheld)
    assert any(unit.value is not None for unit in units.values()), "the others are brought up to date"


def test_a_correction_tells_the_official_figures_and_how_many_small_ones_they_give_away() -> None:
    first, second = both(may_wait=False)
    assert second.province.published.value is not None
    assert all(unit.sipas.value is not None for unit in second.units)
    assert second.exposed > first.exposed


def test_the_same_answers_are_told_as_they_were() -> None:
    first, _ = records()
    before, _ = both(may_wait=True)
    again = report(first, Earlier((told_from(told_json(before.told)),)))
    assert again.tables == before.tables
    assert again.exposed == before.exposed
