"""`sipas draw record` and `sipas draw replay`: draws as files, and the proof that they follow the rules.

`record` writes a JSON file a unit, byte for byte as it is kept, and the plan beside them; with
`--lists` also the lists N as CSV for docs/auditor/replay.py (names and phones: audited). `replay`
needs no database: records, plan, agencies' files.

Exit codes of `replay`: 0 every draw is reproduced, 1 one is not, or a file is missing or changed,
2 wrong usage.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Mapping
from pathlib import Path

from rich.text import Text

from bot.commands.console import console, either, next_step, note
from bot.commands.context import Office, run
from bot.commands.failures import CommandError
from bot.commands.frame_intake import find_files
from bot.commands.private_files import write_privately
from bot.config import ConfigError
from bot.exit_codes import DONE, PROBLEMS
from bot.usecases.replay_draw import ListFile, Replay, Replayed, replay_draws
from storage.unit_of_work import UnitOfWork
from survey_flows.ids import UnitCode
from survey_flows.plans.plan import Plan, parse_plan
from survey_flows.sampling.record import Difference

_PLAN = "plan.toml"
_LIST_COLUMNS = ("Mã lĩnh vực", "Dòng", "Họ và tên", "Số điện thoại", "Năm sinh")
_PARTS: Mapping[str, tuple[str, str]] = {
    "files": ("tệp danh sách", "the files"),
    "rules": ("quy tắc của kế hoạch", "the plan's rules"),
    "unit": ("đơn vị không có trong kế hoạch", "the plan has no such unit"),
    "is_census": ("điều tra tất cả hay chọn mẫu", "census or sample"),
    "frame": ("danh sách N đã khác", "the list N is another"),
    "N": ("số người N", "the size N"),
    "n": ("cỡ mẫu n", "the sample size n"),
    "k": ("khoảng cách k", "the interval k"),
    "draws": ("điểm bắt đầu hoặc mượn dự phòng", "a start, or the borrowing"),
    "selected": ("mẫu chính thức", "the official sample"),
    "reserve": ("mẫu dự phòng", "the reserve"),
}


def record(arguments: argparse.Namespace) -> int:
    """Write the records of the wave's draws and its plan; say how many."""

    async def work(office: Office) -> int:
        database = office.database
        async with database.reading() if arguments.dry_run else database.begin() as unit:
            draws = await unit.samples.draws(office.wave.id)
            if not draws:
                raise CommandError("Chưa chọn mẫu: chạy `sipas draw` | No sample yet: run `sipas draw`")
            if arguments.dry_run:
                return len(draws)
            arguments.to.mkdir(parents=True, exist_ok=True)
            (arguments.to / _PLAN).write_bytes(office.wave.plan_text.encode())
            for code, written, _ in draws:
                (arguments.to / f"{code}.json").write_bytes(written)
                if arguments.lists:
                    text = await _list(unit, office, code)
                    write_privately(arguments.to / f"{code}.csv", text.encode("utf-8-sig"))
            if arguments.lists:
                detail = {"units": len(draws)}
                await unit.audit.write(
                    office.actor, "draw.read_lists", f"wave {office.wave.id}", detail, office.now
                )
        return len(draws)

    units = run(work, arguments.config)
    done = ("Sẽ ghi", "Would write") if arguments.dry_run else ("Đã ghi", "Wrote")
    note(
        f"{done[0]} {units} biên bản chọn mẫu và kế hoạch vào {arguments.to}",
        f"{done[1]} {units} records and the plan to {arguments.to}",
    )
    next_step(
        f"sipas draw replay {arguments.to} DANH_SÁCH",
        "chọn lại từ tệp của cơ quan",
        "draw again from the files",
    )
    return DONE


def replay(arguments: argparse.Namespace) -> int:
    """Draw again from the files, and print OK or the first difference of each unit."""
    paths = _records(arguments.record)
    plan = _plan(arguments.plan or paths[0].parent / _PLAN)
    files = [ListFile(path.name, path.read_bytes()) for path in find_files(arguments.frames)]
    try:
        found = replay_draws([path.read_bytes() for path in paths], files, plan)
    except ValueError as error:
        raise CommandError(f"{arguments.record}: không phải biên bản chọn mẫu | {error}") from error
    _print(found, plan)
    return DONE if found.is_same else PROBLEMS


def _records(path: Path) -> list[Path]:
    found = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not found or not all(one.is_file() for one in found):
        raise ConfigError([f"{path}: không có biên bản nào (.json) | no record there"])
    return found


def _plan(path: Path) -> Plan:
    try:
        text = path.read_bytes().decode()
    except OSError as error:
        raise ConfigError(
            [f"{path}: không đọc được kế hoạch, dùng --plan | no plan there ({error})"]
        ) from error
    return parse_plan(text, source=path.name)


def _print(found: Replay, plan: Plan) -> None:
    for name in found.unknown:
        note(f"  • {name}: không có trong biên bản nào", f"  • {name}: no record names it")
    for draw in found.draws:
        if not draw.is_same:
            console().print(Text(f"  ✗ {_unit_name(draw, plan)}: {_said(draw)}", style="red"))
    same = [draw for draw in found.draws if draw.is_same]
    selected, reserve = sum(draw.selected for draw in same), sum(draw.reserve for draw in same)
    mark = "OK: " if found.is_same else ""
    note(
        f"{mark}{len(same)}/{len(found.draws)} đơn vị chọn lại đúng từng byte:"
        f" {selected} người mẫu chính thức, {reserve} dự phòng",
        f"{mark}{len(same)}/{len(found.draws)} units reproduced byte for byte:"
        f" {selected} people in the official sample, {reserve} in reserve",
    )


def _unit_name(draw: Replayed, plan: Plan) -> str:
    return next((unit.name for unit in plan.units if unit.code == draw.unit), draw.unit)


def _said(draw: Replayed) -> str:
    if draw.missing:
        names = ", ".join(f"{source.name} ({source.sha256[:12]}…)" for source in draw.missing)
        return either(f"thiếu tệp, hoặc tệp đã bị sửa: {names}", f"missing, or changed since: {names}")
    return "" if draw.difference is None else said_difference(draw.difference)


def said_difference(difference: Difference) -> str:
    """The first difference in words, with its exact place."""
    part = next((word for word in (*difference.path[2:3], difference.path[0]) if word in _PARTS), "")
    what = either(*_PARTS[part]) if part else either("khác", "differs")
    was, now = either("trong biên bản", "recorded"), either("chọn lại", "found")
    return f"{what} [{difference.place}]: {was} {difference.recorded}, {now} {difference.found}"


async def _list(unit: UnitOfWork, office: Office, code: UnitCode) -> str:
    """The lists N of a unit as CSV, in the order lines came in."""
    frames = await unit.samples.frame_units(office.wave.id, code)
    lines = sorted((one for people in frames.values() for one in people), key=lambda one: one.id)
    of = await unit.samples.frame_unit_people([one.id for one in lines])
    people = await unit.contacts.people(of.values())
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_LIST_COLUMNS)
    for line, one in enumerate(lines, 1):
        person = people[of[one.id]]
        writer.writerow((one.service, line, one.name, person.phone, person.birth_year or ""))
    return text.getvalue()
