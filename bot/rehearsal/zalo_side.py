"""Zalo in a rehearsal: the Official Account and ZNS on loopback, and who of the town has Zalo.

Four in five people have it (`WITH_ZALO`); who likes chats writes to the account, everybody else answers by
SMS whatever way the letter came. A phone nobody holds takes a template message and never shows it. Time
jumps in a rehearsal, so an event the collector declines as old or early is signed again at the present time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from bot.emulators.citizen import TELEGRAM, Act, Shown
from bot.emulators.zalo import ShownTemplate, ShownZalo, ZaloEmulator
from bot.emulators.zalo_templates import Template

WITH_ZALO = 0.8
"""The share assumed by `sipas cost` unless an office says otherwise (`[cost] zns_reach_percent`)."""
FIRST_USER = 7_700_000_001


@dataclass(frozen=True, slots=True)
class ZaloAccount:
    """An Official Account and its app, as both sides know them; `templates` by id, with `<field>` in them."""

    app_id: str
    oa_id: str
    oa_secret: str = field(repr=False)
    app_secret: str = field(repr=False)
    hook_url: str
    templates: tuple[Template, ...]


class ZaloSide:
    """Everybody's Zalo. `reads_letter` and `reads_card` are called with a phone and what it shows.

    `holds` says whether somebody holds a phone; it is asked once a letter was read.
    """

    def __init__(
        self,
        account: ZaloAccount,
        *,
        seed: int,
        now: Callable[[], datetime],
        workers: int,
        reads_letter: Callable[[str, str], None],
        reads_card: Callable[[str, Shown], None],
        holds: Callable[[str, str], bool],
    ) -> None:
        self._seed = seed
        self._reads_letter, self._reads_card, self._holds = reads_letter, reads_card, holds
        self._users: dict[str, str] = {}
        self._phones: dict[str, str] = {}
        self.emulator = ZaloEmulator(
            account.app_id,
            account.app_secret,
            account.oa_id,
            account.oa_secret,
            account.hook_url,
            now=now,
            workers=workers,
            retry_base_s=0.02,
            retry_cap_s=0.2,
        )
        self.emulator.signs_again = True
        self.emulator.on_message = self._card_arrives
        self.emulator.on_template = self._template_arrives
        self.emulator.refuses = lambda who: -118 if who.startswith("+") and not self.has_zalo(who) else 0
        for template in account.templates:
            self.emulator.templates.approve(template)

    def has_zalo(self, phone: str) -> bool:
        """Whether there is an account behind this number."""
        digest = sha256(f"{self._seed}|zalo|{phone}".encode()).digest()
        return int.from_bytes(digest[:4]) < WITH_ZALO * 2**32

    def authorise(self) -> Mapping[str, str]:
        """The tokens an administrator of the account would have granted."""
        return self.emulator.tokens.grant()

    def perform(self, phone: str, act: Act) -> None:
        """Somebody does in the account's chat what they meant to."""
        user = self._users.get(phone)
        if user is None:
            user = self._users[phone] = str(FIRST_USER + len(self._users))
            self._phones[user] = phone
        match act.kind:
            case "start":
                self.emulator.person_follows(user, act.text)
            case "tap":
                self.emulator.person_sends(user, act.token)
            case "contact":
                self.emulator.person_shares_number(user, phone)
            case "type":
                self.emulator.person_sends(user, act.text)

    def _template_arrives(self, shown: ShownTemplate) -> None:
        if self._holds(shown.phone, shown.text):
            self._reads_letter(shown.phone, shown.text)
        else:
            self.emulator.unreported.add(shown.phone)

    def _card_arrives(self, shown: ShownZalo) -> None:
        card = Shown(TELEGRAM, shown.text, shown.buttons, shown.message_id)
        self._reads_card(self._phones[shown.user_id], card)
