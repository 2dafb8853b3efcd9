"""From lists to samples at the size of a province: µs a line to read, screen and draw.

Reads the synthetic register (about 93,000 lines in 92 files) as bytes already in memory.
"""

from __future__ import annotations

import tempfile
import time
from importlib.resources import files
from pathlib import Path

from bot.emulators.register import write_register
from survey_flows.ids import FrameUnitId, ServiceCode, UnitCode
from survey_flows.plans.plan import parse_plan
from survey_flows.sampling.draw import draw_unit
from survey_flows.sampling.eligibility import screen
from survey_flows.sampling.frame import FrameRow, FrameUnit
from survey_flows.sampling.reading import read_frame


def main() -> None:
    text = files("survey_flows.plans").joinpath("son_la_2024.toml").read_text(encoding="utf-8")
    plan = parse_plan(text, source="son_la_2024.toml")
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        register = write_register(plan, Path(folder), seed=2024)
        written = time.process_time()
        lists = [(file.unit, file.path.name, file.path.read_bytes()) for file in register.files]
    rules = plan.frame_rules()
    begun = time.process_time()
    rows: list[FrameRow] = []
    for unit, name, content in lists:
        rows += read_frame(content, file=name, rules=rules, unit=unit).rows
    read = time.process_time()
    eligible = screen(rows, plan.eligibility).eligible
    screened = time.process_time()
    frames: dict[UnitCode, dict[ServiceCode, list[FrameUnit]]] = {}
    for at, row in enumerate(eligible, start=1):
        one = FrameUnit(FrameUnitId(at), row.unit, row.service, row.name, row.phone)
        frames.setdefault(row.unit, {}).setdefault(row.service, []).append(one)
    selected = sum(
        draw_unit(plan.unit_rules(unit.code), frames.get(unit.code, {})).selected_count for unit in plan.units
    )
    drawn = time.process_time()
    lines = register.lines
    print(
        f"draw: {lines} lines, {len(eligible)} eligible, {selected} selected;"
        f" µs CPU a line: make up {1e6 * (written - started) / lines:.1f},"
        f" read {1e6 * (read - begun) / lines:.1f}, screen {1e6 * (screened - read) / lines:.1f},"
        f" order and draw {1e6 * (drawn - screened) / lines:.1f}"
    )


if __name__ == "__main__":
    main()
