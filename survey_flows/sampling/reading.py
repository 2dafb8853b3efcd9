"""Reading an agency's list: every usable line kept, every doubt and every bad line reported.

Rules: a list is a workbook or a CSV in any encoding an office may use (`workbook_lists`, `csv_lists`,
`encodings`); the header may stand below title lines and over two rows, its columns in any order and
under many names (`headings`, `columns`). A line is lost only when nobody could say which service it
belongs to, who it is about or when it happened; a bad phone is a doubt, for the person still belongs
to N and is excluded with a reason (plan III.1.b, step 1). All in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from survey_flows.errors import InvalidFrame, Issue
from survey_flows.ids import UnitCode
from survey_flows.sampling import csv_lists, workbook_lists
from survey_flows.sampling.cells import CellReader, LineProblem, unit_in_titles
from survey_flows.sampling.columns import REQUIRED
from survey_flows.sampling.encodings import BROKEN, Encoding, read_text
from survey_flows.sampling.frame import FrameProblem, FrameRow
from survey_flows.sampling.headings import WITHIN, Header, Heading, find_header
from survey_flows.sampling.known import FrameRules
from survey_flows.sampling.messages import ProblemCode, message

_PROGRESS_EVERY = 2000


@dataclass(frozen=True, slots=True)
class FrameReading:
    """What became of one list: `rows` accepted, `problems` bad lines and doubts, in file order.

    `sheet` is the sheet of a workbook, "" for a file that is one list. `headings` are the columns as
    they were understood, in the order they stand.
    """

    file: str
    rows: tuple[FrameRow, ...]
    problems: tuple[FrameProblem, ...]
    sheet: str = ""
    headings: tuple[Heading, ...] = ()
    encoding: Encoding = Encoding.UNICODE

    @property
    def rejected(self) -> tuple[FrameProblem, ...]:
        """The lines that were not accepted."""
        return tuple(problem for problem in self.problems if not problem.is_accepted)

    @property
    def doubts(self) -> tuple[FrameProblem, ...]:
        """What to check about accepted lines."""
        return tuple(problem for problem in self.problems if problem.is_accepted)


@dataclass(frozen=True, slots=True)
class _List:
    """A list found in a file: its header, and its lines below it."""

    header: Header
    lines: Iterator[csv_lists.Line]
    encoding: Encoding
    sheet: str = ""


def read_frame(
    content: bytes,
    *,
    file: str,
    rules: FrameRules,
    unit: UnitCode | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> FrameReading:
    """Read one agency's list, the first of a workbook with several: see `read_frames`."""
    return next(iter(read_frames(content, file=file, rules=rules, unit=unit, on_progress=on_progress)))


def read_frames(
    content: bytes,
    *,
    file: str,
    rules: FrameRules,
    unit: UnitCode | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Iterator[FrameReading]:
    """Read the lists of one file: a CSV is one, a workbook may hold one in every sheet.

    `unit` is who sent it: lines without an agency are its own, and lines of an agency neither it
    nor its child are refused. Without it, the one agency named above the header is whose list it is.
    `on_progress` is told the number of lines read, every few thousand
    and at the end. Raises InvalidFrame when there is no list at all.
    """
    for one in _lists(content, file):
        name = f"{file} [{one.sheet}]" if one.sheet else file
        yield _read(one, name, rules=rules, unit=unit, on_progress=on_progress)


def _read(
    one: _List,
    file: str,
    *,
    rules: FrameRules,
    unit: UnitCode | None,
    on_progress: Callable[[int], None] | None,
) -> FrameReading:
    places, columns = one.header.places, one.header.width
    fewest = 1 + max(places[column] for column in REQUIRED)
    titled = unit if unit is not None else unit_in_titles(one.header.titles, rules.units)
    reader = CellReader(rules.units, places, home=rules.province, sender=unit, titled=titled)
    rows: list[FrameRow] = []
    problems: list[FrameProblem] = []
    read = 0
    for row, cells, code in one.lines:
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
    return FrameReading(file, tuple(rows), tuple(problems), one.sheet, one.header.headings, one.encoding)


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


def _lists(content: bytes, file: str) -> Iterator[_List]:
    if workbook_lists.is_workbook(content):
        yield from _workbook(content, file)
        return
    text = read_text(content)
    lines = csv_lists.lines_of(text.text)
    for delimiter in csv_lists.delimiters("\n".join(lines[:WITHIN])):
        header = find_header([csv_lists.split(line, delimiter) for line in lines[: WITHIN + 1]])
        if header is not None:
            yield _List(header, csv_lists.records(lines, header.below, delimiter), text.encoding)
            return
    is_broken = any(BROKEN in line for line in lines[:WITHIN])
    hint = (
        "Không nhận ra bảng mã của tệp; hãy lưu lại dạng CSV UTF-8 hoặc XLSX"
        " / Encoding not recognised: save it as CSV UTF-8 or XLSX"
    )
    raise _no_header(file, len(lines), hint if is_broken else "")


def _workbook(content: bytes, file: str) -> Iterator[_List]:
    found, longest = 0, 0
    try:
        for name, rows, encoding in workbook_lists.sheets_of(content):
            longest = max(longest, len(rows))
            header = find_header(rows)
            if header is not None:
                found += 1
                lines = workbook_lists.records(rows, header.below)
                yield _List(header, lines, encoding, "" if found == 1 else name)
    except workbook_lists.NotAWorkbook as error:
        issue = Issue(
            "workbook",
            file,
            f"Không mở được tệp Excel này / This workbook cannot be opened ({error})",
            "Bỏ mật khẩu rồi lưu lại dạng XLSX / Remove the password and save it as XLSX",
        )
        raise InvalidFrame(file, [issue]) from None
    if not found:
        raise _no_header(file, longest)


def _no_header(file: str, lines: int, hint: str = "") -> InvalidFrame:
    needed = ", ".join(column.value for column in REQUIRED)
    issue = Issue(
        "no_header",
        f"{file}, dòng/line 1-{min(lines, WITHIN)}",
        f"Không thấy dòng tiêu đề với các cột {needed} / No header row with these columns",
        hint or "Dùng tệp mẫu: sipas frame template / Use the template: sipas frame template",
    )
    return InvalidFrame(file, [issue])
