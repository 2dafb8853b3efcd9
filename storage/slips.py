"""Printed slips and the interviews they opened: what people say who were not sampled, and chose to say.

Rules. Apart from the sample, see tables_slips.py. I11: a slip opens as many interviews as it says (the
plan's `answers_per_slip`), each for one address, from the day it opens until it expires; whoever began may
finish `FINISHING` longer. I2: answers are appended and never changed. Answers and states are sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, bindparam, case, cast, func, insert, select, update

from storage.interviews import AnswerRow, StoredInterview
from storage.session import Part, batches
from storage.tables_slips import slip_answers, slip_cases, slips
from survey_flows.ids import CaseId, QuestionnaireVersion, UnitCode, WaveId
from survey_flows.interview.state import Status

FINISHING = timedelta(days=3)
"""How long after a slip expires an interview may go on that began in time."""


@dataclass(frozen=True, slots=True)
class NewSlip:
    """A slip to print: `serial` in its batch, and its code, which is not kept."""

    serial: int
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SlipTerms:
    """What all slips of a batch have in common; `answerable` is how many people may answer each."""

    wave: WaveId
    unit: UnitCode
    batch: int
    questionnaire: QuestionnaireVersion
    answerable: int
    opens_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Slip:
    """A printed slip; `taken` is how many people began to answer it."""

    id: int
    unit: UnitCode
    batch: int
    serial: int
    questionnaire: QuestionnaireVersion
    answerable: int
    opens_at: datetime
    expires_at: datetime
    is_cancelled: bool
    taken: int

    def is_open(self, now: datetime) -> bool:
        """Whether somebody new may answer it at `now`."""
        return (
            not self.is_cancelled and self.opens_at <= now < self.expires_at and self.taken < self.answerable
        )


@dataclass(frozen=True, slots=True)
class SlipCase:
    """An interview a slip opened. `endpoint` is the address answering (None: over the hotline)."""

    id: int
    slip: int
    place: int
    endpoint: int | None
    channel: str
    questionnaire: QuestionnaireVersion
    state: bytes = field(repr=False)
    status: Status
    revision: int
    answers_until: datetime


@dataclass(frozen=True, slots=True)
class SlipBatch:
    """How a batch of slips is doing: printed, taken up, answered to the end, refused or stopped."""

    unit: UnitCode
    batch: int
    printed: int
    taken: int
    complete: int
    ended: int
    opens_at: datetime
    expires_at: datetime
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class SlipResponse:
    """A completed short form: compact JSON as of the sample's responses, and how it came in."""

    unit: UnitCode
    questionnaire: QuestionnaireVersion
    channel: str
    completed_at: datetime
    record: bytes = field(repr=False)


_TAKEN = select(func.count()).where(slip_cases.c.slip_id == slips.c.id).correlate(slips).scalar_subquery()
_SLIP = select(slips, _TAKEN.label("taken")).where(slips.c.code_index == bindparam("code_index"))
_CASE = select(slip_cases, slips.c.questionnaire, slips.c.expires_at, slips.c.cancelled_at).join(
    slips, slips.c.id == slip_cases.c.slip_id
)
_CASES_OF = _CASE.where(slip_cases.c.endpoint_id.in_(bindparam("ids", expanding=True))).order_by(
    slip_cases.c.id
)
_SAVE = (
    update(slip_cases)
    .where(slip_cases.c.id == bindparam("case"))
    .values(
        channel=bindparam("last_channel"),
        state_sealed=bindparam("state"),
        status=bindparam("now_status"),
        revision=bindparam("now_revision"),
        updated_at=bindparam("at"),
        record_sealed=bindparam("record"),
    )
)
_INSERT_ANSWERS = insert(slip_answers)


