"""From a checked plan file to frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from survey_flows.fieldwork.calendar import ContactHours
from survey_flows.fieldwork.protocol import ContactProtocol
from survey_flows.ids import ServiceCode, UnitCode
from survey_flows.interview.pace import Pace
from survey_flows.plans.schema import (
    ChoiceFile,
    CommuneFile,
    ContactFile,
    KindFile,
    PlanFile,
    ServiceFile,
    UnitFile,
)
from survey_flows.plans.values import (
    Content,
    ContinuousRules,
    DistrictChoice,
    HouseholdRules,
    InviteFacts,
    Level,
    ScoringRules,
    SeedTotal,
    Service,
    Unit,
    ValidityRules,
    VerificationRules,
)
from survey_flows.sampling.areas import Area, AreaRule, ChosenArea, ListRule, Reason, choose_communes
from survey_flows.sampling.frame import SubmissionMode
from survey_flows.sampling.rules import (
    AllocationMethod,
    DrawRules,
    IntervalMethod,
    ListReserve,
    Shortage,
    UnitKind,
)

_USUAL_LEVELS = {"HUYEN": Level.DISTRICT, "XA": Level.COMMUNE}  # of a kind that does not say


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything of a plan that is made rather than copied."""

    units: tuple[Unit, ...]
    choices: tuple[DistrictChoice, ...]
    households: HouseholdRules | None
    continuous: ContinuousRules | None
    totals: tuple[SeedTotal, ...]
    draw: DrawRules
    invite: InviteFacts
    validity: ValidityRules
    verification: VerificationRules
    scoring: ScoringRules
    protocol: ContactProtocol
    hours: ContactHours
    pace: Pace


def build_parts(file: PlanFile) -> Parts:
    """Make the values. `file` has passed `checks`."""
    draw, contact, validity = file.draw, file.contact, file.validity
    units, choices = build_units(file)
    return Parts(
        units=units,
        choices=choices,
        households=build_households(file),
        continuous=_continuous(file),
        totals=build_totals(file),
        draw=DrawRules(
            interval=IntervalMethod(draw.interval),
            start=draw.start,
            seed=draw.seed,
            reserve_share=Fraction(draw.reserve_percent, 100),
            borrows_reserve=draw.borrow_reserve,
            list_reserve=ListReserve(draw.list_reserve),
        ),
        invite=InviteFacts(contact.department, contact.decision, contact.hotline, contact.keyword),
        validity=ValidityRules(
            minimum_answered=Fraction(validity.minimum_answered_percent, 100),
            partial_from=Fraction(validity.partial_from_percent, 100),
            speeding=validity.speeding,
            straight_lining=validity.straight_lining,
        ),
        verification=build_verification(file),
        scoring=ScoringRules(**{**file.scoring.model_dump(), "counters": tuple(file.scoring.counters)}),
        protocol=contact_protocol(contact),
        hours=contact_hours(contact),
        pace=Pace(sms_parts=contact.sms_parts, sms_sitting=contact.sms_sitting),
    )


def build_units(file: PlanFile) -> tuple[tuple[Unit, ...], tuple[DistrictChoice, ...]]:
    """The units, and how communes were chosen where the plan gives a district's whole list."""
    choices = tuple(_choices(file))
    return tuple(_units(file, {one.district: one for one in choices})), choices


def build_verification(file: PlanFile) -> VerificationRules:
    """The rules of the back-check."""
    verification = file.verification
    return VerificationRules(
        share=Fraction(verification.share_percent, 100),
        base=verification.base,
        stratified_by=verification.stratified_by,
        contents=tuple(Content(one.code, one.name, one.name_en) for one in verification.contents),
        on_failed_content=verification.on_failed_content,
        on_unreachable=verification.on_unreachable,
    )


def contact_protocol(contact: ContactFile) -> ContactProtocol:
    """The contact protocol. Raises ValueError for one that may not be used."""
    return ContactProtocol(
        channel_order=tuple(contact.channel_order),
        reminder_gaps_hours=tuple(contact.reminder_gaps_hours),
        noncontact_after_hours=contact.noncontact_after_hours,
        pause_reminder_hours=contact.pause_reminder_hours,
        break_off_after_hours=contact.break_off_after_hours,
    )


def contact_hours(contact: ContactFile) -> ContactHours:
    """The contact hours. Raises ValueError when they are out of order."""
    hours = contact.hours
    return ContactHours(
        utc_offset_hours=hours.utc_offset_hours,
        opens=hours.opens,
        closes=hours.closes,
        breaks=tuple((start, end) for start, end in hours.breaks),
        first_day=hours.first_day,
        last_day=hours.last_day,
    )


def quota_of(unit: UnitFile | CommuneFile, kind: KindFile) -> int | None:
    """A unit's number of forms: its own, else its class's, else its kind's; None when nobody says."""
    own = unit.quota if isinstance(unit, UnitFile) else None
    by_class = (kind.quota_by_class or {}).get(_class_key(unit.class_))
    return own or by_class or kind.quota


def services_of(unit: UnitFile | CommuneFile, kind: KindFile) -> list[ServiceFile]:
    """A unit's own services, else those of its kind."""
    own = unit.services if isinstance(unit, UnitFile) else []
    return own or kind.services


def service_n(service: ServiceFile, unit_class: int | None) -> int | None:
    """A service's fixed number of forms in a unit of this class, if the plan fixes one."""
    return (service.n_by_class or {}).get(_class_key(unit_class), service.n)


def level_of(name: str, kind: KindFile) -> Level:
    """Where units of a kind stand in the administration."""
    return Level(kind.level) if kind.level else _USUAL_LEVELS.get(name, Level.PROVINCE)


