"""Long polling: the offset moves only when the batch is on disk."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

from bot.emulators.faults import drop, refusal
from bot.emulators.ledger import Event
from tests.builders import MORNING, Settings, World, eventually
from tests.conftest import Worlds

CHAT = 5_000_000_001


async def polling(worlds: Worlds) -> World:
    world = await worlds.open(settings=Settings(receive="polling"))
    await world.at(MORNING)
    return world


def taken(world: World) -> int:
    return world.telegram.ledger.count(Event.TAKEN)


async def test_an_interview_is_held_while_polling(worlds: Worlds) -> None:
    world = await polling(worlds)
    number = world.invited()[0]
    await world.telegram.user_starts(CHAT, world.code_of(number))
    for _ in range(60):
        await eventually(lambda: CHAT in world.cards and taken(world) == len(made(world)))
        await world.quiet()
        token = {button.token for row in world.cards[CHAT].buttons for button in row}
        if not token:
            break
        shown = world.cards[CHAT]
        chosen = next(button.token for row in shown.buttons for button in row)
        done = [t for t in token if t.endswith("|!|done")]
        is_ticked = any("☑" in button.label for row in shown.buttons for button in row)
        await world.telegram.user_taps(CHAT, shown.message_id, done[0] if is_ticked else chosen)
        await eventually(lambda before=shown: world.cards[CHAT] is not before)
    assert (await world.case_of(number)).place == "completed"
    assert await world.findings() == []


def made(world: World) -> list[str]:
    return world.telegram.ledger.refs(Event.MADE)


async def test_nothing_is_acknowledged_while_the_database_cannot_commit(worlds: Worlds) -> None:
    world = await polling(worlds)
    number = world.invited()[0]
    with closing(sqlite3.connect(world.folder / "sipas.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await world.telegram.user_starts(CHAT, world.code_of(number))
        await eventually(lambda: not world.telegram._is_polled.is_set())
        for _ in range(20):
            await asyncio.sleep(0.005)
            assert taken(world) == 0
        assert other.execute("SELECT count(*) FROM inbox").fetchall() == [(0,)]
        other.execute("ROLLBACK")
        await eventually(lambda: taken(world) == 1)
        assert other.execute("SELECT count(*) FROM inbox").fetchall() == [(1,)]
    await eventually(lambda: CHAT in world.cards)


async def test_updates_that_waited_at_telegram_are_fetched_once_it_is_back(worlds: Worlds) -> None:
    world = await polling(worlds)
    number = world.invited()[0]
    world.telegram.faults.next(drop(), method="getUpdates")
    world.telegram.faults.next(refusal(502), method="getUpdates")
    await world.telegram.user_starts(CHAT, world.code_of(number))
    await eventually(lambda: CHAT in world.cards)
    assert (await world.inbox())[0] == 1


async def test_an_update_nobody_can_read_does_not_stop_the_others(worlds: Worlds) -> None:
    world = await polling(worlds)
    number = world.invited()[0]
    world.telegram._pending.append((100_000_000, str(CHAT), b'{"update_id": 100000000, "message": {"x": 1}}'))
    await world.telegram.user_starts(CHAT, world.code_of(number))
    await eventually(lambda: CHAT in world.cards)
    assert (await world.inbox())[2] == 1


async def test_polling_after_a_restart_repeats_nothing(worlds: Worlds) -> None:
    world = await polling(worlds)
    number = world.invited()[0]
    await world.telegram.user_starts(CHAT, world.code_of(number))
    await eventually(lambda: CHAT in world.cards)
    await world.stop()
    await world.start()
    await world.telegram.user_sends(CHAT, "1")
    await eventually(lambda: taken(world) == 2)
    await world.quiet()
    assert await world.answers_of(number) == {"consent": "yes"}
    assert (await world.inbox())[0] == 2
