"""A contact protocol no plan may loosen past the limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.survey_flows.fieldwork.cases import PROTOCOL


def test_the_time_to_answer_is_what_the_gaps_leave() -> None:
    assert PROTOCOL.maximum_reminders == 2
    assert PROTOCOL.time_to_answer == timedelta(hours=240 - 72 - 96)


def test_nobody_is_invited_where_the_person_must_come_first() -> None:
    both = replace(PROTOCOL, channel_order=("telegram", "zns", "sms"))
    assert both.invitation_channels == ("zns", "sms")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"channel_order": ()}, "channel_order is empty"),
        ({"channel_order": ("sms", "sms")}, "names a channel twice: sms, sms"),
        ({"channel_order": ("telegram",)}, "nobody can be invited there first"),
        ({"reminder_gaps_hours": (24, 24, 24)}, "at most 2 reminders"),
        ({"reminder_gaps_hours": (0,)}, "at least 1 hour"),
        ({"noncontact_after_hours": 215}, "at least 48 h must remain to answer"),
        ({"pause_reminder_hours": 0}, "pause_reminder_hours"),
        ({"break_off_after_hours": 47}, "break_off_after_hours"),
    ],
)
def test_a_protocol_past_the_limits_says_which_figure_is_wrong(
    change: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        replace(PROTOCOL, **change)


@pytest.mark.parametrize(
    ("channels", "gaps", "has_sittings", "most"),
    [
        (("sms",), (72, 120), False, 1),
        (("sms",), (24, 24), False, 1),
        (("sms", "telegram"), (23, 72), False, 2),
        (("sms",), (1, 1), False, 3),
        (("sms",), (1, 1), True, 4),
        (("zns", "sms"), (5, 5), False, 4),
        (("sms",), (72, 5), False, 2),
    ],
)
def test_how_many_letters_a_plan_could_send_in_a_day(
    channels: tuple[str, ...], gaps: tuple[int, ...], most: int, *, has_sittings: bool
) -> None:
    protocol = replace(PROTOCOL, channel_order=channels, reminder_gaps_hours=gaps)
    assert protocol.most_in_a_day(has_sittings=has_sittings) == most
