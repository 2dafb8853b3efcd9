"""Zalo on loopback: an Official Account, its OAuth, its template messages, and the people who use it.

Strict about what the real service refuses (channels.md §3.2, §3.3): a wrong, old or missing access token,
an address it does not know, more than 2000 characters, a picture that is none or of more than 1 MB, more
than five buttons, a person who left or has not written for seven days, templates as in `zalo_templates`,
tokens as in `zalo_tokens`. Refusals come with HTTP 200 and an `error`. Webhooks are signed over their
bytes, with `mac=` or without, by the timestamp of the body or of a header; what the collector does not take
is tried again. What the account sends comes back as an echo. Trouble on demand as in `faults`; a refusal
with a negative status is that `error` with HTTP 200.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs

from aiohttp import web
from pydantic import BaseModel, Field, ValidationError

from bot.emulators.faults import Fault, FaultKind, Faults
from bot.emulators.ledger import Event, Ledger
from bot.emulators.loopback import LoopbackServer, Outcall, Outcalls, Party, is_loopback, play
from bot.emulators.zalo_templates import TemplateOffice
from bot.emulators.zalo_tokens import TokenOffice

LONGEST_TEXT = 2000
MOST_BUTTONS = 5
LONGEST_TITLE = 100
_LARGEST_PICTURE = 1 << 20
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff")
WINDOW = timedelta(days=7)
FREE = timedelta(hours=48)

_CONSULTATION = "/v3.0/oa/message/cs"
_TEMPLATE = "/message/template"
_UPLOAD = "/v2.0/oa/upload/image"
_TOKEN = "/v4/oa/access_token"  # noqa: S105 - an address
_METHODS = {_CONSULTATION: "cs", _UPLOAD: "upload", _TEMPLATE: "template", _TOKEN: "access_token"}
_WORDS = {
    -32: "Rate limit exceeded", -108: "Phone number is invalid", -109: "Template not existed",
    -118: "Zalo account not existed", -124: "Access token invalid", -201: "Params is invalid",
    -210: "Message is too long", -213: "User has not followed OA", -216: "Access token is invalid",
    -220: "Access token is expired", -230: "User has not interacted with the OA in the past 7 days",
    -1121: "Template data too long", -1122: "Template data missing", -1123: "Template data not in template",
    -1472: "Out of daily quota",
}  # fmt: skip


class _Button(BaseModel):
    title: str = Field(min_length=1, max_length=LONGEST_TITLE)
    type: str = Field(pattern=r"^oa\.(query\.(show|hide)|open\.(url|phone|sms))$")
    payload: str = Field(min_length=1, max_length=1000)


class _Element(BaseModel):
    media_type: str = Field(pattern="^image$")
    attachment_id: str = Field(min_length=1)


class _Payload(BaseModel):
    buttons: list[_Button] = Field(default=[], max_length=MOST_BUTTONS)
    template_type: str = ""
    elements: list[_Element] = Field(default=[], max_length=1)


class _Attachment(BaseModel):
    type: str
    payload: _Payload


class _Content(BaseModel):
    text: str = ""
    attachment: _Attachment | None = None

    @property
    def picture(self) -> str:
        """The id of the picture this message is, "" for words."""
        elements = self.attachment.payload.elements if self.attachment is not None else []
        return elements[0].attachment_id if elements else ""


class _Recipient(BaseModel):
    user_id: str = Field(min_length=1)


class _Consultation(BaseModel):
    recipient: _Recipient
    message: _Content


@dataclass(frozen=True, slots=True)
class ShownZalo:
    """A message as it stands in somebody's Zalo; `buttons` are (title, payload)."""

    user_id: str
    message_id: str
    text: str
    buttons: tuple[tuple[str, str], ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownTemplate:
    """A template message as somebody with this phone reads it."""

    phone: str
    text: str
    at: datetime


class ZaloEmulator(Party):
    """One Official Account under one app, and everybody with Zalo.

    `has_prefix` and `stamps_header` choose among the ways real deployments sign. `refuses` (a person's id
    or phone) gives an `error` for some people, 0 for the others. Template messages to phones in `unreported`
    are taken and never arrive. `signs_again`: a declined event is signed anew at the present time, for
    rehearsals in which time jumps; the real service repeats it as it was.
    """

    def __init__(
        self,
        app_id: str,
        app_secret: str,
        oa_id: str,
        oa_secret: str,
        webhook_url: str,
        *,
        now: Callable[[], datetime],
        ledger: Ledger | None = None,
        ledger_path: Path | None = None,
        workers: int = 16,
        retry_base_s: float = 1.0,
        retry_cap_s: float = 60.0,
        has_prefix: bool = True,
        stamps_header: bool = False,
    ) -> None:
        if webhook_url and not is_loopback(webhook_url):
            raise ValueError("this emulator calls nobody but loopback")
        self.app_id, self.oa_id = app_id, oa_id
        self.ledger = ledger or Ledger(now=now, path=ledger_path)
        self.faults = Faults()
        self.tokens = TokenOffice(app_id, app_secret, now=now)
        self.templates = TemplateOffice(now=now)
        self.on_message: Callable[[ShownZalo], None] | None = None
        self.on_template: Callable[[ShownTemplate], None] | None = None
        self.refuses: Callable[[str], int] | None = None
        self.has_prefix, self.stamps_header = has_prefix, stamps_header
        self.per_minute = 0
        self.signs_again = False
        self._oa_secret = oa_secret
        self._webhook_url = webhook_url
        self._now = now
        self._ids = count(1)
        self._minute: tuple[int, int] = (0, 0)
        self._heard: dict[str, datetime] = {}
        self.unreported: set[str] = set()
        self._unreported: dict[str, tuple[str, str, str]] = {}
        self._held: list[Outcall] | None = None
        self._pictures: dict[str, str] = {}
        self._server = LoopbackServer(self._handle)
        self._outcalls = Outcalls(workers=workers, retry_base_s=retry_base_s, retry_cap_s=retry_cap_s)

    @property
    def url(self) -> str:
        """The base address of all three surfaces."""
        return f"http://127.0.0.1:{self._server.port}"

    # ------------------------------------------------------------------ people

    def person_sends(self, user_id: str, text: str) -> str:
        """Somebody writes to the account, or taps a button (its payload is the text); returns the id."""
        return self._person_did(user_id, "user_send_text", text, {"text": text})

    def person_sends_file(self, user_id: str, kind: str, url: str) -> str:
        """Somebody sends an "image", "audio", "video", "file", "sticker" …"""
        attachments = [{"type": kind, "payload": {"url": url}}]
        return self._person_did(user_id, f"user_send_{kind}", url, {"attachments": attachments})

    def person_sends_place(self, user_id: str, latitude: float, longitude: float) -> str:
        """Somebody sends where they are."""
        place = {"coordinates": {"latitude": str(latitude), "longitude": str(longitude)}}
        attachments = [{"type": "location", "payload": place}]
        return self._person_did(user_id, "user_send_location", "", {"attachments": attachments})

    def person_follows(self, user_id: str, ref: str = "") -> None:
        """Somebody follows the account, perhaps through a link or picture that carries `ref`."""
        self._heard[user_id] = self._now()
        self._tell(user_id, "follow", {"follower": {"id": user_id}, **({"ref": ref} if ref else {})})

    def person_leaves(self, user_id: str) -> None:
        """Somebody unfollows: nothing reaches them any more."""
        self._heard.pop(user_id, None)
        self._tell(user_id, "unfollow", {"follower": {"id": user_id}})

    def person_withdraws(self, user_id: str) -> None:
        """Somebody takes back their data."""
        self._heard.pop(user_id, None)
        self._tell(user_id, "user_withdraw", {"sender": {"id": user_id}})

    def person_shares_number(self, user_id: str, phone: str) -> None:
        """Somebody answers the request for their name and number."""
        self._heard[user_id] = self._now()
        info = {"name": "Người dùng", "phone": phone.removeprefix("+")}
        self._tell(user_id, "user_submit_info", {"sender": {"id": user_id}, "info": info})

    def message_arrives_late(self, phone: str) -> None:
        """The last template message to a phone in `unreported` is reported after all."""
        self._report(*self._unreported[phone])

    def message_fails(self, phone: str, event: str) -> None:
        """The last template message to a phone in `unreported` is reported as undeliverable."""
        self._report(*self._unreported[phone], event)

    def hold_events(self) -> None:
        """Keep the coming events back until `release_events`."""
        self._held = []

    def release_events(self, *, is_reversed: bool = False) -> None:
        """Let what was held back go, in another order if wanted: each on its own way."""
        held, self._held = self._held or [], None
        for place, call in enumerate(reversed(held) if is_reversed else held):
            call.key = f"released {place} {call.key}"
            self._outcalls.add(call)

    def post_event(self, document: Mapping[str, object], key: str = "anybody") -> None:
        """Deliver any event, signed."""
        self._call(key, json.dumps(document, ensure_ascii=False).encode(), str(document.get("timestamp", "")))

    def _person_did(self, user_id: str, event: str, text: str, message: dict[str, object]) -> str:
        self._heard[user_id] = self._now()
        message_id = f"{next(self._ids):x}{secrets.token_hex(6)}"
        self.ledger.note(Event.MADE, user_id, message_id, text)
        self._tell(
            user_id,
            event,
            {"sender": {"id": user_id}, "message": {**message, "msg_id": message_id}},
            message_id,
        )
        return message_id

    def _tell(self, user_id: str, event: str, parts: dict[str, object], ref: str = "") -> None:
        timestamp = self._timestamp()
        document = {
            "app_id": self.app_id,
            "oa_id": self.oa_id,
            "user_id_by_app": f"9{user_id}",
            "recipient": {"id": self.oa_id},
            "event_name": event,
            "timestamp": timestamp,
            **parts,
        }
        self._call(user_id, json.dumps(document, ensure_ascii=False).encode(), timestamp, ref)

    def _call(self, key: str, body: bytes, timestamp: str, ref: str = "") -> None:
        async def taken(answer: bytes) -> None:
            del answer
            if ref:
                self.ledger.note(Event.TAKEN, key, ref)

        def declined(why: str) -> None:
            self.ledger.note(Event.DECLINED, key, ref, detail=why)
            if self.signs_again:
                fresh = self._timestamp()
                call.body = body.replace(timestamp.encode(), fresh.encode()) if timestamp else body
                call.headers = self.signed(call.body, fresh)

        call = Outcall(
            key=key,
            url=self._webhook_url,
            body=body,
            headers=self.signed(body, timestamp),
            copies=self.faults.copies(),
            on_taken=taken,
            on_declined=declined,
        )
        if self._held is not None:
            self._held.append(call)
        else:
            self._outcalls.add(call)

    def signed(self, body: bytes, timestamp: str) -> dict[str, str]:
        """The headers of an event with this body."""
        digest = hashlib.sha256(
            self.app_id.encode() + body + timestamp.encode() + self._oa_secret.encode()
        ).hexdigest()
        headers = {
            "Content-Type": "application/json",
            "X-ZEvent-Signature": f"mac={digest}" if self.has_prefix else digest,
        }
        return headers | ({"X-ZEvent-Timestamp": timestamp} if self.stamps_header else {})

    def _timestamp(self) -> str:
        return str(int(self._now().timestamp() * 1000))

    # ------------------------------------------------------------------ the service

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        method = _METHODS.get(request.path)
        if method is None or request.method != "POST":
            return web.Response(status=404, text="not found")
        picture = (await request.post()).get("file") if method == "upload" else None
        body = b"" if method == "upload" else await request.read()
        secret = request.headers.get("secret_key", "")
        access = request.headers.get("access_token", "")

        def act() -> web.Response:
            if method == "access_token":
                form = parse_qs(body.decode("utf-8", "replace"))
                answer = self.tokens.exchange(secret, {name: given[0] for name, given in form.items()})
                if "error" in answer:
                    self.ledger.note(Event.REJECTED, "", method, detail=str(answer["error"]))
                return _json(answer)
            if method == "upload":
                return self._take_picture(access, picture)
            return self._consult(access, body) if method == "cs" else self._fill(access, body)

        fault = self.faults.pick(method)
        if fault is None:
            return act()
        self.ledger.note(Event.REJECTED, "", method, detail=fault.kind.value)
        if fault.kind is FaultKind.REFUSAL:
            return _refusal(fault)
        return await play(fault, request, act)

    def _take_picture(self, access: str, picture: object) -> web.Response:
        """Keep an uploaded picture under an id: a JPEG or PNG of at most 1 MB."""
        wrong = self._token_or_rate(access)
        content = picture.file.read() if isinstance(picture, web.FileField) else b""
        if wrong or not content.startswith(_PICTURES) or len(content) > _LARGEST_PICTURE:
            return self._no("", wrong or -201)
        attachment = f"a{next(self._ids):x}"
        self._pictures[attachment] = picture.filename if isinstance(picture, web.FileField) else ""
        return _json({"data": {"attachment_id": attachment}, "error": 0, "message": "Success"})

    def _consult(self, access: str, body: bytes) -> web.Response:
        """A consultation message: checked in the order in which the real service complains."""
        wrong = self._token_or_rate(access)
        if wrong:
            return self._no("", wrong)
        try:
            wanted = _Consultation.model_validate_json(body)
        except ValidationError:
            return self._no("", -201)
        user_id, content = wanted.recipient.user_id, wanted.message
        is_nothing = not content.text and not content.picture
        if is_nothing or (content.picture and content.picture not in self._pictures):
            return self._no(user_id, -201)
        if len(content.text) > LONGEST_TEXT:
            return self._no(user_id, -210)
        heard = self._heard.get(user_id)
        refused = self.refuses(user_id) if self.refuses is not None else 0
        if refused or heard is None or self._now() - heard >= WINDOW:
            return self._no(user_id, refused or (-213 if heard is None else -230))
        message_id = f"m{next(self._ids):x}"
        text = content.text
        if content.picture:
            text = f"[image {self._pictures[content.picture]}] {text}".rstrip()
        buttons = content.attachment.payload.buttons if content.attachment is not None else []
        shown = ShownZalo(
            user_id,
            message_id,
            text,
            tuple((button.title, button.payload) for button in buttons),
            self._now(),
        )
        self.ledger.note(Event.SENT, user_id, message_id, text, content.picture)
        self._echo(user_id, message_id, content.text)
        if self.on_message is not None and not content.picture:
            self.on_message(shown)
        told: dict[str, object] = {
            "message_id": message_id,
            "user_id": user_id,
            "sent_time": self._timestamp(),
        }
        if self._now() - heard < FREE:
            told["quota"] = {"quota_type": "reply", "remain": "99", "total": "100"}
        return _json({"data": told, "error": 0, "message": "Success"})

    def _fill(self, access: str, body: bytes) -> web.Response:
        """A template message."""
        wrong = self._token_or_rate(access)
        if wrong:
            return self._no("", wrong if wrong == -32 else -124)
        wanted = self.templates.read(body)
        if isinstance(wanted, int):
            return self._no("", wanted)
        phone = f"+{wanted.phone}"
        refused = self.refuses(phone) if self.refuses is not None else 0
        if refused:
            return self._no(phone, refused)
        text = self.templates.templates[wanted.template_id].filled(wanted.template_data)
        message_id = f"z{next(self._ids):x}"
        self.ledger.note(Event.SENT, phone, message_id, text, wanted.tracking_id)
        if self.on_template is not None:
            self.on_template(ShownTemplate(phone, text, self._now()))
        if phone in self.unreported:
            self._unreported[phone] = (wanted.phone, message_id, wanted.tracking_id)
        else:
            self._report(wanted.phone, message_id, wanted.tracking_id)
        told = {"msg_id": message_id, "sent_time": self._timestamp(), "quota": self.templates.count()}
        return _json({"data": told, "error": 0, "message": "Success"})

    def _token_or_rate(self, access: str) -> int:
        minute = int(self._now().timestamp()) // 60
        used = self._minute[1] + 1 if self._minute[0] == minute else 1
        self._minute = minute, used
        return self.tokens.fault_of(access) or (-32 if 0 < self.per_minute < used else 0)

    def _no(self, address: str, error: int) -> web.Response:
        self.ledger.note(Event.REJECTED, address, "", detail=str(error))
        return _json({"error": error, "message": _WORDS.get(error, "Refused")})

    def _echo(self, user_id: str, message_id: str, text: str) -> None:
        parts: dict[str, object] = {
            "sender": {"id": self.oa_id},
            "recipient": {"id": user_id},
            "message": {"text": text, "msg_id": message_id},
        }
        self._tell(f"echo {user_id}", "oa_send_text", parts)

    def _report(
        self, phone: str, message_id: str, tracking_id: str, event: str = "user_received_message"
    ) -> None:
        parts: dict[str, object] = {
            "sender": self.oa_id,
            "recipient": phone,
            "delivery_time": self._timestamp(),
            "msg_id": message_id,
            "tracking_id": tracking_id,
        }
        self._tell(f"report {phone}", event, parts)


def _json(document: Mapping[str, object]) -> web.Response:
    return web.Response(
        body=json.dumps(document, ensure_ascii=False).encode(), content_type="application/json"
    )


def _refusal(fault: Fault) -> web.Response:
    """The service's own error: with HTTP 200 unless a status is named."""
    if fault.status < 0:
        return _json({"error": fault.status, "message": fault.description})
    if fault.status == 429:
        return _json({"error": -32, "message": "Rate limit exceeded"})
    answer = _json({"error": -100, "message": fault.description})
    answer.set_status(fault.status)
    return answer
