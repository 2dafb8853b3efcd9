"""What happened in one step, in the past tense: the answers are the fold of these events."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from survey_flows.interview.inputs import Medium
from survey_flows.interview.state import MissingKind


@dataclass(frozen=True, slots=True)
class Started:
    """The respondent turned up for the first time."""

    medium: Medium


@dataclass(frozen=True, slots=True)
class Consented:
    """The respondent agreed to be asked, having been told who asks and why."""

    language: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An item got a value, or a kind of item nonresponse; `previous` is what it replaces."""

    item: str
    value: str | None
    missing: MissingKind | None
    previous: str | None


@dataclass(frozen=True, slots=True)
class Retracted:
    """An item stopped being relevant: its answer stays in history and leaves the data."""

    item: str
    previous: str


@dataclass(frozen=True, slots=True)
class Misread:
    """A text could not be read as an answer to `item`; nothing was recorded."""

    item: str
    reason: str  # UNCLEAR, BATCH, OVERLIMIT, CONSTRAINT …


@dataclass(frozen=True, slots=True)
class Proposed:
    """A text was probably an answer and waits for the respondent's yes."""

    item: str
    value: str


@dataclass(frozen=True, slots=True)
class TappedLate:
    """A tap on a card that is no longer the present one; nothing was recorded."""

    item: str


class Asked(StrEnum):
    """What a respondent asked or told beside answering."""

    WHO = "who"
    WHY = "why"
    HELP = "help"
    PRIVACY = "privacy"
    PAY = "pay"
    SCAM = "scam"
    COMPLAINT = "complaint"
    INTEGRITY = "integrity"
    INSULT = "insult"
    LANGUAGE = "language"
    GREETING = "greeting"
    THANKS = "thanks"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Spoke:
    """The respondent asked or told something beside the question."""

    about: Asked


@dataclass(frozen=True, slots=True)
class WentBack:
    """The respondent went back to an earlier item."""

    item: str


@dataclass(frozen=True, slots=True)
class Paused:
    """The respondent will go on later; the place is kept."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The respondent came back to a paused interview."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The respondent does not take part. Holds for this survey, not for all messages."""


@dataclass(frozen=True, slots=True)
class Withdrew:
    """The respondent opted out (STOP): nothing is sent any more, on any channel."""


class UnavailableReason(StrEnum):
    """Why the sampled person cannot take part (Sơn La report I.9)."""

    MOVED = "moved"
    AWAY = "away"
    DECEASED = "deceased"
    INCAPABLE = "incapable"


@dataclass(frozen=True, slots=True)
class ReportedUnavailable:
    """Somebody told that the sampled person cannot take part."""

    reason: UnavailableReason


@dataclass(frozen=True, slots=True)
class ReportedWrongPerson:
    """The person reached is not the one sampled."""


@dataclass(frozen=True, slots=True)
class ReportedIneligible:
    """The respondent has not received a result, or used no such service."""


@dataclass(frozen=True, slots=True)
class Completed:
    """The last relevant item was answered."""


Event = (
    Started
    | Consented
    | Answered
    | Retracted
    | Misread
    | Proposed
    | TappedLate
    | Spoke
    | WentBack
    | Paused
    | Resumed
    | Refused
    | Withdrew
    | ReportedUnavailable
    | ReportedWrongPerson
    | ReportedIneligible
    | Completed
)