def area_rule(choice: ChoiceFile) -> AreaRule:
    """How the areas below a unit are chosen."""
    return AreaRule(
        lists=tuple(
            ListRule(tuple(one.classes), one.first, tuple(one.positions), one.last) for one in choice.lists
        ),
        takes_seat=choice.seat,
        skips_seat_class=choice.skip_seat_class,
    )


def list_label(classes: tuple[int, ...]) -> str:
    """What a commune from the top of a class list is chosen as: "class_1", "class_2_3"."""
    return "_".join(["class", *map(str, classes)])


def _class_key(unit_class: int | None) -> str:
    return str(unit_class or "")


def _choices(file: PlanFile) -> Iterator[DistrictChoice]:
    """The choice in every district whose whole list the plan gives, with nothing chosen beforehand."""
    for unit in file.units:
        if unit.communes and all(one.chosen_as is None for one in unit.communes):
            rule = area_rule(file.kinds[unit.kind].choice)
            areas = [Area(one.code, one.name, one.class_, one.seat) for one in unit.communes]
            yield DistrictChoice(UnitCode(unit.code), rule, len(areas), choose_communes(areas, rule))


def _units(file: PlanFile, choices: Mapping[UnitCode, DistrictChoice]) -> Iterator[Unit]:
    misprints: dict[str, list[str]] = {}
    for written, code in file.province.misprints.items():
        misprints.setdefault(code, []).append(written)
    for unit in file.units:
        code = UnitCode(unit.code)
        yield _unit(unit, unit.kind, file, misprints)
        communes = {one.code: one for one in unit.communes}
        chosen: list[ChosenArea | None] = [None] * len(communes)
        if code in choices:
            chosen = list(choices[code].outcome.chosen)
            communes = {one.area.code: communes[one.area.code] for one in choices[code].outcome.chosen}
        for commune, choice in zip(communes.values(), chosen, strict=True):
            kind = file.kinds[unit.kind].commune_kind
            yield _unit(commune, kind, file, misprints, parent=code, choice=choice)


def _unit(
    unit: UnitFile | CommuneFile,
    kind: str,
    file: PlanFile,
    misprints: Mapping[str, list[str]],
    *,
    parent: UnitCode | None = None,
    choice: ChosenArea | None = None,
) -> Unit:
    rules = file.kinds[kind]
    low, high = rules.busiest
    is_asked = rules.allocation != "none"
    return Unit(
        code=UnitCode(unit.code),
        name=unit.name,
        aliases=(*unit.aliases, *misprints.get(unit.code, ())),
        kind=UnitKind(kind),
        block=rules.block,
        quota=(quota_of(unit, rules) or 0) if is_asked else 0,
        allocation=AllocationMethod(rules.allocation) if is_asked else AllocationMethod.FIXED,
        services=tuple(_services(unit, rules)) if is_asked else (),
        modes=frozenset(map(SubmissionMode, rules.modes)),
        require_result=bool(rules.require_result),
        require_window=rules.require_window,
        census_below=rules.census_below,
        busiest=(low, high),
        second_minimum=rules.second_minimum,
        shortage=Shortage(rules.shortage),
        unit_class=unit.class_,
        parent=parent,
        chosen_as=_chosen_as(unit, choice),
        class_source=unit.class_source if isinstance(unit, CommuneFile) else "",
        level=level_of(kind, rules),
        quota_source=rules.quota_source,
        choice=choice,
    )


def _services(unit: UnitFile | CommuneFile, rules: KindFile) -> Iterator[Service]:
    for one in services_of(unit, rules):
        yield Service(
            code=ServiceCode(one.code),
            name=one.name,
            aliases=tuple(one.aliases),
            form=(one.list_ and rules.list_form) or rules.form or "",
            n=service_n(one, unit.class_),
            is_list=one.list_,
            organisation_form="" if one.list_ else rules.organisation_form or "",
        )


def _chosen_as(unit: UnitFile | CommuneFile, choice: ChosenArea | None) -> str:
    if choice is not None:
        return list_label(choice.classes) if choice.reason is Reason.FIRST else choice.label
    return (unit.chosen_as or "") if isinstance(unit, CommuneFile) else ""


def build_households(file: PlanFile) -> HouseholdRules | None:
    """The stages below the communes, in a plan that has them."""
    if (written := file.households) is None:
        return None
    return HouseholdRules(
        villages=area_rule(written.villages),
        per_village=written.per_village,
        hamlets=written.hamlets,
        too_few=written.too_few,
        officer_list=written.officer_list,
        minimum_age=written.minimum_age,
    )


def _continuous(file: PlanFile) -> ContinuousRules | None:
    if (written := file.continuous) is None:
        return None
    return ContinuousRules(
        form=written.form,
        kinds=tuple(map(UnitKind, written.kinds)),
        printed_on=written.printed_on,
        entry=tuple(written.entry),
        answers_per_slip=written.answers_per_slip,
        open_days=written.open_days,
        first_day=written.first_day,
        last_day=written.last_day,
        hotline_interviews=written.hotline_interviews,
        reported=written.reported,
    )


def build_totals(file: PlanFile) -> tuple[SeedTotal, ...]:
    """The decision's own numbers."""
    return tuple(
        SeedTotal(
            kinds=tuple(map(UnitKind, one.kinds)),
            codes=tuple(map(UnitCode, one.codes)),
            unit_class=one.class_,
            with_communes=one.with_communes,
            at_most=one.at_most,
            units=one.units,
            each=one.each,
            forms=one.forms,
            villages=one.villages,
            verified=one.verified,
            source=one.source,
        )
        for one in file.totals
    )
