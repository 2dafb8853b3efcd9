"""Validity: whether a collected form counts, and what looks odd about it.

Rules (domain.md A-19): a form is invalid when its respondent is not on the list, when fewer than
half of the satisfaction items that apply to it are answered, when it repeats another form, or when
it is test data; it is quarantined when verification found a content untrue (A-34). Speeding and
straight-lining are flags for a supervisor, never reasons: fast agreement and equal answers are
common among honest people (reliability.md §6.2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType


class Verdict(StrEnum):
    """Whether a form counts."""

    VALID = "valid"
    INVALID = "invalid"
    QUARANTINED = "quarantined"


class Reason(StrEnum):
    """Why a form does not count."""

    NOT_LISTED = "not_listed"
    TOO_FEW_ANSWERS = "too_few_answers"
    DUPLICATE = "duplicate"
    TEST_DATA = "test_data"
    FAILED_VERIFICATION = "failed_verification"


class Flag(StrEnum):
    """What a supervisor should look at; changes nothing by itself."""

    SPEEDING = "speeding"
    STRAIGHT_LINING = "straight_lining"


REASON_NAMES: Mapping[Reason, Mapping[str, str]] = MappingProxyType(
    {
        Reason.NOT_LISTED: {
            "vi": "Người trả lời không có trong danh sách",
            "en": "The respondent is not on the list",
        },
        Reason.TOO_FEW_ANSWERS: {
            "vi": "Trả lời chưa đủ số câu hỏi về mức độ hài lòng",
            "en": "Too few satisfaction items answered",
        },
        Reason.DUPLICATE: {"vi": "Phiếu trùng", "en": "Duplicate form"},
        Reason.TEST_DATA: {"vi": "Phiếu thử", "en": "Test form"},
        Reason.FAILED_VERIFICATION: {"vi": "Không đạt phúc tra", "en": "Failed verification"},
    }
)

FLAG_NAMES: Mapping[Flag, Mapping[str, str]] = MappingProxyType(
    {
        Flag.SPEEDING: {"vi": "Trả lời quá nhanh", "en": "Answered very fast"},
        Flag.STRAIGHT_LINING: {"vi": "Chọn một mức cho mọi câu", "en": "One answer to every item"},
    }
)


@dataclass(frozen=True, slots=True)
class ValidityRules:
    """A wave's thresholds, printed in the report's method section.

    `minimum_share` of applicable satisfaction items must be answered. Below `seconds_per_item`
    on average a form is flagged as speeding (2 s an item, Huang 2012); a run of one answer over
    at least `straight_line_items` satisfaction items is flagged as straight-lining. Only the flags
    in `flags` are raised; a wave may ignore the others.
    """

    minimum_share: Fraction = Fraction(1, 2)
    seconds_per_item: Fraction = Fraction(2)
    straight_line_items: int = 10
    flags: frozenset[Flag] = frozenset(Flag)


DEFAULT_RULES = ValidityRules()


@dataclass(frozen=True, slots=True)
class CollectedForm:
    """What validity looks at in one form.

    `applicable` counts the satisfaction items relevant to this respondent; `satisfaction` are the
    codes given to them in asking order, without item nonresponse. `items_answered` counts all
    items, `seconds` the time spent answering them, None when unknown.
    """

    applicable: int
    satisfaction: Sequence[str]
    items_answered: int = 0
    seconds: int | None = None
    is_listed: bool = True
    is_duplicate: bool = False
    is_test: bool = False
    has_failed_verification: bool = False


@dataclass(frozen=True, slots=True)
class Validity:
    """The verdict on a form with every reason that holds, and its flags."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    flags: tuple[Flag, ...]

    @property
    def is_valid(self) -> bool:
        """Whether the form counts."""
        return self.verdict is Verdict.VALID


def judge(form: CollectedForm, rules: ValidityRules = DEFAULT_RULES) -> Validity:
    """Judge one form. A form to which no satisfaction item applies cannot count."""
    holds = {
        Reason.NOT_LISTED: not form.is_listed,
        Reason.TOO_FEW_ANSWERS: not form.satisfaction
        or len(form.satisfaction) < rules.minimum_share * form.applicable,
        Reason.DUPLICATE: form.is_duplicate,
        Reason.TEST_DATA: form.is_test,
        Reason.FAILED_VERIFICATION: form.has_failed_verification,
    }
    reasons = tuple(reason for reason, is_so in holds.items() if is_so)
    if not reasons:
        verdict = Verdict.VALID
    elif reasons == (Reason.FAILED_VERIFICATION,):
        verdict = Verdict.QUARANTINED
    else:
        verdict = Verdict.INVALID
    return Validity(verdict, reasons, _flags(form, rules))


def _flags(form: CollectedForm, rules: ValidityRules) -> tuple[Flag, ...]:
    return tuple(flag for flag in _seen(form, rules) if flag in rules.flags)


def _seen(form: CollectedForm, rules: ValidityRules) -> tuple[Flag, ...]:
    flags: list[Flag] = []
    if form.seconds is not None and form.items_answered:
        pace = Fraction(form.seconds, form.items_answered)
        if pace < rules.seconds_per_item:
            flags.append(Flag.SPEEDING)
    if len(form.satisfaction) >= rules.straight_line_items and len(set(form.satisfaction)) == 1:
        flags.append(Flag.STRAIGHT_LINING)
    return tuple(flags)
