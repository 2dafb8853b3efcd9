"""Cases: places of a cell, releases, endings, history, what is due."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy import text

from storage import Database
from storage.cases import CaseUpdate
from storage.errors import Conflict, NotFound, Stale, Unavailable
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.ids import CaseId
from tests.storage.field import NOW, SERVICE, SOON, UNIT, open_field


async def test_released_cases_are_issued_and_due(database: Database) -> None:
    field = await open_field(database)
    async with database.begin() as unit:
        assert await unit.cases.release(field.selected, NOW, SOON) == field.selected
        assert await unit.cases.due(field.wave, NOW, 10) == []
        due = await unit.cases.due(field.wave, SOON, 10)
    assert [record.case.id for record in due] == field.selected
    assert {record.case.disposition for record in due} == {Disposition.ISSUED}
    assert {record.place for record in due} == {"in_flight"}
    assert due[0].case.released_at == NOW


async def test_a_cell_never_has_more_cases_than_its_target(database: Database) -> None:
    field = await open_field(database, selected=4, target=3)
    async with database.begin() as unit:
        assert await unit.cases.release(field.selected, NOW, SOON) == field.selected[:3]
        assert await unit.cases.release(field.selected, NOW, SOON) == []
        await unit.cases.add_override(field.wave, UNIT, SERVICE, 1)
        assert await unit.cases.release(field.selected, NOW, SOON) == field.selected[3:]
        [cell] = await unit.cases.cells(field.wave)
    assert (cell.target, cell.overrides, cell.in_flight, cell.free) == (3, 1, 4, 0)


async def test_sixty_four_tasks_at_once_release_exactly_ten(database: Database) -> None:
    field = await open_field(database, selected=0, reserve=64, target=10)

    async def release(case_id: CaseId) -> int:
        async with database.begin() as unit:
            return len(await unit.cases.release([case_id], NOW, SOON))

    released = await asyncio.gather(*map(release, field.reserve))
    assert sum(released) == 10
    async with database.reading() as unit:
        [cell] = await unit.cases.cells(field.wave)
        [row] = await unit.queries.progress(field.wave)
    assert cell.in_flight == 10
    assert (row.issued, row.reserve_left) == (10, 54)


async def test_sixty_four_late_finishers_share_ten_places(database: Database) -> None:
    field = await open_field(database, selected=0, reserve=64, target=10)
    for start in range(0, 64, 10):
        round_of_ten = field.reserve[start : start + 10]
        async with database.begin() as unit:
            assert await unit.cases.release(round_of_ten, NOW, SOON) == round_of_ten
            await unit.cases.close([(case, Disposition.NONCONTACT, "silent") for case in round_of_ten], NOW)

    async def finish(case_id: CaseId) -> bool:
        async with database.begin() as unit:
            return await unit.cases.complete_late(case_id, NOW)

    assert sum(await asyncio.gather(*map(finish, field.reserve))) == 10
    async with database.reading() as unit:
        [cell] = await unit.cases.cells(field.wave)
    assert (cell.in_flight, cell.completed) == (0, 10)


async def test_a_late_answer_finds_no_place_in_a_full_cell(database: Database) -> None:
    field = await open_field(database, selected=1, reserve=1, target=1)
    [primary], [reserve] = field.selected, field.reserve
    async with database.begin() as unit:
        await unit.cases.release([primary], NOW, SOON)
        await unit.cases.close([(primary, Disposition.NONCONTACT, "silent")], NOW)
        assert await unit.cases.release([reserve], NOW, SOON, replaces=primary) == [reserve]
        assert not await unit.cases.complete_late(primary, NOW)
        await unit.cases.close([(reserve, Disposition.REFUSAL, "")], NOW)
        assert await unit.cases.complete_late(primary, NOW)
        records = await unit.cases.get([primary, reserve])
        history = await unit.cases.history(primary)
    assert records[reserve].case.replaces == primary
    assert [entry.disposition for entry in history] == ["issued", "noncontact", "complete"]


async def test_who_comes_back_takes_a_free_place_and_nobody_elses(database: Database) -> None:
    field = await open_field(database, selected=1, reserve=1, target=1)
    [primary], [reserve] = field.selected, field.reserve
    async with database.begin() as unit:
        await unit.cases.release([primary], NOW, SOON)
        assert not await unit.cases.take_up_again(primary, Disposition.ANSWERING, NOW), "it never left"
        await unit.cases.close([(primary, Disposition.OPTED_OUT, "stop")], NOW)
        assert await unit.cases.release([reserve], NOW, SOON, replaces=primary) == [reserve]
        assert not await unit.cases.take_up_again(primary, Disposition.ANSWERING, NOW)
        await unit.cases.close([(reserve, Disposition.REFUSAL, "")], NOW)
        assert await unit.cases.take_up_again(primary, Disposition.ANSWERING, SOON)
        record = (await unit.cases.get([primary]))[primary]
        [cell] = await unit.cases.cells(field.wave)
        history = await unit.cases.history(primary)
    assert (record.place, record.next_action_at) == ("in_flight", SOON)
    assert (cell.in_flight, cell.completed) == (1, 0)
    assert [entry.disposition for entry in history] == ["issued", "opted_out", "answering"]


async def test_the_place_of_a_partial_is_nobody_elses(database: Database) -> None:
    """Its answers count and no reserve stands in for it: with another answer the quota would be exceeded."""
    field = await open_field(database, selected=2, reserve=2, target=2)
    partial, silent = field.selected
    reserve, spare = field.reserve
    async with database.begin() as unit:
        await unit.cases.release(field.selected, NOW, SOON)
        await unit.cases.close(
            [(partial, Disposition.PARTIAL, ""), (silent, Disposition.NONCONTACT, "")], NOW
        )
        [cell] = await unit.cases.cells(field.wave)
        assert (cell.completed, cell.partial, cell.free) == (0, 1, 1)
        assert await unit.cases.release([reserve], NOW, SOON, replaces=silent) == [reserve]
        assert await unit.cases.release([spare], NOW, SOON) == []
        await unit.cases.close([(reserve, Disposition.COMPLETE, "")], NOW)
        assert not await unit.cases.complete_late(silent, NOW)
        assert await unit.cases.complete_late(partial, NOW), "its own place is its own"
        [cell] = await unit.cases.cells(field.wave)
    assert (cell.completed, cell.partial, cell.free) == (2, 0, 0)


async def test_a_case_is_replaced_once(database: Database) -> None:
    field = await open_field(database, selected=1, reserve=3, target=3)
    [primary] = field.selected
    async with database.begin() as unit:
        await unit.cases.release([primary], NOW, SOON)
        await unit.cases.close([(primary, Disposition.REFUSAL, "")], NOW)
        first = await unit.cases.next_reserve(field.wave, UNIT, SERVICE)
        assert first is not None and first.case.id == field.reserve[0]
        assert await unit.cases.release([first.case.id], NOW, SOON, replaces=primary) == [field.reserve[0]]
        assert await unit.cases.release([field.reserve[1]], NOW, SOON, replaces=primary) == []
        second = await unit.cases.next_reserve(field.wave, UNIT, SERVICE)
        assert second is not None and second.case.id == field.reserve[1]
        assert await unit.cases.replacement_of(primary) == field.reserve[0]
        [row] = await unit.queries.progress(field.wave)
    assert (row.refused, row.replaced, row.reserve_left) == (1, 1, 2)


async def test_an_ending_moves_the_place_and_clears_what_is_due(database: Database) -> None:
    field = await open_field(database)
    done, lost, *_ = field.selected
    async with database.begin() as unit:
        await unit.cases.release(field.selected, NOW, SOON)
        endings = [(done, Disposition.COMPLETE, ""), (lost, Disposition.MOVED, "told by a relative")]
        assert await unit.cases.close(endings, NOW) == [done, lost]
        [cell] = await unit.cases.cells(field.wave)
        assert (cell.in_flight, cell.completed) == (2, 1)
        assert await unit.cases.close(endings, NOW) == [done, lost]  # repeating changes nothing
        assert [cell] == await unit.cases.cells(field.wave)
        records = await unit.cases.get([done, lost])
        assert len(await unit.cases.history(lost)) == 2
    assert records[done].next_action_at is None and records[done].place == "completed"
    assert records[lost].place == "none"


async def test_a_complete_without_a_place_is_not_ended_in_passing(database: Database) -> None:
    field = await open_field(database)
    case = field.selected[0]
    async with database.begin() as unit:
        await unit.cases.release([case], NOW, SOON)
        await unit.cases.close([(case, Disposition.NONCONTACT, "")], NOW)
        assert await unit.cases.close([(case, Disposition.COMPLETE, "")], NOW) == []


async def test_failed_verification_gives_the_place_back(database: Database) -> None:
    field = await open_field(database)
    case = field.selected[0]
    async with database.begin() as unit:
        await unit.cases.release([case], NOW, SOON)
        await unit.cases.close([(case, Disposition.COMPLETE, "")], NOW)
        assert await unit.cases.reopen_cell_place(case, NOW)
        assert not await unit.cases.reopen_cell_place(case, NOW)
        [cell] = await unit.cases.cells(field.wave)
        assert (await unit.cases.get([case]))[case].case.disposition is Disposition.FAILED_VERIFICATION
    assert (cell.in_flight, cell.completed) == (0, 0)


async def test_updates_change_only_what_they_name(database: Database) -> None:
    field = await open_field(database)
    case = field.selected[0]
    async with database.begin() as unit:
        await unit.cases.release([case], NOW, SOON)
        await unit.cases.update(
            [
                CaseUpdate(
                    case, disposition=Disposition.CONTACTED, invited_at=NOW, channel="sms", reason="sms"
                ),
                CaseUpdate(case, reminders=1, next_action_at=None),
            ],
            NOW,
        )
        record = (await unit.cases.get([case]))[case]
        assert await unit.cases.due(field.wave, SOON, 5) == []
        history = await unit.cases.history(case)
    assert (record.case.invited_at, record.case.reminders, record.channel) == (NOW, 1, "sms")
    assert record.case.released_at == NOW
    assert [(entry.disposition, entry.reason) for entry in history] == [
        ("issued", "released"),
        ("contacted", "sms"),
    ]


async def test_an_update_of_what_changed_meanwhile_is_refused(database: Database) -> None:
    field = await open_field(database)
    case = field.selected[0]
    async with database.begin() as unit:
        version = (await unit.cases.get([case]))[case].version
        await unit.cases.update([CaseUpdate(case, reminders=1, version=version)], NOW)
    with pytest.raises(Stale):
        async with database.begin() as unit:
            await unit.cases.update([CaseUpdate(case, reminders=2, version=version)], NOW)
    with pytest.raises(NotFound):
        async with database.begin() as unit:
            await unit.cases.update([CaseUpdate(CaseId(999_999), reminders=2)], NOW)
    with pytest.raises(ValueError, match="close the case"):
        async with database.begin() as unit:
            await unit.cases.update([CaseUpdate(case, disposition=Disposition.REFUSAL)], NOW)


async def test_history_cannot_be_rewritten(database: Database) -> None:
    field = await open_field(database)
    async with database.begin() as unit:
        await unit.cases.release(field.selected, NOW, SOON)
    for statement in ("UPDATE disposition_history SET reason = 'x'", "DELETE FROM disposition_history"):
        with pytest.raises(Conflict, match="append-only"):
            async with database.begin() as unit:
                await unit.cases._session.run(text(statement))


async def test_an_exception_undoes_the_whole_unit(database: Database) -> None:
    field = await open_field(database)

    async def fail() -> None:
        async with database.begin() as unit:
            await unit.cases.release(field.selected, NOW, SOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.reading() as unit:
        assert await unit.cases.due(field.wave, NOW + timedelta(days=1), 5) == []


async def test_a_cancelled_unit_leaves_the_database_usable(database: Database) -> None:
    field = await open_field(database)
    inside = asyncio.Event()

    async def hang() -> None:
        async with database.begin() as unit:
            await unit.cases.release(field.selected, NOW, SOON)
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hang())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.begin() as unit:
        assert await unit.cases.release(field.selected, NOW, SOON) == field.selected


async def test_a_writer_waits_for_another_process_without_stopping_the_others(
    sqlite_database: Database, sqlite_url: str
) -> None:
    field = await open_field(sqlite_database)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def write() -> list[CaseId]:
        async with sqlite_database.begin() as unit:
            return await unit.cases.release(field.selected, NOW, SOON)

    writing = asyncio.create_task(write())
    async with sqlite_database.reading() as unit:  # readers are not held up
        assert len(await unit.cases.get(field.selected)) == 4
    assert not writing.done()
    other.execute("COMMIT")
    assert await writing == field.selected
    other.close()


async def test_a_commit_that_fails_undoes_and_the_next_one_works(sqlite_database: Database) -> None:
    field = await open_field(sqlite_database)

    async def too_much() -> None:
        async with sqlite_database.begin() as unit:
            await unit.cases._session.run(text("PRAGMA max_page_count = 1"))
            await unit.audit.write("x", "y", "z", {"pad": "p" * 3_000_000}, NOW)

    with pytest.raises(Unavailable, match="full"):
        await too_much()
    async with sqlite_database.begin() as unit:
        await unit.cases._session.run(text("PRAGMA max_page_count = 1000000"))
        assert await unit.cases.release(field.selected, NOW, SOON) == field.selected
        assert (await unit.audit.head())[0] == 0


async def test_a_dozen_readers_at_once_see_one_snapshot_each(database: Database) -> None:
    field = await open_field(database)
    inside = asyncio.Barrier(13)

    async def read() -> tuple[int, int]:
        async with database.reading() as unit:
            before = await unit.cases.all(field.wave)
            await inside.wait()
            await inside.wait()
            after = await unit.cases.all(field.wave)
        return before == after, len(after)

    async def write() -> None:
        await inside.wait()
        async with database.begin() as unit:
            await unit.cases.release(field.selected, NOW, SOON)
        await inside.wait()

    results = await asyncio.gather(write(), *[read() for _ in range(12)])
    assert results[1:] == [(True, 8)] * 12
