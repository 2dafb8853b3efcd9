"""What is Telegram's alone: cards edited in place, taps, contacts, polling, the secret header."""

from __future__ import annotations

import asyncio
import gzip
import json
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.emulators import faults
from bot.emulators.ledger import Event
from bot.emulators.loopback import HandleRequest, LoopbackServer
from bot.emulators.telegram import TelegramEmulator
from bot.ports import Blocked, Letter, Outgoing, Parsed, SendFailed, TextKind, Unauthentic, Uncertain
from tests.bot.channels.conftest import CHAT, NOON, SECRET, TOKEN, Line, question

HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
OFFLINE = TelegramChannel(TelegramSettings(TOKEN, SECRET))


def update(**content: Any) -> bytes:
    """One update's bytes."""
    return json.dumps({"update_id": 11, **content}).encode()


def message(**content: Any) -> dict[str, Any]:
    """A private message's JSON."""
    return {
        "message_id": 4,
        "date": 1_728_882_000,
        "from": {"id": CHAT, "is_bot": False, "first_name": "A"},
        "chat": {"id": CHAT, "type": "private"},
        **content,
    }


def read(body: bytes) -> Parsed:
    """Parse as the webhook does."""
    return OFFLINE.parse_webhook(HEADERS, {}, body)


# -- cards ---------------------------------------------------------------------------------------


async def test_the_next_question_edits_the_card_in_place(telegram: Line) -> None:
    first = await telegram.channel.send(Outgoing(1, telegram.address, question("một")))
    second = await telegram.channel.send(
        Outgoing(2, telegram.address, question("hai", revision=4), card=first.provider_id)
    )
    assert second.provider_id == first.provider_id
    assert isinstance(telegram.emulator, TelegramEmulator)
    (card,) = telegram.emulator.messages(CHAT)
    assert "hai" in card.text
    assert [[b.token for b in row] for row in card.buttons] == [
        ["4|b1|1", "4|b1|0"],
        ["4|!|back", "4|!|stop"],
    ]


async def test_an_edit_that_changes_nothing_counts_as_sent(telegram: Line) -> None:
    first = await telegram.channel.send(Outgoing(1, telegram.address, question()))
    again = await telegram.channel.send(Outgoing(2, telegram.address, question(), card=first.provider_id))
    assert again.provider_id == first.provider_id
    assert telegram.ledger.count(Event.SENT) == 1 and telegram.ledger.count(Event.EDITED) == 0


@pytest.mark.parametrize("card", ["1", "999", "no-card"])
async def test_a_card_that_cannot_be_edited_is_sent_anew(telegram: Line, card: str) -> None:
    receipt = await telegram.channel.send(Outgoing(1, telegram.address, question(), card=card))
    assert receipt.provider_id not in {"", card}
    assert telegram.ledger.count(Event.SENT) == 1


@pytest.mark.parametrize("fault", [faults.silence(), faults.truncated(), faults.garbage()])
async def test_an_edit_without_an_answer_may_be_repeated(telegram: Line, fault: faults.Fault) -> None:
    first = await telegram.channel.send(Outgoing(1, telegram.address, question("một")))
    edit = Outgoing(2, telegram.address, question("hai"), card=first.provider_id)
    telegram.faults.next(fault)
    with pytest.raises(SendFailed) as failed:
        await telegram.channel.send(edit)
    assert failed.value.is_retryable
    assert (await telegram.channel.send(edit)).provider_id == first.provider_id
    assert telegram.ledger.count(Event.SENT) == 1


async def test_a_letter_may_ask_for_the_persons_own_number(telegram: Line) -> None:
    letter = Letter("Xin cho biết số điện thoại.", contact_label="Gửi số của tôi")
    await telegram.channel.send(Outgoing(1, telegram.address, letter, card="1"))
    assert isinstance(telegram.emulator, TelegramEmulator)
    (shown,) = telegram.emulator.messages(CHAT)
    assert shown.asks_contact


