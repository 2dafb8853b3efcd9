"""The tables of identity and conversation: who is spoken to, and what went in and out.

No name, phone, address, chat identity or message text stands in a readable column: `*_sealed`
columns hold ciphertext (crypto.py), `*_index` columns a keyed blind index. The constraints are the
last line of reliability.md §3: I1 (inbox key), I3 (one open question), I8 (suppressions), I11
(invitations), I13 (effects, leases), I14 (deliveries). Fieldwork tables are in tables_fieldwork.py.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.types import RowId, UTCDateTime, one_of

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

key_check = Table(
    "key_check",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("known_sealed", LargeBinary, nullable=False),
    Column("known_index", LargeBinary, nullable=False),
    CheckConstraint("id = 1", name="single"),
)

people = Table(
    "people",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("name_sealed", LargeBinary),
    Column("phone_sealed", LargeBinary),
    Column("phone_index", LargeBinary, index=True),
    Column("address_sealed", LargeBinary),
    Column("organisation_sealed", LargeBinary),
    Column("birth_year_sealed", LargeBinary),
    CheckConstraint("(phone_sealed IS NULL) = (phone_index IS NULL)", name="phone_is_indexed"),
)

endpoints = Table(
    "endpoints",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("address_index", LargeBinary, nullable=False),
    Column("address_sealed", LargeBinary, nullable=False),
    Column("case_id", RowId, ForeignKey("cases.id"), index=True),
    Column("person_id", RowId, ForeignKey("people.id"), index=True),
    Column("bound_at", UTCDateTime, nullable=False),
    Column("verified_at", UTCDateTime),
    Column("blocked_at", UTCDateTime),
    Column("heard_at", UTCDateTime),
    UniqueConstraint("channel", "address_index"),
    CheckConstraint("(case_id IS NULL) = (person_id IS NULL)", name="case_has_person"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("code_index", LargeBinary, primary_key=True),
    Column("case_id", RowId, ForeignKey("cases.id"), nullable=False, index=True),
    Column("issued_at", UTCDateTime, nullable=False),
    Column("expires_at", UTCDateTime, nullable=False),
    Column("redeemed_at", UTCDateTime),
    CheckConstraint("expires_at > issued_at", name="expires_later"),
)

wrong_codes = Table(
    "wrong_codes",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("address_index", LargeBinary, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Index("ix_wrong_codes_address_index_at", "address_index", "at"),
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("address_index", LargeBinary, primary_key=True),
    Column("case_id", RowId, ForeignKey("cases.id")),
    Column("source", String(40), nullable=False),
    Column("at", UTCDateTime, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("account", String(100), nullable=False),
    Column("external_index", LargeBinary, nullable=False),
    Column("raw_sealed", LargeBinary, nullable=False),
    Column("received_at", UTCDateTime, nullable=False),
    Column("handled_at", UTCDateTime),
    Column("case_id", RowId, ForeignKey("cases.id")),
    UniqueConstraint("channel", "account", "external_index"),
)
Index(
    "ix_inbox_unhandled",
    inbox.c.id,
    sqlite_where=text("handled_at IS NULL"),
    postgresql_where=text("handled_at IS NULL"),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("external_index", LargeBinary, nullable=False),
    Column("raw_sealed", LargeBinary, nullable=False),
    Column("reason_sealed", LargeBinary),
    Column("at", UTCDateTime, nullable=False),
    UniqueConstraint("channel", "external_index"),
)

_QUEUED = text("state = 'queued'")
_SENDING = text("state = 'sending'")
_LETTERS = text("(state = 'sent' OR state = 'uncertain') AND kind <> 'reply' AND case_id IS NOT NULL")
_DELIVERED = text("state = 'delivered'")

outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("case_id", RowId, ForeignKey("cases.id")),
    Column("channel", String(20), nullable=False),
    Column("endpoint_id", RowId, ForeignKey("endpoints.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("payload_sealed", LargeBinary, nullable=False),
    Column("effect", String(200), nullable=False, unique=True),
    Column("not_before", UTCDateTime, nullable=False),
    Column("expires_at", UTCDateTime),
    Column("is_question", Boolean, nullable=False, server_default=text("false")),
    Column("state", String(12), nullable=False, server_default="queued"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease_until", UTCDateTime),
    Column("sent_at", UTCDateTime),
    Column("provider_id", String(200), nullable=False, server_default=""),
    Column("error", String(200), nullable=False, server_default=""),
    Column("price_vnd", Integer),
    CheckConstraint(
        one_of("state", "queued", "sending", "sent", "uncertain", "failed", "cancelled", "expired"),
        name="state",
    ),
    CheckConstraint(one_of("kind", "reply", "invitation", "reminder", "code", "notice"), name="kind"),
    CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name="lease_while_sending"),
    CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_has_time"),
    CheckConstraint("attempts >= 0", name="attempts"),
    Index("ix_outbox_case_id", "case_id"),
)
Index(
    "ix_outbox_queued",
    outbox.c.channel,
    outbox.c.not_before,
    outbox.c.id,
    sqlite_where=_QUEUED,
    postgresql_where=_QUEUED,
)
Index(
    "ix_outbox_sending",
    outbox.c.channel,
    outbox.c.lease_until,
    sqlite_where=_SENDING,
    postgresql_where=_SENDING,
)
Index(
    "uq_outbox_open_question",
    outbox.c.case_id,
    unique=True,
    sqlite_where=text("is_question = 1 AND state = 'queued'"),
    postgresql_where=text("is_question AND state = 'queued'"),
)

Index("ix_outbox_letters", outbox.c.channel, outbox.c.id, sqlite_where=_LETTERS, postgresql_where=_LETTERS)

# No foreign key: a report may come before our own commit, or for an id that is not ours; both are kept.
deliveries = Table(
    "deliveries",
    metadata,
    Column("outbox_id", RowId, primary_key=True, autoincrement=False),
    Column("state", String(12), nullable=False),
    Column("rank", SmallInteger, nullable=False),
    Column("detail_sealed", LargeBinary),
    Column("at", UTCDateTime, nullable=False),
    CheckConstraint(
        "(state = 'queued' AND rank = 0) OR (state = 'sent' AND rank = 1)"
        " OR (rank = 2 AND (state = 'delivered' OR state = 'failed' OR state = 'expired'))",
        name="lattice",
    ),
)

Index("ix_deliveries_delivered", deliveries.c.at, sqlite_where=_DELIVERED, postgresql_where=_DELIVERED)

leases = Table(
    "leases",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("owner", String(100), nullable=False),
    Column("until", UTCDateTime, nullable=False),
    Column("token", RowId, nullable=False),
)

effects = Table(
    "effects",
    metadata,
    Column("kind", String(60), primary_key=True),
    Column("entity", String(100), primary_key=True),
    Column("due_at", UTCDateTime, primary_key=True),
    Column("at", UTCDateTime, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", RowId, primary_key=True, autoincrement=False),
    Column("at", UTCDateTime, nullable=False),
    Column("actor", String(100), nullable=False),
    Column("act", String(60), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False, unique=True),
)
