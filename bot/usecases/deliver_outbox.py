"""Send one claimed message, and say what became of it.

Everything that may have changed since the message was written is asked again at the last instant: has
the person opted out, is it still inside the contact hours, has the message outlived its use, did the
person get three letters in a day already, can the clock be trusted? A read timeout is `UNCERTAIN`: the
provider may have delivered it, so it is never sent again by itself (reliability.md §0.9). Replies to a
person's own message may leave at any hour, but only while they are fresh; what we start by ourselves
keeps the contact hours (I7). What a provider says of a refusal is kept and logged without the numbers it
may quote (I16).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversation.payload import unpack
from bot.ports import Blocked, Channel, ChannelName, Outgoing, RunningWave, SendFailed, Uncertain
from storage.outbox import ClaimedMessage, MessageKind, OutboxState, Settlement
from storage.unit_of_work import UnitOfWork
from survey_flows.fieldwork.protocol import MAXIMUM_IN_A_DAY

ATTEMPTS = 8
FIRST_RETRY_S = 5.0
FLOOD_WAIT_S = 30.0
_NUMBER = re.compile(r"\+?\d(?:[ .-]?\d){7,}")


@dataclass(frozen=True, slots=True)
class Leaves:
    """The message may go now."""


@dataclass(frozen=True, slots=True)
class Keeps:
    """The message must wait until `until`."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Drops:
    """The message must not be sent any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class LastLook:
    """What the database says of a letter just before it leaves.

    `crowded_until`: its person got as many letters of late as anybody may, until then.
    """

    is_opted_out: bool = False
    crowded_until: datetime | None = None


async def last_look(unit: UnitOfWork, outbox_id: int, *, now: datetime) -> LastLook:
    """Ask the database once more whether a letter may leave: another collector may have heard or sent.

    `unit` looks (`Database.looking`); the opt-outs come last, for a STOP may arrive at any moment.
    """
    crowded_until = await unit.messages.crowded_until(outbox_id, now, MAXIMUM_IN_A_DAY, timedelta(days=1))
    allowed = await unit.messages.still_allowed([outbox_id])
    return LastLook(outbox_id not in allowed, crowded_until)


def may_leave(
    message: ClaimedMessage,
    wave: RunningWave,
    *,
    now: datetime,
    is_opted_out: bool,
    is_clock_trusted: bool,
    crowded_until: datetime | None = None,
) -> Leaves | Keeps | Drops:
    """Decide at the last instant before the socket whether `message` may leave."""
    if is_opted_out or message.is_suppressed:
        return Drops("opted out")
    if message.expires_at is not None and now >= message.expires_at:
        return Drops("expired")
    if message.kind is MessageKind.REPLY:
        return Leaves()
    if not is_clock_trusted:
        return Keeps(now + timedelta(minutes=1), "the clock was moved")
    if not wave.starts_contacts:
        return Keeps(now + timedelta(minutes=10), "the wave is not in the field")
    if not wave.hours.is_open(now):
        opening = wave.hours.next_opening(now)
        return Drops("after the last day") if opening is None else Keeps(opening, "outside contact hours")
    if crowded_until is not None and now < crowded_until:
        return Keeps(crowded_until, "three letters within 24 hours")
    return Leaves()


async def send(
    channel: Channel, message: ClaimedMessage, *, now: datetime, hold: Callable[[ChannelName, float], None]
) -> Settlement:
    """Send `message` and return what to note of it; never raises a channel's error.

    `hold` is called with the seconds nobody may be written to on this channel (a flood limit);
    such a refusal is not counted as an attempt.
    """
    content, card = unpack(message.payload)
    outgoing = Outgoing(
        outbox_id=message.id,
        address=message.address,
        content=content,
        card=card,
        heard_at=message.heard_at,
    )
    try:
        receipt = await channel.send(outgoing)
    except Blocked as error:
        return Settlement(
            id=message.id, state=OutboxState.FAILED, error=f"blocked: {_without_numbers(error)}"
        )
    except Uncertain as error:
        return Settlement(id=message.id, state=OutboxState.UNCERTAIN, error=_without_numbers(error))
    except SendFailed as error:
        reason = _without_numbers(error.reason)
        if error.stops_channel:
            wait_s = error.retry_after_s if error.retry_after_s is not None else FLOOD_WAIT_S
            hold(channel.name, wait_s)
            return Settlement(
                id=message.id,
                state=OutboxState.QUEUED,
                error=reason,
                not_before=now + timedelta(seconds=wait_s),
                uncounted=True,
            )
        if not error.is_retryable or message.attempts >= ATTEMPTS:
            return Settlement(id=message.id, state=OutboxState.FAILED, error=reason)
        return Settlement(
            id=message.id,
            state=OutboxState.QUEUED,
            error=reason,
            not_before=now + timedelta(seconds=_pause(message, error.retry_after_s)),
        )
    return Settlement(
        id=message.id,
        state=OutboxState.SENT,
        provider_id=receipt.provider_id,
        price_vnd=receipt.price_vnd,
    )


async def settle(unit: UnitOfWork, settlements: Sequence[Settlement], *, now: datetime) -> None:
    """Note what became of messages; a person who can't be reached makes the case due at once.

    A letter that the provider will not take counts like a dead address: fieldwork tries the next channel.
    """
    await unit.messages.settle(settlements, now)
    unreachable = [entry.id for entry in settlements if entry.error.startswith("blocked")]
    refused = [entry.id for entry in settlements if entry.state is OutboxState.FAILED]
    if refused:
        unreachable = sorted({*unreachable, *await unit.messages.letters_among(refused)})
    for case_id, endpoint_id in await unit.messages.targets(unreachable):
        await unit.contacts.block(endpoint_id, now)
        if case_id is not None:
            await unit.cases.make_due([case_id], now)


def _without_numbers(told: object) -> str:
    """What a provider told, without what may be somebody's phone."""
    return _NUMBER.sub("…", str(told))


def _pause(message: ClaimedMessage, retry_after_s: float | None) -> float:
    """Seconds to wait: the provider's word, else doubling from five; spread by up to a fifth."""
    wanted = retry_after_s if retry_after_s is not None else FIRST_RETRY_S * 2 ** max(0, message.attempts - 1)
    return min(wanted, 3600.0) * (1 + message.id % 20 / 100)
