"""The fractional interval agrees with `UPsystematic` of R's package sampling.

Oracle: R 4.2.2, sampling 2.9 (Debian r-cran-sampling), 2026-11-22; the samples in `upsystematic.csv` were
made by `Rscript upsystematic.R`. R starts at a real u in (0, 1), we at one of N places: u lies between
places `shift` and `shift + 1`, shift = floor(u * N), where both definitions give the same people. The
fixed start of the plans, serial 01, is the edge u = 0 that R never draws.
"""

from __future__ import annotations

import csv
from fractions import Fraction
from math import floor
from pathlib import Path

from survey_flows.sampling.systematic import systematic

SAMPLES = Path(__file__).with_name("upsystematic.csv")


def test_every_sample_of_r_is_ours() -> None:
    with SAMPLES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 200
    for row in rows:
        size, n = int(row["N"]), int(row["n"])
        shift = floor(Fraction(row["u"]) * size)
        assert systematic(size, n, shift=shift) == tuple(map(int, row["serials"].split())), row
