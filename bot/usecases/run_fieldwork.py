"""One tick of fieldwork: for every case that is due, invite, remind, wait, close or replace.

The database is the schedule: due cases are read, `decide` says what to do with each, and all of it
is written in the caller's transaction. A tick that comes late re-plans; it never replays. Every
message carries an effect key, so two ticks on one case make one message (I13).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

from bot.conversation.letters import INVITATION, REMINDER, RESUME, SITTING, going_on, worded
from bot.conversation.payload import pack
from bot.conversation.responses import keep_partials
from bot.conversation.routes import find_routes, unreachable
from bot.conversation.versions import with_versions
from bot.ports import Letter, RunningWave
from storage.cases import CaseRecord, CaseUpdate
from storage.contacts import Endpoint, NewBinding
from storage.outbox import MessageKind, NewMessage
from storage.unit_of_work import UnitOfWork
from survey_flows.fieldwork.decide import Close, Invite, Remind, Resume, Wait, decide
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.fieldwork.substitution import choose_reserve
from survey_flows.ids import CaseId
from survey_flows.interview import codec

BATCH = 200
LETTER_LIFE = timedelta(hours=36)


@dataclass(slots=True)
class FieldworkDone:
    """What one tick did; `is_finished` is False while more cases are due."""

    invited: int = 0
    reminded: int = 0
    resumed: int = 0
    closed: int = 0
    duplicates: int = 0
    replaced: int = 0
    is_finished: bool = True


@dataclass(slots=True)
class _Writing:
    updates: list[CaseUpdate] = field(default_factory=list)
    closings: list[tuple[CaseId, Disposition, str]] = field(default_factory=list)
    codes: list[tuple[CaseId, str]] = field(default_factory=list)
    letters: list[NewMessage] = field(default_factory=list)


async def run_fieldwork(
    unit: UnitOfWork,
    wave: RunningWave,
    *,
    now: datetime,
    new_code: Callable[[], str],
    shut: Collection[str] = (),
    most: int = BATCH,
) -> FieldworkDone:
    """Work on at most `most` due cases and release reserves for what has closed.

    `shut` are the channels nobody can be written to on at present.
    """
    done = FieldworkDone()
    if not wave.starts_contacts:
        return done
    due = await unit.cases.due(wave.wave, now, most)
    if due:
        wave = await with_versions(unit, wave, [record.questionnaire for record in due])
        await _work(unit, wave, due, done, now=now, new_code=new_code, shut=shut)
    if wave.hours.next_opening(now) is not None:  # after the last day nobody could be invited any more
        done.replaced = await _substitute(unit, wave, now=now)
    done.is_finished = len(due) < most and done.replaced == 0
    return done


async def _work(
    unit: UnitOfWork,
    wave: RunningWave,
    due: Sequence[CaseRecord],
    done: FieldworkDone,
    *,
    now: datetime,
    new_code: Callable[[], str],
    shut: Collection[str],
) -> None:
    ids = [record.case.id for record in due]
    opted_out = await unit.contacts.opted_out(ids)
    endpoints = await unit.contacts.endpoints_of(ids)
    resting = await _resting(unit, due)
    writing = _Writing()
    invited: list[tuple[CaseRecord, str]] = []
    reminded: list[tuple[CaseRecord, Remind | Resume]] = []
    for record in due:
        case = record.case
        decision = decide(
            case,
            wave.protocol,
            wave.hours,
            now=now,
            is_opted_out=case.id in opted_out,
            is_resting=case.id in resting,
            unreachable=unreachable(endpoints[case.id]),
            shut=shut,
        )
        match decision:
            case Invite(channel=channel):
                invited.append((record, channel))
            case Remind() | Resume():
                reminded.append((record, decision))
            case Wait(until=until):
                writing.updates.append(CaseUpdate(case.id, next_action_at=until))
            case Close(disposition=disposition, reason=reason):
                writing.closings.append((case.id, disposition, reason.value))
            case _:
                assert_never(decision)
    await _invite(unit, wave, invited, writing, done, now=now, new_code=new_code)
    routes = await find_routes(unit, wave, [record for record, _ in reminded], endpoints, shut=shut, now=now)
    for record, decision in reminded:
        route = routes.get(record.case.id)
        if isinstance(decision, Remind):
            _remind(wave, record, route, writing, now=now, number=decision.number, code=new_code())
            done.reminded += 1
        else:
            _resume(wave, record, route, writing, now=now)
            done.resumed += 1
    writing.closings = await keep_partials(
        unit,
        writing.closings,
        due,
        wave.questionnaires.__getitem__,
        wave.partial_from,
        now=now,
    )
    done.closed = len(writing.closings)
    await _write(unit, wave, writing, now=now)


async def _write(unit: UnitOfWork, wave: RunningWave, writing: _Writing, *, now: datetime) -> None:
    if writing.codes:
        await unit.contacts.issue_invitations(writing.codes, now, wave.hours.closes_for_good)
    if writing.letters:
        await unit.messages.queue(writing.letters)
    if writing.updates:
        await unit.cases.update(writing.updates, now)
    if writing.closings:
        await unit.messages.cancel_for_case([case for case, _, _ in writing.closings], "case closed")
        await unit.cases.close(writing.closings, now)


async def _invite(
    unit: UnitOfWork,
    wave: RunningWave,
    invited: Sequence[tuple[CaseRecord, str]],
    writing: _Writing,
    done: FieldworkDone,
    *,
    now: datetime,
    new_code: Callable[[], str],
) -> None:
    """Write the first letter to each, unless the same phone is already asked in this wave (I10)."""
    repeats = await unit.cases.repeats_of_phone([record for record, _ in invited])
    writing.closings += [(case_id, Disposition.DUPLICATE, "already in this wave") for case_id in repeats]
    fresh = [(record, channel) for record, channel in invited if record.case.id not in repeats]
    people = await unit.contacts.people([record.person for record, _ in fresh])
    # Who has no phone is asked by letter and slip: the case stays open, and no message can be due.
    writing.updates += [
        CaseUpdate(record.case.id, next_action_at=wave.hours.closes_for_good)
        for record, _ in fresh
        if not people[record.person].phone
    ]
    fresh = [(record, channel) for record, channel in fresh if people[record.person].phone]
    bindings = [
        NewBinding(channel, people[record.person].phone, record.case.id, is_verified=True)
        for record, channel in fresh
    ]
    gaps = wave.protocol.reminder_gaps_hours[:1] or (wave.protocol.noncontact_after_hours,)
    endpoints = await unit.contacts.bind_many(bindings, now)
    for (record, channel), endpoint in zip(fresh, endpoints, strict=True):
        code = new_code()
        letter = _worded(wave, record, code, INVITATION)
        writing.codes.append((record.case.id, code))
        writing.letters.append(_queued(record, endpoint, MessageKind.INVITATION, letter, now=now, number=0))
        writing.updates.append(
            CaseUpdate(
                record.case.id,
                disposition=Disposition.CONTACTED,
                reason="invited",
                invited_at=now,
                channel=channel,
                next_action_at=min(now + timedelta(hours=gaps[0]), wave.hours.closes_for_good),
            )
        )
    done.invited, done.duplicates = len(fresh), len(repeats)


def _remind(
    wave: RunningWave,
    record: CaseRecord,
    route: Endpoint | None,
    writing: _Writing,
    *,
    now: datetime,
    number: int,
    code: str,
) -> None:
    """Remind where the person answers; somebody in the middle is told how to go on."""
    case_id = record.case.id
    if route is None:
        writing.updates.append(CaseUpdate(case_id, next_action_at=now + timedelta(hours=24)))
        return
    if record.case.answered_at is not None:
        letter = _going_on(wave, record, RESUME)
    else:
        writing.codes.append((case_id, code))
        letter = _worded(wave, record, code, REMINDER)
    writing.letters.append(_queued(record, route, MessageKind.REMINDER, letter, now=now, number=number))
    gaps = wave.protocol.reminder_gaps_hours
    gap = timedelta(hours=gaps[number] if number < len(gaps) else 24)
    writing.updates.append(
        CaseUpdate(
            case_id,
            reminders=number,
            reminded_at=now,
            next_action_at=min(now + gap, wave.hours.closes_for_good),
        )
    )


def _resume(
    wave: RunningWave,
    record: CaseRecord,
    route: Endpoint | None,
    writing: _Writing,
    *,
    now: datetime,
) -> None:
    """Offer the next sitting where the person answers; each is named by the day it was put off to."""
    case = record.case
    again = min(now + timedelta(hours=wave.protocol.pause_reminder_hours), wave.hours.closes_for_good)
    writing.updates.append(CaseUpdate(case.id, reminded_at=now, next_action_at=again))
    if route is None or case.later_until is None:
        return
    letter = _going_on(wave, record, SITTING)
    sitting = case.later_until.toordinal()
    writing.letters.append(_queued(record, route, MessageKind.NOTICE, letter, now=now, number=sitting))


async def _resting(unit: UnitOfWork, due: Sequence[CaseRecord]) -> set[CaseId]:
    """Those of the due cases whose interview paused by itself until another day."""
    put_off = [record.case.id for record in due if record.case.later_until is not None]
    stored = await unit.interviews.load(put_off) if put_off else {}
    return {case_id for case_id, one in stored.items() if codec.decode(one.state).is_resting}


def _queued(
    record: CaseRecord, endpoint: Endpoint, kind: MessageKind, letter: Letter, *, now: datetime, number: int
) -> NewMessage:
    # An invitation that goes out again, on whichever channel, is another message; a reminder is not.
    again = f":{endpoint.channel}" if kind is MessageKind.INVITATION and endpoint.channel != "sms" else ""
    if kind is MessageKind.INVITATION and record.case.invited_at is not None:
        again += f":{record.case.invited_at.timestamp():.0f}"
    return NewMessage(
        case_id=record.case.id,
        channel=endpoint.channel,
        endpoint_id=endpoint.id,
        kind=kind,
        payload=pack(letter),
        effect=f"{kind.value}:{record.case.id}:{number}{again}",
        not_before=now,
        expires_at=now + LETTER_LIFE,
    )


def _worded(wave: RunningWave, record: CaseRecord, code: str, key: str) -> Letter:
    """The letter `key` to one person."""
    case = record.case
    return worded(
        wave,
        key,
        unit=case.unit,
        service=case.service,
        questionnaire=record.questionnaire,
        code=code,
        check=record.check_code,
    )


def _going_on(wave: RunningWave, record: CaseRecord, key: str) -> Letter:
    """The letter `key` to somebody in the middle of answering."""
    case = record.case
    return going_on(wave, key, unit=case.unit, service=case.service, questionnaire=record.questionnaire)


async def _substitute(unit: UnitOfWork, wave: RunningWave, *, now: datetime) -> int:
    """Release the next reserve of the same service for every closed case that has none yet."""
    replaced = 0
    for record in await unit.cases.awaiting_substitution(wave.wave, BATCH):
        reserve = await unit.cases.next_reserve(wave.wave, record.case.unit, record.case.service)
        if reserve is None or choose_reserve([reserve.case], record.case) is None:
            continue
        released = await unit.cases.release([reserve.case.id], now, now, replaces=record.case.id)
        replaced += len(released)
    return replaced
