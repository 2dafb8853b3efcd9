"""Zalo's webhook: from a person's word to our 200, which leaves after the commit; Zalo allows 2 seconds.

A real `sipas serve` process (SQLite, synchronous=FULL) on loopback; in this process a stand-in for Zalo whose
people answer the real 24-criteria form by the buttons they are shown. Words arrive at a fixed rate, signed,
and are timed from the moment they were due; each answer of ours comes back as an echo, as Zalo sends it, so
the webhook is called twice as often. Then so many words come at one moment, as after an outage. The peer is
the limit: 2,000 ms.

    python benchmarks/zalo_webhook.py [--rate 200] [--seconds 10] [--burst 1000]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from end_to_end import Provider, cpu_seconds, prepare, wait_until_ready

from bot.bootstrap import open_database
from bot.config import load_config
from storage.contacts import NewBinding
from storage.tokens import NewTokens

NOW = datetime(2024, 10, 2, 2, tzinfo=UTC)
STAMP = str(int(NOW.timestamp() * 1000))
LIMIT_MS = 2000
APP, OA, OA_SECRET, FIRST = "360846524940903967", "388613280878808645", "s" * 24, 7_700_000_000


@dataclass
class Zalo(Provider):
    """Zalo's side of one Official Account; whoever is shown a card says its first choice next."""

    echoes: deque[bytes] = field(default_factory=deque)

    def request(self, chat: bytes, card: bytes, data: bytes) -> bytes:
        """What a person said, as a signed call of the webhook."""
        del card
        number, self.next_update = self.next_update, self.next_update + 1
        said = {"text": data.decode(), "msg_id": f"m{number}"}
        return _signed("user_send_text", {"sender": {"id": chat.decode()}, "message": said})

    def call(self, path: bytes, body: bytes) -> bytes:
        """Take a consultation message, show it, and echo it."""
        del path
        self.sent += 1
        document = json.loads(body)
        user, message = document["recipient"]["user_id"], document["message"]
        buttons = message.get("attachment", {}).get("payload", {}).get("buttons", [])
        choices = [one["payload"] for one in buttons if "|!|" not in one["payload"]]
        self.waiting.append((user.encode(), b"", (choices[0] if choices else "tiếp").encode()))
        echo = {"text": message["text"], "msg_id": f"e{self.sent}"}
        self.echoes.append(_signed("oa_send_text", {"sender": {"id": OA}, "message": echo}))
        told = {"message_id": f"e{self.sent}", "quota": {"quota_type": "reply", "remain": "9", "total": "9"}}
        return json.dumps({"data": told, "error": 0, "message": "Success"}).encode()

    async def echo(self, target: int) -> None:
        """Send back what the account said, until cancelled."""
        reader, writer = await asyncio.open_connection("127.0.0.1", target)
        while True:
            if not self.echoes:
                await asyncio.sleep(0.001)
                continue
            writer.write(self.echoes.popleft())
            await reader.readuntil(b"\r\n\r\n")

    async def shown_to(self, people: int) -> None:
        """Wait until everybody has a card and the echoes are through."""
        while len(self.waiting) < people or self.echoes:  # noqa: ASYNC110 - until all of it is there
            await asyncio.sleep(0.01)


def _signed(event: str, parts: dict[str, object]) -> bytes:
    document = {"app_id": APP, "oa_id": OA, "event_name": event, "timestamp": STAMP, **parts}
    body = json.dumps(document, ensure_ascii=False).encode()
    digest = sha256(APP.encode() + body + STAMP.encode() + OA_SECRET.encode()).hexdigest()
    return (
        b"POST /hooks/zalo HTTP/1.1\r\nHost: b\r\nContent-Type: application/json\r\nX-ZEvent-Signature: mac="
        + digest.encode() + b"\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
    )  # fmt: skip


async def prepared(folder: Path, port: int, api_port: int, people: int) -> None:
    """A wave in the field whose respondents wrote to the account before, and the account's tokens."""
    await prepare(folder, port, people, api_port)
    path = folder / "config.toml"
    text = path.read_text(encoding="utf-8").replace(
        "[telegram]\nenabled = true", "[telegram]\nenabled = false"
    )
    path.write_text(
        f"""{text}
[zalo]
enabled = true
app_id = "{APP}"
oa_id = "{OA}"
oa_name = "Sở Nội vụ"
oa_secret = "{OA_SECRET}"
app_secret = "{"t" * 24}"
base_url = "http://127.0.0.1:{api_port}"
oauth_url = "http://127.0.0.1:{api_port}"
spare_file = "{folder}/zalo.spare"
messages_per_second = 100000
in_flight = 64
""".replace('level = "WARNING"', 'level = "ERROR"'),
        encoding="utf-8",
    )
    database = open_database(load_config(path, {}))
    await database.open()
    async with database.begin() as unit:
        wave = await unit.waves.current()
        assert wave is not None  # noqa: S101 - just made
        cases = [record.case.id for record in await unit.cases.all(wave.id)]
        await unit.contacts.bind_many(
            [NewBinding("zalo", str(FIRST + n), case, is_verified=True) for n, case in enumerate(cases)], NOW
        )
        tokens = NewTokens("access", "refresh", NOW, NOW + timedelta(hours=25), NOW + timedelta(days=90))
        await unit.tokens.store(f"zalo:{OA}", tokens, NOW, after=None)
    await database.close()


async def measured(folder: Path, rate: float, seconds: float, burst: int) -> str:
    """One line of figures."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    people, zalo = max(round(rate * 2), burst), Zalo()
    api = await zalo.serve()
    await prepared(folder, port, zalo.host_port, people)
    command = [sys.executable, "-m", "bot", "--config", str(folder / "config.toml"), "serve"]
    process = await asyncio.to_thread(subprocess.Popen, command)
    echoing: list[asyncio.Task[None]] = []
    try:
        await asyncio.to_thread(wait_until_ready, port, process)
        echoing = [asyncio.create_task(zalo.echo(port)) for _ in range(8)]
        await zalo.run(port, [FIRST + n for n in range(people)], people)
        await zalo.shown_to(people)
        zalo.latencies.clear()
        zalo.rate, zalo.in_flight = rate, 256
        before = cpu_seconds(process.pid)
        await zalo.run(port, [], round(rate * seconds))
        await zalo.shown_to(people)
        used = (cpu_seconds(process.pid) - before) / len(zalo.latencies)
        steady, zalo.latencies = sorted(zalo.latencies), []
        zalo.rate, zalo.in_flight = 0.0, burst
        began = time.perf_counter()
        await zalo.run(port, [], burst)
        crowd = time.perf_counter() - began
    finally:
        for task in echoing:
            task.cancel()
        process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(process.wait, 20)
        api.close()
    ranks = [one * 1e3 for one in statistics.quantiles(steady, n=100)]
    return (
        f"Zalo webhook: {rate:.0f} words a second for {seconds:.0f} s, with their echoes: answered after the "
        f"commit in p50 {ranks[49]:.1f} ms, p99 {ranks[98]:.1f} ms, at most {steady[-1] * 1e3:.0f} ms "
        f"({used * 1e6:.0f} µs CPU a word); {burst} words at one moment: the last after "
        f"{crowd * 1e3:.0f} ms; Zalo allows {LIMIT_MS} ms"
    )


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=200.0)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--burst", type=int, default=1000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        print(asyncio.run(measured(Path(name), arguments.rate, arguments.seconds, arguments.burst)))


if __name__ == "__main__":
    main()
