"""The three annexes of a household survey: the communes, their villages, the lists of households.

Source: Lai Châu plan II.1.c (Phụ lục 01, 02, 03). The communes are chosen when the plan is read;
here the districts' lists of villages and households are drawn from by `sampling.areas` and
`sampling.households`, and every line keeps the rule that chose it. Each rule of villages has its
service in the plan ("thôn có trụ sở", "số 2", "cuối"), so that the third annex can be imported as
the frame it is.

A village that is short takes from its neighbours only what no other list has: every list is first
drawn from its own village, and filled up afterwards. Lines that cannot be used are reported, all
of them; the others count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from survey_flows.ids import UnitCode
from survey_flows.plans.plan import Plan
from survey_flows.plans.values import HouseholdRules, Level, Service, Unit
from survey_flows.sampling.areas import Area, AreaRule, ChosenArea, Reason, choose_villages
from survey_flows.sampling.households import ChosenHousehold, Household, Village, choose_households
from survey_flows.sampling.matching import Found, NameIndex, fold


@dataclass(frozen=True, slots=True)
class VillageLine:
    """One line of a district's list of villages; `neighbours` are names, nearest first."""

    row: int
    commune: str
    name: str
    is_seat: bool = False
    neighbours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """One line of a district's list of households."""

    row: int
    commune: str
    village: str
    hamlet: str
    head: str
    phone: str = ""
    address: str = ""


class AreaProblem(StrEnum):
    """What is wrong with a line, or missing from a commune."""

    UNKNOWN_COMMUNE = "unknown_commune"
    UNKNOWN_VILLAGE = "unknown_village"
    UNKNOWN_NEIGHBOUR = "unknown_neighbour"
    REPEATED_VILLAGE = "repeated_village"
    SECOND_SEAT = "second_seat"
    NO_SEAT = "no_seat"
    TOO_FEW_VILLAGES = "too_few_villages"
    TOO_FEW_HOUSEHOLDS = "too_few_households"
    UNREPRESENTED_HAMLET = "unrepresented_hamlet"


@dataclass(frozen=True, slots=True)
class AreaFinding:
    """One problem: the row of its list (0 when it is about a whole commune or village) and whose."""

    problem: AreaProblem
    row: int
    name: str


@dataclass(frozen=True, slots=True)
class ChosenVillage:
    """A line of the second annex."""

    commune: Unit
    name: str
    choice: ChosenArea
    service: Service


@dataclass(frozen=True, slots=True)
class ListedHousehold:
    """A line of the third annex: on whose list, where it lives, by which rule."""

    commune: Unit
    service: Service
    line: HouseholdLine
    choice: ChosenHousehold


@dataclass(frozen=True, slots=True)
class Annexes:
    """Annexes 01, 02 and 03, and every problem met on the way."""

    communes: tuple[Unit, ...]
    villages: tuple[ChosenVillage, ...]
    households: tuple[ListedHousehold, ...]
    findings: tuple[AreaFinding, ...]


def draw_annexes(plan: Plan, villages: Sequence[VillageLine], households: Sequence[HouseholdLine]) -> Annexes:
    """Draw villages and households of every surveyed commune. ValueError for a plan without households."""
    if plan.households is None:
        raise ValueError(f"{plan.code} is no household survey")
    drawing = _Drawing(plan, plan.households)
    drawing.read_villages(villages)
    drawing.read_households(households)
    chosen = tuple(drawing.choose_villages())
    return Annexes(
        communes=tuple(drawing.communes.values()),
        villages=chosen,
        households=tuple(drawing.choose_households(chosen)),
        findings=tuple(drawing.findings),
    )


