"""What migrations are made of: the SQL beside a script, in either database's words, and refusing triggers.

The SQL is written for PostgreSQL; a few words are exchanged for SQLite. `/*sqlite … */` is for it alone.
"""

from __future__ import annotations

import re
from pathlib import Path

from alembic import op

_FOR_SQLITE = (
    (r"\bBIGSERIAL\b|\bBIGINT\b", "INTEGER"),
    (r"\bBYTEA\b", "BLOB"),
    (r"/\*sqlite (.*?) \*/", r"\1"),
)


def run_sql_beside(script: str) -> None:
    """Execute the statements of the .sql file beside the migration `script` (its `__file__`)."""
    schema = Path(script).with_suffix(".sql").read_text(encoding="utf-8")
    if op.get_bind().dialect.name == "sqlite":
        for pattern, replacement in _FOR_SQLITE:
            schema = re.sub(pattern, replacement, schema)
    for statement in schema.split(";\n"):
        if statement.strip():
            op.execute(statement)


def make_append_only(table: str) -> None:
    """Let the database itself refuse to change or delete rows of a table (I14, I15)."""
    refusal = f"{table} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'check_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )
