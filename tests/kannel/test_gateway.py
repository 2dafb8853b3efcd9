"""Through the real Kannel: every text arrives as written, reports find their message, a crash loses nothing.

What is checked on the other side is what phones show (tests/kannel/operator.py), not what Kannel says.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.channels.segments import segments
from bot.channels.sms_kannel import KannelChannel, KannelSettings
from bot.emulators.loopback import LoopbackServer
from bot.ports import DeliveryState, Letter, Outgoing
from survey_flows.interview.prompts import Prompt, PromptKind
from tests.bot.channels.conftest import Collector
from tests.builders import MORNING, NUMBER, SMS_KEY, Shape, eventually, phone
from tests.kannel.conftest import KannelWorld
from tests.kannel.gateway import Gateway
from tests.kannel.operator import Operator

PHONE = phone(1)
WINDOW = 10  # max-pending-submits
OpenGateway = Callable[[str, int], Awaitable[Gateway]]
OpenWorld = Callable[[Shape, int], Awaitable[KannelWorld]]

PLAIN = "Tra loi: {1} [2] ~ \\ | ^ 5 € @ $ _ à è é ì ò ù"
ACCENTED = "Bạn có hài lòng với Bộ phận Một cửa không? Đồng ý 😀 – “rất tốt”…"
LONG_PLAIN = "Cau hoi {a} " * 40 + "het"
LONG_ACCENTED = "Ông/bà có hài lòng về thái độ phục vụ không? 👍 " * 8 + "hết"


@pytest.fixture
async def line(
    open_gateway: OpenGateway,
) -> AsyncIterator[tuple[KannelChannel, Collector]]:
    """Our channel at the gateway, and a collector that keeps all it parses."""
    taken = Collector()
    server = LoopbackServer(taken.handle)
    await server.start()
    url = f"http://127.0.0.1:{server.port}"
    gateway = await open_gateway(url, 200)
    channel = KannelChannel(KannelSettings(gateway.sendsms_url, "sipas", "tests-only", NUMBER, SMS_KEY, url))
    taken.parse = channel.parse_webhook
    yield channel, taken
    await channel.close()
    await server.close()


def accented(text: str) -> Prompt:
    """A question to somebody who asked for diacritics."""
    return Prompt(kind=PromptKind.NOTICE, text=text, revision=1, is_accented=True)


async def test_every_text_reaches_the_phone_as_written(
    line: tuple[KannelChannel, Collector], operator: Operator
) -> None:
    channel, _ = line
    texts = [PLAIN, ACCENTED, LONG_PLAIN, LONG_ACCENTED]
    for number, text in enumerate(texts):
        await channel.send(Outgoing(number, phone(number), accented(text)))
    await eventually(lambda: all(operator.texts(phone(number)) for number in range(len(texts))))
    for number, text in enumerate(texts):
        parts = [one for one in operator.submits if one.phone == phone(number)[1:]]
        assert operator.texts(phone(number)) == [text]
        assert len(parts) == segments(text).parts
        assert {one.coding for one in parts} == {{0: 0, 2: 8}[segments(text).coding]}


async def test_every_reply_reaches_us_as_written(
    line: tuple[KannelChannel, Collector], operator: Operator
) -> None:
    _, taken = line
    texts = ["1", "Có", "Không, hà é ò", ACCENTED, PLAIN, LONG_PLAIN, LONG_ACCENTED, "a&b=c%20+d", "😀"]
    for text in texts:
        await operator.says(PHONE, NUMBER, text)
    await eventually(lambda: len(taken.messages) == len(texts))
    assert sorted(message.text for message in taken.messages) == sorted(texts)
    assert {message.address for message in taken.messages} == {PHONE}
    assert len({message.external_id for message in taken.messages}) == len(texts)


async def test_a_long_letter_is_reported_once_and_a_dead_number_as_failed(
    line: tuple[KannelChannel, Collector], operator: Operator
) -> None:
    channel, taken = line
    operator.undelivered = {phone(2)}
    await channel.send(Outgoing(11, phone(1), Letter("Kính mời ông/bà góp ý. " * 20)))
    await channel.send(Outgoing(12, phone(2), Letter("Kính mời ông/bà góp ý.")))
    await eventually(lambda: len(taken.parsed) == 2)
    reports = {report.outbox_id: report.state for parsed in taken.parsed for report in parsed.reports}
    assert reports == {11: DeliveryState.DELIVERED, 12: DeliveryState.FAILED}


async def test_a_reply_waits_in_the_gateway_while_the_collector_is_away(open_world: OpenWorld) -> None:
    world = await open_world(Shape(), 200)
    await world.at(MORNING)
    await eventually(lambda: bool(world.texts(PHONE)))
    await world.stop()
    await world.operator.says(PHONE, NUMBER, f"sl {world.code_of(PHONE).lower()}")
    await world.start()
    await eventually(lambda: len(world.texts(PHONE)) > 1)
    await world.operator.says(PHONE, NUMBER, "Có, tôi đồng ý")
    await eventually(lambda: len(world.texts(PHONE)) > 2)
    assert (await world.case_of(PHONE)).case.disposition.value == "answering"
    assert await world.inbox() == (2, 0, 0)
    assert await world.findings() == []


async def test_kill_9_of_the_gateway_loses_no_message(open_world: OpenWorld) -> None:
    """Killed twice, it repeats at most what was unanswered, or whose answer it had not noted."""
    people = 20
    world = await open_world(Shape(quota=people, people=people, reserve_percent=0), 20)
    operator, sent = world.operator, [phone(number) for number in range(1, people + 1)]
    await world.at(MORNING)  # all are handed to the gateway, in three parts each, at 20 parts a second
    await eventually(lambda: len(operator.submits) > 5)
    handed = 0
    while handed != len(operator.submits):
        handed = len(operator.submits)
        await asyncio.sleep(0.03)
    world.gateway.kill()
    whole = [number for number in sent if world.texts(number)]
    await world.gateway.start()
    await eventually(lambda: len(operator.submits) > handed + 3)
    world.gateway.kill()
    assert 0 < len(whole) < people and len(operator.submits) < 3 * people
    await world.gateway.start()
    await eventually(lambda: all(world.texts(number) for number in sent))
    assert await world.outbox() == {("sms", "invitation", "sent"): people}
    assert sum(len(world.texts(number)) - 1 for number in sent) <= WINDOW
