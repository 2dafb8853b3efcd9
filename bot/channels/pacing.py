"""How fast messages may leave a channel: so many in any second or minute in all, and so many to one person.

Rules. What a provider allows is used up to 98 % and never exceeded, in whichever second or minute one
looks: a message may leave when the one that many places before it has left the window. A window is
counted `MARGIN` longer than it is, since two messages never travel equally long. One talkative chat must
not push everybody else back: who has to wait for a person's own limit waits first and takes a place in
the channel's windows afterwards. Telegram asks for at most about 30 messages a second from a bot and one
a second in a chat, and does not publish the true limits: its `retry_after` is obeyed above all
(bot/collector/delivery.py). Pure: the caller brings the time and does the waiting.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

MARGIN = 1.015
_FORGET_ABOVE = 4096
_INFINITE = float("inf")
_SHORT_S = 0.2


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `messages` in any `seconds`; raises ValueError for a limit that lets nothing through."""

    messages: int
    seconds: float

    def __post_init__(self) -> None:
        if self.messages < 1 or self.seconds <= 0:
            raise ValueError("a limit must be of at least 1 message in more than 0 seconds")


def limits_of(per_second: float, per_minute: int = 0) -> tuple[Limit, ...]:
    """The windows of a channel that takes `per_second`, and `per_minute` if above 0, without lumps.

    A rate is kept within a fifth of a second too, so that messages leave evenly.
    """
    if not per_second > 0:
        raise ValueError("a rate must be above 0; use float('inf') for no limit")
    windows: list[Limit] = []
    if per_second != _INFINITE:
        few, many = math.ceil(per_second * _SHORT_S), max(1, int(per_second))
        windows += [Limit(count, count / per_second) for count in sorted({few, many})]
    if per_minute > 0:
        windows.append(Limit(per_minute, 60.0))
    return tuple(windows)


class Pacing:
    """The places of one channel. `float("inf")` a second to one address means no limit.

    `address_burst` is how many one person may get at once after a quiet time.
    """

    def __init__(
        self, limits: Sequence[Limit] = (), *, per_address_per_s: float = 1.0, address_burst: int = 3
    ) -> None:
        if not per_address_per_s > 0:
            raise ValueError("a rate must be above 0; use float('inf') for no limit")
        if address_burst < 1:
            raise ValueError("a burst must be at least 1")
        self._windows = [
            (limit.seconds * MARGIN, deque[float](maxlen=limit.messages), limit.messages) for limit in limits
        ]
        self._gap = 0.0 if per_address_per_s == _INFINITE else 1 / per_address_per_s
        self._lead = self._gap * (address_burst - 1)
        self._address_at: dict[str, float] = {}
        self._forget_above = _FORGET_ABOVE

    def __len__(self) -> int:
        """How many people's limits are remembered."""
        return len(self._address_at)

    def wait_for_person(self, address: str, now: float) -> float:
        """Book one message to `address`; return for how many seconds its own limit holds it back."""
        if not self._gap:
            return 0.0
        at = max(self._address_at.get(address, now), now)
        self._address_at[address] = at + self._gap
        if len(self._address_at) > self._forget_above:
            self._forget(now)
        return max(0.0, at - self._lead - now)

    def wait_for_place(self, now: float) -> float:
        """Book the next place of the channel; return how many seconds after `now` it is."""
        at = now
        for seconds, taken, most in self._windows:
            if len(taken) == most and (free := taken[0] + seconds) > at:
                at = free
        for _, taken, _ in self._windows:
            taken.append(at)
        return at - now

    def _forget(self, now: float) -> None:
        """Drop people whose limit has run out; keeps memory flat over a wave of any size."""
        waiting = {address: at for address, at in self._address_at.items() if at > now}
        self._address_at = waiting
        self._forget_above = _FORGET_ABOVE + 2 * len(waiting)
