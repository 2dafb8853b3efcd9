"""`sipas plan areas`: from the districts' lists of villages and households to the three annexes.

Reads two CSV files (UTF-8, comma or semicolon, one header row; names of columns as the help says,
accents and case do not matter), draws as the plan rules, and writes `phu_luc_01.csv` (communes),
`phu_luc_02.csv` (villages) and `phu_luc_03.csv` (households), each line with the rule that chose
it. The third is a frame: `sipas frame import` takes it as it is.

Exit codes: 0 every list is full, 1 something is missing or a line could not be used (all of it is
printed; the annexes are written), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from rich.text import Text

from bot.commands.console import console, either, next_step, note
from bot.commands.failures import CommandError
from bot.commands.plan_area_words import choice_of, count, reason_of
from bot.exit_codes import DONE, PROBLEMS
from bot.plans import read_plan_text
from survey_flows.plans.annexes import (
    Annexes,
    AreaFinding,
    AreaProblem,
    HouseholdLine,
    VillageLine,
    draw_annexes,
)
from survey_flows.plans.plan import Plan, parse_plan
from survey_flows.sampling.households import ChosenHousehold, HouseholdReason
from survey_flows.sampling.matching import fold

_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "commune": ("Xã", "Xã, phường, thị trấn", "Tên xã", "Đơn vị"),
        "village": ("Thôn", "Thôn, bản, tổ dân phố", "Bản", "Tổ dân phố", "Tên thôn"),
        "seat": ("Trụ sở", "Có trụ sở xã"),
        "neighbours": ("Thôn bên cạnh", "Bản bên cạnh", "Giáp thôn"),
        "hamlet": ("Xóm", "Đội", "Điểm bản", "Phố, đội, xóm"),
        "head": ("Chủ hộ", "Họ và tên", "Họ tên", "Họ và tên chủ hộ"),
        "phone": ("Số điện thoại", "Điện thoại", "SĐT"),
        "address": ("Địa chỉ", "Nơi ở"),
    }
)
HOUSEHOLDS_ANNEX = "phu_luc_03.csv"
"""The list of households: a frame that `sipas frame import` takes."""

_VILLAGE_COLUMNS = ("commune", "village", "seat")
_HOUSEHOLD_COLUMNS = ("commune", "village", "head")
_YES = frozenset({"x", "co", "1", "yes"})
_FINDINGS: Mapping[AreaProblem, tuple[str, str]] = MappingProxyType(
    {
        AreaProblem.UNKNOWN_COMMUNE: ("không phải xã được chọn", "no chosen commune"),
        AreaProblem.UNKNOWN_VILLAGE: ("thôn không có trong danh sách thôn", "a village no list has"),
        AreaProblem.UNKNOWN_NEIGHBOUR: ("thôn bên cạnh không có trong danh sách", "an unknown neighbour"),
        AreaProblem.REPEATED_VILLAGE: ("thôn ghi hai lần", "a village listed twice"),
        AreaProblem.SECOND_SEAT: ("nơi đặt trụ sở thứ hai của xã", "a second seat of its commune"),
        AreaProblem.NO_SEAT: ("chưa ghi thôn nào có trụ sở xã", "no village is marked as the seat"),
        AreaProblem.TOO_FEW_VILLAGES: ("không đủ thôn để chọn", "too few villages to choose from"),
        AreaProblem.TOO_FEW_HOUSEHOLDS: (
            "không đủ hộ, kể cả thôn bên cạnh",
            "too few households, neighbours included",
        ),
        AreaProblem.UNREPRESENTED_HAMLET: ("xóm không có đại diện", "a hamlet without a household"),
    }
)


def areas(arguments: argparse.Namespace) -> int:
    """Draw the annexes, write them, and say what is missing."""
    plan = parse_plan(read_plan_text(arguments.plan), source=Path(arguments.plan).stem)
    if plan.households is None:
        raise CommandError(f"{plan.code}: không khảo sát hộ gia đình | is no household survey")
    annexes = read_annexes(plan, arguments.villages, arguments.households)
    annex = arguments.to / HOUSEHOLDS_ANNEX
    if not arguments.dry_run:
        write_annexes(plan, annexes, arguments.to)
    print_annexes(annexes)
    next_step(f"sipas frame import {annex}", "nhập danh sách hộ", "import the households")
    return PROBLEMS if annexes.findings else DONE


def read_annexes(plan: Plan, villages: Path, households: Path) -> Annexes:
    """Draw the annexes from the districts' two lists. Raises CommandError for one that cannot be read."""
    return draw_annexes(plan, list(_villages(villages)), list(_households(households)))


