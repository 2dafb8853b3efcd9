"""Slips: single use, in time, apart from the sample; what verify says when one is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from storage import Database
from storage.engine import open_engine
from storage.errors import Duplicate
from storage.interviews import AnswerRow
from storage.slips import FINISHING, NewSlip, SlipTerms
from storage.verify import verify
from survey_flows.ids import CaseId
from survey_flows.interview.state import MissingKind, Status
from tests.storage.field import LATER, NOW, SOON, UNIT, VERSION, open_field
from tests.storage.test_verify import break_

CODES = ("2CDF4GH9", "2CDF4GHJ", "2CDF4GHK")


async def printed(database: Database, *, answerable: int = 1) -> SlipTerms:
    """Three slips of the one unit, in batch 1."""
    field = await open_field(database)
    terms = SlipTerms(field.wave, UNIT, 1, VERSION, answerable, NOW, LATER)
    async with database.begin() as unit:
        assert await unit.slips.next_batch(field.wave) == 1
        await unit.slips.add(terms, [NewSlip(at, code) for at, code in enumerate(CODES, 1)], NOW)
    return terms


async def answered(database: Database, code: str, chat: str = "700") -> int:
    """Somebody answers the slip to its end; returns the interview's id."""
    async with database.begin() as unit:
        slip = await unit.slips.find(code)
        assert slip is not None
        endpoint = await unit.contacts.bind("telegram", chat, None, NOW)
        case = await unit.slips.open_case(
            slip, place=slip.taken + 1, endpoint=endpoint.id, channel="telegram", state=b"new", now=NOW
        )
        done = replace(case, state=b"done", status=Status.COMPLETE, revision=3)
        rows = [
            AnswerRow(CaseId(case.id), 2, "s1", "5", None, SOON, "telegram"),
            AnswerRow(CaseId(case.id), 3, "s2", None, MissingKind.DONT_KNOW, SOON, "telegram"),
        ]
        await unit.slips.save([(done, b'{"a":{"s1":"5"}}')], rows, SOON)
    return case.id


async def test_a_slip_is_found_by_its_code_and_open_in_its_days(database: Database) -> None:
    await printed(database)
    async with database.reading() as unit:
        assert await unit.slips.find("2CDF4GHM") is None
        slip = await unit.slips.find(CODES[1])
    assert slip is not None
    assert (slip.unit, slip.serial, slip.taken) == (UNIT, 2, 0)
    assert [slip.is_open(at) for at in (NOW - timedelta(seconds=1), NOW, LATER)] == [False, True, False]


async def test_a_slip_has_as_many_places_as_it_says(database: Database) -> None:
    await printed(database)
    await answered(database, CODES[0])
    async with database.reading() as unit:
        slip = await unit.slips.find(CODES[0])
    assert slip is not None
    assert not slip.is_open(NOW)
    with pytest.raises(Duplicate):
        async with database.begin() as unit:
            await unit.slips.open_case(slip, place=1, endpoint=None, channel="sms", state=b"new", now=NOW)


async def test_an_address_goes_on_with_the_slip_it_began_last(database: Database) -> None:
    terms = await printed(database)
    await answered(database, CODES[0])
    second = await answered(database, CODES[1])
    async with database.begin() as unit:
        endpoints = await unit.contacts.endpoints("telegram", ["700"])
        one = (await unit.slips.latest_cases([endpoints["700"].id]))[endpoints["700"].id]
        assert (one.id, one.state, one.status) == (second, b"done", Status.COMPLETE)
        assert one.answers_until == LATER + FINISHING
        assert await unit.slips.cancel(terms.wave, 1, SOON) == 3
        assert await unit.slips.latest_cases([endpoints["700"].id]) == {}


async def test_responses_and_batches_are_counted_apart_from_the_sample(database: Database) -> None:
    terms = await printed(database, answerable=2)
    await answered(database, CODES[0], "700")
    await answered(database, CODES[0], "701")
    async with database.begin() as unit:
        [response, _] = await unit.slips.responses(terms.wave)
        assert (response.unit, response.channel, response.record) == (UNIT, "telegram", b'{"a":{"s1":"5"}}')
        [batch] = await unit.slips.batches(terms.wave)
        assert (batch.printed, batch.taken, batch.complete, batch.ended) == (3, 2, 2, 0)
        assert await unit.interviews.responses(terms.wave) == []
        assert all(cell.complete == 0 for cell in await unit.queries.progress(terms.wave))
    assert await verify(database) == []


async def test_an_answer_of_a_slip_is_never_changed(database: Database, url: str) -> None:
    await printed(database)
    await answered(database, CODES[0])
    engine = open_engine(url)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.exec_driver_sql("UPDATE slip_answers SET missing = 'refused' WHERE item = 's2'")
    engine.dispose()


@pytest.mark.parametrize(
    ("invariant", "statement"),
    [
        ("I11", "INSERT INTO slip_cases SELECT id + 9, slip_id, 2, endpoint_id, channel, state_sealed, "
         "status, revision, opened_at, updated_at, record_sealed FROM slip_cases"),
        ("I11", "UPDATE slips SET opens_at = opens_at + 86400000000"),
        ("I2", "UPDATE slip_cases SET revision = 1"),
    ],
)  # fmt: skip
async def test_verify_names_what_a_slip_must_not_be(
    database: Database, url: str, invariant: str, statement: str
) -> None:
    await printed(database)
    await answered(database, CODES[0])
    break_(url, statement)
    assert invariant in {finding.invariant for finding in await verify(database)}


async def test_verify_replays_the_answers_of_slips_too(database: Database) -> None:
    await printed(database)
    case = await answered(database, CODES[0])
    found = await verify(database, replay_interview=lambda stored, rows: f"{len(rows)} of {stored.case_id}")
    assert [finding.message for finding in found if finding.subject.endswith("of a slip")] == [f"2 of {case}"]
