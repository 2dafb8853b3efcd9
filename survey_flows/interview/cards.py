"""What of a question is the same for everybody who reads one wording of it, laid out once and kept.

Rules:
1. Standing buttons belong to a chat; an SMS reader types the same wishes in words.
2. The consent says who asks, why, how long and how to stop: a form whose consent is a bare question
   is introduced by the catalogue, one that introduces itself gets the assurances below it.
3. How to write an answer that is no choice (a day, an order, a place) stands below the question.
4. A choice that is only a picture goes by its code: buttons and lists of answers need a name.
"""

from __future__ import annotations

from dataclasses import dataclass

from survey_flows.interview.inputs import Command, Medium
from survey_flows.interview.prompts import PromptChoice, PromptMedium
from survey_flows.interview.route import Route
from survey_flows.interview.tongues import name_of, next_after
from survey_flows.interview.values import limits_of
from survey_flows.interview.wording import command_key, pick, say
from survey_flows.questionnaire.model import SMS_WORDING, Choice, Item, ItemKind, ItemRole

NO = "no"
ORDERED = frozenset({ItemKind.SELECT_MULTIPLE, ItemKind.RANK})
"""Kinds answered by several taps and then "done"."""

SENT = frozenset({ItemKind.GEOPOINT, ItemKind.IMAGE, ItemKind.AUDIO, ItemKind.VIDEO, ItemKind.FILE})
"""Kinds answered by sending something, which a text message cannot."""

_BARE_QUESTION = 100
"""A consent shorter than this many characters only asks; it does not say who, why and how long."""

_FORMATS = frozenset(
    {ItemKind.DATE, ItemKind.TIME, ItemKind.DATETIME, ItemKind.RANK, ItemKind.RANGE, ItemKind.BARCODE, *SENT}
)


