"""Verification by callback: a failed form leaves the data and its place goes to the reserve (A-34)."""

from __future__ import annotations

import asyncio
from fractions import Fraction

import pytest

from bot.usecases.collect_results import Results, collect_results
from bot.usecases.verify_case import BackCheckDrawn, draw_backchecks, record_backcheck
from storage.errors import NotFound, Stale
from storage.interviews import Validity
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.ids import CaseId
from survey_flows.verification.backcheck import BackCheckOutcome
from survey_flows.verification.validity import ValidityRules
from tests.builders import MORNING, Chooses, Shape, World
from tests.conftest import Worlds

SHAPE = Shape(quota=6, people=9)
RULES = ValidityRules()
CONTENTS = {"TOOK_PART": True, "OWN_ANSWERS": True, "ANSWER_FEE": True}


async def draw(world: World, *, seed: int = 7, is_dry_run: bool = False) -> BackCheckDrawn:
    async with world.collector.database.begin() as unit:
        return await draw_backchecks(
            unit, world.wave, Fraction(1, 5), seed=seed, is_dry_run=is_dry_run, actor="team", now=world.now
        )


async def record(
    world: World, case: CaseId, outcome: BackCheckOutcome, contents: dict[str, bool] | None = None
) -> bool:
    async with world.collector.database.begin() as unit:
        return await record_backcheck(unit, case, outcome, contents or {}, by="team", now=world.now)


async def pending(world: World) -> list[CaseId]:
    async with world.collector.database.reading() as unit:
        return [row.case_id for row in await unit.reviews.pending(world.wave)]


async def results(world: World) -> Results:
    async with world.collector.database.reading() as unit:
        return await collect_results(unit, world.wave, RULES)


@pytest.fixture
async def collected(worlds: Worlds) -> World:
    """Six completed forms, three people in reserve."""
    world = await worlds.open(SHAPE)
    await world.at(MORNING)
    chooses = Chooses(lambda _text, choices: choices - 1)
    numbers = world.invited()
    for number in numbers:
        await world.sms.person_sends(number, f"SL {world.code_of(number)}")
    await world.quiet()
    while answers := {n: a for n in numbers if (a := chooses.to_sms(world.texts(n)[-1])) is not None}:
        await asyncio.gather(*(world.sms.person_sends(number, answer) for number, answer in answers.items()))
        await world.quiet()
    assert await world.dispositions() == {"complete": 6, "reserved": 3}
    return world


async def test_a_failed_form_is_set_aside_and_its_place_goes_to_the_reserve(collected: World) -> None:
    world = collected
    drawn = await draw(world)
    assert (drawn.collected, drawn.wanted, drawn.added) == (6, 2, 2)
    failed, confirmed = await pending(world)
    assert await record(world, failed, BackCheckOutcome.CONTENT_FAILED, {**CONTENTS, "OWN_ANSWERS": False})
    assert not await record(world, confirmed, BackCheckOutcome.CONFIRMED, CONTENTS)
    assert await pending(world) == []

    found = await results(world)
    assert len(found.forms) == 5
    assert sum(found.invalid.values()) == 1
    assert found.outcomes[BackCheckOutcome.CONTENT_FAILED] == 1

    await world.after(minutes=15)
    [reserve] = world.invited()[6:]
    assert (await world.case_of(reserve)).case.replaces == failed
    await world.text(reserve, f"SL {world.code_of(reserve)}")
    await world.finish_by_sms(reserve)
    assert len((await results(world)).forms) == 6
    async with world.collector.database.reading() as unit:
        record_ = (await unit.cases.get([failed]))[failed]
        validities = {one.case_id: one.validity for one in await unit.interviews.responses(world.wave)}
    assert record_.case.disposition is Disposition.FAILED_VERIFICATION
    assert validities[failed] is Validity.QUARANTINED
    assert await world.findings() == []


async def test_who_cannot_be_reached_or_will_not_talk_keeps_the_form(collected: World) -> None:
    await draw(collected)
    one, other = await pending(collected)
    assert not await record(collected, one, BackCheckOutcome.WRONG_OR_UNREACHABLE)
    assert not await record(collected, other, BackCheckOutcome.NON_COOPERATIVE)
    await collected.after(minutes=15)
    assert len((await results(collected)).forms) == 6
    assert len(collected.invited()) == 6
    assert await collected.findings() == []


async def test_drawing_again_adds_nobody_while_nothing_new_came_in(collected: World) -> None:
    assert (await draw(collected, is_dry_run=True)).added == 2
    assert await pending(collected) == []
    assert (await draw(collected)).added == 2
    first = await pending(collected)
    assert (await draw(collected, seed=8)).added == 0
    assert await pending(collected) == first


async def test_the_seed_is_kept_and_only_collected_forms_are_drawn(collected: World) -> None:
    await draw(collected, seed=99)
    first = await pending(collected)
    async with collected.collector.database.reading() as unit:
        forms = sorted(one.case_id for one in await unit.interviews.responses(collected.wave))
    assert set(first) <= set(forms)
    async with collected.collector.database.reading() as unit:
        assert {row.seed for row in await unit.reviews.all(collected.wave)} == {"99"}


async def test_only_a_drawn_form_can_be_recorded_and_only_with_what_failed(collected: World) -> None:
    await draw(collected)
    drawn = await pending(collected)
    async with collected.collector.database.reading() as unit:
        others = [one.case_id for one in await unit.interviews.responses(collected.wave)]
    stranger = next(case for case in others if case not in drawn)
    with pytest.raises(NotFound, match="not among the forms drawn"):
        await record(collected, stranger, BackCheckOutcome.CONFIRMED, CONTENTS)
    with pytest.raises(Stale, match="--failed"):
        await record(collected, drawn[0], BackCheckOutcome.CONTENT_FAILED, CONTENTS)
    assert await pending(collected) == drawn
    assert await collected.findings() == []


async def test_a_call_recorded_twice_reopens_one_place(collected: World) -> None:
    await draw(collected)
    [failed, _] = await pending(collected)
    contents = {**CONTENTS, "TOOK_PART": False}
    for _ in range(2):
        await record(collected, failed, BackCheckOutcome.CONTENT_FAILED, contents)
    for _ in range(3):
        await collected.after(minutes=15)
    assert len(collected.invited()) == 7
    assert await collected.findings() == []
