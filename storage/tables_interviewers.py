"""The tables of interviewers: who may sign in, which cases are theirs, and their open sessions.

Rules (reliability.md §5.1). A name is sealed and found by its index; a password is kept as a salted scrypt
hash, a session token as a keyed hash. A case belongs to one interviewer at a time.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, LargeBinary, Table

from storage.tables_fieldwork import metadata
from storage.types import RowId, UTCDateTime

__all__ = ["assignments", "interviewer_sessions", "interviewers", "metadata"]

interviewers = Table(
    "interviewers",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("name_index", LargeBinary, nullable=False, unique=True),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("added_at", UTCDateTime, nullable=False),
    Column("ended_at", UTCDateTime),
)

assignments = Table(
    "assignments",
    metadata,
    Column("case_id", RowId, ForeignKey("cases.id"), primary_key=True, autoincrement=False),
    Column("interviewer_id", RowId, ForeignKey("interviewers.id"), nullable=False, index=True),
    Column("assigned_at", UTCDateTime, nullable=False),
)

interviewer_sessions = Table(
    "interviewer_sessions",
    metadata,
    Column("token_index", LargeBinary, primary_key=True),
    Column("interviewer_id", RowId, ForeignKey("interviewers.id"), nullable=False, index=True),
    Column("opened_at", UTCDateTime, nullable=False),
    Column("ends_at", UTCDateTime, nullable=False),
    CheckConstraint("ends_at > opened_at", name="ends_later"),
)
