"""`verify` is silent about a sound database and names each thing that must not be."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from storage import Database
from storage.engine import open_engine
from storage.interviews import AnswerRow, ResponseRow, StoredInterview
from storage.messages import InboundRow, MessageKind, OutboxState, Settlement
from storage.verify import Finding, verify
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.interview.state import Status
from tests.storage.field import NOW, SERVICE, SOON, UNIT, VERSION, Field, message, open_field, phone

RECORD = b"seed and order"


async def lived_in(database: Database) -> Field:
    """A wave in the middle of its fieldwork, with a bit of everything."""
    field = await open_field(database)
    done, lost, stopped, _ = field.selected
    async with database.begin() as unit:
        await unit.samples.save_draw(field.wave, UNIT, RECORD, hashlib.sha256(RECORD).hexdigest(), NOW)
        await unit.audit.write("officer 1", "draw", UNIT, {"lines": 8}, NOW)
        await unit.cases.release(field.selected, NOW, SOON)
        ends = {
            case: (await unit.contacts.bind("sms", phone(n), case, NOW, verified=True)).id
            for n, case in enumerate(field.selected)
        }
        await unit.messages.queue([message(case, ends[case], f"invite:{case}") for case in field.selected])
        claimed = await unit.messages.claim(NOW, "sms", 10, SOON)
        await unit.messages.settle([Settlement(one.id, OutboxState.SENT) for one in claimed], NOW)
        [row_id] = await unit.messages.note_inbound([InboundRow("sms", "8088", "1", b"DUNG", NOW)])
        assert row_id is not None
        await unit.messages.mark_handled([row_id], [stopped], NOW)
        await unit.contacts.opt_out(stopped, NOW, "sms")
        await unit.interviews.save([StoredInterview(done, VERSION, b"{}", Status.COMPLETE, 3)], NOW)
        await unit.interviews.append_answers([AnswerRow(done, 2, "q1", "5", None, NOW, "sms")])
        await unit.interviews.complete(
            [ResponseRow(done, field.wave, UNIT, SERVICE, VERSION, "sms", NOW, SOON, b"[5]")]
        )
        await unit.cases.close(
            [
                (done, Disposition.COMPLETE, ""),
                (lost, Disposition.MOVED, ""),
                (stopped, Disposition.OPTED_OUT, ""),
            ],
            SOON,
        )
        await unit.cases.release(field.reserve[:1], SOON, SOON, replaces=lost)
    return field


def break_(url: str, *statements: str) -> None:
    """Write what the constraints would refuse, as a damaged or foreign database might hold it."""
    engine = open_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


async def test_a_wave_in_the_field_is_sound(database: Database) -> None:
    await lived_in(database)
    assert await verify(database) == []


@pytest.mark.parametrize(
    ("invariant", "statements"),
    [
        ("I1", ["UPDATE inbox SET handled_at = NULL"]),
        ("I2", ["UPDATE interviews SET revision = 1"]),
        ("I2", ["DELETE FROM responses"]),
        ("I5", ["UPDATE cases SET role = 'selected', position = 99 WHERE replaces IS NOT NULL"]),
        ("I6", ["UPDATE cells SET in_flight = in_flight - 1"]),
        ("I6", ["UPDATE cells SET completed = completed + 1, overrides = 9"]),
        ("I8", ["UPDATE suppressions SET at = at - 3600000000"]),
        ("I9", ["UPDATE outbox SET case_id = (SELECT min(case_id) FROM outbox)"]),
        (
            "I9",
            ["UPDATE outbox SET kind = 'notice', case_id = (SELECT min(case_id) FROM outbox)"],
        ),
        (
            "I10",
            [
                "UPDATE cases SET invited_at = 1 WHERE position < 2",
                "UPDATE cases SET person_id = (SELECT min(person_id) FROM cases)",
            ],
        ),
        ("I14", ["UPDATE cases SET disposition = 'away' WHERE disposition = 'moved'"]),
    ],
)
async def test_what_must_not_be_is_named(
    database: Database, url: str, invariant: str, statements: list[str]
) -> None:
    await lived_in(database)
    if invariant == "I9" and "notice" in statements[0]:
        await _one_more_notice(database)
    break_(url, *statements)
    assert invariant in {finding.invariant for finding in await verify(database)}


async def _one_more_notice(database: Database) -> None:
    async with database.begin() as unit:
        end = (await unit.contacts.endpoints("sms", [phone(3)]))[phone(3)]
        await unit.messages.queue([message(end.case_id, end.id, "notice", kind=MessageKind.NOTICE)])
        [claimed] = await unit.messages.claim(NOW, "sms", 10, SOON)
        await unit.messages.settle([Settlement(claimed.id, OutboxState.SENT)], NOW + timedelta(hours=23))


async def test_replays_are_asked_and_their_word_is_kept(database: Database) -> None:
    field = await lived_in(database)
    findings = await verify(
        database,
        replay_draw=lambda wave, unit, record, lines: (
            f"{len(lines[SERVICE])} lines" if (wave, unit, record) == (field.wave, UNIT, RECORD) else None
        ),
        replay_interview=lambda stored, answers: f"{stored.revision} {[row.item for row in answers]}",
    )
    assert findings == [
        Finding("I19", f"draw of {UNIT} in wave {field.wave}", "8 lines"),
        Finding("I4", f"case {field.selected[0]}", "3 ['q1']"),
    ]


async def test_a_draw_whose_record_was_exchanged_is_named(database: Database, url: str) -> None:
    await lived_in(database)
    break_(url, "UPDATE draws SET sha256 = 'f'")
    assert [finding.invariant for finding in await verify(database)] == ["I19"]


async def test_an_anchor_is_passed_on_to_the_audit(database: Database) -> None:
    await lived_in(database)
    assert [finding.invariant for finding in await verify(database, anchor=(9, "00"))] == ["I15"]
