"""Every choice of a plan about the draw is heard, with the figures of the texts it comes from."""

from __future__ import annotations

import pytest

from bot.plans import read_plan_text
from survey_flows.ids import ServiceCode, UnitCode
from survey_flows.plans.plan import Plan, parse_plan
from survey_flows.sampling.draw import ServiceDraw, UnitDraw, draw_unit
from survey_flows.sampling.frame import FrameUnit
from tests.survey_flows.sampling.builders import people

MAI_SON = UnitCode("MAI_SON")


def son_la(**settings: str) -> Plan:
    """The plan of Sơn La with lines of [draw] as given: `interval='"floor"'`."""
    text = read_plan_text("son_la_2024")
    head, mark, rest = text.partition("\n[draw]\n")
    assert mark
    body, kinds, tail = rest.partition("\n[kinds.SO]\n")
    lines = [line for line in body.splitlines() if line.partition(" ")[0] not in settings]
    lines = [*(f"{key} = {value}" for key, value in settings.items()), *lines]
    return parse_plan(head + mark + "\n".join(lines) + kinds + tail, source="son_la_2024")


def drawn(plan: Plan, unit: UnitCode, *sizes: int) -> UnitDraw:
    """The unit's draw with lists of these sizes, in the order of its services; the rest are empty."""
    frames: dict[ServiceCode, list[FrameUnit]] = {}
    for at, (service, size) in enumerate(zip(plan.unit(unit).services, sizes, strict=False)):
        frames[service.code] = people(service.code, size, first_id=1 + 10_000 * at)
    return draw_unit(plan.unit_rules(unit), frames)


def land(plan: Plan) -> ServiceDraw:
    """The service of Mai Sơn with 40 forms, from 1,500 people."""
    draw = drawn(plan, MAI_SON, *[1500] * 3)
    [service] = [one for one in draw.services if one.n == 40]
    return service


def serials(service: ServiceDraw) -> list[int]:
    return [pick.serial for pick in service.selected]


def test_a_class_one_district_gets_30_40_30() -> None:
    """SP L86-89."""
    draw = drawn(son_la(), MAI_SON, 900, 900, 900)
    assert sorted(service.n for service in draw.services) == [30, 30, 40]
    assert [service.n // 2 for service in draw.services] == [len(one.reserve) for one in draw.services]


def test_the_fractional_interval_and_the_one_of_the_old_text() -> None:
    """Golden test 2: 1, 38, 76, … 1463; rounded down 1, 38, 75, … 1444."""
    fractional, floor = land(son_la()), land(son_la(interval='"floor"'))
    assert serials(fractional)[:6] == [1, 38, 76, 113, 151, 188]
    assert serials(fractional)[-1] == 1463
    assert (serials(floor)[:3], serials(floor)[-1]) == ([1, 38, 75], 1444)


def test_a_seed_makes_the_start_random_and_is_repeated_exactly() -> None:
    plans = [son_la(seed=str(seed)) for seed in (1, 1, 2)]
    one, again, other = (serials(land(plan)) for plan in plans)
    assert one == again != other
    assert one != serials(land(son_la()))


def test_another_first_serial() -> None:
    assert serials(land(son_la(start="3")))[:2] == [3, 40]


@pytest.mark.parametrize(("percent", "reserve"), [(50, 20), (33, 14), (0, 0), (100, 40)])
def test_the_reserve_is_a_share_of_n_rounded_up(percent: int, reserve: int) -> None:
    assert len(land(son_la(reserve_percent=str(percent))).reserve) == reserve


@pytest.mark.parametrize(("borrows", "lent"), [("true", 15), ("false", 0)])
def test_borrowing_is_on_or_off(borrows: str, lent: int) -> None:
    """As golden test 4: a list that is too short for its own reserve."""
    draw = drawn(son_la(borrow_reserve=borrows), MAI_SON, 30, 900, 700)
    short = draw.services[0]
    assert [pick.borrowed_from for pick in short.reserve] == [draw.services[1].service] * lent


@pytest.mark.parametrize(("size", "census", "official", "reserve"), [(59, True, 59, 0), (60, False, 60, 0)])
def test_fewer_than_sixty_users_are_all_asked(size: int, census: bool, official: int, reserve: int) -> None:
    """Golden test 3 and its neighbour (SP L65)."""
    draw = drawn(son_la(), UnitCode("SO_GTVT"), size)
    assert (draw.is_census, draw.selected_count, draw.reserve_count) == (census, official, reserve)


@pytest.mark.parametrize(("sizes", "shares"), [((900, 100), [50, 10]), ((500, 400), [40, 20])])
def test_two_busy_services_of_a_department_get_40_to_50_and_10_to_20(
    sizes: tuple[int, ...], shares: list[int]
) -> None:
    """SP L83; A-17."""
    draw = drawn(son_la(), UnitCode("SO_GTVT"), *sizes)
    assert [service.n for service in draw.services if service.n] == shares


def test_a_department_with_all_services_shares_its_sixty_by_largest_remainder() -> None:
    """SP L82; A-15."""
    plan = son_la()
    online = next(unit for unit in plan.units if unit.kind == "SO_ONLINE" and len(unit.services) >= 3)
    draw = drawn(plan, online.code, 300, 200, 101)
    assert [service.n for service in draw.services][:3] == [30, 20, 10]
    assert draw.selected_count == 60


@pytest.mark.parametrize(("choice", "reserve"), [('"rest"', 11), ('"none"', 0)])
def test_representatives_beyond_the_quota_wait_or_not(choice: str, reserve: int) -> None:
    """SP L62: 50 forms for the office of the province's committee (A-29)."""
    draw = drawn(son_la(list_reserve=choice), UnitCode("VP_UBND"), 61)
    assert (draw.selected_count, draw.reserve_count) == (50, reserve)
