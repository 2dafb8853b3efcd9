"""What a plan consists of, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from fractions import Fraction

from survey_flows.ids import ServiceCode, UnitCode
from survey_flows.sampling.areas import AreaChoice, AreaRule, ChosenArea
from survey_flows.sampling.frame import SubmissionMode
from survey_flows.sampling.rules import AllocationMethod, Shortage, UnitKind

_FEWEST_DIGITS = 8  # of a Vietnamese landline without its leading zero, and of a 1800 number


class Design(StrEnum):
    """How a scheme finds its respondents (domain.md, "three survey designs"); a plan may combine them.

    TRANSACTION: people who used a named service. HOUSEHOLD: one adult of each sampled household,
    through communes and villages. CONTINUOUS: whoever answers the short form on his slip; such
    answers are reported apart and enter no index of a sample.
    """

    TRANSACTION = "transaction"
    HOUSEHOLD = "household"
    CONTINUOUS = "continuous"


class Level(StrEnum):
    """Where a unit stands in the administration."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Service:
    """A service of a unit: `n` is its own number of forms if fixed, `form` the questionnaire's code.

    `organisation_form` is the same questionnaire worded for who came for an organisation, "" where
    everybody is asked alike (A-44).
    """

    code: ServiceCode
    name: str
    aliases: tuple[str, ...]
    form: str
    n: int | None = None
    is_list: bool = False
    organisation_form: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """An assessed unit with the rules of its kind.

    `unit_class` is the administrative class (loại I, II, III); `parent` the district of a commune;
    `chosen_as` why a commune was chosen ("seat", "class_1", "class_2_3", "position_2", "last") and
    `class_source` whether its class comes from a "decision" or is "assumed", as does `quota_source`
    of the quota. `choice` is there when the program chose the commune from the plan's lists.
    A unit without services is asked nothing itself: it holds communes, or only takes part in the
    continuous form.
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
    level: Level = Level.PROVINCE
    quota_source: str = "decision"
    choice: ChosenArea | None = None


@dataclass(frozen=True, slots=True)
class DistrictChoice:
    """How the communes of a district were chosen from its whole list, `listed` communes long."""

    district: UnitCode
    rule: AreaRule
    listed: int
    outcome: AreaChoice


@dataclass(frozen=True, slots=True)
class HouseholdRules:
    """The stages below the communes: which villages of each, how many households of a village.

    `hamlets`, `too_few` and `officer_list` name the rules of A-22 (see `sampling.households`);
    `minimum_age` is that of the adult who answers for the household.
    """

    villages: AreaRule
    per_village: int
    hamlets: str
    too_few: str
    officer_list: str
    minimum_age: int

    @property
    def villages_per_commune(self) -> int:
        """How many villages a commune with enough of them gives."""
        return self.villages.count()


@dataclass(frozen=True, slots=True)
class ContinuousRules:
    """The short form anybody with a slip may answer, all year round.

    Units of `kinds` hand out slips (`printed_on`) whose code opens the form by one of the ways of
    `entry`, `answers_per_slip` times within `open_days` of the day the slip was made.
    """

    form: str
    kinds: tuple[UnitKind, ...]
    printed_on: str
    entry: tuple[str, ...]
    answers_per_slip: int
    open_days: int
    first_day: date
    last_day: date
    hotline_interviews: bool
    reported: str

    def open_from(self, now: datetime, zone: tzinfo) -> tuple[datetime, datetime] | None:
        """From when until when a slip made at `now` may be answered; None when the form is over for good.

        Days are civil days in `zone`; the last one counts to its end.
        """
        first = datetime.combine(self.first_day, time(), zone)
        end = datetime.combine(self.last_day, time(), zone) + timedelta(days=1)
        opens = max(now, first)
        return None if opens >= end else (opens, min(opens + timedelta(days=self.open_days), end))


@dataclass(frozen=True, slots=True)
class SeedTotal:
    """A number the decision itself gives, to hold against what the plan's rules give.

    It speaks of the units of `kinds` (only `codes`, only one `unit_class`, if given), with the
    communes inside them where `with_communes`: how many `units`, forms for `each`, `forms` in all,
    `villages`, and forms `verified`; None where the text is silent. `at_most`: a ceiling.
    """

    kinds: tuple[UnitKind, ...]
    codes: tuple[UnitCode, ...]
    unit_class: int | None
    with_communes: bool
    at_most: bool
    units: int | None
    each: int | None
    forms: int | None
    villages: int | None
    verified: int | None
    source: str


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
    """When a form counts: `minimum_answered` is the share of applicable satisfaction items (A-19).

    From `partial_from` of them on, an interview left half-way ends as a partial, below as a break-off.
    """

    minimum_answered: Fraction
    partial_from: Fraction
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
