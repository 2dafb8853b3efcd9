"""`/healthz` and `/readyz` tell the truth."""

from __future__ import annotations

from typing import Any

from bot.clock import SimulatedClock
from bot.emulators.faults import flood
from tests.builders import BEFORE, MORNING, World
from tests.conftest import Worlds


async def ready(world: World) -> tuple[int, dict[str, Any]]:
    async with world.http.get("/readyz") as answer:
        return answer.status, (await answer.json())["checks"]


async def test_a_working_collector_is_alive_and_ready(world: World) -> None:
    async with world.http.get("/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "alive"})
    status, checks = await ready(world)
    assert status == 200
    assert set(checks.values()) == {"ok"}


async def test_a_held_channel_is_named_and_the_process_stays_alive(world: World) -> None:
    world.sms.faults.next(flood())
    number = world.invited()[0]
    await world.sms.person_sends(number, f"SL {world.code_of(number)}")
    await world.sms.settled()
    await world.collector.delivery.drain()
    status, checks = await ready(world)
    assert status == 503
    assert checks["channels"].startswith("held: sms")
    assert checks["database"] == "ok"
    async with world.http.get("/healthz") as answer:
        assert answer.status == 200


async def test_a_writer_that_ended_is_named(world: World) -> None:
    await world.collector.writer.stop()
    status, checks = await ready(world)
    assert status == 503
    assert checks["writer"] == "not running"


async def test_a_database_that_is_gone_is_named(world: World) -> None:
    await world.collector.database.close()
    status, checks = await ready(world)
    assert status == 503
    assert checks["database"] != "ok"


class MovedClock(SimulatedClock):
    """A clock somebody moved."""

    is_moved = False

    def is_trustworthy(self) -> bool:
        return not self.is_moved


async def test_a_clock_that_was_moved_is_named_and_no_letter_leaves(worlds: Worlds) -> None:
    clock = MovedClock(BEFORE)
    world = await worlds.open(clock=clock)
    clock.is_moved = True
    await world.at(MORNING)
    status, checks = await ready(world)
    assert (status, checks["clock"]) == (503, "the wall clock was moved")
    assert world.invited() == []
    clock.is_moved = False
    await world.after(minutes=15)
    assert len(world.invited()) == 2
    assert (await ready(world))[0] == 200
