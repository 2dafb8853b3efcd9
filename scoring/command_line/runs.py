"""What each command does: read, compute, write, print."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from scoring.command_line.arguments import level_of, names, settings_of
from scoring.command_line.files import (
    WRITTEN,
    Unreadable,
    as_json,
    read_frame,
    read_instrument,
    refusal,
    write_frame,
)
from scoring.command_line.printing import Shown, print_table
from scoring.compare import rank_intervals, ranking_statement
from scoring.consistency import check
from scoring.consistency_files import InvalidPublication, read_csv, read_json
from scoring.consistency_wording import summary_text
from scoring.estimates import Estimate
from scoring.indices import score, scores
from scoring.outcome_rates import outcome_frame, outcome_rates
from scoring.ranks import spread
from scoring.report_tables import spread_note
from scoring.responses import InvalidResponses, Responses
from scoring.tables import ColumnKind
from scoring.tally import Level, Score

if TYPE_CHECKING:
    import polars as pl

_Found = TypeVar("_Found")
_DEPTH = (Level.SIPAS, Level.FACTOR, Level.CRITERION)


def print_indices(chosen: argparse.Namespace) -> int:
    """Indices of every group."""
    _refuse_unknown_endings(chosen.output)
    settings, instrument = settings_of(chosen), read_instrument(chosen.instrument)
    frame = read_frame(chosen.data)
    import polars as pl

    by, level = level_of(names(chosen.by), frame.columns)

    def computed() -> pl.DataFrame:
        found = score(Responses(frame, instrument), by=by, settings=settings)
        assert isinstance(found, pl.DataFrame)  # noqa: S101  polars in, polars out
        return found

    figures = _or_refusal(chosen.data, frame, computed)
    figures = figures.filter(pl.col("level").is_in(_DEPTH[: _DEPTH.index(level) + 1]))
    labels = {factor.code: f"{factor.code} {factor.name}" for factor in instrument.factors}
    shown = figures.with_columns(pl.col("measure").replace(labels))
    columns = [
        *(Shown(name, ColumnKind.TEXT) for name in by),
        Shown("measure", ColumnKind.TEXT, "measure"),
        Shown("base", ColumnKind.COUNT, "base"),
        Shown("value", ColumnKind.PERCENT, "index"),
        Shown("standard_error", ColumnKind.PERCENT, "error", is_extra=True),
        Shown("low", ColumnKind.PERCENT, "low"),
        Shown("high", ColumnKind.PERCENT, "high"),
        Shown("deff", ColumnKind.PERCENT, "deff", is_extra=True),
        Shown("skipped", ColumnKind.COUNT, "skipped", is_extra=True),
        Shown("routed_out", ColumnKind.COUNT, "routed_out", is_extra=True),
    ]
    _give(chosen, figures, shown, columns)
    return 0


def print_ranks(chosen: argparse.Namespace) -> int:
    """A ranking of units with bounds."""
    _refuse_unknown_endings(chosen.output)
    settings, instrument = settings_of(chosen), read_instrument(chosen.instrument)
    frame = read_frame(chosen.data)
    import polars as pl

    def computed() -> tuple[Score, ...]:
        return scores(Responses(frame, instrument), by=[chosen.of], settings=settings)

    found = _or_refusal(chosen.data, frame, computed)
    units: Mapping[str, Estimate] = {
        str(each.group[0]): each.estimate for each in found if each.measure == chosen.measure
    }
    if not units:
        known = ", ".join(dict.fromkeys(each.measure for each in found))
        raise Unreadable(f"no measure {chosen.measure!r} (there are: {known})", 2)
    bounds = rank_intervals(units, confidence=settings.confidence)
    figures = pl.DataFrame(
        {
            "rank": [each.rank for each in bounds],
            "best": [each.best for each in bounds],
            "worst": [each.worst for each in bounds],
            chosen.of: [each.unit for each in bounds],
            "base": [units[each.unit].base for each in bounds],
            "value": [units[each.unit].value for each in bounds],
            "low": [units[each.unit].low for each in bounds],
            "high": [units[each.unit].high for each in bounds],
        }
    )
    columns = [
        Shown("rank", ColumnKind.COUNT, "rank"),
        Shown("best", ColumnKind.COUNT, "best_rank"),
        Shown("worst", ColumnKind.COUNT, "worst_rank"),
        Shown(chosen.of, ColumnKind.TEXT),
        Shown("base", ColumnKind.COUNT, "base"),
        Shown("value", ColumnKind.PERCENT, "index"),
        Shown("low", ColumnKind.PERCENT, "low"),
        Shown("high", ColumnKind.PERCENT, "high"),
    ]
    said = [ranking_statement(units, confidence=settings.confidence)]
    lie = spread({unit: each.value for unit, each in units.items()}, target=chosen.target)
    if lie:
        said.append(spread_note(lie, chosen.target))
    _give(chosen, figures, figures, columns, [f"{text.vi}\n{text.en}" for text in said])
    return 0


def print_outcomes(chosen: argparse.Namespace) -> int:
    """Outcome rates of every group."""
    _refuse_unknown_endings(chosen.output)
    if chosen.eligibility is not None and not 0 <= chosen.eligibility <= 1:
        raise Unreadable(f"--eligibility is a share between 0 and 1, not {chosen.eligibility}", 2)
    frame, by = read_frame(chosen.data), names(chosen.by)
    import polars as pl

    def computed() -> pl.DataFrame:
        rates = outcome_rates(frame, outcome=chosen.outcome, by=by, eligibility=chosen.eligibility)
        found = outcome_frame(rates, by, like=frame)
        assert isinstance(found, pl.DataFrame)  # noqa: S101  polars in, polars out
        return found

    figures = _or_refusal(chosen.data, frame, computed)
    columns = [
        *(Shown(name, ColumnKind.TEXT) for name in by),
        Shown("rate", ColumnKind.TEXT, "rate"),
        Shown("numerator", ColumnKind.PERCENT, "above"),
        Shown("denominator", ColumnKind.PERCENT, "below"),
        Shown("cases", ColumnKind.COUNT, "cases"),
        Shown("value", ColumnKind.PERCENT, "share"),
        Shown("eligibility", ColumnKind.PERCENT, "eligibility"),
    ]
    _give(chosen, figures, figures, columns)
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
        raise Unreadable(f"{path}: {error}", 2) from error
    except InvalidPublication as error:
        raise Unreadable("\n".join(f"{path}: {problem}" for problem in error.problems), 2) from error
    findings = check(published)
    for finding in findings:
        print(f"{finding.label} [{finding.code}] {finding.text.vi}\n    {finding.text.en}")
    said = summary_text(len(published.relations), len(findings))
    print(f"{said.vi} | {said.en}")
    return 1 if findings else 0


def _or_refusal(path: Path, frame: pl.DataFrame, computed: Callable[[], _Found]) -> _Found:
    try:
        return computed()
    except InvalidResponses as error:
        raise refusal(path, frame, error) from error


def _refuse_unknown_endings(paths: Sequence[Path]) -> None:
    """Before an hour of work, not after it."""
    for path in paths:
        if path.suffix not in WRITTEN:
            raise Unreadable(f"{path}: figures are written as {', '.join(WRITTEN)}", 2)


def _give(
    chosen: argparse.Namespace,
    figures: pl.DataFrame,
    shown: pl.DataFrame,
    columns: Sequence[Shown],
    notes: Sequence[str] = (),
) -> None:
    for path in chosen.output:
        write_frame(figures, path)
    match chosen.format or ("table" if sys.stdout.isatty() else "csv"):
        case "table":
            print_table(shown, columns, notes)
        case "json":
            sys.stdout.write(as_json(figures))
        case _:
            sys.stdout.write(figures.write_csv())
