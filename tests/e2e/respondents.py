"""People who answer at once, every time: the load of the fault tests, and what they really said.

Each person keeps to one channel. They never answer the same question twice, unless they were
reminded and asked for it again.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from bot.emulators.sms import ShownText, SmsEmulator
from bot.emulators.telegram import TelegramEmulator
from bot.emulators.telegram_chats import ShownMessage
from tests.builders import Chooses

FIRST_CHAT = 5_000_000_001
_CODE = re.compile(r"\bSL ([0-9A-Z]{8})\b")


@dataclass(slots=True)
class Person:
    """What somebody has done so far."""

    phone: str
    chat: int | None
    chooses: Chooses
    answered: set[str] = field(default_factory=set)
    repeats: int = 0


class Respondents:
    """Everybody with a phone in `phones`; every second one answers by Telegram."""

    def __init__(self, phones: list[str], telegram: TelegramEmulator, sms: SmsEmulator) -> None:
        self._telegram = telegram
        self._sms = sms
        self._acts: set[asyncio.Task[Any]] = set()
        self.people = {
            phone: Person(phone, FIRST_CHAT + at if at % 2 else None, Chooses(_taste(phone)))
            for at, phone in enumerate(phones)
        }
        self.by_chat = {person.chat: person for person in self.people.values() if person.chat is not None}
        telegram.on_message = self._card_arrives
        sms.on_text = self._text_arrives

    @property
    def repeats(self) -> int:
        """How many questions came a second time."""
        return sum(person.repeats for person in self.people.values())

    def _text_arrives(self, shown: ShownText) -> None:
        person = self.people[shown.phone]
        code = _CODE.search(shown.text)
        if code is not None and person.chat is not None:
            self._do(self._telegram.user_starts(person.chat, code[1]))
        elif code is not None:
            person.answered.clear()
            self._do(self._sms.person_sends(shown.phone, f"SL {code[1]}"))
        elif "dang tra loi do" in shown.text:
            person.answered.clear()
            self._do(self._sms.person_sends(shown.phone, "tiep tuc"))
        elif (answer := person.chooses.to_sms(shown.text)) is not None:
            if shown.text in person.answered:
                person.repeats += 1
                return
            person.answered.add(shown.text)
            self._do(self._sms.person_sends(shown.phone, answer))

    def _card_arrives(self, shown: ShownMessage) -> None:
        person = self.by_chat[shown.chat_id]
        if "đang trả lời dở" in shown.text:
            person.answered.clear()
            self._do(self._telegram.user_sends(shown.chat_id, "tiếp tục"))
            return
        token = person.chooses.to_card(shown)
        if token is None:
            return
        if token in person.answered:
            person.repeats += 1
            return
        person.answered.add(token)
        self._do(self._telegram.user_taps(shown.chat_id, shown.message_id, token))

    def _do(self, act: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(act)
        self._acts.add(task)
        task.add_done_callback(self._acts.discard)


def _taste(phone: str) -> Any:
    """Everybody answers differently, and always the same: a lost or doubled answer shows."""

    def pick(text: str, choices: int) -> int:
        return random.Random(f"{phone}/{text}").randrange(choices)

    return pick
