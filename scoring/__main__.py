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

`python -m scoring check FILE`: contradictions among published figures (docs/published_figures.md), FILE
being CSV or JSON. Exit code 0: none. Exit code 1: there are some. Exit code 2: the file cannot be read.
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
    InvalidPublication,
    InvalidResponses,
    Responses,
    Settings,
    check,
    read_csv,
    read_json,
    score,
    summary_text,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if given and given[0] == "check":
        return check_file(given[1:])
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
    chosen = parser.parse_args(given)
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


def check_file(arguments: Sequence[str]) -> int:
    """Print what contradicts itself in a file of published figures; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="scoring check", description="Contradictions among published figures, one sentence each."
    )
    parser.add_argument("file", type=Path, help="published figures (.csv or .json)")
    path: Path = parser.parse_args(arguments).file
    try:
        text = path.read_text(encoding="utf-8-sig")
        published = read_json(text) if path.suffix == ".json" else read_csv(text, title=path.stem)
    except (OSError, UnicodeDecodeError) as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 2
    except InvalidPublication as error:
        for problem in error.problems:
            print(f"{path}: {problem}", file=sys.stderr)
        return 2
    findings = check(published)
    for finding in findings:
        print(f"{finding.label} [{finding.code}] {finding.text.vi}\n    {finding.text.en}")
    said = summary_text(len(published.relations), len(findings))
    print(f"{said.vi} | {said.en}")
    return 1 if findings else 0


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
