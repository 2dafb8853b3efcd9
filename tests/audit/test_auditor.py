"""The auditor's script, which shares no line with the program, reaches the same samples."""

from __future__ import annotations

import ast
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from survey_flows.ids import FrameUnitId
from survey_flows.sampling.draw import draw_unit, replay
from survey_flows.sampling.frame import FrameUnit
from survey_flows.sampling.ordering import name_key
from tests.architecture.tree import ROOT, read
from tests.audit.frames import Row, unit
from tests.survey_flows.sampling.builders import UNIT as MAI_SON
from tests.survey_flows.sampling.builders import A, B, people
from tests.survey_flows.sampling.builders import rules as rules_of

SCRIPT = ROOT / "docs" / "auditor" / "replay.py"
Check = Callable[[dict[str, Any], Sequence[Row]], Iterator[tuple[bool, str]]]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("auditor_replay", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows_of(listed: Sequence[FrameUnit]) -> list[Row]:
    return [
        {"Mã lĩnh vực": one.service, "Họ và tên": one.name, "Số điện thoại": one.person, "Năm sinh": ""}
        for one in listed
    ]


def test_the_script_is_short_and_needs_nothing_but_python() -> None:
    text = read("docs/auditor/replay.py")
    assert text.count("\n") <= 100
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
    }
    assert imported <= sys.stdlib_module_names


def test_a_thousand_frames_are_drawn_alike_and_replay_byte_for_byte(script: ModuleType) -> None:
    """Any allocation, interval, seed, census, list, borrowing, and people who use two services."""
    borrowed = censuses = 0
    for seed in range(1_000):
        rules, frames, rows = unit(seed)
        draw = draw_unit(rules, frames)
        found = list(script.check(json.loads(draw.record), rows))
        assert all(is_same for is_same, _ in found), (seed, found)
        assert replay(draw.record, frames) == draw.record
        censuses += draw.is_census
        borrowed += any(pick.borrowed_from for service in draw.services for pick in service.reserve)
    assert borrowed > 20 and censuses > 50


def test_the_plans_own_example(script: ModuleType) -> None:
    """Golden test 1: N = 1.500, n = 20."""
    listed = people(A, 1500)
    record = json.loads(draw_unit(rules_of((A, 20)), {A: listed}).record)
    _, official, reserve = script.samples(record, rows_of(listed))[A]
    assert [one[0] for one in official] == list(range(1, 1427, 75))
    assert [one[0] for one in reserve] == [2, 152, 302, 452, 602, 752, 902, 1052, 1202, 1352]


def test_a_borrowed_reserve(script: ModuleType) -> None:
    """Golden test 4: N = 75, n = 60: own reserve 15 of 30, 15 borrowed."""
    frames = {A: people(A, 75), B: people(B, 200, first_id=1000)}
    record = json.loads(draw_unit(rules_of((A, 60), (B, 10)), frames).record)
    rows = rows_of([*frames[A], *frames[B]])
    assert all(is_same for is_same, _ in script.check(record, rows))
    assert [one[3] for one in script.samples(record, rows)[A][2]] == [A] * 15 + [B] * 15


@pytest.mark.parametrize("change", ["name", "missing", "order"])
def test_a_changed_list_breaks_the_seal(script: ModuleType, change: str) -> None:
    listed = people(A, 200)
    record = json.loads(draw_unit(rules_of((A, 30)), {A: listed}).record)
    rows = rows_of(listed)
    match change:
        case "name":
            rows[7] = {**rows[7], "Họ và tên": "Lò Văn Thế"}
        case "missing":
            del rows[199]
        case _:
            rows[3], rows[4] = rows[4], rows[3]
    assert not any(is_same for is_same, _ in script.check(record, rows))


def test_a_sample_that_was_tampered_with_is_seen(script: ModuleType) -> None:
    listed = people(A, 200)
    record = json.loads(draw_unit(rules_of((A, 30)), {A: listed}).record)
    record["services"][0]["selected"][4] = [29, 29]
    [(is_same, text)] = script.check(record, rows_of(listed))
    assert not is_same
    assert text.startswith("SAI")


def test_both_orders_agree_on_every_name(script: ModuleType) -> None:
    names = sorted({row["Họ và tên"] for seed in range(200) for row in unit(seed)[2]})
    assert sorted(names, key=name_key) == sorted(names, key=script.name_place)


def test_it_runs_as_the_auditor_runs_it(tmp_path: Path) -> None:
    listed = [FrameUnit(FrameUnitId(at), MAI_SON, A, f"Lò Văn {'ABCDĐ'[at]}", str(at)) for at in range(5)]
    (tmp_path / "unit.json").write_bytes(draw_unit(rules_of((A, 2)), {A: listed}).record)
    lines = [f"{A},{at},{one.name},{one.person},\r\n" for at, one in enumerate(listed, 1)]
    head = "Mã lĩnh vực,Dòng,Họ và tên,Số điện thoại,Năm sinh\r\n"
    (tmp_path / "unit.csv").write_text(head + "".join(lines), encoding="utf-8-sig", newline="")
    ran = subprocess.run(
        [sys.executable, "-I", SCRIPT, "unit.json", "unit.csv"], cwd=tmp_path, capture_output=True, check=True
    )
    assert ran.stdout.decode().splitlines() == [
        "OK  A: N = 5, n = 2, niêm phong đúng", "  chính thức: 1, 3", "  dự phòng: 2",
    ]  # fmt: skip
