"""The numbered tables of a provincial report (domain.md SR-8), built from scores, shares and counts.

Layouts are ours: of the official tables only the titles are known. Units come in the order given,
except where a table ranks them. Every percentage keeps its numerator, denominator, base and error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isclose

from scoring.compare import CONFIDENCE, change, neighbours_statement, rank_intervals
from scoring.estimates import Estimate
from scoring.ranks import TARGET, Spread, ranks, spread
from scoring.settings import Denominator
from scoring.shares import Base, Of, Share
from scoring.tables import (
    PRINTING,
    SMALL_BASE,
    WITHHELD_MARK,
    Cell,
    Column,
    ColumnKind,
    Printing,
    QuestionWording,
    Row,
    RowKind,
    Table,
    Text,
    decimal_comma,
    is_small,
)
from scoring.tally import Level, Score
from scoring.withheld import Reason, Withheld
from scoring.wording import HEADINGS, NOTES, TITLES


def answers_table(
    code: str,
    questions: Sequence[QuestionWording],
    found: Sequence[Share],
    *,
    base: Base = Base.ANSWERED,
    printing: Printing = PRINTING,
) -> Table:
    """Biểu 2, 3 and 6: for each question its answers, in people and, where several may be given, in ticks."""
    has_ticks = any(question.takes_several for question in questions)
    ticks = (_column("ticks", ColumnKind.COUNT), _column("ticks_share", ColumnKind.PERCENT))
    columns = (
        _column("answer", ColumnKind.TEXT),
        _column("people", ColumnKind.COUNT),
        _column("people_share", ColumnKind.PERCENT),
        _column("interval", ColumnKind.INTERVAL),
        *(ticks if has_ticks else ()),
        _column("base", ColumnKind.COUNT),
    )
    by_choice = {(each.question, each.choice, each.of): each.estimate for each in found}
    rows: list[Row] = []
    for question in questions:
        answers = [
            _answer_row(question, choice, label, by_choice, has_ticks=has_ticks)
            for choice, label in question.choices.items()
        ]
        if any(answers):
            rows.append(Row((question.label.vi,), RowKind.HEADING))
            rows += [answer for answer in answers if answer]
    notes = [NOTES["everybody" if base is Base.EVERYBODY else "answered"]]
    if has_ticks:
        notes.append(NOTES["ticks"])
    return Table(code, TITLES[code], columns, tuple(rows), _with_small(notes, rows, printing), printing)


def _answer_row(
    question: QuestionWording,
    choice: str,
    label: Text,
    by_choice: Mapping[tuple[str, str, Of], Estimate],
    *,
    has_ticks: bool,
) -> Row | None:
    people = by_choice.get((question.code, choice, Of.PEOPLE))
    if people is None:
        return None
    ticks = by_choice.get((question.code, choice, Of.TICKS))
    of_ticks = (None if ticks is None else _counted(ticks), ticks) if has_ticks else ()
    return Row((label.vi, _counted(people), people, people, *of_ticks, people.base))


def _counted(share: Estimate) -> int | str:
    """How many people, unless their share is hidden."""
    return WITHHELD_MARK if isinstance(share, Withheld) else int(share.numerator)


def sipas_table(
    code: str,
    units: Mapping[str, Estimate],
    totals: Mapping[str, Estimate],
    *,
    previous: Mapping[str, float | Estimate] | None = None,
    target: float = TARGET,
    denominator: Denominator = Denominator.ANSWERED,
    printing: Printing = PRINTING,
    notes: Sequence[Text] = (),
    tells_places: bool = False,
    confidence: float = CONFIDENCE,
) -> Table:
    """Biểu 4 and 4a: units of a block by rank; `totals` are lines below (label to estimate).

    `tells_places` adds between which places each unit may truly be, sure to `confidence` of all at once.

    `previous` are last year's values by the same names; where one comes with its error, changes have
    an interval. `notes` are added to those that say how the index is counted.
    """
    previous = previous or {}
    has_errors = any(
        isinstance(each, Estimate) and each.standard_error is not None for each in previous.values()
    )
    values = {unit: each.value for unit, each in units.items()}
    places = ranks(values)
    tells_places = tells_places and len(places) > 1
    bounds = (
        {each.unit: each for each in rank_intervals(units, confidence=confidence)} if tells_places else {}
    )
    columns = (
        _column("rank", ColumnKind.COUNT),
        _column("unit", ColumnKind.TEXT),
        *_score_columns("sipas"),
        _column("change", ColumnKind.POINTS),
        *((_column("change_interval", ColumnKind.INTERVAL),) if has_errors else ()),
        *((_column("places", ColumnKind.TEXT),) if tells_places else ()),
    )

    def row(rank: int | None, name: str, each: Estimate, kind: RowKind) -> Row:
        found = change(each, previous.get(name))
        of_change = Estimate(0, 0, each.base, found.value, found.standard_error, found.low, found.high)
        interval = (of_change if found.low is not None else None,) if has_errors else ()
        between = bounds.get(name) if kind is RowKind.BODY else None
        said = (None if between is None else f"{between.best}–{between.worst}",) if tells_places else ()
        return Row((rank, name, *_score_cells(each), found.value, *interval, *said), kind)

    ordered = sorted(units, key=lambda unit: places.get(unit, len(units) + 1))
    rows = [row(places.get(unit), unit, units[unit], RowKind.BODY) for unit in ordered]
    rows += [row(None, label, each, RowKind.TOTAL) for label, each in totals.items()]
    said = [index_note(denominator)]
    lie = spread(values, target=target)
    if lie:
        said.append(spread_note(lie, target, printing))
    if tells_places:
        said += [NOTES["places"], neighbours_statement(units, confidence=confidence)]
    said += notes
    return Table(code, TITLES[code], columns, tuple(rows), _with_small(said, rows, printing), printing)


def index_note(denominator: Denominator) -> Text:
    """Say how the index is counted under a denominator rule (domain.md A-01)."""
    match denominator:
        case Denominator.ANSWERED:
            return NOTES["sipas"]
        case Denominator.FIXED:
            return NOTES["sipas_fixed"]
        case Denominator.MEAN_OF_PERSONS:
            return NOTES["sipas_mean_of_persons"]


def spread_note(lie: Spread, target: float, printing: Printing = PRINTING) -> Text:
    """Say extremes, median and how many units reach the target, in one sentence."""
    decimals = printing.decimals
    figures = {
        "highest": decimal_comma(lie.highest, decimals),
        "highest_units": ", ".join(lie.highest_units),
        "lowest": decimal_comma(lie.lowest, decimals),
        "lowest_units": ", ".join(lie.lowest_units),
        "median": decimal_comma(lie.median, decimals),
        "target": decimal_comma(target, 0),
        "reaching": str(lie.reaching_target),
        "count": str(lie.count),
    }
    return Text(NOTES["spread"].vi.format(**figures), NOTES["spread"].en.format(**figures))


def province_table(
    lines: Mapping[str, Estimate],
    *,
    code: str = "4b",
    denominator: Denominator = Denominator.ANSWERED,
    printing: Printing = PRINTING,
    notes: Sequence[Text] = (),
) -> Table:
    """Biểu 4b: blocks and the province under each rule of averaging, label to estimate."""
    columns = (_column("domain", ColumnKind.TEXT), *_score_columns("sipas"))
    rows = [Row((label, *_score_cells(each))) for label, each in lines.items()]
    said = _with_small([index_note(denominator), *notes], rows, printing)
    return Table(code, TITLES[code], columns, tuple(rows), said, printing)


def breakdown_table(
    code: str,
    lines: Mapping[str, Mapping[str, Estimate]],
    *,
    minimum_base: int = SMALL_BASE,
    printing: Printing = PRINTING,
) -> Table:
    """Biểu 4c and 4d: the SIPAS of parts of units (communes, services), unit name to part to estimate.

    A part with fewer than `minimum_base` respondents shows its base and no figure (A-27, A-36).
    """
    columns = (_column("part", ColumnKind.TEXT), *_score_columns("sipas"))
    rows: list[Row] = []
    for unit, parts in lines.items():
        if parts:
            rows.append(Row((unit,), RowKind.HEADING))
        for part, each in parts.items():
            shown = None if each.base < minimum_base else each
            rows.append(Row((part, each.base, shown, shown, shown, shown)))
    is_hidden = any(each.base < minimum_base for parts in lines.values() for each in parts.values())
    notes = [_based("hidden", minimum_base)] if is_hidden else []
    return Table(code, TITLES[code], columns, tuple(rows), _with_small(notes, rows, printing), printing)


def factor_table(
    code: str,
    names: Mapping[str, str],
    whole: Sequence[Score],
    by_unit: Sequence[Score],
    *,
    printing: Printing = PRINTING,
    notes: Sequence[Text] = (),
) -> Table:
    """Biểu 5 to 5d: a form's factors and criteria, pooled, with extremes and median over units.

    `names` say what each measure is called; `by_unit` holds the same measures with the unit's name
    as group.
    """
    columns = (
        _column("measure", ColumnKind.TEXT),
        *_score_columns("index"),
        _column("skipped", ColumnKind.COUNT),
        _column("routed_out", ColumnKind.COUNT),
        _column("highest", ColumnKind.PERCENT),
        _column("highest_unit", ColumnKind.TEXT),
        _column("lowest", ColumnKind.PERCENT),
        _column("lowest_unit", ColumnKind.TEXT),
        _column("median", ColumnKind.PERCENT),
    )
    rows: list[Row] = []
    for each in whole:
        if each.level is Level.SIPAS:
            continue
        units = {str(unit.group[0]): unit.estimate for unit in by_unit if _is_same_measure(unit, each)}
        kind = RowKind.TOTAL if each.level is Level.FACTOR else RowKind.DETAIL
        figures = (each.estimate,) * 5
        label = names.get(each.measure, each.measure)
        rows.append(Row((label, *figures, each.skipped, each.routed_out, *_extremes(units)), kind))
    return Table(code, TITLES[code], columns, tuple(rows), _with_small(notes, rows, printing), printing)


def unit_factor_table(
    form: str,
    factors: Mapping[str, str],
    by_unit: Sequence[Score],
    *,
    code: str,
    printing: Printing = PRINTING,
) -> Table:
    """Biểu 5e, 5g, 5h: one line per unit, one column per factor of one form."""
    columns = (
        _column("unit", ColumnKind.TEXT),
        *(Column(factor, Text(name), ColumnKind.PERCENT) for factor, name in factors.items()),
    )
    cells: dict[str, dict[str, Estimate]] = {}
    for each in by_unit:
        if each.level is Level.FACTOR and each.form == form:
            cells.setdefault(str(each.group[0]), {})[each.measure] = each.estimate
    rows = [Row((unit, *(found.get(factor) for factor in factors))) for unit, found in cells.items()]
    return Table(code, TITLES[code], columns, tuple(rows), _with_small([], rows, printing), printing)


def _score_columns(index: str) -> tuple[Column, ...]:
    return (
        _column("base", ColumnKind.COUNT),
        _column("ratio", ColumnKind.RATIO),
        _column(index, ColumnKind.PERCENT),
        _column("error", ColumnKind.ERROR),
        _column("interval", ColumnKind.INTERVAL),
    )


def _score_cells(each: Estimate) -> tuple[Cell, ...]:
    """Base, ratio, index, error, interval; a plain mean has no ratio that would give it."""
    is_ratio = each.value is not None and each.denominator > 0
    is_ratio = is_ratio and isclose(each.value or 0, 100 * each.numerator / each.denominator)
    return each, each if is_ratio else None, each, each, each


def _column(code: str, kind: ColumnKind) -> Column:
    return Column(code, HEADINGS[code], kind)


def _is_same_measure(one: Score, other: Score) -> bool:
    return (one.level, one.form, one.measure) == (other.level, other.form, other.measure)


def _extremes(units: Mapping[str, Estimate]) -> tuple[Cell, ...]:
    """Highest and lowest with names, and the median, of units large enough to be told.

    A hidden unit might lie beyond those shown: then the end is told as its bound, or not at all.
    """
    lie = spread({unit: each.value for unit, each in units.items()})
    hidden = [each for each in units.values() if isinstance(each, Withheld)]
    beyond = [each for each in hidden if each.reason is not Reason.SMALL_BASE]
    if lie is None and not beyond:
        return (None,) * 5
    highest = _end(units, lie.highest_units if lie else (), [each for each in beyond if each.at_most is None])
    lowest = _end(units, lie.lowest_units if lie else (), [each for each in beyond if each.at_least is None])
    return (*highest, *lowest, None if beyond or lie is None else lie.median)


def _end(units: Mapping[str, Estimate], best: Sequence[str], hidden: Sequence[Withheld]) -> tuple[Cell, Cell]:
    """The figure at one end and whose it is; a hidden one takes the place of all."""
    if not hidden:
        return (units[best[0]], _named(best)) if best else (None, None)
    vague = [each for each in hidden if each.reason is Reason.COMPLEMENTARY]
    return (vague or sorted(hidden, key=lambda each: each.base))[0], None


def _named(units: Sequence[str]) -> str:
    """Up to two names, then how many more share the place."""
    shown, more = ", ".join(units[:2]), len(units) - 2
    return f"{shown} (+{more})" if more > 0 else shown


def _with_small(notes: Sequence[Text], rows: Sequence[Row], printing: Printing) -> tuple[Text, ...]:
    has_small = any(is_small(cell, printing) for row in rows for cell in row.cells)
    is_hidden = any(isinstance(cell, Withheld) for row in rows for cell in row.cells)
    more = [_based("small", printing.small_base)] if has_small else []
    return (*notes, *more, *([NOTES["withheld"]] if is_hidden else []))


def _based(note: str, base: int) -> Text:
    return Text(NOTES[note].vi.format(base=base), NOTES[note].en.format(base=base))
