"""Hidden values an expression may refer to beside the items: the clock, and a choice's columns.

`today()`, `now()` and, in a `choice_filter`, the bare names of the choice's columns become references
to hidden nodes before an expression is read. So what they stand for is a value like any answer: it
comes in as an argument, and results are remembered by it. Names beginning with `__` are reserved
(ODK entities reserve them too), so that no item can be taken for one.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from survey_flows.questionnaire.expressions import ROOT, Token, tokens

RESERVED: Final = "__"
TODAY: Final = "__today"
NOW: Final = "__now"
CHOICE: Final = "__choice."

_CLOCK: Final = {"today": TODAY, "now": NOW}


def with_hidden_references(source: str, columns: Collection[str] = ()) -> str:
    """The expression with the clock, and the choice's `columns`, as references.

    >>> with_hidden_references("region = ${r} and . < today()", ["region"])
    '/data/__choice.region = ${r} and . < /data/__today'
    """
    written: list[str] = []
    pieces = list(tokens(source))
    index = 0
    while index < len(pieces):
        token = pieces[index]
        end = _end_of_empty_call(pieces, index)
        if token.kind == "function" and token.text in _CLOCK and end:
            written.append(f"/{ROOT}/{_CLOCK[token.text]}")
            index = end
            continue
        is_column = token.kind == "name" and token.text in columns
        written.append(f"/{ROOT}/{CHOICE}{token.text}" if is_column else token.text)
        index += 1
    return "".join(written)


def _end_of_empty_call(pieces: list[Token], index: int) -> int:
    """The index after `()` that follows a function's name; 0 when there are arguments."""
    filled = [at for at in range(index + 1, min(index + 6, len(pieces))) if pieces[at].kind != "blank"][:2]
    if len(filled) == 2 and pieces[filled[0]].kind == "open" and pieces[filled[1]].kind == "close":
        return filled[1] + 1
    return 0
