"""A letter that moves away from a channel and back to it is a letter of its own, and never a second one."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.bootstrap import open_database
from bot.config import load_config
from bot.ports import RunningWave
from bot.usecases.deliver_outbox import settle
from bot.usecases.move_letters import move_letters
from bot.usecases.read_wave import read_running_wave
from bot.usecases.run_fieldwork import run_fieldwork
from storage.outbox import MessageKind, OutboxState, Settlement
from storage.unit_of_work import Database
from tests.builders import MORNING, Settings, Templates, stranger_code, write_config
from tests.e2e.zalo_province import PROVINCE

LATER = MORNING + timedelta(minutes=10)


@dataclass
class Office:
    """A database and its wave."""

    database: Database
    wave: RunningWave


@pytest.fixture
async def office(templates: Templates, tmp_path: Path) -> AsyncIterator[Office]:
    """The first morning of a wave that invites by ZNS, then by SMS."""
    shutil.copy(await templates.of(PROVINCE), tmp_path / "sipas.db")
    database = open_database(load_config(write_config(tmp_path, Settings()), {}))
    await database.open()
    async with database.reading() as unit:
        wave = await read_running_wave(unit)
    assert wave is not None
    yield Office(database, wave)
    await database.close()


async def invite(office: Office, now: datetime) -> None:
    async with office.database.begin() as unit:
        await run_fieldwork(unit, office.wave, now=now, new_code=stranger_code)


async def leave(office: Office, channel: str, now: datetime) -> None:
    """The channel is gone: what waits on it goes another way."""
    async with office.database.begin() as unit:
        await move_letters(unit, office.wave, {channel}, {channel}, now=now)


async def refuse(office: Office, channel: str, now: datetime) -> None:
    """The provider of a channel refuses what waits there for each person."""
    async with office.database.begin() as unit:
        claimed = await unit.messages.claim(now, channel, 10, now + timedelta(minutes=2))
        refused = [Settlement(one.id, OutboxState.FAILED, error="blocked: no such number") for one in claimed]
        await settle(unit, refused, now=now)


async def waiting(office: Office) -> dict[str, int]:
    """How many invitations wait on each channel."""
    async with office.database.reading() as unit:
        counts = await unit.messages.outbox_counts()
    return {str(channel): n for (channel, _, state), n in counts.items() if state is OutboxState.QUEUED}


async def test_who_cannot_be_reached_where_the_invitation_moved_to_is_invited_where_it_came_from(
    office: Office,
) -> None:
    await invite(office, MORNING)
    assert await waiting(office) == {"zns": 2}
    await leave(office, "zns", MORNING)
    assert await waiting(office) == {"sms": 2}
    await refuse(office, "sms", LATER)
    await invite(office, LATER)
    assert await waiting(office) == {"zns": 2}, "ZNS is back, and nobody has been invited yet"
    await invite(office, LATER)
    assert await waiting(office) == {"zns": 2}, "a second look makes no second letter"


async def test_a_letter_may_move_to_and_fro_as_often_as_channels_come_and_go(office: Office) -> None:
    await invite(office, MORNING)
    for turn in range(40):
        await leave(office, ("zns", "sms")[turn % 2], MORNING + timedelta(seconds=turn))
    assert await waiting(office) == {"zns": 2}
    async with office.database.reading() as unit:
        letters = await unit.messages.waiting_on(["zns"], {MessageKind.INVITATION}, 10)
    assert max(len(one.effect) for one in letters) < 60
