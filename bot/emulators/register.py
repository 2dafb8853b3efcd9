"""A synthetic register: the lists agencies would send, made up whole and reproducibly.

Nobody in it exists. It has the sizes and the dirt of real lists (results report III.1.b: incomplete
addresses, wrong figures, repeated names, missing phones): people without a phone or with one nobody
can dial, results not yet received, dates outside the window, users from other provinces, online and
postal users among direct ones, repeat visits, misspelt agencies and services, broken lines. Every
file says in its name and first line that it is synthetic. The same seed gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import math
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import assert_never

from bot.emulators.register_households import HouseholdLists, write_household_lists
from bot.emulators.register_names import words_of
from bot.emulators.register_people import Person, Population
from bot.emulators.register_phones import dirty_phone
from bot.emulators.register_styles import STYLES, Style
from survey_flows.ids import UnitCode
from survey_flows.plans.plan import Plan
from survey_flows.plans.values import Level, Service, Unit
from survey_flows.sampling.frame import SubmissionMode

MARK = "DỮ LIỆU MÔ PHỎNG, KHÔNG CÓ NGƯỜI THẬT / SYNTHETIC DATA, NO REAL PEOPLE"

_DISTRICT_SIZE = (1500, 2500)  # least, and what the busiest service may have beyond it
_COMMUNE_SIZE = (75, 150)  # per service: 150 to 450 a commune

_PROVINCE_SIZE = (8, 0.3)  # times the quota for the first service, each further one's share of the one before
_ENOUGH = 3  # lines for each form, however small the scale: reserves and unusable lines come out of them
_SMALL = 100  # lists whose size is given and that are shorter keep their size and their lines
_ONLINE_SHARE = {Level.DISTRICT: 0.12, Level.COMMUNE: 0.06, Level.PROVINCE: 0.15}
_ONLINE_ONLY = 0.9

_SHARES = MappingProxyType(
    {
        "no_result": 0.05, "out_of_window": 0.04, "out_of_province": 0.025, "no_address": 0.015,
        "repeat_visit": 0.04, "known_person": 0.03, "misspelt_unit": 0.01,
        "misspelt_service": 0.01, "broken": 0.003,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """One agency's list: `lines` without title and header."""

    path: Path
    unit: UnitCode
    lines: int


@dataclass(frozen=True, slots=True)
class Register:
    """What was written, and who is behind each phone number (E.164).

    `files` are the agencies' lists of transactions and representatives, `households` the districts'
    lists of villages and households in a household survey.
    """

    folder: Path
    files: tuple[RegisterFile, ...]
    people_by_phone: Mapping[str, Person]
    households: HouseholdLists | None = None

    @property
    def lines(self) -> int:
        """All lines of all lists."""
        return sum(file.lines for file in self.files) + (self.households.lines if self.households else 0)


