"""Leaving said in no form that `leaving.py` knows: the signs for and against it, weighed.

Rules (issue: "STOP and its relatives are never missed"; domain.md §5, traps 1, 3 and 8):
1. Only a message that is no answer and no phrase is weighed, and never one where any text is an answer.
2. Each sign has its points, for (`FOR`) or against (`AGAINST`); a word after the first word of leaving
   that no table of `leaving_words.py` holds counts against. Whichever weighs most, the whole message or
   one part of it between two signs of punctuation, is what counts.
3. From `STOPS` points on it is a stop; when it is a remark too, or may be meant for an answer to the
   question asked, from `STOPS_FOR_SURE` on; from `ASKS` on the engine asks.
4. Without a word of leaving (`_CORE`) nothing else weighs anything.
5. Of a message that speaks of later (`mai`, `tối`, `tí`) no part is taken by itself.

The points of a sign are twice its log-odds among replies written down by hand, rounded; rare signs
against weigh more, for a wrong stop is worse there than one more question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from survey_flows.interview.leaving_words import ANY, BREAK

STOPS_FOR_SURE = 8
STOPS = 6
ASKS = 5
_UNKNOWN = 2
_MOST_UNKNOWN = 4

FOR: Mapping[str, tuple[int, str]] = {
    "not to": (2, "N"),
    "not to do what we do": (3, "N[^.FQt]*[ATjv]"),
    "not wanting what we do": (2, "K[^.FQq]*[ATjv]"),
    "no more": (4, "M"),
    "not any more": (1, "K[^.]*M"),
    "what only we do": (8, "[Aj]"),
    "what we do": (4, "[HTa]"),
    "the survey": (2, "v"),
    "an end": (3, "[Eε]"),
    "an end first": (5, r"\.[IYRBPCy]*[EεX]"),
    "an end last": (4, r"[EεX][IYPRo]*\."),
    "an end of what is ours": (3, "[EεeXz][^.FQ]*[ATjvD]"),
    "an end asked for": (1, r"[BR][IYP]*[Eε]|[EεX][IYP]*R"),
    "perhaps an end": (3, "[ef]"),
    "a refusal": (5, "c"),
    "taking out": (2, "[XZ]"),
    "leaving out": (1, "z"),
    "out of": (5, "[Or]"),
    "perhaps not to": (1, "[yd]"),
    "need not": (2, "k"),
    "not to, without marks": (3, "d[IYP]*[aAjH]"),
    "an end, without marks": (4, r"B[IYP]*d[IYPo]*\.|\.[IYPB]*d[IYP]*R[IYP]*\.|C[^.]*\.?[IYP]*d[IYPR]*\."),
    "what we send, received": (3, "[aG][^.]*T"),
    "if it goes on": (1, "l[IYPGU]*[AHa]"),
    "a threat": (5, "[AHa][^.]*[Ml].*(?:x|IR)|l[IYPGU]*[AHa].*(?:x|IR)|(?:x|IR).*l[IYPGU]*[AHa]"),
    "enough, after what we do": (6, r"A.*\.y[PIYRB]*\."),
    "receiving": (3, "G"),
    "consent": (2, "J"),
    "who speaks": (1, "I"),
    "who sends": (2, "Y"),
    "begging": (1, "[RB]"),
    "a black list": (3, "n"),
    "going on with it": (1, "l"),
    "a number, a name": (2, "D"),
    "where it stands": (2, "L"),
}
"""Signs of leaving, their points, and their form over the letters of a message."""

AGAINST: Mapping[str, tuple[int, str]] = {
    "papers, traffic": (12, "F"),
    "asked": (3, "q"),
    "nobody, why not": (8, "Kq|qK"),
    "offices, other people": (6, "Q"),
    "what others say": (5, "Q[IYP]*R"),
    "an end denied": (5, "[KNq][IYPMWRBU]*[EεeXc]"),
    "only for now": (8, "t"),
    "going ahead": (4, "u"),
    "later, by mistake": (6, "w"),
    "answering": (3, "V"),
    "done": (5, "[gb][IYP]*[EεeXc]"),
    "noticed": (3, "g"),
    "over": (2, "o"),
    "one question": (5, "s"),
    "a name": (6, r"[ID]P*[Eε][IYP]*\.|If"),
    "an end of something": (2, "[EεXc]P*[_H]"),
    "another thing's end": (5, "ε[^.TAvjDL]{0,2}[_H]"),
    "told, not asked": (5, r"\.[IYPQ]*K[IYPgU_]*A[^.WRBGJMD]*\."),
    "not": (2, "K"),
    "asked how": (1, "h"),
    "being able to": (9, "U(?![EεXo])"),
}
"""Signs against it."""

_SIGNS = tuple(
    (name, sign * points, re.compile(form))
    for sign, table in ((1, FOR), (-1, AGAINST))
    for name, (points, form) in table.items()
)


_CORE = re.compile(
    "[NkEεefcXzny]|[AHTajvlK][^.]*M|K[^.]*[ATjvHGVJ]|d[IYP]*[aAjH]|B[IYP]*d[IYPo]*\\.|\\.[IYPB]*d[IYP]*R[IYP]*\\."
    "|l[IYPGU]*[AHa].*(?:x|IR)|(?:x|IR).*l[IYPGU]*[AHa]"
)
_LATER = "w"


def weighed(said: str) -> tuple[int, tuple[str, ...]]:
    """Return the points of a message in letters, and the names of the signs for leaving in it.

    >>> weighed(".E_vP.")
    (9, ('the survey', 'an end', 'an end first', 'an end of what is ours'))
    """
    parts = [BREAK + part + BREAK for part in said.strip(BREAK).split(BREAK)]
    whole = _weighed(said)
    return (
        whole
        if len(parts) < 2 or _LATER in said
        else max(whole, *map(_weighed, parts), key=lambda found: found[0])
    )


def _weighed(said: str) -> tuple[int, tuple[str, ...]]:
    core = _CORE.search(said)
    if core is None:
        return 0, ()
    points = -_UNKNOWN * min(said.count(ANY, core.end()), _MOST_UNKNOWN)
    found = []
    for name, worth, form in _SIGNS:
        if form.search(said) is not None:
            points += worth
            if worth > 0:
                found.append(name)
    return points, tuple(found)
