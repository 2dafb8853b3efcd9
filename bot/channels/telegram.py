"""The Telegram Bot API over aiohttp: receive by webhook or polling, send and edit cards.

Rules (reliability.md §2.1):
* A webhook is authentic by its secret header, compared in constant time; no secret, no webhook.
* A send whose answer never came may have been delivered: `Uncertain`, never repeated here. An edit
  may be repeated without harm, so the same trouble with an edit is a retryable `SendFailed`.
* 429 stops the whole bot for `retry_after`. 403 and "chat not found" are final for the person.
* Only Telegram's own JSON may condemn a message: a 403 or 404 page from a proxy or a censor is
  trouble of the line, and is retried.
* No redirect is followed and nothing is unpacked; the token never shows in a repr or an error.

python-telegram-bot contributes what it knows best, the meaning of the API's refusals: `BaseRequest`
maps them to its exceptions. It is asked about refusals alone. Its `Bot` is left out: building a
`Message` from each answer costs several times the send itself, and its repr shows the token.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from pydantic_core import from_json
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.channels.media import FileIds
from bot.channels.render import Card, render_card
from bot.channels.telegram_bodies import edit_body, encoded, message_body, message_id_of
from bot.channels.telegram_media import MEDIA_METHODS, Media, Upload
from bot.channels.telegram_updates import read_update, read_updates
from bot.ports import (
    Blocked,
    ChannelError,
    ChannelName,
    Inbound,
    Outgoing,
    Parsed,
    Receipt,
    Sender,
    SendFailed,
    Unauthentic,
    Uncertain,
)
from survey_flows.interview.prompts import Prompt

WEBHOOK_HEADER = "X-Telegram-Bot-Api-Secret-Token"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query")

_METHODS = (
    "getMe",
    "setWebhook",
    "deleteWebhook",
    "getUpdates",
    "sendMessage",
    "editMessageText",
    "answerCallbackQuery",
    *MEDIA_METHODS,
)
_TAKEN = b'{"ok":true'
_LONGEST_ANSWER = 8 << 20
_LONGEST_FLOOD_S = 3600.0
_FLOOD_WITHOUT_WORD_S = 5.0
_MISCONFIGURED_PAUSE_S = 60.0
_NOBODY_THERE = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")
_NOTHING_TO_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid")


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """How to reach the Bot API. `base_url` ends in "/bot"; the token is appended to it.

    Times are seconds: `connect_s` to get a connection, `answer_s` for a whole call. `secret` may be
    empty only when updates are polled. `media` is the folder of the pictures and recordings that forms
    name; without one questions go without.
    """

    token: str = field(repr=False)
    secret: str = field(default="", repr=False)
    base_url: str = "https://api.telegram.org/bot"
    in_flight: int = 64
    connect_s: float = 5.0
    answer_s: float = 20.0
    proxy: str | None = field(default=None, repr=False)
    media: Path | None = None

    @property
    def account(self) -> str:
        """The bot's id: the part of the token that is no secret."""
        return self.token.partition(":")[0]


