"""Where `now` comes from. Everything below this layer takes `now` as an argument.

The system clock is watched against the monotonic one: when they drift apart by more than two
minutes somebody (or NTP) moved the wall clock, and the survey holds what it would start by
itself until they agree again (reliability.md §2.4). A simulated clock is set from outside.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

DRIFT_LIMIT = timedelta(seconds=120)


class Clock(Protocol):
    """Tells the time, and whether it can be trusted."""

    def now(self) -> datetime:
        """The present, aware, in UTC."""
        ...

    def is_trustworthy(self) -> bool:
        """False while wall clock and monotonic clock disagree."""
        ...


class SystemClock:
    """The machine's clock."""

    def __init__(self) -> None:
        self._wall = datetime.now(UTC)
        self._monotonic = time.monotonic()

    def now(self) -> datetime:
        """The present, aware, in UTC."""
        return datetime.now(UTC)

    def is_trustworthy(self) -> bool:
        """Whether the wall clock went forward as the monotonic clock did since the start."""
        passed = timedelta(seconds=time.monotonic() - self._monotonic)
        return abs(datetime.now(UTC) - self._wall - passed) <= DRIFT_LIMIT


class SimulatedClock:
    """A clock that stands still until it is set, and never goes back."""

    def __init__(self, starts_at: datetime) -> None:
        if starts_at.tzinfo is None:
            raise ValueError("a simulated clock starts at an aware time")
        self._now = starts_at.astimezone(UTC)

    def now(self) -> datetime:
        """The simulated present."""
        return self._now

    def is_trustworthy(self) -> bool:
        """Always: nobody else moves it."""
        return True

    def set(self, now: datetime) -> None:
        """Move to `now`; an earlier time is ignored."""
        self._now = max(self._now, now.astimezone(UTC))
