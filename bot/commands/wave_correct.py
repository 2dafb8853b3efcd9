"""`sipas wave correct CODE FILE`: publish a corrected form in a wave that goes on."""

from __future__ import annotations

import argparse

from bot.commands.console import console, next_step, note
from bot.commands.context import Office, run
from bot.commands.failures import CommandError
from bot.commands.form_diff import line
from bot.commands.wave import refuse_unless_agreed
from bot.forms import read_form
from bot.usecases.publish_form import form_in_force, publish_form
from survey_flows.plans.plan import Plan
from survey_flows.questionnaire.changes import changes
from survey_flows.questionnaire.model import Questionnaire
from survey_flows.questionnaire.stored import from_bytes
from survey_flows.questionnaire.tailored import tailored


def correct(arguments: argparse.Namespace) -> int:
    """Say what the file changes, and unless it is a dry run publish it."""
    if not arguments.note.strip():
        raise CommandError(
            "--note còn trống: ghi sửa gì và vì sao | --note is empty: say what was corrected and why"
        )

    async def work(office: Office) -> None:
        form, source = corrected(arguments.code, arguments.file, office.plan)
        async with office.database.reading() as unit:
            before = await form_in_force(unit, office.wave.id, arguments.code)
            found = changes(from_bytes((await unit.waves.questionnaires())[before]), form)
        console().print(f"{before} → {form.version}", markup=False)
        for change in found:
            console().print(line(change), markup=False, soft_wrap=True)
        if arguments.dry_run:
            note("Chạy thử: chưa thay phiếu", "Dry run: the form in force was left")
            return
        async with office.database.begin() as unit:
            done = await publish_form(
                unit, office.wave.id, form, source, note=arguments.note, actor=office.actor, now=office.now
            )
        note(
            f"{done.moved} người chưa trả lời sẽ được hỏi bản mới; {done.kept} phỏng vấn đang dở đi hết "
            "trên bản của mình",
            f"{done.moved} who have not begun get the new version; {done.kept} open interviews end on theirs",
        )
        if any(change.loses_answers for change in found):
            note(
                "Có câu hay mã bị bỏ hoặc đổi nghĩa: khi báo cáo, hai bản không gộp được ở các câu ấy",
                "Items or codes were dropped or changed meaning: there the two versions cannot be pooled",
            )

    run(work, arguments.config)
    next_step("sipas status", "xem tiến độ", "see where fieldwork stands")
    return 0


def corrected(code: str, file: str, plan: Plan) -> tuple[Questionnaire, bytes]:
    """The file compiled as the plan wants form `code`, and its source.

    Raises InvalidQuestionnaire with every defect, CommandError when plan and form disagree.
    """
    from survey_flows.questionnaire.xlsform import compile_form

    read = read_form(file)
    form = compile_form(
        read.source,
        file_type=read.file_type,
        factors=read.factors,
        name=code,
        attachments=read.attachments,
    )
    form = tailored(form, expectation_choices=plan.expectation_choices)
    refuse_unless_agreed(plan, form)
    return form, b"\n".join((read.source, (read.factors or "").encode()))
