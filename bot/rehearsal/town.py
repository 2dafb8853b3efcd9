"""The other parties of a rehearsal: the providers on loopback, and the people behind them.

Nothing here knows the collector's inside. Messages arrive at the emulators over HTTP, people read
their text and decide what to do and when; what they do goes back over HTTP as the provider's
webhooks. Time is the rehearsal's: `act_until` lets everything happen that is due by then.
"""

from __future__ import annotations

import asyncio
import heapq
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import count

from bot.channels.segments import unaccent
from bot.emulators.citizen import Act, Citizen, Shown
from bot.emulators.citizens import WILLING_WITH_RESERVE, WILLING_WITHOUT_RESERVE, Population, population
from bot.emulators.sms import ShownText, SmsEmulator
from bot.emulators.telegram import TelegramEmulator
from bot.emulators.telegram_chats import ShownMessage
from bot.rehearsal.zalo_side import ZaloAccount, ZaloSide

FIRST_CHAT = 5_000_000_001
WORKERS = 64


class Town:
    """Everybody outside the collector. `units` maps names of units to codes; `fixed` have no reserve.

    With a `zalo` account people chat there, and not on Telegram. `soon` is where the collector's clock is
    about to be put: what the account tells meanwhile bears that time.
    """

    def __init__(
        self,
        phones: Mapping[str, object],
        units: Mapping[str, str],
        fixed: frozenset[str],
        *,
        seed: int,
        token: str,
        number: str,
        sms_login: tuple[str, str],
        sms_get_url: str,
        starts_at: datetime,
        zalo: ZaloAccount | None = None,
    ) -> None:
        self.now = self.soon = starts_at
        self.telegram = TelegramEmulator(token, now=lambda: self.now, workers=WORKERS)
        self.sms = SmsEmulator(*sms_login, number, sms_get_url, now=lambda: self.now, workers=WORKERS)
        self.telegram.on_message = self._card_arrives
        self.sms.on_text = self._text_arrives
        self.sms.reaches = self._is_reached
        self.counts: Counter[str] = Counter()
        # Longest names first: a commune may carry the name of its district.
        self._units = sorted(
            ((unaccent(name), code) for name, code in units.items()), key=lambda one: -len(one[0])
        )
        self._unit_of: dict[str, str] = {}
        self._people: Population = population(
            phones.keys(),
            seed,
            lambda phone: self._unit_of.get(phone, ""),
            willing=lambda unit: WILLING_WITHOUT_RESERVE if unit in fixed else WILLING_WITH_RESERVE,
        )
        self.zalo: ZaloSide | None = None
        if zalo is not None:
            self.zalo = ZaloSide(
                zalo,
                seed=seed,
                now=lambda: self.soon,
                workers=WORKERS,
                reads_letter=self._letter_arrives,
                reads_card=self._zalo_arrives,
                holds=self._is_reached,
            )
        self._chats: dict[str, int] = {}
        self._phone_of: dict[int, str] = {}
        self._due: list[tuple[datetime, int, str, Act]] = []
        self._order = count()

    async def start(self) -> None:
        """Listen on loopback."""
        await self.telegram.start()
        await self.sms.start()
        if self.zalo is not None:
            await self.zalo.emulator.start()

    async def close(self) -> None:
        """Stop listening."""
        await self.telegram.close()
        await self.sms.close()
        if self.zalo is not None:
            await self.zalo.emulator.close()

    @property
    def next_act_at(self) -> datetime | None:
        """When somebody does something next."""
        return self._due[0][0] if self._due else None

    def due_by(self, acts: int) -> datetime | None:
        """By when `acts` acts are due, as far as is known now; the last known one if there are fewer."""
        first = heapq.nsmallest(acts, self._due)
        return first[-1][0] if first else None

    def count_due(self, moment: datetime) -> int:
        """How many acts are due by `moment`, as far as is known now."""
        return sum(at <= moment for at, *_ in self._due)

    async def act_until(self, moment: datetime, *, is_hurried: bool = False) -> int:
        """Let everybody do what they meant to do by `moment`; returns how many acts there were.

        Returns when the collector has acknowledged everything; answers may come later. Hurried, it
        returns as soon as the providers hold no more than a handful of unacknowledged messages.
        """
        self.now = self.soon = moment
        acts = 0
        while self._due and self._due[0][0] <= moment:
            _, _, phone, act = heapq.heappop(self._due)
            await self._perform(phone, act)
            acts += 1
        if is_hurried:
            while self._waiting() > WORKERS:  # noqa: ASYNC110 - several providers
                await asyncio.sleep(0.001)
            return acts
        await self.settled()
        return acts

    async def settled(self) -> None:
        """Wait until the collector has acknowledged everything said so far."""
        await self.telegram.settled()
        await self.sms.settled()
        if self.zalo is not None:
            await self.zalo.emulator.settled()

    def _waiting(self) -> int:
        """How many messages the collector has not acknowledged yet."""
        on_zalo = 0 if self.zalo is None else self.zalo.emulator.waiting()
        return self.telegram.waiting() + self.sms.waiting() + on_zalo

    async def _perform(self, phone: str, act: Act) -> None:
        if act.channel == "sms":
            self.counts["sms.type"] += 1
            await self.sms.person_sends(phone, act.text)
            return
        self.counts[f"{'telegram' if self.zalo is None else 'zalo'}.{act.kind}"] += 1
        if self.zalo is not None:
            self.zalo.perform(phone, act)
            return
        chat = self._chats.get(phone)
        if chat is None:
            chat = self._chats[phone] = FIRST_CHAT + len(self._chats)
            self._phone_of[chat] = phone
        match act.kind:
            case "start":
                await self.telegram.user_starts(chat, act.text)
            case "tap":
                await self.telegram.user_taps(chat, int(act.message_id), act.token)
            case "contact":
                await self.telegram.user_shares_contact(chat, phone)
            case "type":
                await self.telegram.user_sends(chat, act.text)

    def _is_reached(self, phone: str, text: str) -> bool:
        """Whether this number exists; the first text tells which unit its owner was served by."""
        if phone not in self._unit_of:
            self._unit_of[phone] = self._find_unit(text)
        return self._person(phone).is_reachable

    def _person(self, phone: str) -> Citizen:
        """Who holds this phone; without Zalo nobody chats where there is no other chat."""
        person = self._people(phone)
        if self.zalo is not None and person.temperament.prefers_telegram and not self.zalo.has_zalo(phone):
            person.temperament = replace(person.temperament, prefers_telegram=False)
        return person

    def _letter_arrives(self, phone: str, text: str) -> None:
        self.counts["zns.received"] += 1
        self._react(phone, Shown("sms", text))

    def _zalo_arrives(self, phone: str, shown: Shown) -> None:
        self.counts["zalo.received"] += 1
        self._react(phone, shown)

    def _text_arrives(self, shown: ShownText) -> None:
        self.counts["sms.received"] += 1
        self._react(shown.phone, Shown("sms", shown.text))

    def _card_arrives(self, shown: ShownMessage) -> None:
        self.counts["telegram.received"] += 1
        buttons = tuple((button.label, button.token) for row in shown.buttons for button in row)
        phone = self._phone_of[shown.chat_id]
        self._react(phone, Shown("telegram", shown.text, buttons, str(shown.message_id), shown.is_edit))

    def _react(self, phone: str, shown: Shown) -> None:
        for act in self._person(phone).react(shown, self.now):
            heapq.heappush(self._due, (act.at, next(self._order), phone, act))

    def _find_unit(self, text: str) -> str:
        said = unaccent(text)
        return next((code for name, code in self._units if name in said), "")
