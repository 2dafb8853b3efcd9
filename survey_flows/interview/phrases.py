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


_GAP = "(?:[^ ]+ ){0,4}?"


class Phrasebook(Generic[T]):
    """Whole messages and what they mean."""

    def __init__(self, meanings: Mapping[T, str]) -> None:
        """Take for each meaning its phrases, separated by `;`."""
        self._by_plain: dict[tuple[str, ...], list[tuple[tuple[str, ...], bool, T]]] = {}
        for meaning, phrases in meanings.items():
            for phrase in phrases.split(";"):
                written = phrase.strip()
                heard = listen(written.removeprefix(EXACT))
                is_exact = written.startswith(EXACT) or (
                    len(heard.words) == 1 and heard.plain[0] in AMBIGUOUS
                )
                entries = self._by_plain.setdefault(heard.plain, [])
                entries.append((heard.words, is_exact, meaning))

    def find(self, heard: Heard) -> T | None:
        """Return the one meaning of the whole message, or None."""
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


def any_of(phrases: str) -> str:
    """Return an expression for any of `phrases`, which are separated by `;`."""
    return either(phrase.strip() for phrase in phrases.split(";"))


class Turns:
    """Turns of phrase to find inside a message.

    `a/b` is either word, `a_b` words in a row, `..` up to four words of any kind, `^` and `$` the
    message's ends, a word ending in `?` may be left out, one starting with `=` is typed as it stands.
    A message without the last fixed word of any turn is passed over without a search.
    """

    __slots__ = ("_cues", "expression")

    def __init__(self, turns: Iterable[str]) -> None:
        written = [turn.split() for turn in turns]
        self.expression = re.compile("|".join(_expression(places) for places in written))
        self._cues = frozenset(cue for places in written for cue in _cues(places))

    def occurs_in(self, heard: Heard) -> bool:
        """Whether any of the turns stands in the message."""
        return not self._cues.isdisjoint(heard.words) and self.expression.search(heard.spoken) is not None


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


def _cues(places: list[str]) -> set[str]:
    """Return the last words of the last place that may not be left out, in both spellings."""
    fixed = next(
        place for place in reversed(places) if place not in {"..", "^", "$"} and not place.endswith("?")
    )
    last = {listen(phrase.removeprefix(EXACT).replace("_", " ")).words[-1] for phrase in fixed.split("/")}
    return last | {fold(word) for word in last}
