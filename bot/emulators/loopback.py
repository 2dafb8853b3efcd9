"""The two halves of a provider on this machine: its server, and its calls back to the collector.

Loopback only, both ways. The server is aiohttp's bare one (no routes, no middlewares). Callbacks
keep order within a key (a chat, a phone), like the providers do: a callback nobody takes blocks
the following ones of that key and no other. They are carried by a fixed number of workers over
kept-alive connections, so a hundred thousand waiting messages are a hundred thousand small
records and not as many tasks.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Self

import aiohttp
from aiohttp import web
from yarl import URL

from bot.emulators.faults import Fault, FaultKind
from bot.emulators.ledger import Ledger

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}

HandleRequest = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def is_loopback(url: str) -> bool:
    """Whether a URL stays on this machine."""
    try:
        return URL(url).host in _LOOPBACK
    except ValueError:
        return False


class LoopbackServer:
    """An HTTP server on 127.0.0.1."""

    def __init__(self, handle: HandleRequest) -> None:
        self._handle = handle
        self._runner: web.ServerRunner | None = None
        self.port = 0

    async def start(self, port: int = 0) -> None:
        """Listen; port 0 takes a free one and keeps it in `port`."""
        server = web.Server(self._handle, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def close(self) -> None:
        """Stop listening and break what is open."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None


async def play(fault: Fault, request: web.BaseRequest, act: Callable[[], web.Response]) -> web.StreamResponse:
    """Do what `fault` says around the real work `act` (refusals are the provider's own affair)."""
    match fault.kind:
        case FaultKind.PAGE:
            html = f"<html><head><title>{fault.status}</title></head><body>nginx</body></html>"
            return web.Response(status=fault.status, text=html, content_type="text/html")
        case FaultKind.SLOW:
            await asyncio.sleep(fault.delay_s)
            return act()
        case FaultKind.GARBAGE:
            body = act().body
            return web.Response(body=body[: len(body) // 2] if isinstance(body, bytes) else b"{")
        case FaultKind.TRUNCATED:
            act()
            answer = web.StreamResponse(headers={"Content-Length": "1000"})
            await answer.prepare(request)
            await answer.write(b'{"ok":true,')
        case FaultKind.SILENCE:
            act()
            await asyncio.sleep(fault.delay_s)
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


@dataclass(slots=True)
class Outcall:
    """One callback to the collector. `on_taken` gets the body of the 2xx answer, `on_declined` why not."""

    key: str
    url: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    copies: int = 1
    tries: int = 0
    on_taken: Callable[[bytes], Awaitable[None]] | None = None
    on_declined: Callable[[str], None] | None = None


class Outcalls:
    """Callbacks on their way: in order within a key, retried until taken.

    The first retry is at once, then after `retry_base_s`, doubling to `retry_cap_s`.
    """

    def __init__(self, *, workers: int = 32, retry_base_s: float = 1.0, retry_cap_s: float = 60.0) -> None:
        self._worker_count = workers
        self._retry_base_s = retry_base_s
        self._retry_cap_s = retry_cap_s
        self._lines: dict[str, deque[Outcall]] = {}
        self._ready: asyncio.Queue[str] = asyncio.Queue()
        self._workers: list[asyncio.Task[None]] = []
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._idle = asyncio.Event()
        self._idle.set()
        self._session: aiohttp.ClientSession | None = None

    def add(self, call: Outcall) -> None:
        """Put a callback at the end of its key's line."""
        line = self._lines.get(call.key)
        if line is None:
            self._lines[call.key] = deque((call,))
            self._ready.put_nowait(call.key)
        else:
            line.append(call)
        if self._idle.is_set():
            self._idle.clear()
            self._wake()

    async def settled(self) -> None:
        """Wait until nothing is on its way."""
        await self._idle.wait()

    def waiting(self) -> int:
        """How many callbacks nobody has taken yet."""
        return sum(len(line) for line in self._lines.values())

    def withdraw(self) -> list[Outcall]:
        """Take back what nobody has taken yet, in order within each key."""
        undone = [call for line in self._lines.values() for call in line]
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        self._lines.clear()
        while not self._ready.empty():
            self._ready.get_nowait()
        self._idle.set()
        return undone

    async def close(self) -> None:
        """Give up what is on its way and release connections."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        self._workers.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _wake(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),
                timeout=aiohttp.ClientTimeout(total=60),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
            )
        if not self._workers:
            self._workers = [asyncio.create_task(self._work()) for _ in range(self._worker_count)]
            for worker in self._workers:
                worker.add_done_callback(_shout)

    async def _work(self) -> None:
        while True:
            key = await self._ready.get()
            line = self._lines.get(key)
            if not line:
                continue
            call = line[0]
            refused = await self._carry(call)
            if self._lines.get(key) is not line:  # withdrawn meanwhile
                continue
            if refused is not None:
                if call.on_declined is not None:
                    call.on_declined(refused)
                self._later(call)
                continue
            line.popleft()
            if line:
                self._ready.put_nowait(key)
            else:
                del self._lines[key]
                if not self._lines:
                    self._idle.set()

    async def _carry(self, call: Outcall) -> str | None:
        """Make the call; None when taken, else why it was not."""
        if call.copies > 1:
            copies, call.copies = call.copies, 1
            answers = await asyncio.gather(*(self._once(call) for _ in range(copies)))
        else:
            answers = [await self._once(call)]
        taken = [body for body, _ in answers if body is not None]
        if not taken:
            return answers[0][1]
        if call.on_taken is not None:
            await call.on_taken(taken[0])
        return None

    async def _once(self, call: Outcall) -> tuple[bytes | None, str]:
        session = self._session
        if session is None:
            return None, "closed"
        method = "GET" if call.body is None else "POST"
        url = URL(call.url, encoded=True)
        try:
            async with session.request(method, url, data=call.body, headers=call.headers) as response:
                body = await response.read()
                return (body, "") if 200 <= response.status < 300 else (None, f"HTTP {response.status}")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return None, type(error).__name__

    def _later(self, call: Outcall) -> None:
        delay_s = 0.0
        if call.tries:
            delay_s = min(self._retry_cap_s, self._retry_base_s * 2 ** min(call.tries - 1, 16))
        call.tries += 1
        loop = asyncio.get_running_loop()
        self._timers[call.key] = loop.call_later(delay_s, self._again, call.key)

    def _again(self, key: str) -> None:
        self._timers.pop(key, None)
        self._ready.put_nowait(key)


def _shout(worker: asyncio.Task[None]) -> None:
    """A worker ends only by `close`; anything else is a fault of whoever listens to the emulator."""
    if not worker.cancelled() and (error := worker.exception()) is not None:
        worker.get_loop().call_exception_handler(
            {"message": "a listener of the emulator failed", "exception": error, "task": worker}
        )


class Party:
    """A provider's side of the wire: it listens on loopback, calls out, and keeps a ledger of all of it."""

    ledger: Ledger
    _server: LoopbackServer
    _outcalls: Outcalls

    async def start(self, port: int = 0) -> None:
        """Listen on loopback."""
        await self._server.start(port)

    async def close(self) -> None:
        """Stop everything; what nobody took is lost."""
        await self._outcalls.close()
        await self._server.close()
        self.ledger.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def settled(self) -> None:
        """Wait until the collector has taken everything that was called out."""
        await self._outcalls.settled()

    def waiting(self) -> int:
        """How many calls nobody has taken yet."""
        return self._outcalls.waiting()
