"""Turn the state of an interview into the one prompt a respondent sees next.

Rules:
1. One prompt at a time: what the interview has to say beside the question stands in its `notice`.
2. A question looks the same however often it is shown; only notice, progress and ticks change.
   What is the same for everybody is laid out once per wording and kept.
3. Standing buttons belong to a chat; an SMS reader types the same wishes in words.
4. The consent says who asks, why, how long and how to stop: a form whose consent is a bare question
   is introduced by the catalogue, one that introduces itself gets the assurances below it.
"""

from __future__ import annotations

from dataclasses import dataclass

from survey_flows.interview.inputs import Command, Medium
from survey_flows.interview.prompts import Prompt, PromptChoice, PromptKind
from survey_flows.interview.reading import Report
from survey_flows.interview.route import Path, Route
from survey_flows.interview.state import InterviewState
from survey_flows.interview.wording import command_key, confirm_key, pick, say, wording_for
from survey_flows.questionnaire.model import SMS_WORDING, Choice, Item, ItemKind, ItemRole

YES = "yes"
NO = "no"
REPORT_MARK = "!"
"""A proposal of the state that starts so is a report; item names never do."""

_DECISIVE = frozenset({ItemRole.CONSENT, ItemRole.SCREENER, ItemRole.FILTER})

_BARE_QUESTION = 100
"""A consent shorter than this many characters only asks; it does not say who, why and how long."""


@dataclass(frozen=True, slots=True)
class _Card:
    """What of a question is the same for everybody who reads this wording."""

    text: str
    hint: str
    section: str
    introduction: str
    choices: tuple[PromptChoice, ...]
    is_multiple: bool
    commands: tuple[Command, ...]
    command_labels: tuple[str, ...]
    first_commands: tuple[Command, ...]
    first_command_labels: tuple[str, ...]


