"""Contact hours: the civil hours and days in which a message may leave.

Rule: no message leaves outside the hours of the day, before the first day or after the last,
under any clock (reliability.md I7). Viet Nam keeps one offset (UTC+7) and no summer time, so an
offset in hours says everything; no time zone database is consulted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from itertools import chain, pairwise


@dataclass(frozen=True, slots=True)
class ContactHours:
    """Open from `opens` up to, not including, `closes`, without `breaks`, from first to last day.

    All times of day are civil times at `utc_offset_hours`. Breaks lie strictly inside the day, in
    order, apart from each other. Raises ValueError when they do not, or when the days or hours
    are the wrong way round.
    """

    utc_offset_hours: int
    opens: time
    closes: time
    breaks: tuple[tuple[time, time], ...]
    first_day: date
    last_day: date
    _zone: timezone = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.first_day > self.last_day:
            raise ValueError(f"first_day {self.first_day} is after last_day {self.last_day}")
        edges = (self.opens, *chain.from_iterable(self.breaks), self.closes)
        if any(edge.tzinfo is not None for edge in edges):
            raise ValueError("times of day carry no time zone: they are civil times at utc_offset_hours")
        if any(earlier >= later for earlier, later in pairwise(edges)):
            raise ValueError(
                "hours out of order: opens, then each break's start and end, then closes must ascend"
            )
        object.__setattr__(self, "_zone", timezone(timedelta(hours=self.utc_offset_hours)))

    @property
    def opens_first(self) -> datetime:
        """The first instant a message may leave."""
        return datetime.combine(self.first_day, self.opens, self._zone)

    @property
    def closes_for_good(self) -> datetime:
        """The first instant from which no message may leave any more."""
        return datetime.combine(self.last_day, self.closes, self._zone)

    def is_open(self, now: datetime) -> bool:
        """Whether a message may leave at `now`. Raises ValueError on a naive datetime."""
        return self.next_opening(now) == now

    def next_opening(self, now: datetime) -> datetime | None:
        """The earliest open instant not before `now` (`now` itself when open); None when over.

        Raises ValueError on a naive datetime.
        """
        if now.utcoffset() is None:
            raise ValueError(f"contact hours need an aware datetime, got naive {now.isoformat()}")
        if now >= self.closes_for_good:
            return None
        if now < self.opens_first:
            return self.opens_first
        local = now.astimezone(self._zone)
        clock = local.time()
        if clock < self.opens:
            return datetime.combine(local.date(), self.opens, self._zone)
        if clock >= self.closes:
            # Not the last day: that one's closing hour was ruled out above.
            return datetime.combine(local.date() + timedelta(days=1), self.opens, self._zone)
        for start, end in self.breaks:
            if start <= clock < end:
                return datetime.combine(local.date(), end, self._zone)
        return now

    def opening_tomorrow(self, now: datetime) -> datetime | None:
        """An open instant of the next civil day: the same hour if it is open, else one near it.

        None when that day is after the last.
        """
        tomorrow = now.astimezone(self._zone).date() + timedelta(days=1)
        opening = self.next_opening(now + timedelta(days=1))
        if opening is not None and opening.astimezone(self._zone).date() == tomorrow:
            return opening
        return self.next_opening(datetime.combine(tomorrow, self.opens, self._zone))
