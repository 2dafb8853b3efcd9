"""Recognising a name an office wrote: exactly, without diacritics, or nearly.

Rules: case, diacritics, punctuation and spacing never decide; a near match counts only when it is
close and no other name is about as close, and it is always reported as a doubt. Sơn La has
"Chiềng Sơ" and "Chiềng Sơn": guessing between neighbours would move people to another commune.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

_CLOSE = 0.84
_MARGIN = 0.04
_CANDIDATES = 16
_REMEMBERED = 20_000
_COMMON_SHARE = 0.4  # a pair of letters in more spellings than this tells nothing
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def fold(text: str) -> str:
    """Lower-case ASCII words of a Vietnamese text, one space between.

    >>> fold("  Sở GIÁO DỤC & Đào tạo ")
    'so giao duc dao tao'
    """
    # A million names are made of a few hundred words.
    return " ".join(filter(None, map(_folded, text.split())))


@lru_cache(maxsize=16384)
def _folded(word: str) -> str:
    lowered = word.lower().replace("đ", "d")
    plain = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain).strip()


@dataclass(frozen=True, slots=True)
class Found:
    """One name fits: `is_close` when it was not written as known."""

    key: str
    is_close: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Two names fit about equally well."""

    first: str
    second: str


class NameIndex:
    """Known names of one sort, to look up what was written. Answers are remembered."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """`names` maps each key to all spellings of it. Raises ValueError when two keys share one."""
        self._keys: dict[str, str] = {}
        for key, spellings in names.items():
            for spelling in spellings:
                folded = fold(spelling)
                if self._keys.setdefault(folded, key) != key:
                    raise ValueError(f"“{spelling}” names both {self._keys[folded]} and {key}")
        self._answers: dict[str, Found | Ambiguous | None] = {}
        self._by_pair: dict[str, list[str]] = {}
        for folded in self._keys:
            for pair in _pairs(folded):
                self._by_pair.setdefault(pair, []).append(folded)

    def find(self, written: str) -> Found | Ambiguous | None:
        """Who is meant by `written`; None when nobody is."""
        try:
            return self._answers[written]
        except KeyError:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            answer = self._answers[written] = self._find(fold(written))
            return answer

    def _find(self, folded: str) -> Found | Ambiguous | None:
        if not folded:
            return None
        if (exact := self._keys.get(folded)) is not None:
            return Found(exact)
        best: dict[str, float] = {}
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(folded)
        for spelling in self._likeliest(folded):
            matcher.set_seq1(spelling)
            if matcher.real_quick_ratio() < _CLOSE or matcher.quick_ratio() < _CLOSE:
                continue
            key, ratio = self._keys[spelling], matcher.ratio()
            if ratio >= _CLOSE and ratio > best.get(key, 0):
                best[key] = ratio
        ranked = sorted(best, key=lambda key: (-best[key], key))
        if not ranked:
            return None
        if len(ranked) > 1 and best[ranked[0]] - best[ranked[1]] < _MARGIN:
            return Ambiguous(ranked[0], ranked[1])
        return Found(ranked[0], is_close=True)

    def _likeliest(self, folded: str) -> list[str]:
        """The spellings that share most pairs of letters: comparing all of them in full is slow."""
        shared: Counter[str] = Counter()
        too_common = len(self._keys) * _COMMON_SHARE
        for pair in _pairs(folded):
            spellings = self._by_pair.get(pair, ())
            if len(spellings) <= max(too_common, _CANDIDATES):
                shared.update(spellings)
        return sorted(shared, key=lambda spelling: (-shared[spelling], spelling))[:_CANDIDATES]


def _pairs(folded: str) -> set[str]:
    return {folded[at : at + 2] for at in range(len(folded) - 1)}
