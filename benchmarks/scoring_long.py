"""How indices with errors grow from 1,000,000 to 10,000,000 people: CPU time and memory.

24 criteria, 200 units. Each size runs in a process of its own, after a small run that loads the libraries.
Memory is the highest the process reached, the answers themselves included, over the size of the answers: it
should stay below 3, and ten times the people should cost about ten times the time. Prints one line.

    python benchmarks/scoring_long.py
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

from scoring import Factor, Instrument, Responses, score

SIZES = {"A": 4, "B": 5, "C": 6, "D": 4, "E": 5}
UNITS, ROUNDS = 200, 3
PEOPLE = (1_000_000, 10_000_000)


def main() -> None:
    """Measure every size, print."""
    runs = []
    for people in PEOPLE:
        call = [sys.executable, __file__, str(people)]
        runs.append(json.loads(subprocess.run(call, capture_output=True, text=True, check=True).stdout))
    growth = runs[1]["cpu_s"] / runs[0]["cpu_s"]
    said = ", ".join(
        f"{people:,} people {1000 * run['cpu_s']:,.0f} ms of CPU, {run['peak'] / run['input']:.1f} x the "
        f"{run['input'] / 1e6:,.0f} MB of answers"
        for people, run in zip(PEOPLE, runs, strict=True)
    )
    print(f"scoring, long: {said}; ten times the people cost {growth:.1f} times the time")


def measure(people: int) -> None:
    """Score made-up answers and print time and memory as JSON."""
    random = np.random.default_rng(2024)
    names = {factor: [f"{factor}{item}" for item in range(size)] for factor, size in SIZES.items()}
    frame = pl.DataFrame(
        {name: random.integers(1, 6, people, dtype=np.int8) for members in names.values() for name in members}
    ).with_columns(unit=pl.Series(random.integers(0, UNITS, people, dtype=np.int16)))
    form = Instrument("form", tuple(Factor(code, code, tuple(members)) for code, members in names.items()))
    score(Responses(frame.head(1000), form), by=["unit"])
    given = frame.estimated_size()
    before = _status("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # from here on the peak is ours
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        score(Responses(frame, form), by=["unit"])
        best = min(best, time.process_time() - started)
    print(json.dumps({"cpu_s": best, "input": given, "peak": given + _status("VmHWM") - before}))


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]))
    else:
        main()
