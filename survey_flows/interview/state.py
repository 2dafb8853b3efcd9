"""Where an interview stands: everything needed to continue it, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from survey_flows.ids import QuestionnaireVersion
from survey_flows.interview.inputs import Medium


class Status(StrEnum):
    """The life of one interview; the last six are final. Some may come back (transitions.py)."""

    NEW = "new"
    ASKING = "asking"
    PAUSED = "paused"
    COMPLETE = "complete"
    REFUSED = "refused"
    STOPPED = "stopped"
    WRONG_PERSON = "wrong_person"
    INELIGIBLE = "ineligible"
    UNAVAILABLE = "unavailable"  # moved away, away for long, or died: the reason is in the event


FINAL = frozenset(
    {
        Status.COMPLETE,
        Status.REFUSED,
        Status.STOPPED,
        Status.WRONG_PERSON,
        Status.INELIGIBLE,
        Status.UNAVAILABLE,
    }
)


RESTING = -1
"""In `sitting`: the interview rested by itself, so the question it stopped at was not shown yet."""


class MissingKind(StrEnum):
    """Item nonresponse: why an applicable item has no value. Never a bare None."""

    DONT_KNOW = "dont_know"
    REFUSED = "refused"
    NOT_APPLICABLE = "not_applicable"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class InterviewState:
    """The state `advance` takes and returns.

    `answers` maps item name to value in XForm notation (a code; codes joined by a blank for a
    multiple answer; digits; ISO date; text). `missing` maps item name to the kind of item
    nonresponse; an item is in at most one of the two. `at` is the item being asked, or "".
    `ticked` are the codes ticked so far of a multiple answer or a ranking not yet finished. `proposed` is a
    reading of the last text that waits for a yes ("item=value", "!" and a report, or "#" and several
    "item=value" of one screen, "?" while the list of answers is shown), or "".
    `revision` grows by one at every prompt that replaces the one before; a question merely shown
    again keeps it. `unclear` counts successive unread texts.

    `singly` is the screen whose questions are asked one by one although a text message could hold
    them all, because such a message was not understood. `has_diacritics`: text messages keep theirs.
    `sitting` is how many items had been dealt with when the respondent last sat down to it.
    """

    questionnaire: QuestionnaireVersion
    status: Status = Status.NEW
    at: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, MissingKind] = field(default_factory=dict)
    ticked: tuple[str, ...] = ()
    proposed: str = ""
    revision: int = 0
    unclear: int = 0
    language: str = "vi"
    medium: Medium = Medium.CHAT
    started_at: datetime | None = None
    updated_at: datetime | None = None
    completed_at: datetime | None = None
    singly: str = ""
    has_diacritics: bool = False
    sitting: int = 0

    @property
    def is_final(self) -> bool:
        """Whether the interview has ended for good."""
        return self.status in FINAL

    @property
    def is_resting(self) -> bool:
        """Whether it paused by itself, enough having been asked by SMS for one day."""
        return self.status is Status.PAUSED and self.sitting == RESTING
