"""The synthetic register: reproducible, labelled, dirty, and readable by the real import."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from bot.emulators.register import MARK, Register, write_register
from survey_flows.ids import FrameUnitId, ServiceCode, UnitCode
from survey_flows.plans.plan import Plan, parse_plan
from survey_flows.sampling.draw import draw_unit, replay
from survey_flows.sampling.eligibility import Screening, screen
from survey_flows.sampling.frame import Exclusion, FrameProblem, FrameRow, FrameUnit
from survey_flows.sampling.reading import read_frame
from survey_flows.sampling.rules import UnitKind

SCALE = 0.12


@pytest.fixture(scope="module")
def plan() -> Plan:
    text = files("survey_flows.plans").joinpath("son_la_2024.toml").read_text(encoding="utf-8")
    return parse_plan(text, source="son_la_2024.toml")


@pytest.fixture(scope="module")
def register(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Register:
    return write_register(plan, tmp_path_factory.mktemp("register"), seed=2024, scale=SCALE)


@pytest.fixture(scope="module")
def reading(plan: Plan, register: Register) -> tuple[Screening, list[FrameProblem]]:
    rows: list[FrameRow] = []
    problems: list[FrameProblem] = []
    rules = plan.frame_rules()
    for file in register.files:
        found = read_frame(file.path.read_bytes(), file=file.path.name, rules=rules, unit=file.unit)
        rows += found.rows
        problems += found.problems
    return screen(rows, plan.eligibility), problems


def test_every_unit_sends_one_list_that_says_it_is_synthetic(plan: Plan, register: Register) -> None:
    assert [file.unit for file in register.files] == [unit.code for unit in plan.units]
    for file in register.files:
        assert file.path.name.startswith("SYNTHETIC_")
        assert MARK in file.path.read_text(encoding="utf-8-sig").splitlines()[0]
    assert MARK in (register.folder / "README_SYNTHETIC.txt").read_text(encoding="utf-8")


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(
    plan: Plan, register: Register, tmp_path: Path
) -> None:
    told: list[tuple[UnitCode, int]] = []
    again = write_register(
        plan, tmp_path / "a", seed=2024, scale=SCALE, on_unit=lambda unit, lines: told.append((unit, lines))
    )
    for one, other in zip(register.files, again.files, strict=True):
        assert one.path.read_bytes() == other.path.read_bytes()
    assert told == [(file.unit, file.lines) for file in again.files]
    changed = write_register(plan, tmp_path / "b", seed=2025, scale=0.01)
    assert changed.files[0].path.read_bytes() != register.files[0].path.read_bytes()


def test_the_dirt_is_all_there(reading: tuple[Screening, list[FrameProblem]]) -> None:
    screening, problems = reading
    assert set(screening.counts()) == set(Exclusion)
    codes = Counter(problem.code for problem in problems)
    rejected = {problem.code for problem in problems if not problem.is_accepted}
    assert {"close_unit", "close_service", "malformed_phone", "landline", "several_phones"} <= set(codes)
    assert {"unreadable_date", "missing_name", "unknown_service", "too_few_cells"} <= rejected


def test_only_few_lines_are_lost(register: Register, reading: tuple[Screening, list[FrameProblem]]) -> None:
    screening, problems = reading
    kept = len(screening.eligible) + len(screening.excluded)
    lost = sum(not problem.is_accepted for problem in problems)
    assert kept + lost == register.lines
    assert lost < register.lines * 0.01
    assert len(screening.eligible) > register.lines * 0.6


def test_phones_that_are_read_belong_to_somebody(
    register: Register, reading: tuple[Screening, list[FrameProblem]]
) -> None:
    screening, _ = reading
    strangers = [row for row in screening.eligible if row.phone not in register.people_by_phone]
    assert not strangers
    same = sum(register.people_by_phone[row.phone].name == row.name for row in screening.eligible)
    assert same > len(screening.eligible) * 0.98  # the rest share a household's phone


def test_the_whole_province_is_drawn_by_the_plan_and_replays(
    plan: Plan, reading: tuple[Screening, list[FrameProblem]]
) -> None:
    screening, _ = reading
    frames: dict[UnitCode, dict[ServiceCode, list[FrameUnit]]] = {}
    for at, row in enumerate(screening.eligible, start=1):
        one = FrameUnit(FrameUnitId(at), row.unit, row.service, row.name, row.phone)
        frames.setdefault(row.unit, {}).setdefault(row.service, []).append(one)
    total = 0
    for unit in plan.units:
        draw = draw_unit(plan.unit_rules(unit.code), frames.get(unit.code, {}))
        assert replay(draw.record, frames[unit.code]) == draw.record
        assert draw.selected_count <= unit.quota + (9 if unit.kind is UnitKind.KCN_MIXED else 0)
        if unit.kind not in {UnitKind.SO, UnitKind.KCN_MIXED}:
            assert draw.selected_count == unit.quota, unit.code
        total += draw.selected_count
    assert 2600 < total < 2760


@pytest.mark.parametrize("code", ["THANH_TRA", "SO_CT", "SO_XD"])
def test_small_departments_are_asked_whole(
    plan: Plan, reading: tuple[Screening, list[FrameProblem]], code: str
) -> None:
    rows = [row for row in reading[0].eligible if row.unit == code]
    frames: dict[ServiceCode, list[FrameUnit]] = {}
    for at, row in enumerate(rows, start=1):
        one = FrameUnit(FrameUnitId(at), row.unit, row.service, row.name, row.phone)
        frames.setdefault(row.service, []).append(one)
    draw = draw_unit(plan.unit_rules(UnitCode(code)), frames)
    assert draw.is_census
    assert 10 < draw.selected_count < 60
