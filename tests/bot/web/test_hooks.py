"""The webhooks: strangers leave no trace, whoever is authentic is acknowledged, whatever they send."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.telegram_updates import read_update
from tests.builders import SMS_KEY, World

CHAT = 5_000_000_001


def update(serial: int, text: object = "xin chào", *, chat_type: str = "private", chat: int = CHAT) -> bytes:
    message: dict[str, Any] = {
        "message_id": serial,
        "date": 1_727_750_000,
        "chat": {"id": chat, "type": chat_type, "first_name": "A"},
        "from": {"id": CHAT, "is_bot": False, "first_name": "A"},
        "text": text,
    }
    return json.dumps({"update_id": serial, "message": message}).encode()


@pytest.mark.parametrize("secret", [None, "", "wrong", "đúng-không", "tests-only-secret-of-the-webhook-000"])
async def test_a_wrong_telegram_secret_gets_401_and_leaves_no_row(world: World, secret: str | None) -> None:
    before = await world.inbox()
    assert await world.post_update(update(1), secret.encode().decode("latin-1") if secret else secret) == 401
    assert await world.inbox() == before


@pytest.mark.parametrize("key", [None, "", "wrong", SMS_KEY[:-1], SMS_KEY + "x"])
async def test_a_wrong_gateway_key_gets_401_and_leaves_no_row(world: World, key: str | None) -> None:
    before = await world.inbox()
    assert await world.get_sms(key, **{"from": "+84910000001", "text": "HUY", "id": "1"}) == 401
    assert await world.inbox() == before
    assert (await world.dispositions()) == {"contacted": 2, "reserved": 1}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe\x00",
        b'{"update_id": "many"}',
        b'{"update_id": 7, "message": {"message_id": 1}}',
        b'{"update_id": 8, "message": {"message_id": 1, "date": -5, "chat": {"id": 1}}}',
        b'{"update_id": 9, "callback_query": {"id": 3}}',
        b"[" * 100_000,
    ],
    ids=range(10),
)
async def test_an_authentic_call_nobody_can_read_is_acknowledged_and_kept(world: World, body: bytes) -> None:
    stored, waiting, aside = await world.inbox()
    assert await world.post_update(body) == 200
    assert await world.post_update(body) == 200, "sent again: kept once"
    assert await world.inbox() == (stored, waiting, aside + 1)
    async with world.collector.database.reading() as unit:
        [kept, *_] = await unit.messages.quarantined(1)
    assert kept.raw == body


async def test_an_sms_in_an_encoding_nobody_can_read_is_kept(world: World) -> None:
    query = {"from": "+84910000001", "text": "\ufffd\ufffd", "charset": "UTF-16BE", "coding": "2", "id": "77"}
    assert await world.get_sms(**query) == 200
    assert (await world.inbox())[2] == 1


async def test_a_report_of_an_unknown_kind_or_message_is_acknowledged(world: World) -> None:
    async with world.http.get(
        "/hooks/sms/report", params={"outbox": "999999", "state": "1", "key": SMS_KEY}
    ) as answer:
        assert answer.status == 200
    async with world.http.get(
        "/hooks/sms/report", params={"outbox": "1", "state": "64", "key": SMS_KEY}
    ) as answer:
        assert answer.status == 200
    assert await world.findings() == []


async def test_a_failed_report_about_no_message_of_ours_is_acknowledged(world: World) -> None:
    async with world.http.get(
        "/hooks/sms/report", params={"outbox": "999999", "state": "2", "key": SMS_KEY}
    ) as answer:
        assert answer.status == 200
    assert (await world.dispositions()) == {"contacted": 2, "reserved": 1}


async def test_what_is_no_message_is_acknowledged_and_ignored(world: World) -> None:
    before = await world.inbox()
    assert await world.post_update(b'{"update_id": 5, "my_chat_member": {"whatever": 1}}') == 200
    assert await world.post_update(b'{"update_id": 6, "poll": {"id": "1"}}') == 200
    assert await world.inbox() == before


@pytest.mark.parametrize("chat_type", ["group", "supergroup", "channel"])
async def test_a_group_is_never_answered_even_with_a_good_code(world: World, chat_type: str) -> None:
    number = world.invited()[0]
    body = update(11, f"SL {world.code_of(number)}", chat_type=chat_type, chat=-100_200)
    assert await world.post_update(body) == 200
    await world.quiet()
    assert len(world.telegram.ledger) == 0
    assert not any(channel == "telegram" for channel, _, _ in await world.outbox())
    assert (await world.case_of(number)).case.answered_at is None
    await world.chat(CHAT, f"SL {world.code_of(number)}")
    assert "đồng ý trả lời" in world.cards[CHAT].text, "the code still opens its owner's chat"


async def test_a_body_above_the_limit_is_refused(world: World) -> None:
    before = await world.inbox()
    assert await world.post_update(b'{"update_id": 1, "x": "' + b"a" * 300_000 + b'"}') == 413
    assert await world.inbox() == before


async def test_other_addresses_and_methods_are_refused(world: World) -> None:
    async with world.http.post("/hooks/zalo") as answer:
        assert answer.status == 404
    async with world.http.delete("/hooks/telegram") as answer:
        assert answer.status == 405
    async with world.http.get("/nowhere") as answer:
        assert answer.status == 404


async def test_a_week_old_webhook_sent_again_has_no_second_effect(world: World) -> None:
    number = world.invited()[0]
    await world.chat(CHAT, world.code_of(number))
    body = update(900, "1")
    assert await world.post_update(body) == 200
    await world.quiet()
    after_one = await world.answers_of(number)
    await world.after(days=7)
    assert await world.post_update(body) == 200
    await world.quiet()
    assert await world.answers_of(number) == after_one == {"consent": "yes"}


async def test_words_of_every_kind_are_survived(world: World) -> None:
    number = world.invited()[0]
    await world.chat(CHAT, world.code_of(number))
    hostile = [
        "\u202e\u200b\u0000" * 50,
        "=HYPERLINK(1)",
        "{department} {{7*7}} {0.__class__} %s %n",
        "'; DROP TABLE cases; --",
        "\x1b[31mđỏ\x1b[0m",
        "9" * 4000,
        "ạ̀" * 2000,
        "🙂" * 1000,
        "\ud83d",
        "/start " + "A" * 60,
    ]
    for serial, text in enumerate(hostile, 100):
        assert await world.post_update(update(serial, text)) == 200, text
        await world.quiet()
    assert (await world.inbox())[1:] == (0, 1), "half a surrogate pair is no text: kept aside"
    assert await world.findings() == []
    await world.chat(CHAT, "dong y")
    assert "1/16" in world.cards[CHAT].text


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda text: json.dumps({"update_id": text}).encode())
)
def test_reading_an_update_never_raises(body: bytes) -> None:
    parsed = read_update(body, "7000000001")
    assert len(parsed.messages) + len(parsed.unreadable) <= 1
