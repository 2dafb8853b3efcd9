"""What a tap does: a choice, a tick, a place in a ranking, a "yes" to a "do you mean".

Rules:
1. A tap counts only on the present card (its revision); any other is late and changes nothing (F13,
   F24 of reliability.md).
2. Several choices are ticked first and recorded by "done"; so is an order, whose last place needs no tap.
3. The answer to the consent decides more than itself: it lets the interview go on, or ends it.
"""

from __future__ import annotations

from survey_flows.interview.agreement import is_refusal
from survey_flows.interview.cards import NO, ORDERED, shown_choices
from survey_flows.interview.inputs import Chose
from survey_flows.interview.reading import (
    Doubt,
    Report,
)
from survey_flows.interview.review import EARLIER, LISTED
from survey_flows.interview.screens import REPORT_MARK, SEVERAL_MARK, YES
from survey_flows.interview.spoken import missing_of, pairs_of
from survey_flows.interview.state import Status
from survey_flows.interview.turn import Turn
from survey_flows.questionnaire.model import ItemKind


def choose(turn: Turn, said: Chose, revision: int) -> None:
    """A tap on a choice of the card that carried `said.revision`; the present one is `revision`."""
    if turn.status is Status.PAUSED:
        turn.resume()
    code = said.code
    if said.item == LISTED and said.revision == revision:
        _change(turn, code)
        return
    if said.revision != revision or said.item != turn.at:
        turn.late(said.item)
        return
    if turn.proposed:
        if code == YES:
            confirm(turn)
        elif code == NO:
            turn.drop_proposal()
        else:
            turn.late(said.item)
        return
    item = turn.item
    for choice in shown_choices(item):
        if choice.code == code:
            break
    else:
        turn.misread(Doubt.UNCLEAR)
        return
    if item.kind in ORDERED:
        _toggle(turn, code)
    else:
        take(turn, code)


def _change(turn: Turn, code: str) -> None:
    """A tap on the list of answers: another stretch of the list, or the question to change."""
    if code.startswith(EARLIER):
        before = code[len(EARLIER) :]
        turn.review(int(before) if before.isdecimal() and len(before) < 5 else None)
    else:
        turn.change(code)


def _toggle(turn: Turn, code: str) -> None:
    item = turn.item
    if item.kind is ItemKind.RANK:
        _rank(turn, code)
    elif code in turn.ticked:
        turn.tick(tuple(other for other in turn.ticked if other != code))
    elif item.maximum_choices is not None and len(turn.ticked) >= item.maximum_choices:
        turn.misread(Doubt.OVERLIMIT)
    else:
        ticked = {*turn.ticked, code}
        turn.tick(tuple(choice.code for choice in item.choices if choice.code in ticked))


def _rank(turn: Turn, code: str) -> None:
    """Put a choice at the end of the order, or take it out; the last one left needs no tap."""
    codes = [choice.code for choice in turn.item.choices]
    if code in turn.ticked:
        turn.tick(tuple(other for other in turn.ticked if other != code))
        return
    order = [*turn.ticked, code]
    left = [other for other in codes if other not in order]
    turn.tick(tuple(order + left if len(left) == 1 else order))


def take(turn: Turn, value: str) -> None:
    """Record a certain answer; the answer to the consent decides more than itself."""
    item = turn.item
    if item is not turn.route.consent:
        turn.accept(value)
    elif is_refusal(item, value):
        turn.refuse()
    else:
        turn.agree(value)


def finish(turn: Turn) -> None:
    """Record, at "done", what is ticked, or the order that is complete."""
    item = turn.item
    if item.kind not in ORDERED or turn.proposed:
        turn.note("late.old")
    elif item.kind is ItemKind.RANK and len(turn.ticked) < len(item.choices):
        turn.note("misread.RANKING")
    elif turn.ticked:
        turn.accept(" ".join(turn.ticked))
    else:
        turn.note("empty")


def confirm(turn: Turn) -> None:
    """Take a "yes" to what was proposed: a value, the answers to a screen, or a report."""
    proposed = turn.proposed
    if proposed.startswith(REPORT_MARK):
        turn.believe(Report(proposed[1:]))
    elif proposed.startswith(SEVERAL_MARK):
        turn.accept_several({name: missing_of(value) or value for name, value in pairs_of(proposed)})
    else:
        turn.drop_proposal()
        take(turn, proposed.partition("=")[2])
