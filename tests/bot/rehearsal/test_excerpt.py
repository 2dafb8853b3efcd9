"""A plan cut down to a few units of each kind is still a plan, of the same rules."""

from __future__ import annotations

import pytest

from bot.rehearsal.excerpt import by_zalo, excerpt
from survey_flows.plans.plan import parse_plan
from tests.survey_flows.plans.schemes import BUILT_IN, scheme, text_of


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_kind_keeps_one_unit_and_its_rules(name: str) -> None:
    whole, cut = scheme(name), parse_plan(excerpt(text_of(name), 1), source=name)
    assert cut.name == f"{whole.name} (rút gọn)"
    assert {unit.kind for unit in cut.units} == {unit.kind for unit in whole.units}
    assert all(cut.unit_rules(unit.code).draw == whole.draw for unit in cut.units)
    assert set(cut.forms) == set(whole.forms)
    assert not cut.totals


def test_a_district_keeps_its_communes() -> None:
    cut = parse_plan(excerpt(text_of("lai_chau_2024"), 1), source="")
    district = next(unit for unit in cut.units if unit.parent is None)
    assert cut.children(district.code) == scheme("lai_chau_2024").children(district.code)


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_scheme_can_be_rehearsed_by_zalo(name: str) -> None:
    plan = parse_plan(by_zalo(text_of(name)), source=name)
    assert plan.contact_protocol().channel_order == ("zns", "zalo", "sms")
    assert plan.contact_protocol().invitation_channels == ("zns", "sms")
