"""`sipas verify`: check a database against the rules that must always hold."""

from __future__ import annotations

import argparse
import json

from bot.commands.console import console, next_step, note
from bot.commands.context import Office, run
from bot.usecases.check_database import check_database
from storage.verify import Finding


def verify(arguments: argparse.Namespace) -> int:
    """Print what is broken; exit code 1 when something is."""

    async def work(office: Office) -> list[Finding]:
        return await check_database(office.database)

    findings = run(work, arguments.config)
    if arguments.json:
        rows = [{"invariant": f.invariant, "subject": f.subject, "message": f.message} for f in findings]
        console().print_json(json.dumps(rows, ensure_ascii=False))
        return 1 if findings else 0
    for finding in findings:
        console().print(
            f"  ✗ {finding.invariant} {finding.subject}: {finding.message}", markup=False, style="red"
        )
    if findings:
        note(f"{len(findings)} chỗ sai", f"{len(findings)} places are broken")
        return 1
    note("Mọi bất biến đều đúng", "Every invariant holds")
    next_step("sipas status", "xem tiến độ", "see the progress")
    return 0
