"""A list as a workbook (.xlsx, .xlsm, .xls, .ods): its sheets into lines of cells, as a CSV would have them.

Rules: a whole number is written without its decimals (Excel keeps a phone as 912345678.0), a date
as dd/mm/yyyy; a cell with an error is empty. Text typed in a font of before Unicode is made
Vietnamese (see `encodings`). Hidden sheets are read like others: offices hide what they think is done.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from survey_flows.sampling.csv_lists import Line
from survey_flows.sampling.encodings import Encoding, legacy_font

SIGNATURES: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SAMPLED_ROWS: Final = 300

Sheet = tuple[str, list[list[str]], Encoding]
"""A sheet's name, its rows from the first on, and what its texts were written in."""


class NotAWorkbook(ValueError):
    """The bytes begin like a workbook and are none (damaged, or protected by a password)."""


def is_workbook(content: bytes) -> bool:
    """Whether these bytes begin like a workbook."""
    return content.startswith(SIGNATURES)


def sheets_of(content: bytes) -> Iterator[Sheet]:
    """Every sheet that holds anything. Raises NotAWorkbook."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if rows:
                written = [[_written(value) for value in row] for row in rows]
                repair, encoding = legacy_font(_sample(written))
                yield name, _repaired(written, repair, encoding), encoding
    except (CalamineError, OSError, ValueError) as error:
        raise NotAWorkbook(str(error).partition("\n")[0]) from None


def records(rows: list[list[str]], start: int) -> Iterator[Line]:
    """Every row from index `start` on as a line; blank rows are skipped."""
    for index in range(start, len(rows)):
        cells = rows[index]
        if any(cells):
            yield index + 1, cells, None


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


def _sample(rows: list[list[str]]) -> str:
    return "\n".join(" ".join(row) for row in rows[:_SAMPLED_ROWS])


def _repaired(rows: list[list[str]], repair: Callable[[str], str], encoding: Encoding) -> list[list[str]]:
    if encoding is not Encoding.UNICODE:
        rows = [[repair(cell) for cell in row] for row in rows]
    return [
        [
            cell if unicodedata.is_normalized("NFC", cell) else unicodedata.normalize("NFC", cell)
            for cell in row
        ]
        for row in rows
    ]
