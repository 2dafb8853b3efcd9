"""A choice named by its own words, and several choices in one message."""

from __future__ import annotations

import re
from functools import lru_cache

from survey_flows.interview.meanings import code_for
from survey_flows.interview.normalise import Heard, folded
from survey_flows.interview.numbers import several_numbers, single_number
from survey_flows.interview.phrases import AMBIGUOUS, any_of
from survey_flows.interview.places import places
from survey_flows.interview.reading import Certain, Doubt, NoValue, Probable, Reading, Unclear
from survey_flows.interview.spelling import listen
from survey_flows.interview.state import MissingKind
from survey_flows.questionnaire.model import Item, ItemKind

_UNCLEAR = Unclear()
_ALL = frozenset(
    {
        "tất cả",
        "tat ca",
        "cả",
        "tất",
        "hết",
        "cái nào cũng cần",
        "cai nao cung can",
        "cái gì cũng cần",
        "toàn bộ",
        "chọn hết",
        "chon het",
        "chọn tất cả",
        "tất cả các ý",
        "tất cả đều cần",
        "cái nào cũng quan trọng",
        "ý nào cũng cần",
        "cả 9",
        "cả 9 cái",
        "het",
        "all",
    }
)
_NOTHING = frozenset(
    {
        "không",
        "khong",
        "không có",
        "khong co",
        "không cần",
        "không gì",
        "thôi không",
        "không cái nào",
        "không có gì",
        "khong co gi",
        "không có gì cả",
        "không cần gì",
        "khong can gi",
        "không cần gì thêm",
        "khong can gi them",
        "không cần thêm gì",
        "không có cái nào",
        "khong co cai nao",
        "không có ý nào",
    }
    | {
        "thế là tốt rồi",
        "thế này là ổn rồi",
        "thế là ổn rồi",
        "em thấy đủ rồi",
        "đủ rồi",
        "the la tot roi",
        "vậy là tốt rồi",
        "tốt rồi",
        "tot roi",
        "thế là được rồi",
        "vậy là được rồi",
        "không ý kiến",
        "không ý kiến gì",
        "không có ý kiến",
        "không có ý kiến gì",
        "chẳng có gì",
        "none",
    }
)
_NONE_OF_THESE = re.compile(
    f"{any_of('thôi')}?{any_of('không;khỏi;chưa')}"
    f"{any_of('có;cần;chọn;lấy;mong;đề xuất;yêu cầu;mong muốn;ý kiến')}"
    f"{any_of('gì;thêm;hết;cả;nữa;cái nào;ý nào;phải;để;sửa;chê;phàn nàn;góp ý')}*"
    f"{any_of('gì;thêm;hết;cả;nữa;cái nào;ý nào;góp ý nào;nào;cải thiện;thay đổi;luôn;đâu;điều gì')}*"
)
_ALL_OF_THESE = re.compile(
    f"{any_of('chọn;lấy;cần')}?"
    f"(?:{any_of('tất cả;tất;hết;cả chín;cả 9;toàn bộ;hết cả')}"
    f"|{any_of('cái nào cũng;ý nào cũng;mục nào cũng')}{any_of('cần;quan trọng;muốn;tốt;chọn')})"
    f"{any_of('luôn;hết;các ý;các mục;các điều;cái;ý;đều cần;đều quan trọng;nhé')}*"
)
_GOOD_AS_IT_IS = re.compile(
    f"(?:{any_of('mọi thứ;cái gì cũng;cái nào cũng;tất cả;đều;cũng;thế là;vậy là;thì;nói chung')})*"
    f"{any_of('rất;quá')}?{any_of('tốt;ok;ổn;được;hài lòng;đầy đủ')}"
    f"(?:{any_of('cả;hết;rồi;lắm;luôn;cả rồi')})+"
)
"""`tốt hết rồi`: nothing is wanted."""
_NO_CHOICE_CODES = frozenset({"none", "khong", "no", "nothing"})


