"""Thirty households a village, every hamlet among them, the neighbour helping a short one (A-22)."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.sampling.households import (
    HOUSEHOLDS_A_VILLAGE,
    Household,
    HouseholdReason,
    Village,
    choose_households,
    share_over_hamlets,
)
from survey_flows.sampling.ordering import name_key

FAMILIES = ("Lò", "Vàng", "Tẩn", "Giàng", "Lý", "Chẻo", "Hoàng")
GIVEN = ("An", "Ảnh", "Ánh", "Bình", "Chinh", "Dở", "Đức", "Phừ", "Sùng", "Út")


def village(code: str, *sizes: int) -> Village:
    """A village with one hamlet a size, named by number."""
    return Village(
        code,
        f"Bản {code}",
        tuple(
            Household(
                f"{code}-{hamlet}-{at:03d}",
                f"{FAMILIES[at % len(FAMILIES)]} Văn {GIVEN[(at * 3 + hamlet) % len(GIVEN)]}",
                f"Đội {hamlet}",
            )
            for hamlet, size in enumerate(sizes, start=1)
            for at in range(size)
        ),
    )


def test_thirty_households_are_shared_over_the_hamlets_in_proportion() -> None:
    choice = choose_households(village("A", 60, 30, 10))
    assert dict(choice.by_hamlet) == {"Đội 1": 18, "Đội 2": 9, "Đội 3": 3}
    assert len(choice.chosen) == HOUSEHOLDS_A_VILLAGE
    assert {one.reason for one in choice.chosen} == {HouseholdReason.SYSTEMATIC}


def test_the_smallest_hamlet_has_its_one() -> None:
    choice = choose_households(village("A", 200, 150, 1))
    assert choice.by_hamlet["Đội 3"] == 1
    [alone] = [one for one in choice.chosen if one.household.hamlet == "Đội 3"]
    assert alone.reason is HouseholdReason.WHOLE_HAMLET


def test_inside_a_hamlet_every_kth_of_the_abc_list_is_taken() -> None:
    choice = choose_households(village("A", 60), 20)
    assert [one.serial for one in choice.chosen] == list(range(1, 60, 3))
    keys = [name_key(one.household.head) for one in choice.chosen]
    assert keys == sorted(keys)


def test_hamlets_follow_their_numbers() -> None:
    sizes = [3] * 12
    assert list(choose_households(village("A", *sizes)).by_hamlet)[:3] == ["Đội 1", "Đội 2", "Đội 3"]


def test_a_short_village_is_filled_up_from_its_nearest_neighbour() -> None:
    choice = choose_households(village("A", 12, 8), neighbours=[village("B", 40), village("C", 40)])
    counts = Counter((one.village, one.reason) for one in choice.chosen)
    assert counts == {("A", HouseholdReason.WHOLE_HAMLET): 20, ("B", HouseholdReason.NEIGHBOUR): 10}
    assert [one.serial for one in choice.chosen[20:]] == list(range(1, 41, 4))
    assert choice.missing == 0


def test_a_neighbour_that_is_short_as_well_is_followed_by_the_next() -> None:
    choice = choose_households(village("A", 20), neighbours=[village("B", 6), village("C", 50)])
    assert Counter(one.village for one in choice.chosen) == {"A": 20, "B": 6, "C": 4}


def test_a_village_that_has_enough_takes_nobody_from_its_neighbour() -> None:
    choice = choose_households(village("A", 30), neighbours=[village("B", 40)])
    assert {one.village for one in choice.chosen} == {"A"}


def test_households_that_stand_in_another_list_are_not_taken_again() -> None:
    neighbour = village("B", 40)
    first = choose_households(neighbour)
    taken = {one.household.code for one in first.chosen}
    choice = choose_households(village("A", 25), neighbours=[neighbour], taken=taken)
    assert taken.isdisjoint(one.household.code for one in choice.chosen)
    assert len(choice.chosen) == 30


def test_what_nobody_can_fill_is_counted() -> None:
    choice = choose_households(village("A", 10), neighbours=[village("B", 5)])
    assert (len(choice.chosen), choice.missing) == (15, 15)


def test_more_hamlets_than_places_are_reported() -> None:
    choice = choose_households(village("A", *range(2, 42)))
    assert len(choice.chosen) == 30
    assert choice.unrepresented == tuple(f"Đội {number}" for number in range(1, 11))


def test_a_household_listed_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="used twice"):
        choose_households(village("A", 40), neighbours=[village("A", 3)])


@given(st.integers(0, 60), st.lists(st.integers(0, 80), max_size=45))
def test_shares_fill_the_list_and_leave_no_hamlet_out(count: int, sizes: list[int]) -> None:
    shares = share_over_hamlets(count, sizes)
    assert sum(shares) == min(count, sum(sizes))
    assert all(0 <= share <= size for share, size in zip(shares, sizes, strict=True))
    inhabited = sum(size > 0 for size in sizes)
    if inhabited <= count:
        assert all(share > 0 for share, size in zip(shares, sizes, strict=True) if size)


@given(st.lists(st.integers(1, 25), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_in_which_households_arrive_does_not_matter(
    sizes: list[int], shuffler: random.Random
) -> None:
    place = village("A", *sizes)
    shuffled = Village(
        place.code, place.name, tuple(shuffler.sample(place.households, len(place.households)))
    )
    neighbour = village("B", 40)
    assert choose_households(shuffled, neighbours=[neighbour]) == choose_households(
        place, neighbours=[neighbour]
    )


@given(st.lists(st.integers(1, 25), min_size=1, max_size=12), st.integers(0, 40))
def test_every_list_is_full_and_holds_each_household_once(sizes: list[int], near: int) -> None:
    choice = choose_households(village("A", *sizes), neighbours=[village("B", near)])
    codes = [one.household.code for one in choice.chosen]
    assert len(set(codes)) == len(codes)
    assert len(codes) + choice.missing == HOUSEHOLDS_A_VILLAGE
    assert {one.household.hamlet for one in choice.chosen if one.village == "A"} == {
        f"Đội {number}" for number in range(1, len(sizes) + 1)
    }
