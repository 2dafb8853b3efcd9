"""One arithmetic, every library: polars (eager and lazy), pandas, Arrow and DuckDB agree to 1e-12."""

from __future__ import annotations

import io
from collections.abc import Callable

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from narwhals.typing import IntoFrame

from scoring import InvalidResponses, Responses, score
from tests.scoring.engines import Figures, assert_same, figures
from tests.scoring.examples import FORM
from tests.scoring.test_r_survey import PEOPLE

FRAME = PEOPLE.with_columns(
    trips=pl.Series([None if place % 9 == 0 else str(1 + place % 3) for place in range(len(PEOPLE))]),
    outcome=pl.Series(
        [("I", "I", "P", "R", "NC", "UO", "NE", None)[place % 8] for place in range(len(PEOPLE))]
    ),
    wish=pl.when(pl.col("wish") != "").then("wish"),
)


def as_pandas() -> pd.DataFrame:
    return pd.DataFrame(FRAME.to_dict(as_series=False))


def as_pandas_nullable() -> pd.DataFrame:
    return as_pandas().astype(dict.fromkeys(FORM.criteria, "Int64"))


def as_arrow() -> pa.Table:
    return FRAME.to_arrow()


def as_duckdb() -> duckdb.DuckDBPyRelation:
    return duckdb.connect().from_arrow(as_arrow())


def as_csv_text() -> pl.DataFrame:
    """What the command line reads: types guessed from text, empty cells null."""
    return pl.read_csv(io.BytesIO(FRAME.write_csv().encode()))


FRAMES: dict[str, Callable[[], IntoFrame]] = {
    "polars, lazy": FRAME.lazy,
    "polars, from CSV": as_csv_text,
    "pandas": as_pandas,
    "pandas, nullable integers": as_pandas_nullable,
    "Arrow": as_arrow,
    "DuckDB": as_duckdb,
}


@pytest.fixture(scope="module")
def expected() -> Figures:
    return figures(FRAME)


@pytest.mark.parametrize("library", FRAMES)
def test_every_library_gives_the_same_figures(library: str, expected: Figures) -> None:
    assert_same(figures(FRAMES[library]()), expected)


@pytest.mark.parametrize(
    ("library", "kind"),
    [
        ("polars, lazy", pl.DataFrame),
        ("pandas", pd.DataFrame),
        ("Arrow", pa.Table),
        ("DuckDB", pa.Table),
    ],
)
def test_a_tidy_frame_comes_back_that_its_owner_can_use(library: str, kind: type) -> None:
    tidy = score(Responses(FRAMES[library](), FORM), by=["unit"])
    assert isinstance(tidy, kind)
    assert len(nw.from_native(tidy, eager_only=True)) == 3 * 11


@pytest.mark.parametrize("library", FRAMES)
def test_every_library_refuses_the_same_rows(library: str) -> None:
    frame = nw.from_native(FRAMES[library]()).with_columns(a2=nw.lit(7)).to_native()
    with pytest.raises(InvalidResponses, match="7 is not on the scale") as refused:
        score(Responses(frame, FORM))
    assert refused.value.column == "a2"


def test_only_small_tables_leave_a_database() -> None:
    """Rows stay where they are: what is collected has at most a line per cell and pattern of answers."""
    relation = duckdb.connect().sql(
        "select i % 4 as unit, (1 + i % 5)::tinyint as a1, (1 + i % 3)::tinyint as a2, 5::tinyint as a3, "
        "4::tinyint as b1, 4::tinyint as b2, null::tinyint as e1, 3::tinyint as e2 from range(20000) t(i)"
    )
    sizes: list[int] = []
    collect = nw.LazyFrame.collect

    def watched(frame: nw.LazyFrame[duckdb.DuckDBPyRelation]) -> nw.DataFrame[pa.Table]:
        table = collect(frame)
        sizes.append(len(table))
        return table

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nw.LazyFrame, "collect", watched)
        score(Responses(relation, FORM), by=["unit"])
    assert 0 < max(sizes) <= 4 * 15
