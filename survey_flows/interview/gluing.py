"""Words of leaving typed without the blanks between them: `đừngnhắn`, `dungnhannua`, `xoasotoi`.

Rules (domain.md §5, traps 3 and 6):
1. Only what is no syllable as it stands is parted, and only when every piece is one of these words, all
   with their marks or none.
2. Two ways to part it are no way; a piece has at least two letters.
"""

from __future__ import annotations

from functools import lru_cache

from survey_flows.interview.keyboards import is_syllable
from survey_flows.interview.normalise import fold, words

_MARKED = words(
    """
    không đừng dừng ngừng ngưng hủy chặn thôi nhắn tin gửi gọi liên hệ lạc nhận nữa cho tôi tui mình số này
    xóa làm phiền hết đi nhé ngay luôn khảo sát từ chối muốn bỏ ra khỏi danh sách đăng ký tham gia trả lời
    tắt rút gỡ tên hỏi thoát liền cách nào bằng coi nhận dùm hộ nha vào nhá cái
    giúp giùm vui lòng xin cấm quấy rầy kết thúc chấm dứt lại đây em anh chị
    stop spam block cancel
    """
)
_FOLDED = frozenset(fold(word) for word in _MARKED) | words("ko huy")
_SHORTEST, _LONGEST = 5, 24
_LONGEST_PIECE = 6


@lru_cache(maxsize=1024)
def parted(word: str) -> tuple[str, ...] | None:
    """Return the words that one lower-case word is glued from; None when it is not, or not surely.

    >>> parted("đừngnhắnnữa"), parted("dungnhantin"), parted("nghiêng")
    (('đừng', 'nhắn', 'nữa'), ('dung', 'nhan', 'tin'), None)
    """
    if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha() or is_syllable(word):
        return None
    ways = _ways(word, _FOLDED if word.isascii() else _MARKED | _FOLDED)
    return ways[0] if len(ways) == 1 else None


def _ways(word: str, known: frozenset[str]) -> list[tuple[str, ...]]:
    """Return up to two ways to part all of `word`."""
    ends: list[list[tuple[str, ...]]] = [[] for _ in range(len(word) + 1)]
    ends[0].append(())
    for end in range(2, len(word) + 1):
        for start in range(max(0, end - _LONGEST_PIECE), end - 1):
            if ends[start] and word[start:end] in known:
                ends[end] += [(*way, word[start:end]) for way in ends[start]]
        del ends[end][2:]
    return ends[-1]
