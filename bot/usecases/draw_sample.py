"""Draw the wave's samples by the plan, and turn what was drawn into cases that wait for release.

Every unit's draw is recorded so that anyone can replay it byte for byte from the sealed frame
(reliability.md I19). Drawing twice is refused: a sample is drawn once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.cases import NewCase
from storage.errors import Stale
from storage.unit_of_work import UnitOfWork
from storage.waves import WaveStatus
from survey_flows.fieldwork.case import SampleRole
from survey_flows.ids import QuestionnaireVersion, WaveId
from survey_flows.plans.plan import Plan
from survey_flows.sampling.draw import UnitDraw, draw_unit


@dataclass(frozen=True, slots=True)
class DrawOutcome:
    """The draws of all units; `short` are the units with fewer people than the plan asks."""

    draws: tuple[UnitDraw, ...]
    quotas: Mapping[str, int]

    @property
    def selected(self) -> int:
        """People in the official samples."""
        return sum(draw.selected_count for draw in self.draws)

    @property
    def reserve(self) -> int:
        """People in the reserve samples."""
        return sum(draw.reserve_count for draw in self.draws)

    @property
    def short(self) -> tuple[UnitDraw, ...]:
        """Units whose sample is below their quota (a census, or a frame that is too small)."""
        return tuple(draw for draw in self.draws if draw.selected_count < self.quotas[draw.unit])


async def propose_draw(
    unit: UnitOfWork, wave: WaveId, plan: Plan, *, on_unit: Callable[[UnitDraw], None] = lambda _draw: None
) -> DrawOutcome:
    """Draw every unit from the stored frames; changes nothing. `on_unit` is called as units are done.

    Raises Stale before the frames are imported and after the draw is kept.
    """
    await _refuse_unless_ready(unit, wave)
    draws = []
    for one in plan.units:
        frames = await unit.samples.frame_units(wave, one.code)
        draw = draw_unit(plan.unit_rules(one.code), frames, await unit.samples.sources(wave, one.code))
        draws.append(draw)
        on_unit(draw)
    return DrawOutcome(tuple(draws), {one.code: one.quota for one in plan.units})


async def keep_draw(
    unit: UnitOfWork,
    wave: WaveId,
    plan: Plan,
    outcome: DrawOutcome,
    versions: Mapping[str, QuestionnaireVersion],
    *,
    new_check_code: Callable[[], str],
    actor: str,
    now: datetime,
) -> None:
    """Store records, cells and cases inside the caller's transaction; Stale when drawn already."""
    await _refuse_unless_ready(unit, wave)
    ids = [
        pick.frame_unit
        for draw in outcome.draws
        for service in draw.services
        for pick in (*service.selected, *service.reserve)
    ]
    people = await unit.samples.frame_unit_people(ids)
    respondents = await unit.cases.respondent_types(ids)
    check_codes = _distinct(new_check_code)
    for draw in outcome.draws:
        sha256 = hashlib.sha256(draw.record).hexdigest()
        await unit.samples.save_draw(wave, draw.unit, draw.record, sha256, now)
        await unit.cases.add_cells(
            wave, [(draw.unit, service.service, len(service.selected)) for service in draw.services]
        )
        await unit.cases.add(
            wave,
            [
                NewCase(
                    frame_unit=pick.frame_unit,
                    person=people[pick.frame_unit],
                    unit=draw.unit,
                    service=service.service,
                    role=role,
                    position=pick.position,
                    serial=pick.serial,
                    borrowed_from=pick.borrowed_from,
                    questionnaire_version=versions[
                        plan.form_of(draw.unit, service.service, respondents[pick.frame_unit])
                    ],
                    check_code=next(check_codes),
                )
                for service in draw.services
                for role, picks in (
                    (SampleRole.SELECTED, service.selected),
                    (SampleRole.RESERVE, service.reserve),
                )
                for pick in picks
            ],
        )
        detail = {"sha256": sha256, "selected": draw.selected_count, "reserve": draw.reserve_count}
        await unit.audit.write(actor, "draw", f"wave {wave} unit {draw.unit}", detail, now)
    await unit.waves.set_status(wave, WaveStatus.DRAWN, now)


def _distinct(new_code: Callable[[], str]) -> Iterator[str]:
    """Codes of which none comes twice: short ones are soon alike by chance."""
    given: set[str] = set()
    while True:
        code = new_code()
        if code not in given:
            given.add(code)
            yield code


async def _refuse_unless_ready(unit: UnitOfWork, wave: WaveId) -> None:
    status = (await unit.waves.get(wave)).status
    if status is WaveStatus.DRAFT:
        raise Stale(
            "chưa có danh sách nào: nhập bằng `sipas frame import` rồi mới chọn mẫu"
            " | no list yet: import them with `sipas frame import`, then draw"
        )
    if status is not WaveStatus.FRAMES:
        raise Stale(
            "mẫu của đợt này đã chọn, mỗi đợt chỉ chọn một lần"
            " | the sample of this wave is drawn already: it is drawn once"
        )
