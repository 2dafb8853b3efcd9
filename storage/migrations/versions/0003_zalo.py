"""Tokens and allowances of provider accounts; when a person last wrote; what a message cost."""

from __future__ import annotations

from storage.migrations.statements import run_sql_beside

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the two tables and add the two columns."""
    run_sql_beside(__file__)
