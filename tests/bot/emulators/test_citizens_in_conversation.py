"""Simulated citizens and the real engine understand each other, whole interviews long."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest

from bot.catalogue import say
from bot.emulators.citizen_traits import Ending
from bot.emulators.citizens import SMS, TELEGRAM, Act, Citizen, Shown, population
from bot.ports import Letter
from survey_flows.forms import LANG_SON_IN_PERSON, SOC_TRANG_FULL, son_la_forms
from survey_flows.interview import codec
from survey_flows.interview.engine import advance, open_interview
from survey_flows.interview.inputs import Input, Medium, Opened, Said
from survey_flows.interview.state import InterviewState, Status
from survey_flows.questionnaire.model import ItemRole, Questionnaire
from tests.bot.emulators.screens import CODE, form, letter, show

STARTS = datetime.fromisoformat("2024-10-02T10:00:00+07:00")
PEOPLE = 100
FORMS = [*sorted(son_la_forms), LANG_SON_IN_PERSON, SOC_TRANG_FULL]
EXPECTED = {
    Ending.COMPLETES: {Status.COMPLETE},
    Ending.NEVER_ANSWERS: {Status.NEW},
    Ending.WRONG_NUMBER: {Status.NEW},
    Ending.REFUSES: {Status.REFUSED},
    Ending.STOPS: {Status.STOPPED},
    Ending.BREAKS_OFF: {Status.ASKING, Status.PAUSED, Status.COMPLETE},  # a short form may be over before
    # Told in many words: understood, or never quite.
    Ending.WRONG_PERSON: {Status.WRONG_PERSON, Status.ASKING},
    Ending.INELIGIBLE: {Status.INELIGIBLE, Status.ASKING},
    Ending.MOVED: {Status.UNAVAILABLE, Status.ASKING},
    Ending.AWAY: {Status.UNAVAILABLE, Status.ASKING},
    Ending.DECEASED: {Status.UNAVAILABLE, Status.ASKING},
}


class Conversation:
    """One citizen, one interview, an invitation and up to two reminders three days apart."""

    def __init__(self, citizen: Citizen, questionnaire: Questionnaire) -> None:
        self.citizen = citizen
        self.questionnaire = questionnaire
        self.state: InterviewState = open_interview(questionnaire)
        self.acts = 0
        self._to_come: list[tuple[datetime, int, Act]] = []
        self._order = count()

    def run(self) -> None:
        now = STARTS
        for reminders in range(3):
            if self.state.is_final:
                return
            self._see(letter() if not reminders else self._reminder(), now)
            for at, act in self._acts():
                now = at
                self._take(act, at)
            now += timedelta(days=3)

    def _acts(self) -> Iterator[tuple[datetime, Act]]:
        while self._to_come:
            at, _, act = heapq.heappop(self._to_come)
            yield at, act

    def _see(self, shown: Shown, now: datetime) -> None:
        for act in self.citizen.react(shown, now):
            assert act.at > now
            heapq.heappush(self._to_come, (act.at, next(self._order), act))

    def _reminder(self) -> Shown:
        if self.state.status is Status.NEW:
            return letter("letter.reminder")
        channel = TELEGRAM if self.state.medium is Medium.CHAT else SMS
        return show(channel, Letter(say("letter.resume")))

    def _take(self, act: Act, now: datetime) -> None:
        self.acts += 1
        assert self.acts < 200, "the two do not understand each other"
        if act.kind == "start" and not act.text:
            self._see(Shown(TELEGRAM, say("letter.code_wanted")), now)
            return
        step = advance(self.questionnaire, self.state, said_by(act), now=now)
        self.state = step.state
        for prompt in step.prompts:
            self._see(show(act.channel, prompt, is_edit=act.kind == "tap"), now)


def said_by(act: Act) -> Input:
    """The act as the engine gets it, once the channel has read it."""
    medium = Medium.CHAT if act.channel == TELEGRAM else Medium.SMS
    if CODE in act.text.upper():
        return Opened(medium)
    if act.kind == "tap":
        read = codec.read_token(act.token, medium)
        assert read is not None
        return read
    return Said(act.text, medium)


@pytest.fixture(scope="module", params=FORMS)
def conversations(request: pytest.FixtureRequest) -> list[Conversation]:
    phones = [f"+8493{number:07}" for number in range(PEOPLE)]
    people = population(frozenset(phones), 9, lambda phone: f"unit-{phone[-1]}")
    held = [Conversation(people(phone), form(request.param)) for phone in phones]
    for conversation in held:
        conversation.run()
    return held


def test_everybody_ends_the_way_they_meant_to(conversations: list[Conversation]) -> None:
    for held in conversations:
        ending, status = held.citizen.temperament.ending, held.state.status
        assert status in EXPECTED[ending], f"{held.citizen.phone}: {held.citizen.temperament} is {status}"


def test_about_three_quarters_complete_on_both_channels(conversations: list[Conversation]) -> None:
    complete = [held for held in conversations if held.state.status is Status.COMPLETE]
    assert 0.65 < len(complete) / PEOPLE < 0.85
    mediums = Counter(held.state.medium for held in complete)
    assert min(mediums[Medium.CHAT], mediums[Medium.SMS]) > 0.3 * len(complete)


def test_the_answers_are_as_satisfied_as_the_units_lean(conversations: list[Conversation]) -> None:
    """About 75 people of 10 units: within 4 points of 95 %."""
    satisfied = answered = 0
    for held in conversations:
        for item in held.questionnaire.items:
            code = held.state.answers.get(item.name)
            if item.role is ItemRole.SATISFACTION and code is not None:
                answered += 1
                satisfied += code in held.questionnaire.satisfied_codes
    assert abs(satisfied / answered - 0.95) < 0.04
