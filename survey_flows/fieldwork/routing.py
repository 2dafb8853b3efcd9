"""Which channel a letter leaves on: where the person was last, else as the contact protocol orders.

Rules (reliability.md §2; domain.md §6). Nobody is written to on a channel that is dead for them or shut for
everybody. A person stays where they answer; somebody who cannot be reached there is written to on another
address already known, in the order of the protocol, and else on their sampled phone by the first channel
that may write first.
"""

from __future__ import annotations

from collections.abc import Collection

from survey_flows.fieldwork.protocol import ContactProtocol


def choose_channel(
    protocol: ContactProtocol,
    *,
    last: str,
    known: Collection[str],
    dead: Collection[str] = (),
    shut: Collection[str] = (),
) -> str | None:
    """The channel for the next letter, or None when there is none at present.

    `last` is the channel last used ("" for none), `known` those with an address of this person, `dead`
    those the network reported dead for them, `shut` those nobody can be reached on now.
    """
    usable = [name for name in protocol.channel_order if name not in dead and name not in shut]
    if last in known and last not in dead and last not in shut:
        return last
    answering = [name for name in usable if name in known]
    first = [name for name in usable if name in protocol.invitation_channels]
    return next(iter(answering + first), None)
