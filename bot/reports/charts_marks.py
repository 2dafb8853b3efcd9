"""What charts are drawn with: a few marks, written as SVG for the page or painted as PNG for paper.

One drawing serves both, so the page and the document show the same picture. Places are pixels of the page,
y grows downwards. Colours are told apart by people who see red and green alike (Okabe and Ito's blue and
vermilion), and nothing is told by colour alone: every figure is written beside its mark, and each group of
marks carries a sentence for those who do not see it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BLUE, ORANGE, GREY, INK, SOFT, LINE, PALE = (
    "#0072b2", "#d55e00", "#8a939b", "#22303a", "#5c6a74", "#d8dfe4", "#eef3f6",
)  # fmt: skip
LETTER = 0.56
"""The mean width of a letter, of its size: to break long names."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str = INK
    width: float = 1.0
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle; hollow when it is not `filled`."""

    x: float
    y: float
    radius: float
    colour: str
    filled: bool = True


@dataclass(frozen=True, slots=True)
class Label:
    """A text; `anchor` start, middle or end. `y` is the middle of its height."""

    x: float
    y: float
    text: str
    size: float = 13
    anchor: str = "start"
    colour: str = INK
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A band that flows from one upright edge to another."""

    x1: float
    top1: float
    x2: float
    top2: float
    height: float
    fill: str
    opacity: float = 0.45


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that belong together, moved by `y`; `keys` become data attributes, `tip` says them in words."""

    marks: Sequence[Mark]
    y: float = 0.0
    tip: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    name: str = ""


Mark: TypeAlias = "Rect | Stroke | Dot | Label | Ribbon | Group"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart: its size, its marks, what it is called and what it shows in a sentence."""

    width: float
    height: float
    marks: Sequence[Mark]
    title: str
    says: str = ""


def broken(text: str, width: float, size: float = 13) -> list[str]:
    """A name in at most two lines of `width` pixels, broken at the blank nearest its middle."""
    if len(text) * size * LETTER <= width:
        return [text]
    blanks = [place for place, letter in enumerate(text) if letter == " "]
    if not blanks:
        return [text]
    middle = min(blanks, key=lambda place: abs(place - len(text) / 2))
    return [text[:middle], text[middle + 1 :]]


def name_labels(text: str, x: float, y: float, width: float, size: float = 13) -> list[Label]:
    """A name that ends at `x`, in one line or two around `y`; letters shrink where two are not enough."""
    lines = broken(text, width, size)
    longest = max(map(len, lines))
    size = max(9.0, min(size, width / (longest * LETTER)))
    step = size * 1.1
    start = y - step * (len(lines) - 1) / 2
    return [Label(x, start + step * place, line, size, "end") for place, line in enumerate(lines)]


def svg(drawing: Drawing, identity: str = "chart") -> str:
    """The drawing as an SVG element that shrinks with its column; `identity` must be unique on a page."""
    about = f'<title id="{identity}-t">{escape(drawing.title)}</title>'
    named = f"{identity}-t"
    if drawing.says:
        about += f'<desc id="{identity}-d">{escape(drawing.says)}</desc>'
        named += f" {identity}-d"
    marks = "".join(_svg(mark) for mark in drawing.marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}" '
        f'role="img" aria-labelledby="{named}" font-family="system-ui, Segoe UI, Noto Sans, DejaVu Sans, '
        f'sans-serif">{about}{marks}</svg>'
    )


