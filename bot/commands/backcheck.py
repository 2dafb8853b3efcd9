"""`sipas backcheck draw | list | record`: verification by callback."""

from __future__ import annotations

import argparse

from rich.table import Table

from bot.commands.console import console, either, next_step, note
from bot.commands.context import Office, run
from bot.commands.failures import CommandError
from bot.usecases.verify_case import Noted, draw_backchecks, record_backcheck
from survey_flows.ids import CaseId
from survey_flows.verification.backcheck import BackCheckBase, BackCheckOutcome, FailedContent


def draw(arguments: argparse.Namespace) -> int:
    """Draw what is missing to the plan's share of the forms collected by now."""

    async def work(office: Office) -> None:
        async with office.database.begin() as unit:
            drawn = await draw_backchecks(
                unit,
                office.wave.id,
                office.plan.verification,
                seed=arguments.seed,
                is_dry_run=arguments.dry_run,
                actor=office.actor,
                now=office.now,
            )
        issued = drawn.base if office.plan.verification.base == BackCheckBase.LIST else None
        of_list = ("", "") if issued is None else (f" trên {issued} người", f" of {issued} people issued")
        verb = ("sẽ chọn thêm", "would be added") if arguments.dry_run else ("chọn thêm", "added")
        note(
            f"Đã thu {drawn.collected} phiếu{of_list[0]}, phải phúc tra {drawn.wanted}; "
            f"{verb[0]} {drawn.added}",
            f"{drawn.collected} forms collected{of_list[1]}, {drawn.wanted} to verify; "
            f"{drawn.added} {verb[1]}",
        )

    run(work, arguments.config)
    if arguments.dry_run:
        next_step(f"sipas backcheck draw --seed {arguments.seed}", "chọn thật", "draw for real")
    else:
        next_step("sipas backcheck list --phones", "danh sách gọi", "whom to call")
    return 0


def list_(arguments: argparse.Namespace) -> int:
    """Print who is still to be called; phones only when asked for, and then it is in the audit trail."""

    async def work(office: Office) -> int:
        async with office.database.begin() as unit:
            pending = await unit.reviews.pending(office.wave.id)
            records = await unit.cases.get([row.case_id for row in pending])
            people = {}
            if arguments.phones and pending:
                people = await unit.contacts.people([record.person for record in records.values()])
                detail = {"people": len(people)}
                await unit.audit.write(
                    office.actor, "backcheck.read_phones", f"wave {office.wave.id}", detail, office.now
                )
        table = Table(title=either("Còn phải gọi", "Still to be called"), title_justify="left")
        for heading in (("Phiếu", "Case"), ("Đơn vị", "Unit"), ("Lĩnh vực", "Service")):
            table.add_column(either(*heading))
        if arguments.phones:
            table.add_column(either("Người trả lời", "Respondent"))
            table.add_column(either("Điện thoại", "Phone"))
        for row in pending:
            case = records[row.case_id].case
            service = office.plan.service(case.unit, case.service).name
            cells = [str(row.case_id), office.plan.unit(case.unit).name, service]
            if arguments.phones:
                person = people[records[row.case_id].person]
                cells += [person.name, person.phone]
            table.add_row(*cells)
        if pending:
            console().print(table)
        return len(pending)

    count = run(work, arguments.config)
    if count:
        next_step(
            "sipas backcheck record CASE OUTCOME --by TÊN", "ghi kết quả từng cuộc gọi", "record each call"
        )
    else:
        note("Không còn ai phải gọi", "Nobody is left to call")
        next_step("sipas report", "tính chỉ số và xuất báo cáo", "indices and report")
    return 0


def record(arguments: argparse.Namespace) -> int:
    """Note the result of one call, or with `--dry-run` say what noting it would do."""

    async def work(office: Office) -> Noted:
        codes = [content.code for content in office.plan.verification.contents]
        unknown = [code for code in arguments.failed if code not in codes]
        if unknown:
            raise CommandError(
                f"Không có nội dung {', '.join(unknown)}; các nội dung: {', '.join(codes)} | no such content"
            )
        outcome = BackCheckOutcome(arguments.outcome)
        is_reached = outcome in {BackCheckOutcome.CONFIRMED, BackCheckOutcome.CONTENT_FAILED}
        contents = {code: code not in arguments.failed for code in codes} if is_reached else {}
        database = office.database
        async with database.reading() if arguments.dry_run else database.begin() as unit:
            return await record_backcheck(
                unit,
                office.wave.id,
                CaseId(arguments.case),
                outcome,
                contents,
                rule=FailedContent(office.plan.verification.on_failed_content),
                by=arguments.by,
                now=office.now,
                is_dry_run=arguments.dry_run,
            )

    vietnamese, english = _NOTED[run(work, arguments.config)]
    if arguments.dry_run:
        note(f"Phiếu {arguments.case}, nếu ghi: {vietnamese}", f"Case {arguments.case}, if noted: {english}")
        next_step("sipas backcheck record …", "ghi thật, bỏ --dry-run", "note it, without --dry-run")
    else:
        note(f"Phiếu {arguments.case}: {vietnamese}", f"Case {arguments.case}: {english}")
        next_step("sipas backcheck list", "người tiếp theo", "the next one")
    return 0


_NOTED = {
    Noted.KEPT: ("đã ghi, phiếu giữ nguyên", "noted, the form stands"),
    Noted.FLAGGED: ("đã ghi, gắn cờ; phiếu vẫn được tính", "noted and flagged; the form still counts"),
    Noted.SET_ASIDE: ("giữ lại, không tính; mẫu dự phòng sẽ thay", "set aside; a reserve takes its place"),
    Noted.RESTORED: ("tính lại: phiếu được nhận lại chỗ của mình", "counts again: it has its place back"),
    Noted.UNCHANGED: ("đã ghi như vậy từ trước, không đổi gì", "noted like this before, nothing changed"),
}
