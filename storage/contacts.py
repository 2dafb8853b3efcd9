"""Who is behind a case, and how to reach them: the only module that sees names, phones, addresses.

Rules (design.md decision 9; reliability.md §5.2). Every such value is sealed by field; a phone and a
channel address are found again by blind index only. The address of SMS and ZNS is a phone, so it has the
phone's index: an opt-out then covers a number on every channel and in every sample. Values hide themselves
from `repr`, so that no log or traceback can show them. Invitations and opt-out are in access.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from storage.access import Access
from storage.errors import NotFound
from storage.session import batches
from storage.tables import endpoints, people
from storage.tables_fieldwork import cases
from survey_flows.ids import CaseId, PersonId
from survey_flows.sampling.frame import FrameRow


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody named in a frame. `phone` is E.164 or ""; unknown texts are ""."""

    name: str = field(repr=False)
    phone: str = field(repr=False, default="")
    address: str = field(repr=False, default="")
    organisation: str = field(repr=False, default="")
    birth_year: int | None = field(repr=False, default=None)


@dataclass(frozen=True, slots=True)
class Person:
    """A stored person. `key` is stable for a phone, else for name and birth year: see `FrameUnit.person`."""

    id: PersonId
    key: str = field(repr=False)
    name: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)
    organisation: str = field(repr=False)
    birth_year: int | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address on a channel, and whose case it speaks for (None: a stranger's)."""

    id: int
    channel: str
    address: str = field(repr=False)
    case_id: CaseId | None
    person_id: PersonId | None
    verified_at: datetime | None
    is_blocked: bool


@dataclass(frozen=True, slots=True)
class NewBinding:
    """An address that now speaks for a case; `is_verified` when it has shown the sampled phone."""

    channel: str
    address: str = field(repr=False)
    case_id: CaseId | None
    is_verified: bool = False


_INSERT_PEOPLE = insert(people)
_INSERT_ENDPOINTS = insert(endpoints)
_PEOPLE = select(people).where(people.c.id.in_(bindparam("ids", expanding=True)))
_ENDPOINT = (
    endpoints.c.id,
    endpoints.c.channel,
    endpoints.c.address_index,
    endpoints.c.case_id,
    endpoints.c.person_id,
    endpoints.c.verified_at,
    endpoints.c.blocked_at.is_not(None),
)
_FIND_ENDPOINTS = select(*_ENDPOINT).where(
    endpoints.c.channel == bindparam("channel_name"),
    endpoints.c.address_index.in_(bindparam("indexes", expanding=True)),
)
_ENDPOINTS_OF = (
    select(*_ENDPOINT, endpoints.c.address_sealed)
    .where(endpoints.c.case_id.in_(bindparam("ids", expanding=True)))
    .order_by(endpoints.c.case_id, endpoints.c.id)
)
_PERSON_OF_CASE = select(cases.c.id, cases.c.person_id).where(
    cases.c.id.in_(bindparam("ids", expanding=True))
)
_MOVE_ENDPOINT = (
    update(endpoints)
    .where(endpoints.c.id == bindparam("endpoint"))
    .values(
        case_id=bindparam("case_id"),
        person_id=bindparam("person_id"),
        bound_at=bindparam("bound_at"),
        verified_at=bindparam("verified_at"),
        blocked_at=None,
    )
)
_HEARD = (
    update(endpoints)
    .where(endpoints.c.id == bindparam("endpoint"))
    .values(heard_at=bindparam("now"), blocked_at=None)
)


class Contacts(Access):
    """People and their addresses; with `Access`, also invitations and opt-out."""

    __slots__ = ()

    async def add_people(self, new: Sequence[NewPerson | FrameRow]) -> list[PersonId]:
        """Store people, in the order given. The same person named twice is stored twice: `key` tells."""
        keyring = self._session.keyring
        ids = await self._session.new_ids(people, len(new))
        phones = [person.phone for person in new]
        sealed = keyring.encrypt_columns(
            "people",
            ids,
            {
                "name": [person.name for person in new],
                "phone": phones,
                "address": [person.address for person in new],
                "organisation": [person.organisation for person in new],
                "birth_year": ["" if person.birth_year is None else str(person.birth_year) for person in new],
            },
        )
        columns: dict[str, Sequence[object]] = {f"{name}_sealed": texts for name, texts in sealed.items()}
        columns["id"] = ids
        indexes = iter(keyring.blind_indexes("phone", filter(None, phones)))
        columns["phone_index"] = [next(indexes) if phone else None for phone in phones]
        await self._session.run_columns(_INSERT_PEOPLE, columns)
        return [PersonId(row_id) for row_id in ids]

    async def people(self, ids: Iterable[PersonId]) -> dict[PersonId, Person]:
        """The people asked for; unknown ids are left out."""
        found: dict[PersonId, Person] = {}
        for batch in batches(sorted(set(ids))):
            for row in await self._session.rows(_PEOPLE, {"ids": batch}):
                found[PersonId(row.id)] = self._person(row)
        return found

    async def people_by_phone(self, phone: str) -> list[Person]:
        """Everybody stored with this phone (E.164), oldest first."""
        index = self._session.keyring.blind_index("phone", phone)
        statement = select(people).where(people.c.phone_index == index).order_by(people.c.id)
        return [self._person(row) for row in await self._session.rows(statement)]

    async def endpoints(self, channel: str, addresses: Iterable[str]) -> dict[str, Endpoint]:
        """The endpoints known for these addresses of one channel, by address."""
        channel = str(channel)
        by_index = {self._address_index(channel, address): address for address in addresses}
        found: dict[str, Endpoint] = {}
        for batch in batches(list(by_index)):
            for row in await self._session.fetch(
                _FIND_ENDPOINTS, {"channel_name": channel, "indexes": batch}
            ):
                row_id, name, index, case_id, person_id, verified_at, is_blocked = row
                address = by_index[index]
                found[address] = Endpoint(
                    row_id, name, address, case_id, person_id, verified_at, bool(is_blocked)
                )
        return found

    async def endpoints_of(self, case_ids: Iterable[CaseId]) -> dict[CaseId, list[Endpoint]]:
        """Every address bound to each case (an empty list for none)."""
        found: dict[CaseId, list[Endpoint]] = {case_id: [] for case_id in case_ids}
        for batch in batches(list(found)):
            for row in await self._session.rows(_ENDPOINTS_OF, {"ids": batch}):
                *_, is_blocked, _sealed = row
                address = self._open_address(row)
                found[CaseId(row.case_id)].append(
                    Endpoint(
                        row.id,
                        row.channel,
                        address,
                        row.case_id,
                        row.person_id,
                        row.verified_at,
                        bool(is_blocked),
                    )
                )
        return found

    async def bind(
        self, channel: str, address: str, case_id: CaseId | None, now: datetime, verified: bool = False
    ) -> Endpoint:
        """Let an address speak for a case: a new endpoint, or the known one moved to this case."""
        [endpoint] = await self.bind_many([NewBinding(channel, address, case_id, verified)], now)
        return endpoint

    async def bind_many(self, bindings: Sequence[NewBinding], now: datetime) -> list[Endpoint]:
        """The same for many, in order. An address given twice ends with the last.

        Moving to another case forgets the verification; binding again clears a block.
        """
        wanted = {
            (str(binding.channel), self._address_index(str(binding.channel), binding.address)): binding
            for binding in bindings
        }
        persons = await self._persons_of({b.case_id for b in wanted.values() if b.case_id is not None})
        known: dict[tuple[str, bytes], Any] = {}
        for channel in {channel for channel, _ in wanted}:
            indexes = [index for name, index in wanted if name == channel]
            for batch in batches(indexes):
                for row in await self._session.rows(
                    _FIND_ENDPOINTS, {"channel_name": channel, "indexes": batch}
                ):
                    known[channel, bytes(row.address_index)] = row
        fresh = [key for key in wanted if key not in known]
        new_ids = dict(zip(fresh, await self._session.new_ids(endpoints, len(fresh)), strict=True))
        inserts: list[dict[str, object]] = []
        moves: list[dict[str, object]] = []
        bound: dict[tuple[str, bytes], Endpoint] = {}
        for key, binding in wanted.items():
            row = known.get(key)
            stays = row if row is not None and row.case_id == binding.case_id else None
            verified_at = now if binding.is_verified else None
            if stays is not None and stays.verified_at is not None:
                verified_at = stays.verified_at
            person_id = None if binding.case_id is None else persons[binding.case_id]
            endpoint = Endpoint(
                id=new_ids[key] if row is None else row.id,
                channel=key[0],
                address=binding.address,
                case_id=binding.case_id,
                person_id=person_id,
                verified_at=verified_at,
                is_blocked=False,
            )
            bound[key] = endpoint
            values: dict[str, object] = {
                "case_id": binding.case_id,
                "person_id": person_id,
                "bound_at": now,
                "verified_at": verified_at,
            }
            if row is None:
                sealed = self._session.keyring.encrypt(
                    "endpoints", "address", key[1].hex(), binding.address.encode()
                )
                inserts.append(
                    values
                    | {
                        "id": endpoint.id,
                        "channel": key[0],
                        "address_index": key[1],
                        "address_sealed": sealed,
                    }
                )
            else:
                moves.append(values | {"endpoint": endpoint.id})
        await self._session.run_many(_INSERT_ENDPOINTS, inserts)
        await self._session.run_many(_MOVE_ENDPOINT, moves)
        keys = [(str(b.channel), self._address_index(str(b.channel), b.address)) for b in bindings]
        return [bound[key] for key in keys]

    async def heard(self, endpoint_ids: Iterable[int], now: datetime) -> None:
        """These people wrote just now: a window opens, and whoever was out of reach is not any more."""
        rows = [{"endpoint": endpoint_id, "now": now} for endpoint_id in sorted(set(endpoint_ids))]
        await self._session.run_many(_HEARD, rows)

    async def block(self, endpoint_id: int, now: datetime) -> None:
        """Note that nobody can be reached here any more."""
        statement = update(endpoints).where(endpoints.c.id == endpoint_id).values(blocked_at=now)
        if not await self._session.run(statement):
            raise NotFound(f"no endpoint {endpoint_id}")

    async def unblock(self, endpoint_id: int) -> None:
        """Note that somebody can be reached here after all."""
        await self._session.run(
            update(endpoints).where(endpoints.c.id == endpoint_id).values(blocked_at=None)
        )

    async def _persons_of(self, case_ids: Iterable[CaseId]) -> dict[CaseId, PersonId]:
        found: dict[CaseId, PersonId] = {}
        wanted = sorted(set(case_ids))
        for batch in batches(wanted):
            for row in await self._session.rows(_PERSON_OF_CASE, {"ids": batch}):
                found[CaseId(row.id)] = PersonId(row.person_id)
        if len(found) < len(wanted):
            raise NotFound(f"no case {next(case_id for case_id in wanted if case_id not in found)}")
        return found

    def _person(self, row: Any) -> Person:
        unseal = self._session.keyring.decrypt_text
        name = unseal("people", "name", row.id, row.name_sealed)
        year = unseal("people", "birth_year", row.id, row.birth_year_sealed)
        return Person(
            PersonId(row.id),
            self._person_key(row.phone_index, name, year),
            name,
            unseal("people", "phone", row.id, row.phone_sealed),
            unseal("people", "address", row.id, row.address_sealed),
            unseal("people", "organisation", row.id, row.organisation_sealed),
            int(year) if year else None,
        )
