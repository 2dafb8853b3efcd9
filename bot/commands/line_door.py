"""An interview as a dialogue of JSON objects: one in, one out, no input or output of its own.

Every object in says one thing (`said`, `choose`, `send`, a standing button, `language`, `channel`) and may
carry `now`; every object out has the prompt, the events and the answers so far, or an `error`. Whatever
comes in, the door answers and stays open: a mistake of the program is told, not raised, and changes
nothing. The protocol is described in docs/form_run.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Final

from bot.channels.render import render_sms, signed
from bot.channels.segments import segments
from bot.channels.terminal import Look
from bot.ports import Sender
from survey_flows.interview.engine import advance, open_interview, present
from survey_flows.interview.events import Event
from survey_flows.interview.inputs import Chose, Command, Input, Opened, Pressed, Said, Sent, SentKind
from survey_flows.interview.prompts import Prompt
from survey_flows.interview.state import InterviewState, MissingKind
from survey_flows.questionnaire.logic import Logic, logic_for
from survey_flows.questionnaire.model import Item, ItemKind, Questionnaire
from survey_flows.questionnaire.moment import Moment

Told = dict[str, Any]

SENDER: Final = Sender("Sở Nội vụ (chạy thử)", "chạy thử", "0212 0 000 000", "SL", "8000", "")
BUTTONS: Final = tuple(command.value for command in Command if command is not Command.LANGUAGE)
"""Standing buttons, each pressed by `{"back": true}` and the like."""
VERBS: Final = ("said", "choose", "send", "language", "channel", *BUTTONS)
_UNANSWERED: Final = frozenset({ItemKind.NOTE, ItemKind.CALCULATE, ItemKind.HIDDEN})


class Misused(Exception):
    """An object that says nothing the door understands."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Happening:
    """Paradata of one step: when, on which channel, what came in, which events it led to."""

    at: datetime
    channel: str
    told: Told
    events: tuple[Event, ...]


