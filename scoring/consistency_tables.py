"""Our own report tables as published figures, so that they pass the checks anybody's tables do.

Tables are known by the codes of their columns, not by their numbers; a layout nobody knows here still has
its ratios and intervals checked. Figures are taken as printed, to the nearest (`scoring.tables`), because
that is what a reader adds up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scoring.consistency_figures import (
    Choosing,
    Figure,
    Mean,
    Place,
    Published,
    Ranking,
    Ratio,
    Relation,
    Rounding,
    Same,
    Shares,
    Standing,
    Total,
)
from scoring.estimates import Estimate
from scoring.tables import NOTHING, SMALL_MARK, WITHHELD_MARK, ColumnKind, Row, RowKind, Table, printed
from scoring.withheld import Withheld
from scoring.wording import HEADINGS, NOTES

INDEX = ("sipas", "index")
"""Columns that hold the index a ratio and an interval belong to."""

COUNTERS = ("issued", "target", "collected", "valid", "failed", "replaced", "invalid")

BY_UNIT = {"5e": "5", "5g": "5c", "5h": "5d"}
"""Tables of units by factor, and the table that tells highest, lowest and median of the same factors."""


def published_tables(tables: Iterable[Table], *, title: str = "") -> Published:
    """Describe report tables: every relation that holds inside one of them or between two."""
    grids = [Grid.of(table) for table in tables]
    relations = [relation for grid in grids for relation in _inside(grid)]
    relations += _between(grids)
    return Published(title, tuple(relations), Rounding.NEAREST)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose printed figures are looked up by row and column code."""

    table: Table
    sections: Mapping[int, str]
    """The heading each row stands under, by the row's identity: rows of two questions may be equal."""

    @classmethod
    def of(cls, table: Table) -> Grid:
        """Look up a table's rows."""
        heading, sections = "", {}
        for row in table.rows:
            heading = str(row.cells[0]) if row.kind is RowKind.HEADING else heading
            sections[id(row)] = heading
        return cls(table, sections)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the columns."""
        return tuple(column.code for column in self.table.columns)

    @property
    def first(self) -> str:
        """The code of the first column, which tells the layout."""
        return self.codes[0]

    def rows(self, *kinds: RowKind) -> list[Row]:
        """The rows of some kinds, in order."""
        return [row for row in self.table.rows if row.kind in kinds]

    def label(self, row: Row) -> str:
        """What a row is called: its first text."""
        return next((cell for cell in row.cells if isinstance(cell, str)), "")

    def estimate(self, row: Row, code: str) -> Estimate | None:
        """The estimate behind a cell, if it holds one."""
        cell = row.cells[self.codes.index(code)] if code in self.codes else None
        return cell if isinstance(cell, Estimate) else None

    def text(self, row: Row, code: str) -> str:
        """What the reader sees in a cell; empty where there is nothing."""
        if code not in self.codes or row.kind is RowKind.HEADING:
            return ""
        at = self.codes.index(code)
        kind = self.table.columns[at].kind
        shown = printed(row.cells[at], kind, self.table.printing).removesuffix(SMALL_MARK)
        if shown in {NOTHING, WITHHELD_MARK} or isinstance(row.cells[at], Withheld):
            return ""
        return shown + "%" if kind in {ColumnKind.PERCENT, ColumnKind.POINTS} else shown

    def figure(self, row: Row, code: str) -> Figure | None:
        """The figure in a cell, with its place."""
        return self.named(row, code, self.text(row, code))

    def named(self, row: Row, code: str, text: str, *, part: int | None = None) -> Figure | None:
        """A figure that is part of what a cell shows; `part` of a heading that names two with a stroke."""
        if not text:
            return None
        heading = self.table.columns[self.codes.index(code)].heading.vi
        said = heading if part is None or " / " not in heading else heading.split(" / ")[part]
        section = self.sections[id(row)]
        # a row's heading stays with its place: "Có" says little without the question
        return Figure(f"{self.label(row)}, {said}", text, Place(self.table.code, section))

    def column(self, rows: Sequence[Row], code: str) -> tuple[Figure, ...]:
        """The figures of a column in some rows, empty cells left out."""
        found = (self.figure(row, code) for row in rows)
        return tuple(figure for figure in found if figure is not None)

    def hides_any(self, code: str) -> bool:
        """Whether units behind a column are hidden, so that the rest need not make up the whole."""
        return NOTES["withheld"] in self.table.notes and code in self.codes

    def fraction(self, row: Row) -> tuple[Figure, Figure] | None:
        """Numerator and denominator of a ratio cell; None when rounding leaves too little of them."""
        above, _, below = self.text(row, "ratio").partition("/")
        estimate = self.estimate(row, "ratio")
        is_cut = estimate is not None and estimate.numerator != int(estimate.numerator) and "," not in above
        numerator = self.named(row, "ratio", above, part=0)
        denominator = self.named(row, "ratio", below, part=1)
        return None if is_cut or not (numerator and denominator) else (numerator, denominator)


def _inside(grid: Grid) -> Iterator[Relation]:
    for row in grid.table.rows:
        yield from _of_row(grid, row)
    match grid.first:
        case "unit" if "collected" in grid.codes:
            yield from _of_counts(grid)
        case "answer":
            yield from _of_answers(grid)
        case "rank" | "unit" if "sipas" in grid.codes:
            yield from _of_units(grid)
        case "domain":
            yield from _of_province(grid)
        case "measure":
            yield from _of_measures(grid)
        case "outcome":
            yield from _of_outcomes(grid)
        case _:
            pass


def _label(grid: Grid, *parts: str) -> str:
    return " · ".join((grid.table.code, *parts))


def _of_row(grid: Grid, row: Row) -> Iterator[Relation]:
    """Numerator, denominator and index; the index inside its interval."""
    index = next((grid.figure(row, code) for code in INDEX if code in grid.codes), None)
    if index is None:
        return
    label = _label(grid, grid.label(row))
    if fraction := grid.fraction(row):
        yield Ratio(label, *fraction, index)
    low, _, high = grid.text(row, "interval").partition(" – ")
    if low and high:
        ends = (grid.named(row, "interval", f"{end}%") for end in (low, high))
        lowest, highest = ends
        yield Standing(label, mean=index, lowest=lowest, highest=highest)


def _of_counts(grid: Grid) -> Iterator[Relation]:
    """Units add up to blocks, blocks to the whole; forms wanted are those collected and those not."""
    wholes = grid.rows(RowKind.TOTAL)
    members: dict[int, list[Row]] = {}
    for row in grid.table.rows:
        if row.kind is RowKind.TOTAL:
            members[len(members)] = []
        elif members:
            members[len(members) - 1].append(row)
    sums = [(whole, members[place]) for place, whole in enumerate(wholes) if members[place]]
    sums += [(whole, wholes[:-1]) for whole in wholes[-1:] if len(wholes) > 1]
    counted = [column.code for column in grid.table.columns if column.kind is ColumnKind.COUNT]
    for whole, parts in sums:
        for code in counted:
            yield from _total(_label(grid, grid.label(whole), code), grid, whole, parts, code)
    for row in grid.table.rows:
        label = _label(grid, grid.label(row))
        found = {code: grid.figure(row, code) for code in (*COUNTERS, "collected_rate", "valid_rate")}
        target, collected, valid = found["target"], found["collected"], found["valid"]
        if target and collected and found["failed"]:
            yield Total(label, target, (collected, found["failed"]))
        if target and collected and found["collected_rate"]:
            yield Ratio(label, collected, target, found["collected_rate"])
        if collected and valid and found["valid_rate"]:
            yield Ratio(label, valid, collected, found["valid_rate"])


def _total(label: str, grid: Grid, whole: Row, parts: Sequence[Row], code: str) -> Iterator[Relation]:
    figure, found = grid.figure(whole, code), grid.column(parts, code)
    if figure and len(found) == len(parts):
        yield Total(label, figure, found)


def _of_answers(grid: Grid) -> Iterator[Relation]:
    """One base for each question; people over base is the share; shares and people add up."""
    is_of_answered = NOTES["answered"] in grid.table.notes
    for question, rows in _questions(grid):
        label = _label(grid, question)
        if bases := grid.column(rows, "base"):
            yield Same(label, bases, is_base=True)
        for row in rows:
            people, base, share = (grid.figure(row, code) for code in ("people", "base", "people_share"))
            if people and base and share:
                yield Ratio(label, people, base, share)
        of_people, ticks = grid.column(rows, "people_share"), grid.column(rows, "ticks")
        if ticks and of_people:
            yield Shares(label, of_people, Choosing.PEOPLE, is_partial=not is_of_answered, base=bases[0])
            yield from _of_ticks(grid, label, rows, ticks)
        elif of_people:
            yield Shares(label, of_people, Choosing.ONE, is_partial=not is_of_answered, base=bases[0])
            if is_of_answered:
                yield Total(label, bases[0], grid.column(rows, "people"))


def _of_ticks(grid: Grid, label: str, rows: Sequence[Row], ticks: tuple[Figure, ...]) -> Iterator[Relation]:
    """Ticks are people who ticked; their sum, which no cell holds, is the base of their shares."""
    for row in rows:
        both = [figure for code in ("people", "ticks") if (figure := grid.figure(row, code))]
        yield Same(label, tuple(both))
    everything = str(sum(int(each.value) for each in ticks))
    base = Figure(f"{HEADINGS['whole'].vi}, {HEADINGS['ticks'].vi}", everything, Place(grid.table.code))
    yield Shares(label, grid.column(rows, "ticks_share"), Choosing.TICKS, base=base)


def _questions(grid: Grid) -> Iterator[tuple[str, list[Row]]]:
    groups: list[tuple[str, list[Row]]] = []
    for row in grid.table.rows:
        if row.kind is RowKind.HEADING:
            groups.append((grid.label(row), []))
        elif groups:
            groups[-1][1].append(row)
    yield from groups


def _of_units(grid: Grid) -> Iterator[Relation]:
    """Ranks as the values have them; the block between its units, their mean what it says."""
    units = [row for row in grid.rows(RowKind.BODY) if grid.text(row, "sipas")]
    values = grid.column(units, "sipas")
    if not values:
        return
    placed = [row for row in units if grid.text(row, "rank")]
    if placed:
        ranked, is_partial = grid.column(placed, "sipas"), len(placed) < len(units)
        yield Ranking(_label(grid, "rank"), ranked, grid.column(placed, "rank"), is_partial)
    for whole in grid.rows(RowKind.TOTAL):
        yield from _of_whole(grid, whole, units)


def _of_whole(grid: Grid, whole: Row, units: Sequence[Row]) -> Iterator[Relation]:
    """A line below units: their plain mean, or all their answers together."""
    label = _label(grid, grid.label(whole))
    index, values = grid.figure(whole, "sipas"), grid.column(units, "sipas")
    if index is None or grid.hides_any("sipas"):
        return
    means = (HEADINGS[name].vi for name in ("mean_of_units", "mean_of_blocks", "mean_of_all_units"))
    if grid.label(whole) in means:
        yield Mean(label, index, values, _equal(len(values)))
        return
    fractions = [grid.fraction(row) for row in (whole, *units)]
    known = [each for each in fractions if each is not None]
    if len(known) == len(fractions):
        for side in (0, 1):
            yield Total(label, known[0][side], tuple(each[side] for each in known[1:]))
    yield from _total(label, grid, whole, units, "base")


def _equal(count: int) -> tuple[Figure, ...]:
    return (Figure("=", "1"),) * count


def _of_province(grid: Grid) -> Iterator[Relation]:
    """The province from its blocks: their mean, or all answers together."""
    names = [HEADINGS[name].vi for name in ("mean_of_blocks", "pooled", "mean_of_all_units")]
    blocks = [row for row in grid.table.rows if grid.label(row) not in names and grid.text(row, "sipas")]
    for row in grid.table.rows:
        if grid.label(row) in names[:2] and blocks:
            yield from _of_whole(grid, row, blocks)


def _of_measures(grid: Grid) -> Iterator[Relation]:
    """An index between the lowest and the highest unit; a factor's answers are those to its criteria."""
    factors: list[tuple[Row, list[Row]]] = []
    for row in grid.table.rows:
        label = _label(grid, grid.label(row))
        index = None if grid.hides_any("index") else grid.figure(row, "index")
        yield Standing(label, index, *_ends(grid, row))
        if row.kind is RowKind.TOTAL:
            factors.append((row, []))
        elif factors:
            factors[-1][1].append(row)
    for factor, criteria in factors:
        fractions = [grid.fraction(row) for row in (factor, *criteria)]
        known = [each for each in fractions if each is not None]
        if len(known) < len(fractions) or not criteria:
            continue
        # under the mean of persons a factor counts people, not answers: nothing to add up
        if known[0][1].value == sum(below.value for _, below in known[1:]):
            label = _label(grid, grid.label(factor))
            yield Total(label, known[0][0], tuple(above for above, _ in known[1:]))


