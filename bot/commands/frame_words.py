"""What `sipas frame import` says of the lists: columns as understood, totals, exclusions, bad lines."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.table import Table

from bot.commands.console import console, either, note
from bot.usecases.import_frame import FrameOutcome
from survey_flows.questionnaire.dates import LOCAL
from survey_flows.sampling.columns import Column
from survey_flows.sampling.encodings import Encoding
from survey_flows.sampling.frame import Exclusion, FrameProblem

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
            when = f"{file.imported_at.astimezone(LOCAL):%d/%m/%Y %H:%M}"
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
