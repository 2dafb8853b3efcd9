"""A report has consequences once: a dead number is left alone, a living one is written to again."""

from __future__ import annotations

from tests.builders import MORNING, World, phone
from tests.conftest import Worlds


async def is_blocked(world: World) -> bool:
    case = (await world.case_of(phone(1))).case.id
    async with world.collector.database.reading() as unit:
        [endpoint] = (await unit.contacts.endpoints_of([case]))[case]
    return endpoint.is_blocked


async def test_a_number_that_failed_and_was_reached_after_all_is_alive(worlds: Worlds) -> None:
    """The reports of one message, the wrong way round and twice."""
    world = await worlds.open()
    world.sms.unreported = {phone(serial) for serial in range(1, 7)}
    await world.at(MORNING)
    reported = []
    for state, blocked in (("2", True), ("2", True), ("1", False), ("2", False), ("8", False)):
        assert await world.get_sms(outbox="1", state=state) == 200
        reported.append((await is_blocked(world), blocked))
    assert [found for found, _ in reported] == [wanted for _, wanted in reported]
    assert await world.findings() == []


async def test_a_report_of_a_message_nobody_knows_is_kept_and_harms_nothing(world: World) -> None:
    assert await world.get_sms(outbox="987654", state="2") == 200
    async with world.collector.database.reading() as unit:
        assert await unit.messages.delivery_states([987654]) == {987654: "failed"}
    assert not await is_blocked(world)
