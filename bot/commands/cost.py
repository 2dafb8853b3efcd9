"""`sipas cost`: what a wave will cost before it opens, and what it has cost so far, side by side."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich import box
from rich.table import Table

from bot.channels.render import render_sms
from bot.channels.segments import segments, unaccent
from bot.collector.spending import money_of, sums_of
from bot.commands.console import console, either, next_step, note
from bot.commands.context import Office, run
from bot.commands.failures import CommandError
from bot.commands.form_effort import effort_of
from bot.commands.text_check import EXAMPLE_CODE
from bot.config import Config
from bot.conversation.letters import INVITATION, REMINDER, worded
from bot.conversation.payload import unpack
from bot.ports import ChannelName, RunningWave, Sender
from bot.providers import sender_of
from bot.usecases.estimate_cost import Assumptions, CostCell, CostLine, Purpose, Tariffs, estimate
from bot.usecases.read_wave import read_running_wave
from storage.queries import CellProgress
from storage.sent import SpentInWave
from storage.unit_of_work import UnitOfWork
from storage.waves import WaveStatus
from survey_flows.ids import QuestionnaireVersion, ServiceCode, UnitCode, WaveId
from survey_flows.plans.plan import Plan, parse_plan

_PURPOSE_OF = {"invitation": Purpose.INVITATION, "reminder": Purpose.REMINDER, "reply": Purpose.INTERVIEW}
_NAMES = {
    Purpose.INVITATION: ("Lời mời", "Invitations"),
    Purpose.REMINDER: ("Thư nhắc", "Reminders"),
    Purpose.INTERVIEW: ("Hỏi và đáp", "Interview"),
    None: ("Khác", "Other"),
}


@dataclass(frozen=True, slots=True)
class Actual:
    """What has left: messages (of which nobody is sure), parts of SMS, đồng; how many had no price."""

    messages: int
    uncertain: int
    parts: int | None
    vnd: int
    unpriced: int


@dataclass(frozen=True, slots=True)
class Bill:
    """One purpose on one channel: the estimate and what has left, None for none."""

    purpose: Purpose | None
    channel: str
    estimated: CostLine | None
    actual: Actual | None


def cost(arguments: argparse.Namespace) -> int:
    """Print the estimate beside what has left."""

    async def work(office: Office) -> tuple[str, list[Bill], list[str]]:
        async with office.database.reading() as unit:
            return await bills_of(unit, office.config, arguments.wave or office.wave.id)

    name, bills, assumed = run(work, arguments.config)
    if arguments.json:
        console().print_json(json.dumps(_document(name, bills), ensure_ascii=False))
        return 0
    console().print(_table(name, bills))
    for sentence in assumed:
        note(sentence, sentence)
    next_step(
        "sipas wave open",
        "mở đợt khi kinh phí đủ; xem kinh phí đã dùng: `sipas status`",
        "open the wave when the money suffices; what is used of it: `sipas status`",
    )
    return 0


async def bills_of(unit: UnitOfWork, config: Config, wave_id: WaveId) -> tuple[str, list[Bill], list[str]]:
    """The name of a wave, its bill line by line, and what was assumed."""
    stored = await unit.waves.get(wave_id)
    wave = await read_running_wave(unit)
    if wave is None or (wave.wave != wave_id and stored.status is not WaveStatus.CLOSED):
        raise CommandError(f"Không có đợt {wave_id} đang chạy | wave {wave_id} is not the present one")
    plan = parse_plan(stored.plan_text, source=stored.plan_name)
    sender = sender_of(config, wave)
    estimated: list[CostLine] = []
    assumed: list[str] = []
    if wave.wave == wave_id:  # the texts of an earlier wave are in its messages alone
        cells = _cells(await unit.queries.progress(wave_id), plan, wave, sender)
        assumptions, tariffs = _assumed(config, wave)
        estimated = estimate(cells, assumptions, tariffs, reminders=wave.protocol.maximum_reminders)
        assumed = list(_sentences(assumptions, tariffs, config))
    actual = await _actual(unit, wave_id, sender)
    keys: list[tuple[Purpose | None, str]] = [(line.purpose, line.channel) for line in estimated]
    keys += [key for key in actual if key not in keys]
    by_key: dict[tuple[Purpose | None, str], CostLine] = {
        (line.purpose, line.channel): line for line in estimated
    }
    bills = [Bill(*key, by_key.get(key), actual.get(key)) for key in keys]
    return stored.name, bills, assumed


def _assumed(config: Config, wave: RunningWave) -> tuple[Assumptions, Tariffs]:
    is_by_zns = config.zns.enabled and wave.protocol.invitation_channels[0] == ChannelName.ZNS
    assumptions = Assumptions(
        answer_percent=config.cost.answer_percent,
        by_sms_percent=config.cost.by_sms_percent,
        zns_reach_percent=config.cost.zns_reach_percent if is_by_zns else 0,
    )
    letters = config.sms.brandname_part_vnd if config.sms.brandname else config.sms.part_vnd
    return assumptions, Tariffs(letters, config.sms.part_vnd, config.zns.price_vnd)


def _cells(progress: Sequence[CellProgress], plan: Plan, wave: RunningWave, sender: Sender) -> list[CostCell]:
    """The cells of the draw; before it, the plan's quotas, each unit by its longest service."""
    forms = {form.code: form for form in wave.questionnaires.values()}
    weights = {code: effort_of(form).typical_sms() for code, form in forms.items()}
    found = []
    wanted = [(cell.unit, cell.service, cell.target, cell.reserve_left + cell.replaced) for cell in progress]
    if not wanted:
        share = plan.draw.reserve_share
        for one in plan.units:
            if one.services and one.quota:
                longest = max(one.services, key=lambda service: len(service.name))
                wanted.append((one.code, longest.code, one.quota, round(one.quota * share)))
    for unit, service, target, reserve in wanted:
        form = forms[plan.form_of(unit, service)]
        invitation, reminder = (
            _letter_parts(wave, key, (unit, service), form.version, sender) for key in (INVITATION, REMINDER)
        )
        found.append(CostCell(target, reserve, invitation, reminder, *weights[form.code]))
    return found


