"""The tables of fieldwork (domain.md SR-8): forms collected, forms that do not count, verification calls.

Counts of everything there is, so their rates have no sampling error. Layouts are ours, as in
`report_tables`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from scoring.estimates import Estimate
from scoring.tables import PRINTING, Column, ColumnKind, Printing, Row, RowKind, Table, Text
from scoring.wording import HEADINGS, NOTES, TITLES

COUNTERS = ("target", "issued", "replaced", "failed")
"""The counters that stay apart (domain.md A-37); a wave may leave some out of its table."""


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """What fieldwork brought in for one unit.

    `target` are the forms wanted (as many as issued when it is not given), `issued` the people asked,
    reserves that stepped in included; `replaced` those a reserve stood in for.
    """

    unit: str
    block: str
    issued: int
    collected: int
    valid: int
    replaced: int = 0
    target: int | None = None

    @property
    def wanted(self) -> int:
        """Forms wanted."""
        return self.issued if self.target is None else self.target

    @property
    def failed(self) -> int:
        """Forms not collected in spite of the reserve."""
        return self.wanted - self.collected


@dataclass(frozen=True, slots=True)
class ValidityCounts:
    """One unit's forms that do not count, by reason, and those with a flag, by flag (domain.md A-19)."""

    unit: str
    block: str
    collected: int
    invalid: Mapping[str, int]
    flagged: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class BackcheckCounts:
    """Outcomes of the verification calls among `collected` forms."""

    collected: int
    drawn: int
    confirmed: int
    content_failed: int
    unreachable: int
    uncooperative: int

    @property
    def pending(self) -> int:
        """Drawn and not yet decided."""
        return self.drawn - self.confirmed - self.content_failed - self.unreachable - self.uncooperative


def collection_table(
    counts: Sequence[UnitCounts],
    blocks: Mapping[str, str],
    *,
    counters: Sequence[str] = COUNTERS,
    code: str = "1",
    printing: Printing = PRINTING,
) -> Table:
    """Biểu 1: forms wanted, collected and valid per unit, with a line per block and a total.

    `counters` are those of `COUNTERS` the wave wants beside them; a target nobody set has no column.
    """
    known = {"target": "wanted"}
    order = ("target", "issued", "collected", "valid", "failed", "replaced")
    wanted = [
        name for name in counters if name != "target" or any(each.target is not None for each in counts)
    ]
    names = [name for name in order if name in wanted or name not in COUNTERS]
    columns = (
        _column("unit", ColumnKind.TEXT),
        *(_column(name, ColumnKind.COUNT) for name in names),
        _column("collected_rate", ColumnKind.PERCENT),
        _column("valid_rate", ColumnKind.PERCENT),
    )

    def row(label: str, members: Sequence[UnitCounts], kind: RowKind) -> Row:
        def total(name: str) -> int:
            return sum(getattr(each, known.get(name, name)) for each in members)

        rates = (_share(total("collected"), total("target")), _share(total("valid"), total("collected")))
        return Row((label, *map(total, names), *rates), kind)

    rows = _by_block(counts, blocks, row)
    notes = (NOTES["collected"],) if {"target", "issued"} <= set(names) else ()
    return Table(code, TITLES[code], columns, rows, notes, printing)


def validity_table(
    counts: Sequence[ValidityCounts],
    blocks: Mapping[str, str],
    *,
    reasons: Mapping[str, Text],
    flags: Mapping[str, Text],
    code: str = "1a",
) -> Table:
    """Biểu 1a: per unit the forms that do not count, by reason, and the forms to look at, by flag.

    `reasons` and `flags` say which there may be and what they are called; a wave that ignores a flag
    leaves it out.
    """
    columns = (
        _column("unit", ColumnKind.TEXT),
        _column("collected", ColumnKind.COUNT),
        _column("invalid", ColumnKind.COUNT),
        *(Column(name, text, ColumnKind.COUNT) for name, text in (*reasons.items(), *flags.items())),
    )

    def row(label: str, members: Sequence[ValidityCounts], kind: RowKind) -> Row:
        found = [sum(each.invalid.get(reason, 0) for each in members) for reason in reasons]
        odd = [sum(each.flagged.get(flag, 0) for each in members) for flag in flags]
        return Row((label, sum(each.collected for each in members), sum(found), *found, *odd), kind)

    rows = _by_block(counts, blocks, row)
    return Table(code, TITLES[code], columns, rows, (NOTES["flags"],) if flags else ())


_Counts = TypeVar("_Counts", UnitCounts, ValidityCounts)


def _by_block(
    counts: Sequence[_Counts],
    blocks: Mapping[str, str],
    row: Callable[[str, Sequence[_Counts], RowKind], Row],
) -> tuple[Row, ...]:
    rows: list[Row] = []
    for block, name in blocks.items():
        members = [each for each in counts if each.block == block]
        if members:
            rows.append(row(name, members, RowKind.TOTAL))
            rows += [row(each.unit, [each], RowKind.BODY) for each in members]
    rows.append(row(HEADINGS["whole"].vi, counts, RowKind.TOTAL))
    return tuple(rows)


def backcheck_table(counts: BackcheckCounts, *, code: str = "PT", printing: Printing = PRINTING) -> Table:
    """The verification table (SR-5): forms called of those collected, and outcomes of those called."""
    columns = (
        _column("outcome", ColumnKind.TEXT),
        _column("forms", ColumnKind.COUNT),
        _column("share", ColumnKind.PERCENT),
    )
    rows = [
        Row((HEADINGS["collected"].vi, counts.collected, None), RowKind.TOTAL),
        Row((HEADINGS["drawn"].vi, counts.drawn, _share(counts.drawn, counts.collected)), RowKind.TOTAL),
    ]
    for name in ("confirmed", "content_failed", "unreachable", "uncooperative", "pending"):
        number: int = getattr(counts, name)
        rows.append(Row((HEADINGS[name].vi, number, _share(number, counts.drawn)), RowKind.BODY))
    return Table(code, TITLES[code], columns, tuple(rows), (), printing)


def _share(numerator: int, denominator: int) -> Estimate:
    """A rate of a full count: no sampling error."""
    value = 100 * numerator / denominator if denominator else None
    return Estimate(numerator, denominator, denominator, value)


def _column(code: str, kind: ColumnKind) -> Column:
    return Column(code, HEADINGS[code], kind)
