"""The audit chain shows every change, and with an anchor every cut."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from storage import Database
from storage.engine import open_engine
from storage.errors import Conflict
from tests.storage.field import NOW


async def write_ten(database: Database) -> None:
    for number in range(10):
        async with database.begin() as unit:
            await unit.audit.write("officer 3", "release", f"case {number}", {"reserve": number}, NOW)


def tamper(url: str, statement: str) -> None:
    """Change the table as somebody with the file in hand would: without our triggers."""
    engine = open_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_no_update"))
            connection.execute(text("DROP TRIGGER audit_no_delete"))
        else:
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
        connection.exec_driver_sql(statement)
    engine.dispose()


async def broken(database: Database, anchor: tuple[int, str] | None = None) -> list[str]:
    async with database.reading() as unit:
        return await unit.audit.verify(anchor)


async def test_an_honest_chain_holds_and_can_be_read(database: Database) -> None:
    await write_ten(database)
    assert await broken(database) == []
    async with database.reading() as unit:
        entries = await unit.audit.entries()
        head = await unit.audit.head()
        assert await unit.audit.verify(head) == []
    assert [entry.seq for entry in entries] == list(range(1, 11))
    assert entries[4].detail == {"reserve": 4}
    assert head == (10, entries[-1].hash)


async def test_writers_at_once_make_one_chain(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.begin() as unit:
            await unit.audit.write("system", "tick", str(number), {}, NOW)

    await asyncio.gather(*map(write, range(20)))
    assert await broken(database) == []
    async with database.reading() as unit:
        assert (await unit.audit.head())[0] == 20


async def test_an_undone_act_leaves_no_entry(database: Database) -> None:

    async def fail() -> None:
        async with database.begin() as unit:
            await unit.audit.write("officer 3", "release", "case 1", {}, NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.reading() as unit:
        assert (await unit.audit.head())[0] == 0


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit SET actor = 'somebody else' WHERE seq = 4", ["entry 4 was changed"]),
        ("UPDATE audit SET at = at + 1 WHERE seq = 4", ["entry 4 was changed"]),
        ("UPDATE audit SET detail = '{\"reserve\":5}' WHERE seq = 4", ["entry 4 was changed"]),
        (
            "DELETE FROM audit WHERE seq = 4",
            ["entries 4 to 4 are missing", "entry 5 does not follow the one before"],
        ),
    ],
)
async def test_a_changed_or_missing_entry_is_found(
    database: Database, url: str, statement: str, found: list[str]
) -> None:
    await write_ten(database)
    tamper(url, statement)
    assert await broken(database) == found


async def test_a_chain_cut_short_shows_against_its_anchor(database: Database, url: str) -> None:
    await write_ten(database)
    async with database.reading() as unit:
        head = await unit.audit.head()
    tamper(url, "DELETE FROM audit WHERE seq > 8")
    assert await broken(database) == []
    assert await broken(database, head) == ["entry 10 is not the one that was anchored"]


async def test_the_database_itself_refuses_changes(database: Database) -> None:
    await write_ten(database)
    for statement in ("UPDATE audit SET actor = 'x'", "DELETE FROM audit"):
        with pytest.raises(Conflict, match="append-only"):
            async with database.begin() as unit:
                await unit.audit._session.run(text(statement))
