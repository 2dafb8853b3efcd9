"""The life of an interview as a table: which move leads from which status to which.

Rules enforced here:
1. Nobody is asked before turning up: NEW only starts, or is stopped.
2. A final status is left by one move alone: who stopped, refused or said it was none of their business
   asks to take part again (`comeback.py`). STOP after the end is an event of its own, the status stays.
3. A pause keeps the place: PAUSED goes back to ASKING, or ends like ASKING does.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from survey_flows.interview.state import Status


class Move(StrEnum):
    """What may happen to an interview as a whole."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    COMPLETE = "complete"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    DISOWN = "disown"  # the person reached is not the one sampled
    DISQUALIFY = "disqualify"  # no result received, no such service used
    LOSE = "lose"  # moved, away, deceased, incapable
    RETURN = "return"  # who stopped, refused or was screened out asks to take part again


TABLE: Mapping[tuple[Status, Move], Status] = {
    (Status.NEW, Move.START): Status.ASKING,
    (Status.NEW, Move.WITHDRAW): Status.STOPPED,
    (Status.ASKING, Move.PAUSE): Status.PAUSED,
    (Status.ASKING, Move.COMPLETE): Status.COMPLETE,
    (Status.ASKING, Move.REFUSE): Status.REFUSED,
    (Status.ASKING, Move.WITHDRAW): Status.STOPPED,
    (Status.ASKING, Move.DISOWN): Status.WRONG_PERSON,
    (Status.ASKING, Move.DISQUALIFY): Status.INELIGIBLE,
    (Status.ASKING, Move.LOSE): Status.UNAVAILABLE,
    (Status.PAUSED, Move.RESUME): Status.ASKING,
    (Status.PAUSED, Move.WITHDRAW): Status.STOPPED,
    (Status.STOPPED, Move.RETURN): Status.PAUSED,
    (Status.REFUSED, Move.RETURN): Status.PAUSED,
    (Status.INELIGIBLE, Move.RETURN): Status.PAUSED,
}


def after(status: Status, move: Move) -> Status:
    """Return the status after `move`; a move the table does not know changes nothing.

    >>> after(Status.ASKING, Move.COMPLETE).value
    'complete'
    >>> after(Status.COMPLETE, Move.WITHDRAW).value
    'complete'
    """
    return TABLE.get((status, move), status)
