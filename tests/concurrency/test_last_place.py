"""The quota holds when everybody finishes at once (reliability.md I5, I6, F30)."""

from __future__ import annotations

import asyncio
from collections import Counter

from storage.interviews import Validity
from survey_flows.fieldwork.case import SampleRole
from survey_flows.fieldwork.dispositions import Disposition
from tests.builders import MORNING, Chooses, Shape, World
from tests.conftest import Worlds

LATE = 64


async def answer_all_but_the_last(world: World, numbers: list[str]) -> dict[str, str]:
    """Bring these people, side by side, to the last question; returns what each would answer to it."""
    chooses = Chooses(lambda _text, choices: choices - 1)
    for number in numbers:
        await world.sms.person_sends(number, f"SL {world.code_of(number)}")
    await world.quiet()
    while True:
        last = {number: text for number in numbers if "dan toc nao" in (text := world.texts(number)[-1])}
        if len(last) == len(numbers):
            return {number: chooses.to_sms(text) or "" for number, text in last.items()}
        for number in numbers:
            if number not in last:
                answer = chooses.to_sms(world.texts(number)[-1])
                assert answer is not None
                await world.sms.person_sends(number, answer)
        await world.quiet()


async def close(world: World, role: SampleRole, how_many: int, disposition: Disposition) -> None:
    async with world.collector.database.begin() as unit:
        records = [one for one in await unit.cases.all(world.wave, role=role) if one.place == "in_flight"]
        endings = [(record.case.id, disposition, "test") for record in records[:how_many]]
        await unit.cases.close(endings, world.now)


async def test_sixty_four_finish_at_once_on_the_last_place(worlds: Worlds) -> None:
    world = await worlds.open(Shape(quota=LATE, people=2 * LATE, reserve_percent=100))
    await world.at(MORNING)
    selected = world.invited()
    last_words = await answer_all_but_the_last(world, selected)
    # They fell silent, were given up, and the whole reserve took their places.
    await close(world, SampleRole.SELECTED, LATE, Disposition.BREAK_OFF)
    for _ in range(3):
        await world.after(minutes=15)
    assert await world.dispositions() == {"break_off": LATE, "contacted": LATE}
    # One of the reserve says no: one place is free, and nobody is left to take it.
    await close(world, SampleRole.RESERVE, 1, Disposition.REFUSAL)
    await asyncio.gather(*(world.sms.person_sends(number, word) for number, word in last_words.items()))
    await world.quiet()

    async with world.collector.database.reading() as unit:
        responses = await unit.interviews.responses(world.wave)
        [cell] = await unit.cases.cells(world.wave)
    assert Counter(one.validity for one in responses) == {Validity.VALID: 1, Validity.OVER_QUOTA: LATE - 1}
    assert (cell.completed, cell.in_flight, cell.free) == (1, LATE - 1, 0)
    assert all(world.texts(number)[-1].startswith("Phieu da hoan thanh") for number in selected), (
        "all thanked"
    )
    assert await world.findings() == []


async def test_a_late_answer_counts_when_its_place_is_still_free(worlds: Worlds) -> None:
    world = await worlds.open(Shape(quota=1, people=1, reserve_percent=0))
    await world.at(MORNING)
    [number] = world.invited()
    last_words = await answer_all_but_the_last(world, [number])
    await close(world, SampleRole.SELECTED, 1, Disposition.BREAK_OFF)
    await world.text(number, last_words[number])
    assert await world.dispositions() == {"complete": 1}
    assert await world.findings() == []


async def test_a_reserve_is_released_once_whoever_asks_at_the_same_time(worlds: Worlds) -> None:
    """Twenty refusals at once, with ticks of fieldwork in between."""
    world = await worlds.open(Shape(quota=20, people=40, reserve_percent=50))
    await world.at(MORNING)
    numbers = world.invited()
    for number in numbers:
        await world.sms.person_sends(number, f"SL {world.code_of(number)}")
    await world.quiet()
    refusals = [world.sms.person_sends(number, "2") for number in numbers]
    ticks = [world.collector.fieldwork() for _ in range(10)]
    await asyncio.gather(*refusals, *ticks)
    await world.quiet()
    await world.after(minutes=15)
    async with world.collector.database.reading() as unit:
        reserves = await unit.cases.all(world.wave, role=SampleRole.RESERVE)
    assert len(reserves) == 10
    assert len({record.case.replaces for record in reserves}) == 10
    assert Counter(record.case.disposition for record in reserves) == {Disposition.CONTACTED: 10}
    assert await world.findings() == []
