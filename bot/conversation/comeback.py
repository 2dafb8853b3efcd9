"""Somebody who left writes that they want to take part again: may they, and what becomes of the case.

Rules (reliability.md I8; decision 0003). Only an explicit word lifts an opt-out (`interview/comeback.py`),
and only where the STOP was said, or by text message from the sampled phone itself: a code may have been
forwarded, and nobody undoes another's STOP. Who took back their data is not brought back by a word. The
case goes on while the wave takes answers and nobody stands in for it; otherwise the person is told why
not. Every lifting goes into the audit chain, with what it lifted and what came of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation.inputs import medium_on
from bot.ports import BY_PHONE, TAKES_NO_LETTERS, ChannelName, Inbound, RunningWave, TextKind
from storage.access import OptOut
from storage.conversations import Conversation
from storage.unit_of_work import UnitOfWork
from survey_flows.fieldwork.dispositions import Disposition, meaning
from survey_flows.interview.comeback import asks_back
from survey_flows.interview.engine import come_back
from survey_flows.interview.state import InterviewState, Status
from survey_flows.interview.step import Step

OPTED_IN = "opted in"
"""The act in the audit chain; its subject is the case, or an address without one."""

WITHDREW_DATA = "withdrew data"
"""The source of an opt-out that no word lifts."""

_GIVEN_UP = frozenset({Disposition.OPTED_OUT, Disposition.REFUSAL, Disposition.INELIGIBLE})
_LEFT = frozenset({Status.STOPPED, Status.REFUSED, Status.INELIGIBLE})


@dataclass(frozen=True, slots=True)
class Comeback:
    """What came of the wish: the case's disposition now, and what answers it, if the interview does not.

    `step` takes the interview up again; `letter` is a key of the catalogue, "" for none.
    """

    disposition: Disposition
    step: Step | None = None
    letter: str = ""


def wants_back(message: Inbound) -> bool:
    """Whether a message asks to take part again, on a channel that can be answered."""
    return (
        message.kind is TextKind.TYPED and message.channel not in TAKES_NO_LETTERS and asks_back(message.text)
    )


async def let_back(
    unit: UnitOfWork,
    message: Inbound,
    case: Conversation,
    state: InterviewState | None,
    wave: RunningWave,
    *,
    now: datetime,
) -> Comeback | None:
    """Let the person of `case` back; None when they had not left, or may not undo it from here."""
    contacts, case_id = unit.contacts, case.case_id
    has_left = state is not None and state.status in _LEFT
    opt_outs = await contacts.opt_outs(case_id)
    if not (opt_outs or has_left) or not _may_lift(opt_outs, message.channel):
        return None
    if opt_outs:
        await contacts.opt_in(case_id)
    found = await _take_up(unit, case, state, is_open=wave.takes_answers, now=now)
    detail = {**_lifted(opt_outs), "channel": message.channel.value, "case": found.disposition.value}
    await unit.audit.write("citizen", OPTED_IN, f"case {case_id}", detail, now)
    if state is None or found.letter or not wave.takes_answers:
        return found
    form, medium = wave.questionnaires[state.questionnaire], medium_on(message.channel)
    return replace(found, step=come_back(form, state, medium=medium, now=now, pace=wave.pace))


async def let_address_back(unit: UnitOfWork, message: Inbound, *, now: datetime) -> bool:
    """The same for an address that belongs to no case; say whether it may be written to again."""
    contacts, channel = unit.contacts, message.channel
    opt_outs = await contacts.opt_outs_of_address(channel.value, message.address)
    if not opt_outs or not _may_lift(opt_outs, channel):
        return False
    await contacts.opt_in_address(channel.value, message.address)
    detail = {**_lifted(opt_outs), "channel": channel.value}
    await unit.audit.write("citizen", OPTED_IN, "no case", detail, now)
    return True


async def _take_up(
    unit: UnitOfWork, case: Conversation, state: InterviewState | None, *, is_open: bool, now: datetime
) -> Comeback:
    """Put the case back into the field, where it was given up and still has its place."""
    if not is_open or not meaning(case.disposition).is_final:
        return Comeback(case.disposition)
    if case.disposition in _GIVEN_UP:
        again = Disposition.ANSWERING if state is not None and state.answers else Disposition.CONTACTED
        if await unit.cases.take_up_again(case.case_id, again, now):
            return Comeback(again)
    elif state is None or state.status not in _LEFT:
        return Comeback(case.disposition)  # it ended otherwise: the interview itself says so
    return Comeback(case.disposition, letter="letter.place_taken")


def _may_lift(opt_outs: list[OptOut], channel: ChannelName) -> bool:
    if any(one.source == WITHDREW_DATA for one in opt_outs):
        return False
    return channel in BY_PHONE or all(one.source == channel.value for one in opt_outs)


def _lifted(opt_outs: list[OptOut]) -> dict[str, str]:
    """What is lifted, for the audit: it leaves the table of opt-outs."""
    if not opt_outs:
        return {}
    return {"stopped_by": opt_outs[0].source, "stopped_at": opt_outs[0].at.isoformat(timespec="seconds")}
