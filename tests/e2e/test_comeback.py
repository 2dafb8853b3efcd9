"""Who stopped by mistake and asks back in: the explicit word, the place, and nothing short of it (I8)."""

from __future__ import annotations

import asyncio

from survey_flows.fieldwork.dispositions import Disposition
from tests.builders import MORNING, Shape, World
from tests.conftest import Worlds

CHAT = 5_000_000_001


async def audited(world: World) -> list[tuple[str, str]]:
    """Every lifting of an opt-out in the audit chain: the channel, and the case's disposition after it."""
    async with world.collector.database.reading() as unit:
        entries = await unit.audit.entries()
    return [
        (str(entry.detail["channel"]), str(entry.detail.get("case", "")))
        for entry in entries
        if entry.act == "opted in"
    ]


async def test_who_stopped_by_mistake_goes_on_where_they_were(worlds: Worlds) -> None:
    world = await worlds.open(Shape(reserve_percent=0))
    await world.at(MORNING)
    number = world.invited()[0]
    await world.text(number, f"SL {world.code_of(number)}")
    await world.finish_by_sms(number, steps=3)
    given, asked = await world.answers_of(number), world.texts(number)[-1]
    await world.text(number, "HUY")
    for words in ("1", "alo", "tiep", world.code_of(number), "toi khong muon tham gia lai"):
        await world.text(number, words)
    assert world.texts(number)[-1] == asked, "silence after STOP, whatever is said but the word"
    await world.text(number, "Tham gia lại")
    assert "tro lai" in world.texts(number)[-1]
    assert asked.splitlines()[-1] in world.texts(number)[-1], "the same question"
    assert (await world.case_of(number)).case.disposition is Disposition.ANSWERING
    await world.finish_by_sms(number)
    answers = await world.answers_of(number)
    assert {item: answers[item] for item in given} == given
    assert (await world.case_of(number)).case.disposition is Disposition.COMPLETE
    assert await audited(world) == [("sms", "answering")]
    assert await world.findings() == []


async def test_who_came_back_is_reminded_like_everybody_else(worlds: Worlds) -> None:
    world = await worlds.open(Shape(reserve_percent=0))
    await world.at(MORNING)
    number = world.invited()[0]
    await world.text(number, f"SL {world.code_of(number)}")
    await world.text(number, "HUY")
    await world.text(number, "START")
    heard = len(world.texts(number))
    await world.after(days=4)
    assert len(world.texts(number)) > heard
    assert await world.findings() == []


async def test_a_place_a_reserve_has_is_not_taken_back(worlds: Worlds) -> None:
    world = await worlds.open(Shape())
    await world.at(MORNING)
    number = world.invited()[0]
    await world.text(number, f"SL {world.code_of(number)}")
    await world.text(number, "HUY")
    await world.after(hours=2)
    assert len(world.invited()) == 3, "the reserve was invited"
    heard = len(world.texts(number))
    await world.text(number, "tham gia lại")
    assert len(world.texts(number)) == heard + 1
    assert "da co nguoi khac tra loi" in world.texts(number)[-1]
    assert (await world.case_of(number)).case.disposition is Disposition.OPTED_OUT
    await world.after(days=8)
    assert len(world.texts(number)) == heard + 1
    assert await audited(world) == [("sms", "opted_out")]
    assert await world.findings() == []


async def test_nobody_undoes_a_stop_that_was_said_elsewhere(worlds: Worlds) -> None:
    """The chat may be a stranger's with a forwarded code; the sampled phone is the person's own."""
    world = await worlds.open(Shape(reserve_percent=0))
    await world.at(MORNING)
    number = world.invited()[0]
    await world.chat(CHAT, world.code_of(number))
    await world.text(number, "HUY")
    shown = len(world.telegram.ledger.texts(str(CHAT)))
    await world.chat(CHAT, "tham gia lại")
    assert len(world.telegram.ledger.texts(str(CHAT))) == shown
    assert await audited(world) == []
    await world.text(number, "tham gia lai")
    assert (await world.case_of(number)).case.disposition is Disposition.CONTACTED
    await world.chat(CHAT, "HUY")
    await world.text(number, "tham gia lai")
    assert await audited(world) == [("sms", "contacted")] * 2
    assert await world.findings() == []


async def test_who_refused_may_think_better_of_it(worlds: Worlds) -> None:
    world = await worlds.open(Shape(reserve_percent=0))
    await world.at(MORNING)
    number = world.invited()[0]
    await world.chat(CHAT, world.code_of(number))
    await world.chat(CHAT, "2")
    assert (await world.case_of(number)).case.disposition is Disposition.REFUSAL
    await world.chat(CHAT, "Cho tôi tham gia lại nhé")
    assert (await world.case_of(number)).case.disposition is Disposition.CONTACTED
    await world.finish_by_chat(CHAT)
    assert (await world.case_of(number)).case.disposition is Disposition.COMPLETE
    assert await world.findings() == []


async def test_whose_result_has_come_meanwhile_may_answer_after_all(worlds: Worlds) -> None:
    world = await worlds.open(Shape(reserve_percent=0))
    await world.at(MORNING)
    number = world.invited()[0]
    await world.text(number, f"SL {world.code_of(number)}")
    for words in ("1", "toi chua co ket qua", "dung"):
        await world.text(number, words)
    assert (await world.case_of(number)).case.disposition is Disposition.INELIGIBLE
    await world.after(days=1)
    await world.text(number, "toi muon tham gia lai")
    await world.finish_by_sms(number)
    assert (await world.case_of(number)).case.disposition is Disposition.COMPLETE
    assert await world.findings() == []


async def test_stop_and_the_way_back_in_one_breath_are_taken_in_order(worlds: Worlds) -> None:
    world = await worlds.open(Shape(reserve_percent=0))
    await world.at(MORNING)
    number = world.invited()[0]
    await world.text(number, f"SL {world.code_of(number)}")
    query = {"from": number, "to": "8062", "charset": "UTF-8", "coding": "0", "time": "1727750000"}
    await asyncio.gather(
        world.get_sms(**query, text="HUY", id="first"), world.get_sms(**query, text="START", id="second")
    )
    await world.quiet()
    assert (await world.case_of(number)).case.disposition is not Disposition.OPTED_OUT
    await world.finish_by_sms(number)
    assert (await world.case_of(number)).case.disposition is Disposition.COMPLETE
    assert await world.findings() == []


async def test_a_stranger_who_stopped_may_ask_how_to_begin(world: World) -> None:
    stranger = "+84987000111"
    await world.text(stranger, "HUY")
    await world.text(stranger, "alo")
    assert world.texts(stranger) == []
    await world.text(stranger, "bắt đầu lại")
    assert "8 ky tu" in world.texts(stranger)[-1]
    assert await audited(world) == [("sms", "")]
    assert await world.findings() == []
