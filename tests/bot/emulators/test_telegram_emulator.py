"""The Telegram emulator, judged by an independent client: python-telegram-bot's own Bot over httpx."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    Conflict,
    EndPointNotFound,
    Forbidden,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.emulators import faults
from bot.emulators.ledger import Event, Ledger
from bot.emulators.loopback import LoopbackServer
from bot.emulators.telegram import TelegramEmulator
from bot.emulators.telegram_chats import ShownMessage

TOKEN = "4242:token"
CHAT = 77
NOON = datetime(2024, 10, 14, 5, 0, tzinfo=UTC)


def keyboard(*tokens: str) -> InlineKeyboardMarkup:
    """One button a row."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(token or "x", callback_data=token)] for token in tokens]
    )


@pytest.fixture
async def emulator() -> AsyncIterator[TelegramEmulator]:
    """A provider on a loopback port."""
    async with TelegramEmulator(TOKEN, now=lambda: NOON, retry_base_s=0.01) as running:
        yield running


@pytest.fixture
async def bot(emulator: TelegramEmulator) -> AsyncIterator[Bot]:
    """The SDK's client, as it comes."""
    request = HTTPXRequest(connection_pool_size=8, read_timeout=0.5)
    async with Bot(TOKEN, emulator.base_url, request=request, get_updates_request=request) as client:
        yield client


async def test_the_sdk_recognises_its_bot(bot: Bot) -> None:
    me = await bot.get_me()
    assert me.is_bot and me.id == 4242 and me.username == "sipas_demo_bot"


async def test_nobody_can_be_written_to_before_they_press_start(bot: Bot, emulator: TelegramEmulator) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(CHAT, "Xin chào")
    await emulator.user_starts(CHAT, "CODE")
    sent = await bot.send_message(CHAT, "Xin chào", reply_markup=keyboard("a"))
    assert sent.text == "Xin chào" and sent.date == NOON and sent.chat.id == CHAT
    assert sent.reply_markup is not None


async def test_a_conversation_as_the_sdk_sees_it(bot: Bot, emulator: TelegramEmulator) -> None:
    seen: list[ShownMessage] = []
    emulator.on_message = seen.append
    await emulator.user_sends(CHAT, "/start")
    card = await bot.send_message(CHAT, "một", reply_markup=keyboard("1|a|x"))
    assert await emulator.user_taps(CHAT, card.message_id, "1|a|x")
    start, tap = await bot.get_updates(timeout=1)
    assert start.message is not None and start.message.text == "/start"
    assert tap.callback_query is not None and tap.callback_query.data == "1|a|x"
    await bot.answer_callback_query(tap.callback_query.id)
    await bot.edit_message_text("hai", CHAT, card.message_id, reply_markup=keyboard("2|a|x", "2|a|y"))
    assert [(shown.text, shown.is_edit, len(shown.buttons)) for shown in seen] == [
        ("một", False, 1),
        ("hai", True, 2),
    ]
    with pytest.raises(BadRequest, match="too old"):
        await bot.answer_callback_query(tap.callback_query.id)


async def test_a_button_that_is_gone_cannot_be_tapped_but_on_a_slow_screen(
    bot: Bot, emulator: TelegramEmulator
) -> None:
    await emulator.user_starts(CHAT)
    card = await bot.send_message(CHAT, "một", reply_markup=keyboard("old"))
    await bot.edit_message_reply_markup(CHAT, card.message_id, reply_markup=keyboard("new"))
    assert not await emulator.user_taps(CHAT, card.message_id, "old")
    assert await emulator.user_taps(CHAT, card.message_id, "old", is_stale=True)
    assert not await emulator.user_taps(CHAT, 999, "old")


