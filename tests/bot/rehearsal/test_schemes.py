"""Every scheme from made-up lists to its draw, read back by the real import: sizes, forms, households."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from bot.commands.plan_areas import HOUSEHOLDS_ANNEX, read_annexes, write_annexes
from bot.emulators.register import write_register
from bot.rehearsal.excerpt import excerpt
from survey_flows.ids import FrameUnitId, ServiceCode, UnitCode
from survey_flows.plans.plan import Plan, parse_plan
from survey_flows.sampling.draw import UnitDraw, draw_unit
from survey_flows.sampling.eligibility import screen
from survey_flows.sampling.frame import FrameRow, FrameUnit, RespondentType
from survey_flows.sampling.reading import read_frame
from survey_flows.sampling.rules import AllocationMethod
from tests.survey_flows.plans.schemes import SCHEMES, text_of


@cache
def cut(name: str) -> Plan:
    """A scheme with two units of each kind."""
    return parse_plan(excerpt(text_of(name), 2), source=name)


def rows_of(plan: Plan, folder: Path) -> list[FrameRow]:
    """What an office reads of the lists made up for `plan`."""
    register = write_register(plan, folder, seed=2024, scale=0.02)
    files = [file.path for file in register.files]
    if register.households is not None:
        annexes = read_annexes(plan, register.households.villages, register.households.households)
        files.append(write_annexes(plan, annexes, folder))
        assert files[-1].name == HOUSEHOLDS_ANNEX
    rules = plan.frame_rules()
    return [row for file in files for row in read_frame(file.read_bytes(), file=file.name, rules=rules).rows]


def drawn(plan: Plan, rows: list[FrameRow]) -> list[UnitDraw]:
    frames: dict[UnitCode, dict[ServiceCode, list[FrameUnit]]] = {}
    for at, row in enumerate(screen(rows, plan.eligibility).eligible, start=1):
        one = FrameUnit(FrameUnitId(at), row.unit, row.service, row.name, row.phone or f"{row.name}{at}")
        frames.setdefault(row.unit, {}).setdefault(row.service, []).append(one)
    asked = [unit for unit in plan.units if unit.services]
    return [draw_unit(plan.unit_rules(unit.code), frames.get(unit.code, {})) for unit in asked]


@pytest.mark.parametrize("name", SCHEMES)
def test_the_lists_of_every_scheme_hold_enough_people_for_its_samples(name: str, tmp_path: Path) -> None:
    plan = cut(name)
    for draw in drawn(plan, rows_of(plan, tmp_path)):
        unit = plan.unit(draw.unit)
        # A list of representatives has as many offices as the cut plan, and small agencies are asked whole.
        if unit.allocation in {AllocationMethod.LIST, AllocationMethod.CENSUS_AND_LIST} or draw.is_census:
            continue
        assert draw.selected_count == unit.quota, unit.name


def test_lai_chau_lists_thirty_households_a_village_with_and_without_a_phone(tmp_path: Path) -> None:
    plan = cut("lai_chau_2024")
    rows = rows_of(plan, tmp_path)
    assert set(Counter((row.unit, row.service) for row in rows).values()) == {30}
    assert any(not row.phone for row in rows)
    assert sum(draw.selected_count for draw in drawn(plan, rows)) == len(rows)


def test_people_and_addresses_are_of_the_scheme_s_own_province(tmp_path: Path) -> None:
    for name in ("son_la_2024", "lang_son_2022"):
        plan = cut(name)
        lists = "".join(
            path.read_text(encoding="utf-8-sig")
            for path in (write_register(plan, tmp_path / name, seed=1, scale=0.02).folder.glob("*.csv"))
        )
        assert (", tỉnh Sơn La" in lists) == (plan.province == "Sơn La")


def test_organisations_are_asked_in_their_own_wording(tmp_path: Path) -> None:
    plan = cut("lang_son_2022")
    rows = rows_of(plan, tmp_path)
    of_organisations = [row for row in rows if row.respondent_type is RespondentType.ORGANISATION]
    forms = {plan.form_of(row.unit, row.service, row.respondent_type) for row in of_organisations}
    assert forms == {"lang_son_in_person_organisation", "lang_son_inter_agency"}
