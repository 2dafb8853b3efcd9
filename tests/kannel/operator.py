"""A mobile operator for Kannel to bind to: SMPP 3.4 over the third-party `smpp34` server, on loopback.

It keeps what every phone shows (parts put together by their user data header, as phones do), lets people
write back in one part or several, and sends receipts when told to. It never repeats or loses anything by
itself, so what is counted twice was sent twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections import defaultdict
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field

import smpp34
from gsm0338 import Codec

_GSM = Codec()
_ESM_RECEIPT = 0x04
_ESM_HEADER = 0x40
_UCS2 = 8
_PART = {0: 153, _UCS2: 134}
"""Bytes of one part beside the header: 153 septets carried in bytes, or 67 UTF-16 units."""


@dataclass(frozen=True, slots=True)
class Submit:
    """One part that Kannel handed in."""

    message_id: str
    sender: str
    sender_ton: int
    phone: str
    coding: int
    header: bytes
    body: bytes
    wants_receipt: bool

    @property
    def text(self) -> str:
        """The part as a phone reads it."""
        return self.body.decode("utf-16-be") if self.coding == _UCS2 else _GSM.decode(self.body)[0]


def _parts(body: bytes, coding: int) -> Iterator[bytes]:
    """Cut a long message as phones do: no escape sequence and no surrogate pair is torn apart."""
    while body:
        cut = body[: _PART[coding]]
        if coding == 0 and cut[-1:] == b"\x1b" and len(cut) < len(body):
            cut = cut[:-1]
        if coding == _UCS2 and len(cut) < len(body) and 0xD8 <= cut[-2] <= 0xDB:
            cut = cut[:-2]
        yield cut
        body = body[len(cut) :]


@dataclass
class Operator:
    """Phones by their number; `submits` in the order they came."""

    port: int
    reports_at_once: bool = True
    undelivered: set[str] = field(default_factory=set)
    submits: list[Submit] = field(default_factory=list)
    _sessions: dict[str, smpp34.Esme] = field(default_factory=dict)
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _server: smpp34.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _bound: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> None:
        """Listen for binds."""
        self._server = smpp34.Server("127.0.0.1", self.port, system_id="OPERATOR", inbound_capacity=10_000)
        await self._server.start()
        self._spawn(self._serve(self._server))

    async def close(self) -> None:
        """Hang up."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._server is not None:
            await self._server.stop()

    async def bound(self) -> None:
        """Wait until a gateway is bound."""
        await self._bound.wait()

    def texts(self, phone: str) -> list[str]:
        """What this phone shows, oldest first; a message in parts once all of them are there."""
        shown: list[str] = []
        waiting: dict[tuple[str, int], dict[int, Submit]] = defaultdict(dict)
        for one in self.submits:
            if one.phone.lstrip("+") != phone.lstrip("+"):
                continue
            if not one.header:
                shown.append(one.text)
                continue
            reference, total, number = one.header[-3:]
            parts = waiting[one.sender, reference]
            parts[number] = one
            if len(parts) == total:
                bodies = b"".join(parts[at].body for at in sorted(parts))
                shown.append(bodies.decode("utf-16-be") if one.coding == _UCS2 else _GSM.decode(bodies)[0])
                parts.clear()
        return shown

    async def says(self, phone: str, number: str, text: str) -> None:
        """Somebody writes to `number`: in GSM-7 where it suffices, else UTF-16, in parts where it must."""
        try:
            coding, body = 0, _GSM.encode(text)[0]
        except UnicodeEncodeError:
            coding, body = _UCS2, text.encode("utf-16-be")
        alone = 140 if coding == _UCS2 else 160
        if len(body) <= alone:
            await self._deliver(phone, number, body, coding, 0)
            return
        chunks = list(_parts(body, coding))
        reference = next(self._ids) % 256
        for place, chunk in enumerate(chunks, 1):
            header = bytes((5, 0, 3, reference, len(chunks), place))
            await self._deliver(phone, number, header + chunk, coding, _ESM_HEADER)

    async def report(self, one: Submit, state: str = "DELIVRD", *, after_s: float = 0.05) -> None:
        """Send the receipt of one part; before its own answer has arrived, Kannel would not know it."""
        await asyncio.sleep(after_s)
        text = (
            f"id:{one.message_id} sub:001 dlvrd:001 submit date:2410010900 done date:2410010900 "
            f"stat:{state} err:000 text:"
        )
        await self._deliver(one.phone, one.sender, text.encode(), 0, _ESM_RECEIPT)

    async def _deliver(self, phone: str, number: str, body: bytes, coding: int, esm_class: int) -> None:
        """Hand one deliver_sm to the gateway, waiting for one to be bound as an operator does."""
        while True:
            await self._bound.wait()
            session = next(iter(self._sessions.values()))
            with contextlib.suppress(smpp34.SmppError, ConnectionError, RuntimeError):
                answer = await session.deliver_sm(
                    source_addr=phone.lstrip("+"),
                    destination_addr=number,
                    source_addr_ton=1,
                    source_addr_npi=1,
                    data_coding=coding,
                    esm_class=esm_class,
                    short_message=body,
                )
                if answer.is_success:
                    return
            await asyncio.sleep(0.05)

    async def _serve(self, server: smpp34.Server) -> None:
        while True:
            event = await server.next()
            if isinstance(event, smpp34.Esme):
                self._sessions[event.session_id] = event
                self._bound.set()
            elif isinstance(event, smpp34.Unbound):
                self._sessions.pop(event.session_id, None)
                if not self._sessions:
                    self._bound.clear()
            elif isinstance(event, smpp34.SubmitSmEvent):
                self._take(event)

    def _take(self, event: smpp34.SubmitSmEvent) -> None:
        body, header = event.short_message, b""
        if event.esm_class & _ESM_HEADER:
            length = body[0] + 1
            header, body = body[:length], body[length:]
        one = Submit(
            message_id=f"{next(self._ids):08x}",
            sender=event.source_addr,
            sender_ton=event.source_addr_ton,
            phone=event.destination_addr,
            coding=event.data_coding,
            header=header,
            body=body,
            wants_receipt=bool(event.registered_delivery & 1),
        )
        self.submits.append(one)
        event.accept(one.message_id)
        if one.wants_receipt and self.reports_at_once:
            is_dead = one.phone.lstrip("+") in {phone.lstrip("+") for phone in self.undelivered}
            self._spawn(self.report(one, "UNDELIV" if is_dead else "DELIVRD"))

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
