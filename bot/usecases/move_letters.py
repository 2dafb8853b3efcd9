"""A channel is gone, or its money is spent: send what still waits on it another way.

Rules. Only what we started moves (invitations, reminders, the next sitting); the answer to somebody's own
message is worthless elsewhere and expires. A letter may move as often as channels come and go, and is never
sent twice: the one that waited is taken back in the same transaction in which the other is queued. What has
already left, or may have, stays: the reminder goes another way when it is due (reliability.md I9, §2).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from bot.conversation.routes import find_routes
from bot.ports import ChannelName, RunningWave
from storage.cases import CaseUpdate
from storage.outbox import MessageKind, NewMessage
from storage.unit_of_work import UnitOfWork

BATCH = 200
REPEATABLE = frozenset({MessageKind.REMINDER, MessageKind.NOTICE, MessageKind.REPLY})
"""An invitation that was refused is written anew by fieldwork; these are sent on as they are.

An answer too: who has just written where nothing may be written to them gets the next question elsewhere.
"""
MOVABLE = frozenset({MessageKind.INVITATION, MessageKind.REMINDER, MessageKind.NOTICE})
HELD_LIFE = timedelta(hours=36)
"""How long a letter is still of use once its channel is paid for again."""


async def move_letters(
    unit: UnitOfWork, wave: RunningWave, gone: Collection[str], shut: Collection[str], *, now: datetime
) -> int:
    """Move letters that wait on channels in `gone` to one that is not in `shut`; returns how many moved."""
    moved: list[NewMessage] = []
    updates: list[CaseUpdate] = []
    waiting = await unit.messages.waiting_on(sorted(gone), MOVABLE, BATCH)
    records = await unit.cases.get({one.case_id for one in waiting if one.case_id is not None})
    endpoints = await unit.contacts.endpoints_of(list(records))
    routes = await find_routes(unit, wave, list(records.values()), endpoints, shut=shut, now=now)
    for one in waiting:
        route = routes.get(one.case_id) if one.case_id is not None else None
        if route is None or one.case_id is None:
            continue
        moved.append(
            replace(
                one,
                channel=route.channel,
                endpoint_id=route.id,
                effect=moved_effect(one.effect, route.channel),
                not_before=now,
            )
        )
        if one.kind is MessageKind.INVITATION:
            updates.append(CaseUpdate(one.case_id, channel=route.channel))
    moving = {one.case_id for one in moved}
    await unit.messages.take_back([one.effect for one in waiting if one.case_id in moving], "moved")
    await unit.messages.queue(moved)
    await unit.cases.update(updates, now)
    return len(moved)


async def hold_letters(unit: UnitOfWork, channels: Collection[str], *, now: datetime) -> None:
    """Letters that wait on these channels for money, and have no other way, do not grow old meanwhile."""
    if channels:
        await unit.messages.keep_waiting(sorted(channels), MOVABLE, now + HELD_LIFE)


async def move_refused(unit: UnitOfWork, wave: RunningWave, shut: Collection[str], *, now: datetime) -> int:
    """Send on what a provider would not or could not deliver to one person: out of its window, they left,
    or a template message that never arrived.

    Those cases are due at once; the letter counts as the one that was refused. Returns how many moved.
    """
    due = await unit.cases.due(wave.wave, now, BATCH)
    records = {one.case.id: one for one in due if one.case.has_unreachable_channel}
    waiting = await unit.messages.refused(records, REPEATABLE, now)
    lost = await unit.messages.lost(records, REPEATABLE, ChannelName.ZNS.value, now)
    waiting += lost
    if not waiting:
        return 0
    endpoints = await unit.contacts.endpoints_of(list(records))
    routes = await find_routes(unit, wave, list(records.values()), endpoints, shut=shut, now=now)
    moved = [
        replace(
            one,
            channel=route.channel,
            endpoint_id=route.id,
            effect=moved_effect(one.effect, route.channel),
            not_before=now,
        )
        for one in waiting
        if one.case_id is not None and (route := routes.get(one.case_id)) is not None
    ]
    moving = {one.case_id for one in moved}
    await unit.messages.queue(moved)
    await unit.messages.forget_refused([one.effect for one in waiting if one.case_id in moving], "moved")
    await unit.messages.forget_lost([one.effect for one in lost if one.case_id in moving])
    return len(moved)


def moved_effect(effect: str, channel: str) -> str:
    """The effect key of a letter that moves to `channel`: one for each letter it may be moved from (I13).

    As long as the first key and a little more, however often it moves.

    >>> moved_effect("invitation:7:0", "sms")
    'invitation:7:0#sms:c0fcfc29'
    """
    first = effect.partition("#")[0]
    return f"{first}#{channel}:{sha256(effect.encode()).hexdigest()[:8]}"
