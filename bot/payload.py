"""How a message waits in the outbox: one letter for its kind, the card to edit, and the content."""

from __future__ import annotations

import json

from bot.ports import Letter
from survey_flows.interview.codec import decode_prompt, encode_prompt
from survey_flows.interview.inputs import Command
from survey_flows.interview.prompts import Prompt


def pack(content: Prompt | Letter, card: str = "") -> bytes:
    """`content` as bytes for the outbox; `card` is the provider's id of the message to edit."""
    head = card.encode("ascii", "ignore")
    if isinstance(content, Prompt):
        return b"P" + head + b"\n" + encode_prompt(content)
    body = [content.text, *(command.value for command in content.commands)]
    return b"L" + head + b"\n" + json.dumps(body, ensure_ascii=False).encode()


def unpack(payload: bytes) -> tuple[Prompt | Letter, str]:
    """The content and the card that `pack` was given."""
    head, _, body = payload.partition(b"\n")
    card = head[1:].decode("ascii")
    if head[:1] == b"P":
        return decode_prompt(body), card
    text, *commands = json.loads(body)
    return Letter(text=text, commands=tuple(Command(command) for command in commands)), card
