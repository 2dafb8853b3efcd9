"""Leaving said in no form that `leaving.py` knows: the signs for and against it, weighed.

Rules (issue: "STOP and its relatives are never missed"; domain.md §5, traps 1, 3 and 8):
1. Only a message that is no answer and no phrase is weighed, and never one where any text is an answer.
2. Each sign has its points, for (`FOR`) or against (`AGAINST`); a word that no table of
   `leaving_words.py` holds counts against. Whichever weighs most, the whole message or one part of it
   between two signs of punctuation, is what counts.
3. From `STOPS` points on it is a stop, from `STOPS_FOR_SURE` on even when it is a remark too; from `ASKS`
   on the engine asks.
4. Of a message that speaks of later (`mai`, `tối`, `tí`) no part is taken by itself.

The points are half the log-odds of the sign among replies written down by hand, rounded: a message of
eight points is as likely as not to be a stop.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from survey_flows.interview.leaving_words import ANY, BREAK

STOPS_FOR_SURE = 13
STOPS = 9
ASKS = 6
_MOST_UNKNOWN = 6

FOR: Mapping[str, tuple[int, str]] = {
    "not to": (4, "N"),
    "not to do what we do": (4, "N[^.FQt]*[ATjv]"),
    "not wanting what we do": (4, "K[^.FQq]*[ATjv]"),
    "no more": (5, "M"),
    "not any more": (1, "K[^.]*M"),
    "what only we do": (6, "[Aj]"),
    "what we do": (3, "[HTa]"),
    "the survey": (2, "v"),
    "an end": (4, "E"),
    "an end first": (6, r"\.[IYRBPCy]*[EX]"),
    "an end last": (5, r"E[IYPRo]*\."),
    "an end of what is ours": (4, "[EeXz][^.FQ]*[ATjvD]"),
    "an end asked for": (1, r"[BR][IYP]*E|[EX][IYP]*R"),
    "perhaps an end": (4, "[ef]"),
    "a refusal": (7, "c"),
    "taking out": (2, "[XZ]"),
    "leaving out": (3, "z"),
    "out of": (3, "[Or]"),
    "perhaps not to": (3, "[yd]"),
    "need not": (4, "k"),
    "not to, without marks": (4, "d[IYP]*a"),
    "receiving": (2, "G"),
    "consent": (2, "J"),
    "who speaks": (2, "I"),
    "who sends": (2, "Y"),
    "begging": (2, "[RB]"),
    "a black list": (2, "n"),
    "going on with it": (1, "l"),
    "a number, a name": (1, "D"),
    "where it stands": (1, "L"),
}
"""Signs of leaving, their points, and their form over the letters of a message."""

AGAINST: Mapping[str, tuple[int, str]] = {
    "papers, traffic": (9, "F"),
    "asked": (4, "q"),
    "nobody, why not": (7, "Kq|qK"),
    "offices, other people": (5, "Q"),
    "what others say": (4, "Q[IYP]*R"),
    "an end denied": (7, "[KNq][IYPMWRBU]*[EeXc]"),
    "only for now": (6, "t"),
    "going ahead": (5, "u"),
    "later, by mistake": (4, "w"),
    "answering": (3, "V"),
    "done": (2, "[gb]"),
    "over": (2, "o"),
    "one question": (4, "s"),
    "a name": (3, r"[ID]P*E[IYP]*\."),
    "an end of something": (4, "[EXc]P*[_H]"),
    "not": (1, "K"),
    "asked how": (1, "h"),
    "being able to": (7, "U"),
    "small words": (1, "P"),
    "how it is felt": (1, "C"),
}
"""Signs against it."""

_SIGNS = tuple(
    (name, sign * points, re.compile(form))
    for sign, table in ((1, FOR), (-1, AGAINST))
    for name, (points, form) in table.items()
)


_LATER = "w"


def weighed(said: str) -> tuple[int, tuple[str, ...]]:
    """Return the points of a message in letters, and the names of the signs for leaving in it.

    >>> weighed(".E_vP.")
    (10, ('the survey', 'an end', 'an end first', 'an end of what is ours'))
    """
    parts = [BREAK + part + BREAK for part in said.strip(BREAK).split(BREAK)]
    whole = _weighed(said)
    return (
        whole
        if len(parts) < 2 or _LATER in said
        else max(whole, *map(_weighed, parts), key=lambda found: found[0])
    )


def _weighed(said: str) -> tuple[int, tuple[str, ...]]:
    points, found = -min(said.count(ANY), _MOST_UNKNOWN), []
    for name, worth, form in _SIGNS:
        if form.search(said) is not None:
            points += worth
            if worth > 0:
                found.append(name)
    return points, tuple(found)
