"""A province that works by Zalo and SMS alone: no Telegram at all.

The world of `tests.builders` with other providers: ZNS and the Official Account on one emulator, SMS beside
them. `Town` lets simulated citizens live in it: who likes chats uses the account, some have no Zalo.
"""

from __future__ import annotations

import heapq
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Self

import aiohttp

from bot.bootstrap import open_database
from bot.config import load_config
from bot.emulators.citizen import SMS, TELEGRAM, Act, Citizen, Shown
from bot.emulators.citizens import population
from bot.emulators.sms import ShownText
from bot.emulators.zalo import ShownTemplate, ShownZalo, ZaloEmulator
from bot.emulators.zalo_templates import Template
from storage.tokens import NewTokens
from tests.builders import _CODE, Settings, Shape, Templates, World, write_config

APP, OA, OA_NAME = "360846524940903967", "388613280878808645", "Sở Nội vụ Sơn La"
OA_SECRET, APP_SECRET = "tests-only-secret-of-the-page", "tests-only-secret-of-the-app"
ORDER = ("zns", "zalo", "sms")
INVITE = (
    "<co_quan> mời ông/bà góp ý về dịch vụ <dich_vu> tại <don_vi>. "
    "Nhắn SL <ma> đến 8062, hoặc gửi mã cho Zalo."
)
REMIND = "<co_quan> xin nhắc: ông/bà chưa góp ý về <dich_vu>. Nhắn SL <ma> đến 8062, hoặc gửi mã cho Zalo."

PROVINCE = Shape(changes=(('channel_order = ["sms", "telegram"]', 'channel_order = ["zns", "zalo", "sms"]'),))
"""Two people in the sample, invited by ZNS first."""

_SECTIONS = """\
[zalo]
enabled = true
app_id = "{app}"
oa_id = "{oa}"
oa_name = "{oa_name}"
oa_secret = "{oa_secret}"
app_secret = "{app_secret}"
base_url = "{url}"
oauth_url = "{url}"
window_hours = {window_hours}
price_vnd = 55
spare_file = "{folder}/zalo.spare"
messages_per_second = 5000
[zns]
enabled = true
base_url = "{url}"
price_vnd = 200
failed_events = ["undelivered"]
messages_per_second = 5000
[zns.templates."letter.invite"]
id = "101"
fields = {{ co_quan = "department", don_vi = "unit", dich_vu = "service", ma = "code" }}
[zns.templates."letter.reminder"]
id = "102"
fields = {{ co_quan = "department", dich_vu = "service", ma = "code" }}
"""


class Province(World):
    """A collector with ZNS, an account and SMS; `shown` is the last message in each person's Zalo."""

    def __init__(
        self,
        folder: Path,
        templates: Templates,
        shape: Shape = PROVINCE,
        *,
        window_hours: int = 168,
        more: str = "",
    ) -> None:
        super().__init__(folder, templates, shape, Settings(), None)
        self.window_hours = window_hours
        self.more = more  # sections of the configuration beside the usual ones
        self.zalo = ZaloEmulator(
            APP,
            APP_SECRET,
            OA,
            OA_SECRET,
            f"{self.settings.url}/hooks/zalo",
            now=self._moment,
            retry_base_s=0.02,
            retry_cap_s=0.2,
        )
        self.shown: dict[str, ShownZalo] = {}
        self.zalo.on_message = self._arrives
        self.zalo.templates.approve(
            Template("101", INVITE, frozenset({"co_quan", "don_vi", "dich_vu", "ma"}))
        )
        self.zalo.templates.approve(Template("102", REMIND, frozenset({"co_quan", "dich_vu", "ma"})))

    async def __aenter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(await self._templates.of(self.shape), self.folder / "sipas.db")
        await self.sms.start()
        await self.zalo.start()
        self.settings.sms_url = self.sms.sendsms_url
        path = write_config(self.folder, self.settings)
        text = path.read_text(encoding="utf-8")
        text = text.replace("[telegram]\nenabled = true", "[telegram]\nenabled = false")
        sections = _SECTIONS.format(
            app=APP,
            oa=OA,
            oa_name=OA_NAME,
            oa_secret=OA_SECRET,
            app_secret=APP_SECRET,
            url=self.zalo.url,
            window_hours=self.window_hours,
            folder=self.folder,
        )
        path.write_text(text.replace("[clock]", f"{sections}{self.more}[clock]"), encoding="utf-8")
        self.config = load_config(path, {})
        await self.authorise()
        self.http = aiohttp.ClientSession(self.settings.url)
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
        await self.http.close()
        await self.zalo.close()
        await self.sms.close()

    async def authorise(self) -> None:
        """Somebody ran `sipas zalo authorize`."""
        pair = self.zalo.tokens.grant()
        until = self.now + timedelta(seconds=int(pair["expires_in"]))
        new = NewTokens(
            pair["access_token"], pair["refresh_token"], self.now, until, self.now + timedelta(days=90)
        )
        database = open_database(self.config)
        await database.open()
        async with database.begin() as unit:
            await unit.tokens.store(f"zalo:{OA}", new, self.now, after=None)
        await database.close()

    async def quiet(self) -> None:
        """Wait until nothing is on its way in either direction."""
        while True:
            before = len(self.sms.ledger), len(self.zalo.ledger), self.collector.writer.counters.turns
            await self.sms.settled()
            await self.zalo.settled()
            await self.collector.writer.until_quiet()
            if before == (len(self.sms.ledger), len(self.zalo.ledger), self.collector.writer.counters.turns):
                return

    async def pass_to(self, moment: datetime) -> datetime | None:
        """Move the clock like `at`; returns when the collector has something next."""
        self.now = moment
        async with self.http.post("/rehearsal/clock", json={"now": moment.isoformat()}) as answer:
            due = (await answer.json())["next_due"]
        await self.quiet()
        return datetime.fromisoformat(due) if due else None

    def _arrives(self, message: ShownZalo) -> None:
        self.shown[message.user_id] = message

    def letters(self, number: str) -> list[str]:
        """Everything this phone got by ZNS and by SMS."""
        return self.zalo.ledger.texts(number) + self.texts(number)

    def code_in_letters(self, number: str) -> str:
        """The code in the last letter to this phone, by ZNS or else by SMS."""
        found = [match[1] for text in self.letters(number) if (match := _CODE.search(text))]
        assert found, f"{number} was not invited"
        return found[-1]

    async def says(self, user_id: str, words: str) -> None:
        """Somebody writes to the account."""
        self.zalo.person_sends(user_id, words)
        await self.quiet()

    async def taps(self, user_id: str, title: str) -> None:
        """Somebody taps the button with this title."""
        payload = next(one for label, one in self.shown[user_id].buttons if label == title)
        await self.says(user_id, payload)

    async def finish_by_zalo(self, user_id: str, steps: int = 100, *, in_words: bool = False) -> int:
        """Answer what the account asks by its first choice, at most `steps` times; returns how often."""
        for step in range(steps):
            shown = self.shown[user_id]
            answers = [one for one in shown.buttons if "|!|" not in one[1]]
            if answers:
                label, payload = answers[0]
                await self.says(user_id, label.lower() if in_words and step % 2 else payload)
            elif "\n1. " in shown.text:
                await self.says(user_id, "1")
            else:
                return step
        return steps


