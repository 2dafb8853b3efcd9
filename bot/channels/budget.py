"""How many messages a channel may still send today: a provider's quota, or what the office will pay for.

Days are civil days of the survey's province. What was sent before a restart is told by who starts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timezone


@dataclass(slots=True)
class DayBudget:
    """At most `most` messages a day; 0 means as many as wanted."""

    most: int
    zone: timezone
    _day: date = date.min
    _spent: int = 0

    def spend(self, now: datetime, messages: int = 1) -> None:
        """Count messages that left, or may have left, at `now`."""
        self._turn(now)
        self._spent += messages

    def left(self, now: datetime) -> int | None:
        """How many may still leave today; None for as many as wanted."""
        if self.most <= 0:
            return None
        self._turn(now)
        return max(0, self.most - self._spent)

    def _turn(self, now: datetime) -> None:
        day = now.astimezone(self.zone).date()
        if day != self._day:
            self._day, self._spent = day, 0