# -- refusals ------------------------------------------------------------------------------------


async def test_a_chat_nobody_opened_is_unreachable(telegram: Line) -> None:
    with pytest.raises(Blocked):
        await telegram.channel.send(Outgoing(1, "404404", question()))


@pytest.mark.parametrize(
    "words",
    [
        "Forbidden: bot was blocked by the user",
        "Forbidden: user is deactivated",
        "Forbidden: bot can't initiate conversation with a user",
    ],
)
async def test_every_forbidden_is_final_for_the_person(telegram: Line, words: str) -> None:
    telegram.faults.next(faults.refusal(403, words))
    with pytest.raises(Blocked):
        await telegram.channel.send(Outgoing(1, telegram.address, question()))


async def test_a_bad_request_is_not_retried(telegram: Line) -> None:
    telegram.faults.next(faults.refusal(400, "Bad Request: message is too long"))
    with pytest.raises(SendFailed) as failed:
        await telegram.channel.send(Outgoing(1, telegram.address, question()))
    assert not failed.value.is_retryable


@pytest.mark.parametrize("status", [401, 404, 409])
async def test_a_wrong_token_or_address_stops_the_channel(telegram: Line, status: int) -> None:
    telegram.faults.next(faults.refusal(status, "Unauthorized"))
    with pytest.raises(SendFailed) as failed:
        await telegram.channel.send(Outgoing(1, telegram.address, question()))
    assert failed.value.is_retryable and failed.value.stops_channel


@pytest.mark.parametrize(
    ("word", "pause_s"),
    [(2, 2.0), (3600, 3600.0), (999999, 3600.0), ("7", 7.0), ("abc", 5.0), (0, 5.0), (None, 5.0), ([1], 5.0)],
)
async def test_any_retry_after_is_understood(telegram: Line, word: object, pause_s: float) -> None:
    telegram.faults.next(faults.flood(word))
    with pytest.raises(SendFailed) as failed:
        await telegram.channel.send(Outgoing(1, telegram.address, question()))
    assert failed.value.retry_after_s == pause_s and failed.value.stops_channel


# -- webhook -------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "x"}, {"x": SECRET}])
def test_a_stranger_is_turned_away(headers: dict[str, str]) -> None:
    with pytest.raises(Unauthentic):
        OFFLINE.parse_webhook(headers, {}, update())


def test_without_a_secret_nobody_is_authentic() -> None:
    channel = TelegramChannel(TelegramSettings(TOKEN))
    with pytest.raises(Unauthentic):
        channel.parse_webhook({"X-Telegram-Bot-Api-Secret-Token": ""}, {}, update())


async def test_a_tap_comes_back_as_a_choice_and_its_clock_is_stopped(telegram: Line) -> None:
    card = await telegram.channel.send(Outgoing(1, telegram.address, question()))
    assert isinstance(telegram.emulator, TelegramEmulator)
    assert await telegram.emulator.user_taps(CHAT, int(card.provider_id), "3|b1|1")
    await telegram.emulator.settled()
    (tap,) = telegram.collector.messages
    assert (tap.kind, tap.text, tap.card) == (TextKind.CHOICE, "3|b1|1", card.provider_id)
    assert telegram.ledger.refs(Event.ANSWERED) == [tap.callback]


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        ("3|b1|1", TextKind.CHOICE),
        ("-1|!|who", TextKind.COMMAND),
        ("3|!|back", TextKind.COMMAND),
        ("3|b1", TextKind.UNSUPPORTED),
        ("", TextKind.UNSUPPORTED),
        ("x|b1|1", TextKind.UNSUPPORTED),
    ],
)
def test_a_token_tells_choice_from_command(token: str, kind: TextKind) -> None:
    tap = {"id": "9", "from": {"id": CHAT}, "message": message(), "data": token}
    (inbound,) = read(update(callback_query=tap)).messages
    assert inbound.kind is kind and inbound.callback == "9"


