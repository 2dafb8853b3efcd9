"""Communes and villages are chosen by the texts' rules, and each says which rule chose it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.sampling.areas import (
    LAI_CHAU_VILLAGES,
    SON_LA_COMMUNES,
    Area,
    AreaChoice,
    AreaRule,
    ListRule,
    Reason,
    Shortage,
    choose_communes,
    choose_villages,
)

TOWN = Area("TOWN", "Thị trấn Sìn Hồ", 2, is_seat=True)
POSITION_2 = AreaRule((ListRule((1,), positions=(2,)), ListRule((2,), positions=(2,))))
POSITION_2_AND_LAST = AreaRule(
    (ListRule((1,), positions=(2,), last=True), ListRule((2,), positions=(2,), last=True))
)


def xa(names: str, area_class: int) -> list[Area]:
    return [Area(name, f"Xã {name}", area_class) for name in names.split()]


def labels(choice: AreaChoice) -> list[tuple[str, str]]:
    return [(one.area.code, one.label) for one in choice.chosen]


# --- Sơn La: the seat, two of class I, two of classes II and III (plan L91-96)


def test_son_la_takes_the_seat_two_of_class_one_and_one_each_of_two_and_three() -> None:
    communes = [TOWN, *xa("Mai Bon Cang", 1), *xa("Dao Anh Em", 2), *xa("Nga Hoa", 3)]
    assert labels(choose_communes(communes, SON_LA_COMMUNES)) == [
        ("TOWN", "seat"),
        ("Bon", "first"),
        ("Cang", "first"),
        ("Anh", "first"),
        ("Hoa", "first"),
    ]


def test_where_class_three_is_empty_both_come_from_class_two() -> None:
    communes = [TOWN, *xa("Mai Bon", 1), *xa("Dao Anh Em", 2)]
    assert [code for code, _ in labels(choose_communes(communes, SON_LA_COMMUNES))][3:] == ["Anh", "Dao"]


def test_a_seat_of_class_one_leaves_the_list_of_class_one() -> None:
    """Sốp Cộp: the seat is a commune of class I; two others of class I are taken beside it."""
    seat = Area("SEAT", "Xã An", 1, is_seat=True)
    chosen = choose_communes([seat, *xa("Bon Cang Dao", 1), *xa("Em Gia", 2)], SON_LA_COMMUNES)
    assert [code for code, _ in labels(chosen)] == ["SEAT", "Bon", "Cang", "Em", "Gia"]


def test_too_few_communes_of_a_class_are_all_taken_and_reported() -> None:
    choice = choose_communes([TOWN, *xa("Bon", 1), *xa("Em Gia", 2)], SON_LA_COMMUNES)
    assert [code for code, _ in labels(choice)] == ["TOWN", "Bon", "Em", "Gia"]
    assert choice.shortages == (Shortage(Reason.FIRST, (1,), wanted=2, found=1),)


# --- Lai Châu: the seat, number 2 of each class list, the last (plan L47-57)


def test_a_district_of_three_takes_the_town_and_number_two_of_each_list() -> None:
    communes = [TOWN, *xa("Cang Anh Bon", 1), *xa("Nga Mai Hoa", 2)]
    choice = choose_communes(communes, POSITION_2)
    assert labels(choice) == [("TOWN", "seat"), ("Bon", "position_2"), ("Mai", "position_2")]
    assert [(one.place, one.listed, one.classes) for one in choice.chosen[1:]] == [
        (2, 3, (1,)),
        (2, 3, (2,)),
    ]


def test_a_district_of_five_takes_the_last_of_each_list_as_well() -> None:
    communes = [TOWN, *xa("Cang Anh Bon Dao", 1), *xa("Nga Mai Hoa", 2)]
    choice = choose_communes(communes, POSITION_2_AND_LAST)
    assert labels(choice) == [
        ("TOWN", "seat"),
        ("Bon", "position_2"),
        ("Dao", "last"),
        ("Mai", "position_2"),
        ("Nga", "last"),
    ]
    assert not any(one.is_moved for one in choice.chosen)


def test_the_city_passes_over_the_list_of_its_centres_class() -> None:
    """Three classes: the centre, and number 2 of the two lists that remain (L51)."""
    rule = AreaRule(tuple(ListRule((one,), positions=(2,)) for one in (1, 2, 3)), skips_seat_class=True)
    centre = Area("CENTRE", "Phường Tân Phong", 1, is_seat=True)
    communes = [centre, *xa("Anh Bon", 1), *xa("Cang Dao", 2), *xa("Em Gia", 3)]
    assert [code for code, _ in labels(choose_communes(communes, rule))] == ["CENTRE", "Dao", "Gia"]
    assert rule.count(1) == 3
    assert rule.count(None) == 4


def test_the_town_does_not_count_in_the_list_of_its_class() -> None:
    """Were it left in, number 2 of class II would be another commune (A-21)."""
    town = Area("TOWN", "Thị trấn Anh", 2, is_seat=True)
    choice = choose_communes([town, *xa("Bon Cang Dao", 2)], AreaRule((ListRule((2,), positions=(2,)),)))
    assert labels(choice)[1] == ("Cang", "position_2")


def test_a_list_of_one_gives_its_only_commune_for_number_two() -> None:
    choice = choose_communes([TOWN, *xa("Anh", 1), *xa("Bon Cang", 2)], POSITION_2)
    assert labels(choice)[1] == ("Anh", "position_2")
    assert choice.chosen[1].is_moved
    assert (choice.chosen[1].wanted, choice.chosen[1].place) == (2, 1)
    assert choice.shortages == ()


def test_where_number_two_is_the_last_the_last_moves_to_the_free_neighbour() -> None:
    choice = choose_communes([TOWN, *xa("Anh Bon", 1), *xa("Cang Dao Em", 2)], POSITION_2_AND_LAST)
    assert labels(choice)[1:3] == [("Bon", "position_2"), ("Anh", "last")]
    assert choice.chosen[2].is_moved


def test_what_a_list_cannot_give_is_reported_not_made_up() -> None:
    choice = choose_communes([TOWN, *xa("Anh", 1), *xa("Cang Dao Em", 2)], POSITION_2_AND_LAST)
    assert [code for code, _ in labels(choice)] == ["TOWN", "Anh", "Dao", "Em"]
    assert choice.shortages == (Shortage(Reason.POSITION, (1,), wanted=2, found=1),)


def test_an_empty_list_and_a_missing_seat_are_reported() -> None:
    choice = choose_communes(xa("Anh Bon", 2), POSITION_2)
    assert labels(choice) == [("Bon", "position_2")]
    assert choice.shortages == (Shortage(Reason.SEAT, (), 1, 0), Shortage(Reason.POSITION, (1,), 1, 0))


def test_of_two_equally_near_neighbours_the_one_further_down_is_taken() -> None:
    rule = AreaRule((ListRule(positions=(3, 3)),), takes_seat=False)
    assert [code for code, _ in labels(choose_communes(xa("An Bon Cang Dao Em", 1), rule))] == ["Cang", "Dao"]


def test_rank_words_do_not_count_in_the_order() -> None:
    communes = [Area("1", "Xã An", 1), Area("2", "Phường Bon", 1), Area("3", "Thị trấn Anh", 1)]
    rule = AreaRule((ListRule((1,), first=3),), takes_seat=False)
    assert [one.area.code for one in choose_communes(communes, rule).chosen] == ["1", "3", "2"]


def test_equal_names_are_told_apart_by_code() -> None:
    twins = [Area("B", "Xã An", 1), Area("A", "Xã An", 1)]
    rule = AreaRule((ListRule((1,), first=1),), takes_seat=False)
    assert choose_communes(twins, rule).chosen[0].area.code == "A"


# --- Villages: the seat of the commune, number 2, the last (plan L59-63)


def test_numbered_groups_are_taken_by_number() -> None:
    groups = [Area(f"T{n}", f"Tổ {n}", is_seat=n == 5) for n in (1, 10, 11, 2, 3, 4, 5, 9)]
    assert labels(choose_villages(groups)) == [("T5", "seat"), ("T2", "position_2"), ("T11", "last")]


def test_where_the_seat_is_number_two_the_next_takes_its_place() -> None:
    groups = [Area(f"T{n}", f"Tổ {n}", is_seat=n == 2) for n in range(1, 7)]
    assert labels(choose_villages(groups)) == [("T2", "seat"), ("T3", "position_2"), ("T6", "last")]


@pytest.mark.parametrize(
    ("count", "chosen", "missing"),
    [(1, ["T1"], 2), (2, ["T1", "T2"], 1), (3, ["T1", "T3", "T2"], 0), (4, ["T1", "T3", "T4"], 0)],
)
def test_small_communes_give_what_they_have(count: int, chosen: Sequence[str], missing: int) -> None:
    groups = [Area(f"T{n}", f"Tổ {n}", is_seat=n == 1) for n in range(1, count + 1)]
    choice = choose_villages(groups)
    assert [one.area.code for one in choice.chosen] == chosen
    assert sum(one.wanted - one.found for one in choice.shortages) == missing


def test_two_seats_and_repeated_codes_are_refused() -> None:
    with pytest.raises(ValueError, match="more than one seat"):
        choose_villages([Area("A", "Bản A", is_seat=True), Area("B", "Bản B", is_seat=True)])
    with pytest.raises(ValueError, match="used twice"):
        choose_villages([Area("A", "Bản A"), Area("A", "Bản B")])


# --- Whatever the lists and the rule


def areas_of(classes: Sequence[int], seat: int | None) -> list[Area]:
    names = ("Anh", "Ảnh", "Ánh", "Bon", "Tổ 2", "Tổ 10", "Đào", "Dao", "Ứng", "Ong")
    return [
        Area(f"X{at:02d}", f"Xã {names[at % len(names)]} {at // len(names)}", one, is_seat=at == seat)
        for at, one in enumerate(classes)
    ]


lists = st.builds(
    ListRule,
    classes=st.sampled_from([(), (1,), (2,), (3,), (2, 3), (1, 2, 3)]),
    first=st.integers(0, 3),
    positions=st.lists(st.integers(1, 6), max_size=2).map(tuple),
    last=st.booleans(),
)
rules = st.builds(
    AreaRule,
    lists=st.lists(lists, max_size=3).map(tuple),
    takes_seat=st.booleans(),
    skips_seat_class=st.booleans(),
)


@given(st.lists(st.integers(1, 3), max_size=14), st.integers(0, 20), rules, st.randoms(use_true_random=False))
def test_any_rule_gives_the_same_choice_in_any_order_of_areas(
    classes: list[int], seat: int, rule: AreaRule, shuffler: random.Random
) -> None:
    areas = areas_of(classes, seat)
    shuffled = shuffler.sample(areas, len(areas))
    assert choose_communes(shuffled, rule) == choose_communes(areas, rule)


@given(st.lists(st.integers(1, 3), max_size=14), st.integers(0, 20), rules)
def test_no_area_is_chosen_twice_and_every_place_is_wanted_by_a_rule(
    classes: list[int], seat: int, rule: AreaRule
) -> None:
    areas = areas_of(classes, seat)
    choice = choose_communes(areas, rule)
    codes = Counter(one.area.code for one in choice.chosen)
    assert all(times == 1 for times in codes.values())
    seat_class = areas[seat].area_class if seat < len(areas) else None
    missing = sum(one.wanted - one.found for one in choice.shortages)
    assert len(choice.chosen) + missing == rule.count(seat_class)
    for one in choice.chosen:
        assert one.area in areas
        if one.reason is not Reason.SEAT:
            assert not one.classes or one.area.area_class in one.classes
            assert 1 <= one.place <= one.listed


@given(st.lists(st.integers(1, 3), max_size=14), st.integers(0, 20), rules)
def test_something_is_missing_only_where_a_list_is_used_up(
    classes: list[int], seat: int, rule: AreaRule
) -> None:
    areas = areas_of(classes, seat)
    choice = choose_communes(areas, rule)
    taken = {one.area.code for one in choice.chosen}
    for shortage in choice.shortages:
        if shortage.reason is Reason.SEAT:
            assert not any(one.is_seat for one in areas)
            continue
        free = [
            one
            for one in areas
            if (not shortage.classes or one.area_class in shortage.classes) and one.code not in taken
        ]
        assert free == []


@given(st.integers(3, 40), st.integers(0, 39))
def test_a_commune_of_three_villages_or_more_gives_exactly_three(count: int, seat: int) -> None:
    groups = [Area(f"T{n}", f"Tổ dân phố số {n}", is_seat=n == 1 + seat % count) for n in range(1, count + 1)]
    choice = choose_villages(groups, LAI_CHAU_VILLAGES)
    assert [one.reason for one in choice.chosen] == [Reason.SEAT, Reason.POSITION, Reason.LAST]
    assert choice.shortages == ()
