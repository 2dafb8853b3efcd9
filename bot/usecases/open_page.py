"""The web page's way in and out: a code opens an interview to a browser, which may come back to it.

Rules (docs/decisions/0017-a-page-answers-in-place.md; reliability.md §5.1, I11). A browser is known by the
hash of the token in its cookie. The code opens one browser at a time: the last that shows it has the
interview, the one before is closed. Wrong codes are counted for the device's address and for its network,
so that neither many tries nor many addresses help; a telephone operator puts many people behind one
address, so the limits are wider than those of a chat. A slip's code opens the short form to as many browsers
as the slip says and stays with those that began (domain.md 1.4 no. 9). A check code proves an invitation and
opens nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.catalogue import say
from bot.conversation.slips import SlipIntake, at_one_sitting
from bot.conversation.versions import with_versions
from bot.doors import Check, Entrance, Origin, Shown
from bot.ports import ChannelName, Letter, RunningWave
from storage.contacts import NewBinding
from storage.interviews import ParadataRow
from storage.slips import SlipCase
from storage.unit_of_work import UnitOfWork
from survey_flows.ids import CaseId, WaveId
from survey_flows.interview import codec
from survey_flows.interview.engine import advance, present
from survey_flows.interview.inputs import Command, Medium, Opened
from survey_flows.interview.pace import Pace
from survey_flows.interview.sheet import lay_sheet
from survey_flows.interview.state import InterviewState, Status
from survey_flows.questionnaire.model import Questionnaire

WEB = ChannelName.WEB.value
WRONG_BY_ADDRESS = 10
WRONG_BY_NETWORK = 100
_BY_ADDRESS, _BY_NETWORK = "web-address", "web-network"


async def enter_by_code(
    unit: UnitOfWork, wave: RunningWave, code: str, address: str, origin: Origin, *, now: datetime
) -> Entrance:
    """Let a code open its case, or its slip, to a browser; wrong ones are counted.

    After too many none is looked at.
    """
    if await _has_guessed_enough(unit, origin, now):
        return Entrance.TOO_MANY
    case_id = await unit.contacts.redeem(code, now)
    if case_id is None:
        slip = await unit.slips.find(code) if wave.takes_slips else None
        if slip is not None and slip.is_open(now):
            await SlipIntake(unit, now).begin(slip, ChannelName.WEB, address)
            return Entrance.OPEN
        await _note_guess(unit, origin, now)
        return Entrance.WRONG
    before = [
        one.address for one in (await unit.contacts.endpoints_of([case_id]))[case_id] if one.channel == WEB
    ]
    await unit.contacts.bind_many([NewBinding(WEB, old, None) for old in before if old != address], now)
    await unit.contacts.bind(WEB, address, case_id, now, verified=True)
    if before:
        await unit.interviews.note([ParadataRow(case_id, now, "BrowserChanged", channel=WEB)])
    return Entrance.OPEN


async def show_page(
    unit: UnitOfWork,
    wave: RunningWave,
    address: str,
    *,
    channel: ChannelName = ChannelName.WEB,
    hidden: Collection[str] = (),
    now: datetime,
) -> Shown | None:
    """What the interview open to `address` shows now; None when none is. Reads only."""
    case_id = await _case_of(unit, channel, address)
    if case_id is None:
        return await _show_slip(unit, wave, address, now=now) if channel is ChannelName.WEB else None
    if not wave.takes_answers:
        text = say("letter.closed", department=wave.sender.department, hotline=wave.sender.hotline)
        return Shown(Letter(text))
    one = (await unit.conversations.of([case_id]))[case_id]
    if one.state is None:
        return None
    state = codec.decode(one.state)
    wave = await with_versions(unit, wave, {state.questionnaire})
    return _stands(wave.questionnaires[state.questionnaire], state, wave.pace, hidden, now)


async def holds_slip(unit: UnitOfWork, wave: RunningWave, code: str, address: str, *, now: datetime) -> bool:
    """Whether the browser at `address` is answering the slip of this code already. Reads only."""
    one = await _slip_case(unit, wave, address, now)
    slip = None if one is None else await unit.slips.find(code)
    return one is not None and slip is not None and slip.id == one.slip


async def _show_slip(unit: UnitOfWork, wave: RunningWave, address: str, *, now: datetime) -> Shown | None:
    one = await _slip_case(unit, wave, address, now)
    if one is None:
        return None
    wave = await with_versions(unit, wave, {one.questionnaire})
    questionnaire = wave.questionnaires[one.questionnaire]
    return _stands(questionnaire, codec.decode(one.state), at_one_sitting(wave.pace), (), now)


async def _slip_case(unit: UnitOfWork, wave: RunningWave, address: str, now: datetime) -> SlipCase | None:
    entry = (await unit.contacts.endpoints(WEB, [address])).get(address) if wave.takes_slips else None
    if entry is None or entry.case_id is not None:
        return None
    one = (await unit.slips.latest_cases([entry.id])).get(entry.id)
    return one if one is not None and now < one.answers_until else None


def _stands(
    questionnaire: Questionnaire, state: InterviewState, pace: Pace, hidden: Collection[str], now: datetime
) -> Shown | None:
    """What an interview in this state shows."""
    if state.is_final:
        last = advance(questionnaire, state, Opened(), now=now, pace=pace).prompts
        return Shown(
            last[-1] if last else Letter(say("page.stopped", state.language), language=state.language)
        )
    if state.status is Status.PAUSED:
        text = say("page.paused", state.language)
        return Shown(Letter(text, (Command.RESUME,), language=state.language))
    prompt = present(questionnaire, state, medium=Medium.CHAT, pace=pace)
    if prompt is None:
        return None
    return Shown(prompt, lay_sheet(questionnaire, state, pace=pace, hidden=hidden))


async def keep_place(unit: UnitOfWork, wave: RunningWave, address: str, code: str, *, now: datetime) -> bool:
    """Let `code` too open the interview of this browser, to come back with; whether there is one."""
    case_id = await _case_of(unit, ChannelName.WEB, address)
    if case_id is None:
        return False
    await unit.contacts.issue_invitations([(case_id, code)], now, wave.hours.closes_for_good)
    return True


async def leave_page(unit: UnitOfWork, address: str, *, now: datetime) -> None:
    """Close the interview to this browser: others may use it after."""
    if await _case_of(unit, ChannelName.WEB, address) is not None:
        await unit.contacts.bind(WEB, address, None, now)


async def check_invitation(
    unit: UnitOfWork, wave: WaveId, check_code: str, origin: Origin | None, *, now: datetime
) -> Check:
    """Whether a check code stands in an invitation of this wave; unknown ones are counted by `origin`.

    `origin` is None where an officer asks.
    """
    if origin is not None and await _has_guessed_enough(unit, origin, now):
        return Check.TOO_MANY
    case_id = await unit.cases.by_check_code(wave, check_code)
    released = None
    if case_id is not None:
        released = (await unit.cases.get([case_id]))[case_id].case.released_at
    if released is not None:
        return Check.GENUINE
    if origin is not None:
        await _note_guess(unit, origin, now)
    return Check.UNKNOWN


async def _case_of(unit: UnitOfWork, channel: ChannelName, address: str) -> CaseId | None:
    entry = (await unit.contacts.endpoints(channel.value, [address])).get(address)
    return None if entry is None else entry.case_id


async def _has_guessed_enough(unit: UnitOfWork, origin: Origin, now: datetime) -> bool:
    by_address = await unit.contacts.wrong_codes(_BY_ADDRESS, origin.address, now)
    if by_address >= WRONG_BY_ADDRESS:
        return True
    return await unit.contacts.wrong_codes(_BY_NETWORK, origin.network, now) >= WRONG_BY_NETWORK


async def _note_guess(unit: UnitOfWork, origin: Origin, now: datetime) -> None:
    await unit.contacts.note_wrong_code(_BY_ADDRESS, origin.address, now)
    await unit.contacts.note_wrong_code(_BY_NETWORK, origin.network, now)
