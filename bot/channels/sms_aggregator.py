"""SMS through an aggregator's HTTP interface, the way brandnames are sold in Viet Nam (eSMS-shaped).

Rules (channels.md §2.2; reliability.md §0.9, §2.3; codes in sms_codes.py):
* the request id is our outbox id: the aggregator takes it once, so a message is never sent twice. "Known
  already", and no answer at all, are settled by asking what became of that id, never by sending again;
* status 200 says nothing: the code in the body does;
* what says where to reply leaves under the brandname; questions leave from the number people reply to;
* the callback of a message carries our outbox id and key in the address we gave. Whether the aggregator joins
  its own fields with "&" or a second "?", ours stay readable: the last of ours is only a stopper;
* operators here report no handset: "success" means that the operator took it.

Callbacks: {public_url}/hooks/sms/report?outbox={id}&key={key}&end=1 and, for messages from people,
{public_url}/hooks/sms?key={key}
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, assert_never
from urllib.parse import parse_qsl, quote

import aiohttp
from pydantic_core import from_json, to_json

from bot.channels.render import render_sms
from bot.channels.segments import segments
from bot.channels.sms_codes import ESMS, AggregatorRules, SmsVerdict
from bot.channels.sms_numbers import e164, is_from_brandname, refuse_unanswerable
from bot.ports import (
    Blocked,
    ChannelError,
    ChannelName,
    DeliveryReport,
    DeliveryState,
    Inbound,
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

_LONGEST_ANSWER = 64 << 10
_ACCOUNT_PAUSE_S = 300.0
_FLOOD_PAUSE_S = 10.0
_BALANCE_EVERY_S = 600.0
_LATEST_TIME = 253_402_300_799


@dataclass(frozen=True, slots=True)
class AggregatorSettings:
    """How to reach the aggregator and how it reaches us. Times are seconds, prices đồng a part.

    `number` is where people reply ("" when they reply elsewhere: then no question leaves by SMS). Below
    `low_balance_vnd` on the account a person is told (0: never).
    """

    api_url: str
    api_key: str = field(repr=False)
    api_secret: str = field(repr=False)
    brandname: str
    number: str
    webhook_key: str = field(repr=False)
    public_url: str
    rules: AggregatorRules = ESMS
    in_flight: int = 32
    connect_s: float = 5.0
    answer_s: float = 20.0
    part_vnd: int = 0
    brandname_part_vnd: int = 0
    low_balance_vnd: int = 0


class AggregatorChannel:
    """One account at one aggregator."""

    name = ChannelName.SMS

    def __init__(self, settings: AggregatorSettings, sender: Sender | None = None) -> None:
        self.settings = settings
        self.sender = sender
        self._base = settings.api_url.rstrip("/")
        self._report_url = f"{settings.public_url.rstrip('/')}/hooks/sms/report?outbox="
        self._report_tail = f"&key={quote(settings.webhook_key, safe='')}&end=1"
        self._session: aiohttp.ClientSession | None = None
        self._balance_vnd: int | None = None
        self._asked_at = float("-inf")

    def __repr__(self) -> str:
        return f"AggregatorChannel(brandname={self.settings.brandname!r}, number={self.settings.number!r})"

    def parse_webhook(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> Parsed:
        """Authenticate and read a message or a report, as a query, a form or JSON; raises Unauthentic."""
        del headers
        key = self.settings.webhook_key
        if not key or not hmac.compare_digest(query.get("key", "").encode("utf-8", "replace"), key.encode()):
            raise Unauthentic("wrong or missing key")
        try:
            values = _fields(query, body)
        except ValueError:
            digest = hashlib.sha256(body).hexdigest()[:32]
            reason = "neither JSON nor a form"
            return Parsed(unreadable=(Unreadable(ChannelName.SMS, f"body:{digest}", body, reason),))
        raw = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")
        if "outbox" in values:
            return _read_report(values, raw)
        return self._read_message(values, raw)

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Hand one SMS to the aggregator; raises SendFailed, Blocked or Uncertain."""
        settings, rules = self.settings, self.settings.rules
        text = render_sms(outgoing.content, self.sender)
        size = segments(text)
        refuse_unanswerable(outgoing.content, settings.number)
        is_branded = is_from_brandname(outgoing.content, settings.brandname, settings.number)
        price = ((settings.brandname_part_vnd if is_branded else settings.part_vnd) * size.parts) or None
        request = {
            "Phone": outgoing.address.removeprefix("+"),
            "Content": text,
            "SmsType": rules.brandname_type if is_branded else rules.number_type,
            "Brandname": settings.brandname if is_branded else settings.number,
            "IsUnicode": "1" if size.coding else "0",
            "RequestId": str(outgoing.outbox_id),
            "CallbackUrl": f"{self._report_url}{outgoing.outbox_id}{self._report_tail}",
            "Sandbox": "0",
        }
        try:
            answer = await self._call(rules.send_path, request)
        except Uncertain:
            return await self._what_became(outgoing, price, is_known=False)
        code = str(answer.get("CodeResult", ""))
        said = f"code {code} {answer.get('ErrorMessage', '')}".strip()[:120]
        match rules.verdict(code):
            case SmsVerdict.TAKEN:
                return Receipt(outgoing.outbox_id, str(answer.get("SMSID", "")), price)
            case SmsVerdict.REPEATED:
                return await self._what_became(outgoing, price, is_known=True)
            case SmsVerdict.UNCLEAR:
                return await self._what_became(outgoing, price, is_known=False)
            case SmsVerdict.LATER:
                raise SendFailed(said, is_retryable=True)
            case SmsVerdict.CHANNEL:
                raise SendFailed(said, is_retryable=True, retry_after_s=_ACCOUNT_PAUSE_S, stops_channel=True)
            case SmsVerdict.BLOCKED:
                raise Blocked(said)
            case SmsVerdict.MESSAGE:
                raise SendFailed(said, is_retryable=False)
            case verdict:
                assert_never(verdict)

    async def balance(self) -> int:
        """The money left on the account in đồng; raises ChannelError."""
        answer = await self._call(self.settings.rules.balance_path, {})
        try:
            return int(float(str(answer["Balance"])))
        except (KeyError, ValueError):
            raise SendFailed("the aggregator does not tell its balance", is_retryable=True) from None

    async def tend(self) -> None:
        """Ask for the balance once in a while; an account that does not answer is the senders' affair."""
        now = asyncio.get_running_loop().time()
        if not self.settings.low_balance_vnd or now < self._asked_at + _BALANCE_EVERY_S:
            return
        self._asked_at = now
        with suppress(ChannelError):
            self._balance_vnd = await self.balance()

    def trouble(self) -> str:
        """What a person must mend, or ""."""
        left = self._balance_vnd
        if left is None or left >= self.settings.low_balance_vnd:
            return ""
        return f"the SMS account has {left} VND left: top it up"

    async def close(self) -> None:
        """Release connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _what_became(self, outgoing: Outgoing, price: int | None, *, is_known: bool) -> Receipt:
        """Ask by our request id what became of a message; `is_known`: the aggregator said it has the id."""
        rules = self.settings.rules
        try:
            answer = await self._call(rules.status_path, {"RequestId": str(outgoing.outbox_id)})
        except ChannelError as error:
            raise Uncertain(f"no answer, and nothing known of the request id ({error})") from None
        state = str(answer.get("SendStatus", ""))
        if state in rules.underway or state in rules.done:
            return Receipt(outgoing.outbox_id, str(answer.get("SMSID", "")), price)
        if state in rules.refused:
            raise SendFailed(f"the aggregator refused it (status {state})", is_retryable=False)
        if is_known or rules.verdict(str(answer.get("CodeResponse", ""))) is SmsVerdict.TAKEN:
            raise Uncertain("the aggregator knows the request id but not what became of it")
        # It never arrived: the same id may be handed in again, and would be refused if it had.
        raise SendFailed("the aggregator does not know the request id", is_retryable=True)

    async def _call(self, path: str, request: Mapping[str, str]) -> dict[str, Any]:
        """POST one request with the keys; the JSON object of the answer."""
        keys = {"ApiKey": self.settings.api_key, "SecretKey": self.settings.api_secret}
        body = to_json({**keys, **request})
        try:
            async with self._open().post(
                f"{self._base}{path}",
                data=body,
                headers={"Content-Type": "application/json"},
                allow_redirects=False,
            ) as response:
                status = response.status
                said = await response.content.read(_LONGEST_ANSWER)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise SendFailed("no connection to the SMS aggregator", is_retryable=True) from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Uncertain(f"no answer from the SMS aggregator ({type(error).__name__})") from None
        if status == 429:
            raise SendFailed("HTTP 429", is_retryable=True, retry_after_s=_FLOOD_PAUSE_S, stops_channel=True)
        if status in {401, 403, 404}:
            raise SendFailed(
                f"HTTP {status}", is_retryable=True, retry_after_s=_ACCOUNT_PAUSE_S, stops_channel=True
            )
        try:
            answer = from_json(said)
        except ValueError:
            raise Uncertain(f"HTTP {status}, not JSON") from None
        if status != 200 or not isinstance(answer, dict):
            raise Uncertain(f"HTTP {status}, no answer of a known kind")
        return answer

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self.settings.in_flight),
                timeout=aiohttp.ClientTimeout(total=self.settings.answer_s, connect=self.settings.connect_s),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    def _read_message(self, values: dict[str, str], raw: bytes) -> Parsed:
        found = {
            name: next((values[spelling] for spelling in spellings if values.get(spelling)), "")
            for name, spellings in self.settings.rules.incoming.items()
        }
        parts = "\x1f".join(found[name] for name in ("sender", "text", "time"))
        digest = hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()[:32]
        external_id = found["id"][:128] or f"sha256:{digest}"
        if not found["sender"]:
            reason = "no sender: name the aggregator's fields in sms_codes.py"
            return Parsed(unreadable=(Unreadable(ChannelName.SMS, external_id, raw, reason),))
        sent_at = None
        if found["time"].isascii() and found["time"].isdigit() and int(found["time"][:12]) <= _LATEST_TIME:
            sent_at = datetime.fromtimestamp(int(found["time"][:12]), UTC)
        message = Inbound(
            channel=ChannelName.SMS,
            account=self.settings.number or self.settings.brandname,
            external_id=external_id,
            address=e164(found["sender"]),
            kind=TextKind.TYPED,
            text=found["text"].replace("\x00", ""),
            raw=raw,
            sent_at=sent_at,
        )
        return Parsed(messages=(message,))


def _fields(query: Mapping[str, str], body: bytes) -> dict[str, str]:
    """What a call holds, whichever way it is written; our key left out. ValueError for no JSON."""
    values = {name: value for name, value in query.items() if name not in {"key", "end"}}
    stopper = query.get("end", "")
    if "?" in stopper:  # the aggregator began its own query behind ours
        values |= dict(parse_qsl(stopper.partition("?")[2]))
    if not body.strip():
        return values
    if body.lstrip()[:1] != b"{":
        return values | dict(parse_qsl(body.decode("utf-8", "replace")))
    told = from_json(body)
    return values | {str(name): str(value) for name, value in told.items() if value is not None}


def _read_report(values: dict[str, str], raw: bytes) -> Parsed:
    try:
        outbox_id = int(values["outbox"])
        failed, sent = int(values.get("SendFailed") or 0), int(values.get("SendSuccess") or 0)
    except ValueError:
        outbox_id, failed, sent = -1, 0, 0
    if not 0 <= outbox_id < 1 << 63:
        digest = hashlib.sha256(raw).hexdigest()[:32]
        reason = "no delivery report of a known kind"
        return Parsed(unreadable=(Unreadable(ChannelName.SMS, f"report:{digest}", raw, reason),))
    state = DeliveryState.QUEUED
    if sent > 0:
        state = DeliveryState.SENT
    elif failed > 0 or values.get("SendStatus") in ESMS.refused:
        state = DeliveryState.FAILED
    detail = f"status {values.get('SendStatus', '')} {values.get('error_info', '')}".strip()[:200]
    return Parsed(reports=(DeliveryReport(ChannelName.SMS, outbox_id, state, detail),))
