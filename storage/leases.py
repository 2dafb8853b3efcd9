"""Leases and effects: two workers on one tick produce one effect (reliability.md I13, F22).

A lease says who may do a periodic job until when; its token grows with every new holder, so a worker
that was asleep past its lease can be told from the present one. An effect key (kind, entity, due time)
can be taken once, ever.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, or_, select, update

from storage.conflicts import insert_or_skip
from storage.session import Part
from storage.tables import effects, leases

_TAKE = (
    update(leases)
    .where(
        leases.c.name == bindparam("job"),
        or_(leases.c.until <= bindparam("now"), leases.c.owner == bindparam("new_owner")),
    )
    .values(owner=bindparam("new_owner"), until=bindparam("new_until"), token=leases.c.token + 1)
)


class Leases(Part):
    """Who does what now."""

    __slots__ = ()

    async def take(self, name: str, owner: str, now: datetime, until: datetime) -> bool:
        """Take or renew a lease; False while another owner has it."""
        values = {"job": name, "now": now, "new_owner": owner, "new_until": until}
        if await self._session.run(_TAKE, values):
            return True
        if await self._session.one(select(leases.c.name).where(leases.c.name == name)) is not None:
            return False
        row = {"name": name, "owner": owner, "until": until, "token": 1}
        return await self._session.run(insert_or_skip(leases, is_sqlite=self._session.is_sqlite), row) == 1

    async def release(self, name: str, owner: str) -> bool:
        """Give a lease back; False if this owner did not have it."""
        statement = delete(leases).where(leases.c.name == name, leases.c.owner == owner)
        return await self._session.run(statement) == 1

    async def holder(self, name: str, now: datetime) -> tuple[str, int] | None:
        """(owner, token) of a lease in force."""
        row = await self._session.one(select(leases).where(leases.c.name == name, leases.c.until > now))
        return None if row is None else (row.owner, row.token)

    async def once(self, kind: str, entity: str, due_at: datetime, now: datetime) -> bool:
        """True for the first who asks to have this effect, False for everybody after."""
        statement = insert_or_skip(effects, is_sqlite=self._session.is_sqlite)
        row = {"kind": kind, "entity": entity, "due_at": due_at, "at": now}
        return await self._session.run(statement, row) == 1
