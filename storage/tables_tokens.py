"""The tables of provider accounts: their tokens, what may still be sent, the files they keep for us.

Tokens are sealed. A row of `channel_tokens` without tokens is an account that was never authorised. A row of
`uploaded_files` says under which id a provider keeps a file that a form shows, found by its digest.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, String, Table

from storage.tables import metadata
from storage.types import UTCDateTime, one_of

__all__ = ["allowances", "channel_tokens", "metadata", "uploaded_files"]

channel_tokens = Table(
    "channel_tokens",
    metadata,
    Column("account", String(100), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("access_sealed", LargeBinary),
    Column("refresh_sealed", LargeBinary),
    Column("issued_at", UTCDateTime),
    Column("access_until", UTCDateTime),
    Column("refresh_until", UTCDateTime),
    Column("state", String(12), nullable=False),
    Column("problem", String(200), nullable=False, server_default=""),
    Column("changed_at", UTCDateTime, nullable=False),
    Column("pending_sealed", LargeBinary),
    CheckConstraint(one_of("state", "ok", "refreshing", "degraded", "needs_human"), name="state"),
    CheckConstraint(
        "(access_sealed IS NULL) = (refresh_sealed IS NULL)"
        " AND (access_sealed IS NULL) = (access_until IS NULL)"
        " AND (access_sealed IS NULL) = (issued_at IS NULL)",
        name="a_pair_or_none",
    ),
)

allowances = Table(
    "allowances",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("remaining", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("at", UTCDateTime, nullable=False),
)

uploaded_files = Table(
    "uploaded_files",
    metadata,
    Column("account", String(100), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("file_id", String(200), nullable=False),
    Column("uploaded_at", UTCDateTime, nullable=False),
    sqlite_with_rowid=False,
)
