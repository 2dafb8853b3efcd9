"""Where an agency's list is read: here, or a large one in a process of its own while this one stores it.

Rules. Both ways read by the same code in the same order, so what is stored and every error is the same.
Reading and screening a line costs about as much as sealing and storing it (35 µs each, measured), so two
cores halve the time; below `APART_FROM` bytes the other process would take longer to start than to read.
It reads the file, gets the plan, and neither key nor database; when this process is interrupted or fails it
is ended, and when this one is killed it ends with the first part it cannot hand over.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from multiprocessing.connection import Pipe
from pathlib import Path
from typing import Self, TypeVar

from bot.commands.failures import CommandError
from bot.commands.frame_reading import (
    FileRead,
    ListRead,
    Message,
    Opened,
    Part,
    ReadingTask,
    Refused,
    main,
    read_lists,
)
from bot.usecases.import_frame import ArrivedList
from survey_flows.errors import InvalidFrame
from survey_flows.plans.plan import Plan
from survey_flows.sampling.screened import ScreenedLines

APART_FROM = 4_000_000
"""Bytes of text from which a list is read in a process of its own: some 20,000 lines."""

_PACKED = 4  # a workbook is compressed: so many times smaller than the same list as text
_TEXTS = frozenset({".csv", ".txt"})
_T = TypeVar("_T")


@asynccontextmanager
async def arriving_lists(
    path: Path, plan: Plan, plan_text: str, plan_name: str
) -> AsyncIterator[AsyncIterator[ArrivedList]]:
    """The lists of a file, to be taken one after another; `plan_text` is what `plan` was read from.

    Asking for a list raises InvalidFrame when the file cannot be read or holds none.
    """
    if _is_worth_a_process(path):
        with _OtherProcess(ReadingTask(path, plan_text, plan_name)) as other:
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
    for opened, parts in read_lists(path, plan):
        yield _arrived(opened, _each(parts))


async def _each(items: Iterable[_T]) -> AsyncIterator[_T]:
    for item in items:
        yield item


def _arrived(opened: Opened, parts: AsyncIterator[ScreenedLines]) -> ArrivedList:
    return ArrivedList(opened.file, opened.sha256, opened.headings, opened.encoding, opened.length, parts)


async def _from(other: _OtherProcess) -> AsyncIterator[ArrivedList]:
    while True:
        match await other.message():
            case Opened() as opened:
                yield _arrived(opened, _parts(other, opened.file))
            case Part() | ListRead():  # nobody asked for the lines of this list
                continue
            case Refused(source, issues):
                raise InvalidFrame(source, issues)
            case FileRead():
                return


async def _parts(other: _OtherProcess, file: str) -> AsyncIterator[ScreenedLines]:
    while True:
        match await other.message():
            case Part() as part:
                yield part.opened(file)
            case Refused(source, issues):
                raise InvalidFrame(source, issues)
            case _:
                return


class _OtherProcess:
    """A process that reads one file for us; used as a context, it ends with it."""

    def __init__(self, task: ReadingTask) -> None:
        self._name = task.path.name
        self._pipe, theirs = Pipe()
        # It finds our packages where we found them; -P: and never in the officer's folder.
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-c", f"from {main.__module__} import main; main()", str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            process_group=0,  # a Ctrl-C is for us alone: we end it
        )
        theirs.close()
        self._thread = ThreadPoolExecutor(1)
        self._coming: asyncio.Future[Message | None] | None = None
        self._pipe.send(task)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.shutdown()  # what it waits for has ended
        self._pipe.close()

    async def message(self) -> Message:
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

    def _received(self) -> Message | None:
        try:
            message: Message = self._pipe.recv()
        except (EOFError, OSError):
            return None
        return message
