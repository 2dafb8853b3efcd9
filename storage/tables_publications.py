"""The table of publications: what was made public of a wave, by which decision, with every figure.

Append-only: a figure once published is corrected by a further row, never changed. `told_reports` keeps what
each report that left the office rests on, so that the next does not tell the difference.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, String, Table, Text

from storage.tables import metadata
from storage.types import RowId, UTCDateTime

__all__ = ["metadata", "publications", "told_reports"]

publications = Table(
    "publications",
    metadata,
    Column("wave_id", RowId, ForeignKey("waves.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("decision", String(200), nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("note", Text, nullable=False),
    Column("data_sha256", String(64), nullable=False),
    Column("settings_sha256", String(64), nullable=False),
    Column("code", String(60), nullable=False),
    Column("figures", Text, nullable=False),
    Column("published_by", String(100), nullable=False),
    Column("published_at", UTCDateTime, nullable=False),
    CheckConstraint("number >= 0", name="number"),
    CheckConstraint("number = 0 OR note <> ''", name="correction_says_why"),
)

told_reports = Table(
    "told_reports",
    metadata,
    Column("wave_id", RowId, ForeignKey("waves.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("occasion", Text, nullable=False),
    Column("told", Text, nullable=False),
    Column("told_by", String(100), nullable=False),
    Column("told_at", UTCDateTime, nullable=False),
    CheckConstraint("number >= 0", name="number"),
)
