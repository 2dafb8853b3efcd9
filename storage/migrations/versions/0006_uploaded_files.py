"""Under which ids providers keep the pictures and recordings that forms show."""

from __future__ import annotations

from storage.migrations.statements import run_sql_beside

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the table."""
    run_sql_beside(__file__)
