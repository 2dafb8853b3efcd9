"""One open transaction, as the parts of a unit of work see it: statements in, rows out.

Everything is a SQLAlchemy Core statement; how it reaches the database differs. On PostgreSQL it goes
through the async engine. On SQLite a reader may ask for much, so it goes through the async engine too,
over aiosqlite, which keeps its queries off the event loop. A writer has nothing to wait for but the
disk, and the disk is touched by COMMIT (which unit_of_work.py sends to a thread): its statements run in
place, because handing each to a thread and back costs 0.8 ms of CPU (measured), more than the rows of
a batch themselves. Batches (`run_many`) and the queries of the hot path (`fetch`) are compiled
once and go to the driver as plain tuples.
"""

from __future__ import annotations

import asyncio
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Boolean, Connection, Date, Executable, LargeBinary, Select, Table, func, select, text
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from storage.crypto import Keyring

_T = TypeVar("_T")
_Convert = Callable[[Any], Any] | None
_MANY = 5_000  # values in one IN list; SQLite allows 32,766 in a statement, PostgreSQL 65,535
_WIDE_CACHE = -65_536  # KiB
_ROWS_AT_ONCE = 500  # after so many rows a writer lets the event loop breathe
_COUNTED = {"preserve_rowcount": True}  # also for an INSERT that may skip its row
_NEXT_IDS = "SELECT nextval(pg_get_serial_sequence('{0}', 'id')) FROM generate_series(1, :count)"


class Session(ABC):
    """Shared by the parts of one unit of work. `is_writer` says whether rows may be locked."""

    __slots__ = ("is_writer", "keyring")

    is_sqlite: bool

    def __init__(self, keyring: Keyring, *, is_writer: bool) -> None:
        self.keyring = keyring
        self.is_writer = is_writer

    @abstractmethod
    async def rows(self, statement: Executable, values: Mapping[str, object] | None = None) -> Sequence[Any]:
        """All rows of a query."""

    @abstractmethod
    async def fetch(self, statement: Select[Any], values: Mapping[str, object]) -> Sequence[Any]:
        """The same for a query that is a constant of its module and asked all the time: rows are only
        good for unpacking. Lists among the values are for `expanding` parameters, and not empty."""

    @abstractmethod
    async def run(self, statement: Executable, values: Mapping[str, object] | None = None) -> int:
        """Execute once; returns the rows touched."""

    @abstractmethod
    async def run_many(self, statement: Executable, values: Sequence[Mapping[str, object]]) -> None:
        """Execute for each mapping (all with the same keys) in one batch; nothing for none."""

    @abstractmethod
    async def run_columns(self, statement: Executable, columns: Mapping[str, Sequence[object]]) -> None:
        """The same with the values by column, each as long as the others: no mapping is made for a row."""

    @asynccontextmanager
    async def many_rows_ahead(self) -> AsyncIterator[None]:
        """Rows by the hundred thousand are written within: make room for the pages they touch."""
        yield

    @abstractmethod
    async def new_ids(self, table: Table, count: int) -> list[int]:
        """Row ids to insert with, so that values can be sealed to their row before it exists."""

    async def one(self, statement: Executable, values: Mapping[str, object] | None = None) -> Any:
        """The first row, or None."""
        rows = await self.rows(statement, values)
        return rows[0] if rows else None

    def locked(self, statement: Select[Any], *, of: Table | None = None, skip: bool = False) -> Select[Any]:
        """The query with row locks when this unit writes (SQLite has its one writer instead).

        `skip` passes over rows that another transaction holds.
        """
        if self.is_writer and not self.is_sqlite:
            return statement.with_for_update(of=of, skip_locked=skip)
        return statement


