"""The real server process, started, watched, and killed.

`Nursery` is a Python process that has imported everything (that takes a second) and forks a
`sipas serve` whenever one is wanted: the killed processes are real, only their imports are shared.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import aiohttp

_NURSERY = """
import os, signal, sys
from bot.cli import main
import bot.commands.serve, bot.channels.telegram, bot.channels.sms_kannel
child = 0
for order in sys.stdin:
    match order.split():
        case ["serve", config]:
            child = os.fork()
            if child == 0:
                os.close(0)
                os._exit(main(["--config", config, "serve"]))
            print(child, flush=True)
        case [name]:
            os.kill(child, getattr(signal, name))
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
START_WITHIN_S = 60.0


class Nursery:
    """Starts one server after the other; `log` gets what they print."""

    def __init__(self, config: Path, url: str, log: Path) -> None:
        self._config = config
        self._url = url
        self.log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _NURSERY],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                text=True,
            )

    async def serve(self) -> None:
        """Start a server."""
        assert int(await self._order(f"serve {self._config}")) > 0

    async def kill(self) -> None:
        """SIGKILL: nothing it might still want to do is done."""
        assert await self._order("SIGKILL") == "-9", tail(self.log)

    async def terminate(self) -> int:
        """SIGTERM, and its exit code."""
        return int(await self._order("SIGTERM"))

    def close(self) -> None:
        """End the nursery; a server must not be running."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    async def _order(self, order: str) -> str:
        pipes = self._process.stdin, self._process.stdout
        assert pipes[0] is not None
        assert pipes[1] is not None
        pipes[0].write(f"{order}\n")
        pipes[0].flush()
        return (await asyncio.to_thread(pipes[1].readline)).strip()

    async def ready(self) -> None:
        """Wait until the server answers."""
        await answering(self._url, self.log)


async def answering(url: str, log: Path) -> None:
    """Wait until a collector at `url` answers."""
    give_up_at = time.monotonic() + START_WITHIN_S
    async with aiohttp.ClientSession() as http:
        while True:
            assert time.monotonic() < give_up_at, tail(log)
            try:
                async with http.get(f"{url}/healthz") as answer:
                    assert answer.status == 200
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.01)


def tail(log: Path) -> str:
    """The last words of a server."""
    return log.read_text(encoding="utf-8")[-2000:]
