"""Who is talking: what a turn of the interview needs of a case, and nothing else, in one query.

The hottest read of all: every message asks for the case and the state of its interview. A whole case
record, read for planning fieldwork, has three times the columns and costs five times as much. A
writer locks the case, which holds its interview too: whoever changes an interview comes this way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.session import Part, batches
from storage.tables_fieldwork import cases, cells, interviews
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.ids import CaseId, QuestionnaireVersion, ServiceCode, UnitCode, WaveId


@dataclass(frozen=True, slots=True)
class Conversation:
    """A case as its interview sees it.

    `answered_at` is the last sign of life, `channel` was used last. `state` is the engine's own encoding,
    None before the first message.
    """

    case_id: CaseId
    wave: WaveId
    unit: UnitCode
    service: ServiceCode
    questionnaire: QuestionnaireVersion
    disposition: Disposition
    answered_at: datetime | None
    channel: str
    state: bytes | None = field(repr=False)


_OF_CASES = (
    select(
        cases.c.id,
        cases.c.wave_id,
        cells.c.unit,
        cells.c.service,
        cases.c.questionnaire,
        cases.c.disposition,
        cases.c.answered_at,
        cases.c.channel,
        interviews.c.state_sealed,
    )
    .join(cells, cells.c.id == cases.c.cell_id)
    .outerjoin(interviews, interviews.c.case_id == cases.c.id)
    .where(cases.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(cases.c.id)
)
_DISPOSITIONS = {one.value: one for one in Disposition}


class Conversations(Part):
    """Cases and their interviews between two messages."""

    __slots__ = ()

    async def of(self, case_ids: Iterable[CaseId]) -> dict[CaseId, Conversation]:
        """The conversations of these cases; unknown cases are left out. A writer locks them."""
        unseal = self._session.keyring.decrypt
        statement = self._session.locked(_OF_CASES, of=cases)
        found: dict[CaseId, Conversation] = {}
        for batch in batches(sorted(set(case_ids))):
            for row in await self._session.fetch(statement, {"ids": batch}):
                case_id, wave, unit, service, questionnaire, disposition, answered_at, channel, sealed = row
                state = None if sealed is None else unseal("interviews", "state", case_id, sealed)
                found[case_id] = Conversation(
                    case_id,
                    wave,
                    unit,
                    service,
                    questionnaire,
                    _DISPOSITIONS[disposition],
                    answered_at,
                    channel,
                    state,
                )
        return found
