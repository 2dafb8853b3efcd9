"""A page sent back whole: every question of it read by its kind, recorded, or asked again at its place.

Rules:
1. A page is what `sheet.py` lays out: the questions of one screen (`appearance = field-list`), or one.
2. What is typed into a field is its value and nothing else: no wish, no report and no guess is heard in it.
   STOP, "later" and the rest have buttons of their own.
3. A question left blank is asked for once; sent blank again, or marked `LEFT`, it is item nonresponse.
   Consent, screeners and filters cannot be left out: what follows hangs on them.
4. A page counts only at the revision it was shown at, so that a page kept open changes nothing.
"""

from __future__ import annotations

from survey_flows.interview.cards import may_be_missing, shown_choices
from survey_flows.interview.inputs import Command, Filled
from survey_flows.interview.normalise import clean
from survey_flows.interview.reading import Certain, Doubt, NoValue
from survey_flows.interview.state import MissingKind, Status
from survey_flows.interview.taps import take
from survey_flows.interview.turn import Turn
from survey_flows.questionnaire.model import Item, ItemKind

LEFT = "~"
"""The value of a field whose question the respondent does not want to answer."""


def fill(turn: Turn, said: Filled, revision: int) -> None:
    """Take a page that was shown at `said.revision`; the present one is `revision`."""
    if turn.status is Status.PAUSED:
        turn.resume()
    if said.revision != revision or turn.proposed:
        turn.late(turn.at)
        return
    together = turn.together
    if said.move is Command.BACK:
        turn.go_back(together[0])
        return
    item = turn.item
    if item is turn.route.consent:
        code = said.values.get(item.name, "")
        if code in {choice.code for choice in shown_choices(item)}:
            take(turn, code)
        else:
            turn.fault(item.name, Doubt.REQUIRED)
        return
    turn.fill_in({name: _value(turn, name, said.values.get(name, "")) for name in together})


def _value(turn: Turn, name: str, raw: str) -> str | MissingKind | Doubt:
    """Return the value a field gives, the kind of nonresponse it stands for, or what is wrong with it."""
    item = turn.route.asked(name, turn.answers, turn.moment)
    text = clean(raw)
    if text == LEFT:
        return MissingKind.REFUSED if may_be_missing(item) else Doubt.REQUIRED
    if not text:
        return _blank(turn, item)
    codes = [choice.code for choice in shown_choices(item)]
    match item.kind:
        case ItemKind.SELECT_MULTIPLE:
            return _several(text.split(), codes, item)
        case ItemKind.RANK:
            order = text.split()
            return text if sorted(order) == sorted(codes) else Doubt.RANKING
        case ItemKind.TEXT:
            return text
        case ItemKind.IMAGE | ItemKind.AUDIO | ItemKind.VIDEO | ItemKind.FILE:
            return Doubt.KIND
        case _ if codes:
            return text if text in codes else Doubt.UNCLEAR
        case _:
            return _read(turn, item, text)


def _blank(turn: Turn, item: Item) -> MissingKind | Doubt:
    if not may_be_missing(item):
        return Doubt.REQUIRED
    is_wanted = turn.route.logic.is_required(item.name, turn.answers, turn.moment)
    return Doubt.REQUIRED if is_wanted and turn.unclear == 0 else MissingKind.REFUSED


def _several(chosen: list[str], codes: list[str], item: Item) -> str | Doubt:
    if not set(chosen) <= set(codes):
        return Doubt.UNCLEAR
    if item.maximum_choices is not None and len(set(chosen)) > item.maximum_choices:
        return Doubt.OVERLIMIT
    return " ".join(code for code in codes if code in chosen)


def _read(turn: Turn, item: Item, text: str) -> str | MissingKind | Doubt:
    match turn.route.reading_of(text, item):
        case Certain(value):
            return value
        case NoValue(kind) if may_be_missing(item):
            return kind
        case _:
            return Doubt.UNCLEAR
