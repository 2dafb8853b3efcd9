"""What the Telegram emulator remembers of a chat, what a person sees of it, and both as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic_core import to_json


@dataclass(frozen=True, slots=True)
class ShownButton:
    """One inline button as a person sees it."""

    label: str
    token: str


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """What a person sees when the bot writes or edits."""

    chat_id: int
    message_id: int
    text: str
    buttons: tuple[tuple[ShownButton, ...], ...]
    is_edit: bool
    asks_contact: bool
    at: datetime


@dataclass(slots=True)
class Message:
    """One message in a chat; `date` is Unix time, `buttons` what `markup` shows of inline buttons."""

    text: str
    markup: dict[str, object] | None
    date: int
    is_from_bot: bool
    buttons: tuple[tuple[ShownButton, ...], ...] = ()


@dataclass(slots=True)
class Chat:
    """One private chat that a person opened."""

    id: int
    first_name: str
    is_blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)


def buttons_of(markup: Mapping[str, object] | None) -> tuple[tuple[ShownButton, ...], ...]:
    """The inline buttons of a reply markup, as a person sees them."""
    rows = markup.get("inline_keyboard") if markup is not None else None
    if not isinstance(rows, list):
        return ()
    return tuple(
        tuple(ShownButton(str(button["text"]), str(button.get("callback_data", ""))) for button in row)
        for row in rows
        if row
    )


def encoded(value: object) -> bytes:
    """JSON, fast; half surrogate pairs travel as escapes, as a hostile client may send them."""
    try:
        return to_json(value)
    except ValueError:
        return json.dumps(value).encode()


def user_json(chat: Chat) -> dict[str, object]:
    """The Bot API's User of a private chat."""
    return {"id": chat.id, "is_bot": False, "first_name": chat.first_name, "language_code": "vi"}


def chat_json(chat: Chat) -> dict[str, object]:
    """The Bot API's Chat of a private chat."""
    return {"id": chat.id, "first_name": chat.first_name, "type": "private"}


def shown(chat_id: int, message_id: int, message: Message, at: datetime, *, is_edit: bool) -> ShownMessage:
    """What a person sees of a message."""
    markup = message.markup
    asks = markup is not None and "keyboard" in markup and "request_contact" in str(markup["keyboard"])
    return ShownMessage(chat_id, message_id, message.text, message.buttons, is_edit, asks, at)


def message_json(
    chat: Chat, message_id: int, message: Message, bot: Mapping[str, object]
) -> dict[str, object]:
    """The Bot API's Message."""
    content: dict[str, object] = {
        "message_id": message_id,
        "from": bot if message.is_from_bot else user_json(chat),
        "chat": chat_json(chat),
        "date": message.date,
        "text": message.text,
    }
    if message.markup is not None and "inline_keyboard" in message.markup:
        content["reply_markup"] = message.markup
    return content
