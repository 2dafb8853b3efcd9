"""What did they mean? Typed words to a `Reading`, item by item, and the rule that decided.

The order of decision (domain.md §5); the first rule that speaks is final, and its name is
`Decision.rule`, which `sipas understand --why` prints:

1. `digit`: the message is one digit and the question has so many choices.
2. `open question`: where any text is an answer, only a few wishes are looked for.
3. `nothing said`: no word and no picture; a lone `?` asks for help.
4. `wish: phrase`, `leaving: …` (`stops.py`, `leaving.py`) and `wish: turn`: stop, later, who are you, wrong
   person, don't know … (`intents.py`), as a whole message or as a turn of phrase in it,
   unless it answers this very question (`không cần`).
5. `garbled`: letters were lost on the way (`h?i l?ng`).
6. The answer, by the kind of item: `number`, `number and words` (they must agree), `own words` (of a
   choice), `vocabulary` (`satisfaction.py`, `yes_no.py`, `facts.py`, `trips.py`, `places.py`),
   `several` (`selections.py`), `value` (`numbers.py`), `consent`.
   An answer may be followed by a reason (`answer and reason`, `reasons.py`).
7. `asked back` and `doubtful sign`: a question mark, three dots or a face beside an answer makes it
   probable at most.
8. `leaning: …`: signs enough of leaving, though in no form of it (`leaning.py`); `a grievance`: a story
   of what went wrong (`grievances.py`); `perhaps a stop`: some signs, or a word of leaving in a short
   message, are asked about (`stops.py`); else `nothing fits`.

What is recorded without asking back is plain: a number of a choice, a choice's own words, or a phrase
of the item's vocabulary, whole. Nothing is decided on one word of many, and nothing here raises,
whatever was typed.
"""

from __future__ import annotations

from dataclasses import dataclass

from survey_flows.interview import facts, numbers
from survey_flows.interview.events import Asked
from survey_flows.interview.grievances import is_grievance
from survey_flows.interview.inputs import Command
from survey_flows.interview.intents import intent_beside_text, intent_of
from survey_flows.interview.leaning import STOPS, STOPS_FOR_SURE
from survey_flows.interview.meanings import Meaning, code_for
from survey_flows.interview.normalise import Heard
from survey_flows.interview.precedence import is_answer_here
from survey_flows.interview.reading import (
    Aside,
    Certain,
    Doubt,
    Probable,
    Reading,
    Report,
    Told,
    Unclear,
    Wish,
)
from survey_flows.interview.reasons import answer_and_reason, leaves, reason_and_answer
from survey_flows.interview.satisfaction import FRIENDLY, degree_of, is_divided
from survey_flows.interview.selections import by_label, several
from survey_flows.interview.spelling import listen
from survey_flows.interview.stops import leans_out, may_want_out
from survey_flows.interview.trips import times
from survey_flows.interview.yes_no import yes_or_no
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole


@dataclass(frozen=True, slots=True)
class Decision:
    """What a text was taken for, and the name of the rule (see above) that decided."""

    reading: Reading
    rule: str


_UNCLEAR = Unclear()
_NOTHING_FITS = Decision(_UNCLEAR, "nothing fits")
_STORIES = (Aside(Asked.COMPLAINT), Told(Report.INELIGIBLE))
"""What is told beside an answer as its reason; the answer comes first."""
_PERHAPS_A_STOP = Decision(Told(Report.STOPS), "perhaps a stop")
_YES_NO = frozenset({"yesno", "yn_harass", "yn_fee", "yn_feedback", "consent"})
_RATES = frozenset({"sat5", ""})
"""Where a story of what went wrong is a complaint; elsewhere it may be the answer put clumsily."""
_REASON_FIRST = frozenset({"sat5", "punct", "trips"})
_REASONED = _YES_NO | {"sat5", "trips", "punct"}
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
    return decide(text, item).reading


def decide(text: str, item: Item | None) -> Decision:
    """Return what `text` means as a reply to `item`, and which rule says so."""
    if item is None:
        heard = listen(text)
        return _wish(heard, None) or _silent(heard) or _last_look(heard)
    if text in _DIGITS and _is_numbered(item) and int(text) <= len(item.choices):
        return Decision(Certain(item.choices[int(text) - 1].code), "digit")
    heard = listen(text)
    if item.kind is ItemKind.TEXT:
        return _open(heard)
    decided = _silent(heard) or _wish(heard, item)
    if decided is not None:
        return decided
    if heard.is_garbled:
        return Decision(_UNCLEAR, "garbled")
    decided = _tempered(_answered(heard, item), heard, item)
    if decided.reading != _UNCLEAR:
        return decided
    return _last_look(heard, decided, STOPS_FOR_SURE, may_grieve=item.reading in _RATES)


def _last_look(
    heard: Heard, decided: Decision = _NOTHING_FITS, points: int = STOPS, *, may_grieve: bool = True
) -> Decision:
    """Rule 8: what means nothing else may still want to hear no more; where a question is asked, surely."""
    signs = leans_out(heard, points)
    if signs:
        return Decision(Wish(Command.STOP), f"leaning: {signs}")
    if may_grieve and is_grievance(heard):
        return Decision(Aside(Asked.COMPLAINT), "a grievance")
    return _PERHAPS_A_STOP if may_want_out(heard) else decided