def print_annexes(annexes: Annexes) -> None:
    """How much was chosen, and everything that is missing."""
    counts = f"{len(annexes.communes)}", f"{len(annexes.villages)}", count(len(annexes.households))
    note("{} xã, {} thôn, {} hộ".format(*counts), "{} communes, {} villages, {} households".format(*counts))
    for finding in annexes.findings:
        console().print(Text(f"  ✗ {_said(finding)}", style="red"))


def write_annexes(plan: Plan, annexes: Annexes, folder: Path) -> Path:
    """Write the three files, replacing what was there under their names; returns the list of households."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(
        folder / "phu_luc_01.csv",
        ("Huyện", "Xã, phường, thị trấn", "Loại", "Lý do chọn"),
        [
            (
                plan.unit(unit.parent).name if unit.parent else "",
                unit.name,
                "I" * (unit.unit_class or 0),
                choice_of(unit.choice) if unit.choice else reason_of(unit.chosen_as),
            )
            for unit in annexes.communes
        ],
    )
    _write(
        folder / "phu_luc_02.csv",
        ("Xã, phường, thị trấn", "Thôn, bản, tổ dân phố", "Lý do chọn", "Danh sách"),
        [(one.commune.name, one.name, choice_of(one.choice), one.service.name) for one in annexes.villages],
    )
    header = ("Đơn vị", "Lĩnh vực", "Họ và tên", "Số điện thoại", "Địa chỉ", "Thôn", "Xóm", "Lý do chọn")
    _write(
        folder / HOUSEHOLDS_ANNEX,
        header,
        [
            (
                one.commune.name,
                one.service.name,
                one.line.head,
                one.line.phone,
                one.line.address
                or ", ".join(filter(None, (one.line.hamlet, one.line.village, one.commune.name))),
                one.line.village,
                one.line.hamlet,
                _household_reason(one.choice),
            )
            for one in annexes.households
        ],
    )
    return folder / HOUSEHOLDS_ANNEX


def _household_reason(choice: ChosenHousehold) -> str:
    match choice.reason:
        case HouseholdReason.WHOLE_HAMLET:
            return either("lấy cả xóm", "the whole hamlet")
        case HouseholdReason.SYSTEMATIC:
            return either(f"chọn hệ thống, số {choice.serial} của xóm", f"systematic, number {choice.serial}")
        case HouseholdReason.NEIGHBOUR:
            return either(
                f"lấy thêm ở thôn bên cạnh, số {choice.serial}", f"from the neighbour, number {choice.serial}"
            )


def _said(finding: AreaFinding) -> str:
    what = either(*_FINDINGS[finding.problem])
    return (
        f"{either('dòng', 'line')} {finding.row}: {finding.name}: {what}"
        if finding.row
        else f"{finding.name}: {what}"
    )


def _villages(path: Path) -> Iterator[VillageLine]:
    for row, cells in _lines(path, _VILLAGE_COLUMNS):
        yield VillageLine(
            row=row,
            commune=cells["commune"],
            name=cells["village"],
            is_seat=fold(cells["seat"]) in _YES,
            neighbours=tuple(filter(None, map(str.strip, cells.get("neighbours", "").split(";")))),
        )


def _households(path: Path) -> Iterator[HouseholdLine]:
    for row, cells in _lines(path, _HOUSEHOLD_COLUMNS):
        yield HouseholdLine(
            row=row,
            commune=cells["commune"],
            village=cells["village"],
            hamlet=cells.get("hamlet", ""),
            head=cells["head"],
            phone=cells.get("phone", ""),
            address=cells.get("address", ""),
        )


def _lines(path: Path, required: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line that is not empty, with its number in the file and its known cells."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{path}: không phải UTF-8, lưu lại bằng UTF-8 | not UTF-8, save it as UTF-8"
        raise CommandError(message) from error
    except OSError as error:
        raise CommandError(f"{path}: không đọc được | cannot be read ({error.strerror})") from error
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    header = [fold(cell) for cell in next(reader, [])]
    places = {
        name: at
        for name, spellings in _COLUMNS.items()
        for at, cell in enumerate(header)
        if cell in {fold(spelling) for spelling in spellings}
    }
    missing = [_COLUMNS[name][0] for name in required if name not in places]
    if missing:
        raise CommandError(f"{path}: thiếu cột | missing columns: {', '.join(missing)}")
    for cells in reader:
        if any(cell.strip() for cell in cells):
            found = {name: cells[at].strip() for name, at in places.items() if at < len(cells)}
            yield reader.line_num, {name: found.get(name, "") for name in places}


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
