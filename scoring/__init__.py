"""Scores of satisfaction surveys: indices, shares, ranks and tables from a data frame of answers.

    from scoring import Factor, Instrument, Responses, score

    form = Instrument("short", (Factor("A", "Tiếp cận", ("a1", "a2")), Factor("B", "Thủ tục", ("b1",))))
    score(Responses(frame, form), by=["unit"])      # polars in, polars out; pandas in, pandas out

Pure: no files, no clock, no randomness. Needs narwhals and numpy, and whichever frame library you use.
"""

from scoring.compare import (
    Difference,
    Pair,
    RankInterval,
    change,
    change_statement,
    difference,
    holm,
    pair_statement,
    pairwise,
    rank_intervals,
    ranking_statement,
)
from scoring.consistency import Finding, check
from scoring.consistency_figures import Figure, Place, Published, Rounding
from scoring.consistency_files import InvalidPublication, read_csv, read_json
from scoring.consistency_tables import published_tables
from scoring.consistency_wording import FindingCode, summary_text
from scoring.contrasts import Term, contrast
from scoring.estimates import Estimate, mean_of
from scoring.fieldwork_tables import (
    COUNTERS,
    BackcheckCounts,
    UnitCounts,
    ValidityCounts,
    backcheck_table,
    collection_table,
    validity_table,
)
from scoring.indices import mean_over, score, scores
from scoring.intervals import Interval
from scoring.outcome_rates import (
    Outcome,
    OutcomeCounts,
    OutcomeRates,
    Rate,
    outcome_frame,
    outcome_rates,
    rates_of,
)
from scoring.ranks import TARGET, Spread, ranks, spread
from scoring.report_tables import (
    answers_table,
    breakdown_table,
    factor_table,
    province_table,
    sipas_table,
    spread_note,
    unit_factor_table,
)
from scoring.responses import Factor, Instrument, InvalidInstrument, InvalidResponses, Responses, ScoringError
from scoring.settings import Denominator, Groups, InvalidSettings, Settings, Weighting
from scoring.shares import Base, Of, Question, Share, shares
from scoring.tables import (
    PRINTING,
    SMALL_BASE,
    Cell,
    Column,
    ColumnKind,
    Printing,
    QuestionWording,
    Row,
    RowKind,
    Table,
    Text,
    decimal_comma,
    is_small,
    printed,
)
from scoring.tally import SIPAS, Level, Score, Tally, tally
from scoring.wording import HEADINGS, NOTES, TITLES

__all__ = [
    "COUNTERS",
    "HEADINGS",
    "NOTES",
    "PRINTING",
    "SIPAS",
    "SMALL_BASE",
    "TARGET",
    "TITLES",
    "BackcheckCounts",
    "Base",
    "Cell",
    "Column",
    "ColumnKind",
    "Denominator",
    "Difference",
    "Estimate",
    "Factor",
    "Figure",
    "Finding",
    "FindingCode",
    "Groups",
    "Instrument",
    "Interval",
    "InvalidInstrument",
    "InvalidPublication",
    "InvalidResponses",
    "InvalidSettings",
    "Level",
    "Of",
    "Outcome",
    "OutcomeCounts",
    "OutcomeRates",
    "Pair",
    "Place",
    "Printing",
    "Published",
    "Question",
    "QuestionWording",
    "RankInterval",
    "Rate",
    "Responses",
    "Rounding",
    "Row",
    "RowKind",
    "Score",
    "ScoringError",
    "Settings",
    "Share",
    "Spread",
    "Table",
    "Tally",
    "Term",
    "Text",
    "UnitCounts",
    "ValidityCounts",
    "Weighting",
    "answers_table",
    "backcheck_table",
    "breakdown_table",
    "change",
    "change_statement",
    "check",
    "collection_table",
    "contrast",
    "decimal_comma",
    "difference",
    "factor_table",
    "holm",
    "is_small",
    "mean_of",
    "mean_over",
    "outcome_frame",
    "outcome_rates",
    "pair_statement",
    "pairwise",
    "printed",
    "province_table",
    "published_tables",
    "rank_intervals",
    "ranking_statement",
    "ranks",
    "rates_of",
    "read_csv",
    "read_json",
    "score",
    "scores",
    "shares",
    "sipas_table",
    "spread",
    "spread_note",
    "summary_text",
    "tally",
    "unit_factor_table",
    "validity_table",
]
