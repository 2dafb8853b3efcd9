"""Interviews as responses: the compact record of a finished one, and what half-finished ones come to.

Rule (reliability.md §6.6, domain.md A-19): when a case ends with its interview half-way, enough answers
make it a partial, whose response counts like any other; fewer make it a break-off, whose answers stay
in the history alone. After a partial no reserve is released (A-13).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from storage.cases import CaseRecord
from storage.interviews import ResponseRow
from storage.unit_of_work import UnitOfWork
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.ids import CaseId, QuestionnaireVersion
from survey_flows.interview import codec, events
from survey_flows.interview.assistance import help_in
from survey_flows.interview.completeness import is_partial
from survey_flows.interview.state import InterviewState
from survey_flows.questionnaire.model import Questionnaire

Ending = tuple[CaseId, Disposition, str]
"""A case, its final disposition, and why."""


def ending_of(event: events.Event) -> tuple[Disposition, str] | None:
    """The final disposition an event of an interview leads to, and why; None where it ends nothing.

    A complete one ends by its response (`receive_message._complete`), which may find its place taken.
    """
    match event:
        case events.Withdrew():
            return Disposition.OPTED_OUT, "stop"
        case events.Refused():
            return Disposition.REFUSAL, "refused"
        case events.ReportedWrongPerson():
            return Disposition.WRONG_PERSON, "told so"
        case events.ReportedIneligible():
            return Disposition.INELIGIBLE, "told so"
        case events.ReportedUnavailable(reason=reason):
            return Disposition(reason.value), "told so"
        case _:
            return None


def compact_record(state: InterviewState, process: Mapping[str, str] | None = None) -> bytes:
    """The form as one small JSON object: `a` answers, `m` kinds of item nonresponse, `h` who helped.

    `process` is added as `p` where no table beside the record says how the interview went.
    """
    missing = {item: kind.value for item, kind in state.missing.items()}
    record: dict[str, object] = {"a": dict(state.answers), "m": missing}
    if helped_by := help_in(state.answers):
        record["h"] = helped_by
    if process:
        record["p"] = dict(process)
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


async def keep_partials(
    unit: UnitOfWork,
    endings: Sequence[Ending],
    records: Sequence[CaseRecord],
    compiled: Callable[[QuestionnaireVersion], Questionnaire],
    partial_from: Fraction,
    *,
    now: datetime,
) -> list[Ending]:
    """Return `endings` with PARTIAL for the break-offs that answered enough, whose responses are kept.

    `records` holds the case of every ending that is a break-off.
    """
    broken = {case_id for case_id, disposition, _ in endings if disposition is Disposition.BREAK_OFF}
    stored = await unit.interviews.load(broken) if broken else {}
    rows = []
    for record in records:
        begun = stored.get(record.case.id)
        if begun is None:
            continue
        state = codec.decode(begun.state)
        if not is_partial(compiled(begun.questionnaire), state, partial_from):
            continue
        rows.append(
            ResponseRow(
                case_id=record.case.id,
                wave=record.wave,
                unit=record.case.unit,
                service=record.case.service,
                questionnaire=begun.questionnaire,
                mode=record.channel,
                started_at=state.started_at or now,
                completed_at=state.updated_at or now,
                record=compact_record(state),
            )
        )
    await unit.interviews.complete(rows)
    partials = {row.case_id for row in rows}
    return [
        (case_id, Disposition.PARTIAL if case_id in partials else disposition, reason)
        for case_id, disposition, reason in endings
    ]
