"""From the districts' lists to the annexes of Lai Châu: 28 communes, 84 villages, 2.520 households."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from survey_flows.plans.annexes import (
    Annexes,
    AreaFinding,
    AreaProblem,
    HouseholdLine,
    VillageLine,
    draw_annexes,
)
from survey_flows.plans.values import Level
from survey_flows.sampling.households import HouseholdReason
from tests.survey_flows.plans.schemes import scheme

PLAN = scheme("lai_chau_2024")
COMMUNES = [unit for unit in PLAN.units if unit.level is Level.COMMUNE]


def villages(groups: int = 5, *, seat: int = 3) -> list[VillageLine]:
    """Every chosen commune with so many numbered groups, each the neighbour of those after it."""
    return [
        VillageLine(
            0,
            unit.name,
            f"Tổ {at}",
            at == seat,
            tuple(f"Tổ {(at + step) % groups + 1}" for step in range(groups - 1)),
        )
        for unit in COMMUNES
        for at in range(1, groups + 1)
    ]


def households(groups: int = 5, each: int = 40) -> Iterator[HouseholdLine]:
    row = 1
    for unit in COMMUNES:
        for at in range(1, groups + 1):
            for place in range(each):
                row += 1
                yield HouseholdLine(row, unit.name, f"Tổ {at}", f"Đội {place % 3}", f"Lò Văn {place}")


def drawn(groups: int = 5, each: int = 40) -> Annexes:
    return draw_annexes(PLAN, villages(groups), list(households(groups, each)))


def said(annexes: Annexes) -> set[AreaProblem]:
    return {finding.problem for finding in annexes.findings}


def test_the_annexes_have_the_numbers_of_the_plan() -> None:
    """LC II.1.c: 28 communes x 3 villages x 30 households."""
    annexes = drawn()
    assert (len(annexes.communes), len(annexes.villages), len(annexes.households)) == (28, 84, 2520)
    assert annexes.findings == ()
    lists = Counter((one.commune.code, one.service.code) for one in annexes.households)
    assert set(lists.values()) == {30}


def test_each_village_fills_the_list_of_its_rule() -> None:
    annexes = drawn()
    first = [one for one in annexes.villages if one.commune is annexes.communes[0]]
    assert [(one.name, one.choice.label, one.service.code) for one in first] == [
        ("Tổ 3", "seat", "THON_TRU_SO"),
        ("Tổ 2", "position_2", "THON_SO_2"),
        ("Tổ 5", "last", "THON_CUOI"),
    ]


def test_every_hamlet_of_a_village_is_on_its_list() -> None:
    annexes = drawn()
    hamlets: dict[tuple[str, str], set[str]] = {}
    for one in annexes.households:
        hamlets.setdefault((one.commune.code, one.service.code), set()).add(one.line.hamlet)
    assert all(found == {"Đội 0", "Đội 1", "Đội 2"} for found in hamlets.values())


def test_short_villages_take_from_neighbours_and_nobody_stands_in_two_lists() -> None:
    annexes = drawn(groups=5, each=20)
    assert len(annexes.households) == 2520
    assert len({one.line.row for one in annexes.households}) == 2520
    helped = [one for one in annexes.households if one.choice.reason is HouseholdReason.NEIGHBOUR]
    assert len(helped) == 84 * 10
    assert {one.line.village for one in helped} == {"Tổ 1", "Tổ 4"}  # the two that were not chosen


def test_a_neighbour_whose_households_are_all_listed_cannot_help() -> None:
    """Three villages, all chosen: nobody has anybody to spare."""
    annexes = drawn(groups=3, each=20)
    assert len(annexes.households) == 84 * 20
    assert said(annexes) == {AreaProblem.TOO_FEW_HOUSEHOLDS}
    assert len(annexes.findings) == 84


def test_every_line_that_cannot_be_used_is_reported_with_its_row() -> None:
    lines = [
        *villages(),
        VillageLine(900, "Xã Không Có", "Tổ 1"),
        VillageLine(901, COMMUNES[0].name, "TỔ 1"),
        VillageLine(902, COMMUNES[0].name, "Tổ 9", is_seat=True),
    ]
    people = [*households(), HouseholdLine(903, COMMUNES[0].name, "Tổ 77", "", "Lò Văn A")]
    annexes = draw_annexes(PLAN, lines, people)
    assert annexes.findings == (
        AreaFinding(AreaProblem.UNKNOWN_COMMUNE, 900, "Xã Không Có"),
        AreaFinding(AreaProblem.REPEATED_VILLAGE, 901, "TỔ 1"),
        AreaFinding(AreaProblem.SECOND_SEAT, 902, "Tổ 9"),
        AreaFinding(AreaProblem.UNKNOWN_VILLAGE, 903, "Tổ 77"),
    )
    assert len(annexes.households) == 2520


def test_a_commune_without_a_marked_seat_keeps_the_seats_list_empty() -> None:
    """No other village may slip into the seat's place."""
    annexes = draw_annexes(PLAN, villages(seat=0), list(households()))
    assert said(annexes) == {AreaProblem.NO_SEAT}
    assert {one.service.code for one in annexes.villages} == {"THON_SO_2", "THON_CUOI"}


def test_too_few_villages_are_reported() -> None:
    annexes = draw_annexes(PLAN, villages(groups=2, seat=1), list(households(groups=2)))
    assert said(annexes) == {AreaProblem.TOO_FEW_VILLAGES}
    assert len(annexes.villages) == 56


def test_a_neighbour_nobody_knows_is_reported_only_when_it_is_needed() -> None:
    lines = [VillageLine(one.row, one.commune, one.name, one.is_seat, ("Bản Xa",)) for one in villages()]
    assert said(draw_annexes(PLAN, lines, list(households()))) == set()
    assert said(draw_annexes(PLAN, lines, list(households(each=20)))) == {
        AreaProblem.UNKNOWN_NEIGHBOUR,
        AreaProblem.TOO_FEW_HOUSEHOLDS,
    }


def test_more_hamlets_than_places_are_reported() -> None:
    people = [
        HouseholdLine(row, one.commune, one.village, f"Xóm {row % 40}", one.head)
        for row, one in enumerate(households(), start=1)
    ]
    annexes = draw_annexes(PLAN, villages(), people)
    assert said(annexes) == {AreaProblem.UNREPRESENTED_HAMLET}


def test_other_designs_have_no_annexes() -> None:
    with pytest.raises(ValueError, match="no household survey"):
        draw_annexes(scheme("son_la_2024"), [], [])
