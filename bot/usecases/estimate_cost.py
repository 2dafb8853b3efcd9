"""What a wave will cost in messages, parts of SMS and đồng, from its real texts and stated assumptions.

Rules. A part of SMS is what operators charge (3GPP 23.038: 160 or 153 signs, 70 or 67 with diacritics). Every
case released is invited once, and reminded while it is silent; of those who answer, some do so by SMS and
cost a message a question. Answers are taken to come evenly over the attempts. Until the target is reached a
reserve is released for every case that does not answer, as far as reserves go. Pure: the texts come in as
their parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Purpose(Enum):
    """Why messages are sent, as a bill is read."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    INTERVIEW = "interview"


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is assumed before anybody has answered, in percent of those concerned.

    `by_zns`: letters leave as Zalo templates, and those they cannot reach (100 - `zns_reach`) get the SMS.
    """

    answer_percent: int
    by_sms_percent: int
    zns_reach_percent: int = 0


@dataclass(frozen=True, slots=True)
class Tariffs:
    """Prices in đồng: a part of a letter by SMS, a part of a question by SMS, a Zalo template; 0: unknown."""

    letter_part_vnd: int
    question_part_vnd: int
    zns_vnd: int


@dataclass(frozen=True, slots=True)
class CostCell:
    """One service of one unit: how many forms are wanted, the reserve behind them, and what texts weigh.

    Parts of the invitation and the reminder by SMS; messages and parts of a typical interview by SMS.
    """

    target: int
    reserve: int
    invitation_parts: int
    reminder_parts: int
    interview_messages: int
    interview_parts: int


@dataclass(frozen=True, slots=True)
class CostLine:
    """Messages of one purpose on one channel. `parts` is None where there are none (a Zalo template)."""

    purpose: Purpose
    channel: str
    messages: int
    parts: int | None
    vnd: int


def estimate(
    cells: Sequence[CostCell], assumptions: Assumptions, tariffs: Tariffs, *, reminders: int
) -> list[CostLine]:
    """The cost of a wave by purpose and channel; `reminders` is how many the plan allows."""
    answers = assumptions.answer_percent / 100
    by_zns = assumptions.zns_reach_percent / 100
    letters = {Purpose.INVITATION: [0.0, 0.0], Purpose.REMINDER: [0.0, 0.0]}
    interview_messages, interview_parts = 0.0, 0.0
    for cell in cells:
        issued = released(cell, answers)
        # Of `reminders` + 1 attempts each brings an equal share of the answers; the silent are reminded.
        reminded = sum(issued * (1 - answers * turn / (reminders + 1)) for turn in range(1, reminders + 1))
        for purpose, count, each in (
            (Purpose.INVITATION, issued, cell.invitation_parts),
            (Purpose.REMINDER, reminded, cell.reminder_parts),
        ):
            letters[purpose][0] += count
            letters[purpose][1] += count * each
        by_sms = min(cell.target, issued * answers) * assumptions.by_sms_percent / 100
        interview_messages += by_sms * cell.interview_messages
        interview_parts += by_sms * cell.interview_parts
    lines = []
    for purpose, (messages, parts) in letters.items():
        if by_zns:
            sent = round(messages * by_zns)
            lines.append(CostLine(purpose, "zns", sent, None, sent * tariffs.zns_vnd))
        weight = round(parts * (1 - by_zns))
        lines.append(
            CostLine(purpose, "sms", round(messages * (1 - by_zns)), weight, weight * tariffs.letter_part_vnd)
        )
    asked = round(interview_parts)
    lines.append(
        CostLine(
            Purpose.INTERVIEW, "sms", round(interview_messages), asked, asked * tariffs.question_part_vnd
        )
    )
    return lines


def released(cell: CostCell, answers: float) -> float:
    """How many cases of a cell are released: all of the sample, and reserves until the target is reached."""
    everybody = cell.target + cell.reserve
    return everybody if answers * everybody <= cell.target else cell.target / answers
