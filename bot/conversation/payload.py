"""How a message waits in the outbox: one letter for its kind, the card to edit, and the content.

What was packed a moment ago is usually unpacked a moment later by the same process, so the last few
thousand contents are remembered by their bytes; after a restart they are decoded.
"""

from __future__ import annotations

import json

from bot.ports import Letter
from survey_flows.interview.codec import decode_prompt, encode_prompt
from survey_flows.interview.inputs import Command
from survey_flows.interview.prompts import Prompt

_REMEMBERED = 4096
_recent: dict[bytes, tuple[Prompt | Letter, str]] = {}


def pack(content: Prompt | Letter, card: str = "") -> bytes:
    """`content` as bytes for the outbox; `card` is the provider's id of the message to edit."""
    head = card.encode("ascii", "ignore")
    if isinstance(content, Prompt):
        payload = b"P" + head + b"\n" + encode_prompt(content)
    else:
        body: list[object] = [content.text, *(command.value for command in content.commands)]
        if content.template or content.contact_label:
            body.append(
                {
                    "template": content.template,
                    "facts": dict(content.facts),
                    "contact_label": content.contact_label,
                }
            )
        payload = b"L" + head + b"\n" + json.dumps(body, ensure_ascii=False).encode()
    if len(_recent) >= _REMEMBERED:
        _recent.clear()
    _recent[payload] = (content, card)
    return payload


def unpack(payload: bytes) -> tuple[Prompt | Letter, str]:
    """The content and the card that `pack` was given."""
    known = _recent.pop(payload, None)
    if known is not None:
        return known
    head, _, body = payload.partition(b"\n")
    card = head[1:].decode("ascii")
    if head[:1] == b"P":
        return decode_prompt(body), card
    text, *rest = json.loads(body)
    more = rest.pop() if rest and isinstance(rest[-1], dict) else {}
    letter = Letter(
        text,
        tuple(Command(command) for command in rest),
        contact_label=more.get("contact_label", ""),
        template=more.get("template", ""),
        facts=tuple(more.get("facts", {}).items()),
    )
    return letter, card
