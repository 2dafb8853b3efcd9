"""How fast messages may leave a channel: so many a second in all, and so many to one person.

Telegram asks for at most about 30 messages a second from a bot and one a second in a chat, and
does not publish the true limits: obey `retry_after` above all (`stop_until`). Pure: the caller
brings the time and does the waiting. Each limit is a "theoretical arrival time" (GCRA): one number
per person instead of a bucket to refill.
"""

from __future__ import annotations

from dataclasses import dataclass, field

_FORGET_ABOVE = 4096
_INFINITE = float("inf")


@dataclass(slots=True)
class Pacing:
    """Reservations of one channel. Rates are messages a second; `float("inf")` means no limit.

    `channel_burst` and `address_burst` are how many may leave at once after a quiet time.
    """

    per_channel_per_s: float = 25.0
    per_address_per_s: float = 1.0
    channel_burst: int = 25
    address_burst: int = 3
    _channel_at: float = field(default=float("-inf"), repr=False)
    _address_at: dict[str, float] = field(default_factory=dict, repr=False)
    _stopped_until: float = field(default=float("-inf"), repr=False)
    _forget_above: int = field(default=_FORGET_ABOVE, repr=False)

    def __post_init__(self) -> None:
        if min(self.per_channel_per_s, self.per_address_per_s) <= 0:
            raise ValueError("a rate must be above 0; use float('inf') for no limit")
        if min(self.channel_burst, self.address_burst) < 1:
            raise ValueError("a burst must be at least 1")

    def __len__(self) -> int:
        """How many people's limits are remembered."""
        return len(self._address_at)

    def reserve(self, address: str, now: float) -> float:
        """Book one message to `address`; return how many seconds after `now` it may leave.

        The channel's place is booked from `now` even when the person's own limit makes the message
        wait longer: one talkative chat must never push everybody else back.
        """
        start = max(now, self._stopped_until)
        if self.per_channel_per_s != _INFINITE:
            gap = 1 / self.per_channel_per_s
            at = max(self._channel_at, start)
            self._channel_at = at + gap
            start = max(start, at - gap * (self.channel_burst - 1))
        if self.per_address_per_s != _INFINITE:
            gap = 1 / self.per_address_per_s
            at = max(self._address_at.get(address, start), start)
            start = max(start, at - gap * (self.address_burst - 1))
            self._address_at[address] = at + gap
            if len(self._address_at) > self._forget_above:
                self._forget(now)
        return start - now

    def stop_until(self, until: float) -> None:
        """Let nothing leave before `until` (a flood limit); a later stop wins."""
        self._stopped_until = max(self._stopped_until, until)

    def _forget(self, now: float) -> None:
        """Drop people whose limit has run out; keeps memory flat over a wave of any size."""
        waiting = {address: at for address, at in self._address_at.items() if at > now}
        self._address_at = waiting
        self._forget_above = _FORGET_ABOVE + 2 * len(waiting)
