"""Years as lines, and the way from the sample to the forms that count as a flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.reports.charts import WIDTH, Axis
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
    Ribbon,
    Stroke,
)
from bot.reports.fieldwork import FLOW
from bot.reports.model import Flow, Report
from scoring.tables import Printing, decimal_comma

HEIGHT = 300.0
COLOURS = (BLUE, ORANGE, "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
"""Okabe and Ito's colours."""


def years_drawing(report: Report, title: str) -> Drawing | None:
    """The province's and the blocks' index year by year, this year last; None without earlier figures."""
    named = [("", report.head.province, report.province.published)]
    named += [(block.code, block.name, block.published) for block in report.blocks]
    now = report.head.year
    series: list[tuple[str, list[tuple[int, float]]]] = []
    for code, name, estimate in named:
        points = [(one.year, one.value) for one in report.history if one.of == code and one.year < now]
        if points and estimate.value is not None:
            series.append((name, sorted([*points, (now, estimate.value)])))
    if not series:
        return None
    values = [value for _, points in series for _, value in points]
    years = sorted({year for _, points in series for year, _ in points})
    low, high = 5 * (min(values) // 5), 5 * -(-max(values) // 5)
    across = Axis(years[0], years[-1], 60, WIDTH - 190)
    up = Axis(low, max(high, low + 5), HEIGHT - 40, 20)
    marks: list[Mark] = []
    for value in up.ticks():
        y = up.at(value)
        marks += [Stroke(60, y, WIDTH - 190, y, LINE), Label(52, y, decimal_comma(value, 0), 11, "end", SOFT)]
    marks += [Label(across.at(year), HEIGHT - 22, str(year), 12, "middle", SOFT) for year in years]
    told = []
    tops = {
        year: min(up.at(value) for _, points in series for at, value in points if at == year)
        for year in years
    }
    ends = _apart([up.at(points[-1][1]) for _, points in series])
    for place, ((name, points), y) in enumerate(zip(series, ends, strict=True)):
        colour = COLOURS[place % len(COLOURS)]
        marks.append(
            _line(
                name,
                points,
                colour=colour,
                axes=(across, up),
                printing=report.printing,
                name_y=y,
                tops=tops if place == 0 else {},
            )
        )
        said = ", ".join(f"{year} {_percent(value, report.printing)}" for year, value in points)
        told.append(f"{name}: {said}")
    return Drawing(WIDTH, HEIGHT, marks, title, "; ".join(told))


def _apart(places: Sequence[float], least: float = 16.0) -> list[float]:
    """Places of names at the ends of lines, moved so that none covers another."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    found, last = dict(enumerate(places)), -1e9
    for at in order:
        found[at] = last = max(places[at], last + least)
    return [found[at] for at in range(len(places))]


def _line(
    name: str,
    points: Sequence[tuple[int, float]],
    *,
    colour: str,
    axes: tuple[Axis, Axis],
    printing: Printing,
    name_y: float,
    tops: Mapping[int, float],
) -> Group:
    across, up = axes
    marks: list[Mark] = []
    for (one, value), (other, next_value) in pairwise(points):
        marks.append(Stroke(across.at(one), up.at(value), across.at(other), up.at(next_value), colour, 2.4))
    for year, value in points:
        x, y = across.at(year), up.at(value)
        marks.append(Dot(x, y, 4, colour))
        if year in tops and year != points[-1][0]:
            shown = decimal_comma(value, printing.decimals)
            # above the points of every line, so that none covers it
            marks.append(Label(x, tops[year] - 13, shown, 11, "middle", colour))
    last = decimal_comma(points[-1][1], printing.decimals)
    marks.append(Label(across.right + 12, name_y, f"{name} {last}", 12, "start", colour, bold=True))
    told = ", ".join(f"{year}: {_percent(value, printing)}" for year, value in points)
    return Group(marks, 0, f"{name}: {told}", {"name": name}, "line")


def _percent(value: float, printing: Printing) -> str:
    return f"{decimal_comma(value, printing.decimals)} %"


def flow_drawing(flow: Flow, title: str) -> Drawing:
    """From the official sample and the reserves that stepped in to forms that count and those that do not."""
    issued = flow.official + flow.reserve
    ends = {
        name: count
        for name in ("complete", "partial", "refused", "noncontact", "other")
        if (count := getattr(flow, name))
    }
    height, gap, top = 250.0, 16.0, 30.0
    scale = height / max(issued, 1)
    columns = (150.0, 330.0, 520.0, 700.0)
    marks: list[Mark] = []
    invited = {"official": flow.official, "reserve": flow.reserve}
    first = _stack(invited, scale, top, gap)
    middle = _stack({"issued": issued}, scale, top + gap / 2, gap)
    outcomes = _stack(ends, scale, top - gap, gap)
    answered = {name: count for name, count in ends.items() if name in {"complete", "partial"}}
    kept = {"valid": flow.valid, "invalid": sum(answered.values()) - flow.valid}
    last = _stack({name: count for name, count in kept.items() if count > 0}, scale, top - gap, gap)
    marks += _ribbons(first, invited, middle["issued"], columns[:2], scale, into=True)
    marks += _ribbons(outcomes, ends, middle["issued"], columns[1:3], scale, into=False)
    at = dict(last)
    left = dict(kept)
    for name, count in answered.items():
        y, open_count = outcomes[name], count
        for end in last:
            part = min(open_count, left.get(end, 0))
            if part > 0:
                marks.append(Ribbon(columns[2] + 12, y, columns[3], at[end], part * scale, _shade(end)))
                y, at[end] = y + part * scale, at[end] + part * scale
                open_count, left[end] = open_count - part, left[end] - part
    steps = ((first, invited), (middle, {"issued": issued}), (outcomes, ends), (last, kept))
    for place, (stack, counts) in enumerate(steps):
        marks += [
            _node(name, counts[name], columns[place], y, scale, is_first=place == 0)
            for name, y in stack.items()
        ]
    lowest = max(y + counts[name] * scale for stack, counts in steps for name, y in stack.items())
    told = "; ".join(
        f"{FLOW[name].vi} {decimal_comma(count, 0)}" for name, count in {**invited, **ends, **kept}.items()
    )
    return Drawing(880, lowest + 24, marks, title, told)


def _stack(counts: Mapping[str, int], scale: float, top: float, gap: float) -> dict[str, float]:
    found, y = {}, max(top, 14.0)
    for name, count in counts.items():
        found[name] = y
        # two lines of text stand beside each
        y += max(count * scale + gap, 34.0)
    return found


def _ribbons(
    stack: Mapping[str, float],
    counts: Mapping[str, int],
    hub: float,
    columns: Sequence[float],
    scale: float,
    *,
    into: bool,
) -> list[Mark]:
    """Bands between a stack and the one node all of it passes."""
    marks: list[Mark] = []
    left, right = columns[0] + 12, columns[1]
    for name, y in stack.items():
        tall = counts[name] * scale
        start, end = (y, hub) if into else (hub, y)
        marks.append(Ribbon(left, start, right, end, tall, _shade(name)))
        hub += tall
    return marks


def _node(name: str, count: int, x: float, y: float, scale: float, *, is_first: bool) -> Group:
    tall = max(count * scale, 2.0)
    text = FLOW[name].vi
    number = decimal_comma(count, 0)
    side, at = ("end", x - 8) if is_first else ("start", x + 20)
    marks: list[Mark] = [
        Rect(x, y, 12, tall, _shade(name)),
        Label(at, y + tall / 2 - 7, number, 13, side, INK, bold=True),
        Label(at, y + tall / 2 + 8, _short(text), 11, side, SOFT),
    ]
    return Group(marks, 0, f"{text}: {number}", {"name": text}, "node")


def _short(text: str) -> str:
    return {
        FLOW["official"].vi: "mẫu chính thức",
        FLOW["reserve"].vi: "dự phòng vào thay",
        FLOW["issued"].vi: "được mời",
        FLOW["complete"].vi: "trả lời trọn phiếu",
        FLOW["partial"].vi: "dở dang, đủ để tính",
        FLOW["refused"].vi: "từ chối, ngừng",
        FLOW["noncontact"].vi: "không liên lạc được",
        FLOW["other"].vi: "lý do khác",
        FLOW["valid"].vi: "phiếu hợp lệ",
        FLOW["invalid"].vi: "không hợp lệ",
    }.get(text, text)


def _shade(name: str) -> str:
    if name in {"refused", "invalid"}:
        return ORANGE
    return GREY if name in {"noncontact", "other"} else "#56b4e9" if name == "reserve" else BLUE
