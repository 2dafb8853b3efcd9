"""`sipas wave new | open | pause | close`."""

from __future__ import annotations

import argparse
import asyncio
from datetime import datetime, timedelta, timezone

from bot.bootstrap import build_clock, open_database
from bot.commands.console import next_step, note
from bot.commands.context import Office, actor_name, run
from bot.commands.failures import CommandError
from bot.commands.texts import checked_texts, refuse_untrustworthy
from bot.config import Config, load_config
from bot.forms import compile_named_form
from bot.language import prefer
from bot.plans import read_form_source, read_plan_text
from bot.usecases.create_wave import create_wave, refuse_taken_name
from bot.usecases.open_wave import close_wave, open_wave, pause_wave
from storage.unit_of_work import Database
from storage.waves import WaveStatus
from survey_flows.fieldwork.dispositions import meaning
from survey_flows.ids import WaveId
from survey_flows.plans.plan import Plan, parse_plan
from survey_flows.questionnaire.model import ItemKind, Questionnaire
from survey_flows.questionnaire.tailored import LITERACY_ITEM, asks_literacy, tailored

UNASKED = frozenset({ItemKind.NOTE, ItemKind.CALCULATE, ItemKind.HIDDEN})
"""Kinds of item that nobody is asked."""

ADULT_ITEM = "adult"
"""The item that asks a household's respondent for the age."""


def new(arguments: argparse.Namespace) -> int:
    """Make the wave of the configured plan."""
    config = load_config(arguments.config)
    prefer(config.survey.language)

    async def work() -> None:
        database = open_database(config)
        await database.open()
        try:
            if arguments.dry_run:
                await foretell(config, database, name=arguments.name)
                return
            wave_id, plan = await make_wave(
                config, database, name=arguments.name, now=build_clock(config).now()
            )
        finally:
            await database.close()
        note(
            f"Đợt {wave_id}: {plan.name}; {len(plan.units)} đơn vị, tối đa {plan.ceiling} phiếu",
            f"Wave {wave_id}: {plan.name_en}; {len(plan.units)} units, at most {plan.ceiling} forms",
        )

    asyncio.run(work())
    if arguments.dry_run:
        next_step("sipas wave new", "tạo đợt thật", "make the wave")
    else:
        next_step(
            "sipas frame import THƯ_MỤC", "nhập danh sách của các cơ quan", "import the agencies' lists"
        )
    return 0


async def foretell(config: Config, database: Database, *, name: str) -> None:
    """Say which wave would be made and with which questionnaires; raise what making it would raise."""
    _, plan, forms = planned(config)
    async with database.reading() as unit:
        await refuse_taken_name(unit, name or plan.name)
    note(
        f"Sẽ tạo đợt “{name or plan.name}”: {len(plan.units)} đơn vị, tối đa {plan.ceiling} phiếu",
        f"Would make “{name or plan.name_en}”: {len(plan.units)} units, at most {plan.ceiling} forms",
    )
    for compiled, _ in forms:
        questions = sum(item.kind not in UNASKED for item in compiled.items)
        note(
            f"  Phiếu {compiled.version}: {questions} câu, chừng {compiled.minutes} phút",
            f"  Questionnaire {compiled.version}: {questions} questions, about {compiled.minutes} minutes",
        )


def planned(config: Config) -> tuple[str, Plan, list[tuple[Questionnaire, bytes]]]:
    """The configured plan as text and value, and its questionnaires as it wants them, with their sources.

    Raises InvalidPlan, InvalidQuestionnaire, ConfigError.
    """
    text = read_plan_text(config.survey.plan)
    plan = parse_plan(text, source=config.survey.plan)
    forms = [
        (
            tailored(compile_named_form(code), expectation_choices=plan.expectation_choices),
            "\n".join(read_form_source(code)).encode(),
        )
        for code in plan.forms
    ]
    for compiled, _ in forms:
        refuse_unless_agreed(plan, compiled)
    return text, plan, forms


def refuse_unless_agreed(plan: Plan, form: Questionnaire) -> None:
    """Who may answer is what plan and form both say: able to read (A-23), of which age."""
    adult = form.by_name.get(ADULT_ITEM)
    households = plan.households
    if households and adult and str(households.minimum_age) not in adult.labels["vi"]:
        raise CommandError(
            f"Kế hoạch ghi minimum_age = {households.minimum_age}, nhưng phiếu {form.code} hỏi "
            f"“{adult.labels['vi']}”: sửa một trong hai | the plan says minimum_age = "
            f"{households.minimum_age}, form {form.code} asks another age: change one of the two"
        )
    if asks_literacy(form) and not plan.literacy_screener:
        raise CommandError(
            f"Phiếu {form.code} hỏi người trả lời có tự đọc được không, nhưng kế hoạch ghi "
            f"literacy_screener = false: sửa một trong hai | the form {form.code} screens for reading, "
            "the plan says it does not: change one of the two"
        )
    if plan.literacy_screener and not asks_literacy(form):
        raise CommandError(
            f"Kế hoạch ghi literacy_screener = true, nhưng phiếu {form.code} không có câu "
            f"“{LITERACY_ITEM}” vai trò screener: thêm câu ấy, hoặc ghi false | the plan screens for "
            f"reading, form {form.code} has no item “{LITERACY_ITEM}” with that role: add it, or say false"
        )


