"""The interview as a function: what a respondent sends in, the next state and prompt out.

Rules enforced here (design.md, decision 1 and "Engine invariants"):
1. Nothing a respondent sends raises; what cannot be read is an event, and nothing is recorded.
2. STOP is heard first, in every status, from every button however old.
3. A tap counts only on the present card (its revision); any other is late and changes nothing (F13,
   F24 of reliability.md).
4. A guess is never recorded: a probable reading, and every report that would end the interview, is
   put to the respondent as a yes/no question first.
5. After a STOP the engine is silent; after any other end it only says that it is over.

`{department}`, `{decision}` and `{hotline}` stay in the prompts for the renderer to fill.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from survey_flows.interview.afterwards import ASKED_BY, after_the_end, read_as
from survey_flows.interview.events import Asked
from survey_flows.interview.inputs import Chose, Command, Input, Medium, Opened, Pressed, Said
from survey_flows.interview.prompts import Prompt
from survey_flows.interview.reading import (
    Aside,
    Certain,
    Doubt,
    NoValue,
    Probable,
    Report,
    Told,
    Unclear,
    Wish,
)
from survey_flows.interview.replies import agrees, is_refusal
from survey_flows.interview.route import Route, route_for
from survey_flows.interview.screens import NO, REPORT_MARK, YES, Screens, choices_of
from survey_flows.interview.state import InterviewState, MissingKind, Status
from survey_flows.interview.step import Step
from survey_flows.interview.turn import Turn
from survey_flows.questionnaire.model import ItemKind, Questionnaire

__all__ = ["Step", "advance", "open_interview", "present"]

_MANNERS = frozenset({Asked.GREETING, Asked.THANKS})
_SCREENS: dict[int, tuple[Route, Screens]] = {}


def open_interview(questionnaire: Questionnaire, language: str = "vi") -> InterviewState:
    """Return the state of an interview nobody has turned up to yet."""
    return InterviewState(questionnaire.version, language=language)


def advance(questionnaire: Questionnaire, state: InterviewState, said: Input, *, now: datetime) -> Step:
    """Return what `said` leads to from `state`, at the (aware) time `now`.

    Pure. Raise ValueError only when `state` belongs to another version of the questionnaire, which
    is the caller's mistake.
    """
    route, screens = _laid_out(questionnaire)
    if state.questionnaire != route.version:
        raise ValueError(f"state of {state.questionnaire} cannot continue with {route.version}")
    if state.is_final:
        return after_the_end(screens, state, said)
    turn = Turn(route, screens, state, said.medium, now)
    if state.status is Status.NEW:
        _turn_up(turn, said)
    else:
        match said:
            case Chose():
                _choose(turn, said, state.revision)
            case Said():
                _hear(turn, said.text)
            case Pressed():
                _press(turn, said, state.revision)
            case Opened():
                if turn.status is Status.PAUSED:
                    turn.resume()
            case _:
                assert_never(said)
    return turn.step()


def present(
    questionnaire: Questionnaire, state: InterviewState, *, medium: Medium | None = None
) -> Prompt | None:
    """Return the current question again, for a reminder or another channel; None when there is none.

    `medium` is how it will be read, when not as the last one. The prompt belongs to the state's
    revision, so a tap on it counts.
    """
    route, screens = _laid_out(questionnaire)
    if state.is_final or state.status is Status.NEW:
        return None
    if medium is not None and medium is not state.medium:
        state = read_as(state, medium)
    return screens.current(state, route.along(state.answers))


def _laid_out(questionnaire: Questionnaire) -> tuple[Route, Screens]:
    route = route_for(questionnaire)
    known = _SCREENS.get(id(route))
    if known is None or known[0] is not route:
        if len(_SCREENS) >= 64:
            _SCREENS.clear()
        known = _SCREENS[id(route)] = (route, Screens(route))
    return known


def _turn_up(turn: Turn, said: Input) -> None:
    """The first sign of life. Whatever it says, nobody has been told anything yet: ask for consent.

    Only a wish or a report is taken at its word, for it answers the invitation.
    """
    if isinstance(said, Pressed) and said.command is Command.STOP:
        turn.withdraw()
        return
    if isinstance(said, Said) and turn.route.consent is not None:
        reading = turn.route.reading_of(said.text, turn.route.consent)
        if isinstance(reading, Wish) and reading.command is Command.STOP:
            turn.withdraw()
            return
        turn.start()
        if isinstance(reading, Wish | Told) or (isinstance(reading, Aside) and reading.about not in _MANNERS):
            _act(turn, reading)
        return
    turn.start()
    if isinstance(said, Pressed) and turn.status is Status.ASKING:
        _press(turn, said, said.revision)


def _choose(turn: Turn, said: Chose, revision: int) -> None:
    if turn.status is Status.PAUSED:
        turn.resume()
    if said.revision != revision or said.item != turn.at:
        turn.late(said.item)
        return
    code = said.code
    if turn.proposed:
        if code == YES:
            _confirm(turn)
        elif code == NO:
            turn.drop_proposal()
        else:
            turn.late(said.item)
        return
    item = turn.item
    for choice in choices_of(item):
        if choice.code == code:
            break
    else:
        turn.misread(Doubt.UNCLEAR)
        return
    if item.kind is ItemKind.SELECT_MULTIPLE:
        _toggle(turn, code)
    else:
        _take(turn, code)


def _toggle(turn: Turn, code: str) -> None:
    item = turn.item
    if code in turn.ticked:
        turn.tick(tuple(other for other in turn.ticked if other != code))
    elif item.maximum_choices is not None and len(turn.ticked) >= item.maximum_choices:
        turn.misread(Doubt.OVERLIMIT)
    else:
        ticked = {*turn.ticked, code}
        turn.tick(tuple(choice.code for choice in item.choices if choice.code in ticked))


def _take(turn: Turn, value: str) -> None:
    """Record a certain answer; the answer to the consent decides more than itself."""
    item = turn.item
    if item is not turn.route.consent:
        turn.accept(value)
    elif is_refusal(item, value):
        turn.refuse()
    else:
        turn.agree(value)


def _finish(turn: Turn) -> None:
    if turn.item.kind is not ItemKind.SELECT_MULTIPLE or turn.proposed:
        turn.note("late.old")
    elif turn.ticked:
        turn.accept(" ".join(turn.ticked))
    else:
        turn.note("empty")


def _confirm(turn: Turn) -> None:
    proposed = turn.proposed
    if proposed.startswith(REPORT_MARK):
        turn.believe(Report(proposed[1:]))
    else:
        turn.drop_proposal()
        _take(turn, proposed.partition("=")[2])


def _hear(turn: Turn, text: str) -> None:
    """Act on typed words."""
    reading = turn.route.reading_of(text, turn.item)
    was_paused = turn.status is Status.PAUSED
    if was_paused:
        if isinstance(reading, Wish) and reading.command in {Command.STOP, Command.PAUSE}:
            _act(turn, reading)
            return
        turn.resume()
    if turn.proposed and not isinstance(reading, Wish | Aside | Told):
        verdict = agrees(text)
        if verdict is not None:
            if verdict:
                _confirm(turn)
            else:
                turn.drop_proposal()
            return
    if was_paused and isinstance(reading, Unclear):
        return
    _act(turn, reading)


def _act(turn: Turn, reading: Certain | Probable | NoValue | Unclear | Aside | Wish | Told) -> None:
    match reading:
        case Certain(value):
            if turn.proposed:
                turn.drop_proposal()
            _take(turn, value)
        case Probable(value):
            turn.propose(value)
        case NoValue(kind):
            turn.leave_out(kind)
        case Unclear(doubt):
            turn.misread(doubt)
        case Aside(about):
            turn.answer_aside(about)
        case Wish(command):
            _obey(turn, command, typed=True)
        case Told(report):
            if report is Report.REFUSES and turn.item is turn.route.consent:
                turn.refuse()
            else:
                turn.propose_report(report)
        case _:
            assert_never(reading)


def _press(turn: Turn, said: Pressed, revision: int) -> None:
    command = said.command
    if turn.status is Status.PAUSED and command not in {Command.STOP, Command.PAUSE}:
        turn.resume()
    moves = command in {Command.BACK, Command.DONE, Command.SKIP}
    if moves and said.revision not in {-1, revision}:
        turn.late(turn.at)
    else:
        _obey(turn, command, typed=False)


def _obey(turn: Turn, command: Command, *, typed: bool) -> None:
    match command:
        case Command.STOP:
            turn.withdraw()
        case Command.BACK:
            turn.go_back()
        case Command.PAUSE:
            turn.pause(asked=typed)
        case Command.RESUME:
            pass  # shows the question again
        case Command.WHO | Command.WHY | Command.HELP:
            turn.answer_aside(ASKED_BY[command])
        case Command.DONE:
            _finish(turn)
        case Command.SKIP:
            turn.leave_out(MissingKind.REFUSED)
        case Command.LANGUAGE:
            turn.switch_language()
        case _:
            assert_never(command)
