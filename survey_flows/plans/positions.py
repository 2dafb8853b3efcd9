"""Where a key stands in a TOML text, so that a defect can be shown with its line.

The standard reader keeps no positions. This finds the lines of tables, keys and the entries of
arrays that are written one a line: what plan files contain. A key it cannot place gets the line
of the nearest table around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_TABLE = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+)\s*=\s*(.*)$")
_ENTRY = re.compile(r"^\s*\{")

Path = tuple[str | int, ...]


class KeyLines:
    """The line (from 1) of each key path of a TOML text."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        counts: dict[Path, int] = {}
        table: Path = ()
        array: Path | None = None
        for number, line in enumerate(text.splitlines(), start=1):
            if header := _TABLE.match(line):
                table = tuple(header[2].split("."))
                if header[1] == "[[":
                    counts[table] = counts.get(table, -1) + 1
                    table = (*table, counts[table])
                self._lines[table] = number
                array = None
            elif key := _KEY.match(line):
                path = (*table, key[1])
                self._lines[path] = number
                array = path if key[2].split("#")[0].strip() == "[" else None
                if array is not None:
                    counts[array] = -1
            elif array is not None and _ENTRY.match(line):
                counts[array] += 1
                self._lines[(*array, counts[array])] = number

    def line(self, path: Sequence[str | int]) -> int | None:
        """The line of `path`, or of the nearest thing around it that has one."""
        for end in range(len(path), 0, -1):
            if (number := self._lines.get(tuple(path[:end]))) is not None:
                return number
        return None

    def where(self, path: Sequence[str | int]) -> str:
        """`path` as an author reads it, with its line."""
        name = ".".join(map(str, path)) or "file"
        number = self.line(path)
        return f"{name}, line {number}" if number is not None else name
