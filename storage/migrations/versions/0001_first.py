"""The first schema."""

from __future__ import annotations

from alembic import op

from storage.tables_fieldwork import metadata

revision = "0001"
down_revision = None

APPEND_ONLY = ("disposition_history", "answers", "audit")


def upgrade() -> None:
    """Create all tables, and let the database itself refuse to change what is append-only (I14, I15)."""
    metadata.create_all(op.get_bind())
    for table in APPEND_ONLY:
        for statement in refusals(table, op.get_bind().dialect.name):
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
    return [
        (
            f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'check_violation'; END $$"
        ),
        (
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
        ),
    ]
