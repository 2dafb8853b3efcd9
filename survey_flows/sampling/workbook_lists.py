"""A list as a workbook (.xlsx, .xlsm, .xls, .ods): its sheets into lines of cells, as a CSV would have them.

Rules: a whole number is written without its decimals (Excel keeps a phone as 912345678.0), a date
as dd/mm/yyyy; a cell with an error is empty; cells merged downwards all say what the first one says,
as the office sees it. Text typed in a font of before Unicode is made Vietnamese (see `encodings`).
Hidden sheets are read like others: offices hide what they think is done.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from survey_flows.sampling.csv_lists import Line
from survey_flows.sampling.encodings import Encoding, legacy_font

SIGNATURES: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SAMPLED_ROWS: Final = 300
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")  # the stream an encrypted workbook keeps itself in


class NotAWorkbook(ValueError):
    """The bytes begin like a workbook and are none: damaged, or (`is_locked`) protected by a password."""

    def __init__(self, reason: str, *, is_locked: bool = False) -> None:
        super().__init__(reason)
        self.is_locked = is_locked


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet that holds anything: `first` are the rows to find a header in, `length` how many it has."""

    name: str
    length: int
    first: list[list[str]]
    encoding: Encoding
    _rest: Iterator[list[str]]
    _merged: Mapping[int, list[tuple[int, int]]]

    def records(self, start: int) -> Iterator[Line]:
        """Every row from index `start` on as a line, once; blank rows are skipped."""
        repeated: dict[int, tuple[int, str]] = {}  # place -> (last row, text) of the cells merged downwards
        for index, cells in enumerate(chain(self.first, self._rest)):
            if index < start or not any(cells):
                continue
            for place, last in self._merged.get(index, ()):
                repeated[place] = (last, cells[place])
            for place, (last, text) in repeated.items():
                if index <= last:
                    cells[place] = cells[place] or text
            yield index + 1, cells, None


def is_workbook(content: bytes) -> bool:
    """Whether these bytes begin like a workbook."""
    return content.startswith(SIGNATURES)


def sheets_of(content: bytes) -> Iterator[Sheet]:
    """Every sheet that holds anything, its rows to be read before the next is asked for.

    Raises NotAWorkbook.
    """
    if content.startswith(SIGNATURES[1]) and _ENCRYPTED in content:
        raise NotAWorkbook("password", is_locked=True)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.height:
                yield _opened(name, sheet)
    except (CalamineError, OSError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise NotAWorkbook(reason, is_locked="password" in reason.lower()) from None


def _opened(name: str, sheet: CalamineSheet) -> Sheet:
    rows = ([_written(value) for value in values] for values in sheet.iter_rows())
    first = list(islice(rows, _SAMPLED_ROWS))
    repair, encoding = legacy_font("\n".join(" ".join(row) for row in first))
    if encoding is Encoding.UNICODE:
        repair = str
    first = [_repaired(row, repair) for row in first]
    rest = (_repaired(row, repair) for row in rows)
    return Sheet(name, sheet.total_height, first, encoding, rest, _merged_downwards(sheet))


def _merged_downwards(sheet: CalamineSheet) -> Mapping[int, list[tuple[int, int]]]:
    """First row -> (place, last row) of every merged range of several rows."""
    found: dict[int, list[tuple[int, int]]] = {}
    first_place = sheet.start[1] if sheet.start is not None else 0
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top and left >= first_place:
            found.setdefault(top, []).append((left - first_place, bottom))
    return found


def _written(value: object) -> str:
    match value:
        case str():
            return value.strip()
        case bool():
            return ""
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime() | date():
            return f"{value.day:02}/{value.month:02}/{value.year}"
        case _:
            return ""


def _repaired(cells: list[str], repair: Callable[[str], str]) -> list[str]:
    return [
        cell if unicodedata.is_normalized("NFC", cell) else unicodedata.normalize("NFC", cell)
        for cell in map(repair, cells)
    ]
