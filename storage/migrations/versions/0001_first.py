"""The first schema: the SQL beside this file, and triggers for what is append-only.

Frozen: a later change of the tables is a later migration. A test holds the result against tables.py.
"""

from __future__ import annotations

import re
from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

APPEND_ONLY = ("disposition_history", "answers", "audit")
_FOR_SQLITE = (
    (r"\bBIGSERIAL\b|\bBIGINT\b", "INTEGER"),
    (r"\bBYTEA\b", "BLOB"),
    (r"/\*sqlite (.*?) \*/", r"\1"),
)


def upgrade() -> None:
    """Create all tables, and let the database itself refuse to change what is append-only (I14, I15)."""
    dialect = op.get_bind().dialect.name
    schema = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    if dialect == "sqlite":
        for pattern, replacement in _FOR_SQLITE:
            schema = re.sub(pattern, replacement, schema)
    for statement in schema.split(";\n"):
        if statement.strip():
            op.execute(statement)
    for table in APPEND_ONLY:
        for statement in refusals(table, dialect):
            op.execute(statement)


def refusals(table: str, dialect: str) -> list[str]:
    """The statements that make UPDATE and DELETE fail on a table."""
    refusal = f"{table} is append-only"
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            for act in ("UPDATE", "DELETE")
        ]
    function = (
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'check_violation'; END $$"
    )
    trigger = (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )
    return [function, trigger]
