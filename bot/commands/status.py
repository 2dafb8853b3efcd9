"""`sipas status`: where fieldwork stands, by unit or by service, and whom the hotline should call back."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta, timezone

from rich import box
from rich.table import Table

from bot.collector.spending import day_limit, midnight_of
from bot.commands.console import console, either, next_step, note
from bot.commands.context import Office, run
from bot.commands.cost import budget_notes
from bot.conversation.inputs import SUSPECTED_FRAUD
from bot.ports import ChannelName
from storage.queries import CellProgress
from storage.tokens import StoredTokens, TokenState
from storage.unit_of_work import UnitOfWork
from storage.waves import WaveStatus

_NEXT = {
    WaveStatus.DRAFT: ("sipas frame import THƯ_MỤC", "nhập danh sách", "import the lists"),
    WaveStatus.FRAMES: ("sipas draw", "chọn mẫu", "draw the sample"),
    WaveStatus.DRAWN: ("sipas wave open", "mở đợt", "open the wave"),
    WaveStatus.FIELD: (
        "sipas serve",
        "chạy máy chủ (nếu chưa chạy)",
        "run the collector, if it is not running",
    ),
    WaveStatus.PAUSED: ("sipas wave open", "tiếp tục gửi", "go on sending"),
    WaveStatus.CLOSED: ("sipas report", "tính chỉ số và xuất báo cáo", "indices and report"),
}
_COUNTS = (
    "target",
    "issued",
    "contacted",
    "answering",
    "complete",
    "refused",
    "noncontact",
    "other",
    "replaced",
    "reserve_left",
)
_HEADINGS = (
    ("Chỉ tiêu", "Target"),
    ("Đã phát", "Issued"),
    ("Đã mời", "Asked"),
    ("Đang trả lời", "Begun"),
    ("Hoàn thành", "Done"),
    ("Từ chối", "Re-fused"),
    ("Không liên lạc", "No reply"),
    ("Khác", "Other"),
    ("Thay thế", "Re-placed"),
    ("Dự phòng còn", "Re-serve left"),
)
"""Words of six letters at most, one to a line of the heading: ten columns and a name fit a terminal of 80."""


_MOST_DOUBTS = 20


@dataclass(frozen=True, slots=True)
class Line:
    """Counts of one unit or service."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A case whose person suspected a fraud: its number, check code and the name of its unit."""

    case: int
    check_code: str
    unit: str


def status(arguments: argparse.Namespace) -> int:
    """Print the table, or one JSON object."""

    async def work(office: Office) -> tuple[str, WaveStatus, list[Line], int, tuple[int, int]]:
        names = {one.code: one.name for one in office.plan.units}
        async with office.database.reading() as unit:
            cells = await unit.queries.progress(office.wave.id)
            alarms.extend(alarms_of(await unit.tokens.all()))
            found = await unit.interviews.cases_with(office.wave.id, SUSPECTED_FRAUD)
            records = await unit.cases.get(found)
            doubting.extend(
                Doubt(one, records[one].check_code, names[records[one].case.unit]) for one in found
            )
            batches = await unit.slips.batches(office.wave.id)
            spent = await unit.queries.spent_in(office.wave.id, strangers_since=office.wave.created_at)
            alarms.extend(budget_notes(office.config, spent, office.plan.pace.sms_parts))
            alarms.extend(await day_notes(unit, office))
        services = {
            (one.code, service.code): service.name for one in office.plan.units for service in one.services
        }
        order = {one.code: place for place, one in enumerate(office.plan.units)}
        cells = sorted(cells, key=lambda cell: order[cell.unit])
        if arguments.services:
            lines = [Line(f"{names[c.unit]} · {services[c.unit, c.service]}", _counts([c])) for c in cells]
        else:
            lines = [
                Line(names[code], _counts([cell for cell in cells if cell.unit == code]))
                for code in dict.fromkeys(cell.unit for cell in cells)
            ]
        slips = sum(one.printed for one in batches if one.batch), sum(one.complete for one in batches)
        return office.wave.name, office.wave.status, lines, sum(cell.partial for cell in cells), slips

    alarms: list[tuple[str, str]] = []
    doubting: list[Doubt] = []
    name, wave_status, lines, partial, slips = run(work, arguments.config)
    if arguments.json:
        document = {
            "wave": name,
            "status": wave_status.value,
            "partial": partial,
            "suspected_fraud": len(doubting),
            "call_back": [asdict(one) for one in doubting],
            "slips": {"printed": slips[0], "complete": slips[1]},
            "lines": [{"name": line.name, **dict(zip(_COUNTS, line.counts, strict=True))} for line in lines],
        }
        console().print_json(json.dumps(document, ensure_ascii=False))
        return 0
    alarms.extend(doubts_of(doubting))
    if lines:
        console().print(table_of(lines, f"{name} ({wave_status.value})"))
        if partial:
            note(
                f"Trong cột Khác: {partial} phiếu bỏ dở đã trả lời đủ để tính (trả lời một phần)",
                f"Under Other: {partial} left half-way with enough answered to count (partial)",
            )
    else:
        note(f"{name} ({wave_status.value}): chưa có mẫu", f"{name} ({wave_status.value}): no sample yet")
    if any(slips):
        note(
            f"Phiếu hẹn, nêu riêng với mẫu: đã in {slips[0]}, {slips[1]} người tự nguyện trả lời xong",
            f"Slips, apart from the sample: {slips[0]} printed, {slips[1]} people chose to answer",
        )
    for alarm in alarms:
        note(*alarm)
    next_step(*_NEXT[wave_status])
    return 0


