"""One open transaction, as the modules of storage see it: a connection, the keys, small SQL idioms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Executable, Select, Table, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import Insert

from storage.crypto import Keyring

_T = TypeVar("_T")
_MANY = 5_000  # values in one IN list; SQLite allows 32,766 in a statement, PostgreSQL 65,535
_NEXT_IDS = {
    "postgresql": "SELECT nextval(pg_get_serial_sequence('{0}', 'id')) FROM generate_series(1, :count)"
}


class Session:
    """Shared by the parts of one unit of work. `is_writer` says whether rows may be locked."""

    __slots__ = ("connection", "is_sqlite", "is_writer", "keyring")

    def __init__(self, connection: AsyncConnection, keyring: Keyring, *, is_writer: bool) -> None:
        self.connection = connection
        self.keyring = keyring
        self.is_writer = is_writer
        self.is_sqlite = connection.dialect.name == "sqlite"

    async def rows(self, statement: Executable, values: Mapping[str, object] | None = None) -> Sequence[Any]:
        """All rows of a query."""
        return (await self.connection.execute(statement, values)).all()

    async def one(self, statement: Executable, values: Mapping[str, object] | None = None) -> Any:
        """The first row, or None."""
        return (await self.connection.execute(statement, values)).first()

    async def run(self, statement: Executable, values: Mapping[str, object] | None = None) -> int:
        """Execute once; returns the rows touched."""
        return (await self.connection.execute(statement, values)).rowcount

    async def run_many(self, statement: Executable, values: Sequence[Mapping[str, object]]) -> None:
        """Execute for each mapping in one batch; nothing for none."""
        if values:
            await self.connection.execute(statement, values)

    async def new_ids(self, table: Table, count: int) -> list[int]:
        """Row ids to insert with, so that values can be sealed to their row before it exists.

        On SQLite the writer's transaction is the only one, so the greatest id is enough; on PostgreSQL
        they come from the table's sequence.
        """
        if not count:
            return []
        if self.is_sqlite:
            row = await self.one(
                _GREATEST.setdefault(table.name, select(func.coalesce(func.max(table.c.id), 0)))
            )
            return list(range(row[0] + 1, row[0] + 1 + count))
        statement = text(_NEXT_IDS["postgresql"].format(table.name))
        return sorted(row[0] for row in await self.rows(statement, {"count": count}))

    def locked(self, statement: Select[Any], *, of: Table | None = None, skip: bool = False) -> Select[Any]:
        """The query with row locks when this unit writes (SQLite has its one writer instead).

        `skip` passes over rows that another transaction holds.
        """
        if self.is_writer and not self.is_sqlite:
            return statement.with_for_update(of=of, skip_locked=skip)
        return statement


class Part:
    """One part of a unit of work; all parts of a unit share its session."""

    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session


_GREATEST: dict[str, Select[Any]] = {}


def batches(values: Sequence[_T], size: int = _MANY) -> Iterator[Sequence[_T]]:
    """Slices small enough for one statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


@cache
def insert_or_skip(table: Table, *, is_sqlite: bool) -> Insert:
    """INSERT that leaves a row alone when a unique key of it exists."""
    if is_sqlite:
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


@cache
def insert_or_replace(table: Table, *, is_sqlite: bool) -> Insert:
    """INSERT that overwrites every other column of the row with the same primary key."""
    dialect = sqlite.insert(table) if is_sqlite else postgresql.insert(table)
    keys = list(table.primary_key.columns)
    others = {
        column.name: dialect.excluded[column.name] for column in table.columns if not column.primary_key
    }
    return dialect.on_conflict_do_update(index_elements=keys, set_=others)
