"""End to end: a webhook in, answered durably, the reply out, in microseconds of server CPU a message.

A real `sipas serve` process (SQLite, synchronous=FULL) on loopback; in this process a stand-in for
Telegram whose people tap the first choice of every card. Interleaved respondents on the real
24-criteria form. The peer in the same run is a bare aiohttp + sqlite3 loop with group commit that
stores the update and sends a fixed reply: what remains when all of the survey is taken away.

Both run in turn, several times; the figures are medians. The time to the acknowledgement is measured
in a run of its own, at a fixed rate of arrivals, from the moment a message was due.

    python benchmarks/end_to_end.py [--people 1000] [--messages 12000] [--rounds 3] [--rate 1000]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.interviews import StoredInterview
    from survey_flows.ids import CaseId

TOKEN = "700000001:" + "b" * 35
SECRET = "s" * 40
_DATA = re.compile(rb'"callback_data":\s?"((?:[^"\\]|\\.)*)"')
_MESSAGE = re.compile(rb'"message_id":\s?"?(\d+)')
_CHAT = re.compile(rb'"chat_id":\s?"?(\d+)')
_LENGTH = re.compile(rb"(?i)content-length: (\d+)")


@dataclass
class Provider:
    """Telegram's side: takes the bot's calls, answers them, and lets people tap."""

    host_port: int = 0
    in_flight: int = 64
    rate: float = 0.0
    sent: int = 0
    latencies: list[float] = field(default_factory=list)
    waiting: deque[tuple[bytes, bytes, bytes]] = field(default_factory=deque)
    next_update: int = 1
    next_message: int = 1

    async def run(self, target: int, chats: list[int], messages: int) -> float:
        """Make `messages` taps against port `target`; return the seconds it took."""
        self._left = messages
        self._due = time.perf_counter()
        for chat in chats:
            self.waiting.append((str(chat).encode(), b"", b"/start"))
        began = time.perf_counter()
        await asyncio.gather(*(self._deliver(target) for _ in range(self.in_flight)))
        return time.perf_counter() - began

    async def _deliver(self, target: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", target)
        while self._left > 0:
            if not self.waiting:
                await asyncio.sleep(0.0005)
                continue
            self._left -= 1
            chat, card, data = self.waiting.popleft()
            began = time.perf_counter()
            if self.rate:
                self._due = began = self._due + 1 / self.rate
                await asyncio.sleep(began - time.perf_counter())
            writer.write(self.request(chat, card, data))
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            if length and int(length[1]):
                await reader.readexactly(int(length[1]))
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.decode())
            self.latencies.append(time.perf_counter() - began)
        writer.close()

    def request(self, chat: bytes, card: bytes, data: bytes) -> bytes:
        """The call of the webhook by which one tap arrives."""
        body = self._update(chat, card, data)
        return (
            b"POST /hooks/telegram HTTP/1.1\r\nHost: b\r\nContent-Type: application/json\r\n"
            b"X-Telegram-Bot-Api-Secret-Token: " + SECRET.encode() + b"\r\n"
            b"Content-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
        )

    def _update(self, chat: bytes, card: bytes, data: bytes) -> bytes:
        update, self.next_update = str(self.next_update).encode(), self.next_update + 1
        person = b'{"id":' + chat + b',"is_bot":false,"first_name":"An"}'
        where = b'{"id":' + chat + b',"type":"private","first_name":"An"}'
        if not card:
            return (
                b'{"update_id":'
                + update
                + b',"message":{"message_id":1,"date":1727750000,"from":'
                + person
                + b',"chat":'
                + where
                + b',"text":"'
                + data
                + b'"}}'
            )
        return (
            b'{"update_id":' + update + b',"callback_query":{"id":"c' + update + b'","from":' + person
            + b',"chat_instance":"1","data":"' + data + b'","message":{"message_id":' + card
            + b',"date":1727750000,"chat":' + where + b',"text":"card"}}}'
        )  # fmt: skip

    async def serve(self) -> asyncio.Server:
        """Listen for the bot's calls."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Api(self), "127.0.0.1", 0)
        self.host_port = server.sockets[0].getsockname()[1]
        return server

    def call(self, path: bytes, body: bytes) -> bytes:
        """Answer one call of the bot and let the person tap."""
        if b"Message" not in path:
            return b'{"ok":true,"result":{"id":700000001,"is_bot":true,"first_name":"b","username":"b_bot"}}'
        self.sent += 1
        chat = _CHAT.search(body)
        known = _MESSAGE.search(body)
        if known:
            card = known[1]
        else:
            card, self.next_message = str(self.next_message).encode(), self.next_message + 1
        if chat and (tap := _pick(body)) is not None:
            self.waiting.append((chat[1], card, tap))
        return (
            b'{"ok":true,"result":{"message_id":'
            + card
            + b',"date":1727750000,"chat":{"id":1,"type":"private"}}}'
        )


