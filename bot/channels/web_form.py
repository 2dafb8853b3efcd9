"""What a posted page means: pure, from the fields of a form to one inbound message, and back.

Fields: `q:ITEM` holds what stands in a field, several values for several boxes; `r:ITEM` holds `PLACE|CODE`
for each point of a ranking; one button sends `press` or `choice` with its token, or `move`. Anything
else is ignored: a page may carry what a browser or an extension adds.
"""

from __future__ import annotations

from bot.doors import Fields
from bot.ports import ChannelName, Inbound, TextKind
from survey_flows.interview.codec import read_token, write_filled
from survey_flows.interview.inputs import Command, Filled, Medium

ACCOUNT = "web"
_LONGEST = 4000
_MOST_FIELDS = 200
_PLACES = frozenset(map(str, range(1, _MOST_FIELDS)))


def read_form(channel: ChannelName, address: str, nonce: str, fields: Fields) -> Inbound | None:
    """The message a posted form is; None for one that no page of ours sends."""
    kind, text = TextKind.FILLED, ""
    for name in ("press", "choice"):
        token = _first(fields, name)
        if token:
            if read_token(token, Medium.CHAT) is None:
                return None
            kind = TextKind.COMMAND if name == "press" else TextKind.CHOICE
            text = token
    if not text:
        revision = _first(fields, "revision")
        if not (revision.isascii() and revision.isdigit() and len(revision) < 10):
            return None
        is_back = _first(fields, "move") == Command.BACK.value
        values = {} if is_back else values_in(fields)
        text = write_filled(Filled(values, int(revision), Command.BACK if is_back else None))
    return Inbound(
        channel=channel,
        account=ACCOUNT,
        external_id=f"{address}:{nonce}",
        address=address,
        kind=kind,
        text=text,
        raw=text.encode("utf-8", "replace"),
    )


def values_in(fields: Fields) -> dict[str, str]:
    """What stands in each field, by item: codes with blanks between, or text."""
    values: dict[str, str] = {}
    for name, given in list(fields.items())[:_MOST_FIELDS]:
        kind, _, item = name.partition(":")
        if not item:
            continue
        if kind == "q":
            values[item] = " ".join(one for one in given if one)[:_LONGEST]
        elif kind == "r":
            places = [one.partition("|") for one in given[:_MOST_FIELDS]]
            ranked = sorted((int(place), code) for place, _, code in places if place in _PLACES)
            is_whole = len({place for place, _ in ranked}) == len(ranked)
            values[item] = " ".join(code for _, code in ranked) if is_whole else "?"
    return values


def _first(fields: Fields, name: str) -> str:
    given = fields.get(name)
    return given[0] if given else ""
