"""Whether the figures of a plan file agree with each other: every defect, not the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from survey_flows.plans.build import contact_hours, contact_protocol, quota_of, service_n, services_of
from survey_flows.plans.schema import CommuneFile, KindFile, PlanFile, UnitFile
from survey_flows.sampling.matching import fold
from survey_flows.sampling.provinces import read_province

_COMMUNES = {"seat": 1, "class_1": 2, "class_2_3": 2}  # a district's communes (Sơn La plan L91-96)


@dataclass(frozen=True, slots=True)
class Fault:
    """One contradiction: where, what, and what to do."""

    code: str
    path: tuple[str | int, ...]
    message: str
    hint: str = ""


def check(file: PlanFile) -> list[Fault]:
    """Every contradiction in a plan file of the right shape."""
    return [
        *_check_wave(file),
        *_check_kinds(file),
        *_check_units(file),
        *_check_names(file),
        *_check_contact(file),
    ]


def _check_wave(file: PlanFile) -> Iterator[Fault]:
    window = file.wave.window
    if window.from_ > window.to:
        yield Fault("window", ("wave", "window", "to"), f"the window ends {window.to}, before it begins")
    if window.to > file.contact.hours.last_day:
        yield Fault("window", ("wave", "window", "to"), "the window ends after fieldwork does")
    if not read_province(file.province.name):
        message = f"“{file.province.name}” is not a province's name"
        yield Fault("province", ("province", "name"), message, "write it as the law does, without Tỉnh")


def _check_kinds(file: PlanFile) -> Iterator[Fault]:
    for name, kind in file.kinds.items():
        if kind.block not in file.blocks:
            known = ", ".join(file.blocks)
            message = f"no block “{kind.block}”"
            yield Fault("block", ("kinds", name, "block"), message, f"one of: {known}")
        low, high = kind.busiest
        if low > high:
            yield Fault("band", ("kinds", name, "busiest"), f"{low} is above {high}")
        if kind.allocation == "busiest_two" and kind.quota is not None and high > kind.quota:
            yield Fault("band", ("kinds", name, "busiest"), f"{high} is above the quota {kind.quota}")
        if kind.census_below > (kind.quota or kind.census_below):
            message = f"a census below {kind.census_below} exceeds the quota {kind.quota}"
            yield Fault("census", ("kinds", name, "census_below"), message)


def _each(file: PlanFile) -> Iterator[tuple[tuple[str | int, ...], UnitFile | CommuneFile, str]]:
    for at, unit in enumerate(file.units):
        yield ("units", at), unit, unit.kind
        for place, commune in enumerate(unit.communes):
            yield ("units", at, "communes", place), commune, "XA"


def _check_units(file: PlanFile) -> Iterator[Fault]:
    kinds: dict[str, KindFile] = dict(file.kinds.items())
    codes = Counter(unit.code for _, unit, _ in _each(file))
    for path, unit, name in _each(file):
        if codes[unit.code] > 1:
            yield Fault("code", (*path, "code"), f"the code {unit.code} is used {codes[unit.code]} times")
        kind = kinds.get(name)
        if kind is None:
            yield Fault("kind", (*path, "kind"), f"[kinds.{name}] is missing", f"add a table [kinds.{name}]")
            continue
        yield from _check_unit(path, unit, kind)
        if isinstance(unit, UnitFile):
            yield from _check_communes(path, unit)


def _check_unit(path: tuple[str | int, ...], unit: UnitFile | CommuneFile, kind: KindFile) -> Iterator[Fault]:
    quota = quota_of(unit, kind)
    if quota is None:
        message = f"{unit.code} has no quota"
        yield Fault("quota", path, message, "give it a quota, a class with one, or its kind a quota")
    services = services_of(unit, kind)
    if not services:
        yield Fault("services", path, f"{unit.code} has no services", "list them here or in its kind")
    repeated = [code for code, times in Counter(one.code for one in services).items() if times > 1]
    if repeated:
        yield Fault("code", (*path, "services"), f"service codes used twice: {', '.join(repeated)}")
    given = [service_n(one, unit.class_) for one in services]
    fixed = [n for n in given if n is not None]
    if fixed and len(fixed) < len(given):
        yield Fault("n", path, f"{unit.code}: some services have an n and some have none")
    elif fixed and quota is not None and sum(fixed) != quota:
        yield Fault("n", path, f"{unit.code}: services sum to {sum(fixed)}, the quota is {quota}")
    needs_list = kind.allocation in {"list", "census_and_list"}
    if services and needs_list != any(one.list_ for one in services):
        message = f"{unit.code}: allocation “{kind.allocation}” and its services do not go together"
        yield Fault("list", path, message, "mark the service of representatives with list = true")


def _check_communes(path: tuple[str | int, ...], unit: UnitFile) -> Iterator[Fault]:
    if unit.kind != "HUYEN":
        if unit.communes:
            yield Fault("communes", (*path, "communes"), f"{unit.code} is no district and has communes")
        return
    found = Counter(commune.chosen_as for commune in unit.communes)
    if found != _COMMUNES:
        message = f"{unit.code} has {dict(found)} communes, the plan wants {_COMMUNES}"
        yield Fault("communes", (*path, "communes"), message)
    for place, commune in enumerate(unit.communes):
        is_first = commune.class_ == 1
        if (commune.chosen_as == "class_1") != is_first and commune.chosen_as != "seat":
            message = f"{commune.code} of class {commune.class_} is chosen as {commune.chosen_as}"
            yield Fault("class", (*path, "communes", place), message)


def _check_names(file: PlanFile) -> Iterator[Fault]:
    """No spelling may mean two units: a list could not be read."""
    owner: dict[str, str] = {}
    for path, unit, _ in _each(file):
        for spelling in (unit.name, *unit.aliases, unit.code):
            first = owner.setdefault(fold(spelling), unit.code)
            if first != unit.code:
                yield Fault("name", path, f"“{spelling}” names both {first} and {unit.code}")


def _check_contact(file: PlanFile) -> Iterator[Fault]:
    for path, make in ((("contact",), contact_protocol), (("contact", "hours"), contact_hours)):
        try:
            make(file.contact)
        except ValueError as error:
            yield Fault("contact", path, str(error))
