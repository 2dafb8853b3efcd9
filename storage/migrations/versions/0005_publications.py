"""What was published of a wave, and its numbered corrections."""

from __future__ import annotations

from storage.migrations.statements import make_append_only, run_sql_beside

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table, which takes rows and changes none."""
    run_sql_beside(__file__)
    make_append_only("publications")
