"""Columns nobody wrote go; letters and the last report of an arrival get an index."""

from __future__ import annotations

from storage.migrations.statements import run_sql_beside

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Drop the columns and make the indexes."""
    run_sql_beside(__file__)