async def make_wave(config: Config, database: Database, *, name: str, now: datetime) -> tuple[WaveId, Plan]:
    """Create the wave of `config`'s plan with its questionnaires compiled."""
    text, plan, forms = planned(config)
    async with database.begin() as unit:
        wave_id = await create_wave(
            unit, plan, text, forms, name=name or plan.name, actor=actor_name(), now=now
        )
    return wave_id, plan


def open_(arguments: argparse.Namespace) -> int:
    """Release the official sample and let invitations leave."""

    async def work(office: Office) -> None:
        hours = office.plan.contact_hours()
        if arguments.dry_run:
            async with office.database.reading() as unit:
                cells = await unit.cases.cells(office.wave.id)
            total = sum(cell.target for cell in cells)
            note(f"Sẽ phát hành {total} phiếu mẫu chính thức", f"Would release {total} cases")
            await refuse_unless_trustworthy(office)
            return
        refuse_unless_presentable(office)
        await refuse_unless_trustworthy(office)
        async with office.database.begin() as unit:
            opened = await open_wave(unit, office.wave.id, hours, actor=office.actor, now=office.now)
        first = opened.first_contact.astimezone(timezone(timedelta(hours=hours.utc_offset_hours)))
        note(
            f"Đã phát hành {opened.released} phiếu; lời mời đầu tiên: {first:%H:%M %d/%m/%Y}",
            f"Released {opened.released} cases; first invitation at {first:%H:%M on %d/%m/%Y}",
        )
        note_without_phone(opened.without_phone)

    run(work, arguments.config)
    next_step("sipas serve", "chạy máy chủ thu thập", "run the collector")
    return 0


def note_without_phone(people: int) -> None:
    """Say how many of the sample no message can reach, if any."""
    if people:
        note(
            f"{people} người trong mẫu không có số điện thoại dùng được: gửi thư, phiếu giấy cho họ",
            f"{people} people of the sample have no usable phone: ask them by letter or on paper",
        )


def refuse_unless_presentable(office: Office) -> None:
    """No invitation may leave without a landline that people can call to check who is asking."""
    if not office.plan.invite.has_real_hotline:
        raise CommandError(
            f'Kế hoạch chưa có số máy bàn thật (contact.hotline = "{office.plan.invite.hotline}"): '
            "chép kế hoạch ra tệp riêng, điền số, rồi tạo lại đợt | the plan has no real landline yet: "
            "copy the plan to a file of your own, put the number in, name it under [survey] plan, "
            "and make the wave again"
        )


async def refuse_unless_trustworthy(office: Office) -> None:
    """No letter may leave that looks like a fraud, or that nobody could reply to."""
    if office.wave.status in {WaveStatus.DRAWN, WaveStatus.PAUSED}:
        refuse_untrustworthy(await checked_texts(office))


def pause(arguments: argparse.Namespace) -> int:
    """Stop inviting and reminding; who writes is still answered, and answers count."""

    async def work(office: Office) -> None:
        if arguments.dry_run:
            note(
                "Sẽ tạm dừng gửi lời mời và nhắc; ai nhắn tới vẫn được trả lời",
                "Would stop invitations and reminders; who writes is still answered",
            )
            return
        async with office.database.begin() as unit:
            await pause_wave(unit, office.wave.id, actor=office.actor, now=office.now)
        note(
            "Đã tạm dừng: không mời, không nhắc. Ai nhắn tới vẫn được trả lời và câu trả lời vẫn tính",
            "Paused: no invitations, no reminders. Who writes is still answered, and answers still count",
        )

    run(work, arguments.config)
    next_step("sipas wave open", "tiếp tục gửi", "go on sending")
    return 0


def close(arguments: argparse.Namespace) -> int:
    """End fieldwork for good."""

    async def work(office: Office) -> None:
        if arguments.dry_run:
            async with office.database.reading() as unit:
                cases = await unit.cases.all(office.wave.id)
            still_open = sum(not meaning(record.case.disposition).is_final for record in cases)
            note(f"Sẽ đóng {still_open} phiếu còn mở", f"Would close {still_open} open cases")
            return
        async with office.database.begin() as unit:
            ended = await close_wave(unit, office.wave.id, actor=office.actor, now=office.now)
        note(f"Đã kết thúc; {ended} phiếu được đóng", f"Closed; {ended} cases ended")

    run(work, arguments.config)
    next_step(
        "sipas backcheck draw --seed SỐ", "chọn phiếu phúc tra, rồi `sipas report`", "verify, then report"
    )
    return 0
