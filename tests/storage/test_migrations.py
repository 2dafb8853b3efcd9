"""Migrations: from nothing, again, killed half-way; and refusal of a schema nobody knows."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, text

import storage.migrations
from storage import Database, Keyring, cases, migrate
from storage.deliveries import _LAST_REPORT, _UNREPORTED
from storage.engine import open_engine
from storage.errors import SchemaMismatch, WrongKey
from storage.inbox import _UNHANDLED
from storage.migrations import HEAD_REVISION
from storage.outbox import _SUPERSEDE
from storage.sending import _ANY_LOST, _DUE
from storage.tables_fieldwork import metadata


def test_the_head_is_the_latest_script() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(storage.migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD_REVISION


def test_migrating_twice_changes_nothing(url: str) -> None:
    assert migrate(url) == HEAD_REVISION
    assert migrate(url) == HEAD_REVISION


def test_the_migrations_make_the_tables_the_program_uses(url: str) -> None:
    engine = open_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite"
    migrate(f"sqlite:///{path}")
    assert path.stat().st_mode & 0o777 == 0o600


async def test_an_empty_database_is_not_opened(tmp_path: Path, keyring: Keyring) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}", keyring)
    with pytest.raises(SchemaMismatch, match="has no tables yet") as problem:
        await database.open()
    assert (problem.value.found, problem.value.expected) == (None, HEAD_REVISION)


async def test_a_newer_schema_is_refused_by_both_doors(spare_url: str, keyring: Keyring) -> None:
    engine = open_engine(spare_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(SchemaMismatch, match="is at schema 9999"):
        migrate(spare_url)
    with pytest.raises(SchemaMismatch, match="is at schema 9999"):
        await Database(spare_url, keyring).open()


async def test_another_key_ring_is_refused(url: str, keyring: Keyring) -> None:
    database = Database(url, keyring)
    await database.open()
    await database.close()
    with pytest.raises(WrongKey, match="another key ring"):
        await Database(url, Keyring.generate()).open()
    await database.open()
    await database.close()


_KILLED = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from storage import migrate

@event.listens_for(Engine, "after_cursor_execute")
def die(connection, cursor, statement, *rest):
    if "CREATE TABLE %s" % sys.argv[2] in statement:
        os.kill(os.getpid(), signal.SIGKILL)

migrate(sys.argv[1])
"""


@pytest.mark.parametrize("table", ["outbox", "answers"])
def test_a_migration_killed_half_way_leaves_nothing_behind(tmp_path: Path, table: str) -> None:
    path = tmp_path / "killed.sqlite"
    root = Path(storage.migrations.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, f"sqlite:///{path}", table],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    connection.close()
    assert migrate(f"sqlite:///{path}") == HEAD_REVISION


def test_only_a_file_or_postgresql_will_do() -> None:
    for wrong in ("sqlite://", "sqlite:///:memory:", "mysql://x/y"):
        with pytest.raises(ValueError, match=r"must be a file|unknown database"):
            migrate(wrong)


def test_the_schema_has_every_check_the_tables_declare(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        made: dict[str, str] = {row.name: row.sql for row in rows}
    engine.dispose()
    for table in metadata.sorted_tables:
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint):
                declared = f"CONSTRAINT {constraint.name} CHECK ({constraint.sqltext})"
                assert " ".join(declared.split()) in " ".join(made[table.name].split())


def test_questions_and_due_messages_are_found_by_their_partial_indexes(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        for statement, index in (
            (_SUPERSEDE, "uq_outbox_open_question"),
            (_DUE, "ix_outbox_queued"),
            (_ANY_LOST, "ix_outbox_sending"),
            (_UNHANDLED, "ix_inbox_unhandled"),
            (cases._DUE, "ix_cases_due"),
            (_UNREPORTED, "ix_outbox_letters"),
            (_LAST_REPORT, "ix_deliveries_delivered"),
        ):
            sql = str(statement.compile(dialect=engine.dialect))
            values = [1] * sql.count("?")
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", tuple(values)).all()
            assert any(index in row[3] for row in plan), plan
    engine.dispose()
