"""Slips of the continuous short form, apart from the sample; and whose address an endpoint is, indexed.

Without the index, deleting people looks through all endpoints for each of them.
"""

from __future__ import annotations

from storage.migrations.statements import make_append_only, run_sql_beside

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the three tables of slips and the index."""
    run_sql_beside(__file__)
    make_append_only("slip_answers")
