"""`sipas frame`: import agencies' lists and say what is wrong with each line; list them; take one out."""

from __future__ import annotations

import argparse
import csv
import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from bot.commands.console import console, either, next_step, note, progress
from bot.commands.context import Office, run
from bot.commands.failures import CommandError
from bot.config import load_config
from bot.plans import read_plan_text
from bot.usecases.import_frame import FrameOutcome, import_frame, remove_frame
from storage.frame_files import FrameFile
from storage.unit_of_work import UnitOfWork
from survey_flows.errors import InvalidFrame, Issue
from survey_flows.ids import UnitCode
from survey_flows.plans.plan import parse_plan
from survey_flows.sampling.columns import Column
from survey_flows.sampling.encodings import Encoding
from survey_flows.sampling.frame import Exclusion, FrameProblem
from survey_flows.sampling.known import KnownUnit
from survey_flows.sampling.matching import Found, NameIndex
from survey_flows.sampling.reading import open_lists

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

    async def work(office: Office) -> tuple[list[FrameOutcome], tuple[int, int]]:
        with progress() as display:
            task = display.add_task(either("Nhập danh sách", "Importing"), total=len(files), detail="")
            within = display.add_task(either("Dòng", "Lines"), total=None, detail="")

            def on_file(path: Path) -> None:
                display.update(task, advance=1, detail=path.stem[-40:])

            def on_lines(done: int, of: int) -> None:
                display.update(within, completed=done, total=max(done, of))

            return await _import_all(office, files, arguments, on_file=on_file, on_lines=on_lines)

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
        when = f"{file.imported_at.astimezone():%d/%m/%Y %H:%M}"
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
        with suppress(_Undone):
            async with office.database.begin() as unit:
                file = _chosen(await unit.samples.files(office.wave.id), arguments.file)
                again = await remove_frame(unit, office.wave.id, file, actor=office.actor, now=office.now)
                if arguments.dry_run:
                    raise _Undone
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


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The lists among `paths` (CSV, Excel, ODS), folders searched; CommandError when there is none."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(one for one in path.rglob("*") if _is_list(one))
        elif path.name.startswith("~$"):
            raise CommandError(
                f"{path.name}: tệp tạm của Excel, hãy đóng Excel rồi nhập tệp chính"
                " | Excel's own copy of an open workbook: close Excel and import the workbook"
            )
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
    office: Office,
    files: Sequence[Path],
    *,
    on_file: Callable[[Path], None],
    on_lines: Callable[[int, int], None] = lambda _done, _of: None,
    replaces: bool = False,
    within: UnitOfWork | None = None,
) -> list[FrameOutcome]:
    """Import file by file, each in its own transaction: what is imported stays imported.

    `on_lines` is told the lines read of a list, and about how many it has. `within` is one transaction for
    all of them instead.
    """
    outcomes = []
    for path in files:
        try:
            content = _content(path)
            for listed in open_lists(content, file=path.name, rules=office.plan.frame_rules()):
                begun = office.database.begin() if within is None else nullcontext(within)
                async with begun as unit:
                    with _without_looking_for_garbage():
                        outcome = await import_frame(
                            unit,
                            office.wave.id,
                            office.plan,
                            listed,
                            content,
                            actor=office.actor,
                            now=office.now,
                            replaces=replaces,
                            on_lines=_counter(listed.length, on_lines),
                        )
                outcomes.append(outcome)
                on_lines(outcome.lines, outcome.lines)
        except InvalidFrame as error:
            issues = tuple(
                FrameProblem(path.name, 0, "", issue.code, _with_hint(issue)) for issue in error.issues
            )
            outcomes.append(FrameOutcome(path.name, 0, 0, 0, {}, issues))
        on_file(path)
    return outcomes


@contextmanager
def _without_looking_for_garbage() -> Iterator[None]:
    """Lines leave no cycles behind, and looking through a million for some took an eighth of the time."""
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            gc.enable()


