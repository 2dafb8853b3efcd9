"""What did they mean? Typed words to a `Reading`, item by item.

Rules (domain.md §5):
1. Wishes and reports are looked for first, then the answer; nothing is decided on one word of many.
2. What is recorded without asking back is plain: a number of a choice, a choice's own words, or a
   phrase of the item's vocabulary, whole. Anything beside it makes the reading probable at most
   (emphasis, doubt, three dots) or unclear (a question mark, a face that says otherwise).
3. Nothing here raises, whatever was typed.
"""

from __future__ import annotations

from survey_flows.interview import facts, numbers
from survey_flows.interview.events import Asked
from survey_flows.interview.intents import intent_beside_text, intent_of
from survey_flows.interview.meanings import Meaning, code_for
from survey_flows.interview.normalise import Heard
from survey_flows.interview.reading import (
    Aside,
    Certain,
    Doubt,
    NoValue,
    Probable,
    Reading,
    Report,
    Told,
    Unclear,
)
from survey_flows.interview.satisfaction import FRIENDLY, degree_of, is_divided
from survey_flows.interview.selections import by_label, says_none, several
from survey_flows.interview.spelling import listen
from survey_flows.interview.yes_no import yes_or_no
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole

_UNCLEAR = Unclear()
_YES_NO = frozenset({"yesno", "yn_harass", "yn_fee", "yn_feedback", "consent"})
_DIGITS = frozenset("123456789")
_TC = ("tc",)
_VOCATIONAL = "trung cấp"
"""`TC` stops, but where this is a choice it may be its abbreviation."""
_VALUES = {
    ItemKind.INTEGER: numbers.integer,
    ItemKind.DECIMAL: numbers.decimal,
    ItemKind.DATE: numbers.day,
}


def read(text: str, item: Item | None) -> Reading:
    """Return what `text` means as a reply to `item`; to nothing in particular when `item` is None."""
    if item is None:
        return intent_of(listen(text), "") or _UNCLEAR
    if text in _DIGITS and item.kind is ItemKind.SELECT_ONE and int(text) <= len(item.choices):
        return Certain(item.choices[int(text) - 1].code)
    heard = listen(text)
    return _open(heard) if item.kind is ItemKind.TEXT else _closed(heard, item)


def agrees(text: str) -> bool | None:
    """Return the yes or no to "do you mean …?"; None for anything else.

    >>> agrees("đúng rồi ạ"), agrees("2"), agrees("hài lòng") is None
    (True, False, True)
    """
    heard = listen(text)
    number = numbers.single_number(heard)
    if number is not None:
        return {1: True, 2: False}.get(number)
    if heard.asks or heard.is_garbled:
        return None
    if heard.bare.plain in {("ok",), ("dung",)} and heard.bare.words != ("dừng",):
        return True
    found = yes_or_no(heard, "yesno")
    return None if found is None or not found.is_plain else found.name == "yes"


def is_refusal(item: Item, code: str) -> bool:
    """Whether `code` is the "no" of a consent item."""
    if item.kind is ItemKind.ACKNOWLEDGE:
        return code == "no"
    return code == code_for(item.choices, "yesno", "no")


def _open(heard: Heard) -> Reading:
    """An open question: whatever is typed is the answer, save for a few wishes."""
    intent = intent_beside_text(heard)
    if intent is not None:
        return intent
    return Certain(heard.text) if heard.text else _UNCLEAR


def _closed(heard: Heard, item: Item) -> Reading:
    if not heard.words and not heard.pictures:
        return Aside(Asked.HELP) if heard.asks else _UNCLEAR
    intent = intent_of(heard, item.reading)
    if heard.plain == _TC and any(
        _VOCATIONAL in choice.labels.get("vi", "").lower() for choice in item.choices
    ):
        return Told(Report.STOPS)
    if intent is not None and not _is_answer_here(heard, item, intent):
        return intent
    return _UNCLEAR if heard.is_garbled else _tempered(_answer(heard, item), heard, item)


def _answer(heard: Heard, item: Item) -> Reading:
    match item.kind:
        case ItemKind.SELECT_ONE:
            return _one(heard, item)
        case ItemKind.SELECT_MULTIPLE:
            return several(heard, item)
        case ItemKind.ACKNOWLEDGE:
            return _acknowledged(heard, item)
        case _:
            value_in = _VALUES.get(item.kind)
            value = None if value_in is None else value_in(heard)
            return _UNCLEAR if value is None else Certain(value)


