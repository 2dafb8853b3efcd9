"""Verification by callback: a failed form leaves the data and its place goes to the reserve (A-34)."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from fractions import Fraction

import pytest

from bot.usecases.collect_results import Results, collect_results
from bot.usecases.verify_case import BackCheckDrawn, Noted, draw_backchecks, record_backcheck
from storage.errors import NotFound, Stale
from storage.interviews import Validity
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.ids import CaseId
from survey_flows.plans.values import VerificationRules
from survey_flows.verification.backcheck import BackCheckOutcome, FailedContent
from survey_flows.verification.validity import ValidityRules
from tests.builders import MORNING, Chooses, Shape, World
from tests.conftest import Worlds

SHAPE = Shape(quota=6, people=9)
RULES = ValidityRules()
CONTENTS = {"TOOK_PART": True, "OWN_ANSWERS": True, "ANSWER_FEE": True}


PLAN = VerificationRules(
    share=Fraction(1, 5),
    base="collected",
    stratified_by="unit",
    contents=(),
    on_failed_content="quarantine_and_reopen",
    on_unreachable="keep",
)


async def draw(
    world: World, *, seed: int = 7, is_dry_run: bool = False, rules: VerificationRules = PLAN
) -> BackCheckDrawn:
    async with world.collector.database.begin() as unit:
        return await draw_backchecks(
            unit, world.wave, rules, seed=seed, is_dry_run=is_dry_run, actor="team", now=world.now
        )


async def record(
    world: World,
    case: CaseId,
    outcome: BackCheckOutcome,
    contents: dict[str, bool] | None = None,
    *,
    rule: FailedContent = FailedContent.QUARANTINE_AND_REOPEN,
) -> Noted:
    async with world.collector.database.begin() as unit:
        return await record_backcheck(
            unit, world.wave, case, outcome, contents or {}, rule=rule, by="team", now=world.now
        )


async def recorded(world: World) -> int:
    """How many calls the audit trail knows of."""
    async with world.collector.database.reading() as unit:
        return sum(entry.act == "backcheck.record" for entry in await unit.audit.entries())


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
    found_untrue = {**CONTENTS, "OWN_ANSWERS": False}
    assert await record(world, failed, BackCheckOutcome.CONTENT_FAILED, found_untrue) is Noted.SET_ASIDE
    assert await record(world, confirmed, BackCheckOutcome.CONFIRMED, CONTENTS) is Noted.KEPT
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
    assert await record(collected, one, BackCheckOutcome.WRONG_OR_UNREACHABLE) is Noted.KEPT
    assert await record(collected, other, BackCheckOutcome.NON_COOPERATIVE) is Noted.KEPT
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


async def test_a_failure_noted_by_mistake_is_taken_back_while_the_place_is_free(collected: World) -> None:
    await draw(collected)
    [case, _] = await pending(collected)
    await record(collected, case, BackCheckOutcome.CONTENT_FAILED, {**CONTENTS, "TOOK_PART": False})
    assert len((await results(collected)).forms) == 5
    assert await record(collected, case, BackCheckOutcome.CONFIRMED, CONTENTS) is Noted.RESTORED
    assert len((await results(collected)).forms) == 6
    assert (await collected.dispositions())["complete"] == 6
    assert await recorded(collected) == 2
    await collected.after(minutes=15)
    assert len(collected.invited()) == 6, "no reserve steps in for a form that counts"
    assert await record(collected, case, BackCheckOutcome.CONFIRMED, CONTENTS) is Noted.UNCHANGED
    assert await recorded(collected) == 2, "the same call is noted once"
    assert await collected.findings() == []


async def test_a_form_whose_place_a_reserve_has_cannot_count_again(collected: World) -> None:
    await draw(collected)
    [case, _] = await pending(collected)
    await record(collected, case, BackCheckOutcome.CONTENT_FAILED, {**CONTENTS, "TOOK_PART": False})
    await collected.after(minutes=15)
    [reserve] = collected.invited()[6:]
    heir = (await collected.case_of(reserve)).case.id
    with pytest.raises(Stale, match=f"reserve case {heir}"):
        await record(collected, case, BackCheckOutcome.CONFIRMED, CONTENTS)
    assert (await results(collected)).outcomes[BackCheckOutcome.CONTENT_FAILED] == 1
    assert await recorded(collected) == 1
    assert await collected.findings() == []


async def test_a_plan_may_only_flag_a_failed_content(collected: World) -> None:
    await draw(collected)
    [case, _] = await pending(collected)
    contents = {**CONTENTS, "TOOK_PART": False}
    flagged = await record(
        collected, case, BackCheckOutcome.CONTENT_FAILED, contents, rule=FailedContent.FLAG
    )
    assert flagged is Noted.FLAGGED
    await collected.after(minutes=15)
    found = await results(collected)
    assert len(found.forms) == 6
    assert found.outcomes[BackCheckOutcome.CONTENT_FAILED] == 1
    assert len(collected.invited()) == 6
    assert await collected.findings() == []


async def test_the_share_may_be_of_the_people_in_the_list(collected: World) -> None:
    """Six forms came in; with the reserve released for the failed one, seven people were issued."""
    await draw(collected)
    [case, other] = await pending(collected)
    await record(collected, case, BackCheckOutcome.CONTENT_FAILED, {**CONTENTS, "TOOK_PART": False})
    await collected.after(minutes=15)
    half = replace(PLAN, share=Fraction(1, 2))
    of_forms = await draw(collected, is_dry_run=True, rules=half)
    of_people = await draw(collected, is_dry_run=True, rules=replace(half, base="list"))
    assert (of_forms.base, of_forms.wanted, of_forms.added) == (6, 3, 1)
    assert (of_people.base, of_people.wanted, of_people.added) == (7, 4, 2)
    assert await pending(collected) == [other]


@pytest.fixture
async def partial(worlds: Worlds) -> tuple[World, CaseId]:
    """One person wanted, who left half-way; one in reserve."""
    world = await worlds.open(Shape(quota=1))
    await world.at(MORNING)
    [number] = world.invited()
    await world.text(number, f"SL {world.code_of(number)}")
    await world.finish_by_sms(number, steps=9)
    for _ in range(20):
        await world.after(days=1)
    assert await world.dispositions() == {"partial": 1, "reserved": 1}
    return world, (await world.case_of(number)).case.id


async def test_a_partial_that_is_confirmed_stays_a_partial(partial: tuple[World, CaseId]) -> None:
    world, case = partial
    await draw(world)
    assert await record(world, case, BackCheckOutcome.CONFIRMED, CONTENTS) is Noted.KEPT
    assert await world.dispositions() == {"partial": 1, "reserved": 1}
    assert await world.findings() == []


async def test_a_partial_that_fails_gives_its_place_to_the_reserve(partial: tuple[World, CaseId]) -> None:
    world, case = partial
    await draw(world)
    found_untrue = {**CONTENTS, "OWN_ANSWERS": False}
    assert await record(world, case, BackCheckOutcome.CONTENT_FAILED, found_untrue) is Noted.SET_ASIDE
    async with world.collector.database.reading() as unit:
        [cell] = await unit.cases.cells(world.wave)
    assert (await world.dispositions(), cell.free) == ({"failed_verification": 1, "reserved": 1}, 1)
    assert await world.findings() == []


async def test_a_partial_that_failed_by_mistake_is_a_partial_again(partial: tuple[World, CaseId]) -> None:
    """And who finishes one that is set aside is heard, while it stays aside."""
    world, case = partial
    await draw(world)
    found_untrue = {**CONTENTS, "OWN_ANSWERS": False}
    await record(world, case, BackCheckOutcome.CONTENT_FAILED, found_untrue)
    assert await record(world, case, BackCheckOutcome.CONFIRMED, CONTENTS) is Noted.RESTORED
    async with world.collector.database.reading() as unit:
        [cell] = await unit.cases.cells(world.wave)
        [response] = await unit.interviews.responses(world.wave)
    assert await world.dispositions() == {"partial": 1, "reserved": 1}
    assert (cell.completed, cell.partial, cell.free) == (0, 1, 0)
    assert response.validity is Validity.VALID

    await record(world, case, BackCheckOutcome.CONTENT_FAILED, found_untrue)
    [number] = world.invited()
    await world.text(number, "tiep")
    await world.finish_by_sms(number)
    async with world.collector.database.reading() as unit:
        [response] = await unit.interviews.responses(world.wave)
    assert len(json.loads(response.record)["a"]) > 9, "the whole form is kept"
    assert response.validity is Validity.QUARANTINED
    assert await world.dispositions() == {"failed_verification": 1, "reserved": 1}
    assert await world.findings() == []
