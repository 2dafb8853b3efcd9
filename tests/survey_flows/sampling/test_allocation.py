"""How a quota is divided among services."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.sampling.allocation import busiest_two, fixed, halves, largest_remainder

SIZES = st.lists(st.integers(0, 3000), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("sizes", "shares"),
    [
        ([900, 100, 50], (50, 10, 0)),  # the busiest takes the top of its band
        ([500, 400], (40, 20)),  # and never less than its bottom
        ([300, 120, 10], (43, 17, 0)),
        ([100, 900], (10, 50)),  # busiest by size, not by place
        ([200, 4, 3, 60], (46, 0, 0, 14)),
        ([200, 6, 5, 3], (50, 6, 4, 0)),  # short second: top of the band first, then the third
        ([200, 4, 3], (53, 4, 3)),  # only then above the band
        ([30, 25, 20], (30, 25, 5)),
        ([500], (60,)),
    ],
)
def test_the_two_busiest_services_share_sixty_forms(sizes: list[int], shares: tuple[int, ...]) -> None:
    assert busiest_two(60, sizes) == shares


@given(sizes=SIZES, total=st.integers(60, 80))
def test_the_quota_is_met_whenever_there_are_enough_people(sizes: list[int], total: int) -> None:
    for shares in (busiest_two(total, sizes), largest_remainder(total, sizes)):
        assert sum(shares) == min(total, sum(sizes))
        assert all(0 <= share <= size for share, size in zip(shares, sizes, strict=True))


@given(sizes=SIZES, total=st.integers(0, 500))
def test_largest_remainder_stays_within_one_of_proportion(sizes: list[int], total: int) -> None:
    shares = largest_remainder(total, sizes)
    if total < sum(sizes):
        assert all(
            abs(share - total * size / sum(sizes)) < 1 for share, size in zip(shares, sizes, strict=True)
        )


def test_nothing_to_divide() -> None:
    assert busiest_two(60, []) == ()
    assert busiest_two(60, [0, 0]) == (0, 0)
    assert halves(10, []) == ()


def test_odd_forms_go_to_the_busier_service() -> None:
    assert halves(5, [10, 90]) == (2, 3)
    assert halves(10, [10, 90]) == (5, 5)


def test_fixed_numbers_stand_unless_services_make_up_for_each_other() -> None:
    assert fixed([30, 40], [3, 500], makes_up=False) == (30, 40)
    assert fixed([30, 40], [3, 500], makes_up=True) == (3, 67)
    assert fixed([30, 40], [3, 5], makes_up=True) == (3, 5)
