"""What a provider allows, or an office will pay for, is kept over days and restarts."""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import timedelta

import pytest

from bot.bootstrap import new_code
from bot.cli import main
from bot.usecases.run_fieldwork import run_fieldwork
from tests.builders import MORNING, Settings, Shape
from tests.conftest import Worlds

BEFORE_OPENING = MORNING - timedelta(hours=2)


async def test_a_days_budget_is_kept_across_a_restart_and_ends_with_the_day(worlds: Worlds) -> None:
    world = await worlds.open(Shape(quota=6, people=12), Settings(sms_per_day=4, starts_at=BEFORE_OPENING))
    await world.at(MORNING)
    assert len(world.invited()) == 4
    await world.stop()
    await world.start()
    await world.after(hours=2)
    assert len(world.invited()) == 4, "what left before the restart is spent"
    await world.after(days=1)
    assert len(world.invited()) == 6
    assert await world.findings() == []


async def test_letters_wait_for_as_many_days_as_it_takes_and_the_office_is_told_each_day(
    worlds: Worlds, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """A letter is of use for a day and a half; three days of two messages each are longer than that."""
    world = await worlds.open(Shape(quota=6, people=12), Settings(sms_per_day=2, starts_at=BEFORE_OPENING))
    with caplog.at_level(logging.WARNING, "sipas.spending"):
        for day in range(3):
            await world.at(MORNING + timedelta(days=day))
            assert len(world.invited()) == 2 * (day + 1)
            for _ in range(2):
                await world.after(hours=1)
    told = [record.message for record in caplog.records if "messages of the day of sms" in record.message]
    assert len(told) == 3
    await asyncio.to_thread(main, ["--config", str(world.folder / "config.toml"), "status"])
    assert re.search(r"SMS: đã gửi \d trên 2 tin của ngày", capsys.readouterr().out)
    assert await world.findings() == []


async def test_fieldwork_writes_no_more_letters_than_it_is_given_room_for(worlds: Worlds) -> None:
    """Else an answer would wait behind a whole wave's invitations."""
    world = await worlds.open(Shape(quota=6, people=12), Settings(starts_at=BEFORE_OPENING))
    collector = world.collector
    async with collector.database.begin() as unit:
        done = await run_fieldwork(unit, collector.wave, now=MORNING, new_code=new_code, most=4)
    assert (done.invited, done.is_finished) == (4, False)
    async with collector.database.begin() as unit:
        done = await run_fieldwork(unit, collector.wave, now=MORNING, new_code=new_code, most=4)
    assert (done.invited, done.is_finished) == (2, True)
