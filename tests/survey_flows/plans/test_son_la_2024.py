"""The Sơn La 2024 plan file says what the decision says (domain.md §1.2)."""

from __future__ import annotations

from collections import Counter
from dataclasses import FrozenInstanceError, replace
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from importlib.resources import files

import pytest

from survey_flows.ids import ServiceCode, UnitCode
from survey_flows.plans.plan import Plan, parse_plan
from survey_flows.sampling.frame import RespondentType, SubmissionMode
from survey_flows.sampling.matching import fold
from survey_flows.sampling.rules import AllocationMethod, IntervalMethod, Shortage, UnitKind


@pytest.fixture(scope="module")
def plan() -> Plan:
    text = files("survey_flows.plans").joinpath("son_la_2024.toml").read_text(encoding="utf-8")
    return parse_plan(text, source="son_la_2024.toml")


def test_quotas_add_up_to_the_plans_ceiling(plan: Plan) -> None:
    """130 + 16 x 60 + 5 x 100 + 7 x 80 + 60 x 10 = 2.750 (golden test 5)."""
    assert plan.ceiling == 2750
    by_kind = {kind: sum(unit.quota for unit in plan.units_of(kind)) for kind in UnitKind}
    assert by_kind == {
        UnitKind.SO: 600,
        UnitKind.SO_ONLINE: 360,
        UnitKind.SO_INTERAGENCY: 110,
        UnitKind.KCN_MIXED: 20,
        UnitKind.HUYEN: 1060,
        UnitKind.XA: 600,
    }


def test_twenty_departments_twelve_districts_sixty_communes(plan: Plan) -> None:
    counts = Counter(unit.kind for unit in plan.units)
    assert counts == {
        UnitKind.SO: 10,
        UnitKind.SO_ONLINE: 6,
        UnitKind.SO_INTERAGENCY: 3,
        UnitKind.KCN_MIXED: 1,
        UnitKind.HUYEN: 12,
        UnitKind.XA: 60,
    }
    assert Counter(unit.block for unit in plan.units) == {"so": 20, "huyen": 72}


@pytest.mark.parametrize(
    ("unit_class", "quota", "services"),
    [(1, 100, {"TU_PHAP": 30, "TNMT": 40, "LDTBXH": 30}), (2, 80, {"TU_PHAP": 30, "TNMT": 30, "LDTBXH": 20})],
)
def test_districts_have_the_numbers_of_their_class(
    plan: Plan, unit_class: int, quota: int, services: dict[str, int]
) -> None:
    districts = [unit for unit in plan.units_of(UnitKind.HUYEN) if unit.unit_class == unit_class]
    assert len(districts) == {1: 5, 2: 7}[unit_class]
    for district in districts:
        assert district.quota == quota
        assert {service.code: service.n for service in district.services} == services


def test_class_one_districts_are_those_the_plan_names(plan: Plan) -> None:
    names = {unit.name for unit in plan.units_of(UnitKind.HUYEN) if unit.unit_class == 1}
    assert names == {
        f"UBND huyện {name}" for name in ("Sông Mã", "Thuận Châu", "Mộc Châu", "Mai Sơn", "Phù Yên")
    }


def test_each_district_has_its_seat_two_class_one_and_two_lesser_communes(plan: Plan) -> None:
    for district in plan.units_of(UnitKind.HUYEN):
        communes = plan.children(district.code)
        assert Counter(one.chosen_as for one in communes) == {"seat": 1, "class_1": 2, "class_2_3": 2}
        assert all(one.unit_class == 1 for one in communes if one.chosen_as == "class_1")
        assert all(one.unit_class in {2, 3} for one in communes if one.chosen_as == "class_2_3")
        assert all(one.quota == 10 and len(one.services) == 2 for one in communes)


def test_forms_go_with_kinds(plan: Plan) -> None:
    forms = {"son_la_in_person", "son_la_online", "son_la_inter_agency"}
    assert set(plan.forms) == forms | set(plan.same_form)
    assert plan.form_of(UnitCode("SO_NV"), ServiceCode("TON_GIAO")) == "son_la_online"
    assert plan.form_of(UnitCode("MAI_SON"), ServiceCode("TNMT")) == "son_la_in_person"
    assert plan.form_of(UnitCode("BAN_DT"), ServiceCode("PHOI_HOP")) == "son_la_inter_agency"
    with_organisations = UnitCode("MAI_SON"), ServiceCode("TNMT"), RespondentType.ORGANISATION
    assert plan.form_of(*with_organisations) == "son_la_in_person_organisation"
    of_a_list = UnitCode("BAN_DT"), ServiceCode("PHOI_HOP"), RespondentType.ORGANISATION
    assert plan.form_of(*of_a_list) == "son_la_inter_agency"
    assert plan.same_form["son_la_online_organisation"] == "son_la_online"
    kcn = plan.unit(UnitCode("BQL_KCN"))
    assert [service.form for service in kcn.services] == ["son_la_online", "son_la_inter_agency"]