def _ends(grid: Grid, row: Row) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Highest, lowest and median of a row."""
    return grid.figure(row, "highest"), grid.figure(row, "lowest"), grid.figure(row, "median")


def _of_outcomes(grid: Grid) -> Iterator[Relation]:
    """Calls made are a share of the forms, outcomes a share of the calls, and together all calls."""
    wholes, outcomes = grid.rows(RowKind.TOTAL), grid.rows(RowKind.BODY)
    if len(wholes) != 2:
        return
    yield from _total(_label(grid, "forms"), grid, wholes[1], outcomes, "forms")
    pairs = [(wholes[1], wholes[0]), *((row, wholes[1]) for row in outcomes)]
    for row, whole in pairs:
        above, below, share = (
            grid.figure(row, "forms"),
            grid.figure(whole, "forms"),
            grid.figure(row, "share"),
        )
        if above and below and share:
            yield Ratio(_label(grid, grid.label(row)), above, below, share)


def _between(grids: Sequence[Grid]) -> Iterator[Relation]:
    """What two tables say of the same."""
    codes = [grid.table.code for grid in grids]
    by_code = {grid.table.code: grid for grid in grids if codes.count(grid.table.code) == 1}
    counts = [grid for grid in grids if grid.first == "unit" and "collected" in grid.codes]
    yield from _of_validity(counts)
    units = [grid for grid in grids if {"unit", "sipas"} <= set(grid.codes)]
    for province in (grid for grid in grids if grid.first == "domain"):
        yield from _of_blocks(province, units)
    for code, whole in BY_UNIT.items():
        if code in by_code and whole in by_code:
            yield from _of_factors(by_code[code], by_code[whole])


def _of_validity(grids: Sequence[Grid]) -> Iterator[Relation]:
    """Forms collected are those that count and those that do not, unit by unit."""
    valid = next((grid for grid in grids if "valid" in grid.codes), None)
    invalid = next((grid for grid in grids if "invalid" in grid.codes), None)
    if valid is None or invalid is None:
        return
    rows = {invalid.label(row): row for row in invalid.table.rows}
    for row in valid.table.rows:
        if other := rows.get(valid.label(row)):
            label = f"{_label(valid, valid.label(row))} · {invalid.table.code}"
            collected, counting = valid.figure(row, "collected"), valid.figure(row, "valid")
            again, not_counting = invalid.figure(other, "collected"), invalid.figure(other, "invalid")
            if collected and again:
                yield Same(label, (collected, again))
            if collected and counting and not_counting:
                yield Total(label, collected, (counting, not_counting))


def _of_blocks(province: Grid, units: Sequence[Grid]) -> Iterator[Relation]:
    """A block's figure is the one below its units; the mean of all units is that of all tables' units."""
    names = [HEADINGS[name].vi for name in ("mean_of_blocks", "pooled", "mean_of_all_units")]
    blocks = [row for row in province.table.rows if province.label(row) not in names]
    for block, grid in zip(blocks, units, strict=False):
        # a mean prints no ratio
        rule = HEADINGS["pooled_block" if province.text(block, "ratio") else "mean_of_units"].vi
        whole = next((row for row in grid.rows(RowKind.TOTAL) if grid.label(row) == rule), None)
        one = province.figure(block, "sipas")
        other = None if whole is None else grid.figure(whole, "sipas")
        if one and other:
            yield Same(_label(province, province.label(block), grid.table.code), (one, other))
    if len(blocks) != len(units):
        return
    values = tuple(value for grid in units for value in grid.column(grid.rows(RowKind.BODY), "sipas"))
    for row in province.table.rows:
        index = province.figure(row, "sipas")
        is_whole = not any(grid.hides_any("sipas") for grid in units)
        if province.label(row) == names[2] and index and values and is_whole:
            yield Mean(_label(province, names[2]), index, values, _equal(len(values)))


def _of_factors(units: Grid, factors: Grid) -> Iterator[Relation]:
    """Highest, lowest and median of a factor are those of the units' own table."""
    if not {each.heading.vi for each in units.table.columns[1:]} <= set(
        map(factors.label, factors.table.rows)
    ):
        return  # of two forms
    for column in units.table.columns[1:]:
        values = units.column(units.table.rows, column.code)
        for row in factors.rows(RowKind.TOTAL):
            if factors.label(row) == column.heading.vi and values:
                label = f"{_label(factors, column.heading.vi)} · {units.table.code}"
                yield Standing(label, None, *_ends(factors, row), values)
