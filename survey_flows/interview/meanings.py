"""What a vocabulary of replies may mean, and which choice of a form carries a meaning.

A vocabulary knows meanings ("late"), not codes: a form's author is free to code them. The choice is
found by the name of its code or, when the form has as many choices as the vocabulary has meanings,
by its place (`code_for`). Where neither fits, the reply stays unclear.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from survey_flows.questionnaire.model import Choice


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was said, and whether it is plain enough to be recorded without asking back."""

    name: str
    is_plain: bool


def plain(name: str) -> Meaning:
    """Return a meaning that may be recorded."""
    return Meaning(name, True)


def perhaps(name: str) -> Meaning:
    """Return a meaning that must be confirmed first."""
    return Meaning(name, False)


ORDER: Mapping[str, tuple[str, ...]] = {
    "yesno": ("yes", "no"),
    "trips": ("1", "2", "3", "4"),
    "slip": ("got", "instant", "oral", "none"),
    "punct": ("early", "ontime", "late"),
    "place": ("commune", "district", "department", "centre", "portal", "other"),
}
"""Meanings in the order of domain.md §4.0."""

_CODES: Mapping[str, frozenset[str]] = {
    "yes": frozenset({"yes", "y", "co", "true", "ok", "agree", "dong_y"}),
    "no": frozenset({"no", "n", "khong", "false", "disagree", "refuse", "khong_dong_y"}),
    "0": frozenset({"0", "zero", "t0", "never"}),
    "1": frozenset({"1", "one", "t1", "once"}),
    "2": frozenset({"2", "two", "t2", "twice"}),
    "3": frozenset({"3", "three", "t3"}),
    "4": frozenset({"4", "four", "t4", "t4p", "4p", "4plus", "4_plus", "more", "four_or_more", "four_plus"}),
    "got": frozenset({"got", "yes", "slip_yes", "given", "received"}),
    "instant": frozenset(
        {"instant", "slip_instant", "at_once", "none_instant", "immediate", "no_at_once", "none_at_once"}
    ),
    "oral": frozenset({"oral", "slip_oral", "told", "none_oral", "verbal", "no_oral", "none_told"}),
    "none": frozenset({"none", "slip_none", "no", "none_later", "no_later", "none_returned", "nothing"}),
    "early": frozenset({"early", "som", "before"}),
    "ontime": frozenset({"ontime", "on_time", "dung", "dung_hen", "punctual"}),
    "late": frozenset({"late", "tre", "muon", "after"}),
    "commune": frozenset({"commune", "xa", "pl_commune", "commune_desk"}),
    "district": frozenset({"district", "huyen", "pl_district", "district_desk"}),
    "department": frozenset({"department", "dept", "so", "pl_dept", "department_desk"}),
    "centre": frozenset({"centre", "center", "pasc", "pl_pasc", "provincial_centre", "centre_desk"}),
    "portal": frozenset({"portal", "pl_portal", "online", "portals"}),
    "other": frozenset({"other", "khac", "pl_other"}),
}


def code_for(choices: tuple[Choice, ...], vocabulary: str, meaning: str) -> str | None:
    """Return the form's code that carries `meaning`, or None when no choice clearly does."""
    names = _CODES[meaning] if meaning in _CODES else frozenset[str]()
    for choice in choices:
        if choice.code.lower() in names:
            return choice.code
    order = ORDER[vocabulary]
    if len(choices) == len(order) and meaning in order:
        return choices[order.index(meaning)].code
    return None
