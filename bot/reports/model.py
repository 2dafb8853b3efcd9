"""The values every writer of a report takes: scores with names, tables, counts, method."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.estimates import Estimate
from scoring.fieldwork_tables import BackcheckCounts, UnitCounts
from scoring.ranks import Spread
from scoring.tables import PRINTING, Printing, Table, Text


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What the cover says. `generated_on` and `fieldwork` are printed as given."""

    title: Text
    province: str
    department: str
    year: int
    fieldwork: str
    generated_on: str
    legal_basis: str = ""


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
class MethodNote:
    """One choice of method: which ambiguity, what was asked, what this wave does."""

    code: str
    question: Text
    choice: Text


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report says. `data_digest` is SHA-256 of the frozen answers.

    `printing` says how figures outside the tables are shown, as each table's own says for its figures.
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
