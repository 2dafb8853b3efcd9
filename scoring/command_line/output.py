"""What every command ends with: figures written to files and printed; refusals with their place."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from scoring.command_line.files import WRITTEN, Unreadable, as_json, refusal, write_frame
from scoring.command_line.printing import Shown, print_table
from scoring.responses import InvalidResponses

if TYPE_CHECKING:
    import polars as pl

_Found = TypeVar("_Found")


def or_refusal(path: Path, frame: pl.DataFrame, computed: Callable[[], _Found]) -> _Found:
    """Compute, or say where in the file the refused value stands; raises `Unreadable`."""
    try:
        return computed()
    except InvalidResponses as error:
        raise refusal(path, frame, error) from error


def refuse_unknown_endings(paths: Sequence[Path]) -> None:
    """Refuse a file figures cannot be written to: before an hour of work, not after it."""
    for path in paths:
        if path.suffix not in WRITTEN:
            raise Unreadable(f"{path}: figures are written as {', '.join(WRITTEN)}", 2)


def give(
    chosen: argparse.Namespace,
    figures: pl.DataFrame,
    shown: pl.DataFrame,
    columns: Sequence[Shown],
    notes: Sequence[str] = (),
) -> None:
    """Write `figures` to the files asked for and print them, `shown` when it is a table."""
    for path in chosen.output:
        write_frame(figures, path)
    match chosen.format or ("table" if sys.stdout.isatty() else "csv"):
        case "table":
            print_table(shown, columns, notes)
        case "json":
            sys.stdout.write(as_json(figures))
        case _:
            sys.stdout.write(figures.write_csv())
