"""Messages in and out: the inbox (inbox.py) and the outbox (outbox.py) of one transaction."""

from __future__ import annotations

from storage.inbox import InboundRow, Inbox, Quarantined, StoredInbound
from storage.outbox import (
    ClaimedMessage,
    DeliveryRow,
    MessageKind,
    NewMessage,
    Outbox,
    OutboxState,
    Settlement,
)

__all__ = [
    "ClaimedMessage",
    "DeliveryRow",
    "InboundRow",
    "MessageKind",
    "Messages",
    "NewMessage",
    "OutboxState",
    "Quarantined",
    "Settlement",
    "StoredInbound",
]


class Messages(Inbox, Outbox):
    """All messages: received and set aside, queued and settled."""

    __slots__ = ()
