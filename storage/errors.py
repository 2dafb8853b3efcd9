"""What storage may complain about. Messages name tables and ids, never a person.

StorageError
├─ NotFound        an id that is not in the database
├─ Duplicate       a row that may exist once exists already (draw, file, code, replacement)
├─ Stale           the row changed since it was read; read it again
├─ Conflict        a rule of the schema refused the change (a CHECK, a foreign key, a value no column takes)
├─ Unavailable     the database could not do it now: locked, full, gone; the transaction is undone
├─ SchemaMismatch  the database is older or newer than this program
└─ WrongKey        the key ring is not the one this database was made with

A bare driver error never leaves this package: its text may carry values.
"""

from __future__ import annotations


class StorageError(Exception):
    """Base of everything storage raises."""


class NotFound(StorageError):
    """An id that is not in the database."""


class Duplicate(StorageError):
    """A row that may exist only once exists already."""


class Stale(StorageError):
    """The row changed since it was read."""


class Conflict(StorageError):
    """A CHECK, NOT NULL or foreign key constraint, or the type of a column, refused the change."""


class Unavailable(StorageError):
    """The database could not do it now (locked, disk full, connection lost); nothing was stored
    unless the commit itself was interrupted, so repeat with the same keys."""


class SchemaMismatch(StorageError):
    """The database is at revision `found` (None: empty), the program needs `expected`."""

    def __init__(self, found: str | None, expected: str) -> None:
        self.found = found
        self.expected = expected
        state = "has no tables yet" if found is None else f"is at schema {found}"
        super().__init__(f"the database {state}; this program needs schema {expected}")


class WrongKey(StorageError):
    """A value cannot be decrypted: another key, or bytes moved from another row."""
