"""Interviewers: found by name, known by a pseudonym, signed in until they are not, one to a case."""

from __future__ import annotations

from datetime import timedelta
from unicodedata import normalize

import pytest

from storage import Database
from storage.errors import Duplicate
from storage.interviews import AnswerRow, ParadataRow
from tests.storage.field import NOW, SOON, open_field


async def test_a_case_belongs_to_one_interviewer_at_a_time(database: Database) -> None:
    field = await open_field(database)
    first, second = field.selected[:2]
    async with database.begin() as unit:
        hoa = await unit.interviewers.add("Lò Thị Hoa", b"s", b"h", NOW)
        panh = await unit.interviewers.add("Tòng Văn Pánh", b"s", b"h", NOW)
        await unit.interviewers.assign(hoa.id, [first, second, first], NOW)
        await unit.interviewers.assign(panh.id, [second], SOON)
    async with database.reading() as unit:
        assert await unit.interviewers.assigned(hoa.id) == [first]
        assert await unit.interviewers.owners([first, second]) == {first: hoa.id, second: panh.id}
        found = await unit.interviewers.find("  lò thị   HOA ")
        assert await unit.interviewers.find(normalize("NFD", "Lò Thị Hoa")) == found
    assert found is not None
    assert (found.name, found.pseudonym) == ("Lò Thị Hoa", f"PV{hoa.id:03d}")
    assert "Hoa" not in repr(found)
    with pytest.raises(Duplicate):
        async with database.begin() as unit:
            await unit.interviewers.add("lò thị hoa", b"s", b"h", NOW)


async def test_a_session_ends_in_time_with_its_password_and_with_its_interviewer(database: Database) -> None:
    async with database.begin() as unit:
        hoa = await unit.interviewers.add("Hoa", b"s", b"h", NOW)
        await unit.interviewers.open_session(hoa.id, "one", NOW, SOON)
        assert await unit.interviewers.by_session("one", NOW) == hoa
        assert await unit.interviewers.by_session("two", NOW) is None
        assert await unit.interviewers.by_session("one", SOON) is None
        await unit.interviewers.open_session(hoa.id, "two", NOW, SOON)
        await unit.interviewers.close_session("two")
        assert await unit.interviewers.by_session("two", NOW) is None
        await unit.interviewers.set_secret(hoa.id, b"t", b"i")
        assert await unit.interviewers.by_session("one", NOW) is None
        await unit.interviewers.open_session(hoa.id, "three", NOW, SOON + timedelta(days=1))
        assert await unit.interviewers.end(hoa.id, SOON) == []
        assert await unit.interviewers.by_session("three", NOW) is None


async def test_the_channel_of_the_last_answer_is_told_without_the_answer(database: Database) -> None:
    case = (await open_field(database)).selected[0]
    async with database.begin() as unit:
        rows = [AnswerRow(case, at, "s1", "5", None, NOW, name) for at, name in ((1, "sms"), (2, "phone"))]
        await unit.interviews.append_answers([*rows, AnswerRow(case, 1, "s2", "4", None, NOW, "sms")])
        assert await unit.interviews.channels([case]) == {case: {"s1": "phone", "s2": "sms"}}


async def test_cases_are_found_by_what_happened_in_them_first(database: Database) -> None:
    field = await open_field(database)
    async with database.begin() as unit:
        await unit.interviews.note([ParadataRow(case, NOW, "Odd") for case in field.selected[1::-1] * 2])
        assert await unit.interviews.cases_with(field.wave, "Odd") == list(field.selected[1::-1])
        assert await unit.interviews.cases_with(field.wave, "Other") == []
