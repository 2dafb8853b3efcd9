"""Back-checks (phúc tra): the forms drawn to be verified by phone, and what the calls found.

The draw itself is made in survey_flows/verification; what is kept is its seed, stratum and result. Notes of
a call may name people, so the contents are sealed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from storage.conflicts import insert_or_skip
from storage.errors import NotFound
from storage.session import Part
from storage.tables_fieldwork import backchecks
from survey_flows.ids import CaseId, WaveId


@dataclass(frozen=True, slots=True)
class BackCheckRow:
    """One form to verify; `outcome` is None until the call, `contents` what was asked and found."""

    case_id: CaseId
    stratum: str
    seed: str
    drawn_at: datetime
    outcome: str | None
    contents: Mapping[str, Any] = field(repr=False)
    recorded_by: str | None
    recorded_at: datetime | None


class Reviews(Part):
    """Back-checks of a wave."""

    __slots__ = ()

    async def add_backchecks(
        self, wave_id: WaveId, drawn: Sequence[tuple[CaseId, str]], seed: int | str, now: datetime
    ) -> int:
        """Keep (case, stratum) of a draw; returns how many are new (a case is checked once a wave)."""
        known = {row.case_id for row in await self.all(wave_id)}
        rows = [
            {"wave_id": wave_id, "case_id": case_id, "stratum": stratum, "seed": str(seed), "drawn_at": now}
            for case_id, stratum in drawn
            if case_id not in known
        ]
        await self._session.run_many(insert_or_skip(backchecks, is_sqlite=self._session.is_sqlite), rows)
        return len(rows)

    async def pending(self, wave_id: WaveId) -> list[BackCheckRow]:
        """Those not called yet, by stratum."""
        return [row for row in await self.all(wave_id) if row.outcome is None]

    async def all(self, wave_id: WaveId) -> list[BackCheckRow]:
        """All of the wave, by stratum and case."""
        statement = (
            select(backchecks)
            .where(backchecks.c.wave_id == wave_id)
            .order_by(backchecks.c.stratum, backchecks.c.case_id)
        )
        return [self._row(row) for row in await self._session.rows(statement)]

    async def find(self, wave_id: WaveId, case_id: CaseId) -> BackCheckRow | None:
        """One form's, None when it is not in the draw."""
        row = await self._session.one(
            select(backchecks).where(backchecks.c.wave_id == wave_id, backchecks.c.case_id == case_id)
        )
        return None if row is None else self._row(row)

    def _row(self, row: Any) -> BackCheckRow:
        unseal = self._session.keyring.decrypt_text
        return BackCheckRow(
            CaseId(row.case_id),
            row.stratum,
            row.seed,
            row.drawn_at,
            row.outcome,
            json.loads(unseal("backchecks", "contents", row.case_id, row.contents_sealed) or "{}"),
            row.recorded_by,
            row.recorded_at,
        )

    async def record(
        self, case_id: CaseId, outcome: str, contents: Mapping[str, Any], by: str, now: datetime
    ) -> None:
        """Keep the result of a call; a later call replaces it. Raises NotFound: not in the draw."""
        text = json.dumps(dict(contents), ensure_ascii=False, sort_keys=True)
        changed = await self._session.run(
            update(backchecks)
            .where(backchecks.c.case_id == case_id)
            .values(
                outcome=str(outcome),
                contents_sealed=self._session.keyring.encrypt_text("backchecks", "contents", case_id, text),
                recorded_by=by,
                recorded_at=now,
            )
        )
        if not changed:
            raise NotFound(f"case {case_id} is not among the forms drawn for verification")
