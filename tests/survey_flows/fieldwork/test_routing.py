"""Which channel the next letter leaves on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from survey_flows.fieldwork.protocol import ContactProtocol
from survey_flows.fieldwork.routing import choose_channel

PROTOCOL = ContactProtocol(
    channel_order=("zns", "sms", "telegram"),
    reminder_gaps_hours=(72, 96),
    noncontact_after_hours=240,
    pause_reminder_hours=24,
    break_off_after_hours=96,
)
NAMES = st.sets(st.sampled_from(["zns", "sms", "telegram", "zalo"]))


def test_a_person_stays_where_they_answer() -> None:
    assert choose_channel(PROTOCOL, last="telegram", known={"zns", "telegram"}) == "telegram"
    assert choose_channel(PROTOCOL, last="zalo", known={"zns", "zalo"}) == "zalo", "also off the protocol"


def test_where_nobody_can_be_reached_another_known_address_serves() -> None:
    known = {"sms", "telegram"}
    assert choose_channel(PROTOCOL, last="telegram", known=known, shut={"telegram"}) == "sms"
    assert choose_channel(PROTOCOL, last="telegram", known=known, dead={"telegram"}) == "sms"


def test_with_no_known_address_left_the_sampled_phone_is_written_to() -> None:
    assert choose_channel(PROTOCOL, last="zns", known={"zns"}, shut={"zns"}) == "sms"
    assert choose_channel(PROTOCOL, last="zns", known={"zns"}, shut={"zns"}, dead={"sms"}) is None


@given(st.sampled_from(["", "zns", "sms", "telegram", "zalo"]), NAMES, NAMES, NAMES)
def test_nobody_is_written_to_on_a_dead_or_shut_channel_nor_introduced_by_a_bot(
    last: str, known: set[str], dead: set[str], shut: set[str]
) -> None:
    channel = choose_channel(PROTOCOL, last=last, known=known, dead=dead, shut=shut)
    assert channel not in dead | shut
    assert channel is None or channel in known or channel in PROTOCOL.invitation_channels
