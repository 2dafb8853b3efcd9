"""What the providers saw: every message, answer and callback, in order, with both clocks.

The ledger is the judge of fault tests: what a provider accepted from the collector, and what the
collector acknowledged, whatever the collector's own database says. Kept in memory, and written as
JSON lines when a path is given (synthetic people only: it holds texts and addresses).
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TextIO


class Event(StrEnum):
    """What happened, seen from the provider."""

    MADE = "made"  # a person wrote or tapped
    TAKEN = "taken"  # the collector acknowledged it
    DECLINED = "declined"  # the collector answered something else than 2xx, or nothing
    SENT = "sent"  # the provider accepted a message from the collector
    EDITED = "edited"  # … an edit of one
    ANSWERED = "answered"  # … the answer to a tapped button
    REJECTED = "rejected"  # the provider refused a call, or a fault was played
    REPORTED = "reported"  # the collector acknowledged a delivery report


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `ref` is the provider's id of what happened; `real_s` seconds since the epoch."""

    event: Event
    address: str
    ref: str
    text: str
    detail: str
    real_s: float
    simulated: datetime


class Ledger:
    """An append-only list of entries with the questions tests ask of it."""

    def __init__(self, *, now: Callable[[], datetime] | None = None, path: Path | None = None) -> None:
        self._now = now or _real_now
        self._entries: list[Entry] = []
        self._counts: Counter[Event] = Counter()
        self._file: TextIO | None = None
        if path is not None:
            self._file = path.open("a", encoding="utf-8")

    def note(self, event: Event, address: str, ref: str, text: str = "", detail: str = "") -> None:
        """Add one entry, stamped by both clocks."""
        entry = Entry(event, address, ref, text, detail, time.time(), self._now())
        self._entries.append(entry)
        self._counts[event] += 1
        if self._file is not None:
            line = [event, address, ref, text, detail, entry.real_s, entry.simulated.isoformat()]
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def count(self, event: Event) -> int:
        """How often `event` happened."""
        return self._counts[event]

    def entries(self, event: Event | None = None, address: str | None = None) -> list[Entry]:
        """Entries of one kind, of one person, or both, in order."""
        return [
            entry
            for entry in self._entries
            if (event is None or entry.event is event) and (address is None or entry.address == address)
        ]

    def texts(self, address: str) -> list[str]:
        """What a person was shown, in order: messages and edits."""
        return [
            entry.text
            for entry in self._entries
            if entry.address == address and entry.event in {Event.SENT, Event.EDITED}
        ]

    def refs(self, event: Event) -> list[str]:
        """The ids of one kind of entry, in order, repeats included."""
        return [entry.ref for entry in self._entries if entry.event is event]

    def close(self) -> None:
        """Write out what is still buffered."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _real_now() -> datetime:
    return datetime.now(UTC)
