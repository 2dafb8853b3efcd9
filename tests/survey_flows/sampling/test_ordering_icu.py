"""The order of names agrees with ICU's Vietnamese collation, but for what decision 0015 lists.

Oracle: ICU 77.1 (`icu` of pyicu-wheels), locale vi, secondary strength (letters and tones, not case),
keys of the words, given name first. Names of 2 to 4 syllables of the 23,646 below: 20,000 in every run,
1,000,000 under `make soak` (equal in every place on 2026-11-22). Difference n below is n there.
"""

from __future__ import annotations

import random
import unicodedata
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from survey_flows.sampling.ordering import in_name_order, name_key, village_key

icu: Any = pytest.importorskip("icu")

INITIALS = (
    *("b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p"),
    *("ph", "qu", "r", "s", "t", "th", "tr", "v", "x", ""),
)
RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e ec em en eng
eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach
oai oan oang oanh oat oay oăn oc oe oi om on ong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân
uât uây uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uyên uyêt uynh uyt ư ưa ưc ưi
ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ưt ưu y yêm yên yêu
"""
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VOWELS = "aăâeêioôơuưy"


def collator(*, numeric: bool = False) -> Any:
    """ICU's Vietnamese collation of letters and tones."""
    made = icu.Collator.createInstance(icu.Locale("vi"))
    made.setStrength(icu.Collator.SECONDARY)
    if numeric:
        made.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)
    return made


def toned(syllable: str, tone: str) -> str:
    """`syllable` with a tone on the vowel that carries it."""
    places = [at for at, letter in enumerate(syllable) if letter in VOWELS]
    if syllable[:2] in {"qu", "gi"} and len(places) > 1:
        del places[0]
    marked = [at for at in places if syllable[at] in "ăâêôơư"]
    if marked:
        place = marked[-1]
    elif len(places) == 1 or syllable[-1] not in VOWELS:
        place = places[-1]
    else:
        place = places[-2]
    return unicodedata.normalize("NFC", syllable[: place + 1] + tone + syllable[place + 1 :])


@cache
def syllables() -> tuple[str, ...]:
    """Every initial with every rhyme in every tone, sounds that no word has among them."""
    return tuple(
        sorted(
            {
                toned(initial + rhyme, tone)
                for initial in INITIALS
                for rhyme in RHYMES.split()
                for tone in TONES
            }
        )
    )


def generated(count: int, seed: int) -> list[str]:
    """Names of two to four syllables."""
    rng = random.Random(seed)
    known = syllables()
    return [
        " ".join(known[int(rng.random() * len(known))].title() for _ in range(2 + int(rng.random() * 3)))
        for _ in range(count)
    ]


def test_every_syllable_stands_where_icu_puts_it() -> None:
    assert len(syllables()) == 23_646
    assert sorted(syllables(), key=name_key) == sorted(syllables(), key=collator().getSortKey)


@pytest.mark.parametrize("count", [20_000, pytest.param(1_000_000, marks=pytest.mark.soak)])
def test_names_stand_where_icu_puts_their_words_given_name_first(count: int) -> None:
    """Both ways to our order: keys of names, and numbers for long lists."""
    names = generated(count, seed=1)
    of_word = cache(collator().getSortKey)

    def by_words(name: str) -> tuple[bytes, ...]:
        *others, given = name.split()
        return tuple(map(of_word, (given, *others)))

    theirs = sorted(names, key=by_words)
    assert sorted(names, key=name_key) == theirs
    assert [names[place] for place in in_name_order(names)] == theirs


def test_whole_names_differ_from_icu_only_by_a_tone_in_an_earlier_word() -> None:
    """Difference 2: wherever ICU turns two neighbours round, a tone stands before a letter."""
    given = [word for word in syllables() if word in {"an", "án", "anh", "ánh", "ảnh", "ạnh"}]
    rng = random.Random(2)
    names = [f"{rng.choice(syllables())} {rng.choice(syllables())} {rng.choice(given)}" for _ in range(3_000)]
    whole = cache(collator().getSortKey)
    letters = icu.Collator.createInstance(icu.Locale("vi"))
    letters.setStrength(icu.Collator.PRIMARY)

    def turned(name: str) -> list[str]:
        *others, last = name.split()
        return [last, *others]

    differing = 0
    for first, second in pairwise(sorted(names, key=name_key)):
        ours, theirs = turned(first), turned(second)
        if whole(" ".join(ours)) <= whole(" ".join(theirs)):
            continue
        differing += 1
        word = next(at for at, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one != other)
        assert letters.compare(ours[word], theirs[word]) == 0
        assert letters.compare(" ".join(ours[word + 1 :]), " ".join(theirs[word + 1 :])) > 0
    assert differing > 0


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("Vàng Thị An", "Bùi Văn Bình", "1: the given name decides"),
        ("Vàng Anh", "Cà Ảnh", "2: the tone of the given name before the family name"),
        ("Lò-An", "Lò Ăn", "3: a hyphen separates as a space does"),
        ("Lò Oz", "Lò Öa", "4: a foreign letter comes after all others"),
    ],
)
def test_the_deliberate_differences_are_these(first: str, second: str, why: str) -> None:
    assert name_key(first) < name_key(second), why


def test_icu_sees_those_pairs_the_other_way_round() -> None:
    whole = collator().getSortKey
    assert whole("Vàng Thị An") > whole("Bùi Văn Bình")
    assert whole("Anh Vàng") > whole("Ảnh Cà")
    assert whole("Lò Oz") > whole("Lò Öa")


def test_numbered_villages_stand_where_icu_puts_them_with_numbers_by_value() -> None:
    rng = random.Random(3)
    words = ("Tổ", "Tổ dân phố số", "Bản", "Khu", "Thôn", "Tiểu khu")
    names = [f"{word} {number}" for word in words for number in rng.sample(range(1, 2_000), 150)]
    assert sorted(names, key=village_key) == sorted(names, key=collator(numeric=True).getSortKey)