class Town:
    """Simulated citizens in a province; the chat they like is the Official Account."""

    def __init__(self, province: Province, phones: list[str], seed: int, *, willing: float = 0.75) -> None:
        self.province = province
        self._people = population(phones, seed, lambda _phone: "", willing=lambda _unit: willing)
        self._due: list[tuple[datetime, int, str, Act]] = []
        self._order = count()
        self._users = {phone: f"77{place:08d}" for place, phone in enumerate(phones)}
        self._phones = {user: phone for phone, user in self._users.items()}
        for place, phone in enumerate(phones):
            if place % 3 == 0:  # a third has no Zalo, and nobody of these can like it
                person = self._people(phone)
                person.temperament = replace(person.temperament, prefers_telegram=False)
                province.zalo.templates.without_zalo.add(phone)
        province.sms.on_text = self._text_arrives
        province.sms.reaches = lambda phone, _text: self._people(phone).is_reachable
        province.zalo.on_template = self._template_arrives
        province.zalo.on_message = self._message_arrives

    def person(self, phone: str) -> Citizen:
        """Who has this phone."""
        return self._people(phone)

    async def live(self, until: datetime, step: timedelta = timedelta(minutes=10)) -> None:
        """Let time pass; whatever somebody does within a step happens at its beginning, in order."""
        due: datetime | None = self.province.now
        while self.province.now < until:
            horizon = self.province.now + step
            while self._due and self._due[0][0] <= horizon:
                due = self.province.now  # what people do makes other things due
                while self._due and self._due[0][0] <= horizon:
                    _, _, phone, act = heapq.heappop(self._due)
                    await self._perform(phone, act)
                await self.province.quiet()
            moments = (until, due, self._due[0][0] if self._due else None)
            earliest = min(moment for moment in moments if moment is not None)
            due = await self.province.pass_to(max(horizon, earliest))

    async def _perform(self, phone: str, act: Act) -> None:
        user, zalo = self._users[phone], self.province.zalo
        if act.channel == SMS:
            await self.province.sms.person_sends(phone, act.text)
            return
        match act.kind:
            case "start":
                zalo.person_follows(user, act.text)
            case "tap":
                zalo.person_sends(user, act.token)
            case "contact":
                zalo.person_shares_number(user, phone)
            case "type":
                zalo.person_sends(user, act.text)

    def _text_arrives(self, shown: ShownText) -> None:
        self._react(shown.phone, Shown(SMS, shown.text))

    def _template_arrives(self, shown: ShownTemplate) -> None:
        self._react(shown.phone, Shown(SMS, shown.text))

    def _message_arrives(self, shown: ShownZalo) -> None:
        self._react(self._phones[shown.user_id], Shown(TELEGRAM, shown.text, shown.buttons, shown.message_id))

    def _react(self, phone: str, shown: Shown) -> None:
        for act in self._people(phone).react(shown, self.province.now):
            heapq.heappush(self._due, (act.at, next(self._order), phone, act))
