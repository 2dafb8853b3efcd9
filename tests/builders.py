"""A small world to test in: a tiny wave in a database, the collector, both providers, and people.

The wave is made by the real use cases from a plan that differs from Sơn La 2024 only in its units:
one department with one service. A wave of each shape is made once per session and its file copied.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import shutil
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Self

import aiohttp

from bot.bootstrap import Collector, build_collector, open_database
from bot.clock import Clock
from bot.commands.context import opened
from bot.commands.draw import draw_wave
from bot.commands.frame_intake import import_files
from bot.config import Config, load_config
from bot.emulators.ledger import Entry, Event
from bot.emulators.sms import SmsEmulator
from bot.emulators.telegram import TelegramEmulator
from bot.emulators.telegram_chats import ShownMessage
from bot.forms import compile_named_form
from bot.plans import read_form_source
from bot.usecases.check_database import check_database
from bot.usecases.create_wave import create_wave
from bot.usecases.open_wave import open_wave
from storage import Keyring, migrate
from storage.cases import CaseRecord
from storage.verify import Finding
from survey_flows.ids import CaseId, WaveId
from survey_flows.plans.plan import parse_plan
from survey_flows.questionnaire.model import Questionnaire

VIETNAM = timezone(timedelta(hours=7))
BEFORE = datetime(2024, 9, 30, 12, 0, tzinfo=VIETNAM)
"""The day before fieldwork."""
MORNING = datetime(2024, 10, 1, 9, 0, tzinfo=VIETNAM)
"""An hour after the first contact may be made."""

TOKEN = "7000000001:AAtests_only_not_a_real_token_000001"
SECRET = "tests-only-secret-of-the-webhook-0001"
SMS_KEY = "tests-only-key-of-the-gateway"
NUMBER = "8062"
UNIT, SERVICE = "SO_GTVT", "GPLX"
SHORT_FORM, LONG_FORM = "son_la_inter_agency", "son_la_in_person"

_CODE = re.compile(r"\bSL ([0-9A-Z]{8})\b")
_NUMBERED = re.compile(r"^(\d+)(\*?) (.+)$", re.MULTILINE)
_PLAN_TEXT = files("survey_flows.plans").joinpath("son_la_2024.toml").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a tiny wave is like: `quota` people in the sample, `people` in the frame."""

    quota: int = 2
    people: int = 6
    reserve_percent: int = 50
    form: str = SHORT_FORM
    is_open: bool = True
    changes: tuple[tuple[str, str], ...] = ()
    """Texts of the plan and what stands in their place."""


def tiny_plan(shape: Shape) -> str:
    """The plan of Sơn La 2024 with one unit and one service."""
    head = _PLAN_TEXT.partition("\n[[units]]")[0]
    for old, new in (
        ("reserve_percent = 50", f"reserve_percent = {shape.reserve_percent}"),
        ('form = "son_la_in_person"\nquota = 60', f'form = "{shape.form}"\nquota = {shape.quota}'),
        ('allocation = "busiest_two"', 'allocation = "fixed"'),
        ("census_below = 60", "census_below = 0"),
        ("0212 3xxx xxx", "0212 3855 000"),
        *shape.changes,
    ):
        assert old in head, old
        head = head.replace(old, new, 1)
    service = f'{{ code = "{SERVICE}", name = "Giấy phép lái xe", n = {shape.quota} }}'
    return (
        f'{head}\n[[units]]\ncode = "{UNIT}"\nkind = "SO"\nname = "Sở Giao thông vận tải"\n'
        f"quota = {shape.quota}\nservices = [{service}]\n"
    )


def phone(serial: int) -> str:
    """The number of the person with this serial (from 1) in E.164."""
    return f"+8491{serial:07d}"


def frame_csv(people: int) -> str:
    """An agency's list of so many eligible people, in alphabetical order."""
    lines = [
        "Đơn vị,Lĩnh vực,Họ và tên,Số điện thoại,Địa chỉ,Hình thức nộp,Ngày nộp,Ngày trả kết quả,Mã hồ sơ"
    ]
    lines += [
        f"Sở Giao thông vận tải,Giấy phép lái xe,Lò Thị Thử {_word(serial)},0{phone(serial)[3:]},"
        f'"Bản Mòng, xã Hua La, thành phố Sơn La, tỉnh Sơn La",Trực tiếp,01/03/2024,08/03/2024,HS-{serial}'
        for serial in range(1, people + 1)
    ]
    return "\n".join(lines) + "\n"


