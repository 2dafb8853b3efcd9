"""Under which ids providers keep the files that forms show, so that a file goes up once.

Rules. A file is known by the digest of its content, never by its name. An id is good for one account of one
provider and for one kind of message. The last id told wins: two processes may have uploaded at once.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from storage.conflicts import insert_or_replace
from storage.session import Part
from storage.tables_tokens import uploaded_files


class Uploads(Part):
    """The files of every account."""

    __slots__ = ()

    async def find(self, account: str, kind: str, digest: str, after: datetime | None = None) -> str:
        """The id of a file, "" when none is known or it went up before `after`."""
        statement = select(uploaded_files.c.file_id).where(
            uploaded_files.c.account == account,
            uploaded_files.c.kind == kind,
            uploaded_files.c.digest == digest,
        )
        if after is not None:
            statement = statement.where(uploaded_files.c.uploaded_at >= after)
        row = await self._session.one(statement)
        return "" if row is None else str(row.file_id)

    async def keep(self, account: str, kind: str, digest: str, file_id: str, now: datetime) -> None:
        """Remember the id of a file."""
        row = {
            "account": account,
            "kind": kind,
            "digest": digest,
            "file_id": file_id,
            "uploaded_at": now,
        }
        await self._session.run(insert_or_replace(uploaded_files, is_sqlite=self._session.is_sqlite), row)

    async def forget(self, account: str, kind: str, digest: str) -> None:
        """Forget a file: its provider does not know the id any more."""
        await self._session.run(
            delete(uploaded_files).where(
                uploaded_files.c.account == account,
                uploaded_files.c.kind == kind,
                uploaded_files.c.digest == digest,
            )
        )
