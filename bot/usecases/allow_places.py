"""Allow more forms in one service of one unit than its quota says: the override the rule I6 speaks of.

Somebody decides it and says why; places and reason are in the audit trail, which no later act can change.
Forms that came after the last place and were thanked count first, the earliest before the others. What is
left of the places is for whoever comes: a late answer, a form a back-check had set aside, a reserve for
somebody who was lost. The draw is not done again and nobody is added to the sample.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.errors import NotFound, Stale
from storage.interviews import Validity
from storage.places import Cell
from storage.unit_of_work import UnitOfWork
from storage.waves import WaveStatus
from survey_flows.ids import CaseId, ServiceCode, UnitCode, WaveId

_IN_THE_FIELD = frozenset({WaveStatus.FIELD, WaveStatus.PAUSED, WaveStatus.CLOSED})


@dataclass(frozen=True, slots=True)
class Allowed:
    """`before` the act; the late forms `counted` by it, and how many places are `left` for others."""

    before: Cell
    places: int
    counted: tuple[CaseId, ...]
    left: int

    @property
    def most(self) -> int:
        """How many forms the cell may have now."""
        return self.before.target + self.before.overrides + self.places


async def allow_places(
    unit: UnitOfWork,
    wave: WaveId,
    of: UnitCode,
    service: ServiceCode,
    places: int,
    *,
    reason: str,
    actor: str,
    now: datetime,
    is_dry_run: bool = False,
) -> Allowed:
    """Allow `places` more forms of a unit's service, and count what was waiting for them.

    Raises ValueError without a place or a reason, NotFound for a cell the wave does not have, Stale while
    nobody was invited yet: then the quota is changed in the plan.
    """
    if places < 1 or not reason.strip():
        raise ValueError("an override allows at least one place and says why")
    if (await unit.waves.get(wave)).status not in _IN_THE_FIELD:
        raise Stale(
            "đợt chưa mở: muốn thêm phiếu thì sửa chỉ tiêu trong kế hoạch rồi tạo lại đợt"
            " | the wave is not open yet: change the quota in the plan and make the wave again"
        )
    before = await _cell(unit, wave, of, service)
    if not is_dry_run:
        await unit.cases.add_override(wave, of, service, places)
    late = sorted(
        (one.completed_at, one.case_id)
        for one in await unit.interviews.responses(wave)
        if (one.unit, one.service, one.validity) == (of, service, Validity.OVER_QUOTA)
    )
    counted = tuple(case_id for _, case_id in late[: max(0, before.free + places)])
    if not is_dry_run:
        for case_id in counted:
            await unit.cases.complete_late(case_id, now)
            await unit.interviews.set_validity(case_id, Validity.VALID)
        detail = {
            "places": places,
            "reason": reason.strip(),
            "quota": before.target,
            "allowed_before": before.overrides,
            "counted": list(counted),
        }
        await unit.audit.write(actor, "quota.allow", f"cell {of}/{service} in wave {wave}", detail, now)
    return Allowed(before, places, counted, before.free + places - len(counted))


async def _cell(unit: UnitOfWork, wave: WaveId, of: UnitCode, service: ServiceCode) -> Cell:
    cells = await unit.cases.cells(wave)
    for cell in cells:
        if (cell.unit, cell.service) == (of, service):
            return cell
    known = ", ".join(cell.service for cell in cells if cell.unit == of)
    raise NotFound(
        f"đơn vị {of} không có lĩnh vực “{service}”; có: {known} | unit {of} has no service {service!r}; "
        f"it has: {known}"
    )
