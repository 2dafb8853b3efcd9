"""An interviewer works on a case, by telephone (CATI) or at the door (CAPI).

Rules (reliability.md §5.1, §6.4; domain.md §1.3). An interviewer sees their own cases and nobody else's; of a
person only what is needed to reach them, and every such look is in the audit trail under a pseudonym, as is
every outcome. Answers the person gave alone are not shown. Outcomes of a contact are dispositions
(`survey_flows/fieldwork/dispositions.py`); a call that reached nobody is an attempt and ends nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.conversation.inputs import answered_alone
from bot.doors import Origin
from bot.ports import ChannelName, RunningWave
from storage.cases import CaseRecord, CaseUpdate
from storage.inbox import InboundRow
from storage.interviewers import Interviewer
from storage.interviews import ParadataRow
from storage.unit_of_work import UnitOfWork
from survey_flows.fieldwork.dispositions import Disposition, meaning
from survey_flows.ids import CaseId
from survey_flows.interview import codec

SESSION = timedelta(hours=10)
WRONG_PASSWORDS_PER_HOUR = 10
"""Of one name from one place: who mistypes, or guesses, has to wait there."""
WRONG_FROM_A_NETWORK = 100
"""Whatever the names: a whole office may stand behind one address, and a stranger may have many."""
WRONG_FOR_A_NAME = 500
"""From everywhere together. High, for whoever reaches it keeps the name's owner out; passwords are random."""
_GUESSES = "interviewer"


class Outcome(StrEnum):
    """What came of a contact that was no interview."""

    NO_ANSWER = "no_answer"
    CALL_BACK = "call_back"
    REFUSED = "refused"
    WRONG_NUMBER = "wrong_number"
    WRONG_PERSON = "wrong_person"
    MOVED = "moved"
    AWAY = "away"
    DECEASED = "deceased"
    INCAPABLE = "incapable"
    INELIGIBLE = "ineligible"


ENDINGS: Mapping[Outcome, Disposition] = {
    Outcome.REFUSED: Disposition.REFUSAL,
    Outcome.WRONG_NUMBER: Disposition.WRONG_NUMBER,
    Outcome.WRONG_PERSON: Disposition.WRONG_PERSON,
    Outcome.MOVED: Disposition.MOVED,
    Outcome.AWAY: Disposition.AWAY,
    Outcome.DECEASED: Disposition.DECEASED,
    Outcome.INCAPABLE: Disposition.INCAPABLE,
    Outcome.INELIGIBLE: Disposition.INELIGIBLE,
}
"""Outcomes that end a case; the others are attempts."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A case as its interviewer needs it: whom to ask for, where, about what."""

    record: CaseRecord
    name: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)
    attempts: int = 0


def hashed(password: str, salt: bytes) -> bytes:
    """The hash a password is kept as: scrypt, 16 MiB, some tens of milliseconds."""
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)


def is_password(interviewer: Interviewer | None, password: str) -> bool:
    """Whether the password is right; as slow for a name nobody has."""
    salt = bytes(16) if interviewer is None else interviewer.salt
    given = hashed(password[:200], salt)
    known = bytes(32) if interviewer is None or interviewer.ended_at is not None else interviewer.secret
    return hmac.compare_digest(given, known)


async def find_interviewer(unit: UnitOfWork, name: str) -> Interviewer | None:
    """Who goes by this name, or by this pseudonym: Collect sends no Vietnamese letters with a password."""
    return await unit.interviewers.by_pseudonym(name) or await unit.interviewers.find(name)


async def may_try(
    unit: UnitOfWork, name: str, meant: Interviewer | None, origin: Origin, now: datetime
) -> bool:
    """Whether a password is looked at: not after too many wrong ones of this person in this place."""
    for guessed, most in _guesses(name, meant, origin).items():
        if await unit.contacts.wrong_codes(_GUESSES, guessed, now) >= most:
            return False
    return True


async def sign_in(unit: UnitOfWork, who: Interviewer, address: str, *, now: datetime) -> None:
    """Open a session for whoever gave the right password."""
    await unit.interviewers.open_session(who.id, address, now, now + SESSION)
    await unit.audit.write(who.pseudonym, "interviewer.sign_in", who.pseudonym, {}, now)


async def note_wrong_password(
    unit: UnitOfWork, name: str, meant: Interviewer | None, origin: Origin, *, now: datetime
) -> None:
    """Count a wrong password."""
    for guessed in _guesses(name, meant, origin):
        await unit.contacts.note_wrong_code(_GUESSES, guessed, now)


def _guesses(name: str, meant: Interviewer | None, origin: Origin) -> dict[str, int]:
    """What is counted, and how many wrong ones it may have: the person meant, by whichever name, where."""
    person = " ".join(name.lower().split()) if meant is None else meant.pseudonym
    return {
        f"name {person} from {origin.address}": WRONG_PASSWORDS_PER_HOUR,
        f"from {origin.network}": WRONG_FROM_A_NETWORK,
        f"name {person}": WRONG_FOR_A_NAME,
    }


