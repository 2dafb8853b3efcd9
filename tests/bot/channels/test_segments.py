"""Parts and units of an SMS, and Vietnamese without diacritics."""

from __future__ import annotations

import unicodedata

import gsm0338
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.segments import Segments, segments, unaccent

CODEC = gsm0338.Codec()


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("", Segments(0, 1, 0)),
        ("a" * 160, Segments(0, 1, 160)),
        ("a" * 161, Segments(0, 2, 161)),
        ("a" * 306, Segments(0, 2, 306)),
        ("a" * 307, Segments(0, 3, 307)),
        ("€" * 80, Segments(0, 1, 160)),
        ("€" * 81, Segments(0, 2, 162)),
        ("a" * 152 + "€" + "b" * 151, Segments(0, 2, 305)),  # the escape moves whole to the second part …
        ("a" * 152 + "€" + "b" * 152, Segments(0, 3, 306)),  # … and leaves a place empty behind it
        ("Đ" * 70, Segments(2, 1, 70)),
        ("Đ" * 71, Segments(2, 2, 71)),
        ("Đ" * 150, Segments(2, 3, 150)),  # as Kannel sent it: 67 + 67 + 16
        ("🙂" * 35, Segments(2, 1, 70)),
        ("đ" * 66 + "🙂" + "đ" * 65, Segments(2, 2, 133)),
        ("đ" * 66 + "🙂" + "đ" * 66, Segments(2, 3, 134)),
        ("`", Segments(2, 1, 1)),
    ],
)
def test_a_text_costs(text: str, cost: Segments) -> None:
    assert segments(text) == cost


def cut(text: str, sizes: list[int], room: int) -> int:
    """Oracle: fill parts one indivisible character at a time."""
    parts: list[int] = [0]
    for size in sizes:
        if parts[-1] + size > room:
            parts.append(0)
        parts[-1] += size
    return len(parts)


@given(st.text(alphabet=st.sampled_from("aZ9 \n€[]~^{}|\\@£àéđạƠ🙂"), max_size=400))
def test_parts_agree_with_a_plain_cut(text: str) -> None:
    try:
        sizes = [len(CODEC.encode(character)[0]) for character in text]
        coding, alone, room = 0, 160, 153
    except UnicodeEncodeError:
        sizes = [len(character.encode("utf-16-le")) // 2 for character in text]
        coding, alone, room = 2, 70, 67
    cost = segments(text)
    assert (cost.coding, cost.units) == (coding, sum(sizes))
    assert cost.parts == (1 if sum(sizes) <= alone else cut(text, sizes, room))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Bạn có hài lòng với thủ tục hành chính?", "Ban co hai long voi thu tuc hanh chinh?"),
        ("ĐƯỜNG ĐẶNG Ữ Ẵ ỹ", "DUONG DANG U A y"),
        ("“Đúng hẹn” – trễ… 100₫", '"Dung hen" - tre... 100d'),
        ("à è ì ò ù é Ä ñ", "a e i o u e A n"),
        ("1\u00a0000 \u200e🙂xong", "1 000 xong"),
        ("中", "?"),
    ],
)
def test_vietnamese_is_written_plainly(text: str, plain: str) -> None:
    assert unaccent(text) == plain
    assert unaccent(unicodedata.normalize("NFD", text)) == plain


@given(st.text(max_size=200))
def test_plain_text_always_fits_the_gsm_alphabet_and_stays_put(text: str) -> None:
    plain = unaccent(text)
    CODEC.encode(plain)
    assert segments(plain).coding == 0
    assert unaccent(plain) == plain