@pytest.mark.parametrize(
    ("text", "token", "words"),
    [
        ("   ", "a", "Message text is empty"),
        ("a" * 4097, "a", "Message is too long"),
        ("🙂" * 2049, "a", "Message is too long"),
        ("a", "t" * 65, "Button_data_invalid"),
        ("a", "ế" * 22, "Button_data_invalid"),
    ],
)
async def test_what_is_out_of_bounds_is_refused(
    bot: Bot, emulator: TelegramEmulator, text: str, token: str, words: str
) -> None:
    await emulator.user_starts(CHAT)
    with pytest.raises(BadRequest, match=words):
        await bot.send_message(CHAT, text, reply_markup=keyboard(token))
    await bot.send_message(CHAT, "a" * 4096, reply_markup=keyboard("t" * 64))


async def test_edits_are_refused_as_the_real_server_does(bot: Bot, emulator: TelegramEmulator) -> None:
    await emulator.user_starts(CHAT)
    card = await bot.send_message(CHAT, "một", reply_markup=keyboard("a"))
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("một", CHAT, card.message_id, reply_markup=keyboard("a"))
    with pytest.raises(BadRequest, match="not found"):
        await bot.edit_message_text("hai", CHAT, 999)
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("hai", CHAT, 1)


async def test_a_blocked_bot_is_forbidden_until_the_person_writes_again(
    bot: Bot, emulator: TelegramEmulator
) -> None:
    await emulator.user_starts(CHAT)
    emulator.user_blocks(CHAT)
    with pytest.raises(Forbidden):
        await bot.send_message(CHAT, "một")
    await emulator.user_sends(CHAT, "/start")
    await bot.send_message(CHAT, "một")


async def test_a_wrong_token_and_a_wrong_method_are_told_apart(emulator: TelegramEmulator, bot: Bot) -> None:
    async with aiohttp.ClientSession() as session:
        for path, status in (("1:x/getMe", 401), (f"{TOKEN}/noSuchMethod", 404)):
            async with session.post(f"{emulator.base_url}{path}") as response:
                assert response.status == status and (await response.json())["ok"] is False
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("noSuchMethod")


# -- getUpdates ----------------------------------------------------------------------------------


async def test_an_update_comes_again_until_the_offset_passes_it(bot: Bot, emulator: TelegramEmulator) -> None:
    for word in ("một", "hai", "ba"):
        await emulator.user_sends(CHAT, word)
    first = await bot.get_updates(limit=2)
    assert [update.update_id for update in await bot.get_updates(limit=2)] == [u.update_id for u in first]
    (last,) = await bot.get_updates(offset=first[-1].update_id + 1)
    assert last.message is not None and last.message.text == "ba"
    assert emulator.ledger.count(Event.TAKEN) == 2
    assert [u.update_id for u in await bot.get_updates(offset=-1)] == [last.update_id]


async def test_a_long_poll_ends_when_somebody_writes(bot: Bot, emulator: TelegramEmulator) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await emulator.polled()
    await emulator.user_sends(CHAT, "một")
    assert len(await poll) == 1


async def test_of_two_pollers_the_first_is_thrown_out(bot: Bot, emulator: TelegramEmulator) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await emulator.polled()
    second = asyncio.create_task(bot.get_updates(timeout=5))
    with pytest.raises(Conflict, match="terminated by other"):
        await first
    await emulator.user_sends(CHAT, "một")
    assert len(await second) == 1


# -- webhook -------------------------------------------------------------------------------------


