"""Schema migrations, run by Alembic on SQLite and PostgreSQL alike.

A migration is one transaction on both databases, so a process killed half-way leaves the old schema.
A database that carries a revision this program does not know is refused, never "repaired" (F32).
"""

from __future__ import annotations

from pathlib import Path

from storage.errors import SchemaMismatch

HEAD_REVISION = "0008"


def schema_of(url: str) -> str | None:
    """The revision a database is at, None before the first migration; makes and changes nothing."""
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy import make_url

    from storage.engine import is_sqlite, open_engine

    if is_sqlite(url) and not Path(str(make_url(url).database)).exists():
        return None
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def migrate(url: str) -> str:
    """Bring the database to this program's schema; creates a SQLite file (0600). Returns the revision.

    Safe to repeat. Raises SchemaMismatch when the database is newer than the program.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from storage.engine import open_engine

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":  # two programs starting at once migrate in turn
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7236540)")
            found = MigrationContext.configure(connection).get_current_revision()
            if found is not None and found not in known:
                raise SchemaMismatch(found, HEAD_REVISION)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
    return HEAD_REVISION
