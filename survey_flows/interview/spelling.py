"""How people spell: shorthand, glued words, and what an uncomposed Telex or VNI keyboard leaves.

Only spellings that stand for exactly one reading are resolved here; whatever depends on the
question (`n` for no, `bt`) or on diacritics nobody typed (`hai`, `dung`, `xa`, `nam`) is left to
the vocabularies (domain.md §5, traps 3 and 6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from survey_flows.interview.gluing import parted, shifted
from survey_flows.interview.keyboards import composed, is_syllable, retoned
from survey_flows.interview.normalise import Heard, fold, folded, hear, parts, tidy
from survey_flows.interview.politeness import core_of
from survey_flows.interview.slips import mistyped

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
    **dict.fromkeys(["chả", "chẳng", "chang", "đếch", "éo", "nỏ", "đíu", "hỏng"], "không"),
    "hổm": "hôm",
    "hum": "không",
    "kq": "kết quả",
    "kbiet": "không biết",
    "dey": "đây",
    "log": "long",
    "dzạ": "dạ",
    "ukm": "ừ",
    "òi": "rồi",
    "chơ": "chứ",
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
    "hcc": "hành chính công",
    "tthcc": "trung tâm hành chính công",
    "ttpvhcc": "trung tâm phục vụ hành chính công",
    "ttphcc": "trung tâm phục vụ hành chính công",
    "pvhcc": "phục vụ hành chính công",
    **dict.fromkeys(["nt", "nhtin"], "nhắn tin"),
    "tn": "tin nhắn",
    "nựa": "nữa",
    **dict.fromkeys(["đungd", "đungf", "dừgn", "đừgn"], "đừng"),
    **dict.fromkeys(["ngừg", "ngừgn", "ngưg"], "ngừng"),
    "khoá": "khóa",
    **dict.fromkeys(["sđt", "sdt", "đt"], "số điện thoại"),
    "răng": "sao",
    "mần": "làm",
    "mi": "mày",
    "nớ": "đó",
    "tau": "tao",
    "thiệt": "thật",
    "xíu": "tí",
    "stp": "stop",
    "lun": "luôn",
    "dùm": "giùm",
    "coá": "có",
    "cóa": "có",
    **dict.fromkeys(["vkl", "vcc", "vlz"], "vl"),
    **dict.fromkeys(["clm", "dcm", "vcm"], "dm"),
    "trl": "trả lời",
    **dict.fromkeys(["bthg", "bthuong", "bthường", "bìnhth"], "bình thường"),
    "bìn": "bình",
    **dict.fromkeys(["camon", "cámơn", "cảmơn"], "cảm ơn"),
    **dict.fromkeys(["z", "v"], "vậy"),
    **dict.fromkeys(["nx", "nũa"], "nữa"),
    "lm": "làm",
    **dict.fromkeys(["huỳ", "hùy", "hũy", "huỹ", "hụy", "húy", "huý"], "hủy"),
    **dict.fromkeys(["nhừng", "ngừn", "ngưn", "ngùng", "ngứng", "ngửng", "ngững"], "ngừng"),
    "ak": "ạ",
    "hlòng": "hài lòng",
    "qg": "quốc gia",
    **dict.fromkeys(["tchoi", "tchối"], "từ chối"),
    "hlong": "hài lòng",
    **dict.fromkeys(["rấc", "rât", "rứt", "rấy"], "rất"),
    "ni": "này",
    "ổng": "ông ấy",
    "bả": "bà ấy",
    "thg": "thường",
    "ub": "ủy ban",
    "uỷ": "ủy",
    "mún": "muốn",
    **dict.fromkeys(["thoy", "thôy", "thui", "thâu", "hoy"], "thôi"),
    **dict.fromkeys(["dừg", "dừn", "duừng", "dưng", "dửng", "dững"], "dừng"),
    **dict.fromkeys(["đừg", "đừn", "đưng", "đửng"], "đừng"),
    "dg": "dung",
    "ntin": "nhắn tin",
    **{word: word for word in ("more", "list", "text", "off")},
    "phìn": "phiền",
    **dict.fromkeys(["đki", "dki"], "đăng ký"),
    "xoá": "xóa",
    "clgt": "dm",
    "dkm": "dm",
    "đkm": "dm",
    "đmm": "dm",
    "đm": "dm",
    "dmm": "dm",
    "vcl": "vl",
    "vãi": "vl",
}

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
    "hủy đăng ký",
    "dừng lại",
    "nhắn tin",
    "đừng nhắn tin",
    "đừng nhắn nữa",
    "không nhắn nữa",
    "một lần",
    "đúng hẹn",
)

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
    known = _known(word)
    if known is not None:
        return known
    whole = composed(word)
    if whole is not None:
        return _known(whole) or (whole,)
    if any(sign in "0123456789" for sign in word) and not word.isdigit():
        pieces = parts(word)
        if len(pieces) > 1:
            return tuple(found for piece in pieces for found in spell(piece))
        return (word,)
    if word.startswith("stop") and len(word) > len("stop") and word.isalpha() and word[4] != "p":
        return "stop", word[4:]
    single = tidy(word)
    single = single if single.isascii() else retoned(single)
    known = None if len(single) == 1 < len(word) else _known(single)
    if known is not None:
        return known
    return _repaired(word, single)


def _repaired(word: str, single: str) -> tuple[str, ...]:
    """Return the words of one that is mistyped or glued from several; the word itself when it is neither."""
    meant = mistyped(single)
    if meant is not None:
        return _known(meant) or (meant,)
    glued = None if is_syllable(single) else parted(word) or parted(single)
    if glued is None:
        return (single,)
    return tuple(found for piece in map(tidy, glued) for found in _known(piece) or (piece,))


def _known(word: str) -> tuple[str, ...] | None:
    short = _SHORT.get(word)
    return _UNGLUED.get(word) if short is None else tuple(short.split())


_DO_NOT = re.compile(r"\bđg (?=(?:nt|ib|inbox|nhắn|gửi|gởi|spam)\b)", re.IGNORECASE)
"""`đg` is `đang`, but `đừng` before what we do."""


def listen(text: str) -> Heard:
    """Make a typed text comparable, spelling resolved."""
    if "đg " in text:
        text = _DO_NOT.sub("đừng ", text)
    heard = hear(text, spell, core_of)
    if all(map(_is_word, heard.words)):
        return heard
    said = tuple(_with_blanks_in_place(heard.words))
    if said == heard.words:
        return heard
    return replace(
        heard, words=said, plain=tuple(map(folded, said)), spoken=" ".join(said) + " ", core=core_of(said)
    )


@lru_cache(maxsize=4096)
def _is_word(word: str) -> bool:
    return is_syllable(word) or not word.isalpha()


def _with_blanks_in_place(said: Sequence[str]) -> Iterator[str]:
    """Yield the words, a blank that stands one letter off put back."""
    before: str | None = None
    for word in said:
        pair = None if before is None else shifted(before, word)
        if pair is not None:
            yield pair[0]
            before = pair[1]
            continue
        if before is not None:
            yield before
        before = word
    if before is not None:
        yield before
