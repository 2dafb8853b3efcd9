"""Where an answer begins and ends once politeness is left out: `dạ em hài lòng ạ` is `hài lòng`.

Rules (domain.md §5, trap 3):
1. Only what says nothing of its own is left out, and never the whole message: `vâng ạ` is `vâng`.
2. Words that announce an answer (`câu này tôi chọn …`) are politeness; words that doubt it
   (`tôi nghĩ là`) or give in (`thôi thì`, `ừ thì`) are not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from survey_flows.interview.normalise import fold, words

_BEFORE = words(
    """
    anh bac bà bác chau cháu chú chị con cô da dạ em gia họ la là minh mình nhà ong tao tau thưa toi
    tui tôi tụi vang me u ngoai vâng vậy xin à ông ờ ừ ngoại mẹ má bố cụ dì mợ thím nội mệ o e mk chu
    """
)
_BEFORE_PHRASES = """
    gia đình; gia dinh; cá nhân; ca nhan; theo tôi; theo toi; theo em; theo mình; với tôi; với em;
    đối với tôi; bà con; chúng tôi; bọn em; tôi và gia đình; tôi thì; em thì; mình thì; cả nhà;
    bọn mình; thật ra; nói thật; làm ơn; lam on; xin phép; vui lòng; đề nghị; yêu cầu;
    câu này tôi chọn; câu này em chọn; câu này; cau nay; tôi đánh giá; mình đánh giá; em đánh giá;
    bác đánh giá; toi danh gia; câu này chọn; câu này là; câu này thì; câu này tôi;
    cái này là; câu này em; cái này thì; về câu này thì; tôi chọn; em chọn; chọn; trả lời là;
    xin chọn; xin trả lời là; xin trả lời; đáp án là; đáp án; ghi là; ghi cho tôi là; tôi bấm;
    em trả lời là; chắc chắn là; em ơi; cháu ơi; anh ơi; chị ơi; bạn ơi; con ơi; các bạn ơi; cô ơi;
    chú ơi; thật lòng; thật tình; thực lòng; em thấy là; theo em là; theo tôi thì; theo mình là;
    theo em thì; cá nhân tôi; xin thưa; kính thưa; kính gửi quý cơ quan; kính gửi cơ quan; kính gửi; đánh
    giá của tôi là;
    đánh giá của tôi; đánh giá của em là; bản thân tôi; ban than toi; công ty chúng tôi; công ty tôi;
    câu này tôi lấy; câu này lấy; tôi lấy; em lấy; dạ thưa; phải nói là; phải nói;
    tôi xin trả lời là; cau nay toi chon; cau nay chon; cau nay la; em oi; chau oi; anh oi; chi oi;
    ban oi; toi chon; em chon; chon; tra loi la; cho tôi; cho toi; cho em; cho mình; cho cháu
"""
"""Openers in more than one word, or that announce an answer; what follows is said as without them."""
_AFTER = words(
    """
    ad admin anh bac ban bà bác bạn chau chi cháu chú chị con cô cưng em ha hà hè hén hỉ ma mà ne
    nghe nghen nhé nè oi ong shop sếp vậy với á ông đó do đấy ơi ạ o b nờ í
    """
)
_AFTER_PHRASES = """
    các bạn; mấy bạn; các em; mấy em; các cháu; mấy cháu; mấy anh; mấy chị; các anh; các chị;
    cac ban; may ban; mọi người; em gái; nha cưng; cảm ơn; cám ơn; cam on; cán bộ; can bo; quý vị;
    các anh chị; à nhé
"""
_CALLING = words("a à ạ ơi oi nhé nha")
_KIN = words("em cháu chau con cô co chú chu bác bac anh chị chi bạn ban ông ong bà ba")
_TELLING = words("dạ da vâng vang")
_SPOKEN_BY_KIN = words("hai không khong rất rat thấy thay cũng cung chọn chon chấm cham chưa chua")
_TWO = 2
_LIGHT = words("dạ da vâng vang ok ừ rồi roi xin được chân thành rất")
"""`ok cảm ơn` is thanks, `hài lòng cảm ơn` an answer."""


def _by_word(phrases: str, at: int) -> Mapping[str, list[tuple[str, ...]]]:
    """Return the phrases, with marks and without any, by their first or last word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    written = {form for phrase in phrases.split(";") for form in (phrase.strip(), fold(phrase.strip()))}
    for phrase in sorted((tuple(form.split()) for form in written), key=lambda one: (-len(one), one)):
        found.setdefault(phrase[at], []).append(phrase)
    return found


_OPENERS = _by_word(_BEFORE_PHRASES, 0)
_CLOSERS = _by_word(_AFTER_PHRASES, -1)


def core_of(said: Sequence[str]) -> tuple[int, int]:
    """Return where a message begins and ends without politeness and pronouns, never taking all.

    >>> core_of("dạ em hài lòng ạ".split()), core_of("vâng ạ".split())
    ((2, 4), (0, 1))
    """
    start, end = 0, len(said)
    while end > 1:
        step = (
            _ends(said, end)
            or _calls(said, end)
            or (1 if said[end - 1] in _AFTER or _is_hen(said, end - 1) else 0)
        )
        if not step or step >= end:
            break
        end -= step
    while end - start > 1:
        step = _begins(said, start) or int(said[start] in _BEFORE or _begins_with_kin(said, start))
        if not step or start + step >= end:
            break
        start += step
    return start, end


def _calls(said: Sequence[str], end: int) -> int:
    """Whether the message ends by calling somebody: `cháu à`, `em a`, `cô ơi`; how many words that are.

    Only after a word of kin is `a` without a mark nothing but politeness: `hai long a` may be asked back.
    """
    is_called = said[end - 1] in _CALLING and end > (_TWO + (said[end - 2] == "co")) and said[end - 2] in _KIN
    is_told = said[end - 1] == "a" and (said[end - 2].isdigit() or said[0] in _TELLING)
    return _TWO if is_called else int(is_told)


def _begins_with_kin(said: Sequence[str], start: int) -> bool:
    """Whether `ba` is the grandmother who speaks, not the number three."""
    return said[start] == "ba" and said[start + 1] in _SPOKEN_BY_KIN


def _is_hen(said: Sequence[str], at: int) -> bool:
    """Whether the word is the particle `hen`, not `hẹn` (appointment) typed without diacritics."""
    return said[at] == "hen" and (said[at - 1].isdigit() or not said[at - 1].isascii())


def _begins(said: Sequence[str], start: int) -> int:
    for phrase in _OPENERS.get(said[start], ()):
        if tuple(said[start : start + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def _ends(said: Sequence[str], end: int) -> int:
    for phrase in _CLOSERS.get(said[end - 1], ()):
        before = end - len(phrase)
        if before > 0 and tuple(said[before:end]) == phrase and said[before - 1] not in _LIGHT:
            return len(phrase)
    return 0
