"""Words typed without the blanks between them (`đừngnhắn`, `dungnhannua`, `rấthài`), or with one astray.

Rules (domain.md §5, traps 3 and 6):
1. Only what is no syllable as it stands is parted, and only when every piece is one of these words, all
   with their marks or none.
2. The way with the fewest pieces is taken; two such are no way.
3. A blank one letter off is put where it belongs (`khôn gnhắn`), when neither way it stands is a word.
"""

from __future__ import annotations

from functools import lru_cache

from survey_flows.interview.keyboards import is_syllable
from survey_flows.interview.leaving_words import ANY, PARTS
from survey_flows.interview.normalise import fold, words

_ANSWERS = words(
    """
    rất hài lòng không chưa bình thường biết nhớ rõ hiểu có được đúng hẹn hạn ngày trễ muộn sớm chậm lần xã
    phường huyện tỉnh sở giấy phiếu cán bộ trả lời ạ nhé nha dạ vâng rồi thôi lắm quá luôn cảm ơn hồ sơ cũng
    tốt lâu chờ đợi nộp mạng tuần tháng tôi em anh chị bác cháu cô chú con đi lại thông tin ai gì sao này của
    phép còn mãi với giúp hộ cho mấy đứa bọn việc câu ở để mà thì là đã sẽ và máy
    xoá huỷ please message contact optout anymore again
    """
)
_OF_ONE_LETTER = words("ở ạ à ơ")
_MARKED = _ANSWERS | {
    piece
    for part, written in PARTS.items()
    if part != ANY
    for piece in written.replace("_", " ").split()
    if len(piece) > 1 or piece in _OF_ONE_LETTER
}
_FOLDED = frozenset(fold(word) for word in _MARKED) | words("ko huy")
_KNOWN = _MARKED | _FOLDED
_SHORTEST, _LONGEST = 5, 24
_LONGEST_PIECE = 7
_KEPT = 8
"""Ways remembered at each place of a word, the shortest."""
_COMMANDS = words("codau khongdau")
"""Written in one word on purpose (`wishes.py`)."""


@lru_cache(maxsize=1024)
def parted(word: str) -> tuple[str, ...] | None:
    """Return the words that one lower-case word is glued from; None when it is not, or not surely.

    >>> parted("đừngnhắnnữa"), parted("dungnhantin"), parted("nghiêng")
    (('đừng', 'nhắn', 'nữa'), ('dung', 'nhan', 'tin'), None)
    """
    shortest = _SHORTEST if word.isascii() else _SHORTEST - 1
    if word in _COMMANDS:
        return None
    if not shortest <= len(word) <= _LONGEST or not word.isalpha() or is_syllable(word):
        return None
    known = _FOLDED if word.isascii() else _KNOWN
    ways = _ways(word, known)
    fewest = [way for way in ways if len(way) == min(map(len, ways))]
    return fewest[0] if len(fewest) == 1 else None


def shifted(one: str, other: str) -> tuple[str, str] | None:
    """Return two words with the blank between them where it belongs; None when it is, or nobody knows.

    >>> shifted("khảo", "sát"), shifted("thôn", "gtin"), shifted("khôn", "gđược")
    (None, None, ('không', 'được'))
    """
    known = _FOLDED if (one + other).isascii() else _KNOWN
    if one in known or other in known or (is_syllable(one) and is_syllable(other)):
        return None
    moved = ((one[:-1], one[-1:] + other), (one + other[:1], other[1:]))
    found = [pair for pair in moved if known.issuperset(pair)]
    return found[0] if len(found) == 1 else None


def _ways(word: str, known: frozenset[str]) -> list[tuple[str, ...]]:
    """Return the ways to part all of `word`, a few at each place."""
    ends: list[list[tuple[str, ...]]] = [[] for _ in range(len(word) + 1)]
    ends[0].append(())
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _LONGEST_PIECE), end):
            if ends[start] and word[start:end] in known:
                ends[end] += [(*way, word[start:end]) for way in ends[start]]
        ends[end].sort(key=len)
        del ends[end][_KEPT:]
    return ends[-1]
