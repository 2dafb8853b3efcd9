"""What the survey remembers: rows in, domain values out; one unit of work is one transaction.

database = Database(url, keyring)
await database.open()
async with database.begin() as unit:      # writes; commits on a clean exit
    case_ids = await unit.cases.release(...)
async with database.reading() as unit:    # one consistent snapshot
    rows = await unit.queries.progress(wave_id)
"""

from __future__ import annotations

from storage.crypto import Keyring
from storage.migrations import HEAD_REVISION, migrate, schema_of
from storage.unit_of_work import Database, UnitOfWork

__all__ = ["HEAD_REVISION", "Database", "Keyring", "UnitOfWork", "migrate", "schema_of"]
