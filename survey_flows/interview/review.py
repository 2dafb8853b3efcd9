"""The answers given so far, to change one: a card with a button each, or one text message of numbers.

Rules:
1. Questions keep the numbers they are asked under; the list shows the latest ones first to hand.
2. Looking changes nothing: the present question waits, its buttons stay good. But what is typed while
   the list is in sight is no answer to the question (`LISTED` as the state's proposal).
"""

from __future__ import annotations

from survey_flows.interview.inputs import Command, Medium
from survey_flows.interview.prompts import Prompt, PromptChoice, PromptKind
from survey_flows.interview.route import Path, Route
from survey_flows.interview.spoken import in_numbers, in_words
from survey_flows.interview.state import InterviewState
from survey_flows.interview.wording import command_key, pick, say, wording_of
from survey_flows.questionnaire.model import Item
from survey_flows.questionnaire.moment import Moment

LISTED = "?"
"""Stands for the item in the buttons of the list, and for a proposal while it is shown."""

EARLIER = "<"
"""A button of the list whose code starts so shows the questions before that number."""

_ON_A_CARD = 8
_LONGEST_LINE = 110  # characters of a question and its answer in the list
_LONGEST_SMS = 260


def answered(route: Route, state: InterviewState, path: Path) -> list[tuple[int, Item]]:
    """Return the questions that have been dealt with, with their numbers, in order."""
    return [
        (route.number_of(path, name), route.items[name])
        for name in path.asked
        if (name in state.answers or name in state.missing) and route.items[name] is not route.consent
    ]


def review(
    route: Route, state: InterviewState, path: Path, moment: Moment, before: int | None = None
) -> Prompt | None:
    """Return the list of answers, those before question `before` if given; None while there are none."""
    found = [entry for entry in answered(route, state, path) if before is None or entry[0] < before]
    if not found:
        return None
    wording = wording_of(state)
    heading = say("review.heading", wording).replace("{example}", str(found[-1][0]))
    if state.medium is Medium.SMS:
        return Prompt(
            PromptKind.NOTICE,
            f"{_in_short(route, state, found, moment)}\n{heading}",
            state.revision,
            language=state.language,
            is_accented=state.has_diacritics,
        )
    shown = found[-_ON_A_CARD:]
    reader = Moment(moment.now, wording)
    lines = [_line(route, state, number, item, reader) for number, item in shown]
    buttons = [PromptChoice(item.name, f"✎ {number}") for number, item in shown]
    if len(found) > len(shown):
        buttons.insert(0, PromptChoice(f"{EARLIER}{shown[0][0]}", say("review.earlier", wording)))
    return Prompt(
        PromptKind.NOTICE,
        "\n".join([heading, "", *lines]),
        state.revision,
        item=LISTED,
        choices=tuple(buttons),
        commands=(Command.RESUME,),
        command_labels=(say(command_key(Command.RESUME), wording),),
        language=state.language,
    )


def _line(route: Route, state: InterviewState, number: int, item: Item, reader: Moment) -> str:
    answer = _answer(route, state, item, reader)
    text = route.logic.fill(pick(item.labels, reader.language), state.answers, reader)
    room = max(_LONGEST_LINE - len(answer), 30)
    short = text if len(text) <= room else text[: room - 1].rstrip() + "…"
    return f"{number}. {short}\n   → {answer}"


def _answer(route: Route, state: InterviewState, item: Item, reader: Moment) -> str:
    value = state.answers.get(item.name)
    if value is None:
        return say("left_out", reader.language)
    told = in_words(route.asked(item.name, state.answers, reader), value, reader.language)
    return told if len(told) <= _LONGEST_LINE else told[: _LONGEST_LINE - 1].rstrip() + "…"


def _in_short(route: Route, state: InterviewState, found: list[tuple[int, Item]], moment: Moment) -> str:
    """`1:2 2:1,3 3:4`, as many of the latest as fit."""
    told: list[str] = []
    length = 0
    for number, item in reversed(found):
        value = state.answers.get(item.name)
        asked = route.asked(item.name, state.answers, moment)
        part = f"{number}:{'-' if value is None else in_numbers(asked, value)[:20]}"
        length += len(part) + 1
        if length > _LONGEST_SMS:
            break
        told.append(part)
    return " ".join(reversed(told))