@dataclass(frozen=True, slots=True)
class Buttons:
    """The standing buttons of one situation, with their labels."""

    commands: tuple[Command, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One question in one wording. `has_holes`: a text of it quotes an answer (`${name}`)."""

    text: str
    hint: str
    section: str
    introduction: str
    choices: tuple[PromptChoice, ...]
    is_multiple: bool
    has_holes: bool
    media: tuple[PromptMedium, ...]
    first: Buttons
    usual: Buttons
    again: Buttons
    first_again: Buttons


def lay_out(route: Route, item: Item, wording: str, medium: Medium) -> Card:
    """Return the card of `item` as it is asked with its present choices."""
    minutes = str(route.questionnaire.minutes)
    text = pick(item.labels, wording)
    is_consent = item is route.consent
    hint = item.hints.get(SMS_WORDING, "") if wording == SMS_WORDING else pick(item.hints, wording)
    introduction = ""
    if is_consent and len(text) < _BARE_QUESTION:
        introduction = say("introduction", wording)
    elif is_consent:
        hint = "\n".join(part for part in (hint, say("assurance", wording)) if part)
    if item.kind in _FORMATS and not (item.kind is ItemKind.RANGE and item.choices and medium is Medium.CHAT):
        hint = "\n".join(part for part in (hint, _format(item, wording)) if part)
    commands = _commands(route, item, medium)
    section = pick(item.sections, wording)
    choices = tuple(PromptChoice(choice.code, label_of(choice, wording)) for choice in shown_choices(item))
    if item.kind is ItemKind.RANGE and medium is Medium.SMS:
        choices = ()  # the number typed is the value, not the place of a choice
    texts = (text, hint, section, *(choice.label for choice in choices))
    first: list[Command] = [command for command in commands if command is not Command.BACK]
    again = [Command.KEEP, Command.REVIEW]
    return Card(
        text=text.replace("{minutes}", minutes),
        hint=hint,
        section=section,
        introduction=introduction.replace("{minutes}", minutes),
        choices=choices,
        is_multiple=item.kind in ORDERED,
        has_holes=any("${" in part for part in texts),
        media=media_of(item, wording),
        first=_labelled(route, first, wording),
        usual=_labelled(route, commands, wording),
        again=_labelled(route, _with(commands, again, medium), wording),
        first_again=_labelled(route, _with(first, again, medium), wording),
    )


def shown_choices(item: Item) -> tuple[Choice, ...]:
    """Return the choices of an item; an ACKNOWLEDGE has one, and a way out when it is the consent."""
    if item.kind is not ItemKind.ACKNOWLEDGE:
        return item.choices
    return _OUT_OR_IN if item.role is ItemRole.CONSENT else _OUT_OR_IN[:1]


def label_of(choice: Choice, wording: str) -> str:
    """Return what a choice is called in `wording`."""
    return pick(choice.labels, wording) or choice.code


def may_be_missing(item: Item) -> bool:
    """Whether the interview can go on without an answer: these decide what follows."""
    return item.role not in {ItemRole.CONSENT, ItemRole.SCREENER, ItemRole.FILTER}


def spoken_languages(route: Route) -> tuple[str, ...]:
    """Return the languages a respondent may choose from."""
    return tuple(name for name in route.questionnaire.languages if name != SMS_WORDING)


def _commands(route: Route, item: Item, medium: Medium) -> list[Command]:
    if medium is not Medium.CHAT:
        return []
    commands: list[Command] = []
    if item.kind in ORDERED:
        commands.append(Command.DONE)
    if item is route.consent:
        commands += [Command.WHO, Command.WHY]
        if len(spoken_languages(route)) > 1:
            commands.append(Command.LANGUAGE)
    else:
        if may_be_missing(item):
            commands.append(Command.SKIP)
        commands += [Command.BACK, Command.PAUSE, Command.WHO]
    return [*commands, Command.STOP]


def _with(commands: list[Command], more: list[Command], medium: Medium) -> list[Command]:
    """The buttons of a question seen again: keep its answer first, the list of answers before "later"."""
    if medium is not Medium.CHAT:
        return commands
    keep, review = more
    at = commands.index(Command.PAUSE) if Command.PAUSE in commands else len(commands)
    return [keep, *commands[:at], review, *commands[at:]]


def other_language(route: Route, language: str) -> str:
    """Return what the language that comes after this one is called; "" where there is no other."""
    languages = spoken_languages(route)
    return name_of(next_after(language, languages)) if len(languages) > 1 else ""


def _labelled(route: Route, commands: list[Command], wording: str) -> Buttons:
    labels = [
        other_language(route, wording) if command is Command.LANGUAGE else say(command_key(command), wording)
        for command in commands
    ]
    return Buttons(tuple(commands), tuple(labels))


def _format(item: Item, wording: str) -> str:
    """How an answer to such an item is written."""
    if item.kind is ItemKind.RANK:
        places = " ".join(map(str, range(1, len(item.choices) + 1)))
        return say("format.rank", wording).replace("{example}", places)
    limits = limits_of(item) if item.kind is ItemKind.RANGE else None
    if limits is None:
        return say(f"format.{item.kind.value}", wording) if item.kind is not ItemKind.RANGE else ""
    start, end, step = limits
    key = "format.range" if step in {"1", "-1"} else "format.range_step"
    return say(key, wording).replace("{start}", start).replace("{end}", end).replace("{step}", step)


def media_of(item: Item, wording: str) -> tuple[PromptMedium, ...]:
    """Return the pictures, recordings and films of an item and of its choices."""
    found = [PromptMedium(kind, pick(names, wording)) for kind, names in item.media.items()]
    for choice in item.choices:
        found += [
            PromptMedium(kind, pick(names, wording), choice.code) for kind, names in choice.media.items()
        ]
    return tuple(medium for medium in found if medium.name)


def _in_all_wordings(key: str) -> dict[str, str]:
    return {wording: say(key, wording) for wording in ("vi", "en", SMS_WORDING)}


_OUT_OR_IN = (
    Choice("OK", _in_all_wordings("acknowledge")),
    Choice(NO, _in_all_wordings("disagree")),
)
