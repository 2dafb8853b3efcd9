"""Interviews: where each stands, every answer ever given, paradata, and completed responses.

Rules. I2: an answer is stored once per (case, item, revision) and never changed or deleted; edits are
new rows. Answers, states and paradata details may quote a person, so they are sealed; a completed
response is also kept as one compact record, which is what reports read (design.md decision 10).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, func, insert, select, update

from storage.conflicts import insert_or_replace
from storage.errors import NotFound
from storage.session import Part, batches
from storage.tables_fieldwork import answers, cases, interviews, paradata, responses
from survey_flows.ids import CaseId, QuestionnaireVersion, ServiceCode, UnitCode, WaveId
from survey_flows.interview.state import MissingKind, Status


class Validity(StrEnum):
    """Whether a completed response counts.

    OVER_QUOTA: it came after the last place of its cell was taken (I6). QUARANTINED: set aside until
    somebody decides.
    """

    VALID = "valid"
    INVALID = "invalid"
    OVER_QUOTA = "over_quota"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class StoredInterview:
    """An interview between two messages; `state` is the engine's own encoding."""

    case_id: CaseId
    questionnaire: QuestionnaireVersion
    state: bytes = field(repr=False)
    status: Status
    revision: int


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer given (or taken back: neither value nor kind of nonresponse) at a state's revision."""

    case_id: CaseId
    revision: int
    item: str
    value: str | None = field(repr=False)
    missing: MissingKind | None
    at: datetime
    channel: str


@dataclass(frozen=True, slots=True)
class ParadataRow:
    """Something that happened while answering: an event's kind, the item, a detail."""

    case_id: CaseId
    at: datetime
    kind: str
    item: str = ""
    detail: str = field(repr=False, default="")
    channel: str = ""


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """One completed response. `record` is compact JSON of the final answers, `mode` how it was answered."""

    case_id: CaseId
    wave: WaveId
    unit: UnitCode
    service: ServiceCode
    questionnaire: QuestionnaireVersion
    mode: str
    started_at: datetime
    completed_at: datetime
    record: bytes = field(repr=False)
    validity: Validity = Validity.VALID


_LOAD = (
    select(
        interviews.c.case_id,
        interviews.c.questionnaire,
        interviews.c.state_sealed,
        interviews.c.status,
        interviews.c.revision,
    )
    .where(interviews.c.case_id.in_(bindparam("ids", expanding=True)))
    .order_by(interviews.c.case_id)
)
_INSERT_ANSWERS = insert(answers)
_INSERT_PARADATA = insert(paradata)
_INSERT_RESPONSES = insert(responses)
_FINISH_RESPONSE = (
    update(responses)
    .where(responses.c.case_id == bindparam("case"))
    .values(
        mode=bindparam("last_mode"), completed_at=bindparam("ended_at"), record_sealed=bindparam("sealed")
    )
)
_ANSWERS_OF = (
    select(answers)
    .where(answers.c.case_id.in_(bindparam("ids", expanding=True)))
    .order_by(answers.c.case_id, answers.c.revision, answers.c.at)
)


