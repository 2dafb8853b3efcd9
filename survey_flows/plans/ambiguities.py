"""The questions the official texts leave open, and which setting answers each (domain.md §2).

Every choice is printed in the report's method section, so each is tied here to the key of the plan
file that carries it and to what speaks for it. Questions that cannot arise in a scheme of this
shape (households, other provinces) are not listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# (question, key in the plan file, what speaks for the choice)
_CHOICES = (
    ("A-01", "scoring.denominator", "report's figures for Ban Dân tộc fit only answers given"),
    ("A-02", "scoring.item_nonresponse", "LS L170-172: base is those who answered"),
    ("A-03", "scoring.respondents", "LS: number of people who answered the satisfaction questions"),
    ("A-04", "scoring.no_feedback_experience", "LS L130: feedback is asked of those who gave some"),
    ("A-05", "draw.interval", "SP L115-130; equals the plan's example when k is whole"),
    ("A-06", "draw.start", "SP L129: the first is serial 01"),
    ("A-06", "draw.seed", "optional random start, off unless given"),
    ("A-07", "frame.people_order", "SP L111: theo vần abc; dictionaries' order of tones"),
    ("A-08", "frame.village_order", "LC L61: numbered residential groups"),
    ("A-09", "frame.duplicates", "SR L291: repeated names in the lists"),
    ("A-10", "draw.repeated_person", "not stated; nobody is asked twice in a wave"),
    ("A-11", "draw.reserve_percent", "SP L148: 50 %; rounded up"),
    ("A-12", "draw.borrow_reserve", "SP L150: from the other service"),
    ("A-13", "draw.substitution", "SR L125: reserve when the listed person cannot answer"),
    ("A-14", "kinds.SO.census_below", "SP L65: fewer than 60 users, ask all; counted per agency"),
    ("A-15", "kinds.SO_ONLINE.allocation", "SP L102-105 gives no draw for online users"),
    ("A-16", "frame.exclude_out_of_province", "SP L113; the same for online departments"),
    ("A-17", "kinds.SO.busiest", "SP L83: 40-50 and 10-20"),
    ("A-18", "kinds.XA.quota", "SP L72, L91-96: 5 + 5 over two services; communes listed in the plan"),
    ("A-19", "validity.minimum_answered_percent", "SR: all valid, no rule given"),
    ("A-19", "validity.speeding", "flags only"),
    ("A-19", "validity.straight_lining", "flags only"),
    ("A-23", "questionnaire.literacy_screener", "a condition of Lai Châu, not of Sơn La"),
    ("A-24", "scoring.province_index", "mean of blocks reproduces the published 95,01"),
    ("A-25", "scoring.unit_index", "LS L187-189; the report's minima fit huyện with communes"),
    ("A-26", "scoring.block_index", "not stated"),
    ("A-27", "scoring.service_index", "not stated; quotas weight the services"),
    ("A-27", "scoring.service_minimum_base", "a service's own index from 10 answers"),
    ("A-28", "scoring.mixed_forms", "SP L63: procedure users and representatives together"),
    ("A-29", "draw.list_reserve", "SP L62-63: 50, 30, 20 forms over 31 organisations"),
    ("A-30", "scoring.multiple_answers", "the report's shares are of ticks, its words say people"),
    ("A-31", "questionnaire.expectation_choices", "the report's tick counts need at least 3"),
    ("A-32", "verification.base", "SP L217 list; LC L109 and SR L131 forms collected"),
    ("A-33", "verification.contents", "named in no document; from the supervisors' duties"),
    ("A-34", "verification.on_failed_content", "not stated"),
    ("A-34", "verification.on_unreachable", "SR kept all 2.640 forms"),
    ("A-35", "scoring.rounding", "SR prints two decimals, once truncated"),
    ("A-36", "scoring.minimum_base", "SR prints 0 % of a tiny base"),
    ("A-37", "scoring.counters", "SR L143: 27 failures in spite of a reserve"),
    ("A-39", "questionnaire.scale_order", "the ministry's forms"),
    ("A-40", "privacy.agency_sees", "SR L129: agencies take no part in fieldwork"),
    ("A-41", "blocks", "two-level government since 2025: kinds and blocks are data"),
    ("A-42", "wave.window.to", "SP: until the survey; SR: 30/9/2024"),
    ("A-43", "kinds.SO.require_result", "SP L55: result received"),
    ("A-44", "questionnaire.item_bank", "SP L167 against SR: three forms"),
)


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """One open question: its number, the key that answers it, the answer, and why."""

    question: str
    setting: str
    value: str
    source: str


def ambiguities_of(written: Mapping[str, Any]) -> tuple[Ambiguity, ...]:
    """Every open question with the answer a parsed plan file gives; keys left out read "—"."""
    return tuple(
        Ambiguity(question, setting, _shown(_look_up(written, setting)), source)
        for question, setting, source in _CHOICES
    )


def _look_up(written: Any, setting: str) -> Any:
    for key in setting.split("."):
        if not isinstance(written, Mapping) or key not in written:
            return None
        written = written[key]
    return written


def _shown(value: Any) -> str:
    match value:
        case None:
            return "—"
        case bool():
            return "true" if value else "false"
        case list():
            return ", ".join(map(_shown, value))
        case Mapping():
            named = value.get("code")
            return str(named) if named is not None else ", ".join(map(str, value))
        case _:
            return str(value)
