"""What one Telegram send costs us in CPU: our channel, python-telegram-bot as it comes, bare aiohttp.

All three send the same card (text, five choices, three standing buttons) to the same server in
another process, 64 in flight, in turns within one run, best of several rounds; CPU time of this
process per send. Prints one line.

    python benchmarks/send.py [sends-per-round]
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import sys
import time
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection

import aiohttp
from aiohttp import web

from bot.channels.render import render_card
from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.ports import Outgoing
from survey_flows.interview.inputs import Command
from survey_flows.interview.prompts import Prompt, PromptChoice, PromptKind

TOKEN = "123456:benchmark"
IN_FLIGHT = 64
ROUNDS = 5

PROMPT = Prompt(
    kind=PromptKind.QUESTION,
    text="Anh/chị có hài lòng với thái độ giao tiếp lịch sự của công chức khi giải quyết hồ sơ không?",
    revision=12,
    item="b3_thai_do",
    section="Sự phục vụ của công chức",
    choices=tuple(
        PromptChoice(str(code), label)
        for code, label in enumerate(
            ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"), 1
        )
    ),
    progress=(12, 31),
    commands=(Command.BACK, Command.PAUSE, Command.STOP),
)


def serve(ready: Connection) -> None:
    """Answer every sendMessage as the Bot API would, at little cost."""

    async def answer(request: web.BaseRequest) -> web.Response:
        await request.read()
        message = {
            "message_id": 5,
            "date": 1_700_000_000,
            "chat": {"id": 7, "type": "private"},
            "text": "x" * 200,
        }
        return web.Response(
            body=b'{"ok":true,"result":' + json.dumps(message).encode() + b"}",
            content_type="application/json",
        )

    async def run() -> None:
        runner = web.ServerRunner(web.Server(answer, access_log=None))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ready.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(run())


async def cost_us(send: Callable[[int], Awaitable[object]], count: int) -> float:
    """CPU microseconds of one send, `IN_FLIGHT` at a time."""
    left = iter(range(count))

    async def work() -> None:
        for number in left:
            await send(number)

    before = time.process_time()
    await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))
    return (time.process_time() - before) / count * 1e6


async def measure(port: int, count: int) -> dict[str, float]:
    """Play the three in turns; keep the best round of each."""
    from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
    from telegram.request import HTTPXRequest

    base_url = f"http://127.0.0.1:{port}/bot"
    channel = TelegramChannel(TelegramSettings(TOKEN, base_url=base_url, in_flight=IN_FLIGHT))
    card = render_card(PROMPT)
    markup = InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, callback_data=b.token) for b in row] for row in card.rows]
    )
    bot = Bot(TOKEN, base_url=base_url, request=HTTPXRequest(connection_pool_size=IN_FLIGHT))
    session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=IN_FLIGHT))

    async def ours(number: int) -> object:
        return await channel.send(Outgoing(number, "7", PROMPT))

    async def theirs(number: int) -> object:
        del number
        return await bot.send_message(7, card.text, reply_markup=markup)

    async def bare(number: int) -> object:
        del number
        rows = [[{"text": b.label, "callback_data": b.token} for b in row] for row in card.rows]
        body = {"chat_id": 7, "text": card.text, "reply_markup": {"inline_keyboard": rows}}
        async with session.post(f"{base_url}{TOKEN}/sendMessage", json=body) as response:
            return await response.json()

    senders = {
        "ours": (ours, count),
        "ptb_httpx": (theirs, max(count // 8, 64)),
        "bare_aiohttp": (bare, count),
    }
    best: dict[str, float] = {}
    for turn in range(ROUNDS + 1):
        for name, (send, times) in senders.items():
            figure = await cost_us(send, times)
            if turn:  # the first turn opens connections
                best[name] = min(best.get(name, figure), figure)
    await channel.close()
    await session.close()
    return best


def main() -> None:
    """Run the server beside and print one line."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    context = multiprocessing.get_context("spawn")
    mine, its = context.Pipe()
    server = context.Process(target=serve, args=(its,), daemon=True)
    server.start()
    try:
        best = asyncio.run(measure(mine.recv(), count))
    finally:
        server.terminate()
    print(
        f"send: ours {best['ours']:.0f} us CPU, python-telegram-bot over httpx {best['ptb_httpx']:.0f}, "
        f"bare aiohttp {best['bare_aiohttp']:.0f} ({IN_FLIGHT} in flight): "
        f"{best['ptb_httpx'] / best['ours']:.1f}x less than the SDK, "
        f"{best['ours'] / best['bare_aiohttp']:.2f}x of bare"
    )


if __name__ == "__main__":
    main()
