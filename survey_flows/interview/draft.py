"""The state of an interview while one turn is worked out: what is written down, and what follows.

`turn.py` says what may be done in a turn; here each of these things is carried out on the state.
Rules enforced here:
1. Every recorded value passes `_put`, which also takes answers off that no longer stand; `_go_on`
   finds the next item and notices the end.
2. What the medium cannot ask, or has no choice left to offer, is passed over with its kind of
   nonresponse: the interview never waits for an answer that cannot come.
3. Whoever reads the introduction of the survey in a text message does not pay attention to all of it again
   with every question they ask back: only the consent is asked for again.
4. A status changes by the table of `transitions.py` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from survey_flows.interview.cards import ORDERED, SENT
from survey_flows.interview.events import (
    Answered,
    Completed,
    Event,
    Paused,
    Proposed,
    ReportedIneligible,
    Retracted,
)
from survey_flows.interview.inputs import Medium
from survey_flows.interview.pages import Page
from survey_flows.interview.prompts import Prompt
from survey_flows.interview.route import Path, Route
from survey_flows.interview.screens import Screens
from survey_flows.interview.state import FINAL, RESTING, InterviewState, MissingKind, Status
from survey_flows.interview.step import Step
from survey_flows.interview.transitions import Move, after
from survey_flows.interview.wording import say, wording_for
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole
from survey_flows.questionnaire.moment import Moment

STUCK_AFTER = 6
"""Unread texts in a row after which the interview pauses by itself."""

_OF_CHOICES = frozenset({ItemKind.SELECT_ONE, ItemKind.SELECT_MULTIPLE, ItemKind.RANK})


class Draft:
    """The next state in the making. The state it starts from is never changed."""

    __slots__ = (
        "_before",
        "_faults",
        "_instead",
        "_is_silent",
        "_moved",
        "_notices",
        "_now",
        "_pace",
        "_parting",
        "_path",
        "_screens",
        "answers",
        "at",
        "events",
        "has_diacritics",
        "language",
        "medium",
        "missing",
        "moment",
        "proposed",
        "route",
        "singly",
        "sitting",
        "status",
        "ticked",
        "unclear",
    )

    def __init__(
        self,
        route: Route,
        screens: Screens,
        state: InterviewState,
        medium: Medium,
        now: datetime,
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
        self.singly = state.singly
        self.has_diacritics = state.has_diacritics
        self.sitting = state.sitting
        self.moment: Moment = route.moment(now, state.language)
        self.events: list[Event] = []
        self._pace = screens.pace
        self._notices: list[str] = []
        self._faults: list[tuple[str, str]] = []
        self._path: Path | None = None
        self._moved = False
        self._parting = ""
        self._is_silent = False
        self._instead: Prompt | None = None

    @property
    def item(self) -> Item:
        """The item being asked, with the choices it has now."""
        return self.route.asked(self.at, self.answers, self.moment)

    @property
    def page(self) -> Page:
        """The questions that the present text message asks at once; () when it asks one."""
        if self.medium is not Medium.SMS or not self.route.items[self.at].screen:
            return ()
        path = self.route.along(self.answers, self.moment)
        return self._screens.page(self._state(), path, self.moment)

    def items_now(self) -> Mapping[str, Item]:
        """The questions of the present screen as they are asked now, by name."""
        path = self.route.along(self.answers, self.moment)
        together = path.screens.get(self.route.items[self.at].screen, (self.at,))
        return {name: self.route.asked(name, self.answers, self.moment) for name in together}

    @property
    def is_stuck(self) -> bool:
        """Whether the interview paused because nothing it got could be read."""
        return self.status is Status.PAUSED and self.unclear >= STUCK_AFTER

    @property
    def standing(self) -> str:
        """The present item's recorded value, or what the form proposes; "" for neither."""
        name = self.at
        value = self.answers.get(name)
        if value is None and name in self.route.proposing and name not in self.missing:
            value = self.route.logic.default_of(name, self.answers, self.moment)
        return value or ""

    def note(self, key: str, **facts: object) -> None:
        """Say `key` of the catalogue above the question, with `facts` in their places."""
        text = say(key, self._wording())
        for name, fact in facts.items():
            text = text.replace(f"{{{name}}}", str(fact))
        self._notices.append(text)

    def step(self) -> Step:
        """Close the turn."""
        state = self._state()
        events = tuple(self.events)
        if self._is_silent:
            return Step(state, events, ())
        if self.status in FINAL:
            path = self._path if self.status is Status.COMPLETE else None
            prompt = self._screens.closing(state, path=path, moment=self.moment)
        elif self._parting:
            left = 0
            if self._parting == "rest":
                path = self.route.along(self.answers, self.moment)
                left = len(path.asked) - len(self.answers) - len(self.missing)
            prompt = self._screens.pause(state, self._parting, left)
        elif self._instead is not None:
            prompt = self._instead
        else:
            path = self._path or self.route.along(self.answers, self.moment)
            prompt = self._screens.current(state, path, self.moment, "\n".join(self._notices))
            if self._faults:
                prompt = replace(prompt, faults=tuple(self._faults))
            if self._was_introduced:
                again = say("consent.again", self._wording())
                prompt = replace(prompt, text=again, hint="", notice="\n".join(self._notices))
        return Step(state, events, (prompt,))

    @property
    def _was_introduced(self) -> bool:
        """Whether something is said beside the consent to who read all of it in the text message before."""
        before, consent = self._before, self.route.consent
        return (
            consent is not None
            and before.at == self.at == consent.name
            and before.medium is self.medium is Medium.SMS
            and before.language == self.language
            and bool(self._notices)
            and not (self.proposed or before.proposed)
        )

    def _state(self) -> InterviewState:
        before = self._before
        return InterviewState(
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
            self.singly,
            self.has_diacritics,
            self.sitting,
        )

    def _put(self, name: str, value: str | None, missing: MissingKind | None) -> None:
        """Write down a value or a kind of nonresponse, and take off what no longer stands."""
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
        gone = self.route.no_longer_standing(name, answers, kinds, self.moment)
        if gone:
            self.events += [Retracted(other, answers.pop(other, "")) for other in gone]
            kinds = {other: kind for other, kind in kinds.items() if other not in gone}
        self.answers, self.missing = answers, kinds

    def _go_on(self) -> None:
        left = self.at
        while True:
            path = self._path = self.route.along(self.answers, self.moment)
            item = self.route.next_open(path, self.answers, self.missing)
            if item is None:
                if path.asked and self.route.items[path.asked[-1]].role is ItemRole.SCREENER:
                    self._end(ReportedIneligible(), Move.DISQUALIFY)
                else:
                    self._end(Completed(), Move.COMPLETE)
                return
            if self.medium is Medium.SMS or item.name in self.route.varying:
                item = self.route.asked(item.name, self.answers, self.moment)
                passed_over = self._why_not(item)
                if passed_over is not None:
                    self._put(item.name, None, passed_over)
                    continue
            self._ask(item)
            if self._is_time_to_rest(left, item):
                self._rest()
            return

    def _why_not(self, item: Item) -> MissingKind | None:
        """Why an item cannot be asked at all; None when it can."""
        if self.medium is Medium.SMS and item.kind in SENT:
            return MissingKind.NOT_REACHED
        if item.kind in _OF_CHOICES and not item.choices:
            return MissingKind.NOT_APPLICABLE
        return None

    def _is_time_to_rest(self, left: str, item: Item) -> bool:
        """Whether enough was asked by text message for one day and another part begins."""
        if self.medium is not Medium.SMS or not self._pace.sms_sitting or not left:
            return False
        done = len(self.answers) + len(self.missing) - self.sitting
        return done >= self._pace.sms_sitting and self.route.part_of(left) != self.route.part_of(item.name)

    def _rest(self) -> None:
        self.events.append(Paused())
        self.status = after(self.status, Move.PAUSE)
        self.sitting = RESTING
        self._parting = "rest"

    def _ask(self, item: Item) -> None:
        name = item.name
        self.at = name
        self.ticked = ()
        self.proposed = ""
        self.unclear = 0
        self._moved = True
        if item.kind in ORDERED:
            self.ticked = tuple(self.standing.split())

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
        self.events.append(Proposed(self.at, value))
        self._moved = True

    def _wording(self) -> str:
        return wording_for(self.language, self.medium, has_diacritics=self.has_diacritics)
