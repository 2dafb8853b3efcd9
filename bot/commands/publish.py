"""`sipas publish`: freeze the figures of a closed wave under a decision, or issue a numbered correction."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot.commands.console import next_step, note
from bot.commands.context import Office, run
from bot.commands.differences import print_differences
from bot.commands.export import source_of
from bot.commands.failures import CommandError
from bot.commands.report import read_previous
from bot.usecases.publish_results import Act, propose, publish_results, settings_digest
from scoring.disclosure import MINIMUM_BASE
from storage.errors import Conflict
from storage.publications import Publication

if TYPE_CHECKING:
    from bot.reports.figures import Difference, PrintedFigure


def publish(arguments: argparse.Namespace) -> int:
    """Publish, or say what differs from what was published."""
    if not arguments.decision.strip():
        raise CommandError("--decision còn trống | --decision is empty")
    decided_on = _day(arguments.date)

    async def work(office: Office) -> int:
        from bot.reports.figures import as_lists, printed_figures
        from bot.reports.told import told_json

        history = tuple(one for path in arguments.previous for one in read_previous(path, office.plan))
        source = await source_of(office, history=history)
        figures = printed_figures(source.report)
        act = Act(
            decision=arguments.decision.strip(),
            decided_on=decided_on,
            data_sha256=source.report.data_digest,
            settings_sha256=settings_digest(office.wave),
            code=source.code,
            figures=as_lists(figures),
            correction=arguments.correction.strip(),
            told=told_json(source.report.told),
        )
        async with office.database.reading() as unit:
            before = await unit.publications.of(office.wave.id)
        if before:
            _compare(before[-1], figures)
        return await _publish(office, act, is_dry_run=arguments.dry_run)

    code = run(work, arguments.config, arguments.wave)
    next_step("sipas export", "xuất gói dữ liệu để tính lại", "write the bundle to recompute from")
    return code


async def _publish(office: Office, act: Act, *, is_dry_run: bool) -> int:
    opened = office.database.reading if is_dry_run else office.database.begin
    step = propose if is_dry_run else publish_results
    try:
        async with opened() as unit:
            done = await step(unit, office.wave, act, actor=office.actor, now=office.now)
    except Conflict as refusal:
        raise CommandError(str(refusal)) from refusal
    if is_dry_run:
        note("Chạy thử: chưa ghi gì; nếu chạy thật:", "Dry run: nothing was kept; a real run would say:")
    publication = done.publication
    name = f"{publication.decision}, {publication.decided_on:%d/%m/%Y}"
    if not done.is_new:
        note(
            f"Đã công bố từ trước ({name}), không có gì thay đổi",
            f"Published already ({name}), nothing changed",
        )
    elif publication.number:
        note(
            f"Đã ghi đính chính số {publication.number} ({name})",
            f"Correction {publication.number} kept ({name})",
        )
    else:
        note(
            f"Đã công bố ({name}): {len(act.figures)} số liệu",
            f"Published ({name}): {len(act.figures)} figures",
        )
    note(f"Mã băm dữ liệu {act.data_sha256}", f"Digest of the data {act.data_sha256}")
    note(f"Mã băm thiết lập {act.settings_sha256}", f"Digest of the settings {act.settings_sha256}")
    note(f"Chương trình {act.code}", f"Program {act.code}")
    return 0


def _compare(last: Publication, now: Sequence[PrintedFigure]) -> None:
    """Figure, was, is; and a warning where the difference itself speaks of few people."""
    from bot.reports.figures import differences, from_lists

    found = differences(from_lists(last.figures), now)
    print_differences(found)
    few = [each for each in found if 0 < _grown_by(each) < MINIMUM_BASE]
    if few:
        note(
            f"Cẩn thận: ở {len(few)} chỗ hai bản khác nhau chưa đến {MINIMUM_BASE} người; ai có cả hai bản "
            "có thể suy ra câu trả lời của họ",
            f"Careful: in {len(few)} places the two differ by fewer than {MINIMUM_BASE} people, whose "
            "answers can be told from both",
        )


def _grown_by(each: Difference) -> int:
    """By how many people a base differs; 0 for any other figure."""
    was, now = each.was.replace(".", ""), each.now.replace(".", "")
    return abs(int(now) - int(was)) if each.column == "base" and was.isdigit() and now.isdigit() else 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--date {text}: ghi như 2024-12-15 | write it like 2024-12-15") from error