async def cases_of(unit: UnitOfWork, wave: RunningWave, who: Interviewer) -> list[tuple[CaseRecord, bool]]:
    """The cases of an interviewer that were released, each with whether it is still open."""
    records = await unit.cases.get(await unit.interviewers.assigned(who.id))
    mine = [one for one in records.values() if one.wave == wave.wave and one.case.released_at is not None]
    return [(one, not meaning(one.case.disposition).is_final) for one in mine]


async def read_contact(
    unit: UnitOfWork, wave: RunningWave, who: Interviewer, case_id: CaseId, *, now: datetime
) -> Reached | None:
    """Whom to ask for and where, noted in the audit trail; None for a case that is not theirs or is over."""
    record = await _mine(unit, wave, who, case_id)
    if record is None:
        return None
    person = (await unit.contacts.people([record.person]))[record.person]
    rows = (await unit.interviews.paradata([case_id]))[case_id]
    attempts = sum(row.kind == "Attempt" for row in rows)
    await unit.audit.write(who.pseudonym, "interviewer.read_contact", f"case {case_id}", {}, now)
    return Reached(record, person.name, person.phone, person.address, attempts)


async def begin_interview(
    unit: UnitOfWork,
    wave: RunningWave,
    who: Interviewer,
    case_id: CaseId,
    channel: ChannelName,
    *,
    now: datetime,
) -> bool:
    """Let the interviewer write down this case's answers; whether they may."""
    if await _mine(unit, wave, who, case_id) is None or not wave.takes_answers:
        return False
    await unit.contacts.bind(channel.value, address_of_interview(who, case_id), case_id, now)
    await unit.interviews.note([ParadataRow(case_id, now, "Interviewer", "", who.pseudonym, channel.value)])
    detail = {"channel": channel.value}
    await unit.audit.write(who.pseudonym, "interviewer.begin", f"case {case_id}", detail, now)
    return True


async def hidden_from_interviewer(unit: UnitOfWork, case_id: CaseId) -> frozenset[str]:
    """The items the person answered alone."""
    return answered_alone(await unit.interviews.channels([case_id])).get(case_id, frozenset())


async def has_proposal(unit: UnitOfWork, case_id: CaseId) -> bool:
    """Whether a reading of what the person wrote alone waits for a yes."""
    stored = (await unit.interviews.load([case_id])).get(case_id)
    return stored is not None and codec.decode(stored.state).proposed != ""


async def record_outcome(
    unit: UnitOfWork,
    wave: RunningWave,
    who: Interviewer,
    case_id: CaseId,
    outcome: Outcome,
    *,
    channel: ChannelName,
    again_at: datetime | None = None,
    now: datetime,
) -> bool:
    """Note what came of a contact and do what follows; whether the case was theirs and open."""
    if await _mine(unit, wave, who, case_id) is None:
        return False
    row = ParadataRow(case_id, now, "Attempt", "", f"{who.pseudonym} {outcome.value}", channel.value)
    await unit.interviews.note([row])
    await unit.audit.write(
        who.pseudonym, "interviewer.outcome", f"case {case_id}", {"outcome": outcome.value}, now
    )
    disposition = ENDINGS.get(outcome)
    if disposition is not None:
        await unit.messages.cancel_for_case([case_id], "case closed")
        await unit.cases.close([(case_id, disposition, f"interviewer {who.pseudonym}")], now)
    elif outcome is Outcome.CALL_BACK and again_at is not None:
        last = min(again_at, wave.hours.closes_for_good)
        await unit.cases.update([CaseUpdate(case_id, later_until=last, next_action_at=last)], now)
    return True


async def is_first_time(
    unit: UnitOfWork, who: Interviewer, case_id: CaseId, channel: ChannelName, nonce: str, *, now: datetime
) -> bool:
    """Whether this form about a case was never sent before; from now on it was."""
    event = f"outcome:{address_of_interview(who, case_id)}:{nonce}"
    [row] = await unit.messages.note_inbound([InboundRow(channel.value, "web", event, b"outcome", now)])
    if row is not None:
        await unit.messages.mark_handled([row], [None], now)  # whose case it is was not asked yet
    return row is not None


def address_of_interview(who: Interviewer, case_id: CaseId) -> str:
    """What an interview in person is known by among the endpoints."""
    return f"{who.pseudonym}:{case_id}"


async def _mine(unit: UnitOfWork, wave: RunningWave, who: Interviewer, case_id: CaseId) -> CaseRecord | None:
    if (await unit.interviewers.owners([case_id])).get(case_id) != who.id:
        return None
    record = (await unit.cases.get([case_id])).get(case_id)
    if record is None or record.wave != wave.wave or record.case.released_at is None:
        return None
    return None if meaning(record.case.disposition).is_final else record
