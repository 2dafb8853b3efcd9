"""The questions the official texts leave open, and which setting answers each (domain.md §2).

Every choice is printed in the report's method section, so each is tied here to the key of the plan
file that carries it, to the recommended default, and to what speaks for it. `*` in a key stands for
every kind of unit. A question none of whose keys a plan writes does not arise in that scheme (no
households, no misprinted name, no total in the decision) and is listed apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from survey_flows.plans.open_questions import QUESTIONS

# (question, key in the plan file, recommended value or "" where it depends on the scheme, what speaks for it)
_CHOICES = (
    ("A-01", "scoring.denominator", "answered", "report's figures for Ban Dân tộc fit only answers given"),
    ("A-02", "scoring.item_nonresponse", "excluded_and_reported", "LS L170-172: base is those who answered"),
    (
        "A-03",
        "scoring.respondents",
        "any_satisfaction_answer",
        "LS: number of people who answered the satisfaction questions",
    ),
    (
        "A-04",
        "scoring.no_feedback_experience",
        "routed_out",
        "LS L130: feedback is asked of those who gave some",
    ),
    ("A-05", "draw.interval", "fractional", "SP L115-130; equals the plan's example when k is whole"),
    ("A-06", "draw.start", "1", "SP L129: the first is serial 01"),
    ("A-06", "draw.seed", "—", "optional random start, off unless given"),
    ("A-07", "frame.people_order", "given_name", "SP L111: theo vần abc; dictionaries' order of tones"),
    ("A-08", "frame.village_order", "natural_number", "LC L61: numbered residential groups"),
    ("A-09", "frame.duplicates", "newest_per_service", "SR L291: repeated names in the lists"),
    ("A-10", "draw.repeated_person", "keep_first", "not stated; nobody is asked twice in a wave"),
    ("A-11", "draw.reserve_percent", "50", "SP L148: 50 %; rounded up"),
    ("A-12", "draw.borrow_reserve", "true", "SP L150: from the other service"),
    (
        "A-13",
        "draw.substitution",
        "same_service_list_order",
        "SR L125: reserve when the listed person cannot answer",
    ),
    ("A-14", "kinds.*.census_below", "", "SP L65: fewer than 60 users, ask all; counted per agency"),
    ("A-15", "kinds.*.allocation", "", "SP L102-105 gives no draw for online users"),
    ("A-16", "frame.exclude_out_of_province", "true", "SP L113; the same for online departments"),
    ("A-17", "kinds.*.busiest", "", "SP L83: 40-50 and 10-20"),
    ("A-18", "kinds.XA.quota", "", "SP L72, L91-96: 5 + 5 over two services; LS L189: 3 + 2"),
    ("A-18", "kinds.*.choice", "", "SP L91-96; LC L47-57; LS names no rule and takes Sơn La's"),
    ("A-19", "validity.minimum_answered_percent", "50", "SR: all valid, no rule given"),
    (
        "A-19",
        "validity.partial_from_percent",
        "50",
        "SR L125: no reserve for who began; from half of the items on the form counts",
    ),
    ("A-19", "validity.speeding", "flag", "flags only"),
    ("A-19", "validity.straight_lining", "flag", "flags only"),
    ("A-20", "province.misprints", "", "LC L43, L53, L55: “Sơn Hòa” is Sìn Hồ"),
    (
        "A-21",
        "households.villages.on_coincidence",
        "nearest_free",
        "LC L51-61: the seat leaves its list first; then the nearest free neighbour",
    ),
    ("A-22", "households.hamlets", "proportional_at_least_one", "LC L67: all hamlets, no rule of choice"),
    ("A-22", "households.officer_list", "with_note", "LC L131: districts send lists of households"),
    ("A-23", "questionnaire.literacy_screener", "", "LC L39 asks for it, no other scheme does"),
    ("A-24", "scoring.province_index", "", "mean of blocks reproduces Sơn La's published 95,01"),
    (
        "A-25",
        "scoring.unit_index",
        "with_communes",
        "LS L187-189; the report's minima fit huyện with communes",
    ),
    ("A-26", "scoring.block_index", "pooled", "not stated"),
    ("A-27", "scoring.service_index", "pooled", "not stated; quotas weight the services"),
    ("A-27", "scoring.service_minimum_base", "10", "a service's own index from 10 answers"),
    ("A-28", "scoring.mixed_forms", "pooled", "SP L63: procedure users and representatives together"),
    ("A-29", "draw.list_reserve", "", "SP L62-63: 50, 30, 20 forms over 31 organisations"),
    (
        "A-30",
        "scoring.multiple_answers",
        "both",
        "the report's shares are of ticks, its words say people",
    ),
    ("A-31", "questionnaire.expectation_choices", "3", "the report's tick counts need at least 3"),
    ("A-32", "verification.base", "collected", "SP L217 list; LC L109 and SR L131 forms collected"),
    ("A-33", "verification.contents", "", "named in no document; from the supervisors' duties"),
    ("A-34", "verification.on_failed_content", "quarantine_and_reopen", "not stated"),
    ("A-34", "verification.on_unreachable", "keep", "SR kept all 2.640 forms"),
    ("A-35", "scoring.rounding", "half_up_at_print", "SR prints two decimals, once truncated"),
    ("A-36", "scoring.minimum_base", "10", "SR prints 0 % of a tiny base"),
    (
        "A-37",
        "scoring.counters",
        "target, issued, replaced, failed",
        "SR L143: 27 failures in spite of a reserve",
    ),
    ("A-38", "totals", "", "LS L185-196; SP II.3 and LC II.1.c give the factors only; ST gives no number"),
    ("A-39", "questionnaire.scale_order", "ascending", "the ministry's forms"),
    ("A-40", "privacy.agency_sees", "counts_and_published", "SR L129: agencies take no part in fieldwork"),
    ("A-41", "blocks", "", "two-level government since 2025: kinds and blocks are data"),
    ("A-42", "wave.window.to", "", "SP: until the survey; SR: 30/9/2024"),
    ("A-43", "kinds.*.require_result", "", "SP L55 and LS L139: received; ST L124: not demanded"),
    ("A-44", "questionnaire.item_bank", "shared", "SP L167 against SR: three forms"),
    ("A-44", "kinds.*.organisation_form", "", "SP L167: one form for citizens, one for organisations"),
)
_UNWRITTEN = "—"


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """One open question: its number, the key that answers it, the answer, and why.

    `recommended` is the default of domain.md §2, "" where the scheme itself must say.
    """

    question: str
    setting: str
    value: str
    source: str
    recommended: str = ""

    @property
    def is_as_recommended(self) -> bool:
        """Whether the plan keeps the recommended default, or there is none to keep."""
        return self.recommended in {"", self.value}


def ambiguities_of(written: Mapping[str, Any]) -> tuple[Ambiguity, ...]:
    """Every open question that arises in a parsed plan file, with its answers; a key left out reads "—"."""
    found = [
        Ambiguity(question, setting, _shown(_look_up(written, setting.split("."))), source, recommended)
        for question, setting, recommended, source in _CHOICES
    ]
    arising = {one.question for one in found if one.value != _UNWRITTEN}
    return tuple(one for one in found if one.question in arising)


def questions_not_arising(ambiguities: tuple[Ambiguity, ...]) -> tuple[str, ...]:
    """The numbers of the open questions that a scheme does not raise."""
    arising = {one.question for one in ambiguities}
    return tuple(question for question in QUESTIONS if question not in arising)


@dataclass(frozen=True, slots=True)
class _ByKind:
    values: tuple[tuple[str, Any], ...]


def _look_up(written: Any, keys: list[str]) -> Any:
    for place, key in enumerate(keys):
        if not isinstance(written, Mapping):
            return None
        if key == "*":
            return _ByKind(tuple(_by_kind(written, keys[place + 1 :])))
        if key not in written:
            return None
        written = written[key]
    return written


def _by_kind(kinds: Mapping[str, Any], keys: list[str]) -> Iterator[tuple[str, Any]]:
    for name, kind in kinds.items():
        if (value := _look_up(kind, keys)) is not None:
            yield name, value


def _shown(value: Any) -> str:
    match value:
        case None | _ByKind(values=()):
            return _UNWRITTEN
        case bool():
            return "true" if value else "false"
        case _ByKind(values=values):
            return "; ".join(f"{name} {_shown(one)}" for name, one in values)
        case list():
            return ", ".join(map(_shown, value))
        case Mapping():
            return _shown_table(value)
        case _:
            return str(value)


def _shown_table(value: Mapping[str, Any]) -> str:
    match value:
        case {"lists": list() as lists}:
            return " + ".join([*(["seat"] if value.get("seat", True) else []), *map(_shown_list, lists)])
        case {"source": source, "kinds": _}:
            each = f"{value['each']} x {value.get('units', '?')}" if "each" in value else "?"
            return f"{value.get('forms', each)} [{source}]"
        case {"code": code}:
            return str(code)
        case _ if all(isinstance(one, str) and one.isupper() for one in value.values()):
            return ", ".join(f"{name} → {code}" for name, code in value.items())
        case _:
            return ", ".join(value)


def _shown_list(written: Mapping[str, Any]) -> str:
    taken = [
        *([f"first {written['first']}"] if written.get("first") else []),
        *(f"no. {place}" for place in written.get("positions", ())),
        *(["last"] if written.get("last") else []),
    ]
    classes = "+".join(map(str, written.get("classes", ())))
    return ", ".join(taken) + (f" of class {classes}" if classes else "")
