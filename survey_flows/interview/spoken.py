"""Answers as people read them: in a "do you mean", in a list, on a card; and made-up examples."""

from __future__ import annotations

from collections.abc import Sequence

from survey_flows.interview.cards import ORDERED, SENT, label_of, shown_choices
from survey_flows.interview.route import Route
from survey_flows.interview.state import InterviewState, MissingKind
from survey_flows.interview.wording import say
from survey_flows.questionnaire.filling import value_in_words
from survey_flows.questionnaire.model import SMS_WORDING, Item, ItemKind
from survey_flows.questionnaire.moment import Moment

_OF_TWO = "1211"
LEFT_OUT = "?"
"""In a proposal of several answers, what stands before the kind of nonresponse instead of a value."""


def in_words(item: Item, value: str, wording: str) -> str:
    """Return an answer with its numbers: `4. Hài lòng`; a value without choices as people write it."""
    if item.kind is ItemKind.RANGE:
        return value
    if item.kind in SENT:
        return "✓" if wording != SMS_WORDING else "da gui"
    labels = {
        choice.code: f"{number}. {label_of(choice, wording)}"
        for number, choice in enumerate(shown_choices(item), 1)
    }
    if not labels:
        return value_in_words(item, value, wording)
    codes = value.split() if item.kind in ORDERED else [value]
    return "; ".join(labels.get(code, code) for code in codes)


def in_numbers(item: Item, value: str) -> str:
    """Return an answer as one would type it by SMS: the numbers of its choices, or the value itself."""
    numbers = {choice.code: str(number) for number, choice in enumerate(shown_choices(item), 1)}
    if not numbers or item.kind is ItemKind.RANGE:
        return value
    codes = value.split() if item.kind in ORDERED else [value]
    return ",".join(numbers.get(code, code) for code in codes)


def proposal_in_words(
    route: Route, state: InterviewState, proposed: str, wording: str, moment: Moment
) -> str:
    """Return the question whether `proposed` ("item=value", or "#" and several) was meant."""
    if not proposed.startswith("#"):
        name, _, value = proposed.partition("=")
        item = route.asked(name, state.answers, moment)
        return say("confirm.answer", wording).replace("{reading}", in_words(item, value, wording))
    pairs = pairs_of(proposed)
    if len({value for _, value in pairs}) == 1 and pairs[0][1].startswith(LEFT_OUT):
        return say("confirm.leave_all", wording).replace("{count}", str(len(pairs)))
    told = []
    for number, (name, value) in enumerate(pairs, 1):
        item = route.asked(name, state.answers, moment)
        is_left_out = value.startswith(LEFT_OUT)
        told.append(
            f"{number}) {say('left_out', wording) if is_left_out else in_words(item, value, wording)}"
        )
    return say("confirm.answer", wording).replace("{reading}", "; ".join(told))


def pairs_of(proposed: str) -> list[tuple[str, str]]:
    """Return item and value of each part of a proposal of several answers.

    >>> pairs_of("#a=1 b=?dont_know")
    [('a', '1'), ('b', '?dont_know')]
    """
    parts = [part.partition("=") for part in proposed[1:].split(" ")]
    return [(name, value) for name, _, value in parts]


def missing_of(value: str) -> MissingKind | None:
    """Return the kind of nonresponse a value of a proposal stands for, or None for a true value."""
    return MissingKind(value[len(LEFT_OUT) :]) if value.startswith(LEFT_OUT) else None


def example_of(items: Sequence[Item]) -> str:
    """Return a reply to several questions as one would write it; it favours no choice.

    Two choices alternate unevenly, so that it looks like a person's answers and not like a rule.
    """
    parts = []
    for index, item in enumerate(items):
        count = len(shown_choices(item)) if item.kind is not ItemKind.RANGE else 0
        if count == 2:
            parts.append(_OF_TWO[index % len(_OF_TWO)])
        else:
            parts.append(str((index * (2 if count % 2 else 5) + 1) % count + 1) if count else "30")
    return " ".join(parts)


def keyed_example_of(numbers: Sequence[int], items: Sequence[Item]) -> str:
    """Return the same with the number of each question: `1:2 2:4`, the first two."""
    values = example_of(items).split()
    return " ".join(f"{number}:{value}" for number, value in list(zip(numbers, values, strict=True))[:2])
