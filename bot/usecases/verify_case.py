"""Verification by callback (phúc tra): draw who is called, note what the call found.

A random share of the collected forms, stratified by unit, is called by people who do not answer to
the officers. A form whose content failed is quarantined and its place goes back to the reserve; an
unreachable or unwilling person changes nothing (domain.md A-32 to A-34).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from storage.errors import Stale
from storage.interviews import Validity
from storage.unit_of_work import UnitOfWork
from survey_flows.ids import CaseId, UnitCode, WaveId
from survey_flows.verification.backcheck import (
    BackCheckOutcome,
    QuarantineAndReopen,
    consequence,
    draw_backcheck,
    minimum_checks,
)


@dataclass(frozen=True, slots=True)
class BackCheckDrawn:
    """`collected` forms so far, `wanted` calls in all, `added` now."""

    collected: int
    wanted: int
    added: int


async def draw_backchecks(
    unit: UnitOfWork, wave: WaveId, share: Fraction, *, seed: int, is_dry_run: bool, actor: str, now: datetime
) -> BackCheckDrawn:
    """Draw as many forms as are missing to `share` of what is collected by now.

    Drawing again later adds forms for what came in since; nobody is drawn twice.
    """
    drawn = {row.case_id for row in await unit.reviews.all(wave)}
    collected: dict[UnitCode, list[CaseId]] = {}
    count = 0
    for response in await unit.interviews.responses(wave):
        if response.validity is Validity.OVER_QUOTA:
            continue
        count += 1
        if response.case_id not in drawn:
            collected.setdefault(response.unit, []).append(response.case_id)
    wanted = minimum_checks(count, share)
    waiting = sum(map(len, collected.values()))
    missing = min(max(0, wanted - len(drawn)), waiting)
    picks = draw_backcheck(collected, Fraction(missing, waiting), seed) if missing else ()
    chosen = [(case_id, unit_code) for unit_code, cases in picks for case_id in cases]
    if not is_dry_run and chosen:
        await unit.reviews.add_backchecks(wave, chosen, seed, now)
        detail = {"seed": seed, "collected": count, "added": len(chosen)}
        await unit.audit.write(actor, "backcheck.draw", f"wave {wave}", detail, now)
    return BackCheckDrawn(count, wanted, len(chosen))


async def record_backcheck(
    unit: UnitOfWork,
    case_id: CaseId,
    outcome: BackCheckOutcome,
    contents: Mapping[str, bool],
    *,
    by: str,
    now: datetime,
) -> bool:
    """Note one call; True when the form is set aside and its place reopened to the reserve.

    Raises NotFound for a form that is not among those drawn for verification.
    """
    if outcome is BackCheckOutcome.CONTENT_FAILED and all(contents.values()):
        raise Stale("content_failed needs the content that failed: --failed CODE")
    await unit.reviews.record(case_id, outcome.value, contents, by, now)
    is_set_aside = isinstance(consequence(outcome), QuarantineAndReopen)
    if is_set_aside:
        await unit.interviews.set_validity(case_id, Validity.QUARANTINED)
        await unit.cases.reopen_cell_place(case_id, now)
    await unit.audit.write(by, "backcheck.record", f"case {case_id}", {"outcome": outcome.value}, now)
    return is_set_aside
