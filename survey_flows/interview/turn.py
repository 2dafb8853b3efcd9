"""One turn of an interview while it is being worked out: what may be done, each as one verb.

A `Turn` starts from a state, is told what to do by `engine.py`, and ends as a `Step`. The state it
started from is never changed. Rules enforced here:
1. Every recorded value passes `record`, which also takes answers off that stopped applying, finds
   the next item and notices the end.
2. `revision` grows when a tap would mean something else than before (another item, other ticks, a
   pending "do you mean", an end), and only then: a question merely shown again leaves the buttons
   already on the respondent's screen valid, so twenty taps in a row cannot run away from the card.
3. A status changes by the table of `transitions.py` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from survey_flows.interview.events import (
    Answered,
    Asked,
    Completed,
    Consented,
    Event,
    Misread,
    Paused,
    Proposed,
    Refused,
    ReportedIneligible,
    ReportedUnavailable,
    ReportedWrongPerson,
    Resumed,
    Retracted,
    Spoke,
    Started,
    TappedLate,
    UnavailableReason,
    WentBack,
    Withdrew,
)
from survey_flows.interview.inputs import Medium
from survey_flows.interview.reading import Doubt, Report
from survey_flows.interview.route import Path, Route
from survey_flows.interview.screens import REPORT_MARK, Screens, may_be_missing, spoken_languages
from survey_flows.interview.state import FINAL, InterviewState, MissingKind, Status
from survey_flows.interview.step import Step
from survey_flows.interview.transitions import Move, after
from survey_flows.interview.wording import about_key, pick, say, wording_for
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole

HELP_AFTER = 3
"""Unread texts in a row after which the help is shown unasked."""

_UNAVAILABLE: Mapping[Report, UnavailableReason] = {
    Report.MOVED: UnavailableReason.MOVED,
    Report.AWAY: UnavailableReason.AWAY,
    Report.DECEASED: UnavailableReason.DECEASED,
    Report.INCAPABLE: UnavailableReason.INCAPABLE,
}


class Turn:
    """One turn in the making."""

    __slots__ = (
        "_before",
        "_is_parting",
        "_moved",
        "_notices",
        "_now",
        "_path",
        "_screens",
        "answers",
        "at",
        "events",
        "language",
        "medium",
        "missing",
        "proposed",
        "route",
        "status",
        "ticked",
        "unclear",
    )

    def __init__(
        self, route: Route, screens: Screens, state: InterviewState, medium: Medium, now: datetime
    ) -> None:
        self.route = route
        self._screens = screens
        self._before = state
        self._now = now
        self.medium = medium
        self.status = state.status
        self.at = state.at
        self.answers = state.answers
        self.missing = state.missing
        self.ticked = state.ticked
        self.proposed = state.proposed
        self.unclear = state.unclear
        self.language = state.language
        self.events: list[Event] = []
        self._notices: list[str] = []
        self._path: Path | None = None
        self._moved = False
        self._is_parting = False

    @property
    def item(self) -> Item:
        """The item being asked."""
        return self.route.items[self.at]

    def start(self) -> None:
        """The respondent turned up: ask the first item."""
        self.status = after(self.status, Move.START)
        self.events.append(Started(self.medium))
        self._go_on()

    def resume(self) -> None:
        """The respondent came back to a paused interview."""
        self.status = after(self.status, Move.RESUME)
        self.events.append(Resumed())

    def agree(self, code: str) -> None:
        """The respondent consents, with `code`."""
        self.events.append(Consented(self.language))
        self.record(code)

    def record(self, value: str | None, missing: MissingKind | None = None) -> None:
        """Record a value, or a kind of nonresponse, for the present item and go on."""
        name = self.at
        answers, kinds = dict(self.answers), self.missing
        previous = answers.get(name)
        if value is not None:
            answers[name] = value
            if name in kinds:
                kinds = {other: kind for other, kind in kinds.items() if other != name}
        elif missing is not None:
            answers.pop(name, None)
            kinds = {**kinds, name: missing}
        self.events.append(Answered(name, value, missing, previous))
        gone = self.route.no_longer_applying(name, answers, kinds)
        if gone:
            self.events += [Retracted(other, answers.pop(other, "")) for other in gone]
            kinds = {other: kind for other, kind in kinds.items() if other not in gone}
        self.answers, self.missing = answers, kinds
        self._go_on()

    def accept(self, value: str) -> None:
        """Record `value` for the present item, unless the form forbids it or consent hangs on it."""
        item = self.item
        if self.route.logic.violates(item.name, value, self.answers):
            self.misread(Doubt.CONSTRAINT)
        else:
            self.record(value)

    def leave_out(self, kind: MissingKind) -> None:
        """Record that there is no value, where the interview can go on without one."""
        if may_be_missing(self.item):
            self.record(None, kind)
        else:
            self.misread(Doubt.REQUIRED)

    def tick(self, codes: tuple[str, ...]) -> None:
        """Show other ticks on a multiple answer; nothing is recorded yet."""
        self.ticked = codes
        self.unclear = 0
        self._moved = True

    def propose(self, value: str) -> None:
        """Ask whether `value` was meant."""
        self._pend(f"{self.at}={value}", value)

    def propose_report(self, report: Report) -> None:
        """Ask whether a report that would end the interview was meant."""
        self._pend(f"{REPORT_MARK}{report.value}", f"{REPORT_MARK}{report.value}")

    def drop_proposal(self) -> None:
        """Forget the pending "do you mean"."""
        self.proposed = ""
        self._moved = True

    def misread(self, doubt: Doubt) -> None:
        """Nothing could be recorded: ask again, with help after some attempts."""
        item = self.item
        if self.proposed:
            self.drop_proposal()
        self.unclear += 1
        self.events.append(Misread(item.name, doubt.value))
        wording = self._wording()
        own_words = pick(item.constraint_messages, wording) if doubt is Doubt.CONSTRAINT else ""
        key = f"misread.{doubt.value}"
        if doubt is Doubt.UNCLEAR and not item.choices:
            key = "misread.open"
        self._notices.append(own_words or say(key, wording).replace("{maximum}", str(item.maximum_choices)))
        if self.unclear >= HELP_AFTER:
            self._notices.append(say("about.help", wording))

    def answer_aside(self, about: Asked) -> None:
        """Answer what was asked beside the question."""
        self.events.append(Spoke(about))
        self._notices.append(say(about_key(about), self._wording()))

    def note(self, key: str) -> None:
        """Say `key` of the catalogue above the question."""
        self._notices.append(say(key, self._wording()))

    def late(self, item: str) -> None:
        """A tap on a card that is no longer the present one."""
        self.events.append(TappedLate(item[:64]))
        self.note("late.noted" if item in self.answers or item in self.missing else "late.old")

    def go_back(self) -> None:
        """Ask the item before; from a "do you mean" back to its question."""
        if self.proposed:
            self.drop_proposal()
            return
        earlier = self.route.before(self.route.along(self.answers), self.at)
        if earlier is None:
            self.note("back.first")
            return
        self.events.append(WentBack(earlier.name))
        self._ask(earlier)

    def switch_language(self) -> None:
        """Go on in the next language the form has."""
        languages = spoken_languages(self.route)
        self.events.append(Spoke(Asked.LANGUAGE))
        if len(languages) < 2:
            self.note("about.language")
            return
        at = languages.index(self.language) if self.language in languages else -1
        self.language = languages[(at + 1) % len(languages)]

    def pause(self, *, asked: bool) -> None:
        """Keep the place and part; `asked` when the wish came in words."""
        if asked:
            self.events.append(Spoke(Asked.LATER))
        if self.status is not Status.PAUSED:
            self.events.append(Paused())
        self.status = after(self.status, Move.PAUSE)
        self._is_parting = True

    def withdraw(self) -> None:
        """STOP: nothing is sent any more, on any channel."""
        self._end(Withdrew(), Move.WITHDRAW)

    def refuse(self) -> None:
        """The respondent does not take part."""
        self._end(Refused(), Move.REFUSE)

    def believe(self, report: Report) -> None:
        """Take a confirmed report as true; the interview ends."""
        match report:
            case Report.REFUSES:
                self.refuse()
            case Report.STOPS:
                self.withdraw()
            case Report.WRONG_PERSON:
                self._end(ReportedWrongPerson(), Move.DISOWN)
            case Report.INELIGIBLE:
                self._end(ReportedIneligible(), Move.DISQUALIFY)
            case Report.MOVED | Report.AWAY | Report.DECEASED | Report.INCAPABLE:
                self._end(ReportedUnavailable(_UNAVAILABLE[report]), Move.LOSE)
            case _:
                assert_never(report)

    def step(self) -> Step:
        """Close the turn."""
        before = self._before
        has_ended = self.status in FINAL
        state = InterviewState(
            before.questionnaire,
            self.status,
            self.at,
            self.answers,
            self.missing,
            self.ticked,
            self.proposed,
            before.revision + 1 if self._moved else before.revision,
            self.unclear,
            self.language,
            self.medium,
            before.started_at if before.status is not Status.NEW else self._now,
            self._now,
            self._now if self.status is Status.COMPLETE else None,
        )
        if has_ended:
            prompt = self._screens.closing(state, path=self._path if self.status is Status.COMPLETE else None)
        elif self._is_parting:
            prompt = self._screens.pause(state)
        else:
            path = self._path or self.route.along(self.answers)
            prompt = self._screens.current(state, path, "\n".join(self._notices))
        return Step(state, tuple(self.events), (prompt,))

    def _go_on(self) -> None:
        path = self._path = self.route.along(self.answers)
        item = self.route.next_open(path, self.answers, self.missing)
        if item is not None:
            self._ask(item)
        elif path.asked and self.route.items[path.asked[-1]].role is ItemRole.SCREENER:
            self._end(ReportedIneligible(), Move.DISQUALIFY)
        else:
            self._end(Completed(), Move.COMPLETE)

    def _ask(self, item: Item) -> None:
        self.at = item.name
        self.ticked = ()
        if item.kind is ItemKind.SELECT_MULTIPLE:
            self.ticked = tuple(self.answers.get(item.name, "").split())
        self.proposed = ""
        self.unclear = 0
        self._moved = True

    def _end(self, event: Event, move: Move) -> None:
        self.events.append(event)
        self.status = after(self.status, move)
        self.at = ""
        self.ticked = ()
        self.proposed = ""
        self.unclear = 0
        self._moved = True

    def _pend(self, proposed: str, value: str) -> None:
        self.proposed = proposed
        self.unclear = 0
        self.events.append(Proposed(self.at, value))
        self._moved = True

    def _wording(self) -> str:
        return wording_for(self.language, self.medium)
