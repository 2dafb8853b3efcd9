"""Indices: what they promise for any answers, and in any data frame library."""

from __future__ import annotations

import math
from random import Random

import narwhals as nw
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import (
    SIPAS,
    Denominator,
    Factor,
    Instrument,
    InvalidInstrument,
    InvalidResponses,
    Level,
    Responses,
    Settings,
    score,
    scores,
    tally,
)
from tests.scoring.examples import FORM, answers, responses

rows = st.lists(
    st.tuples(
        st.sampled_from(["north", "south"]),
        st.lists(st.none() | st.integers(1, 5), min_size=7, max_size=7),
    ),
    min_size=1,
    max_size=40,
)
rules = st.sampled_from(Denominator)


def frame_of(people: list[tuple[str, list[int | None]]]) -> pl.DataFrame:
    columns: dict[str, pl.Series] = {"unit": pl.Series([unit for unit, _ in people])}
    for place, code in enumerate(FORM.criteria):
        columns[code] = pl.Series([cells[place] for _, cells in people], dtype=pl.Int8)
    return pl.DataFrame(columns)


@given(rows, rules)
@settings(max_examples=25, deadline=None)
def test_every_index_lies_between_its_bounds_and_0_and_100(
    people: list[tuple[str, list[int | None]]], rule: Denominator
) -> None:
    for each in scores(Responses(frame_of(people), FORM), by=["unit"], settings=Settings(denominator=rule)):
        estimate = each.estimate
        if estimate.value is None:
            assert estimate.denominator == 0
            continue
        assert 0 <= estimate.value <= 100
        if estimate.low is not None and estimate.high is not None:
            assert 0 <= estimate.low <= estimate.value <= estimate.high <= 100


