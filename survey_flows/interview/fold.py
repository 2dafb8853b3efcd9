"""The answers are the fold of the events: rebuild them from history, in order."""

from __future__ import annotations

from collections.abc import Iterable

from survey_flows.interview.events import Answered, Event, Retracted
from survey_flows.interview.state import MissingKind


def answers_of(events: Iterable[Event]) -> tuple[dict[str, str], dict[str, MissingKind]]:
    """Return values and kinds of nonresponse by item, as the last of `events` left them.

    >>> answers_of([Answered("q1", "4", None, None), Answered("q1", "5", None, "4")])
    ({'q1': '5'}, {})
    """
    values: dict[str, str] = {}
    missing: dict[str, MissingKind] = {}
    for event in events:
        if isinstance(event, Answered):
            values.pop(event.item, None)
            missing.pop(event.item, None)
            if event.value is not None:
                values[event.item] = event.value
            elif event.missing is not None:
                missing[event.item] = event.missing
        elif isinstance(event, Retracted):
            values.pop(event.item, None)
            missing.pop(event.item, None)
    return values, missing