async def day_notes(unit: UnitOfWork, office: Office) -> list[tuple[str, str]]:
    """Channels whose messages of the day are used up, Vietnamese and English."""
    zone = timezone(timedelta(hours=office.plan.contact_hours().utc_offset_hours))
    found = []
    for channel in ChannelName:
        most = day_limit(office.config, channel)
        if not most:
            continue
        sent = await unit.queries.sent_since(channel.value, midnight_of(office.now, zone))
        if sent >= most:
            name = channel.value.upper()
            found.append(
                (
                    f"{name}: đã gửi {sent} trên {most} tin của ngày; tin còn lại đi từ ngày mai",
                    f"{name}: {sent} of the day's {most} messages are sent; the others leave tomorrow",
                )
            )
    return found


def doubts_of(doubting: Sequence[Doubt]) -> list[tuple[str, str]]:
    """Whom the hotline calls back, without names: a line each, Vietnamese and English."""
    if not doubting:
        return []
    shown = doubting[:_MOST_DOUBTS]
    lines = [
        (
            f"{len(doubting)} người nghi hoặc báo lừa đảo: gọi lại họ, đọc mã kiểm tra (`sipas check MÃ`):",
            f"{len(doubting)} people suspect or report a fraud: call them back, read out the check code:",
        )
    ]
    lines += [
        (
            f"  phiếu {one.case}, mã kiểm tra {one.check_code}, {one.unit}",
            f"  case {one.case}, check code {one.check_code}, {one.unit}",
        )
        for one in shown
    ]
    if more := len(doubting) - len(shown):
        lines.append((f"  và {more} phiếu nữa: `sipas status --json`", f"  and {more} more: --json"))
    return lines


def alarms_of(accounts: Iterable[StoredTokens]) -> list[tuple[str, str]]:
    """What a person must mend before messages can leave by these accounts, Vietnamese and English."""
    return [
        (
            f"CẢNH BÁO: {one.account} cần cấp quyền lại ({one.problem}): chạy `sipas zalo authorize`",
            f"ALARM: {one.account} must be authorised again ({one.problem}): run `sipas zalo authorize`",
        )
        for one in accounts
        if one.state is TokenState.NEEDS_HUMAN
    ]


def table_of(lines: Sequence[Line], title: str) -> Table:
    """The progress table with a total; a long name takes a second line rather than be cut."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=0, show_edge=False)
    table.add_column(either("Đơn vị", "Unit"), min_width=18, max_width=44)
    for heading in _HEADINGS:
        words = either(*heading).replace("-", "-\n").replace(" ", "\n")
        table.add_column(words, justify="right", vertical="bottom", no_wrap=True)
    for line in lines:
        table.add_row(line.name, *map(str, line.counts))
    table.add_section()
    table.add_row(
        either("Tổng", "All"),
        *(str(sum(values)) for values in zip(*(line.counts for line in lines), strict=True)),
    )
    return table


def _counts(cells: Iterable[CellProgress]) -> tuple[int, ...]:
    chosen = list(cells)
    return tuple(sum(getattr(cell, name) for cell in chosen) for name in _COUNTS)