def _is_numbered(item: Item) -> bool:
    """Whether a digit is the number of a choice; of trips it is how many."""
    return item.kind is ItemKind.SELECT_ONE and item.reading != "trips"


def _silent(heard: Heard) -> Decision | None:
    if heard.words or heard.pictures:
        return None
    return Decision(Aside(Asked.HELP) if heard.asks else _UNCLEAR, "nothing said")


def _open(heard: Heard) -> Decision:
    """An open question: whatever is typed is the answer, save for a few wishes."""
    intent = intent_beside_text(heard)
    if intent is not None:
        return Decision(intent, "wish: phrase")
    return Decision(Certain(heard.text) if heard.text else _UNCLEAR, "open question")


def _wish(heard: Heard, item: Item | None) -> Decision | None:
    """A wish, report or remark, unless it is an answer to this very item."""
    found = intent_of(heard, "" if item is None else item.reading)
    if found is None:
        return None
    intent, rule = found
    if item is not None:
        if heard.plain == _TC and any(
            _VOCATIONAL in choice.labels.get("vi", "").lower() for choice in item.choices
        ):
            intent = Told(Report.STOPS)
        if is_answer_here(heard, item, intent):
            return None
        if intent in _STORIES and isinstance(_answered(heard, item).reading, Certain | Probable):
            return None
    return Decision(intent, rule)


def _answer(heard: Heard, item: Item) -> Decision:
    match item.kind:
        case ItemKind.SELECT_ONE:
            return _one(heard, item)
        case ItemKind.SELECT_MULTIPLE:
            return Decision(several(heard, item), "several")
        case ItemKind.ACKNOWLEDGE:
            return Decision(_acknowledged(heard, item), "consent")
        case _:
            value_in = _VALUES.get(item.kind)
            value = None if value_in is None else value_in(heard)
            return _NOTHING_FITS if value is None else Decision(Certain(value), "value")


def _one(heard: Heard, item: Item) -> Decision:
    if item.reading == "sat5" and len(item.choices) == 5:
        return Decision(_satisfaction(heard, item), "vocabulary")
    if item.reading == "trips":
        return Decision(_meaning(times(heard), item, "trips"), "vocabulary")
    number = numbers.single_number(heard)
    if number is not None:
        return Decision(_by_number(number, item), "number")
    split = numbers.leading_number(heard)
    if split is not None and item.reading != "place":
        return Decision(_numbered_words(split[0], split[1], item), "number and words")
    return _in_words(heard, item)


def _in_words(heard: Heard, item: Item) -> Decision:
    labelled = by_label(heard, item)
    if isinstance(labelled, Certain):
        return Decision(labelled, "own words")
    reading: Reading = _UNCLEAR
    if item.reading in _YES_NO:
        reading = _meaning(yes_or_no(heard, item.reading), item, "yesno")
    elif item.reading == "slip":
        reading = _meaning(facts.slip(heard), item, "slip")
    elif item.reading == "punct":
        reading = _meaning(facts.timely(heard), item, "punct")
    elif item.reading == "place":
        reading = several(heard, item)
    if isinstance(reading, Unclear):
        return Decision(labelled, "own words")
    return Decision(reading, "vocabulary")


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
    worded = _in_words(rest, item).reading
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


def _answered(heard: Heard, item: Item) -> Decision:
    answer = _answer(heard, item)
    if answer.reading == _UNCLEAR and item.reading in _REASONED:
        return (
            _beside_reason(answer_and_reason(heard), item)
            or (_beside_reason(reason_and_answer(heard), item) if item.reading in _REASON_FIRST else None)
            or answer
        )
    return answer


def _beside_reason(split: tuple[Heard, Heard] | None, item: Item) -> Decision | None:
    """The answer of an answer and its reason, when the reason leaves it as it is."""
    if split is None:
        return None
    head, rest = split
    read_alone = _answer(head, item).reading
    if not isinstance(read_alone, Certain) or (head.is_odd or head.trails):
        return None
    other = _answer(rest, item).reading
    codes = [choice.code for choice in item.choices]
    place = 1 + codes.index(read_alone.value)
    if isinstance(other, Certain) and other.value == read_alone.value:
        return Decision(read_alone, "answer and reason")
    if isinstance(other, Certain | Probable) and other.value != read_alone.value:
        also_praises = (
            isinstance(other, Probable)
            and item.reading == "sat5"
            and place > 3 < 1 + codes.index(other.value)
        )
        if not also_praises:
            return None
    is_yes = read_alone.value == code_for(item.choices, "yesno", "yes")
    return Decision(read_alone, "answer and reason") if leaves(item.reading, place, is_yes, rest) else None


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


def _tempered(decision: Decision, heard: Heard, item: Item) -> Decision:
    """Rule 7: a question, doubt or odd signs beside an answer."""
    reading = decision.reading
    if not isinstance(reading, Certain | Probable):
        return decision
    if heard.asks:
        is_number = isinstance(reading, Certain) and numbers.single_number(heard) is not None
        return Decision(Probable(reading.value) if is_number else _UNCLEAR, "asked back")
    has_doubtful_face = item.reading != "sat5" and not FRIENDLY.issuperset(heard.pictures)
    if isinstance(reading, Certain) and (heard.trails or heard.is_odd or has_doubtful_face):
        return Decision(Probable(reading.value), "doubtful sign")
    return decision
