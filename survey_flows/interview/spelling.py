"""How people spell: shorthand, glued words, and what an uncomposed Telex or VNI keyboard leaves.

Only spellings that stand for exactly one reading are resolved here; whatever depends on the
question (`n` for no, `bt`) or on diacritics nobody typed (`hai`, `dung`, `xa`, `nam`) is left to
the vocabularies (domain.md §5, traps 3 and 6).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from survey_flows.interview.normalise import Heard, fold, hear, parts, tidy, typing_leftovers


def words(text: str) -> frozenset[str]:
    """Return the words of `text`, for the sets the vocabularies are made of."""
    return frozenset(text.split())


_BEFORE = words(
    """
    dạ da vâng thưa tôi toi em cháu chau con mình minh tao bà ông ong anh chị bác bac cô chú thì thi là la
    ừ à ờ vậy thôi xin nhà gia
    """
)
_AFTER = words(
    """
    ạ nhé nghe đấy đó vậy em cháu chau anh chị chi bác bac cô chú con ông ong bà ha hen á mà ma với
    bạn ban nghen nhỉ
    """
)

_NOT = "ko k kh kg kô khg kong khôg khog khum hk hok hem hông hổng hỏng hong hôg hog khong kông"
_SHORT: Mapping[str, str] = {
    **dict.fromkeys(
        _NOT.split(),
        "không",
    ),
    "kp": "không phải",
    "kb": "không biết",
    "kbt": "không biết",
    "hl": "hài lòng",
    "khl": "không hài lòng",
    "rhl": "rất hài lòng",
    "rkhl": "rất không hài lòng",
    "bth": "bình thường",
    "btt": "bình thường",
    **dict.fromkeys(["dc", "đc", "đk", "đươc"], "được"),
    **dict.fromkeys(["bik", "bít", "bit", "bjt", "bjk"], "biết"),
    **dict.fromkeys(["oke", "okie", "okay", "oki", "okê", "okey", "okela", "okla"], "ok"),
    **dict.fromkeys(["tks", "thank", "thanks", "ths", "thx"], "cảm ơn"),
    **dict.fromkeys(["uh", "um", "uk", "uhm", "ừa", "ừm", "ừh", "uhu", "ưm", "ừhm"], "ừ"),
    **dict.fromkeys(["zậy", "dậy", "dzậy", "zay", "zị", "vại", "rứa", "rua"], "vậy"),
    **dict.fromkeys(["yep", "yeah", "yup", "yé"], "yes"),
    **dict.fromkeys(["nope", "nah"], "no"),
    **dict.fromkeys(["nhá", "nha", "nghen", "nhen", "nhe", "nhé", "nhoa"], "nhé"),
    **dict.fromkeys(["cx", "cũg", "cug"], "cũng"),
    "j": "gì",
    "ntn": "như thế nào",
    "tl": "trả lời",
    "hổi": "hỏi",
    "hoi": "hỏi",
    "mô": "nào",
    "chả": "chẳng",
    "hổm": "hôm",
    "tui": "tôi",
    "mik": "mình",
    "lồng": "lòng",
    "lòg": "lòng",
    "lòn": "lòng",
    "loòng": "lòng",
    "hìa": "hài",
    "háo": "hảo",
    "đg": "đang",
    "đag": "đang",
    "hs": "hồ sơ",
    "cb": "cán bộ",
    "ubnd": "ủy ban",
    "clgt": "dm",
    "dkm": "dm",
    "đkm": "dm",
    "đmm": "dm",
    "đm": "dm",
    "dmm": "dm",
    "vcl": "vl",
    "vãi": "vl",
}

_COMPOSED = """
    rất không hài lòng bình thường có chưa được biết đúng sớm trễ muộn hẹn một hai bốn năm lần chuyến tốt
    quá lắm đồng ý từ chối dừng hủy sau để nhớ rõ ạ vâng dạ nhiều giấy miệng xã huyện phường sở tỉnh cổng
    cảm ơn hiểu trả lời bận cũng vậy thế nào chán tệ ổn tuyệt vời
"""

_GLUED = (
    "rất không hài lòng",
    "không hài lòng",
    "chưa hài lòng",
    "bình thường",
    "rất hài lòng",
    "hài lòng",
    "không biết",
    "không có",
    "đồng ý",
    "từ chối",
    "một lần",
    "đúng hẹn",
)

_LEFTOVERS: Mapping[str, str] = {
    spelling: word for word in _COMPOSED.split() for spelling in sorted(typing_leftovers(word))
}
_UNGLUED: Mapping[str, tuple[str, ...]] = {
    spelling: tuple(phrase.split())
    for phrase in _GLUED
    for spelling in (phrase.replace(" ", ""), fold(phrase).replace(" ", ""))
}


@lru_cache(maxsize=4096)
def spell(word: str) -> tuple[str, ...]:
    """Return the words that one typed lower-case word stands for.

    >>> spell("khl"), spell("raast"), spell("5nhé")
    (('không', 'hài', 'lòng'), ('rất',), ('5', 'nhé'))
    """
    composed = _LEFTOVERS.get(word)
    if composed is not None:
        return (composed,)
    if any(sign in "0123456789" for sign in word) and not word.isdigit():
        pieces = parts(word)
        if len(pieces) > 1:
            return tuple(found for piece in pieces for found in spell(piece))
        return (word,)
    word = tidy(word)
    short = _SHORT.get(word)
    if short is not None:
        return tuple(short.split())
    return _UNGLUED.get(word) or (word,)


def core_of(said: Sequence[str]) -> tuple[int, int]:
    """Return where a message begins and ends without politeness and pronouns, never taking all.

    >>> core_of("dạ em hài lòng ạ".split()), core_of("vâng ạ".split())
    ((2, 4), (0, 1))
    """
    start, end = 0, len(said)
    while end > 1 and said[end - 1] in _AFTER:
        end -= 1
    while end - start > 1 and said[start] in _BEFORE:
        start += 1
    return start, end


def listen(text: str) -> Heard:
    """Make a typed text comparable, spelling resolved."""
    return hear(text, spell, core_of)
