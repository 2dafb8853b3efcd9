"""The first schema: the SQL beside this file, and triggers for what is append-only.

Frozen: a later change of the tables is a later migration. A test holds the result against the tables.
"""

from __future__ import annotations

from storage.migrations.statements import make_append_only, run_sql_beside

revision = "0001"
down_revision = None

APPEND_ONLY = ("disposition_history", "answers", "audit")


def upgrade() -> None:
    """Create all tables, and let the database itself refuse to change what is append-only (I14, I15)."""
    run_sql_beside(__file__)
    for table in APPEND_ONLY:
        make_append_only(table)
