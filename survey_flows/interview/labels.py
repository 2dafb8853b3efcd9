"""The labels of domain.md §5: one word for what a reply to a kind of question was taken for.

`S1`…`S5`, `YES`, `NO`, `T1` … are recorded as they stand; the same with `?` is proposed and must be
confirmed; `UNCLEAR` is asked again; the others are wishes, reports and remarks. The engine never
sees these words: they are how replies are marked by hand, and how `sipas understand` speaks.

Where our reading is finer than the labels, the nearest label is given: a question of purpose is
`WHO`, being away for long `MOVED`; a wish that is only probable (`dung`) and one that has no label
(go on, done) is `UNCLEAR`. Several places are `PL_MULTI`, whether proposed or recorded.
"""

from __future__ import annotations

from collections.abc import Mapping

from survey_flows.interview.events import Asked
from survey_flows.interview.inputs import Command
from survey_flows.interview.reading import (
    Aside,
    Certain,
    NoValue,
    Probable,
    Reading,
    Report,
    Told,
    Unclear,
    Wish,
)
from survey_flows.interview.state import MissingKind
from survey_flows.questionnaire.model import Choice, Item, ItemKind, ItemRole

ANYWHERE = "any"
"""The question type of what may be said at any moment."""

_UNCLEAR = "UNCLEAR"


def _select(kind: str, prefix: str, choices: Mapping[str, str], maximum: int | None = None) -> Item:
    """Return the question of a kind; codes are the labels without their prefix."""
    several = kind in {"place", "multi3"}
    return Item(
        prefix,
        ItemKind.SELECT_MULTIPLE if several else ItemKind.SELECT_ONE,
        {"vi": kind},
        role=ItemRole.CONSENT if kind == "consent" else ItemRole.OTHER,
        reading="multi" if kind == "multi3" else kind,
        choices=tuple(Choice(code, {"vi": label}) for code, label in choices.items()),
        maximum_choices=maximum,
    )


_YES_NO = {"YES": "Có", "NO": "Không"}

QUESTIONS: Mapping[str, Item] = {
    "sat5": _select(
        "sat5",
        "S",
        {
            "1": "Rất không hài lòng",
            "2": "Không hài lòng",
            "3": "Bình thường",
            "4": "Hài lòng",
            "5": "Rất hài lòng",
        },
    ),
    **{kind: _select(kind, "", _YES_NO) for kind in ("yesno", "yn_harass", "yn_fee", "yn_feedback")},
    "trips": _select(
        "trips",
        "T",
        {"1": "1 lần", "2": "2 lần", "3": "3 lần", "4P": "Từ 4 lần trở lên", "0": "Không lần nào"},
    ),
    "slip": _select(
        "slip",
        "SLIP_",
        {
            "YES": "Có giấy hẹn",
            "INSTANT": "Không, vì được trả kết quả ngay",
            "ORAL": "Không, chỉ hẹn bằng lời",
            "NONE": "Không, dù phải quay lại lấy",
        },
    ),
    "punct": _select("punct", "", {"EARLY": "Sớm hơn hẹn", "ONTIME": "Đúng hẹn", "LATE": "Trễ hẹn"}),
    "place": _select(
        "place",
        "PL_",
        {
            "COMMUNE": "Bộ phận một cửa xã, phường, thị trấn",
            "DISTRICT": "Bộ phận một cửa huyện, thành phố",
            "DEPT": "Bộ phận một cửa của sở, ngành",
            "PASC": "Trung tâm phục vụ hành chính công tỉnh",
            "PORTAL": "Cổng dịch vụ công trên mạng",
            "OTHER": "Nơi khác",
        },
    ),
    "multi3": _select("multi3", "", {str(number): f"Điều số {number}" for number in range(1, 10)}, maximum=3),
    "consent": _select("consent", "", {"YES": "Đồng ý", "REFUSE": "Không đồng ý"}),
}
"""A question of each kind, as the replies were written for it."""

_WISHES: Mapping[Command, str] = {
    Command.STOP: "STOP",
    Command.BACK: "BACK",
    Command.PAUSE: "LATER",
    Command.SKIP: "SKIP",
    Command.HELP: "HELP",
    Command.WHO: "WHO",
    Command.WHY: "WHO",
    Command.LANGUAGE: "LANG",
}
_REPORTS: Mapping[Report, str] = {
    Report.REFUSES: "REFUSE",
    Report.STOPS: _UNCLEAR,
    Report.WRONG_PERSON: "WRONG_PERSON",
    Report.INELIGIBLE: "INELIGIBLE",
    Report.MOVED: "MOVED",
    Report.AWAY: "MOVED",
    Report.DECEASED: "DECEASED",
    Report.INCAPABLE: _UNCLEAR,
}
_MISSING: Mapping[MissingKind, str] = {
    MissingKind.DONT_KNOW: "DK",
    MissingKind.REFUSED: "REFUSE",
    MissingKind.NOT_APPLICABLE: "NA",
    MissingKind.NOT_REACHED: _UNCLEAR,
}
_ASIDES: Mapping[Asked, str] = {Asked.WHY: "WHO", Asked.LANGUAGE: "LANG"}


def question(kind: str) -> Item | None:
    """Return the question of a kind of reply; None for `any` and for kinds nobody knows."""
    return QUESTIONS.get(kind)


def label(reading: Reading, item: Item | None) -> str:
    """Return the label of `reading`, the meaning of a reply to `item` (one of `QUESTIONS`)."""
    match reading:
        case Certain(value):
            return _of_value(value, item)
        case Probable(value):
            named = _of_value(value, item)
            return named if named == "PL_MULTI" else f"{named}?"
        case NoValue(kind):
            is_none_of_these = kind is MissingKind.NOT_APPLICABLE and item is QUESTIONS["multi3"]
            return "NONE" if is_none_of_these else _MISSING[kind]
        case Unclear(doubt):
            return doubt.value
        case Aside(about):
            return _ASIDES.get(about, about.name)
        case Wish(command):
            return _WISHES.get(command, _UNCLEAR)
        case Told(report):
            return _REPORTS[report]


def _of_value(value: str, item: Item | None) -> str:
    if item is None:
        return _UNCLEAR
    codes = value.split()
    if item.reading == "place" and len(codes) > 1:
        return "PL_MULTI"
    return item.name + ",".join(codes)
