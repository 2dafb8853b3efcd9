"""A case: a sampled unit with its history of contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.ids import CaseId, ServiceCode, UnitCode


class SampleRole(StrEnum):
    """Worked first, or held back in fixed order."""

    SELECTED = "selected"
    RESERVE = "reserve"


@dataclass(frozen=True, slots=True)
class Case:
    """What decides the next step of fieldwork for one sampled unit.

    `position` is the order inside its stratum (unit, service) and role, from 0. `answered_at` is
    the last sign of life from the respondent. `later_until` is when the person asked to be
    reminded. `invited_channel` names the channel of the invitation, "" for the first the protocol allows.
    Times are aware.
    """

    id: CaseId
    unit: UnitCode
    service: ServiceCode
    role: SampleRole
    position: int
    disposition: Disposition
    released_at: datetime | None = None
    invited_at: datetime | None = None
    reminders: int = 0
    reminded_at: datetime | None = None
    answered_at: datetime | None = None
    later_until: datetime | None = None
    has_unreachable_channel: bool = False
    replaces: CaseId | None = None
    invited_channel: str = ""
