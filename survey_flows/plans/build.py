"""From a checked plan file to frozen values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from survey_flows.fieldwork.calendar import ContactHours
from survey_flows.fieldwork.protocol import ContactProtocol
from survey_flows.ids import ServiceCode, UnitCode
from survey_flows.plans.schema import CommuneFile, ContactFile, KindFile, PlanFile, ServiceFile, UnitFile
from survey_flows.plans.values import (
    Content,
    InviteFacts,
    ScoringRules,
    Service,
    Unit,
    ValidityRules,
    VerificationRules,
)
from survey_flows.sampling.frame import SubmissionMode
from survey_flows.sampling.rules import (
    AllocationMethod,
    DrawRules,
    IntervalMethod,
    ListReserve,
    Shortage,
    UnitKind,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything of a plan that is made rather than copied."""

    units: tuple[Unit, ...]
    draw: DrawRules
    invite: InviteFacts
    validity: ValidityRules
    verification: VerificationRules
    scoring: ScoringRules
    protocol: ContactProtocol
    hours: ContactHours


def build_parts(file: PlanFile) -> Parts:
    """Make the values. `file` has passed `checks`."""
    draw, contact, validity, verification = file.draw, file.contact, file.validity, file.verification
    return Parts(
        units=tuple(_units(file)),
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
            speeding=validity.speeding,
            straight_lining=validity.straight_lining,
        ),
        verification=VerificationRules(
            share=Fraction(verification.share_percent, 100),
            base=verification.base,
            stratified_by=verification.stratified_by,
            contents=tuple(Content(one.code, one.name, one.name_en) for one in verification.contents),
            on_failed_content=verification.on_failed_content,
            on_unreachable=verification.on_unreachable,
        ),
        scoring=ScoringRules(**{**file.scoring.model_dump(), "counters": tuple(file.scoring.counters)}),
        protocol=contact_protocol(contact),
        hours=contact_hours(contact),
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


def _class_key(unit_class: int | None) -> str:
    return str(unit_class or "")


def _units(file: PlanFile) -> Iterator[Unit]:
    for unit in file.units:
        yield _unit(unit, UnitKind(unit.kind), file)
        for commune in unit.communes:
            yield _unit(commune, UnitKind.XA, file, parent=UnitCode(unit.code))


def _unit(
    unit: UnitFile | CommuneFile, kind: UnitKind, file: PlanFile, *, parent: UnitCode | None = None
) -> Unit:
    rules = file.kinds[kind.value]
    low, high = rules.busiest
    return Unit(
        code=UnitCode(unit.code),
        name=unit.name,
        aliases=tuple(unit.aliases),
        kind=kind,
        block=rules.block,
        quota=quota_of(unit, rules) or 0,
        allocation=AllocationMethod(rules.allocation),
        services=tuple(
            Service(
                code=ServiceCode(one.code),
                name=one.name,
                aliases=tuple(one.aliases),
                form=(rules.list_form or rules.form) if one.list_ else rules.form,
                n=service_n(one, unit.class_),
                is_list=one.list_,
            )
            for one in services_of(unit, rules)
        ),
        modes=frozenset(map(SubmissionMode, rules.modes)),
        require_result=rules.require_result,
        require_window=rules.require_window,
        census_below=rules.census_below,
        busiest=(low, high),
        second_minimum=rules.second_minimum,
        shortage=Shortage(rules.shortage),
        unit_class=unit.class_,
        parent=parent,
        chosen_as=unit.chosen_as if isinstance(unit, CommuneFile) else "",
        class_source=unit.class_source if isinstance(unit, CommuneFile) else "",
    )
