"""Whoever stopped, refused or was screened out, and asks to take part again: the words for it.

Rules (reliability.md I8: "only an explicit opt-in lifts it"):
1. Only a whole message of this short list counts. Nothing else that somebody who stopped may write brings
   the questions back: not a number, not an answer, not a greeting.
2. What follows is the engine's (`come_back`): the first open question, with every answer kept; a refusal
   before the consent leads to the consent again, an answer that ended it to its question.
3. That the number is another's, or that the person is gone, is not taken back so.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ASKED: Final = frozenset(
    {
        *("tham gia", "tham gia lai", "tham gia tiep", "tiep tuc tham gia", "dang ky lai", "mo lai"),
        *("tra loi lai", "tra loi tiep", "tiep tuc tra loi", "tiep tuc khao sat", "lam lai phieu"),
        *("bat dau", "bat dau lai", "start", "start again", "restart", "unstop"),
        *("join", "join again", "rejoin", "take part", "take part again"),
    }
)
"""What may be asked, without diacritics; one message and nothing else."""

_LEADS: Final = re.compile(
    r"^(?:(?:toi|em|minh|chau|con|bac) )?(?:(?:xin|muon|cho (?:toi|em|minh|chau|con|bac)|i want to|please) )?"
)
_TAILS: Final = re.compile(r"(?: (?:a|nhe|nha|voi|duoc khong|please))?$")


def asks_back(text: str) -> bool:
    """Whether a whole message asks to take part again.

    >>> asks_back("Tham gia lại"), asks_back("em muốn trả lời tiếp ạ"), asks_back("START")
    (True, True, True)
    >>> asks_back("1"), asks_back("tiếp"), asks_back("tôi không muốn tham gia")
    (False, False, False)
    """
    if len(text) > 60:
        return False
    bare = "".join(
        sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign)
    ).replace("đ", "d")
    said = " ".join(re.sub(r"[^\w ]+", " ", bare).split())
    return _TAILS.sub("", _LEADS.sub("", said)) in _ASKED
