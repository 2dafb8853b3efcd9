"""`sipas frame import`: read agencies' lists, say what is wrong with each line, keep the rest."""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from rich.table import Table

from bot.commands.console import console, either, next_step, note, progress
from bot.commands.context import Office, run
from bot.commands.failures import CommandError
from bot.config import load_config
from bot.plans import read_plan_text
from bot.usecases.import_frame import FrameOutcome, examine_frame, import_frame
from survey_flows.errors import InvalidFrame
from survey_flows.ids import UnitCode
from survey_flows.plans.plan import parse_plan
from survey_flows.sampling.columns import Column
from survey_flows.sampling.encodings import Encoding
from survey_flows.sampling.frame import Exclusion, FrameProblem
from survey_flows.sampling.known import KnownUnit
from survey_flows.sampling.matching import Found, NameIndex
from survey_flows.sampling.reading import FrameReading, read_frames

_LISTS = frozenset({".csv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"})

EXCLUSION_NAMES: dict[Exclusion, tuple[str, str]] = {
    Exclusion.NO_RESULT: ("chưa nhận kết quả", "no result yet"),
    Exclusion.OUT_OF_PROVINCE: ("địa chỉ ngoài tỉnh", "address outside the province"),
    Exclusion.ONLINE_OR_POSTAL: ("nộp trực tuyến hoặc bưu chính", "online or postal"),
    Exclusion.NOT_ONLINE: ("nộp trực tiếp ở đơn vị trực tuyến", "in person at an online unit"),
    Exclusion.NO_PHONE: ("không có số điện thoại", "no phone"),
    Exclusion.NO_ADDRESS: ("không có địa chỉ", "no address"),
    Exclusion.OUT_OF_WINDOW: ("ngoài thời gian khảo sát", "outside the window"),
    Exclusion.DUPLICATE: ("trùng người trong lĩnh vực", "same person in the service"),
}


def import_(arguments: argparse.Namespace) -> int:
    """Import every file; exit code 1 when lines were rejected (they are printed and the rest is kept)."""
    files = find_files(arguments.paths)

    async def work(office: Office) -> list[FrameOutcome]:
        with progress() as display:
            task = display.add_task(either("Nhập danh sách", "Importing"), total=len(files), detail="")

            def on_file(path: Path) -> None:
                display.update(task, advance=1, detail=path.stem[-40:])

            return await import_files(office, files, on_file=on_file, is_dry_run=arguments.dry_run)

    outcomes = run(work, arguments.config)
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    if arguments.dry_run:
        print_headings(outcomes)
    print_outcomes(outcomes)
    print_problems(problems)
    if arguments.problems is not None:
        write_problems(arguments.problems, problems)
        note(f"Mọi lỗi đã ghi vào {arguments.problems}", f"Every problem is in {arguments.problems}")
    next_step(
        "sipas draw --dry-run", "xem thử cỡ mẫu, rồi `sipas draw`", "look at the sample sizes, then draw"
    )
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


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The lists among `paths` (CSV, Excel, ODS), folders searched; CommandError when there is none."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(one for one in path.rglob("*") if _is_list(one))
        elif path.exists():
            found.append(path)
        else:
            raise CommandError(f"{path}: không có tệp này | no such file")
    if not found:
        kinds = ", ".join(sorted(_LISTS))
        raise CommandError(f"Không thấy danh sách nào ({kinds}) | no list found ({kinds})")
    return found


def _is_list(path: Path) -> bool:
    # "~$name.xlsx" is what Excel keeps beside a workbook that is open.
    return path.suffix.lower() in _LISTS and path.is_file() and not path.name.startswith(("~$", "."))


async def import_files(
    office: Office, files: Sequence[Path], *, on_file: Callable[[Path], None], is_dry_run: bool = False
) -> list[FrameOutcome]:
    """Import file by file, each in its own transaction: what is imported stays imported."""
    rules = office.plan.frame_rules()
    outcomes = []
    for path in files:
        content = path.read_bytes()
        try:
            outcomes += [
                await _take(office, reading, content, is_dry_run=is_dry_run)
                for reading in read_frames(content, file=path.name, rules=rules)
            ]
        except InvalidFrame as error:
            issues = tuple(
                FrameProblem(path.name, 0, "", issue.code, f"{issue.message} {issue.hint}".strip())
                for issue in error.issues
            )
            outcomes.append(FrameOutcome(path.name, 0, 0, 0, {}, issues))
        on_file(path)
    return outcomes