class TelegramChannel:
    """One bot. `sender` fills `{department}` and its like in texts and may change at any time."""

    name = ChannelName.TELEGRAM

    def __init__(
        self, settings: TelegramSettings, sender: Sender | None = None, file_ids: FileIds | None = None
    ) -> None:
        self.settings = settings
        self.sender = sender
        self._account = settings.account
        self._wire = _Wire(settings)
        self._media = Media(settings.media, self._send_file, settings.account, file_ids)

    def __repr__(self) -> str:
        return f"TelegramChannel(account={self._account!r})"

    def parse_webhook(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> Parsed:
        """Authenticate and read one webhook call; raises Unauthentic."""
        del query
        shown = headers.get(WEBHOOK_HEADER) or headers.get(WEBHOOK_HEADER.lower()) or ""
        secret = self.settings.secret
        if not secret or not hmac.compare_digest(shown.encode("utf-8", "replace"), secret.encode()):
            raise Unauthentic("wrong or missing secret token header")
        return read_update(body, self._account)

    def webhook_answer(self, inbound: Inbound) -> dict[str, str] | None:
        """Return the API call to write as the webhook's own answer: it saves a request per tap."""
        if not inbound.callback:
            return None
        return {"method": "answerCallbackQuery", "callback_query_id": inbound.callback}

    async def acknowledge(self, callbacks: Iterable[str]) -> None:
        """Stop the little clocks on tapped buttons; best effort (an old query is refused, never mind)."""
        calls = (
            self._wire.call("answerCallbackQuery", {"callback_query_id": callback}) for callback in callbacks
        )
        for outcome in await asyncio.gather(*calls, return_exceptions=True):
            if isinstance(outcome, BaseException) and not isinstance(outcome, TelegramError):
                raise outcome

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Edit the card in place if there is one, else send a message, below the question's files if any."""
        content = outgoing.content
        card = render_card(content, self.sender)
        has_files = isinstance(content, Prompt) and await self._media.show(outgoing.address, content)
        if outgoing.card.isdigit() and not card.contact_label and not has_files:
            edited = await self._edit(outgoing, card)
            if edited is not None:
                return edited
        try:
            sent = await self._wire.call("sendMessage", message_body(outgoing.address, card))
        except TelegramError as error:
            raise _failure(error, is_repeatable=False) from None
        return Receipt(outgoing.outbox_id, message_id_of(sent))

    async def poll(self, offset: int, timeout_s: float) -> tuple[int, list[bytes], Parsed]:
        """Wait for updates from `offset` on; return the next offset, each update's bytes, and what they say.

        Asking with the next offset acknowledges these updates: commit first. Raises SendFailed.
        """
        body: dict[str, object] = {
            "offset": offset,
            "timeout": int(timeout_s),
            "allowed_updates": ALLOWED_UPDATES,
        }
        try:
            updates = await self._wire.call("getUpdates", body, patience_s=timeout_s)
        except TelegramError as error:
            raise _failure(error, is_repeatable=True) from None
        if not isinstance(updates, list):
            raise SendFailed("getUpdates returned no list", is_retryable=True)
        highest, raws, parsed = read_updates(updates, self._account)
        return (offset if highest is None else highest + 1), raws, parsed

    async def prepare(self, webhook_url: str | None) -> str:
        """Check the token and choose the way in: a webhook at this URL, or polling for None.

        Return the bot's user name. Updates that wait at Telegram are kept. Raises SendFailed.
        """
        try:
            me = await self._wire.call("getMe", {})
            if webhook_url is None:
                await self._wire.call("deleteWebhook", {"drop_pending_updates": False})
            else:
                body = {
                    "url": webhook_url,
                    "secret_token": self.settings.secret,
                    "allowed_updates": ALLOWED_UPDATES,
                    "max_connections": min(100, self.settings.in_flight),
                }
                await self._wire.call("setWebhook", body)
        except TelegramError as error:
            raise _failure(error, is_repeatable=True) from None
        return str(me.get("username", "")) if isinstance(me, dict) else ""

    async def close(self) -> None:
        """Release connections."""
        await self._wire.close()

    async def _send_file(self, method: str, body: Mapping[str, object] | Upload) -> object:
        try:
            return await self._wire.call(method, body)
        except TelegramError as error:
            raise _failure(error, is_repeatable=False) from None

    async def _edit(self, outgoing: Outgoing, card: Card) -> Receipt | None:
        """Edit the card; None when there is nothing to edit any more, so that a new one is due."""
        try:
            edited = await self._wire.call(
                "editMessageText", edit_body(outgoing.address, outgoing.card, card)
            )
        except BadRequest as error:
            said = error.message.lower()
            if "message is not modified" in said:
                return Receipt(outgoing.outbox_id, outgoing.card)
            if any(word in said for word in _NOTHING_TO_EDIT):
                return None
            raise _failure(error, is_repeatable=True) from None
        except TelegramError as error:
            raise _failure(error, is_repeatable=True) from None
        return Receipt(outgoing.outbox_id, message_id_of(edited) or outgoing.card)


class _NotReached(NetworkError):
    """The request never left: no connection."""


class _NoAnswer(TimedOut):
    """The request left, and what came back is not Telegram's answer or nothing at all."""


class _Flood(TelegramError):
    """429. The SDK's own RetryAfter breaks on a missing or odd `retry_after`, so it is read here."""

    def __init__(self, retry_after_s: float) -> None:
        super().__init__("Too Many Requests")
        self.retry_after_s = retry_after_s


class _Wire:
    """The connections to one bot's API and the ready-made URL of each method."""

    def __init__(self, settings: TelegramSettings) -> None:
        self._settings = settings
        self._urls = {
            method: URL(f"{settings.base_url}{settings.token}/{method}", encoded=True) for method in _METHODS
        }
        self._timeout = aiohttp.ClientTimeout(total=settings.answer_s, sock_connect=settings.connect_s)
        self._session: aiohttp.ClientSession | None = None

    async def call(
        self, method: str, body: Mapping[str, object] | Upload, *, patience_s: float = 0
    ) -> object:
        """Call one method and return its `result`; raises TelegramError.

        `patience_s` is added to the time the answer may take (long polling).
        """
        timeout = self._timeout
        if patience_s:
            settings = self._settings
            timeout = aiohttp.ClientTimeout(
                total=settings.answer_s + patience_s, sock_connect=settings.connect_s
            )
        headers = None
        if isinstance(body, Upload):
            headers, content = {"Content-Type": body.content_type}, body.body
        else:
            content = encoded(body)
        status, payload = await self._post(self._urls[method], content, timeout, headers)
        try:
            if status == 200 and payload.startswith(_TAKEN):
                return _read_answer(payload)["result"]
            return await _Refusal(_telegrams_status(status, payload), payload).post(method)
        except KeyError:
            raise _NoAnswer("answer of the Bot API without a result") from None
        except (TypeError, ValueError, AttributeError):  # a refusal whose parameters have no known shape
            raise NetworkError("unreadable refusal of the Bot API") from None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _post(
        self,
        url: URL,
        body: bytes,
        limits: aiohttp.ClientTimeout,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, bytes]:
        """Post; return the status and the answer, or raise for what is not Telegram's."""
        try:
            async with self._open().post(
                url, data=body, timeout=limits, headers=headers, allow_redirects=False
            ) as response:
                return response.status, await _bounded(response)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError):
            raise _NotReached("no connection to the Bot API") from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise _NoAnswer(f"no answer from the Bot API ({type(error).__name__})") from None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._settings.in_flight + 1),  # one for the long poll
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"Content-Type": "application/json", "Accept-Encoding": "identity"},
                skip_auto_headers=("User-Agent", "Accept"),
                auto_decompress=False,
                proxy=self._settings.proxy,
            )
        return self._session


