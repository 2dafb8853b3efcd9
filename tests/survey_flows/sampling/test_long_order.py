"""Long lists are put in the same order as short ones, however their names are written."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.sampling.long_order import order_by_numbers
from survey_flows.sampling.ordering import _WORD, _syllable_key, in_name_order, name_key
from tests.survey_flows.sampling.test_ordering_icu import generated, syllables

ODD = [
    "", "...", " An", "Lò Văn ", "Lò-An", "Vàng A (Bình)", "Bình  An", "Lò\tAn", "Lò\nAn", "NGUYỄN VĂN AN",
    "nguyễn văn an", "Lò _An_", "x²", "😀 An", "An 😀", "Xyzwabcdefgh An", "漢字 名", "\u0301Lò An", "Öz",
    "Công ty TNHH một thành viên thương mại dịch vụ xây dựng Hòa Bình số 10",
]  # fmt: skip


def by_numbers(names: list[str]) -> list[int]:
    return list(order_by_numbers(names, words_of=_WORD.findall, key_of=_syllable_key))


def by_keys(names: list[str]) -> list[int]:
    return sorted(range(len(names)), key=lambda place: name_key(names[place]))


def test_odd_names_among_common_ones() -> None:
    names = [*generated(300, seed=5), *ODD, *(unicodedata.normalize("NFD", name) for name in ODD), *ODD]
    random.Random(1).shuffle(names)
    assert by_numbers(names) == by_keys(names)


@given(st.lists(st.text("aAăÂbđ ớÁ\u0301\u0300-_ \n1²😀漢x", max_size=14), min_size=1, max_size=12))
def test_any_names(names: list[str]) -> None:
    assert by_numbers(names) == by_keys(names)


def test_names_of_very_many_words() -> None:
    """More than one number holds."""
    rng = random.Random(2)
    names = [" ".join(rng.choices(["an", "ân", "bình", "ánh"], k=rng.randrange(70))) for _ in range(500)]
    assert by_numbers(names) == by_keys(names)


def test_more_letters_than_there_are_numbers_for() -> None:
    names = ["".join(chr(0x4E00 + 7 * at + of) for of in range(3)) for at in range(400)]
    assert by_numbers(names) == by_keys(names)


@pytest.mark.parametrize("count", [0, 1, 19_999, 20_000, 60_000])
def test_equal_names_stay_as_they_stand_at_any_length(count: int) -> None:
    rng = random.Random(3)
    few = rng.sample(syllables(), 40)
    names = [f"Lò {few[int(rng.random() * 40)]}" for _ in range(count)]
    assert list(in_name_order(names)) == by_keys(names)
