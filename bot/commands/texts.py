"""`sipas texts check`: every text to citizens as it leaves, its price in parts, and what must be mended."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace

from rich import box
from rich.table import Table

from bot.channels.trust import Doubt
from bot.commands.console import console, either, next_step, note
from bot.commands.context import Office, run
from bot.commands.failures import CommandError
from bot.commands.template_check import check_templates
from bot.commands.text_check import Checked, check_texts
from bot.exit_codes import PROBLEMS
from bot.ports import ChannelName
from bot.providers import sender_of
from bot.usecases.read_wave import read_running_wave


async def checked_texts(office: Office) -> list[Checked]:
    """Every text of the office's wave on the channels its configuration enables."""
    async with office.database.reading() as unit:
        wave = await read_running_wave(unit)
    if wave is None:
        return []
    config = office.config
    enabled = {
        ChannelName.SMS: config.sms.enabled,
        ChannelName.ZNS: config.zns.enabled,
        ChannelName.ZALO: config.zalo.enabled,
        ChannelName.ZALO_BOT: config.zalo_bot.enabled,
        ChannelName.TELEGRAM: config.telegram.enabled,
    }
    wave = replace(wave, sender=sender_of(config, wave))
    found = check_texts(wave, frozenset(name for name, is_enabled in enabled.items() if is_enabled))
    return found + (check_templates(wave, config.zns.templates) if config.zns.enabled else [])


def refuse_untrustworthy(texts: Sequence[Checked]) -> None:
    """Raise CommandError with every error; nothing that looks like a fraud may leave."""
    errors = [(one, where, doubt) for one in texts for where, doubt in one.doubts if doubt.is_error]
    if not errors:
        return
    lines = [f"  - {_place(one)}: {_sentence(where, doubt)}" for one, where, doubt in errors]
    raise CommandError(
        "\n".join(
            [
                either(
                    f"Chưa mở được đợt: {len(errors)} chỗ làm thư trông như lừa đảo hoặc không ai đáp được. "
                    "Sửa rồi chạy lại (xem từng thư: `sipas texts check`)",
                    f"The wave cannot be opened: {len(errors)} places make letters look like fraud or leave "
                    "nowhere to reply to. Mend them and run again (see the letters: `sipas texts check`)",
                ),
                *lines,
            ]
        )
    )


def check(arguments: argparse.Namespace) -> int:
    """Print the texts and what is wrong; exit code 1 when an error is among it."""

    async def work(office: Office) -> list[Checked]:
        return await checked_texts(office)

    texts = run(work, arguments.config)
    errors = sum(one.errors for one in texts)
    if arguments.json:
        console().print_json(json.dumps([_as_json(one) for one in texts], ensure_ascii=False))
        return PROBLEMS if errors else 0
    for channel in dict.fromkeys(one.channel for one in texts):
        console().print(_table([one for one in texts if one.channel is channel], channel))
    warnings = sum(len(one.doubts) for one in texts) - errors
    note(
        f"{len(texts)} văn bản: {errors} lỗi, {warnings} điều cần cân nhắc",
        f"{len(texts)} texts: {errors} errors, {warnings} warnings",
    )
    if errors:
        next_step(
            "sipas texts check", "sau khi sửa kế hoạch hoặc cấu hình", "after mending plan or configuration"
        )
        return PROBLEMS
    next_step("sipas cost", "ước chi phí trước khi mở đợt", "what it will cost, before the wave opens")
    return 0


def _table(texts: Sequence[Checked], channel: ChannelName) -> Table:
    table = Table(title=channel.value.upper(), title_justify="left", box=box.SIMPLE_HEAD, show_edge=False)
    table.add_column(either("Văn bản", "Text"), max_width=24, overflow="fold")
    if channel is ChannelName.SMS:
        table.add_column(either("Phần", "Parts"), justify="right")
    table.add_column(either("Nội dung, chỗ sai", "Words, findings"), ratio=1, overflow="fold")
    for one in texts:
        words = [_plain(one.text)] if one.text else []
        words += [
            f"[{'red' if doubt.is_error else 'yellow'}]{'✗' if doubt.is_error else '!'} "
            f"{_plain(_sentence(where, doubt))}[/]"
            for where, doubt in one.doubts
        ]
        row = [one.key, *([str(one.parts)] if channel is ChannelName.SMS else []), "\n".join(words)]
        table.add_row(*row)
    return table


def _plain(text: str) -> str:
    """Braces and brackets as they stand: a text is no markup."""
    return text.replace("[", "\\[")


def _place(one: Checked) -> str:
    return one.key if one.key == "sender" else f"{one.key} ({one.channel.value})"


def _sentence(where: str, doubt: Doubt) -> str:
    said = either(doubt.vietnamese, doubt.english)
    return f"{said} ({where})" if where else said


def _as_json(one: Checked) -> dict[str, object]:
    return {
        "key": one.key,
        "channel": one.channel.value,
        "text": one.text,
        "parts": one.parts,
        "findings": [
            {
                "code": doubt.code,
                "is_error": doubt.is_error,
                "where": where,
                "vi": doubt.vietnamese,
                "en": doubt.english,
            }
            for where, doubt in one.doubts
        ],
    }
