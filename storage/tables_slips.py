"""The tables of the continuous short form: printed slips, who answered them, and every answer given.

Rules (domain.md 1.4 and 4(e)). Whoever answers a slip chose to, so nothing here touches the sample: no
cell, no case, no frame line, no response of a wave refers to these tables, and they refer to none of
those. A slip names its unit and nobody else; its code is kept as a keyed hash only. Answers are
append-only like those of the sample (I2): triggers in the migration.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from storage.tables_fieldwork import metadata
from storage.types import RowId, UTCDateTime

__all__ = ["metadata", "slip_answers", "slip_cases", "slips"]

slips = Table(
    "slips",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("wave_id", RowId, ForeignKey("waves.id"), nullable=False),
    Column("unit", String(60), nullable=False),
    Column("batch", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("code_index", LargeBinary, nullable=False, unique=True),
    Column("questionnaire", String(100), ForeignKey("questionnaires.version"), nullable=False),
    Column("answerable", Integer, nullable=False),
    Column("printed_at", UTCDateTime, nullable=False),
    Column("opens_at", UTCDateTime, nullable=False),
    Column("expires_at", UTCDateTime, nullable=False),
    Column("cancelled_at", UTCDateTime),
    ForeignKeyConstraint(["wave_id", "unit"], ["units.wave_id", "units.code"]),
    UniqueConstraint("wave_id", "batch", "serial"),
    CheckConstraint("expires_at > opens_at", name="expires_later"),
    CheckConstraint("answerable >= 1 AND batch >= 0 AND serial >= 1", name="counts"),
)

slip_cases = Table(
    "slip_cases",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("slip_id", RowId, ForeignKey("slips.id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("endpoint_id", RowId, ForeignKey("endpoints.id"), index=True),
    Column("channel", String(20), nullable=False),
    Column("state_sealed", LargeBinary, nullable=False),
    Column("status", String(20), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("opened_at", UTCDateTime, nullable=False),
    Column("updated_at", UTCDateTime, nullable=False),
    Column("record_sealed", LargeBinary),
    UniqueConstraint("slip_id", "place"),
    CheckConstraint("place >= 1", name="place"),
    CheckConstraint("(status = 'complete') = (record_sealed IS NOT NULL)", name="complete_has_record"),
    CheckConstraint("updated_at >= opened_at", name="ends_later"),
)

slip_answers = Table(
    "slip_answers",
    metadata,
    Column("slip_case_id", RowId, ForeignKey("slip_cases.id"), primary_key=True, autoincrement=False),
    Column("item", String(100), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("value_sealed", LargeBinary),
    Column("missing", String(20)),
    Column("at", UTCDateTime, nullable=False),
    Column("channel", String(20), nullable=False),
    CheckConstraint("value_sealed IS NULL OR missing IS NULL", name="value_or_missing"),
    sqlite_with_rowid=False,
)