def _word(serial: int) -> str:
    return "".join(chr(ord("A") + serial // 26**power % 26) for power in (2, 1, 0))


@cache
def compiled(form: str) -> Questionnaire:
    """A built-in form, compiled once per session."""
    return compile_named_form(form)


@cache
def key_text() -> str:
    """The session's encryption key."""
    return Keyring.generate().to_text()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True)
class Settings:
    """What a test may want otherwise in `config.toml`."""

    port: int = field(default_factory=free_port)
    telegram_url: str = "http://127.0.0.1:1/bot"
    sms_url: str = "http://127.0.0.1:1/cgi-bin/sendsms"
    receive: str = "webhook"
    starts_at: datetime = BEFORE
    plan: str = "son_la_2024"
    telegram_rate: float = 5000
    sms_rate: float = 5000
    sms_per_day: int = 0
    sms_in_flight: int = 64
    log: str = "ERROR"

    @property
    def url(self) -> str:
        """Where the collector listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def get_url(self) -> str:
        """Where the gateway delivers, with Kannel's escapes."""
        return f"{self.url}/hooks/sms?from=%p&to=%P&text=%a&charset=%C&coding=%c&time=%T&id=%I&key={SMS_KEY}"


def write_config(folder: Path, settings: Settings) -> Path:
    """Write `config.toml` (and the key, if it is not there) into `folder`."""
    key = folder / "sipas.key"
    if not key.exists():
        key.write_text(key_text() + "\n", encoding="ascii")
        key.chmod(0o600)
    path = folder / "config.toml"
    path.write_text(
        f"""\
[survey]
plan = "{settings.plan}"
[database]
url = "sqlite+aiosqlite:///{folder / "sipas.db"}"
[keys]
file = "{key}"
[server]
port = {settings.port}
public_url = "{settings.url}"
[web]
enabled = true
trusted_proxies = ["127.0.0.1"]
[telegram]
enabled = true
receive = "{settings.receive}"
token = "{TOKEN}"
secret = "{SECRET}"
base_url = "{settings.telegram_url}"
bot_name = "SipasSonLaBot"
messages_per_second = {settings.telegram_rate}
[sms]
enabled = true
sendsms_url = "{settings.sms_url}"
username = "sipas"
password = "tests-only"
sender = "{NUMBER}"
webhook_key = "{SMS_KEY}"
messages_per_second = {settings.sms_rate}
messages_per_day = {settings.sms_per_day}
in_flight = {settings.sms_in_flight}
[clock]
kind = "simulated"
starts_at = "{settings.starts_at.isoformat()}"
[log]
level = "{settings.log}"
""",
        encoding="utf-8",
    )
    path.chmod(0o600)
    return path


class Templates:
    """Databases made once per session: an empty migrated one, and a wave of each shape asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def empty(self) -> Path:
        """A migrated database without a wave."""
        path = self._folder / "empty.db"
        if not path.exists():
            migrate(f"sqlite:///{path}")
        return path

    async def of(self, shape: Shape) -> Path:
        """A database with a wave of this shape: imported, drawn, opened by the real use cases."""
        folder = self._folder / sha256(str(shape).encode()).hexdigest()[:16]
        if not folder.exists():
            folder.mkdir()
            await self._build(folder, shape)
        return folder / "sipas.db"

    async def _build(self, folder: Path, shape: Shape) -> None:
        shutil.copy(self.empty(), folder / "sipas.db")
        config = load_config(write_config(folder, Settings()), {})
        text = tiny_plan(shape)
        plan = parse_plan(text, source="tiny.toml")
        database = open_database(config)
        await database.open()
        forms = [(compiled(code), read_form_source(code)[0].encode()) for code in plan.forms]
        async with database.begin() as unit:
            await create_wave(unit, plan, text, forms, name="thử", actor="test", now=BEFORE)
        await database.close()
        (folder / "list.csv").write_text(frame_csv(shape.people), encoding="utf-8")
        async with opened(config, now=BEFORE) as office:
            [outcome] = await import_files(office, [folder / "list.csv"], on_file=lambda _path: None)
            assert outcome.eligible == shape.people, outcome.problems
            await draw_wave(office, on_unit=lambda _draw: None)
            if shape.is_open:
                async with office.database.begin() as unit:
                    await open_wave(unit, office.wave.id, plan.contact_hours(), actor="test", now=BEFORE)


@dataclass(slots=True)
class Chooses:
    """What somebody answers: `pick` chooses among so many choices of a question's text (from 0)."""

    pick: Callable[[str, int], int] = lambda _text, _choices: 0

    def to_sms(self, text: str) -> str | None:
        """The reply to an SMS, or None when it asks nothing."""
        choices = _NUMBERED.findall(
            text.partition("\nTra loi bang so")[0].partition("\nChon mot hay nhieu")[0]
        )
        if not choices:
            return None
        number: str = choices[self._of(text, len(choices))][0]
        return number

    def to_card(self, shown: ShownMessage) -> str | None:
        """The button to tap on a card, or None when it asks nothing."""
        buttons = [button for row in shown.buttons for button in row]
        choices = [button for button in buttons if "|!|" not in button.token]
        if any(button.label.lstrip("0123456789. ").startswith("☑") for button in choices):
            return next(button.token for button in buttons if button.token.endswith("|!|done"))
        return choices[self._of(shown.text, len(choices))].token if choices else None

    def _of(self, text: str, choices: int) -> int:
        is_consent = choices == 2 and "?" in text and ("dong y tra loi" in text or "đồng ý trả lời" in text)
        return 0 if is_consent else self.pick(text, choices)


class World:
    """A collector in this process, and the parties it talks to over loopback sockets.

    Nothing answers by itself: `finish_by_sms` and `finish_by_chat` play a willing person.
    """

    def __init__(
        self, folder: Path, templates: Templates, shape: Shape, settings: Settings, clock: Clock | None
    ) -> None:
        self.folder = folder
        self.shape = shape
        self.settings = settings
        self.now = settings.starts_at
        self._templates = templates
        self._clock = clock
        self.telegram = TelegramEmulator(TOKEN, now=self._moment, retry_base_s=0.02, retry_cap_s=0.2)
        self.sms = SmsEmulator(
            "sipas",
            "tests-only",
            NUMBER,
            settings.get_url,
            now=self._moment,
            retry_base_s=0.02,
            retry_cap_s=0.2,
        )
        self.cards: dict[int, ShownMessage] = {}
        self.telegram.on_message = lambda shown: self.cards.__setitem__(shown.chat_id, shown)
        self.config: Config
        self.collector: Collector
        self.http: aiohttp.ClientSession

    def _moment(self) -> datetime:
        return self._clock.now() if self._clock is not None else self.now

    async def __aenter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(await self._templates.of(self.shape), self.folder / "sipas.db")
        await self.telegram.start()
        await self.sms.start()
        self.settings.telegram_url = self.telegram.base_url
        self.settings.sms_url = self.sms.sendsms_url
        self.config = load_config(write_config(self.folder, self.settings), {})
        self.http = aiohttp.ClientSession(self.settings.url)
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
        await self.http.close()
        await self.telegram.close()
        await self.sms.close()

    async def start(self) -> None:
        """Start the collector."""
        self.collector = await build_collector(self.config)
        if self._clock is not None:
            old = self.collector
            self.collector = Collector(old.config, self._clock, old.database, old.wave, old.providers)
        await self.collector.start()

    async def stop(self) -> None:
        """Stop the collector."""
        await self.collector.stop()

    # ------------------------------------------------------------------ time

    async def at(self, moment: datetime) -> None:
        """Move the clock and wait until everything due is done and everybody has heard of it."""
        self.now = moment
        async with self.http.post("/rehearsal/clock", json={"now": moment.isoformat()}) as answer:
            assert answer.status == 200, await answer.text()
        await self.quiet()

    async def after(self, **parts: float) -> None:
        """The same, `parts` (of a timedelta) later."""
        await self.at(self.now + timedelta(**parts))

    async def quiet(self) -> None:
        """Wait until nothing is on its way in either direction."""
        while True:
            before = len(self.sms.ledger), len(self.telegram.ledger), self.collector.writer.counters.turns
            await self.sms.settled()
            await self.telegram.settled()
            await self.collector.writer.until_quiet()
            after = len(self.sms.ledger), len(self.telegram.ledger), self.collector.writer.counters.turns
            if before == after:
                return

    # ------------------------------------------------------------------ people

    def code_of(self, number: str) -> str:
        """The code in the last letter this phone got."""
        codes = [found[1] for text in self.texts(number) if (found := _CODE.search(text))]
        assert codes, f"{number} was not invited"
        return codes[-1]

    def texts(self, number: str) -> list[str]:
        """The SMS this phone got."""
        return self.sms.ledger.texts(number)

    def invited(self) -> list[str]:
        """Phones that got at least one SMS, in the order of their first."""
        return list(dict.fromkeys(entry.address for entry in self.sms.ledger.entries(Event.SENT)))

    async def text(self, number: str, words: str) -> None:
        """Somebody sends an SMS; returns when all that follows from it has happened."""
        await self.sms.person_sends(number, words)
        await self.quiet()

    async def chat(self, chat: int, words: str) -> None:
        """Somebody writes to the bot."""
        await self.telegram.user_sends(chat, words)
        await self.quiet()

    async def tap(self, chat: int, token: str) -> None:
        """Somebody taps a button of the card they see."""
        assert await self.telegram.user_taps(chat, self.cards[chat].message_id, token), token
        await self.quiet()

    async def press(self, chat: int, command: str) -> None:
        """Somebody taps the standing button of this command."""
        tokens = [button.token for row in self.cards[chat].buttons for button in row]
        await self.tap(chat, next(token for token in tokens if token.endswith(f"|!|{command}")))

    async def finish_by_sms(self, number: str, chooses: Chooses | None = None, steps: int = 100) -> int:
        """Answer whatever is asked by SMS, at most `steps` times; returns how often."""
        chooses = chooses or Chooses()
        for step in range(steps):
            answer = chooses.to_sms(self.texts(number)[-1])
            if answer is None:
                return step
            await self.text(number, answer)
        return steps

    async def finish_by_chat(self, chat: int, chooses: Chooses | None = None, steps: int = 100) -> int:
        """Answer whatever the card in this chat asks, at most `steps` times; returns how often."""
        chooses = chooses or Chooses()
        for step in range(steps):
            token = chooses.to_card(self.cards[chat])
            if token is None:
                return step
            await self.tap(chat, token)
        return steps

    # ------------------------------------------------------------------ what is stored

    @property
    def wave(self) -> WaveId:
        """The wave."""
        return self.collector.wave.wave

    async def case_of(self, number: str) -> CaseRecord:
        """The case of this phone."""
        async with self.collector.database.reading() as unit:
            people = {person.id for person in await unit.contacts.people_by_phone(number)}
            [record] = [one for one in await unit.cases.all(self.wave) if one.person in people]
            return record

    async def dispositions(self) -> dict[str, int]:
        """How many cases have each disposition."""
        found: dict[str, int] = {}
        async with self.collector.database.reading() as unit:
            for record in await unit.cases.all(self.wave):
                found[record.case.disposition.value] = found.get(record.case.disposition.value, 0) + 1
        return found

    async def answers_of(self, number: str) -> dict[str, str]:
        """The recorded answers of this phone's case: item to value."""
        case = (await self.case_of(number)).case.id
        return await answers_of(self.collector, case)

    async def findings(self) -> list[Finding]:
        """What `sipas verify` finds."""
        return await check_database(self.collector.database)

    async def outbox(self) -> dict[tuple[str, str, str], int]:
        """Messages by channel, kind and state."""
        async with self.collector.database.reading() as unit:
            counts = await unit.messages.outbox_counts()
        return {(str(channel), kind.value, state.value): n for (channel, kind, state), n in counts.items()}

    async def inbox(self) -> tuple[int, int, int]:
        """(stored, not handled yet, quarantined)."""
        async with self.collector.database.reading() as unit:
            return await unit.messages.inbox_counts()

    async def post_update(self, body: bytes, secret: str | None = SECRET) -> int:
        """Call the Telegram webhook as somebody with this secret; returns the status."""
        headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
        async with self.http.post("/hooks/telegram", data=body, headers=headers) as answer:
            return answer.status

    async def get_sms(self, key: str | None = SMS_KEY, **query: str) -> int:
        """Call the SMS webhook as somebody with this key; returns the status."""
        params = query if key is None else {**query, "key": key}
        async with self.http.get("/hooks/sms", params=params) as answer:
            return answer.status


async def answers_of(collector: Collector, case: CaseId) -> dict[str, str]:
    """The last recorded answer to each item of a case."""
    async with collector.database.reading() as unit:
        rows = (await unit.interviews.answers([case]))[case]
    return {row.item: row.value for row in rows if row.value is not None}


async def eventually(
    condition: Callable[[], bool] | Callable[[], Awaitable[bool]], within_s: float = 10
) -> None:
    """Look again and again until `condition` holds; fail when it does not in time."""
    give_up_at = time.monotonic() + within_s
    while True:
        holds = condition()
        if isinstance(holds, bool) and holds:
            return
        if not isinstance(holds, bool) and await holds:
            return
        assert time.monotonic() < give_up_at, "the condition never came true"
        await asyncio.sleep(0.005)


def sent_after(ledger_entries: Sequence[Entry], moment_s: float) -> list[Entry]:
    """What the provider accepted from the collector after a moment of real time."""
    return [
        entry
        for entry in ledger_entries
        if entry.event in {Event.SENT, Event.EDITED} and entry.real_s > moment_s
    ]


def stranger_code() -> str:
    """A code of the right shape that nobody was given."""
    return "2C" + "".join(secrets.choice("23456789CDFGHJKMNPQRTVWXYZ") for _ in range(5)) + "9"
