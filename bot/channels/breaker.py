"""A circuit breaker: a channel that fails again and again is left alone, and tried now and then.

Rules. `OPENS_AFTER` failures in a row open it; then one message tries the channel after a wait that
doubles from `FIRST_WAIT` to `LONGEST_WAIT`; the first that leaves closes it. A channel from which
nothing has left for `GONE_AFTER` is gone: letters are sent another way, until a trial succeeds. Where
the provider can be asked how it is, that is the trial; else, once it has been left alone for
`FORGOTTEN_AFTER`, new letters try it again. A refusal of one message says nothing of the
channel, only what keeps everybody's from leaving does. Pure: the caller brings the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

OPENS_AFTER = 5
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=5)
GONE_AFTER = timedelta(minutes=30)
FORGOTTEN_AFTER = timedelta(hours=6)


@dataclass(slots=True)
class Breaker:
    """What is known of one channel's health."""

    _failures: int = 0
    _wait: timedelta = FIRST_WAIT
    _down_since: datetime | None = None
    _failed_at: datetime | None = None
    _shut_until: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether only a trial may leave."""
        return self._shut_until is not None

    def may_try(self, now: datetime) -> bool:
        """Whether a message may leave at `now`: always on a sound channel, after the wait on another."""
        return self._shut_until is None or now >= self._shut_until

    def is_gone(self, now: datetime) -> bool:
        """Whether nothing has left for so long that people must be reached another way."""
        if self._down_since is None or self._failed_at is None or self._failures < OPENS_AFTER:
            return False
        return now - self._down_since >= GONE_AFTER and now - self._failed_at < FORGOTTEN_AFTER

    def succeeded(self) -> None:
        """The provider took a message: all is well."""
        self._failures = 0
        self._wait = FIRST_WAIT
        self._down_since = self._failed_at = self._shut_until = None

    def failed(self, now: datetime, *, is_told_to_wait: bool = False) -> None:
        """A message could not leave for a reason that concerns everybody's.

        `is_told_to_wait`: the provider named the time itself (a flood limit), which is kept elsewhere.
        """
        self._failures += 1
        self._failed_at = now
        if self._down_since is None:
            self._down_since = now
        if is_told_to_wait or self._failures < OPENS_AFTER:
            return
        if self._shut_until is None:
            self._shut_until = now + self._wait
        elif now >= self._shut_until:  # a trial failed; those that were on their way do not count
            self._wait = min(self._wait * 2, LONGEST_WAIT)
            self._shut_until = now + self._wait

    def wait(self, now: datetime) -> timedelta:
        """How long nothing may leave from `now`."""
        return max(self._shut_until - now, timedelta(0)) if self._shut_until is not None else timedelta(0)
