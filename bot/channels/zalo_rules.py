"""What Zalo's answers mean: one table a surface, each of its entries a setting.

Source: channels.md §3.2 and §3.3, read in public clients and not yet against the live documentation. The
public tables contradict each other on some codes of ZNS, so every code is data: `[zalo] errors` and
`[zns] errors` of the configuration win over what stands here. Zalo answers most refusals with HTTP 200 and
an `error` that is not 0.

A code nobody knows from the Official Account is this message's own fault (the account answered, so it was
not delivered); from ZNS it is unclear, because some of its errors come after the message has left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import assert_never

from bot.ports import Blocked, ChannelError, OutOfWindow, SendFailed, Uncertain

FREE_WINDOW = timedelta(hours=48)
"""Within this time after a person wrote, consultation messages are free and unlimited."""

LAST_WINDOW = timedelta(days=7)
"""After this time nothing but a template may be sent until the person writes again."""

FLOOD_PAUSE_S = 60.0
"""The rate is counted by the minute."""

LATER_PAUSE_S = 3600.0
MENDING_PAUSE_S = 300.0
ACCESS_PAUSE_S = 60.0
_LONG_NUMBER = re.compile(r"\d{6,}")


class Verdict(StrEnum):
    """What a refusal is about; the value is what a configuration says."""

    BLOCKED = "blocked"  # this person can't be reached here
    WINDOW = "window"  # … until they write again
    ACCESS = "access"  # our access token
    FLOOD = "flood"  # too many a minute
    RETRY = "retry"  # their trouble, soon over
    UNCLEAR = "unclear"  # it may have been delivered
    MESSAGE = "message"  # this message alone
    LATER = "later"  # nobody's for hours: a daily allowance, the night
    CHANNEL = "channel"  # nobody's until somebody mends a setting, a permission or the balance


def _table(*rows: tuple[Verdict, Iterable[int]]) -> Mapping[int, Verdict]:
    return MappingProxyType({code: verdict for verdict, codes in rows for code in codes})


OA_ERRORS = _table(
    (Verdict.BLOCKED, (-213, -218, -227, -232, -244)),
    (Verdict.WINDOW, (-230,)),
    (Verdict.ACCESS, (-216, -220)),
    (Verdict.FLOOD, (-32,)),
    (Verdict.RETRY, (-200,)),
    (Verdict.MESSAGE, (-201, -210, -248)),
    (Verdict.LATER, (-211, -234)),
    (Verdict.CHANNEL, (-204, -205, -209, -212, -219, -221, -223, -224, -242, -305, -311, -320, -321)),
)
"""Refusals of a consultation message (OA OpenAPI v3)."""

ZNS_ERRORS = _table(
    (Verdict.BLOCKED, (-101, -108, -110, -118, -119)),
    (Verdict.ACCESS, (-124,)),
    (Verdict.FLOOD, (-32,)),
    (Verdict.UNCLEAR, (-114,)),
    # A letter the template does not fit goes by another channel, so it counts as this person's.
    (Verdict.MESSAGE, (-106, -107, -109, -112, -1121, -1122, -1123, -1124, -1131, -125, -132, -137)),
    (Verdict.LATER, (-144, -147, -1471, -1472)),
    (Verdict.CHANNEL, (-103, -104, -105, -111, -115, -117, -120, -1202, -121, -122, -1241, -126, -127, -135)),
)
"""Refusals of a template message (ZBS Template Message, formerly ZNS): another table than the account's."""


@dataclass(frozen=True, slots=True)
class Rules:
    """One surface's table. `unknown` is what a code means that nobody knows."""

    surface: str
    verdicts: Mapping[int, Verdict]
    unknown: Verdict

    def overridden(self, verdicts: Mapping[str, str]) -> Rules:
        """The same with what a configuration says of some codes; raises ValueError for no such verdict."""
        changed = {int(code): Verdict(verdict) for code, verdict in verdicts.items()}
        return replace(self, verdicts=MappingProxyType({**self.verdicts, **changed}))

    def verdict(self, code: int) -> Verdict:
        """What an `error` of an answer is about."""
        return self.verdicts.get(code, self.unknown)

    def failure(self, code: int, said: object = "") -> ChannelError:
        """The error to raise for an answer with this `error` and these words."""
        return failure(self.verdict(code), f"{self.surface} {code} {plain(said)}".rstrip())


OFFICIAL_ACCOUNT = Rules("zalo", OA_ERRORS, Verdict.MESSAGE)
TEMPLATES = Rules("zns", ZNS_ERRORS, Verdict.UNCLEAR)


def failure(verdict: Verdict, reason: str) -> ChannelError:
    """The error of `bot.ports` that a verdict calls for."""
    match verdict:
        case Verdict.BLOCKED:
            return Blocked(reason)
        case Verdict.WINDOW:
            return OutOfWindow(reason)
        case Verdict.UNCLEAR:
            return Uncertain(reason)
        case Verdict.RETRY | Verdict.MESSAGE:
            return SendFailed(reason, is_retryable=verdict is Verdict.RETRY)
        case Verdict.FLOOD | Verdict.LATER | Verdict.CHANNEL | Verdict.ACCESS:
            return SendFailed(reason, is_retryable=True, retry_after_s=_PAUSES_S[verdict], stops_channel=True)
        case _:
            assert_never(verdict)


_PAUSES_S = {
    Verdict.FLOOD: FLOOD_PAUSE_S,
    Verdict.LATER: LATER_PAUSE_S,
    Verdict.CHANNEL: MENDING_PAUSE_S,
    Verdict.ACCESS: ACCESS_PAUSE_S,
}


def plain(said: object) -> str:
    """A provider's words, short and without numbers that could be somebody's."""
    return _LONG_NUMBER.sub("…", said if isinstance(said, str) else "")[:80].strip()
