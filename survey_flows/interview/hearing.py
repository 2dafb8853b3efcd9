"""What words, standing buttons and sendings do: answer, ask, wish, report.

Rules:
1. STOP comes before everything; then what is asked of the conversation's form (`wishes.py`), a yes or
   no to a pending "do you mean", asides and reports, and only then the answer.
2. A guess is never recorded: a probable reading, and every report that would end the interview, is
   put to the respondent as a yes/no question first; what answers neither yes nor no to it records nothing.
3. Words typed where the question has not been shown, or beside the list of answers, are no answer.
4. One text message may answer a whole screen (`several.py`); what it does not answer is asked again.
"""

from __future__ import annotations

from typing import assert_never

from survey_flows.interview import numbers
from survey_flows.interview.afterwards import ASKED_BY
from survey_flows.interview.agreement import agrees
from survey_flows.interview.cards import may_be_missing
from survey_flows.interview.events import Asked, Resumed
from survey_flows.interview.inputs import Command, Medium, Pressed, Sent
from survey_flows.interview.numbers import single_number
from survey_flows.interview.pages import Page
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
from survey_flows.interview.replies import read
from survey_flows.interview.screens import REPORT_MARK, SEVERAL_MARK
from survey_flows.interview.sendings import what_was_sent
from survey_flows.interview.several import answers_in
from survey_flows.interview.spelling import listen
from survey_flows.interview.state import MissingKind, Status
from survey_flows.interview.taps import confirm, finish, take
from survey_flows.interview.turn import Turn
from survey_flows.interview.wishes import Accents, Asking, Jump, Speak, wish_in

_MOVES = frozenset({Command.BACK, Command.DONE, Command.SKIP, Command.KEEP})
MANNERS = frozenset({Asked.GREETING, Asked.THANKS})
"""What is said for politeness, by people and by answering machines."""


def hear(turn: Turn, text: str) -> None:
    """Act on typed words."""
    item = turn.item
    asking = wish_in(text)
    reading: Reading = turn.route.reading_of(text, item)
    was_paused = turn.status is Status.PAUSED
    was_seen = True
    if was_paused:
        if isinstance(reading, Wish) and reading.command in {Command.STOP, Command.PAUSE}:
            act(turn, reading)
            return
        if turn.is_stuck and asking is None and _says_nothing(reading):
            turn.stay_silent()
            return
        was_seen = turn.resume()
    if asking is not None and _is_meant(turn, asking, reading):
        _grant(turn, asking)
        return
    # `dung` may be a stop without diacritics, but "1 Dung" is what the question offers as its yes.
    is_yes = reading == Told(Report.STOPS) and agrees(text) is True
    if turn.proposed and (is_yes or not isinstance(reading, Wish | Aside | Told)):
        verdict = agrees(text)
        if verdict is not None:
            if verdict:
                confirm(turn)
            else:
                turn.drop_proposal()
            return
        if _misses(turn, text, reading):
            return
    if was_paused and isinstance(reading, Unclear) and not (was_seen and turn.page):
        return
    if isinstance(reading, Wish | Aside | Told):
        act(turn, reading)
    elif was_seen and not (turn.medium is Medium.SMS and turn.pass_over()):
        _answer(turn, text, reading)


def _misses(turn: Turn, text: str, reading: Reading) -> bool:
    """Handle what is no yes or no to a "do you mean" and says nothing of the question behind it; say whether.

    Behind a report stands no question: nothing is left out there, and a number answers nothing.
    """
    if isinstance(reading, NoValue) and turn.proposed.startswith((SEVERAL_MARK, REPORT_MARK)):
        _leave_out_proposal(turn)
        return True
    if turn.proposed.startswith(REPORT_MARK) and numbers.single_number(listen(text)) is not None:
        turn.drop_proposal()
        return True
    return False


def _leave_out_proposal(turn: Turn) -> None:
    """Leaving out is what was asked, or is said to a report, which then does not stand."""
    if turn.proposed.startswith(SEVERAL_MARK):
        confirm(turn)
    else:
        turn.drop_proposal()


def _says_nothing(reading: Reading) -> bool:
    """Whether words neither answer, ask nor want anything: unread, or mere manners."""
    return isinstance(reading, Unclear) or (isinstance(reading, Aside) and reading.about in MANNERS)


def _is_meant(turn: Turn, asking: Asking, reading: Reading) -> bool:
    """Whether words that ask something of the form are no answer, and no stop, in this very place."""
    match reading:
        case Wish(Command.STOP):
            return False
        case Certain() if turn.item.choices:
            return False  # a choice's own words
        case _:
            return asking != Wish(Command.KEEP) or turn.standing != "" or bool(turn.item.choices)


def hear_beside_list(turn: Turn, text: str) -> None:
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
        if isinstance(beside, Wish | Aside | Told) and beside != Wish(Command.RESUME):
            act(turn, beside)


def _answer(turn: Turn, text: str, reading: Reading) -> None:
    """Take words as an answer: to the screen of one text message, or to the one question asked."""
    page = turn.page
    if page:
        _hear_page(turn, text, page)
        return
    is_open = not turn.item.choices and not isinstance(reading, NoValue)
    if is_open and turn.standing and agrees(text) and single_number(listen(text)) is None:
        turn.keep()  # "ok" to what stands there already; a 1 is an answer, not the first of two buttons
        return
    act(turn, reading)


def _hear_page(turn: Turn, text: str, page: Page) -> None:
    """Take one text message as the answers to several questions, or ask for what is missing."""
    if turn.proposed:
        turn.drop_proposal()
    beside = read(text, None)
    if isinstance(beside, NoValue):
        turn.propose_several({item.name: beside.kind for _, item in page})
        return
    if isinstance(beside, Wish | Aside | Told):
        act(turn, beside)
        return
    given = answers_in(text, page, turn.items_now())
    if isinstance(given, Unclear):
        turn.misread_page(page, given.doubt)
    else:
        turn.accept_several(given)


def receive(turn: Turn, said: Sent) -> None:
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
        case Speak(language):
            turn.switch_language(language)
        case Wish(command):
            _obey(turn, command, typed=True)
        case _:
            assert_never(asking)


def act(turn: Turn, reading: Reading) -> None:
    """Do what a text turned out to mean."""
    match reading:
        case Certain(value):
            if turn.proposed:
                turn.drop_proposal()
            take(turn, value)
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


def press(turn: Turn, said: Pressed, revision: int) -> None:
    """A tap on a standing button; those that move count only on the card of the present `revision`."""
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
            _settle(turn, command, typed=typed)
        case _:
            assert_never(command)


def _settle(turn: Turn, command: Command, *, typed: bool) -> None:
    """Deal with the present question by a button or a word instead of an answer."""
    if command is Command.DONE:
        finish(turn)
    elif command is Command.SKIP and turn.proposed.startswith((SEVERAL_MARK, REPORT_MARK)):
        _leave_out_proposal(turn)
    elif command is Command.SKIP:
        _skip(turn)
    elif command is Command.KEEP or turn.at in turn.answers or turn.at in turn.missing:
        turn.keep()  # "go on" at a question seen again: it is fine as it is
    elif typed and not (turn.proposed or Resumed() in turn.events):
        turn.note("resume.waits" if may_be_missing(turn.item) else "misread.REQUIRED")


def _skip(turn: Turn) -> None:
    page = () if turn.proposed else turn.page
    if page:  # one word for several questions: make sure
        turn.propose_several({item.name: MissingKind.REFUSED for _, item in page})
    else:
        turn.leave_out(MissingKind.REFUSED)
