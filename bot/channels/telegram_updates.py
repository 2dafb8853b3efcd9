"""Read what the Telegram Bot API delivers: one update, or the result of getUpdates.

Pure. Small pydantic models straight from the bytes (2.4 µs an update, against 67 through the
SDK's `Update.de_json`). What is no message and no tapped button (edits, channel posts, membership)
is none of an interview's business and yields nothing. An update whose shape nobody understands is
`Unreadable`: answering Telegram anything but 2xx would make it send the same update for a day,
with that chat's queue stuck behind it.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, datetime

from pydantic import BaseModel, Field, ValidationError

from bot.ports import ChannelName, Inbound, Parsed, TextKind, Unreadable

_LATEST_DATE = 253_402_300_799  # the last second datetime can hold
_UPDATE_ID = re.compile(rb'"update_id"\s*:\s*(\d{1,20})')
_TOKEN = re.compile(r"-?\d{1,9}\|([^|]+)\|[^|]*", re.DOTALL)


class _Person(BaseModel):
    id: int


class _Chat(BaseModel):
    id: int
    type: str = "private"


class _Contact(BaseModel):
    phone_number: str
    user_id: int | None = None


class _File(BaseModel):
    file_id: str = Field(max_length=256)


class _Location(BaseModel):
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class _Message(BaseModel):
    message_id: int
    date: int = Field(ge=0, le=_LATEST_DATE)
    chat: _Chat
    sender: _Person | None = Field(default=None, alias="from")
    text: str | None = None
    contact: _Contact | None = None
    location: _Location | None = None
    photo: list[_File] = []
    voice: _File | None = None
    audio: _File | None = None
    video: _File | None = None
    video_note: _File | None = None
    document: _File | None = None
    forward_origin: object = None


class _Card(BaseModel):
    message_id: int
    chat: _Chat


class _Callback(BaseModel):
    id: str = Field(max_length=128)
    sender: _Person = Field(alias="from")
    message: _Card | None = None
    data: str = Field(default="", max_length=256)


class _Update(BaseModel):
    update_id: int = Field(ge=0)
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Callback | None = None


def read_update(body: bytes, account: str) -> Parsed:
    """Read one update; never raises. `account` is the bot's id."""
    try:
        update = _Update.model_validate_json(body)
    except ValidationError as error:
        return Parsed(unreadable=(_unreadable(body, error),))
    if update.message is not None:
        return Parsed(messages=(_from_message(update.update_id, update.message, body, account),))
    if update.edited_message is not None and update.edited_message.text is not None:
        edited = _from_message(update.update_id, update.edited_message, body, account)
        return Parsed(messages=(replace(edited, kind=TextKind.EDITED),))
    if update.callback_query is not None:
        return Parsed(messages=(_from_tap(update.update_id, update.callback_query, body, account),))
    return Parsed()


def read_updates(updates: list[object], account: str) -> tuple[int | None, list[bytes], Parsed]:
    """Read a getUpdates result: the highest update id, each update's bytes, and what they say."""
    highest: int | None = None
    raws: list[bytes] = []
    messages: list[Inbound] = []
    unreadable: list[Unreadable] = []
    for update in updates:
        raw = json.dumps(update, separators=(",", ":")).encode()
        parsed = read_update(raw, account)
        raws.append(raw)
        messages.extend(parsed.messages)
        unreadable.extend(parsed.unreadable)
        if isinstance(update, dict) and isinstance(update.get("update_id"), int):
            highest = max(highest or 0, update["update_id"])
    return highest, raws, Parsed(messages=tuple(messages), unreadable=tuple(unreadable))


def _from_message(update_id: int, message: _Message, raw: bytes, account: str) -> Inbound:
    if message.contact is not None:
        kind, text = TextKind.CONTACT, _own_number(message, message.contact)
    elif message.text is not None:
        kind, text = TextKind.TYPED, _storable(message.text)
    else:
        text = _sent(message)
        kind = TextKind.SENT if text else TextKind.UNSUPPORTED
    return Inbound(
        channel=ChannelName.TELEGRAM,
        account=account,
        external_id=str(update_id),
        address=str(message.chat.id),
        kind=kind,
        text=text,
        raw=raw,
        sent_at=datetime.fromtimestamp(message.date, UTC),
        is_private=message.chat.type == "private",
    )


def _from_tap(update_id: int, tap: _Callback, raw: bytes, account: str) -> Inbound:
    shape = _TOKEN.fullmatch(tap.data)
    kind = TextKind.UNSUPPORTED
    if shape is not None:
        kind = TextKind.COMMAND if shape[1] == "!" else TextKind.CHOICE
    card = tap.message
    return Inbound(
        channel=ChannelName.TELEGRAM,
        account=account,
        external_id=str(update_id),
        address=str(tap.sender.id if card is None else card.chat.id),
        kind=kind,
        text=_storable(tap.data),
        raw=raw,
        card="" if card is None else str(card.message_id),
        callback=tap.id,
        is_private=card is None or card.chat.type == "private",
    )


def _own_number(message: _Message, contact: _Contact) -> str:
    """The number in E.164, or "" when the card is not the sender's own.

    A forwarded card, or one without `user_id`, proves nothing about who holds the phone.
    """
    sender = message.sender
    is_own = sender is not None and contact.user_id == sender.id and message.forward_origin is None
    digits = "".join(c for c in contact.phone_number if c.isascii() and c.isdigit())
    return f"+{digits}" if is_own and digits else ""


def _sent(message: _Message) -> str:
    """What was sent instead of words, as kind and reference; "" for a sticker and the like.

    Of a picture's sizes the last is the largest.
    """
    if message.location is not None:
        return f"location {message.location.latitude:.6f} {message.location.longitude:.6f}"
    files = (
        ("image", message.photo[-1] if message.photo else None),
        ("audio", message.voice or message.audio),
        ("video", message.video or message.video_note),
        ("file", message.document),
    )
    return next((f"{kind} {_storable(file.file_id)}" for kind, file in files if file is not None), "")


def _storable(text: str) -> str:
    """Text without NUL, which PostgreSQL cannot hold; the bytes as received stay in `raw`."""
    return text.replace("\x00", "") if "\x00" in text else text


def _unreadable(body: bytes, error: ValidationError) -> Unreadable:
    """Quarantine, naming place and kind of the first fault but never the content (it is personal)."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    found = _UPDATE_ID.search(body)
    external_id = found[1].decode() if found else f"sha256:{hashlib.sha256(body).hexdigest()[:32]}"
    place = ".".join(str(step) for step in first["loc"]) or "update"
    return Unreadable(ChannelName.TELEGRAM, external_id, body, f"{place}: {first['type']}")
