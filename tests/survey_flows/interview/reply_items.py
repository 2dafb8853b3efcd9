"""Questions of every kind, and what the labels of domain.md §5 mean as readings of replies to them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from survey_flows.interview.inputs import Command
from survey_flows.interview.reading import (
    Aside,
    Certain,
    Doubt,
    NoValue,
    Probable,
    Reading,
    Report,
    Told,
    Unclear,
    Wish,
)
from survey_flows.interview.replies import read
from survey_flows.interview.state import MissingKind
from survey_flows.questionnaire.model import Item
from tests.survey_flows.interview.conversation import CONSENT, satisfaction, select, yes_no

ITEMS: dict[str, Item] = {
    "sat5": satisfaction("q"),
    "yesno": yes_no("q"),
    "yn_harass": yes_no("q", reading="yn_harass"),
    "yn_fee": yes_no("q", reading="yn_fee"),
    "yn_feedback": yes_no("q", reading="yn_feedback"),
    "trips": select("q", "1 lần", "2 lần", "3 lần", "Từ 4 lần trở lên", reading="trips"),
    "slip": select(
        "q",
        "Có giấy hẹn",
        "Không, vì được trả kết quả ngay",
        "Không, chỉ hẹn bằng lời",
        "Không, dù phải quay lại lấy",
        reading="slip",
        codes=("yes", "instant", "oral", "none"),
    ),
    "punct": select(
        "q", "Sớm hơn hẹn", "Đúng hẹn", "Trễ hẹn", reading="punct", codes=("early", "ontime", "late")
    ),
    "place": select(
        "q",
        "Bộ phận một cửa xã, phường, thị trấn",
        "Bộ phận một cửa huyện, thành phố",
        "Bộ phận một cửa của sở, ngành",
        "Trung tâm phục vụ hành chính công tỉnh",
        "Cổng dịch vụ công trên mạng",
        "Nơi khác",
        reading="place",
        is_multiple=True,
        codes=("commune", "district", "department", "centre", "portal", "other"),
    ),
    "multi3": select("q", *(f"Điều {letter}" for letter in "abcdefghi"), is_multiple=True, maximum=3),
    "consent": CONSENT,
}
CODES = {
    **{f"S{degree}": str(degree) for degree in range(1, 6)},
    "YES": "yes",
    "NO": "no",
    "T0": "0",
    "T1": "1",
    "T2": "2",
    "T3": "3",
    "T4P": "4",
    "SLIP_YES": "yes",
    "SLIP_INSTANT": "instant",
    "SLIP_ORAL": "oral",
    "SLIP_NONE": "none",
    "EARLY": "early",
    "ONTIME": "ontime",
    "LATE": "late",
    "PL_COMMUNE": "commune",
    "PL_DISTRICT": "district",
    "PL_DEPT": "department",
    "PL_PASC": "centre",
    "PL_PORTAL": "portal",
    "PL_OTHER": "other",
}
INTENTS = {
    "STOP": Wish(Command.STOP),
    "BACK": Wish(Command.BACK),
    "LATER": Wish(Command.PAUSE),
    "SKIP": Wish(Command.SKIP),
    "DK": NoValue(MissingKind.DONT_KNOW),
    "NA": NoValue(MissingKind.NOT_APPLICABLE),
    "NONE": NoValue(MissingKind.NOT_APPLICABLE),
    "UNCLEAR": Unclear(Doubt.UNCLEAR),
    "BATCH": Unclear(Doubt.BATCH),
    "OVERLIMIT": Unclear(Doubt.OVERLIMIT),
    "REFUSE": Told(Report.REFUSES),
    "WRONG_PERSON": Told(Report.WRONG_PERSON),
    "DECEASED": Told(Report.DECEASED),
    "MOVED": Told(Report.MOVED),
    "INELIGIBLE": Told(Report.INELIGIBLE),
}
"""The other labels of the sample are named like `Asked` members."""
ENDS = (Wish(Command.STOP), Told(Report.STOPS), *(Told(report) for report in Report))


def sample() -> list[tuple[str, str, str]]:
    """Rows of (text, kind of item, expected label); `any` rows once for every kind."""
    path = Path(__file__).with_name("replies.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        (row["text"], kind, row["expected"])
        for row in rows
        for kind in (ITEMS if row["question_type"] == "any" else [row["question_type"]])
    ]


def passes(kind: str, expected: str, reading: Reading) -> bool:
    """Score as domain.md §5 does: a proposal may also be unclear."""
    if expected == "PL_MULTI":
        return isinstance(reading, Certain | Probable) and len(reading.value.split()) > 1
    if expected.endswith("?"):
        wanted = CODES.get(expected[:-1], expected[:-1].replace(",", " "))
        return reading in {Probable(wanted), Unclear()}
    if expected in CODES or expected[0].isdigit():
        return reading == Certain(CODES.get(expected, expected.replace(",", " ")))
    if kind == "consent" and expected == "REFUSE":
        return reading in {Certain("no"), Told(Report.REFUSES)}
    if expected in INTENTS:
        return reading == INTENTS[expected]
    about = {"LANG": "language"}.get(expected, expected.lower())
    return isinstance(reading, Aside) and reading.about.value == about


def records(reading: Reading) -> bool:
    return isinstance(reading, Certain | NoValue)


def misread(rows: Iterable[tuple[str, str, Reading]]) -> list[tuple[str, str, Reading]]:
    """Return those of (kind of item, text, meaning) that mean something else, with what they mean."""
    return [
        (kind, text, reading)
        for kind, text, expected in rows
        if (reading := read(text, ITEMS[kind])) != expected
    ]