def write_register(
    plan: Plan,
    folder: Path,
    *,
    seed: int,
    scale: float = 1.0,
    on_unit: Callable[[UnitCode, int], None] | None = None,
) -> Register:
    """Write the lists of the plan's units into `folder`, and a README beside them.

    A unit that is asked about services sends a list of its own; in a household survey the districts
    send villages and households. `scale` shrinks or grows the big lists; short ones keep their size,
    and every list keeps enough people for its sample. `on_unit` is told each unit and its number of
    lines as they are written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    population = Population(plan, random.Random(f"{seed}/people"))
    files = []
    households = None
    if plan.households is not None:
        rng = random.Random(f"{seed}/households")
        households = write_household_lists(plan, folder, population, rng, scale=scale, mark=MARK)
        if on_unit is not None:
            for commune, lines in households.by_commune.items():
                on_unit(commune, lines)
    for place, unit in enumerate(plan.units):
        if not unit.services or households is not None:
            continue
        maker = _ListMaker(plan, unit, population, random.Random(f"{seed}/{unit.code}"), scale)
        style = STYLES[place % len(STYLES)]
        path = folder / f"SYNTHETIC_{unit.code}.csv"
        lines = maker.write(path, style)
        files.append(RegisterFile(path, unit.code, lines))
        if on_unit is not None:
            on_unit(unit.code, lines)
    register = Register(folder, tuple(files), MappingProxyType(population.by_phone), households)
    (folder / "README_SYNTHETIC.txt").write_text(
        f"{MARK}\n\n"
        f"Kế hoạch / plan: {plan.name}\nseed: {seed}  scale: {scale}\n"
        f"{len(files) + (2 if households else 0)} danh sách / lists, {register.lines} dòng / lines.\n\n"
        "Số điện thoại được bịa ra, có thể trùng số của người thật: KHÔNG dùng với cổng tin nhắn thật.\n"
        "Phone numbers are invented and may belong to somebody: NEVER use these lists with a real gateway.\n",
        encoding="utf-8",
    )
    return register


class _ListMaker:
    """Makes the list of one unit."""

    def __init__(
        self, plan: Plan, unit: Unit, population: Population, rng: random.Random, scale: float
    ) -> None:
        self._plan = plan
        self._unit = unit
        self._population = population
        self._rng = rng
        self._scale = scale
        self._district = unit.parent or (None if unit.level is Level.PROVINCE else unit.code)
        self._words = words_of(plan.province)
        self._given = self._words.sizes.get(unit.code, ())
        self._days = (plan.window_to - plan.window_from).days

    def write(self, path: Path, style: Style) -> int:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=style.delimiter, lineterminator="\r\n")
        text.write(f"{MARK}\r\n")
        writer.writerow([header for _, header in style.columns])
        keys = [key for key, _ in style.columns]
        count = 0
        for count, line in enumerate(self._lines(), start=1):
            line["number"] = str(count)
            for key in ("sent", "back"):
                day = line[key]
                line[key] = day.strftime(style.day) if isinstance(day, date) else ""
            cells = [str(line[key]) for key in keys]
            if self._rng.random() < _SHARES["broken"] and not self._is_small:
                text.write(self._break(cells, keys, style))
            else:
                writer.writerow(cells)
        path.write_bytes(style.mark + text.getvalue().encode())
        return count

    @property
    def _is_small(self) -> bool:
        return 0 < sum(self._given) < _SMALL or self._unit.services[0].is_list

    def _lines(self) -> Iterator[dict[str, object]]:
        for service, size in self._sizes():
            if service.is_list:
                yield from self._representatives(service)
            else:
                yield from self._visits(service, size)

    def _sizes(self) -> list[tuple[Service, int]]:
        """Lines per service: as given for the unit, else after its level and quota."""
        services = self._unit.services
        if all(service.is_list for service in services):
            return [(service, 0) for service in services]
        if not self._given:
            return [
                (service, max(int(size * self._scale), self._enough(service)))
                for service, size in zip(services, self._usual_sizes(), strict=True)
            ]
        total = sum(self._given)
        scale = 1.0 if total < _SMALL else max(self._scale, min(1.0, 200 / total))
        sizes = [int(size * scale) for size in (*self._given, *[0] * len(services))]
        return list(zip(services, sizes, strict=False))

    def _usual_sizes(self) -> list[float]:
        rng, services = self._rng, self._unit.services
        match self._unit.level:
            case Level.DISTRICT:
                least, more = _DISTRICT_SIZE
                return [least + more * rng.random() ** 6 for _ in services]
            case Level.COMMUNE:
                least, more = _COMMUNE_SIZE
                return [least + more * rng.random() for _ in services]
            case Level.PROVINCE:
                times, share = _PROVINCE_SIZE
                first = self._unit.quota * times * (0.5 + rng.random())
                return [first * share**place for place in range(len(services))]
            case _:
                assert_never(self._unit.level)

    def _enough(self, service: Service) -> int:
        return _ENOUGH * (service.n or math.ceil(self._unit.quota / len(self._unit.services)))

    def _visits(self, service: Service, size: int) -> Iterator[dict[str, object]]:
        rng, population = self._rng, self._population
        seen: list[Person] = []
        for _ in range(size):
            chance = rng.random()
            if chance < _SHARES["repeat_visit"] and seen:
                person = seen[int(rng.random() * len(seen))]
            elif chance < _SHARES["repeat_visit"] + _SHARES["known_person"]:
                person = population.known(self._district, rng)
            else:
                person = population.new(self._district, self._commune, rng)
                seen.append(person)
            yield self._visit(service, person)

    @property
    def _commune(self) -> UnitCode | None:
        return self._unit.code if self._unit.parent else None

    def _visit(self, service: Service, person: Person) -> dict[str, object]:
        rng, office = self._rng, self._words.dossier_office
        sent, back = self._dates()
        address = person.address
        if rng.random() < _SHARES["no_address"]:
            address = ""
        elif rng.random() < _SHARES["out_of_province"]:
            address = self._population.elsewhere(rng)
        return {
            "unit": self._spelt(self._unit.name, _SHARES["misspelt_unit"]),
            "service": self._spelt(service.name, _SHARES["misspelt_service"]),
            "name": person.name,
            "born": person.birth_year,
            "type": "Tổ chức" if person.organisation else "Người dân",
            "body": person.organisation,
            "phone": dirty_phone(person.phone, rng),
            "address": address,
            "mode": self._mode(),
            "sent": sent,
            "back": back,
            "dossier": f"000.00.{rng.randrange(10, 99)}.{office}-{sent:%y%m%d}-{rng.randrange(1, 9999):04d}",
        }

    def _representatives(self, service: Service) -> Iterator[dict[str, object]]:
        """Leaders of the other departments and districts first, then their officers."""
        others = [
            unit
            for unit in self._plan.units
            if unit.level is not Level.COMMUNE and unit.code != self._unit.code
        ]
        wanted = min(2 * len(others), self._unit.quota + 12)
        for at in range(wanted):
            office = others[at % len(others)]
            person = self._population.official(office.name, self._rng)
            yield {
                "unit": self._unit.name,
                "service": service.name,
                "name": person.name,
                "born": person.birth_year,
                "type": "Tổ chức",
                "body": office.name,
                "phone": dirty_phone(person.phone, self._rng, mess=0.3),
                "address": person.address,
                "mode": "",
                "sent": None,
                "back": None,
                "dossier": "",
            }

    def _dates(self) -> tuple[date, date | None]:
        rng, plan = self._rng, self._plan
        sent = plan.window_from + timedelta(days=int(rng.random() * (self._days - 20)))
        if rng.random() < _SHARES["out_of_window"]:
            sent = plan.window_from - timedelta(days=25 + int(rng.random() * 60))
        if rng.random() < _SHARES["no_result"]:
            return plan.window_to - timedelta(days=int(rng.random() * 15)), None
        return sent, sent + timedelta(days=1 + int(rng.random() * 18))

    def _mode(self) -> str:
        chance = self._rng.random()
        is_direct = SubmissionMode.DIRECT in self._unit.modes
        share = _ONLINE_SHARE[self._unit.level] if is_direct else _ONLINE_ONLY
        if chance >= share:
            return "Trực tiếp"
        return "Trực tuyến" if chance < share * 0.85 else "Bưu chính công ích"

    def _spelt(self, name: str, share: float) -> str:
        """`name`, now and then with one letter dropped or two exchanged."""
        if self._rng.random() >= share or len(name) < 8:
            return name
        at = self._rng.randrange(3, len(name) - 2)
        if self._rng.random() < 0.5:
            return name[:at] + name[at + 1 :]
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]

    def _break(self, cells: list[str], keys: list[str], style: Style) -> str:
        """A line as it comes out of a hand-edited file."""
        place = {key: at for at, key in enumerate(keys)}
        match self._rng.randrange(6):
            case 0:  # the address loses its quotation marks and falls apart
                parts = [
                    cell if at == place["address"] else cell.replace(",", " ")
                    for at, cell in enumerate(cells)
                ]
                return (
                    style.delimiter.join(parts).replace(", ", style.delimiter) + style.delimiter * 2 + "x\r\n"
                )
            case 1:
                cells[place["sent"]] = f"31/02/{self._plan.window_to.year}"
            case 2:
                cells[place["name"]] = ""
            case 3:
                return style.delimiter.join(cell.replace(",", " ") for cell in cells[:2]) + "\r\n"
            case 4:
                cells[place["service"]] = "Lĩnh vực khác ngoài kế hoạch"
            case _:
                cells[place["name"]] = '"' + cells[place["name"]]
                return style.delimiter.join(cell.replace(",", " ") for cell in cells) + "\r\n"
        line = io.StringIO()
        csv.writer(line, delimiter=style.delimiter, lineterminator="\r\n").writerow(cells)
        return line.getvalue()
