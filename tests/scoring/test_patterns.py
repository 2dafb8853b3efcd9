"""Counting people by pattern: the same sums whatever the keys, the width of a factor, and who counts."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring.patterns
from scoring import Denominator, Factor, Instrument, Responses, Score, Settings, scores

WIDE = Instrument(
    "wide",
    (
        Factor("A", "", tuple(f"a{place}" for place in range(9))),
        Factor("B", "", tuple(f"b{place}" for place in range(3)), is_routed=True),
    ),
)
cells = st.lists(st.none() | st.integers(1, 5), min_size=12, max_size=12)
people = st.lists(st.tuples(st.integers(-3, 4), st.integers(0, 2), cells), min_size=1, max_size=30)
rules = st.sampled_from(Denominator)


def frame_of(rows: list[tuple[int, int, list[int | None]]]) -> pl.DataFrame:
    columns: dict[str, pl.Series] = {
        "unit": pl.Series([unit for unit, _, _ in rows], dtype=pl.Int32),
        "desk": pl.Series([desk for _, desk, _ in rows], dtype=pl.Int64),
    }
    for place, code in enumerate(WIDE.criteria):
        columns[code] = pl.Series([each[2][place] for each in rows], dtype=pl.Int8)
    return pl.DataFrame(columns)


def scored(frame: pl.DataFrame | pd.DataFrame, rule: Denominator) -> tuple[Score, ...]:
    return scores(Responses(frame, WIDE), by=["unit", "desk"], settings=Settings(denominator=rule))


def figures(found: tuple[Score, ...]) -> dict[tuple[object, ...], tuple[float | None, ...]]:
    return {
        (*each.group, each.level, each.measure): (
            each.estimate.numerator,
            each.estimate.denominator,
            each.estimate.base,
            each.estimate.value,
            each.estimate.standard_error,
            each.skipped,
        )
        for each in found
    }


@given(people, rules)
@settings(max_examples=25, deadline=None)
def test_numbers_and_names_as_keys_give_the_same(
    rows: list[tuple[int, int, list[int | None]]], rule: Denominator
) -> None:
    """Whole numbers are numbered by arithmetic, anything else by joining."""
    frame = frame_of(rows)
    named = frame.with_columns(pl.col("desk").cast(pl.String))
    by_name = figures(scored(named, rule))
    back = {(unit, int(str(desk)), *rest): each for (unit, desk, *rest), each in by_name.items()}
    assert figures(scored(frame, rule)) == back


@given(people, rules)
@settings(max_examples=6, deadline=None)
def test_a_database_that_counts_itself_gives_the_same(
    rows: list[tuple[int, int, list[int | None]]], rule: Denominator
) -> None:
    frame = frame_of(rows)
    expected = figures(scored(frame, rule))
    with pytest.MonkeyPatch.context() as patch:  # no library counts here: all are asked to group
        patch.setattr(scoring.patterns, "_IN_MEMORY", frozenset())
        assert figures(scored(frame, rule)) == expected
        assert figures(scored(pd.DataFrame(frame.to_dict(as_series=False)), rule)) == expected


@given(people, rules)
@settings(max_examples=6, deadline=None)
def test_counting_by_sorting_gives_the_same(
    rows: list[tuple[int, int, list[int | None]]], rule: Denominator
) -> None:
    frame = frame_of(rows)
    expected = figures(scored(frame, rule))
    with pytest.MonkeyPatch.context() as patch:  # as if there were too many cells for an array
        patch.setattr(scoring.patterns, "MOST_COUNTS", 0)
        patch.setattr(scoring.patterns, "MOST_NUMBERED", 0)
        assert figures(scored(frame, rule)) == expected


@pytest.mark.parametrize("library", [pl.DataFrame, pd.DataFrame])
def test_a_unit_that_some_rows_did_not_show_is_found(
    library: type[pl.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring.patterns, "SOME_ROWS", 2)
    frame = library({"unit": ["a", "b", "a", "a", "a", "a"], "a0": [5, 1, 4, 4, 4, 1]})
    form = Instrument("one", (Factor("A", "", ("a0",)),))
    found = {each.group: each.estimate.value for each in scores(Responses(frame, form), by=["unit"])}
    assert found == {("a",): 80.0, ("b",): 0.0}


@pytest.mark.parametrize("library", ["polars", "pandas"])
@pytest.mark.parametrize("size", [7, 130])
def test_a_factor_may_have_many_criteria(size: int, library: str) -> None:
    codes = tuple(f"c{place}" for place in range(size))
    form = Instrument("long", (Factor("A", "", codes),))
    answers = {
        code: pl.Series([5 if place % 3 else 2, None if place % 5 == 0 else 4, None], dtype=pl.Int8)
        for place, code in enumerate(codes)
    }
    frame = pl.DataFrame({**answers, "unit": ["x", "x", "x"]})
    taken = frame if library == "polars" else pd.DataFrame(frame.to_dict(as_series=False))
    whole = scores(Responses(taken, form), by=["unit"])[0]
    satisfied = sum(place % 3 != 0 for place in range(size)) + sum(place % 5 != 0 for place in range(size))
    answered = size + sum(place % 5 != 0 for place in range(size))
    estimate = whole.estimate
    assert (estimate.numerator, estimate.denominator, estimate.base) == (satisfied, answered, 2)


def test_keys_far_apart_are_joined_not_numbered() -> None:
    frame = pl.DataFrame({"unit": [0, 10**12, 0], "a0": [5, 4, 1]})
    form = Instrument("one", (Factor("A", "", ("a0",)),))
    found = {each.group: each.estimate.value for each in scores(Responses(frame, form), by=["unit"])}
    assert found == {(0,): 50.0, (10**12,): 100.0}
