"""The short form of an appointment slip on the web page: the rules of a slip, apart from the sample."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.usecases.print_slips import cancel_slips
from tests.builders import MORNING, World, stranger_code
from tests.conftest import Worlds
from tests.e2e.test_slips import CITIZEN, WITH_SLIPS, batch, nothing_of_the_sample, printed, records
from tests.e2e.test_web import Browser, session


@pytest.fixture
async def world(worlds: Worlds) -> World:
    world = await worlds.open(WITH_SLIPS)
    await world.at(MORNING)
    return world


@pytest.fixture
async def browser(world: World) -> AsyncIterator[Browser]:
    async with session() as http:
        yield Browser(http, world.settings.url)


async def test_a_scanned_slip_is_answered_on_the_page_and_counted_apart(
    world: World, browser: Browser
) -> None:
    [code, *_] = await printed(world)
    await browser.get(f"/k/{code}")
    assert f'value="{code}"' in browser.page
    assert (await batch(world)).taken == 0, "looking opens nothing"
    await browser.enter(code.lower())
    assert browser.path == "/phieu"
    assert "giấy hẹn" in browser.page
    await browser.finish(pick=1)
    assert "Cảm ơn" in browser.page
    [answers] = await records(world)
    assert answers.keys() >= {"s1", "s2", "s3", "s4", "s5"}
    async with world.collector.database.reading() as unit:
        assert [one.channel for one in await unit.slips.responses(world.wave)] == ["web"]
    assert (await batch(world)).complete == 1
    await nothing_of_the_sample(world)


async def test_a_slip_stays_with_the_browser_that_began(world: World, browser: Browser) -> None:
    [code, *_] = await printed(world)
    await browser.enter(code)
    await browser.answer()
    asked = browser.page.partition("<h1>")[2][:200]
    await browser.enter(code)
    assert browser.page.partition("<h1>")[2][:200] == asked, "it goes on where it stood"
    async with session() as http:
        other = Browser(http, world.settings.url, peer="198.51.100.9")
        await other.enter(code)
        assert (other.status, "đã có người trả lời" in other.page) == (403, True)
    await world.chat(CITIZEN, code)
    assert "đã có người trả lời" in world.cards[CITIZEN].text
    assert (await batch(world)).taken == 1
    await browser.press("Làm tiếp sau")
    assert 'class="code"' not in browser.page, "a slip has no second code"
    assert "xin bấm «Làm tiếp ngay»" in browser.page and "nhắn" not in browser.page
    await browser.press("Làm tiếp ngay")
    await browser.finish()
    assert len(await records(world)) == 1
    assert await world.findings() == []


async def test_slips_that_are_over_count_as_wrong_codes(world: World, browser: Browser) -> None:
    first, second, _ = await printed(world)
    await browser.enter(first)
    async with session() as http:
        other = Browser(http, world.settings.url, peer="198.51.100.9")
        for _ in range(9):
            await other.enter(first)
        await other.enter(stranger_code())
        assert "không đúng" in other.page
        await other.enter(second)
        assert other.status == 429
        assert (await batch(world)).taken == 1


async def test_whoever_began_in_time_may_finish_and_a_cancelled_slip_is_shut(
    world: World, browser: Browser
) -> None:
    first, second, _ = await printed(world)
    await browser.enter(first)
    await browser.answer()
    await world.after(days=11)
    async with session() as http:
        other = Browser(http, world.settings.url)
        await other.enter(second)
        assert "hết hạn" in other.page
    await browser.answer()
    assert 'name="revision"' in browser.page
    async with world.collector.database.begin() as unit:
        await cancel_slips(unit, world.wave, 1, actor="test", now=world.now)
    await browser.get("/phieu")
    assert browser.path == "/"
    assert await records(world) == []


async def test_a_stop_on_a_page_ends_that_slip(world: World, browser: Browser) -> None:
    first, second, _ = await printed(world)
    await browser.enter(first)
    await browser.press("Dừng hẳn, không trả lời nữa")
    assert 'name="revision"' not in browser.page
    assert (await batch(world)).ended == 1
    await browser.enter(second)
    assert "giấy hẹn" in browser.page, "a browser is nobody's address"
    assert await world.findings() == []
