"""Waves of the survey, their measured units and services, and the questionnaires in use."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from storage.errors import Duplicate, NotFound
from storage.session import Part
from storage.tables_fieldwork import questionnaires, services, units, waves
from survey_flows.ids import QuestionnaireVersion, ServiceCode, UnitCode, WaveId


class WaveStatus(StrEnum):
    """The life of a wave, in order; PAUSED and FIELD alternate. Back-checks run beside FIELD and CLOSED."""

    DRAFT = "draft"
    FRAMES = "frames"
    DRAWN = "drawn"
    FIELD = "field"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Wave:
    """One run of a plan. Dates are the first and last day of fieldwork (civil days in Viet Nam)."""

    id: WaveId
    name: str
    plan_name: str
    plan_text: str
    plan_sha256: str
    starts_on: date
    ends_on: date
    settings: Mapping[str, Any]
    status: WaveStatus
    created_at: datetime
    status_at: datetime


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A measured unit of a wave; `order` is its place in reports, `parent` the unit above or ""."""

    code: UnitCode
    name: str
    kind: str
    block: str = ""
    class_: str = ""
    parent: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service of a unit with the completed forms wanted from it; `order` is its place in reports."""

    unit: UnitCode
    code: ServiceCode
    name: str
    target: int = 0
    order: int = 0


_FIND_QUESTIONNAIRE = select(questionnaires).where(questionnaires.c.version == bindparam("wanted"))


class Waves(Part):
    """Waves and what a plan fixes for them."""

    __slots__ = ()

    async def create(
        self,
        name: str,
        plan_name: str,
        plan_text: str,
        plan_sha256: str,
        *,
        starts_on: date,
        ends_on: date,
        settings: Mapping[str, Any],
        now: datetime,
    ) -> WaveId:
        """Start a wave as a draft. Raises Duplicate for a name that is taken."""
        if await self._session.one(select(waves.c.id).where(waves.c.name == name)) is not None:
            raise Duplicate(f"there is already a wave named {name!r}")
        [wave_id] = await self._session.new_ids(waves, 1)
        await self._session.run(
            insert(waves),
            {
                "id": wave_id,
                "name": name,
                "plan_name": plan_name,
                "plan_text": plan_text,
                "plan_sha256": plan_sha256,
                "starts_on": starts_on,
                "ends_on": ends_on,
                "settings": json.dumps(dict(settings), ensure_ascii=False, sort_keys=True),
                "status": WaveStatus.DRAFT.value,
                "created_at": now,
                "status_at": now,
            },
        )
        return WaveId(wave_id)

    async def current(self) -> Wave | None:
        """The latest wave that goes on, else the latest that has ended; None before the first.

        A closed wave is still verified, reported, and answered for.
        """
        has_ended = waves.c.status == WaveStatus.CLOSED.value
        statement = select(waves).order_by(has_ended, waves.c.id.desc()).limit(1)
        row = await self._session.one(statement)
        return None if row is None else _wave(row)

    async def all(self) -> list[Wave]:
        """Every wave, oldest first."""
        return [_wave(row) for row in await self._session.rows(select(waves).order_by(waves.c.id))]

    async def get(self, wave_id: WaveId) -> Wave:
        """Raises NotFound."""
        row = await self._session.one(select(waves).where(waves.c.id == wave_id))
        if row is None:
            raise NotFound(f"no wave {wave_id}")
        return _wave(row)

    async def set_status(self, wave_id: WaveId, status: WaveStatus, now: datetime) -> None:
        """Note where the wave stands. Which step may follow which is the use cases' to know."""
        changed = await self._session.run(
            update(waves).where(waves.c.id == wave_id).values(status=status.value, status_at=now)
        )
        if not changed:
            raise NotFound(f"no wave {wave_id}")

    async def set_settings(self, wave_id: WaveId, settings: Mapping[str, Any]) -> None:
        """Keep other settings."""
        text = json.dumps(dict(settings), ensure_ascii=False, sort_keys=True)
        changed = await self._session.run(update(waves).where(waves.c.id == wave_id).values(settings=text))
        if not changed:
            raise NotFound(f"no wave {wave_id}")

    async def add_units(self, wave_id: WaveId, rows: Sequence[UnitRow]) -> None:
        """Add measured units. Raises Duplicate for a code the wave has."""
        await self._session.run_many(
            insert(units),
            [
                {
                    "wave_id": wave_id,
                    "code": row.code,
                    "name": row.name,
                    "kind": str(row.kind),
                    "block": str(row.block),
                    "class": str(row.class_),
                    "parent": row.parent,
                    "position": row.order,
                }
                for row in rows
            ],
        )

    async def units(self, wave_id: WaveId) -> list[UnitRow]:
        """In report order."""
        statement = select(units).where(units.c.wave_id == wave_id).order_by(units.c.position, units.c.code)
        return [
            UnitRow(
                UnitCode(row.code),
                row.name,
                row.kind,
                row.block,
                row._mapping["class"],
                row.parent,
                row.position,
            )
            for row in await self._session.rows(statement)
        ]

    async def add_services(self, wave_id: WaveId, rows: Sequence[ServiceRow]) -> None:
        """Add services to units already added. Raises Duplicate or Conflict."""
        await self._session.run_many(
            insert(services),
            [
                {
                    "wave_id": wave_id,
                    "unit": row.unit,
                    "code": row.code,
                    "name": row.name,
                    "target": row.target,
                    "position": row.order,
                }
                for row in rows
            ],
        )

    async def services(self, wave_id: WaveId) -> list[ServiceRow]:
        """By unit, in report order."""
        statement = (
            select(services)
            .where(services.c.wave_id == wave_id)
            .order_by(services.c.unit, services.c.position, services.c.code)
        )
        return [
            ServiceRow(UnitCode(row.unit), ServiceCode(row.code), row.name, row.target, row.position)
            for row in await self._session.rows(statement)
        ]

    async def add_questionnaire(
        self, version: QuestionnaireVersion, code: str, source: bytes, compiled: bytes, now: datetime
    ) -> bool:
        """Keep a version for good; True if it is new. Raises Duplicate when the version has another source.

        The compiled form of a known version is left as it was: interviews in the field continue with it.
        """
        row = await self._session.one(_FIND_QUESTIONNAIRE, {"wanted": version})
        if row is not None:
            if row.source != source or row.code != code:
                raise Duplicate(f"questionnaire version {version} is in use with another content")
            return False
        await self._session.run(
            insert(questionnaires),
            {"version": version, "code": code, "source": source, "compiled": compiled, "added_at": now},
        )
        return True

    async def questionnaires(self) -> dict[QuestionnaireVersion, bytes]:
        """The compiled form of every version."""
        statement = select(questionnaires.c.version, questionnaires.c.compiled).order_by(
            questionnaires.c.version
        )
        return {
            QuestionnaireVersion(row.version): bytes(row.compiled)
            for row in await self._session.rows(statement)
        }

    async def source_of(self, version: QuestionnaireVersion) -> bytes | None:
        """The XLSForm a version was compiled from; None for a version nobody published."""
        row = await self._session.one(_FIND_QUESTIONNAIRE, {"wanted": version})
        return None if row is None else bytes(row.source)


def _wave(row: Any) -> Wave:
    return Wave(
        WaveId(row.id),
        row.name,
        row.plan_name,
        row.plan_text,
        row.plan_sha256,
        row.starts_on,
        row.ends_on,
        json.loads(row.settings),
        WaveStatus(row.status),
        row.created_at,
        row.status_at,
    )