def _svg(mark: Mark) -> str:
    match mark:
        case Rect():
            clear = "" if mark.opacity >= 1 else f' opacity="{_n(mark.opacity)}"'
            size = f'width="{_n(mark.width)}" height="{_n(mark.height)}"'
            return f'<rect x="{_n(mark.x)}" y="{_n(mark.y)}" {size} fill="{mark.fill}"{clear}/>'
        case Stroke():
            dash = ' stroke-dasharray="5 4"' if mark.is_dashed else ""
            return (
                f'<line x1="{_n(mark.x1)}" y1="{_n(mark.y1)}" x2="{_n(mark.x2)}" y2="{_n(mark.y2)}" '
                f'stroke="{mark.colour}" stroke-width="{_n(mark.width)}"{dash}/>'
            )
        case Dot():
            fill = mark.colour if mark.filled else "#ffffff"
            return (
                f'<circle cx="{_n(mark.x)}" cy="{_n(mark.y)}" r="{_n(mark.radius)}" fill="{fill}" '
                f'stroke="{mark.colour}" stroke-width="2"/>'
            )
        case Label():
            weight = ' font-weight="600"' if mark.bold else ""
            return (
                f'<text x="{_n(mark.x)}" y="{_n(mark.y + mark.size * 0.35)}" font-size="{_n(mark.size)}" '
                f'text-anchor="{mark.anchor}" fill="{mark.colour}"{weight}>{escape(mark.text)}</text>'
            )
        case Ribbon():
            bend = (mark.x1 + mark.x2) / 2
            low1, low2 = mark.top1 + mark.height, mark.top2 + mark.height
            path = (
                f"M{_n(mark.x1)} {_n(mark.top1)}C{_n(bend)} {_n(mark.top1)} {_n(bend)} {_n(mark.top2)} "
                f"{_n(mark.x2)} {_n(mark.top2)}L{_n(mark.x2)} {_n(low2)}C{_n(bend)} {_n(low2)} {_n(bend)} "
                f"{_n(low1)} {_n(mark.x1)} {_n(low1)}Z"
            )
            return f'<path d="{path}" fill="{mark.fill}" opacity="{_n(mark.opacity)}"/>'
        case Group():
            keys = "".join(f" data-{key}={quoteattr(value)}" for key, value in mark.keys.items())
            name = f' class="{mark.name}"' if mark.name else ""
            moved = f' transform="translate(0 {_n(mark.y)})"' if mark.y else ""
            tip = f"<title>{escape(mark.tip)}</title>" if mark.tip else ""
            return f"<g{name}{moved}{keys}>{tip}{''.join(_svg(each) for each in mark.marks)}</g>"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def png(drawing: Drawing, dots_per_inch: int = 144) -> bytes:
    """The drawing as a picture for paper, on matplotlib's non-interactive figures: no display is needed."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    figure = Figure(figsize=(drawing.width / 96, drawing.height / 96), facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, drawing.width)
    axes.set_ylim(drawing.height, 0)
    with mpl.rc_context({"font.family": "DejaVu Sans"}):
        for mark, y in _flat(drawing.marks, 0):
            _paint(axes, mark, y)
        stream = io.BytesIO()
        figure.savefig(stream, format="png", dpi=dots_per_inch)
    return stream.getvalue()


def _flat(marks: Sequence[Mark], y: float) -> Iterator[tuple[Mark, float]]:
    for mark in marks:
        if isinstance(mark, Group):
            yield from _flat(mark.marks, y + mark.y)
        else:
            yield mark, y


def _paint(axes: Axes, mark: Mark, y: float) -> None:
    from matplotlib import patches
    from matplotlib.path import Path

    match mark:
        case Rect():
            corner = (mark.x, mark.y + y)
            axes.add_patch(
                patches.Rectangle(corner, mark.width, mark.height, color=mark.fill, alpha=mark.opacity, lw=0)
            )
        case Stroke():
            style = (0, (4, 3)) if mark.is_dashed else "-"
            ends = [mark.x1, mark.x2], [mark.y1 + y, mark.y2 + y]
            axes.plot(*ends, color=mark.colour, linewidth=mark.width * 0.75, linestyle=style)
        case Dot():
            fill = mark.colour if mark.filled else "white"
            axes.add_patch(
                patches.Circle((mark.x, mark.y + y), mark.radius, fc=fill, ec=mark.colour, lw=1.5, zorder=4)
            )
        case Label():
            side = {"start": "left", "middle": "center", "end": "right"}[mark.anchor]
            weight = "bold" if mark.bold else "normal"
            axes.text(
                mark.x, mark.y + y, mark.text, fontsize=mark.size * 0.69, ha=side, va="center_baseline",
                color=mark.colour, fontweight=weight, zorder=5,
            )  # fmt: skip
        case Ribbon():
            bend, top1, top2 = (mark.x1 + mark.x2) / 2, mark.top1 + y, mark.top2 + y
            low1, low2 = top1 + mark.height, top2 + mark.height
            points = [
                (mark.x1, top1), (bend, top1), (bend, top2), (mark.x2, top2), (mark.x2, low2),
                (bend, low2), (bend, low1), (mark.x1, low1), (mark.x1, top1),
            ]  # fmt: skip
            curve = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
            axes.add_patch(
                patches.PathPatch(Path(points, curve), facecolor=mark.fill, alpha=mark.opacity, lw=0)
            )
        case Group():
            pass
