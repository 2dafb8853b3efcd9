"""Numbers in a typed answer: the number of a choice, several of them, a count, a date.

Choices are numbered from 1 in the order they are shown, whatever their codes: that is the number a
respondent sees in an SMS and on a crowded card.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from survey_flows.interview.normalise import Heard, words

_UNITS = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
_LED = {"nam": 5}
"""Clear after what announces a number: `muc nam`, `so nam`."""
_LAST_DIGITS = {word: value for word, value in _UNITS.items() if value < 10} | {
    "mốt": 1,
    "tư": 4,
    "lăm": 5,
    "nhăm": 5,
}
_LONGEST_PADDED = 9
_BARE_UNITS = {"mot": 1, "bon": 4, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
"""Numerals that stay clear without diacritics; `hai`, `ba`, `nam` alone do not (trap 3)."""

_LEADING = words(
    """
    số so mức muc độ chọn chon ý đáp dap án an phương phuong lựa lua điểm diem chấm cham cho là la
    trả tra lời loi bấm bam chỉ chi mục tôi toi nhấn đánh danh giá gia câu cau mỗi moi cần cái chốt chot ok
    vote cái cai
    """
)
_CLOSING = words("điểm diem thôi thoi đ đi di")
_ORDINAL = words("câu cau")
_JOINING = words("và va với voi số so ý cả ca thêm them điểm thôi thoi")
_SEVERAL = re.compile(r"[0-9]{1,2}(?:\s*[,;.+&/ -]\s*[0-9]{1,2})+\s*[.!]?")
_DECIMAL = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,6})?")
_INTEGER = re.compile(r"-?(?:[0-9]{1,15}|[0-9]{1,3}(?:[. ][0-9]{3}){1,4})")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+")
"""`1.500` is fifteen hundred or one and a half: as a decimal it is asked again."""
_DATE = re.compile(r"([0-9]{1,2})\s*[-/.]\s*([0-9]{1,2})\s*[-/.]\s*([0-9]{4})")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_COUNTED = words("tuổi tuoi năm nam lần lan người nguoi ngày ngay đồng dong tháng thang phút phut giờ gio")


def numeral(word: str) -> int | None:
    """Return the value of one word: digits without leading zero, or a numeral with its diacritics.

    >>> numeral("4"), numeral("bốn"), numeral("04"), numeral("nam")
    (4, 4, None, None)
    """
    if word.isascii() and word.isdigit():
        return int(word) if len(word) <= 4 and (word[0] != "0" or word == "0") else None
    return _UNITS.get(word) or _BARE_UNITS.get(word)


def single_number(heard: Heard, *, may_praise: bool = False) -> int | None:
    """Return the one number that is the whole message (`số 4`, `chọn 4 nhé`), or None.

    `số 1` is no number where it `may_praise` (trap 4: "the best"); `câu 2` names a question, no answer.
    """
    said = heard.bare.words
    start, end = 0, len(said)
    while end - start > 1 and said[start] in _LEADING:
        start += 1
    while end - start > 1 and said[end - 1] in _CLOSING:
        end -= 1
    if end - start != 1:
        return None
    word = said[start]
    is_led = start > 0 or (heard.core[0] > 0 and heard.words[heard.core[0] - 1] in _LEADING)
    is_led = is_led or said[end : end + 1] in {("điểm",), ("diem",)}
    if word in {"hai", "ba"} and not is_led and (len(heard.words) == 1 or heard.line.isascii()):
        return None  # hài, or father: alone, or typed without marks, they are too thin for a number
    number = _LED.get(word) if is_led and word in _LED else numeral(word)
    if start and said[start - 1] in _ORDINAL:
        return None
    is_the_best = may_praise and number == 1 and said[:start] in {("số",), ("so",)}
    return None if is_the_best else number


def leading_number(heard: Heard) -> tuple[int, Heard] | None:
    """Split `1 - rất hài lòng` into 1 and the words after it; None when it does not start so."""
    bare = heard.bare
    said = bare.words
    if len(said) > 1 and len(said[0]) == 1 and said[0] in "123456789" and not said[1].isdigit():
        return int(said[0]), bare.part(1, len(said))
    return None


def trailing_number(heard: Heard) -> tuple[int, Heard] | None:
    """Split `rất hài lòng 5` into 5 and the words before it; None when it does not end so."""
    bare = heard.bare
    said = bare.words
    if len(said) > 1 and len(said[-1]) == 1 and said[-1] in "123456789" and not said[-2].isdigit():
        return int(said[-1]), bare.part(0, len(said) - 1)
    return None


def several_numbers(heard: Heard) -> list[int] | None:
    """Return the numbers of a list (`1 3 5`, `1,3,5`, `một ba năm`, `1 và 3`), or None."""
    line = heard.line.strip()
    if _SEVERAL.fullmatch(line):
        return [int(number) for number in re.findall("[0-9]+", line)]
    spoken = heard.bare.words
    if any(one in _ORDINAL and numeral(other) is not None for one, other in pairwise(spoken)):
        return None
    said = [word for word in spoken if word not in _JOINING and word not in _LEADING]
    numbers = [numeral(word) or _LED.get(word) for word in said]
    if len(numbers) < 2 or None in numbers:
        return None
    return [number for number in numbers if number is not None]


def integer(heard: Heard) -> str | None:
    """Return a whole number as digits; thousands may be set off (`1.500`), a unit may follow.

    A telephone number is none: its zero would be lost.
    """
    line = heard.line
    said = heard.words
    if len(said) == 2 and said[1] in _COUNTED and said[0].isdigit() and said[0].isascii():
        line = said[0]
    line = line.strip(" !")
    line = line.removesuffix(".")
    if not _INTEGER.fullmatch(line):
        return _spoken(heard.bare.words)
    digits = re.sub("[. ]", "", line)
    return None if digits[0] == "0" and len(digits) > _LONGEST_PADDED else str(int(digits))


def _spoken(said: Sequence[str]) -> str | None:
    """Return a number of up to 99 said in words with their marks: `mười tám`, `hai mươi lăm`, `ba mốt`."""
    said = said[:-1] if len(said) > 1 and said[-1] in _COUNTED else said
    match [*said]:
        case [one] if one in _UNITS:
            return str(_UNITS[one])
        case ["mười", one] if one in _LAST_DIGITS:
            return str(10 + _LAST_DIGITS[one])
        case [ten, "mươi"] if ten in _UNITS:
            return str(10 * _UNITS[ten])
        case [ten, "mươi", one] if ten in _UNITS and one in _LAST_DIGITS:
            return str(10 * _UNITS[ten] + _LAST_DIGITS[one])
        case _:
            return None


def decimal(heard: Heard) -> str | None:
    """Return a decimal number with a point; people type a comma."""
    line = heard.line.strip(" !")
    return line.replace(",", ".") if _DECIMAL.fullmatch(line) and not _THOUSANDS.fullmatch(line) else None


def day(heard: Heard) -> str | None:
    """Return an ISO date from `31/12/2024` or `2024-12-31`; None for a day that never was."""
    line = heard.line.strip(" .!")
    found = _DATE.fullmatch(line)
    order: Sequence[int] = (3, 2, 1)
    if found is None:
        found, order = _ISO_DATE.fullmatch(line), (1, 2, 3)
    if found is None:
        return None
    try:
        return date(*(int(found[part]) for part in order)).isoformat()
    except ValueError:
        return None