@given(rows, rules, st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_the_order_of_responses_does_not_matter(
    people: list[tuple[str, list[int | None]]], rule: Denominator, random: Random
) -> None:
    shuffled = list(people)
    random.shuffle(shuffled)
    chosen = Settings(denominator=rule)
    one, other = (
        scores(Responses(frame_of(each), FORM), by=["unit"], settings=chosen) for each in (people, shuffled)
    )
    assert [each.group for each in one] == [each.group for each in other]
    for mine, theirs in zip(one, other, strict=True):
        assert mine.estimate.base == theirs.estimate.base
        assert (mine.estimate.value or 0) == pytest.approx(theirs.estimate.value or 0, rel=1e-12)


@given(rows)
@settings(max_examples=15, deadline=None)
def test_the_parts_add_up_to_the_whole(people: list[tuple[str, list[int | None]]]) -> None:
    whole = {each.measure: each for each in scores(Responses(frame_of(people), FORM))}
    parts = scores(Responses(frame_of(people), FORM), by=["unit"])
    for measure, each in whole.items():
        members = [part for part in parts if part.measure == measure]
        assert sum(part.estimate.numerator for part in members) == each.estimate.numerator
        assert sum(part.estimate.denominator for part in members) == each.estimate.denominator
        assert sum(part.estimate.base for part in members) == each.estimate.base
        assert sum(part.skipped for part in members) == each.skipped
    if whole:
        factors = [each for each in whole.values() if each.level is Level.FACTOR]
        assert sum(each.estimate.numerator for each in factors) == whole[SIPAS].estimate.numerator


@given(rows)
@settings(max_examples=15, deadline=None)
def test_the_index_is_what_counting_by_hand_gives(people: list[tuple[str, list[int | None]]]) -> None:
    given_answers = [cell for _, cells in people for cell in cells if cell is not None]
    found = scores(Responses(frame_of(people), FORM))
    if not given_answers:
        assert found == ()
        return
    satisfied = sum(cell >= 4 for cell in given_answers)
    assert found[0].estimate.value == 100 * satisfied / len(given_answers)


def assert_same(mine: list[dict[str, object]], theirs: list[dict[str, object]]) -> None:
    """Equal to 1e-12 in every cell."""
    assert len(mine) == len(theirs)
    for one, other in zip(mine, theirs, strict=True):
        assert one.keys() == other.keys()
        for name, value in one.items():
            if isinstance(value, float):
                assert other[name] == pytest.approx(value, rel=1e-12, abs=1e-12)
            else:
                assert other[name] == value


def rows_of(frame: object) -> list[dict[str, object]]:
    table = nw.from_native(frame, eager_only=True)  # type: ignore[call-overload]
    plain = [dict(row) for row in table.iter_rows(named=True)]
    return [
        {
            name: None if isinstance(value, float) and math.isnan(value) else value
            for name, value in row.items()
        }
        for row in plain
    ]


@pytest.mark.parametrize("rule", Denominator)
def test_polars_and_pandas_agree(rule: Denominator) -> None:
    frame = answers(500, units=7)
    columns = frame.to_dict(as_series=False)
    chosen = Settings(denominator=rule, strata=("service",), population="eligible")
    mine = rows_of(score(Responses(frame, FORM), by=["unit"], settings=chosen))
    theirs = rows_of(score(Responses(pd.DataFrame(columns), FORM), by=["unit"], settings=chosen))
    assert len(mine) == 7 * 11
    assert_same(mine, theirs)


def test_pandas_nullable_integers_and_polars_lazy_frames_are_taken() -> None:
    frame = answers(50)
    expected = rows_of(score(Responses(frame, FORM), by=["unit"]))
    nullable = pd.DataFrame(frame.to_dict(as_series=False)).astype(dict.fromkeys(FORM.criteria, "Int64"))
    for same in (frame.lazy(), nullable):
        assert_same(rows_of(score(Responses(same, FORM), by=["unit"])), expected)


def test_answers_come_back_in_the_library_they_came_in() -> None:
    assert isinstance(score(responses()), pl.DataFrame)
    pandas_frame = pd.DataFrame(answers().to_dict(as_series=False))
    assert isinstance(score(Responses(pandas_frame, FORM), by=["unit"]), pd.DataFrame)


def test_scores_are_tidy_and_ordered() -> None:
    frame = score(responses(), by=["unit"])
    assert isinstance(frame, pl.DataFrame)
    assert frame.columns == [
        "unit", "level", "form", "measure", "numerator", "denominator", "base", "value", "standard_error",
        "low", "high", "deff", "skipped", "routed_out",
    ]  # fmt: skip
    first = frame.filter(pl.col("unit") == "unit 0").get_column("measure").to_list()
    assert first == ["SIPAS", "A", "a1", "a2", "a3", "B", "b1", "b2", "E", "e1", "e2"]


def test_scores_and_score_say_the_same() -> None:
    table = rows_of(score(responses(), by=["unit", "service"]))
    for row, each in zip(table, scores(responses(), by=["unit", "service"]), strict=True):
        assert (row["unit"], row["service"]) == each.group
        assert row["value"] == each.estimate.value
        assert row["base"] == each.estimate.base


@pytest.mark.parametrize("rule", Denominator)
def test_a_tally_scores_any_grouping_without_reading_again(rule: Denominator) -> None:
    chosen = Settings(denominator=rule, strata=("unit", "service"), population="eligible")
    counted = tally(responses(), ["unit", "service"], chosen)
    for by in ((), ("unit",), ("service",), ("service", "unit")):
        direct = scores(responses(), by=by, settings=chosen)
        again = counted.scores(by)
        assert [(each.group, each.measure) for each in again] == [
            (each.group, each.measure) for each in direct
        ]
        for mine, theirs in zip(again, direct, strict=True):
            assert mine.estimate.base == theirs.estimate.base
            for one, other in (
                (mine.estimate.value, theirs.estimate.value),
                (mine.estimate.standard_error, theirs.estimate.standard_error),
            ):
                assert (one is None) == (other is None)
                assert one is None or one == pytest.approx(other, rel=1e-9, abs=1e-9)


def test_a_tally_scores_a_part_as_if_the_rest_were_not_there() -> None:
    counted = tally(responses(), ["unit", "service"])
    part = Responses(answers().filter(pl.col("service") == "land"), FORM)
    assert counted.scores(("unit",), where={"service": "land"}) == tally(part, ["unit", "service"]).scores(
        ("unit",)
    )
    assert counted.scores(where={"service": "nothing"}) == ()


def test_forms_of_one_unit_are_pooled_by_adding_their_answers() -> None:
    """Ban Quản lý các KCN answers two forms (A-28): the unit pools them, factors stay apart."""
    other = Instrument("other", (Factor("A", "Công chức", ("x1", "x2")),))
    first = Responses(frame_of([("kcn", [5] * 7)]), FORM)
    second = Responses(pl.DataFrame({"unit": ["kcn", "so"], "x1": [1, 5], "x2": [4, 5]}), other)
    found = {(each.group[0], each.form, each.measure): each for each in scores([first, second], by=["unit"])}
    assert found["kcn", "", SIPAS].estimate.numerator == 8
    assert found["kcn", "", SIPAS].estimate.denominator == 9
    assert found["kcn", "", SIPAS].estimate.base == 2
    assert found["kcn", "trial", "A"].estimate.value == 100
    assert found["kcn", "other", "A"].estimate.value == 50
    assert ("so", "trial", "A") not in found


def test_one_wide_frame_may_hold_several_forms() -> None:
    other = Instrument("other", (Factor("X", "Công chức", ("x1",)),))
    wide = pl.concat([frame_of([("u", [5] * 7)]), pl.DataFrame({"unit": ["u"], "x1": [1]})], how="diagonal")
    whole = scores([Responses(wide, FORM), Responses(wide, other)])[0]
    assert (whole.estimate.numerator, whole.estimate.denominator, whole.estimate.base) == (7, 8, 2)


def test_a_factor_nobody_was_asked_has_no_value() -> None:
    found = {
        each.measure: each for each in scores(Responses(frame_of([("u", [4, 4, 4, 4, 4, None, None])]), FORM))
    }
    assert found["E"].estimate.value is None
    assert (found["E"].routed_out, found["E"].skipped) == (1, 0)


def test_skipped_answers_leave_the_denominator_and_are_counted() -> None:
    found = {
        each.measure: each for each in scores(Responses(frame_of([("u", [4, None, 4, 4, 4, None, 1])]), FORM))
    }
    assert found[SIPAS].estimate.denominator == 5
    assert (found["A"].skipped, found["E"].skipped, found[SIPAS].skipped) == (1, 1, 2)


def test_satisfied_codes_need_not_be_the_top_of_the_scale() -> None:
    reversed_scale = Instrument("reversed", (Factor("A", "", ("a1",)),), satisfied=frozenset({1, 2}))
    frame = pl.DataFrame({"a1": [1, 2, 3, 5, None]})
    assert scores(Responses(frame, reversed_scale))[0].estimate.value == 50


def test_a_scale_with_gaps_is_checked_code_by_code() -> None:
    gaps = Instrument("gaps", (Factor("A", "", ("a1",)),), satisfied=frozenset({9}), scale=(1, 5, 9))
    assert scores(Responses(pl.DataFrame({"a1": [1, 9]}), gaps))[0].estimate.value == 50
    with pytest.raises(InvalidResponses, match="not on the scale"):
        scores(Responses(pl.DataFrame({"a1": [1, 2]}), gaps))


def test_criteria_may_be_called_like_anything() -> None:
    """A criterion named like an internal count once overwrote it."""
    names = ("s0", "a0", "s", "a", "s1", "a1")
    form = Instrument("names", (Factor("x", "", names[:3]), Factor("y", "", names[3:])))
    frame = pl.DataFrame({name: [5, 1, None] for name in names})
    found = scores(Responses(frame, form))[0].estimate
    assert (found.numerator, found.denominator, found.base) == (6, 12, 2)


def test_a_column_without_any_answer_is_no_error() -> None:
    for library in (pl.DataFrame, pd.DataFrame):
        frame = library({"a1": [5, 4], "a2": [None, None]})
        form = Instrument("empty", (Factor("A", "", ("a1", "a2")),))
        assert scores(Responses(frame, form))[0].estimate.denominator == 2


def test_no_responses_give_no_scores() -> None:
    assert scores(Responses(answers(5).clear(), FORM), by=["unit"]) == ()
    empty = score(Responses(answers(5).clear(), FORM))
    assert isinstance(empty, pl.DataFrame)
    assert empty.is_empty()


@pytest.mark.parametrize(
    ("columns", "column", "value", "says"),
    [
        ({"a1": [5, 9], "u": ["x", "y"]}, "a1", 9, "not on the scale"),
        ({"a1": [5, 0], "u": ["x", "y"]}, "a1", 0, "not on the scale"),
        ({"a1": [5.0, 4.5], "u": ["x", "y"]}, "a1", 4.5, "not on the scale"),
        ({"a1": ["5", "4"], "u": ["x", "y"]}, "a1", "5", "whole numbers"),
        ({"a2": [5, 4], "u": ["x", "y"]}, "a1", None, "no such column"),
        ({"a1": [5, 4], "u": ["x", None]}, "u", None, "no value"),
        ({"a1": [5, 4]}, "u", None, "no such column"),
    ],
)
@pytest.mark.parametrize("library", [pl.DataFrame, pd.DataFrame])
def test_unusable_frames_are_refused_by_column_and_value(
    library: type[pl.DataFrame], columns: dict[str, list[object]], column: str, value: object, says: str
) -> None:
    form = Instrument("one", (Factor("A", "", ("a1",)),))
    with pytest.raises(InvalidResponses, match=says) as refused:
        scores(Responses(library(columns), form), by=["u"])
    assert refused.value.column == column
    assert refused.value.value == value


def test_nan_is_an_answer_polars_users_did_not_mean() -> None:
    form = Instrument("one", (Factor("A", "", ("a1",)),))
    with pytest.raises(InvalidResponses, match="nan"):
        scores(Responses(pl.DataFrame({"a1": [5.0, float("nan")]}), form))


@pytest.mark.parametrize(
    ("factors", "satisfied", "says"),
    [
        ((), {4, 5}, "no factors"),
        ((Factor("A", "", ()),), {4, 5}, "no criteria"),
        ((Factor("A", "", ("a",)), Factor("A", "", ("b",))), {4, 5}, "repeat"),
        ((Factor("A", "", ("a",)), Factor("B", "", ("a",))), {4, 5}, "two factors"),
        ((Factor("A", "", ("a",)),), {6}, "satisfied codes"),
        ((Factor("A", "", ("a",)),), {1, 2, 3, 4, 5}, "satisfied codes"),
        ((Factor("A", "", ("a",)),), set(), "satisfied codes"),
    ],
)
def test_a_contradictory_instrument_is_refused(
    factors: tuple[Factor, ...], satisfied: set[int], says: str
) -> None:
    with pytest.raises(InvalidInstrument, match=says):
        Instrument("broken", factors, frozenset(satisfied))
