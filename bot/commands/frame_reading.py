"""Reading an agency's file, each list in parts, and handing them to another process when asked to.

It knows neither key nor database, and imports neither: a process that only reads starts in a third of the
time (`main`). There the task comes in and messages go out by one pipe; when nobody is at the other end any
more, it ends.
"""

from __future__ import annotations

import gc
import hashlib
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, fields
from itertools import repeat
from multiprocessing.connection import Connection
from operator import attrgetter
from pathlib import Path
from typing import Any

from survey_flows.errors import InvalidFrame, Issue
from survey_flows.plans.plan import Plan, parse_plan
from survey_flows.sampling.eligibility import Screener
from survey_flows.sampling.encodings import Encoding
from survey_flows.sampling.frame import Exclusion, FrameProblem, FrameRow
from survey_flows.sampling.headings import Heading
from survey_flows.sampling.reading import open_lists
from survey_flows.sampling.screened import ScreenedLines, screened

_CELLS = attrgetter(*(field.name for field in fields(FrameRow) if field.name != "file"))


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """What the other process is to read, and by which plan."""

    path: Path
    plan_text: str
    plan_name: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A list begins: all of an `ArrivedList` but its lines."""

    file: str
    sha256: str
    headings: tuple[Heading, ...]
    encoding: Encoding
    length: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of it, its rows by column: one by one they would take five times as long to hand over."""

    read: int
    columns: tuple[tuple[Any, ...], ...]
    reasons: list[Exclusion | None]
    replaced: list[int]
    problems: list[FrameProblem]

    @classmethod
    def of(cls, part: ScreenedLines) -> Part:
        """What the reader hands over."""
        columns = tuple(zip(*map(_CELLS, part.rows), strict=True))
        return cls(part.read, columns, part.reasons, part.replaced, part.problems)

    def opened(self, file: str) -> ScreenedLines:
        """What it was made of."""
        rows = list(map(FrameRow, repeat(file), *self.columns))
        return ScreenedLines(self.read, rows, self.reasons, self.replaced, self.problems)


@dataclass(frozen=True, slots=True)
class Refused:
    """The file holds no list: an InvalidFrame."""

    source: str
    issues: tuple[Issue, ...]


class ListRead:
    """The list that began last has no more lines."""


class FileRead:
    """The file has no more lists."""


Message = Opened | Part | ListRead | Refused | FileRead


def read_lists(path: Path, plan: Plan) -> Iterator[tuple[Opened, Iterator[ScreenedLines]]]:
    """Each list of the file and its lines, which must be read before the next list is asked for."""
    content = _content(path)
    hashed = hashlib.sha256(content)
    for listed in open_lists(content, file=path.name, rules=plan.frame_rules()):
        digest = hashed.copy()
        digest.update(listed.sheet.encode())
        opened = Opened(
            listed.file, digest.hexdigest(), listed.header.headings, listed.encoding, listed.length
        )
        yield opened, screened(listed.lines, Screener(plan.eligibility))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        # The system's own words ("Permission denied") tell an administrator more than ours would.
        reason = error.strerror or type(error).__name__
        issue = Issue(
            "unreadable",
            path.name,
            f"Không đọc được tệp ({reason}) / The file cannot be read",
            "Kiểm tra quyền đọc / Check the permission",
        )
        raise InvalidFrame(path.name, [issue]) from None


def read_for(pipe: Connection) -> None:
    """What the other process does."""
    task: ReadingTask = pipe.recv()
    gc.disable()  # lines leave no cycles behind
    try:
        for opened, parts in read_lists(task.path, parse_plan(task.plan_text, source=task.plan_name)):
            pipe.send(opened)
            for part in parts:
                pipe.send(Part.of(part))
            pipe.send(ListRead())
        pipe.send(FileRead())
    except InvalidFrame as error:
        pipe.send(Refused(error.source, error.issues))


def main() -> None:
    """Read for the process whose pipe the only argument names."""
    with suppress(BrokenPipeError, ConnectionResetError), Connection(int(sys.argv[1])) as pipe:
        read_for(pipe)
