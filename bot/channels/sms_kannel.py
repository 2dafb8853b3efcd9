"""SMS through a gateway that speaks Kannel's HTTP interface.

Rules (channels.md §2.1, tried against Kannel 1.4.5):
* `coding` is always computed: without it the gateway silently turns "Bạn có" into "B?n c?".
* A send is never repeated by the HTTP library (aiohttp repeats a GET when a connection drops, and
  a second GET is a second SMS): no answer after the request left is `Uncertain`.
* Both callbacks are GETs that carry our key in the query, compared in constant time. `outbox` in
  the query makes it a delivery report; otherwise it is a message from a person.
* The gateway must recode (`mo-recode = true` in group smsbox): raw UTF-16 bytes do not survive a
  query string. Such a message goes to quarantine with that advice.

Callback URLs, for the gateway's configuration and `dlr-url`:
    {public_url}/hooks/sms?from=%p&to=%P&text=%a&charset=%C&coding=%c&time=%T&id=%I&key={key}
    {public_url}/hooks/sms/report?outbox={id}&state=%d&key={key}
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

import aiohttp
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from yarl import URL

from bot.channels.render import render_sms
from bot.channels.segments import segments
from bot.channels.sms_numbers import e164, is_from_brandname, refuse_unanswerable
from bot.ports import (
    ChannelName,
    DeliveryReport,
    DeliveryState,
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

REPORT_STATES: Mapping[int, DeliveryState] = {
    1: DeliveryState.DELIVERED,
    2: DeliveryState.FAILED,
    4: DeliveryState.QUEUED,
    8: DeliveryState.SENT,
    16: DeliveryState.FAILED,
}
"""Kannel's delivery report types, as our states."""

_FINAL_REPORTS = 1 | 2 | 16
"""Reports asked for: delivered, undelivered, rejected. "Accepted by the SMSC" (8) and "queued" (4) would
double the traffic and tell nothing that the gateway's own answer did not."""

_LATEST_TIME = 253_402_300_799
_LONGEST_ANSWER = 64 << 10
_MISCONFIGURED_PAUSE_S = 60.0
_FLOOD_PAUSE_S = 5.0


@dataclass(frozen=True, slots=True)
class KannelSettings:
    """How to reach the gateway and how it reaches us. Times are seconds.

    `number` is the short code or long number people reply to; invitations and reminders, which say
    where to reply, leave under `brandname` where there is one (it cannot be replied to). A part costs
    `part_vnd`, under the brandname `brandname_part_vnd`; 0 for unknown.
    """

    sendsms_url: str
    username: str
    password: str = field(repr=False)
    number: str
    webhook_key: str = field(repr=False)
    public_url: str
    in_flight: int = 32
    connect_s: float = 5.0
    answer_s: float = 20.0
    brandname: str = ""
    part_vnd: int = 0
    brandname_part_vnd: int = 0


class _Message(BaseModel):
    """A message from a person, as the gateway's `get-url` spells it."""

    model_config = ConfigDict(populate_by_name=True)

    sender: str = Field(alias="from", min_length=1, max_length=32)
    to: str = Field(default="", max_length=32)
    text: str = ""
    charset: str = ""
    coding: str = ""
    time: str = ""
    id: str = Field(default="", max_length=128)


class _Report(BaseModel):
    """A delivery report, as our own `dlr-url` spells it."""

    outbox: int = Field(ge=0, lt=1 << 63)
    state: int


