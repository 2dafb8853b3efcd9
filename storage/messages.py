"""Messages of one transaction: the inbox (inbox.py) and the outbox (outbox.py, sending.py, moving.py)."""

from __future__ import annotations

from storage.inbox import InboundRow, Inbox, Quarantined, StoredInbound
from storage.moving import Moving
from storage.outbox import (
    ClaimedMessage,
    DeliveryRow,
    MessageKind,
    NewMessage,
    Outbox,
    OutboxState,
    Settlement,
)
from storage.sending import Sending

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


class Messages(Inbox, Outbox, Sending, Moving):
    """All messages: received and set aside, queued and settled."""

    __slots__ = ()
