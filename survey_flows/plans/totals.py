"""How many forms, units and villages a plan foresees, beside the numbers its decision gives.

What is expected follows from the units and rules of the plan alone: a unit's own forms are its
quota; a district's include those of its communes (domain.md §1, golden test 5). What the decision
says is in the plan's `[[totals]]` (A-38). Where both speak they must agree: a plan file whose
rules do not add up to its decision is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from survey_flows.plans.values import HouseholdRules, Level, SeedTotal, Unit, VerificationRules


@dataclass(frozen=True, slots=True)
class Expected:
    """What the plan foresees for some units; `forms` is a ceiling where a short list is asked whole."""

    units: int
    forms: int
    villages: int
    verified: int


@dataclass(frozen=True, slots=True)
class UnitTotal:
    """One unit at the top of the list: its forms, with the communes inside it, and what the decision says.

    `seed` is the decision's number for each unit of this kind, None where the text gives none;
    `source` says where. `communes` and `villages` count what is surveyed inside.
    """

    unit: Unit
    own: int
    communes: int
    villages: int
    forms: int
    seed: int | None
    source: str


def expected(
    units: Sequence[Unit],
    households: HouseholdRules | None,
    verification: VerificationRules,
    total: SeedTotal | None = None,
) -> Expected:
    """What the plan foresees for the units `total` speaks of; for all of them without one."""
    chosen = [one for one in units if total is None or _is_meant(one, total)]
    codes = {one.code for one in chosen}
    inside = [one for one in units if one.parent in codes] if total and total.with_communes else []
    counted = [*chosen, *(one for one in inside if one.code not in codes)]
    forms = sum(one.quota for one in counted)
    communes = sum(one.level is Level.COMMUNE for one in counted)
    return Expected(
        units=len(chosen),
        forms=forms,
        villages=communes * households.villages_per_commune if households else 0,
        verified=ceil(verification.share * forms),
    )


def disagreements(
    units: Sequence[Unit],
    households: HouseholdRules | None,
    verification: VerificationRules,
    totals: Sequence[SeedTotal],
) -> Iterator[tuple[int, str, str]]:
    """Where the decision's numbers and the plan's rules differ: (index of the total, key, message)."""
    for at, total in enumerate(totals):
        found = expected(units, households, verification, total)
        for key, given, ours in (
            ("units", total.units, found.units),
            ("forms", total.forms, found.forms),
            ("villages", total.villages, found.villages),
            ("verified", total.verified, found.verified),
        ):
            if given is not None and given != ours:
                yield at, key, f"the decision says {given} {key}, the rules of this plan give {ours}"
        for one in units:
            if total.each is None or not _is_meant(one, total):
                continue
            forms = one.quota + (_inside(units, one) if total.with_communes else 0)
            if forms != total.each:
                message = f"the decision says {total.each} for each, {one.code} gets {forms}"
                yield at, "each", message


def unit_totals(
    units: Sequence[Unit], households: HouseholdRules | None, totals: Sequence[SeedTotal]
) -> tuple[UnitTotal, ...]:
    """One line for every unit that is not inside another, in the plan's order."""
    lines = []
    for one in units:
        if one.parent is not None:
            continue
        communes = [inside for inside in units if inside.parent == one.code]
        said, source = _said(one, communes, totals)
        surveyed = len(communes) + (one.level is Level.COMMUNE)
        lines.append(
            UnitTotal(
                unit=one,
                own=one.quota,
                communes=len(communes),
                villages=surveyed * households.villages_per_commune if households else 0,
                forms=one.quota + sum(inside.quota for inside in communes),
                seed=said,
                source=source,
            )
        )
    return tuple(lines)


def _said(unit: Unit, communes: Sequence[Unit], totals: Sequence[SeedTotal]) -> tuple[int | None, str]:
    """The decision's number for a unit: whole, or its own and those of its communes added up."""
    whole = [one for one in totals if one.each is not None and one.with_communes and _is_meant(unit, one)]
    if whole:
        return whole[0].each, whole[0].source
    parts = [_each(one, totals) for one in ([unit] if unit.services else []) + list(communes)]
    said = [one.each for one in parts if one is not None and one.each is not None]
    if len(said) < len(parts) or not parts:
        return None, ""
    return sum(said), "; ".join(dict.fromkeys(one.source for one in parts if one is not None))


def _each(unit: Unit, totals: Sequence[SeedTotal]) -> SeedTotal | None:
    speaking = (
        one for one in totals if one.each is not None and not one.with_communes and _is_meant(unit, one)
    )
    return next(speaking, None)


def _is_meant(unit: Unit, total: SeedTotal) -> bool:
    is_named = not total.codes or unit.code in total.codes
    return is_named and unit.kind in total.kinds and total.unit_class in {None, unit.unit_class}


def _inside(units: Sequence[Unit], unit: Unit) -> int:
    return sum(one.quota for one in units if one.parent == unit.code)
