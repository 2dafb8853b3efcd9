"""Words of leaving as they sound in one region (`trặn`, `nàm phiền`, `nhắng tin`) or mistyped (`nắn tin`).

Rules (domain.md §5):
1. The north writes l for n, ch for tr, x for s and the other way round; the south -n for -ng, -c for -t
   and the other way round; hỏi and ngã are one tone almost everywhere, and `chận` is said for `chặn`.
2. One letter may be missing or two neighbours swapped, where what is left is a syllable too: other slips
   are known as such wherever they stand (`slips.py`).
3. Only words of leaving are known so, and never by what is a frequent word of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from survey_flows.interview.normalise import words

_SAID = words(
    """
    dừng ngừng ngưng chặn hủy xóa chối nhắn tin làm phiền số nữa gửi gởi đừng gỡ lạc rút khỏi tắt thoát dứt
    ký khảo sát chấm danh sách rầy
    """
)
_OTHER_WORDS = words(
    """
    xác lách tất tắc thoác rúc thước dức tinh tình lạt nạc nạt nửa lửa sóc xát gở khỏi lúc lút lam nam xin
    tím dân dang sinh chậm trấm trầm nghi kỳ rút thúc xách trách sạch hạch chắn chăn chân lân nân lấn ngân
    danh dành xuất suất đứng đừn tìm tiền phiên phiếm khảo hảo rấy dậy sang năm nằm
    hắn hối cối nữ ắt út rú hỏi khỏ toát hiền là gừng ủy hủ hận hiề nhậ từ tử ký kỳ sá tá ác át áo hát hoát
    chấ cấm hấm dứ đứ lạ ạc dẹp đẹp sác ha
    """
)
"""Frequent words that sound or look like one of them."""
_ONSETS = (("tr", "ch"), ("ch", "tr"), ("s", "x"), ("x", "s"), ("l", "n"), ("n", "l"))
_CODAS = (("ng", "n"), ("n", "ng"), ("c", "t"), ("t", "c"))
_TONES = (("\u0309", "\u0303"), ("\u0303", "\u0309"))


def _sounds(word: str) -> Iterator[str]:
    """Yield how a word may be written by its sound in some region."""
    for written, other in _ONSETS:
        if word.startswith(written) and not word.startswith(("ng", "nh")):
            yield other + word[len(written) :]
    for written, other in _CODAS:
        if word.endswith(written) and not (written == "n" and word.endswith("ng")):
            yield word[: -len(written)] + other
    apart = unicodedata.normalize("NFD", word)
    for written, other in _TONES:
        if written in apart:
            yield unicodedata.normalize("NFC", apart.replace(written, other))


def _slips(word: str) -> Iterator[str]:
    """Yield how a word looks with one letter missing or two neighbours swapped."""
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]


_MEANT: Mapping[str, str] = {
    sound: word
    for word in sorted(_SAID, reverse=True)
    for sound in (*_slips(word), *_sounds(word))
    if len(sound) > 1 and not sound.isascii() and sound not in _OTHER_WORDS and sound not in _SAID
} | {"hủi": "hủy", "sô": "số", "chận": "chặn", "chặng": "chặn", "nhắng": "nhắn"}


def heard_as(word: str) -> str:
    """Return the word of leaving that `word` is in some region, or `word` itself.

    >>> heard_as("trặn"), heard_as("nàm"), heard_as("nhắng"), heard_as("nam")
    ('chặn', 'làm', 'nhắn', 'nam')
    """
    return _MEANT.get(word, word)
