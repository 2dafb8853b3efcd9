"""How many messages a channel may still send: a day's quota of messages, and the money of a wave.

Rules. Days are civil days of the survey's province. Money is never exceeded: a message may leave only while
the dearest one would still be paid for, and one whose price nobody knows, or of which it is not known whether
it left, counts as the dearest. What was sent before a restart is told by who starts it
(`bot/collector/spending.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
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

    def know(self, now: datetime, messages: int) -> None:
        """What the database knows of today; what is counted here already is not taken back."""
        self._turn(now)
        self._spent = max(self._spent, messages)

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


@dataclass(slots=True)
class MoneyBudget:
    """At most `most_vnd` đồng in a wave, 0 for as much as it takes; a message costs at most `dearest_vnd`.

    `spare`: so many messages may be under way that are not counted yet.
    """

    most_vnd: int
    dearest_vnd: int
    spent_vnd: int = 0
    spare: int = 0

    def spend(self, price_vnd: int | None) -> None:
        """Count a message that left, or may have left; None for a price nobody knows."""
        if price_vnd is not None:
            self.dearest_vnd = max(self.dearest_vnd, price_vnd)
        self.spent_vnd += self.dearest_vnd if price_vnd is None else price_vnd

    def know(self, vnd: int, unpriced: int) -> None:
        """What the database knows of: so many đồng, and so many messages without a price.

        It may not know of the latest yet, so what is counted here already is not taken back.
        """
        self.spent_vnd = max(self.spent_vnd, vnd + unpriced * self.dearest_vnd)

    def left(self) -> int | None:
        """How many messages can still be paid for; None for as many as wanted."""
        if self.most_vnd <= 0:
            return None
        return max(0, (self.most_vnd - self.spent_vnd) // max(1, self.dearest_vnd) - self.spare)

    @property
    def is_spent(self) -> bool:
        """Whether not one message more can be paid for."""
        return self.left() == 0


@dataclass(slots=True)
class Budget:
    """All that limits how many messages of one channel may leave.

    `is_partly_free`: some messages cost nothing, so the channel itself heeds the money, for the others.
    """

    day: DayBudget
    money: MoneyBudget = field(default_factory=lambda: MoneyBudget(0, 0))
    is_partly_free: bool = False

    def spend(self, now: datetime, price_vnd: int | None) -> None:
        """Count a message that left, or may have left, at `now` for this price (None: unknown)."""
        self.day.spend(now)
        self.money.spend(price_vnd)

    def left(self, now: datetime) -> int | None:
        """How many may still leave; None for as many as wanted."""
        paid = None if self.is_partly_free else self.money.left()
        known = [left for left in (self.day.left(now), paid) if left is not None]
        return min(known, default=None)
