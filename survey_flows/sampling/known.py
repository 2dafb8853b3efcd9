"""What the plan knows that a list may speak of: units, services, and how they may be spelt."""

from __future__ import annotations

from dataclasses import dataclass

from survey_flows.ids import ServiceCode, UnitCode


@dataclass(frozen=True, slots=True)
class KnownService:
    """A service as the plan names it, with other spellings."""

    code: ServiceCode
    names: tuple[str, ...]
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit as the plan names it, with other spellings; the first name is the one we print."""

    code: UnitCode
    names: tuple[str, ...]
    services: tuple[KnownService, ...]
    parent: UnitCode | None = None


@dataclass(frozen=True, slots=True)
class FrameRules:
    """What a list may contain: the plan's units and the province its addresses lie in by default."""

    units: tuple[KnownUnit, ...]
    province: str
