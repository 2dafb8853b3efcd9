"""Vietnamese sentences for every statistic of a report: what the tables say, in the words of official papers.

A sentence is put together from small parts (a figure, a list of names, a comparison), and each figure in it
is taken from a table as that table prints it, so text and table cannot differ: nothing is computed here but
the order of values, how many there are, and differences. What a table does not show (too few people, hidden)
no sentence tells. Comparisons are made between printed figures: two that print alike are equal.

Domain.md SR-10 names the statistics: index, range over units, median, change against last year, units at the
target, units up and down, best and worst.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scoring.estimates import Estimate
from scoring.tables import Cell, Printing, Row, RowKind, Table, decimal_comma, is_small
from scoring.withheld import Withheld

NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Named:
    """A value with what it is of; `printed` is how its table shows it, without percent sign or mark.

    `is_small`: it rests on fewer people than the wave wants.
    """

    name: str
    value: float
    printed: str
    is_small: bool = False

    @property
    def percent(self) -> str:
        """As a sentence writes it: 94,62 %."""
        return f"{self.printed}{NBSP}%"


@dataclass(frozen=True, slots=True)
class Lines:
    """A table's rows looked up by column code; values nobody may see or nobody has are left out."""

    table: Table

    @property
    def hides(self) -> bool:
        """Whether figures are hidden: then no sentence may speak of all units, answers or criteria."""
        return any(isinstance(cell, Withheld) for row in self.table.rows for cell in row.cells)

    def rows(self, *kinds: RowKind) -> list[Row]:
        """Rows of some kinds in order."""
        return [row for row in self.table.rows if row.kind in kinds]

    def cell(self, row: Row, code: str) -> Cell:
        """What stands in a column; None in a table without it."""
        for column, cell in zip(self.table.columns, row.cells, strict=False):
            if column.code == code:
                return cell
        return None

    def text(self, row: Row, code: str) -> str:
        """A text cell."""
        found = self.cell(row, code)
        return found if isinstance(found, str) else ""

    def count(self, row: Row, code: str) -> int:
        """A number of people or forms, 0 where none stands."""
        found = self.cell(row, code)
        return found if isinstance(found, int) else 0

    def estimate(self, row: Row, code: str) -> Estimate | None:
        """An estimate that has a value."""
        found = self.cell(row, code)
        return found if isinstance(found, Estimate) and found.value is not None else None

    def named(self, row: Row, code: str, *, by: str) -> Named | None:
        """A percentage with the name in column `by`."""
        found = self.cell(row, code)
        value = found.value if isinstance(found, Estimate) else found
        if isinstance(value, str | None):
            return None
        printing = self.table.printing
        return Named(self.text(row, by), value, shown(value, printing), is_small(found, printing))

    def all_named(self, code: str, *, by: str, kind: RowKind = RowKind.BODY) -> list[Named]:
        """Every percentage of a column in rows of a kind."""
        found = (self.named(row, code, by=by) for row in self.rows(kind))
        return [one for one in found if one is not None]


# --- the parts of a sentence


def shown(value: float, printing: Printing) -> str:
    """A percentage as tables print it."""
    return decimal_comma(value, printing.decimals)


def number(count: int) -> str:
    """A count: 2.606."""
    return decimal_comma(count, 0)


def of_all(count: int, whole: int) -> str:
    """So many of so many: 19/20."""
    return f"{number(count)}/{number(whole)}"


def listed(names: Sequence[str]) -> str:
    """Names one after another, the last after "và"; semicolons where a name has a comma itself."""
    if len(names) < 2:
        return "".join(names)
    mark = "; " if any("," in name for name in names) else ", "
    return f"{mark.join(names[:-1])} và {names[-1]}"


