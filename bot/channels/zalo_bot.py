"""The Zalo Bot platform: a third surface, in words alone.

Rules (channels.md §3.1, from public clients; none shows buttons, callbacks or edits). Choices are written out
with numbers and answered by a number or in words. A poll brings one update at most, and 408 when nobody
wrote, which is no error. The platform has no acknowledgement: what a poll brought and was not stored is
gone, so a webhook, answered after the commit, is the better way in; it is authentic by its secret header.
The token is part of every address, so no error may show one. `date` is in milliseconds.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import to_json

from bot.channels.render import ZALO_LIMIT, ZaloMessage, fitted, render_zalo
from bot.channels.render_words import CHAT_WORDS
from bot.channels.zalo_rules import FLOOD_PAUSE_S, MENDING_PAUSE_S, plain
from bot.channels.zalo_signature import moment_of
from bot.channels.zalo_wire import Answer, Wire
from bot.ports import (
    Blocked,
    ChannelName,
    Inbound,
    Letter,
    Outgoing,
    Parsed,
    Receipt,
    Sender,
    SendFailed,
    TextKind,
    Unauthentic,
    Uncertain,
    Unreadable,
)
from survey_flows.interview.prompts import Prompt

WEBHOOK_HEADER = "X-Bot-Api-Secret-Token"
_TEXT, _IMAGE, _STICKER = "message.text.received", "message.image.received", "message.sticker.received"
_KNOWN = frozenset({_TEXT, _IMAGE, _STICKER, "message.voice.received", "message.unsupported.received"})
_IDLE = 408


@dataclass(frozen=True, slots=True)
class ZaloBotSettings:
    """How to reach the platform. Times are seconds. `secret` may be empty only when updates are polled."""

    token: str = field(repr=False)
    secret: str = field(default="", repr=False)
    base_url: str = "https://bot-api.zaloplatforms.com"
    in_flight: int = 16
    connect_s: float = 5.0
    answer_s: float = 20.0

    @property
    def account(self) -> str:
        """The bot's id: the part of the token that is no secret."""
        return self.token.partition(":")[0]


class _Model(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)


class _Party(_Model):
    id: str = Field(min_length=1, max_length=64)


class _Chat(_Party):
    chat_type: str = "PRIVATE"


class _Message(_Model):
    chat: _Chat
    message_id: str = Field(min_length=1, max_length=128)
    text: str = ""
    date: str = ""


class _Update(_Model):
    event_name: str = Field(max_length=64)
    message: _Message | None = None


