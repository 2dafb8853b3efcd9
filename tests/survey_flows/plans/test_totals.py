"""The numbers of forms follow from each plan's rules and equal what its decision says (golden test 5)."""

from __future__ import annotations

from collections import Counter
from math import ceil

import pytest

from survey_flows.errors import InvalidPlan
from survey_flows.plans.plan import Plan, parse_plan
from survey_flows.plans.totals import expected, unit_totals
from survey_flows.plans.values import Level
from survey_flows.sampling.rules import UnitKind
from tests.survey_flows.plans.schemes import SCHEMES, scheme, text_of


def forms_by_kind(plan: Plan) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for unit in plan.units:
        counts[unit.kind] += unit.quota
    return dict(counts)


@pytest.mark.parametrize(
    ("name", "departments", "districts", "communes", "total"),
    [("lang_son_2022", 400, 220, 275, 895), ("lang_son_2023_2025", 800, 440, 550, 1790)],
)
def test_lang_son_counts_what_the_scheme_adds_up(
    name: str, departments: int, districts: int, communes: int, total: int
) -> None:
    """20 departments, 11 districts with 5 communes each (LS III, L185-196)."""
    plan = scheme(name)
    forms = forms_by_kind(plan)
    assert forms["SO"] + forms["SO_INTERAGENCY"] == departments
    assert (forms["HUYEN"], forms["XA"]) == (districts, communes)
    assert plan.ceiling == total
    assert Counter(unit.level for unit in plan.units) == {
        Level.PROVINCE: 20,
        Level.DISTRICT: 11,
        Level.COMMUNE: 55,
    }


def test_lai_chau_counts_communes_villages_households() -> None:
    """6 x 3 + 2 x 5 = 28 communes, 84 villages, 2.520 households, 504 verified (LC II.1.c, L109)."""
    plan = scheme("lai_chau_2024")
    found = expected(plan.units, plan.households, plan.verification)
    assert len(plan.units_of(UnitKind.XA)) == 28
    assert (found.villages, found.forms, found.verified) == (84, 2520, 504)
    assert ceil(plan.verification.share * plan.ceiling) == 504


def test_lai_chau_gives_270_forms_to_six_districts_and_450_to_two() -> None:
    plan = scheme("lai_chau_2024")
    lines = unit_totals(plan.units, plan.households, plan.totals)
    big = {line.unit.code: line for line in lines if line.forms == 450}
    assert set(big) == {"SIN_HO", "PHONG_THO"}
    assert all((line.communes, line.villages) == (5, 15) for line in big.values())
    small = [line for line in lines if line.unit.code not in big]
    assert [(line.forms, line.communes, line.villages) for line in small] == [(270, 3, 9)] * 6


def test_son_la_stays_at_its_ceiling() -> None:
    assert scheme("son_la_2024").ceiling == 2750


def test_soc_trang_says_that_its_numbers_are_assumed() -> None:
    """The scheme gives no sample size (ST, note 14)."""
    plan = scheme("soc_trang_2017_2020")
    assert {unit.quota_source for unit in plan.units if unit.services} == {"assumed"}
    assert plan.totals == ()


@pytest.mark.parametrize("name", SCHEMES)
def test_a_line_a_unit_adds_up_to_the_whole(name: str) -> None:
    plan = scheme(name)
    lines = unit_totals(plan.units, plan.households, plan.totals)
    assert sum(line.forms for line in lines) == plan.ceiling
    assert all(line.seed in {None, line.forms} for line in lines)
    assert all(line.source for line in lines if line.seed is not None)


@pytest.mark.parametrize("name", ["son_la_2024", "lang_son_2022", "lang_son_2023_2025", "lai_chau_2024"])
def test_the_decision_speaks_of_every_unit(name: str) -> None:
    plan = scheme(name)
    lines = unit_totals(plan.units, plan.households, plan.totals)
    assert [line.unit.code for line in lines if line.seed is None] == []


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        ("lang_son_2022", "quota = 5\n", "quota = 6\n", "forms = 275"),
        ("lang_son_2022", "forms = 895", "forms = 896", "forms = 896"),
        ("lai_chau_2024", "villages = 84", "villages = 85", "villages = 85"),
        ("lai_chau_2024", "each = 270", "each = 300", "each = 300"),
        ("lai_chau_2024", "verified = 504", "verified = 505", "verified = 505"),
        ("son_la_2024", "units = 5\n", "units = 6\n", "units = 6"),
    ],
)
def test_a_plan_that_does_not_add_up_to_its_decision_is_refused(
    name: str, old: str, new: str, line: str
) -> None:
    text = text_of(name)
    assert old in text
    changed = text.replace(old, new, 1)
    with pytest.raises(InvalidPlan) as error:
        parse_plan(changed, source=name)
    assert {issue.code for issue in error.value.issues} == {"totals"}
    number = next(at for at, one in enumerate(changed.splitlines(), 1) if one.startswith(line))
    assert any(issue.where.endswith(f"line {number}") for issue in error.value.issues)
