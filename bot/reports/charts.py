"""Charts of a report as SVG or PNG: units with intervals and the target, factors, answers.

Drawn on matplotlib's non-interactive figures, never through pyplot, so nothing is global and
nothing needs a display. Text stays text in SVG files; DejaVu Sans has every Vietnamese letter.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.reports.model import AnswerShares, FactorScore, Report, UnitScore
from bot.reports.wording import WORDS
from scoring.estimates import Estimate
from scoring.tables import PRINTING, Printing, decimal_comma

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, AMBER, GREY, RED, INK = "#2f6f9f", "#c98a1b", "#8a939b", "#a8322a", "#22303a"
WIDTH, NARROW = 8.0, 6.2
"""Inches; a narrow chart shares its line with another."""
LABELS, VALUES, ROW, TOP, BOTTOM = 2.75, 0.65, 0.31, 0.26, 0.52
"""Inches left for names, right for values, for each row, above and below: equal in all charts, so
that their axes stand in line."""


def unit_chart(report: Report, units: Sequence[UnitScore], *, image: str = "svg") -> bytes:
    """Draw units best on top: bar, value, 95 % interval, the target line; below target in amber."""
    known = sorted(
        (unit for unit in units if unit.sipas.value is not None), key=lambda unit: unit.sipas.value or 0
    )
    figure, axes = _canvas(len(known), WIDTH)
    target = report.target
    _bars(
        axes,
        [unit.name for unit in known],
        [unit.sipas for unit in known],
        [BLUE if (unit.sipas.value or 0) >= target else AMBER for unit in known],
        report.printing,
    )
    axes.set_xlim(_floor([unit.sipas for unit in known], target), 100)
    axes.axvline(target, color=RED, linewidth=1, linestyle=(0, (4, 3)))
    label = WORDS["target"].vi.format(target=decimal_comma(target, 0))
    axes.annotate(
        label, (target, 1), xycoords=("data", "axes fraction"), xytext=(0, 3), textcoords="offset points",
        ha="center", va="bottom", color=RED, fontsize=8,
    )  # fmt: skip
    axes.set_xlabel(f"{WORDS['percent'].vi} · {WORDS['interval'].vi}", fontsize=8, color=INK)
    return _image(figure, image)


def factor_chart(
    factors: Sequence[FactorScore], *, image: str = "svg", printing: Printing = PRINTING
) -> bytes:
    """Draw one form's factors in form order with their intervals."""
    ordered = [each for each in reversed(factors) if each.index.value is not None]
    figure, axes = _canvas(len(ordered), WIDTH)
    estimates = [each.index for each in ordered]
    _bars(axes, [each.name.vi for each in ordered], estimates, [BLUE] * len(ordered), printing)
    axes.set_xlim(_floor(estimates, 90), 100)
    return _image(figure, image)


def answers_chart(answers: AnswerShares, *, image: str = "svg", printing: Printing = PRINTING) -> bytes:
    """Draw the shares of one question's answers in form order."""
    ordered = list(reversed(answers.shares))
    figure, axes = _canvas(len(ordered), NARROW)
    labels, found = [label.vi for label, _ in ordered], [share for _, share in ordered]
    _bars(axes, labels, found, [BLUE] * len(ordered), printing)
    highest = max((share.high or share.value or 0 for _, share in ordered), default=0)
    axes.set_xlim(0, min(100, 10 * (1 + highest // 10)))
    axes.set_xlabel(WORDS["of_ticks" if answers.is_of_ticks else "of_people"].vi, fontsize=8, color=INK)
    return _image(figure, image)


def _floor(estimates: Sequence[Estimate], target: float) -> float:
    """Start the axis at a round ten below everything drawn; bars near 95 differ by little."""
    lows = [each.low if each.low is not None else each.value or 0 for each in estimates]
    return max(0, 10 * ((min([*lows, target]) - 1) // 10))


def _canvas(rows: int, width: float) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    height = TOP + BOTTOM + ROW * max(rows, 1)
    figure = Figure(figsize=(width, height))
    figure.subplots_adjust(LABELS / width, BOTTOM / height, 1 - VALUES / width, 1 - TOP / height)
    axes = figure.add_subplot()
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GREY)
    axes.tick_params(axis="y", length=0, labelsize=9, labelcolor=INK)
    axes.tick_params(axis="x", labelsize=8, color=GREY, labelcolor=INK)
    axes.xaxis.grid(visible=True, color="#e3e7ea", linewidth=0.8)
    # whole numbers only: a tick of 82.5 would carry a decimal point
    axes.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True, steps=[1, 2, 5, 10]))
    axes.set_axisbelow(True)
    axes.set_ylim(-0.6, max(rows, 1) - 0.4)
    return figure, axes


def _bars(
    axes: Axes,
    names: Sequence[str],
    estimates: Sequence[Estimate],
    colours: Sequence[str],
    printing: Printing,
) -> None:
    """A pale bar to lead the eye, a dot for the value, a thin line for its interval, the figure at right.

    The axis seldom starts at zero, so the dot's place carries the value and not the bar's length.
    """
    values = [each.value or 0 for each in estimates]
    places = list(range(len(names)))
    axes.barh(places, values, height=0.6, color=list(colours), alpha=0.28)
    axes.scatter(values, places, s=34, color=list(colours), zorder=4, clip_on=False)
    axes.set_yticks(places, [_wrapped(name) for name in names], multialignment="right", linespacing=1.1)
    for place, each in zip(places, estimates, strict=True):
        if each.low is not None and each.high is not None:
            axes.plot([each.low, each.high], [place, place], color=INK, linewidth=1.1, zorder=3)
        value = decimal_comma(each.value, printing.decimals)
        axes.annotate(
            value, (1, place), xycoords=("axes fraction", "data"), xytext=(44, 0),
            textcoords="offset points", va="center", ha="right", fontsize=9, color=INK, annotation_clip=False,
        )  # fmt: skip


def _wrapped(name: str, width: int = 34) -> str:
    """Break a long name once, at the blank nearest its middle."""
    if len(name) <= width:
        return name
    blanks = [index for index, letter in enumerate(name) if letter == " "]
    middle = min(blanks, key=lambda index: abs(index - len(name) / 2), default=len(name))
    return f"{name[:middle]}\n{name[middle + 1 :]}"


def _image(figure: Figure, image: str) -> bytes:
    import matplotlib as mpl

    stream = io.BytesIO()
    # fixed salt and no date: the same report gives the same file
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "sipas", "font.family": "DejaVu Sans"}):
        metadata = {"Date": None} if image == "svg" else None
        figure.savefig(stream, format=image, dpi=144, metadata=metadata)
    return stream.getvalue()
