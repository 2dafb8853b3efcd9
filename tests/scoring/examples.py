"""Frames and an instrument to score: small, seeded, with skipped items and a routed factor."""

from __future__ import annotations

import numpy as np
import polars as pl

from scoring import Factor, Instrument, Responses

FORM = Instrument(
    "trial",
    (
        Factor("A", "Tiếp cận", ("a1", "a2", "a3")),
        Factor("B", "Thủ tục", ("b1", "b2")),
        Factor("E", "Góp ý", ("e1", "e2"), is_routed=True),
    ),
)


def answers(people: int = 60, *, units: int = 3, seed: int = 1) -> pl.DataFrame:
    """Made-up answers: people of a unit lean the same way, a tenth of items skipped, E for a third."""
    random = np.random.default_rng(seed)
    leaning = random.beta(8, 2, size=people)
    columns: dict[str, pl.Series] = {
        "unit": pl.Series([f"unit {number % units}" for number in range(people)]),
        "service": pl.Series(["land" if number % 5 < 3 else "births" for number in range(people)]),
        "eligible": pl.Series([90 if number % 5 < 3 else 40 for number in range(people)]),
    }
    has_feedback = random.random(people) < 0.35
    for factor in FORM.factors:
        for code in factor.criteria:
            is_satisfied = random.random(people) < leaning
            values = np.where(is_satisfied, random.integers(4, 6, people), random.integers(1, 4, people))
            is_given = random.random(people) < 0.9
            if factor.is_routed:
                is_given &= has_feedback
            cells = [int(value) if given else None for value, given in zip(values, is_given, strict=True)]
            columns[code] = pl.Series(cells, dtype=pl.Int8)
    return pl.DataFrame(columns)


def responses(people: int = 60, *, units: int = 3, seed: int = 1) -> Responses:
    """The same answers with their instrument."""
    return Responses(answers(people, units=units, seed=seed), FORM)
