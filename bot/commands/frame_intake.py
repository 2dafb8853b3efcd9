"""Importing agencies' files: which of the paths are lists, and each list in its transaction.

Rules: what is imported stays imported, one transaction a list; a file that cannot be read is told like its
bad lines and stops nothing. A dry run does the very same in one transaction that is undone.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from bot.commands.context import Office
from bot.commands.failures import CommandError
from bot.commands.frame_reader import arriving_lists
from bot.usecases.import_frame import FrameOutcome, import_frame
from storage.unit_of_work import UnitOfWork
from survey_flows.errors import InvalidFrame, Issue
from survey_flows.sampling.frame import FrameProblem

_LISTS = frozenset({".csv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"})


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The lists among `paths` (CSV, Excel, ODS), folders searched; CommandError when there is none."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(one for one in path.rglob("*") if _is_list(one))
        elif path.name.startswith("~$"):
            raise CommandError(
                f"{path.name}: tệp tạm của Excel, hãy đóng Excel rồi nhập tệp chính"
                " | Excel's own copy of an open workbook: close Excel and import the workbook"
            )
        elif path.exists():
            found.append(path)
        else:
            raise CommandError(f"{path}: không có tệp này | no such file")
    if not found:
        kinds = ", ".join(sorted(_LISTS))
        raise CommandError(f"Không thấy danh sách nào ({kinds}) | no list found ({kinds})")
    return found


def _is_list(path: Path) -> bool:
    # "~$name.xlsx" is what Excel keeps beside a workbook that is open.
    return path.suffix.lower() in _LISTS and path.is_file() and not path.name.startswith(("~$", "."))


async def import_files(
    office: Office,
    files: Sequence[Path],
    *,
    on_file: Callable[[Path], None],
    on_lines: Callable[[int, int], None] = lambda _done, _of: None,
    replaces: bool = False,
    within: UnitOfWork | None = None,
) -> list[FrameOutcome]:
    """Import file by file, each list in its own transaction: what is imported stays imported.

    `on_lines` is told the lines read of a list, and about how many it has. `within` is one transaction for
    all of them instead.
    """
    outcomes: list[FrameOutcome] = []
    for path in files:
        try:
            with _without_looking_for_garbage():
                await _import_file(office, path, outcomes, on_lines, replaces=replaces, within=within)
        except InvalidFrame as error:
            issues = tuple(
                FrameProblem(path.name, 0, "", issue.code, _with_hint(issue)) for issue in error.issues
            )
            outcomes.append(FrameOutcome(path.name, 0, 0, 0, {}, issues))
        on_file(path)
    return outcomes


async def _import_file(
    office: Office,
    path: Path,
    outcomes: list[FrameOutcome],
    on_lines: Callable[[int, int], None],
    *,
    replaces: bool,
    within: UnitOfWork | None,
) -> None:
    """Add the outcome of each list of a file to `outcomes`."""
    wave = office.wave
    async with arriving_lists(path, office.plan, wave.plan_text, wave.plan_name) as lists:
        async for listed in lists:
            begun = office.database.begin() if within is None else nullcontext(within)
            async with begun as unit:
                outcome = await import_frame(
                    unit,
                    wave.id,
                    listed,
                    actor=office.actor,
                    now=office.now,
                    replaces=replaces,
                    on_lines=_counter(listed.length, on_lines),
                )
            outcomes.append(outcome)
            on_lines(outcome.lines, outcome.lines)


@contextmanager
def _without_looking_for_garbage() -> Iterator[None]:
    """Lines leave no cycles behind, and looking through a million for some took an eighth of the time."""
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            gc.enable()


def _with_hint(issue: Issue) -> str:
    """What is wrong and what to do, each language by itself."""
    parts = zip(issue.message.split(" / ", 1), issue.hint.split(" / ", 1), strict=False)
    return " / ".join(f"{said}. {hint}".rstrip(". ") + "." for said, hint in parts)


def _counter(of: int, on_lines: Callable[[int, int], None]) -> Callable[[int], None]:
    done = 0

    def count(lines: int) -> None:
        nonlocal done
        done += lines
        on_lines(done, of)

    return count


class Undone(Exception):
    """Ends a dry run: whatever it did is undone with its transaction."""


async def import_all(
    office: Office,
    files: Sequence[Path],
    *,
    replaces: bool,
    is_dry_run: bool,
    on_file: Callable[[Path], None],
    on_lines: Callable[[int, int], None],
) -> tuple[list[FrameOutcome], tuple[int, int]]:
    """The outcome of every file, and the phones that stand in several lists after it.

    A dry run does the very same in a transaction that is undone: its figures are those of the import.
    """
    outcomes: list[FrameOutcome] = []
    repeated = (0, 0)
    if not is_dry_run:
        outcomes = await import_files(office, files, on_file=on_file, on_lines=on_lines, replaces=replaces)
        async with office.database.reading() as unit:
            return outcomes, await unit.samples.repeated_phones(office.wave.id)
    with suppress(Undone):
        async with office.database.begin() as unit:
            outcomes = await import_files(
                office, files, on_file=on_file, on_lines=on_lines, replaces=replaces, within=unit
            )
            repeated = await unit.samples.repeated_phones(office.wave.id)
            raise Undone
    return outcomes, repeated