def test_who_is_asked_differs_between_kinds(plan: Plan) -> None:
    district = plan.eligibility(UnitCode("MAI_SON"), ServiceCode("TNMT"))
    assert district.modes == {SubmissionMode.DIRECT}
    assert (district.window_from, district.window_to) == (date(2023, 9, 1), date(2024, 9, 30))
    assert district.require_result
    assert district.exclude_out_of_province
    online = plan.eligibility(UnitCode("SO_GDDT"), ServiceCode("VAN_BANG"))
    assert online.modes == {SubmissionMode.ONLINE, SubmissionMode.POSTAL}
    listed = plan.eligibility(UnitCode("BQL_KCN"), ServiceCode("PHOI_HOP"))
    assert not (listed.require_result or listed.require_window or listed.require_address)


def test_rules_of_the_draw(plan: Plan) -> None:
    so = plan.unit_rules(UnitCode("SO_TP"))
    assert (so.allocation, so.busiest, so.second_minimum) == (AllocationMethod.BUSIEST_TWO, (40, 50), 10)
    assert (so.census_below, so.shortage, so.quota) == (60, Shortage.OTHER_SERVICES, 60)
    assert so.draw.interval is IntervalMethod.FRACTIONAL
    assert (so.draw.start, so.draw.seed, so.draw.reserve_share) == (1, None, Fraction(1, 2))
    assert so.plan_digest == plan.digest
    assert plan.unit_rules(UnitCode("MAI_SON")).shortage is Shortage.ACCEPT
    assert plan.unit_rules(UnitCode("VP_UBND")).quota == 50


def test_contact_follows_the_calendar_and_the_ceilings(plan: Plan) -> None:
    protocol, hours = plan.contact_protocol(), plan.contact_hours()
    assert protocol.reminder_gaps_hours == (72, 120)
    assert protocol.maximum_reminders == 2
    assert (hours.first_day, hours.last_day) == (date(2024, 10, 1), date(2024, 11, 11))
    viet_nam = timezone(timedelta(hours=7))
    assert hours.is_open(datetime(2024, 10, 1, 8, tzinfo=viet_nam))
    assert not hours.is_open(datetime(2024, 10, 1, 12, tzinfo=viet_nam))
    assert not hours.is_open(datetime(2024, 10, 1, 20, tzinfo=viet_nam))


def test_invitations_name_the_decision(plan: Plan) -> None:
    assert plan.invite.department == "Sở Nội vụ tỉnh Sơn La"
    assert plan.invite.decision == "1804/QĐ-UBND ngày 30/8/2024"
    assert plan.invite.keyword == "SL"
    assert not plan.invite.has_real_hotline
    assert replace(plan.invite, hotline="0212 3852 000").has_real_hotline


def test_verification_and_scoring(plan: Plan) -> None:
    assert plan.verification.share == Fraction(1, 5)
    assert len(plan.verification.contents) == 3
    assert (plan.scoring.denominator, plan.scoring.province_index) == ("answered", "mean_of_blocks")
    assert (plan.scoring.minimum_base, plan.scoring.target_percent) == (10, 90)


def test_every_open_question_of_this_design_has_an_answer(plan: Plan) -> None:
    answered = {one.question for one in plan.ambiguities}
    misprints_and_households = {"A-20", "A-21", "A-22"}
    assert answered == {f"A-{number:02d}" for number in range(1, 45)} - misprints_and_households
    values = {one.setting: one.value for one in plan.ambiguities}
    assert values.pop("draw.seed") == "—"
    assert values.pop("kinds.*.choice") == "—"  # the communes are chosen already and listed
    assert "—" not in values.values()
    assert values["draw.interval"] == "fractional"


def test_the_units_are_known_to_the_reader_under_names_that_do_not_collide(plan: Plan) -> None:
    owners: dict[str, str] = {}
    for unit in plan.frame_rules().units:
        for name in unit.names:
            assert owners.setdefault(fold(name), unit.code) == unit.code


def test_a_plan_cannot_be_changed(plan: Plan) -> None:
    with pytest.raises((FrozenInstanceError, AttributeError)):
        plan.year = 2025  # type: ignore[misc]
    with pytest.raises(KeyError):
        plan.unit(UnitCode("NOWHERE"))
    with pytest.raises(KeyError):
        plan.service(UnitCode("MAI_SON"), ServiceCode("NOTHING"))
