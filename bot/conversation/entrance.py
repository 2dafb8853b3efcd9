"""Who may come in: a code opens its case, a shown phone number its own; a stranger is told how to begin.

Rules (reliability.md I11, §5.1; decision 0004). A code opens one account of a channel only, and few wrong
ones are looked at in an hour. A phone number counts where the provider vouches that it is the sender's own:
it opens the case of the person sampled with it, and takes it back from whoever came in before on that
channel with a forwarded code. A stranger is answered a few times an hour at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.catalogue import say
from bot.ports import ChannelName, Inbound, Letter, RunningWave
from storage.contacts import Endpoint
from storage.unit_of_work import UnitOfWork
from survey_flows.ids import CaseId

CODE_ALPHABET = "23456789CDFGHJKMNPQRTVWXYZ"
_CODE = re.compile(rf"(?<![^\W_])([{CODE_ALPHABET}]{{8}})(?![^\W_])")
WRONG_CODES_PER_HOUR = 5
STRANGER_REPLIES_PER_HOUR = 5

SHOWS_NUMBER = frozenset({ChannelName.TELEGRAM})
"""Channels on which a button lets people show their own phone number."""


def find_code(text: str) -> str | None:
    """The invitation code in `text`, if any: eight of `CODE_ALPHABET`, letters and digits mixed."""
    for match in _CODE.finditer(text.upper()):
        code = match.group(1)
        if any(sign.isdigit() for sign in code) and any(sign.isalpha() for sign in code):
            return code
    return None


@dataclass(frozen=True, slots=True)
class Admission:
    """What came of knocking: the address, the case it now speaks for (None: none), and what to answer.

    `reclaimed`: the case was taken back from another account.
    """

    endpoint: Endpoint | None
    case_id: CaseId | None = None
    reply: Letter | None = None
    reclaimed: bool = False


@dataclass(slots=True)
class Entrance:
    """The door of one transaction."""

    unit: UnitOfWork
    wave: RunningWave
    now: datetime

    async def has_guessed_enough(self, message: Inbound) -> bool:
        """Whether no code of this address is looked at any more for an hour."""
        tries = await self.unit.contacts.wrong_codes(message.channel.value, message.address, self.now)
        return tries >= WRONG_CODES_PER_HOUR

    async def by_code(self, message: Inbound, code: str, endpoint: Endpoint | None) -> Admission:
        """Let a code open its case to this address."""
        contacts, channel = self.unit.contacts, message.channel.value
        if await self.has_guessed_enough(message):
            return Admission(endpoint)
        case_id = await contacts.redeem(code, self.now)
        if case_id is None or not await self._may_bind(message, case_id):
            await contacts.note_wrong_code(channel, message.address, self.now)
            return await self._turned_away(message, endpoint, "letter.code_unknown")
        if endpoint is None or endpoint.case_id != case_id:
            endpoint = await contacts.bind(channel, message.address, case_id, self.now, verified=True)
        return Admission(endpoint, case_id)

    async def by_number(self, message: Inbound, endpoint: Endpoint | None) -> Admission:
        """Let the sender's own phone number open the case of the person sampled with it."""
        contacts, channel = self.unit.contacts, message.channel.value
        if await self.has_guessed_enough(message):
            return Admission(endpoint)
        case_id = None
        if message.text:
            case_id = await contacts.case_by_phone(self.wave.wave, message.text)
        if case_id is None:
            await contacts.note_wrong_code(channel, message.address, self.now)
            key = "letter.number_unknown" if message.text else "letter.number_not_own"
            return await self._turned_away(message, endpoint, key)
        others = [
            entry
            for entry in (await contacts.endpoints_of([case_id]))[case_id]
            if entry.channel == channel and entry.address != message.address
        ]
        for other in others:
            await contacts.bind(channel, other.address, None, self.now)
        endpoint = await contacts.bind(channel, message.address, case_id, self.now, verified=True)
        return Admission(endpoint, case_id, reclaimed=bool(others))

    async def stranger(self, message: Inbound, endpoint: Endpoint | None) -> Admission:
        """Tell somebody without a case how to begin, unless they were told often enough."""
        told = await self.unit.contacts.note_wrong_code(message.channel.value, message.address, self.now)
        if told > STRANGER_REPLIES_PER_HOUR:
            return Admission(endpoint)
        return await self._turned_away(message, endpoint, "letter.code_wanted")

    async def _turned_away(self, message: Inbound, endpoint: Endpoint | None, key: str) -> Admission:
        if endpoint is None:
            endpoint = await self.unit.contacts.bind(message.channel.value, message.address, None, self.now)
        sender = self.wave.sender
        label = say("button.show_number") if message.channel in SHOWS_NUMBER else ""
        text = say(key, department=sender.department, hotline=sender.hotline)
        return Admission(endpoint, reply=Letter(text, contact_label=label))

    async def _may_bind(self, message: Inbound, case_id: CaseId) -> bool:
        """A code opens one account of a channel only (I11); the sampled phone itself always may."""
        known = (await self.unit.contacts.endpoints_of([case_id]))[case_id]
        same_channel = [entry for entry in known if entry.channel == message.channel.value]
        return not same_channel or any(entry.address == message.address for entry in same_channel)
