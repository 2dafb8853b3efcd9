"""The interview as a function: what a respondent sends in, the next state and prompt out.

Rules enforced here (design.md, decision 1 and "Engine invariants"):
1. Nothing a respondent sends raises; what cannot be read is an event, and nothing is recorded.
2. STOP is heard first, in every status, from every button however old.
3. A tap counts only on the present card (its revision); any other is late and changes nothing (F13,
   F24 of reliability.md).
4. A guess is never recorded: a probable reading, and every report that would end the interview, is
   put to the respondent as a yes/no question first.
5. After a STOP the engine is silent; after any other end it only says that it is over.
6. One text message may answer a whole screen; anything less than an answer for each question, said
   in order or by number, is asked for again (`batch.py`).

`{department}`, `{decision}` and `{hotline}` stay in the prompts for the renderer to fill.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from survey_flows.interview.afterwards import ASKED_BY, after_the_end, read_as
from survey_flows.interview.cards import NO, ORDERED, shown_choices
from survey_flows.interview.events import Asked
from survey_flows.interview.inputs import Chose, Command, Input, Medium, Opened, Pressed, Said, Sent
from survey_flows.interview.pace import USUAL, Pace
from survey_flows.interview.pages import Page
from survey_flows.interview.prompts import Prompt
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
    Wish,
)
from survey_flows.interview.replies import agrees, is_refusal, read
from survey_flows.interview.review import EARLIER, LISTED
from survey_flows.interview.route import Route, route_for
from survey_flows.interview.screens import REPORT_MARK, SEVERAL_MARK, YES, Screens
from survey_flows.interview.sendings import what_was_sent
from survey_flows.interview.several import answers_in
from survey_flows.interview.spoken import missing_of, pairs_of
from survey_flows.interview.state import InterviewState, MissingKind, Status
from survey_flows.interview.step import Step
from survey_flows.interview.turn import Turn
from survey_flows.interview.wishes import Accents, Asking, Jump, wish_in
from survey_flows.questionnaire.model import ItemKind, Questionnaire

__all__ = ["Step", "advance", "open_interview", "present"]

_MANNERS = frozenset({Asked.GREETING, Asked.THANKS})
_MOVES = frozenset({Command.BACK, Command.DONE, Command.SKIP, Command.KEEP})
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
        _hear_beside_list(turn, said.text)
    else:
        _take_in(turn, said, state.revision)
    return turn.step()


def _take_in(turn: Turn, said: Input, revision: int) -> None:
    """What comes while an interview goes on, or waits."""
    match said:
        case Chose():
            _choose(turn, said, revision)
        case Said():
            _hear(turn, said.text)
        case Pressed():
            _press(turn, said, revision)
        case Sent():
            _receive(turn, said)
        case Opened():
            if turn.status is Status.PAUSED:
                turn.resume()
        case _:
            assert_never(said)


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
            isinstance(reading, Aside) and reading.about not in _MANNERS
        ):
            _act(turn, reading)
        return
    turn.start()
    if isinstance(said, Pressed) and turn.status is Status.ASKING:
        _press(turn, said, said.revision)


def _choose(turn: Turn, said: Chose, revision: int) -> None:
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
            _confirm(turn)
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
        _take(turn, code)


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
    item = turn.item
    if item.kind not in ORDERED or turn.proposed:
        turn.note("late.old")
    elif item.kind is ItemKind.RANK and len(turn.ticked) < len(item.choices):
        turn.note("misread.RANKING")
    elif turn.ticked:
        turn.accept(" ".join(turn.ticked))
    else:
        turn.note("empty")


def _confirm(turn: Turn) -> None:
    proposed = turn.proposed
    if proposed.startswith(REPORT_MARK):
        turn.believe(Report(proposed[1:]))
    elif proposed.startswith(SEVERAL_MARK):
        turn.accept_several({name: missing_of(value) or value for name, value in pairs_of(proposed)})
    else:
        turn.drop_proposal()
        _take(turn, proposed.partition("=")[2])


def _hear(turn: Turn, text: str) -> None:
    """Act on typed words."""
    item = turn.item
    asking = wish_in(text)
    reading: Reading = turn.route.reading_of(text, item)
    was_paused = turn.status is Status.PAUSED
    was_seen = True
    if was_paused:
        if isinstance(reading, Wish) and reading.command in {Command.STOP, Command.PAUSE}:
            _act(turn, reading)
            return
        if turn.is_stuck and asking is None and _says_nothing(reading):
            turn.stay_silent()
            return
        was_seen = turn.resume()
    if asking is not None and _is_meant(turn, asking, reading):
        _grant(turn, asking)
        return
    if turn.proposed and not isinstance(reading, Wish | Aside | Told):
        verdict = agrees(text)
        if verdict is not None:
            if verdict:
                _confirm(turn)
            else:
                turn.drop_proposal()
            return
    if was_paused and isinstance(reading, Unclear) and not (was_seen and turn.page):
        return
    if isinstance(reading, Wish | Aside | Told):
        _act(turn, reading)
    elif was_seen and not (turn.medium is Medium.SMS and turn.pass_over()):
        _answer(turn, text, reading)


def _says_nothing(reading: Reading) -> bool:
    """Whether words neither answer, ask nor want anything: unread, or mere manners."""
    return isinstance(reading, Unclear) or (isinstance(reading, Aside) and reading.about in _MANNERS)


def _is_meant(turn: Turn, asking: Asking, reading: Reading) -> bool:
    """Whether words that ask something of the form are no answer, and no stop, in this very place."""
    match reading:
        case Wish(Command.STOP):
            return False
        case Certain() if turn.item.choices:
            return False  # a choice's own words
        case _:
            return asking != Wish(Command.KEEP) or turn.standing != "" or bool(turn.item.choices)


def _hear_beside_list(turn: Turn, text: str) -> None:
    """Words typed while the list of answers is what the respondent sees: no answer to the question.

    A number is the question to change.
    """
    number = text.strip().strip(".)")
    asking = wish_in(text)
    if number.isascii() and number.isdigit() and len(number) < 4:
        turn.jump(int(number))
    elif asking is not None:
        _grant(turn, asking)
    else:
        beside = read(text, None)
        if isinstance(beside, Wish | Aside | Told):
            _act(turn, beside)


def _answer(turn: Turn, text: str, reading: Reading) -> None:
    """Take words as an answer: to the screen of one text message, or to the one question asked."""
    page = turn.page
    if page:
        _hear_page(turn, text, page)
        return
    is_open = not turn.item.choices and not isinstance(reading, NoValue)
    if is_open and turn.standing and agrees(text):
        turn.keep()  # "ok" to what stands there already
        return
    _act(turn, reading)


def _hear_page(turn: Turn, text: str, page: Page) -> None:
    """Take one text message as the answers to several questions, or ask for what is missing."""
    if turn.proposed:
        turn.drop_proposal()
    beside = read(text, None)
    if isinstance(beside, NoValue):
        turn.propose_several({item.name: beside.kind for _, item in page})
        return
    if isinstance(beside, Wish | Aside | Told):
        _act(turn, beside)
        return
    given = answers_in(text, page, turn.items_now())
    if isinstance(given, Unclear):
        turn.misread_page(page, given.doubt)
    else:
        turn.accept_several(given)


def _receive(turn: Turn, said: Sent) -> None:
    """Take a picture, a recording, a file or a place, where one is asked for."""
    if turn.status is Status.PAUSED:
        turn.resume()
    value = what_was_sent(said, turn.item.kind)
    if value is None:
        turn.misread(Doubt.KIND)
    else:
        turn.accept(value)


def _grant(turn: Turn, asking: Asking) -> None:
    """Do what was asked of the conversation's form."""
    match asking:
        case Jump(number):
            turn.jump(number)
        case Accents(are_wanted):
            turn.write_diacritics(are_wanted=are_wanted)
        case Wish(command):
            _obey(turn, command, typed=True)
        case _:
            assert_never(asking)


