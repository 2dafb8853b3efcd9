"""Interviewers: their secrets as hashes, their cases, their sessions.

Rules (reliability.md §5.1). Everybody else knows an interviewer by a pseudonym ("PV003"). Whoever was taken
off, or whose password was made anew, has no open session left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from unicodedata import normalize

from sqlalchemy import delete, insert, select, update

from storage.conflicts import insert_or_replace
from storage.session import Part, batches
from storage.tables_interviewers import assignments, interviewer_sessions, interviewers
from survey_flows.ids import CaseId


@dataclass(frozen=True, slots=True)
class Interviewer:
    """Somebody who asks in person. `ended_at`: when they were taken off."""

    id: int
    name: str = field(repr=False)
    salt: bytes = field(repr=False)
    secret: bytes = field(repr=False)
    added_at: datetime
    ended_at: datetime | None

    @property
    def pseudonym(self) -> str:
        """What stands in paradata and audit trail instead of the name."""
        return f"PV{self.id:03d}"


class Interviewers(Part):
    """Interviewers, assignments, sessions."""

    __slots__ = ()

    async def add(self, name: str, salt: bytes, secret: bytes, now: datetime) -> Interviewer:
        """A new interviewer. Raises Duplicate for a name in use."""
        keyring = self._session.keyring
        [row_id] = await self._session.new_ids(interviewers, 1)
        row = {
            "id": row_id,
            "name_index": self._name_index(name),
            "name_sealed": keyring.encrypt("interviewers", "name", row_id, name.encode()),
            "salt": salt,
            "secret": secret,
            "added_at": now,
        }
        await self._session.run(insert(interviewers), row)
        return Interviewer(row_id, name, salt, secret, now, None)

    async def find(self, name: str) -> Interviewer | None:
        """The interviewer of this name, also one who was taken off."""
        statement = select(interviewers).where(interviewers.c.name_index == self._name_index(name))
        row = await self._session.one(statement)
        return None if row is None else self._record(row)

    async def by_pseudonym(self, pseudonym: str) -> Interviewer | None:
        """The interviewer whose pseudonym this is ("PV003"), also one who was taken off."""
        number = pseudonym.strip().upper().removeprefix("PV")
        if not (number.isascii() and number.isdigit() and len(number) <= 9):
            return None
        row = await self._session.one(select(interviewers).where(interviewers.c.id == int(number)))
        found = None if row is None else self._record(row)
        return found if found is not None and found.pseudonym == pseudonym.strip().upper() else None

    async def all(self) -> list[Interviewer]:
        """Everybody, in the order they were added."""
        rows = await self._session.rows(select(interviewers).order_by(interviewers.c.id))
        return [self._record(row) for row in rows]

    async def set_secret(self, interviewer: int, salt: bytes, secret: bytes) -> None:
        """Another password; open sessions end."""
        await self._session.run(
            update(interviewers).where(interviewers.c.id == interviewer).values(salt=salt, secret=secret)
        )
        await self._end_sessions(interviewer)

    async def end(self, interviewer: int, now: datetime) -> list[CaseId]:
        """Take somebody off: no session, no case is left; returns the cases that are nobody's now."""
        await self._session.run(
            update(interviewers).where(interviewers.c.id == interviewer).values(ended_at=now)
        )
        await self._end_sessions(interviewer)
        left = await self.assigned(interviewer)
        await self._session.run(delete(assignments).where(assignments.c.interviewer_id == interviewer))
        return left

    async def open_session(self, interviewer: int, token: str, now: datetime, ends_at: datetime) -> None:
        """Let whoever holds `token` act as this interviewer until `ends_at`."""
        await self._session.run(delete(interviewer_sessions).where(interviewer_sessions.c.ends_at <= now))
        row = {
            "token_index": self._token_index(token),
            "interviewer_id": interviewer,
            "opened_at": now,
            "ends_at": ends_at,
        }
        await self._session.run(insert(interviewer_sessions), row)

    async def close_session(self, token: str) -> None:
        """End one session."""
        await self._session.run(
            delete(interviewer_sessions).where(interviewer_sessions.c.token_index == self._token_index(token))
        )

    async def by_session(self, token: str, now: datetime) -> Interviewer | None:
        """Who holds this token; None when it has ended or is nobody's."""
        statement = (
            select(interviewers)
            .join(interviewer_sessions, interviewer_sessions.c.interviewer_id == interviewers.c.id)
            .where(
                interviewer_sessions.c.token_index == self._token_index(token),
                interviewer_sessions.c.ends_at > now,
                interviewers.c.ended_at.is_(None),
            )
        )
        row = await self._session.one(statement)
        return None if row is None else self._record(row)

    async def assign(self, interviewer: int, case_ids: Sequence[CaseId], now: datetime) -> None:
        """Give cases to an interviewer; those of another change hands."""
        rows = [
            {"case_id": case_id, "interviewer_id": interviewer, "assigned_at": now}
            for case_id in dict.fromkeys(case_ids)
        ]
        replace = insert_or_replace(assignments, is_sqlite=self._session.is_sqlite)
        for batch in batches(rows):
            await self._session.run_many(replace, batch)

    async def assigned(self, interviewer: int) -> list[CaseId]:
        """The cases of an interviewer."""
        statement = (
            select(assignments.c.case_id)
            .where(assignments.c.interviewer_id == interviewer)
            .order_by(assignments.c.case_id)
        )
        return [CaseId(row[0]) for row in await self._session.rows(statement)]

    async def owners(self, case_ids: Iterable[CaseId]) -> dict[CaseId, int]:
        """Who has each case; those nobody has are left out."""
        found: dict[CaseId, int] = {}
        for batch in batches(sorted(set(case_ids))):
            statement = select(assignments.c.case_id, assignments.c.interviewer_id).where(
                assignments.c.case_id.in_(batch)
            )
            found |= {CaseId(row[0]): row[1] for row in await self._session.rows(statement)}
        return found

    async def _end_sessions(self, interviewer: int) -> None:
        await self._session.run(
            delete(interviewer_sessions).where(interviewer_sessions.c.interviewer_id == interviewer)
        )

    def _name_index(self, name: str) -> bytes:
        spelt = " ".join(normalize("NFC", name).lower().split())  # some devices send letters and marks apart
        return self._session.keyring.blind_index("interviewer", spelt)

    def _token_index(self, token: str) -> bytes:
        return self._session.keyring.blind_index("interviewer session", token)

    def _record(self, row: Any) -> Interviewer:
        name = self._session.keyring.decrypt_text("interviewers", "name", row.id, row.name_sealed)
        return Interviewer(row.id, name, bytes(row.salt), bytes(row.secret), row.added_at, row.ended_at)
