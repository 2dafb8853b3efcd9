"""Waves, frames, draws, interviews, back-checks, leases, counts: what goes in comes out."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from storage import Database
from storage.errors import Conflict, Duplicate, NotFound
from storage.interviews import AnswerRow, ParadataRow, ResponseRow, StoredInterview, Validity
from storage.waves import ServiceRow, WaveStatus
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.ids import QuestionnaireVersion, ServiceCode, UnitCode, WaveId
from survey_flows.interview.state import MissingKind, Status
from survey_flows.sampling.frame import Exclusion, FrameProblem
from tests.storage.field import LATER, NOW, SERVICE, SOON, UNIT, VERSION, frame_row, open_field, person


async def test_a_wave_keeps_its_plan_and_goes_through_its_life(database: Database) -> None:
    async with database.begin() as unit:
        assert await unit.waves.current() is None
    field = await open_field(database)
    async with database.begin() as unit:
        wave = await unit.waves.current()
        assert wave is not None and wave.id == field.wave
        assert (wave.status, wave.settings, wave.created_at) == (WaveStatus.DRAFT, {"seed": 1}, NOW)
        await unit.waves.set_status(wave.id, WaveStatus.FIELD, SOON)
        assert (await unit.waves.get(wave.id)).status_at == SOON
        await unit.waves.set_status(wave.id, WaveStatus.CLOSED, LATER)
        ended = await unit.waves.current()
        assert ended is not None and ended.status is WaveStatus.CLOSED, "it is still verified and reported"
        assert [one.id for one in await unit.waves.all()] == [wave.id]
        with pytest.raises(NotFound):
            await unit.waves.get(WaveId(999))


async def test_units_and_services_come_back_in_report_order(database: Database) -> None:
    field = await open_field(database)
    async with database.begin() as unit:
        extra = [
            ServiceRow(UNIT, ServiceCode("b"), "Khác", 3, order=2),
            ServiceRow(UNIT, ServiceCode("c"), "Nữa", 1, 1),
        ]
        await unit.waves.add_services(field.wave, extra)
        assert [one.code for one in await unit.waves.units(field.wave)] == [UNIT]
        assert [one.code for one in await unit.waves.services(field.wave)] == [SERVICE, "c", "b"]
    with pytest.raises(Conflict):
        async with database.begin() as unit:
            await unit.waves.add_services(field.wave, [ServiceRow(UnitCode("nowhere"), SERVICE, "", 1)])


async def test_a_questionnaire_version_never_changes(database: Database) -> None:
    version = QuestionnaireVersion("v1")
    async with database.begin() as unit:
        assert await unit.waves.add_questionnaire(version, "direct", b"source", b"compiled", NOW)
        assert not await unit.waves.add_questionnaire(version, "direct", b"source", b"compiled anew", NOW)
        assert await unit.waves.questionnaires() == {version: b"compiled"}
        with pytest.raises(Duplicate, match="another content"):
            await unit.waves.add_questionnaire(version, "direct", b"other", b"compiled", NOW)


async def test_a_frame_file_is_imported_once(database: Database) -> None:
    field = await open_field(database)
    problem = FrameProblem(
        "b.csv", 7, "Số điện thoại", "PHONE_UNREADABLE", "không đọc được 'x'", is_accepted=True
    )
    async with database.begin() as unit:
        import_ = {"rows": 9, "accepted": 8, "problems": [problem], "now": NOW}
        first = await unit.samples.add_frame_file(field.wave, "b.csv", "9" * 64, **import_)  # type: ignore[arg-type]
        again = await unit.samples.add_frame_file(field.wave, "c.csv", "9" * 64, **import_)  # type: ignore[arg-type]
        assert (first[1], again) == (False, (first[0], True))
        assert await unit.samples.problems(first[0]) == [problem]
        assert [(file.name, file.rows) for file in await unit.samples.files(field.wave)] == [
            ("so-noi-vu.csv", 8),
            ("b.csv", 9),
        ]


async def test_the_draw_sees_eligible_lines_with_names_and_counts_the_others(database: Database) -> None:
    field = await open_field(database)
    async with database.begin() as unit:
        people = await unit.contacts.add_people([person(100), person(101)])
        file_id, _ = await unit.samples.add_frame_file(
            field.wave, "b.csv", "9" * 64, rows=2, accepted=2, problems=[], now=NOW
        )
        lines = await unit.samples.add_frame_units(
            field.wave, file_id, [frame_row(100), frame_row(101)], people, [Exclusion.NO_PHONE, None]
        )
        found = await unit.samples.frame_units(field.wave, UNIT)
        keys = {row_id: who.key for row_id, who in (await unit.contacts.people(people)).items()}
        assert await unit.samples.frame_unit_people(lines) == dict(zip(lines, people, strict=True))
    assert [line.id for line in found[SERVICE]] == [*field.lines, lines[1]]
    assert (found[SERVICE][-1].name, found[SERVICE][-1].person) == (person(101).name, keys[people[1]])


async def test_a_unit_is_drawn_once(database: Database) -> None:
    field = await open_field(database)
    async with database.begin() as unit:
        await unit.samples.save_draw(field.wave, UNIT, b"record", "5" * 64, NOW)
        with pytest.raises(Duplicate, match="drawn already"):
            await unit.samples.save_draw(field.wave, UNIT, b"record", "5" * 64, NOW)
        assert await unit.samples.draws(field.wave) == [(UNIT, b"record", "5" * 64)]


async def test_an_interview_is_loaded_as_it_was_saved_last(database: Database) -> None:
    field = await open_field(database)
    one, two = field.selected[:2]
    stored = [StoredInterview(case, VERSION, b"state", Status.ASKING, 1) for case in (one, two)]
    later = StoredInterview(one, VERSION, b"later", Status.COMPLETE, 2)
    async with database.begin() as unit:
        assert await unit.interviews.load([one]) == {}
        await unit.interviews.save(stored, NOW)
        await unit.interviews.save([stored[0], later], NOW)
        assert await unit.interviews.load(field.selected) == {one: later, two: stored[1]}


async def test_answers_are_kept_with_their_history(database: Database) -> None:
    field = await open_field(database)
    case = field.selected[0]
    given = [
        AnswerRow(case, 1, "q1", "4", None, NOW, "telegram"),
        AnswerRow(case, 2, "q1", None, MissingKind.REFUSED, SOON, "sms"),
        AnswerRow(case, 3, "q1", None, None, LATER, "sms"),
    ]
    async with database.begin() as unit:
        await unit.interviews.append_answers(given)
        await unit.interviews.note([ParadataRow(case, NOW, "misread", "q1", "blah", "sms")])
        assert await unit.interviews.answers([case]) == {case: given}
        assert (await unit.interviews.paradata([case]))[case][0].detail == "blah"
    with pytest.raises(Duplicate):
        async with database.begin() as unit:
            await unit.interviews.append_answers(given[:1])
    with pytest.raises(Conflict, match="append-only"):
        async with database.begin() as unit:
            await unit.interviews._session.run(text("DELETE FROM answers"))


async def test_a_case_has_one_response(database: Database) -> None:
    field = await open_field(database)
    case = field.selected[0]
    response = ResponseRow(case, field.wave, UNIT, SERVICE, VERSION, "sms", NOW, SOON, b"[1]")
    async with database.begin() as unit:
        await unit.interviews.complete([response])
        await unit.interviews.set_validity(case, Validity.QUARANTINED)
        [found] = await unit.interviews.responses(field.wave)
        assert found.validity is Validity.QUARANTINED and found.record == b"[1]"
        with pytest.raises(NotFound):
            await unit.interviews.set_validity(field.selected[1], Validity.VALID)
    with pytest.raises(Duplicate):
        async with database.begin() as unit:
            await unit.interviews.complete([response])


async def test_back_checks_are_drawn_once_and_recorded(database: Database) -> None:
    field = await open_field(database)
    one, two = field.selected[:2]
    async with database.begin() as unit:
        assert await unit.reviews.add_backchecks(field.wave, [(one, UNIT), (two, UNIT)], 7, NOW) == 2
        assert await unit.reviews.add_backchecks(field.wave, [(one, UNIT)], 7, NOW) == 0
        await unit.reviews.record(one, "confirmed", {"received": True}, "supervisor 2", SOON)
        assert [row.case_id for row in await unit.reviews.pending(field.wave)] == [two]
        done = (await unit.reviews.all(field.wave))[0]
        assert (done.outcome, done.contents, done.recorded_at) == ("confirmed", {"received": True}, SOON)
        with pytest.raises(NotFound):
            await unit.reviews.record(field.selected[2], "confirmed", {}, "supervisor 2", SOON)


async def test_a_lease_has_one_owner_until_it_ends(database: Database) -> None:
    until = NOW + timedelta(minutes=1)
    async with database.begin() as unit:
        assert await unit.leases.take("fieldwork", "a", NOW, until)
        assert not await unit.leases.take("fieldwork", "b", NOW, until)
        assert await unit.leases.take("fieldwork", "a", NOW, until)
        assert await unit.leases.holder("fieldwork", NOW) == ("a", 2)
        assert await unit.leases.take("fieldwork", "b", until, LATER)
        assert await unit.leases.holder("fieldwork", until) == ("b", 3)
        assert not await unit.leases.release("fieldwork", "a")
        assert await unit.leases.release("fieldwork", "b")


async def test_one_of_many_workers_gets_the_effect(database: Database) -> None:
    async def tick() -> bool:
        async with database.begin() as unit:
            return await unit.leases.once("reminder", "case 7", NOW, SOON)

    assert sum(await asyncio.gather(*[tick() for _ in range(16)])) == 1


async def test_progress_counts_every_case_where_it_stands(database: Database) -> None:
    field = await open_field(database)
    one, two, three, _ = field.selected
    async with database.begin() as unit:
        await unit.cases.release(field.selected, NOW, SOON)
        await unit.cases.close([(one, Disposition.COMPLETE, ""), (two, Disposition.WRONG_NUMBER, "")], NOW)
        await unit.cases.close([(three, Disposition.DECEASED, "")], NOW)
        await unit.cases.release(field.reserve[:1], NOW, SOON, replaces=two)
        [row] = await unit.queries.progress(field.wave)
        by_unit = await unit.queries.disposition_counts(field.wave)
    assert (row.target, row.issued, row.in_flight, row.complete) == (4, 5, 2, 1)
    assert (row.noncontact, row.other, row.replaced, row.reserve_left) == (1, 1, 1, 3)
    assert by_unit[UNIT][Disposition.RESERVED] == 3
