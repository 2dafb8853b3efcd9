"""A survey scheme as frozen values: what to sample, whom to ask, how to contact, verify and score.

A scheme is data (docs: design decision 3). `parse_plan` reads the text of a plan file and refuses
it with every problem at once; what comes out is plain values that pure code can use, and the
rules of each unit in the terms of sampling and fieldwork. Reading the file itself is the caller's.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from survey_flows.errors import InvalidPlan, Issue
from survey_flows.fieldwork.calendar import ContactHours
from survey_flows.fieldwork.protocol import ContactProtocol
from survey_flows.ids import ServiceCode, UnitCode
from survey_flows.interview.pace import Pace
from survey_flows.plans.ambiguities import Ambiguity, ambiguities_of
from survey_flows.plans.build import build_parts
from survey_flows.plans.checks import BESIDE_TOTALS, check, check_totals
from survey_flows.plans.positions import KeyLines
from survey_flows.plans.schema import PlanFile, known_keys
from survey_flows.plans.values import (
    ContinuousRules,
    Design,
    DistrictChoice,
    HouseholdRules,
    InviteFacts,
    ScoringRules,
    SeedTotal,
    Service,
    Unit,
    ValidityRules,
    VerificationRules,
)
from survey_flows.sampling.eligibility import EligibilityRules
from survey_flows.sampling.frame import RespondentType, SubmissionMode
from survey_flows.sampling.known import FrameRules, KnownService, KnownUnit
from survey_flows.sampling.rules import DrawRules, ServiceRules, UnitKind, UnitRules


@dataclass(frozen=True, slots=True)
class Plan:
    """One wave of one province.

    `digest` is the SHA-256 of the text, so that draws and reports can name the plan they follow.
    `units` lists departments, then each district followed by its communes. `years` are those the
    scheme covers, `year` the one this wave is about. `choices` tells how the communes of each
    district were chosen where the plan gives their whole list. `households` and `continuous` are
    the rules of those designs, None in a plan without. `totals` are the decision's own numbers.
    """

    code: str
    name: str
    name_en: str
    year: int
    years: tuple[int, ...]
    province: str
    legal_basis: tuple[str, ...]
    window_from: date
    window_to: date
    blocks: Mapping[str, str]
    units: tuple[Unit, ...]
    choices: tuple[DistrictChoice, ...]
    households: HouseholdRules | None
    continuous: ContinuousRules | None
    totals: tuple[SeedTotal, ...]
    draw: DrawRules
    invite: InviteFacts
    pace: Pace
    validity: ValidityRules
    verification: VerificationRules
    scoring: ScoringRules
    expectation_choices: int
    literacy_screener: bool
    ambiguities: tuple[Ambiguity, ...]
    digest: str
    source: str
    _protocol: ContactProtocol
    _hours: ContactHours
    _require_phone: bool
    _require_address: bool
    _exclude_out_of_province: bool
    _by_code: Mapping[UnitCode, Unit] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", MappingProxyType({unit.code: unit for unit in self.units}))

    @property
    def ceiling(self) -> int:
        """The most forms the plan foresees, procedure users of the mixed unit not counted."""
        return sum(unit.quota for unit in self.units)

    @property
    def forms(self) -> tuple[str, ...]:
        """The questionnaires in use, in the order they first appear; the continuous short form last."""
        services = [service for unit in self.units for service in unit.services]
        forms = [form for one in services for form in (one.form, one.organisation_form) if form]
        return tuple(dict.fromkeys([*forms, *([self.continuous.form] if self.continuous else [])]))

    @property
    def same_form(self) -> Mapping[str, str]:
        """For each form worded for organisations, the form for citizens that asks the same (A-44)."""
        return {
            service.organisation_form: service.form
            for unit in self.units
            for service in unit.services
            if service.organisation_form
        }

    @property
    def designs(self) -> tuple[Design, ...]:
        """How this scheme finds its respondents."""
        sampled = Design.HOUSEHOLD if self.households is not None else Design.TRANSACTION
        return (sampled, Design.CONTINUOUS) if self.continuous is not None else (sampled,)

    def unit(self, code: UnitCode) -> Unit:
        """The unit called `code`. Raises KeyError when the plan has none."""
        return self._by_code[code]

    def units_of(self, *kinds: UnitKind) -> tuple[Unit, ...]:
        """The units of these kinds, in the plan's order."""
        return tuple(unit for unit in self.units if unit.kind in kinds)

    def children(self, code: UnitCode) -> tuple[Unit, ...]:
        """The communes reported inside a district."""
        return tuple(unit for unit in self.units if unit.parent == code)

    def service(self, unit: UnitCode, service: ServiceCode) -> Service:
        """A service of a unit. Raises KeyError when the unit has none such."""
        for one in self.unit(unit).services:
            if one.code == service:
                return one
        raise KeyError(f"{unit} has no service {service}")

    def form_of(
        self, unit: UnitCode, service: ServiceCode, respondent: RespondentType = RespondentType.CITIZEN
    ) -> str:
        """The questionnaire that a citizen, or who came for an organisation, is asked about a service."""
        one = self.service(unit, service)
        is_organisation = respondent is RespondentType.ORGANISATION
        return (is_organisation and one.organisation_form) or one.form

    def unit_rules(self, code: UnitCode) -> UnitRules:
        """What the draw of a unit depends on."""
        unit = self.unit(code)
        return UnitRules(
            unit=unit.code,
            kind=unit.kind,
            quota=unit.quota,
            allocation=unit.allocation,
            services=tuple(ServiceRules(one.code, one.n, one.is_list) for one in unit.services),
            draw=self.draw,
            census_below=unit.census_below,
            busiest=unit.busiest,
            second_minimum=unit.second_minimum,
            shortage=unit.shortage,
            plan_digest=self.digest,
        )

    def eligibility(self, unit: UnitCode, service: ServiceCode) -> EligibilityRules:
        """Who counts as a user of a service; a list of representatives needs a phone only."""
        owner = self.unit(unit)
        is_list = self.service(unit, service).is_list
        return EligibilityRules(
            window_from=self.window_from,
            window_to=self.window_to,
            province=self.province,
            modes=frozenset(SubmissionMode) if is_list else owner.modes,
            require_result=owner.require_result and not is_list,
            require_window=owner.require_window and not is_list,
            exclude_out_of_province=self._exclude_out_of_province,
            require_phone=self._require_phone,
            require_address=self._require_address and not is_list,
        )

    def frame_rules(self) -> FrameRules:
        """What agencies' lists may speak of."""
        return FrameRules(
            units=tuple(
                KnownUnit(
                    code=unit.code,
                    names=(unit.name, *unit.aliases, unit.code),
                    services=tuple(
                        KnownService(one.code, (one.name, *one.aliases, one.code), one.is_list)
                        for one in unit.services
                    ),
                    parent=unit.parent,
                )
                for unit in self.units
            ),
            province=self.province,
        )

    def contact_protocol(self) -> ContactProtocol:
        """How often and how soon people are contacted."""
        return self._protocol

    def contact_hours(self) -> ContactHours:
        """When a message may leave."""
        return self._hours


