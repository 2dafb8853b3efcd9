"""Cases, a protocol and hours for the fieldwork tests: Sơn La 2024's autumn, 07:30 to 20:00."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from survey_flows.fieldwork.calendar import ContactHours
from survey_flows.fieldwork.case import Case, SampleRole
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.fieldwork.protocol import ContactProtocol
from survey_flows.ids import CaseId, ServiceCode, UnitCode

HANOI = timezone(timedelta(hours=7))
HOURS = ContactHours(
    utc_offset_hours=7,
    opens=time(7, 30),
    closes=time(20, 0),
    breaks=((time(11, 30), time(13, 30)),),
    first_day=date(2024, 10, 1),
    last_day=date(2024, 11, 11),
)
PROTOCOL = ContactProtocol(
    channel_order=("sms",),
    reminder_gaps_hours=(72, 96),
    noncontact_after_hours=240,
    pause_reminder_hours=24,
    break_off_after_hours=96,
)


def at(day: int, hour: int = 8, minute: int = 0, *, month: int = 10) -> datetime:
    """A civil instant in Sơn La, autumn 2024."""
    return datetime(2024, month, day, hour, minute, tzinfo=HANOI)


def a_case(disposition: Disposition = Disposition.ISSUED, **changes: Any) -> Case:
    """A released case of the selected sample, with what the test changes."""
    known: dict[str, Any] = {
        "id": CaseId(1),
        "unit": UnitCode("mai-son"),
        "service": ServiceCode("tai-nguyen"),
        "role": SampleRole.SELECTED,
        "position": 0,
        "disposition": disposition,
        "released_at": datetime(2024, 9, 30, tzinfo=UTC),
    }
    return Case(**(known | changes))
