"""An interview filled in elsewhere, taken through the same interview answer by answer.

Rules (reliability.md, I4; domain.md 1.3):
1. Nothing is recorded past the interview: the answers become the very pages a browser would have sent, so
   relevance, constraints, choices and required items are checked as on every other channel.
2. It is all or nothing: one answer that cannot be taken, or is not asked on this path, sets all aside.
3. What stands already is not asked again. An answer that differs from it changes nothing; it is reported.
4. What was read must be what was given: a value taken for another one is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from survey_flows.interview.cards import SENT
from survey_flows.interview.engine import advance
from survey_flows.interview.events import Misread
from survey_flows.interview.filled import LEFT
from survey_flows.interview.inputs import Command, Filled, Input, Opened, Pressed, Sent, SentKind
from survey_flows.interview.normalise import clean
from survey_flows.interview.pace import USUAL, Pace
from survey_flows.interview.sheet import Sheet, lay_sheet
from survey_flows.interview.state import InterviewState, Status
from survey_flows.questionnaire.model import ItemKind, Questionnaire

_SENT_AS: Final = {
    ItemKind.GEOPOINT: SentKind.LOCATION,
    ItemKind.IMAGE: SentKind.IMAGE,
    ItemKind.AUDIO: SentKind.AUDIO,
    ItemKind.VIDEO: SentKind.VIDEO,
    ItemKind.FILE: SentKind.FILE,
}
_NUMBERS: Final = frozenset({ItemKind.INTEGER, ItemKind.DECIMAL, ItemKind.RANGE})


@dataclass(frozen=True, slots=True)
class Transcript:
    """What answers given elsewhere come to. `inputs` lead from the state to `state`, in order.

    `refused`: items with what is wrong (a `Doubt`, "off_path", "read_otherwise", "unanswered"); with any of
    them nothing of the transcript may be used. `differing`: items whose recorded answer stands instead.
    """

    inputs: tuple[Input, ...]
    state: InterviewState
    refused: tuple[tuple[str, str], ...] = ()
    differing: tuple[str, ...] = ()


def transcribe(
    questionnaire: Questionnaire,
    state: InterviewState,
    given: Mapping[str, str],
    *,
    now: datetime,
    pace: Pace = USUAL,
    keep: Collection[str] = (),
) -> Transcript:
    """Take the answers `given` by item into the interview that stands at `state`.

    `keep` are items whose recorded answer nothing may change. `now` is when the interview was held.
    """
    before = dict(state.answers)
    inputs: list[Input] = []
    said: Input = Opened()
    for _ in range(2 * len(questionnaire.items) + 3):
        step = advance(questionnaire, state, said, now=now, pace=pace)
        inputs.append(said)
        state = step.state
        faults = [(one.item, one.reason) for one in step.events if isinstance(one, Misread)]
        if faults:
            return Transcript(tuple(inputs), state, tuple(faults))
        if state.is_final or state.status is Status.PAUSED:
            break
        if state.proposed:
            said = Pressed(Command.BACK)
            continue
        sheet = lay_sheet(questionnaire, state, pace=pace)
        if sheet is None:
            break
        said = _page(sheet, given, {name: before[name] for name in keep if name in before})
    if not state.is_final:
        return Transcript(tuple(inputs), state, ((state.at, "unanswered"),))
    differing = tuple(name for name in before if not _agrees(questionnaire, name, before, given))
    refused = _not_taken(questionnaire, state, given, differing)
    return Transcript(tuple(inputs), state, refused, differing)


def _page(sheet: Sheet, given: Mapping[str, str], kept: Mapping[str, str]) -> Input:
    """The present page with the answers filled in; alone on it, a place or a file is sent."""
    if len(sheet.fields) == 1 and sheet.fields[0].kind in SENT and given.get(sheet.fields[0].item):
        field = sheet.fields[0]
        return Sent(_SENT_AS[field.kind], given[field.item])
    values = {}
    for field in sheet.fields:
        value = kept.get(field.item, given.get(field.item, ""))
        if field.kind is ItemKind.ACKNOWLEDGE and value:
            value = "OK"
        if field.kind in SENT or (not value and field.may_be_left_out and not field.is_required):
            value = LEFT
        values[field.item] = value
    return Filled(values, sheet.revision)


def _not_taken(
    questionnaire: Questionnaire, state: InterviewState, given: Mapping[str, str], differing: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """Answers that were given and are not what is recorded now."""
    if state.status is Status.REFUSED:
        return ()  # what else a device kept of the form does not count
    wrong = []
    for name in given:
        if name in differing or questionnaire.by_name[name].kind in SENT:
            continue
        if name not in state.answers:
            wrong.append((name, "off_path"))
        elif not _agrees(questionnaire, name, state.answers, given):
            wrong.append((name, "read_otherwise"))
    return tuple(wrong)


def _agrees(
    questionnaire: Questionnaire, name: str, recorded: Mapping[str, str], given: Mapping[str, str]
) -> bool:
    """Whether an answer that was given says what is recorded; an answer not given contradicts nothing."""
    said, stands = given.get(name), recorded.get(name)
    if said is None or stands is None or said == stands:
        return True
    match questionnaire.by_name[name].kind:
        case ItemKind.SELECT_MULTIPLE:
            return set(said.split()) == set(stands.split())
        case ItemKind.ACKNOWLEDGE:
            return True
        case kind if kind in _NUMBERS:
            try:
                return Decimal(said) == Decimal(stands)
            except InvalidOperation:
                return False
        case _:
            return clean(said) == clean(stands)
