"""What a person watches during a rehearsal: a bar a stage, and a board of units while in the field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from bot.language import either
from storage.queries import CellProgress
from survey_flows.fieldwork.calendar import ContactHours


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One reporting unit on the board."""

    name: str
    target: int
    complete: int
    in_flight: int


@dataclass(slots=True)
class Screen:
    """One live display for all stages."""

    console: Console
    progress: Progress = field(init=False)
    _board: Sequence[BoardLine] = ()
    _facts: Mapping[str, str] = field(default_factory=dict)
    _live: Live | None = None

    def __post_init__(self) -> None:
        self.progress = Progress(
            TextColumn("[bold]{task.description:<30.30}"),
            BarColumn(bar_width=30),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("[dim]{task.fields[detail]}"),
            TimeElapsedColumn(),
            console=self.console,
        )

    @contextmanager
    def shown(self) -> Iterator[Screen]:
        """Show the display until the block ends."""
        with Live(self, console=self.console, refresh_per_second=6, transient=False) as live:
            self._live = live
            try:
                yield self
            finally:
                self._board = ()
                live.refresh()
                self._live = None

    def stage(self, vietnamese: str, english: str, total: float) -> TaskID:
        """Begin a stage: one bar."""
        return self.progress.add_task(either(vietnamese, english), total=total, detail="")

    def advance(self, task: TaskID, by: float = 1, detail: str = "") -> None:
        """Move a bar."""
        self.progress.update(task, advance=by, detail=detail[:44])

    def set(self, task: TaskID, completed: float, detail: str = "") -> None:
        """Put a bar at `completed`."""
        self.progress.update(task, completed=completed, detail=detail[:60])

    def show_board(self, lines: Sequence[BoardLine], facts: Mapping[str, str]) -> None:
        """Show how far every unit is."""
        self._board, self._facts = lines, facts

    def __rich__(self) -> Group:
        if not self._board:
            return Group(self.progress)
        facts = Text("   ").join(
            Text.assemble((f"{value} ", "bold cyan"), name) for name, value in self._facts.items()
        )
        return Group(self.progress, Panel(Group(facts, Text(""), self._columns()), border_style="dim"))

    def _columns(self) -> Table:
        columns = 2 if self.console.width >= 110 else 1
        grid = Table.grid(padding=(0, 3))
        height = -(-len(self._board) // columns)
        for row in range(height):
            cells = [self._line(self._board[at]) for at in range(row, len(self._board), height)]
            grid.add_row(*cells)
        return grid

    @staticmethod
    def _line(line: BoardLine) -> Table:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=34, no_wrap=True, overflow="ellipsis")
        grid.add_column(width=12)
        grid.add_column(justify="right", width=8)
        style = "green" if line.complete >= line.target else "cyan"
        bar = ProgressBar(total=max(1, line.target), completed=line.complete, width=12, complete_style=style)
        grid.add_row(line.name, bar, f"{line.complete}/{line.target}")
        return grid


def board_of(
    cells: Sequence[CellProgress], reporting: Mapping[str, str], names: Mapping[str, str]
) -> list[BoardLine]:
    """Cells summed into reporting units, in the order of `names`."""
    sums: dict[str, list[int]] = {code: [0, 0, 0] for code in names}
    for cell in cells:
        total = sums[reporting[cell.unit]]
        total[0] += cell.target
        total[1] += cell.complete
        total[2] += cell.in_flight
    return [BoardLine(names[code], *total) for code, total in sums.items()]


def facts_of(cells: Sequence[CellProgress], moment: datetime, hours: ContactHours) -> dict[str, str]:
    """The line above the board."""
    local = local_time(moment, hours)
    return {
        either("hoàn thành", "complete"): str(sum(cell.complete for cell in cells)),
        either("đang trả lời", "answering"): str(sum(cell.answering for cell in cells)),
        either("đã mời", "invited"): str(sum(cell.contacted for cell in cells)),
        either("từ chối", "refused"): str(sum(cell.refused for cell in cells)),
        either("không liên lạc được", "noncontact"): str(sum(cell.noncontact for cell in cells)),
        either("đã thay", "replaced"): str(sum(cell.replaced for cell in cells)),
        either("dự phòng còn", "reserve left"): str(sum(cell.reserve_left for cell in cells)),
        "": f"{local:%d/%m/%Y %H:%M}",
    }


def local_time(moment: datetime, hours: ContactHours) -> datetime:
    """The civil time of the survey."""
    return moment.astimezone(timezone(timedelta(hours=hours.utc_offset_hours)))
