"""The contact protocol: how often, how soon and over which channels a sampled person is asked.

Rules: one invitation and at most two reminders a person a survey, and no more than three letters
within 24 hours, where a letter beyond that waits (reliability.md I9); whoever is
asked gets at least two days to answer (domain.md §6, "Invitation rules that follow"). Every
figure is a plan's setting; the limits here are what no plan may loosen.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

MAXIMUM_REMINDERS = 2
MAXIMUM_IN_A_DAY = 3
"""Letters that we start, to one person within 24 hours."""
_DAY_HOURS = 24
MINIMUM_TIME_TO_ANSWER_HOURS = 48
CANNOT_WRITE_FIRST = frozenset({"telegram", "zalo", "zalo_bot", "web"})
"""Channels on which the person must come to us: neither a bot nor an
Official Account can open a chat (reliability.md §2.1, channels.md §3)."""


@dataclass(frozen=True, slots=True)
class ContactProtocol:
    """When to remind and when to stop waiting. All figures are hours, counted on the civil clock.

    `channel_order` names the channels a person may be written to on, best first.
    `reminder_gaps_hours[i]` is the silence, counted from the attempt before, after which reminder
    i + 1 is due to somebody who has not answered. `noncontact_after_hours` is counted from the
    invitation; what remains of it after all gaps is the time to answer the last attempt, and a
    late reminder does not shorten it. `pause_reminder_hours` is the silence inside a begun
    interview after which a reminder is due; `break_off_after_hours` the silence after which,
    with no reminder left, a begun interview counts as broken off.

    Raises ValueError, saying which figure and why, for a protocol that may not be used.
    """

    channel_order: tuple[str, ...]
    reminder_gaps_hours: tuple[int, ...]
    noncontact_after_hours: int
    pause_reminder_hours: int
    break_off_after_hours: int

    def __post_init__(self) -> None:
        if not self.channel_order:
            raise ValueError("channel_order is empty: name at least one channel to invite on")
        if len(set(self.channel_order)) != len(self.channel_order):
            raise ValueError(f"channel_order names a channel twice: {', '.join(self.channel_order)}")
        if not self.invitation_channels:
            raise ValueError(
                f"channel_order has only {', '.join(self.channel_order)}: nobody can be invited there first;"
                " add a channel such as sms"
            )
        if len(self.reminder_gaps_hours) > MAXIMUM_REMINDERS:
            raise ValueError(
                f"reminder_gaps_hours has {len(self.reminder_gaps_hours)} entries: at most"
                f" {MAXIMUM_REMINDERS} reminders may be sent to a person in one survey"
            )
        if any(gap < 1 for gap in self.reminder_gaps_hours):
            raise ValueError("reminder_gaps_hours: every gap must be at least 1 hour")
        if self.time_to_answer < timedelta(hours=MINIMUM_TIME_TO_ANSWER_HOURS):
            raise ValueError(
                f"noncontact_after_hours is {self.noncontact_after_hours}: after the reminder gaps"
                f" ({sum(self.reminder_gaps_hours)} h in all) at least {MINIMUM_TIME_TO_ANSWER_HOURS} h"
                " must remain to answer"
            )
        if self.pause_reminder_hours < 1:
            raise ValueError("pause_reminder_hours must be at least 1 hour")
        if self.break_off_after_hours < MINIMUM_TIME_TO_ANSWER_HOURS:
            raise ValueError(f"break_off_after_hours must be at least {MINIMUM_TIME_TO_ANSWER_HOURS} hours")

    @property
    def invitation_channels(self) -> tuple[str, ...]:
        """The channels an invitation may leave on, best first."""
        return tuple(name for name in self.channel_order if name not in CANNOT_WRITE_FIRST)

    def among(self, enabled: Collection[str]) -> ContactProtocol:
        """The same protocol on those of its channels that are `enabled`.

        Raises ValueError when nobody could be invited on what is left.
        """
        left = tuple(name for name in self.channel_order if name in enabled)
        return self if left == self.channel_order else replace(self, channel_order=left)

    @property
    def maximum_reminders(self) -> int:
        """How many reminders one person may get."""
        return len(self.reminder_gaps_hours)

    def most_in_a_day(self, *, has_sittings: bool) -> int:
        """How many letters one person might get within 24 hours, were none of them held.

        An invitation may go out again on every other channel; an interview asked in sittings
        (`has_sittings`) offers the next one between the reminders.
        """
        gaps = [min(gap, self.pause_reminder_hours) for gap in self.reminder_gaps_hours]
        letters = [0] * len(self.invitation_channels)
        for gap in gaps:
            letters.append(letters[-1] + gap)
        most = max(sum(first <= one < first + _DAY_HOURS for one in letters) for first in letters)
        return most + has_sittings

    @property
    def time_to_answer(self) -> timedelta:
        """How long silence after the last attempt is waited for before it counts as noncontact."""
        return timedelta(hours=self.noncontact_after_hours - sum(self.reminder_gaps_hours))
