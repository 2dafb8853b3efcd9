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
from bot.usecases.import_frame import FrameOutcome, examine_frame, import_frame
from survey_flows.errors import InvalidFrame
from survey_flows.sampling.frame import Exclusion, FrameProblem
from survey_flows.sampling.reading import read_frame

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
    print_outcomes(outcomes)
    print_problems(problems)
    if arguments.problems is not None:
        write_problems(arguments.problems, problems)
        note(f"Mọi lỗi đã ghi vào {arguments.problems}", f"Every problem is in {arguments.problems}")
    next_step(
        "sipas draw --dry-run", "xem thử cỡ mẫu, rồi `sipas draw`", "look at the sample sizes, then draw"
    )
    return 1 if any(not problem.is_accepted for problem in problems) else 0


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The CSV files of `paths`, folders searched; CommandError when there is none."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(path.rglob("*.csv"))
        elif path.exists():
            found.append(path)
        else:
            raise CommandError(f"{path}: không có tệp này | no such file")
    if not found:
        raise CommandError("Không thấy tệp CSV nào | no CSV file found")
    return found


async def import_files(
    office: Office, files: Sequence[Path], *, on_file: Callable[[Path], None], is_dry_run: bool = False
) -> list[FrameOutcome]:
    """Import file by file, each in its own transaction: what is imported stays imported."""
    rules = office.plan.frame_rules()
    outcomes = []
    for path in files:
        content = path.read_bytes()
        try:
            reading = read_frame(content, file=path.name, rules=rules)
        except InvalidFrame as error:
            issues = tuple(
                FrameProblem(path.name, 0, "", issue.code, f"{issue.message} {issue.hint}".strip())
                for issue in error.issues
            )
            outcomes.append(FrameOutcome(path.name, 0, 0, 0, {}, issues))
        else:
            if is_dry_run:
                outcomes.append(examine_frame(reading, office.plan))
            else:
                async with office.database.begin() as unit:
                    outcomes.append(
                        await import_frame(
                            unit,
                            office.wave.id,
                            office.plan,
                            reading,
                            content,
                            actor=office.actor,
                            now=office.now,
                        )
                    )
        on_file(path)
    return outcomes


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
