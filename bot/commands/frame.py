"""`sipas frame`: import agencies' lists and say what is wrong with each line; list them; take one out."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from bot.commands.console import console, either, next_step, note, progress
from bot.commands.context import Office, run
from bot.commands.failures import CommandError
from bot.commands.frame_intake import Undone, find_files, import_all
from bot.commands.frame_words import (
    print_earlier,
    print_headings,
    print_outcomes,
    print_problems,
    print_repeated,
    write_problems,
)
from bot.config import load_config
from bot.plans import read_plan_text
from bot.usecases.import_frame import FrameOutcome, remove_frame
from storage.frame_files import FrameFile
from survey_flows.ids import UnitCode
from survey_flows.plans.plan import parse_plan
from survey_flows.questionnaire.dates import LOCAL
from survey_flows.sampling.frame import Exclusion
from survey_flows.sampling.known import KnownUnit
from survey_flows.sampling.matching import Found, NameIndex


def import_(arguments: argparse.Namespace) -> int:
    """Import every file; exit code 1 when lines were rejected (they are printed and the rest is kept)."""
    files = find_files(arguments.paths)

    async def work(office: Office) -> tuple[list[FrameOutcome], tuple[int, int]]:
        with progress() as display:
            task = display.add_task(either("Nhập danh sách", "Importing"), total=len(files), detail="")
            within = display.add_task(either("Dòng", "Lines"), total=None, detail="")

            def on_file(path: Path) -> None:
                display.update(task, advance=1, detail=path.stem[-40:])

            def on_lines(done: int, of: int) -> None:
                display.update(within, completed=done, total=max(done, of))

            return await import_all(
                office,
                files,
                replaces=arguments.replace,
                is_dry_run=arguments.dry_run,
                on_file=on_file,
                on_lines=on_lines,
            )

    outcomes, repeated = run(work, arguments.config)
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    if arguments.dry_run:
        print_headings(outcomes)
    print_outcomes(outcomes)
    print_earlier(outcomes, is_dry_run=arguments.dry_run)
    print_repeated(*repeated)
    print_problems(problems)
    if arguments.problems is not None:
        write_problems(arguments.problems, problems)
        note(f"Mọi lỗi đã ghi vào {arguments.problems}", f"Every problem is in {arguments.problems}")
    if arguments.dry_run:
        note("Chạy thử: chưa ghi gì.", "Dry run: nothing was stored.")
    if any(outcome.accepted for outcome in outcomes):
        next_step(
            "sipas draw --dry-run", "xem thử cỡ mẫu, rồi `sipas draw`", "look at the sample sizes, then draw"
        )
    else:
        next_step("sipas frame template", "tệp mẫu cho cơ quan điền", "workbooks for the agencies to fill in")
    return 1 if any(not problem.is_accepted for problem in problems) else 0


def template(arguments: argparse.Namespace) -> int:
    """Write one workbook a unit for the agencies to fill in; a huyện's also takes its communes."""
    from bot.reports.frame_template import frame_template

    name = load_config(arguments.config if arguments.config.exists() else None).survey.plan
    rules = parse_plan(read_plan_text(name), source=name).frame_rules()
    senders = [unit for unit in rules.units if unit.parent is None]
    wanted = _named(senders, arguments.units) if arguments.units else senders
    for unit in wanted:
        path = arguments.to / f"{unit.code}.xlsx"
        if not arguments.dry_run:
            path.parent.mkdir(parents=True, exist_ok=True)
            children = [one for one in rules.units if one.parent == unit.code]
            path.write_bytes(frame_template(unit, children))
    done = ("Sẽ ghi", "Would write") if arguments.dry_run else ("Đã ghi", "Wrote")
    note(
        f"{done[0]} {len(wanted)} tệp mẫu vào {arguments.to}",
        f"{done[1]} {len(wanted)} templates to {arguments.to}",
    )
    next_step(
        "sipas frame import DIR --dry-run", "khi các cơ quan gửi lại", "when the agencies send them back"
    )
    return 0


def _named(units: Sequence[KnownUnit], names: Iterable[str]) -> list[KnownUnit]:
    index = NameIndex({unit.code: (unit.code, *unit.names) for unit in units})
    by_code = {unit.code: unit for unit in units}
    found = []
    for name in names:
        match index.find(name):
            case Found(key):
                found.append(by_code[UnitCode(key)])
            case _:
                raise CommandError(f"Không có đơn vị “{name}” trong kế hoạch | the plan has no unit “{name}”")
    return found


def list_(arguments: argparse.Namespace) -> int:
    """The files the frame is made of, in order of import."""

    async def work(office: Office) -> tuple[list[FrameFile], dict[int, dict[Exclusion | None, int]]]:
        async with office.database.reading() as unit:
            wave = office.wave.id
            return await unit.samples.files(wave), await unit.samples.file_counts(wave)

    files, counts = run(work, arguments.config)
    table = Table(title=either("Các tệp đã nhập", "Files imported"), title_justify="left")
    table.add_column(either("Số", "No."), justify="right")
    table.add_column(either("Tệp", "File"), overflow="fold")
    for vietnamese, english in (("Số dòng", "Lines"), ("Đã nhận", "Accepted"), ("Đủ điều kiện", "Eligible")):
        table.add_column(either(vietnamese, english), justify="right")
    table.add_column(either("Nhập lúc", "Imported"))
    for file in files:
        when = f"{file.imported_at.astimezone(LOCAL):%d/%m/%Y %H:%M}"
        eligible = counts.get(file.id, {}).get(None, 0)
        figures = (f"{count:,}".replace(",", ".") for count in (file.rows, file.accepted, eligible))
        table.add_row(str(file.id), escape(file.name), *figures, when)
    console().print(table)
    if not files:
        next_step("sipas frame import DIR", "nhập danh sách của các cơ quan", "import the agencies' lists")
    else:
        next_step("sipas draw --dry-run", "xem thử cỡ mẫu", "look at the sample sizes")
    return 0


def remove(arguments: argparse.Namespace) -> int:
    """Take one file out of the frame again, before the draw."""

    async def work(office: Office) -> tuple[FrameFile, int]:
        with suppress(Undone):
            async with office.database.begin() as unit:
                file = _chosen(await unit.samples.files(office.wave.id), arguments.file)
                again = await remove_frame(unit, office.wave.id, file, actor=office.actor, now=office.now)
                if arguments.dry_run:
                    raise Undone
        return file, again

    file, again = run(work, arguments.config)
    done = ("Sẽ bỏ", "Would take out") if arguments.dry_run else ("Đã bỏ", "Took out")
    note(
        f"{done[0]} tệp số {file.id} ({file.name}): {file.accepted} dòng",
        f"{done[1]} file {file.id} ({file.name}): {file.accepted} lines",
    )
    if again:
        note(
            f"{again} dòng của tệp khác được tính trở lại (trước đây nhường cho tệp này)",
            f"{again} lines of other files count again (they had given way to this one)",
        )
    next_step("sipas frame list", "xem các tệp còn lại", "see which files are left")
    return 0


def _chosen(files: Sequence[FrameFile], wanted: str) -> FrameFile:
    found = [file for file in files if wanted in (file.name, str(file.id))]
    if len(found) == 1:
        return found[0]
    numbers = ", ".join(str(file.id) for file in found)
    if found:
        raise CommandError(
            f"Có {len(found)} tệp tên “{wanted}”: hãy ghi số ({numbers}) | several of it: give a number"
        )
    raise CommandError(
        f"Không có tệp nào tên hoặc số “{wanted}”: xem `sipas frame list` | no such file: see the list"
    )
