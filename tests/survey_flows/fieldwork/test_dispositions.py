"""Every disposition has a number, a group, a name, and says what it allows."""

from __future__ import annotations

import pytest

from survey_flows.fieldwork.dispositions import (
    INTERVIEW_ENDINGS,
    MEANINGS,
    NAMES,
    Disposition,
    OutcomeGroup,
    meaning,
    name_of,
)
from survey_flows.interview.events import UnavailableReason
from survey_flows.interview.state import FINAL, Status

FAMILY_OF_GROUP = {
    OutcomeGroup.INTERVIEW: "1",
    OutcomeGroup.PARTIAL: "1",
    OutcomeGroup.REFUSAL: "2",
    OutcomeGroup.NONCONTACT: "2",
    OutcomeGroup.OTHER: "2",
    OutcomeGroup.UNKNOWN_CONTACT: "3",
    OutcomeGroup.UNKNOWN_OTHER: "3",
    OutcomeGroup.NOT_ELIGIBLE: "4",
    OutcomeGroup.NONE: "",
}


def test_every_disposition_has_a_meaning_and_a_name_in_both_languages() -> None:
    assert set(MEANINGS) == set(NAMES) == set(Disposition)
    for disposition in Disposition:
        assert name_of(disposition)
        assert name_of(disposition, "en")
    assert name_of(Disposition.BREAK_OFF) == "Bỏ dở"


@pytest.mark.parametrize("disposition", Disposition)
def test_the_group_belongs_to_the_family_of_the_number(disposition: Disposition) -> None:
    assert meaning(disposition).family == FAMILY_OF_GROUP[meaning(disposition).group]


def test_the_numbers_follow_the_standard_definitions() -> None:
    numbers = {disposition: meaning(disposition).code for disposition in Disposition}
    assert numbers[Disposition.COMPLETE] == "1.1"
    assert numbers[Disposition.PARTIAL] == "1.2"
    assert numbers[Disposition.REFUSAL] == numbers[Disposition.OPTED_OUT] == "2.111"
    assert numbers[Disposition.BREAK_OFF] == "2.12"
    assert numbers[Disposition.NONCONTACT] == "2.20"
    assert numbers[Disposition.MOVED] == numbers[Disposition.AWAY] == "2.26"
    assert numbers[Disposition.DECEASED] == "2.31"
    assert numbers[Disposition.INCAPABLE] == "2.32"
    assert numbers[Disposition.WRONG_NUMBER] == "3.30"
    assert numbers[Disposition.INELIGIBLE] == "4.10"
    assert numbers[Disposition.DUPLICATE] == "4.81"


def test_a_reserve_replaces_every_loss_and_never_an_interview() -> None:
    keeps = {disposition for disposition in Disposition if not meaning(disposition).allows_substitution}
    assert keeps == {
        Disposition.RESERVED,
        Disposition.ISSUED,
        Disposition.CONTACTED,
        Disposition.ANSWERING,
        Disposition.COMPLETE,
        Disposition.PARTIAL,
        Disposition.UNUSED_RESERVE,
    }


def test_only_a_final_disposition_closes_a_case_and_an_unused_reserve_was_never_one() -> None:
    for disposition in Disposition:
        said = meaning(disposition)
        assert said.closes_case == (said.is_final and disposition is not Disposition.UNUSED_RESERVE)
        assert said.is_final or not said.allows_substitution
    assert meaning(Disposition.UNUSED_RESERVE).is_final


def test_only_a_person_who_said_no_is_a_refusal() -> None:
    refusals = {disposition for disposition in Disposition if meaning(disposition).is_refusal}
    assert refusals == {Disposition.REFUSAL, Disposition.OPTED_OUT}


def test_every_way_an_interview_ends_has_a_disposition() -> None:
    endings = {status.value for status in FINAL - {Status.UNAVAILABLE}}
    assert set(INTERVIEW_ENDINGS) == endings | {reason.value for reason in UnavailableReason}
    assert all(meaning(disposition).closes_case for disposition in INTERVIEW_ENDINGS.values())
