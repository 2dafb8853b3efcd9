"""Make what people type comparable, without deciding what it means.

Rules enforced here (domain.md §5):
1. What is stored is the respondent's own text: NFC, no control or zero-width characters, no lone
   surrogates (a database refuses them), at most 2,000 characters.
2. What is read is lower case, in words, with compatibility digits (full width, keycaps) as plain
   digits, doubled letters single, tone marks in one place (`hoà` = `hòa`).
3. Diacritics are kept beside the plain spelling: only a word typed *without* any diacritics may
   stand for one with them. `hài` is never `hai`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

MAXIMUM_LENGTH = 2_000

_OLD_TONES = re.compile("(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])$")
_NEW_TONES = {
    **{"o" + old: new + "a" for old, new in zip("àáảãạ", "òóỏõọ", strict=True)},
    **{"o" + old: new + "e" for old, new in zip("èéẻẽẹ", "òóỏõọ", strict=True)},
    **{"u" + old: new + "y" for old, new in zip("ỳýỷỹỵ", "ùúủũụ", strict=True)},
}
_FOLDS = {
    ord(letter): unicodedata.normalize("NFD", letter)[0]
    for letter in "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
} | {ord("đ"): "d"}

_AFTER_WORD = {
    ("không", "bt"): "biết",
    **{
        (before, "r"): "rồi"
        for before in ("block", "chặn", "hủy", "dừng", "xong", "nhắn", "nói", "bảo", "lắm", "quá")
    },
} | {
    (before, "chi"): "gì"
    for before in (
        *("hỏi", "có", "làm", "biết", "cái", "ý", "nhớ", "hiểu", "nói", "cần", "không", "kiểu", "là", "thấy"),
        *(
            "hoi",
            "co",
            "lam",
            "biet",
            "cai",
            "nho",
            "hieu",
            "noi",
            "can",
            "kieu",
            "la",
            "thay",
            "khong",
            "bị",
        ),
    )
}
"""What a word stands for after another: `bt` is bình thường save in `không bt`; a central `chi` is gì."""
_WORD = re.compile(r"[^\W_]+")
_DOUBLED = re.compile(r"([^\W\d_])\1+")
_DIGITS_AND_LETTERS = re.compile(r"[0-9]+|[^\W\d_]+")
_GARBLED = re.compile(r"[^\W\d_]\?+[^\W\d_]")
_KEY = "\u20e3"
_KEYCAP = re.compile("[\ufe0e\ufe0f]")
_PICTURE = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_ODD = re.compile(r"[^\w\s.,;:!?()\[\]#&+/'’…-]|\)\)|[:=;]-?[(/]|^-[0-9]|[0-9] *\+(?! *[0-9])|[0-9] *-$")


def words(text: str) -> frozenset[str]:
    """Return the words of `text`, for the sets the vocabularies are made of."""
    return frozenset(text.split())


def clean(text: str) -> str:
    """Return `text` as it may be stored: see rule 1."""
    text = text[: 4 * MAXIMUM_LENGTH]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = "".join(
            character if character.isprintable() else " " if character.isspace() else "" for character in text
        )
    return text[:MAXIMUM_LENGTH].strip()


def fold(text: str) -> str:
    """Return lower-case Vietnamese without diacritics.

    >>> fold("rất hài lòng, đúng hẹn")
    'rat hai long, dung hen'
    """
    return text.translate(_FOLDS)


def plain_ascii(text: str) -> str:
    """Return `text` in any case without diacritics, for messages that must stay in the GSM alphabet."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@dataclass(frozen=True, slots=True)
class Heard:
    """A text made comparable.

    `text` is what may be stored, `line` the same in lower case with compatibility characters
    resolved. `words` keep their diacritics, `plain` are the same words without; `spoken` are the
    words in a row, each followed by a blank. `core` is where the words begin and end once politeness
    is left out. `pictures` are the emoji in order. `asks`: there is a question mark; `trails`: it
    trails off ("..."); `is_odd`: there are signs an answer has no use for; `is_garbled`: letters were
    lost on the way.
    """

    text: str
    line: str
    words: tuple[str, ...]
    plain: tuple[str, ...]
    spoken: str
    core: tuple[int, int]
    pictures: tuple[str, ...] = ()
    asks: bool = False
    trails: bool = False
    is_odd: bool = False
    is_garbled: bool = False

    @property
    def bare(self) -> Heard:
        """The same message without politeness and pronouns at its ends."""
        start, end = self.core
        return self if end - start == len(self.words) else self.part(start, end)

    def part(self, start: int, end: int) -> Heard:
        """Return the same message with some of its words."""
        words = self.words[start:end]
        return Heard(
            self.text,
            self.line,
            words,
            self.plain[start:end],
            " ".join(words) + " ",
            (0, end - start),
            self.pictures,
            self.asks,
            self.trails,
            self.is_odd,
            self.is_garbled,
        )


def hear(
    text: str,
    spell: Callable[[str], tuple[str, ...]],
    core_of: Callable[[Sequence[str]], tuple[int, int]],
) -> Heard:
    """Make `text` comparable; `spell` expands one word (shorthand, Telex, VNI, glued words)."""
    stored = clean(text)
    is_ascii = stored.isascii()
    line = (
        stored.lower()
        if is_ascii
        else unicodedata.normalize("NFKC", _KEYCAP.sub("", stored.replace(_KEY, " "))).lower()
    )
    words: list[str] = []
    for word in _WORD.findall(line):
        words += spell(word)
    if "bt" in words or "chi" in words or "r" in words:
        words = [_AFTER_WORD.get((before, word), word) for before, word in pairwise(["", *words])]
    pictures = () if is_ascii else tuple(_PICTURE.findall(line))
    return Heard(
        stored,
        line,
        tuple(words),
        tuple([folded(word) for word in words]),
        " ".join(words) + " ",
        core_of(words),
        pictures,
        "?" in line,
        "..." in line or "…" in stored,
        _ODD.search(_PICTURE.sub("", line) if pictures else line) is not None,
        ("?" in line and _GARBLED.search(line) is not None) or "\ufffd" in line,
    )


def tidy(word: str) -> str:
    """Return a lower-case word with doubled letters single and tone marks in one place."""
    word = _DOUBLED.sub(r"\1", word)
    if word.isascii():
        return word
    if fold(word[-1]) == word[-1] == fold(word[-2:-1]) != word[-2:-1]:
        word = word[:-1]  # `hủyyy`, `đóoo`
    return _OLD_TONES.sub(lambda found: _NEW_TONES[found[0]], word)


def parts(word: str) -> list[str]:
    """Split `5nhé` into `5` and `nhé`; an amount such as `200k` stays whole."""
    if word[-1] == "k" and word[:-1].isdigit():
        return [word]
    return _DIGITS_AND_LETTERS.findall(word)


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """Return `fold(word)`, remembered: the vocabulary of a survey is small."""
    return fold(word)