def _with_hint(issue: Issue) -> str:
    """What is wrong and what to do, each language by itself."""
    parts = zip(issue.message.split(" / ", 1), issue.hint.split(" / ", 1), strict=False)
    return " / ".join(f"{said}. {hint}".rstrip(". ") + "." for said, hint in parts)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        # The system's own words ("Permission denied") tell an administrator more than ours would.
        reason = error.strerror or type(error).__name__
        issue = Issue(
            "unreadable",
            path.name,
            f"Không đọc được tệp ({reason}) / The file cannot be read",
            "Kiểm tra quyền đọc / Check the permission",
        )
        raise InvalidFrame(path.name, [issue]) from None


def _counter(of: int, on_lines: Callable[[int, int], None]) -> Callable[[int], None]:
    done = 0

    def count(lines: int) -> None:
        nonlocal done
        done += lines
        on_lines(done, of)

    return count


class _Undone(Exception):
    """Ends a dry run: whatever it did is undone with its transaction."""


async def _import_all(
    office: Office,
    files: Sequence[Path],
    arguments: argparse.Namespace,
    *,
    on_file: Callable[[Path], None],
    on_lines: Callable[[int, int], None],
) -> tuple[list[FrameOutcome], tuple[int, int]]:
    """The outcome of every file, and the phones that stand in several lists after it.

    A dry run does the very same in a transaction that is undone: its figures are those of the import.
    """
    outcomes: list[FrameOutcome] = []
    repeated = (0, 0)
    if not arguments.dry_run:
        outcomes = await import_files(
            office, files, on_file=on_file, on_lines=on_lines, replaces=arguments.replace
        )
        async with office.database.reading() as unit:
            return outcomes, await unit.samples.repeated_phones(office.wave.id)
    with suppress(_Undone):
        async with office.database.begin() as unit:
            outcomes = await import_files(
                office, files, on_file=on_file, on_lines=on_lines, replaces=arguments.replace, within=unit
            )
            repeated = await unit.samples.repeated_phones(office.wave.id)
            raise _Undone
    return outcomes, repeated


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


def print_earlier(outcomes: Sequence[FrameOutcome], *, is_dry_run: bool) -> None:
    """What a file with the name of an earlier one does to it; lines that newer ones took the place of."""
    for outcome in outcomes:
        for file in outcome.earlier:
            when = f"{file.imported_at.astimezone():%d/%m/%Y %H:%M}"
            which = (
                f"{outcome.file}: tệp số {file.id} cùng tên, nhập {when}, {file.accepted} dòng",
                f"{outcome.file}: file {file.id} of this name, imported {when}, {file.accepted} lines",
            )
            if outcome.is_replacement:
                done = (
                    ("sẽ được thay bằng tệp này", "would be replaced by this one")
                    if is_dry_run
                    else ("đã được thay bằng tệp này", "was replaced by this one")
                )
            else:
                done = (
                    "vẫn giữ, tệp này được nhập thêm; thay hẳn thì thêm --replace,"
                    f" hoặc bỏ tệp cũ: sipas frame remove {file.id}",
                    "stays, this one adds to it; --replace would take its place,"
                    f" or take the old one out: sipas frame remove {file.id}",
                )
            note(f"  ! {which[0]}: {done[0]}", f"  ! {which[1]}: {done[1]}")
        if outcome.overtaken:
            note(
                f"  ! {outcome.file}: {outcome.overtaken} dòng của tệp khác nhường cho dòng mới hơn ở đây",
                f"  ! {outcome.file}: {outcome.overtaken} lines of other files give way to newer ones here",
            )


def print_repeated(phones: int, lines: int) -> None:
    """People who stand in the lists of several services or units: they are invited once."""
    if phones:
        note(
            f"{phones} số điện thoại có ở nhiều lĩnh vực hoặc đơn vị ({lines} dòng): mỗi số được mời một lần",
            f"{phones} phones stand in several services or units ({lines} lines): each is invited once only",
        )


def print_problems(problems: Sequence[FrameProblem], most: int = 12) -> None:
    """The first problems; the rest is counted."""
    for problem in problems[:most]:
        mark = "•" if problem.is_accepted else "✗"
        if not problem.row:  # the file as a whole: said in full
            console().print(f"  {mark} {problem.file}: {problem.message}", markup=False)
            continue
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
