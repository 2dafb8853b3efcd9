"""What an interview that has ended still says: little, and after a STOP nothing.

Rules: what was answered does not change any more. A STOP is heard even now; a question about the survey is
answered, in the language asked for; what is told of the person is noted; a wish to correct is declined.
Everything else is told once that it is over, and whom to call or how to come back, and then nothing: two
machines must not thank each other for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from survey_flows.interview.events import (
    Asked,
    Event,
    ReportedIneligible,
    ReportedUnavailable,
    ReportedWrongPerson,
    Spoke,
    TappedLate,
    UnavailableReason,
    Withdrew,
)
from survey_flows.interview.inputs import Chose, Command, Filled, Input, Medium, Opened, Pressed, Said, Sent
from survey_flows.interview.reading import Aside, Report, Told, Wish
from survey_flows.interview.replies import read
from survey_flows.interview.screens import Screens
from survey_flows.interview.state import InterviewState, Status
from survey_flows.interview.step import Step
from survey_flows.interview.tongues import next_after
from survey_flows.interview.wishes import Accents, Speak, wish_in
from survey_flows.interview.wording import about_key, say, wording_for

ASKED_BY: Mapping[Command, Asked] = {
    Command.WHO: Asked.WHO,
    Command.WHY: Asked.WHY,
    Command.HELP: Asked.HELP,
}
"""What the standing buttons ask."""

_CHANGES = frozenset({Command.BACK, Command.REVIEW, Command.KEEP})
_MAY_RETURN = frozenset({Status.REFUSED, Status.INELIGIBLE})
_MANNERS = frozenset({Asked.GREETING, Asked.THANKS})


def after_the_end(screens: Screens, state: InterviewState, said: Input) -> Step:
    """Return the step of an input that comes after the end."""
    match said:
        case Chose(item=item):
            return _nothing_new(screens, state, said.medium, (TappedLate(item[:64]),))
        case Pressed(command=command):
            return _wished(screens, state, said.medium, command)
        case Said(text=text):
            return _heard(screens, state, said.medium, text)
        case Opened() | Sent() | Filled():
            return _closing(screens, state, said.medium)
        case _:
            assert_never(said)


def _heard(screens: Screens, state: InterviewState, medium: Medium, text: str) -> Step:
    reading, asking = read(text, None), wish_in(text)
    match reading:
        case Wish(Command.STOP) | Told(Report.STOPS):
            return _stopped(screens, state, medium)
        case Told(report) if report is not Report.REFUSES:
            return _told(screens, state, medium, report)
        case Aside(about) if about is not Asked.LANGUAGE:
            return _asked(screens, state, medium, about)
        case _:
            pass
    match asking:
        case Accents(are_wanted):
            state = replace(state, has_diacritics=are_wanted)
            return _closing(screens, state, medium, says="accents.on" if are_wanted else "accents.off")
        case Speak(language):
            is_known = language in screens.languages
            state = replace(state, language=language) if is_known else state
            return _closing(screens, state, medium, says="" if is_known else "about.language")
        case None:
            pass
        case _:
            return _wished(screens, state, medium, Command.BACK)
    if isinstance(reading, Wish):
        return _wished(screens, state, medium, reading.command)
    return _nothing_new(screens, state, medium)


def _wished(screens: Screens, state: InterviewState, medium: Medium, command: Command) -> Step:
    """What a standing button wants, or words that want the same."""
    if command is Command.STOP:
        return _stopped(screens, state, medium)
    if command in ASKED_BY:
        return _asked(screens, state, medium, ASKED_BY[command])
    if command is Command.LANGUAGE:
        language = next_after(state.language, screens.languages)
        return _closing(screens, replace(state, language=language), medium)
    if command in _CHANGES and state.status is Status.COMPLETE:
        return _closing(screens, state, medium, says="back.closed")
    return _nothing_new(screens, state, medium)


def _asked(screens: Screens, state: InterviewState, medium: Medium, about: Asked) -> Step:
    """What was asked is answered. How to answer questions is nothing to know any more; manners are none."""
    if about in _MANNERS:
        return _nothing_new(screens, state, medium, (Spoke(about),))
    if about is Asked.HELP:
        return _closing(screens, state, medium, (Spoke(about),), text="closing.over")
    return _closing(screens, state, medium, (Spoke(about),), says=about_key(about))


def _told(screens: Screens, state: InterviewState, medium: Medium, report: Report) -> Step:
    """What is told of the person goes into the paradata, and gets the answer it would have had before."""
    event: Event
    match report:
        case Report.WRONG_PERSON:
            event, text = ReportedWrongPerson(), "closing.wrong_person"
        case Report.INELIGIBLE:
            event, text = ReportedIneligible(), "closing.ineligible"
        case _:
            event, text = ReportedUnavailable(UnavailableReason(report.value)), "closing.unavailable"
    return _closing(screens, state, medium, (event,), text=text)


def _nothing_new(
    screens: Screens, state: InterviewState, medium: Medium, events: tuple[Event, ...] = ()
) -> Step:
    """It is over, or how to come back; from the second such message in a row on, nothing."""
    if state.unclear:
        return Step(state, events, ())
    text = "closing.again" if state.status in _MAY_RETURN else "closing.over"
    return _closing(screens, state, medium, events, text=text, unclear=1)


def _closing(
    screens: Screens,
    state: InterviewState,
    medium: Medium,
    events: tuple[Event, ...] = (),
    *,
    says: str = "",
    text: str = "",
    unclear: int = 0,
) -> Step:
    """The last prompt again: `says` above it, or `text` in its place (keys of the catalogue)."""
    if state.status is Status.STOPPED:
        return Step(state, events, ())
    state = replace(state, unclear=unclear)
    shown = read_as(state, medium)
    wording = wording_for(state.language, medium, has_diacritics=state.has_diacritics)
    prompt = screens.closing(shown, say(says, wording) if says else "")
    return Step(state, events, (replace(prompt, text=say(text, wording)) if text else prompt,))


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
