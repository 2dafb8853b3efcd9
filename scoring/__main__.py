"""`python -m scoring DATA --instrument FILE --by unit,service`: indices from a file of answers, as CSV.

DATA is a CSV or Parquet file (needs polars). FILE is TOML:

    code = "short"
    satisfied = [4, 5]          # optional
    scale = [1, 2, 3, 4, 5]     # optional

    [[factors]]
    code = "A"
    name = "Tiếp cận"
    criteria = ["a1", "a2"]
    routed = false              # optional

Exit code 1: the data cannot be scored. Exit code 2: the call or the instrument file is wrong.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import narwhals as nw

from scoring import (
    Denominator,
    Factor,
    Instrument,
    InvalidInstrument,
    InvalidResponses,
    Responses,
    Settings,
    score,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="scoring", description="Satisfaction indices with standard errors, as CSV."
    )
    parser.add_argument("data", type=Path, help="answers: one row a response (.csv or .parquet)")
    parser.add_argument("--instrument", type=Path, required=True, help="TOML file with factors and criteria")
    parser.add_argument("--by", default="", help="columns to group by, separated by commas")
    parser.add_argument("--strata", default="", help="columns within which people were drawn separately")
    parser.add_argument("--population", help="column with the size of the population of the row's stratum")
    parser.add_argument(
        "--denominator", choices=list(Denominator), default=Denominator.ANSWERED, type=Denominator
    )
    chosen = parser.parse_args(arguments)
    try:
        instrument = read_instrument(chosen.instrument.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, InvalidInstrument, KeyError, TypeError) as error:
        print(f"{chosen.instrument}: {error!r}", file=sys.stderr)
        return 2
    settings = Settings(chosen.denominator, _names(chosen.strata), chosen.population)
    import polars as pl

    try:
        is_parquet = chosen.data.suffix == ".parquet"
        frame = pl.read_parquet(chosen.data) if is_parquet else pl.read_csv(chosen.data)
        found = score(Responses(frame, instrument), by=_names(chosen.by), settings=settings)
    except (OSError, pl.exceptions.PolarsError, InvalidResponses) as error:
        print(f"{chosen.data}: {error}", file=sys.stderr)
        return 1
    sys.stdout.write(nw.from_native(found, eager_only=True).write_csv())
    return 0


def read_instrument(text: str) -> Instrument:
    """Build an instrument from TOML text; raises KeyError on a missing key."""
    source = tomllib.loads(text)
    factors = tuple(
        Factor(
            each["code"],
            each.get("name", each["code"]),
            tuple(each["criteria"]),
            is_routed=each.get("routed", False),
        )
        for each in source["factors"]
    )
    return Instrument(
        source["code"],
        factors,
        frozenset(source.get("satisfied", (4, 5))),
        tuple(source.get("scale", (1, 2, 3, 4, 5))),
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


if __name__ == "__main__":
    sys.exit(main())
