"""A person wrote: note it, advance the interview, save everything, queue the reply. One transaction.

The order is the promise of design.md decision 4: the message is noted once (a repeat stops here),
states are read after the lock, answers, paradata, outgoing messages and the case's next due time
are written together, and only a commit lets the webhook be acknowledged. A batch of messages from
many people shares one transaction; two messages of one person are taken in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.catalogue import say
from bot.conversation.comeback import let_address_back, let_back, wants_back
from bot.conversation.entrance import Admission, Entrance, find_code
from bot.conversation.inputs import (
    answer_rows,
    answered_alone,
    input_of,
    is_beside,
    keeping,
    may_leave,
    paradatum,
    says_stop,
)
from bot.conversation.payload import pack
from bot.conversation.responses import compact_record, ending_of
from bot.conversation.slips import SlipIntake
from bot.conversation.versions import with_versions
from bot.conversation.writing import Writing
from bot.doors import Shown
from bot.ports import (
    HAS_WINDOW,
    IN_PERSON,
    TAKES_NO_LETTERS,
    Inbound,
    Letter,
    RunningWave,
    TextKind,
    Unreadable,
)
from storage.cases import UNSET, CaseUpdate
from storage.contacts import Endpoint
from storage.conversations import Conversation
from storage.inbox import InboundRow
from storage.interviews import ParadataRow, ResponseRow, StoredInterview, Validity
from storage.outbox import MessageKind, NewMessage
from storage.unit_of_work import UnitOfWork
from survey_flows.fieldwork.dispositions import Disposition, meaning
from survey_flows.ids import CaseId
from survey_flows.interview import codec, events
from survey_flows.interview.assistance import is_help
from survey_flows.interview.engine import Step, advance, open_interview
from survey_flows.interview.inputs import Input, Opened, Said
from survey_flows.interview.prompts import Prompt
from survey_flows.interview.sheet import Sheet, lay_sheet
from survey_flows.interview.state import InterviewState

REPLY_LIFE = timedelta(minutes=15)
FRESH_SIGN = timedelta(hours=1)


@dataclass(slots=True)
class Received:
    """What a batch did, as far as the rest of the process must know at once."""

    repeats: int = 0
    steps: int = 0
    completed: int = 0
    queued: int = 0
    opted_out: set[CaseId] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)  # addresses of strangers who said stop
    shown: dict[str, Shown] = field(default_factory=dict)  # in place, by the message's `external_id`


async def receive_messages(
    unit: UnitOfWork, batch: Sequence[Inbound], wave: RunningWave, *, now: datetime
) -> Received:
    """Take a batch inside the caller's transaction; see the module's first lines for the order."""
    received = Received()
    if not batch:
        return received
    noted = await unit.messages.note_inbound(
        [InboundRow(m.channel.value, m.account, m.external_id, m.raw, now) for m in batch]
    )
    fresh = [(message, row) for message, row in zip(batch, noted, strict=True) if row is not None]
    received.repeats = len(batch) - len(fresh)
    if not fresh:
        return received
    turn = _Turn(unit, wave, now, received)
    await turn.find_people([message for message, _ in fresh])
    for message, row in fresh:
        await turn.take(message, row)
    await turn.write()
    await unit.contacts.heard(turn.heard([message for message, _ in fresh]), now)
    await unit.messages.mark_handled(
        [row for _, row in fresh], [turn.case_of(message) for message, _ in fresh], now
    )
    return received


async def quarantine(unit: UnitOfWork, unreadable: Unreadable, *, now: datetime) -> None:
    """Keep what nobody can read, raw and encrypted, for a person to look at."""
    await unit.messages.quarantine(
        unreadable.channel.value, unreadable.external_id, unreadable.raw, unreadable.reason, now
    )


class _Turn:
    """One batch being worked on: what was read, and what will be written."""

    def __init__(self, unit: UnitOfWork, wave: RunningWave, now: datetime, received: Received) -> None:
        self._unit = unit
        self._wave = wave
        self._now = now
        self._received = received
        self._entrance = Entrance(unit, wave, now)
        self._endpoints: dict[tuple[str, str], Endpoint] = {}
        self._cases: dict[CaseId, Conversation] = {}
        self._states: dict[CaseId, InterviewState] = {}
        self._writing = Writing()
        self._slips = SlipIntake(unit, now)
        self._arrived: set[CaseId] = set()  # just opened by a code, perhaps on another channel than before
        self._channels: dict[CaseId, str] = {}  # where each was last asked
        self._unseen: dict[CaseId, frozenset[str]] = {}  # items answered alone: no interviewer sees them

    def case_of(self, message: Inbound) -> CaseId | None:
        """The case a message belongs to, once known."""
        endpoint = self._endpoints.get((message.channel.value, message.address))
        return None if endpoint is None else endpoint.case_id

    def heard(self, messages: Sequence[Inbound]) -> list[int]:
        """Endpoints whose people wrote: where a channel counts that, or where one was out of reach."""
        found = [self._endpoints.get((message.channel.value, message.address)) for message in messages]
        return [
            endpoint.id
            for message, endpoint in zip(messages, found, strict=True)
            if endpoint is not None and (message.channel in HAS_WINDOW or endpoint.is_blocked)
        ]

    async def find_people(self, messages: Sequence[Inbound]) -> None:
        """Read every endpoint, case and interview state of the batch: one SELECT each."""
        for channel in {message.channel for message in messages}:
            addresses = {message.address for message in messages if message.channel is channel}
            found = await self._unit.contacts.endpoints(channel.value, sorted(addresses))
            self._endpoints |= {(channel.value, address): entry for address, entry in found.items()}
        await self._load({entry.case_id for entry in self._endpoints.values() if entry.case_id is not None})
        await self._hide_from_interviewers()
        if self._wave.takes_slips:
            await self._slips.find(self._endpoints.values())

    async def take(self, message: Inbound, row: int) -> None:
        """Handle one message, row `row` of the inbox: a code, a group, a stranger, or the next word."""
        self._row = row
        if message.kind is TextKind.EDITED and may_leave(message.text):
            message = replace(message, kind=TextKind.TYPED)
        code = find_code(message.text) if message.kind is TextKind.TYPED else None
        endpoint = self._endpoints.get((message.channel.value, message.address))
        if not message.is_private:
            return
        if message.channel in TAKES_NO_LETTERS:
            code = None  # let in before, by `open_page`
            if endpoint is None or endpoint.case_id is None:
                await self._take_slip(message, code, endpoint)
                return
        elif await self._take_slip(message, code, endpoint):
            return
        is_number = message.kind is TextKind.CONTACT and (endpoint is None or endpoint.case_id is None)
        if code is not None or is_number:
            if not await self._let_in(message, code, endpoint):
                return
            endpoint = self._endpoints[message.channel.value, message.address]
        if endpoint is None or endpoint.case_id is None:
            await self._meet_stranger(message, endpoint)
        else:
            await self._go_on(message, endpoint, endpoint.case_id, is_arriving=code is not None or is_number)

    async def _go_on(
        self, message: Inbound, endpoint: Endpoint, case_id: CaseId, *, is_arriving: bool
    ) -> None:
        """Handle one message of somebody whose case is known; `is_arriving` by a code or their number."""
        if wants_back(message) and await self._come_back(message, endpoint, case_id):
            return
        case = self._cases[case_id]
        if not self._wave.takes_answers:
            self._reply(message, endpoint, case.case_id, Letter(self._say("letter.closed")))
            return
        if message.kind is TextKind.EDITED:
            self._reply(message, endpoint, case.case_id, Letter(say("letter.edited")))
            return
        said = input_of(message, is_code=is_arriving)
        if said is None:
            self._reply(message, endpoint, case.case_id, Letter(say("letter.unreadable")))
            return
        self._advance(message, endpoint, case, self._where_asked(message, case, said))

    def _where_asked(self, message: Inbound, case: Conversation, said: Input) -> Input:
        """Take words as an answer only on the channel that asked; elsewhere they bring the question there.

        A tap and a page carry the revision they answer; words answer whatever is asked now, which the
        person may have read nowhere but on another channel (I3).
        """
        asked_on = self._channels.get(case.case_id, case.channel)
        known = self._states.get(case.case_id)
        is_new_here = asked_on not in {"", message.channel.value} and case.case_id not in self._arrived
        self._channels[case.case_id] = message.channel.value
        if not (is_new_here and isinstance(said, Said) and known is not None and known.at):
            return said
        return said if is_beside(said) else Opened(said.medium)

    async def _come_back(self, message: Inbound, endpoint: Endpoint, case_id: CaseId) -> bool:
        """Let whoever stopped take part again; say whether that is answered already."""
        case, wave = self._cases[case_id], self._wave
        back = await let_back(self._unit, message, case, self._states.get(case_id), wave, now=self._now)
        if back is None:
            return False
        self._writing.unsay(case_id)
        self._cases[case_id] = case = replace(case, disposition=back.disposition)
        if back.letter:
            self._reply(message, endpoint, case_id, Letter(self._say(back.letter)))
        elif back.step is not None:
            self._keep(message, endpoint, case, back.step)
        return bool(back.letter or back.step)

    async def _hide_from_interviewers(self) -> None:
        """Note which answers of the cases an interviewer asks were given without one."""
        entries = [entry for (channel, _), entry in self._endpoints.items() if channel in IN_PERSON]
        if of_cases := {entry.case_id for entry in entries if entry.case_id is not None}:
            self._unseen |= answered_alone(await self._unit.interviews.channels(of_cases))

    async def _take_slip(self, message: Inbound, code: str | None, endpoint: Endpoint | None) -> bool:
        """Let whoever answers a slip do so, apart from every case; say whether the message was theirs."""
        if not self._wave.takes_slips:
            return False
        if code is not None and await self._entrance.has_guessed_enough(message):
            return False
        said = input_of(message, is_code=code is not None)
        reply = await self._slips.take(message, code, endpoint, said, self._wave)
        if reply is None:
            return False
        self._endpoints[message.channel.value, message.address] = reply.endpoint
        if reply.has_withdrawn:
            self._received.silent.add(message.address)
        if reply.content is not None:
            self._reply(message, reply.endpoint, None, reply.content, reply.sheet)
        return True

    def _advance(self, message: Inbound, endpoint: Endpoint, case: Conversation, said: Input) -> None:
        known = self._states.get(case.case_id)
        # An interview that has begun keeps its version, whatever was published for its case since.
        version = case.questionnaire if known is None else known.questionnaire
        questionnaire = self._wave.questionnaires[version]
        state = known or open_interview(questionnaire)
        said = keeping(said, state.answers, self._unseen.get(case.case_id, ()))
        step = advance(questionnaire, state, said, now=self._when(message), pace=self._wave.pace)
        self._keep(message, endpoint, case, step)

    def _keep(self, message: Inbound, endpoint: Endpoint, case: Conversation, step: Step) -> None:
        """Gather what a step of the interview writes, and queue its prompt."""
        self._received.steps += 1
        self._states[case.case_id] = step.state
        self._writing.interviews[case.case_id] = StoredInterview(
            case_id=case.case_id,
            questionnaire=step.state.questionnaire,
            state=codec.encode(step.state),
            status=step.state.status,
            revision=step.state.revision,
        )
        withdrew = self._note(message, case, step)
        if step.prompts and (not withdrew or message.channel in TAKES_NO_LETTERS):
            self._reply(message, endpoint, case.case_id, step.prompts[-1])

    def _when(self, message: Inbound) -> datetime:
        """When it was said: on arrival, or when an interviewer without a connection wrote it down."""
        return (message.sent_at or self._now) if message.channel in IN_PERSON else self._now

    def _note(self, message: Inbound, case: Conversation, step: Step) -> bool:
        """Turn events into rows; say whether the person opted out."""
        writing, case_id, now = self._writing, case.case_id, self._now
        channel = message.channel.value
        withdrew = False
        writing.answers += answer_rows(step, case_id, now, channel)
        for event in step.events:
            if (ending := ending_of(event)) is not None:
                writing.closings.append((case_id, *ending))
            if isinstance(event, events.Withdrew):
                withdrew = True
                writing.withdrawals[case_id] = channel
            elif isinstance(event, events.Completed):
                writing.completions.append((case, step.state, message.channel))
            if not isinstance(event, events.Answered):
                writing.paradata.append(paradatum(event, case_id, now, channel))
            elif is_help(event.item, event.value):
                writing.paradata.append(
                    ParadataRow(case_id, now, "Assisted", event.item, event.value or "", channel)
                )
        self._keep_case_alive(case, step, channel)
        return withdrew

    def _keep_case_alive(self, case: Conversation, step: Step, channel: str) -> None:
        """Note the sign of life and when to look again; at most once an hour, unless something changed.

        Whoever rests until another day is written to on that day; whoever pauses, after the plan's pause.
        """
        if step.state.is_final or meaning(case.disposition).is_final:
            return
        is_asked = any(isinstance(event, events.Consented) for event in step.events)
        is_paused = any(isinstance(event, events.Paused) for event in step.events)
        pending = self._writing.updates.get(case.case_id)
        answered_at = case.answered_at
        is_new_here = case.case_id in self._arrived or case.channel != channel
        if not (is_asked or is_paused or is_new_here) and (
            pending is not None or (answered_at is not None and self._now - answered_at < FRESH_SIGN)
        ):
            return
        hours = self._wave.hours
        due = self._now + timedelta(hours=self._wave.protocol.pause_reminder_hours)
        if step.state.is_resting:
            due = hours.opening_tomorrow(self._now) or hours.closes_for_good
        self._writing.updates[case.case_id] = CaseUpdate(
            case.case_id,
            disposition=Disposition.ANSWERING if is_asked else (pending.disposition if pending else UNSET),
            reason="consented" if is_asked else "",
            answered_at=self._now,
            later_until=due if is_paused else UNSET,
            next_action_at=min(due, hours.closes_for_good),
            channel=channel,
        )

    def _reply(
        self,
        message: Inbound,
        endpoint: Endpoint,
        case_id: CaseId | None,
        content: Prompt | Letter,
        sheet: Sheet | None = None,
    ) -> None:
        """Queue the answer to `message` (the last of a batch stands), or hand it back to be shown.

        `sheet` is the page of a slip, which has no case.
        """
        if message.channel in TAKES_NO_LETTERS:
            shown = self._in_place(case_id, content) if sheet is None else Shown(content, sheet)
            self._received.shown[message.external_id] = shown
            return
        self._writing.replies[endpoint.id] = NewMessage(
            case_id=case_id,
            channel=endpoint.channel,
            endpoint_id=endpoint.id,
            kind=MessageKind.REPLY,
            is_question=isinstance(content, Prompt),
            payload=pack(content, message.card),
            effect=f"reply:inbox {self._row}",  # not the provider's id: it may hold a phone
            not_before=self._now,
            expires_at=self._now + REPLY_LIFE,
        )

    def _in_place(self, case_id: CaseId | None, content: Prompt | Letter) -> Shown:
        state = None if case_id is None else self._states.get(case_id)
        if case_id is None or state is None:
            return Shown(content)
        self._writing.moved.add(case_id)
        questionnaire = self._wave.questionnaires[state.questionnaire]
        hidden = self._unseen.get(case_id, frozenset())
        return Shown(content, lay_sheet(questionnaire, state, pace=self._wave.pace, hidden=hidden))

    async def _let_in(self, message: Inbound, code: str | None, endpoint: Endpoint | None) -> bool:
        """Let a code or the sender's own number open a case to this address; say whether it did."""
        if code is not None:
            admission = await self._entrance.by_code(message, code, endpoint)
        else:
            admission = await self._entrance.by_number(message, endpoint)
        self._answer_at_door(message, admission)
        if admission.case_id is None:
            return False
        if admission.reclaimed:
            channel = message.channel.value
            self._writing.paradata.append(
                ParadataRow(admission.case_id, self._now, "Reclaimed", "", "own number", channel)
            )
        self._arrived.add(admission.case_id)
        await self._load({admission.case_id})
        return True

    async def _meet_stranger(self, message: Inbound, endpoint: Endpoint | None) -> None:
        """Somebody without a case: told once in a while how to begin, and believed when they say stop."""
        channel = message.channel.value
        if message.kind is TextKind.TYPED and says_stop(message.text):
            await self._unit.contacts.opt_out_address(channel, message.address, self._now, channel)
            self._received.silent.add(message.address)
            return
        if wants_back(message):
            await let_address_back(self._unit, message, now=self._now)
        self._answer_at_door(message, await self._entrance.stranger(message, endpoint))

    def _answer_at_door(self, message: Inbound, admission: Admission) -> None:
        endpoint = admission.endpoint
        if endpoint is None:
            return
        self._endpoints[message.channel.value, message.address] = endpoint
        if admission.reply is not None:
            self._reply(message, endpoint, endpoint.case_id, admission.reply)

    async def _load(self, cases: set[CaseId]) -> None:
        wanted = [case for case in cases if case not in self._cases]
        if not wanted:
            return
        found = await self._unit.conversations.of(wanted)
        self._cases |= found
        for case_id, one in found.items():
            if one.state is not None:
                self._states[case_id] = codec.decode(one.state)
        pinned = {one.questionnaire for one in found.values()}
        pinned |= {self._states[case_id].questionnaire for case_id in found if case_id in self._states}
        self._wave = await with_versions(self._unit, self._wave, pinned)

    async def write(self) -> None:
        """Write everything gathered, each table once."""
        unit, writing, now = self._unit, self._writing, self._now
        await unit.interviews.save(list(writing.interviews.values()), now)
        await unit.interviews.append_answers(writing.answers)
        await unit.interviews.note(writing.paradata)
        await unit.cases.update(list(writing.updates.values()), now)
        await self._slips.write()
        for case_id, channel in writing.withdrawals.items():
            await unit.contacts.opt_out(case_id, now, channel)
            self._received.opted_out.add(case_id)
        await self._complete()
        completed = {record.case_id for record, _, _ in writing.completions}
        closings = [
            entry for entry in writing.closings if entry[0] not in completed and not self._is_final(entry[0])
        ]
        if closings:
            await unit.messages.cancel_for_case([case for case, _, _ in closings], "case closed")
            await unit.cases.close(closings, now)
        if writing.moved:
            await unit.messages.supersede(writing.moved)
        if writing.replies:
            await unit.messages.queue(list(writing.replies.values()))
            self._received.queued += len(writing.replies)

    async def _complete(self) -> None:
        """Store the response of who has finished; a late one counts only if a place is free (I6).

        Who finishes after the case was closed as a partial, or set aside, completes the response kept then.
        """
        if not self._writing.completions:
            return
        rows: list[ResponseRow] = []
        finished: list[ResponseRow] = []
        closings: list[tuple[CaseId, Disposition, str]] = []
        for record, state, channel in self._writing.completions:
            counts = True
            was_partial = record.disposition in {Disposition.PARTIAL, Disposition.FAILED_VERIFICATION}
            if record.disposition is Disposition.FAILED_VERIFICATION:
                pass  # set aside it stays, until whoever checks forms lets it count again
            elif meaning(record.disposition).is_final:
                counts = await self._unit.cases.complete_late(record.case_id, self._now)
            else:
                closings.append((record.case_id, Disposition.COMPLETE, "completed"))
            if was_partial and not counts:
                continue
            (finished if was_partial else rows).append(
                ResponseRow(
                    case_id=record.case_id,
                    wave=record.wave,
                    unit=record.unit,
                    service=record.service,
                    questionnaire=state.questionnaire,
                    mode=channel.value,
                    started_at=state.started_at or self._now,
                    completed_at=state.updated_at or self._now,
                    record=compact_record(state),
                    validity=Validity.VALID if counts else Validity.OVER_QUOTA,
                )
            )
        await self._unit.interviews.complete(rows)
        await self._unit.interviews.finish(finished)
        await self._unit.messages.cancel_for_case([row.case_id for row in rows], "completed")
        await self._unit.cases.close(closings, self._now)
        self._received.completed += len(rows) + len(finished)

    def _is_final(self, case_id: CaseId) -> bool:
        return meaning(self._cases[case_id].disposition).is_final

    def _say(self, key: str) -> str:
        sender = self._wave.sender
        return say(key, department=sender.department, hotline=sender.hotline)
