"""Publish a wave: freeze its figures with the data, settings and program they came from.

Rules. Only a closed wave is published, once; asked again with the same it says so and changes nothing.
Other figures after that are issued as a numbered correction that says why, or not at all. The act stands in
the audit trail with every digest. What was told is kept, so that the next does not tell the difference.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from storage.errors import Conflict
from storage.publications import Publication, ToldReport
from storage.unit_of_work import UnitOfWork
from storage.waves import Wave, WaveStatus


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be published: the decision, and what its figures came from. `correction` says why, or "".

    `told` is what the report tells, kept for those after it.
    """

    decision: str
    decided_on: date
    data_sha256: str
    settings_sha256: str
    code: str
    figures: Sequence[Sequence[str]]
    correction: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """The publication in force after the act; `is_new` unless it was there already."""

    publication: Publication
    is_new: bool


def settings_digest(wave: Wave) -> str:
    """SHA-256 of what decides how is counted: the plan, and the forms in force and before."""
    settings = {name: wave.settings.get(name) for name in ("forms", "corrections")}
    content = json.dumps({"plan": wave.plan_sha256, **settings}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


async def propose(unit: UnitOfWork, wave: Wave, act: Act, *, actor: str, now: datetime) -> Published:
    """What publishing would keep. Raises Conflict when the wave is still open or was published otherwise."""
    if wave.status is not WaveStatus.CLOSED:
        raise Conflict(
            "đợt chưa kết thúc: chạy `sipas wave close` | the wave is not closed: run `sipas wave close`"
        )
    before = await unit.publications.of(wave.id)
    last = before[-1] if before else None
    if last is not None and _is_same(last, act):
        return Published(last, is_new=False)
    if last is None and act.correction:
        raise Conflict("đợt chưa công bố, chưa có gì để đính chính | nothing was published to correct yet")
    if last is not None and not act.correction:
        raise Conflict(
            f"đợt đã công bố theo {last.decision} ngày {last.decided_on:%d/%m/%Y}; số liệu khác chỉ ban hành "
            "bằng đính chính: thêm --correction LÝ-DO | published already; other figures are issued only as "
            "a correction: add --correction WHY"
        )
    proposed = Publication(
        wave=wave.id,
        number=0 if last is None else last.number + 1,
        decision=act.decision,
        decided_on=act.decided_on,
        note=act.correction,
        data_sha256=act.data_sha256,
        settings_sha256=act.settings_sha256,
        code=act.code,
        figures=act.figures,
        published_by=actor,
        published_at=now,
    )
    return Published(proposed, is_new=True)


async def publish_results(unit: UnitOfWork, wave: Wave, act: Act, *, actor: str, now: datetime) -> Published:
    """Freeze the figures, with a line in the audit trail; raises as `propose`."""
    done = await propose(unit, wave, act, actor=actor, now=now)
    publication = done.publication
    if not done.is_new:
        return done
    await unit.publications.add(publication)
    if act.told:
        occasion = f"publication {publication.number}"
        await unit.publications.note_told(ToldReport(wave.id, occasion, act.told, actor, now))
    await unit.audit.write(
        actor,
        "results.correct" if publication.number else "results.publish",
        f"wave {wave.id}",
        {
            "number": publication.number,
            "decision": act.decision,
            "decided_on": act.decided_on.isoformat(),
            "note": act.correction,
            "data": act.data_sha256,
            "settings": act.settings_sha256,
            "code": act.code,
            "figures": len(act.figures),
        },
        now,
    )
    return done


async def hand_out(
    unit: UnitOfWork, wave: Wave, told: str, *, to: str, data_sha256: str, actor: str, now: datetime
) -> None:
    """Note that a report leaves the office before or beside its publication, and what it tells."""
    before = await unit.publications.told_of(wave.id)
    if all(each.told != told for each in before):
        await unit.publications.note_told(ToldReport(wave.id, f"handed out: {to}", told, actor, now))
    await unit.audit.write(actor, "results.hand_out", f"wave {wave.id}", {"to": to, "data": data_sha256}, now)


def _is_same(last: Publication, act: Act) -> bool:
    """Whether the act would publish what is published: repeated, it changes nothing."""
    figures = [list(figure) for figure in act.figures]
    now = replace(
        last,
        decision=act.decision,
        decided_on=act.decided_on,
        data_sha256=act.data_sha256,
        settings_sha256=act.settings_sha256,
        figures=figures,
    )
    return now == replace(last, figures=[list(figure) for figure in last.figures])
