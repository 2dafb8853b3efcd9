"""Verification by callback (phúc tra): draw who is called, note what the call found.

A random share of the forms, stratified by unit, is called by people who do not answer to the
officers (domain.md A-32). What a content not confirmed means is the plan's to say (A-34): the form is
set aside and its place goes back to the reserve, or it is only flagged. An unreachable or unwilling
person changes nothing. A call noted by mistake may be noted again: the form counts again, as the
complete or the partial it was, if its place is still free. Once a reserve has the place it is refused,
for the quota is never exceeded (I6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from storage.errors import NotFound, Stale
from storage.interviews import Validity
from storage.reviews import BackCheckRow
from storage.unit_of_work import UnitOfWork
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.ids import CaseId, UnitCode, WaveId
from survey_flows.plans.values import VerificationRules
from survey_flows.verification.backcheck import (
    BackCheckBase,
    BackCheckOutcome,
    FailedContent,
    Flag,
    Keep,
    QuarantineAndReopen,
    consequence,
    draw_backcheck,
    minimum_checks,
)


@dataclass(frozen=True, slots=True)
class BackCheckDrawn:
    """`base`: what the share is of, forms collected or people issued; `wanted` calls in all, `added` now."""

    collected: int
    base: int
    wanted: int
    added: int


class Noted(StrEnum):
    """What noting a call does to the form."""

    KEPT = "kept"
    FLAGGED = "flagged"
    SET_ASIDE = "set_aside"
    RESTORED = "restored"
    UNCHANGED = "unchanged"


async def draw_backchecks(
    unit: UnitOfWork,
    wave: WaveId,
    rules: VerificationRules,
    *,
    seed: int,
    is_dry_run: bool,
    actor: str,
    now: datetime,
) -> BackCheckDrawn:
    """Draw as many forms as are missing to the plan's share of its base.

    Only collected forms can be called about. Drawing again later adds forms for what came in since;
    nobody is drawn twice.
    """
    drawn = {row.case_id for row in await unit.reviews.all(wave)}
    waiting: dict[UnitCode, list[CaseId]] = {}
    collected = 0
    for response in await unit.interviews.responses(wave):
        if response.validity is Validity.OVER_QUOTA:
            continue
        collected += 1
        if response.case_id not in drawn:
            waiting.setdefault(response.unit, []).append(response.case_id)
    base = await _base(unit, wave, BackCheckBase(rules.base), collected)
    wanted = minimum_checks(base, rules.share)
    left = sum(map(len, waiting.values()))
    missing = min(max(0, wanted - len(drawn)), left)
    picks = draw_backcheck(waiting, Fraction(missing, left), seed) if missing else ()
    chosen = [(case_id, unit_code) for unit_code, cases in picks for case_id in cases]
    if not is_dry_run and chosen:
        await unit.reviews.add_backchecks(wave, chosen, seed, now)
        detail = {"seed": seed, "collected": collected, "base": base, "added": len(chosen)}
        await unit.audit.write(actor, "backcheck.draw", f"wave {wave}", detail, now)
    return BackCheckDrawn(collected, base, wanted, len(chosen))


async def _base(unit: UnitOfWork, wave: WaveId, base: BackCheckBase, collected: int) -> int:
    match base:
        case BackCheckBase.COLLECTED:
            return collected
        case BackCheckBase.LIST:
            return sum(cell.issued for cell in await unit.queries.progress(wave))
        case _:
            assert_never(base)


async def record_backcheck(
    unit: UnitOfWork,
    wave: WaveId,
    case_id: CaseId,
    outcome: BackCheckOutcome,
    contents: Mapping[str, bool],
    *,
    rule: FailedContent = FailedContent.QUARANTINE_AND_REOPEN,
    by: str,
    now: datetime,
    is_dry_run: bool = False,
) -> Noted:
    """Note one call and do what follows from it; the same call noted twice changes nothing.

    Raises NotFound for a form that is not among those drawn, Stale for a failure without a content
    and for a form that should count again when its place is taken.
    """
    if outcome is BackCheckOutcome.CONTENT_FAILED and all(contents.values()):
        raise Stale(
            "kết quả content_failed phải nêu nội dung không đạt: --failed MÃ"
            " | content_failed needs the content that failed: --failed CODE"
        )
    row = await _drawn(unit, wave, case_id)
    if (row.outcome, dict(row.contents), row.recorded_by) == (outcome.value, dict(contents), by):
        return Noted.UNCHANGED
    noted = await _follow(unit, wave, case_id, outcome, rule, now=now, is_dry_run=is_dry_run)
    if not is_dry_run:
        await unit.reviews.record(case_id, outcome.value, contents, by, now)
        detail = {"outcome": outcome.value, "before": row.outcome or "", "form": noted.value}
        await unit.audit.write(by, "backcheck.record", f"case {case_id}", detail, now)
    return noted


async def _drawn(unit: UnitOfWork, wave: WaveId, case_id: CaseId) -> BackCheckRow:
    row = await unit.reviews.find(wave, case_id)
    if row is None:
        raise NotFound(
            f"phiếu {case_id} không nằm trong các phiếu được chọn phúc tra"
            f" | case {case_id} is not among the forms drawn for verification"
        )
    return row


async def _follow(
    unit: UnitOfWork,
    wave: WaveId,
    case_id: CaseId,
    outcome: BackCheckOutcome,
    rule: FailedContent,
    *,
    now: datetime,
    is_dry_run: bool,
) -> Noted:
    record = (await unit.cases.get([case_id]))[case_id]
    # A partial has its place for itself (`storage.places`): confirmed, it stays what it is.
    is_counted = record.place == "completed" or record.case.disposition is Disposition.PARTIAL
    match consequence(outcome, rule):
        case QuarantineAndReopen():
            if not is_dry_run:
                await unit.interviews.set_validity(case_id, Validity.QUARANTINED)
                await unit.cases.reopen_cell_place(case_id, now)
            return Noted.SET_ASIDE
        case Keep() | Flag() if not is_counted:
            if is_dry_run:
                cells = {(cell.unit, cell.service): cell for cell in await unit.cases.cells(wave)}
                is_free = cells[record.case.unit, record.case.service].free > 0
            else:
                is_free = await unit.cases.restore(case_id, now)
            if not is_free:
                raise Stale(await _why_taken(unit, case_id))
            if not is_dry_run:
                await unit.interviews.set_validity(case_id, Validity.VALID)
            return Noted.RESTORED
        case Flag():
            return Noted.FLAGGED
        case Keep():
            return Noted.KEPT


async def _why_taken(unit: UnitOfWork, case_id: CaseId) -> str:
    heir = await unit.cases.replacement_of(case_id)
    taker, english = ("phiếu khác", "another form")
    if heir is not None:
        taker, english = (f"phiếu dự phòng {heir}", f"reserve case {heir}")
    return (
        f"phiếu {case_id} đã bị giữ lại và {taker} đã nhận chỗ của nó, nên không tính lại được | "
        f"form {case_id} was set aside and {english} has its place since: it cannot count again, "
        "for the quota would be exceeded"
    )
