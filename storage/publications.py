"""Publications: what was made public of a wave, and its corrections, in order.

Rules. Number 0 is the publication, 1 and on are corrections, each of which says why; nothing is changed or
deleted (the database refuses). Figures are kept as printed, so that a later computation can be held against
them even by a program that prints other tables. Of every report that left the office, published or handed
out, what it told is kept too: the next is held against all of them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select

from storage.session import Part
from storage.tables_publications import publications, told_reports
from survey_flows.ids import WaveId


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication or correction. `figures` are lists of place and text, as they were printed.

    `data_sha256` is of the answers, `settings_sha256` of plan and forms, `code` names the program.
    """

    wave: WaveId
    number: int
    decision: str
    decided_on: date
    note: str
    data_sha256: str
    settings_sha256: str
    code: str
    figures: Sequence[Sequence[str]]
    published_by: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class ToldReport:
    """A report that left the office: to what end, and what it told as the report's own program wrote it."""

    wave: WaveId
    occasion: str
    told: str
    told_by: str
    told_at: datetime


class Publications(Part):
    """What was published."""

    __slots__ = ()

    async def add(self, publication: Publication) -> None:
        """Keep one for good. Raises Duplicate for a number that is taken."""
        figures = [list(figure) for figure in publication.figures]
        await self._session.run(
            insert(publications),
            {
                "wave_id": publication.wave,
                "number": publication.number,
                "decision": publication.decision,
                "decided_on": publication.decided_on,
                "note": publication.note,
                "data_sha256": publication.data_sha256,
                "settings_sha256": publication.settings_sha256,
                "code": publication.code,
                "figures": json.dumps(figures, ensure_ascii=False, separators=(",", ":")),
                "published_by": publication.published_by,
                "published_at": publication.published_at,
            },
        )

    async def of(self, wave: WaveId) -> list[Publication]:
        """The publication and its corrections, oldest first; empty before there is one."""
        statement = select(publications).where(publications.c.wave_id == wave).order_by(publications.c.number)
        return [
            Publication(
                WaveId(row.wave_id),
                row.number,
                row.decision,
                row.decided_on,
                row.note,
                row.data_sha256,
                row.settings_sha256,
                row.code,
                json.loads(row.figures),
                row.published_by,
                row.published_at,
            )
            for row in await self._session.rows(statement)
        ]

    async def note_told(self, report: ToldReport) -> None:
        """Keep what a report told for good, after those of its wave before it."""
        last = select(func.coalesce(func.max(told_reports.c.number) + 1, 0))
        number = (await self._session.rows(last.where(told_reports.c.wave_id == report.wave)))[0][0]
        await self._session.run(
            insert(told_reports),
            {
                "wave_id": report.wave,
                "number": number,
                "occasion": report.occasion,
                "told": report.told,
                "told_by": report.told_by,
                "told_at": report.told_at,
            },
        )

    async def told_of(self, wave: WaveId) -> list[ToldReport]:
        """What the wave's reports told, oldest first."""
        statement = select(told_reports).where(told_reports.c.wave_id == wave).order_by(told_reports.c.number)
        return [
            ToldReport(WaveId(row.wave_id), row.occasion, row.told, row.told_by, row.told_at)
            for row in await self._session.rows(statement)
        ]
