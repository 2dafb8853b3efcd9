"""What may come from a respondent, named from the respondent's side.

An input never carries a channel's details: a channel translates a tap or a text into one of
these, and says in which medium the answer to it will be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Medium(StrEnum):
    """How the next prompt will be read: rich chat with buttons, or plain SMS without diacritics."""

    CHAT = "chat"
    SMS = "sms"


class Command(StrEnum):
    """What a respondent may ask of the interview itself, at any time."""

    BACK = "back"
    PAUSE = "pause"
    RESUME = "resume"
    WHO = "who"
    WHY = "why"
    HELP = "help"
    STOP = "stop"
    DONE = "done"
    SKIP = "skip"
    LANGUAGE = "language"
    KEEP = "keep"  # leave the answer, or the form's own proposal, as it stands and go on
    REVIEW = "review"  # list the answers given so far, to change one
    DIACRITICS = "diacritics"  # text messages with diacritics from now on, or without


@dataclass(frozen=True, slots=True)
class Opened:
    """The respondent turned up: the first message, `/start CODE`, a keyword with the code."""

    medium: Medium = Medium.CHAT


@dataclass(frozen=True, slots=True)
class Said:
    """The respondent typed `text`, in any words."""

    text: str
    medium: Medium = Medium.CHAT


@dataclass(frozen=True, slots=True)
class Chose:
    """The respondent tapped a choice of the prompt that carried `revision`."""

    item: str
    code: str
    revision: int
    medium: Medium = Medium.CHAT


@dataclass(frozen=True, slots=True)
class Pressed:
    """The respondent tapped one of the standing buttons."""

    command: Command
    revision: int = -1
    medium: Medium = Medium.CHAT


class SentKind(StrEnum):
    """What a message carried instead of words."""

    LOCATION = "location"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Sent:
    """The respondent sent a place, a picture, a recording or a file.

    `reference` is what is recorded: latitude and longitude in degrees with a blank between them for
    a place, else the name under which the channel can fetch it again.
    """

    kind: SentKind
    reference: str
    medium: Medium = Medium.CHAT


@dataclass(frozen=True, slots=True)
class Filled:
    """The respondent sent a page of questions back (see `sheet.py`), shown at `revision`.

    `values` holds what stands in each field, by item: codes with blanks between, or typed text; a field
    left empty may be absent. `move` is BACK when the page before is wanted instead; nothing is recorded.
    """

    values: Mapping[str, str]
    revision: int
    move: Command | None = None
    medium: Medium = Medium.CHAT


Input = Opened | Said | Chose | Pressed | Sent | Filled
