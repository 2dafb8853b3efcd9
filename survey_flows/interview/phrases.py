"""Look phrases up the way people type them: with all diacritics, with none, or with some.

A `Phrasebook` knows whole messages; a pattern (`patterns`) finds a turn of phrase inside one. In
both, a word typed without diacritics may stand for the word written with them, never a word typed
with other diacritics; and a phrase that would then have two meanings has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from survey_flows.interview.normalise import Heard, fold
from survey_flows.interview.spelling import listen

T = TypeVar("T")

AMBIGUOUS = frozenset({"hai", "dung", "xa", "nam", "ba", "co", "a", "mat", "ho", "ma"})
"""Words that mean different things when typed alone without diacritics (domain.md §5, trap 3)."""

_BEFORE = frozenset(
    "dạ da vâng thưa tôi toi em cháu chau con mình minh tao bà ông ong anh chị bác bac cô chú thì thi là la ừ à ờ"
    " vậy thôi xin nhà gia".split()
)
_AFTER = frozenset(
    "ạ nhé nghe đấy đó vậy nha em cháu chau anh chị chi bác bac cô chú con ông ong bà ha hen á đi mà ma với bạn ban"
    " nghen nhỉ".split()
)


def lenient(word: str) -> str:
    """Return a regular expression for `word` typed with or without its diacritics."""
    bare = fold(word)
    return re.escape(word) if bare == word else f"(?:{re.escape(word)}|{re.escape(bare)})"


def bare_answer(heard: Heard) -> Heard:
    """Take politeness and pronouns away from both ends, never the last word.

    >>> bare_answer(listen("dạ em hài lòng ạ")).words
    ('hài', 'lòng')
    """
    words = heard.words
    start, end = 0, len(words)
    while end - start > 1 and words[start] in _BEFORE:
        start += 1
    while end - start > 1 and words[end - 1] in _AFTER:
        end -= 1
    return heard if end - start == len(words) else heard.of(words[start:end])


class Phrasebook(Generic[T]):
    """Whole messages and what they mean."""

    def __init__(self, meanings: Mapping[T, str]) -> None:
        """Take for each meaning its phrases, separated by `;`."""
        self._by_plain: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for meaning, phrases in meanings.items():
            for phrase in phrases.split(";"):
                heard = listen(phrase)
                entries = self._by_plain.setdefault(" ".join(heard.plain), [])
                entries.append((heard.words, meaning))

    def find(self, heard: Heard) -> T | None:
        """Return the one meaning of the whole message, or None."""
        entries = self._by_plain.get(" ".join(heard.plain))
        if entries is None:
            return None
        found: T | None = None
        for wanted, meaning in entries:
            if _is_spelling(heard.words, wanted):
                if heard.words == wanted:
                    return meaning
                if found is not None and found != meaning:
                    return None
                found = meaning
        return found


def _is_spelling(said: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether every word is typed as wanted, or without any diacritics where that is clear enough."""
    if said == wanted:
        return True
    if len(wanted) == 1 and fold(wanted[0]) in AMBIGUOUS:
        return False
    return all(one == other or one.isascii() for one, other in zip(said, wanted, strict=True))


def patterns(turns: Iterable[str]) -> re.Pattern[str]:
    """Compile turns of phrase into one expression for the message's words joined by blanks.

    `a/b` is either word, `..` up to four words of any kind, `^` and `$` the message's ends, a word
    ending in `?` may be left out.
    """
    return re.compile("|".join(_turn(turn) for turn in turns))


def _turn(turn: str) -> str:
    tokens = turn.split()
    opening = "^" if tokens[0] == "^" else "(?:^|(?<= ))"
    closing = "$" if tokens[-1] == "$" else "(?= |$)"
    pieces: list[str] = []
    for token in tokens:
        if token in "^$":
            continue
        if token == "..":
            pieces.append("(?:[^ ]+ ){0,4}?")
            continue
        is_optional = token.endswith("?")
        either = [
            " ".join(lenient(part) for part in listen(word.replace("_", " ")).words)
            for word in token.rstrip("?").split("/")
        ]
        pieces.append(f"(?:(?:{'|'.join(either)}) ){'?' if is_optional else ''}")
    body = "".join(pieces)
    # every piece ends in a blank; the last one is given back at the message's end
    return f"(?:{opening}{body}(?<= ))" if closing != "$" else f"(?:{opening}{body}$)"


def line_of(heard: Heard) -> str:
    """Return the words as `patterns` expects them: each followed by one blank."""
    return " ".join(heard.words) + " "
