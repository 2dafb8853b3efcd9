"""How far an interview got: complete, partial or a break-off (AAPOR 1.1, 1.2, 2.12; reliability.md §6.6).

Rules:
1. An interview that reached its end is complete, however many items were left out: whether such a form
   is valid is decided apart (domain.md A-19).
2. One left half-way is a partial from a share of its core items on, which the plan sets, and a break-off
   below. Core items are the satisfaction items that apply; in a form without any, all that are asked.
   One that hangs on a question not dealt with yet is taken to apply: nobody knows that it does not.
3. Only values count. What was left out, or not reached, is item nonresponse.
4. Somebody who took the consent back or never gave it has no partial, whatever was answered before.
"""

from __future__ import annotations

from fractions import Fraction

from survey_flows.interview.route import route_for
from survey_flows.interview.state import InterviewState, Status
from survey_flows.questionnaire.model import ItemRole, Questionnaire

_HALF_WAY = frozenset({Status.ASKING, Status.PAUSED})


def share_answered(questionnaire: Questionnaire, state: InterviewState) -> Fraction:
    """Return the share of core items that have a value, from 0 to 1; 0 for a form that asks nothing."""
    route = route_for(questionnaire)
    path = route.along(state.answers, route.moment(state.updated_at, state.language))
    asked = [name for name in path.asked if route.items[name] is not route.consent]
    undecided = {
        other
        for name in asked
        if name not in state.answers and name not in state.missing
        for other in route.logic.affected_by(name)
    }
    applying = [
        item.name
        for item in questionnaire.items
        if item.role is ItemRole.SATISFACTION and (item.name in path.position or item.name in undecided)
    ]
    core = applying or asked
    answered = sum(name in state.answers for name in core)
    return Fraction(answered, len(core)) if core else Fraction(0)


def is_partial(questionnaire: Questionnaire, state: InterviewState, partial_from: Fraction) -> bool:
    """Whether an interview that goes no further counts as a partial."""
    return state.status in _HALF_WAY and share_answered(questionnaire, state) >= partial_from
