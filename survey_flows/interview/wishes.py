"""What a respondent asks of the conversation's form: change question 3, list my answers, diacritics, English.

Rules:
1. The whole message is the wish: a verb of changing, the question's number, politeness. "Sửa câu 3
   trong mẫu đơn" is an opinion about a form, not a wish.
2. `co dau` and `khong dau` typed without diacritics may be `có đâu` and `không đâu`, two ways to say
   no (domain.md §5, trap 2): only `có dấu`, `CODAU` and longer phrases switch the diacritics.
3. A language that is named is the one to go on in, also for who reads it already; only "language" alone
   goes round.
4. Nothing beside the wish is taken: "sửa câu 3 thành 5" goes to question 3 and asks it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from survey_flows.interview.inputs import Command
from survey_flows.interview.normalise import words
from survey_flows.interview.reading import Wish
from survey_flows.interview.spelling import listen
from survey_flows.interview.tongues import SPOKEN


@dataclass(frozen=True, slots=True)
class Jump:
    """Change question `number`, counted from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class Accents:
    """Text messages with diacritics from now on, or without."""

    are_wanted: bool


@dataclass(frozen=True, slots=True)
class Speak:
    """Go on in the language with this code, named in words."""

    language: str


Asking = Jump | Accents | Speak | Wish

_LONGEST = 60  # characters; a wish is short
_POLITE = words(
    "cho xin toi tui minh em chau con bac muon can hay nho on da a vang u phien please i want to let me"
)
_CHANGING = words("sua doi chinh thay change edit fix correct redo")
_GOING = words("quay tro ve lui len xuong den toi sang xem tra loi chon lam bam back go nham sai lon")
_QUESTION = words("cau question q")
_AFTER = words("lai a nhe nha di voi giup duoc khong roi sai nham lon cai cho toi em chau please ban oi")
_WRONG = words("sai nham lon sua doi")
_NUMBERS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi": 10, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
}  # fmt: skip
_REPLACED = re.compile(r"(?:thanh|la|sang|to) \S+(?: \S+)?")

_REVIEW = frozenset(
    """
    xem lai;xem lai cau tra loi;xem lai cac cau tra loi;xem lai cac cau;xem lai phieu;xem phieu;
    xem cau tra loi;xem cac cau tra loi;xem lai het;xem lai tat ca;danh sach cau tra loi;
    liet ke cau tra loi;toi da tra loi gi;da tra loi gi;toi da tra loi nhung gi;
    toi tra loi gi roi;cac cau da tra loi;nhung cau da tra loi;cau tra loi cua toi;
    review;my answers;list answers;list my answers;show my answers
    """.replace("\n", "").replace("    ", "").split(";")
)  # fmt: skip
_KEEP = frozenset(
    {"giu nguyen", "de nguyen", "nhu cu", "van the", "van nhu cu", "khong doi", "keep", "keep it"}
)
_SPEAK = {
    name: language
    for language, names in {
        "en": "english;in english;english version;english only;speak english;tieng anh;noi tieng anh;"
        "doi sang tieng anh;chuyen sang tieng anh;ban tieng anh",
        "vi": "tieng viet;noi tieng viet;vietnamese;in vietnamese;doi sang tieng viet;"
        "chuyen sang tieng viet;ban tieng viet;speak vietnamese",
    }.items()
    for name in names.split(";")
}
_NAMED = {**_SPEAK, **SPOKEN}
_SWITCHES = "viet {};nhan {};nhan tin {};gui {};tieng viet {};chu {};doi sang {}"
_WITH = frozenset({"codau", "with diacritics", *_SWITCHES.format(*["co dau"] * 7).split(";")})
_WITHOUT = frozenset({"khongdau", "without diacritics", *_SWITCHES.format(*["khong dau"] * 7).split(";")})


@lru_cache(maxsize=4096)
def wish_in(text: str) -> Asking | None:
    """Return what `text` asks of the conversation's form; None for anything else. Never raises.

    >>> wish_in("cho tôi sửa câu 3"), wish_in("câu 3 sai rồi"), wish_in("có dấu")
    (Jump(number=3), Jump(number=3), Accents(are_wanted=True))
    >>> wish_in("co dau") is None
    True
    """
    if len(text) > _LONGEST:
        return None
    heard = listen(text)
    said = [word for word in heard.plain if word not in {"da", "vang"}]
    line = " ".join(said)
    bare = _without_politeness(said)
    if heard.words == ("có", "dấu") or line in _WITH or " ".join(bare) in _WITH:
        return Accents(True)
    if heard.words == ("không", "dấu") or line in _WITHOUT or " ".join(bare) in _WITHOUT:
        return Accents(False)
    if line in _REVIEW or " ".join(bare) in _REVIEW:
        return Wish(Command.REVIEW)
    if line in _KEEP:
        return Wish(Command.KEEP)
    language = _NAMED.get(line) or _NAMED.get(" ".join(bare))
    if language is not None:
        return Speak(language)
    return _jump(bare)


def _without_politeness(said: list[str]) -> list[str]:
    start, end = 0, len(said)
    while start < end and said[start] in _POLITE:
        start += 1
    while end > start and said[end - 1] in {"a", "nhe", "nha", "di", "voi", "please"}:
        end -= 1
    return said[start:end]


def _jump(said: list[str]) -> Jump | None:
    """A verb, "question", its number, and nothing of weight after it; or "question 3 is wrong"."""
    verbs = 0
    while verbs < len(said) and said[verbs] in _CHANGING | _GOING | {"lai"}:
        verbs += 1
    at = verbs
    while at < len(said) and said[at] in _QUESTION | {"hoi", "so", "thu"}:
        at += 1
    is_named = at > verbs and said[verbs] in _QUESTION
    if at >= len(said) or not (is_named or _CHANGING.intersection(said[:verbs])):
        return None
    if not is_named and (at > verbs or len(said) != at + 1 or said[0] != "sua"):
        return None
    number = _number(said[at])
    rest = said[at + 1 :]
    if number is None or (verbs == 0 and not _WRONG.intersection(rest)):
        return None
    is_light = all(word in _AFTER or word in _WRONG for word in rest)
    is_replaced = (
        bool(_CHANGING.intersection(said[:verbs])) and _REPLACED.fullmatch(" ".join(rest)) is not None
    )
    return Jump(number) if is_light or is_replaced else None


def _number(word: str) -> int | None:
    if word.isascii() and word.isdigit():
        return int(word) if len(word) <= 3 else None
    return _NUMBERS.get(word)