async def _take(office: Office, reading: FrameReading, content: bytes, *, is_dry_run: bool) -> FrameOutcome:
    if is_dry_run:
        return examine_frame(reading, office.plan)
    async with office.database.begin() as unit:
        return await import_frame(
            unit, office.wave.id, office.plan, reading, content, actor=office.actor, now=office.now
        )


def print_headings(outcomes: Sequence[FrameOutcome]) -> None:
    """How the columns of each list were understood: what an officer checks before importing it."""
    table = Table(title=either("Cột đã nhận ra", "Columns as understood"), title_justify="left")
    table.add_column(either("Tệp", "File"), overflow="fold")
    table.add_column(either("Cột trong tệp → nội dung", "Column of the file → meaning"), overflow="fold")
    table.add_column(either("Thiếu", "Missing"), overflow="fold")
    for outcome in outcomes:
        known = {heading.column for heading in outcome.headings}
        if not known:
            continue
        columns = [
            f"{heading.written} → {heading.column.value}{' (?)' if heading.is_close else ''}"
            for heading in sorted(outcome.headings, key=lambda heading: heading.place)
            if heading.is_close or heading.written.casefold() != heading.column.value.casefold()
        ]
        encoding = "" if outcome.encoding is Encoding.UNICODE else f" [{outcome.encoding.value}]"
        same = either("như tệp mẫu", "as in the template")
        missing = ", ".join(column.value for column in Column if column not in known)
        table.add_row(outcome.file + encoding, "; ".join(columns) or same, missing)
    if table.row_count:
        console().print(table)


def print_outcomes(outcomes: Sequence[FrameOutcome]) -> None:
    """The totals, and why accepted lines are outside the survey population."""
    excluded: Counter[Exclusion] = Counter()
    for outcome in outcomes:
        excluded.update(outcome.excluded)
    table = Table(title=either("Danh sách tổng thể", "Frames"), title_justify="left")
    table.add_column(either("Nội dung", "What"))
    table.add_column(either("Số dòng", "Lines"), justify="right")
    repeats = sum(outcome.is_repeat for outcome in outcomes)
    lines = [
        (either("Tệp", "Files"), len(outcomes)),
        (either("Tệp đã nhập từ trước", "Files imported before"), repeats),
        (either("Dòng đã đọc", "Lines read"), sum(outcome.lines for outcome in outcomes)),
        (
            either("Dòng bị loại vì sai", "Lines rejected as wrong"),
            sum(outcome.rejected for outcome in outcomes),
        ),
        *(
            (either(*(f"  – {name}" for name in EXCLUSION_NAMES[reason])), count)
            for reason, count in excluded.most_common()
        ),
        (either("Đủ điều kiện", "Eligible"), sum(outcome.eligible for outcome in outcomes)),
    ]
    for name, count in lines:
        table.add_row(name, f"{count:,}".replace(",", "."))
    console().print(table)


def print_problems(problems: Sequence[FrameProblem], most: int = 12) -> None:
    """The first problems; the rest is counted."""
    for problem in problems[:most]:
        mark = "•" if problem.is_accepted else "✗"
        where = f"{problem.file}:{problem.row}" + (f" [{problem.column}]" if problem.column else "")
        console().print(
            f"  {mark} {where}: {problem.message}", markup=False, overflow="ellipsis", no_wrap=True
        )
    if len(problems) > most:
        rest = len(problems) - most
        note(
            f"  … và {rest} vấn đề nữa (--problems TỆP để xem hết)", f"  … and {rest} more (--problems FILE)"
        )


def write_problems(path: Path, problems: Iterable[FrameProblem]) -> None:
    """Every problem as a CSV file that a spreadsheet opens."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["tệp", "dòng", "cột", "mã", "nội dung", "giữ lại"])
        for problem in problems:
            kept = "có" if problem.is_accepted else "không"
            writer.writerow([problem.file, problem.row, problem.column, problem.code, problem.message, kept])
