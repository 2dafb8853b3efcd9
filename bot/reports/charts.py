"""Charts people understand: units by rank with intervals, factors, answers.

Each is drawn from the same values as its table, as SVG or PNG (`charts_marks`). An axis that does not begin
at zero carries dots, never bars: the place tells the value, not a length. Pictures of whole tables are in
`charts_grids`, years and the way from sample to forms in `charts_time`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reports.charts_marks import (
    BLUE,
    GREY,
    INK,
    LINE,
    ORANGE,
    SOFT,
    Dot,
    Drawing,
    Group,
    Label,
    Mark,
    Rect,
    Stroke,
    name_labels,
    png,
    svg,
)
from bot.reports.model import AnswerShares, FactorScore, Report, UnitScore
from bot.reports.wording import WORDS
from scoring.estimates import Estimate
from scoring.tables import PRINTING, ColumnKind, Printing, decimal_comma, printed

WIDTH, NARROW = 760.0, 600.0
NAMES, VALUES, ROW, TOP, BOTTOM = 250.0, 64.0, 27.0, 30.0, 46.0
"""Pixels left for names, right for values, for each row, above and below: equal in all charts."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from `low` to `high` across a chart."""

    low: float
    high: float
    left: float
    right: float

    def at(self, value: float) -> float:
        """Where a value stands."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)

    def ticks(self) -> list[float]:
        """Round values to mark, about six."""
        span = self.high - self.low
        step = next(each for each in (1, 2, 5, 10, 20) if span / each <= 8)
        first = int(-(-self.low // step))
        return [float(step * place) for place in range(first, int(self.high // step) + 1)]

    def grid(self, top: float, bottom: float) -> list[Mark]:
        """Lines with their values below."""
        marks: list[Mark] = []
        for value in self.ticks():
            x = self.at(value)
            marks += [
                Stroke(x, top, x, bottom, LINE),
                Label(x, bottom + 12, decimal_comma(value, 0), 11, "middle", SOFT),
            ]
        return marks


def unit_drawing(report: Report, units: Sequence[UnitScore], title: str = "") -> Drawing:
    """Units best on top: a dot with its 95 % interval, last year's value as a ring, the target as a line."""
    known = sorted(
        (unit for unit in units if unit.sipas.value is not None), key=lambda unit: -(unit.sipas.value or 0)
    )
    target, printing = report.target, report.printing
    axis = Axis(_floor([unit.sipas for unit in known], target), 100, NAMES, WIDTH - VALUES)
    bottom = TOP + ROW * max(len(known), 1)
    at_target = axis.at(target)
    marks: list[Mark] = [
        *axis.grid(TOP, bottom),
        Stroke(at_target, TOP - 8, at_target, bottom, ORANGE, 1.4, is_dashed=True),
        Label(
            at_target,
            TOP - 16,
            WORDS["target"].vi.format(target=decimal_comma(target, 0)),
            11,
            "middle",
            ORANGE,
        ),
        Label(NAMES, bottom + 32, WORDS["unit_legend"].vi, 11, "start", SOFT),
    ]
    for place, unit in enumerate(known):
        marks.append(_unit_row(report, unit, axis, TOP + ROW * place))
    first, last = (known[0], known[-1]) if known else (None, None)
    says = ""
    if first is not None and last is not None:
        high, low = (decimal_comma(each.sipas.value, printing.decimals) for each in (first, last))
        says = f"{len(known)} đơn vị; cao nhất {first.name} {high} %, thấp nhất {last.name} {low} %."
    return Drawing(WIDTH, bottom + BOTTOM, marks, title or WORDS["by_unit"].vi, says)


