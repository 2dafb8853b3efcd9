"""Drawn from lists that are long enough, every scheme's samples have the numbers of its decision."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from survey_flows.ids import ServiceCode
from survey_flows.plans.plan import Plan
from survey_flows.plans.values import Unit
from survey_flows.sampling.draw import UnitDraw, draw_unit, replay
from survey_flows.sampling.frame import FrameUnit
from survey_flows.sampling.rules import UnitKind
from tests.survey_flows.plans.schemes import scheme
from tests.survey_flows.sampling.builders import people


def frames_of(unit: Unit, rng: random.Random) -> dict[ServiceCode, list[FrameUnit]]:
    """Long lists of different lengths, one a service."""
    first = 1
    frames = {}
    for service in unit.services:
        size = rng.randrange(90, 400)
        frames[service.code] = people(service.code, size, first_id=first)
        first += size
    return frames


def drawn(plan: Plan, seed: int) -> list[UnitDraw]:
    rng = random.Random(seed)
    return [draw_unit(plan.unit_rules(unit.code), frames_of(unit, rng)) for unit in plan.units]


@pytest.mark.parametrize(
    ("name", "total", "reserve_share"),
    [
        ("lang_son_2022", 895, 0.5),
        ("lang_son_2023_2025", 1790, 0.5),
        ("lai_chau_2024", 2520, 0),
        ("soc_trang_2017_2020", 1030, 0.5),
        ("mau", 240, 0.5),
    ],
)
def test_the_samples_add_up(name: str, total: int, reserve_share: float) -> None:
    draws = drawn(scheme(name), seed=5)
    assert sum(one.selected_count for one in draws) == total
    if reserve_share:
        assert sum(one.reserve_count for one in draws) >= total * reserve_share
    else:
        assert sum(one.reserve_count for one in draws) == 0


def test_a_commune_of_lang_son_in_2022_asks_three_and_two_the_busier_service_first() -> None:
    """5 forms over 2 services (LS L189; A-18)."""
    plan = scheme("lang_son_2022")
    for unit, draw in zip(plan.units, drawn(plan, seed=6), strict=True):
        if unit.kind is UnitKind.XA:
            busier, other = sorted(draw.services, key=lambda one: -one.size)
            assert (len(busier.selected), len(other.selected)) == (3, 2)


def test_the_villages_of_lai_chau_are_drawn_apart() -> None:
    plan = scheme("lai_chau_2024")
    sizes = Counter(len(service.selected) for draw in drawn(plan, seed=7) for service in draw.services)
    assert sizes == {30: 84}


@pytest.mark.parametrize("name", ["lang_son_2022", "lai_chau_2024", "mau"])
def test_every_draw_can_be_replayed(name: str) -> None:
    """Kinds of a plan's own, and districts that are asked nothing, have records as well."""
    plan = scheme(name)
    rng = random.Random(8)
    for unit in plan.units[:12]:
        frames = frames_of(unit, rng)
        record = draw_unit(plan.unit_rules(unit.code), frames).record
        assert replay(record, frames) == record
