"""Slips of the finger: what is no Vietnamese syllable, taken for the frequent word one slip away.

Rules (domain.md §5, traps 3 and 6):
1. A word that can be Vietnamese as it stands is never corrected, however odd it is where it stands.
2. One slip only: a letter left out, doubled, replaced, or two neighbours swapped, before or after an
   uncomposed keyboard; with marks, or else without. Two candidates are no candidate.
3. `stop` is heard with its letters in any order or one letter wrong, save where that is a word (`shop`).
"""

from __future__ import annotations

from survey_flows.interview.keyboards import composed, is_syllable
from survey_flows.interview.normalise import fold, words

_FREQUENT = words(
    """
    không hài lòng bình thường rất được đúng trễ muộn chậm trước giấy phiếu miệng chuyến nhiều huyện phường
    trung hành chính công cổng mạng quốc đồng tham từ chối dừng ngừng nhắn nhận khảo hủy chặn trả biết nhớ
    hiểu quên quay nhầm chọn người phiền khiếu phản kiến nghị thường xuyên chưa thôi khác trực tuyến vâng
    chính hoàn toàn cảm thấy kiếp lượt cũng thông chuyển tiền đảo gặt việc thoại
    satisfied dissatisfied english cancel unsubscribe block đừng
    liên spam thúc luôn thích khỏi quấy điện gạch cuộc giúp loại khảo
    """
)
"""What is often mistyped; only what is no syllable at all is ever corrected, and only to one of these."""
_NEAR: dict[str, set[str]] = {}
for _word in (*_FREQUENT, *(fold(word) for word in _FREQUENT)):
    if len(_word) >= 4 or not _word.isascii():
        for _at in range(len(_word) + 1):
            _NEAR.setdefault(_word[:_at] + _word[_at + 1 :], set()).add(_word)


_STOP = sorted("stop")
_NO_STOP = frozenset({"shop", "step", "slop", "atop"})
"""Words of their own that are one letter away."""


def mistyped(word: str) -> str | None:
    """Return the frequent word that `word` differs from by one slip of a finger; None when unsure.

    >>> mistyped("thườg"), mistyped("khogn"), mistyped("long"), mistyped("hàn")
    ('thường', 'khong', None, None)
    """
    if len(word) < (4 if word.isascii() else 3) or not word.isalpha() or is_syllable(word):
        return None
    if word not in _NO_STOP and (sorted(word) == _STOP or _is_one_slip(word, "stop")):
        return "stop"
    found = _near(word) or _swapped(word)
    if not found and not word.isascii():
        found = _near(fold(word))
    if len(found) > 1:
        found = {near for near in found if near[0] == word[0]}
    return found.pop() if len(found) == 1 else None


def _swapped(word: str) -> set[str]:
    """Return the frequent words that an uncomposed `word` is with two neighbours swapped back."""
    if not word.isascii() or len(word) > 8:
        return set()
    tries = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1))
    return {found for one in tries if (found := composed(one)) is not None and found in _FREQUENT}


def _near(word: str) -> set[str]:
    return {
        near
        for shorter in (word, *(word[:at] + word[at + 1 :] for at in range(len(word))))
        for near in _NEAR.get(shorter, ())
        if near.isascii() == word.isascii() and _is_one_slip(word, near)
    }


def _is_one_slip(one: str, other: str) -> bool:
    """Whether a letter was left out, doubled, replaced, or two neighbours were swapped."""
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    mine, theirs = one[shared:], other[shared:]
    return (
        mine[1:] == theirs[1:]
        or mine[1:] == theirs
        or mine == theirs[1:]
        or (mine[:2] == theirs[1::-1] and mine[2:] == theirs[2:])
    )
