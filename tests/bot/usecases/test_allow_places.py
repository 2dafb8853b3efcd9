"""The quota is exceeded only where somebody says so and why (reliability.md I6)."""

from __future__ import annotations

import pytest

from bot.usecases.allow_places import Allowed, allow_places
from bot.usecases.collect_results import collect_results
from storage.errors import NotFound
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.ids import ServiceCode, UnitCode
from survey_flows.verification.validity import ValidityRules
from tests.builders import MORNING, SERVICE, UNIT, Shape, World
from tests.conftest import Worlds


async def allow(
    world: World, places: int, *, service: str = SERVICE, reason: str = "Sở duyệt", is_dry_run: bool = False
) -> Allowed:
    async with world.collector.database.begin() as unit:
        return await allow_places(
            unit,
            world.wave,
            UnitCode(UNIT),
            ServiceCode(service),
            places,
            reason=reason,
            actor="officer:lan",
            now=world.now,
            is_dry_run=is_dry_run,
        )


async def counted(world: World) -> int:
    async with world.collector.database.reading() as unit:
        return len((await collect_results(unit, world.wave, ValidityRules())).forms)


@pytest.fixture
async def late(worlds: Worlds) -> World:
    """One form wanted: somebody broke off, a reserve answered, and then the first answered after all."""
    world = await worlds.open(Shape(quota=1, people=2, reserve_percent=100))
    await world.at(MORNING)
    [slow] = world.invited()
    await world.text(slow, f"SL {world.code_of(slow)}")
    await world.finish_by_sms(slow, steps=3)
    async with world.collector.database.begin() as unit:
        case = (await world.case_of(slow)).case.id
        await unit.cases.close([(case, Disposition.BREAK_OFF, "test")], world.now)
    await world.after(minutes=15)
    [reserve] = world.invited()[1:]
    await world.text(reserve, f"SL {world.code_of(reserve)}")
    await world.finish_by_sms(reserve)
    await world.text(slow, "tiep")
    await world.finish_by_sms(slow)
    assert await counted(world) == 1
    return world


async def test_a_form_that_came_after_the_last_place_counts_once_a_place_is_allowed(
    late: World, worlds: Worlds
) -> None:
    """Who allowed it and why is in the audit trail; what is refused leaves no trace."""
    with pytest.raises(ValueError, match="says why"):
        await allow(late, 1, reason="  ")
    with pytest.raises(ValueError, match="at least one"):
        await allow(late, 0)
    with pytest.raises(NotFound, match="it has: GPLX"):
        await allow(late, 1, service="KHONG_CO")
    before = await allow(late, 2, is_dry_run=True)
    assert (len(before.counted), before.left, before.most) == (1, 1, 3)
    assert await counted(late) == 1
    async with late.collector.database.reading() as unit:
        assert all(entry.act != "quota.allow" for entry in await unit.audit.entries())

    assert await allow(late, 2, reason=" Giám đốc Sở duyệt ") == before
    assert await counted(late) == 2
    assert await late.dispositions() == {"complete": 2}
    async with late.collector.database.reading() as unit:
        entry = (await unit.audit.entries())[-1]
        [cell] = await unit.cases.cells(late.wave)
    assert (cell.overrides, cell.completed, cell.free) == (2, 2, 1)
    assert (entry.actor, entry.act) == ("officer:lan", "quota.allow")
    assert entry.subject == f"cell {UNIT}/{SERVICE} in wave {late.wave}"
    assert entry.detail == {
        "places": 2,
        "reason": "Giám đốc Sở duyệt",
        "quota": 1,
        "allowed_before": 0,
        "counted": list(before.counted),
    }
    assert await late.findings() == []
