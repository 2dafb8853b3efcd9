"""`sipas draw`: the official sample and the reserve of every unit, by the plan's rules."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Callable

from rich.table import Table

from bot.commands.console import console, either, next_step, note, progress
from bot.commands.context import Office, run
from bot.commands.plan_kinds import kind_name
from bot.conversation.entrance import CODE_ALPHABET
from bot.usecases.draw_sample import DrawOutcome, keep_draw, propose_draw
from survey_flows.plans.plan import Plan
from survey_flows.sampling.draw import UnitDraw


def draw(arguments: argparse.Namespace) -> int:
    """Draw, show, and unless `--dry-run` keep."""

    async def work(office: Office) -> DrawOutcome:
        with progress() as display:
            task = display.add_task(either("Chọn mẫu", "Drawing"), total=len(office.plan.units), detail="")

            def on_unit(drawn: UnitDraw) -> None:
                display.update(task, advance=1, detail=office.plan.unit(drawn.unit).name[:40])

            outcome = await draw_wave(office, on_unit=on_unit, is_dry_run=arguments.dry_run)
        print_draw(outcome, office.plan)
        return outcome

    run(work, arguments.config)
    if arguments.dry_run:
        note("Chạy thử: chưa lưu gì", "Dry run: nothing was kept")
        next_step("sipas draw", "chọn mẫu thật", "draw for real")
    else:
        next_step(
            "sipas wave open", "phát hành mẫu chính thức và bắt đầu mời", "release the sample and invite"
        )
    return 0


async def draw_wave(
    office: Office, *, on_unit: Callable[[UnitDraw], None], is_dry_run: bool = False
) -> DrawOutcome:
    """Draw the wave of `office` and keep it, in one transaction."""
    versions = office.wave.settings["forms"]
    async with office.database.begin() as unit:
        outcome = await propose_draw(unit, office.wave.id, office.plan, on_unit=on_unit)
        if not is_dry_run:
            await keep_draw(
                unit,
                office.wave.id,
                office.plan,
                outcome,
                versions,
                new_check_code=new_check_code,
                actor=office.actor,
                now=office.now,
            )
    return outcome


def new_check_code() -> str:
    """Six signs that a citizen can read out to the hotline."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(6))


def print_draw(outcome: DrawOutcome, plan: Plan) -> None:
    """Sizes by kind of unit, and the units below their quota."""
    table = Table(title=either("Mẫu", "Sample"), title_justify="left")
    headings = ("Loại đơn vị", "Đơn vị", "N", "Chính thức", "Dự phòng", "Mượn")
    english = ("Kind", "Units", "N", "Official", "Reserve", "Borrowed")
    for vietnamese_heading, english_heading in zip(headings, english, strict=True):
        table.add_column(
            either(vietnamese_heading, english_heading), justify="left" if table.columns == [] else "right"
        )
    kinds = dict.fromkeys(unit.kind for unit in plan.units)
    for kind in kinds:
        drawn = [one for one in outcome.draws if plan.unit(one.unit).kind is kind]
        services = [service for one in drawn for service in one.services]
        table.add_row(
            kind_name(kind, plan),
            str(len(drawn)),
            _count(sum(service.size for service in services)),
            _count(sum(len(service.selected) for service in services)),
            _count(sum(len(service.reserve) for service in services)),
            _count(sum(pick.borrowed_from is not None for service in services for pick in service.reserve)),
        )
    table.add_section()
    table.add_row(
        either("Tổng", "All"),
        str(len(outcome.draws)),
        "",
        _count(outcome.selected),
        _count(outcome.reserve),
        "",
    )
    console().print(table)
    for one in outcome.short:
        unit = plan.unit(one.unit)
        note(
            f"  {unit.name}: {one.selected_count}/{unit.quota}"
            + (" (điều tra tất cả)" if one.is_census else ""),
            f"  {unit.name}: {one.selected_count}/{unit.quota}" + (" (census)" if one.is_census else ""),
        )


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")
