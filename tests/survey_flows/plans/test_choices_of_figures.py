"""What a plan may choose about figures; tests/bot/reports/test_settings.py shows what each choice does."""

from __future__ import annotations

from importlib.resources import files

import pytest

from survey_flows.errors import InvalidPlan
from survey_flows.plans.plan import Plan, parse_plan

TEXT = files("survey_flows.plans").joinpath("son_la_2024.toml").read_text(encoding="utf-8")


def plan_with(old: str, new: str) -> Plan:
    assert old in TEXT
    return parse_plan(TEXT.replace(old, new), source="plan.toml")


@pytest.mark.parametrize("denominator", ["answered", "fixed", "mean_of_persons"])
def test_all_three_denominators_may_be_chosen(denominator: str) -> None:
    plan = plan_with('denominator = "answered"', f'denominator = "{denominator}"')
    assert plan.scoring.denominator == denominator


def test_a_counter_nobody_counts_is_refused_with_its_line() -> None:
    with pytest.raises(InvalidPlan, match=r"scoring\.counters.*line \d+") as refused:
        plan_with('counters = ["target", ', 'counters = ["targets", ')
    assert "'target', 'issued', 'replaced' or 'failed'" in str(refused.value)
