"""Back-check (phúc tra): which forms are verified by telephone, and what a call's result means.

Rules:
- ceil(share x all collected forms), 20 % in Sơn La, spread over the units in proportion to what
  each collected by largest remainder (domain.md A-32); inside a unit every form has the same
  chance. Same forms and seed, same sample, on any machine (reliability.md I19).
- A call asks three contents (A-33). All confirmed: the form stands. A content not confirmed: the
  form is quarantined and its case goes to the reserve, or where the plan says so it is flagged and
  stands. Unreachable or unwilling: neutral, the form stands (A-34), as Sơn La 2024 kept all its forms.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from types import MappingProxyType
from typing import assert_never

from survey_flows.ids import CaseId, UnitCode


class BackCheckBase(StrEnum):
    """What the share to verify is a share of (A-32)."""

    COLLECTED = "collected"
    LIST = "list"
    """The people in the survey list: everybody issued, reserves that stepped in included."""


class FailedContent(StrEnum):
    """What a plan does with a form whose content was not confirmed (A-34)."""

    QUARANTINE_AND_REOPEN = "quarantine_and_reopen"
    FLAG = "flag"


class BackCheckOutcome(StrEnum):
    """What one verification call came to."""

    CONFIRMED = "confirmed"
    CONTENT_FAILED = "content_failed"
    WRONG_OR_UNREACHABLE = "wrong_or_unreachable"
    NON_COOPERATIVE = "non_cooperative"


OUTCOME_NAMES: Mapping[BackCheckOutcome, Mapping[str, str]] = MappingProxyType(
    {
        BackCheckOutcome.CONFIRMED: {
            "vi": "Xác nhận đúng cả ba nội dung",
            "en": "All three contents confirmed",
        },
        BackCheckOutcome.CONTENT_FAILED: {
            "vi": "Có nội dung không đúng",
            "en": "A content not confirmed",
        },
        BackCheckOutcome.WRONG_OR_UNREACHABLE: {
            "vi": "Sai số hoặc không liên lạc được",
            "en": "Wrong number or unreachable",
        },
        BackCheckOutcome.NON_COOPERATIVE: {"vi": "Không hợp tác", "en": "Not cooperative"},
    }
)

# The three contents by code, as the Sơn La plan words them; another plan may name its own.
CONTENTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "TOOK_PART": {
            "vi": "Chính người có tên trong danh sách đã nhận và trả lời phiếu",
            "en": "The listed person received and answered the form",
        },
        "OWN_ANSWERS": {
            "vi": "Tự trả lời, không ai gợi ý hay trả lời thay",
            "en": "Answered alone, nobody hinted or answered instead",
        },
        "ANSWER_FEE": {
            "vi": "Đã nhận tiền trả lời phiếu",
            "en": "Received the answer fee",
        },
    }
)


@dataclass(frozen=True, slots=True)
class Keep:
    """The form stands."""


@dataclass(frozen=True, slots=True)
class QuarantineAndReopen:
    """The form leaves the data and the next reserve may be released for its case."""


@dataclass(frozen=True, slots=True)
class Flag:
    """The form stands; the failed content is counted and reported."""


Consequence = Keep | Flag | QuarantineAndReopen


def consequence(
    outcome: BackCheckOutcome, rule: FailedContent = FailedContent.QUARANTINE_AND_REOPEN
) -> Consequence:
    """What follows for the form from a call's outcome under the plan's rule (A-34)."""
    match outcome:
        case BackCheckOutcome.CONTENT_FAILED:
            return QuarantineAndReopen() if rule is FailedContent.QUARANTINE_AND_REOPEN else Flag()
        case (
            BackCheckOutcome.CONFIRMED
            | BackCheckOutcome.WRONG_OR_UNREACHABLE
            | BackCheckOutcome.NON_COOPERATIVE
        ):
            return Keep()
        case _:
            assert_never(outcome)


def judge_contents(
    confirmed: Mapping[str, bool], contents: Collection[str] = CONTENTS.keys()
) -> BackCheckOutcome:
    """The outcome of a call in which the person answered: every content, confirmed or not.

    `contents` are the codes the plan asks. Raises ValueError when one was not asked or an unknown
    one is named.
    """
    if set(confirmed) != set(contents):
        raise ValueError(
            f"a call covers exactly the contents {', '.join(contents)}; got {', '.join(confirmed)}"
        )
    return BackCheckOutcome.CONFIRMED if all(confirmed.values()) else BackCheckOutcome.CONTENT_FAILED


def minimum_checks(collected: int, share: Fraction) -> int:
    """How many of `collected` forms must be verified: the share, rounded up."""
    return ceil(collected * share)


def draw_backcheck(
    completed: Mapping[UnitCode, Sequence[CaseId]], share: Fraction, seed: int
) -> tuple[tuple[UnitCode, tuple[CaseId, ...]], ...]:
    """Draw the forms to verify, by unit in code order, case identifiers ascending.

    `completed` holds the collected forms' cases of every unit, in any order. Units too small for
    a place get none. Raises ValueError when `share` is outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"the share to verify must lie between 0 and 1, got {share}")
    units = sorted(completed)
    places = _allocate({unit: len(completed[unit]) for unit in units}, share)
    # Of all of `random`, only random() is promised to repeat across Python versions: every form
    # gets a ticket and the lowest tickets of a unit are drawn.
    generator = random.Random(seed)
    drawn: list[tuple[UnitCode, tuple[CaseId, ...]]] = []
    for unit in units:
        tickets = sorted((generator.random(), case) for case in sorted(completed[unit]))
        cases = tuple(sorted(case for _, case in tickets[: places[unit]]))
        if cases:
            drawn.append((unit, cases))
    return tuple(drawn)


