"""Connections: one set of rules for SQLite files and PostgreSQL.

SQLite (reliability.md §0.3, §0.4, §5.2): WAL with `synchronous=FULL` (NORMAL lost acknowledged
commits in 21 of 25 power cuts), `BEGIN IMMEDIATE` for every writer (a deferred begin gives "database
is locked" or lost updates), foreign keys on, deleted bytes overwritten, temporary tables in memory, and
a file only its owner may read. PostgreSQL: READ COMMITTED with row locks for writers, one repeatable
snapshot for readers. Error texts never carry bound values (`hide_parameters`).
"""

from __future__ import annotations

import os
import sqlite3
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUSY_TIMEOUT_MS = 10_000
READ_ONLY = "storage_read_only"  # execution options: a connection that only reads
OWN_TRANSACTIONS = "storage_own_transactions"  # and one whose transactions SQLAlchemy leaves alone

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA cache_size=-2048",  # the system keeps the file in memory anyway; more made nothing faster
)


def _with_driver(url: str) -> URL:
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            if parsed.database in (None, "", ":memory:"):
                raise ValueError("the database must be a file: in memory nothing survives a crash")
            return parsed.set(drivername="sqlite+pysqlite")
        case "postgresql":
            return parsed.set(drivername="postgresql+psycopg")
        case other:
            raise ValueError(f"unknown database {other!r}: use sqlite:///FILE or postgresql://…")


def make_private(url: URL) -> None:
    """Create the SQLite file for its owner alone (0600), or narrow its mode; -wal and -shm inherit it."""
    if url.get_backend_name() == "sqlite" and url.database:
        descriptor = os.open(url.database, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.fchmod(descriptor, 0o600)
        finally:
            os.close(descriptor)


def _hook(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def set_pragmas(connection: Any, _record: object) -> None:
            connection.isolation_level = None  # we say BEGIN ourselves
            cursor = connection.cursor()
            for pragma in _PRAGMAS:
                cursor.execute(pragma)
            cursor.close()

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            options = connection.get_execution_options()
            if not options.get(OWN_TRANSACTIONS, False):
                connection.exec_driver_sql("BEGIN" if options.get(READ_ONLY, False) else "BEGIN IMMEDIATE")

    else:

        @event.listens_for(engine, "begin")
        def begin_snapshot(connection: Connection) -> None:
            if connection.get_execution_options().get(READ_ONLY, False):
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def is_sqlite(url: str) -> bool:
    """Whether the URL names a SQLite file. Raises ValueError for a database that is not supported."""
    return _with_driver(url).get_backend_name() == "sqlite"


def open_engine(url: str) -> Engine:
    """A synchronous engine; `url` may leave the driver out. Creates the SQLite file if need be."""
    parsed = _with_driver(url)
    make_private(parsed)
    # No upper bound on connections: waiting for one would stop the event loop, not only the waiter.
    engine = create_engine(parsed, hide_parameters=True, max_overflow=-1)
    _hook(engine)
    return engine


def open_writer(engine: Engine) -> tuple[Connection, sqlite3.Connection]:
    """SQLite's one writing connection, and the driver's below it.

    Its transactions are begun and ended on the driver's side, by unit_of_work.py, and it never sleeps
    for the lock: the caller waits, asynchronously.
    """
    connection = engine.connect().execution_options(**{OWN_TRANSACTIONS: True})
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("not a SQLite connection")
    driver.execute("PRAGMA busy_timeout=0")
    return connection, driver


def open_async_engine(url: str) -> AsyncEngine:
    """An asynchronous engine: psycopg for PostgreSQL, aiosqlite for whoever reads a SQLite file."""
    parsed = _with_driver(url)
    if parsed.get_backend_name() == "sqlite":
        parsed = parsed.set(drivername="sqlite+aiosqlite")
    engine = create_async_engine(
        parsed, hide_parameters=True, pool_size=8, max_overflow=8, pool_pre_ping=not is_sqlite(url)
    )
    _hook(engine.sync_engine)
    return engine
