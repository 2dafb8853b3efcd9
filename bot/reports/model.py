"""The values every writer of a report takes: scores with names, tables, counts, method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.reports.told import Told
from scoring.estimates import Estimate
from scoring.fieldwork_tables import BackcheckCounts, UnitCounts
from scoring.ranks import Spread
from scoring.tables import PRINTING, Printing, Table, Text


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What the cover says. `generated_on` and `fieldwork` are printed as given.

    `window` is the time in which people were served, `decision` the one that orders the survey; empty
    when the plan has none.
    """

    title: Text
    province: str
    department: str
    year: int
    fieldwork: str
    generated_on: str
    legal_basis: str = ""
    window: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class UnitScore:
    """One unit's SIPAS and its place in its block and in the province; no rank without a value."""

    code: str
    name: str
    block: str
    sipas: Estimate
    rank_in_block: int | None
    rank: int | None
    previous: float | None = None


@dataclass(frozen=True, slots=True)
class BlockScore:
    """A block's SIPAS under both rules and how its units lie; `rule` names the published one (A-26)."""

    code: str
    name: str
    pooled: Estimate
    mean_of_units: Estimate
    spread: Spread | None
    rule: str = "pooled"
    previous: float | None = None

    @property
    def published(self) -> Estimate:
        """The estimate under the wave's rule."""
        return self.mean_of_units if self.rule == "mean_of_units" else self.pooled


@dataclass(frozen=True, slots=True)
class ProvinceScore:
    """The province under all three rules; `rule` names the one that is published (A-24)."""

    rule: str
    mean_of_blocks: Estimate
    pooled: Estimate
    mean_of_units: Estimate
    previous: float | None = None

    @property
    def published(self) -> Estimate:
        """The estimate under the wave's rule."""
        match self.rule:
            case "pooled":
                return self.pooled
            case "mean_of_units":
                return self.mean_of_units
            case _:
                return self.mean_of_blocks


@dataclass(frozen=True, slots=True)
class FactorScore:
    """A factor's index over one form, for the chart."""

    form: str
    form_name: Text
    code: str
    name: Text
    index: Estimate


@dataclass(frozen=True, slots=True)
class AnswerShares:
    """One question with the shares of its answers, for the chart; of ticks if several may be given."""

    question: Text
    shares: tuple[tuple[Text, Estimate], ...]
    is_of_ticks: bool


@dataclass(frozen=True, slots=True)
class YearFigure:
    """An index somebody published for an earlier year; `of` a unit, a block, or "" for the province.

    `base` is the number of people behind it, None when nobody said; `rank` and `source` are printed as given.
    """

    year: int
    of: str
    name: str
    value: float
    base: int | None = None
    rank: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class FormFacts:
    """A form as the report speaks of it: how many factors and criteria, how many valid answers to it."""

    kind: str
    code: str
    name: Text
    factors: int
    criteria: int
    people: int


@dataclass(frozen=True, slots=True)
class LevelCounts:
    """How many people chose each level of the scale for one criterion, the lowest level first."""

    form: str
    form_name: Text
    factor: Text
    criterion: str
    counts: tuple[int, ...]
    satisfied: int
    """How many of the highest levels count as satisfied."""


@dataclass(frozen=True, slots=True)
class Flow:
    """From the sample to the forms that count, in people.

    `official` were sampled and released, `reserve` stepped in for somebody; each of them ended in one of
    `complete`, `partial`, `refused`, `noncontact`, `other`. `over_quota` forms came after the last place was
    taken and are not among `collected`.
    """

    official: int
    reserve: int
    complete: int
    partial: int
    refused: int
    noncontact: int
    other: int
    collected: int
    valid: int
    over_quota: int = 0


@dataclass(frozen=True, slots=True)
class UnitDeviation:
    """Where fieldwork in one unit left the plan: each a number of people or forms.

    `short`: fewer sampled than the plan asks; `borrowed`: reserves taken from another service; `replaced`:
    people a reserve stands in for; `over_quota`: forms after the last place; `failed`: forms a
    verification call put aside; `missing`: forms wanted and not collected.
    """

    unit: str
    block: str
    short: int = 0
    borrowed: int = 0
    replaced: int = 0
    missing: int = 0
    over_quota: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class UnitOutcomes:
    """How the cases issued in one unit ended: cases by AAPOR letter, as `scoring.outcome_rates` has them."""

    unit: str
    block: str
    letters: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MethodNote:
    """One choice of method: which ambiguity, what was asked, what this wave does, and the plan's own key."""

    code: str
    question: Text
    choice: Text
    setting: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report says. `data_digest` is SHA-256 of the frozen answers.

    `printing` says how figures outside the tables are shown, as each table's own says for its figures.
    `history` are earlier years' figures; `level_names` what the levels of `levels` are called;
    `corrections` say which forms were corrected while people were answering.
    """

    head: ReportHead
    units: tuple[UnitScore, ...]
    blocks: tuple[BlockScore, ...]
    province: ProvinceScore
    factors: tuple[FactorScore, ...]
    process: tuple[AnswerShares, ...]
    tables: tuple[Table, ...]
    counts: tuple[UnitCounts, ...]
    method: tuple[MethodNote, ...]
    data_digest: str
    target: float = 90.0
    backcheck: BackcheckCounts | None = None
    is_synthetic: bool = False
    printing: Printing = PRINTING
    history: tuple[YearFigure, ...] = ()
    forms: tuple[FormFacts, ...] = ()
    levels: tuple[LevelCounts, ...] = ()
    level_names: tuple[Text, ...] = ()
    flow: Flow | None = None
    corrections: tuple[str, ...] = ()
    exposed: int = 0
    """Figures that would have to be hidden and can be worked out from those that must be told."""
    told: Told = field(default_factory=dict, compare=False, repr=False)
    """What it tells and hides, for the reports after it."""

    @property
    def wanted(self) -> int:
        """Forms wanted of all units."""
        return sum(each.wanted for each in self.counts)

    @property
    def issued(self) -> int:
        """People issued in all units."""
        return sum(each.issued for each in self.counts)

    @property
    def collected(self) -> int:
        """Forms collected in all units."""
        return sum(each.collected for each in self.counts)

    @property
    def valid(self) -> int:
        """Valid forms in all units."""
        return sum(each.valid for each in self.counts)
