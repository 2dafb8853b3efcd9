"""`python -m scoring`: answers in, indices out, and a clear word when something is wrong."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from scoring.__main__ import main
from tests.scoring.examples import answers

INSTRUMENT = """
code = "trial"
[[factors]]
code = "A"
criteria = ["a1", "a2", "a3"]
[[factors]]
code = "B"
criteria = ["b1", "b2"]
[[factors]]
code = "E"
name = "Góp ý"
criteria = ["e1", "e2"]
routed = true
"""


@pytest.fixture
def instrument(tmp_path: Path) -> str:
    path = tmp_path / "form.toml"
    path.write_text(INSTRUMENT, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_file_of_answers_becomes_indices(
    tmp_path: Path, instrument: str, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / f"answers.{suffix}"
    if suffix == "csv":
        answers().write_csv(data)
    else:
        answers().write_parquet(data)
    assert main([str(data), "--instrument", instrument, "--by", "unit, service"]) == 0
    printed = pl.read_csv(capsys.readouterr().out.encode())
    assert printed.columns[:3] == ["unit", "service", "level"]
    assert printed.filter(pl.col("level") == "sipas").get_column("base").sum() == 60


def test_data_that_cannot_be_scored_is_named(
    tmp_path: Path, instrument: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "answers.csv"
    answers().with_columns(a1=pl.lit(9)).write_csv(data)
    assert main([str(data), "--instrument", instrument]) == 1
    assert "column 'a1'" in capsys.readouterr().err


def test_a_missing_file_and_a_broken_instrument_are_told(
    tmp_path: Path, instrument: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none.csv"), "--instrument", instrument]) == 1
    broken = tmp_path / "broken.toml"
    broken.write_text("code = 'x'", encoding="utf-8")
    assert main([str(tmp_path / "none.csv"), "--instrument", str(broken)]) == 2
    assert "factors" in capsys.readouterr().err
