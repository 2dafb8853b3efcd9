"""The yes or no to "do you mean …?", and which answer to a request for consent refuses it."""

from __future__ import annotations

from survey_flows.interview import numbers
from survey_flows.interview.meanings import code_for
from survey_flows.interview.spelling import listen
from survey_flows.interview.yes_no import yes_or_no
from survey_flows.questionnaire.model import Item, ItemKind


def agrees(text: str) -> bool | None:
    """Return the yes or no to "do you mean …?"; None for anything else.

    >>> agrees("đúng rồi ạ"), agrees("2"), agrees("hài lòng") is None
    (True, False, True)
    """
    heard = listen(text)
    number = numbers.single_number(heard)
    if number is not None:
        return {1: True, 2: False}.get(number)
    if heard.asks or heard.is_garbled:
        return None
    if heard.bare.plain in {("ok",), ("dung",), ("duoc",)} and heard.bare.words != ("dừng",):
        return True
    found = yes_or_no(heard, "yesno")
    return None if found is None or not found.is_plain else found.name == "yes"


def is_refusal(item: Item, code: str) -> bool:
    """Whether `code` is the "no" of a consent item."""
    if item.kind is ItemKind.ACKNOWLEDGE:
        return code == "no"
    return code == code_for(item.choices, "yesno", "no")
