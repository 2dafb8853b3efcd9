"""Look phrases up the way people type them: with all diacritics, with none, or with some.

A `Phrasebook` knows whole messages; a pattern (`patterns`) finds a turn of phrase inside one. In
both, a word typed without any diacritics may stand for the word written with them, never a word
typed with other diacritics; and a phrase that would then have two meanings has none. Where taking
the diacritics away makes another common word (`chặn`, block; `chán`, dull; `dừng ngay`, stop now;
`đúng ngày`, on the day), the phrase is written with `=` and must be typed as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Generic, TypeVar

from survey_flows.interview.normalise import Heard, fold
from survey_flows.interview.spelling import listen

T = TypeVar("T")

EXACT = "="

AMBIGUOUS = frozenset({"hai", "dung", "xa", "nam", "ba", "co", "a", "mat", "ho", "ma"})
"""Words that mean different things when typed alone without diacritics (domain.md §5, trap 3)."""


_GAP = "(?:[^ ]+ ){0,4}?"
_MANY = 30
"""Words from which on a set of them is looked through faster."""


class Phrasebook(Generic[T]):
    """Whole messages and what they mean."""

    def __init__(self, meanings: Mapping[T, str]) -> None:
        """Take for each meaning its phrases, separated by `;`; they are spelled out on first use."""
        self._meanings = meanings
        self._by_plain: dict[tuple[str, ...], list[tuple[tuple[str, ...], bool, T]]] = {}

    def _spell_out(self) -> None:
        by_plain: dict[tuple[str, ...], list[tuple[tuple[str, ...], bool, T]]] = {}
        for meaning, phrases in self._meanings.items():
            for phrase in phrases.split(";"):
                written = phrase.strip()
                heard = listen(written.removeprefix(EXACT))
                is_exact = written.startswith(EXACT) or (
                    len(heard.words) == 1 and heard.plain[0] in AMBIGUOUS
                )
                entries = by_plain.setdefault(heard.plain, [])
                entries.append((heard.words, is_exact, meaning))
        self._by_plain = by_plain

    def find(self, heard: Heard) -> T | None:
        """Return the one meaning of the whole message, or None."""
        if not self._by_plain:
            self._spell_out()
        entries = self._by_plain.get(heard.plain)
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
    spelt = _listened(phrase.removeprefix(EXACT).replace("_", " "))
    return "".join(
        f"{re.escape(word)} "
        if is_exact or fold(word) == word
        else f"(?:{re.escape(word)}|{re.escape(fold(word))}) "
        for word in spelt
    )


def either(phrases: Iterable[str]) -> str:
    """Return an expression for any of `phrases`, the longest first."""
    return f"(?:{'|'.join(lenient(phrase) for phrase in sorted(phrases, key=len, reverse=True))})"


def any_of(phrases: str) -> str:
    """Return an expression for any of `phrases`, which are separated by `;`."""
    return either(phrase.strip() for phrase in phrases.split(";"))


class Turns:
    """Turns of phrase to find inside a message.

    `a/b` is either word, `a_b` words in a row, `..` up to four words of any kind, `^` and `$` the
    message's ends, a word ending in `?` may be left out, one starting with `=` is typed as it stands.
    A turn is searched for only in a message that holds a word of each of its fixed places, and compiled
    when it first is.
    """

    __slots__ = ("_by_cue", "_written")

    def __init__(self, turns: Iterable[str]) -> None:
        self._written = [turn.split() for turn in turns]
        self._by_cue: dict[str, list[_Turn]] = {}

    def _find_cues(self) -> None:
        by_cue: dict[str, list[_Turn]] = {}
        for places in self._written:
            *others, last = _cues(places)
            turn = _Turn(places, tuple(others))
            for cue in last:
                by_cue.setdefault(cue, []).append(turn)
        self._by_cue = by_cue

    @property
    def expression(self) -> re.Pattern[str]:
        """All the turns as one expression over `Heard.spoken`."""
        return re.compile("|".join(_expression(places) for places in self._written))

    def occurs_in(self, heard: Heard) -> bool:
        """Whether any of the turns stands in the message."""
        if not self._by_cue:
            self._find_cues()
        said = heard.words if len(heard.words) < _MANY else frozenset(heard.words)
        for word in said:
            for turn in self._by_cue.get(word, ()):
                if turn.stands_in(said, heard.spoken):
                    return True
        return False


class _Turn:
    """One turn: the words some of which must be there, and the expression, compiled on first use."""

    __slots__ = ("_cues", "_expression", "_places")

    def __init__(self, places: list[str], cues: tuple[frozenset[str], ...]) -> None:
        self._places, self._cues = places, cues
        self._expression: re.Pattern[str] | None = None

    def stands_in(self, said: Collection[str], spoken: str) -> bool:
        for cue in self._cues:
            if cue.isdisjoint(said):
                return False
        if self._expression is None:
            self._expression = re.compile(_expression(self._places))
        return self._expression.search(spoken) is not None


def _expression(places: list[str]) -> str:
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


def _cues(places: list[str]) -> list[frozenset[str]]:
    """Return for each place that may not be left out the last words it can have, in both spellings."""
    found = []
    for place in places:
        if place not in {"..", "^", "$"} and not place.endswith("?"):
            last = {
                _listened(phrase.removeprefix(EXACT).replace("_", " "))[-1] for phrase in place.split("/")
            }
            found.append(frozenset(last | {fold(word) for word in last}))
    return found


@lru_cache(maxsize=4096)
def _listened(phrase: str) -> tuple[str, ...]:
    return listen(phrase).words
