"""Whether the figures of a plan file agree with each other: every defect, not the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from survey_flows.plans.build import (
    area_rule,
    build_households,
    build_totals,
    build_units,
    build_verification,
    contact_hours,
    contact_protocol,
    level_of,
    list_label,
    quota_of,
    service_n,
    services_of,
)
from survey_flows.plans.schema import ChoiceFile, CommuneFile, KindFile, PlanFile, UnitFile
from survey_flows.plans.totals import disagreements
from survey_flows.plans.values import Level
from survey_flows.sampling.matching import fold
from survey_flows.sampling.provinces import HOW_WE_KNOW, MERGED_ON, read_province, successor_of

BESIDE_TOTALS = frozenset(
    {"window", "year", "province", "misprint", "form", "require_result", "contact", "continuous", "name"}
)
"""Faults in spite of which the forms can be counted; any other would only be reported twice."""


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
        *_check_households(file),
        *_check_continuous(file),
        *_check_kind_names(file),
    ]


def check_totals(file: PlanFile) -> list[Fault]:
    """Where the rules do not give what the decision says; for a file without faults of counting."""
    units, _ = build_units(file)
    hint = "correct the quotas, the choice of communes, or what the total says"
    return [
        Fault("totals", ("totals", at, key), message, hint)
        for at, key, message in disagreements(
            units, build_households(file), build_verification(file), build_totals(file)
        )
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
    elif now := successor_of(read_province(file.province.name), window.to):
        when = f"{MERGED_ON:%d/%m/%Y}, before the window ends"
        message = f"{file.province.name} is taken to be part of {now} since {when} ({HOW_WE_KNOW})"
        yield Fault("merged", ("province", "name"), message, f"check it, then name the province {now}")
    if file.wave.years and file.wave.year not in file.wave.years:
        yield Fault("year", ("wave", "year"), f"{file.wave.year} is none of the scheme's years")
    codes = {unit.code for _, unit, _ in _each(file)}
    for written, code in file.province.misprints.items():
        if code not in codes:
            yield Fault("misprint", ("province", "misprints"), f"“{written}” means {code}, which is no unit")


def _check_kinds(file: PlanFile) -> Iterator[Fault]:
    for name, kind in file.kinds.items():
        if kind.block not in file.blocks:
            known = ", ".join(file.blocks)
            message = f"no block “{kind.block}”"
            yield Fault("block", ("kinds", name, "block"), message, f"one of: {known}")
        if kind.allocation != "none":
            if kind.form is None:
                yield Fault("form", ("kinds", name), f"[kinds.{name}] has no form")
            if kind.require_result is None:
                message = f"[kinds.{name}] does not say whether the result must be received"
                yield Fault("require_result", ("kinds", name), message, "require_result = true or false")
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
            kind = file.kinds.get(unit.kind)
            yield ("units", at, "communes", place), commune, kind.commune_kind if kind else "XA"


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
            yield from _check_communes(path, unit, kind)


def _check_unit(path: tuple[str | int, ...], unit: UnitFile | CommuneFile, kind: KindFile) -> Iterator[Fault]:
    if kind.allocation == "none":
        if services_of(unit, kind):
            yield Fault("services", path, f"{unit.code} has services, and its kind is asked nothing")
        return
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


def _check_communes(path: tuple[str | int, ...], unit: UnitFile, kind: KindFile) -> Iterator[Fault]:
    place = (*path, "communes")
    if level_of(unit.kind, kind) is not Level.DISTRICT:
        if unit.communes:
            yield Fault("communes", place, f"{unit.code} is no district and has communes")
        return
    seats = [one for one in unit.communes if one.seat or one.chosen_as == "seat"]
    if kind.choice.seat and len(seats) > 1:
        names = ", ".join(one.name for one in seats)
        yield Fault("seat", place, f"{unit.code} has more than one seat: {names}")
    given = [one for one in unit.communes if one.chosen_as is not None]
    if given and len(given) < len(unit.communes):
        message = f"{unit.code}: some communes say why they were chosen and some do not"
        yield Fault("communes", place, message, "list the chosen ones with a reason, or all without")
    elif given or (not unit.communes and (kind.choice.seat or kind.choice.lists)):
        yield from _check_chosen(place, unit, kind.choice)


def _check_chosen(place: tuple[str | int, ...], unit: UnitFile, choice: ChoiceFile) -> Iterator[Fault]:
    """Communes that were chosen beforehand are as many of each list as the rule takes."""
    lists = {list_label(tuple(one.classes)): one for one in choice.lists}
    wanted = Counter({label: area_rule(choice).lists[at].count for at, label in enumerate(lists)})
    wanted["seat"] += choice.seat
    found = Counter(commune.chosen_as for commune in unit.communes)
    if found != wanted:
        message = f"{unit.code} has {dict(found)} communes, the plan wants {dict(wanted)}"
        yield Fault("communes", place, message)
    for at, commune in enumerate(unit.communes):
        rule = lists.get(commune.chosen_as or "")
        if rule is not None and commune.class_ not in rule.classes:
            message = f"{commune.code} of class {commune.class_} is chosen as {commune.chosen_as}"
            yield Fault("class", (*place, at), message)


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


def _check_households(file: PlanFile) -> Iterator[Fault]:
    """Every surveyed commune has one list of households for each of its villages."""
    if (households := file.households) is None:
        return
    villages = area_rule(households.villages).count()
    for name, kind in file.kinds.items():
        if level_of(name, kind) is not Level.COMMUNE or kind.allocation == "none":
            continue
        numbers = [service.n for service in kind.services]
        if numbers != [households.per_village] * villages:
            message = (
                f"[kinds.{name}] needs {villages} services of n = {households.per_village}, one a village"
            )
            yield Fault("households", ("kinds", name), message)


def _check_continuous(file: PlanFile) -> Iterator[Fault]:
    if (continuous := file.continuous) is None:
        return
    if continuous.first_day > continuous.last_day:
        message = f"the short form ends {continuous.last_day}, before it begins"
        yield Fault("continuous", ("continuous", "last_day"), message)


def _check_kind_names(file: PlanFile) -> Iterator[Fault]:
    """Kinds are data: a table that names one must name one of this plan."""
    named: list[tuple[tuple[str | int, ...], list[str]]] = [
        (("totals", at, "kinds"), one.kinds) for at, one in enumerate(file.totals)
    ]
    if file.continuous is not None:
        named.append((("continuous", "kinds"), file.continuous.kinds))
    missed = {name for _, _, name in _each(file)}  # reported where the unit stands
    for path, names in named:
        for name in names:
            if name not in file.kinds and name not in missed:
                yield Fault("kind", path, f"no kind “{name}”", f"one of: {', '.join(file.kinds)}")
