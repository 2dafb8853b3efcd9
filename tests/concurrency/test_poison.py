"""One message that cannot be handled is set aside; those beside it, and the collector, go on."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from bot.emulators.ledger import Event
from bot.ports import ChannelName, Inbound, NotStored, Parsed, TextKind
from storage.outbox import OutboxState, Settlement
from survey_flows.fieldwork.dispositions import Disposition
from tests.builders import MORNING, Chooses, Settings, Shape, World, eventually
from tests.conftest import Worlds

CHAT = 5_000_000_001
POISON = (
    "INSERT INTO answers SELECT case_id, 'ia_a1', revision + 1, value_sealed, missing, at, channel "
    "FROM answers WHERE case_id = ? AND item = 'consent'"
)
"""An answer row stands where the next answer of a case must go."""


def tamper(world: World, statement: str, *values: object) -> None:
    """Damage the database behind the collector's back."""
    with closing(sqlite3.connect(world.folder / "sipas.db")) as other, other:
        assert other.execute(statement, values).rowcount == 1


async def begun(worlds: Worlds, people: int) -> tuple[World, list[str]]:
    """So many people at their second question."""
    world = await worlds.open(Shape(quota=people, people=people, reserve_percent=0))
    await world.at(MORNING)
    numbers = world.invited()
    for number in numbers:
        await world.sms.person_sends(number, f"SL {world.code_of(number)}")
    await world.quiet()
    for number in numbers:
        await world.sms.person_sends(number, "1")
    await world.quiet()
    return world, numbers


async def test_a_message_the_database_will_never_take_is_kept_aside(worlds: Worlds) -> None:
    """Only the person whose answer cannot be stored is affected."""
    world, numbers = await begun(worlds, 6)
    poisoned = (await world.case_of(numbers[2])).case.id
    tamper(world, POISON, poisoned)
    await asyncio.gather(*(world.sms.person_sends(number, "4") for number in numbers))
    await asyncio.wait_for(world.quiet(), 20)
    assert world.sms.ledger.count(Event.DECLINED) == 0
    assert (await world.inbox())[2] == 1
    for number in numbers:
        wanted = {"consent": "yes", "ia_a1": "4"}
        assert number == numbers[2] or await world.answers_of(number) == wanted
        assert len(world.texts(number)) == (3 if number == numbers[2] else 4)


def said(world: World, number: str, words: str, serial: str) -> Inbound:
    """A person's SMS as the channel reads it."""
    account = world.collector.config.sms.sender
    return Inbound(ChannelName.SMS, account, serial, number, TextKind.TYPED, words, words.encode())


async def test_one_of_a_polled_batch_is_kept_aside_and_the_others_count(worlds: Worlds) -> None:
    """A provider that is polled hands over many people's messages at once: only one of them is poison."""
    world, numbers = await begun(worlds, 3)
    tamper(world, POISON, (await world.case_of(numbers[1])).case.id)
    batch = tuple(said(world, number, "4", f"polled-{number}") for number in numbers)
    await world.collector.writer.receive(Parsed(messages=batch))
    await asyncio.wait_for(world.quiet(), 20)
    assert (await world.inbox())[2] == 1
    for number in (numbers[0], numbers[2]):
        assert await world.answers_of(number) == {"consent": "yes", "ia_a1": "4"}
        assert len(world.texts(number)) == 4


@pytest.mark.parametrize("serial", ["gone", "\ud800"], ids=["caller gone", "id that is no text"])
async def test_the_writer_outlives_a_message_it_can_neither_take_nor_acknowledge(
    worlds: Worlds, serial: str
) -> None:
    """Whoever waits for the commit may have hung up; an id may be what no database takes."""
    world, numbers = await begun(worlds, 2)
    tamper(world, POISON, (await world.case_of(numbers[0])).case.id)
    waits = asyncio.create_task(
        world.collector.writer.receive(Parsed(messages=(said(world, numbers[0], "4", serial),)))
    )
    await asyncio.sleep(0)
    if serial == "gone":
        waits.cancel()
    with pytest.raises((asyncio.CancelledError, NotStored)):
        await asyncio.wait_for(waits, 5)
    await world.sms.person_sends(numbers[1], "4")
    await asyncio.wait_for(world.quiet(), 5)
    assert len(world.texts(numbers[1])) == 4


