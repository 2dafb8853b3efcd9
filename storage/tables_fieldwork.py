"""The tables of a wave: plan, frame, draw, cells, cases, interviews, verification.

The constraints hold reliability.md §3: I2 (answers by case, item and revision), I5 (one live
replacement for a case), I6 (in flight and completed never above the target plus logged overrides),
I14 (disposition history and answers cannot be changed or deleted: triggers in the first migration).
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables import metadata
from storage.types import RowId, UTCDateTime, one_of
from survey_flows.fieldwork.case import SampleRole
from survey_flows.fieldwork.dispositions import Disposition

__all__ = [
    "answers",
    "backchecks",
    "cases",
    "cells",
    "disposition_history",
    "draws",
    "frame_files",
    "frame_problems",
    "frame_units",
    "interviews",
    "metadata",
    "paradata",
    "questionnaires",
    "responses",
    "services",
    "units",
    "waves",
]


waves = Table(
    "waves",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("plan_name", String(100), nullable=False),
    Column("plan_text", Text, nullable=False),
    Column("plan_sha256", String(64), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("settings", Text, nullable=False),
    Column("status", String(12), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("status_at", UTCDateTime, nullable=False),
    CheckConstraint("ends_on >= starts_on", name="ends_later"),
    CheckConstraint(
        one_of("status", "draft", "frames", "drawn", "field", "paused", "verify", "closed", "published"),
        name="status",
    ),
)

units = Table(
    "units",
    metadata,
    Column("wave_id", RowId, ForeignKey("waves.id"), primary_key=True),
    Column("code", String(60), primary_key=True),
    Column("name", String(300), nullable=False),
    Column("kind", String(60), nullable=False),
    Column("block", String(60), nullable=False),
    Column("class", String(60), nullable=False),
    Column("parent", String(60), nullable=False),
    Column("position", Integer, nullable=False),
)

services = Table(
    "services",
    metadata,
    Column("wave_id", RowId, primary_key=True),
    Column("unit", String(60), primary_key=True),
    Column("code", String(100), primary_key=True),
    Column("name", String(500), nullable=False),
    Column("target", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    ForeignKeyConstraint(["wave_id", "unit"], ["units.wave_id", "units.code"]),
    CheckConstraint("target >= 0", name="target"),
)

questionnaires = Table(
    "questionnaires",
    metadata,
    Column("version", String(100), primary_key=True),
    Column("code", String(60), nullable=False),
    Column("source", LargeBinary, nullable=False),
    Column("compiled", LargeBinary, nullable=False),
    Column("added_at", UTCDateTime, nullable=False),
)

frame_files = Table(
    "frame_files",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("wave_id", RowId, ForeignKey("waves.id"), nullable=False),
    Column("name", String(300), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("imported_at", UTCDateTime, nullable=False),
    UniqueConstraint("wave_id", "sha256"),
    CheckConstraint("accepted >= 0 AND accepted <= rows", name="accepted"),
)

frame_problems = Table(
    "frame_problems",
    metadata,
    Column("file_id", RowId, ForeignKey("frame_files.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("row", Integer, nullable=False),
    Column("column_name", String(100), nullable=False),
    Column("code", String(60), nullable=False),
    Column("message_sealed", LargeBinary),
    Column("is_accepted", Boolean, nullable=False),
)

frame_units = Table(
    "frame_units",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("wave_id", RowId, ForeignKey("waves.id"), nullable=False),
    Column("file_id", RowId, ForeignKey("frame_files.id"), nullable=False),
    Column("row", Integer, nullable=False),
    Column("person_id", RowId, ForeignKey("people.id"), nullable=False),
    Column("unit", String(60), nullable=False),
    Column("service", String(100), nullable=False),
    Column("respondent_type", String(20), nullable=False),
    Column("mode", String(20), nullable=False),
    Column("province", String(100), nullable=False),
    Column("submitted_on", Date),
    Column("result_on", Date),
    Column("dossier_sealed", LargeBinary),
    Column("exclusion", String(40)),
    UniqueConstraint("file_id", "row"),
    Index("ix_frame_units_person_id", "person_id"),
    Index("ix_frame_units_wave_id_unit", "wave_id", "unit"),
)

draws = Table(
    "draws",
    metadata,
    Column("wave_id", RowId, ForeignKey("waves.id"), primary_key=True),
    Column("unit", String(60), primary_key=True),
    Column("record_sealed", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("drawn_at", UTCDateTime, nullable=False),
)

cells = Table(
    "cells",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("wave_id", RowId, ForeignKey("waves.id"), nullable=False),
    Column("unit", String(60), nullable=False),
    Column("service", String(100), nullable=False),
    Column("target", Integer, nullable=False),
    Column("overrides", Integer, nullable=False, server_default="0"),
    Column("in_flight", Integer, nullable=False, server_default="0"),
    Column("completed", Integer, nullable=False, server_default="0"),
    UniqueConstraint("wave_id", "unit", "service"),
    CheckConstraint(
        "target >= 0 AND overrides >= 0 AND in_flight >= 0 AND completed >= 0", name="not_negative"
    ),
    CheckConstraint("in_flight + completed <= target + overrides", name="within_target"),
)

_REPLACES = text("replaces IS NOT NULL")
_DUE = text("next_action_at IS NOT NULL")

cases = Table(
    "cases",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("wave_id", RowId, ForeignKey("waves.id"), nullable=False),
    Column("frame_unit_id", RowId, ForeignKey("frame_units.id"), nullable=False, unique=True),
    Column("person_id", RowId, ForeignKey("people.id"), nullable=False, index=True),
    Column("cell_id", RowId, ForeignKey("cells.id"), nullable=False),
    Column("role", String(12), nullable=False),
    Column("position", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("borrowed_from", String(100)),
    Column("questionnaire", String(100), ForeignKey("questionnaires.version"), nullable=False),
    Column("check_code", String(20), nullable=False),
    Column("disposition", String(24), nullable=False),
    Column("place", String(12), nullable=False, server_default="none"),
    Column("released_at", UTCDateTime),
    Column("invited_at", UTCDateTime),
    Column("reminders", Integer, nullable=False, server_default="0"),
    Column("reminded_at", UTCDateTime),
    Column("answered_at", UTCDateTime),
    Column("later_until", UTCDateTime),
    Column("next_action_at", UTCDateTime),
    Column("channel", String(20), nullable=False, server_default=""),
    Column("has_unreachable_channel", Boolean, nullable=False, server_default=text("false")),
    Column("replaces", RowId, ForeignKey("cases.id")),
    Column("version", Integer, nullable=False, server_default="0"),
    UniqueConstraint("cell_id", "role", "position"),
    UniqueConstraint("wave_id", "check_code"),
    CheckConstraint(one_of("role", *SampleRole), name="role"),
    CheckConstraint(one_of("disposition", *Disposition), name="disposition"),
    CheckConstraint(one_of("place", "none", "in_flight", "completed"), name="place"),
    CheckConstraint("place <> 'completed' OR disposition = 'complete'", name="completed_is_complete"),
    CheckConstraint("disposition <> 'reserved' OR (released_at IS NULL AND place = 'none')", name="reserved"),
    CheckConstraint("place = 'none' OR released_at IS NOT NULL", name="placed_is_released"),
    CheckConstraint("position >= 0 AND reminders >= 0", name="not_negative"),
    CheckConstraint("replaces IS NULL OR replaces <> id", name="replaces_another"),
)
Index("uq_cases_replaces", cases.c.replaces, unique=True, sqlite_where=_REPLACES, postgresql_where=_REPLACES)
Index(
    "ix_cases_due",
    cases.c.wave_id,
    cases.c.next_action_at,
    cases.c.id,
    sqlite_where=_DUE,
    postgresql_where=_DUE,
)

disposition_history = Table(
    "disposition_history",
    metadata,
    Column("case_id", RowId, ForeignKey("cases.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("disposition", String(24), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("at", UTCDateTime, nullable=False),
)

interviews = Table(
    "interviews",
    metadata,
    Column("case_id", RowId, ForeignKey("cases.id"), primary_key=True, autoincrement=False),
    Column("questionnaire", String(100), nullable=False),
    Column("state_sealed", LargeBinary, nullable=False),
    Column("status", String(20), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("updated_at", UTCDateTime, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("case_id", RowId, ForeignKey("cases.id"), primary_key=True, autoincrement=False),
    Column("item", String(100), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("value_sealed", LargeBinary),
    Column("missing", String(20)),
    Column("at", UTCDateTime, nullable=False),
    Column("channel", String(20), nullable=False),
    CheckConstraint("value_sealed IS NULL OR missing IS NULL", name="value_or_missing"),
    sqlite_with_rowid=False,
)

paradata = Table(
    "paradata",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("case_id", RowId, ForeignKey("cases.id"), nullable=False, index=True),
    Column("at", UTCDateTime, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("item", String(100), nullable=False),
    Column("detail_sealed", LargeBinary),
    Column("channel", String(20), nullable=False),
)

responses = Table(
    "responses",
    metadata,
    Column("case_id", RowId, ForeignKey("cases.id"), primary_key=True, autoincrement=False),
    Column("wave_id", RowId, ForeignKey("waves.id"), nullable=False, index=True),
    Column("unit", String(60), nullable=False),
    Column("service", String(100), nullable=False),
    Column("questionnaire", String(100), nullable=False),
    Column("mode", String(20), nullable=False),
    Column("started_at", UTCDateTime, nullable=False),
    Column("completed_at", UTCDateTime, nullable=False),
    Column("record_sealed", LargeBinary, nullable=False),
    Column("validity", String(20), nullable=False),
    CheckConstraint(one_of("validity", "valid", "invalid", "over_quota", "quarantined"), name="validity"),
    CheckConstraint("completed_at >= started_at", name="ends_later"),
)

backchecks = Table(
    "backchecks",
    metadata,
    Column("wave_id", RowId, ForeignKey("waves.id"), primary_key=True),
    Column("case_id", RowId, ForeignKey("cases.id"), primary_key=True),
    Column("stratum", String(100), nullable=False),
    Column("seed", String(100), nullable=False),
    Column("drawn_at", UTCDateTime, nullable=False),
    Column("outcome", String(40)),
    Column("contents_sealed", LargeBinary),
    Column("recorded_by", String(100)),
    Column("recorded_at", UTCDateTime),
    CheckConstraint("(outcome IS NULL) = (recorded_at IS NULL)", name="outcome_has_time"),
)
