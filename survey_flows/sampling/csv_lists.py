"""A list as CSV: text into lines of cells, without one bad line taking another down with it.

Rules: cells are parted by comma, semicolon or tab; a quoted cell may span a few lines; an unclosed
quotation mark costs its own line only, and so does a line longer than any list has. Lines come and go
in blocks: a list of a million lines is never in memory as a whole.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from typing import Final

from survey_flows.sampling.encodings import BROKEN
from survey_flows.sampling.messages import ProblemCode

DELIMITERS: Final = ",;\t"
LONGEST_LINE: Final = 20_000
"""Characters a line may have: a row of the longest cells we have seen has not a tenth of that."""

_LONGEST_QUOTED: Final = 4  # physical lines one cell may span

Line = tuple[int, list[str], ProblemCode | None]
"""Number of a line (from 1), its cells, and why it could not be cut into cells."""
_Whole = tuple[int, str, ProblemCode | None]


def delimiters(line: str) -> list[str]:
    """What may part the cells of this line, likeliest first."""
    return sorted(DELIMITERS, key=lambda sign: -line.count(sign))


def split(line: str, delimiter: str) -> list[str]:
    """The cells of one line; none when it is longer than any line may be."""
    return [] if len(line) > LONGEST_LINE else next(csv.reader([line], delimiter=delimiter), [])


def records(blocks: Iterable[list[str]], start: int, delimiter: str) -> Iterator[Line]:
    """Every line from index `start` of `blocks` on; blank lines are skipped."""
    for wholes in _whole_lines(blocks, start):
        # The last, empty text is for a cell left open in the last line to run into.
        texts = csv.reader([*(text for _, text, _ in wholes), ""], delimiter=delimiter)
        read = 0
        with suppress(csv.Error):
            for (row, _, code), cells in zip(wholes, texts, strict=False):
                read += 1
                if texts.line_num > read:  # a mark within a cell swallowed the lines that follow
                    read -= 1
                    break
                if code is not None or any(cells):
                    yield row, cells, code
        if read < len(wholes):
            yield from _one_by_one(wholes[read:], delimiter)


def _one_by_one(wholes: Iterable[_Whole], delimiter: str) -> Iterator[Line]:
    """The same where some quotation marks come in pairs and yet leave a cell open."""
    for row, text, known in wholes:
        alone = csv.reader([text, ""], delimiter=delimiter)
        cells, code = [], known
        try:
            cells = next(alone)
        except csv.Error:
            code = ProblemCode.BROKEN_TEXT
        if alone.line_num > 1:
            cells, code = [], ProblemCode.BROKEN_QUOTES
        if code is not None or any(cells):
            yield row, cells, code


def _whole_lines(blocks: Iterable[list[str]], start: int) -> Iterator[list[_Whole]]:
    """Lines with those that continue them, block by block; a line that cannot be cut is empty."""
    lines: list[str] = []
    row, at = 1, start
    ends: list[list[str]] = [[""] * _LONGEST_QUOTED]  # so that the last lines, too, have others after them
    for block in chain(blocks, ends):
        lines += block
        wholes: list[_Whole] = []
        # What may be continued in the next block waits for it.
        while at < len(lines) - _LONGEST_QUOTED:
            number, text = row + at, lines[at]
            at += 1
            if '"' in text and text.count('"') % 2:
                end = _closing_line(lines, at)
                if end is None:
                    wholes.append((number, "", ProblemCode.BROKEN_QUOTES))
                    continue
                text = "\n".join([text, *lines[at:end]])
                at = end
            if BROKEN in text:
                wholes.append((number, "", ProblemCode.BROKEN_TEXT))
            elif len(text) > LONGEST_LINE:
                wholes.append((number, "", ProblemCode.TOO_LONG))
            else:
                wholes.append((number, text, None))
        row, lines, at = row + min(at, len(lines)), lines[at:], max(0, at - len(lines))
        yield wholes


def _closing_line(lines: list[str], at: int) -> int | None:
    """Where a cell opened before line `at` is closed (exclusive); None when it is not, nearby."""
    for end in range(at, at + _LONGEST_QUOTED):
        if lines[end].count('"') % 2:
            return end + 1
    return None
