"""Publications: what was made public of a wave, and its corrections, in order.

Rules. Number 0 is the publication, 1 and on are corrections, each of which says why; nothing is changed or
deleted (the database refuses). Figures are kept as printed, so that a later computation can be held against
them even by a program that prints other tables.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select

from storage.session import Part
from storage.tables_publications import publications
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
