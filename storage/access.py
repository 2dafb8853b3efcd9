"""Invitations, wrong codes, and opt-out: who may come in, and who must not be written to.

Rules (reliability.md §5.1, I8, I11). Only a keyed hash of an invitation code is stored. Wrong tries
are counted per address, in the database, so a restart forgives nobody. An opt-out is kept under the
blind index of the phone and of every address of that person: it outlives the case and the wave, and
only an explicit opt-in lifts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, or_, select, union, update

from storage.conflicts import insert_or_skip
from storage.errors import NotFound
from storage.session import Part, batches
from storage.tables import endpoints, invitations, people, suppressions, wrong_codes
from storage.tables_fieldwork import cases
from survey_flows.ids import CaseId, WaveId

WRONG_CODE_WINDOW = timedelta(hours=1)
_BY_PHONE = frozenset({"sms", "zns"})

_INSERT_INVITATIONS = insert(invitations)
_INVITATION = select(invitations).where(invitations.c.code_index == bindparam("code_index"))
_WRONG_CODES = select(func.count()).where(
    wrong_codes.c.address_index == bindparam("index"), wrong_codes.c.at > bindparam("since")
)
_OPTED_OUT = union(
    select(cases.c.id)
    .join(people, people.c.id == cases.c.person_id)
    .join(suppressions, suppressions.c.address_index == people.c.phone_index)
    .where(cases.c.id.in_(bindparam("ids", expanding=True))),
    select(endpoints.c.case_id)
    .join(suppressions, suppressions.c.address_index == endpoints.c.address_index)
    .where(endpoints.c.case_id.in_(bindparam("ids", expanding=True))),
)


@dataclass(frozen=True, slots=True)
class OptOut:
    """That a person must not be written to: how we know (`source`), and since when."""

    source: str
    at: datetime


class Access(Part):
    """The part of `Contacts` about coming in and opting out."""

    __slots__ = ()

    async def issue_invitations(
        self, codes: Sequence[tuple[CaseId, str]], now: datetime, expires_at: datetime
    ) -> None:
        """Let each code open its case until `expires_at`. Raises Duplicate for a code in use."""
        rows = [
            {
                "code_index": self._code_index(code),
                "case_id": case_id,
                "issued_at": now,
                "expires_at": expires_at,
            }
            for case_id, code in codes
        ]
        for batch in batches(rows):
            await self._session.run_many(_INSERT_INVITATIONS, batch)

    async def redeem(self, code: str, now: datetime) -> CaseId | None:
        """The case a code opens, or None for a wrong or expired code.

        A code may be redeemed again until it expires: a stranger who opened a forwarded one must not lock
        its owner out. Who may speak for the case is the caller's to say.
        """
        row = await self._session.one(_INVITATION, {"code_index": self._code_index(code)})
        if row is None or row.expires_at <= now:
            return None
        if row.redeemed_at is None:
            await self._session.run(
                update(invitations)
                .where(invitations.c.code_index == bindparam("code"), invitations.c.redeemed_at.is_(None))
                .values(redeemed_at=bindparam("at")),
                {"code": row.code_index, "at": now},
            )
        return CaseId(row.case_id)

    async def note_wrong_code(self, channel: str, address: str, now: datetime) -> int:
        """Count a wrong try; returns the wrong tries of this address in the last hour, this one included."""
        index = self._address_index(str(channel), address)
        since = now - WRONG_CODE_WINDOW
        await self._session.run(
            delete(wrong_codes).where(wrong_codes.c.address_index == index, wrong_codes.c.at <= since)
        )
        await self._session.run(insert(wrong_codes), {"address_index": index, "at": now})
        return await self.wrong_codes(channel, address, now)

    async def case_by_phone(self, wave_id: WaveId, phone: str) -> CaseId | None:
        """The released case of the wave whose person was sampled with this phone (E.164), the oldest."""
        statement = (
            select(cases.c.id)
            .join(people, people.c.id == cases.c.person_id)
            .where(
                people.c.phone_index == self._session.keyring.blind_index("phone", phone),
                cases.c.wave_id == wave_id,
                cases.c.released_at.is_not(None),
            )
            .order_by(cases.c.id)
            .limit(1)
        )
        row = await self._session.one(statement)
        return None if row is None else CaseId(row[0])

    async def wrong_codes(self, channel: str, address: str, now: datetime) -> int:
        """The wrong tries of this address in the last hour."""
        wanted = {"index": self._address_index(str(channel), address), "since": now - WRONG_CODE_WINDOW}
        [[tries]] = await self._session.fetch(_WRONG_CODES, wanted)
        return int(tries)

    async def opt_out(self, case_id: CaseId, now: datetime, source: str) -> None:
        """Stop all messages to this person: their phone and every address, in every case and wave.

        `source` says how we know (a channel's name, "phone", "officer"); repeating changes nothing.
        """
        indexes = await self._indexes_of(case_id)
        await self._suppress(indexes, case_id, now, source)

    async def opt_out_address(self, channel: str, address: str, now: datetime, source: str) -> None:
        """The same for an address that belongs to no case."""
        await self._suppress({self._address_index(str(channel), address)}, None, now, source)

    async def opt_in(self, case_id: CaseId) -> None:
        """Lift an opt-out: only because the person asked for it. Write it to the audit too."""
        await self._lift(await self._indexes_of(case_id))

    async def opt_in_address(self, channel: str, address: str) -> None:
        """The same for an address that belongs to no case."""
        await self._lift({self._address_index(str(channel), address)})

    async def opt_outs(self, case_id: CaseId) -> list[OptOut]:
        """The opt-outs that hold for the person of a case, oldest first."""
        return await self._opt_outs(await self._indexes_of(case_id))

    async def opt_outs_of_address(self, channel: str, address: str) -> list[OptOut]:
        """The same for an address that belongs to no case."""
        return await self._opt_outs({self._address_index(str(channel), address)})

    async def opted_out(self, case_ids: Iterable[CaseId]) -> set[CaseId]:
        """Those of the cases whose person, by phone or by any address, must not be written to."""
        found: set[CaseId] = set()
        for batch in batches(sorted(set(case_ids))):
            found.update(CaseId(row[0]) for row in await self._session.rows(_OPTED_OUT, {"ids": batch}))
        return found

    async def _suppress(
        self, indexes: set[bytes], case_id: CaseId | None, now: datetime, source: str
    ) -> None:
        rows = [
            {"address_index": index, "case_id": case_id, "source": source, "at": now}
            for index in sorted(indexes)
        ]
        await self._session.run_many(insert_or_skip(suppressions, is_sqlite=self._session.is_sqlite), rows)

    async def _lift(self, indexes: set[bytes]) -> None:
        await self._session.run(delete(suppressions).where(suppressions.c.address_index.in_(sorted(indexes))))

    async def _opt_outs(self, indexes: set[bytes]) -> list[OptOut]:
        rows = await self._session.rows(
            select(suppressions.c.source, suppressions.c.at)
            .where(suppressions.c.address_index.in_(sorted(indexes)))
            .order_by(suppressions.c.at)
        )
        return [OptOut(row.source, row.at) for row in rows]

    async def _indexes_of(self, case_id: CaseId) -> set[bytes]:
        """The phone, and the addresses of everybody who has it: one number is one conversation."""
        row = await self._session.one(
            select(people.c.id, people.c.phone_index)
            .join(cases, cases.c.person_id == people.c.id)
            .where(cases.c.id == case_id)
        )
        if row is None:
            raise NotFound(f"no case {case_id}")
        is_same = people.c.id == row.id
        if row.phone_index is not None:  # else it would be everybody without a phone
            is_same = or_(is_same, people.c.phone_index == row.phone_index)
        same = select(people.c.id).where(is_same)
        addresses = await self._session.rows(
            select(endpoints.c.address_index).where(endpoints.c.person_id.in_(same))
        )
        indexes = {bytes(address[0]) for address in addresses}
        return indexes | ({bytes(row.phone_index)} if row.phone_index is not None else set())

    def _code_index(self, code: str) -> bytes:
        return self._session.keyring.blind_index("code", code)

    def _address_index(self, channel: str, address: str) -> bytes:
        return self._session.keyring.blind_index("phone" if channel in _BY_PHONE else channel, address)

    def _open_address(self, row: Any) -> str:
        index = bytes(row.address_index).hex()
        return self._session.keyring.decrypt_text("endpoints", "address", index, row.address_sealed)

    def _person_key(self, phone_index: bytes | None, name: str, birth_year: str) -> str:
        if phone_index is not None:
            return bytes(phone_index).hex()
        return self._session.keyring.blind_index("person", f"{name}|{birth_year}").hex()
