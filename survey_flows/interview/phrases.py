"""Look phrases up the way people type them: with all diacritics, with none, or with some.

A `Phrasebook` knows whole messages; a pattern (`patterns`) finds a turn of phrase inside one. In
both, a word typed without any diacritics may stand for the word written with them, never a word
typed with other diacritics; and a phrase that would then have two meanings has none. Where taking
the diacritics away makes another common word (`chặn`, block; `chán`, dull; `dừng ngay`, stop now;
`đúng ngày`, on the day), the phrase is written with `=` and must be typed as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from survey_flows.interview.normalise import Heard, fold
from survey_flows.interview.spelling import listen

T = TypeVar("T")

EXACT = "="

AMBIGUOUS = frozenset({"hai", "dung", "xa", "nam", "ba", "co", "a", "mat", "ho", "ma"})
"""Words that mean different things when typed alone without diacritics (domain.md §5, trap 3)."""


def words(text: str) -> frozenset[str]:
    """Return the words of `text`, for the sets the vocabularies are made of."""
    return frozenset(text.split())


_BEFORE = words(
    """
    dạ da vâng thưa tôi toi em cháu chau con mình minh tao bà ông ong anh chị bác bac cô chú thì thi là la
    ừ à ờ vậy thôi xin nhà gia
    """
)
_AFTER = words(
    """
    ạ nhé nghe đấy đó vậy em cháu chau anh chị chi bác bac cô chú con ông ong bà ha hen á đi mà ma với
    bạn ban nghen nhỉ
    """
)
_GAP = "(?:[^ ]+ ){0,4}?"


def bare_answer(heard: Heard) -> Heard:
    """Take politeness and pronouns away from both ends, never the last word.

    >>> bare_answer(listen("dạ em hài lòng ạ")).words, bare_answer(listen("vâng ạ")).words
    (('hài', 'lòng'), ('vâng',))
    """
    said = heard.words
    start, end = 0, len(said)
    while end > 1 and said[end - 1] in _AFTER:
        end -= 1
    while end - start > 1 and said[start] in _BEFORE:
        start += 1
    return heard if end - start == len(said) else heard.of(said[start:end])


class Phrasebook(Generic[T]):
    """Whole messages and what they mean."""

    def __init__(self, meanings: Mapping[T, str]) -> None:
        """Take for each meaning its phrases, separated by `;`."""
        self._by_plain: dict[str, list[tuple[tuple[str, ...], bool, T]]] = {}
        for meaning, phrases in meanings.items():
            for phrase in phrases.split(";"):
                written = phrase.strip()
                heard = listen(written.removeprefix(EXACT))
                is_exact = written.startswith(EXACT) or (
                    len(heard.words) == 1 and heard.plain[0] in AMBIGUOUS
                )
                entries = self._by_plain.setdefault(" ".join(heard.plain), [])
                entries.append((heard.words, is_exact, meaning))

    def find(self, heard: Heard) -> T | None:
        """Return the one meaning of the whole message, or None."""
        entries = self._by_plain.get(" ".join(heard.plain))
        if entries is None:
            return None
        found: T | None = None
        for wanted, is_exact, meaning in entries:
            if heard.words == wanted:
                return meaning
            if not is_exact and is_spelled(heard.words, wanted):
                if found is not None and found != meaning:
                    return None
                found = meaning
        return found


def is_spelled(said: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether every word is typed as wanted, or without any diacritics; both fold to the same."""
    return all(one == other or one.isascii() for one, other in zip(said, wanted, strict=True))


def lenient(phrase: str) -> str:
    """Return an expression for the words of `phrase`, each followed by a blank.

    Each may be typed with or without its diacritics, unless the phrase is written with `=`.
    """
    is_exact = phrase.startswith(EXACT)
    spelt = listen(phrase.removeprefix(EXACT).replace("_", " ")).words
    return "".join(
        f"{re.escape(word)} "
        if is_exact or fold(word) == word
        else f"(?:{re.escape(word)}|{re.escape(fold(word))}) "
        for word in spelt
    )


def either(phrases: Iterable[str]) -> str:
    """Return an expression for any of `phrases`, the longest first."""
    return f"(?:{'|'.join(lenient(phrase) for phrase in sorted(phrases, key=len, reverse=True))})"


def patterns(turns: Iterable[str]) -> re.Pattern[str]:
    """Compile turns of phrase into one expression for `line_of` a message.

    `a/b` is either word, `a_b` words in a row, `..` up to four words of any kind, `^` and `$` the
    message's ends, a word ending in `?` may be left out, one starting with `=` is typed as it stands.
    """
    return re.compile("|".join(_turn(turn) for turn in turns))


def _turn(turn: str) -> str:
    places = turn.split()
    pieces = ["^" if places[0] == "^" else "(?:^|(?<= ))"]
    for place in places:
        if place == "..":
            pieces.append(_GAP)
        elif place not in {"^", "$"}:
            one_of = either(place.rstrip("?").split("/"))
            pieces.append(f"{one_of}?" if place.endswith("?") else one_of)
    if places[-1] == "$":
        pieces.append("$")
    return "".join(pieces)


def line_of(heard: Heard) -> str:
    """Return the words as `patterns` expects them: each followed by one blank."""
    return " ".join(heard.words) + " "
