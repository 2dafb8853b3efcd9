"""`scoring changes`: this year's figures against last year's, line by line."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.command_line.files import Unreadable, read_frame
from scoring.command_line.output import give, refuse_unknown_endings
from scoring.command_line.printing import Shown
from scoring.compare import Difference, change, holm
from scoring.estimates import Estimate
from scoring.settings import Settings
from scoring.tables import ColumnKind
from scoring.wording import STATEMENTS

if TYPE_CHECKING:
    import polars as pl

FIGURES = frozenset(
    {"numerator", "denominator", "base", "value", "standard_error", "low", "high", "deff"}
    | {"skipped", "routed_out", "rank", "best", "worst", "cases", "eligibility"}
)
"""Columns that say how much; all others say of what."""

_FAMILY = ("level", "form", "measure", "choice", "of")


def print_changes(chosen: argparse.Namespace) -> int:
    """Changes of every line that both files have."""
    refuse_unknown_endings(chosen.output)
    confidence = Settings(confidence=chosen.confidence / 100).confidence
    now, before = read_frame(chosen.now), read_frame(chosen.before)
    import polars as pl

    keys = [name for name in now.columns if name in before.columns and name not in FIGURES]
    for path, frame in ((chosen.now, now), (chosen.before, before)):
        if "value" not in frame.columns:
            raise Unreadable(f"{path}: no column 'value' (there are: {', '.join(frame.columns)})", 2)
    these, those = _by_key(now, keys, chosen.now), _by_key(before, keys, chosen.before)
    common = [key for key in these if key in those]
    if not common:
        raise Unreadable(f"{chosen.now} and {chosen.before} have no line in common (by {', '.join(keys)})", 2)
    found = [change(these[key], those[key], confidence=confidence) for key in common]
    figures = pl.DataFrame(
        {name: [key[place] for key in common] for place, name in enumerate(keys)}
        | {
            "value": [these[key].value for key in common],
            "before": [those[key].value for key in common],
            "change": [each.value for each in found],
            "standard_error": [each.standard_error for each in found],
            "low": [each.low for each in found],
            "high": [each.high for each in found],
            "p": [each.p for each in found],
            "adjusted_p": _adjusted(common, keys, found),
        },
        infer_schema_length=None,
    )
    known = [p for p in figures.get_column("adjusted_p").to_list() if p is not None]
    said = STATEMENTS["changes" if known else "changes_bare"].filled(
        lines=len(common), real=sum(p < 1 - confidence for p in known)
    )
    columns = [
        *(Shown(name, ColumnKind.TEXT) for name in keys),
        Shown("value", ColumnKind.PERCENT, "index"),
        Shown("before", ColumnKind.PERCENT, "before"),
        Shown("change", ColumnKind.POINTS, "change"),
        Shown("low", ColumnKind.POINTS, "low_points"),
        Shown("high", ColumnKind.POINTS, "high_points"),
        Shown("adjusted_p", ColumnKind.RATIO, "adjusted_p"),
    ]
    give(chosen, figures, figures, columns, [f"{said.vi}\n{said.en}"])
    return 0


def _by_key(frame: pl.DataFrame, keys: list[str], path: Path) -> Mapping[tuple[str, ...], Estimate]:
    found: dict[tuple[str, ...], Estimate] = {}
    for row in frame.iter_rows(named=True):
        # one file may be CSV, where an empty cell is nothing and a code of figures a number
        key = tuple("" if row[name] is None else str(row[name]) for name in keys)
        if key in found:
            raise Unreadable(f"{path}: two lines for {', '.join(key) or 'everything'}", 2)
        known = (row.get(name) for name in ("value", "standard_error", "low", "high"))
        found[key] = Estimate(0, 0, row.get("base") or 0, *known)
    return found


def _adjusted(common: list[tuple[str, ...]], keys: list[str], found: list[Difference]) -> list[float | None]:
    """Holm's p-values, over the lines of one measure: those are what a reader looks through."""
    places = [place for place, name in enumerate(keys) if name in _FAMILY]
    families: dict[tuple[str, ...], list[int]] = {}
    for line, key in enumerate(common):
        if found[line].p is not None:
            families.setdefault(tuple(key[place] for place in places), []).append(line)
    adjusted: list[float | None] = [None] * len(common)
    for lines in families.values():
        p_values = holm([found[line].p or 0.0 for line in lines])
        for line, p in zip(lines, p_values, strict=True):
            adjusted[line] = p
    return adjusted
