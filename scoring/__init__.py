"""Scores of satisfaction surveys: indices, shares, ranks and tables from a data frame of answers.

    from scoring import Factor, Instrument, Responses, score

    form = Instrument("short", (Factor("A", "Tiếp cận", ("a1", "a2")), Factor("B", "Thủ tục", ("b1",))))
    score(Responses(frame, form), by=["unit"])      # polars in, polars out; pandas in, pandas out

Pure: no files, no clock, no randomness. Needs narwhals and numpy, and whichever frame library you use.
"""

from scoring.estimates import Estimate, mean_of
from scoring.indices import SIPAS, Level, Score, mean_over, score, scores
from scoring.responses import (
    Factor,
    Instrument,
    InvalidInstrument,
    InvalidResponses,
    Responses,
    ScoringError,
)
from scoring.settings import Denominator, Settings

__all__ = [
    "SIPAS",
    "Denominator",
    "Estimate",
    "Factor",
    "Instrument",
    "InvalidInstrument",
    "InvalidResponses",
    "Level",
    "Responses",
    "Score",
    "ScoringError",
    "Settings",
    "mean_of",
    "mean_over",
    "score",
    "scores",
]
