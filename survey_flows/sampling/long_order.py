"""The abc order of millions of names, by whole numbers: each distinct word is looked at once.

The letters of a word (up to seven, no Vietnamese word has more) are packed into one number, exactly.
Distinct numbers are few: their words get the rank of their key among all keys. A name is then the
ranks of its words, given name first, in as few numbers as they fit in, and numbers are sorted. A
name that is written in a way this cannot hold (letters with separate marks, very long words, signs
beyond the basic plane) is split as any name is and gets the same ranks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

_NAMES_AT_ONCE = 200_000
_LETTER_BITS = 9
_LETTERS = 7
_NUMBER_BITS = 63
_SEPARATOR, _ODD, _UNSEEN = 0, -1, -2
_MARKS = range(0x0300, 0x0370)
_SURROGATES = range(0xD800, 0xE000)
_END_OF_NAME = ord("\n")


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some names: how many words each has, and the words as places in `distinct`."""

    counts: npt.NDArray[np.int32]
    words: npt.NDArray[np.int32]
    distinct: Numbers


def order_by_numbers(
    names: Sequence[str], *, words_of: Callable[[str], list[str]], key_of: Callable[[str], bytes]
) -> Sequence[int]:
    """The places (from 0) of `names` in the order of (key of the last word, keys of the others).

    Equal names stay as they stand. `words_of` splits a name; `key_of` must be free of prefixes.
    """
    letters = _Alphabet()
    chunks: list[_Chunk] = []
    odd: dict[int, list[str]] = {}
    for start in range(0, len(names), _NAMES_AT_ONCE):
        some = names[start : start + _NAMES_AT_ONCE]
        chunk, irregular = _read(some, letters)
        chunks.append(chunk)
        odd |= {start + at: words_of(some[at]) for at in irregular}
    distinct = np.unique(np.concatenate([chunk.distinct for chunk in chunks]))
    keys = [key_of(letters.word(number)) for number in distinct.tolist()]
    strange = {word: key_of(word) for words in odd.values() for word in words}
    rank_of = {key: rank for rank, key in enumerate(sorted({*keys, *strange.values()}), 1)}
    ranks = np.array([rank_of[key] for key in keys], np.int64)
    most = max(*(int(chunk.counts.max(initial=0)) for chunk in chunks), *map(len, odd.values()), 1)
    bits = max(1, len(rank_of).bit_length())
    columns = np.zeros((-(-most // (_NUMBER_BITS // bits)), len(names)), np.int64)
    start = 0
    for chunk in chunks:
        end = start + len(chunk.counts)
        _pack(chunk, ranks[np.searchsorted(distinct, chunk.distinct)], bits, columns[:, start:end])
        start = end
    for place, words in odd.items():
        for at, word in enumerate((*words[-1:], *words[:-1])):
            column, shift = _slot(at, bits)
            columns[column, place] |= rank_of[strange[word]] << shift
    return _sorted_places(columns, used=most * bits).data


def _slot(word: int, bits: int) -> tuple[int, int]:
    """In which number, and how far from its right end, the rank of the `word`-th word stands."""
    column, at = divmod(word, _NUMBER_BITS // bits)
    return column, _NUMBER_BITS - bits * (at + 1)


def _pack(chunk: _Chunk, ranks: Numbers, bits: int, into: Numbers) -> None:
    """Write the ranks of a chunk's names: the given name's first, then the others' as they stand."""
    ends = np.cumsum(chunk.counts)
    starts = ends - chunk.counts
    here = np.flatnonzero(chunk.counts)
    column, shift = _slot(0, bits)
    into[column, here] |= ranks[chunk.words[ends[here] - 1]] << shift
    for at in range(int(chunk.counts.max(initial=0)) - 1):
        here = np.flatnonzero(chunk.counts > at + 1)
        column, shift = _slot(at + 1, bits)
        into[column, here] |= ranks[chunk.words[starts[here] + at]] << shift


def _sorted_places(columns: Numbers, *, used: int) -> Numbers:
    size = columns.shape[1]
    place_bits = size.bit_length()
    places: Numbers
    if len(columns) > 1:
        places = np.lexsort(columns[::-1])
        return places
    if used + place_bits > _NUMBER_BITS:
        places = np.argsort(columns[0], kind="stable")
        return places
    # The place fits in as well: no two numbers are equal then, and the fastest sort keeps ties in order.
    numbers: Numbers = columns[0]
    numbers |= np.arange(size, dtype=np.int64)
    numbers.sort()
    numbers &= (1 << place_bits) - 1
    return numbers


class _Alphabet:
    """The letters met so far, as small numbers from 1."""

    def __init__(self) -> None:
        self._codes = np.full(1 << 16, _UNSEEN, np.int16)
        self._codes[_MARKS.start : _MARKS.stop] = _ODD
        self._codes[_SURROGATES.start : _SURROGATES.stop] = _ODD
        self._letters = [""]

    def codes(self, units: npt.NDArray[np.uint16]) -> npt.NDArray[np.int16]:
        """The code of each unit of UTF-16: a letter's or digit's, _SEPARATOR, or _ODD."""
        codes = self._codes[units]
        if codes.min(initial=_SEPARATOR) > _UNSEEN:
            return codes
        for unit in np.unique(units[codes == _UNSEEN]).tolist():
            self._codes[unit] = self._code_of(chr(unit))
        return self._codes[units]

    def _code_of(self, sign: str) -> int:
        if not sign.isalnum():
            return _SEPARATOR
        if len(self._letters) >= 1 << _LETTER_BITS:
            return _ODD
        self._letters.append(sign)
        return len(self._letters) - 1

    def word(self, number: int) -> str:
        """The word whose letters `number` holds."""
        return "".join(reversed(list(self._backwards(number))))

    def _backwards(self, number: int) -> Iterator[str]:
        while number:
            yield self._letters[number % (1 << _LETTER_BITS)]
            number >>= _LETTER_BITS


def _read(names: Sequence[str], letters: _Alphabet) -> tuple[_Chunk, list[int]]:
    """The words of `names` as numbers, and the places of names that must be split in the common way."""
    text = "\n".join(names)
    if text.count("\n") != len(names) - 1:
        text = "\n".join(name.replace("\n", " ") for name in names)
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    codes = letters.codes(units)
    name_at = np.cumsum(units == _END_OF_NAME, dtype=np.int32)
    is_inside = np.empty(len(codes) + 2, bool)
    is_inside[0] = is_inside[-1] = False
    np.not_equal(codes, _SEPARATOR, out=is_inside[1:-1])
    edges = np.flatnonzero(is_inside[1:] != is_inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    lengths = ends - starts
    name_of = name_at[starts]
    irregular = np.unique(np.concatenate([name_at[codes == _ODD], name_of[lengths > _LETTERS]]))
    if len(irregular):
        is_regular = np.ones(len(names), bool)
        is_regular[irregular] = False
        kept = is_regular[name_of]
        starts, lengths, name_of = starts[kept], lengths[kept], name_of[kept]
    packed = codes[starts].astype(np.int64)
    for at in range(1, int(lengths.max(initial=0))):
        here = np.flatnonzero(lengths > at)
        packed[here] = packed[here] << _LETTER_BITS | codes[starts[here] + at]
    distinct = np.unique(packed)
    words = np.searchsorted(distinct, packed).astype(np.int32)
    counts = np.bincount(name_of, minlength=len(names)).astype(np.int32)
    return _Chunk(counts, words, distinct), irregular.tolist()
