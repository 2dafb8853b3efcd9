"""Trouble on demand: what a provider, or the line to it, does wrong next.

`next` plays a fault for the coming calls, `always` until it is lifted, `choose` decides call by
call (a lottery with its own seed). Whether the message was delivered all the same is part of the
fault: that difference is what the collector's `Uncertain` is about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """What goes wrong."""

    REFUSAL = "refusal"  # the provider's own error answer
    PAGE = "page"  # an HTML page of a proxy in between
    GARBAGE = "garbage"  # a good status, a body cut in the middle; delivered
    TRUNCATED = "truncated"  # the connection breaks inside the body; delivered
    SILENCE = "silence"  # delivered, and never answered
    SLOW = "slow"  # answered properly, late
    DROP = "drop"  # the connection breaks before anything is done


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `retry_after` goes into the answer as it is, so it may be as odd as a test likes."""

    kind: FaultKind
    status: int = 500
    description: str = ""
    retry_after: object = None
    delay_s: float = 0.0


def refusal(status: int, description: str = "Internal Server Error") -> Fault:
    """The provider refuses with this status and these words."""
    return Fault(FaultKind.REFUSAL, status, description)


def flood(retry_after: object = None) -> Fault:
    """429, with this `retry_after` or none."""
    return Fault(FaultKind.REFUSAL, 429, "Too Many Requests: retry after a while", retry_after)


def page(status: int) -> Fault:
    """An HTML error page with this status."""
    return Fault(FaultKind.PAGE, status)


def garbage() -> Fault:
    """Delivered; the answer is half a JSON text."""
    return Fault(FaultKind.GARBAGE)


def truncated() -> Fault:
    """Delivered; the connection breaks inside the answer."""
    return Fault(FaultKind.TRUNCATED)


def silence(delay_s: float = 3600.0) -> Fault:
    """Delivered; no answer for so long, then the connection closes."""
    return Fault(FaultKind.SILENCE, delay_s=delay_s)


def slow(delay_s: float) -> Fault:
    """Everything as it should be, only late."""
    return Fault(FaultKind.SLOW, delay_s=delay_s)


def drop() -> Fault:
    """The connection breaks, nothing was done."""
    return Fault(FaultKind.DROP)


class Faults:
    """The faults waiting to be played on calls, and the copies to be made of callbacks."""

    def __init__(self) -> None:
        self.choose: Callable[[str], Fault | None] | None = None
        self._queued: list[tuple[Fault, str]] = []
        self._standing: Fault | None = None
        self._copies: list[int] = []

    def next(self, fault: Fault, *, times: int = 1, method: str = "") -> None:
        """Play `fault` on the next `times` calls (of this method, if one is named)."""
        self._queued.extend([(fault, method.lower())] * times)

    def always(self, fault: Fault) -> None:
        """Play `fault` on every call until `clear`."""
        self._standing = fault

    def duplicate_next(self, copies: int) -> None:
        """Deliver the next callback to the collector `copies` times at once."""
        self._copies.append(copies)

    def clear(self) -> None:
        """Lift every fault."""
        self.choose = None
        self._queued.clear()
        self._standing = None
        self._copies.clear()

    def pick(self, method: str) -> Fault | None:
        """The fault to play on this call, if any."""
        for at, (fault, wanted) in enumerate(self._queued):
            if wanted in {"", method.lower()}:
                del self._queued[at]
                return fault
        if self.choose is not None:
            return self.choose(method)
        return self._standing

    def copies(self) -> int:
        """How many copies of the next callback to deliver."""
        return self._copies.pop(0) if self._copies else 1
