"""What a Telex or VNI keyboard leaves when it does not compose: `raast`, `ra61t`, `lofng`.

Rules (domain.md §5, trap 6):
1. Such a spelling is resolved only when it is no Vietnamese syllable as it stands (`khoong`, `hai2`)
   and becomes one (`không`, `hài`). Then it has one reading: nothing is looked up, nothing guessed.
2. A syllable that ends in `c`, `ch`, `p` or `t` carries sắc or nặng; anything else is no syllable.
3. `so5`, `muc4` is a word and the number of a choice, not a tone.
"""

from __future__ import annotations

import re
import unicodedata

_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x|"
_RIME_LIST = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ich im in inh ip it iu ia
    iêc iêm iên iêng iêp iêt iêu yêm yên yêng yêt yêu y yt ych ynh
    o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
    oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u uc ui um un ung up ut ua uôc uôi uôm uôn uông uôt uê uêch uênh uy uych uynh uyt uya uyên uyêt uyu
    uân uât uây uơ ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu
"""
_RIMES = frozenset(_RIME_LIST.split())
_SPLIT = re.compile(rf"({_ONSETS})(.*)")
_FRONT = frozenset("eêiy")
_FRONT_ONLY = frozenset({"k", "gh", "ngh"})
_NEVER_FRONT = frozenset({"c", "ng"})
"""Which onsets are written before the front vowels, and which never: `kh`ảo, but no `k`ảo."""
_STOPPED = ("c", "p", "t", "ch")
_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_VNI_SHAPES = {"6": ("aeo", "\u0302"), "7": ("ou", "\u031b"), "8": ("a", "\u0306")}
_TELEX_SHAPES = (
    ("dd", "đ"), ("uow", "ươ"), ("uwow", "ươ"), ("uwo", "ươ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"),
    ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"),
)  # fmt: skip
_LATE_W = (("uo", "ươ"), ("a", "ă"), ("o", "ơ"), ("u", "ư"))
"""What a `w` typed after the rest of its syllable shapes: `dungwf` is dừng."""
_LONE_W = re.compile("(?<=[^aeiouyăâêôơư])w(?=[^aeouywăâêôơư])")
"""A `w` where the vowel would be is ư: `dwngf` is dừng."""
_TELEX = re.compile(r"[a-z]{2,9}")
_VNI = re.compile(r"[a-z]{1,7}[1-9][a-z1-9]{0,8}")
_NUMBERED = "so muc cau diem chon bam cham la t c k l lan loai số mức câu điểm chọn chấm lần"
_BEFORE_NUMBER = frozenset(_NUMBERED.split())
_TONE_MARKS = frozenset(_TONES.values())
_FOLDED_RIMES = frozenset(
    "".join(letter for letter in unicodedata.normalize("NFD", rime) if letter.isascii()) for rime in _RIMES
)


def is_syllable(word: str) -> bool:
    """Whether a lower-case word can be Vietnamese, typed with all its marks or with none.

    >>> is_syllable("lòng"), is_syllable("long"), is_syllable("lòg"), is_syllable("khoong")
    (True, True, False, False)
    """
    toneless, tone = _without_tone(word)
    onset, rime = _parts(toneless)
    is_front = rime[:1] in _FRONT
    if (onset in _FRONT_ONLY and not is_front) or (onset in _NEVER_FRONT and is_front):
        return False
    if word.isascii():
        return rime in _FOLDED_RIMES or (onset == "gi" and not rime)
    if rime not in _RIMES and not (onset == "gi" and not rime):
        return False
    return not rime.endswith(_STOPPED) or tone in {"", "\u0301", "\u0323"}


def composed(word: str) -> str | None:
    """Return the word that an uncomposed Telex or VNI spelling stands for; None when it is none.

    >>> composed("raast"), composed("ra61t"), composed("dduwowcj"), composed("long"), composed("so5")
    ('rất', 'rất', 'được', None, None)
    """
    if _TELEX.fullmatch(word):
        return None if is_syllable(word) else _from_telex(word)
    return _from_vni(word) if _VNI.fullmatch(word) else None


def _from_telex(word: str) -> str | None:
    found: set[str] = set()
    first_vowel = next((at for at, letter in enumerate(word) if letter in "aeiouyw"), len(word))
    for at in [None, *(at for at in range(first_vowel + 1, len(word)) if word[at] in _TONES)]:
        base = word if at is None else word[:at] + word[at + 1 :]
        for typed, letter in _TELEX_SHAPES:
            base = base.replace(typed, letter)
        base = _LONE_W.sub("ư", base)
        if base.endswith("w"):
            late = next((pair for pair in _LATE_W if pair[0] in base), None)
            base = base if late is None else base[:-1].replace(*late)
        whole = _toned(base, "" if at is None else _TONES[word[at]])
        if whole is not None and whole != word:
            found.add(whole)
    return found.pop() if len(found) == 1 else None


def _from_vni(word: str) -> str | None:
    letters = [letter for letter in word if letter.isalpha()]
    base, tone, at = "".join(letters), "", 0
    for sign in word:
        if sign.isalpha():
            at += 1
        elif sign in _VNI_TONES:
            if tone:
                return None
            tone = _VNI_TONES[sign]
        elif sign == "9":
            if letters[0] != "d":
                return None
            letters[0] = "đ"
        elif not _shape(letters, at, *_VNI_SHAPES[sign]):
            return None
    whole = _toned("".join(letters), tone)
    is_number_apart = word[:-1] == base and base in _BEFORE_NUMBER and whole not in _BEFORE_NUMBER
    return None if is_number_apart else whole


def _shape(letters: list[str], end: int, vowels: str, mark: str) -> bool:
    """Put a shape on the last letter before `end` that can carry it; `uo7` shapes both."""
    for at in range(min(end, len(letters)) - 1, -1, -1):
        if letters[at] in vowels:
            letters[at] = unicodedata.normalize("NFC", letters[at] + mark)
            if mark == "\u031b" and at and letters[at] == "ơ" and letters[at - 1] == "u":
                letters[at - 1] = "ư"
            return True
    return False


def retoned(word: str) -> str:
    """Return a lower-case word with its tone on the vowel it belongs to.

    >>> retoned("haì"), retoned("thừơng"), retoned("lòng")
    ('hài', 'thường', 'lòng')
    """
    toneless, tone = _without_tone(word)
    return (_toned(toneless, tone) if tone else None) or word


def _toned(base: str, tone: str) -> str | None:
    """Return the syllable `base` with its tone on the vowel it belongs to; None when it is none."""
    onset, rime = _parts(base)
    if rime not in _RIMES and not (onset == "gi" and not rime):
        return None
    if rime.endswith(_STOPPED) and tone not in {"\u0301", "\u0323"}:
        return None
    if not tone:
        return base
    at = len(base) - 1 if not rime else len(base) - len(rime) + _carrier(rime)
    return unicodedata.normalize("NFC", base[: at + 1] + tone + base[at + 1 :])


def _carrier(rime: str) -> int:
    """Return which letter of a rime carries the tone mark, in the placing of `tidy` (`hòa`)."""
    marked = [at for at, letter in enumerate(rime) if letter in "ăâêôơư"]
    if marked:
        return marked[-1]
    vowels = [at for at, letter in enumerate(rime) if letter in "aeiouy"]
    if len(vowels) == 1 or (len(vowels) == 2 and len(rime) == 2):
        return vowels[0]
    return vowels[1]


def _parts(word: str) -> tuple[str, str]:
    found = _SPLIT.fullmatch(word)
    if found is None:
        return word, ""
    onset, rime = found[1], found[2]
    if not rime and onset in {"gi", "qu"}:
        return onset, rime
    return onset, rime


def _without_tone(word: str) -> tuple[str, str]:
    tone, kept = "", []
    for letter in unicodedata.normalize("NFD", word):
        if letter in _TONE_MARKS:
            tone = letter
        else:
            kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept)), tone