def _one(heard: Heard, item: Item) -> Reading:
    if item.reading == "sat5" and len(item.choices) == 5:
        return _satisfaction(heard, item)
    if item.reading == "trips":
        return _meaning(facts.times(heard), item, "trips")
    number = numbers.single_number(heard)
    if number is not None:
        return _by_number(number, item)
    split = numbers.leading_number(heard)
    if split is not None and item.reading != "place":
        return _numbered_words(split[0], split[1], item)
    return _in_words(heard, item)


def _in_words(heard: Heard, item: Item) -> Reading:
    labelled = by_label(heard, item)
    if isinstance(labelled, Certain):
        return labelled
    reading: Reading = _UNCLEAR
    if item.reading in _YES_NO:
        reading = _meaning(yes_or_no(heard, item.reading), item, "yesno")
    elif item.reading == "slip":
        reading = _meaning(facts.slip(heard), item, "slip")
    elif item.reading == "punct":
        reading = _meaning(facts.timely(heard), item, "punct")
    elif item.reading == "place":
        reading = several(heard, item)
    return labelled if isinstance(reading, Unclear) else reading


def _satisfaction(heard: Heard, item: Item) -> Reading:
    degree = degree_of(heard)
    if isinstance(degree, Doubt):
        labelled = by_label(heard, item) if degree is Doubt.UNCLEAR and not is_divided(heard) else None
        return labelled if isinstance(labelled, Certain) else Unclear(degree)
    value = item.choices[degree[0] - 1].code
    return Certain(value) if degree[1] else Probable(value)


def _numbered_words(number: int, rest: Heard, item: Item) -> Reading:
    """Read `1. Có`: the digit and the words must agree."""
    numbered = _by_number(number, item)
    worded = _in_words(rest, item)
    if (
        isinstance(numbered, Certain)
        and isinstance(worded, Certain | Probable)
        and numbered.value == worded.value
    ):
        return numbered
    return _UNCLEAR


def _by_number(number: int, item: Item) -> Reading:
    return Certain(item.choices[number - 1].code) if 1 <= number <= len(item.choices) else _UNCLEAR


def _meaning(meaning: Meaning | None, item: Item, vocabulary: str) -> Reading:
    if meaning is None:
        return _UNCLEAR
    value = code_for(item.choices, vocabulary, meaning.name)
    if value is None:
        return _UNCLEAR
    return Certain(value) if meaning.is_plain else Probable(value)


def _acknowledged(heard: Heard, item: Item) -> Reading:
    is_consent = item.role is ItemRole.CONSENT
    number = numbers.single_number(heard)
    if number is not None:
        if number == 1:
            return Certain("OK")
        return Certain("no") if number == 2 and is_consent else _UNCLEAR
    found = yes_or_no(heard, "consent")
    if found is None or not found.is_plain:
        return _UNCLEAR
    if found.name == "yes":
        return Certain("OK")
    return Certain("no") if is_consent else _UNCLEAR


def _tempered(reading: Reading, heard: Heard, item: Item) -> Reading:
    """Rule 2: a question, doubt or odd signs beside an answer."""
    if not isinstance(reading, Certain | Probable):
        return reading
    if heard.asks:
        is_number = isinstance(reading, Certain) and numbers.single_number(heard) is not None
        return Probable(reading.value) if is_number else _UNCLEAR
    has_doubtful_face = item.reading != "sat5" and not FRIENDLY.issuperset(heard.pictures)
    if isinstance(reading, Certain) and (heard.trails or heard.is_odd or has_doubtful_face):
        return Probable(reading.value)
    return reading


def _is_answer_here(heard: Heard, item: Item, intent: Reading) -> bool:
    """Whether what is elsewhere a wish is an answer to this very item."""
    if item.reading == "yn_feedback" and isinstance(intent, NoValue):
        return yes_or_no(heard, item.reading) is not None
    if item.reading == "slip":
        return facts.slip(heard) is not None
    return item.kind is ItemKind.SELECT_MULTIPLE and says_none(heard)
