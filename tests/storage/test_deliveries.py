"""Delivery reports: in whatever order they come the last word is the same, and they settle doubts."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import Database
from storage.deliveries import HEIGHTS, higher
from storage.messages import DeliveryRow, MessageKind, OutboxState, Settlement
from tests.storage.field import NOW, message, open_field
from tests.storage.test_messages import bound, claim, states

STATES = st.sampled_from(list(HEIGHTS))
ORDERS = list(itertools.permutations(HEIGHTS))


@given(first=STATES, second=STATES, third=STATES)
def test_two_reports_say_the_same_in_either_order(first: str, second: str, third: str) -> None:
    assert higher(first, second) == higher(second, first)
    assert higher(first, higher(second, third)) == higher(higher(first, second), third)
    assert higher(first, first) == first
    assert HEIGHTS[higher(first, second)] >= HEIGHTS[first]


async def test_every_order_of_all_reports_ends_the_same_and_never_goes_back(database: Database) -> None:
    """One unknown message for each of the 120 orders: reports of ids that are not ours are kept."""
    ids = range(500_000, 500_000 + len(ORDERS))
    heard: dict[int, str] = {}
    async with database.begin() as unit:
        for step in range(len(HEIGHTS)):
            rows = [DeliveryRow(one, order[step]) for one, order in zip(ids, ORDERS, strict=True)]
            await unit.messages.record_delivery(rows + rows[::-1], NOW)  # and everything twice
            known = await unit.messages.delivery_states(ids)
            for row in rows:
                heard[row.outbox_id] = higher(heard.get(row.outbox_id, "queued"), row.state)
            assert known == heard
    assert set(heard.values()) == {"delivered"}


@pytest.mark.parametrize(
    ("reported", "stands"),
    [("delivered", "sent"), ("sent", "sent"), ("failed", "sent"), ("queued", "uncertain")],
)
@pytest.mark.parametrize("is_early", [True, False], ids=["before we settle", "after"])
async def test_a_report_settles_what_was_uncertain(
    database: Database, reported: str, stands: str, is_early: bool
) -> None:
    """Any report but "queued" tells that the provider had it."""
    field = await open_field(database)
    ends = await bound(database, field)
    case = field.selected[0]
    async with database.begin() as unit:
        [row_id] = await unit.messages.queue([message(case, ends[case], "invite")])
    await claim(database)
    steps = [
        lambda unit: unit.messages.settle([Settlement(row_id, OutboxState.UNCERTAIN)], NOW),
        lambda unit: unit.messages.record_delivery([DeliveryRow(row_id, reported)], NOW),
    ]
    for step in reversed(steps) if is_early else steps:
        async with database.begin() as unit:
            await step(unit)
    assert await states(database) == {"invite": stands}


async def test_a_message_that_was_reported_is_not_tried_again(database: Database) -> None:
    """The answer was a proxy's error page, the message had gone on all the same."""
    field = await open_field(database)
    ends = await bound(database, field)
    case, other = field.selected[:2]
    async with database.begin() as unit:
        ids = await unit.messages.queue(
            [message(case, ends[case], "invite"), message(other, ends[other], "another")]
        )
    await claim(database)
    again = [Settlement(row_id, OutboxState.QUEUED, not_before=NOW, error="HTTP 502") for row_id in ids]
    async with database.begin() as unit:
        await unit.messages.settle(again, NOW)
        await unit.messages.record_delivery([DeliveryRow(ids[0], "delivered")], NOW)
    assert await states(database) == {"invite": "sent", "another": "queued"}
    assert [one.id for one in await claim(database)] == [ids[1]]


async def test_a_lease_that_ran_out_on_a_reported_message_leaves_no_doubt(database: Database) -> None:
    field = await open_field(database)
    ends = await bound(database, field)
    case = field.selected[0]
    reply = message(case, ends[case], "reply", kind=MessageKind.REPLY)
    async with database.begin() as unit:
        ids = await unit.messages.queue([message(case, ends[case], "invite"), reply])
    await claim(database)
    async with database.begin() as unit:
        await unit.messages.record_delivery([DeliveryRow(one, "sent") for one in ids], NOW)
        later = NOW + timedelta(minutes=5)
        assert await unit.messages.claim(later, "sms", 10, later + timedelta(minutes=2)) == []
    assert await states(database) == {"invite": "sent", "reply": "sent"}