def test_a_tap_on_a_card_too_old_to_show_still_has_an_address() -> None:
    (inbound,) = read(update(callback_query={"id": "9", "from": {"id": CHAT}, "data": "3|b1|1"})).messages
    assert inbound.address == str(CHAT) and inbound.card == ""


def test_only_ones_own_contact_counts_as_a_number() -> None:
    own = {"phone_number": "84 912 345 678", "user_id": CHAT}
    cases: list[tuple[dict[str, Any], str]] = [
        (message(contact=own), "+84912345678"),
        (message(contact={**own, "user_id": 1}), ""),
        (message(contact={"phone_number": "84912345678"}), ""),
        (message(contact=own, forward_origin={"type": "user"}), ""),
    ]
    for content, number in cases:
        (inbound,) = read(update(message=content)).messages
        assert (inbound.kind, inbound.text) == (TextKind.CONTACT, number)


def test_a_group_is_not_private() -> None:
    (inbound,) = read(update(message=message(text="1", chat={"id": -100, "type": "supergroup"}))).messages
    assert not inbound.is_private and inbound.address == "-100"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({"photo": [{"file_id": "small"}, {"file_id": "large"}]}, "image large"),
        ({"voice": {"file_id": "v1"}}, "audio v1"),
        ({"video_note": {"file_id": "v2"}}, "video v2"),
        ({"document": {"file_id": "d1"}}, "file d1"),
        ({"location": {"latitude": 21.3281, "longitude": 103.9144}}, "location 21.328100 103.914400"),
    ],
)
def test_what_is_sent_instead_of_words_is_known_by_its_reference(content: dict[str, Any], text: str) -> None:
    (inbound,) = read(update(message=message(**content))).messages
    assert (inbound.kind, inbound.text) == (TextKind.SENT, text)


@pytest.mark.parametrize("content", [{"photo": []}, {"sticker": {"file_id": "s"}}])
def test_a_sticker_is_a_message_nobody_can_read(content: dict[str, Any]) -> None:
    (inbound,) = read(update(message=message(**content))).messages
    assert inbound.kind is TextKind.UNSUPPORTED


def test_what_is_no_message_says_nothing() -> None:
    assert read(update(my_chat_member={})) == Parsed()
    assert read(update(edited_message=message(photo=[{"file_id": "p"}]))) == Parsed()


def test_words_changed_after_they_were_sent_are_told_as_such() -> None:
    (inbound,) = read(update(edited_message=message(text="sửa"))).messages
    assert (inbound.kind, inbound.text) == (TextKind.EDITED, "sửa")


def test_nul_does_not_reach_the_database() -> None:
    (inbound,) = read(update(message=message(text="a\x00b"))).messages
    assert inbound.text == "ab"


def test_the_unreadable_is_kept_with_its_id_and_without_its_content_in_the_reason() -> None:
    (kept,) = read(b'{"update_id": 77, "message": {"text": "bi mat"}}').unreadable
    assert kept.external_id == "77" and b"bi mat" in kept.raw and "bi mat" not in kept.reason
    (kept,) = read(b"[" * 100_000).unreadable
    assert kept.external_id.startswith("sha256:")


VALID = update(message=message(text="Có", contact={"phone_number": "84", "user_id": CHAT}))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)


@given(at=st.integers(0, len(VALID) - 1), cut=st.integers(0, 9), put=st.binary(max_size=9))
def test_a_mutated_update_never_raises(at: int, cut: int, put: bytes) -> None:
    parsed = read(VALID[:at] + put + VALID[at + cut :])
    assert len(parsed.messages) + len(parsed.unreadable) <= 1


@given(content=st.dictionaries(st.sampled_from(["message", "callback_query", "update_id"]), JSON))
def test_any_json_never_raises(content: dict[str, Any]) -> None:
    read(json.dumps({"update_id": 1, **content}).encode())