class _Drawing:
    """What is known while annexes are drawn."""

    def __init__(self, plan: Plan, rules: HouseholdRules) -> None:
        self._rules = rules
        self.communes: Mapping[UnitCode, Unit] = {
            unit.code: unit for unit in plan.units if unit.level is Level.COMMUNE and unit.services
        }
        self._names = NameIndex(
            {code: (unit.name, *unit.aliases, code) for code, unit in self.communes.items()}
        )
        self._labels = tuple(_labels(rules.villages))
        self._villages: dict[UnitCode, dict[str, VillageLine]] = {code: {} for code in self.communes}
        self._households: dict[tuple[UnitCode, str], list[HouseholdLine]] = {}
        self.findings: list[AreaFinding] = []

    def _report(self, problem: AreaProblem, row: int, name: str) -> None:
        self.findings.append(AreaFinding(problem, row, name))

    def _commune(self, written: str, row: int) -> UnitCode | None:
        match self._names.find(written):
            case Found(key):
                return UnitCode(key)
            case _:
                self._report(AreaProblem.UNKNOWN_COMMUNE, row, written)
                return None

    def read_villages(self, lines: Sequence[VillageLine]) -> None:
        for line in lines:
            code = self._commune(line.commune, line.row)
            if code is None:
                continue
            known = self._villages[code]
            if fold(line.name) in known:
                self._report(AreaProblem.REPEATED_VILLAGE, line.row, line.name)
            elif line.is_seat and any(one.is_seat for one in known.values()):
                self._report(AreaProblem.SECOND_SEAT, line.row, line.name)
            else:
                known[fold(line.name)] = line

    def read_households(self, lines: Sequence[HouseholdLine]) -> None:
        for line in lines:
            code = self._commune(line.commune, line.row)
            if code is None:
                continue
            if fold(line.village) not in self._villages[code]:
                self._report(AreaProblem.UNKNOWN_VILLAGE, line.row, line.village)
                continue
            self._households.setdefault((code, fold(line.village)), []).append(line)

    def choose_villages(self) -> Iterator[ChosenVillage]:
        for code, commune in self.communes.items():
            known = self._villages[code]
            areas = [Area(name, line.name, is_seat=line.is_seat) for name, line in known.items()]
            outcome = choose_villages(areas, self._rules.villages)
            if not any(one.is_seat for one in areas):
                self._report(AreaProblem.NO_SEAT, 0, commune.name)
            elif outcome.shortages:
                self._report(AreaProblem.TOO_FEW_VILLAGES, 0, commune.name)
            free = list(zip(self._labels, commune.services, strict=True))
            for choice in outcome.chosen:
                place = next(at for at, (label, _) in enumerate(free) if label == choice.label)
                yield ChosenVillage(commune, choice.area.name, choice, free.pop(place)[1])

    def choose_households(self, chosen: Sequence[ChosenVillage]) -> Iterator[ListedHousehold]:
        own = [choose_households(self._village(one), self._rules.per_village) for one in chosen]
        taken = {household.household.code for one in own for household in one.chosen}
        for village, first in zip(chosen, own, strict=True):
            choice = first
            if first.missing:
                mine = {one.household.code for one in first.chosen}
                choice = choose_households(
                    self._village(village),
                    self._rules.per_village,
                    neighbours=list(self._neighbours(village)),
                    taken=taken - mine,
                )
                taken |= {one.household.code for one in choice.chosen}
            where = f"{village.commune.name}, {village.name}"
            if choice.missing:
                self._report(AreaProblem.TOO_FEW_HOUSEHOLDS, 0, where)
            for hamlet in choice.unrepresented:
                self._report(AreaProblem.UNREPRESENTED_HAMLET, 0, f"{where}, {hamlet}")
            lines = {_code(line): line for line in self._lines_near(village)}
            for one in choice.chosen:
                yield ListedHousehold(village.commune, village.service, lines[one.household.code], one)

    def _village(self, village: ChosenVillage) -> Village:
        return self._as_village(village.commune.code, village.choice.area.code)

    def _as_village(self, commune: UnitCode, key: str) -> Village:
        lines = self._households.get((commune, key), [])
        return Village(
            f"{commune}/{key}",
            self._villages[commune][key].name,
            tuple(Household(_code(line), line.head, line.hamlet) for line in lines),
        )

    def _neighbours(self, village: ChosenVillage) -> Iterator[Village]:
        code, known = village.commune.code, self._villages[village.commune.code]
        line = known[village.choice.area.code]
        for key, name in {fold(name): name for name in line.neighbours}.items():
            if key not in known:
                self._report(AreaProblem.UNKNOWN_NEIGHBOUR, line.row, name)
            elif key != village.choice.area.code:
                yield self._as_village(code, key)

    def _lines_near(self, village: ChosenVillage) -> Iterator[HouseholdLine]:
        code = village.commune.code
        line = self._villages[code][village.choice.area.code]
        for key in (village.choice.area.code, *map(fold, line.neighbours)):
            yield from self._households.get((code, key), [])


def _labels(rule: AreaRule) -> Iterator[str]:
    """What a commune's villages are chosen as, in the order of its services."""
    if rule.takes_seat:
        yield Reason.SEAT.value
    for one in rule.lists:
        yield from [Reason.FIRST.value] * one.first
        yield from (f"{Reason.POSITION}_{place}" for place in one.positions)
        yield from [Reason.LAST.value] * one.last


def _code(line: HouseholdLine) -> str:
    return f"{line.row:08d}"
