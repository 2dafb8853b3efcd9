"""Files in and out: answers and cases (CSV, Parquet), instruments (TOML, JSON), figures (CSV, JSON, Parquet).

Reading needs polars, the library's extra `polars`. A CSV file may have commas, semicolons or tabs between
its cells, whichever its first line has most of; its text is UTF-8, with or without a mark.
"""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.responses import WHOLE_NUMBERS, Factor, Instrument, InvalidInstrument, InvalidResponses

if TYPE_CHECKING:
    import polars as pl

WRITTEN = (".csv", ".json", ".parquet")


class Unreadable(Exception):
    """A file cannot be used; the text says which, where and why, `exit_code` whose fault it is."""

    def __init__(self, text: str, exit_code: int) -> None:
        self.exit_code = exit_code
        super().__init__(text)


def read_frame(path: Path) -> pl.DataFrame:
    """Read a table; raises `Unreadable`."""
    try:
        import polars as pl
    except ImportError as error:
        raise Unreadable(
            "reading files needs polars: pip install 'sipas-scoring[command-line]'", 2
        ) from error
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        if path.suffix == ".json":
            return pl.read_json(path, infer_schema_length=None)
        with path.open(encoding="utf-8-sig") as file:
            first = file.readline()
        separator = max(",;\t", key=first.count)
        # types are guessed from every row: a letter in row 900 must be found as a letter
        return pl.read_csv(path, separator=separator, infer_schema_length=None)
    except FileNotFoundError as error:
        raise Unreadable(f"{path}: there is no such file", 1) from error
    except (OSError, UnicodeDecodeError, pl.exceptions.PolarsError) as error:
        raise Unreadable(f"{path}: {_reason(path, error)}", 1) from error


def _reason(path: Path, error: Exception) -> str:
    """Why a table cannot be read, with the line where that can be found."""
    if path.suffix in {".parquet", ".json"} or isinstance(error, OSError):
        return str(error)
    for line, cells in enumerate(path.read_bytes().splitlines(), 1):
        try:
            cells.decode("utf-8")
        except UnicodeDecodeError:
            return f"line {line} is not UTF-8 text; save the table as “CSV UTF-8”"
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        rows = csv.reader(file, delimiter=max(",;\t", key=first.count))
        width = len(next(csv.reader([first], delimiter=max(",;\t", key=first.count)), []))
        for row in rows:
            if len(row) > width:
                return f"line {1 + rows.line_num} has {len(row)} cells, the header {width}"
    return str(error)


def with_missing_named(frame: pl.DataFrame, columns: tuple[str, ...], label: str | None) -> pl.DataFrame:
    """Return the frame with empty cells of these columns called `label`; as it is without a label."""
    if label is None:
        return frame
    import polars as pl

    known = [name for name in columns if name in frame.columns]
    return frame.with_columns(pl.col(known).cast(pl.String).fill_null(label))


def read_instrument(path: Path) -> Instrument:
    """Read an instrument; raises `Unreadable`, exit code 2."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        source = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
        return instrument_of(source)
    except KeyError as error:
        raise Unreadable(f"{path}: {error} is missing", 2) from error
    except (OSError, ValueError, TypeError, InvalidInstrument) as error:
        raise Unreadable(f"{path}: {error}", 2) from error


def instrument_of(source: dict[str, Any]) -> Instrument:
    """Build an instrument from what its file says; raises KeyError on a missing key."""
    for each in source["factors"]:
        if not isinstance(each["criteria"], list):
            raise TypeError(
                f"factor {each['code']!r}: criteria are a list of columns, not {each['criteria']!r}"
            )
    factors = tuple(
        Factor(
            each["code"],
            each.get("name", each["code"]),
            tuple(each["criteria"]),
            is_routed=each.get("routed", False),
        )
        for each in source["factors"]
    )
    satisfied, scale = source.get("satisfied", (4, 5)), source.get("scale", (1, 2, 3, 4, 5))
    return Instrument(source["code"], factors, frozenset(satisfied), tuple(scale))


def refusal(path: Path, frame: pl.DataFrame, error: InvalidResponses) -> Unreadable:
    """Say where in the file a refused value stands, as far as it can be found."""
    import polars as pl

    column, problem = error.column, error.problem
    if column not in frame.columns:
        return Unreadable(f"{path}: column {column!r}: {problem}", 1)
    cells = frame.get_column(column)
    is_wrong = cells.is_null() if error.value is None else cells == error.value
    is_text = cells.is_not_null() & cells.cast(pl.Int64, strict=False).is_null()
    if problem.startswith(WHOLE_NUMBERS) and is_text.any():
        # one letter makes a column of numbers text: say the letter, not the first number
        is_wrong = is_text
        problem = f"{WHOLE_NUMBERS}, found {cells.filter(is_wrong)[0]!r}"
    row = is_wrong.arg_true()
    line = f" (line {row[0] + 2})" if len(row) and path.suffix != ".parquet" else ""
    where = f"row {row[0] + 1}{line}, " if len(row) else ""
    more = f" (and in {len(row) - 1} more rows)" if len(row) > 1 else ""
    return Unreadable(f"{path}: {where}column {column!r}: {problem}{more}", 1)


def write_frame(frame: pl.DataFrame, path: Path) -> None:
    """Write figures as the file's ending says; raises `Unreadable`, exit code 2."""
    try:
        match path.suffix:
            case ".csv":
                frame.write_csv(path)
            case ".json":
                path.write_text(as_json(frame), encoding="utf-8")
            case ".parquet":
                frame.write_parquet(path)
            case _:
                raise Unreadable(f"{path}: figures are written as {', '.join(WRITTEN)}", 2)
    except OSError as error:
        raise Unreadable(f"{path}: {error}", 2) from error


def as_json(frame: pl.DataFrame) -> str:
    """A list of rows, one a line."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in frame.to_dicts())
    return f"[\n{lines}\n]\n"
