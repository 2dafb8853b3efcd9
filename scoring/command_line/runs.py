"""What each command does: read, compute, write, print."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from scoring.command_line.arguments import level_of, names, settings_of
from scoring.command_line.files import Unreadable, read_frame, read_instrument, with_missing_named
from scoring.command_line.output import give, or_refusal, refuse_unknown_endings
from scoring.command_line.printing import Shown
from scoring.compare import rank_intervals, ranking_statement
from scoring.consistency import check
from scoring.consistency_files import InvalidPublication, read_csv, read_json
from scoring.consistency_wording import summary_text
from scoring.estimates import Estimate
from scoring.indices import score, scores
from scoring.outcome_rates import outcome_frame, outcome_rates
from scoring.ranks import spread
from scoring.report_tables import spread_note
from scoring.responses import Responses
from scoring.shares import Base, Question, Share, shares
from scoring.tables import ColumnKind
from scoring.tally import Level, Score

_DEPTH = (Level.SIPAS, Level.FACTOR, Level.CRITERION)


def print_indices(chosen: argparse.Namespace) -> int:
    """Indices of every group."""
    refuse_unknown_endings(chosen.output)
    settings, instrument = settings_of(chosen), read_instrument(chosen.instrument)
    frame = read_frame(chosen.data)
    import polars as pl

    by, level = level_of(names(chosen.by), frame.columns)
    frame = with_missing_named(frame, by, chosen.missing)

    def computed() -> pl.DataFrame:
        found = score(Responses(frame, instrument), by=by, settings=settings)
        assert isinstance(found, pl.DataFrame)  # noqa: S101  polars in, polars out
        return found

    figures = or_refusal(chosen.data, frame, computed)
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
    give(chosen, figures, shown, columns)
    return 0


def print_ranks(chosen: argparse.Namespace) -> int:
    """A ranking of units with bounds."""
    refuse_unknown_endings(chosen.output)
    settings, instrument = settings_of(chosen), read_instrument(chosen.instrument)
    frame = read_frame(chosen.data)
    import polars as pl

    def computed() -> tuple[Score, ...]:
        return scores(Responses(frame, instrument), by=[chosen.of], settings=settings)

    found = or_refusal(chosen.data, frame, computed)
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
    give(chosen, figures, figures, columns, [f"{text.vi}\n{text.en}" for text in said])
    return 0


def print_outcomes(chosen: argparse.Namespace) -> int:
    """Outcome rates of every group."""
    refuse_unknown_endings(chosen.output)
    if chosen.eligibility is not None and not 0 <= chosen.eligibility <= 1:
        raise Unreadable(f"--eligibility is a share between 0 and 1, not {chosen.eligibility}", 2)
    by = names(chosen.by)
    frame = with_missing_named(read_frame(chosen.data), by, chosen.missing)
    import polars as pl

    def computed() -> pl.DataFrame:
        rates = outcome_rates(frame, outcome=chosen.outcome, by=by, eligibility=chosen.eligibility)
        found = outcome_frame(rates, by, like=frame)
        assert isinstance(found, pl.DataFrame)  # noqa: S101  polars in, polars out
        return found

    figures = or_refusal(chosen.data, frame, computed)
    columns = [
        *(Shown(name, ColumnKind.TEXT) for name in by),
        Shown("rate", ColumnKind.TEXT, "rate"),
        Shown("numerator", ColumnKind.PERCENT, "above"),
        Shown("denominator", ColumnKind.PERCENT, "below"),
        Shown("cases", ColumnKind.COUNT, "cases"),
        Shown("value", ColumnKind.PERCENT, "share"),
        Shown("eligibility", ColumnKind.PERCENT, "eligibility"),
    ]
    give(chosen, figures, figures, columns)
    return 0


def print_shares(chosen: argparse.Namespace) -> int:
    """Shares of the answers to one question, of people and, where several may be given, of ticks."""
    refuse_unknown_endings(chosen.output)
    settings, by = settings_of(chosen), names(chosen.by)
    frame = with_missing_named(read_frame(chosen.data), by, chosen.missing)
    import polars as pl

    question = Question(chosen.question, names(chosen.choices), takes_several=chosen.several)

    def computed() -> tuple[Share, ...]:
        base = Base.EVERYBODY if chosen.everybody else Base.ANSWERED
        return shares(frame, question, by=by, base=base, settings=settings)

    found = or_refusal(chosen.data, frame, computed)
    figures = pl.DataFrame(
        {name: [each.group[place] for each in found] for place, name in enumerate(by)}
        | {
            "choice": [each.choice for each in found],
            "of": [each.of.value for each in found],
            "base": [each.estimate.base for each in found],
        }
        | {
            name: [getattr(each.estimate, name) for each in found]
            for name in ("numerator", "denominator", "value", "standard_error", "low", "high")
        }
    )
    columns = [
        *(Shown(name, ColumnKind.TEXT) for name in by),
        Shown("choice", ColumnKind.TEXT, "answer"),
        Shown("of", ColumnKind.TEXT, "share_of"),
        Shown("base", ColumnKind.COUNT, "base"),
        Shown("value", ColumnKind.PERCENT, "share"),
        Shown("low", ColumnKind.PERCENT, "low"),
        Shown("high", ColumnKind.PERCENT, "high"),
    ]
    give(chosen, figures, figures, columns)
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