async def test_a_damaged_interview_is_its_own_trouble_alone(worlds: Worlds) -> None:
    """Bytes moved from another row cannot be decrypted: that message is kept aside, the others go on."""
    world, numbers = await begun(worlds, 3)
    damaged, other = [(await world.case_of(number)).case.id for number in numbers[:2]]
    tamper(
        world,
        "UPDATE interviews SET state_sealed = (SELECT state_sealed FROM interviews WHERE case_id = ?) "
        "WHERE case_id = ?",
        other,
        damaged,
    )
    await asyncio.gather(*(world.sms.person_sends(number, "4") for number in numbers))
    await asyncio.wait_for(world.quiet(), 20)
    assert world.sms.ledger.count(Event.DECLINED) == 0
    assert (await world.inbox())[2] == 1
    for number in numbers[1:]:
        assert await world.answers_of(number) == {"consent": "yes", "ia_a1": "4"}


async def test_while_the_database_is_locked_nothing_is_lost(worlds: Worlds) -> None:
    """Another process holds the lock for a while (F7): the providers wait, then everything is taken."""
    world, numbers = await begun(worlds, 4)
    with closing(sqlite3.connect(world.folder / "sipas.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for number in numbers:
            await world.sms.person_sends(number, "3")
        for _ in range(40):
            await asyncio.sleep(0.005)
            assert world.sms.waiting() == len(numbers)
        other.execute("ROLLBACK")
    await world.quiet()
    assert [await world.answers_of(number) for number in numbers] == [{"consent": "yes", "ia_a1": "3"}] * 4
    assert await world.findings() == []


async def test_an_end_and_a_stop_in_one_turn_keep_the_finished_form(worlds: Worlds) -> None:
    """The last answer, and HUY right after it: the form was complete when it was taken back."""
    world = await worlds.open(Shape(quota=1, people=2, reserve_percent=100), Settings(receive="polling"))
    await world.at(MORNING)
    [number] = world.invited()
    chooses = Chooses(lambda _text, choices: choices - 1)
    await world.text(number, f"SL {world.code_of(number)}")
    await world.finish_by_sms(number, chooses, steps=16)
    await world.telegram.user_starts(CHAT, world.code_of(number))
    await eventually(lambda: CHAT in world.cards)
    async with world.collector.database.begin():
        await world.telegram.user_sends(CHAT, "alo")
        await eventually(lambda: not world.telegram._is_polled.is_set())
        await world.telegram.user_sends(CHAT, "8")
        await world.telegram.user_sends(CHAT, "HUY")
    await eventually(lambda: world.telegram.ledger.count(Event.TAKEN) == 4)
    await world.quiet()
    record = await world.case_of(number)
    assert (record.case.disposition, record.place) == (Disposition.COMPLETE, "completed")
    shown = len(world.telegram.ledger.texts(str(CHAT)))
    await world.at(MORNING + timedelta(days=1))
    assert world.invited() == [number], "no reserve takes a place that is not free"
    await world.telegram.user_sends(CHAT, "alo")
    await world.quiet()
    assert len(world.telegram.ledger.texts(str(CHAT))) == shown
    assert await world.findings() == []


async def test_an_outcome_that_cannot_be_noted_holds_up_no_other(worlds: Worlds) -> None:
    """A row went missing while its message was on the wire."""
    world, numbers = await begun(worlds, 3)
    impossible = Settlement(id=1, state=OutboxState.SENDING)  # nothing ends by being sent
    world.collector.writer.settled(impossible)
    for number in numbers:
        await world.sms.person_sends(number, "4")
    await asyncio.wait_for(world.quiet(), 20)
    for number in numbers:
        assert len(world.texts(number)) == 4
    assert await world.findings() == []
