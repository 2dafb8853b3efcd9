"""What the use cases and the channels say to each other. Values and one protocol; no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from survey_flows.fieldwork.calendar import ContactHours
from survey_flows.fieldwork.protocol import ContactProtocol
from survey_flows.ids import QuestionnaireVersion, ServiceCode, UnitCode, WaveId
from survey_flows.interview.inputs import Command
from survey_flows.interview.pace import USUAL, Pace
from survey_flows.interview.prompts import Prompt
from survey_flows.questionnaire.model import Questionnaire


class ChannelName(StrEnum):
    """A way to reach a person, or the way an interviewer did."""

    TELEGRAM = "telegram"
    SMS = "sms"
    ZALO = "zalo"  # an Official Account: whoever follows or wrote to it
    ZNS = "zns"  # Zalo's template messages to a phone number: out only
    ZALO_BOT = "zalo_bot"
    WEB = "web"  # the plain page
    PHONE = "phone"  # an interviewer calls (CATI)
    VISIT = "visit"  # an interviewer stands there (CAPI)


IN_PERSON = frozenset({ChannelName.PHONE, ChannelName.VISIT})
"""Channels on which an interviewer asks and writes down."""

BY_PHONE = frozenset({ChannelName.SMS, ChannelName.ZNS})
"""Channels whose address is a phone number: the sampled phone is reached there without being introduced."""

HAS_WINDOW = frozenset({ChannelName.ZALO})
"""Channels where people may be written to only for some days after they wrote: it is noted when they did."""


TAKES_NO_LETTERS = frozenset({ChannelName.WEB, ChannelName.PHONE, ChannelName.VISIT})
"""Ways in which nothing can be sent to a person: they come to the page, or an interviewer comes to them."""


class TextKind(StrEnum):
    """How an inbound message was made."""

    TYPED = "typed"
    CHOICE = "choice"
    COMMAND = "command"
    CONTACT = "contact"  # the sender's own number in E.164, or "" when nobody vouches for it
    EDITED = "edited"  # a message changed after it was sent
    SENT = "sent"  # a place, a picture, a recording, a file: `text` is its kind, a blank, its reference
    FILLED = "filled"  # a page sent back: `text` is what `codec.write_filled` made of it
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message from a person, whatever the channel.

    `external_id` is the provider's id of the event, unique per (channel, account); `address` the
    provider's address of the person (a chat id, a phone number in E.164); `raw` the bytes as
    received, kept encrypted. `token` is the text of a tapped button (`choice_token`,
    `command_token`), `card` the provider's id of the message that carried the button, and
    `callback` what the provider wants acknowledged.
    """

    channel: ChannelName
    account: str
    external_id: str
    address: str
    kind: TextKind
    text: str
    raw: bytes
    sent_at: datetime | None = None
    card: str = ""
    callback: str = ""
    is_private: bool = True


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a provider tells about a message of ours; `outbox_id` is our own id, sent along."""

    channel: ChannelName
    outbox_id: int
    state: DeliveryState
    detail: str = ""


class DeliveryState(StrEnum):
    """The lattice of delivery: queued < sent < delivered; failed and expired are terminal."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An authentic webhook nobody can make sense of: kept raw in quarantine, answered 200."""

    channel: ChannelName
    external_id: str
    raw: bytes
    reason: str


class DepartureKind(StrEnum):
    """How a person left a channel."""

    LEFT = "left"  # unfollowed or blocked us: nothing reaches them there until they write again
    WITHDREW = "withdrew"  # took back their data: no message on any channel, and an erasure is due


