"""Reading an agency's list: every usable line kept, every doubt and every bad line reported.

Rules: a list is a workbook or a CSV in any encoding an office may use (`workbook_lists`, `csv_lists`,
`encodings`); the header may stand below title lines and over two rows, its columns in any order and
under many names (`headings`, `columns`). A line is lost only when nobody could say which service it
belongs to, who it is about or when it happened; a bad phone is a doubt, for the person still belongs
to N and is excluded with a reason (plan III.1.b, step 1). Lines are read as they are asked for
(`open_lists`): only `read_frames` holds a list as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from survey_flows.errors import InvalidFrame, Issue
from survey_flows.ids import UnitCode
from survey_flows.sampling import csv_lists, workbook_lists
from survey_flows.sampling.cells import CellReader, LineProblem, unit_in_titles
from survey_flows.sampling.columns import REQUIRED
from survey_flows.sampling.encodings import BROKEN, Encoding, writing_of
from survey_flows.sampling.frame import FrameProblem, FrameRow
from survey_flows.sampling.headings import WITHIN, Header, Heading, find_header
from survey_flows.sampling.known import FrameRules
from survey_flows.sampling.messages import ProblemCode, message

_PROGRESS_EVERY = 2000

ReadLine = tuple[FrameRow | None, list[FrameProblem]]
"""A line as it was understood, or None when it cannot be used; and what is wrong or doubtful about it."""


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
class FrameList:
    """A list found in a file: how its header was understood, and its lines, to be read once.

    `file` names the sheet too when it is not the first of its workbook; `length` is about how many
    lines there are.
    """

    file: str
    header: Header
    encoding: Encoding
    sheet: str
    length: int
    lines: Iterator[ReadLine]


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
    for one in open_lists(content, file=file, rules=rules, unit=unit):
        rows: list[FrameRow] = []
        problems: list[FrameProblem] = []
        read = 0
        for read, (row, found) in enumerate(one.lines, start=1):
            if row is not None:
                rows.append(row)
            problems += found
            if on_progress is not None and read % _PROGRESS_EVERY == 0:
                on_progress(read)
        if on_progress is not None:
            on_progress(read)
        yield FrameReading(
            one.file, tuple(rows), tuple(problems), one.sheet, one.header.headings, one.encoding
        )


def open_lists(
    content: bytes, *, file: str, rules: FrameRules, unit: UnitCode | None = None
) -> Iterator[FrameList]:
    """The lists of one file, as `read_frames` finds them, their lines not read yet.

    The lines of one list must be read before the next list is asked for. Raises InvalidFrame.
    """
    parts = _workbook(content, file) if workbook_lists.is_workbook(content) else _csv(content, file)
    for header, lines, encoding, sheet, length in parts:
        name = f"{file} [{sheet}]" if sheet else file
        yield FrameList(name, header, encoding, sheet, length, _read(lines, header, name, rules, unit))


def _read(
    lines: Iterator[csv_lists.Line], header: Header, file: str, rules: FrameRules, unit: UnitCode | None
) -> Iterator[ReadLine]:
    places, columns = header.places, header.width
    fewest = 1 + max(places[column] for column in REQUIRED)
    titled = unit if unit is not None else unit_in_titles(header.titles, rules.units)
    reader = CellReader(rules.units, places, home=rules.province, sender=unit, titled=titled)
    for row, cells, code in lines:
        found = len(cells)
        if found != columns or code is not None:
            misfit = _misfit(found, cells[columns:], fewest, columns) if code is None else LineProblem(code)
            if misfit is not None:
                yield None, [_problem(file, row, misfit)]
                continue
            cells = [*cells[:columns], *[""] * (columns - found)]  # noqa: PLW2901
        cells.append("")  # one more than there are columns: what absent columns hold
        accepted, problems = reader.read(file, row, cells)
        yield accepted, [_problem(file, row, problem) for problem in problems] if problems else []


def _misfit(found: int, surplus: list[str], fewest: int, columns: int) -> LineProblem | None:
    """Why cells and header do not go together; missing cells at the end are allowed if not required."""
    if surplus and any(cell.strip() for cell in surplus):
        return LineProblem(ProblemCode.TOO_MANY_CELLS, words={"found": found, "expected": columns})
    if found < fewest:
        return LineProblem(ProblemCode.TOO_FEW_CELLS, words={"found": found, "expected": fewest})
    return None


def _problem(file: str, row: int, problem: LineProblem) -> FrameProblem:
    column = problem.column.value if problem.column is not None else ""
    text = _sentence(problem.code, tuple(problem.words.items()))
    return FrameProblem(file, row, column, problem.code.value, text, problem.is_accepted)


@lru_cache(maxsize=4096)
def _sentence(code: ProblemCode, words: tuple[tuple[str, str | int], ...]) -> str:
    # A fault comes rarely alone: a thousand lines with the same one share its sentence.
    return message(code, **dict(words))


_Part = tuple[Header, Iterator[csv_lists.Line], Encoding, str, int]
"""Header, lines, encoding, name of the sheet, number of lines."""


def _csv(content: bytes, file: str) -> Iterator[_Part]:
    _refuse_other_files(content, file)
    writing = writing_of(content)
    blocks = writing.lines(content)
    begun: list[str] = []
    for block in blocks:
        begun += block
        if len(begun) > WITHIN:
            break
    for delimiter in csv_lists.delimiters("\n".join(begun[:WITHIN])):
        header = find_header([csv_lists.split(line, delimiter) for line in begun[: WITHIN + 1]])
        if header is not None:
            lines = csv_lists.records(chain([begun], blocks), header.below, delimiter)
            yield header, lines, writing.encoding, "", content.count(b"\n")
            return
    is_broken = any(BROKEN in line for line in begun[:WITHIN])
    hint = (
        "Không nhận ra bảng mã của tệp; hãy lưu lại dạng CSV UTF-8 hoặc XLSX"
        " / Encoding not recognised: save it as CSV UTF-8 or XLSX"
    )
    raise _no_header(file, len(begun), hint if is_broken else "")


def _refuse_other_files(content: bytes, file: str) -> None:
    """Say what a file is when its first bytes tell that it is no list, whatever its name ends in."""
    begin = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not begin:
        found = "Tệp rỗng / The file is empty"
        hint = "Xin lại tệp từ cơ quan / Ask the agency for it again"
    elif begin.startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        found = "Đây là trang web mang tên bảng tính / This is a web page named like a spreadsheet"
        hint = "Mở bằng Excel rồi lưu lại dạng XLSX / Open it in Excel and save it as XLSX"
    elif begin.startswith((b"%pdf", b"\x89png", b"\xff\xd8\xff", b"{\\rtf")):
        found = "Đây là tài liệu hoặc ảnh, không phải bảng / This is a document or a picture, not a table"
        hint = "Xin cơ quan gửi tệp Excel gốc / Ask the agency for the Excel file it was made from"
    else:
        return
    raise InvalidFrame(file, [Issue("no_header", file, found, hint)])


def _workbook(content: bytes, file: str) -> Iterator[_Part]:
    found, longest = 0, 0
    try:
        for sheet in workbook_lists.sheets_of(content):
            longest = max(longest, sheet.length)
            header = find_header(sheet.first)
            if header is not None:
                found += 1
                lines = sheet.records(header.below)
                yield header, lines, sheet.encoding, "" if found == 1 else sheet.name, sheet.length
    except workbook_lists.NotAWorkbook as error:
        if error.is_locked:
            issue = Issue(
                "workbook",
                file,
                "Tệp Excel có mật khẩu / The workbook is protected by a password",
                "Mở bằng Excel, bỏ mật khẩu rồi lưu lại / Open it in Excel, remove the password, save it",
            )
        else:
            issue = Issue(
                "workbook",
                file,
                "Không mở được tệp Excel này: tệp hỏng, hoặc không phải Excel"
                f" / This workbook cannot be opened: damaged, or none ({error})",
                "Xin lại tệp, hoặc lưu lại dạng XLSX / Ask for it again, or save it as XLSX",
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
