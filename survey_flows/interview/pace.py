"""How much a text message may hold, and how much a person is asked at one sitting by SMS."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """What a survey's plan decides about its text messages; chats do not need it.

    `sms_parts` is the most segments a question, or several questions of one screen in one message,
    may take (what the interview says above it comes on top). `sms_sitting` is after how many answers
    the interview by SMS pauses by itself at the next factor or section, to go on another day; 0 for
    never.
    """

    sms_parts: int = 3
    sms_sitting: int = 0


USUAL = Pace()
"""Three segments a message, all questions at one sitting."""
