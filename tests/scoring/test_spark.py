"""Spark agrees with polars to 1e-12. Starting it takes longer than all other tests: `make soak` runs it.

Needs Java and the extra `spark` (`pip install '.[spark]'`); without them the test is skipped.
"""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from tests.scoring.engines import assert_same, figures
from tests.scoring.test_engines import FRAME

pytestmark = [
    pytest.mark.soak,
    pytest.mark.filterwarnings("default"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java"),
]


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql", reason="the extra spark is not installed")
    builder = sql.SparkSession.builder.master("local[1]").appName("scoring")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        "spark.sql.adaptive.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }.items():
        builder = builder.config(name, value)
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        started = builder.getOrCreate()
    started.sparkContext.setLogLevel("ERROR")
    yield started
    started.stop()


def test_spark_gives_the_figures_of_polars(session: Any) -> None:
    types = {"String": "string", "Float64": "double"}
    schema = ", ".join(f"{name} {types.get(str(kind), 'int')}" for name, kind in FRAME.schema.items())
    frame = session.createDataFrame(FRAME.rows(), schema).coalesce(1).cache()
    assert_same(figures(frame), figures(FRAME))
