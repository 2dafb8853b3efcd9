"""Two ticks of fieldwork at once make one effect (reliability.md I9, I13, F22)."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime

from bot.bootstrap import new_code, open_database
from bot.clock import SimulatedClock
from bot.emulators.ledger import Event
from bot.usecases.run_fieldwork import run_fieldwork
from storage.unit_of_work import Database
from tests.builders import BEFORE, MORNING, Shape, World
from tests.conftest import Worlds

PEOPLE = 30


async def tick(world: World, database: Database, now: datetime) -> int:
    """One tick by a worker with a connection of its own."""
    done = 0
    while True:
        async with database.begin() as unit:
            result = await run_fieldwork(unit, world.collector.wave, now=now, new_code=new_code)
        done += result.invited + result.reminded
        if result.is_finished:
            return done


async def morning_without_a_tick(world: World) -> None:
    """Set the clock to an hour when people may be invited; the collector's own ticks are over."""
    await world.at(BEFORE)
    world.collector.metronome.stop()
    clock = world.collector.clock
    assert isinstance(clock, SimulatedClock)
    clock.set(MORNING)
    world.now = MORNING


async def invitations(world: World) -> Counter[str]:
    await world.collector.look_at_outbox()
    await world.quiet()
    return Counter(
        entry.address for entry in world.sms.ledger.entries(Event.SENT) if "moi ong/ba gop y" in entry.text
    )


async def test_two_ticks_of_one_process_send_one_invitation_each(worlds: Worlds) -> None:
    world = await worlds.open(Shape(quota=PEOPLE, people=PEOPLE, reserve_percent=0))
    await morning_without_a_tick(world)
    await asyncio.gather(world.collector.fieldwork(), world.collector.fieldwork())
    sent = await invitations(world)
    assert (len(sent), set(sent.values())) == (PEOPLE, {1})
    assert await world.findings() == []


async def test_eight_workers_on_one_database_send_one_invitation_each(worlds: Worlds) -> None:
    world = await worlds.open(Shape(quota=PEOPLE, people=PEOPLE, reserve_percent=0))
    await morning_without_a_tick(world)
    workers = [open_database(world.config) for _ in range(8)]
    for worker in workers:
        await worker.open()
    try:
        done = await asyncio.gather(*(tick(world, worker, MORNING) for worker in workers))
    finally:
        for worker in workers:
            await worker.close()
    assert sum(done) == PEOPLE
    sent = await invitations(world)
    assert (len(sent), set(sent.values())) == (PEOPLE, {1})
    assert await world.findings() == []


async def test_a_tick_that_comes_days_late_reminds_once(worlds: Worlds) -> None:
    """What was missed is planned anew, not made up for."""
    world = await worlds.open(Shape(quota=4, people=4, reserve_percent=0))
    await world.at(MORNING)
    await world.after(days=9)
    assert Counter(len(world.texts(number)) for number in world.invited()) == {2: 4}
    await asyncio.gather(*(world.collector.fieldwork() for _ in range(5)))
    await world.quiet()
    assert Counter(len(world.texts(number)) for number in world.invited()) == {2: 4}
    assert await world.findings() == []
