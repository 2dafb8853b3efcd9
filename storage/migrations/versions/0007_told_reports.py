"""What every report that left the office told, so that the next does not tell the difference."""

from __future__ import annotations

from storage.migrations.statements import make_append_only, run_sql_beside

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the table, which takes rows and changes none."""
    run_sql_beside(__file__)
    make_append_only("told_reports")
