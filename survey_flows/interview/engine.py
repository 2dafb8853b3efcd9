"""The interview as a function: what a respondent sends in, the next state and prompt out.

Rules enforced here and in `taps.py` and `hearing.py` (design.md, decision 1 and "Engine invariants"):
1. Nothing a respondent sends raises; what cannot be read is an event, and nothing is recorded.
2. STOP is heard first, in every status, from every button however old.
3. Nobody is asked anything before being told who asks and why: the first sign of life, whatever it
   says, leads to the consent.
4. After a STOP the engine is silent; after any other end it only says that it is over. Whoever stopped,
   refused or was screened out comes back through `come_back` alone, which the caller opens to an
   explicit wish.

`{department}`, `{decision}` and `{hotline}` stay in the prompts for the renderer to fill.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from survey_flows.interview.afterwards import after_the_end, read_as
from survey_flows.interview.filled import fill
from survey_flows.interview.hearing import MANNERS, act, hear, hear_beside_list, press, receive
from survey_flows.interview.inputs import Chose, Command, Filled, Input, Medium, Opened, Pressed, Said, Sent
from survey_flows.interview.pace import USUAL, Pace
from survey_flows.interview.prompts import Prompt
from survey_flows.interview.reading import (
    Aside,
    Told,
    Wish,
)
from survey_flows.interview.replies import read
from survey_flows.interview.review import LISTED
from survey_flows.interview.route import Route, route_for
from survey_flows.interview.screens import Screens
from survey_flows.interview.state import InterviewState, Status
from survey_flows.interview.step import Step
from survey_flows.interview.taps import choose
from survey_flows.interview.transitions import Move, after
from survey_flows.interview.turn import Turn
from survey_flows.interview.wishes import Accents, wish_in
from survey_flows.questionnaire.model import Questionnaire

__all__ = ["Step", "advance", "come_back", "open_interview", "present"]

_LAID_OUT: dict[int, tuple[Questionnaire, Pace, Route, Screens]] = {}


def open_interview(questionnaire: Questionnaire, language: str = "vi") -> InterviewState:
    """Return the state of an interview nobody has turned up to yet."""
    return InterviewState(questionnaire.version, language=language)


def advance(
    questionnaire: Questionnaire, state: InterviewState, said: Input, *, now: datetime, pace: Pace = USUAL
) -> Step:
    """Return what `said` leads to from `state`, at the (aware) time `now`.

    `pace` is what the plan decides about text messages; keep one value and pass it each time.

    Pure. Raise ValueError only when `state` belongs to another version of the questionnaire, which
    is the caller's mistake.
    """
    _, _, route, screens = _laid_out(questionnaire, pace)
    if state.questionnaire != route.version:
        raise ValueError(f"state of {state.questionnaire} cannot continue with {route.version}")
    if state.is_final:
        return after_the_end(screens, state, said)
    turn = Turn(route, screens, state, said.medium, now)
    was_listed = turn.proposed == LISTED
    if was_listed:  # the list of answers was looked at; whatever comes now, it is put away
        turn.proposed = ""
    if state.status is Status.NEW:
        _turn_up(turn, said)
    elif was_listed and isinstance(said, Said):
        hear_beside_list(turn, said.text)
    else:
        _take_in(turn, said, state.revision)
    return turn.step()


def _take_in(turn: Turn, said: Input, revision: int) -> None:
    """What comes while an interview goes on, or waits."""
    match said:
        case Chose():
            choose(turn, said, revision)
        case Said():
            hear(turn, said.text)
        case Pressed():
            press(turn, said, revision)
        case Sent():
            receive(turn, said)
        case Filled():
            fill(turn, said, revision)
        case Opened():
            if turn.status is Status.PAUSED:
                turn.resume()
        case _:
            assert_never(said)


def come_back(
    questionnaire: Questionnaire,
    state: InterviewState,
    *,
    medium: Medium,
    now: datetime,
    pace: Pace = USUAL,
) -> Step | None:
    """Return the step that takes up again an interview its respondent ended; None for any other.

    The caller has made sure that the person asked for it (`comeback.asks_back`), and may be asked.
    """
    if after(state.status, Move.RETURN) is state.status:
        return None
    _, _, route, screens = _laid_out(questionnaire, pace)
    turn = Turn(route, screens, state, medium, now)
    turn.come_back()
    return turn.step()


def present(
    questionnaire: Questionnaire, state: InterviewState, *, medium: Medium | None = None, pace: Pace = USUAL
) -> Prompt | None:
    """Return the current question again, for a reminder or another channel; None when there is none.

    `medium` is how it will be read, when not as the last one. The prompt belongs to the state's
    revision, so a tap on it counts.
    """
    _, _, route, screens = _laid_out(questionnaire, pace)
    if state.is_final or state.status is Status.NEW:
        return None
    if medium is not None and medium is not state.medium:
        state = read_as(state, medium)
    moment = route.moment(state.updated_at, state.language)
    return screens.current(state, route.along(state.answers, moment), moment)


def _laid_out(questionnaire: Questionnaire, pace: Pace) -> tuple[Questionnaire, Pace, Route, Screens]:
    known = _LAID_OUT.get(id(questionnaire))
    if known is None or known[0] is not questionnaire or known[1] is not pace:
        if len(_LAID_OUT) >= 64:
            _LAID_OUT.clear()
        route = route_for(questionnaire)
        known = _LAID_OUT[id(questionnaire)] = (questionnaire, pace, route, Screens(route, pace))
    return known


def _turn_up(turn: Turn, said: Input) -> None:
    """The first sign of life. Whatever it says, nobody has been told anything yet: ask for consent.

    Only a wish or a report is taken at its word, for it answers the invitation.
    """
    if isinstance(said, Pressed) and said.command is Command.STOP:
        turn.withdraw()
        return
    if isinstance(said, Said):
        consent = turn.route.consent
        reading = read(said.text, None) if consent is None else turn.route.reading_of(said.text, consent)
        if isinstance(reading, Wish) and reading.command is Command.STOP:
            turn.withdraw()
            return
        turn.start()
        if turn.status is not Status.ASKING:
            return
        asking = wish_in(said.text)
        if isinstance(asking, Accents):
            turn.write_diacritics(are_wanted=asking.are_wanted)
        elif isinstance(reading, Wish | Told) or (
            isinstance(reading, Aside) and reading.about not in MANNERS
        ):
            act(turn, reading)
        return
    turn.start()
    if isinstance(said, Pressed) and turn.status is Status.ASKING:
        press(turn, said, said.revision)
