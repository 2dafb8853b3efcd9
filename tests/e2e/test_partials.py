"""An interview left half-way counts as the plan says: a partial from a share of the core items on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.usecases.collect_results import Results, collect_results
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.verification.validity import ValidityRules
from tests.builders import MORNING, Shape, World
from tests.conftest import Worlds
from tests.e2e.test_wave_changes import close

CONSENT, CRITERIA = 1, 12


async def left_after(world: World, answers: int) -> str:
    """Somebody who consents, answers so many of the twelve criteria, and falls silent."""
    number = world.invited()[0]
    await world.text(number, f"SL {world.code_of(number)}")
    await world.finish_by_sms(number, steps=CONSENT + answers)
    return number


async def results(world: World) -> Results:
    async with world.collector.database.reading() as unit:
        return await collect_results(unit, world.wave, ValidityRules())


@pytest.mark.parametrize(
    ("answers", "disposition"),
    [(5, Disposition.BREAK_OFF), (6, Disposition.PARTIAL), (11, Disposition.PARTIAL)],
)
async def test_closing_the_wave_keeps_what_was_answered_enough(
    world: World, answers: int, disposition: Disposition
) -> None:
    number = await left_after(world, answers)
    await close(world)
    assert (await world.case_of(number)).case.disposition is disposition
    found = await results(world)
    is_kept = disposition is Disposition.PARTIAL
    assert [len(form.answers) for form in found.forms] == ([CONSENT + answers] if is_kept else [])
    assert sum(found.collected.values()) == is_kept
    assert sum(cell.partial for cell in found.progress) == is_kept
    assert await world.findings() == []


async def test_silence_ends_in_a_partial_and_no_reserve_is_released_for_it(worlds: Worlds) -> None:
    world = await worlds.open(Shape(quota=1))
    await world.at(MORNING)
    number = await left_after(world, 8)
    for _ in range(20):
        await world.after(days=1)
    assert await world.dispositions() == {"partial": 1, "reserved": 1}
    assert world.invited() == [number]
    assert await world.findings() == []


@pytest.mark.parametrize(("percent", "disposition"), [(60, Disposition.BREAK_OFF), (20, Disposition.PARTIAL)])
async def test_the_plan_sets_the_share(worlds: Worlds, percent: int, disposition: Disposition) -> None:
    setting = ("partial_from_percent = 50", f"partial_from_percent = {percent}")
    world = await worlds.open(Shape(changes=(setting,)))
    await world.at(MORNING)
    number = await left_after(world, 7 if percent == 60 else 3)
    await world.at(world.collector.wave.hours.closes_for_good + timedelta(hours=1))
    assert (await world.case_of(number)).case.disposition is disposition
    assert await world.findings() == []


async def test_who_comes_back_after_a_partial_completes_the_same_response(worlds: Worlds) -> None:
    world = await worlds.open(Shape(quota=1))
    await world.at(MORNING)
    number = await left_after(world, 8)
    for _ in range(20):
        await world.after(days=1)
    await world.text(number, "tiep")
    await world.finish_by_sms(number)
    assert (await world.case_of(number)).case.disposition is Disposition.COMPLETE
    [form] = (await results(world)).forms
    assert len(form.answers) > CONSENT + 8
    assert await world.findings() == []


async def test_who_finishes_late_never_takes_the_place_of_a_partial(worlds: Worlds) -> None:
    """Two are wanted: a partial, the reserve of somebody silent, and then that one answers after all."""
    world = await worlds.open(Shape(quota=2))
    await world.at(MORNING)
    silent = world.invited()[1]
    await left_after(world, 8)
    for _ in range(20):
        await world.after(days=1)
    [reserve] = world.invited()[2:]
    await world.text(reserve, f"SL {world.code_of(reserve)}")
    await world.finish_by_sms(reserve)
    await world.text(silent, f"SL {world.code_of(silent)}")
    await world.finish_by_sms(silent)
    assert await world.dispositions() == {"partial": 1, "complete": 1, "noncontact": 1}
    assert sum((await results(world)).collected.values()) == 2
    assert await world.findings() == []


async def test_who_says_stop_half_way_has_no_response(world: World) -> None:
    number = await left_after(world, 10)
    await world.text(number, "HUY")
    await close(world)
    assert (await world.case_of(number)).case.disposition is Disposition.OPTED_OUT
    assert (await results(world)).forms == []
