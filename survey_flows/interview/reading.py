"""What a typed text turned out to mean. Values only; `replies.read` makes them, the engine acts on them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from survey_flows.interview.events import Asked
from survey_flows.interview.inputs import Command
from survey_flows.interview.state import MissingKind


class Report(StrEnum):
    """What a text tells about the person rather than about the question; final once confirmed.

    `STOPS` is a text that is probably, not surely, a wish to hear no more (`dung` is both `dừng`,
    stop, and `đúng`, right).
    """

    REFUSES = "refuses"
    STOPS = "stops"
    WRONG_PERSON = "wrong_person"
    INELIGIBLE = "ineligible"
    MOVED = "moved"
    AWAY = "away"
    DECEASED = "deceased"
    INCAPABLE = "incapable"


class Doubt(StrEnum):
    """Why nothing could be recorded; the `reason` of a `Misread` event."""

    UNCLEAR = "UNCLEAR"
    BATCH = "BATCH"  # one message meant for several questions
    OVERLIMIT = "OVERLIMIT"  # more choices than the question allows
    CONSTRAINT = "CONSTRAINT"  # a value the form does not accept
    REQUIRED = "REQUIRED"  # no answer, where the interview cannot go on without one
    COUNT = "COUNT"  # one message for a whole screen, with too few or too many answers
    RANKING = "RANKING"  # an order that leaves choices out, or names one twice
    KIND = "KIND"  # a picture, a place or a recording where words are asked, or the other way round
    RANGE = "RANGE"  # one message for a whole screen, with a number that no choice has


@dataclass(frozen=True, slots=True)
class Certain:
    """The text is an answer, in XForm notation: record it."""

    value: str


@dataclass(frozen=True, slots=True)
class Probable:
    """The text is probably this answer: ask for a yes before recording."""

    value: str


@dataclass(frozen=True, slots=True)
class NoValue:
    """The respondent has no answer to this item, and says why."""

    kind: MissingKind


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nobody can tell what was meant: ask again, with the choices."""

    doubt: Doubt = Doubt.UNCLEAR


@dataclass(frozen=True, slots=True)
class Aside:
    """The respondent asks or tells something beside the question."""

    about: Asked


@dataclass(frozen=True, slots=True)
class Wish:
    """The respondent wants something of the interview itself."""

    command: Command


@dataclass(frozen=True, slots=True)
class Told:
    """The text tells something that ends the interview, if it is true."""

    report: Report


Reading = Certain | Probable | NoValue | Unclear | Aside | Wish | Told
