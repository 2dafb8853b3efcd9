"""Kannel's smsbox on loopback: sendsms, delivery reports, and messages from people.

As measured on Kannel 1.4.5 (channels.md §2.1): wrong credentials get 403, no receiver 400, anything
else 202; coding 0, or none, silently turns what the GSM alphabet lacks into "?"; coding 2 is exact;
reports come as type 8 (taken by the network) and then 1 (delivered) or 2 (not). A person's message is
a GET to `mo_url`, tried again until it is taken, in order for each phone.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from unicodedata import lookup
from urllib.parse import quote

from aiohttp import web
from gsm0338.charset import BASIC_CHARACTER_SET, BASIC_CHARACTER_SET_EXTENSION

from bot.emulators.faults import FaultKind, Faults
from bot.emulators.ledger import Event, Ledger
from bot.emulators.loopback import LoopbackServer, Outcall, Outcalls, Party, is_loopback, play

_GSM = frozenset(
    lookup(name) for names in (BASIC_CHARACTER_SET, BASIC_CHARACTER_SET_EXTENSION) for name in names.values()
)
_PLACE = re.compile(r"%([a-zA-Z])")

DELIVERED, UNDELIVERED, ACCEPTED = 1, 2, 8


@dataclass(frozen=True, slots=True)
class ShownText:
    """What a person reads on the phone."""

    phone: str
    sender: str
    text: str
    coding: int
    at: datetime


class SmsEmulator(Party):
    """One smsbox user at one number, and the people with phones.

    `mo_url` is the `get-url` with Kannel's escapes (%p %P %a %C %c %T %I). Phones in
    `unreachable` get a failed report and read nothing, as do those for whom `reaches` (phone, text) says
    no; phones in `unreported` read, but no report comes.
    """

    def __init__(
        self,
        username: str,
        password: str,
        number: str,
        mo_url: str,
        *,
        now: Callable[[], datetime],
        ledger: Ledger | None = None,
        ledger_path: Path | None = None,
        workers: int = 16,
        retry_base_s: float = 1.0,
        retry_cap_s: float = 60.0,
    ) -> None:
        if mo_url and not is_loopback(mo_url):
            raise ValueError("this emulator calls nobody but loopback")
        self.number = number
        self.ledger = ledger or Ledger(now=now, path=ledger_path)
        self.faults = Faults()
        self.on_text: Callable[[ShownText], None] | None = None
        self.reaches: Callable[[str, str], bool] | None = None
        self.unreachable: set[str] = set()
        self.unreported: set[str] = set()
        self._credentials = (username, password)
        self._mo_url = mo_url
        self._now = now
        self._server = LoopbackServer(self._handle)
        self._outcalls = Outcalls(workers=workers, retry_base_s=retry_base_s, retry_cap_s=retry_cap_s)

    @property
    def sendsms_url(self) -> str:
        """Where messages are handed in."""
        return f"http://127.0.0.1:{self._server.port}/cgi-bin/sendsms"

    async def person_sends(self, phone: str, text: str) -> str:
        """Someone sends an SMS to our number; return its id."""
        message_id = str(uuid.uuid4())
        values = {
            "p": phone,
            "P": self.number,
            "a": text,
            "C": "UTF-8",
            "c": "0",
            "T": str(int(self._now().timestamp())),
            "I": message_id,
        }
        self.ledger.note(Event.MADE, phone, message_id, text)

        async def taken(answer: bytes) -> None:
            del answer
            self.ledger.note(Event.TAKEN, phone, message_id)

        def declined(why: str) -> None:
            self.ledger.note(Event.DECLINED, phone, message_id, detail=why)

        self._outcalls.add(
            Outcall(
                key=phone,
                url=_filled(self._mo_url, values),
                copies=self.faults.copies(),
                on_taken=taken,
                on_declined=declined,
            )
        )
        return message_id

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path != "/cgi-bin/sendsms":
            return web.Response(status=404, text="Unknown request.", content_type="text/html")
        query = request.query
        if (query.get("username", ""), query.get("password", "")) != self._credentials:
            self.ledger.note(Event.REJECTED, query.get("to", ""), "", detail="credentials")
            return _answer(403, "Authorization failed for sendsms")
        fault = self.faults.pick("sendsms")
        if fault is None:
            return self._take(query)
        self.ledger.note(Event.REJECTED, query.get("to", ""), "", detail=fault.kind.value)
        if fault.kind is FaultKind.REFUSAL:
            return _answer(fault.status, fault.description)
        return await play(fault, request, lambda: self._take(query))

    def _take(self, query: Mapping[str, str]) -> web.Response:
        phone = query.get("to", "")
        if not phone.strip():
            self.ledger.note(Event.REJECTED, "", "", detail="no receiver")
            return _answer(400, "Empty receiver number not allowed, rejected")
        coding = 2 if query.get("coding") == "2" else 0
        text = query.get("text", "")
        if coding == 0 and not _GSM.issuperset(text):
            text = "".join(character if character in _GSM else "?" for character in text)
        is_reached = phone not in self.unreachable and (self.reaches is None or self.reaches(phone, text))
        report_url = query.get("dlr-url", "")
        self.ledger.note(Event.SENT, phone, report_url, text, "" if is_reached else "unreachable")
        mask = int(query.get("dlr-mask", "0") or 0)
        if report_url and phone not in self.unreported and is_loopback(report_url):
            for state in (ACCEPTED, DELIVERED if is_reached else UNDELIVERED):
                if mask & state:
                    self._report(phone, report_url, state)
        if is_reached and self.on_text is not None:
            self.on_text(ShownText(phone, query.get("from", ""), text, coding, self._now()))
        return _answer(202, "0: Accepted for delivery")

    def _report(self, phone: str, report_url: str, state: int) -> None:
        async def taken(answer: bytes) -> None:
            del answer
            self.ledger.note(Event.REPORTED, phone, report_url, detail=str(state))

        url = _filled(report_url, {"d": str(state)})
        self._outcalls.add(
            Outcall(key=f"report {phone}", url=url, copies=self.faults.copies(), on_taken=taken)
        )


def _filled(url: str, values: Mapping[str, str]) -> str:
    """Put values in place of Kannel's escapes, percent-encoded; an escape nobody knows becomes nothing."""
    return _PLACE.sub(lambda found: quote(values.get(found[1], ""), safe=""), url)


def _answer(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text, content_type="text/html")