class EngineSession(Session):
    """Through the async engine: PostgreSQL (psycopg), and whoever only reads SQLite (aiosqlite)."""

    __slots__ = ("_connection", "is_sqlite")

    def __init__(self, connection: AsyncConnection, keyring: Keyring, *, is_writer: bool) -> None:
        super().__init__(keyring, is_writer=is_writer)
        self._connection = connection
        self.is_sqlite = connection.dialect.name == "sqlite"

    async def rows(self, statement: Executable, values: Mapping[str, object] | None = None) -> Sequence[Any]:
        return (await self._connection.execute(statement, values)).all()

    async def fetch(self, statement: Select[Any], values: Mapping[str, object]) -> Sequence[Any]:
        return await self.rows(statement, values)

    async def run(self, statement: Executable, values: Mapping[str, object] | None = None) -> int:
        result = await self._connection.execute(statement, values, execution_options=_COUNTED)
        return result.rowcount

    async def run_many(self, statement: Executable, values: Sequence[Mapping[str, object]]) -> None:
        if values:
            await self._connection.execute(statement, values)

    async def run_columns(self, statement: Executable, columns: Mapping[str, Sequence[object]]) -> None:
        rows = zip(*columns.values(), strict=True)
        await self.run_many(statement, [dict(zip(columns, row, strict=True)) for row in rows])

    async def new_ids(self, table: Table, count: int) -> list[int]:
        rows = await self.rows(text(_NEXT_IDS.format(table.name)), {"count": count})
        return sorted(row[0] for row in rows)


class SqliteWriter(Session):
    """The writer of a SQLite file, on the one connection that writes, in the thread of the event loop.

    Statements of one connection that ran now here and now in a thread of a pool failed with
    SQLITE_MISUSE once in a while (Python 3.11.2, large batches), so only COMMIT leaves this thread.

    `driver` is the connection below `connection`; hot statements are sent there directly.
    """

    __slots__ = ("_connection", "_driver")

    is_sqlite = True

    def __init__(self, connection: Connection, driver: sqlite3.Connection, keyring: Keyring) -> None:
        super().__init__(keyring, is_writer=True)
        self._connection = connection
        self._driver = driver

    async def rows(self, statement: Executable, values: Mapping[str, object] | None = None) -> Sequence[Any]:
        return self._connection.execute(statement, values).all()

    async def fetch(self, statement: Select[Any], values: Mapping[str, object]) -> Sequence[Any]:
        prepared = _prepare(statement, tuple(values), self._connection.dialect)
        sql, arguments = prepared.once(values)
        return prepared.results(self._driver.execute(sql, arguments).fetchall())

    async def run(self, statement: Executable, values: Mapping[str, object] | None = None) -> int:
        return self._connection.execute(statement, values, execution_options=_COUNTED).rowcount

    async def run_many(self, statement: Executable, values: Sequence[Mapping[str, object]]) -> None:
        if not values:
            return
        columns = {name: list(map(itemgetter(name), values)) for name in values[0]}
        await self.run_columns(statement, columns)

    async def run_columns(self, statement: Executable, columns: Mapping[str, Sequence[object]]) -> None:
        prepared = _prepare(statement, tuple(columns), self._connection.dialect)
        for batch in batches(prepared.many(columns), _ROWS_AT_ONCE):
            self._driver.executemany(prepared.sql, batch)
            await asyncio.sleep(0)

    @asynccontextmanager
    async def many_rows_ahead(self) -> AsyncIterator[None]:
        # Keys in no order (a phone's index) touch pages everywhere: with few of them at hand each was
        # written to the log again and again, a third of the time and half of the log (300,000 lines).
        [[usual]] = self._driver.execute("PRAGMA cache_size").fetchall()
        self._driver.execute(f"PRAGMA cache_size={_WIDE_CACHE}")
        try:
            yield
        finally:
            self._driver.execute(f"PRAGMA cache_size={usual}")

    async def new_ids(self, table: Table, count: int) -> list[int]:
        # The writer's transaction is the only one, so the greatest id tells.
        [[greatest]] = await self.fetch(_greatest_id(table), {})
        return list(range(greatest + 1, greatest + 1 + count))


class Part:
    """One part of a unit of work; all parts of a unit share its session."""

    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session


async def in_thread(threads: Executor, call: Callable[[], _T]) -> _T:
    """Run in a thread. A cancellation waits for the call to end: a connection is never used by two."""
    future = asyncio.get_running_loop().run_in_executor(threads, call)
    try:
        return await asyncio.shield(future)
    except asyncio.CancelledError:
        while not future.done():
            await asyncio.wait([future])
        if not future.cancelled():
            future.exception()  # seen: the cancellation is what is told
        raise


