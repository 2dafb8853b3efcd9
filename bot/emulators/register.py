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
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from bot.emulators.register_people import Person, Population
from bot.emulators.register_phones import dirty_phone
from bot.emulators.register_styles import STYLES, Style
from survey_flows.ids import UnitCode
from survey_flows.plans.plan import Plan
from survey_flows.plans.values import Service, Unit
from survey_flows.sampling.rules import UnitKind

MARK = "DỮ LIỆU MÔ PHỎNG, KHÔNG CÓ NGƯỜI THẬT / SYNTHETIC DATA, NO REAL PEOPLE"

# Lines per department and service, in the plan's order of services. Thanh tra tỉnh, Sở Xây dựng and
# Sở Công Thương stay below 60 users: the plan then asks everyone.
_DEPARTMENT_SIZES: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "SO_NV": (150, 90, 70), "SO_TC": (120, 60, 40), "SO_KHCN": (80, 50, 45),
        "SO_TTTT": (85, 60, 50), "SO_VHTTDL": (120, 95, 60), "SO_GDDT": (420, 180, 60),
        "SO_KHDT": (620, 130, 90), "SO_CT": (20, 26, 14, 8), "SO_NN": (210, 170, 120, 60),
        "SO_GTVT": (1900, 640, 60), "SO_XD": (46, 14, 8), "SO_TNMT": (520, 140, 80, 40),
        "SO_LDTBXH": (380, 210, 90, 40), "SO_TP": (1450, 120, 60), "SO_YT": (310, 240, 90),
        "THANH_TRA": (22, 11, 5), "BQL_KCN": (8,),
    }
)  # fmt: skip
_DISTRICT_SIZE = (1500, 2500)  # least, and what the busiest service may have beyond it
_COMMUNE_SIZE = (75, 150)  # per service: 150 to 450 a commune

_ONLINE_SHARE = {UnitKind.HUYEN: 0.12, UnitKind.XA: 0.06, UnitKind.SO: 0.15}
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
    """What was written, and who is behind each phone number (E.164)."""

    folder: Path
    files: tuple[RegisterFile, ...]
    people_by_phone: Mapping[str, Person]

    @property
    def lines(self) -> int:
        """All lines of all files."""
        return sum(file.lines for file in self.files)


def write_register(
    plan: Plan,
    folder: Path,
    *,
    seed: int,
    scale: float = 1.0,
    on_unit: Callable[[UnitCode, int], None] | None = None,
) -> Register:
    """Write one list per unit of the plan into `folder`, and a README beside them.

    `scale` shrinks or grows the big lists; those of departments below 60 users keep their size.
    `on_unit` is told each unit and its number of lines as its file is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    population = Population(plan, random.Random(f"{seed}/people"))
    files = []
    for place, unit in enumerate(plan.units):
        maker = _ListMaker(plan, unit, population, random.Random(f"{seed}/{unit.code}"), scale)
        style = STYLES[place % len(STYLES)]
        path = folder / f"SYNTHETIC_{unit.code}.csv"
        lines = maker.write(path, style)
        files.append(RegisterFile(path, unit.code, lines))
        if on_unit is not None:
            on_unit(unit.code, lines)
    register = Register(folder, tuple(files), MappingProxyType(population.by_phone))
    (folder / "README_SYNTHETIC.txt").write_text(
        f"{MARK}\n\n"
        f"Kế hoạch / plan: {plan.name}\nseed: {seed}  scale: {scale}\n"
        f"{len(files)} danh sách / lists, {register.lines} dòng / lines.\n\n"
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
        self._district = unit.parent or (unit.code if unit.kind is UnitKind.HUYEN else None)
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
        return sum(_DEPARTMENT_SIZES.get(self._unit.code, (1000,))) < 100 or self._unit.services[0].is_list

    def _lines(self) -> Iterator[dict[str, object]]:
        for service, size in self._sizes():
            if service.is_list:
                yield from self._representatives(service)
            else:
                yield from self._visits(service, size)

    def _sizes(self) -> list[tuple[Service, int]]:
        services, rng = self._unit.services, self._rng
        match self._unit.kind:
            case UnitKind.HUYEN:
                least, more = _DISTRICT_SIZE
                sizes: Sequence[int] = [
                    int((least + more * rng.random() ** 6) * self._scale) for _ in services
                ]
            case UnitKind.XA:
                least, more = _COMMUNE_SIZE
                sizes = [int((least + more * rng.random()) * self._scale) for _ in services]
            case _:
                given = _DEPARTMENT_SIZES.get(self._unit.code, ())
                scale = 1.0 if sum(given) < 100 else max(self._scale, min(1.0, 200 / (sum(given) or 1)))
                sizes = [int(size * scale) for size in (*given, *[0] * (len(services) - len(given)))]
        return list(zip(services, sizes, strict=True))

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
        return self._unit.code if self._unit.kind is UnitKind.XA else None

    def _visit(self, service: Service, person: Person) -> dict[str, object]:
        rng = self._rng
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
            "dossier": f"000.00.{rng.randrange(10, 99)}.H52-{sent:%y%m%d}-{rng.randrange(1, 9999):04d}",
        }

    def _representatives(self, service: Service) -> Iterator[dict[str, object]]:
        """Leaders of the other 19 departments and 12 districts first, then their officers."""
        others = [
            unit for unit in self._plan.units if unit.kind is not UnitKind.XA and unit.code != self._unit.code
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
        share = _ONLINE_SHARE.get(self._unit.kind, 0.9)
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
                cells[place["sent"]] = "31/02/2024"
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