def _unit_row(report: Report, unit: UnitScore, axis: Axis, y: float) -> Group:
    value, printing = unit.sipas.value or 0.0, report.printing
    is_reached = value >= report.target
    change = "" if unit.previous is None else printed(value - unit.previous, ColumnKind.POINTS, printing)
    marks: list[Mark] = [
        Rect(0, 0, WIDTH, ROW, "#ffffff", 0.0),
        *name_labels(unit.name, NAMES - 12, ROW / 2, NAMES - 16),
    ]
    if unit.sipas.low is not None and unit.sipas.high is not None:
        marks.append(Stroke(axis.at(unit.sipas.low), ROW / 2, axis.at(unit.sipas.high), ROW / 2, INK, 1.6))
    if unit.previous is not None and unit.previous >= axis.low:
        marks.append(Dot(axis.at(unit.previous), ROW / 2, 3, GREY, filled=False))
    colour = BLUE if is_reached else ORANGE
    marks.append(Dot(axis.at(value), ROW / 2, 5.5, colour, filled=is_reached))
    shown = decimal_comma(value, printing.decimals)
    marks.append(Label(WIDTH - 6, ROW / 2, shown, 13, "end"))
    between = printed(unit.sipas, ColumnKind.INTERVAL, printing)
    tip = f"{unit.name}: {shown} % ({between}), {unit.sipas.base} người trả lời"
    if change:
        tip += f", so với năm trước {change}"
    keys = {"unit": unit.code, "name": unit.name, "value": f"{value:.6f}"}
    if unit.previous is not None:
        keys["change"] = f"{value - unit.previous:.6f}"
    return Group(marks, y, tip, keys, "row")


def factor_drawing(factors: Sequence[FactorScore], printing: Printing, title: str) -> Drawing:
    """One form's factors in form order with their intervals."""
    lines = [(each.name.vi, each.index) for each in factors if each.index.value is not None]
    axis = Axis(_floor([each for _, each in lines], 90), 100, NAMES, WIDTH - VALUES)
    return _lines(lines, axis, printing, title, below=WORDS["percent"].vi, width=WIDTH)


def answers_drawing(answers: AnswerShares, printing: Printing) -> Drawing:
    """The shares of one question's answers in form order, from zero."""
    lines = [(label.vi, share) for label, share in answers.shares if share.value is not None]
    highest = max((share.high or share.value or 0 for _, share in lines), default=0)
    axis = Axis(0, min(100, 10 * (1 + highest // 10)), NAMES, NARROW - VALUES)
    below = WORDS["of_ticks" if answers.is_of_ticks else "of_people"].vi
    return _lines(lines, axis, printing, answers.question.vi, below=below, width=NARROW, has_bars=True)


def _lines(
    lines: Sequence[tuple[str, Estimate]],
    axis: Axis,
    printing: Printing,
    title: str,
    *,
    below: str,
    width: float,
    has_bars: bool = False,
) -> Drawing:
    bottom = 10 + ROW * max(len(lines), 1)
    marks: list[Mark] = [*axis.grid(10, bottom), Label(axis.left, bottom + 30, below, 11, "start", SOFT)]
    told = []
    for place, (name, each) in enumerate(lines):
        value, y = each.value or 0.0, 10 + ROW * place
        row: list[Mark] = [*name_labels(name, NAMES - 12, ROW / 2, NAMES - 16)]
        if has_bars:
            row.append(Rect(axis.left, 6, axis.at(value) - axis.left, ROW - 12, BLUE, 0.35))
        if each.low is not None and each.high is not None:
            row.append(Stroke(axis.at(each.low), ROW / 2, axis.at(each.high), ROW / 2, INK, 1.4))
        shown = decimal_comma(value, printing.decimals)
        row += [Dot(axis.at(value), ROW / 2, 4.5, BLUE), Label(width - 6, ROW / 2, shown, 13, "end")]
        marks.append(Group(row, y, f"{name}: {shown} %", {}, "row"))
        told.append(f"{name} {shown} %")
    return Drawing(width, bottom + 40, marks, title, "; ".join(told))


def _floor(estimates: Sequence[Estimate], target: float) -> float:
    """Start the axis at a round ten below everything drawn; values near 95 differ by little."""
    lows = [each.low if each.low is not None else each.value or 0 for each in estimates]
    return max(0, 10 * ((min([*lows, target]) - 1) // 10))


def unit_chart(report: Report, units: Sequence[UnitScore], *, image: str = "svg") -> bytes:
    """`unit_drawing` as a file."""
    return drawn(unit_drawing(report, units), image)


def factor_chart(
    factors: Sequence[FactorScore], *, image: str = "svg", printing: Printing = PRINTING
) -> bytes:
    """`factor_drawing` as a file."""
    title = factors[0].form_name.vi if factors else WORDS["by_factor"].vi
    return drawn(factor_drawing(factors, printing, title), image)


def answers_chart(answers: AnswerShares, *, image: str = "svg", printing: Printing = PRINTING) -> bytes:
    """`answers_drawing` as a file."""
    return drawn(answers_drawing(answers, printing), image)


def drawn(drawing: Drawing, image: str) -> bytes:
    """A drawing as "svg" or "png"."""
    return png(drawing) if image == "png" else svg(drawing).encode()
