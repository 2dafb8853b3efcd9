"""Decide what fieldwork does next with one case: invite, remind, wait or close.

Rules:
- One invitation, reminders within the contact protocol's number, all within contact hours
  (reliability.md I7, I9). A decision outside the hours is to wait for the next opening.
- Plan, never replay: what is due is read from when things really happened, so a tick that comes
  days late sends the one reminder that is due, and the next is counted from that one.
- After the last day everything closes; closing sends nothing and needs no open hour.
- Silence after the invitation is noncontact; silence after a sign of life is a break-off.
  Whether enough was answered for a partial is known to the caller, not here.
- A channel that is shut for everybody is passed over; where no other is left, the case waits for it.
- A long interview by SMS rests and goes on another day: the next sitting is offered once, on the day
  named, and is no reminder, for the person was told so and answered until then.

Pure and total: an answer for every case and every aware instant. Opt-out is checked again at the
last instant before sending (I8); here it closes the case.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from survey_flows.fieldwork.calendar import ContactHours
from survey_flows.fieldwork.case import Case
from survey_flows.fieldwork.dispositions import Disposition, meaning
from survey_flows.fieldwork.protocol import ContactProtocol

LOOK_AGAIN = timedelta(hours=1)
"""How soon a case that waits for a shut channel is looked at again."""


class CloseReason(StrEnum):
    """Why a case was closed, kept beside its disposition."""

    OPTED_OUT = "opted_out"
    NO_ANSWER = "no_answer"
    FELL_SILENT = "fell_silent"
    UNREACHABLE = "unreachable"
    FIELDWORK_OVER = "fieldwork_over"


@dataclass(frozen=True, slots=True)
class Invite:
    """Send the invitation now, on `channel`."""

    channel: str


@dataclass(frozen=True, slots=True)
class Remind:
    """Send reminder `number` (1, 2 …) now. `channel` is the best one left for somebody silent;
    a person who already answers is reminded where they answer."""

    number: int
    channel: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Offer the next sitting of an interview that rests, once, where the person answers."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Do nothing until `until`, always later than now; None: until something happens."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class Close:
    """Close the case with a final disposition."""

    disposition: Disposition
    reason: CloseReason


Decision = Invite | Remind | Resume | Wait | Close


def decide(
    case: Case,
    protocol: ContactProtocol,
    hours: ContactHours,
    *,
    now: datetime,
    is_opted_out: bool = False,
    is_resting: bool = False,
    unreachable: Collection[str] = (),
    shut: Collection[str] = (),
) -> Decision:
    """What to do with `case` at `now`; see the module's rules.

    `is_resting`: the interview paused by itself until `case.later_until`. `unreachable` are the channels
    the network reported dead for this person; when only `case.has_unreachable_channel` is known, it counts
    for the channel the invitation left on. `shut` are channels nobody can be reached on at present: whoever
    has no other waits.
    """
    rest = _decide_end(case, hours, now=now, is_opted_out=is_opted_out)
    if rest is not None:
        return rest
    dead = _dead_channels(case, protocol, unreachable)
    alive = [name for name in protocol.invitation_channels if name not in dead]
    channel = next((name for name in alive if name not in shut), "")
    if case.answered_at is None:
        if not alive:
            return Close(Disposition.WRONG_NUMBER, CloseReason.UNREACHABLE)
        # Once reminded, somebody was invited: a channel that dies later makes no second invitation.
        is_unseen = case.reminders == 0 and _invited_on(case, protocol) in dead
        if not channel and (case.invited_at is None or is_unseen):
            return Wait(min(now + LOOK_AGAIN, hours.closes_for_good))
        if case.invited_at is None:
            return _at(hours, case.released_at or now, Invite(channel), now=now)
        if is_unseen:
            # The invitation reached nobody: the next channel's invitation is the first one seen.
            return _at(hours, now, Invite(channel), now=now)
    if is_resting and case.later_until is not None and case.later_until > _last_contact(case):
        return _at(hours, case.later_until, Resume(), now=now)
    return _decide_silence(case, protocol, hours, channel or protocol.invitation_channels[0], now=now)


def _decide_end(case: Case, hours: ContactHours, *, now: datetime, is_opted_out: bool) -> Decision | None:
    """The decision for a case nothing may be sent to, or None when the case is open."""
    is_over = now >= hours.closes_for_good
    if case.disposition is Disposition.RESERVED:
        return Close(Disposition.UNUSED_RESERVE, CloseReason.FIELDWORK_OVER) if is_over else Wait(None)
    if meaning(case.disposition).is_final:
        return Wait(None)
    if is_opted_out:
        return Close(Disposition.OPTED_OUT, CloseReason.OPTED_OUT)
    if is_over:
        return Close(_silent_disposition(case), CloseReason.FIELDWORK_OVER)
    return None


def _decide_silence(
    case: Case, protocol: ContactProtocol, hours: ContactHours, channel: str, *, now: datetime
) -> Decision:
    """Remind, wait or close somebody who was invited, or who is in the middle of answering."""
    last = _last_contact(case)
    is_begun = case.answered_at is not None
    start, is_postponed = last, False
    if case.later_until is not None and case.later_until > last:
        start, is_postponed = case.later_until, True
    if case.reminders < protocol.maximum_reminders:
        gap = protocol.pause_reminder_hours if is_begun else protocol.reminder_gaps_hours[case.reminders]
        # A person who named a time is reminded then, not a gap later.
        due = start if is_postponed else start + timedelta(hours=gap)
        return _at(hours, due, Remind(case.reminders + 1, channel), now=now)
    patience = timedelta(hours=protocol.break_off_after_hours) if is_begun else protocol.time_to_answer
    if now >= start + patience:
        reason = CloseReason.FELL_SILENT if is_begun else CloseReason.NO_ANSWER
        return Close(_silent_disposition(case), reason)
    return Wait(min(start + patience, hours.closes_for_good))


def _at(hours: ContactHours, due: datetime, act: Invite | Remind | Resume, *, now: datetime) -> Decision:
    """The act when it is due and the hours are open, else the wait for that moment."""
    opening = hours.next_opening(max(due, now))
    if opening is None:
        return Wait(hours.closes_for_good)
    return act if opening <= now else Wait(opening)


def _last_contact(case: Case) -> datetime:
    return max(moment for moment in (case.invited_at, case.reminded_at, case.answered_at) if moment)


def _silent_disposition(case: Case) -> Disposition:
    return Disposition.NONCONTACT if case.answered_at is None else Disposition.BREAK_OFF


def _invited_on(case: Case, protocol: ContactProtocol) -> str:
    return case.invited_channel or protocol.invitation_channels[0]


def _dead_channels(case: Case, protocol: ContactProtocol, unreachable: Collection[str]) -> frozenset[str]:
    if case.has_unreachable_channel and not unreachable:
        return frozenset({_invited_on(case, protocol)})
    return frozenset(unreachable)