def _pick(body: bytes) -> bytes | None:
    """The first choice, or the standing button that finishes a multiple answer."""
    tokens: list[bytes] = _DATA.findall(body.replace(b'\\"', b'"'))
    done = [token for token in tokens if token.endswith(b"|!|done")]
    if (done and "☑".encode() in body) or (done and b"\\u2611" in body):
        return done[0]
    choices = [token for token in tokens if b"|!|" not in token]
    return choices[0] if choices else None


class _Api(asyncio.Protocol):
    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, _, rest = self._buffer.partition(b"\r\n\r\n")
            length = _LENGTH.search(head)
            size = int(length[1]) if length else 0
            if len(rest) < size:
                return
            body, self._buffer = rest[:size], rest[size:]
            answer = self._provider.call(head.split(b" ", 2)[1], body)
            self._transport.write(  # type: ignore[attr-defined]
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + str(len(answer)).encode() + b"\r\n\r\n" + answer
            )  # fmt: skip


def cpu_seconds(pid: int) -> float:
    """User and system time of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    """Resident memory of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


async def prepare(folder: Path, port: int, people: int, api_port: int, begun: int = 0) -> None:
    """A wave in the field with `people` respondents whose Telegram chats are known, and `begun` more
    of whom each has an interview half-way."""
    from bot.bootstrap import open_database
    from bot.commands.setup import make_key
    from bot.commands.wave import make_wave
    from bot.config import load_config
    from storage import migrate
    from storage.cases import NewCase
    from storage.contacts import NewBinding, NewPerson
    from storage.waves import WaveStatus
    from survey_flows.fieldwork.case import SampleRole
    from survey_flows.ids import ServiceCode, UnitCode
    from survey_flows.sampling.frame import FrameRow, RespondentType, SubmissionMode

    path = folder / "config.toml"
    path.write_text(
        f"""[database]
url = "sqlite+aiosqlite:///{folder}/b.db"
[keys]
file = "{folder}/b.key"
[server]
port = {port}
public_url = "http://127.0.0.1:{port}"
[telegram]
enabled = true
receive = "webhook"
token = "{TOKEN}"
secret = "{SECRET}"
base_url = "http://127.0.0.1:{api_port}/bot"
messages_per_second = 100000
[clock]
kind = "simulated"
starts_at = "2024-10-02T09:00:00+07:00"
[log]
level = "WARNING"
"""
    )
    config = load_config(path, {})
    make_key(config.keys.file)
    migrate(config.database.url)
    database = open_database(config)
    await database.open()
    now = datetime(2024, 10, 2, 2, tzinfo=UTC)
    wave, plan = await make_wave(config, database, name="", now=now)
    unit = next(one for one in plan.units if one.kind.value == "HUYEN")
    service = unit.services[0].code
    asked, people = people, people + begun
    async with database.begin() as work:
        version = (await work.waves.get(wave)).settings["forms"]["son_la_in_person"]
        ids = await work.contacts.add_people(
            [NewPerson(f"Person {n}", f"+8490{n:07d}") for n in range(people)]
        )
        file_id, _ = await work.samples.add_frame_file(
            wave, "b", "0" * 64, rows=people, accepted=people, problems=[], now=now
        )
        rows = [
            FrameRow("b", n, UnitCode(unit.code), ServiceCode(service), "", "", "", "",
                     RespondentType.CITIZEN, SubmissionMode.DIRECT, None, None)
            for n in range(people)
        ]  # fmt: skip
        lines = await work.samples.add_frame_units(wave, file_id, rows, ids, [None] * people)
        await work.cases.add_cells(wave, [(unit.code, service, people)])
        cases = await work.cases.add(
            wave,
            [
                NewCase(
                    lines[n],
                    ids[n],
                    unit.code,
                    service,
                    SampleRole.SELECTED,
                    n,
                    n + 1,
                    None,
                    version,
                    f"c{n}",
                )
                for n in range(people)
            ],
        )
        await work.cases.release(cases, now, now + timedelta(days=20))
        await work.contacts.bind_many(
            [NewBinding("telegram", str(10_000 + n), cases[n], is_verified=True) for n in range(people)], now
        )
        if begun:
            await work.interviews.save(half_way(version, cases[asked:]), now)
        await work.waves.set_status(wave, WaveStatus.FRAMES, now)
        await work.waves.set_status(wave, WaveStatus.DRAWN, now)
        await work.waves.set_status(wave, WaveStatus.FIELD, now)
    await database.close()


