"""What sets the other schemes apart: households, a continuous form, units without districts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from survey_flows.errors import InvalidPlan, Issue
from survey_flows.ids import ServiceCode, UnitCode
from survey_flows.plans.plan import Plan, parse_plan
from survey_flows.plans.values import Design, Level
from survey_flows.sampling.areas import Reason
from survey_flows.sampling.frame import SubmissionMode
from survey_flows.sampling.matching import fold
from survey_flows.sampling.rules import AllocationMethod, ListReserve, UnitKind
from tests.survey_flows.plans.schemes import BUILT_IN, SCHEMES, scheme, text_of


def refused(name: str, *changes: tuple[str, str]) -> tuple[Issue, ...]:
    text = text_of(name)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    with pytest.raises(InvalidPlan) as error:
        parse_plan(text, source=name)
    return error.value.issues


def chosen_in(plan: Plan, district: str) -> Sequence[tuple[str, str]]:
    communes = plan.children(UnitCode(district))
    return [(one.name.removeprefix("UBND "), one.chosen_as) for one in communes]


# --- Lạng Sơn


@pytest.mark.parametrize("name", ["lang_son_2022", "lang_son_2023_2025"])
def test_lang_son_asks_representatives_of_three_departments(name: str) -> None:
    """Văn phòng UBND tỉnh, Sở Ngoại vụ, Ban Dân tộc (LS L136-137)."""
    plan = scheme(name)
    listed = plan.units_of(UnitKind.SO_INTERAGENCY)
    assert [unit.name for unit in listed] == ["Văn phòng UBND tỉnh", "Sở Ngoại vụ", "Ban Dân tộc"]
    assert {unit.allocation for unit in listed} == {AllocationMethod.LIST}
    assert plan.form_of(UnitCode("VP_UBND"), ServiceCode("PHOI_HOP")) == "lang_son_inter_agency"
    assert plan.form_of(UnitCode("SO_TP"), ServiceCode("LLTP")) == "lang_son_in_person"


@pytest.mark.parametrize("name", ["lang_son_2022", "lang_son_2023_2025"])
def test_lang_son_asks_two_services_at_every_level(name: str) -> None:
    """LS L154-155: two or more of a department and a district, two of a commune."""
    plan = scheme(name)
    for unit in plan.units:
        assert unit.kind is UnitKind.SO_INTERAGENCY or len(unit.services) >= 2
    assert all(len(unit.services) == 2 for unit in plan.units_of(UnitKind.XA))


def test_lang_son_covers_three_years_with_one_plan() -> None:
    plan = scheme("lang_son_2023_2025")
    assert (plan.year, plan.years) == (2023, (2023, 2024, 2025))
    assert scheme("lang_son_2022").years == (2022,)


# --- Lai Châu


def test_lai_chau_is_a_household_survey() -> None:
    plan = scheme("lai_chau_2024")
    assert plan.designs == (Design.HOUSEHOLD,)
    assert plan.forms == ("lai_chau_household",)
    assert plan.households is not None
    assert (plan.households.per_village, plan.households.villages_per_commune) == (30, 3)
    assert plan.households.minimum_age == 18
    assert plan.draw.reserve_share == Fraction(0)


def test_lai_chau_chooses_its_communes_from_the_lists_by_class() -> None:
    """LC L51-55; the class lists are assumed, the positions in them are not."""
    plan = scheme("lai_chau_2024")
    assert chosen_in(plan, "TP_LAI_CHAU") == [
        ("phường Tân Phong", "seat"),
        ("phường Đông Phong", "position_2"),
        ("xã San Thàng", "position_2"),
    ]
    assert chosen_in(plan, "SIN_HO") == [
        ("thị trấn Sìn Hồ", "seat"),
        ("xã Làng Mô", "position_2"),
        ("xã Tủa Sín Chải", "last"),
        ("xã Chăn Nưa", "position_2"),
        ("xã Tả Phìn", "last"),
    ]


def test_every_choice_in_lai_chau_says_where_it_stood() -> None:
    plan = scheme("lai_chau_2024")
    assert sum(one.listed for one in plan.choices) == 106
    for choice in plan.choices:
        assert choice.outcome.shortages == ()
        for one in choice.outcome.chosen:
            assert plan.unit(UnitCode(one.area.code)).choice == one
            assert not one.is_moved
        reasons = Counter(one.reason for one in choice.outcome.chosen)
        assert reasons[Reason.SEAT] == 1
        assert reasons[Reason.POSITION] == 2


def test_a_district_of_lai_chau_is_asked_nothing_itself() -> None:
    plan = scheme("lai_chau_2024")
    districts = [unit for unit in plan.units if unit.level is Level.DISTRICT]
    assert len(districts) == 8
    assert all(unit.services == () and unit.quota == 0 for unit in districts)
    for commune in plan.units_of(UnitKind.XA):
        assert [service.n for service in commune.services] == [30, 30, 30]
        rules = plan.eligibility(commune.code, commune.services[0].code)
        assert not (rules.require_result or rules.require_window)
        assert rules.modes == frozenset(SubmissionMode)


def test_a_misprinted_name_is_understood() -> None:
    """“Sơn Hòa” in three places of the plan is Sìn Hồ (A-20); shown under its right name."""
    plan = scheme("lai_chau_2024")
    sin_ho = plan.unit(UnitCode("SIN_HO"))
    assert sin_ho.name == "UBND huyện Sìn Hồ"
    assert "Sơn Hòa" in sin_ho.aliases
    known = next(unit for unit in plan.frame_rules().units if unit.code == "SIN_HO")
    assert "Sơn Hòa" in known.names


# --- Sóc Trăng


def test_soc_trang_samples_once_a_year_and_listens_all_year() -> None:
    plan = scheme("soc_trang_2017_2020")
    assert plan.designs == (Design.TRANSACTION, Design.CONTINUOUS)
    assert plan.forms == ("soc_trang_full", "soc_trang_full_organisation", "soc_trang_short")
    assert plan.years == (2017, 2018, 2019, 2020)
    continuous = plan.continuous
    assert continuous is not None
    assert (continuous.form, continuous.entry) == ("soc_trang_short", ("slip_code", "qr"))
    assert continuous.hotline_interviews
    assert continuous.reported == "apart"
    assert continuous.first_day < continuous.last_day == date(2017, 12, 31)


def test_soc_trang_does_not_ask_for_a_result_already_received() -> None:
    """ST L124: whoever took part in a procedure (A-43)."""
    plan = scheme("soc_trang_2017_2020")
    assert {unit.require_result for unit in plan.units} == {False}
    assert plan.scoring.target_percent == 80
    assert plan.draw.list_reserve is ListReserve.NONE


def test_central_agencies_take_part_in_the_short_form_only() -> None:
    plan = scheme("soc_trang_2017_2020")
    central = plan.units_of(UnitKind("TRUNG_UONG"))
    assert central
    assert all(unit.services == () for unit in central)
    assert plan.continuous is not None
    assert UnitKind("TRUNG_UONG") in plan.continuous.kinds


# --- The template


def test_the_template_has_no_districts() -> None:
    """Two-level government since July 2025: communes stand for themselves, in a block of their own (A-41)."""
    plan = scheme("mau")
    assert {unit.level for unit in plan.units} == {Level.PROVINCE, Level.COMMUNE}
    assert all(unit.parent is None for unit in plan.units)
    assert {unit.block for unit in plan.units_of(UnitKind.XA)} == {"xa"}
    assert [unit.quota for unit in plan.units_of(UnitKind.XA)] == [40, 30, 20]


def test_the_template_says_what_to_fill_in() -> None:
    """Every line that a province must change is marked."""
    text = text_of("mau")
    assert text.count("ĐIỀN") >= 15
    assert not scheme("mau").invite.has_real_hotline


def test_the_tables_the_template_offers_can_be_opened() -> None:
    """Taking the comment signs away leaves a plan that can be read."""
    lines = text_of("mau").splitlines()
    start = lines.index("# [continuous]")
    end = next(at for at in range(start, len(lines)) if not lines[at].startswith("# "))
    opened = [line.removeprefix("# ") if start <= at < end else line for at, line in enumerate(lines)]
    plan = parse_plan("\n".join(opened) + "\n", source="mau.toml")
    assert plan.continuous is not None


def test_a_kind_may_be_called_anything() -> None:
    """Kinds are data: no code knows this one."""
    text = text_of("mau").replace("SO_PHOI_HOP", "VAN_PHONG")
    plan = parse_plan(text, source="mau.toml")
    [office] = plan.units_of(UnitKind("VAN_PHONG"))
    assert office.name == "Văn phòng UBND tỉnh"
    assert office.kind is UnitKind("VAN_PHONG")
    assert plan.unit_rules(office.code).kind.value == "VAN_PHONG"


# --- All of them


@pytest.mark.parametrize("name", BUILT_IN)
def test_no_spelling_means_two_units(name: str) -> None:
    owners: dict[str, str] = {}
    for unit in scheme(name).frame_rules().units:
        for spelling in unit.names:
            assert owners.setdefault(fold(spelling), unit.code) == unit.code


@pytest.mark.parametrize("name", SCHEMES[1:])
def test_what_is_assumed_is_said_to_be(name: str) -> None:
    """Names and classes that stand in no seed are marked in the file."""
    plan, text = scheme(name), text_of(name)
    assert {unit.class_source for unit in plan.units if unit.level is Level.COMMUNE} == {"assumed"}
    assert "GIẢ ĐỊNH" in text


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_same_text_is_the_same_plan(name: str) -> None:
    assert parse_plan(text_of(name), source=f"{name}.toml") == scheme(name)


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("lai_chau_2024", "per_village = 30", "per_village = 20", "households"),
        ("lai_chau_2024", "class = 2, seat = true", "class = 2, seat = false", "totals"),
        (
            "lai_chau_2024",
            'class = 1, class_source = "assumed"',
            'class = 1, seat = true, class_source = "assumed"',
            "seat",
        ),
        ("lai_chau_2024", '"Sơn Hòa" = "SIN_HO"', '"Sơn Hòa" = "SON_HOA"', "misprint"),
        ("lang_son_2022", ', chosen_as = "class_1"', "", "communes"),
        ("lang_son_2023_2025", "year = 2023\n", "year = 2026\n", "year"),
        ("soc_trang_2017_2020", "last_day = 2017-12-31", "last_day = 2017-01-31", "continuous"),
        ("soc_trang_2017_2020", '"TRUNG_UONG"]', '"KHU_VUC"]', "kind"),
        ("soc_trang_2017_2020", 'kind = "TRUNG_UONG"', 'kind = "KHU_VUC"', "kind"),
        ("mau", 'form = "son_la_inter_agency"\n', "", "form"),
        ("mau", "require_result = true                   #", "#", "require_result"),
        ("mau", 'kinds = ["SO"]', 'kinds = ["SOO"]', "kind"),
        ("mau", 'name = "Sơn La"', 'name = "Sóc Trăng"', "merged"),
    ],
)
def test_contradictions_of_the_new_designs_are_named(name: str, old: str, new: str, code: str) -> None:
    issues = refused(name, (old, new))
    assert code in {issue.code for issue in issues}
    assert all("line" in issue.where for issue in issues)