class _Refusal(BaseRequest):
    """An answer that is no plain success, for the SDK to say which of its exceptions it means.

    The url that passes through the SDK is the bare method name: no exception can show the token.
    """

    __slots__ = ("_payload", "_status")

    def __init__(self, status: int, payload: bytes) -> None:
        self._status = status
        self._payload = payload

    @property
    def read_timeout(self) -> float | None:
        """None: the answer is here already."""
        return None

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, object]:
        """Read an answer without logging it: it holds the citizen's chat and our text."""
        return _read_answer(payload)

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: object, **__: object
    ) -> tuple[int, bytes]:
        """Return what came back."""
        del url, method, request_data
        return self._status, self._payload


def _read_answer(payload: bytes) -> dict[str, object]:
    try:
        answer = from_json(payload)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise _NoAnswer("unreadable answer of the Bot API")
    return answer


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    """Read an answer of sane size; a longer one is no answer."""
    if response.content_length is not None and response.content_length <= _LONGEST_ANSWER:
        return await response.read()
    payload = bytearray()
    async for chunk in response.content.iter_any():
        payload += chunk
        if len(payload) > _LONGEST_ANSWER:
            raise aiohttp.ClientPayloadError("answer too long")
    return bytes(payload)


def _telegrams_status(status: int, payload: bytes) -> int:
    """Return the status Telegram means; raise unless the answer is Telegram's own JSON.

    Some proxies turn every status into 200, so `error_code` in the body outweighs the line.
    """
    try:
        answer = from_json(payload)
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or not isinstance(answer.get("ok"), bool):
        if status < 300 or status == 504:  # taken, or handed on by a gateway: nobody knows
            raise _NoAnswer(f"HTTP {status} without an answer of the Bot API")
        raise NetworkError(f"HTTP {status} without an answer of the Bot API")
    if answer["ok"]:
        return status
    code = answer.get("error_code", status)
    if code == 429:
        raise _Flood(_retry_after_s(answer.get("parameters")))
    return code if isinstance(code, int) and code >= 400 else 500


def _retry_after_s(parameters: object) -> float:
    """Read `retry_after` whatever it holds: missing, "0" and "abc" have all been seen."""
    word = parameters.get("retry_after") if isinstance(parameters, dict) else None
    try:
        seconds = float(word) if isinstance(word, int | float | str) else 0.0
    except ValueError:
        seconds = 0.0
    return min(seconds, _LONGEST_FLOOD_S) if seconds > 0 else _FLOOD_WITHOUT_WORD_S


def _failure(error: TelegramError, *, is_repeatable: bool) -> ChannelError:
    """Say what a refusal means for the message.

    The SDK makes BadRequest a NetworkError and TimedOut too: whoever asks for NetworkError first
    retries a permanent refusal for ever.
    """
    reason = error.message[:200]
    is_refusal = isinstance(error, BadRequest)
    if isinstance(error, Forbidden) or (is_refusal and any(word in reason.lower() for word in _NOBODY_THERE)):
        return Blocked(reason)
    if isinstance(error, TimedOut) and not is_repeatable:
        return Uncertain(reason)
    pause_s: float | None = None
    if isinstance(error, _Flood):
        pause_s = error.retry_after_s
    elif isinstance(error, InvalidToken | Conflict):  # nobody's message can leave until a person mends it
        pause_s = _MISCONFIGURED_PAUSE_S
    return SendFailed(
        reason,
        is_retryable=not (is_refusal or isinstance(error, ChatMigrated)),
        retry_after_s=pause_s,
        stops_channel=pause_s is not None,
    )
