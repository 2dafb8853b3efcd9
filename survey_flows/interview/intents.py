"""What may be said at any moment, whatever is being asked: stop, who, later, wrong person …

Rules enforced here (domain.md §5):
1. Never decide on the first word: `không nhắn nữa` stops, `không hiểu` asks for help, `không phải
   tôi` is the wrong person.
2. A command is the whole message. `hồ sơ bị hủy`, `tôi bị từ chối hồ sơ`, `Huy đây`, `dừng xe mua
   rau` are not commands.
3. `DUNG` in capitals is written as commands are written and stops; `dung` may be `đúng` and only
   proposes to stop, and not even that where `đúng` would be an answer.
4. Whatever would end the interview is a report that the engine makes sure of first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from survey_flows.interview import sayings
from survey_flows.interview.events import Asked
from survey_flows.interview.inputs import Command
from survey_flows.interview.leaning import STOPS_FOR_SURE
from survey_flows.interview.normalise import Heard, words
from survey_flows.interview.phrases import Phrasebook, Turns
from survey_flows.interview.reading import Aside, NoValue, Report, Told, Wish
from survey_flows.interview.sayings_english import ENGLISH
from survey_flows.interview.state import MissingKind
from survey_flows.interview.stops import leans_out, way_out, way_out_beside_text
from survey_flows.interview.turns_of_phrase import TURNS

Intent = Aside | Wish | Told | NoValue

_MESSAGES: Mapping[Intent, str] = {
    Wish(Command.STOP): sayings.STOP,
    Wish(Command.BACK): sayings.BACK,
    Wish(Command.PAUSE): sayings.PAUSE,
    Wish(Command.RESUME): sayings.RESUME,
    Wish(Command.LANGUAGE): sayings.OTHER_LANGUAGE,
    Wish(Command.DONE): sayings.DONE,
    Wish(Command.SKIP): sayings.SKIP,
    Aside(Asked.HELP): sayings.HELP,
    Aside(Asked.WHO): sayings.WHO,
    Aside(Asked.WHY): sayings.WHY,
    Aside(Asked.SCAM): sayings.SCAM,
    Aside(Asked.PAY): sayings.PAY,
    Aside(Asked.PRIVACY): sayings.PRIVACY,
    Aside(Asked.INSULT): sayings.INSULT,
    Aside(Asked.GREETING): sayings.GREETING,
    Aside(Asked.THANKS): sayings.THANKS,
    Aside(Asked.LANGUAGE): sayings.CANNOT_READ,
    NoValue(MissingKind.DONT_KNOW): sayings.DO_NOT_KNOW,
    NoValue(MissingKind.NOT_APPLICABLE): sayings.DOES_NOT_APPLY,
    Told(Report.REFUSES): sayings.REFUSES,
    Told(Report.WRONG_PERSON): sayings.WRONG_PERSON,
    Told(Report.MOVED): sayings.MOVED,
    Told(Report.AWAY): sayings.AWAY,
    Told(Report.INELIGIBLE): sayings.INELIGIBLE,
    Told(Report.DECEASED): sayings.DECEASED,
    Told(Report.INCAPABLE): sayings.INCAPABLE,
}

_BOOK: Phrasebook[Intent] = Phrasebook(
    {intent: f"{said};{ENGLISH[intent]}" if intent in ENGLISH else said for intent, said in _MESSAGES.items()}
)
_PATTERNS = tuple((intent, Turns(turns)) for intent, turns in TURNS)

_RIGHT_IS_AN_ANSWER = frozenset({"punct", "yesno", "yn_harass", "yn_fee", "yn_feedback", "consent"})
_COMMANDS_OF_OPEN_QUESTIONS = frozenset(
    {Command.STOP, Command.BACK, Command.PAUSE, Command.SKIP, Command.RESUME, Command.LANGUAGE}
)
_ASIDES_OF_OPEN_QUESTIONS = frozenset({Asked.HELP, Asked.WHO, Asked.SCAM})

_COLOUR_AFTER = words(
    """
    à hả ha hở hử thế đây này nhỉ ta trời hè chứ vậy đấy đó luôn quá lắm đi giùm với giúp hết cả nữa nào
    please rồi liền ngay đâu cái hay z ạ nhé tí
    """
)
_COLOUR_BEFORE = words("thôi ơ ủa ê ô này thế vậy lại ơi trời alo xin cho hỏi thì mà cũng đồ")
_NAMES = words("huy chặn chan dừng dung hủy")
_ENDED = frozenset({("hủy",), ("dừng",), ("ngừng",), ("ngưng",)})
_DONE = words("rồi roi")
"""`hủy rồi` tells what became of something, or wants to stop: it is asked."""
_TITLES = words("anh chị ông bà cô chú bác cháu em tên")

_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2c00-\ud7ff\uf900-\ufaff]{2}")
"""Letters of Khmer, Thai, Chinese …: who writes them needs another language."""
_RUDE = "🖕"
_LONGEST = 16
"""Messages of more words are stories: only turns of phrase in them are looked for."""
_LONGEST_BESIDE_TEXT = 8
_NAMES_TOO = frozenset({("na",)})
"""Where any text is an answer, this may be a name."""


def intent_of(heard: Heard, vocabulary: str) -> tuple[Intent, str] | None:
    """Return what is said beside answering, and by which rule of `replies.py`; None when nothing is.

    `vocabulary` is the item's reading, "" where nothing in particular is asked.
    """
    if _OTHER_SCRIPT.search(heard.line) is not None:
        return Aside(Asked.LANGUAGE), "wish: phrase"
    if _RUDE in heard.pictures:
        return Aside(Asked.INSULT), "wish: phrase"
    if heard.plain == ("dung",):
        shouted = _dung(heard, vocabulary)
        return None if shouted is None else (shouted, "wish: phrase")
    if len(heard.words) <= _LONGEST:
        found = _said(heard)
        if found is not None:
            return found, "wish: phrase"
    way = way_out(heard)
    if way:
        return Wish(Command.STOP), f"leaving: {way}"
    for intent, turns in _PATTERNS:
        if turns.occurs_in(heard):
            signs = leans_out(heard, STOPS_FOR_SURE)
            return (Wish(Command.STOP), f"leaning: {signs}") if signs else (intent, "wish: turn")
    return None


def intent_beside_text(heard: Heard) -> Intent | None:
    """Return what is said beside answering an open question: there, most words are the answer."""
    if heard.plain == ("dung",) and heard.words == heard.plain:
        return Wish(Command.STOP) if _is_shouted_dung(heard) else None
    if len(heard.words) > _LONGEST_BESIDE_TEXT:
        return Wish(Command.STOP) if way_out_beside_text(heard) else None
    found = _said(heard)
    match found:
        case NoValue() if heard.plain not in _NAMES_TOO:
            return found
        case Wish(command) if command in _COMMANDS_OF_OPEN_QUESTIONS:
            return found
        case Aside(about) if about in _ASIDES_OF_OPEN_QUESTIONS:
            return found
        case _:
            return Wish(Command.STOP) if way_out_beside_text(heard) else None


def _said(heard: Heard) -> Intent | None:
    """Look the whole message up: as it is, without politeness, without what colours a question.

    A name is no command: `chị Chặn`, `Huy đây`.
    """
    found = _BOOK.find(heard)
    if found is not None:
        return found
    bare = heard.bare
    if (
        len(bare.words) == 1
        and bare.words[0] in _NAMES
        and (heard.words[0] in _TITLES or "là" in heard.words or bare.words == ("huy",))
    ):
        return None
    if bare.words[:-1] in _ENDED and bare.words[-1] in _DONE:
        return Told(Report.STOPS)
    start, end = heard.core
    return (
        _BOOK.find(bare)
        or (_BOOK.find(heard.part(start, len(heard.words))) if start and end < len(heard.words) else None)
        or _BOOK.find(_uncoloured(bare))
    )


def _uncoloured(heard: Heard) -> Heard:
    """Leave out what only colours a question or a wish: `ủa … vậy trời`, `… giùm`, `… đi`, `… hả`."""
    said = heard.words
    start, end = 0, len(said)
    while end > 1 and said[end - 1] in _COLOUR_AFTER:
        end -= 1
    while end - start > 1 and said[start] in _COLOUR_BEFORE:
        start += 1
    if (start, end) == (0, len(said)) or said[start:end] == ("huy",):
        return heard
    return heard.part(start, end)


def _is_shouted_dung(heard: Heard) -> bool:
    return heard.text.strip(" .!") == "DUNG"


def _dung(heard: Heard, vocabulary: str) -> Intent | None:
    """`dung`: see rule 3. `dừng` is in the phrasebook, `đúng` in the vocabularies."""
    if heard.words != ("dung",):
        return _BOOK.find(heard)
    if _is_shouted_dung(heard):
        return Wish(Command.STOP)
    return None if vocabulary in _RIGHT_IS_AN_ANSWER else Told(Report.STOPS)
