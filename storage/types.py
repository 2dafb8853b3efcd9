"""Column types: moments in time and row ids, the same on SQLite and PostgreSQL.

A moment is stored as whole microseconds since 1970-01-01T00:00Z in a 64-bit integer: exact, compact,
ordered, and free of the differences in how the two databases return time zones.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Dialect, Integer
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_microseconds(moment: datetime) -> int:
    """Microseconds since the epoch; refuses a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("a datetime without time zone was about to be stored")
    return (moment - _EPOCH) // _MICROSECOND


def from_microseconds(value: int) -> datetime:
    """The aware UTC datetime."""
    return _EPOCH + timedelta(microseconds=value)


class UTCDateTime(TypeDecorator[datetime]):
    """Takes and gives aware datetimes (UTC when read)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        del dialect
        return None if value is None else to_microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        del dialect
        return None if value is None else from_microseconds(value)


def one_of(column: str, *values: str) -> str:
    """The text of a CHECK that a column has one of these values.

    Not IN (…): SQLite builds a temporary index of such a list for every row it checks (9 µs a row in
    the outbox, measured; nothing to speak of this way).
    """
    return " OR ".join(f"{column} = '{value}'" for value in values)


RowId = BigInteger().with_variant(Integer, "sqlite")  # SQLite fills only INTEGER PRIMARY KEY by itself
