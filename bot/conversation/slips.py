"""Somebody answers a slip: the short form as a conversation of its own, apart from every case.

Rules (domain.md 1.4 no. 9, 4(e); plan `[continuous]`; reliability.md I2, I8, I11). A slip's code opens the
short form to the address that sends it, as often as the slip says and from the day it opens until it
expires; the same address may come back to its interview. Nobody is written to first or reminded: whoever
answers chose to. A sampled person may answer a slip between two questions of their case; a STOP said there
is the case's too. Wrong codes are counted with those of invitations.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

from bot.catalogue import say
from bot.conversation.comeback import let_address_back, wants_back
from bot.conversation.inputs import answer_rows
from bot.conversation.responses import compact_record
from bot.conversation.versions import with_versions
from bot.ports import TAKES_NO_LETTERS, ChannelName, Inbound, Letter, RunningWave
from storage.contacts import Endpoint
from storage.interviews import AnswerRow
from storage.slips import Slip, SlipCase
from storage.unit_of_work import UnitOfWork
from survey_flows.ids import CaseId
from survey_flows.interview import codec, events
from survey_flows.interview.engine import advance, come_back
from survey_flows.interview.inputs import Input
from survey_flows.interview.pace import Pace
from survey_flows.interview.prompts import Prompt
from survey_flows.interview.sheet import Sheet, lay_sheet
from survey_flows.interview.state import FINAL, InterviewState, Status
from survey_flows.interview.step import Step
from survey_flows.questionnaire.model import Questionnaire


@dataclass(frozen=True, slots=True)
class SlipReply:
    """What to answer a message to a slip (None: nothing), where, and whether its sender opted out.

    `sheet` is the page to fill in, for a channel that answers in place.
    """

    endpoint: Endpoint
    content: Prompt | Letter | None
    has_withdrawn: bool = False
    sheet: Sheet | None = None


class SlipIntake:
    """The slips of one batch of messages: read once, advanced in memory, written once."""

    def __init__(self, unit: UnitOfWork, now: datetime) -> None:
        self._unit = unit
        self._now = now
        self._cases: dict[int, SlipCase] = {}  # by endpoint
        self._changed: dict[int, tuple[SlipCase, bytes | None]] = {}
        self._answers: list[AnswerRow] = []

    async def find(self, endpoints: Iterable[Endpoint]) -> None:
        """Read what these addresses are answering: one SELECT."""
        self._cases |= await self._unit.slips.latest_cases(entry.id for entry in endpoints)

    async def take(
        self,
        message: Inbound,
        code: str | None,
        endpoint: Endpoint | None,
        said: Input | None,
        wave: RunningWave,
    ) -> SlipReply | None:
        """Handle a message that belongs to a slip; None when it does not.

        `code` is the code it holds, `said` what it says, None when nobody can read it.
        """
        if code is not None:
            opened = await self._open(message, code, endpoint, wave)
            if opened is None or opened.content is not None:
                return opened
            endpoint = opened.endpoint
        one = None if endpoint is None else self._going_on(endpoint)
        if endpoint is None or one is None:
            return None
        if said is None:
            return SlipReply(endpoint, Letter(say("letter.unreadable")))
        questionnaire = await self._questionnaire(one, wave)
        pace = at_one_sitting(wave.pace)
        state, now = codec.decode(one.state), self._now
        step = None
        if wants_back(message) and endpoint.case_id is None:
            is_back = await let_address_back(self._unit, message, now=now)
            if is_back or state.status is not Status.STOPPED:
                step = come_back(questionnaire, state, medium=said.medium, now=now, pace=pace)
        if step is None:
            step = advance(questionnaire, state, said, now=now, pace=pace)
        self._note(message, endpoint, one, step)
        content = step.prompts[-1] if step.prompts else None
        if message.channel in TAKES_NO_LETTERS:
            # A browser's token is nobody's address: a stop there ends this interview and nothing else.
            return SlipReply(endpoint, content, sheet=lay_sheet(questionnaire, step.state, pace=pace))
        if any(isinstance(event, events.Withdrew) for event in step.events):
            if endpoint.case_id is not None:
                return None
            await self._unit.contacts.opt_out_address(
                endpoint.channel, message.address, now, endpoint.channel
            )
            return SlipReply(endpoint, None, has_withdrawn=True)
        return SlipReply(endpoint, content)

    async def write(self) -> None:
        """Write what the batch changed."""
        if self._changed:
            await self._unit.slips.save(list(self._changed.values()), self._answers, self._now)

    async def _open(
        self, message: Inbound, code: str, endpoint: Endpoint | None, wave: RunningWave
    ) -> SlipReply | None:
        """Let a slip's code open its interview; with a letter when it does not, None for no slip's code."""
        contacts, channel = self._unit.contacts, message.channel.value
        slip = await self._unit.slips.find(code)
        if slip is None:
            return None
        if endpoint is None:
            endpoint = await contacts.bind(channel, message.address, None, self._now)
        known = self._cases.get(endpoint.id)
        if known is not None and known.slip == slip.id and self._now < known.answers_until:
            return SlipReply(endpoint, None)
        if not slip.is_open(self._now):
            await contacts.note_wrong_code(channel, message.address, self._now)
            text = say("letter.slip_over", hotline=wave.sender.hotline)
            return SlipReply(endpoint, Letter(text))
        await self._begin(slip, endpoint)
        return SlipReply(endpoint, None)

    async def begin(self, slip: Slip, channel: ChannelName, address: str) -> None:
        """Open a slip that is open to whoever is at `address`, who has no case of their own."""
        endpoint = await self._unit.contacts.bind(channel.value, address, None, self._now)
        await self._begin(slip, endpoint)

    async def _begin(self, slip: Slip, endpoint: Endpoint) -> None:
        self._cases[endpoint.id] = await self._unit.slips.open_case(
            slip,
            place=slip.taken + 1,
            endpoint=endpoint.id,
            channel=endpoint.channel,
            state=codec.encode(InterviewState(slip.questionnaire)),
            now=self._now,
        )

    def _going_on(self, endpoint: Endpoint) -> SlipCase | None:
        """The slip this address is answering. After its end only who is not sampled still talks to it."""
        one = self._cases.get(endpoint.id)
        if one is None or self._now >= one.answers_until:
            return None
        return None if one.status in FINAL and endpoint.case_id is not None else one

    def _note(self, message: Inbound, endpoint: Endpoint, one: SlipCase, step: Step) -> None:
        channel = message.channel.value
        self._cases[endpoint.id], record = carried(one, step, channel)
        self._changed[one.id] = (self._cases[endpoint.id], record)
        self._answers += answer_rows(step, CaseId(one.id), self._now, channel)

    async def _questionnaire(self, one: SlipCase, wave: RunningWave) -> Questionnaire:
        known = await with_versions(self._unit, wave, {one.questionnaire})
        return known.questionnaires[one.questionnaire]


@cache
def at_one_sitting(pace: Pace) -> Pace:
    """The plan's pace without resting until another day: who rests must be reminded, and nobody is here."""
    return replace(pace, sms_sitting=0)


def carried(one: SlipCase, step: Step, channel: str) -> tuple[SlipCase, bytes | None]:
    """The interview after a step and, once complete, its compact record."""
    state = step.state
    after = replace(
        one, state=codec.encode(state), status=state.status, revision=state.revision, channel=channel
    )
    is_complete = state.status is Status.COMPLETE
    return after, compact_record(state, process_of(state, channel)) if is_complete else None


def process_of(state: InterviewState, channel: str) -> dict[str, str]:
    """How an interview went, for its record: what the sample keeps as paradata and columns of a response.

    `l` the language, `c` the channel it ended on, `b` and `e` when it began and ended (UTC, to the second).
    """
    found = {"l": state.language, "c": channel}
    for key, moment in (("b", state.started_at), ("e", state.updated_at)):
        if moment is not None:
            found[key] = moment.astimezone(UTC).isoformat(timespec="seconds")
    return found
