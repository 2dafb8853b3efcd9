"""An HTTP aggregator of brandname SMS on loopback, eSMS-shaped: strict, with an account that runs empty.

What it refuses, always with status 200 and a code: wrong keys (101), no money (103), a brandname that is not
registered (104), a kind of message it does not sell (118), a request id used before (124), a missing field or
an odd phone (99). `IsUnicode` 0 loses what the GSM alphabet lacks, as the operators do. Reports come as a
GET to the message's CallbackUrl, with the aggregator's own fields joined on; nobody can reply to a brandname.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from unicodedata import lookup
from urllib.parse import urlencode

from aiohttp import web
from gsm0338.charset import BASIC_CHARACTER_SET, BASIC_CHARACTER_SET_EXTENSION

from bot.emulators.faults import FaultKind, Faults
from bot.emulators.ledger import Event, Ledger
from bot.emulators.loopback import LoopbackServer, Outcall, Outcalls, Party, is_loopback, play

_GSM = frozenset(
    lookup(name) for names in (BASIC_CHARACTER_SET, BASIC_CHARACTER_SET_EXTENSION) for name in names.values()
)
_WANTED = ("Phone", "Content", "SmsType", "Brandname", "IsUnicode", "RequestId")
_BRANDNAME, _NUMBER = "2", "8"
_SENT, _REFUSED = "5", "4"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message of ours there, by its request id."""

    sms_id: str
    phone: str
    sender: str
    text: str
    state: str


