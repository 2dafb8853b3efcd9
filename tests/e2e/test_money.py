"""What the office will pay for a channel is never exceeded, and stops nothing but that channel."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.config import load_config
from bot.emulators.ledger import Event
from bot.requirements import missing_for_serving
from tests.builders import MORNING, Settings, Shape, Templates, World
from tests.conftest import Worlds
from tests.e2e.zalo_province import PROVINCE, Province

LAN = "246845883529197922"
SIX = Shape(quota=6, people=12)
PART, DEAREST = 350, 3 * 350
"""Prices of an SMS: of a part, and of the longest the plan allows."""


async def started_with(world: World, budget_vnd: int) -> None:
    """The office wrote down what SMS may cost, and started the collector again."""
    path = world.folder / "config.toml"
    text = path.read_text(encoding="utf-8").partition("[cost]")[0].replace(f"part_vnd = {PART}\n", "")
    text = text.replace("[sms]\n", f"[sms]\npart_vnd = {PART}\n")
    path.write_text(f"{text}[cost]\nbudgets_vnd = {{sms = {budget_vnd}}}\n", encoding="utf-8")
    world.config = load_config(path, {})
    await world.stop()
    await world.start()


async def spent_vnd(world: World) -> int:
    async with world.collector.database.reading() as unit:
        return sum(one.vnd for one in await unit.queries.spent_in(world.collector.wave.wave))


async def test_sending_stops_before_the_money_is_exceeded_and_goes_on_when_it_is_raised(
    worlds: Worlds, caplog: pytest.LogCaptureFixture
) -> None:
    """Held over restarts and for days; then everybody is invited, and nobody twice."""
    world = await worlds.open(SIX, Settings(starts_at=MORNING - timedelta(hours=2)))
    budget = 4 * DEAREST
    with caplog.at_level(logging.WARNING, "sipas.spending"):
        await started_with(world, budget)
        await world.at(MORNING)
        await world.after(minutes=11)
    reached = world.invited()
    assert 0 < len(reached) < 6
    assert budget - DEAREST < await spent_vnd(world) <= budget
    assert [record.levelname for record in caplog.records if "budget of sms" in record.message] == ["WARNING"]
    await started_with(world, budget)
    for _ in range(3):
        await world.after(days=1)
    assert world.invited() == reached, "what left before the restart is spent"
    await started_with(world, 100 * DEAREST)
    await world.after(minutes=11)
    assert len(world.invited()) == 6
    letters = [text for number in world.invited() if number not in reached for text in world.texts(number)]
    assert len(letters) == 6 - len(reached), "nobody was invited twice"
    assert await world.findings() == []


async def test_a_budget_is_raised_while_the_collector_runs(
    worlds: Worlds, caplog: pytest.LogCaptureFixture
) -> None:
    """The configuration is read again; one that does not hold changes nothing and is told."""
    world = await worlds.open(SIX, Settings(starts_at=MORNING - timedelta(hours=2)))
    await started_with(world, 4 * DEAREST)
    await world.at(MORNING)
    await world.after(minutes=11)
    reached = world.invited()
    path = world.folder / "config.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("budgets_vnd", "budget_vnd"), encoding="utf-8")
    await world.collector.reread(partial(load_config, path, {}))
    await world.after(minutes=11)
    assert world.invited() == reached
    assert "budget_vnd" in caplog.text
    path.write_text(text.replace(str(4 * DEAREST), str(100 * DEAREST)), encoding="utf-8")
    await world.collector.reread(partial(load_config, path, {}))
    await world.after(minutes=11)
    assert len(world.invited()) == 6

    sent, number = len(world.sms.ledger.entries(Event.SENT)), reached[0]
    limited = path.read_text(encoding="utf-8").replace("per_day = 0", f"per_day = {sent + 1}")
    path.write_text(limited, encoding="utf-8")
    await world.collector.reread(partial(load_config, path, {}))
    for _ in range(3):
        await world.text(number, f"SL {world.code_of(number)}")
    assert len(world.sms.ledger.entries(Event.SENT)) == sent + 1, "what left today before counts too"
    assert await world.findings() == []


async def test_an_answer_to_a_person_waits_for_money_like_everything_else(worlds: Worlds) -> None:
    """As when the messages of a day are used up."""
    world = await worlds.open(settings=Settings(starts_at=MORNING - timedelta(hours=2)))
    await started_with(world, 3 * DEAREST)
    await world.at(MORNING)
    number = world.invited()[0]
    code = world.code_of(number)
    for _ in range(4):
        await world.text(number, f"SL {code}")
    assert await spent_vnd(world) <= 3 * DEAREST
    sent = len(world.sms.ledger.entries(Event.SENT))
    await world.text(number, "1")
    assert len(world.sms.ledger.entries(Event.SENT)) == sent
    await started_with(world, 100 * DEAREST)
    await world.after(minutes=1)
    assert len(world.sms.ledger.entries(Event.SENT)) > sent
    assert await world.findings() == []


async def test_what_zns_has_no_money_for_goes_by_sms(templates: Templates, tmp_path: Path) -> None:
    more = "[cost]\nbudgets_vnd = {zns = 500}\n"
    async with Province(
        tmp_path / "poor", templates, replace(PROVINCE, quota=5, people=12), more=more
    ) as one:
        await one.at(MORNING)
        for _ in range(2):
            await one.after(minutes=11)
        by_zns = {entry.address for entry in one.zalo.ledger.entries(Event.SENT)}
        by_sms = set(one.invited())
        assert (len(by_zns), len(by_sms)) == (2, 3), "two at 200 đồng each, and no third"
        assert by_zns.isdisjoint(by_sms)
        assert await one.findings() == []


async def test_without_money_the_account_answers_free_of_charge_and_reminds_another_way(
    templates: Templates, tmp_path: Path
) -> None:
    """Within two days of somebody's word nothing is charged; the reminder comes after."""
    more = "[cost]\nbudgets_vnd = {zalo = 60}\n"
    async with Province(tmp_path / "free", templates, more=more) as one:
        await one.at(MORNING)
        number = one.zalo.ledger.entries(Event.SENT)[0].address
        await one.says(LAN, one.code_in_letters(number))
        assert await one.finish_by_zalo(LAN, steps=4) == 4
        on_zalo = len(one.zalo.ledger.texts(LAN))
        await one.after(hours=49)
        for _ in range(3):
            await one.after(minutes=11)
        assert len(one.zalo.ledger.texts(LAN)) == on_zalo
        assert "tra loi do" in one.texts(number)[-1]
        await one.says(LAN, "tiếp tục")
        assert len(one.zalo.ledger.texts(LAN)) == on_zalo + 1
        assert await one.findings() == []


async def test_a_budget_without_a_price_cannot_be_kept(worlds: Worlds) -> None:
    world = await worlds.open()
    path = world.folder / "config.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}[cost]\nbudgets_vnd = {{sms = 1000, zns = 1000}}\n", encoding="utf-8")
    [problem] = missing_for_serving(load_config(path, {}))
    assert "part_vnd" in problem, "ZNS is not enabled: nothing is asked about it"
