"""What an uncomposed keyboard leaves is resolved, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.interview.keyboards import composed, is_syllable
from survey_flows.interview.slips import mistyped


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("khoong", "không"),
        ("kho6ng", "không"),
        ("haif", "hài"),
        ("lofng", "lòng"),
        ("ra61t", "rất"),
        ("rat61", "rất"),
        ("dduwowcj", "được"),
        ("d9u7o7c5", "được"),
        ("huyeenj", "huyện"),
        ("phu7o7ng2", "phường"),
        ("quas", "quá"),
        ("gif", "gì"),
        ("xo1a", "xóa"),
        ("chon5", "chọn"),
    ],
)
def test_telex_and_vni_leftovers_are_composed(typed: str, meant: str) -> None:
    assert composed(typed) == meant


@pytest.mark.parametrize("typed", ["long", "so5", "muc4", "5nhe", "200k", "yes", "stop", "next", "ok", "t4"])
def test_what_is_a_word_or_a_number_stays(typed: str) -> None:
    assert composed(typed) is None


def test_only_what_is_no_syllable_is_ever_corrected() -> None:
    assert mistyped("thườg") == "thường"
    assert mistyped("khogn") == "khong"
    assert mistyped("sotp") == "stop"
    assert [mistyped(word) for word in ("hàn", "trê", "shop", "hello", "top")] == [None] * 5


@given(st.text(max_size=12))
def test_no_word_is_too_odd(word: str) -> None:
    assert composed(word) is None or is_syllable(composed(word) or "")
    is_syllable(word)
