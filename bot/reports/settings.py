"""How a wave wants its figures: the plan's scoring rules in the terms of `scoring` and of the report.

Each field answers an ambiguity of domain.md §2; `settings_of` is the only place that reads the plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from scoring.disclosure import DisclosureRules
from scoring.fieldwork_tables import COUNTERS
from scoring.ranks import TARGET
from scoring.settings import Denominator, Settings
from scoring.shares import Base
from scoring.tables import PRINTING, SMALL_BASE, Printing
from survey_flows.plans.values import ScoringRules

DRAWN_BY_SERVICE = Settings(strata=("unit", "place", "service"))
"""People are drawn service by service inside a unit, so errors are counted that way."""

DISCLOSURE = DisclosureRules()
"""Ten people, and no figure of which everybody is on one side (reliability.md §5.4)."""

OWN_DESK: Mapping[str, object] = {"place": ""}
"""The cells of a unit's own forms, without those of communes inside it."""


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """How the wave wants its figures.

    `scoring` holds the denominator (A-01) and the strata; `counts_communes` whether a district's index
    takes its communes in (A-25), and with it the indices of blocks and of the province; `block_rule`
    "pooled" or "mean_of_units" (A-26); `province_rule` "mean_of_blocks", "mean_of_units" or "pooled"
    (A-24); a service has an index from `service_minimum_base` people (A-27); `printing` the decimals and
    the base below which figures are marked (A-35, A-36); `counters` those of the collection table (A-37).
    `is_ranked`: units get places, which a household survey gives nobody. `disclosure` says what is hidden
    so that nobody's answers can be told; None hides nothing, for eyes that may see answers anyway.
    """

    province_rule: str = "mean_of_blocks"
    scoring: Settings = DRAWN_BY_SERVICE
    process_base: Base = Base.ANSWERED
    target: float = TARGET
    block_rule: str = "pooled"
    counts_communes: bool = True
    service_minimum_base: int = SMALL_BASE
    printing: Printing = PRINTING
    counters: tuple[str, ...] = COUNTERS
    is_ranked: bool = True
    disclosure: DisclosureRules | None = DISCLOSURE

    @property
    def indexed(self) -> Mapping[str, object]:
        """Which cells the indices of units, blocks and the province are made of."""
        return {} if self.counts_communes else OWN_DESK


def settings_of(rules: ScoringRules) -> ReportSettings:
    """A plan's choices as the report's."""
    return ReportSettings(
        province_rule=rules.province_index,
        scoring=replace(DRAWN_BY_SERVICE, denominator=Denominator(rules.denominator)),
        target=float(rules.target_percent),
        block_rule=rules.block_index,
        counts_communes=rules.unit_index == "with_communes",
        service_minimum_base=rules.service_minimum_base,
        printing=Printing(decimals=rules.decimals, small_base=rules.minimum_base),
        counters=rules.counters,
    )
