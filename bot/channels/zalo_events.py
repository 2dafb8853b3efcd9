"""Read what Zalo delivers about an Official Account: messages, taps, arrivals, departures, reports.

Pure (channels.md §3.2). A tapped button comes back as an ordinary text: its payload, which ends with our
token in brackets (`payload_of`), so that what the person sees in the chat is the label they tapped. What we
sent ourselves comes back as `oa_send_…` and is none of an interview's business, like read receipts. The
report about a template message carries our own id as `tracking_id`. What is authentic and has no known
shape is `Unreadable`.

The form by which Zalo lets people send their name, number and address (`user_submit_info`) proves nothing:
the number is typed by whoever fills it in, and a stranger could open the interview of anybody whose number
they know. It opens no case; what was filled in is not even kept, and the person is asked for the code.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.channels.zalo_signature import moment_of
from bot.ports import (
    ChannelName,
    DeliveryReport,
    DeliveryState,
    Departure,
    DepartureKind,
    Inbound,
    Parsed,
    TextKind,
    Unreadable,
)

_PAYLOAD = re.compile(r".*\[(-?\d{1,9}\|([^|\]\s]+)\|[^|\]\s]+)\]\s*", re.DOTALL)
_OUTBOX_ID = re.compile(r"\d{1,18}", re.ASCII)
_SENT_KINDS = {
    "user_send_image": "image",
    "user_send_audio": "audio",
    "user_send_video": "video",
    "user_send_file": "file",
}
_UNSUPPORTED = frozenset({"user_send_sticker", "user_send_gif", "user_send_link", "user_send_business_card"})
_FORM = "user_submit_info"
_WITHDRAWALS = frozenset({"user_withdraw", "user_revoke_consent", "user_withdraw_consent"})
_NOBODYS_BUSINESS = frozenset({"user_seen_message", "user_click_chatnow", "user_reacted_message"})
_REFERENCE = 256


class _Model(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)


class _Party(_Model):
    id: str = Field(default="", max_length=64)


class _Coordinates(_Model):
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class _Payload(_Model):
    url: str = ""
    id: str = ""
    coordinates: _Coordinates | None = None


class _Attachment(_Model):
    payload: _Payload = _Payload()


class _Message(_Model):
    msg_id: str = Field(default="", max_length=128)
    text: str = ""
    attachments: list[_Attachment] = []
    tracking_id: str = ""


class _Event(_Model):
    """All that any event of interest holds; most have a few of these."""

    event_name: str = Field(max_length=64)
    app_id: str = ""
    sender: _Party | str = ""
    follower: _Party | None = None
    user_id: str = ""
    message: _Message | None = None
    ref: str = ""
    param: str = ""
    timestamp: str = ""
    tracking_id: str = ""
    delivery_time: str = ""

    @property
    def person(self) -> str:
        """Zalo's id of the person this is about, "" when it names nobody."""
        sender = self.sender.id if isinstance(self.sender, _Party) else self.sender
        return (self.follower.id if self.follower is not None else "") or sender or self.user_id


def payload_of(label: str, token: str) -> str:
    """What a button sends back: its label, which the chat shows as the person's own words, and our token.

    >>> payload_of("Hài lòng", "7|b1|4")
    'Hài lòng [7|b1|4]'
    """
    return f"{label} [{token}]"


def read_event(body: bytes, account: str, failed_events: Collection[str] = ()) -> Parsed:
    """Read one authentic call; never raises. `account` is the Official Account's id.

    `failed_events` are the names by which the provider tells that a template message was not delivered.
    """
    try:
        event = _Event.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "event"
        return _quarantined(body, f"{place}: {first['type']}")
    name = event.event_name
    if name.startswith("oa_send_") or name in _NOBODYS_BUSINESS:
        return Parsed()
    if name == "user_received_message":
        return _report(event, DeliveryState.DELIVERED)
    if name in failed_events:
        return _report(event, DeliveryState.FAILED)
    if not event.person:
        return _quarantined(body, f"{name[:40]} names nobody")
    external_id = _external_id(event, body)
    if name == "unfollow" or name in _WITHDRAWALS:
        kind = DepartureKind.LEFT if name == "unfollow" else DepartureKind.WITHDREW
        departure = Departure(ChannelName.ZALO, account, external_id, event.person, kind, body)
        return Parsed(departures=(departure,))
    said = _said(event)
    if said is None:
        return _quarantined(body, f"no event of a known kind: {name[:40]}")
    kind_of_text, text = said
    message = Inbound(
        channel=ChannelName.ZALO,
        account=account,
        external_id=external_id,
        address=event.person,
        kind=kind_of_text,
        text=text.replace("\x00", ""),
        raw=b"{}" if name == _FORM else body,
        sent_at=moment_of(event.timestamp),
    )
    return Parsed(messages=(message,))


def _said(event: _Event) -> tuple[TextKind, str] | None:
    """What the person did, as kind and text; None for an event nobody knows."""
    message = event.message or _Message()
    match event.event_name:
        case "user_send_text":
            tapped = _PAYLOAD.fullmatch(message.text)
            if tapped is None:
                return TextKind.TYPED, message.text
            return (TextKind.COMMAND if tapped[2] == "!" else TextKind.CHOICE), tapped[1]
        case "follow":
            # Whoever follows through a code's link or picture brings it along.
            return TextKind.TYPED, f"/start {event.ref or event.param}".strip()
        case name if name in _UNSUPPORTED or name == _FORM:
            return TextKind.UNSUPPORTED, ""
        case name if name in _SENT_KINDS or name == "user_send_location":
            return _sent(name, message)
        case _:
            return None


def _sent(name: str, message: _Message) -> tuple[TextKind, str]:
    """A place, or a file by the name under which it can be fetched again."""
    payloads = [one.payload for one in message.attachments]
    if name == "user_send_location":
        place = next((one.coordinates for one in payloads if one.coordinates is not None), None)
        if place is None:
            return TextKind.UNSUPPORTED, ""
        return TextKind.SENT, f"location {place.latitude:.6f} {place.longitude:.6f}"
    reference = next((one.id or one.url for one in payloads if one.id or one.url), message.msg_id)
    return TextKind.SENT, f"{_SENT_KINDS[name]} {reference[:_REFERENCE]}"


def _report(event: _Event, state: DeliveryState) -> Parsed:
    """What became of a template message; about one of the chat nothing is said that we do not know."""
    tracking_id = event.tracking_id or (event.message.tracking_id if event.message is not None else "")
    if not _OUTBOX_ID.fullmatch(tracking_id):
        return Parsed()
    report = DeliveryReport(ChannelName.ZNS, int(tracking_id), state, event.event_name)
    return Parsed(reports=(report,))


def _external_id(event: _Event, body: bytes) -> str:
    message_id = event.message.msg_id if event.message is not None else ""
    if message_id:
        return f"{event.event_name}:{message_id}"
    return f"sha256:{hashlib.sha256(body).hexdigest()[:32]}"


def _quarantined(body: bytes, reason: str) -> Parsed:
    external_id = f"sha256:{hashlib.sha256(body).hexdigest()[:32]}"
    return Parsed(unreadable=(Unreadable(ChannelName.ZALO, external_id, body, reason),))
