"""Whose number an SMS goes to, and whose it comes from. Pure.

Rules. One person has one spelling of their number, however a provider writes it. A brandname is eleven signs
at most and takes no reply (channels.md §2.2), so only what says where to reply leaves under it.
"""

from __future__ import annotations

from bot.ports import Letter, SendFailed
from survey_flows.interview.prompts import Prompt

_SAYS_WHERE_TO_REPLY = ("letter.invite", "letter.reminder")


def is_from_brandname(content: Prompt | Letter, brandname: str, number: str) -> bool:
    """Whether this message leaves under the brandname rather than from the number people reply to."""
    if not brandname:
        return False
    return not number or (isinstance(content, Letter) and content.template.startswith(_SAYS_WHERE_TO_REPLY))


def refuse_unanswerable(content: Prompt | Letter, number: str) -> None:
    """Raise SendFailed for a question that would leave from where nobody can reply to."""
    if not number and not isinstance(content, Letter):
        raise SendFailed("no number to send a question from: set [sms] sender", is_retryable=False)


def e164(number: str) -> str:
    """Write a Vietnamese number as +84…, whether it came as 09…, 849… or +849….

    Short codes and names stay as they are.
    """
    bare = number.strip().replace(" ", "").replace(".", "").replace("-", "")
    digits = bare.removeprefix("+").removeprefix("00")
    if digits.isascii() and digits.isdigit():
        if bare[0] == "0" and not bare.startswith("00") and len(digits) in {10, 11}:
            return f"+84{digits[1:]}"
        if bare[0] == "+" or bare.startswith("00") or (digits.startswith("84") and len(digits) in {11, 12}):
            return f"+{digits}"
    return bare
