"""`sipas interviewers add | list | assign | password | remove | aside`: who asks in person, and whom."""

from __future__ import annotations

import argparse
import os
import secrets

from rich.table import Table

from bot.commands.console import console, either, next_step, note
from bot.commands.context import Office, run
from bot.commands.failures import CommandError
from bot.usecases.interview_in_person import hashed
from bot.usecases.receive_submission import Aside, forms_set_aside
from storage.interviewers import Interviewer
from storage.unit_of_work import UnitOfWork
from survey_flows.fieldwork.dispositions import meaning
from survey_flows.ids import CaseId
from survey_flows.questionnaire.dates import LOCAL

LATEST = 200


def add(arguments: argparse.Namespace) -> int:
    """Add an interviewer and print the password once."""
    password, salt, secret = _new_password()

    async def work(office: Office) -> Interviewer:
        async with office.database.begin() as unit:
            who = await unit.interviewers.add(arguments.name, salt, secret, office.now)
            await unit.audit.write(office.actor, "interviewer.add", who.pseudonym, {}, office.now)
            return who

    _print_password(run(work, arguments.config), password)
    next_step(f"sipas interviewers assign {arguments.name} --count 20", "giao phiếu", "give them cases")
    return 0


def password(arguments: argparse.Namespace) -> int:
    """Make another password and print it once; open sessions end."""
    new, salt, secret = _new_password()

    async def work(office: Office) -> Interviewer:
        async with office.database.begin() as unit:
            who = await _find(unit, arguments.name)
            await unit.interviewers.set_secret(who.id, salt, secret)
            await unit.audit.write(office.actor, "interviewer.password", who.pseudonym, {}, office.now)
            return who

    _print_password(run(work, arguments.config), new)
    return 0


def list_(arguments: argparse.Namespace) -> int:
    """Print who there is and how many open and finished cases each has."""

    async def work(office: Office) -> list[tuple[Interviewer, int, int]]:
        found = []
        async with office.database.reading() as unit:
            for who in await unit.interviewers.all():
                records = await unit.cases.get(await unit.interviewers.assigned(who.id))
                is_over = [meaning(one.case.disposition).is_final for one in records.values()]
                found.append((who, is_over.count(False), is_over.count(True)))
        return found

    table = Table(title=either("Điều tra viên", "Interviewers"), title_justify="left")
    for heading in (("Ký hiệu", "Id"), ("Tên", "Name"), ("Phiếu mở", "Open"), ("Phiếu xong", "Done")):
        table.add_column(either(*heading))
    for who, is_open, is_done in run(work, arguments.config):
        name = who.name if who.ended_at is None else f"{who.name} ({either('đã nghỉ', 'taken off')})"
        table.add_row(who.pseudonym, name, str(is_open), str(is_done))
    console().print(table)
    return 0


def assign(arguments: argparse.Namespace) -> int:
    """Give released cases nobody has to an interviewer: those named, or the next ones of a unit."""

    async def work(office: Office) -> tuple[Interviewer, int]:
        async with office.database.begin() as unit:
            who = await _find(unit, arguments.name)
            chosen = await _chosen(unit, office, arguments)
            if not arguments.dry_run:
                await unit.interviewers.assign(who.id, chosen, office.now)
                detail = {"cases": len(chosen)}
                await unit.audit.write(office.actor, "interviewer.assign", who.pseudonym, detail, office.now)
            return who, len(chosen)

    who, count = run(work, arguments.config)
    verb = ("sẽ được giao", "would be given to") if arguments.dry_run else ("được giao cho", "given to")
    note(f"{count} phiếu {verb[0]} {who.pseudonym}", f"{count} cases {verb[1]} {who.pseudonym}")
    return 0


def remove(arguments: argparse.Namespace) -> int:
    """Take an interviewer off: sessions end, their open cases are nobody's."""

    async def work(office: Office) -> int:
        async with office.database.begin() as unit:
            who = await _find(unit, arguments.name)
            left = await unit.interviewers.end(who.id, office.now)
            await unit.audit.write(
                office.actor, "interviewer.remove", who.pseudonym, {"cases": len(left)}, office.now
            )
            return len(left)

    count = run(work, arguments.config)
    note(f"Đã cho nghỉ; {count} phiếu chưa có người", f"Taken off; {count} cases are nobody's now")
    return 0


def aside(arguments: argparse.Namespace) -> int:
    """Print the forms of ODK Collect that were kept and do not count, the latest first."""

    async def work(office: Office) -> list[Aside]:
        async with office.database.reading() as unit:
            return await forms_set_aside(unit, LATEST)

    table = Table(title=either("Phiếu ODK giữ riêng", "ODK forms set aside"), title_justify="left")
    headings = ("Lúc", "At"), ("Điều tra viên", "Interviewer"), ("Phiếu", "Case"), ("Vì sao", "Why")
    for heading in headings:
        table.add_column(either(*heading))
    for one in run(work, arguments.config):
        at = one.at.astimezone(LOCAL)
        table.add_row(f"{at:%Y-%m-%d %H:%M}", one.who, one.case, f"{one.reason} {one.detail}".strip())
    console().print(table)
    return 0


async def _chosen(unit: UnitOfWork, office: Office, arguments: argparse.Namespace) -> list[CaseId]:
    if arguments.cases:
        records = await unit.cases.get([CaseId(one) for one in arguments.cases])
        unknown = [str(one) for one in arguments.cases if one not in records]
        if unknown:
            raise CommandError(f"Không có phiếu {', '.join(unknown)} | no case {', '.join(unknown)}")
        found = list(records.values())
    else:
        found = await unit.cases.all(office.wave.id)
        if arguments.unit:
            found = [one for one in found if one.case.unit == arguments.unit]
    waiting = [
        one
        for one in found
        if one.case.released_at is not None and not meaning(one.case.disposition).is_final
    ]
    if arguments.without_phone:
        people = await unit.contacts.people([one.person for one in waiting])
        waiting = [one for one in waiting if not people[one.person].phone]
    owners = await unit.interviewers.owners([one.case.id for one in waiting])
    free = [one.case.id for one in waiting if arguments.cases or one.case.id not in owners]
    return free if arguments.count is None else free[: arguments.count]


async def _find(unit: UnitOfWork, name: str) -> Interviewer:
    who = await unit.interviewers.find(name)
    if who is None or who.ended_at is not None:
        raise CommandError(f"Không có điều tra viên {name} | no interviewer {name}")
    return who


def _new_password() -> tuple[str, bytes, bytes]:
    made, salt = secrets.token_urlsafe(12), os.urandom(16)
    return made, salt, hashed(made, salt)


def _print_password(who: Interviewer, made: str) -> None:
    note(f"{who.pseudonym}, đăng nhập tại /pv bằng tên này", f"{who.pseudonym}, signs in at /pv by this name")
    note(f"Mật khẩu (chỉ hiện một lần): {made}", f"Password (shown once): {made}")