class AggregatorEmulator(Party):
    """One account: keys, a brandname, perhaps a number, and money.

    Phones in `unreachable` are reported as failed, those in `unreported` not at all. `joins_badly`: its
    fields follow a second "?" in the callback.
    """

    def __init__(
        self,
        keys: tuple[str, str],
        brandname: str,
        number: str,
        incoming_url: str,
        *,
        now: Callable[[], datetime],
        ledger: Ledger | None = None,
        ledger_path: Path | None = None,
        balance_vnd: int = 10_000_000,
        part_vnd: int = 850,
        retry_base_s: float = 1.0,
    ) -> None:
        if incoming_url and not is_loopback(incoming_url):
            raise ValueError("this emulator calls nobody but loopback")
        self.number = number
        self.balance_vnd = balance_vnd
        self.ledger = ledger or Ledger(now=now, path=ledger_path)
        self.faults = Faults()
        self.accepted: dict[str, Accepted] = {}
        self.unreachable: set[str] = set()
        self.unreported: set[str] = set()
        self.joins_badly = False
        self._keys = keys
        self._brandname = brandname
        self._incoming_url = incoming_url
        self._now = now
        self._part_vnd = part_vnd
        self._server = LoopbackServer(self._handle)
        self._outcalls = Outcalls(workers=8, retry_base_s=retry_base_s)

    @property
    def api_url(self) -> str:
        """What the collector is configured with."""
        return f"http://127.0.0.1:{self._server.port}/MainService.svc/json"

    async def person_sends(self, phone: str, text: str) -> str:
        """Someone sends an SMS to the number; return its id. Raises ValueError where there is none."""
        if not self.number:
            raise ValueError("a brandname cannot be replied to")
        message_id = str(uuid.uuid4())
        fields = {"phonenumber": phone.removeprefix("+"), "content": text, "SMSID": message_id}
        self.ledger.note(Event.MADE, phone, message_id, text)

        async def taken(answer: bytes) -> None:
            del answer
            self.ledger.note(Event.TAKEN, phone, message_id)

        url = f"{self._incoming_url}&{urlencode(fields)}"
        self._outcalls.add(Outcall(key=phone, url=url, copies=self.faults.copies(), on_taken=taken))
        return message_id

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        acts: dict[str, Callable[[Mapping[str, Any]], web.Response]] = {
            "SendMultipleMessage_V4_post_json": self._send,
            "GetSendStatus_json": self._status,
            "GetBalance_json": self._balance,
        }
        name = request.path.rstrip("/").rpartition("/")[2]
        act = acts.get(name)
        if act is None or request.method != "POST":
            return web.Response(status=404, text="<html>Endpoint not found.</html>", content_type="text/html")
        try:
            asked = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400, text="<html>Bad request</html>", content_type="text/html")

        def work() -> web.Response:
            if (asked.get("ApiKey"), asked.get("SecretKey")) != self._keys:
                return _said("101", "Authorize Failed")
            return act(asked)

        fault = self.faults.pick(name)
        if fault is None:
            return work()
        self.ledger.note(Event.REJECTED, str(asked.get("Phone", "")), "", detail=fault.kind.value)
        if fault.kind is FaultKind.REFUSAL:
            return web.Response(status=fault.status, text=fault.description, content_type="text/html")
        return await play(fault, request, work)

    def _send(self, asked: Mapping[str, Any]) -> web.Response:
        phone, request_id = str(asked.get("Phone", "")), str(asked.get("RequestId", ""))
        refusal = self._refusal(asked, phone, request_id)
        if refusal is not None:
            self.ledger.note(Event.REJECTED, phone, request_id, detail=refusal[1])
            return _said(*refusal)
        text = str(asked["Content"])
        if asked["IsUnicode"] != "1":
            text = "".join(character if character in _GSM else "?" for character in text)
        self.balance_vnd -= self._part_vnd
        is_reached = f"+{phone}" not in self.unreachable
        state = _SENT if is_reached else _REFUSED
        one = Accepted(uuid.uuid4().hex, phone, str(asked["Brandname"]), text, state)
        self.accepted[request_id] = one
        self.ledger.note(Event.SENT, f"+{phone}", request_id, text, "" if is_reached else "unreachable")
        self._report(one, str(asked.get("CallbackUrl", "")))
        return web.json_response({"CodeResult": "100", "CountRegenerate": 0, "SMSID": one.sms_id})

    def _refusal(self, asked: Mapping[str, Any], phone: str, request_id: str) -> tuple[str, str] | None:
        missing = [name for name in _WANTED if not asked.get(name)]
        if missing or not (phone.isdigit() and phone.startswith("84")):
            return "99", f"missing or odd: {', '.join(missing) or 'Phone'}"
        if asked["SmsType"] not in {_BRANDNAME, _NUMBER} or (asked["SmsType"] == _NUMBER and not self.number):
            return "118", "SmsType is not allowed"
        own = self._brandname if asked["SmsType"] == _BRANDNAME else self.number
        if asked["Brandname"] != own:
            return "104", "Brandname is not registered"
        if request_id in self.accepted:
            return "124", "RequestId already exists"
        if self.balance_vnd < self._part_vnd:
            return "103", "Balance is not enough"
        return None

    def _status(self, asked: Mapping[str, Any]) -> web.Response:
        one = self.accepted.get(str(asked.get("RequestId", "")))
        if one is None:
            return web.json_response({"CodeResponse": "104", "ErrorMessage": "not found"})
        return web.json_response(
            {
                "CodeResponse": "100",
                "SMSID": one.sms_id,
                "SendStatus": one.state,
                "SendSuccess": int(one.state == _SENT),
                "SendFailed": int(one.state != _SENT),
            }
        )

    def _balance(self, asked: Mapping[str, Any]) -> web.Response:
        del asked
        return web.json_response({"Balance": self.balance_vnd, "CodeResponse": "100", "UserID": 1})

    def _report(self, one: Accepted, url: str) -> None:
        phone = f"+{one.phone}"
        if not is_loopback(url) or phone in self.unreported:
            return
        is_sent = one.state == _SENT
        fields = {
            "SMSID": one.sms_id,
            "SendStatus": "5",
            "SendSuccess": int(is_sent),
            "SendFailed": int(not is_sent),
            "TypeId": "2",
            "phonenumber": one.phone,
            "error_info": "" if is_sent else "unreachable",
        }

        async def taken(answer: bytes) -> None:
            del answer
            self.ledger.note(Event.REPORTED, phone, one.sms_id, detail=one.state)

        called = f"{url}{'?' if self.joins_badly else '&'}{urlencode(fields)}"
        self._outcalls.add(
            Outcall(key=f"report {phone}", url=called, copies=self.faults.copies(), on_taken=taken)
        )


def _said(code: str, words: str) -> web.Response:
    return web.json_response({"CodeResult": code, "ErrorMessage": words})
