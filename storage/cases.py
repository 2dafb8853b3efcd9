"""Cases: sampled units with their history of contact, and when each is due next.

Rules (reliability.md §3; design.md decision 5). The database is the schedule: every case has one
`next_action_at`. I5: a reserve is released once, a case has at most one replacement. I10: a phone that
is in the field already is found before a second invitation. I14: every change of a disposition appends
a row of history. A change of many cases is one SELECT and one batch of UPDATE. Places are in places.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final, Literal

from sqlalchemy import bindparam, exists, func, insert, select, update

from storage.errors import NotFound, Stale
from storage.places import APPEND_HISTORY, Places
from storage.session import batches
from storage.tables import people
from storage.tables_fieldwork import cases, cells, disposition_history, frame_units, interviews
from survey_flows.fieldwork.case import Case, SampleRole
from survey_flows.fieldwork.dispositions import Disposition, meaning
from survey_flows.ids import (
    CaseId,
    FrameUnitId,
    PersonId,
    QuestionnaireVersion,
    ServiceCode,
    UnitCode,
    WaveId,
)
from survey_flows.sampling.frame import RespondentType

TEMPORARY = frozenset(
    {Disposition.RESERVED, Disposition.ISSUED, Disposition.CONTACTED, Disposition.ANSWERING}
)


SUBSTITUTED: Final = tuple(one for one in Disposition if meaning(one).allows_substitution)
"""Endings after which a reserve may step in."""


class _Unset(Enum):
    UNSET = "unset"


UNSET: Final = _Unset.UNSET
Unset = Literal[_Unset.UNSET]


@dataclass(frozen=True, slots=True)
class NewCase:
    """A drawn line on its way into the field. `service` is the cell it counts for; `borrowed_from` the
    service it was drawn from when that is another. `serial` is its number in the frame's order."""

    frame_unit: FrameUnitId
    person: PersonId
    unit: UnitCode
    service: ServiceCode
    role: SampleRole
    position: int
    serial: int
    borrowed_from: ServiceCode | None
    questionnaire_version: QuestionnaireVersion
    check_code: str


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case as stored: what decides (`case`) and what belongs to it. `place`: none, in_flight, completed."""

    case: Case
    wave: WaveId
    person: PersonId
    frame_unit: FrameUnitId
    serial: int
    borrowed_from: ServiceCode | None
    questionnaire: QuestionnaireVersion
    check_code: str
    next_action_at: datetime | None
    channel: str
    place: str
    version: int


@dataclass(frozen=True, slots=True)
class CaseUpdate:
    """What changes in a case; a field left UNSET stays. None clears a time.

    `disposition` takes temporary ones only (final: `close`). With `version`, the change is refused
    (Stale) if the case changed since it was read.
    """

    id: CaseId
    disposition: Disposition | Unset = UNSET
    reason: str = ""
    invited_at: datetime | Unset | None = UNSET
    reminders: int | Unset = UNSET
    reminded_at: datetime | Unset | None = UNSET
    answered_at: datetime | Unset | None = UNSET
    later_until: datetime | Unset | None = UNSET
    next_action_at: datetime | Unset | None = UNSET
    channel: str | Unset = UNSET
    has_unreachable_channel: bool | Unset = UNSET
    version: int | None = None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One disposition a case had, since `at`."""

    seq: int
    disposition: Disposition
    reason: str
    at: datetime