def _act(turn: Turn, reading: Reading) -> None:
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
    moves = command in _MOVES
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
        case Command.WHO | Command.WHY | Command.HELP:
            turn.answer_aside(ASKED_BY[command])
        case Command.LANGUAGE:
            turn.switch_language()
        case Command.REVIEW:
            turn.review()
        case Command.DIACRITICS:
            turn.write_diacritics(are_wanted=not turn.has_diacritics)
        case Command.DONE | Command.SKIP | Command.KEEP | Command.RESUME:
            _settle(turn, command)
        case _:
            assert_never(command)


def _settle(turn: Turn, command: Command) -> None:
    """Deal with the present question by a button or a word instead of an answer."""
    if command is Command.DONE:
        _finish(turn)
    elif command is Command.SKIP:
        _skip(turn)
    elif command is Command.KEEP or turn.at in turn.answers or turn.at in turn.missing:
        turn.keep()  # "go on" at a question seen again: it is fine as it is


def _skip(turn: Turn) -> None:
    page = () if turn.proposed else turn.page
    if page:  # one word for several questions: make sure
        turn.propose_several({item.name: MissingKind.REFUSED for _, item in page})
    elif turn.proposed.startswith(SEVERAL_MARK):
        turn.drop_proposal()
    else:
        turn.leave_out(MissingKind.REFUSED)