class Screens:
    """The prompts of one questionnaire."""

    def __init__(self, route: Route) -> None:
        self._route = route
        self._cards: dict[tuple[str, str, Medium], _Card] = {}

    def current(self, state: InterviewState, path: Path, notice: str = "") -> Prompt:
        """Return the question being asked, or the pending "do you mean", with `notice` above it."""
        item = self._route.items[state.at]
        if state.proposed:
            return self._confirmation(state, item, notice)
        return self._question(state, path, item, notice)

    def pause(self, state: InterviewState) -> Prompt:
        """Return the notice that the place is kept."""
        wording = wording_for(state.language, state.medium)
        commands = () if state.medium is Medium.SMS else (Command.RESUME,)
        return Prompt(
            PromptKind.NOTICE,
            say("paused", wording),
            state.revision,
            commands=commands,
            command_labels=tuple(say(command_key(command), wording) for command in commands),
            language=state.language,
        )

    def closing(self, state: InterviewState, notice: str = "", path: Path | None = None) -> Prompt:
        """Return the last prompt of an interview that has ended."""
        wording = wording_for(state.language, state.medium)
        if path is not None:
            notice = "\n".join([notice, *(pick(note.labels, wording) for note in path.closing_notes)]).strip()
        return Prompt(
            PromptKind.CLOSING,
            say(f"closing.{state.status.value}", wording),
            state.revision,
            notice=notice,
            language=state.language,
        )

    def withdrawal(self, state: InterviewState) -> Prompt:
        """Return the confirmation of a STOP, whatever the status."""
        text = say("closing.stopped", wording_for(state.language, state.medium))
        return Prompt(PromptKind.CLOSING, text, state.revision, language=state.language)

    def _question(self, state: InterviewState, path: Path, item: Item, notice: str) -> Prompt:
        card = self._card(item, state.language, state.medium)
        name = item.name
        notes = path.notes.get(name)
        if notes is not None or card.introduction:
            wording = wording_for(state.language, state.medium)
            texts = [pick(note.labels, wording) for note in notes or ()]
            notice = "\n".join(text for text in (notice, card.introduction, *texts) if text)
        choices = card.choices
        if card.is_multiple:
            chosen: tuple[str, ...] = state.ticked
        else:
            recorded = state.answers.get(name)
            chosen = () if recorded is None else (recorded,)
        if chosen and choices:
            choices = tuple(
                PromptChoice(choice.code, choice.label, True) if choice.code in chosen else choice
                for choice in choices
            )
        is_first = self._route.before(path, name) is None
        uncounted = 0 if self._route.consent is None else 1
        behind = len(state.answers) + len(state.missing) - uncounted
        return Prompt(
            PromptKind.QUESTION,
            card.text,
            state.revision,
            name,
            card.hint,
            notice,
            card.section,
            choices,
            card.is_multiple,
            None if item is self._route.consent else (behind, len(path.asked) - uncounted),
            card.first_commands if is_first else card.commands,
            card.first_command_labels if is_first else card.command_labels,
            state.language,
        )

    def _confirmation(self, state: InterviewState, item: Item, notice: str) -> Prompt:
        wording = wording_for(state.language, state.medium)
        _, _, value = state.proposed.partition("=")
        if state.proposed.startswith(REPORT_MARK):
            text = say(confirm_key(Report(state.proposed[1:])), wording)
        else:
            text = say("confirm.answer", wording).replace("{reading}", self._spoken(item, value, wording))
        return Prompt(
            PromptKind.CONFIRM,
            text,
            state.revision,
            item=item.name,
            notice=notice,
            choices=(PromptChoice(YES, say("yes", wording)), PromptChoice(NO, say("no", wording))),
            language=state.language,
        )

    def _spoken(self, item: Item, value: str, wording: str) -> str:
        """Return an answer as people read it: `4. Hài lòng`; a value without choices as it is."""
        labels = {
            choice.code: f"{number}. {pick(choice.labels, wording)}"
            for number, choice in enumerate(item.choices, 1)
        }
        if not labels:
            return value
        codes = value.split() if item.kind is ItemKind.SELECT_MULTIPLE else [value]
        return "; ".join(labels.get(code, code) for code in codes)

    def _card(self, item: Item, language: str, medium: Medium) -> _Card:
        key = (item.name, language, medium)
        card = self._cards.get(key)
        if card is None:
            card = self._cards[key] = self._lay_out(item, language, medium)
        return card

    def _lay_out(self, item: Item, language: str, medium: Medium) -> _Card:
        wording = wording_for(language, medium)
        minutes = str(self._route.questionnaire.minutes)
        text = pick(item.labels, wording)
        is_consent = item is self._route.consent
        hint = item.hints.get(SMS_WORDING, "") if wording == SMS_WORDING else pick(item.hints, wording)
        introduction = ""
        if is_consent and len(text) < _BARE_QUESTION:
            introduction = say("introduction", wording)
        elif is_consent:
            hint = "\n".join(part for part in (hint, say("assurance", wording)) if part)
        commands: list[Command] = []
        if medium is Medium.CHAT:
            if item.kind is ItemKind.SELECT_MULTIPLE:
                commands.append(Command.DONE)
            if is_consent:
                commands += [Command.WHO, Command.WHY]
                if len(spoken_languages(self._route)) > 1:
                    commands.append(Command.LANGUAGE)
            else:
                if may_be_missing(item):
                    commands.append(Command.SKIP)
                commands += [Command.BACK, Command.PAUSE, Command.WHO]
            commands.append(Command.STOP)
        first = [command for command in commands if command is not Command.BACK]
        return _Card(
            text=text.replace("{minutes}", minutes),
            hint=hint,
            section=pick(item.sections, wording),
            introduction=introduction.replace("{minutes}", minutes),
            choices=tuple(
                PromptChoice(choice.code, pick(choice.labels, wording)) for choice in choices_of(item)
            ),
            is_multiple=item.kind is ItemKind.SELECT_MULTIPLE,
            commands=tuple(commands),
            command_labels=tuple(say(command_key(command), wording) for command in commands),
            first_commands=tuple(first),
            first_command_labels=tuple(say(command_key(command), wording) for command in first),
        )


def choices_of(item: Item) -> tuple[Choice, ...]:
    """Return the choices of an item; an ACKNOWLEDGE has one, and a way out when it is the consent."""
    if item.kind is not ItemKind.ACKNOWLEDGE:
        return item.choices
    return _OUT_OR_IN if item.role is ItemRole.CONSENT else _OUT_OR_IN[:1]


def may_be_missing(item: Item) -> bool:
    """Whether the interview can go on without an answer: these decide what follows."""
    return item.role not in _DECISIVE


def spoken_languages(route: Route) -> tuple[str, ...]:
    """Return the languages a respondent may choose from."""
    return tuple(name for name in route.questionnaire.languages if name != SMS_WORDING)


def _in_all_wordings(key: str) -> dict[str, str]:
    return {wording: say(key, wording) for wording in ("vi", "en", SMS_WORDING)}


_OUT_OR_IN = (
    Choice("OK", _in_all_wordings("acknowledge")),
    Choice(NO, _in_all_wordings("disagree")),
)