class _Prepared:
    """A Core statement in SQLite's own form, and how values go in and out.

    SQLAlchemy stays the language the statements are written in; what is saved is its handling of every
    execution (150 µs a statement, 4 µs a row of parameters: more than SQLite needs to do the work).
    Types convert as SQLAlchemy would convert them, column by column.
    """

    __slots__ = ("_out", "_parameters", "sql")

    def __init__(self, compiled: SQLCompiler, keys: Sequence[str], result: Sequence[TypeEngine[Any]]) -> None:
        dialect = compiled.dialect
        self.sql = compiled.string
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        self._parameters: list[tuple[str | None, Any, bool]] = []  # (name, convert or constant, expanding)
        for name in compiled.positiontup or ():
            convert = _to_driver(binds[name].type, dialect)
            if name in keys:
                self._parameters.append((name, convert, binds[name].expanding))
            else:
                constant = compiled.params[name]
                self._parameters.append((None, convert(constant) if convert else constant, False))
        self._out = [
            (at, convert)
            for at, kind in enumerate(result)
            if (convert := _from_driver(kind, dialect)) is not None
        ]

    def once(self, values: Mapping[str, Any]) -> tuple[str, list[object]]:
        """Text and arguments of one execution; each list becomes as many arguments as it has values."""
        sql, arguments = self.sql, []
        for name, convert, is_list in self._parameters:
            if name is None:
                arguments.append(convert)
                continue
            value = values[name]
            if is_list:
                marks = ", ".join("?" * len(value))
                sql = sql.replace(f"__[POSTCOMPILE_{name}]", marks)
                arguments.extend(map(convert, value) if convert else value)
            else:
                arguments.append(convert(value) if convert else value)
        return sql, arguments

    def many(self, values: Mapping[str, Sequence[Any]]) -> list[tuple[object, ...]]:
        """The arguments of many executions, from the values of each name."""
        columns: list[Sequence[object]] = []
        count = max(map(len, values.values()), default=0)
        for name, convert, _ in self._parameters:
            if name is None:
                columns.append([convert] * count)
                continue
            column = values[name]
            if convert is not None and count:
                first = column[0]
                if all(value is first for value in column):  # most often one moment for the whole batch
                    column = [convert(first)] * len(column)
                else:
                    column = list(map(convert, column))
            columns.append(column)
        return list(zip(*columns, strict=True))

    def results(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Rows as the driver gave them, with every column in the type of the query."""
        if not self._out or not rows:
            return rows
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for at, convert in self._out:
            columns[at] = list(map(convert, columns[at]))
        return list(zip(*columns, strict=True))


@lru_cache(maxsize=256)
def _prepare(statement: Any, keys: tuple[str, ...], dialect: Dialect) -> _Prepared:
    """Compile a statement for these parameters, or take it from memory."""
    if isinstance(statement, Select):
        compiled = statement.compile(dialect=dialect)
        return _Prepared(compiled, keys, [column.type for column in statement.selected_columns])
    return _Prepared(
        statement.compile(dialect=dialect, column_keys=list(keys), for_executemany=True), keys, []
    )


def _to_driver(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    if isinstance(kind, (LargeBinary, Boolean)):  # bytes and bool go in as they are
        return None
    convert = kind.dialect_impl(dialect).bind_processor(dialect)
    if isinstance(kind, Date) and convert is not None:  # a million lines have a few hundred days
        return lru_cache(maxsize=4096)(convert)
    return convert


def _from_driver(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    if isinstance(kind, LargeBinary):
        return None
    return kind.dialect_impl(dialect).result_processor(dialect, None)


@cache
def _greatest_id(table: Table) -> Select[Any]:
    return select(func.coalesce(func.max(table.c.id), 0))


def batches(values: Sequence[_T], size: int = _MANY) -> Iterator[Sequence[_T]]:
    """Slices small enough for one statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
