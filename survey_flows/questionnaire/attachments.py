"""Tables attached to a form as CSV: choices from a file, and what `pulldata` looks up.

Rules (XLSForm, "Multiple choice from file"; ODK XForms, `pulldata`):
- the first line names the columns; the file is named with or without `.csv`;
- of a table only what the form asks for is kept: the columns `pulldata` names, by key;
- of two lines with one key the first counts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Cells = Mapping[str, str]
_SUFFIX: Final = ".csv"


@dataclass(frozen=True, slots=True)
class Table:
    """An attached table: its columns in order, its lines by column."""

    columns: tuple[str, ...]
    lines: tuple[Cells, ...]


class Attachments:
    """The files that came with a form."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Take the text of each file by its name; only files the form names are looked at."""
        self._texts = texts
        self._tables: dict[str, Table] = {}

    def __contains__(self, name: str) -> bool:
        return any(file in self._texts for file in _spellings(name))

    def table(self, name: str) -> Table:
        """The table of a file that is attached.

        >>> Attachments({"xa.csv": "name,label\\n01,Mường La\\n"}).table("xa").lines
        ({'name': '01', 'label': 'Mường La'},)
        """
        key = table_name(name)
        if key not in self._tables:
            text = next(self._texts[file] for file in _spellings(name) if file in self._texts)
            reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
            columns = tuple(column.strip() for column in reader.fieldnames or () if column)
            lines = tuple(
                {str(column).strip(): (cell or "").strip() for column, cell in line.items() if column}
                for line in reader
            )
            self._tables[key] = Table(columns, tuple(line for line in lines if any(line.values())))
        return self._tables[key]

    def lookup(self, name: str, column: str, key_column: str) -> dict[str, str]:
        """The cells of one column of a table, by the cells of another."""
        found: dict[str, str] = {}
        for line in self.table(name).lines:
            found.setdefault(line.get(key_column, ""), line.get(column, ""))
        return found


def table_name(file: str) -> str:
    """`xa.csv` and `xa` are one table."""
    return file.strip().removesuffix(_SUFFIX)


def _spellings(name: str) -> tuple[str, str]:
    return table_name(name) + _SUFFIX, table_name(name)


def lookup_key(column: str, key_column: str) -> str:
    """How a questionnaire names a lookup within its table."""
    return f"{key_column}|{column}"
