"""The engine alone: µs of CPU a step on the 24-criteria form, tapped and typed.

Whole interviews (with the feedback factor and a late result, so that every question is asked) are
played again and again; the state goes through storage's bytes beside, not within, the step timed.
The goal is below 100 µs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import TypeVar

from survey_flows.forms import SON_LA_IN_PERSON, form_files
from survey_flows.interview.codec import decode, encode, encode_prompt
from survey_flows.interview.engine import Step, advance, open_interview
from survey_flows.interview.inputs import Chose, Command, Input, Medium, Opened, Pressed, Said
from survey_flows.interview.replies import read
from survey_flows.interview.state import InterviewState, Status
from survey_flows.questionnaire.model import Item, ItemKind, Questionnaire
from survey_flows.questionnaire.xlsform import compile_form

ROUNDS = 200
NOW = datetime(2024, 10, 1, 8, 0, tzinfo=UTC)
WORDS = {
    "sat5": "hài lòng ạ",
    "yn_feedback": "có góp ý",
    "punct": "tre hen",
    "trips": "hai lần",
    "slip": "có giấy hẹn",
}

T = TypeVar("T")
Played = tuple[InterviewState, Input]


def main() -> None:
    form, factors = (files("survey_flows.forms").joinpath(name) for name in form_files[SON_LA_IN_PERSON])
    questionnaire = compile_form(
        form.read_bytes(), file_type="md", factors=factors.read_text("utf-8"), name=SON_LA_IN_PERSON
    )
    tapped = record(questionnaire, tap)
    typed = record(questionnaire, say)
    words = [step for step in typed if isinstance(step[1], Said) and not step[1].text.isdigit()]
    stored = [encode(state) for state, _ in tapped]
    prompt = advance(questionnaire, *tapped[-2], now=NOW).prompts[0]
    last = tapped[-1][0]
    print(
        f"engine: {len(tapped)} taps an interview, {per_step(questionnaire, tapped):.1f} µs a tap, "
        f"{per_step(questionnaire, typed):.1f} µs a typed answer; reading words heard for the first time "
        f"{per_reading(questionnaire, words):.1f} µs; "
        f"state of {len(stored[-1])} bytes: encode {per_call(encode, last):.1f} µs, "
        f"decode {per_call(decode, stored[-1]):.1f} µs, prompt {per_call(encode_prompt, prompt):.1f} µs"
    )


def record(
    questionnaire: Questionnaire, reply: Callable[[Item, InterviewState], list[Input]]
) -> list[Played]:
    """Play one interview and keep every state with what was said to it."""
    steps: list[Played] = []
    state = open_interview(questionnaire)
    waiting: list[Input] = [Opened(Medium.CHAT)]
    while state.status is not Status.COMPLETE:
        said = waiting.pop(0) if waiting else None
        if said is None:
            waiting = reply(questionnaire.by_name[state.at], state)
            continue
        if isinstance(said, Chose | Pressed):
            said = replace(said, revision=state.revision)
        steps.append((state, said))
        step: Step = advance(questionnaire, state, said, now=NOW)
        if step.state == state:
            raise RuntimeError(f"stuck at {state.at} with {said}")
        state = step.state
    return steps


def tap(item: Item, state: InterviewState) -> list[Input]:
    chosen = Chose(item.name, _wanted(item), state.revision)
    if item.kind is ItemKind.SELECT_MULTIPLE:
        return [chosen, Pressed(Command.DONE, state.revision)]
    return [chosen]


def say(item: Item, state: InterviewState) -> list[Input]:
    if item.kind is ItemKind.SELECT_MULTIPLE:
        return [Said("1 3")]
    number = [choice.code for choice in item.choices].index(_wanted(item)) + 1
    words = len(state.answers) % 2 == 0
    return [Said(WORDS.get(item.reading, str(number)) if words else str(number))]


def _wanted(item: Item) -> str:
    codes = [choice.code for choice in item.choices]
    return "late" if "late" in codes else "yes" if "yes" in codes else codes[-1]


def per_step(questionnaire: Questionnaire, steps: list[Played]) -> float:
    """µs of CPU a step, the best of five."""

    def play() -> None:
        for state, said in steps:
            advance(questionnaire, state, said, now=NOW)

    return best(play, ROUNDS // 5) / len(steps)


def per_reading(questionnaire: Questionnaire, steps: list[Played]) -> float:
    """µs of CPU to read a reply in words, nothing remembered."""
    replies = [
        (said.text, questionnaire.by_name[state.at]) for state, said in steps if isinstance(said, Said)
    ]

    def play() -> None:
        for text, item in replies:
            read(text, item)

    return best(play, ROUNDS // 5) / len(replies)


def per_call(function: Callable[[T], object], argument: T) -> float:
    """µs of CPU a call."""
    return best(lambda: function(argument), 2000)


def best(play: Callable[[], object], times: int) -> float:
    play()
    results = []
    for _ in range(5):
        started = time.process_time()
        for _ in range(times):
            play()
        results.append((time.process_time() - started) / times)
    return min(results) * 1e6


if __name__ == "__main__":
    main()