class Slips(Part):
    """Slips, the interviews they opened, and what was answered."""

    __slots__ = ()

    async def next_batch(self, wave: WaveId) -> int:
        """The number of the next batch to print, from 1."""
        row = await self._session.one(select(func.max(slips.c.batch)).where(slips.c.wave_id == wave))
        return 1 + (row[0] or 0)

    async def next_serial(self, wave: WaveId, batch: int) -> int:
        """The serial after the last of a batch, from 1."""
        statement = select(func.max(slips.c.serial)).where(slips.c.wave_id == wave, slips.c.batch == batch)
        row = await self._session.one(statement)
        return 1 + (row[0] or 0)

    async def add(self, terms: SlipTerms, new: Sequence[NewSlip], now: datetime) -> list[int]:
        """Let each code open the short form. Raises Duplicate for a code or serial in use."""
        ids = await self._session.new_ids(slips, len(new))
        rows = [
            {
                "id": row_id,
                "wave_id": terms.wave,
                "unit": terms.unit,
                "batch": terms.batch,
                "serial": one.serial,
                "code_index": self._code_index(one.code),
                "questionnaire": terms.questionnaire,
                "answerable": terms.answerable,
                "printed_at": now,
                "opens_at": terms.opens_at,
                "expires_at": terms.expires_at,
            }
            for row_id, one in zip(ids, new, strict=True)
        ]
        for batch in batches(rows):
            await self._session.run_many(insert(slips), batch)
        return ids

    async def find(self, code: str) -> Slip | None:
        """The slip with this code, whatever its state. A writer locks it."""
        statement = self._session.locked(_SLIP, of=slips)
        row = await self._session.one(statement, {"code_index": self._code_index(code)})
        if row is None:
            return None
        return Slip(
            row.id,
            UnitCode(row.unit),
            row.batch,
            row.serial,
            QuestionnaireVersion(row.questionnaire),
            row.answerable,
            row.opens_at,
            row.expires_at,
            row.cancelled_at is not None,
            row.taken,
        )

    async def open_case(
        self, slip: Slip, *, place: int, endpoint: int | None, channel: str, state: bytes, now: datetime
    ) -> SlipCase:
        """Begin an interview on a slip. Raises Duplicate when somebody took the place meanwhile."""
        [row_id] = await self._session.new_ids(slip_cases, 1)
        await self._session.run(
            insert(slip_cases),
            {
                "id": row_id,
                "slip_id": slip.id,
                "place": place,
                "endpoint_id": endpoint,
                "channel": channel,
                "state_sealed": self._session.keyring.encrypt("slip_cases", "state", row_id, state),
                "status": Status.NEW.value,
                "revision": 0,
                "opened_at": now,
                "updated_at": now,
            },
        )
        return SlipCase(
            row_id,
            slip.id,
            place,
            endpoint,
            channel,
            slip.questionnaire,
            state,
            Status.NEW,
            0,
            slip.expires_at + FINISHING,
        )

    async def latest_cases(self, endpoints: Iterable[int]) -> dict[int, SlipCase]:
        """The interview each address began last on a slip that was not cancelled. A writer locks them."""
        found: dict[int, SlipCase] = {}
        statement = self._session.locked(_CASES_OF, of=slip_cases)
        for batch in batches(sorted(set(endpoints))):
            for row in await self._session.rows(statement, {"ids": batch}):
                if row.cancelled_at is None:
                    found[row.endpoint_id] = self._case(row)
        return found

    async def save(
        self, cases: Sequence[tuple[SlipCase, bytes | None]], answers: Sequence[AnswerRow], now: datetime
    ) -> None:
        """Keep interviews with, once complete, their compact record, and append answers.

        The `case_id` of an answer is the slip case's id.
        """
        seal = self._session.keyring.encrypt
        values = [
            {
                "case": one.id,
                "last_channel": one.channel,
                "state": seal("slip_cases", "state", one.id, one.state),
                "now_status": one.status.value,
                "now_revision": one.revision,
                "at": now,
                "record": None if record is None else seal("slip_cases", "record", one.id, record),
            }
            for one, record in cases
        ]
        await self._session.run_many(_SAVE, values)
        rows = [
            {
                "slip_case_id": one.case_id,
                "item": one.item,
                "revision": one.revision,
                "value_sealed": None
                if one.value is None
                else seal(
                    "slip_answers", "value", _place(one.case_id, one.item, one.revision), one.value.encode()
                ),
                "missing": None if one.missing is None else str(one.missing),
                "at": one.at,
                "channel": one.channel,
            }
            for one in answers
        ]
        await self._session.run_many(_INSERT_ANSWERS, rows)

    async def cancel(self, wave: WaveId, batch: int, now: datetime) -> int:
        """End the codes of a batch; returns how many slips had not been cancelled before."""
        open_ones = slips.c.wave_id == wave, slips.c.batch == batch, slips.c.cancelled_at.is_(None)
        return await self._session.run(update(slips).where(*open_ones).values(cancelled_at=now))

    async def batches(self, wave: WaveId) -> list[SlipBatch]:
        """Every batch in the order printed; batch 0 holds the hotline's interviews, unit by unit."""
        is_complete = case((slip_cases.c.status == Status.COMPLETE.value, 1), else_=0)
        is_ended = case(
            (slip_cases.c.status.in_([Status.NEW.value, Status.ASKING.value, Status.PAUSED.value]), 0),
            (slip_cases.c.status == Status.COMPLETE.value, 0),
            (slip_cases.c.id.is_(None), 0),
            else_=1,
        )
        statement = (
            select(
                slips.c.unit,
                slips.c.batch,
                func.count(slips.c.id.distinct()).label("printed"),
                func.count(slip_cases.c.id).label("taken"),
                cast(func.coalesce(func.sum(is_complete), 0), Integer).label("complete"),
                cast(func.coalesce(func.sum(is_ended), 0), Integer).label("ended"),
                func.min(slips.c.opens_at).label("opens_at"),
                func.max(slips.c.expires_at).label("expires_at"),
                func.count(slips.c.cancelled_at).label("cancelled"),
            )
            .select_from(slips.outerjoin(slip_cases, slip_cases.c.slip_id == slips.c.id))
            .where(slips.c.wave_id == wave)
            .group_by(slips.c.unit, slips.c.batch)
            .order_by(slips.c.batch, slips.c.unit)
        )
        return [
            SlipBatch(
                UnitCode(row.unit),
                row.batch,
                row.printed,
                row.taken,
                row.complete,
                row.ended,
                row.opens_at,
                row.expires_at,
                row.cancelled > 0,
            )
            for row in await self._session.rows(statement)
        ]

    async def responses(self, wave: WaveId) -> list[SlipResponse]:
        """Every completed short form of a wave, in the order they were begun."""
        statement = (
            select(slip_cases, slips.c.unit, slips.c.questionnaire)
            .join(slips, slips.c.id == slip_cases.c.slip_id)
            .where(slips.c.wave_id == wave, slip_cases.c.record_sealed.is_not(None))
            .order_by(slip_cases.c.id)
        )
        unseal = self._session.keyring.decrypt
        return [
            SlipResponse(
                UnitCode(row.unit),
                QuestionnaireVersion(row.questionnaire),
                row.channel,
                row.updated_at,
                unseal("slip_cases", "record", row.id, row.record_sealed),
            )
            for row in await self._session.rows(statement)
        ]

    async def histories(self) -> list[tuple[StoredInterview, list[AnswerRow]]]:
        """Every interview of a slip with every answer it ever held, for checking one against the other."""
        unseal = self._session.keyring
        given: dict[int, list[AnswerRow]] = {}
        statement = select(slip_answers).order_by(
            slip_answers.c.slip_case_id, slip_answers.c.revision, slip_answers.c.at
        )
        for row in await self._session.rows(statement):
            place = _place(row.slip_case_id, row.item, row.revision)
            value = (
                None
                if row.value_sealed is None
                else unseal.decrypt_text("slip_answers", "value", place, row.value_sealed)
            )
            given.setdefault(row.slip_case_id, []).append(
                AnswerRow(CaseId(row.slip_case_id), row.revision, row.item, value, None, row.at, row.channel)
            )
        found = []
        for row in await self._session.rows(_CASE.order_by(slip_cases.c.id)):
            one = self._case(row)
            stored = StoredInterview(CaseId(one.id), one.questionnaire, one.state, one.status, one.revision)
            found.append((stored, given.get(one.id, [])))
        return found

    def _case(self, row: Any) -> SlipCase:
        return SlipCase(
            row.id,
            row.slip_id,
            row.place,
            row.endpoint_id,
            row.channel,
            QuestionnaireVersion(row.questionnaire),
            self._session.keyring.decrypt("slip_cases", "state", row.id, row.state_sealed),
            Status(row.status),
            row.revision,
            row.expires_at + FINISHING,
        )

    def _code_index(self, code: str) -> bytes:
        return self._session.keyring.blind_index("slip", code)


def _place(case: int, item: str, revision: int) -> str:
    """Where an answer stands, so that its ciphertext fits nowhere else."""
    return f"{case}/{item}/{revision}"