_MUTABLE = (
    "disposition",
    "invited_at",
    "reminders",
    "reminded_at",
    "answered_at",
    "later_until",
    "next_action_at",
    "channel",
    "has_unreachable_channel",
)
_RECORDS = select(cases, cells.c.unit, cells.c.service).join(cells, cells.c.id == cases.c.cell_id)
_BY_ID = _RECORDS.where(cases.c.id.in_(bindparam("ids", expanding=True))).order_by(cases.c.id)
_DUE = (
    _RECORDS.where(cases.c.wave_id == bindparam("wave"), cases.c.next_action_at <= bindparam("now"))
    .order_by(cases.c.next_action_at, cases.c.id)
    .limit(bindparam("most"))
)
_heir, _waiting = cases.alias("heir"), cases.alias("waiting")
_AWAITING = _RECORDS.where(
    cases.c.id.in_(
        select(func.min(cases.c.id))
        .join(cells, cells.c.id == cases.c.cell_id)
        .where(
            cases.c.wave_id == bindparam("wave"),
            cases.c.released_at.is_not(None),
            cases.c.disposition.in_([one.value for one in SUBSTITUTED]),
            cells.c.in_flight + cells.c.completed < cells.c.target + cells.c.overrides,
            ~exists().where(_heir.c.replaces == cases.c.id),
            exists().where(
                _waiting.c.cell_id == cases.c.cell_id,
                _waiting.c.role == SampleRole.RESERVE.value,
                _waiting.c.disposition == Disposition.RESERVED.value,
            ),
        )
        .group_by(cases.c.cell_id)
        .limit(bindparam("most"))
    )
).order_by(cases.c.id)
_REACHED = (
    update(cases)
    .where(cases.c.id == bindparam("case_id"))
    .values(has_unreachable_channel=False, version=cases.c.version + 1)
)
_PHONES_OF = select(people.c.id, people.c.phone_index).where(
    people.c.id.in_(bindparam("ids", expanding=True))
)
_WITH_PHONE = (
    select(cases.c.id, cases.c.wave_id, cases.c.invited_at, people.c.phone_index)
    .select_from(people)
    .join(cases, cases.c.person_id == people.c.id)
    .where(
        people.c.phone_index.in_(bindparam("indexes", expanding=True)),
        cases.c.released_at.is_not(None),
        cases.c.disposition != Disposition.DUPLICATE.value,
    )
    .order_by(cases.c.id)
)
_FOR_UPDATE = (
    select(cases.c.id, cases.c.version, *(cases.c[name] for name in _MUTABLE))
    .where(cases.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(cases.c.id)
)
_UPDATE = (
    update(cases)
    .where(cases.c.id == bindparam("case_id"))
    .values({**{name: bindparam(f"new_{name}") for name in _MUTABLE}, "version": bindparam("new_version")})
)


class Cases(Places):
    """Cases; with `Places`, also releasing and closing them."""

    __slots__ = ()

    async def add(self, wave_id: WaveId, new: Sequence[NewCase]) -> list[CaseId]:
        """Store drawn lines as unreleased cases, in order. Their cells must exist (`add_cells`)."""
        statement = select(cells.c.id, cells.c.unit, cells.c.service).where(cells.c.wave_id == wave_id)
        cell_ids = {(row.unit, row.service): row.id for row in await self._session.rows(statement)}
        missing = {(one.unit, one.service) for one in new} - cell_ids.keys()
        if missing:
            raise NotFound(f"wave {wave_id} has no cell {'/'.join(min(missing))}: add the cells first")
        ids = await self._session.new_ids(cases, len(new))
        rows = [
            {
                "id": row_id,
                "wave_id": wave_id,
                "frame_unit_id": one.frame_unit,
                "person_id": one.person,
                "cell_id": cell_ids[one.unit, one.service],
                "role": one.role.value,
                "position": one.position,
                "serial": one.serial,
                "borrowed_from": one.borrowed_from,
                "questionnaire": one.questionnaire_version,
                "check_code": one.check_code,
                "disposition": Disposition.RESERVED.value,
            }
            for row_id, one in zip(ids, new, strict=True)
        ]
        for batch in batches(rows):
            await self._session.run_many(insert(cases), batch)
        return [CaseId(row_id) for row_id in ids]

    async def respondent_types(self, ids: Iterable[FrameUnitId]) -> dict[FrameUnitId, RespondentType]:
        """Whether each drawn line is a citizen's or an organisation's."""
        found: dict[FrameUnitId, RespondentType] = {}
        for batch in batches(sorted(set(ids))):
            statement = select(frame_units.c.id, frame_units.c.respondent_type).where(
                frame_units.c.id.in_(batch)
            )
            for row in await self._session.rows(statement):
                found[FrameUnitId(row.id)] = RespondentType(row.respondent_type)
        return found

    async def get(self, ids: Iterable[CaseId]) -> dict[CaseId, CaseRecord]:
        """The cases asked for; unknown ids are left out. A writer locks them."""
        found: dict[CaseId, CaseRecord] = {}
        statement = self._session.locked(_BY_ID, of=cases)
        for batch in batches(sorted(set(ids))):
            for row in await self._session.rows(statement, {"ids": batch}):
                found[CaseId(row.id)] = _record(row)
        return found

    async def all(
        self,
        wave_id: WaveId,
        *,
        unit: UnitCode | None = None,
        role: SampleRole | None = None,
        dispositions: Iterable[Disposition] = (),
    ) -> list[CaseRecord]:
        """The cases of a wave, by unit, service, role (selected first) and position."""
        statement = _RECORDS.where(cases.c.wave_id == wave_id)
        if unit is not None:
            statement = statement.where(cells.c.unit == unit)
        if role is not None:
            statement = statement.where(cases.c.role == role.value)
        if wanted := [one.value for one in dispositions]:
            statement = statement.where(cases.c.disposition.in_(wanted))
        order = (cells.c.unit, cells.c.service, cases.c.role.desc(), cases.c.position)
        return [_record(row) for row in await self._session.rows(statement.order_by(*order))]

    async def due(self, wave_id: WaveId, now: datetime, limit: int) -> list[CaseRecord]:
        """At most `limit` cases whose next action is due, most overdue first.

        A writer locks them; on PostgreSQL it passes over those another worker holds.
        """
        statement = self._session.locked(_DUE, of=cases, skip=True)
        rows = await self._session.rows(statement, {"wave": wave_id, "now": now, "most": limit})
        return [_record(row) for row in rows]

    async def next_due_at(self, wave_id: WaveId) -> datetime | None:
        """The earliest next action of the wave."""
        statement = (
            select(cases.c.next_action_at)
            .where(cases.c.wave_id == wave_id, cases.c.next_action_at.is_not(None))
            .order_by(cases.c.next_action_at)
            .limit(1)
        )
        row = await self._session.one(statement)
        return None if row is None else row[0]

    async def update(self, updates: Sequence[CaseUpdate], now: datetime) -> None:
        """Change cases; several updates of one case apply in order. Raises NotFound, Stale."""
        current: dict[CaseId, Any] = {}
        statement = self._session.locked(_FOR_UPDATE)
        for batch in batches(sorted({change.id for change in updates})):
            for row in await self._session.rows(statement, {"ids": batch}):
                current[CaseId(row.id)] = dict(row._mapping)
        history: list[dict[str, object]] = []
        for change in updates:
            values = current.get(change.id)
            if values is None:
                raise NotFound(f"no case {change.id}")
            if change.version is not None and change.version != values["version"]:
                raise Stale(f"case {change.id} changed since it was read")
            values["version"] += 1
            for name in _MUTABLE:
                value = getattr(change, name)
                if value is UNSET:
                    continue
                if name == "disposition":
                    if value not in TEMPORARY:
                        raise ValueError(f"{value} is final: close the case")
                    value = value.value
                    if value != values[name]:
                        history.append(
                            {
                                "case_id": change.id,
                                "seq": values["version"],
                                "disposition": value,
                                "reason": change.reason,
                                "at": now,
                            }
                        )
                values[name] = str(value) if name == "channel" else value
        await self._session.run_many(
            _UPDATE,
            [
                {"case_id": case_id, "new_version": values["version"]}
                | {f"new_{name}": values[name] for name in _MUTABLE}
                for case_id, values in current.items()
            ],
        )
        await self._session.run_many(APPEND_HISTORY, history)

    async def repin(
        self, wave_id: WaveId, older: Iterable[QuestionnaireVersion], version: QuestionnaireVersion
    ) -> tuple[int, int]:
        """Give another version of a form to the open cases nobody has begun to answer.

        Returns how many took it, and how many open cases go on with an older one.
        """
        ended = [one.value for one in Disposition if meaning(one).is_final]
        is_open = (
            cases.c.wave_id == wave_id,
            cases.c.questionnaire.in_(sorted(older)),
            cases.c.disposition.not_in(ended),
        )
        has_begun = exists().where(interviews.c.case_id == cases.c.id)
        moved = await self._session.run(
            update(cases)
            .where(*is_open, ~has_begun)
            .values(questionnaire=version, version=cases.c.version + 1)
        )
        row = await self._session.one(select(func.count()).select_from(cases).where(*is_open))
        return moved, int(row[0])

    async def next_reserve(self, wave_id: WaveId, unit: UnitCode, service: ServiceCode) -> CaseRecord | None:
        """The first reserve of the cell, by position, that is still held back."""
        statement = (
            _RECORDS.where(
                cells.c.wave_id == wave_id,
                cells.c.unit == unit,
                cells.c.service == service,
                cases.c.role == SampleRole.RESERVE.value,
                cases.c.disposition == Disposition.RESERVED.value,
            )
            .order_by(cases.c.position)
            .limit(1)
        )
        row = await self._session.one(statement)
        return None if row is None else _record(row)

    async def replacement_of(self, case_id: CaseId) -> CaseId | None:
        """The reserve released in place of a case."""
        row = await self._session.one(select(cases.c.id).where(cases.c.replaces == case_id))
        return None if row is None else CaseId(row[0])

    async def repeats_of_phone(self, records: Iterable[CaseRecord]) -> dict[CaseId, CaseId]:
        """Which of these cases share a phone with one of the wave that comes before (I10), and with which.

        Before means: invited already, or not yet and with the lower id. A duplicate found earlier does
        not count, nor does a case that was never released.
        """
        asked = {record.case.id: record for record in records}
        persons = {record.person for record in asked.values()}
        mine = {
            row.id: row.phone_index
            for batch in batches(sorted(persons))
            for row in await self._session.rows(_PHONES_OF, {"ids": batch})
            if row.phone_index is not None
        }
        released: dict[bytes, list[Any]] = {}
        for batch in batches(sorted(set(mine.values()))):
            for row in await self._session.rows(_WITH_PHONE, {"indexes": batch}):
                released.setdefault(row.phone_index, []).append(row)
        repeats: dict[CaseId, CaseId] = {}
        for case_id, record in asked.items():
            for other in released.get(mine.get(record.person, b""), ()):
                is_before = other.invited_at is not None or other.id < case_id
                if other.id != case_id and other.wave_id == record.wave and is_before:
                    repeats[case_id] = CaseId(other.id)
                    break
        return repeats

    async def make_due(self, case_ids: Iterable[CaseId], now: datetime) -> None:
        """Have fieldwork look at these cases now, if they are in flight: an address of theirs is dead."""
        statement = (
            update(cases)
            .where(cases.c.id == bindparam("case_id"), cases.c.place == "in_flight")
            .values(next_action_at=now, has_unreachable_channel=True, version=cases.c.version + 1)
        )
        await self._session.run_many(statement, [{"case_id": case_id} for case_id in sorted(set(case_ids))])

    async def note_reached(self, case_ids: Iterable[CaseId]) -> None:
        """An address of these cases that was taken for dead is alive after all."""
        await self._session.run_many(_REACHED, [{"case_id": case_id} for case_id in sorted(set(case_ids))])

    async def awaiting_substitution(self, wave_id: WaveId, limit: int) -> list[CaseRecord]:
        """Cases closed without an interview that no reserve stands in for, where a reserve is left.

        Oldest first, at most one for each cell and call, so that reserves go out in list order.
        """
        values = {"wave": wave_id, "most": limit}
        return [_record(row) for row in await self._session.rows(_AWAITING, values)]

    async def by_check_code(self, wave_id: WaveId, check_code: str) -> CaseId | None:
        """The case a check code belongs to."""
        statement = select(cases.c.id).where(cases.c.wave_id == wave_id, cases.c.check_code == check_code)
        row = await self._session.one(statement)
        return None if row is None else CaseId(row[0])

    async def history(self, case_id: CaseId) -> list[HistoryEntry]:
        """Every disposition the case had since it was released, oldest first."""
        statement = (
            select(disposition_history)
            .where(disposition_history.c.case_id == case_id)
            .order_by(disposition_history.c.seq)
        )
        return [
            HistoryEntry(row.seq, Disposition(row.disposition), row.reason, row.at)
            for row in await self._session.rows(statement)
        ]


def _record(row: Any) -> CaseRecord:
    case = Case(
        id=CaseId(row.id),
        unit=UnitCode(row.unit),
        service=ServiceCode(row.service),
        role=SampleRole(row.role),
        position=row.position,
        disposition=Disposition(row.disposition),
        released_at=row.released_at,
        invited_at=row.invited_at,
        reminders=row.reminders,
        reminded_at=row.reminded_at,
        answered_at=row.answered_at,
        later_until=row.later_until,
        has_unreachable_channel=row.has_unreachable_channel,
        replaces=row.replaces,
        # The channel last used: until somebody answers, that of the invitation.
        invited_channel=row.channel,
    )
    return CaseRecord(
        case,
        WaveId(row.wave_id),
        PersonId(row.person_id),
        FrameUnitId(row.frame_unit_id),
        row.serial,
        row.borrowed_from,
        QuestionnaireVersion(row.questionnaire),
        row.check_code,
        row.next_action_at,
        row.channel,
        row.place,
        row.version,
    )
