"""The Zalo Bot platform on loopback (channels.md §3.1): words alone, one update a poll, 408 when idle.

Strict about the token in the address (401), 2000 characters (400), people who never wrote (403) and polling
while a webhook is set (409). What a poll has given is gone: the platform has no acknowledgement. Some
deployments wrap a webhook's update in {"ok":true,"result":…} (`wraps`).
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import count
from pathlib import Path

from aiohttp import web

from bot.emulators.faults import FaultKind, Faults
from bot.emulators.ledger import Event, Ledger
from bot.emulators.loopback import LoopbackServer, Outcall, Outcalls, Party, is_loopback, play

LONGEST_TEXT = 2000
_STATUS_WORDS = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}


class ZaloBotEmulator(Party):
    """One bot and the people who write to it. `longest_poll_s` cuts polls short, for tests."""

    def __init__(
        self,
        token: str,
        *,
        now: Callable[[], datetime],
        ledger: Ledger | None = None,
        ledger_path: Path | None = None,
        longest_poll_s: float = 30.0,
        retry_base_s: float = 1.0,
        retry_cap_s: float = 60.0,
        wraps: bool = False,
    ) -> None:
        self.ledger = ledger or Ledger(now=now, path=ledger_path)
        self.faults = Faults()
        self.on_message: Callable[[str, str], None] | None = None
        self.wraps = wraps
        self._token = token
        self._now = now
        self._longest_poll_s = longest_poll_s
        self._ids = count(1)
        self._known: set[str] = set()
        self._waiting: deque[dict[str, object]] = deque()
        self._arrived = asyncio.Event()
        self._webhook: tuple[str, str] = ("", "")
        self._server = LoopbackServer(self._handle)
        self._outcalls = Outcalls(workers=4, retry_base_s=retry_base_s, retry_cap_s=retry_cap_s)

    @property
    def base_url(self) -> str:
        """What stands before `/bot…`."""
        return f"http://127.0.0.1:{self._server.port}"

    def person_sends(self, chat_id: str, text: str, *, event: str = "message.text.received") -> str:
        """Somebody writes to the bot; returns the message's id."""
        self._known.add(chat_id)
        message_id = f"{next(self._ids):x}{secrets.token_hex(6)}"
        self.ledger.note(Event.MADE, chat_id, message_id, text)
        update: dict[str, object] = {
            "event_name": event,
            "message": {
                "from": {"id": chat_id, "display_name": "Người dùng", "is_bot": False},
                "chat": {"id": chat_id, "chat_type": "PRIVATE"},
                "text": text,
                "message_id": message_id,
                "date": int(self._now().timestamp() * 1000),
            },
        }
        if self._webhook[0]:
            self._call(chat_id, message_id, update)
        else:
            self._waiting.append(update)
            self._arrived.set()
        return message_id

    def _call(self, chat_id: str, message_id: str, update: dict[str, object]) -> None:
        async def taken(answer: bytes) -> None:
            del answer
            self.ledger.note(Event.TAKEN, chat_id, message_id)

        url, secret = self._webhook
        document = {"ok": True, "result": update} if self.wraps else update
        self._outcalls.add(
            Outcall(
                key=chat_id,
                url=url,
                body=json.dumps(document, ensure_ascii=False).encode(),
                headers={"Content-Type": "application/json", "X-Bot-Api-Secret-Token": secret},
                copies=self.faults.copies(),
                on_taken=taken,
                on_declined=lambda why: self.ledger.note(Event.DECLINED, chat_id, message_id, detail=why),
            )
        )

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        head, _, method = request.path.removeprefix("/bot").partition("/")
        if not request.path.startswith("/bot") or head != self._token:
            return _no(401)
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError:
            return _no(400)
        fault = self.faults.pick(method)
        if fault is not None:
            self.ledger.note(Event.REJECTED, "", method, detail=fault.kind.value)
            if fault.kind is FaultKind.REFUSAL:
                return _no(fault.status, fault.description)
            return await play(fault, request, lambda: self._act(method, body))
        if method == "getUpdates":
            return await self._poll(body)
        return self._act(method, body)

    async def _poll(self, body: Mapping[str, object]) -> web.Response:
        if self._webhook[0]:
            return _no(409, "Conflict: a webhook is set")
        patience = min(float(str(body.get("timeout", "30"))), self._longest_poll_s)
        if not self._waiting:
            self._arrived.clear()
            try:
                async with asyncio.timeout(patience):
                    await self._arrived.wait()
            except TimeoutError:
                return _no(408, "Request timeout")
        update = self._waiting.popleft()
        return _yes(update)

    def _act(self, method: str, body: Mapping[str, object]) -> web.Response:
        match method:
            case "sendMessage":
                return self._send(str(body.get("chat_id", "")), str(body.get("text", "")))
            case "setWebhook":
                url, secret = str(body.get("url", "")), str(body.get("secret_token", ""))
                if not is_loopback(url) or not 8 <= len(secret) <= 256:
                    return _no(400)
                self._webhook = (url, secret)
                return _yes({"url": url})
            case "deleteWebhook":
                was_set, self._webhook = bool(self._webhook[0]), ("", "")
                return _yes({}) if was_set else _no(404)
            case "getMe":
                return _yes({"id": self._token.partition(":")[0], "account_name": "bot", "is_bot": True})
            case _:
                return _no(404)

    def _send(self, chat_id: str, text: str) -> web.Response:
        if not 1 <= len(text) <= LONGEST_TEXT:
            return _no(400, "Bad Request: text must be 1 to 2000 characters")
        if chat_id not in self._known:
            return _no(403, "Forbidden: this person never wrote")
        message_id = f"b{next(self._ids):x}"
        self.ledger.note(Event.SENT, chat_id, message_id, text)
        if self.on_message is not None:
            self.on_message(chat_id, text)
        return _yes({"message_id": message_id, "date": int(self._now().timestamp() * 1000)})


def _yes(result: object) -> web.Response:
    body = json.dumps({"ok": True, "result": result}, ensure_ascii=False).encode()
    return web.Response(body=body, content_type="application/json")


def _no(status: int, description: str = "") -> web.Response:
    words = description or _STATUS_WORDS.get(status, "Error")
    body = json.dumps({"ok": False, "error_code": status, "description": words}).encode()
    return web.Response(status=status, body=body, content_type="application/json")