@dataclass(frozen=True, slots=True)
class Departure:
    """A person left a channel without a word to us; the provider told so."""

    channel: ChannelName
    account: str
    external_id: str
    address: str
    kind: DepartureKind
    raw: bytes


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that one webhook call or poll contained."""

    messages: tuple[Inbound, ...] = ()
    reports: tuple[DeliveryReport, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    departures: tuple[Departure, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A plain text that is not an interview prompt: an invitation, a reminder, a notice.

    `contact_label` is the label of a button by which the person shows their own phone number, ""
    for none (chat only). `command_labels` name the buttons; without them the channel's own words.
    `template` names the kind of letter ("letter.invite", …) and `facts` what its text was made of, for
    channels that take an approved template and its fields instead of a text.
    """

    text: str
    commands: tuple[Command, ...] = ()
    command_labels: tuple[str, ...] = ()
    contact_label: str = ""
    language: str = "vi"
    template: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to send now. `card` is the message to edit in place, or "".

    `heard_at` is when this person last wrote there, where the channel keeps count (`HAS_WINDOW`).
    """

    outbox_id: int
    address: str
    content: Prompt | Letter
    card: str = ""
    heard_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The provider took the message; `provider_id` is its id there ("" when it gives none).

    `price_vnd` is what it costs in đồng; None when the channel does not know.
    """

    outbox_id: int
    provider_id: str = ""
    price_vnd: int | None = None


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many messages the provider said may still leave in its present period, of how many."""

    remaining: int
    total: int


class ChannelError(Exception):
    """Base of what goes wrong at a channel."""


class Unauthentic(ChannelError):
    """A stranger's request: wrong or missing secret. Answered 401, nothing stored."""


class SendFailed(ChannelError):
    """The provider did not take the message. `retry_after_s` is the provider's word, if any.

    `stops_channel` means nobody's message can leave for `retry_after_s` (a flood limit).
    """

    def __init__(
        self,
        reason: str,
        *,
        is_retryable: bool,
        retry_after_s: float | None = None,
        stops_channel: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_retryable = is_retryable
        self.retry_after_s = retry_after_s
        self.stops_channel = stops_channel


class Uncertain(ChannelError):
    """The request left and no answer came: it may or may not have been delivered."""


class Blocked(ChannelError):
    """This person cannot be reached on this channel any more (blocked the bot, no such number)."""


class OutOfWindow(Blocked):
    """Nothing may be written to this person here until they write again."""


class NotStored(Exception):
    """Nothing of this call is on disk; the provider must keep it and send it again."""


class Channel(Protocol):
    """An adapter of one provider."""

    name: ChannelName

    def parse_webhook(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> Parsed:
        """Authenticate and read one webhook call. Pure; raises Unauthentic."""
        ...

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Send one message; raises SendFailed, Uncertain or Blocked."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...


@dataclass(frozen=True, slots=True)
class Sender:
    """Who speaks: the facts every text to a citizen may name."""

    department: str
    decision: str
    hotline: str
    keyword: str
    reply_number: str
    bot_name: str
    oa_name: str = ""


@dataclass(frozen=True, slots=True)
class RunningWave:
    """The wave in force, as receiving, fieldwork and delivery need it.

    `unit_names` and `service_names` are for texts; `questionnaires` holds every version any case
    is pinned to. `asks_households`: people are asked for their household, not about a service they used.
    `pace` is what the plan says of text messages, `partial_from` the share of the
    satisfaction items from which an interview left half-way counts. `takes_slips`: there is a short form
    for whoever holds a slip.
    """

    wave: WaveId
    status: str
    protocol: ContactProtocol
    hours: ContactHours
    sender: Sender
    questionnaires: Mapping[QuestionnaireVersion, Questionnaire]
    unit_names: Mapping[UnitCode, str]
    service_names: Mapping[tuple[UnitCode, ServiceCode], str]
    pace: Pace = USUAL
    partial_from: Fraction = Fraction(1, 2)
    asks_households: bool = False
    takes_slips: bool = False

    @property
    def takes_answers(self) -> bool:
        """Whether an answer that arrives now still counts."""
        return self.status in {"field", "paused"}

    @property
    def starts_contacts(self) -> bool:
        """Whether invitations and reminders may leave."""
        return self.status == "field"