class Interviews(Part):
    """States, answers, paradata, responses."""

    __slots__ = ()

    async def load(self, case_ids: Iterable[CaseId]) -> dict[CaseId, StoredInterview]:
        """The interviews of these cases that have begun. A writer locks them."""
        unseal = self._session.keyring.decrypt
        statement = self._session.locked(_LOAD)
        found: dict[CaseId, StoredInterview] = {}
        for batch in batches(sorted(set(case_ids))):
            for row in await self._session.fetch(statement, {"ids": batch}):
                case_id, questionnaire, sealed, status, revision = row
                state = unseal("interviews", "state", case_id, sealed)
                found[case_id] = StoredInterview(case_id, questionnaire, state, Status(status), revision)
        return found

    async def save(self, stored: Sequence[StoredInterview], now: datetime) -> None:
        """Keep these states; of two of one case the last."""
        seal = self._session.keyring.encrypt
        last = {one.case_id: one for one in stored}
        rows = [
            {
                "case_id": one.case_id,
                "questionnaire": one.questionnaire,
                "state_sealed": seal("interviews", "state", one.case_id, one.state),
                "status": str(one.status),
                "revision": one.revision,
                "updated_at": now,
            }
            for one in last.values()
        ]
        await self._session.run_many(insert_or_replace(interviews, is_sqlite=self._session.is_sqlite), rows)

    async def append_answers(self, given: Sequence[AnswerRow]) -> None:
        """Add answers. Raises Duplicate when an item has an answer at that revision already."""
        seal = self._session.keyring.encrypt
        rows = [
            {
                "case_id": one.case_id,
                "item": one.item,
                "revision": one.revision,
                "value_sealed": None
                if one.value is None
                else seal("answers", "value", f"{one.case_id}/{one.item}/{one.revision}", one.value.encode()),
                "missing": None if one.missing is None else str(one.missing),
                "at": one.at,
                "channel": str(one.channel),
            }
            for one in given
        ]
        await self._session.run_many(_INSERT_ANSWERS, rows)

    async def answers(self, case_ids: Iterable[CaseId]) -> dict[CaseId, list[AnswerRow]]:
        """Every answer these cases ever gave, oldest first."""
        found: dict[CaseId, list[AnswerRow]] = {case_id: [] for case_id in case_ids}
        for batch in batches(list(found)):
            for row in await self._session.rows(_ANSWERS_OF, {"ids": batch}):
                value = None
                if row.value_sealed is not None:
                    place = f"{row.case_id}/{row.item}/{row.revision}"
                    value = self._session.keyring.decrypt_text("answers", "value", place, row.value_sealed)
                missing = None if row.missing is None else MissingKind(row.missing)
                found[CaseId(row.case_id)].append(
                    AnswerRow(
                        CaseId(row.case_id), row.revision, row.item, value, missing, row.at, row.channel
                    )
                )
        return found

    async def channels(self, case_ids: Iterable[CaseId]) -> dict[CaseId, dict[str, str]]:
        """For each case, the channel on which each item was last answered; what was answered stays sealed."""
        found: dict[CaseId, dict[str, str]] = {case_id: {} for case_id in case_ids}
        columns = (answers.c.case_id, answers.c.item, answers.c.channel)
        for batch in batches(list(found)):
            statement = select(*columns).where(answers.c.case_id.in_(batch)).order_by(answers.c.revision)
            for row in await self._session.rows(statement):
                found[CaseId(row.case_id)][row.item] = row.channel
        return found

    async def note(self, happened: Sequence[ParadataRow]) -> None:
        """Add paradata."""
        seal = self._session.keyring.encrypt_text
        rows = [
            {
                "case_id": one.case_id,
                "at": one.at,
                "kind": one.kind,
                "item": one.item,
                "detail_sealed": seal("paradata", "detail", one.case_id, one.detail),
                "channel": str(one.channel),
            }
            for one in happened
        ]
        await self._session.run_many(_INSERT_PARADATA, rows)

    async def cases_with(self, wave_id: WaveId, kind: str) -> list[CaseId]:
        """The cases of a wave in which something of this kind happened, the earliest first."""
        statement = (
            select(paradata.c.case_id)
            .join(cases, cases.c.id == paradata.c.case_id)
            .where(cases.c.wave_id == wave_id, paradata.c.kind == kind)
            .group_by(paradata.c.case_id)
            .order_by(func.min(paradata.c.id))
        )
        return [CaseId(row.case_id) for row in await self._session.rows(statement)]

    async def paradata(self, case_ids: Iterable[CaseId]) -> dict[CaseId, list[ParadataRow]]:
        """What happened in these cases, in order."""
        found: dict[CaseId, list[ParadataRow]] = {case_id: [] for case_id in case_ids}
        unseal = self._session.keyring.decrypt_text
        for batch in batches(list(found)):
            statement = select(paradata).where(paradata.c.case_id.in_(batch)).order_by(paradata.c.id)
            for row in await self._session.rows(statement):
                detail = unseal("paradata", "detail", row.case_id, row.detail_sealed)
                found[CaseId(row.case_id)].append(
                    ParadataRow(CaseId(row.case_id), row.at, row.kind, row.item, detail, row.channel)
                )
        return found

    async def complete(self, completed: Sequence[ResponseRow]) -> None:
        """Keep completed responses. Raises Duplicate: a case has one."""
        seal = self._session.keyring.encrypt
        rows = [
            {
                "case_id": one.case_id,
                "wave_id": one.wave,
                "unit": one.unit,
                "service": one.service,
                "questionnaire": one.questionnaire,
                "mode": str(one.mode),
                "started_at": one.started_at,
                "completed_at": one.completed_at,
                "record_sealed": seal("responses", "record", one.case_id, one.record),
                "validity": str(one.validity),
            }
            for one in completed
        ]
        await self._session.run_many(_INSERT_RESPONSES, rows)

    async def finish(self, completed: Sequence[ResponseRow]) -> None:
        """Put the finished response in place of the partial one that was kept; its validity stays."""
        seal = self._session.keyring.encrypt
        rows = [
            {
                "case": one.case_id,
                "last_mode": str(one.mode),
                "ended_at": one.completed_at,
                "sealed": seal("responses", "record", one.case_id, one.record),
            }
            for one in completed
        ]
        await self._session.run_many(_FINISH_RESPONSE, rows)

    async def set_validity(self, case_id: CaseId, validity: Validity) -> None:
        """Let a response count or not. Raises NotFound."""
        changed = await self._session.run(
            update(responses).where(responses.c.case_id == case_id).values(validity=str(validity))
        )
        if not changed:
            raise NotFound(f"case {case_id} has no response")

    async def responses(self, wave_id: WaveId) -> list[ResponseRow]:
        """Every completed response of a wave, whatever its validity, by case."""
        statement = select(responses).where(responses.c.wave_id == wave_id).order_by(responses.c.case_id)
        unseal = self._session.keyring.decrypt
        return [
            ResponseRow(
                CaseId(row.case_id),
                WaveId(row.wave_id),
                UnitCode(row.unit),
                ServiceCode(row.service),
                QuestionnaireVersion(row.questionnaire),
                row.mode,
                row.started_at,
                row.completed_at,
                unseal("responses", "record", row.case_id, row.record_sealed),
                Validity(row.validity),
            )
            for row in await self._session.rows(statement)
        ]