def parse_plan(text: str, *, source: str) -> Plan:
    """Read a plan file's text. Raises InvalidPlan with every problem found, each with key and line."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        hint = "quote texts, close brackets, write each key once"
        raise InvalidPlan(source, [Issue("toml", source, str(error), hint)]) from error
    lines = KeyLines(text)
    try:
        file = PlanFile.model_validate(written)
    except ValidationError as error:
        raise InvalidPlan(source, [_shape_issue(fault, lines) for fault in error.errors()]) from error
    faults = check(file)
    if {fault.code for fault in faults} <= BESIDE_TOTALS:
        faults += check_totals(file)
    if faults:
        raise InvalidPlan(
            source, [Issue(one.code, lines.where(one.path), one.message, one.hint) for one in faults]
        )
    parts = build_parts(file)
    return Plan(
        code=file.wave.code,
        name=file.wave.name,
        name_en=file.wave.name_en,
        year=file.wave.year,
        years=tuple(file.wave.years) or (file.wave.year,),
        province=file.province.name,
        legal_basis=tuple(file.wave.legal_basis),
        window_from=file.wave.window.from_,
        window_to=file.wave.window.to,
        blocks=MappingProxyType(dict(file.blocks)),
        units=parts.units,
        choices=parts.choices,
        households=parts.households,
        continuous=parts.continuous,
        totals=parts.totals,
        draw=parts.draw,
        invite=parts.invite,
        pace=parts.pace,
        validity=parts.validity,
        verification=parts.verification,
        scoring=parts.scoring,
        expectation_choices=file.questionnaire.expectation_choices,
        literacy_screener=file.questionnaire.literacy_screener,
        ambiguities=ambiguities_of(written),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        source=source,
        _protocol=parts.protocol,
        _hours=parts.hours,
        _require_phone=file.frame.require_phone,
        _require_address=file.frame.require_address,
        _exclude_out_of_province=file.frame.exclude_out_of_province,
    )


def _shape_issue(fault: ErrorDetails, lines: KeyLines) -> Issue:
    """A defect of shape; a key nobody knows gets the nearest one that is known."""
    hint = ""
    if fault["type"] == "extra_forbidden":
        near = get_close_matches(str(fault["loc"][-1]), known_keys(), n=1)
        hint = f"did you mean {near[0]}?" if near else "take it out"
    return Issue(fault["type"], lines.where(fault["loc"]), fault["msg"], hint)