@given(headers=st.dictionaries(st.sampled_from(["X-Telegram-Bot-Api-Secret-Token", "A"]), st.text()))
def test_no_header_but_the_secret_opens(headers: dict[str, str]) -> None:
    with pytest.raises(Unauthentic):
        OFFLINE.parse_webhook(headers, {}, VALID)


# -- polling -------------------------------------------------------------------------------------


async def test_polled_updates_are_acknowledged_only_by_asking_on() -> None:
    async with TelegramEmulator(TOKEN, now=lambda: NOON) as emulator:
        channel = TelegramChannel(TelegramSettings(TOKEN, base_url=emulator.base_url))
        assert await channel.prepare(None) == "sipas_demo_bot"
        for word in ("một", "hai"):
            await emulator.user_sends(CHAT, word)
        offset, raws, parsed = await channel.poll(0, 1)
        again = await channel.poll(0, 1)
        assert again == (offset, raws, parsed)
        assert [m.text for m in parsed.messages] == ["một", "hai"] and len(raws) == 2
        assert emulator.ledger.count(Event.TAKEN) == 0
        assert (await channel.poll(offset, 0))[2] == Parsed()
        assert emulator.ledger.count(Event.TAKEN) == 2
        await channel.close()


async def test_acknowledging_an_old_tap_is_best_effort(telegram: Line) -> None:
    assert isinstance(telegram.channel, TelegramChannel)
    await telegram.channel.acknowledge(["long-gone", ""])


async def test_a_webhook_shuts_polling_out(telegram: Line) -> None:
    assert isinstance(telegram.channel, TelegramChannel)
    with pytest.raises(SendFailed) as failed:
        await telegram.channel.poll(0, 1)
    assert failed.value.stops_channel


async def test_no_redirect_is_followed(telegram: Line) -> None:
    telegram.faults.next(faults.page(307))
    with pytest.raises(SendFailed):
        await telegram.channel.send(Outgoing(1, telegram.address, question()))
    assert len(telegram.ledger.entries(Event.REJECTED)) == 1


async def test_the_sender_may_change_while_running(telegram: Line) -> None:
    assert telegram.channel.sender is not None
    telegram.channel.sender = replace(telegram.channel.sender, hotline="1900 0000")
    await telegram.channel.send(Outgoing(1, telegram.address, Letter("{hotline}")))
    assert telegram.ledger.texts(telegram.address) == ["1900 0000"]


# -- a hostile line ------------------------------------------------------------------------------


async def drip(request: web.BaseRequest) -> web.StreamResponse:
    """A byte now and then, for ever."""
    answer = web.StreamResponse(headers={"Content-Length": "1000"})
    await answer.prepare(request)
    while True:
        await answer.write(b" ")
        await asyncio.sleep(0.01)


async def flood_of_bytes(request: web.BaseRequest) -> web.StreamResponse:
    """More than anybody should read."""
    answer = web.StreamResponse()
    await answer.prepare(request)
    for _ in range(40):
        await answer.write(b" " * (1 << 18))
    return answer


async def bomb(request: web.BaseRequest) -> web.StreamResponse:
    """Small on the line, huge when unpacked."""
    packed = gzip.compress(b'{"ok":true,"result":' + b" " * (32 << 20))
    return web.Response(body=packed, headers={"Content-Encoding": "gzip"})


@pytest.mark.parametrize("answer", [drip, flood_of_bytes, bomb], ids=lambda f: f.__name__)
async def test_no_answer_takes_more_time_or_memory_than_it_may(answer: HandleRequest) -> None:
    server = LoopbackServer(answer)
    await server.start()
    settings = TelegramSettings(TOKEN, base_url=f"http://127.0.0.1:{server.port}/bot", answer_s=0.5)
    channel = TelegramChannel(settings)
    with pytest.raises(Uncertain):
        await channel.send(Outgoing(1, str(CHAT), question()))
    await channel.close()
    await server.close()
