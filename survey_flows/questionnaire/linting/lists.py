"""Lists of choices that no one message shows: 150 communes on one card.

Limits: an inline keyboard of Telegram holds 100 buttons, of which some are the standing ones; a message of
Zalo 2000 characters, choices beyond its few buttons being numbered lines of it; our budget for one question
by SMS is three parts of 153. A list that a `choice_filter` narrows is not measured: how many stay depends on
the answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from survey_flows.questionnaire.linting.columns import language_of, what_of
from survey_flows.questionnaire.linting.findings import Finding, at
from survey_flows.questionnaire.linting.outline import Entry, Outline
from survey_flows.questionnaire.model import SMS_WORDING
from survey_flows.questionnaire.sheets import Row

_MOST_BUTTONS: Final = 90
_ZALO_TEXT: Final = 2000
_SMS_TEXT: Final = 459


def find(outline: Outline, entry: Entry, channels: Collection[str]) -> Iterator[Finding]:
    """What is too much for one message of each channel."""
    rows = outline.lists.get(entry.type.choice_list, ())
    if not rows or outline.codes(entry) is None or entry.cell("choice_filter"):
        return
    words = {"list": entry.type.choice_list, "count": len(rows)}
    place = (outline.survey, entry.number, entry.heading("type"))
    if "telegram" in channels and len(rows) > _MOST_BUTTONS:
        yield at(*place, "too-many-choices", channel="telegram", most=_MOST_BUTTONS, **words)
    for channel, most, code in (
        ("zalo", _ZALO_TEXT, "too-long-list"),
        ("zalo_bot", _ZALO_TEXT, "too-long-list"),
        ("sms", _SMS_TEXT, "list-over-sms-budget"),
    ):
        length = _longest(outline, entry, rows, is_sms=channel == "sms")
        if channel in channels and length > most:
            yield at(*place, code, channel=channel, most=most, length=length, **words)


def _longest(outline: Outline, entry: Entry, rows: tuple[Row, ...], *, is_sms: bool) -> int:
    """Characters of the question and its numbered choices, in the longest language of the channel."""
    columns = [column for column in outline.choices.columns if what_of(column) == "label"]
    texts = [column for column in columns if language_of(column) == SMS_WORDING]
    if not is_sms or not texts:
        texts = [column for column in columns if language_of(column) != SMS_WORDING]
    numbers = sum(len(str(number)) + 2 for number in range(1, len(rows) + 1))
    return max(
        (
            len(entry.row.cells.get(column, ""))
            + numbers
            + sum(len(row.cells.get(column, "")) for row in rows)
            for column in texts
        ),
        default=0,
    )
