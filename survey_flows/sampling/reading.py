"""Reading an agency's list: every usable line kept, every doubt and every bad line reported.

Rules: a list is CSV in UTF-8 (with or without its mark) or what Excel calls Unicode text, cells
parted by comma, semicolon or tab; the header may stand below title lines, its columns in any
order and under many names (`columns`). Text becomes NFC. A line is lost only when nobody could
say which service it belongs to, who it is about or when it happened; a bad phone is a doubt, for
the person still belongs to N and is excluded with a reason (plan III.1.b, step 1). No line takes
another one down with it: an unclosed quotation mark costs its own line only. All in memory.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from survey_flows.errors import InvalidFrame, Issue
from survey_flows.ids import UnitCode
from survey_flows.sampling.cells import CellReader, LineProblem
from survey_flows.sampling.columns import REQUIRED, Column, read_header
from survey_flows.sampling.frame import FrameProblem, FrameRow
from survey_flows.sampling.known import FrameRules
from survey_flows.sampling.messages import ProblemCode, message

_HEADER_WITHIN = 20  # title lines an office may put above the header
_LONGEST_QUOTED = 4  # physical lines one cell may span
_PROGRESS_EVERY = 2000
_BROKEN = "\ufffd"


@dataclass(frozen=True, slots=True)
class FrameReading:
    """What became of one file: `rows` accepted, `problems` bad lines and doubts, in file order."""

    file: str
    rows: tuple[FrameRow, ...]
    problems: tuple[FrameProblem, ...]

    @property
    def rejected(self) -> tuple[FrameProblem, ...]:
        """The lines that were not accepted."""
        return tuple(problem for problem in self.problems if not problem.is_accepted)

    @property
    def doubts(self) -> tuple[FrameProblem, ...]:
        """What to check about accepted lines."""
        return tuple(problem for problem in self.problems if problem.is_accepted)


def read_frame(
    content: bytes,
    *,
    file: str,
    rules: FrameRules,
    unit: UnitCode | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> FrameReading:
    """Read one agency's list.

    `unit` is who sent it: lines without an agency are its own, and lines of an agency neither it
    nor its child are refused. `on_progress` is told the number of lines read, every few thousand
    and at the end. Raises InvalidFrame when the file is no list at all.
    """
    lines = _decode(content, file).split("\n")
    header_row, delimiter, places = _find_header(lines, file)
    columns = len(_split(lines[header_row], delimiter))
    fewest = 1 + max(places[column] for column in REQUIRED)
    reader = CellReader(rules.units, places, home=rules.province, sender=unit)
    rows: list[FrameRow] = []
    problems: list[FrameProblem] = []
    read = 0
    for row, cells, code in _records(lines, header_row + 1, delimiter):
        read += 1
        if on_progress is not None and read % _PROGRESS_EVERY == 0:
            on_progress(read)
        misfit = _misfit(len(cells), cells[columns:], fewest, columns) if code is None else LineProblem(code)
        if misfit is not None:
            problems.append(_problem(file, row, misfit))
            continue
        # One empty cell more than there are columns: what absent columns hold.
        whole = [*cells[:columns], *[""] * (1 + columns - len(cells[:columns]))]
        accepted, found = reader.read(file, row, whole)
        problems += [_problem(file, row, problem) for problem in found]
        if accepted is not None:
            rows.append(accepted)
    if on_progress is not None:
        on_progress(read)
    return FrameReading(file, tuple(rows), tuple(problems))


def _misfit(found: int, surplus: list[str], fewest: int, columns: int) -> LineProblem | None:
    """Why cells and header do not go together; missing cells at the end are allowed if not required."""
    if surplus and any(cell.strip() for cell in surplus):
        return LineProblem(ProblemCode.TOO_MANY_CELLS, words={"found": found, "expected": columns})
    if found < fewest:
        return LineProblem(ProblemCode.TOO_FEW_CELLS, words={"found": found, "expected": fewest})
    return None


def _problem(file: str, row: int, problem: LineProblem) -> FrameProblem:
    column = problem.column.value if problem.column is not None else ""
    text = message(problem.code, **problem.words)
    return FrameProblem(file, row, column, problem.code.value, text, problem.is_accepted)


def _decode(content: bytes, file: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    elif content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise InvalidFrame(
            file,
            [
                Issue(
                    "workbook",
                    file,
                    "Đây là tệp Excel, không phải CSV / This is an Excel workbook, not CSV",
                    "Trong Excel: Lưu thành… CSV UTF-8 / In Excel: Save as… CSV UTF-8",
                )
            ],
        )
    else:
        text = content.decode("utf-8-sig", errors="replace")
    text = text.replace("\x00", _BROKEN).replace("\r\n", "\n").replace("\r", "\n")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _find_header(lines: list[str], file: str) -> tuple[int, str, dict[Column, int]]:
    for at, line in enumerate(lines[:_HEADER_WITHIN]):
        for delimiter in sorted(",;\t", key=lambda sign: -line.count(sign)):
            places = read_header(_split(line, delimiter))
            if places is not None:
                return at, delimiter, places
    is_broken = any(_BROKEN in line for line in lines[:_HEADER_WITHIN])
    hint = (
        "Tệp không phải UTF-8; hãy lưu lại dạng CSV UTF-8 / Not UTF-8: save it as CSV UTF-8"
        if is_broken
        else "Dùng tệp mẫu của Sở Nội vụ / Use the template of Sở Nội vụ"
    )
    needed = ", ".join(column.value for column in REQUIRED)
    raise InvalidFrame(
        file,
        [
            Issue(
                "no_header",
                f"{file}, dòng/line 1-{min(len(lines), _HEADER_WITHIN)}",
                f"Không thấy dòng tiêu đề với các cột {needed} / No header row with these columns",
                hint,
            )
        ],
    )


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a line longer than any cell may be: no header
        return []


def _records(
    lines: list[str], start: int, delimiter: str
) -> Iterator[tuple[int, list[str], ProblemCode | None]]:
    """Line number (from 1), cells, and why the line cannot be cut into cells; blank lines are skipped."""
    pending: list[int] = []

    def whole() -> Iterator[str]:
        # One string per record, so that the reader below stays in step with the line numbers.
        for row, text, code in _whole_lines(lines, start):
            pending.append(row)
            broken.append(code)
            yield text if code is None else ""

    broken: list[ProblemCode | None] = []
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
        yield row, text, ProblemCode.BROKEN_TEXT if _BROKEN in text else None


def _closing_line(lines: list[str], at: int) -> int | None:
    """Where a cell opened before line `at` is closed (exclusive); None when it is not, nearby."""
    for end in range(at, min(at + _LONGEST_QUOTED, len(lines))):
        if lines[end].count('"') % 2:
            return end + 1
    return None