class KannelChannel:
    """One number at one gateway. `sender` fills `{department}` and its like and may change."""

    name = ChannelName.SMS

    def __init__(self, settings: KannelSettings, sender: Sender | None = None) -> None:
        self.settings = settings
        self.sender = sender
        self._start = f"{URL(settings.sendsms_url).with_query(None)}?" + urlencode(
            {
                "username": settings.username,
                "password": settings.password,
                "charset": "UTF-8",
            }
        )
        self._report_url = f"{settings.public_url.rstrip('/')}/hooks/sms/report?outbox="
        self._report_tail = f"&state=%d&key={quote(settings.webhook_key, safe='')}"
        self._session: aiohttp.ClientSession | None = None

    def __repr__(self) -> str:
        return f"KannelChannel(number={self.settings.number!r})"

    def parse_webhook(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> Parsed:
        """Authenticate and read a message or a delivery report; raises Unauthentic."""
        del headers, body
        key = self.settings.webhook_key
        shown = query.get("key", "")
        if not key or not hmac.compare_digest(shown.encode("utf-8", "replace"), key.encode()):
            raise Unauthentic("wrong or missing key")
        values = {name: value for name, value in query.items() if name != "key"}
        return _read_report(values) if "outbox" in values else _read_message(values, self.settings.number)

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Hand one SMS to the gateway; raises SendFailed or Uncertain."""
        settings = self.settings
        text = render_sms(outgoing.content, self.sender)
        size = segments(text)
        refuse_unanswerable(outgoing.content, settings.number)
        is_branded = is_from_brandname(outgoing.content, settings.brandname, settings.number)
        parameters: dict[str, object] = {
            "from": settings.brandname if is_branded else settings.number,
            "to": outgoing.address,
            "text": text,
            "coding": size.coding,
        }
        if isinstance(outgoing.content, Letter):
            # Whether an invitation arrived decides what fieldwork does next; a question's answer is
            # its own report, and half of all callbacks are saved.
            parameters["dlr-mask"] = _FINAL_REPORTS
            parameters["dlr-url"] = f"{self._report_url}{outgoing.outbox_id}{self._report_tail}"
        query = urlencode(parameters)
        try:
            async with self._open().get(
                URL(f"{self._start}&{query}", encoded=True), allow_redirects=False
            ) as response:
                status = response.status
                said = await response.content.read(_LONGEST_ANSWER)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise SendFailed("no connection to the SMS gateway", is_retryable=True) from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Uncertain(f"no answer from the SMS gateway ({type(error).__name__})") from None
        if status == 202:
            price = settings.brandname_part_vnd if is_branded else settings.part_vnd
            return Receipt(outgoing.outbox_id, price_vnd=price * size.parts or None)
        raise _refusal(status, said)

    async def close(self) -> None:
        """Release connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self.settings.in_flight),
                timeout=aiohttp.ClientTimeout(total=self.settings.answer_s, connect=self.settings.connect_s),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"Accept-Encoding": "identity"},
                auto_decompress=False,
                middlewares=(_never_repeat,),
            )
        return self._session


class _Dropped(aiohttp.ClientError):
    """The connection broke after the request left."""


async def _never_repeat(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Rename a broken connection, so that aiohttp does not send this GET a second time."""
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
        raise _Dropped(type(error).__name__) from None


def _read_message(query: dict[str, str], number: str) -> Parsed:
    raw = urlencode(query, errors="replace").encode()
    try:
        message = _Message.model_validate(query)
    except ValidationError as error:
        return _quarantined(raw, _external_id(query), error.errors()[0]["type"])
    if "UTF-16" in message.charset.upper() or "UCS" in message.charset.upper():
        return _quarantined(raw, _external_id(query), "raw UTF-16: set mo-recode = true in group smsbox")
    sent_at = None
    if message.time.isascii() and message.time.isdigit() and int(message.time[:12]) <= _LATEST_TIME:
        sent_at = datetime.fromtimestamp(int(message.time[:12]), UTC)
    is_binary = message.coding == "1"
    inbound = Inbound(
        channel=ChannelName.SMS,
        account=number,
        external_id=_external_id(query),
        address=e164(message.sender),
        kind=TextKind.UNSUPPORTED if is_binary else TextKind.TYPED,
        text="" if is_binary else message.text.replace("\x00", ""),
        raw=raw,
        sent_at=sent_at,
    )
    return Parsed(messages=(inbound,))


def _read_report(query: dict[str, str]) -> Parsed:
    try:
        report = _Report.model_validate(query)
        state = REPORT_STATES[report.state]
    except (ValidationError, KeyError):
        raw = urlencode(query, errors="replace").encode()
        return _quarantined(raw, f"report:{_digest(query)}", "no delivery report of a known kind")
    return Parsed(reports=(DeliveryReport(ChannelName.SMS, report.outbox, state, f"kannel {report.state}"),))


def _quarantined(raw: bytes, external_id: str, reason: str) -> Parsed:
    return Parsed(unreadable=(Unreadable(ChannelName.SMS, external_id, raw, reason),))


def _external_id(query: Mapping[str, str]) -> str:
    """The gateway's id, else what makes a message itself: the same words twice are legal, at another time."""
    return query.get("id", "")[:128] or f"sha256:{_digest(query)}"


def _digest(query: Mapping[str, str]) -> str:
    parts = [query.get(name, "") for name in ("from", "to", "text", "time", "outbox", "state")]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _refusal(status: int, said: bytes) -> SendFailed | Uncertain:
    """Read a refusal. 403 and 404 are our configuration's fault: everybody's messages wait."""
    reason = f"HTTP {status} {said[:80].decode('utf-8', 'replace').strip()}"
    if status == 504 or status < 300:
        return Uncertain(reason)
    if status == 429:
        return SendFailed(reason, is_retryable=True, retry_after_s=_FLOOD_PAUSE_S, stops_channel=True)
    if status in {401, 403, 404}:
        return SendFailed(reason, is_retryable=True, retry_after_s=_MISCONFIGURED_PAUSE_S, stops_channel=True)
    return SendFailed(reason, is_retryable=status >= 500 or status in {301, 302, 307, 308, 408})
