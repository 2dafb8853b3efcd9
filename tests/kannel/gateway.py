"""The real bearerbox and smsbox, started from the configuration in docs/kannel, and killed at will."""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
import sqlite3
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.architecture.tree import ROOT
from tests.builders import SMS_KEY, free_port

BEARERBOX, SMSBOX = (
    shutil.which(name) or shutil.which(name, path="/usr/sbin") or "" for name in ("bearerbox", "smsbox")
)
IS_INSTALLED = bool(BEARERBOX and SMSBOX)


@dataclass
class Gateway:
    """Kannel in a folder of its own, between an operator's port and the collector's address."""

    folder: Path
    operator_port: int
    collector: str
    per_second: int = 200
    sendsms_port: int = field(default_factory=free_port)
    smsbox_port: int = field(default_factory=free_port)
    _processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def sendsms_url(self) -> str:
        """Where the collector hands messages in."""
        return f"http://127.0.0.1:{self.sendsms_port}/cgi-bin/sendsms"

    def prepare(self) -> None:
        """Write the configuration and the table of awaited reports."""
        self.folder.mkdir()
        values = {
            "ADMIN_PORT": str(free_port()),
            "ADMIN_PASSWORD": "tests-only-admin",
            "SMSBOX_PORT": str(self.smsbox_port),
            "SENDSMS_PORT": str(self.sendsms_port),
            "FOLDER": str(self.folder),
            "OPERATOR_HOST": "127.0.0.1",
            "OPERATOR_PORT": str(self.operator_port),
            "OPERATOR_LOGIN": "sipas",
            "OPERATOR_PASSWORD": "operator",
            "PER_SECOND": str(self.per_second),
            "RECONNECT_S": "1",
            "LOGIN": "sipas",
            "PASSWORD": "tests-only",
            "COLLECTOR": self.collector,
            "WEBHOOK_KEY": SMS_KEY,
        }
        template = (ROOT / "docs/kannel/kannel.conf").read_text(encoding="utf-8")
        settings = template.partition("\ngroup = core\n")[2]
        text = re.sub(r"<([A-Z_]+)>", lambda found: values[found[1]], f"group = core\n{settings}")
        text = text.replace("http-queue-delay = 5", "http-queue-delay = 1")
        (self.folder / "kannel.conf").write_text(text, encoding="utf-8")
        with sqlite3.connect(self.folder / "dlr.sqlite") as database:
            database.executescript((ROOT / "docs/kannel/dlr.sql").read_text(encoding="utf-8"))
        database.close()

    async def start(self) -> None:
        """Start both boxes; returns when messages can be handed in."""
        self._run(BEARERBOX)
        await self._listening(self.smsbox_port)
        self._run(SMSBOX)
        await self._listening(self.sendsms_port)

    def kill(self) -> None:
        """kill -9 both boxes, in the middle of whatever they do."""
        for process in self._processes:
            process.send_signal(signal.SIGKILL)
            process.wait()
        self._processes.clear()

    def _run(self, program: str) -> None:
        command = [program, str(self.folder / "kannel.conf")]
        self._processes.append(
            subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        )

    async def _listening(self, port: int) -> None:
        for _ in range(400):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.025)
            else:
                writer.close()
                await writer.wait_closed()
                return
        log = self.folder / "bearerbox.log"
        raise AssertionError(log.read_text(errors="replace")[-3000:] if log.exists() else "no log")
