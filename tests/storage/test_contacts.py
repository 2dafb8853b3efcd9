"""People, their addresses, invitations and opt-out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from storage import Database
from storage.contacts import NewBinding, NewPerson
from storage.errors import Duplicate, NotFound
from survey_flows.ids import CaseId
from tests.storage.field import LATER, NOW, message, open_field, person, phone


async def test_people_come_back_as_they_were(database: Database) -> None:
    new = [
        NewPerson("Cầm Văn Đối", "+84912000111", "Bản Ít, Chiềng Ơn", "Hợp tác xã Ngọc", 1971),
        NewPerson("Vì Thị É"),
    ]
    async with database.begin() as unit:
        ids = await unit.contacts.add_people(new)
        found = await unit.contacts.people([*ids, ids[0]])
    one, two = (found[row_id] for row_id in ids)
    assert (one.name, one.phone, one.address) == (new[0].name, new[0].phone, new[0].address)
    assert (one.organisation, one.birth_year) == ("Hợp tác xã Ngọc", 1971)
    assert (two.name, two.phone, two.address, two.birth_year) == ("Vì Thị É", "", "", None)


async def test_a_key_is_one_phone_or_one_name_and_birth_year(database: Database) -> None:
    async with database.begin() as unit:
        ids = await unit.contacts.add_people(
            [
                NewPerson("A", phone(1)),
                NewPerson("B", phone(1)),
                NewPerson("A", "", "here", "", 1960),
                NewPerson("A", "", "there", "", 1960),
                NewPerson("A", "", "", "", 1961),
            ]
        )
        keys = [(await unit.contacts.people(ids))[row_id].key for row_id in ids]
        assert [who.name for who in await unit.contacts.people_by_phone(phone(1))] == ["A", "B"]
    assert keys[0] == keys[1] and keys[2] == keys[3]
    assert len(set(keys)) == 3


def test_a_person_hides_from_repr() -> None:
    who = person(5)
    shown = repr([who, NewBinding("sms", phone(5), None)])
    assert who.name not in shown and who.phone not in shown and who.address not in shown


async def test_an_address_speaks_for_the_case_it_is_bound_to(database: Database) -> None:
    field = await open_field(database)
    first, second = field.selected[:2]
    async with database.begin() as unit:
        bound = await unit.contacts.bind("telegram", "700000001", first, NOW)
        assert bound.person_id == field.people[0] and bound.verified_at is None
        verified = await unit.contacts.bind("telegram", "700000001", first, NOW, verified=True)
        assert (verified.id, verified.verified_at) == (bound.id, NOW)
        again = await unit.contacts.bind("telegram", "700000001", first, LATER)
        assert again.verified_at == NOW
        moved = await unit.contacts.bind("telegram", "700000001", second, LATER)
        assert (moved.id, moved.verified_at, moved.case_id) == (bound.id, None, second)
        found = await unit.contacts.endpoints("telegram", ["700000001", "700000002"])
        assert found == {"700000001": moved}
        assert await unit.contacts.endpoints("sms", ["700000001"]) == {}
        assert await unit.contacts.endpoints_of([first, second]) == {first: [], second: [moved]}


async def test_a_stranger_may_have_an_endpoint(database: Database) -> None:
    async with database.begin() as unit:
        stranger = await unit.contacts.bind("telegram", "1", None, NOW)
    assert (stranger.case_id, stranger.person_id) == (None, None)


async def test_many_are_bound_at_once_and_the_last_word_counts(database: Database) -> None:
    field = await open_field(database)
    first, second = field.selected[:2]
    async with database.begin() as unit:
        bound = await unit.contacts.bind_many(
            [NewBinding("sms", phone(0), first), NewBinding("sms", phone(0), second, is_verified=True)], NOW
        )
        assert bound[0] == bound[1] and bound[0].case_id == second
        with pytest.raises(NotFound):
            await unit.contacts.bind("sms", phone(1), CaseId(999_999), NOW)


async def test_a_blocked_endpoint_says_so_until_bound_again(database: Database) -> None:
    field = await open_field(database)
    case = field.selected[0]
    async with database.begin() as unit:
        end = await unit.contacts.bind("telegram", "7", case, NOW)
        await unit.contacts.block(end.id, NOW)
        assert (await unit.contacts.endpoints("telegram", ["7"]))["7"].is_blocked
        assert not (await unit.contacts.bind("telegram", "7", case, NOW)).is_blocked
        with pytest.raises(NotFound):
            await unit.contacts.block(999_999, NOW)


async def test_a_code_opens_its_case_until_it_expires(database: Database) -> None:
    field = await open_field(database)
    case, other = field.selected[:2]
    async with database.begin() as unit:
        await unit.contacts.issue_invitations([(case, "7Q2K9"), (other, "ABCDE")], NOW, LATER)
        assert await unit.contacts.redeem("7Q2K9", NOW) == case
        assert await unit.contacts.redeem("7Q2K9", NOW) == case
        assert await unit.contacts.redeem("7q2k9", NOW) is None
        assert await unit.contacts.redeem("7Q2K9", LATER) is None
        assert await unit.contacts.redeem("ABCDE", NOW) == other
    with pytest.raises(Duplicate):
        async with database.begin() as unit:
            await unit.contacts.issue_invitations([(case, "ABCDE")], NOW, LATER)


async def test_wrong_codes_are_counted_for_an_hour(database: Database) -> None:
    async with database.begin() as unit:
        counts = [
            await unit.contacts.note_wrong_code("telegram", "9", NOW + timedelta(minutes=minutes))
            for minutes in (0, 10, 59, 61, 130)
        ]
        assert await unit.contacts.wrong_codes("telegram", "8", NOW) == 0
    assert counts == [1, 2, 3, 3, 1]


async def test_an_opt_out_covers_the_phone_and_every_address_of_its_owner(database: Database) -> None:
    field = await open_field(database)
    case, other = field.selected[:2]
    async with database.begin() as unit:
        await unit.contacts.bind("telegram", "7001", case, NOW, verified=True)
        await unit.contacts.bind("telegram", "7002", other, NOW, verified=True)
        await unit.contacts.opt_out(case, NOW, "telegram")
        await unit.contacts.opt_out(case, LATER, "sms")
        assert await unit.contacts.opted_out(field.selected) == {case}
        covered = {"telegram": "7001", "sms": phone(0)}
        assert all([await unit.contacts.opt_outs_of_address(*one) for one in covered.items()])
        assert await unit.contacts.opt_outs_of_address("telegram", "7002") == []
        # An address bound to that person later is covered by the phone.
        later = await unit.contacts.bind("telegram", "7003", case, NOW)
        await unit.messages.queue([message(case, later.id, "later", channel="telegram")])
        [claimed] = await unit.messages.claim(NOW, "telegram", 9, LATER)
        assert claimed.is_suppressed
        assert {(one.source, one.at) for one in await unit.contacts.opt_outs(case)} == {("telegram", NOW)}
        await unit.contacts.opt_in(case)
        assert await unit.contacts.opted_out(field.selected) == set()


async def test_an_opt_out_holds_for_the_same_phone_in_another_sample(database: Database) -> None:
    field = await open_field(database)
    async with database.begin() as unit:
        await unit.contacts.opt_out(field.selected[0], NOW, "sms")
        [twin] = await unit.contacts.add_people([NewPerson("Cùng số", phone(0))])
        statement = text("UPDATE cases SET person_id = :twin WHERE id = :other")
        await unit.contacts._session.run(statement, {"twin": twin, "other": field.selected[1]})
        assert await unit.contacts.opted_out(field.selected) == set(field.selected[:2])


async def test_an_opt_out_of_somebody_without_a_phone_is_theirs_alone(database: Database) -> None:
    """No phone is no number that people share: others on paper keep being written to."""
    field = await open_field(database)
    without, another, third = field.selected[:3]
    async with database.begin() as unit:
        await unit.contacts._session.run(text("UPDATE people SET phone_sealed = NULL, phone_index = NULL"))
        for case, chat in ((without, "7001"), (another, "7002"), (third, "7003")):
            await unit.contacts.bind("telegram", chat, case, NOW, verified=True)
        await unit.contacts.opt_out(without, NOW, "telegram")
        assert await unit.contacts.opted_out(field.selected) == {without}
        await unit.contacts.opt_out(third, NOW, "telegram")
        await unit.contacts.opt_in(without)
        assert await unit.contacts.opted_out(field.selected) == {third}


async def test_a_stranger_may_opt_out(database: Database) -> None:
    async with database.begin() as unit:
        await unit.contacts.opt_out_address("sms", phone(77), NOW, "sms")
        assert await unit.contacts.opt_outs_of_address("sms", phone(77))
        await unit.contacts.opt_in_address("sms", phone(77))
        assert await unit.contacts.opt_outs_of_address("sms", phone(77)) == []
        with pytest.raises(NotFound):
            await unit.contacts.opt_out(CaseId(999_999), NOW, "sms")
