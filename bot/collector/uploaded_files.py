"""The ids of uploaded files on disk, as `bot.channels.media.FileIds` wants them.

A picture is no reason to fail: while the database is out of reach nothing is known, and the file goes up
again. Zalo keeps an uploaded picture for a while only, so an id may be given a life.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.errors import StorageError
from storage.unit_of_work import Database

_log = logging.getLogger("sipas.media")


@dataclass(frozen=True, slots=True)
class UploadedFiles:
    """What providers keep for us. `life` is how long an id is good for; None: until it is refused."""

    database: Database
    now: Callable[[], datetime]
    life: timedelta | None = None

    async def find(self, account: str, kind: str, digest: str) -> str:
        """The id of a file, "" when none is known."""
        after = None if self.life is None else self.now() - self.life
        try:
            async with self.database.reading() as unit:
                return await unit.uploads.find(account, kind, digest, after)
        except (StorageError, OSError) as error:
            _log.warning("ids of uploaded files could not be read (%s)", type(error).__name__)
            return ""

    async def keep(self, account: str, kind: str, digest: str, file_id: str) -> None:
        """Remember an id; "" forgets the one that was."""
        try:
            async with self.database.begin() as unit:
                if file_id:
                    await unit.uploads.keep(account, kind, digest, file_id, self.now())
                else:
                    await unit.uploads.forget(account, kind, digest)
        except (StorageError, OSError) as error:
            _log.warning("the id of an uploaded file could not be kept (%s)", type(error).__name__)
