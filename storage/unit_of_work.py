"""The database, and one transaction of it.

Rules (design.md decision 4; reliability.md §0.2 to §0.5). A writer holds SQLite's write lock from its
first statement and only one task of this process writes at a time, on one long-lived connection; a
clean exit commits, an exception undoes everything. On PostgreSQL writers work side by side and lock
rows. A reader sees one snapshot and blocks nobody. Driver errors are translated here.
"""

from __future__ import annotations

import asyncio
import hmac
import sqlite3
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cached_property

from sqlalchemy import Connection, insert, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.audit import Audit
from storage.cases import Cases
from storage.contacts import Contacts
from storage.conversations import Conversations
from storage.crypto import Keyring
from storage.engine import BUSY_TIMEOUT_MS, READ_ONLY, is_sqlite, open_async_engine, open_engine, open_writer
from storage.errors import Conflict, Duplicate, SchemaMismatch, StorageError, Unavailable, WrongKey
from storage.interviewers import Interviewers
from storage.interviews import Interviews
from storage.leases import Leases
from storage.messages import Messages
from storage.migrations import HEAD_REVISION
from storage.publications import Publications
from storage.queries import Queries
from storage.reviews import Reviews
from storage.samples import Samples
from storage.session import EngineSession, Session, SqliteWriter, in_thread
from storage.slips import Slips
from storage.tables import key_check
from storage.tokens import Tokens
from storage.uploads import Uploads
from storage.waves import Waves

_KNOWN = "these keys open this database"
_SQLITE_CATALOGUE = text("SELECT name FROM sqlite_master WHERE name = 'alembic_version'")
_POSTGRESQL_CATALOGUE = text("SELECT 1 WHERE to_regclass('alembic_version') IS NOT NULL")
_REVISION = text("SELECT version_num FROM alembic_version")


