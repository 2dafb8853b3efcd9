"""`sipas slips report`: what people answered on slips, as tables apart from every figure of the sample.

They hold the sentences people wrote, so the files are their owner's alone and the audit trail notes them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.console import note
from bot.commands.context import Office, run
from bot.commands.private_files import write_privately
from bot.commands.slips import head_of, rules_of
from bot.exit_codes import DONE
from bot.usecases.print_slips import HOTLINE, HOTLINE_BATCH
from storage.slips import SlipBatch, SlipResponse
from storage.unit_of_work import UnitOfWork
from survey_flows.questionnaire.stored import from_bytes

if TYPE_CHECKING:
    from bot.reports.sample_lists import Head, Paper
    from bot.reports.voluntary import SlipCounts, VoluntaryForm


def report(arguments: argparse.Namespace) -> int:
    """Write the tables of what people answered on slips."""

    async def work(office: Office) -> tuple[int, list[Path]]:
        rules_of(office.plan)
        return await write_voluntary(office, arguments.to, is_dry_run=arguments.dry_run)

    answered, paths = run(work, arguments.config)
    if not answered:
        note("Chưa có ai trả lời phiếu hẹn", "Nobody answered a slip yet")
        return DONE
    done = ("Sẽ ghi", "Would write") if arguments.dry_run else ("Đã ghi", "Wrote")
    for path in paths:
        note(f"{done[0]} {answered} phiếu tự nguyện: {path}", f"{done[1]} {answered} voluntary forms: {path}")
    return DONE


async def write_voluntary(office: Office, folder: Path, *, is_dry_run: bool) -> tuple[int, list[Path]]:
    """Write the tables apart; returns how many forms they hold, and the files (none without a form)."""
    async with office.database.reading() if is_dry_run else office.database.begin() as unit:
        papers, answered = await _papers(unit, office)
        if not answered:
            return 0, []
        if not is_dry_run:
            await unit.audit.write(
                office.actor, "slips.report", f"wave {office.wave.id}", {"forms": answered}, office.now
            )
    paths = [folder / f"tu_nguyen_phieu_hen.{kind}" for kind in ("xlsx", "docx")]
    if not is_dry_run:
        _write(paths[0], paths[1], head_of(office.plan), papers)
    return answered, paths


def _write(workbook: Path, document: Path, head: Head, papers: Sequence[Paper]) -> None:
    from bot.reports.sample_lists import write_workbook
    from bot.reports.sample_papers import write_document

    workbook.parent.mkdir(parents=True, exist_ok=True)
    write_privately(workbook, write_workbook(head, papers))
    write_privately(document, write_document(head, papers))


async def _papers(unit: UnitOfWork, office: Office) -> tuple[Sequence[Paper], int]:
    from bot.reports.voluntary import voluntary_papers

    plan = office.plan
    rules = rules_of(plan)
    responses = await unit.slips.responses(office.wave.id)
    if not responses:
        return (), 0
    compiled = await unit.waves.questionnaires()
    questionnaire = from_bytes(compiled[responses[-1].questionnaire])
    forms = [_form_of(one) for one in responses]
    counts = _counts(await unit.slips.batches(office.wave.id))
    papers = voluntary_papers(
        questionnaire,
        {one.code: one.name for one in plan.units if one.kind in rules.kinds},
        counts,
        forms,
        smallest_base=plan.scoring.minimum_base,
        decimals=plan.scoring.decimals,
    )
    return papers, len(forms)


def _form_of(one: SlipResponse) -> VoluntaryForm:
    from bot.reports.voluntary import VoluntaryForm

    record = json.loads(one.record)
    process = record.get("p", {})
    began, ended = (process.get(key) for key in ("b", "e"))
    minutes = None
    # What an officer enters over the hotline bears one moment: it says nothing of the answering.
    if began and ended and one.channel != HOTLINE:
        minutes = (datetime.fromisoformat(ended) - datetime.fromisoformat(began)).total_seconds() / 60
    return VoluntaryForm(one.unit, one.channel, record["a"], process.get("l", ""), minutes)


def _counts(batches: Sequence[SlipBatch]) -> Mapping[str, SlipCounts]:
    """Slips by unit; those of the hotline were never printed."""
    from bot.reports.voluntary import SlipCounts

    found: dict[str, SlipCounts] = {}
    for one in batches:
        before = found.get(one.unit, SlipCounts(0, 0))
        printed = 0 if one.batch == HOTLINE_BATCH else one.printed
        found[one.unit] = SlipCounts(before.printed + printed, before.taken + one.taken)
    return found
