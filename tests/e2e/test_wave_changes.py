"""Officers pause, resume and close a wave while people are answering."""

from __future__ import annotations

from datetime import timedelta

from bot.commands.context import opened
from bot.usecases.open_wave import close_wave, open_wave, pause_wave
from survey_flows.fieldwork.dispositions import Disposition
from tests.builders import MORNING, Shape, World
from tests.conftest import Worlds

CHAT = 5_000_000_001


async def pause(world: World) -> None:
    async with opened(world.config, now=world.now) as office, office.database.begin() as unit:
        await pause_wave(unit, office.wave.id, actor="test", now=office.now)


async def resume(world: World) -> None:
    async with opened(world.config, now=world.now) as office, office.database.begin() as unit:
        await open_wave(unit, office.wave.id, office.plan.contact_hours(), actor="test", now=office.now)


async def close(world: World) -> int:
    async with opened(world.config, now=world.now) as office, office.database.begin() as unit:
        return await close_wave(unit, office.wave.id, actor="test", now=office.now)


async def test_a_paused_wave_invites_nobody_and_still_takes_answers(world: World) -> None:
    number, silent = world.invited()
    await world.text(number, f"SL {world.code_of(number)}")
    await pause(world)
    await world.after(days=4)
    await world.finish_by_sms(number)
    assert (await world.case_of(number)).case.disposition is Disposition.COMPLETE
    assert len(world.texts(silent)) == 1, "no reminder while paused"
    await resume(world)
    await world.after(hours=1)
    assert len(world.texts(silent)) == 2
    assert await world.findings() == []


async def test_letters_already_queued_wait_while_the_wave_is_paused(worlds: Worlds) -> None:
    world = await worlds.open()
    await pause(world)
    await world.at(MORNING)
    assert world.invited() == []
    await resume(world)
    await world.after(hours=1)
    assert len(world.invited()) == 2


async def test_after_the_wave_is_closed_people_are_told_so_politely(world: World) -> None:
    number, silent = world.invited()
    await world.text(number, f"SL {world.code_of(number)}")
    await world.finish_by_sms(number, steps=5)
    kept = await world.answers_of(number)
    assert await close(world) == 3
    await world.after(hours=1)
    await world.text(number, "1")
    assert "da ket thuc" in world.texts(number)[-1]
    await world.chat(CHAT, world.code_of(silent))
    assert "đã kết thúc" in world.cards[CHAT].text
    assert await world.answers_of(number) == kept
    assert await world.dispositions() == {"break_off": 1, "noncontact": 1, "unused_reserve": 1}
    assert await world.findings() == []


async def test_the_last_day_ends_fieldwork_by_itself(world: World) -> None:
    number = world.invited()[0]
    await world.text(number, f"SL {world.code_of(number)}")
    await world.finish_by_sms(number, steps=5)
    end = world.collector.wave.hours.closes_for_good
    await world.at(end - timedelta(minutes=30))
    letters = len(world.sms.ledger)
    await world.at(end + timedelta(hours=1))
    assert await world.dispositions() == {"break_off": 1, "noncontact": 1, "reserved": 1}
    await world.after(days=2)
    assert (await world.dispositions())["reserved"] == 1, "nobody is released when nobody can be invited"
    assert len(world.sms.ledger) == letters
    assert await world.findings() == []


async def test_an_answer_in_the_night_is_answered_and_a_reminder_waits_for_the_morning(
    worlds: Worlds,
) -> None:
    world = await worlds.open(Shape(quota=1))
    await world.at(MORNING)
    [number] = world.invited()
    await world.at(MORNING.replace(hour=23))
    await world.text(number, f"SL {world.code_of(number)}")
    assert len(world.texts(number)) == 2, "who writes at night is answered at night"
    await world.after(hours=48)
    assert len(world.texts(number)) == 2, "23:00: the reminder is due, and waits"
    await world.after(hours=9, minutes=30)
    assert len(world.texts(number)) == 3
