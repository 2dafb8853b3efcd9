"""The table of statuses: closed, reachable, and with one way out of an end: one's own wish to come back."""

from __future__ import annotations

import pytest

from survey_flows.interview.state import FINAL, Status
from survey_flows.interview.transitions import TABLE, Move, after


@pytest.mark.parametrize("move", sorted(set(Move) - {Move.RETURN}))
def test_no_other_move_leaves_a_final_status(move: Move) -> None:
    for status in FINAL:
        assert after(status, move) is status


def test_only_who_stopped_refused_or_was_screened_out_comes_back() -> None:
    left = {status for status in Status if after(status, Move.RETURN) is not status}
    assert left == {Status.STOPPED, Status.REFUSED, Status.INELIGIBLE}


def test_every_status_can_be_reached_and_every_move_happens() -> None:
    assert {Status.NEW, *TABLE.values()} == set(Status)
    assert {move for _, move in TABLE} == set(Move)


def test_stop_is_known_wherever_the_interview_goes_on() -> None:
    for status in set(Status) - FINAL:
        assert after(status, Move.WITHDRAW) is Status.STOPPED
