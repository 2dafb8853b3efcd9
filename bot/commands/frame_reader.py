"""Where an agency's list is read: here, or a large one in a process of its own while this one stores it.

Rules. Both ways read by the same code in the same order, so what is stored and every error is the same.
Reading and screening a line costs about as much as sealing and storing it (35 µs each, measured), so two
cores halve the time; below `APART_FROM` bytes the other process would take longer to start than to read.
It reads the file, gets the plan, and neither key nor database; when this process is interrupted or fails it
is ended, and when this one is killed it ends with the first part it cannot hand over.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, fields
from itertools import repeat
from multiprocessing.connection import Connection, Pipe
from operator import attrgetter
from pathlib import Path
from typing import Any, Self, TypeVar

from bot.commands.failures import CommandError
from bot.usecases.import_frame import ArrivedList
from survey_flows.errors import InvalidFrame, Issue
from survey_flows.plans.plan import Plan, parse_plan
from survey_flows.sampling.eligibility import Screener
from survey_flows.sampling.encodings import Encoding
from survey_flows.sampling.frame import Exclusion, FrameProblem, FrameRow
from survey_flows.sampling.headings import Heading
from survey_flows.sampling.reading import open_lists
from survey_flows.sampling.screened import ScreenedLines, screened

APART_FROM = 4_000_000
"""Bytes of text from which a list is read in a process of its own: some 20,000 lines."""

_PACKED = 4  # a workbook is compressed: so many times smaller than the same list as text
_TEXTS = frozenset({".csv", ".txt"})
_CELLS = attrgetter(*(field.name for field in fields(FrameRow) if field.name != "file"))
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Task:
    """What the other process is to read, and by which plan."""

    path: Path
    plan_text: str
    plan_name: str


@dataclass(frozen=True, slots=True)
class _Opened:
    """A list begins: all of an `ArrivedList` but its lines."""

    file: str
    sha256: str
    headings: tuple[Heading, ...]
    encoding: Encoding
    length: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of it, the cells by column: rows one by one would take five times as long to hand over."""

    read: int
    columns: tuple[tuple[Any, ...], ...]
    reasons: list[Exclusion | None]
    replaced: list[int]
    problems: list[FrameProblem]


@dataclass(frozen=True, slots=True)
class _Refused:
    """The file holds no list: an InvalidFrame."""

    source: str
    issues: tuple[Issue, ...]


class _ListRead:
    """The list that began last has no more lines."""


class _FileRead:
    """The file has no more lists."""


_Message = _Opened | _Part | _ListRead | _Refused | _FileRead


@asynccontextmanager
async def arriving_lists(
    path: Path, plan: Plan, plan_text: str, plan_name: str
) -> AsyncIterator[AsyncIterator[ArrivedList]]:
    """The lists of a file, to be taken one after another; `plan_text` is what `plan` was read from.

    Asking for a list raises InvalidFrame when the file cannot be read or holds none.
    """
    if _is_worth_a_process(path):
        with _OtherProcess(_Task(path, plan_text, plan_name)) as other:
            yield _from(other)
    else:
        yield _here(path, plan)


def _is_worth_a_process(path: Path) -> bool:
    if len(os.sched_getaffinity(0)) < 2:
        return False
    size = 0
    with suppress(OSError):  # said when the file is read
        size = path.stat().st_size
    return size * (1 if path.suffix.lower() in _TEXTS else _PACKED) >= APART_FROM


async def _here(path: Path, plan: Plan) -> AsyncIterator[ArrivedList]:
    for opened, parts in _read(path, plan):
        yield _arrived(opened, _each(parts))


async def _each(items: Iterable[_T]) -> AsyncIterator[_T]:
    for item in items:
        yield item


def _arrived(opened: _Opened, parts: AsyncIterator[ScreenedLines]) -> ArrivedList:
    return ArrivedList(opened.file, opened.sha256, opened.headings, opened.encoding, opened.length, parts)


def _read(path: Path, plan: Plan) -> Iterator[tuple[_Opened, Iterator[ScreenedLines]]]:
    """Each list of the file and its lines, which must be read before the next list is asked for."""
    content = _content(path)
    hashed = hashlib.sha256(content)
    for listed in open_lists(content, file=path.name, rules=plan.frame_rules()):
        digest = hashed.copy()
        digest.update(listed.sheet.encode())
        opened = _Opened(
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


async def _from(other: _OtherProcess) -> AsyncIterator[ArrivedList]:
    while True:
        match await other.message():
            case _Opened() as opened:
                yield _arrived(opened, _parts(other, opened.file))
            case _Part() | _ListRead():  # nobody asked for the lines of this list
                continue
            case _Refused(source, issues):
                raise InvalidFrame(source, issues)
            case _FileRead():
                return


async def _parts(other: _OtherProcess, file: str) -> AsyncIterator[ScreenedLines]:
    while True:
        match await other.message():
            case _Part(read, columns, reasons, replaced, problems):
                rows = list(map(FrameRow, repeat(file), *columns))
                yield ScreenedLines(read, rows, reasons, replaced, problems)
            case _Refused(source, issues):
                raise InvalidFrame(source, issues)
            case _:
                return


class _OtherProcess:
    """A process that reads one file for us; used as a context, it ends with it."""

    def __init__(self, task: _Task) -> None:
        self._name = task.path.name
        self._pipe, theirs = Pipe()
        # It finds our packages where we found them; -P: and never in the officer's folder.
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", "bot.commands.frame_reader", str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            process_group=0,  # a Ctrl-C is for us alone: we end it
        )
        theirs.close()
        self._thread = ThreadPoolExecutor(1)
        self._coming: asyncio.Future[_Message | None] | None = None
        self._pipe.send(task)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.shutdown()  # what it waits for has ended
        self._pipe.close()

    async def message(self) -> _Message:
        """The next message; the one after it is received while this one is worked on."""
        loop = asyncio.get_running_loop()
        message = await (self._coming or loop.run_in_executor(self._thread, self._received))
        if message is None:
            raise CommandError(
                f"{self._name}: việc đọc tệp bị dừng giữa chừng (thiếu bộ nhớ?): chia nhỏ tệp rồi nhập lại"
                " | reading was ended half-way (out of memory?): split the file and import again"
            )
        self._coming = loop.run_in_executor(self._thread, self._received)
        return message

    def _received(self) -> _Message | None:
        try:
            message: _Message = self._pipe.recv()
        except (EOFError, OSError):
            return None
        return message


def _read_for(pipe: Connection) -> None:
    """What the other process does."""
    task: _Task = pipe.recv()
    gc.disable()  # lines leave no cycles behind
    try:
        for opened, parts in _read(task.path, parse_plan(task.plan_text, source=task.plan_name)):
            pipe.send(opened)
            for part in parts:
                columns = tuple(zip(*map(_CELLS, part.rows), strict=True))
                pipe.send(_Part(part.read, columns, part.reasons, part.replaced, part.problems))
            pipe.send(_ListRead())
        pipe.send(_FileRead())
    except InvalidFrame as error:
        pipe.send(_Refused(error.source, error.issues))


if __name__ == "__main__":
    # As the module that sends and receives: a class of `__main__` would not be found at the other end.
    from bot.commands.frame_reader import _read_for as read_for

    with suppress(BrokenPipeError, ConnectionResetError), Connection(int(sys.argv[1])) as whole:
        read_for(whole)
