"""A synthetic household survey's lists: the districts' villages and their households.

They are what `sipas plan areas` reads: every surveyed commune with its villages (which one holds the
seat, which lie next to it), every village with its households by hamlet. Now and then a village is
too small for its list, a phone is missing or nobody can dial it. Nobody in them exists.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.emulators.register_people import Population
from bot.emulators.register_phones import dirty_phone
from survey_flows.ids import UnitCode
from survey_flows.plans.plan import Plan
from survey_flows.plans.values import Level, Unit

_SIZE = (35, 85)  # households of a village: least, and what the largest has beyond it
_SMALL_VILLAGES = 0.04
_HAMLETS = ("Xóm Trên", "Xóm Giữa", "Xóm Dưới", "Điểm bản lẻ")


@dataclass(frozen=True, slots=True)
class HouseholdLists:
    """The two lists as written, and how many lines each commune has in them."""

    villages: Path
    households: Path
    by_commune: Mapping[UnitCode, int]

    @property
    def lines(self) -> int:
        """All lines of both lists."""
        return sum(self.by_commune.values())


def write_household_lists(
    plan: Plan, folder: Path, population: Population, rng: random.Random, *, scale: float, mark: str
) -> HouseholdLists:
    """Write both lists into `folder`; `scale` shrinks the villages, not below what the survey takes.

    The file names say that they are synthetic, and so does `mark` in a column of every line. ValueError
    for a plan without households.
    """
    if plan.households is None:
        raise ValueError(f"{plan.code} is no household survey")
    by_commune: dict[UnitCode, int] = {}
    villages: list[Sequence[str]] = []
    households: list[Sequence[str]] = []
    for unit in plan.units:
        if unit.level is not Level.COMMUNE or not unit.services:
            continue
        names = [address.partition(",")[0] for address in population.villages(unit.code)]
        seat = rng.randrange(len(names))
        for at, name in enumerate(names):
            nearest = [names[other] for other in _others_by_distance(at, len(names))]
            villages.append((unit.name, name, "x" if at == seat else "", "; ".join(nearest[:4]), mark))
            size = int((_SIZE[0] + _SIZE[1] * rng.random()) * scale)
            size = max(size, plan.households.per_village + 1)
            if rng.random() < _SMALL_VILLAGES:
                size = plan.households.per_village - 1 - rng.randrange(6)
            lines = _households(unit, name, size, population, rng)
            households += [(*line, mark) for line in lines]
        by_commune[unit.code] = len(names) + sum(line[0] == unit.name for line in households)
    paths = folder / "SYNTHETIC_villages.csv", folder / "SYNTHETIC_households.csv"
    _write(paths[0], ("Xã", "Thôn", "Trụ sở", "Thôn bên cạnh", "Ghi chú"), villages)
    header = ("Xã", "Thôn", "Xóm", "Chủ hộ", "Số điện thoại", "Địa chỉ", "Ghi chú")
    _write(paths[1], header, households)
    return HouseholdLists(*paths, by_commune)


def _others_by_distance(at: int, count: int) -> list[int]:
    """The places of the other villages, nearest first: the list goes along the road."""
    return sorted((other for other in range(count) if other != at), key=lambda other: abs(other - at))


def _households(
    unit: Unit, village: str, size: int, population: Population, rng: random.Random
) -> Iterator[Sequence[str]]:
    hamlets = _HAMLETS[: rng.randrange(1, len(_HAMLETS) + 1)]
    for _ in range(size):
        head = population.head(unit.code, village, rng)
        hamlet = hamlets[int(rng.random() ** 1.5 * len(hamlets))]
        address = head.address.replace(village, f"{hamlet}, {village}", 1)
        yield unit.name, village, hamlet, head.name, dirty_phone(head.phone, rng), address


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)
