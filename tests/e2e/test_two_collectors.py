"""Two `sipas serve` on one database: one polls Telegram, the other waits, says so, and takes over."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.bootstrap import open_database
from bot.collector.polling import is_dead
from bot.config import load_config
from bot.emulators.sms import SmsEmulator
from bot.emulators.telegram import TelegramEmulator
from tests.builders import MORNING, NUMBER, TOKEN, Settings, Shape, Templates, eventually, write_config
from tests.e2e.serving import answering


async def is_ready(url: str) -> tuple[bool, str]:
    async with aiohttp.ClientSession(url) as http, http.get("/readyz") as answer:
        return answer.status == 200, await answer.text()


async def said(log: Path, words: str) -> None:
    await eventually(lambda: words in log.read_text(encoding="utf-8"))


@asynccontextmanager
async def serving(
    folder: Path, settings: Settings, database: Path
) -> AsyncIterator[tuple[asyncio.subprocess.Process, Path]]:
    config, log = write_config(folder, settings), folder / "server.log"
    text = config.read_text(encoding="utf-8").replace(str(folder / "sipas.db"), str(database))
    config.write_text(
        text.replace(str(folder / "sipas.key"), str(database.parent / "sipas.key")), encoding="utf-8"
    )
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "--config", str(config), "serve", stdout=output, stderr=output
        )
    try:
        await answering(settings.url, log)
        yield process, log
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.xdist_group("processes")
async def test_the_second_waits_and_takes_over_when_the_first_is_killed(
    tmp_path: Path, templates: Templates
) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    both = [Settings(starts_at=MORNING, log="INFO", receive="polling") for _ in folders]
    for folder in folders:
        folder.mkdir()
    database_file = folders[0] / "sipas.db"
    shutil.copy(await templates.of(Shape()), database_file)
    telegram = TelegramEmulator(TOKEN, now=lambda: MORNING)
    sms = SmsEmulator("sipas", "tests-only", NUMBER, both[0].get_url, now=lambda: MORNING)
    async with telegram, sms:
        for settings in both:
            settings.telegram_url, settings.sms_url = telegram.base_url, sms.sendsms_url
        async with serving(folders[0], both[0], database_file) as (first, _):
            async with serving(folders[1], both[1], database_file) as (second, log):
                await said(log, "another collector on this database polls telegram")
                ready, why = await is_ready(both[1].url)
                assert (ready, "another collector" in why) == (False, True)
                first.kill()
                await first.wait()
                await said(log, "this collector polls telegram now")
                assert (await is_ready(both[1].url))[0]
                second.send_signal(signal.SIGTERM)
                assert await asyncio.wait_for(second.wait(), 20) == 0
            assert "Traceback" not in log.read_text(encoding="utf-8")
    database = open_database(load_config(folders[0] / "config.toml"))
    await database.open()
    try:
        async with database.reading() as unit:
            assert await unit.leases.holder("telegram polling", datetime.now(UTC)) is None, (
                "given back on a clean end"
            )
    finally:
        await database.close()


async def test_a_lease_that_ran_out_is_anybodys(tmp_path: Path, templates: Templates) -> None:
    shutil.copy(await templates.of(Shape()), tmp_path / "sipas.db")
    database = open_database(load_config(write_config(tmp_path, Settings())))
    await database.open()
    now = datetime.now(UTC)
    try:
        async with database.begin() as unit:
            assert await unit.leases.take(
                "telegram polling", "elsewhere/7/a", now, now + timedelta(seconds=60)
            )
        async with database.begin() as unit:
            assert not await unit.leases.take(
                "telegram polling", "here/8/b", now, now + timedelta(seconds=60)
            )
            later = now + timedelta(seconds=61)
            assert await unit.leases.take(
                "telegram polling", "here/8/b", later, later + timedelta(seconds=60)
            )
    finally:
        await database.close()


def test_only_a_process_of_this_machine_is_ever_known_to_be_dead() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    here = socket.gethostname()
    assert is_dead(f"{here}/{ended.pid}/token")
    assert not is_dead(f"another-{here}/{ended.pid}/token")
    assert not is_dead(f"{here}/{os.getpid()}/token")
    assert not is_dead("written by hand")