class Hook:
    """A collector's webhook whose answers a test writes down beforehand."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.secrets: list[str] = []
        self.answers: list[web.Response] = []
        self.server = LoopbackServer(self._handle)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        self.bodies.append(await request.read())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        return self.answers.pop(0) if self.answers else web.Response()

    @property
    def texts(self) -> list[str]:
        """The texts delivered, repeats included."""
        return [json.loads(body)["message"]["text"] for body in self.bodies]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    """A webhook on a loopback port."""
    running = Hook()
    await running.server.start()
    yield running
    await running.server.close()


async def test_updates_wait_for_the_webhook_and_come_in_order(
    bot: Bot, emulator: TelegramEmulator, hook: Hook
) -> None:
    await emulator.user_sends(CHAT, "một")
    await emulator.user_sends(CHAT, "hai")
    hook.answers = [web.Response(status=500), web.Response(status=503)]
    await bot.set_webhook(f"http://127.0.0.1:{hook.server.port}/", secret_token="s-e_1")
    await emulator.user_sends(CHAT, "ba")
    await emulator.settled()
    assert hook.texts == ["một", "một", "một", "hai", "ba"]
    assert set(hook.secrets) == {"s-e_1"}
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()


async def test_one_stuck_chat_does_not_hold_up_another(
    bot: Bot, emulator: TelegramEmulator, hook: Hook
) -> None:
    hook.answers = [web.Response(status=500) for _ in range(3)]
    await bot.set_webhook(f"http://127.0.0.1:{hook.server.port}/")
    await emulator.user_sends(1, "stuck")
    await emulator.user_sends(2, "free")
    await emulator.settled()
    assert sorted(set(hook.texts)) == ["free", "stuck"]
    assert emulator.ledger.count(Event.TAKEN) == 2


async def test_the_webhooks_answer_may_be_an_api_call(
    bot: Bot, emulator: TelegramEmulator, hook: Hook
) -> None:
    hook.answers = [web.json_response({"method": "sendMessage", "chat_id": CHAT, "text": "chào"})]
    await bot.set_webhook(f"http://127.0.0.1:{hook.server.port}/")
    await emulator.user_starts(CHAT)
    await emulator.settled()
    assert emulator.ledger.texts(str(CHAT)) == ["chào"]


async def test_taking_the_webhook_down_keeps_what_nobody_took(
    bot: Bot, emulator: TelegramEmulator, hook: Hook
) -> None:
    await hook.server.close()
    await bot.set_webhook(f"http://127.0.0.1:{hook.server.port}/")
    await emulator.user_sends(CHAT, "một")
    await emulator.user_sends(CHAT, "hai")
    assert (await bot.get_webhook_info()).pending_update_count == 2
    await bot.delete_webhook()
    assert [u.message.text for u in await bot.get_updates() if u.message] == ["một", "hai"]


async def test_nobody_outside_this_machine_is_ever_called(bot: Bot) -> None:
    with pytest.raises(BadRequest):
        await bot.set_webhook("https://example.org/hook")
    with pytest.raises(BadRequest, match="Secret token contains unallowed"):
        await bot.set_webhook("http://127.0.0.1:9/", secret_token="có dấu")


# -- faults and the ledger -----------------------------------------------------------------------


async def test_faults_are_what_the_sdk_takes_them_for(
    bot: Bot, emulator: TelegramEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # without it the SDK's own RetryAfter warns about itself
    await emulator.user_starts(CHAT)
    table = [
        (faults.flood(2), RetryAfter),
        (faults.refusal(403, "Forbidden: user is deactivated"), Forbidden),
        (faults.refusal(500), NetworkError),
        (faults.drop(), NetworkError),
        (faults.silence(), TimedOut),
    ]
    for fault, error in table:
        emulator.faults.next(fault, method="sendMessage")
        await bot.get_me()
        with pytest.raises(error):
            await bot.send_message(CHAT, "một")
    assert emulator.ledger.texts(str(CHAT)) == ["một"]  # the silent one was delivered


async def test_the_ledger_is_written_down_with_both_clocks(tmp_path: Path) -> None:
    path = tmp_path / "telegram.jsonl"
    ledger = Ledger(now=lambda: NOON, path=path)
    ledger.note(Event.SENT, "7", "1", "chào")
    ledger.close()
    event, address, ref, text, _, real_s, simulated = json.loads(path.read_text(encoding="utf-8"))
    assert (event, address, ref, text, simulated) == ("sent", "7", "1", "chào", NOON.isoformat())
    assert real_s > 1_700_000_000
