"""`sipas slips`: the continuous short form. Print its slips, see how they do, ask by telephone, report apart.

A slip's code is worth an answer and is printed once, so the files are their owner's alone (0600) and every
print, cancellation, interview and export of what people wrote is in the audit trail.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

from bot.bootstrap import new_code
from bot.commands.console import console, either, next_step, note
from bot.commands.context import Office, run
from bot.commands.failures import CommandError
from bot.commands.private_files import write_privately
from bot.commands.wave import refuse_unless_presentable
from bot.exit_codes import DONE
from bot.usecases.print_slips import HOTLINE_BATCH, cancel_slips, print_slips, terms_of
from storage.slips import SlipBatch, SlipTerms
from storage.unit_of_work import UnitOfWork
from survey_flows.ids import UnitCode
from survey_flows.plans.plan import Plan
from survey_flows.plans.values import ContinuousRules, Unit

if TYPE_CHECKING:
    from bot.reports.appointment_slips import SlipFace
    from bot.reports.sample_lists import Head
    from bot.reports.word_paper import Way

MOST_AT_ONCE = 5_000
"""Slips of one batch: more make a document no word processor opens gladly."""


def print_(arguments: argparse.Namespace) -> int:
    """Make a batch of slips of one unit and write them as a document."""
    if not 1 <= arguments.count <= MOST_AT_ONCE:
        raise CommandError(
            f"Mỗi tập từ 1 đến {MOST_AT_ONCE} phiếu hẹn | between 1 and {MOST_AT_ONCE} slips a batch"
        )

    async def work(office: Office) -> tuple[SlipTerms, Unit, Path]:
        rules = rules_of(office.plan)
        one = unit_of(office.plan, rules, arguments.unit)
        if not arguments.dry_run:
            refuse_unless_presentable(office)
        database = office.database
        async with database.reading() if arguments.dry_run else database.begin() as unit:
            terms = await open_terms(unit, office, one.code)
            path = arguments.to / f"{one.code}_{terms.batch:03}.docx"
            if not arguments.dry_run:
                made = await print_slips(
                    unit, terms, arguments.count, new_code=new_code, actor=office.actor, now=office.now
                )
                face = _face(office, rules, one, terms)
                _write(head_of(office.plan), face, [slip.code for slip in made], path)
        return terms, one, path

    terms, one, path = run(work, arguments.config)
    days = f"{terms.opens_at:%d/%m/%Y}", f"{_last_moment(terms):%d/%m/%Y}"
    done = ("Sẽ in", "Would print") if arguments.dry_run else ("Đã in", "Printed")
    note(
        f"{done[0]} tập {terms.batch}: {arguments.count} phiếu hẹn của {one.name}, trả lời được từ {days[0]} "
        f"đến hết {days[1]}, vào {path}",
        f"{done[1]} batch {terms.batch}: {arguments.count} slips of {one.name}, to be answered from "
        f"{days[0]} to {days[1]}, in {path}",
    )
    if not arguments.dry_run:
        note(
            "Mã chỉ có trên giấy này: mất tập thì hủy bằng `sipas slips cancel` rồi in tập khác",
            "The codes stand on this paper alone: cancel a lost batch (`sipas slips cancel`), print another",
        )
    next_step("sipas slips list", "xem các tập phiếu hẹn", "see the batches")
    return DONE


def list_(arguments: argparse.Namespace) -> int:
    """Print how every batch is doing."""

    async def work(office: Office) -> tuple[Plan, list[SlipBatch]]:
        rules_of(office.plan)
        async with office.database.reading() as unit:
            return office.plan, await unit.slips.batches(office.wave.id)

    plan, batches = run(work, arguments.config)
    if arguments.json:
        rows = [
            {
                "batch": one.batch,
                "unit": one.unit,
                "printed": one.printed,
                "taken": one.taken,
                "complete": one.complete,
                "ended": one.ended,
                "expires_at": one.expires_at.isoformat(),
                "cancelled": one.is_cancelled,
            }
            for one in batches
        ]
        console().print_json(json.dumps(rows, ensure_ascii=False))
        return DONE
    if not batches:
        note("Chưa in phiếu hẹn nào", "No slips printed yet")
    else:
        console().print(_table(plan, batches))
        note(
            "Người trả lời tự chọn: nêu riêng, không tính vào mẫu",
            "These people chose to answer: reported apart, never counted in the sample",
        )
    next_step("sipas slips report", "bảng kết quả riêng", "the tables, apart")
    return DONE


def cancel(arguments: argparse.Namespace) -> int:
    """End the codes of a batch that was lost."""

    async def work(office: Office) -> tuple[int, SlipBatch]:
        rules_of(office.plan)
        async with office.database.begin() as unit:
            known = {one.batch: one for one in await unit.slips.batches(office.wave.id) if one.batch}
            if arguments.batch not in known:
                numbers = ", ".join(map(str, known)) or "–"
                raise CommandError(
                    f"Không có tập {arguments.batch}; đã in: {numbers} | no such batch; printed: {numbers}"
                )
            if arguments.dry_run:
                return 0, known[arguments.batch]
            ended = await cancel_slips(
                unit, office.wave.id, arguments.batch, actor=office.actor, now=office.now
            )
            return ended, known[arguments.batch]

    ended, batch = run(work, arguments.config)
    if arguments.dry_run:
        note(
            f"Sẽ hủy mã của {batch.printed} phiếu hẹn; {batch.complete} phiếu đã trả lời vẫn giữ",
            f"Would end the codes of {batch.printed} slips; {batch.complete} answered ones are kept",
        )
    else:
        note(
            f"Đã hủy mã của {ended} phiếu hẹn; {batch.complete} phiếu đã trả lời vẫn giữ",
            f"Ended the codes of {ended} slips; {batch.complete} answered ones are kept",
        )
    return DONE


def rules_of(plan: Plan) -> ContinuousRules:
    """The rules of the continuous form; CommandError when the plan has none."""
    if plan.continuous is None:
        raise CommandError(
            "Kế hoạch không có phiếu rút gọn hỏi liên tục (mục [continuous])"
            " | the plan has no continuous form"
        )
    return plan.continuous


def unit_of(plan: Plan, rules: ContinuousRules, wanted: str) -> Unit:
    """The unit meant by a code or a name, if it hands out slips."""
    known = [one for one in plan.units if one.kind in rules.kinds]
    for one in known:
        if wanted.casefold() in {name.casefold() for name in (one.code, one.name, *one.aliases)}:
            return one
    codes = ", ".join(one.code for one in known)
    raise CommandError(
        f"“{wanted}” không phải đơn vị phát phiếu hẹn; mã đơn vị: {codes}"
        f" | no unit that hands out slips; they are: {codes}"
    )


async def open_terms(unit: UnitOfWork, office: Office, code: UnitCode) -> SlipTerms:
    """What slips made now would be; CommandError when the short form is over."""
    terms = await terms_of(unit, office.wave.id, office.plan, code, office.now)
    if terms is None:
        last = rules_of(office.plan).last_day
        raise CommandError(
            f"Phiếu rút gọn đã hết kỳ ({last:%d/%m/%Y}): mở kỳ mới bằng kế hoạch của năm sau | "
            f"the short form ended on {last:%d/%m/%Y}: open another wave with next year's plan"
        )
    return terms


def head_of(plan: Plan) -> Head:
    """What papers of this plan say above their titles."""
    from bot.reports.sample_lists import Head

    return Head(plan.invite.department, plan.name, plan.invite.decision, plan.province)


def ways_of(office: Office) -> tuple[Way, ...]:
    """The enabled channels a citizen can answer a slip by."""
    from bot.reports.word_paper import Way

    config, keyword = office.config, office.plan.invite.keyword
    ways = []
    if config.web.enabled:
        url = config.server.public_url.rstrip("/")
        shown = url.partition("://")[2]
        ways.append(Way("Trang web", f"mở {shown} và nhập mã {{code}}", f"{url}/k/{{code}}"))
    if config.sms.enabled:
        number = config.sms.sender
        ways.append(
            Way("Tin nhắn", f"nhắn {keyword} {{code}} gửi {number}", f"SMSTO:{number}:{keyword} {{code}}")
        )
    if config.telegram.enabled and config.telegram.bot_name:
        name = config.telegram.bot_name
        ways.append(
            Way("Telegram", f"gửi mã cho @{name} trên Telegram", f"https://t.me/{name}?start={{code}}")
        )
    if config.zalo.enabled and config.zalo.oa_id:
        # A link opens the account and cannot carry the code: who scans it types the code.
        name = config.zalo.oa_name or config.zalo.oa_id
        ways.append(Way("Zalo", f"gửi mã cho {name} trên Zalo", f"https://zalo.me/{config.zalo.oa_id}"))
    if not ways:
        raise CommandError(
            "Chưa bật kênh nào trong cấu hình ([web], [sms], [telegram], [zalo])"
            " | no channel is enabled in the configuration"
        )
    return tuple(ways)


def _face(office: Office, rules: ContinuousRules, one: Unit, terms: SlipTerms) -> SlipFace:
    from bot.reports.appointment_slips import SlipFace

    return SlipFace(
        unit=one.name,
        printed_on=rules.printed_on,
        hotline=office.plan.invite.hotline,
        last_day=_last_moment(terms).date(),
        batch=terms.batch,
        ways=ways_of(office)[:3],  # a slip has room for three; their pictures hold the code, Zalo's cannot
        has_code="slip_code" in rules.entry,
        has_pictures="qr" in rules.entry,
    )


def _write(head: Head, face: SlipFace, codes: Sequence[str], path: Path) -> None:
    from bot.reports.appointment_slips import write_appointment_slips

    path.parent.mkdir(parents=True, exist_ok=True)
    write_privately(path, write_appointment_slips(head, face, codes))


def _last_moment(terms: SlipTerms) -> datetime:
    return terms.expires_at - timedelta(seconds=1)


def _table(plan: Plan, batches: Sequence[SlipBatch]) -> Table:
    zone = timezone(timedelta(hours=plan.contact_hours().utc_offset_hours))
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for heading, is_count in (
        (either("Tập", "Batch"), True),
        (either("Đơn vị", "Unit"), False),
        (either("In", "Printed"), True),
        (either("Bắt đầu", "Begun"), True),
        (either("Xong", "Done"), True),
        (either("Thôi", "Ended"), True),
        (either("Đến hết", "Until"), False),
    ):
        table.add_column(heading, justify="right" if is_count else "left")
    for one in batches:
        until = f"{(one.expires_at - timedelta(seconds=1)).astimezone(zone):%d/%m/%Y}"
        table.add_row(
            either("tổng đài", "hotline") if one.batch == HOTLINE_BATCH else str(one.batch),
            plan.unit(one.unit).name,
            *(str(number) for number in (one.printed, one.taken, one.complete, one.ended)),
            either("đã hủy", "cancelled") if one.is_cancelled else until,
        )
    return table