def _letter_parts(
    wave: RunningWave,
    key: str,
    place: tuple[UnitCode, ServiceCode],
    form: QuestionnaireVersion,
    sender: Sender,
) -> int:
    letter = worded(
        replace(wave, sender=sender),
        key,
        unit=place[0],
        service=place[1],
        questionnaire=form,
        code=EXAMPLE_CODE,
        check=EXAMPLE_CODE[:6],
    )
    return segments(unaccent(letter.text)).parts


async def _actual(unit: UnitOfWork, wave: WaveId, sender: Sender) -> dict[tuple[Purpose | None, str], Actual]:
    """What has left by purpose and channel; the words of SMS are counted again in parts."""
    spent = await unit.queries.spent_in(wave)
    parts: Counter[str] = Counter()
    after = 0
    while batch := await unit.queries.words_of(wave, ChannelName.SMS.value, after=after):
        after = batch[-1].id
        for one in batch:
            content, _ = unpack(one.payload)
            parts[one.kind] += segments(render_sms(content, sender)).parts
    found: dict[tuple[Purpose | None, str], Actual] = {}
    for line in spent:
        key = (_PURPOSE_OF.get(line.kind), line.channel)
        weight = parts[line.kind] if line.channel == ChannelName.SMS.value else None
        before = found.get(key, Actual(0, 0, None if weight is None else 0, 0, 0))
        found[key] = Actual(
            before.messages + line.messages,
            before.uncertain + line.uncertain,
            None if weight is None else (before.parts or 0) + weight,
            before.vnd + line.vnd,
            before.unpriced + line.unpriced,
        )
    return found


