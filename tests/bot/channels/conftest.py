"""Every channel against its emulator, over real loopback sockets.

A `Line` is one channel, its provider and one person, under the same names for every provider, so
that the contract is written once. The collector's side is a bare server that does what the product
does with a webhook: parse, keep, answer.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from aiohttp import web

from bot.channels.sms_kannel import KannelChannel, KannelSettings
from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.channels.zalo import ZaloChannel, ZaloSettings
from bot.channels.zalo_bot import ZaloBotChannel, ZaloBotSettings
from bot.emulators.faults import Faults
from bot.emulators.ledger import Ledger
from bot.emulators.loopback import LoopbackServer
from bot.emulators.sms import SmsEmulator
from bot.emulators.telegram import TelegramEmulator
from bot.emulators.zalo import ZaloEmulator
from bot.emulators.zalo_bot import ZaloBotEmulator
from bot.ports import Inbound, Parsed, Sender, Unauthentic
from survey_flows.interview.inputs import Command
from survey_flows.interview.prompts import Prompt, PromptChoice, PromptKind

TOKEN = "700100200:the-token-nobody-may-see"
SECRET = "a-webhook-secret-of-thirty-two-chars"
PASSWORD = "the-gateway-password"
PHONE = "+84912345678"
CHAT = 5501
PERSON = "246845883529197922"
NUMBER = "8099"
NOON = datetime(2024, 10, 14, 5, 0, tzinfo=UTC)

SENDER = Sender(
    department="Sở Nội vụ tỉnh Sơn La",
    decision="Kế hoạch 01/KH-SNV",
    hotline="0212 3855 000",
    keyword="SIPAS",
    reply_number=NUMBER,
    bot_name="sipas_sonla_bot",
)


def question(text: str = "Ông/bà có hài lòng không?", *, revision: int = 3) -> Prompt:
    """A small question as the engine would show it."""
    return Prompt(
        kind=PromptKind.QUESTION,
        text=text,
        revision=revision,
        item="b1",
        choices=(PromptChoice("1", "Có"), PromptChoice("0", "Không")),
        progress=(12, 31),
        commands=(Command.BACK, Command.STOP),
    )


@dataclass
class Collector:
    """The product's webhook, reduced to its promise; `answers` are the statuses to give first."""

    parse: Callable[..., Parsed] | None = None
    parsed: list[Parsed] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    respond: Callable[[Inbound], dict[str, str] | None] | None = None

    @property
    def messages(self) -> list[Inbound]:
        """Every message taken, repeats included."""
        return [message for parsed in self.parsed for message in parsed.messages]

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """One webhook call."""
        assert self.parse is not None
        body = await request.read()
        try:
            parsed = self.parse(request.headers, request.query, body)
        except Unauthentic:
            return web.Response(status=401)
        if self.answers:
            return web.Response(status=self.answers.pop(0))
        self.parsed.append(parsed)
        if self.respond is not None and parsed.messages:
            answer = self.respond(parsed.messages[0])
            if answer is not None:
                return web.json_response(answer)
        return web.Response()


@dataclass
class Line:
    """One channel, its provider, and one person behind it."""

    channel: TelegramChannel | KannelChannel | ZaloChannel | ZaloBotChannel
    emulator: TelegramEmulator | SmsEmulator | ZaloEmulator | ZaloBotEmulator
    collector: Collector
    address: str
    says: Callable[[str], Awaitable[object]]

    @property
    def faults(self) -> Faults:
        """Trouble on demand."""
        return self.emulator.faults

    @property
    def ledger(self) -> Ledger:
        """What the provider saw."""
        return self.emulator.ledger


@pytest.fixture
async def collector() -> AsyncIterator[tuple[Collector, str]]:
    """The collector's webhook and its public URL."""
    taken = Collector()
    server = LoopbackServer(taken.handle)
    await server.start()
    yield taken, f"http://127.0.0.1:{server.port}"
    await server.close()


