"""What reports told before: read for the next one, kept when one leaves the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.console import note
from bot.usecases.publish_results import hand_out
from storage.waves import WaveStatus

if TYPE_CHECKING:
    from bot.commands.context import Office
    from bot.reports.model import Report
    from bot.reports.told import Earlier
    from storage.unit_of_work import UnitOfWork
    from storage.waves import Wave


async def told_before(unit: UnitOfWork, wave: Wave, *, is_handed_out: bool = False) -> Earlier:
    """What was published or handed out of a wave. While it runs units' indices handed out may wait."""
    from bot.reports.told import Earlier, told_from

    found = await unit.publications.told_of(wave.id)
    is_running = wave.status is not WaveStatus.CLOSED
    return Earlier(tuple(told_from(each.told) for each in found), may_wait=is_handed_out and is_running)


async def keep_handed_out(office: Office, report: Report, to: str) -> None:
    """Keep what a report tells whom, with a line in the audit trail."""
    from bot.reports.told import told_json

    told = told_json(report.told)
    async with office.database.begin() as unit:
        await hand_out(
            unit,
            office.wave,
            told,
            to=to,
            data_sha256=report.data_digest,
            actor=office.actor,
            now=office.now,
        )


def say_whom_it_is_for(office: Office, handed_to: str) -> None:
    """Warn of a report of a running wave that stays in the office."""
    if handed_to:
        note(
            f"Đã ghi sổ: bản này gửi {handed_to}; bản sau sẽ giữ kín những số mà trừ đi thì lộ người trả lời",
            f"Noted as handed out to {handed_to}; the next hides what subtracting would tell of people",
        )
    elif office.wave.status is not WaveStatus.CLOSED:
        note(
            "Đợt chưa kết thúc: bản này chỉ dùng trong cơ quan. Gửi ra ngoài thì thêm --hand-out NƠI-NHẬN",
            "The wave is running: this one stays in the office. To send it out, add --hand-out WHO",
        )
