"""An interview laid out as one page of a form: every question of a screen with its field, at once.

Rules:
1. A page holds the questions of one screen (`appearance = field-list`) that apply now, or one question;
   it is sent back as `Filled` (`filled.py`).
2. What a question says is what a chat says: the same prompt, taken apart into a label, a hint and choices.
3. What was answered before stands in its field, unless `hidden` names it: whoever asks in person must not
   see what the respondent wrote alone.
4. Only a question is laid out: a "do you mean", a pause, an end have nothing to fill in.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from survey_flows.interview.cards import ORDERED, may_be_missing, other_language
from survey_flows.interview.engine import present
from survey_flows.interview.inputs import Command, Medium
from survey_flows.interview.pace import USUAL, Pace
from survey_flows.interview.prompts import Prompt, PromptChoice, PromptMedium
from survey_flows.interview.route import Route, route_for
from survey_flows.interview.state import InterviewState, Status
from survey_flows.interview.values import limits_of
from survey_flows.questionnaire.model import Item, ItemKind, Questionnaire


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a page. `value` is what stands in it, in XForms notation; `note` is read above it.

    `limits` are start, end and step of a range. `may_be_left_out`: the interview can go on without it.
    """

    item: str
    kind: ItemKind
    text: str
    number: int
    hint: str = ""
    note: str = ""
    choices: tuple[PromptChoice, ...] = ()
    value: str = ""
    is_required: bool = False
    may_be_left_out: bool = True
    maximum_choices: int | None = None
    limits: tuple[str, str, str] | None = None
    media: tuple[PromptMedium, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its fields and what stands around them.

    `progress` is (questions behind, in all on the present path; 0: not known yet), None at the consent.
    `other_language` is what the language one may change to is called, "" where there is none.
    """

    revision: int
    fields: tuple[Field, ...]
    section: str
    progress: tuple[int, int] | None
    commands: tuple[Command, ...]
    command_labels: tuple[str, ...]
    language: str
    other_language: str = ""

    @property
    def is_consent(self) -> bool:
        """Whether this page asks whether to take part at all."""
        return self.progress is None


def lay_sheet(
    questionnaire: Questionnaire,
    state: InterviewState,
    *,
    pace: Pace = USUAL,
    hidden: Collection[str] = (),
) -> Sheet | None:
    """Return the page that `state` asks now; None when it asks nothing that is filled in.

    Answers to the items in `hidden` are not shown.
    """
    if state.status is not Status.ASKING or state.proposed or not state.at:
        return None
    route = route_for(questionnaire)
    moment = route.moment(state.updated_at, state.language)
    path = route.along(state.answers, moment)
    together = path.screens.get(route.items[state.at].screen, (state.at,))
    if state.at not in path.position:
        return None
    prompts = [_prompt(questionnaire, route, state, name, pace) for name in together]
    fields = tuple(
        _field(route, state, route.asked(name, state.answers, moment), prompt, is_hidden=name in hidden)
        for name, prompt in zip(together, prompts, strict=True)
    )
    shown = prompts[together.index(state.at)]
    return Sheet(
        state.revision,
        fields,
        shown.section,
        shown.progress,
        shown.commands,
        shown.command_labels,
        shown.language,
        other_language(route, state.language),
    )


def _prompt(
    questionnaire: Questionnaire, route: Route, state: InterviewState, name: str, pace: Pace
) -> Prompt:
    ticked: tuple[str, ...] = ()
    if route.items[name].kind in ORDERED:
        ticked = tuple(_standing(route, state, name).split())
    alone = replace(state, at=name, ticked=ticked, medium=Medium.CHAT, unclear=0)
    prompt = present(questionnaire, alone, pace=pace)
    assert prompt is not None  # noqa: S101 - the interview goes on, so it asks
    return prompt


def _standing(route: Route, state: InterviewState, name: str) -> str:
    """Return the recorded value of an item, or what the form proposes."""
    value = state.answers.get(name)
    if value is None and name in route.proposing and name not in state.missing:
        moment = route.moment(state.updated_at, state.language)
        value = route.logic.default_of(name, state.answers, moment)
    return value or ""


def _field(route: Route, state: InterviewState, item: Item, prompt: Prompt, *, is_hidden: bool) -> Field:
    choices = prompt.choices
    value = _standing(route, state, item.name)
    if is_hidden:
        value = ""
        choices = tuple(PromptChoice(choice.code, choice.label) for choice in choices)
    moment = route.moment(state.updated_at, state.language)
    return Field(
        item.name,
        item.kind,
        prompt.text,
        prompt.number,
        prompt.hint,
        prompt.notice,
        choices,
        value,
        route.logic.is_required(item.name, state.answers, moment),
        may_be_missing(item),
        item.maximum_choices,
        limits_of(item) if item.kind is ItemKind.RANGE else None,
        prompt.media,
    )
