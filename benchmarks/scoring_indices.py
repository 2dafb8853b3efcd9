"""Scoring speed: 1,000,000 responses x 24 criteria by 200 units, every index with its standard error.

Beside, on the same array in the same process: what numpy takes only to count satisfied answers per
unit (no factors, no criteria, no errors), and a pandas groupby of the 24 columns. CPU time of all
threads, best of several runs each, in turns, because the machine is shared. Units are numbers, and
once more names, as a province writes them. Prints one line.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import polars as pl

from scoring import Factor, Instrument, Responses, score

PEOPLE, UNITS, ROUNDS = 1_000_000, 200, 7
SIZES = {"A": 4, "B": 5, "C": 6, "D": 4, "E": 5}


def main() -> None:
    """Make the data, measure in turns, print."""
    random = np.random.default_rng(2024)
    names = {factor: [f"{factor}{item}" for item in range(size)] for factor, size in SIZES.items()}
    criteria = [name for members in names.values() for name in members]
    cells = random.choice(
        np.arange(1, 6, dtype=np.int8), (PEOPLE, len(criteria)), p=(0.01, 0.01, 0.03, 0.5, 0.45)
    )
    unit = random.integers(0, UNITS, PEOPLE)
    has_feedback = random.random(PEOPLE) < 0.2
    named = pl.Series([f"UNIT_{number}" for number in range(UNITS)])
    frame = pl.DataFrame({name: cells[:, place] for place, name in enumerate(criteria)}).with_columns(
        pl.when(pl.lit(pl.Series(has_feedback))).then(pl.col(names["E"])),
        unit=pl.Series(unit),
        name=named.gather(pl.Series(unit)),
    )
    pandas_frame = pd.DataFrame(cells, columns=criteria).assign(unit=unit)
    form = Instrument(
        "in_person",
        tuple(Factor(code, code, tuple(members), is_routed=code == "E") for code, members in names.items()),
    )

    def numpy_sum() -> object:
        satisfied = (cells >= 4).sum(axis=1)
        return np.bincount(unit, satisfied, UNITS), np.bincount(unit, minlength=UNITS)

    def pandas_groupby() -> object:
        satisfied = pandas_frame[criteria] >= 4
        return satisfied.groupby(pandas_frame["unit"]).agg(["sum", "count"])

    def ours() -> object:
        return score(Responses(frame, form), by=["unit"])

    def ours_by_name() -> object:
        return score(Responses(frame, form), by=["name"])

    numpy_s, pandas_s, ours_s, named_s = _best_in_turns(numpy_sum, pandas_groupby, ours, ours_by_name)
    print(
        f"scoring: {PEOPLE:,} x {len(criteria)} by {UNITS} units, all indices with errors "
        f"{ours_s * 1000:.0f} ms of CPU ({named_s * 1000:.0f} by names); numpy sum {numpy_s * 1000:.0f} ms "
        f"(x{ours_s / numpy_s:.1f}, by names x{named_s / numpy_s:.1f}); "
        f"pandas groupby without errors {pandas_s * 1000:.0f} ms (x{ours_s / pandas_s:.2f})"
    )


def _best_in_turns(*runs: Callable[[], object]) -> list[float]:
    best = [float("inf")] * len(runs)
    for _ in range(ROUNDS):
        for place, run in enumerate(runs):
            started = time.process_time()
            run()
            best[place] = min(best[place], time.process_time() - started)
    return best


if __name__ == "__main__":
    main()
