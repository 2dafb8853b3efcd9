"""What a plan consists of, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from survey_flows.ids import ServiceCode, UnitCode
from survey_flows.sampling.frame import SubmissionMode
from survey_flows.sampling.rules import AllocationMethod, Shortage, UnitKind

_FEWEST_DIGITS = 8  # of a Vietnamese landline without its leading zero, and of a 1800 number


@dataclass(frozen=True, slots=True)
class Service:
    """A service of a unit: `n` is its own number of forms if fixed, `form` the questionnaire's code."""

    code: ServiceCode
    name: str
    aliases: tuple[str, ...]
    form: str
    n: int | None = None
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """An assessed unit with the rules of its kind.

    `unit_class` is the administrative class (loại I, II, III); `parent` the district of a commune;
    `chosen_as` why a commune was chosen ("seat", "class_1", "class_2_3") and `class_source`
    whether its class comes from a "decision" or is "assumed".
    """

    code: UnitCode
    name: str
    aliases: tuple[str, ...]
    kind: UnitKind
    block: str
    quota: int
    allocation: AllocationMethod
    services: tuple[Service, ...]
    modes: frozenset[SubmissionMode]
    require_result: bool
    require_window: bool
    census_below: int
    busiest: tuple[int, int]
    second_minimum: int
    shortage: Shortage
    unit_class: int | None = None
    parent: UnitCode | None = None
    chosen_as: str = ""
    class_source: str = ""


@dataclass(frozen=True, slots=True)
class InviteFacts:
    """What an invitation must name: who asks, on what decision, where to check, what to text back."""

    department: str
    decision: str
    hotline: str
    keyword: str

    @property
    def has_real_hotline(self) -> bool:
        """Whether somebody has put a number where the plan file holds a place for it.

        No real invitation may leave without: a landline to check is what tells us from a fraud.
        """
        return sum(sign.isdigit() for sign in self.hotline) >= _FEWEST_DIGITS


@dataclass(frozen=True, slots=True)
class ValidityRules:
    """When a form counts: `minimum_answered` is the share of applicable satisfaction items (A-19)."""

    minimum_answered: Fraction
    speeding: str
    straight_lining: str


@dataclass(frozen=True, slots=True)
class Content:
    """One of the contents a back-check asks about (A-33)."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class VerificationRules:
    """The back-check: which `share` of what `base`, by which strata, what is asked, what follows."""

    share: Fraction
    base: str
    stratified_by: str
    contents: tuple[Content, ...]
    on_failed_content: str
    on_unreachable: str


@dataclass(frozen=True, slots=True)
class ScoringRules:
    """How indices are made (A-01 … A-04, A-24 … A-30, A-35 … A-37); `target_percent` is the goal."""

    denominator: str
    item_nonresponse: str
    respondents: str
    no_feedback_experience: str
    province_index: str
    unit_index: str
    block_index: str
    service_index: str
    service_minimum_base: int
    mixed_forms: str
    multiple_answers: str
    rounding: str
    decimals: int
    minimum_base: int
    counters: tuple[str, ...]
    target_percent: int
