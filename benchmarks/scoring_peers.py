"""Indices with standard errors beside pandas, R's survey package and svy: one run, the same answers.

Ours reads the 24 criteria and gives all 30 indices of 200 units with their errors; pandas gives their sums,
without errors. The other peers are spared the reading: each person's satisfied and given answers are added
up for them beforehand, and they estimate one ratio by unit (R `svyby(…, svyratio)` on
`svydesign(ids = ~1, strata = ~unit)`, svy `estimation.ratio`). CPU time of the estimation alone; a peer that
is not installed is said to be missing. Prints one line.

    python benchmarks/scoring_peers.py [PEOPLE]     # default 1,000,000
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module, util
from pathlib import Path

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl

from scoring import Factor, Instrument, Responses, score

UNITS = 200
SIZES = {"A": 4, "B": 5, "C": 6, "D": 4, "E": 5}

R_SCRIPT = """
suppressMessages(library(survey))
arguments <- commandArgs(TRUE)
people <- as.integer(arguments[2])
cells <- readBin(arguments[1], "integer", 3 * people)
frame <- data.frame(unit = cells[1:people], s = cells[people + 1:people], a = cells[2 * people + 1:people])
frame$one <- 1
started <- proc.time()
design <- svydesign(ids = ~1, strata = ~unit, weights = ~one, data = frame)
found <- svyby(~s, by = ~unit, denominator = ~a, design = design, svyratio)
spent <- proc.time() - started
cat(sprintf("%.17g", c(spent[["user.self"]] + spent[["sys.self"]], SE(found)[1])), "\n")
"""


def main(people: int) -> None:
    """Make the answers, let each estimate, print."""
    random = np.random.default_rng(2024)
    names = {factor: [f"{factor}{item}" for item in range(size)] for factor, size in SIZES.items()}
    criteria = [name for members in names.values() for name in members]
    cells = random.choice(
        np.arange(1, 6, dtype=np.int8), (people, len(criteria)), p=(0.01, 0.01, 0.03, 0.5, 0.45)
    )
    frame = pl.DataFrame({name: cells[:, place] for place, name in enumerate(criteria)}).with_columns(
        unit=pl.Series(random.integers(0, UNITS, people, dtype=np.int32))
    )
    form = Instrument("form", tuple(Factor(code, code, tuple(members)) for code, members in names.items()))
    summed = pl.DataFrame(
        {
            "unit": frame.get_column("unit"),
            "s": (cells >= 4).sum(axis=1).astype(np.int32),
            "a": np.full(people, len(criteria), dtype=np.int32),
        }
    )

    def ours() -> float:
        found = nw.from_native(score(Responses(frame, form), by=["unit"]), eager_only=True)
        return float(found["standard_error"][0]) / 100

    mine, error = _cpu(ours)
    pandas_frame = pd.DataFrame(cells, columns=criteria).assign(unit=frame.get_column("unit").to_numpy())

    def pandas_groupby() -> float:
        found = (pandas_frame[criteria] >= 4).groupby(pandas_frame["unit"]).agg(["sum", "count"])
        return float(found.iloc[0, 0])

    pandas_s, _ = _cpu(pandas_groupby)
    said = [
        f"scoring: {people:,} x {len(criteria)} by {UNITS} units, all indices {1000 * mine:,.0f} ms of CPU",
        f"pandas groupby without errors {1000 * pandas_s:,.0f} ms (x{pandas_s / mine:.1f})",
    ]
    for name, peer in (("R survey", _r_survey), ("svy", _svy)):
        found = peer(summed)
        if found is None:
            said.append(f"{name} is not installed")
            continue
        theirs, their_error = found
        same = "same error" if abs(their_error / error - 1) < 1e-9 else f"error {their_error} against {error}"
        said.append(f"{name}, one index {1000 * theirs:,.0f} ms (x{theirs / mine:,.0f}; {same})")
    print("; ".join(said))


def _cpu(run: Callable[[], float]) -> tuple[float, float]:
    run()
    started = time.process_time()
    found = run()
    return time.process_time() - started, found


def _r_survey(summed: pl.DataFrame) -> tuple[float, float] | None:
    if shutil.which("Rscript") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "people.bin")
        path.write_bytes(np.concatenate([summed[name].to_numpy() for name in ("unit", "s", "a")]).tobytes())
        call = ["Rscript", "-e", R_SCRIPT, str(path), str(len(summed))]
        ran = subprocess.run(call, capture_output=True, text=True, check=False)
    if ran.returncode:
        return None
    spent, error = ran.stdout.split()
    return float(spent), float(error)


def _svy(summed: pl.DataFrame) -> tuple[float, float] | None:
    if util.find_spec("svy") is None:
        return None
    svy = import_module("svy")
    floats = summed.with_columns(pl.col("s", "a").cast(pl.Float64), pl.lit(1.0).alias("one"))
    started = time.process_time()
    sample = svy.Sample(floats, svy.Design(stratum="unit", wgt="one"))
    found = sample.estimation.ratio(y="s", x="a", by="unit")
    spent = time.process_time() - started
    return spent, float(found.to_polars().get_column("se")[0])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