def half_way(version: str, cases: list[CaseId]) -> list[StoredInterview]:
    """An interview with twelve answers for each case."""
    from storage.interviews import StoredInterview
    from survey_flows.ids import QuestionnaireVersion
    from survey_flows.interview.codec import encode
    from survey_flows.interview.state import InterviewState, Status

    answers = {f"ip_a{number}": "4" for number in range(1, 13)}
    pinned = QuestionnaireVersion(version)
    state = InterviewState(pinned, status=Status.ASKING, at="ip_b1", answers=answers, revision=14)
    return [StoredInterview(case, pinned, encode(state), Status.ASKING, 14) for case in cases]


def wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the server accepts connections."""
    for _ in range(400):
        if process.poll() is not None:
            raise SystemExit("the server did not start")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


async def measure(  # noqa: PLR0917 - a script's own measure
    make: Callable[[int, int], subprocess.Popen[bytes]],
    people: int,
    messages: int,
    setup: bool,
    folder: Path,
    open_interviews: int = 0,
    rate: float = 0.0,
) -> tuple[float, float, float, float, float]:
    """(CPU µs a message, messages a second, p50 ms, p99 ms, MB) of the server that `make` starts."""
    provider = Provider()
    api = await provider.serve()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    if setup:
        await prepare(folder, port, people, provider.host_port, open_interviews)
    process = make(port, provider.host_port)
    try:
        await asyncio.to_thread(wait_until_ready, port, process)
        await asyncio.sleep(0.3)
        await provider.run(port, [10_000 + n for n in range(people)], people)
        while len(provider.waiting) < people:  # noqa: ASYNC110 - until everybody has a first card
            await asyncio.sleep(0.01)
        provider.latencies.clear()
        if rate:
            provider.rate, provider.in_flight = rate, 256
        before = cpu_seconds(process.pid)
        seconds = await provider.run(port, [], messages)
        await asyncio.sleep(0.5)
        used = cpu_seconds(process.pid) - before
        memory = resident_mb(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(process.wait, 20)
        api.close()
    ranks = statistics.quantiles(provider.latencies, n=100)
    return used / messages * 1e6, messages / seconds, ranks[49] * 1e3, ranks[98] * 1e3, memory


def bare(port: int, api_port: int, file: str) -> None:
    """The peer: aiohttp and sqlite3 with group commit, an insert and a fixed reply a message."""
    import aiohttp
    from aiohttp import web

    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE inbox (id INTEGER PRIMARY KEY, body BLOB)")
    queue: list[tuple[bytes, asyncio.Future[None]]] = []
    woken = asyncio.Event()
    keyboard = b'"reply_markup":{"inline_keyboard":[[{"text":"1","callback_data":"1|q1|1"}]]}'
    tasks: set[asyncio.Task[None]] = set()

    async def run() -> None:
        session = aiohttp.ClientSession()

        async def send(chat: bytes) -> None:
            data = b'{"chat_id":' + chat + b',"message_id":1,"text":"' + b"x" * 200 + b'",' + keyboard + b"}"
            url = f"http://127.0.0.1:{api_port}/bot{TOKEN}/editMessageText"
            async with session.post(url, data=data, headers={"Content-Type": "application/json"}) as answer:
                await answer.read()

        async def write() -> None:
            while True:
                await woken.wait()
                woken.clear()
                batch = queue[:]
                queue.clear()
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany("INSERT INTO inbox (body) VALUES (?)", [(body,) for body, _ in batch])
                connection.execute("COMMIT")
                for body, done in batch:
                    done.set_result(None)
                    chat = re.search(rb'"id":(\d+),"is_bot"', body)
                    task = asyncio.create_task(send(chat[1] if chat else b"1"))
                    tasks.add(task)
                    task.add_done_callback(tasks.discard)

        async def hook(request: web.Request) -> web.Response:
            body = await request.read()
            done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            queue.append((body, done))
            woken.set()
            await done
            return web.Response()

        application = web.Application()
        application.router.add_post("/hooks/telegram", hook)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await write()

    asyncio.run(run())


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--messages", type=int, default=12_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1000.0, help="messages a second for the latency")
    parser.add_argument("--bare", nargs=3, metavar=("PORT", "API_PORT", "FILE"))
    parser.add_argument("--no-peer", action="store_true")
    arguments = parser.parse_args()
    if arguments.bare:
        bare(int(arguments.bare[0]), int(arguments.bare[1]), arguments.bare[2])
        return
    mine, theirs = [], []
    for _ in range(arguments.rounds):
        mine.append(run_ours(arguments.people, arguments.messages))
        if not arguments.no_peer:
            theirs.append(run_peer(arguments.people, arguments.messages))
    cpu, speed, _, _, memory = map(statistics.median, zip(*mine, strict=True))
    text = f"end to end: {cpu:.0f} µs CPU a message, {speed:.0f}/s, {memory:.0f} MB"
    if theirs:
        bare_cpu, bare_speed, *_ = map(statistics.median, zip(*theirs, strict=True))
        ratios = ", ".join(f"{peer[0] / own[0]:.0%}" for own, peer in zip(mine, theirs, strict=True))
        text += f"; bare loop {bare_cpu:.0f} µs, {bare_speed:.0f}/s; ours reaches {bare_cpu / cpu:.0%} of it"
        text += f" (round by round {ratios})"
    if arguments.rate:
        paced = run_ours(arguments.people, arguments.messages, arguments.rate)
        text += f"; at {paced[1]:.0f} a second acknowledged in p50 {paced[2]:.1f} ms, p99 {paced[3]:.1f} ms"
    print(text)


def run_ours(people: int, messages: int, rate: float = 0.0) -> tuple[float, float, float, float, float]:
    """The figures of a fresh `sipas serve`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def ours(_port: int, _api: int) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", "bot", "--config", str(folder / "config.toml"), "serve"]
            return subprocess.Popen(command)

        return asyncio.run(measure(ours, people, messages, True, folder, rate=rate))


def run_peer(people: int, messages: int) -> tuple[float, float, float, float, float]:
    """The figures of the bare loop."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def peer(port: int, api: int) -> subprocess.Popen[bytes]:
            command = [sys.executable, __file__, "--bare", str(port), str(api), str(folder / "peer.db")]
            return subprocess.Popen(command)

        return asyncio.run(measure(peer, people, messages, False, folder))


if __name__ == "__main__":
    main()