class ZaloBotChannel:
    """One bot. `sender` fills `{department}` and its like and may change at any time."""

    name = ChannelName.ZALO_BOT

    def __init__(self, settings: ZaloBotSettings, sender: Sender | None = None) -> None:
        self.settings = settings
        self.sender = sender
        self._account = settings.account
        self._wire = Wire(
            "Zalo Bot", in_flight=settings.in_flight, connect_s=settings.connect_s, answer_s=settings.answer_s
        )

    def __repr__(self) -> str:
        return f"ZaloBotChannel(account={self._account!r})"

    def parse_webhook(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> Parsed:
        """Authenticate and read one update, wrapped in a `result` or not; raises Unauthentic."""
        del query
        shown = headers.get(WEBHOOK_HEADER) or headers.get(WEBHOOK_HEADER.lower()) or ""
        secret = self.settings.secret
        if not secret or not hmac.compare_digest(shown.encode("utf-8", "replace"), secret.encode()):
            raise Unauthentic("wrong or missing secret token header")
        return read_update(body, self._account)

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Send one message; raises SendFailed, Uncertain or Blocked."""
        text = as_text(outgoing.content, self.sender)
        answer = await self._call("sendMessage", {"chat_id": outgoing.address, "text": text})
        result = _result(answer)
        if not isinstance(result, dict):
            raise Uncertain("zalo_bot: an answer without a result")
        return Receipt(outgoing.outbox_id, str(result.get("message_id", "")))

    async def poll(self, offset: int, timeout_s: float) -> tuple[int, list[bytes], Parsed]:
        """Wait for one update; returns `offset` as it was, for the platform counts for itself."""
        answer = await self._call("getUpdates", {"timeout": str(int(timeout_s))}, patience_s=timeout_s)
        if answer.status == _IDLE or answer.document.get("error_code") == _IDLE:
            return offset, [], Parsed()
        result = _result(answer)
        if result is None:
            return offset, [], Parsed()
        raw = to_json(result)
        return offset, [raw], read_update(raw, self._account)

    async def acknowledge(self, callbacks: Iterable[str]) -> None:
        """Nothing: there are no buttons."""
        del callbacks

    async def prepare(self, webhook_url: str | None) -> None:
        """Choose the way in: a webhook at this URL, or polling for None; raises SendFailed or Uncertain."""
        if webhook_url is None:
            answer = await self._call("deleteWebhook", {})
        else:
            answer = await self._call(
                "setWebhook", {"url": webhook_url, "secret_token": self.settings.secret}
            )
        if answer.status != 404:  # there was none to delete
            _result(answer)

    async def close(self) -> None:
        """Release connections."""
        await self._wire.close()

    async def _call(self, method: str, body: Mapping[str, object], *, patience_s: float = 0) -> Answer:
        url = f"{self.settings.base_url.rstrip('/')}/bot{self.settings.token}/{method}"
        return await self._wire.post(url, body, patience_s=patience_s)


def read_update(body: bytes, account: str) -> Parsed:
    """Read one update; never raises. `account` is the bot's id."""
    try:
        update = _Update.model_validate_json(_unwrapped(body))
    except (ValidationError, ValueError):
        return _quarantined(body, "no update of a known shape")
    message = update.message
    if update.event_name not in _KNOWN or message is None:
        return _quarantined(body, f"no update of a known kind: {update.event_name[:40]}")
    kind = TextKind.TYPED if update.event_name == _TEXT else TextKind.UNSUPPORTED
    inbound = Inbound(
        channel=ChannelName.ZALO_BOT,
        account=account,
        external_id=f"{update.event_name}:{message.message_id}",
        address=message.chat.id,
        kind=kind,
        text=message.text.replace("\x00", "") if kind is TextKind.TYPED else "",
        raw=body,
        sent_at=moment_of(message.date),
        is_private=message.chat.chat_type.upper() == "PRIVATE",
    )
    return Parsed(messages=(inbound,))


def as_text(content: Prompt | Letter, sender: Sender | None) -> str:
    """A message without buttons: what they would offer is written out and answered by a number."""
    shown = render_zalo(content, sender)
    if isinstance(content, Letter):
        return shown.text
    words = CHAT_WORDS.get(content.language, CHAT_WORDS["vi"])
    parts = [shown.text]
    choices = [button for button in shown.buttons if "|!|" not in button.token]
    if choices:
        parts.append("\n".join(f"{number}. {button.label}" for number, button in enumerate(choices, 1)))
        parts.append(words["reply_one"])
    if _tells_commands(content, shown) and words["commands"] not in shown.text:
        parts.append(words["commands"])
    return fitted("\n\n".join(parts), ZALO_LIMIT)


def _tells_commands(content: Prompt, shown: ZaloMessage) -> bool:
    """At the start, and whenever a message offers nothing but standing buttons."""
    is_first = content.progress is None or content.progress[0] == 0
    return bool(content.commands) and (is_first or all("|!|" in button.token for button in shown.buttons))


def _unwrapped(body: bytes) -> bytes | str:
    """Some deployments wrap an update in {"ok":true,"result":…}."""

    class _Wrapped(BaseModel):
        result: dict[str, Any] | None = None

    wrapped = _Wrapped.model_validate_json(body)
    return body if wrapped.result is None else to_json(wrapped.result)


def _result(answer: Answer) -> object:
    """The `result` of a good answer; raises what a refusal means."""
    document = answer.document
    if document.get("ok") is True:
        return document.get("result")
    code = document.get("error_code", answer.status)
    status = code if isinstance(code, int) else answer.status
    reason = f"zalo_bot {status} {plain(document.get('description'))}".rstrip()
    if status == 429:
        raise SendFailed(reason, is_retryable=True, retry_after_s=FLOOD_PAUSE_S, stops_channel=True)
    if status in {401, 404}:  # the token, or the address of the platform
        raise SendFailed(reason, is_retryable=True, retry_after_s=MENDING_PAUSE_S, stops_channel=True)
    if status == 403:
        raise Blocked(reason)
    raise SendFailed(reason, is_retryable=status >= 500)


def _quarantined(body: bytes, reason: str) -> Parsed:
    external_id = f"sha256:{hashlib.sha256(body).hexdigest()[:32]}"
    return Parsed(unreadable=(Unreadable(ChannelName.ZALO_BOT, external_id, body, reason),))
