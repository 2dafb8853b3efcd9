"""What one input led to."""

from __future__ import annotations

from dataclasses import dataclass

from survey_flows.interview.events import Event
from survey_flows.interview.prompts import Prompt
from survey_flows.interview.state import InterviewState


@dataclass(frozen=True, slots=True)
class Step:
    """The new state, what happened, and what to show: one prompt, or none after a STOP."""

    state: InterviewState
    events: tuple[Event, ...]
    prompts: tuple[Prompt, ...]
