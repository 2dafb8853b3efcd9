"""The smsbox emulator against what Kannel 1.4.5 was seen to do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web

from bot.emulators import faults
from bot.emulators.ledger import Event
from bot.emulators.loopback import LoopbackServer
from bot.emulators.sms import ShownText, SmsEmulator

NOON = datetime(2024, 10, 14, 5, 0, tzinfo=UTC)
PHONE = "+84912345678"


class Callbacks:
    """What the gateway calls; `statuses` are given first."""

    def __init__(self) -> None:
        self.queries: list[dict[str, str]] = []
        self.statuses: list[int] = []
        self.server = LoopbackServer(self._handle)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        self.queries.append(dict(request.query))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def callbacks() -> AsyncIterator[Callbacks]:
    """A collector's callbacks on a loopback port."""
    running = Callbacks()
    await running.server.start()
    yield running
    await running.server.close()


@pytest.fixture
async def emulator(callbacks: Callbacks) -> AsyncIterator[SmsEmulator]:
    """A gateway that knows where to call."""
    mo_url = (
        f"http://127.0.0.1:{callbacks.server.port}/mo?from=%p&to=%P&text=%a&charset=%C&time=%T&id=%I&x=%z"
    )
    async with SmsEmulator("u", "p", "8099", mo_url, now=lambda: NOON, retry_base_s=0.01) as running:
        yield running


async def send(emulator: SmsEmulator, **query: str) -> tuple[int, str]:
    """One sendsms call; its status and words."""
    full = {"username": "u", "password": "p", "from": "8099", "to": PHONE, **query}
    async with (
        aiohttp.ClientSession() as session,
        session.get(emulator.sendsms_url, params=full) as response,
    ):
        return response.status, await response.text()


async def test_a_message_is_accepted(emulator: SmsEmulator) -> None:
    seen: list[ShownText] = []
    emulator.on_text = seen.append
    assert await send(emulator, text="Chao", coding="0") == (202, "0: Accepted for delivery")
    assert [(shown.phone, shown.sender, shown.text, shown.coding) for shown in seen] == [
        (PHONE, "8099", "Chao", 0)
    ]


@pytest.mark.parametrize(
    ("coding", "text", "read"),
    [
        ("0", "Bạn có hài lòng?", "B?n c? hài lòng?"),
        ("", "Bạn có hài lòng?", "B?n c? hài lòng?"),
        ("2", "Bạn có hài lòng? 🙂", "Bạn có hài lòng? 🙂"),
        ("0", "@ $ _ {ok} [a] ~ €", "@ $ _ {ok} [a] ~ €"),
    ],
)
async def test_coding_decides_what_arrives(emulator: SmsEmulator, coding: str, text: str, read: str) -> None:
    await send(emulator, text=text, **({"coding": coding} if coding else {}))
    assert emulator.ledger.texts(PHONE) == [read]


async def test_refusals_are_kannels(emulator: SmsEmulator) -> None:
    assert (await send(emulator, password="x"))[0] == 403
    assert (await send(emulator, to=""))[0] == 400
    emulator.faults.next(faults.refusal(503, "Temporal failure, try again later."))
    assert (await send(emulator))[0] == 503
    async with aiohttp.ClientSession() as session, session.get(f"{emulator.sendsms_url}x") as response:
        assert response.status == 404


@pytest.mark.parametrize(("mask", "states"), [("31", ["8", "1"]), ("1", ["1"]), ("8", ["8"]), ("0", [])])
async def test_reports_follow_the_mask(
    emulator: SmsEmulator, callbacks: Callbacks, mask: str, states: list[str]
) -> None:
    url = f"http://127.0.0.1:{callbacks.server.port}/report?outbox=5&state=%d"
    await send(emulator, text="x", **{"dlr-mask": mask, "dlr-url": url})
    await emulator.settled()
    assert [query["state"] for query in callbacks.queries] == states


async def test_a_wrong_number_is_reported_and_reads_nothing(
    emulator: SmsEmulator, callbacks: Callbacks
) -> None:
    seen: list[ShownText] = []
    emulator.on_text = seen.append
    emulator.unreachable.add(PHONE)
    url = f"http://127.0.0.1:{callbacks.server.port}/report?state=%d"
    await send(emulator, text="x", **{"dlr-mask": "31", "dlr-url": url})
    await emulator.settled()
    assert [query["state"] for query in callbacks.queries] == ["8", "2"]
    assert not seen


async def test_a_persons_message_is_tried_until_it_is_taken(
    emulator: SmsEmulator, callbacks: Callbacks
) -> None:
    callbacks.statuses = [500, 503]
    message_id = await emulator.person_sends(PHONE, "Có & 100% =+")
    await emulator.settled()
    assert len(callbacks.queries) == 3 and {query["id"] for query in callbacks.queries} == {message_id}
    taken = callbacks.queries[-1]
    assert taken["from"] == PHONE and taken["to"] == "8099" and taken["text"] == "Có & 100% =+"
    assert taken["time"] == str(int(NOON.timestamp())) and taken["x"] == ""
    assert emulator.ledger.refs(Event.TAKEN) == [message_id]


def test_nobody_outside_this_machine_is_ever_called() -> None:
    with pytest.raises(ValueError, match="loopback"):
        SmsEmulator("u", "p", "8099", "https://example.org/mo", now=lambda: NOON)
