"""Interviewers, the cases they were given, and their sessions."""

from __future__ import annotations

from storage.migrations.statements import run_sql_beside

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the three tables."""
    run_sql_beside(__file__)
