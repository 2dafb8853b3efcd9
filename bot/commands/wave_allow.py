"""`sipas wave allow UNIT SERVICE`: more forms than the quota, decided by somebody who says why."""

from __future__ import annotations

import argparse

from bot.commands.console import next_step, note
from bot.commands.context import Office, run
from bot.commands.failures import CommandError
from bot.usecases.allow_places import Allowed, allow_places
from survey_flows.plans.plan import Plan
from survey_flows.plans.values import Service, Unit
from survey_flows.sampling.matching import fold


def allow(arguments: argparse.Namespace) -> int:
    """Allow the places, or with `--dry-run` say what allowing them would do."""
    if not arguments.reason.strip():
        raise CommandError(
            "--reason còn trống: ghi ai cho phép và vì sao | --reason is empty: say who allowed it and why"
        )
    if arguments.places < 1:
        raise CommandError("--places phải từ 1 trở lên | --places must be 1 or more")

    async def work(office: Office) -> tuple[Unit, Service, Allowed]:
        one = _unit(office.plan, arguments.unit)
        service = _service(one, arguments.service)
        database = office.database
        async with database.reading() if arguments.dry_run else database.begin() as unit:
            allowed = await allow_places(
                unit,
                office.wave.id,
                one.code,
                service.code,
                arguments.places,
                reason=arguments.reason,
                actor=office.actor,
                now=office.now,
                is_dry_run=arguments.dry_run,
            )
        return one, service, allowed

    one, service, done = run(work, arguments.config)
    quota, most, places = done.before.target, done.most, done.places
    note(f"{one.name} — {service.name}: chỉ tiêu {quota} phiếu", f"{one.name}: {service.name}: quota {quota}")
    if arguments.dry_run:
        note(f"Nếu cho phép thêm {places}: nhiều nhất {most} phiếu", f"With {places} more: at most {most}")
    else:
        note(f"Đã cho phép thêm {places}: nhiều nhất {most} phiếu", f"Allowed {places} more: at most {most}")
    counted, left = len(done.counted), done.left
    if counted:
        note(
            f"{counted} phiếu đến sau khi đủ chỉ tiêu nay được tính",
            f"{counted} forms that came after the last place count now",
        )
    if left:
        note(
            f"Còn {left} chỗ: cho phiếu trả lời muộn, phiếu phúc tra tính lại, hoặc dự phòng vào thay",
            f"{left} places left: for late answers, forms a back-check lets count again, or reserves",
        )
    if arguments.dry_run:
        next_step("sipas wave allow …", "cho phép thật, bỏ --dry-run", "allow it, without --dry-run")
    else:
        next_step("sipas status --services", "xem từng lĩnh vực", "progress by service")
    return 0


def _unit(plan: Plan, wanted: str) -> Unit:
    for one in plan.units:
        if fold(wanted) in {fold(name) for name in (one.code, one.name, *one.aliases)}:
            return one
    raise CommandError(
        f"Kế hoạch không có đơn vị “{wanted}”; `sipas status` in tên từng đơn vị"
        f" | the plan has no unit “{wanted}”; `sipas status` prints their names"
    )


def _service(unit: Unit, wanted: str) -> Service:
    for one in unit.services:
        if fold(wanted) in {fold(one.code), fold(one.name)}:
            return one
    known = ", ".join(f"{one.code} ({one.name})" for one in unit.services)
    raise CommandError(
        f"{unit.name} không có lĩnh vực “{wanted}”; có: {known}"
        f" | {unit.name} has no service “{wanted}”; it has: {known}"
    )
