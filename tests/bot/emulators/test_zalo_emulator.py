"""Zalo on loopback refuses what the real service refuses, and makes the trouble it is asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.emulators import faults
from bot.emulators.ledger import Event
from bot.emulators.loopback import LoopbackServer
from bot.emulators.zalo import ZaloEmulator
from bot.emulators.zalo_bot import ZaloBotEmulator
from bot.emulators.zalo_templates import Template

PERSON = "246845883529197922"
START = datetime(2024, 10, 1, 2, tzinfo=UTC)


@dataclass
class Wire:
    """Zalo, somebody who calls it, and a webhook that keeps what it gets."""

    zalo: ZaloEmulator
    http: aiohttp.ClientSession
    now: datetime = START
    events: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    async def call(self, path: str, document: Any, token: str) -> dict[str, Any]:
        """One call as a client of the account makes it."""
        headers = {"access_token": token}
        async with self.http.post(f"{self.zalo.url}{path}", json=document, headers=headers) as answer:
            assert answer.status == 200
            found: dict[str, Any] = await answer.json()
        return found

    async def consult(self, token: str, text: str = "Xin chào", buttons: int = 0) -> int:
        """Send a consultation message; returns its `error`."""
        message: dict[str, Any] = {"text": text}
        if buttons:
            one = {"title": "Có", "type": "oa.query.show", "payload": "1"}
            message["attachment"] = {"type": "template", "payload": {"buttons": [one] * buttons}}
        document = {"recipient": {"user_id": PERSON}, "message": message}
        return int((await self.call("/v3.0/oa/message/cs", document, token))["error"])

    async def exchange(self, **form: str) -> dict[str, Any]:
        """One call of the token address."""
        form = {"app_id": "3608", "grant_type": "refresh_token", **form}
        async with self.http.post(
            f"{self.zalo.url}/v4/oa/access_token", data=form, headers={"secret_key": "app-secret"}
        ) as answer:
            found: dict[str, Any] = await answer.json()
        return found


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """An account with a webhook."""
    found: Wire

    async def take(request: web.BaseRequest) -> web.StreamResponse:
        body = await request.json()
        if found.statuses:
            return web.Response(status=found.statuses.pop(0))
        found.events.append(body)
        found.headers.append(dict(request.headers))
        return web.Response()

    server = LoopbackServer(take)
    await server.start()
    url = f"http://127.0.0.1:{server.port}/hooks/zalo"
    async with (
        ZaloEmulator(
            "3608", "app-secret", "5798", "s", url, now=lambda: found.now, retry_base_s=0.01
        ) as zalo,
        aiohttp.ClientSession() as http,
    ):
        found = Wire(zalo, http)
        yield found
    await server.close()


async def test_messages_are_refused_for_what_the_real_service_refuses(wire: Wire) -> None:
    token = wire.zalo.tokens.grant()["access_token"]
    assert await wire.consult("no token") == -216
    assert await wire.consult(token) == -213, "this person never wrote"
    wire.zalo.person_sends(PERSON, "Chào")
    assert await wire.consult(token) == 0
    assert await wire.consult(token, buttons=5) == 0
    assert await wire.consult(token, buttons=6) == -201
    assert await wire.consult(token, "ư" * 2001) == -210
    assert await wire.consult(token, "") == -201
    wire.now += timedelta(days=7)
    wire.zalo.tokens.grant()
    assert await wire.consult(token) == -220, "a new pair ends the old token"


async def test_after_seven_days_of_silence_only_a_template_may_be_sent(wire: Wire) -> None:
    wire.zalo.person_sends(PERSON, "Chào")
    wire.now += timedelta(days=7)
    assert await wire.consult(wire.zalo.tokens.grant()["access_token"]) == -230
    wire.zalo.person_sends(PERSON, "Tôi đây")
    assert await wire.consult(wire.zalo.tokens.grant()["access_token"]) == 0


async def test_a_refresh_token_is_spent_by_its_first_use(wire: Wire) -> None:
    first = wire.zalo.tokens.grant()
    second = await wire.exchange(refresh_token=first["refresh_token"])
    assert second["expires_in"] == "90000"
    again = await wire.exchange(refresh_token=first["refresh_token"])
    assert again["error_name"] == "Invalid refresh token"
    assert wire.zalo.tokens.spent_twice == 1
    assert wire.zalo.tokens.fault_of(first["access_token"]) == -220
    assert wire.zalo.tokens.fault_of(second["access_token"]) == 0
    wire.now += timedelta(hours=26)
    assert wire.zalo.tokens.fault_of(second["access_token"]) == -220


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({}, 0),
        ({"phone": "0912345678"}, -108),
        ({"phone": "84999999999"}, -118),
        ({"template_id": "9"}, -109),
        ({"template_data": {"ma": "1"}}, -1122),
        ({"template_data": {"ma": "1", "ten": "A", "khac": "B"}}, -1123),
        ({"template_data": {"ma": "1", "ten": "A" * 31}}, -1121),
    ],
)
async def test_template_messages_are_strict(wire: Wire, changes: dict[str, Any], error: int) -> None:
    wire.zalo.templates.approve(Template("1", "<ten>: <ma>", frozenset({"ten", "ma"}), {"ten": 30}))
    wire.zalo.templates.without_zalo.add("+84999999999")
    document = {
        "phone": "84912345678",
        "template_id": "1",
        "template_data": {"ten": "Lò Thị Thử", "ma": "K7M2P9QX"},
        "tracking_id": "41",
        **changes,
    }
    token = wire.zalo.tokens.grant()["access_token"]
    assert (await wire.call("/message/template", document, token))["error"] == error
    await wire.zalo.settled()
    assert [event["tracking_id"] for event in wire.events] == (["41"] if error == 0 else [])


async def test_what_the_account_sends_comes_back_as_an_echo(wire: Wire) -> None:
    wire.zalo.person_sends(PERSON, "Chào")
    await wire.consult(wire.zalo.tokens.grant()["access_token"])
    await wire.zalo.settled()
    assert {event["event_name"] for event in wire.events} == {"user_send_text", "oa_send_text"}


async def test_events_are_signed_repeated_and_come_out_of_order_on_demand(wire: Wire) -> None:
    wire.statuses = [503]
    wire.zalo.faults.duplicate_next(3)
    wire.zalo.person_sends(PERSON, "một")
    await wire.zalo.settled()
    assert len(wire.events) == 2, "three copies, one of them declined"
    assert all(one["X-ZEvent-Signature"].startswith("mac=") for one in wire.headers)
    wire.events.clear()
    wire.zalo.hold_events()
    for word in ("hai", "ba"):
        wire.zalo.person_sends(PERSON, word)
    wire.zalo.release_events(is_reversed=True)
    await wire.zalo.settled()
    assert {event["message"]["text"] for event in wire.events} == {"hai", "ba"}


async def test_every_surface_has_its_faults(wire: Wire) -> None:
    token = wire.zalo.tokens.grant()["access_token"]
    wire.zalo.person_sends(PERSON, "Chào")
    wire.zalo.faults.next(faults.refusal(-32), method="cs")
    wire.zalo.faults.next(faults.refusal(-14014), method="access_token")
    assert await wire.consult(token) == -32
    assert (await wire.exchange(refresh_token="x"))["error"] == -14014
    assert await wire.consult(token) == 0
    assert wire.zalo.ledger.count(Event.SENT) == 1


async def test_the_bot_platform_gives_one_update_a_poll_and_refuses_strangers() -> None:
    async with (
        ZaloBotEmulator("1:t", now=lambda: START, longest_poll_s=0.02) as bot,
        aiohttp.ClientSession() as http,
    ):

        async def call(method: str, bot_id: str = "1", **body: str) -> tuple[int, dict[str, Any]]:
            async with http.post(f"{bot.base_url}/bot{bot_id}:t/{method}", json=body) as answer:
                return answer.status, await answer.json()

        bot.person_sends(PERSON, "một")
        bot.person_sends(PERSON, "hai")
        assert (await call("getUpdates", timeout="1"))[1]["result"]["message"]["text"] == "một"
        assert (await call("getUpdates", timeout="1"))[1]["result"]["message"]["text"] == "hai"
        assert (await call("getUpdates", timeout="1"))[0] == 408
        assert (await call("getMe", bot_id="2"))[0] == 401
        assert (await call("sendMessage", chat_id="nobody", text="?"))[0] == 403
        assert (await call("sendMessage", chat_id=PERSON, text="ư" * 2001))[0] == 400
        assert (await call("sendMessage", chat_id=PERSON, text="Chào"))[0] == 200
