"""A provider that is gone for days, or for good: the survey goes on, and its quota is reached."""

from __future__ import annotations

from bot.emulators.ledger import Event
from bot.ports import ChannelName
from survey_flows.fieldwork.dispositions import Disposition
from tests.builders import MORNING, Shape, World
from tests.conftest import Worlds

CHAT = 5_000_000_001


async def begin_on_telegram(world: World, people: int) -> list[str]:
    """So many invited people open the chat and answer two questions."""
    numbers = world.invited()[:people]
    for chat, number in enumerate(numbers, CHAT):
        await world.chat(chat, world.code_of(number))
        await world.finish_by_chat(chat, steps=2)
    return numbers


async def test_who_began_on_telegram_goes_on_by_sms_when_telegram_is_gone(worlds: Worlds) -> None:
    world = await worlds.open(Shape(quota=6, people=12))
    await world.at(MORNING)
    numbers = await begin_on_telegram(world, 6)
    texts = {number: len(world.texts(number)) for number in numbers}
    await world.telegram.close()
    for hour in (50, 1, 2):
        await world.after(hours=hour)
    assert {number: len(world.texts(number)) for number in numbers} == {
        number: count + 1 for number, count in texts.items()
    }, "the reminder that waited for Telegram came by SMS, once"
    for number in numbers:
        said = await world.answers_of(number)
        await world.text(number, "tiep tuc")
        await world.finish_by_sms(number)
        answers = await world.answers_of(number)
        assert {item: answers[item] for item in said} == said, "nothing is asked again"
    assert (await world.dispositions())["complete"] == 6
    assert await world.findings() == []


async def test_telegram_that_comes_back_is_written_to_again(worlds: Worlds) -> None:
    world = await worlds.open(Shape(quota=6, people=12))
    await world.at(MORNING)
    await begin_on_telegram(world, 6)
    port = int(world.telegram.base_url.rsplit(":", 1)[1].partition("/")[0])
    await world.telegram.close()
    await world.after(hours=50)
    assert world.collector.delivery.capacity(ChannelName.TELEGRAM) <= 1, "at most a trial"
    await world.telegram.start(port)
    await world.after(minutes=20)
    await world.after(minutes=20)
    shown = [world.telegram.messages(CHAT + serial)[-1].text for serial in range(6)]
    assert all("dở" in text for text in shown), "the reminder that waited"


async def test_a_campaign_without_telegram_from_its_first_day_reaches_its_quota(worlds: Worlds) -> None:
    world = await worlds.open(Shape(quota=6, people=24))
    await world.telegram.close()
    await world.at(MORNING)
    first = world.invited()
    await world.text(first[0], f"SL {world.code_of(first[0])}")
    await world.text(first[0], "STOP")
    done: set[str] = {*first[:2]}  # one stops, one never answers
    for _ in range(17):
        for number in [one for one in world.invited() if one not in done]:
            done.add(number)
            await world.text(number, f"SL {world.code_of(number)}")
            await world.finish_by_sms(number)
        await world.after(days=1)
    counts = await world.dispositions()
    assert counts[Disposition.COMPLETE] == 6
    assert (counts[Disposition.OPTED_OUT], counts[Disposition.NONCONTACT]) == (1, 1)
    assert world.telegram.ledger.count(Event.SENT) == 0
    assert await world.findings() == []