class UnitOfWork:
    """One transaction. Its parts share it; nothing of it may be kept after the block ends."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def waves(self) -> Waves:
        """Waves, units, services, questionnaires."""
        return Waves(self._session)

    @cached_property
    def contacts(self) -> Contacts:
        """Names, phones, addresses, chat identities; invitations; opt-out."""
        return Contacts(self._session)

    @cached_property
    def samples(self) -> Samples:
        """Frames and draws."""
        return Samples(self._session)

    @cached_property
    def cases(self) -> Cases:
        """Cases and the places of their cells."""
        return Cases(self._session)

    @cached_property
    def conversations(self) -> Conversations:
        """Cases and their interviews between two messages."""
        return Conversations(self._session)

    @cached_property
    def interviews(self) -> Interviews:
        """States, answers, paradata, completed responses."""
        return Interviews(self._session)

    @cached_property
    def interviewers(self) -> Interviewers:
        """Who asks in person, which cases are theirs, who is signed in."""
        return Interviewers(self._session)

    @cached_property
    def slips(self) -> Slips:
        """Slips of the continuous short form, and who answered them: apart from the sample."""
        return Slips(self._session)

    @cached_property
    def messages(self) -> Messages:
        """Inbox, quarantine, outbox, delivery reports."""
        return Messages(self._session)

    @cached_property
    def reviews(self) -> Reviews:
        """Back-checks."""
        return Reviews(self._session)

    @cached_property
    def publications(self) -> Publications:
        """What was published, and corrected."""
        return Publications(self._session)

    @cached_property
    def audit(self) -> Audit:
        """The hash chain of acts."""
        return Audit(self._session)

    @cached_property
    def leases(self) -> Leases:
        """Who may do a periodic job now, and which effects were done."""
        return Leases(self._session)

    @cached_property
    def tokens(self) -> Tokens:
        """Tokens of provider accounts, and what may still be sent."""
        return Tokens(self._session)

    @cached_property
    def uploads(self) -> Uploads:
        """Under which ids providers keep the files that forms show."""
        return Uploads(self._session)

    @cached_property
    def queries(self) -> Queries:
        """Counts for people to read."""
        return Queries(self._session)


class Database:
    """One database and its keys. `url` is sqlite:///FILE or postgresql://…; drivers are ours."""

    def __init__(self, url: str, keyring: Keyring) -> None:
        self._url = url
        self._keyring = keyring
        self._lock = asyncio.Lock()
        self._sqlite: Engine | None = None
        self._writer: tuple[Connection, sqlite3.Connection] | None = None
        self._looker: tuple[Connection, sqlite3.Connection] | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._engine: AsyncEngine | None = None

    async def open(self) -> None:
        """Connect. Raises SchemaMismatch, WrongKey or Unavailable; the first open marks the keys."""
        if is_sqlite(self._url):
            self._threads = ThreadPoolExecutor(max_workers=5, thread_name_prefix="storage")
            self._sqlite = open_engine(self._url)
        self._engine = open_async_engine(self._url)
        try:
            await self.check_schema()
            await self._check_key()
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close every connection; SQLite folds its log into the file."""
        async with self._lock:
            for connections in (self._writer, self._looker):
                if connections is not None:
                    connections[0].close()
            self._writer = self._looker = None
        if self._engine is not None:
            await self._engine.dispose()
            self._engine = None
        if self._sqlite is not None:
            self._sqlite.dispose()
            self._sqlite = None
        if self._threads is not None:
            self._threads.shutdown()
            self._threads = None

    async def check_schema(self) -> None:
        """Raise SchemaMismatch unless the database is exactly at this program's schema."""
        async with self._reading() as session:
            catalogue = _SQLITE_CATALOGUE if session.is_sqlite else _POSTGRESQL_CATALOGUE
            known = await session.one(catalogue)
            row = None if known is None else await session.one(_REVISION)
        revision = None if row is None else str(row[0])
        if revision != HEAD_REVISION:
            raise SchemaMismatch(revision, HEAD_REVISION)

    async def _check_key(self) -> None:
        keyring = self._keyring
        statement = select(key_check.c.known_sealed, key_check.c.known_index)
        async with self._reading() as session:
            row = await session.one(statement)
        if row is None:
            async with self._writing() as session:
                row = await session.one(statement)
                if row is None:
                    sealed = keyring.encrypt("key_check", "known_sealed", 1, _KNOWN.encode())
                    values = {
                        "id": 1,
                        "known_sealed": sealed,
                        "known_index": keyring.blind_index("check", _KNOWN),
                    }
                    await session.run(insert(key_check), values)
                    return
        try:
            keyring.decrypt("key_check", "known_sealed", 1, row.known_sealed)
        except WrongKey:
            raise WrongKey(
                "these keys do not open this database: it was made with another key ring"
            ) from None
        if not hmac.compare_digest(row.known_index, keyring.blind_index("check", _KNOWN)):
            raise WrongKey("the index key of this key ring is not the one this database was made with")

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[UnitOfWork]:
        """A writing transaction: commits on a clean exit, undone by any exception.

        Do not begin one inside another: on SQLite the inner one waits for the outer, for ever. Do not
        wait for a network inside one either: nobody else writes meanwhile.
        """
        async with self._writing() as session:
            yield UnitOfWork(session)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        """A reading transaction: one consistent snapshot, no lock."""
        async with self._reading() as session:
            yield UnitOfWork(session)

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[UnitOfWork]:
        """A short look at rows by their keys: each query sees what is committed by then, nothing is locked.

        On SQLite it is answered in the event loop's own thread: not for anything that takes long.
        """
        with _translated():
            if self._sqlite is None:
                async with self._opened().connect() as connection:
                    await connection.execution_options(isolation_level="AUTOCOMMIT")
                    yield UnitOfWork(EngineSession(connection, self._keyring, is_writer=False))
                return
            if self._looker is None:
                self._looker = open_writer(self._sqlite)
                for pragma in ("query_only=ON", "busy_timeout=250"):
                    self._looker[1].execute(f"PRAGMA {pragma}")
            yield UnitOfWork(SqliteWriter(*self._looker, self._keyring))

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[Session]:
        with _translated():
            engine = self._opened()
            if self._sqlite is None or self._threads is None:
                async with engine.connect() as connection, connection.begin():
                    yield EngineSession(connection, self._keyring, is_writer=True)
                return
            threads = self._threads
            async with self._lock:
                if self._writer is None:
                    self._writer = open_writer(self._sqlite)
                writer, driver = self._writer
                await _begin(driver)
                try:
                    yield SqliteWriter(writer, driver, self._keyring)
                    await in_thread(threads, driver.commit)  # waits for the disk
                finally:
                    if driver.in_transaction:
                        driver.rollback()

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[Session]:
        with _translated():
            async with self._opened().connect() as connection:
                await connection.execution_options(**{READ_ONLY: True})
                async with connection.begin():
                    yield EngineSession(connection, self._keyring, is_writer=False)

    def _opened(self) -> AsyncEngine:
        if self._engine is None:
            raise StorageError("the database is not open")
        return self._engine


async def _begin(driver: sqlite3.Connection) -> None:
    """BEGIN IMMEDIATE. While another process holds the lock this waits without stopping the event loop."""
    give_up_at = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                raise
        else:
            return
        await asyncio.sleep(0.005)


_UNIQUE_VIOLATION = "23505"  # PostgreSQL's code; its words come in the language of the server


class _translated:  # noqa: N801 - reads as a statement: `with _translated():`
    """Turn driver errors into ours. Only the first line of the driver's text: details may quote rows."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        match error:
            case DBAPIError():
                failure: BaseException | None = error.orig
            case SQLAlchemyError():
                raise StorageError(f"{type(error).__name__} inside storage") from error
            case sqlite3.Error():
                failure = error
            case _:
                return
        reason = str(failure).partition("\n")[0]
        if isinstance(error, (IntegrityError, sqlite3.IntegrityError)):
            is_repeat = "UNIQUE" in reason or getattr(failure, "sqlstate", "") == _UNIQUE_VIOLATION
            raise (Duplicate if is_repeat else Conflict)(reason) from None
        if isinstance(error, DataError):  # a value no row can hold: trying again would not help
            raise Conflict(reason) from None
        raise Unavailable(f"{type(failure).__name__}: {reason}") from None
