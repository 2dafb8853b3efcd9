"""What an HTTP aggregator's codes mean: one table a provider, which the configuration may override.

Read in public clients of eSMS (channels.md §2.2, reliability.md §2.3), not tried against the live service:
hold them against the contract's own table before a campaign. A code nobody knows is treated as unclear:
asked about by request id, never sent again blindly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType
from typing import Final


class SmsVerdict(Enum):
    """What to do about an answer."""

    TAKEN = "taken"  # on its way
    REPEATED = "repeated"  # this request id is known there: ask what became of it
    LATER = "later"  # try this message again after a while
    CHANNEL = "channel"  # nothing leaves until somebody mends the account
    BLOCKED = "blocked"  # this person takes no messages from us
    MESSAGE = "message"  # this text or number will never be taken
    UNCLEAR = "unclear"  # nobody can say


@dataclass(frozen=True, slots=True)
class AggregatorRules:
    """One provider's codes, paths and field names.

    `done`, `underway` and `refused` are the values of a status query's state; `incoming` names the fields of
    a message from a person: sender, text, id, time, each with the spellings seen.
    """

    codes: Mapping[str, SmsVerdict]
    send_path: str = "/SendMultipleMessage_V4_post_json/"
    status_path: str = "/GetSendStatus_json/"
    balance_path: str = "/GetBalance_json/"
    brandname_type: str = "2"
    number_type: str = "8"
    underway: frozenset[str] = frozenset({"1", "2", "3"})
    done: frozenset[str] = frozenset({"5"})
    refused: frozenset[str] = frozenset({"4", "6"})
    incoming: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: MappingProxyType(
            {
                "sender": ("from", "phonenumber", "Phone", "User_ID", "msisdn"),
                "text": ("text", "content", "Content", "Message", "message"),
                "id": ("id", "SMSID", "Request_ID", "moid"),
                "time": ("time", "timestamp"),
            }
        )
    )

    def overridden(self, codes: Mapping[str, str]) -> AggregatorRules:
        """The same with these codes read otherwise."""
        return replace(self, codes={**self.codes, **{code: SmsVerdict(said) for code, said in codes.items()}})

    def verdict(self, code: str) -> SmsVerdict:
        """What a code of the provider means."""
        return self.codes.get(code, SmsVerdict.UNCLEAR)


ESMS: Final = AggregatorRules(
    codes=MappingProxyType(
        {
            "100": SmsVerdict.TAKEN,
            "99": SmsVerdict.UNCLEAR,  # unknown error
            "101": SmsVerdict.CHANNEL,  # wrong key
            "102": SmsVerdict.CHANNEL,  # account locked
            "103": SmsVerdict.CHANNEL,  # no money left
            "104": SmsVerdict.CHANNEL,  # brandname unknown or withdrawn
            "118": SmsVerdict.CHANNEL,  # kind of message not allowed
            "124": SmsVerdict.REPEATED,  # this request id was used
            "131": SmsVerdict.MESSAGE,  # too long
            "145": SmsVerdict.MESSAGE,  # not as the registered template
            "146": SmsVerdict.MESSAGE,
            "159": SmsVerdict.MESSAGE,  # request id too long
            "177": SmsVerdict.MESSAGE,  # brandname not registered with this person's operator
            "304": SmsVerdict.REPEATED,  # same words to the same number a moment ago
        }
    )
)
"""The table of eSMS."""
