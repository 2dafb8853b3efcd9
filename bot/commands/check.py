"""`sipas check CODE`: what the hotline answers somebody who doubts an invitation."""

from __future__ import annotations

import argparse

from bot.commands.console import note
from bot.commands.context import Office, run
from bot.doors import Check
from bot.exit_codes import DONE, PROBLEMS
from bot.usecases.open_page import check_invitation


def check(arguments: argparse.Namespace) -> int:
    """Say whether an invitation of this wave carries the code; the question is in the audit trail."""
    code = "".join(sign for sign in arguments.code.upper() if sign.isalnum())

    async def work(office: Office) -> Check:
        async with office.database.begin() as unit:
            found = await check_invitation(unit, office.wave.id, code, None, now=office.now)
            await unit.audit.write(office.actor, "invitation.check", found.value, {}, office.now)
        return found

    if run(work, arguments.config) is Check.GENUINE:
        note(
            f"{code}: lời mời thật của đợt này. Có thể nói với người gọi.",
            f"{code}: a genuine invitation of this wave. You may tell the caller so.",
        )
        return DONE
    note(
        f"{code}: không có lời mời nào mang mã này. Hỏi lại từng chữ; vẫn không có thì là báo lừa đảo.",
        f"{code}: no invitation has this code. Ask for each sign again; if unknown, note a report of fraud.",
    )
    return PROBLEMS
