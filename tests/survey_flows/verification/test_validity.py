"""Whether a form counts, and what is only flagged."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from survey_flows.verification.validity import (
    FLAG_NAMES,
    REASON_NAMES,
    CollectedForm,
    Flag,
    Reason,
    ValidityRules,
    Verdict,
    judge,
)

HONEST = CollectedForm(
    applicable=19, satisfaction=("4", "5", "4", "3") * 4 + ("4",) * 3, items_answered=31, seconds=240
)


def test_an_honest_form_counts() -> None:
    said = judge(HONEST)
    assert said.is_valid
    assert (said.reasons, said.flags) == ((), ())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"is_listed": False}, Reason.NOT_LISTED),
        ({"satisfaction": ("4",) * 9}, Reason.TOO_FEW_ANSWERS),
        ({"satisfaction": ()}, Reason.TOO_FEW_ANSWERS),
        ({"applicable": 0, "satisfaction": ()}, Reason.TOO_FEW_ANSWERS),
        ({"is_duplicate": True}, Reason.DUPLICATE),
        ({"is_test": True}, Reason.TEST_DATA),
    ],
)
def test_a_form_that_does_not_count_says_why(change: dict[str, Any], reason: Reason) -> None:
    said = judge(replace(HONEST, **change))
    assert said.verdict is Verdict.INVALID
    assert said.reasons == (reason,)


def test_half_of_the_applicable_items_is_enough() -> None:
    assert judge(replace(HONEST, applicable=20, satisfaction=("4",) * 10)).is_valid
    stricter = ValidityRules(minimum_share=Fraction(3, 4))
    assert not judge(replace(HONEST, applicable=20, satisfaction=("4",) * 10), stricter).is_valid


def test_a_form_verification_found_untrue_is_quarantined() -> None:
    said = judge(replace(HONEST, has_failed_verification=True))
    assert said.verdict is Verdict.QUARANTINED
    both = judge(replace(HONEST, has_failed_verification=True, is_test=True))
    assert both.verdict is Verdict.INVALID
    assert both.reasons == (Reason.TEST_DATA, Reason.FAILED_VERIFICATION)


def test_speed_and_straight_lines_are_flagged_and_the_form_still_counts() -> None:
    said = judge(replace(HONEST, satisfaction=("5",) * 19, seconds=61))
    assert said.flags == (Flag.SPEEDING, Flag.STRAIGHT_LINING)
    assert said.is_valid
    assert judge(replace(HONEST, seconds=62)).flags == ()


def test_nothing_is_flagged_on_unknown_time_or_few_items() -> None:
    assert judge(replace(HONEST, seconds=None)).flags == ()
    assert judge(replace(HONEST, seconds=0, items_answered=0)).flags == ()
    assert judge(replace(HONEST, applicable=9, satisfaction=("5",) * 9)).flags == ()


def test_every_reason_and_flag_has_a_name_in_both_languages() -> None:
    assert set(REASON_NAMES) == set(Reason)
    assert set(FLAG_NAMES) == set(Flag)
    assert all(set(names) == {"vi", "en"} for names in (*REASON_NAMES.values(), *FLAG_NAMES.values()))