class LineDoor:
    """One interview. `clock` says the time until an object carries `now`; from then on that holds."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        *,
        language: str = "",
        look: Look = Look.TELEGRAM,
        clock: Callable[[], datetime],
    ) -> None:
        self._questionnaire = questionnaire
        self._look = look
        self._clock = clock
        self._now: datetime | None = None
        first = "vi" if "vi" in questionnaire.languages else questionnaire.languages[0]
        self.state: InterviewState = open_interview(questionnaire, language or first)
        self._prompt: Prompt | None = None
        self._history: list[Happening] = []

    def open(self, now: str = "") -> Told:
        """The respondent turns up, at `now` when it is given: the first prompt, or an error."""
        try:
            self._now = _moment(now) if now else None
        except Misused as problem:
            return {"error": problem.code, "message": str(problem)}
        return self._advance([Opened(self._look.medium)], {})

    def hear(self, told: object) -> Told:
        """What one object leads to, or `{"error": …}`."""
        try:
            return self._hear(told)
        except Misused as problem:
            return {"error": problem.code, "message": str(problem)}

    def record(self) -> Told:
        """The whole interview: answers, kinds of nonresponse, calculated values, status, paradata."""
        state, logic = self.state, logic_for(self._questionnaire)
        moment = Moment(state.updated_at, state.language)
        calculated = {
            item.name: value
            for item in self._questionnaire.items
            if _is_given(item)
            and logic.is_relevant(item.name, state.answers, moment)
            and (value := logic.default_of(item.name, state.answers, moment))
        }
        return {
            "record": {
                "form": str(state.questionnaire),
                "status": state.status.value,
                "language": state.language,
                "channel": self._look.value,
                "answers": dict(state.answers),
                "missing": self._missing(logic, moment),
                "calculated": calculated,
                "started_at": _plain(state.started_at),
                "updated_at": _plain(state.updated_at),
                "completed_at": _plain(state.completed_at),
                "paradata": [
                    {
                        "at": one.at.isoformat(),
                        "channel": one.channel,
                        "in": one.told,
                        "events": [_event(event) for event in one.events],
                    }
                    for one in self._history
                ],
            }
        }

    def _missing(self, logic: Logic, moment: Moment) -> dict[str, str]:
        """Why each item without a value has none."""
        state = self.state
        relevant = frozenset(logic.relevant_items(state.answers, moment))
        kinds: dict[str, str] = {}
        for item in self._questionnaire.items:
            if item.kind in _UNANSWERED or item.is_read_only or item.name in state.answers:
                continue
            if item.name in state.missing:
                kinds[item.name] = state.missing[item.name].value
            elif item.name in relevant:
                kinds[item.name] = MissingKind.NOT_REACHED.value
            else:
                kinds[item.name] = MissingKind.NOT_APPLICABLE.value
        return kinds

    def _hear(self, told: object) -> Told:
        if not isinstance(told, dict):
            raise Misused("not-an-object", "one JSON object a line")
        unknown = set(told) - {*VERBS, "now"}
        if unknown:
            known = ", ".join((*VERBS, "now"))
            raise Misused("unknown-key", f"unknown: {', '.join(sorted(unknown))}; known: {known}")
        verbs = [verb for verb in VERBS if verb in told]
        if len(verbs) > 1:
            raise Misused("several-keys", f"say one thing at a time, not {' and '.join(verbs)}")
        now = _moment(told["now"]) if "now" in told else self._now
        if not verbs:
            if "now" not in told:
                raise Misused("nothing-said", "an empty object")
            self._now = now
            return self._shown([], ())
        inputs = self._inputs(verbs[0], told[verbs[0]])
        self._now = now
        if verbs[0] == "channel":
            return self._move(Look(told["channel"]), told)
        return self._advance(inputs, told)

    def _inputs(self, verb: str, value: object) -> list[Input]:
        """What a respondent would have sent; Misused when the object makes no sense here."""
        medium, revision = self._look.medium, self.state.revision
        match verb, value:
            case "said", str(text):
                return [Said(text, medium)]
            case "choose", str(code):
                return [self._chosen(code)]
            case "choose", [*codes] if codes and all(isinstance(code, str) for code in codes):
                done = [Pressed(Command.DONE, revision, medium)]
                return [*(self._chosen(str(code)) for code in codes), *done]
            case "send", {"kind": str(kind), "reference": str(reference)} if kind in set(SentKind):
                return [Sent(SentKind(kind), reference, medium)]
            case "language", str(language) if language in self._questionnaire.languages:
                return [Pressed(Command.LANGUAGE, revision, medium)] * self._turns_to(language)
            case "language", _:
                languages = ", ".join(self._questionnaire.languages)
                raise Misused("unknown-language", f"the form speaks: {languages}")
            case "channel", str(channel) if channel in set(Look):
                return []
            case "channel", _:
                raise Misused("unknown-channel", f"known: {', '.join(Look)}")
            case _, True if verb in BUTTONS:
                return [Pressed(Command(verb), revision, medium)]
            case _:
                raise Misused("wrong-value", _EXPECTED.get(verb, f'write {{"{verb}": true}}'))

    def _turns_to(self, language: str) -> int:
        """How often the language button is pressed to get there: it goes round the form's languages."""
        spoken = self._questionnaire.languages
        at = spoken.index(self.state.language) if self.state.language in spoken else -1
        return (spoken.index(language) - at) % len(spoken)

    def _chosen(self, code: str) -> Chose:
        """A tap on the present card; only what is shown there can be tapped."""
        prompt = self._prompt
        shown = [choice.code for choice in prompt.choices] if prompt is not None else []
        if prompt is None or code not in shown:
            offered = f"offered: {', '.join(shown)}" if shown else "nothing is offered here: use said"
            raise Misused("unknown-choice", f"“{code}” is not offered; {offered}")
        return Chose(prompt.item or self.state.at, code, self.state.revision, self._look.medium)

    def _move(self, look: Look, told: Mapping[str, object]) -> Told:
        """Go on at the same question on another channel."""
        self._look = look
        shown = present(self._questionnaire, self.state, medium=look.medium)
        if shown is not None:
            self._prompt = shown
        self._history.append(Happening(self._time(), look.value, dict(told), ()))
        return self._shown([shown] if shown is not None else [], ())

    def _advance(self, inputs: list[Input], told: Mapping[str, object]) -> Told:
        events: list[Event] = []
        prompts: list[Prompt] = []
        now = self._time()
        for said in inputs:
            step = advance(self._questionnaire, self.state, self._present(said), now=now)
            self.state = step.state
            events += step.events
            prompts = list(step.prompts) or prompts
        if prompts:
            self._prompt = prompts[-1]
        self._history.append(Happening(now, self._look.value, dict(told), tuple(events)))
        return self._shown(prompts, events)

    def _present(self, said: Input) -> Input:
        """Several taps in one object are all meant for the card as it then is."""
        match said:
            case Chose(item=item, code=code, medium=medium):
                return Chose(item, code, self.state.revision, medium)
            case Pressed(command=command, medium=medium):
                return Pressed(command, self.state.revision, medium)
            case _:
                return said

    def _time(self) -> datetime:
        return self._now if self._now is not None else self._clock()

    def _shown(self, prompts: list[Prompt], events: list[Event] | tuple[Event, ...]) -> Told:
        return {
            "prompt": self._as_object(prompts[-1]) if prompts else None,
            "events": [_event(event) for event in events],
            "answers": dict(self.state.answers),
            "missing": {item: kind.value for item, kind in self.state.missing.items()},
            "status": self.state.status.value,
        }

    def _as_object(self, prompt: Prompt) -> Told:
        shown: Told = {
            "item": prompt.item,
            "kind": prompt.kind.value,
            "expects": prompt.expects.value if prompt.expects is not None else None,
            "text": signed(prompt.text, SENDER),
            "hint": signed(prompt.hint, SENDER),
            "notice": signed(prompt.notice, SENDER),
            "section": prompt.section,
            "choices": [
                {"code": one.code, "label": one.label, "selected": one.is_selected} for one in prompt.choices
            ],
            "several": prompt.is_multiple,
            "rows": [asdict(row) for row in prompt.rows],
            "awaits": prompt.awaits,
            "media": [asdict(medium) for medium in prompt.media],
            "progress": list(prompt.progress) if prompt.progress is not None else None,
            "language": prompt.language,
        }
        if self._look is Look.SMS:
            text = render_sms(prompt, SENDER)
            shown["sms"] = {"text": text, "parts": segments(text).parts}
        return shown


def _is_given(item: Item) -> bool:
    """Whether the form itself gives the value: calculated, hidden, or shown and not to be changed."""
    return item.kind in {ItemKind.CALCULATE, ItemKind.HIDDEN} or item.is_read_only


_EXPECTED: Final = {
    "said": 'write {"said": "text"}',
    "choose": 'write {"choose": "code"} or {"choose": ["code", "code"]}',
    "send": 'write {"send": {"kind": "image", "reference": "name"}}; kinds: ' + ", ".join(SentKind),
}


def _moment(text: object) -> datetime:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Misused("invalid-time", 'write {"now": "2024-10-01T09:00:00+07:00"}, with its offset')
    return moment.astimezone(UTC)


def _event(event: Event) -> Told:
    """An event by its name in the past tense, with what it carries."""
    return {"event": type(event).__name__} | {
        field.name: _plain(getattr(event, field.name)) for field in fields(event)
    }


def _plain(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.isoformat()
        case tuple():
            return [_plain(part) for part in value]
        case _:
            return value