def lower_first(text: str) -> str:
    """A heading inside a sentence; an abbreviation stays."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """A part that begins a sentence."""
    return text[:1].upper() + text[1:]


def points(difference: float, printing: Printing) -> str:
    """How much, without a direction: 0,42 điểm phần trăm."""
    return f"{shown(abs(difference), printing)} điểm phần trăm"


def is_level(difference: float, printing: Printing) -> bool:
    """Whether a difference is printed as nothing."""
    return float(shown(abs(difference), printing).replace(".", "").replace(",", ".")) == 0


def moved(difference: float, since: str, printing: Printing) -> str:
    """A change between years: tăng …, giảm …, không đổi."""
    if is_level(difference, printing):
        return f"không đổi so với {since}"
    verb = "tăng" if difference > 0 else "giảm"
    return f"{verb} {points(difference, printing)} so với {since}"


def beside(difference: float, other: str, printing: Printing) -> str:
    """One figure beside another: cao hơn …, thấp hơn …, bằng."""
    if is_level(difference, printing):
        return f"bằng {other}"
    word = "cao hơn" if difference > 0 else "thấp hơn"
    return f"{word} {other} {points(difference, printing)}"


def interval(estimate: Estimate | None, printing: Printing) -> str:
    """The interval in brackets, with a blank before; nothing where there is none."""
    if estimate is None or estimate.low is None or estimate.high is None:
        return ""
    low, high = shown(estimate.low, printing), shown(estimate.high, printing)
    return f" (khoảng tin cậy 95{NBSP}%: {low}{NBSP}%–{high}{NBSP}%)"


def ends(values: Sequence[Named]) -> tuple[list[Named], list[Named]]:
    """Those that print highest and those that print lowest."""
    high, low = max(values, key=lambda one: one.value), min(values, key=lambda one: one.value)
    return (
        [one for one in values if one.printed == high.printed],
        [one for one in values if one.printed == low.printed],
    )


def all_same(values: Sequence[Named]) -> bool:
    """Whether all print alike."""
    return len({one.printed for one in values}) == 1


# --- sentences about units


def units_range(table: Table, block: str, year: int) -> str:
    """Between which values the units of a block lie."""
    lines = Lines(table)
    values = lines.all_named("sipas", by="unit")
    count = len(lines.rows(RowKind.BODY))
    if not values:
        return f"Chưa đơn vị nào của khối {lower_first(block)} có đủ người trả lời để nêu chỉ số."
    told = "" if len(values) == count else f" {of_all(len(values), count)} đơn vị được nêu chỉ số;"
    if len(values) == 1:
        [one] = values
        who = f"{one.name} ({one.percent})"
        return f"Năm {year}, khối {lower_first(block)} có một đơn vị được nêu chỉ số: {who}."
    high, low = ends(values)
    if all_same(values):
        return f"Năm {year},{told} các đơn vị khối {lower_first(block)} có cùng chỉ số {high[0].percent}."
    who = f"{number(count)} đơn vị" if len(values) == count else "các đơn vị này"
    return (
        f"Năm {year},{told} {who} khối {lower_first(block)} có Chỉ số SIPAS từ {low[0].percent} đến "
        f"{high[0].percent}."
    )


def units_ends(table: Table) -> str:
    """Which units are highest and lowest; nothing where all are alike or only one is told."""
    lines = Lines(table)
    values = lines.all_named("sipas", by="unit")
    if len(values) < 2 or all_same(values):
        return ""
    high, low = ends(values)
    among = "Trong các đơn vị được nêu, chỉ số" if len(values) < len(lines.rows(RowKind.BODY)) else "Chỉ số"
    return (
        f"{among} cao nhất là của {listed([one.name for one in high])} ({high[0].percent}); thấp nhất là của "
        f"{listed([one.name for one in low])} ({low[0].percent})."
    )


def units_median(median: float | None, printing: Printing, *, among: str = "") -> str:
    """The middle unit's value."""
    return "" if median is None else f"Trung vị của các đơn vị{among} là {shown(median, printing)}{NBSP}%."


def units_at_target(table: Table, target: float) -> str:
    """How many units reach the target, and which do not if they are few."""
    lines = Lines(table)
    values = lines.all_named("sipas", by="unit")
    if not values:
        return ""
    among = " được nêu" if len(values) < len(lines.rows(RowKind.BODY)) else ""
    below = [one for one in values if one.value < target]
    goal = f"{decimal_comma(target, 0)}{NBSP}%"
    said = f"Có {of_all(len(values) - len(below), len(values))} đơn vị{among} đạt từ {goal} trở lên"
    if not below or len(below) == len(values) or len(below) > 5:
        return f"{said}."
    return f"{said}; chưa đạt là {listed([f'{one.name} ({one.percent})' for one in below])}."