def by_label(heard: Heard, item: Item) -> Reading:
    """Return the choice whose own words were typed; a part that fits one choice only is probable."""
    words, plain = heard.bare.words, heard.bare.plain
    exact: set[str] = set()
    partly: set[str] = set()
    for choice in item.choices:
        for label in choice.labels.values():
            own = _words_of(label)
            if _is_spelled(heard.words, own) or _is_spelled(words, own):
                exact.add(choice.code)
            elif len(plain) >= 2 and _holds(own, words):
                partly.add(choice.code)
    if len(exact) == 1:
        return Certain(exact.pop())
    if not exact and len(partly) == 1:
        return Probable(partly.pop())
    return _UNCLEAR


def several(heard: Heard, item: Item) -> Reading:
    """Read an answer of one or more choices: numbers, words for all or none, or one choice's words."""
    number = single_number(heard)
    if number is not None:
        is_one = 1 <= number <= len(item.choices)
        return _chosen([number], item, is_certain=True) if is_one else _run_together(str(number), item)
    numbers = several_numbers(heard)
    if numbers is not None:
        is_range = len(numbers) == 2 and "-" in heard.line
        return _chosen(numbers, item, is_certain=not is_range)
    return _several_in_words(heard, item)


def says_none(heard: Heard) -> bool:
    """Whether the message is "none of these"."""
    said = " ".join(heard.bare.words)
    if _GOOD_AS_IT_IS.fullmatch(heard.bare.spoken) is not None:
        return True
    return said in _NOTHING or _NONE_OF_THESE.fullmatch(heard.bare.spoken) is not None


def _several_in_words(heard: Heard, item: Item) -> Reading:
    said = " ".join(heard.bare.words)
    if says_none(heard):
        return _nothing(item)
    if said in _ALL or _ALL_OF_THESE.fullmatch(heard.bare.spoken) is not None:
        return _chosen(list(range(1, len(item.choices) + 1)), item, is_certain=False)
    if item.reading == "place":
        found = _places(heard, item)
        if found is not None:
            return found
    return by_label(heard, item)


def _chosen(numbers: list[int], item: Item, *, is_certain: bool) -> Reading:
    if any(not 1 <= number <= len(item.choices) for number in numbers):
        return _UNCLEAR
    wanted = set(numbers)
    if item.kind is ItemKind.SELECT_ONE and len(wanted) > 1:
        return _UNCLEAR
    if item.maximum_choices is not None and len(wanted) > item.maximum_choices:
        return Unclear(Doubt.OVERLIMIT)
    value = " ".join(item.choices[number - 1].code for number in sorted(wanted))
    return Certain(value) if is_certain else Probable(value)


def _run_together(digits: str, item: Item) -> Reading:
    """Read `135` as a probable 1, 3, 5, where there are less than ten choices."""
    if len(digits) < 2 or len(set(digits)) != len(digits) or len(item.choices) > 9:
        return _UNCLEAR
    reading = _chosen([int(digit) for digit in digits], item, is_certain=False)
    return reading if isinstance(reading, Probable) else _UNCLEAR


def _nothing(item: Item) -> Reading:
    """Return the form's own "none", else that the question does not apply to this respondent."""
    for choice in item.choices:
        if choice.code.lower() in _NO_CHOICE_CODES:
            return Certain(choice.code)
    if item.kind is ItemKind.SELECT_ONE or item.reading == "place":
        return _UNCLEAR
    return NoValue(MissingKind.NOT_APPLICABLE)


def _places(heard: Heard, item: Item) -> Reading | None:
    named = places(heard)
    if named is None:
        return None
    codes = [code_for(item.choices, "place", place) for place in named[0]]
    known = [code for code in codes if code is not None]
    if len(known) < len(codes) or (item.kind is ItemKind.SELECT_ONE and len(known) > 1):
        return _UNCLEAR
    value = " ".join(known)
    return Certain(value) if named[1] else Probable(value)


@lru_cache(maxsize=2048)
def _words_of(label: str) -> tuple[str, ...]:
    return listen(label).words


def _is_spelled(said: tuple[str, ...], own: tuple[str, ...]) -> bool:
    if said == own:
        return True
    if len(said) != len(own) or (len(own) == 1 and said[0] in AMBIGUOUS):
        return False
    return all(
        one == other or (one.isascii() and one == folded(other)) for one, other in zip(said, own, strict=True)
    )


def _holds(own: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Whether `said` stands as it is within a label."""
    return any(_is_spelled(said, own[at : at + len(said)]) for at in range(len(own) - len(said) + 1))