@pytest.fixture
async def telegram(collector: tuple[Collector, str]) -> AsyncIterator[Line]:
    """Telegram by webhook, with one person who has pressed Start."""
    taken, url = collector
    emulator = TelegramEmulator(TOKEN, now=lambda: NOON, retry_base_s=0.01)
    await emulator.start()
    settings = TelegramSettings(TOKEN, SECRET, emulator.base_url, connect_s=0.2, answer_s=0.25)
    channel = TelegramChannel(settings, SENDER)
    taken.parse = channel.parse_webhook
    taken.respond = channel.webhook_answer
    await channel.prepare(f"{url}/hooks/telegram")

    async def says(text: str) -> object:
        return await emulator.user_sends(CHAT, text)

    await says("/start")
    await emulator.settled()
    taken.parsed.clear()
    yield Line(channel, emulator, taken, str(CHAT), says)
    await channel.close()
    await emulator.close()


@pytest.fixture
async def sms(collector: tuple[Collector, str]) -> AsyncIterator[Line]:
    """SMS over the gateway, with one person."""
    taken, url = collector
    mo_url = f"{url}/hooks/sms?from=%p&to=%P&text=%a&charset=%C&coding=%c&time=%T&id=%I&key={SECRET}"
    emulator = SmsEmulator("sipas", PASSWORD, NUMBER, mo_url, now=lambda: NOON, retry_base_s=0.01)
    await emulator.start()
    settings = KannelSettings(
        sendsms_url=emulator.sendsms_url,
        username="sipas",
        password=PASSWORD,
        number=NUMBER,
        webhook_key=SECRET,
        public_url=url,
        connect_s=0.2,
        answer_s=0.25,
    )
    channel = KannelChannel(settings, SENDER)
    taken.parse = channel.parse_webhook

    async def says(text: str) -> object:
        return await emulator.person_sends(PHONE, text)

    yield Line(channel, emulator, taken, PHONE, says)
    await channel.close()
    await emulator.close()


class OneToken:
    """An account whose token never changes."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.renewals = 0

    async def access(self) -> str:
        """The token."""
        return self.token

    async def renewed(self, refused: str) -> str:
        """The same again."""
        assert refused == self.token
        self.renewals += 1
        return self.token


@pytest.fixture
async def zalo(collector: tuple[Collector, str]) -> AsyncIterator[Line]:
    """A Zalo Official Account, with one person who has written to it."""
    taken, url = collector
    emulator = ZaloEmulator(
        "3608", PASSWORD, "5798", SECRET, f"{url}/hooks/zalo", now=lambda: NOON, retry_base_s=0.01
    )
    await emulator.start()
    settings = ZaloSettings("3608", "5798", SECRET, emulator.url, connect_s=0.2, answer_s=0.25)
    tokens = OneToken(emulator.tokens.grant()["access_token"])
    channel = ZaloChannel(settings, tokens, lambda: NOON, SENDER)
    taken.parse = channel.parse_webhook

    async def says(text: str) -> object:
        return emulator.person_sends(PERSON, text)

    await says("Xin chào")
    await emulator.settled()
    taken.parsed.clear()
    yield Line(channel, emulator, taken, PERSON, says)
    await channel.close()
    await emulator.close()


@pytest.fixture
async def zalo_bot(collector: tuple[Collector, str]) -> AsyncIterator[Line]:
    """A Zalo bot by webhook, with one person who has written to it."""
    taken, url = collector
    emulator = ZaloBotEmulator(TOKEN, now=lambda: NOON, retry_base_s=0.01)
    await emulator.start()
    settings = ZaloBotSettings(TOKEN, SECRET, emulator.base_url, connect_s=0.2, answer_s=0.25)
    channel = ZaloBotChannel(settings, SENDER)
    taken.parse = channel.parse_webhook
    await channel.prepare(f"{url}/hooks/zalo_bot")

    async def says(text: str) -> object:
        return emulator.person_sends(PERSON, text)

    await says("Xin chào")
    await emulator.settled()
    taken.parsed.clear()
    yield Line(channel, emulator, taken, PERSON, says)
    await channel.close()
    await emulator.close()


@pytest.fixture(params=["telegram", "sms", "zalo", "zalo_bot"])
def line(request: pytest.FixtureRequest) -> Line:
    """Each channel in turn."""
    found = request.getfixturevalue(str(request.param))
    assert isinstance(found, Line)
    return found
