"""What an interview that has ended still says: little, and after a STOP nothing.

Rules: the state does not change any more. A STOP is heard even now; a question about the survey is
answered; a wish to correct is declined; everything else gets the closing words again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from survey_flows.interview.events import Asked, Event, Spoke, TappedLate, Withdrew
from survey_flows.interview.inputs import Chose, Command, Filled, Input, Medium, Opened, Pressed, Said, Sent
from survey_flows.interview.reading import Aside, Wish
from survey_flows.interview.replies import read
from survey_flows.interview.screens import Screens
from survey_flows.interview.state import InterviewState, Status
from survey_flows.interview.step import Step
from survey_flows.interview.wishes import wish_in
from survey_flows.interview.wording import about_key, say, wording_for

ASKED_BY: Mapping[Command, Asked] = {
    Command.WHO: Asked.WHO,
    Command.WHY: Asked.WHY,
    Command.HELP: Asked.HELP,
}
"""What the standing buttons ask."""


def after_the_end(screens: Screens, state: InterviewState, said: Input) -> Step:
    """Return the step of an input that comes after the end."""
    wish: Command | None = None
    about: Asked | None = None
    match said:
        case Chose(item=item):
            return _closing(screens, state, said.medium, (TappedLate(item[:64]),), "")
        case Pressed(command=wish):
            about = ASKED_BY.get(wish)
        case Said(text=text):
            reading = read(text, None)
            wish = reading.command if isinstance(reading, Wish) else None
            about = reading.about if isinstance(reading, Aside) else None
            if wish is None and about is None and wish_in(text) is not None:
                wish = Command.BACK  # to change an answer, or see them: it is too late for both
        case Opened() | Sent() | Filled():
            pass
        case _:
            assert_never(said)
    if wish is Command.STOP:
        return _stopped(screens, state, said.medium)
    wording = wording_for(state.language, said.medium, has_diacritics=state.has_diacritics)
    if about is not None:
        return _closing(screens, state, said.medium, (Spoke(about),), say(about_key(about), wording))
    declines = wish in {Command.BACK, Command.REVIEW, Command.KEEP} and state.status is Status.COMPLETE
    return _closing(screens, state, said.medium, (), say("back.closed", wording) if declines else "")


def _closing(
    screens: Screens, state: InterviewState, medium: Medium, events: tuple[Event, ...], notice: str
) -> Step:
    if state.status is Status.STOPPED:
        return Step(state, events, ())
    return Step(state, events, (screens.closing(read_as(state, medium), notice),))


def _stopped(screens: Screens, state: InterviewState, medium: Medium) -> Step:
    if state.status is Status.STOPPED:
        return Step(state, (), ())
    return Step(state, (Withdrew(),), (screens.withdrawal(read_as(state, medium)),))


def read_as(state: InterviewState, medium: Medium) -> InterviewState:
    """Return `state` as it is shown on another medium."""
    return InterviewState(
        state.questionnaire,
        state.status,
        state.at,
        state.answers,
        state.missing,
        state.ticked,
        state.proposed,
        state.revision,
        state.unclear,
        state.language,
        medium,
        state.started_at,
        state.updated_at,
        state.completed_at,
        state.singly,
        state.has_diacritics,
        state.sitting,
    )
