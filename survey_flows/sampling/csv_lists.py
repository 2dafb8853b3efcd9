"""A list as CSV: text into lines of cells, without one bad line taking another down with it.

Rules: cells are parted by comma, semicolon or tab; a quoted cell may span a few lines; an unclosed
quotation mark costs its own line only.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Final

from survey_flows.sampling.encodings import BROKEN
from survey_flows.sampling.messages import ProblemCode

DELIMITERS: Final = ",;\t"
_LONGEST_QUOTED: Final = 4  # physical lines one cell may span

Line = tuple[int, list[str], ProblemCode | None]
"""Number of a line (from 1), its cells, and why it could not be cut into cells."""


def lines_of(text: str) -> list[str]:
    """The physical lines, whatever ends them."""
    return text.replace("\x00", BROKEN).replace("\r\n", "\n").replace("\r", "\n").split("\n")


def delimiters(line: str) -> list[str]:
    """What may part the cells of this line, likeliest first."""
    return sorted(DELIMITERS, key=lambda sign: -line.count(sign))


def split(line: str, delimiter: str) -> list[str]:
    """The cells of one line; none when it is longer than any cell may be."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def records(lines: list[str], start: int, delimiter: str) -> Iterator[Line]:
    """Every line from index `start` on; blank lines are skipped."""
    pending: list[int] = []
    broken: list[ProblemCode | None] = []

    def whole() -> Iterator[str]:
        # One string per record, so that the reader below stays in step with the line numbers.
        for row, text, code in _whole_lines(lines, start):
            pending.append(row)
            broken.append(code)
            yield text if code is None else ""

    texts = csv.reader(whole(), delimiter=delimiter)
    while True:
        try:
            cells = next(texts)
        except StopIteration:
            return
        except csv.Error:
            cells = []
            broken[-1] = ProblemCode.BROKEN_TEXT
        row, code = pending.pop(), broken.pop()
        if code is not None or any(cells):
            yield row, cells, code


def _whole_lines(lines: list[str], start: int) -> Iterator[tuple[int, str, ProblemCode | None]]:
    at = start
    while at < len(lines):
        row, text = at + 1, lines[at]
        at += 1
        if text.count('"') % 2:
            end = _closing_line(lines, at)
            if end is None:
                yield row, "", ProblemCode.BROKEN_QUOTES
                continue
            text = "\n".join([text, *lines[at:end]])
            at = end
        yield row, text, ProblemCode.BROKEN_TEXT if BROKEN in text else None


def _closing_line(lines: list[str], at: int) -> int | None:
    """Where a cell opened before line `at` is closed (exclusive); None when it is not, nearby."""
    for end in range(at, min(at + _LONGEST_QUOTED, len(lines))):
        if lines[end].count('"') % 2:
            return end + 1
    return None
