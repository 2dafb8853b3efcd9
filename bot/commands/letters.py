"""`sipas sample letters`: invitations on paper for the sampled people no message can reach.

Each letter holds a code of its own that opens the case by any channel, as a message's invitation would,
and the check code to read out to the hotline. Codes are kept as hashes only: letters written again bear new
ones, and the earlier stay good. The files name people: they are their owner's alone, and the audit trail
notes that they were written.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bootstrap import new_code
from bot.commands.console import next_step, note
from bot.commands.context import Office, run
from bot.commands.failures import CommandError
from bot.commands.private_files import write_privately
from bot.commands.slips import head_of, ways_of
from bot.commands.wave import refuse_unless_presentable
from bot.exit_codes import DONE
from storage.cases import CaseRecord
from storage.unit_of_work import UnitOfWork
from survey_flows.fieldwork.case import SampleRole
from survey_flows.fieldwork.dispositions import Disposition, meaning
from survey_flows.ids import UnitCode
from survey_flows.questionnaire.stored import from_bytes

if TYPE_CHECKING:
    from bot.reports.letters import Letter, LetterFacts
    from bot.reports.sample_lists import Head


def letters(arguments: argparse.Namespace) -> int:
    """Write a document of letters for each unit, or with `--dry-run` say how many there would be."""

    async def work(office: Office) -> dict[UnitCode, int]:
        database = office.database
        async with database.reading() if arguments.dry_run else database.begin() as unit:
            wanted = await _wanted(unit, office, for_all=arguments.for_all)
            if arguments.dry_run or not wanted:
                return {code: len(cases) for code, cases in wanted.items()}
            refuse_unless_presentable(office)
            until = office.plan.contact_hours().closes_for_good
            if until <= office.now:
                raise CommandError(
                    "Đã qua ngày liên hệ cuối của kế hoạch | the plan's last day of contact is over"
                )
            written = await _written(unit, office, wanted)
            codes = [(case.case.id, letter.code) for pairs in written.values() for case, letter in pairs]
            await unit.contacts.issue_invitations(codes, office.now, until)
            await unit.audit.write(
                office.actor, "sample.letters", f"wave {office.wave.id}", {"letters": len(codes)}, office.now
            )
            facts = await _facts(unit, office)
            _write(
                arguments.to,
                head_of(office.plan),
                facts,
                {code: [letter for _, letter in pairs] for code, pairs in written.items()},
            )
        return {code: len(pairs) for code, pairs in written.items()}

    counts = run(work, arguments.config)
    total = sum(counts.values())
    if not total:
        note(
            "Ai trong mẫu cũng có số điện thoại: không cần thư", "Everybody has a phone: no letter is needed"
        )
        return DONE
    done = ("Sẽ ghi", "Would write") if arguments.dry_run else ("Đã ghi", "Wrote")
    note(
        f"{done[0]} {total} thư mời của {len(counts)} đơn vị vào {arguments.to}",
        f"{done[1]} {total} letters of {len(counts)} units to {arguments.to}",
    )
    next_step(
        "sipas wave open", "mở đợt thì mã trong thư trả lời được", "the codes work once the wave is open"
    )
    return DONE


async def _wanted(unit: UnitOfWork, office: Office, *, for_all: bool) -> dict[UnitCode, list[CaseRecord]]:
    """Cases to write to: sampled or released from the reserve, not ended, and without a phone unless all."""
    records = [
        one
        for one in await unit.cases.all(office.wave.id)
        if one.case.role is SampleRole.SELECTED or one.case.disposition is not Disposition.RESERVED
        if not meaning(one.case.disposition).is_final
    ]
    people = await unit.contacts.people({one.person for one in records})
    found: defaultdict[UnitCode, list[CaseRecord]] = defaultdict(list)
    for one in records:
        if for_all or not people[one.person].phone:
            found[one.case.unit].append(one)
    return dict(found)


async def _written(
    unit: UnitOfWork, office: Office, wanted: dict[UnitCode, list[CaseRecord]]
) -> dict[UnitCode, list[tuple[CaseRecord, Letter]]]:
    from bot.reports.letters import Letter

    people = await unit.contacts.people({one.person for cases in wanted.values() for one in cases})
    return {
        code: [
            (
                one,
                Letter(
                    name=people[one.person].name,
                    address=people[one.person].address,
                    organisation=people[one.person].organisation,
                    unit=office.plan.unit(code).name,
                    service=office.plan.service(code, one.case.service).name,
                    code=new_code(),
                    check_code=one.check_code,
                ),
            )
            for one in cases
        ]
        for code, cases in wanted.items()
    }


async def _facts(unit: UnitOfWork, office: Office) -> LetterFacts:
    from bot.reports.letters import LetterFacts

    plan = office.plan
    forms = (await unit.waves.get(office.wave.id)).settings["forms"].values()
    compiled = await unit.waves.questionnaires()
    return LetterFacts(
        hotline=plan.invite.hotline,
        ways=ways_of(office),
        last_day=plan.contact_hours().last_day,
        minutes=max(from_bytes(compiled[version]).minutes for version in forms),
        asks_households=plan.households is not None,
    )


def _write(folder: Path, head: Head, facts: LetterFacts, found: dict[UnitCode, Sequence[Letter]]) -> None:
    from bot.reports.letters import write_letters

    folder.mkdir(parents=True, exist_ok=True)
    for code, each in found.items():
        write_privately(folder / f"{code}_thu_moi.docx", write_letters(head, facts, each))
