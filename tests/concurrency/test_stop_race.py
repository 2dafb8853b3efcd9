"""STOP against messages that are on their way out (reliability.md I8, F29)."""

from __future__ import annotations

import asyncio

from bot.clock import SimulatedClock
from bot.emulators.faults import refusal
from bot.emulators.ledger import Event
from survey_flows.fieldwork.dispositions import Disposition
from tests.builders import MORNING, Settings, Shape, World, eventually, phone
from tests.conftest import Worlds

PEOPLE = 40
CHAT = 5_000_000_001


def sent_after_stop(world: World) -> list[str]:
    """Phones that got anything after the collector had acknowledged their STOP."""
    stops = {entry.ref for entry in world.sms.ledger.entries(Event.MADE) if entry.text == "HUY"}
    stopped: set[str] = set()
    wrong = []
    for entry in world.sms.ledger:
        if entry.event is Event.TAKEN and entry.ref in stops:
            stopped.add(entry.address)
        elif entry.event is Event.SENT and entry.address in stopped:
            wrong.append(entry.address)
    return wrong


async def test_stop_overtakes_letters_that_are_already_claimed(worlds: Worlds) -> None:
    """The gateway takes twenty a second: half of the letters are claimed and wait when STOP comes."""
    world = await worlds.open(
        Shape(quota=PEOPLE, people=PEOPLE, reserve_percent=0), Settings(sms_rate=20, sms_in_flight=PEOPLE)
    )
    world.now = MORNING
    clock = world.collector.clock
    assert isinstance(clock, SimulatedClock)
    clock.set(MORNING)
    await world.collector.fieldwork()
    await eventually(lambda: len(world.invited()) >= 2)
    for number in [phone(serial) for serial in range(1, PEOPLE + 1) if serial % 2]:
        await world.sms.person_sends(number, "HUY")
    await world.sms.settled()
    await world.quiet()
    on_the_wire = sent_after_stop(world)
    assert len(on_the_wire) <= 1, "at most the letter that had left already"
    counts = await world.outbox()
    assert counts["sms", "invitation", "sent"] == len(world.invited())
    assert 1 <= counts["sms", "invitation", "cancelled"] <= PEOPLE // 2
    assert counts["sms", "invitation", "sent"] + counts["sms", "invitation", "cancelled"] == PEOPLE
    assert (await world.dispositions())["opted_out"] == PEOPLE // 2
    await world.after(days=4)
    assert sent_after_stop(world) == on_the_wire
    assert await world.findings() == []


async def test_stop_that_another_collector_heard_holds_back_what_is_claimed_here(worlds: Worlds) -> None:
    """Two collectors on one database: the other stores the STOP, this one has the letters in hand."""
    world = await worlds.open(
        Shape(quota=12, people=12, reserve_percent=0), Settings(sms_rate=20, sms_in_flight=12)
    )
    world.now = MORNING
    clock = world.collector.clock
    assert isinstance(clock, SimulatedClock)
    clock.set(MORNING)
    await world.collector.fieldwork()
    await eventually(lambda: len(world.invited()) >= 2)
    async with world.collector.database.begin() as unit:
        for record in await unit.cases.all(world.wave):
            await unit.contacts.opt_out(record.case.id, MORNING, "stop")
    left = len(world.invited())
    await world.quiet()
    assert left < 12
    assert len(world.invited()) <= left + 1, "at most the letter that was on the wire"
    counts = await world.outbox()
    assert counts["sms", "invitation", "cancelled"] == 12 - len(world.invited())


async def test_stop_in_the_same_breath_as_an_answer_gets_no_reply(world: World) -> None:
    """Two messages in one batch: the answer is kept, its reply is not sent."""
    number = world.invited()[0]
    await world.text(number, f"SL {world.code_of(number)}")
    letters = len(world.texts(number))
    query = {"from": number, "to": "8062", "charset": "UTF-8", "coding": "0", "time": "1727750000"}
    await asyncio.gather(
        world.get_sms(**query, text="1", id="first"), world.get_sms(**query, text="HUY", id="second")
    )
    await world.quiet()
    assert len(world.texts(number)) <= letters + 1, "one at most, if the answer was a turn ahead"
    assert (await world.case_of(number)).case.disposition is Disposition.OPTED_OUT
    assert await world.findings() == []


async def test_stop_by_sms_silences_telegram_in_the_same_moment(world: World) -> None:
    number = world.invited()[0]
    await world.chat(CHAT, world.code_of(number))
    await world.finish_by_chat(CHAT, steps=2)
    await world.sms.person_sends(number, "HUY")
    await world.sms.settled()
    shown = len(world.telegram.ledger.texts(str(CHAT)))
    for word in ("1", "2", "alo", world.code_of(number)):
        await world.telegram.user_sends(CHAT, word)
    await world.quiet()
    assert len(world.telegram.ledger.texts(str(CHAT))) == shown
    assert await world.findings() == []


async def test_a_gateway_out_of_reach_gets_nothing_for_who_stopped_meanwhile(world: World) -> None:
    """A letter that waits to be tried again is dropped when its reader says stop."""
    number, other = world.invited()
    world.sms.faults.always(refusal(503))
    await world.text(number, f"SL {world.code_of(number)}")
    await world.text(other, f"SL {world.code_of(other)}")
    await world.text(number, "HUY")
    world.sms.faults.clear()
    await world.after(minutes=5)
    assert len(world.texts(number)) == 1
    assert "dong y" in world.texts(other)[-1]
    assert await world.findings() == []
