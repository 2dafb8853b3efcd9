"""The abc order: given names first, letters before tones."""

from __future__ import annotations

import random
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from survey_flows.sampling.ordering import name_key, village_key


def in_order(*names: str) -> bool:
    shuffled = random.Random(1).sample(names, len(names))
    return sorted(shuffled, key=name_key) == list(names)


def test_people_are_ordered_by_given_name_then_family_name() -> None:
    assert in_order("Quàng Văn An", "Cà Thị Bình", "Lò Văn Bình", "Lò Thị Yến")


def test_tones_follow_the_dictionaries() -> None:
    assert in_order("Lò Ma", "Lò Mà", "Lò Mả", "Lò Mã", "Lò Má", "Lò Mạ")


def test_letters_count_before_tones() -> None:
    assert in_order("Lò Án", "Lò Anh", "Lò Ảnh", "Lò Ánh")


def test_the_vietnamese_alphabet_has_letters_of_its_own() -> None:
    assert in_order(
        *(f"Lò {name}" for name in ("An", "Ăn", "Ân", "Dung", "Đa", "Oanh", "Ôn", "Ơn", "Un", "Ưng"))
    )


def test_middle_names_decide_between_namesakes() -> None:
    assert in_order("Lò Thị An", "Lò Văn An")


def test_case_spacing_and_unicode_form_do_not_count() -> None:
    name = "Lò Văn Thoại"
    variants = {name, name.upper(), "  Lò  Văn Thoại ", unicodedata.normalize("NFD", name)}
    assert len({name_key(variant) for variant in variants}) == 1


def test_villages_are_ordered_by_number() -> None:
    names = ["Bản Bó", "Bản Cọ", "Tổ 1", "Tổ 2", "Tổ 10", "Tổ dân phố số 3"]
    shuffled = random.Random(1).sample(names, len(names))
    assert sorted(shuffled, key=village_key) == names


@given(st.text(max_size=40))
def test_any_text_has_a_key(text: str) -> None:
    assert isinstance(name_key(text), bytes)
    assert isinstance(village_key(text), bytes)