def budget_notes(config: Config, spent: Sequence[SpentInWave], sms_parts: int = 3) -> list[tuple[str, str]]:
    """What to say of each channel's budget once so much of it is used, Vietnamese and English.

    One that does not pay for another message of at most `sms_parts` parts has stopped its channel.
    """
    used = sums_of(spent)
    found = []
    for channel, budget in config.cost.budgets_vnd.items():
        money = money_of(config, channel, sms_parts)
        money.know(*used.get(channel, (0, 0)))
        percent = money.spent_vnd * 100 // budget
        figures = f"{_money(money.spent_vnd)} / {_money(budget)} đ ({percent} %)"
        vietnamese = f"Kinh phí {channel.upper()}: đã dùng {figures}"
        english = f"Budget of {channel.upper()}: used {figures}"
        if money.is_spent:
            why = (
                ("ĐÃ HẾT", "USED UP")
                if percent >= 100
                else ("KHÔNG ĐỦ CHO MỘT TIN", "TOO LITTLE FOR ONE MORE")
            )
            stops = ("kênh này ngừng gửi, tin chờ lại", "nothing leaves by this channel, messages wait")
            if channel == ChannelName.ZALO.value:
                stops = ("chỉ còn gửi tin không mất tiền", "only what is free leaves by this channel")
            found.append(
                (
                    f"CẢNH BÁO: {vietnamese}, {why[0]}: {stops[0]}. Nâng [cost] budgets_vnd rồi bảo máy "
                    "chủ đọc lại (`systemctl reload`, SIGHUP)",
                    f"ALARM: {english}, {why[1]}: {stops[1]}. Raise [cost] budgets_vnd and have it read "
                    "again (`systemctl reload`, SIGHUP)",
                )
            )
        elif percent >= config.cost.warn_percent:
            found.append((f"{vietnamese}, sắp hết", f"{english}, nearly used up"))
    return found


def _sentences(assumptions: Assumptions, tariffs: Tariffs, config: Config) -> list[str]:
    found = [
        either(
            f"Dự tính ([cost] trong config.toml): {assumptions.answer_percent} % người được mời trả lời, "
            f"{assumptions.by_sms_percent} % trong đó bằng SMS; dự phòng được mời đến khi đủ chỉ tiêu",
            f"Assumed ([cost] in config.toml): {assumptions.answer_percent} % of the invited answer, "
            f"{assumptions.by_sms_percent} % of them by SMS; reserves are invited until targets are reached",
        )
    ]
    if assumptions.zns_reach_percent:
        found.append(
            either(
                f"Thư đi bằng ZNS tới {assumptions.zns_reach_percent} % số máy, phần còn lại bằng SMS",
                f"Letters reach {assumptions.zns_reach_percent} % of phones by ZNS, the others by SMS",
            )
        )
    if config.sms.enabled and not (tariffs.letter_part_vnd and tariffs.question_part_vnd):
        found.append(
            either(
                "Chưa có giá SMS: ghi part_vnd và brandname_part_vnd dưới [sms]",
                "No price of SMS yet: write part_vnd and brandname_part_vnd under [sms]",
            )
        )
    return found


def _table(name: str, bills: Sequence[Bill]) -> Table:
    table = Table(title=name, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    table.add_column(either("Khoản", "Item"))
    for side in (either("Dự tính", "Estimate"), either("Đã gửi", "Sent")):
        for unit in (either("tin", "messages"), either("phần", "parts"), either("đồng", "đồng")):
            table.add_column(f"{side}\n{unit}", justify="right", no_wrap=True)
    totals: list[int | None] = [0] * 6
    for bill in bills:
        figures = _figures(bill)
        totals = [(total or 0) + (figure or 0) for total, figure in zip(totals, figures, strict=True)]
        what = f"{either(*_NAMES[bill.purpose])} ({bill.channel})"
        table.add_row(what, *map(_shown, figures))
    table.add_section()
    table.add_row(either("Tổng", "All"), *map(_shown, totals))
    return table


def _figures(bill: Bill) -> list[int | None]:
    planned, left = bill.estimated, bill.actual
    return [
        *((planned.messages, planned.parts, planned.vnd) if planned else (None, None, None)),
        *((left.messages, left.parts, left.vnd) if left else (None, None, None)),
    ]


def _shown(figure: int | None) -> str:
    return "–" if figure is None else _money(figure)


def _money(figure: int) -> str:
    written = f"{figure:,}"
    return either(written.replace(",", "."), written)


def _document(name: str, bills: Sequence[Bill]) -> dict[str, object]:
    return {
        "wave": name,
        "lines": [
            {
                "purpose": bill.purpose.value if bill.purpose else "other",
                "channel": bill.channel,
                "estimate": None
                if bill.estimated is None
                else {
                    "messages": bill.estimated.messages,
                    "parts": bill.estimated.parts,
                    "vnd": bill.estimated.vnd,
                },
                "sent": None
                if bill.actual is None
                else {
                    "messages": bill.actual.messages,
                    "uncertain": bill.actual.uncertain,
                    "parts": bill.actual.parts,
                    "vnd": bill.actual.vnd,
                    "unpriced": bill.actual.unpriced,
                },
            }
            for bill in bills
        ],
    }
