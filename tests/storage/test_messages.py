"""Messages: the inbox takes each event once, the outbox sends each effect once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from storage import Database
from storage.errors import Conflict, Duplicate
from storage.messages import (
    ClaimedMessage,
    InboundRow,
    MessageKind,
    NewMessage,
    OutboxState,
    Settlement,
)
from survey_flows.ids import CaseId
from tests.storage.field import NOW, Field, message, open_field, phone

LEASE = NOW + timedelta(minutes=2)


def event(serial: int, account: str = "bot") -> InboundRow:
    return InboundRow("telegram", account, f"update-{serial}", b'{"text":"4"}', NOW)


async def bound(database: Database, field: Field) -> dict[CaseId, int]:
    """Bind the selected cases to their phones; returns the endpoint of each."""
    async with database.begin() as unit:
        return {
            case: (await unit.contacts.bind("sms", phone(serial), case, NOW, verified=True)).id
            for serial, case in enumerate(field.selected)
        }


async def claim(database: Database, limit: int = 100, minutes: int = 0) -> list[ClaimedMessage]:
    now = NOW + timedelta(minutes=minutes)
    async with database.begin() as unit:
        return await unit.messages.claim(now, "sms", limit, now + timedelta(minutes=2))


async def states(database: Database) -> dict[str, str]:
    async with database.reading() as unit:
        rows = await unit.messages._session.rows(text("SELECT effect, state FROM outbox"))
    return {row.effect: row.state for row in rows}


async def test_an_event_is_stored_once_however_often_it_comes(database: Database) -> None:
    async with database.begin() as unit:
        first = await unit.messages.note_inbound([event(1), event(2), event(1)])
        again = await unit.messages.note_inbound([event(2), event(3), event(1, account="other bot")])
    assert first[0] is not None and first[1] is not None and first[2] is None
    assert again[0] is None and again[1] is not None and again[2] is not None
    assert len({*first, *again} - {None}) == 4


async def test_a_webhook_fifty_times_at_once_has_one_effect(database: Database) -> None:
    async def receive() -> int:
        async with database.begin() as unit:
            ids = await unit.messages.note_inbound([event(7), event(8)])
            return sum(row_id is not None for row_id in ids)

    assert sum(await asyncio.gather(*[receive() for _ in range(50)])) == 2


async def test_what_is_stored_stays_due_until_it_is_handled(database: Database) -> None:
    async with database.begin() as unit:
        ids = [row_id for row_id in await unit.messages.note_inbound([event(1), event(2)]) if row_id]
    async with database.begin() as unit:
        waiting = await unit.messages.unhandled(10)
        assert [(row.id, row.raw) for row in waiting] == [(row_id, b'{"text":"4"}') for row_id in ids]
        await unit.messages.mark_handled(ids[:1], [None], NOW)
        assert [row.id for row in await unit.messages.unhandled(10)] == ids[1:]
        assert await unit.messages.inbox_counts() == (2, 1, 0)


async def test_the_unreadable_is_kept_once_with_its_reason(database: Database) -> None:
    async with database.begin() as unit:
        assert await unit.messages.quarantine("sms", "mo-1", b"\xff\x00", "no text", NOW)
        assert not await unit.messages.quarantine("sms", "mo-1", b"\xff\x00", "no text", NOW)
        [kept] = await unit.messages.quarantined(5)
    assert (kept.raw, kept.reason) == (b"\xff\x00", "no text")


async def test_an_effect_is_queued_once(database: Database) -> None:
    field = await open_field(database)
    ends = await bound(database, field)
    case = field.selected[0]
    async with database.begin() as unit:
        assert len(await unit.messages.queue([message(case, ends[case], "invite:1")])) == 1
        assert await unit.messages.queue([message(case, ends[case], "invite:1", payload=b"other")]) == []
    [claimed] = await claim(database)
    assert claimed.payload.startswith(b"Moi")
    assert (claimed.address, claimed.case_id, claimed.attempts) == (phone(0), case, 1)


async def test_two_claimers_never_get_the_same_message(database: Database) -> None:
    field = await open_field(database, selected=40, reserve=0, target=40)
    ends = await bound(database, field)
    async with database.begin() as unit:
        await unit.messages.queue([message(case, ends[case], f"invite:{case}") for case in field.selected])
    claims = await asyncio.gather(*[claim(database, limit=7) for _ in range(8)])
    ids = [one.id for batch in claims for one in batch]
    assert len(ids) == len(set(ids))
    assert len(ids) + len(await claim(database)) == 40


async def test_messages_leave_oldest_first_and_not_early(database: Database) -> None:
    field = await open_field(database)
    ends = await bound(database, field)
    case = field.selected[0]
    async with database.begin() as unit:
        later = message(case, ends[case], "b", not_before=NOW + timedelta(minutes=5))
        await unit.messages.queue([later, message(case, ends[case], "a")])
        assert await unit.messages.next_due(NOW) == NOW
    assert [one.attempts for one in await claim(database)] == [1]
    assert await states(database) == {"a": "sending", "b": "queued"}
    assert len(await claim(database, minutes=5)) == 1


async def test_what_expired_is_never_sent(database: Database) -> None:
    field = await open_field(database)
    ends = await bound(database, field)
    case = field.selected[0]
    async with database.begin() as unit:
        await unit.messages.queue(
            [message(case, ends[case], f"old:{n}", expires_at=NOW + timedelta(minutes=1)) for n in range(3)]
            + [message(case, ends[case], "new", not_before=NOW + timedelta(seconds=1))]
        )
    assert len(await claim(database, limit=2, minutes=3)) == 1
    assert await states(database) == {
        "old:0": "expired",
        "old:1": "expired",
        "old:2": "expired",
        "new": "sending",
    }


async def test_a_lost_lease_makes_an_invitation_uncertain_and_repeats_a_reply(database: Database) -> None:
    field = await open_field(database)
    ends = await bound(database, field)
    case = field.selected[0]
    async with database.begin() as unit:
        await unit.messages.queue(
            [
                message(case, ends[case], "invite"),
                message(case, ends[case], "reply", kind=MessageKind.REPLY),
            ]
        )
    assert len(await claim(database)) == 2
    [again] = await claim(database, minutes=2)
    assert (again.kind, again.attempts) == (MessageKind.REPLY, 2)
    assert await states(database) == {"invite": "uncertain", "reply": "sending"}


async def test_a_newer_question_supersedes_the_one_that_waits(database: Database) -> None:
    field = await open_field(database)
    ends = await bound(database, field)
    case, other = field.selected[:2]

    def question(effect: str, of: CaseId = case) -> NewMessage:
        return message(of, ends[of], effect, kind=MessageKind.REPLY, is_question=True)

    async with database.begin() as unit:
        await unit.messages.queue([question("q1"), question("q2"), question("o1", other)])
    assert await states(database) == {"q1": "cancelled", "q2": "queued", "o1": "queued"}
    async with database.begin() as unit:
        await unit.messages.queue([question("q3")])
    assert (await states(database))["q2"] == "cancelled"
    claimed = await claim(database)
    async with database.begin() as unit:
        await unit.messages.queue([question("q4")])
        retries = [Settlement(one.id, OutboxState.QUEUED, error="gateway", not_before=NOW) for one in claimed]
        await unit.messages.settle(retries, NOW)
    found = await states(database)
    assert (found["q3"], found["q4"], found["o1"]) == ("cancelled", "queued", "queued")


@pytest.mark.parametrize("ends_by", ["refusal", "lost lease"])
async def test_a_question_on_the_wire_that_a_page_asks_meanwhile_does_not_wait_again(
    database: Database, ends_by: str
) -> None:
    """Its refusal is noted only after the page asked: the case must not be asked on two channels (I3)."""
    field = await open_field(database)
    ends = await bound(database, field)
    case, other = field.selected[:2]
    async with database.begin() as unit:
        await unit.messages.queue(
            [
                message(of, ends[of], effect, kind=MessageKind.REPLY, is_question=True)
                for of, effect in ((case, "asked"), (other, "other"))
            ]
        )
    claimed = await claim(database)
    async with database.begin() as unit:
        await unit.messages.supersede([case])
    if ends_by == "refusal":
        async with database.begin() as unit:
            again = [Settlement(one.id, OutboxState.QUEUED, error="held", not_before=NOW) for one in claimed]
            await unit.messages.settle(again, NOW)
    else:
        assert [one.case_id for one in await claim(database, minutes=10)] == [other]
    assert (await states(database))["asked"] == "cancelled"


async def test_a_question_does_not_wait_again_once_a_newer_one_has_left(database: Database) -> None:
    """The newer one left on another channel while the older one was still being refused."""
    field = await open_field(database)
    ends = await bound(database, field)
    case = field.selected[0]
    async with database.begin() as unit:
        await unit.messages.queue(
            [message(case, ends[case], "old", kind=MessageKind.REPLY, is_question=True)]
        )
    [old] = await claim(database)
    async with database.begin() as unit:
        await unit.messages.queue(
            [message(case, ends[case], "new", kind=MessageKind.REPLY, is_question=True)]
        )
    [new] = await claim(database)
    async with database.begin() as unit:
        await unit.messages.settle([Settlement(new.id, OutboxState.SENT, "p1")], NOW)
        await unit.messages.settle([Settlement(old.id, OutboxState.QUEUED, not_before=NOW)], NOW)
    assert await states(database) == {"old": "cancelled", "new": "sent"}


async def test_a_new_question_is_never_lost_to_an_old_one_that_is_tried_again(database: Database) -> None:
    """Two collectors: one gives the old question back to the queue while the other asks the new one."""
    field = await open_field(database)
    ends = await bound(database, field)
    case = field.selected[0]

    async def ask(effect: str) -> None:
        async with database.begin() as unit:
            await unit.messages.queue([message(case, ends[case], effect, is_question=True)])

    await ask("old")
    [old] = await claim(database)
    async with database.begin() as unit:
        await unit.messages.settle([Settlement(old.id, OutboxState.QUEUED, not_before=NOW)], NOW)
        asking = asyncio.create_task(ask("new"))
        await asyncio.wait({asking}, timeout=0.1)
    try:
        await asking
    except Duplicate:  # a turn that meets another is taken again
        await ask("new")
    assert await states(database) == {"old": "cancelled", "new": "queued"}


async def test_a_value_no_row_can_hold_is_no_trouble_of_the_database(database: Database) -> None:
    """PostgreSQL takes no NUL in a text and counts letters; SQLite takes both."""
    row = InboundRow("telegram", "bot\x00" * 40, "update-1", b"{}", NOW)
    try:
        async with database.begin() as unit:
            await unit.messages.note_inbound([row])
    except Conflict:
        async with database.reading() as unit:
            assert await unit.messages.inbox_counts() == (0, 0, 0)


async def test_settling(database: Database) -> None:
    field = await open_field(database)
    ends = await bound(database, field)
    async with database.begin() as unit:
        await unit.messages.queue([message(case, ends[case], f"invite:{case}") for case in field.selected])
    one, two, three, four = await claim(database)
    async with database.begin() as unit:
        await unit.messages.settle(
            [
                Settlement(one.id, OutboxState.SENT, "4711"),
                Settlement(two.id, OutboxState.UNCERTAIN, error="read timeout"),
                Settlement(three.id, OutboxState.QUEUED, not_before=LEASE, uncounted=True),
                Settlement(four.id, OutboxState.FAILED, error="no such number"),
            ],
            NOW,
        )
        counts = await unit.messages.counts(field.selected)
    assert [counts[case] for case in field.selected[2:]] == [{}, {}]
    assert [counts[case][MessageKind.INVITATION] for case in field.selected[:2]] == [1, 1]
    [again] = await claim(database, minutes=2)
    assert (again.id, again.attempts) == (three.id, 1)


async def test_a_settlement_after_the_message_went_to_another_is_ignored(database: Database) -> None:
    field = await open_field(database)
    ends = await bound(database, field)
    case = field.selected[0]
    async with database.begin() as unit:
        await unit.messages.queue([message(case, ends[case], "invite")])
    [claimed] = await claim(database)
    async with database.begin() as unit:
        await unit.messages.settle([Settlement(claimed.id, OutboxState.SENT, "1")], NOW)
        await unit.messages.settle([Settlement(claimed.id, OutboxState.FAILED)], NOW)
        await unit.messages.settle([Settlement(claimed.id, OutboxState.QUEUED)], NOW)
    assert await states(database) == {"invite": "sent"}


async def test_stop_is_seen_by_the_claim_and_by_the_last_look(database: Database) -> None:
    field = await open_field(database)
    ends = await bound(database, field)
    stopped, late, *_ = field.selected
    async with database.begin() as unit:
        await unit.messages.queue([message(case, ends[case], f"invite:{case}") for case in field.selected])
        await unit.contacts.opt_out(stopped, NOW, "sms")
    claimed = {one.case_id: one for one in await claim(database)}
    assert [case for case, one in claimed.items() if one.is_suppressed] == [stopped]
    async with database.begin() as unit:  # STOP comes while the batch is in the sender's hands
        await unit.contacts.opt_out(late, NOW, "telegram")
    async with database.looking() as unit:
        allowed = await unit.messages.still_allowed([one.id for one in claimed.values()])
    assert allowed == {claimed[case].id for case in field.selected[2:]}


async def test_a_look_sees_what_is_committed_while_it_lasts(database: Database) -> None:
    field = await open_field(database)
    ends = await bound(database, field)
    case, *_ = field.selected
    async with database.begin() as unit:
        await unit.messages.queue([message(case, ends[case], f"invite:{case}")])
    (claimed,) = await claim(database)
    async with database.looking() as look:
        assert await look.messages.still_allowed([claimed.id]) == {claimed.id}
        async with database.begin() as unit:
            await unit.contacts.opt_out(case, NOW, "sms")
            assert await look.messages.still_allowed([claimed.id]) == {claimed.id}, "not committed yet"
        assert await look.messages.still_allowed([claimed.id]) == set()


async def test_a_fourth_letter_within_a_day_waits_until_the_first_is_a_day_old(database: Database) -> None:
    field = await open_field(database)
    ends = await bound(database, field)
    case, other, *_ = field.selected
    day = timedelta(days=1)
    for hours, kind in enumerate((MessageKind.INVITATION, MessageKind.REMINDER, MessageKind.NOTICE)):
        async with database.begin() as unit:
            [letter] = await unit.messages.queue([message(case, ends[case], kind.value, kind=kind)])
            assert await unit.messages.crowded_until(letter, NOW, 3, day) is None
        await claim(database)
        async with database.begin() as unit:
            state = OutboxState.UNCERTAIN if hours == 2 else OutboxState.SENT
            await unit.messages.settle([Settlement(letter, state)], NOW + timedelta(hours=hours))
    async with database.begin() as unit:
        fourth, reply, stranger = await unit.messages.queue(
            [
                message(case, ends[case], "fourth", kind=MessageKind.REMINDER),
                message(case, ends[case], "reply", kind=MessageKind.REPLY),
                message(other, ends[other], "another person"),
            ]
        )
        now = NOW + timedelta(hours=5)
        assert await unit.messages.crowded_until(fourth, now, 3, day) == NOW + day
        assert await unit.messages.crowded_until(reply, now, 3, day) is None
        assert await unit.messages.crowded_until(stranger, now, 3, day) is None
        assert await unit.messages.crowded_until(fourth, NOW + day, 3, day) is None


async def test_stop_racing_a_claim_cancels_the_message_or_is_seen_at_the_last_look(
    database: Database,
) -> None:
    field = await open_field(database, selected=20, reserve=0, target=20)
    ends = await bound(database, field)
    async with database.begin() as unit:
        await unit.messages.queue([message(case, ends[case], f"invite:{case}") for case in field.selected])

    async def stop(case: CaseId) -> None:
        async with database.begin() as unit:
            await unit.contacts.opt_out(case, NOW, "sms")
            await unit.messages.cancel_for_case([case], "opted out")

    async def sender() -> None:
        while await claim(database, limit=3):
            pass

    await asyncio.gather(sender(), *[stop(case) for case in field.selected])
    async with database.reading() as unit:
        everything = [row[0] for row in await unit.messages._session.rows(text("SELECT id FROM outbox"))]
        assert await unit.messages.still_allowed(everything) == set()


async def test_cancelling_takes_back_what_waits_only(database: Database) -> None:
    field = await open_field(database)
    ends = await bound(database, field)
    case = field.selected[0]
    async with database.begin() as unit:
        await unit.messages.queue([message(case, ends[case], "one")])
    await claim(database)
    async with database.begin() as unit:
        await unit.messages.queue([message(case, ends[case], "two")])
        assert await unit.messages.cancel_for_case([case], "closed") == 1
    assert await states(database) == {"one": "sending", "two": "cancelled"}


async def test_a_message_must_have_a_known_kind(database: Database) -> None:
    field = await open_field(database)
    ends = await bound(database, field)
    case = field.selected[0]
    with pytest.raises(Conflict):
        async with database.begin() as unit:
            await unit.messages.queue([message(case, ends[case], "x", kind="advertisement")])


async def test_a_damaged_message_does_not_hold_up_its_channel(database: Database) -> None:
    field = await open_field(database)
    endpoints = await bound(database, field)
    first, second = field.selected[:2]
    async with database.begin() as unit:
        ids = await unit.messages.queue(
            [message(first, endpoints[first], "one"), message(second, endpoints[second], "two")]
        )
        damage = text(
            "UPDATE outbox SET payload_sealed = address_sealed FROM endpoints WHERE outbox.id = :id"
        )
        await unit.messages._session.run(damage, {"id": ids[0]})
    assert [one.id for one in await claim(database)] == [ids[1]]
    assert await states(database) == {"one": "failed", "two": "sending"}