def units_moved(table: Table, year: int) -> list[str]:
    """Who rose, who fell and who stayed since last year, each with its change; nothing without last year."""
    lines = Lines(table)
    found: dict[str, list[tuple[str, float]]] = {"up": [], "same": [], "down": []}
    printing = table.printing
    for row in lines.rows(RowKind.BODY):
        change = lines.cell(row, "change")
        if isinstance(change, str | Estimate | None):
            continue
        side = "same" if is_level(change, printing) else "up" if change > 0 else "down"
        found[side].append((lines.text(row, "unit"), change))
    count = sum(map(len, found.values()))
    if not count:
        return []
    since, said = f"năm {year - 1}", []
    words = {"up": "cao hơn", "same": "bằng", "down": "thấp hơn"}
    for side, members in found.items():
        if members:
            members.sort(key=lambda one: -abs(one[1]))
            names = [
                name
                if side == "same"
                else f"{name} ({'+' if change > 0 else '−'}{shown(abs(change), printing)})"
                for name, change in members
            ]
            share = of_all(len(members), count)
            said.append(f"{share} đơn vị có Chỉ số SIPAS {words[side]} {since}: {listed(names)}.")
    missing = len(lines.rows(RowKind.BODY)) - count
    if missing:
        said.append(f"{number(missing)} đơn vị không có số liệu {since} để so sánh.")
    return said


def index_of(name: str, estimate: Estimate, previous: float | None, year: int, printing: Printing) -> str:
    """An index with its interval, and its change since last year where that is known."""
    if estimate.value is None:
        return f"{upper_first(name)}: chưa đủ người trả lời để nêu."
    change = "" if previous is None else f", {moved(estimate.value - previous, f'năm {year - 1}', printing)}"
    return (
        f"{upper_first(name)} là {shown(estimate.value, printing)}{NBSP}%"
        f"{interval(estimate, printing)}{change}."
    )


def gap(one: float, other: float, printing: Printing) -> float:
    """One figure less another as a reader of both sees it: nothing where they print alike."""
    if shown(one, printing) == shown(other, printing):
        return 0.0
    step = float(f"1e-{printing.decimals}")
    return one - other if not is_level(one - other, printing) else (step if one > other else -step)


def blocks_compared(
    named: Sequence[tuple[str, Estimate]], is_real: Callable[[Estimate, Estimate], bool], printing: Printing
) -> Iterator[str]:
    """Each block beside the one before; says when the difference may be chance."""
    for (name, one), (other_name, other) in pairwise(named):
        if one.value is None or other.value is None:
            continue
        far = gap(other.value, one.value, printing)
        compared = beside(far, f"khối {lower_first(name)}", printing)
        said = f"Khối {lower_first(other_name)} {compared}"
        if not far:
            yield f"{said}."
        elif is_real(other, one):
            yield f"{said}; mức chênh lệch này lớn hơn sai số chọn mẫu."
        else:
            yield f"{said}; mức chênh lệch này nằm trong sai số chọn mẫu, chưa đủ để nói hai khối khác nhau."


def beside_province(units: Sequence[tuple[str, Estimate]], province: Estimate, printing: Printing) -> str:
    """How many units are above and below the province's index."""
    if province.value is None:
        return ""
    gaps = [gap(each.value, province.value, printing) for _, each in units if each.value is not None]
    above, below = sum(one > 0 for one in gaps), sum(one < 0 for one in gaps)
    level = len(gaps) - above - below
    tail = f", {of_all(level, len(gaps))} đơn vị bằng" if level else ""
    told = (
        "" if len(gaps) == len(units) else f"Trong {of_all(len(gaps), len(units))} đơn vị được nêu chỉ số: "
    )
    return (
        f"{told}{'c' if told else 'C'}ó {of_all(above, len(gaps))} đơn vị có Chỉ số SIPAS cao hơn "
        f"chỉ số chung của tỉnh, {of_all(below, len(gaps))} đơn vị thấp hơn{tail}."
    )


def over_years(values: Sequence[tuple[int, float]], printing: Printing) -> str:
    """A series of years: from the first to the last, and its extremes."""
    if len(values) < 3:
        return ""
    (first, start), (last, end) = values[0], values[-1]
    named = [Named(str(year), value, shown(value, printing)) for year, value in values]
    high, low = ends(named)
    told = ", ".join(f"{one.name}: {one.percent}" for one in named)
    if all_same(named):
        return f"Chỉ số chung của tỉnh qua các năm không đổi ({told})."
    change = moved(end - start, f"năm {first}", printing)
    return (
        f"Chỉ số chung của tỉnh qua các năm: {told}. Cao nhất là năm {listed([one.name for one in high])}, "
        f"thấp nhất là năm {listed([one.name for one in low])}; năm {last} {change}."
    )
