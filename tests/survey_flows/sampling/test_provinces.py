"""Old and new names of provinces: what an address says, and whose territory it is on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from survey_flows.sampling.eligibility import exclusion_of
from survey_flows.sampling.frame import Exclusion
from survey_flows.sampling.provinces import (
    MERGED_ON,
    MERGERS,
    PROVINCES,
    SINCE_2025,
    lies_in,
    province_of,
    read_province,
    successor_of,
)
from tests.survey_flows.sampling.test_eligibility import IN_PERSON, ROW

BEFORE, AFTER = date(2025, 6, 30), MERGED_ON


def test_sixty_three_became_thirty_four() -> None:
    assert (len(PROVINCES), len(SINCE_2025)) == (63, 34)
    gone = [old for parts in MERGERS.values() for old in parts]
    assert len(gone) == len(set(gone)) == 63 - 34 + 1, "Huế alone is a new name"
    assert set(SINCE_2025) == set(PROVINCES) - set(gone) | {"Huế"}


def test_the_eleven_that_were_left_alone_have_no_other_name() -> None:
    alone = set(SINCE_2025) - MERGERS.keys()
    assert alone == {
        "Cao Bằng", "Điện Biên", "Hà Nội", "Hà Tĩnh", "Lai Châu", "Lạng Sơn", "Nghệ An", "Quảng Ninh",
        "Sơn La", "Thanh Hóa",
    }  # fmt: skip
    assert len(alone) + len(["Huế"]) == 11


@pytest.mark.parametrize("old", sorted({old for parts in MERGERS.values() for old in parts}))
def test_an_old_name_means_the_province_it_went_into_from_that_day_on(old: str) -> None:
    new = successor_of(old, AFTER)
    assert new in SINCE_2025
    assert lies_in(old, new, AFTER)
    assert lies_in(old, new, BEFORE) is (new == "Huế")
    assert successor_of(old, BEFORE) == ""


def test_two_old_provinces_of_one_new_one_are_neighbours_no_more() -> None:
    assert lies_in("Hậu Giang", "Sóc Trăng", AFTER)
    assert not lies_in("Hậu Giang", "Sóc Trăng", BEFORE)
    assert not lies_in("Sơn La", "Cần Thơ", AFTER)
    assert not lies_in("Viêng Chăn", "Sơn La", AFTER)


@pytest.mark.parametrize(
    ("address", "province"),
    [
        ("Tổ 3, phường Sóc Trăng, thành phố Cần Thơ", "Cần Thơ"),
        ("Ấp 2, xã Kế Sách, tỉnh Sóc Trăng (nay là TP Cần Thơ)", "Sóc Trăng"),
        ("Ấp 2, xã Kế Sách, TP. Cần Thơ (tỉnh Sóc Trăng cũ)", "Cần Thơ"),
        ("phường Thuận Hóa, thành phố Huế", "Huế"),
        ("phường Vĩnh Ninh, thành phố Huế, tỉnh Thừa Thiên Huế", "Thừa Thiên Huế"),
        ("Tổ 1, phường Tô Hiệu, tỉnh Sơn La, Việt Nam", "Sơn La"),
        ("Bản Mòng, xã Hua La", ""),
        ("Việt Nam", ""),
    ],
)
def test_an_address_ends_with_an_old_or_a_new_name(address: str, province: str) -> None:
    assert province_of(address) == province


def test_hue_reads_under_both_names() -> None:
    assert (read_province("TP Huế"), read_province("Thừa Thiên - Huế")) == ("Huế", "Thừa Thiên Huế")
    assert lies_in("Thừa Thiên Huế", "Huế", BEFORE)
    assert lies_in("Huế", "Thừa Thiên Huế", AFTER)


@pytest.mark.parametrize(("year", "reason"), [(2024, Exclusion.OUT_OF_PROVINCE), (2026, None)])
def test_who_is_out_of_the_province_depends_on_the_time_of_the_survey(
    year: int, reason: Exclusion | None
) -> None:
    rules = replace(
        IN_PERSON, province="Cần Thơ", window_from=date(year - 1, 9, 1), window_to=date(year, 9, 30)
    )
    row = replace(ROW, province="Sóc Trăng", submitted_on=date(year, 3, 1), result_on=date(year, 3, 8))
    assert exclusion_of(row, rules) is reason