def _allocate(sizes: Mapping[UnitCode, int], share: Fraction) -> dict[UnitCode, int]:
    """Spread the places over units by largest remainder; ties go by unit code."""
    collected = sum(sizes.values())
    total = minimum_checks(collected, share)
    if not total:
        return dict.fromkeys(sizes, 0)
    exact = {unit: Fraction(total * size, collected) for unit, size in sizes.items()}
    places = {unit: floor(quota) for unit, quota in exact.items()}
    by_remainder = sorted(exact, key=lambda unit: (places[unit] - exact[unit], unit))
    for unit in by_remainder[: total - sum(places.values())]:
        places[unit] += 1
    return places


@dataclass(frozen=True, slots=True)
class BackCheckSummary:
    """The figures of the report's verification paragraph (Sơn La report I.7). Shares are exact."""

    collected: int
    required: int
    checked: int
    confirmed: int
    unreachable: int
    non_cooperative: int
    failed: int

    @property
    def share_checked(self) -> Fraction:
        """Checked forms of all collected."""
        return _share(self.checked, self.collected)

    @property
    def share_confirmed(self) -> Fraction:
        """Confirmed forms of those checked, as the province prints it."""
        return _share(self.confirmed, self.checked)

    @property
    def share_confirmed_of_reached(self) -> Fraction:
        """Confirmed forms of those whose respondent was reached and answered."""
        return _share(self.confirmed, self.confirmed + self.non_cooperative + self.failed)

    @property
    def is_sufficient(self) -> bool:
        """Whether at least the required number was checked."""
        return self.checked >= self.required


def summary(
    collected: int, outcomes: Iterable[BackCheckOutcome], *, share: Fraction = Fraction(1, 5)
) -> BackCheckSummary:
    """Count `outcomes` of the calls made, beside `collected` forms and the `share` to verify."""
    counts = dict.fromkeys(BackCheckOutcome, 0)
    for outcome in outcomes:
        counts[outcome] += 1
    return BackCheckSummary(
        collected=collected,
        required=minimum_checks(collected, share),
        checked=sum(counts.values()),
        confirmed=counts[BackCheckOutcome.CONFIRMED],
        unreachable=counts[BackCheckOutcome.WRONG_OR_UNREACHABLE],
        non_cooperative=counts[BackCheckOutcome.NON_COOPERATIVE],
        failed=counts[BackCheckOutcome.CONTENT_FAILED],
    )


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)
