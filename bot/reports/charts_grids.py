"""Pictures of whole tables: factors of every unit as a heat map, answers along the scale as stacked bars."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reports.charts import NAMES, WIDTH
from bot.reports.charts_marks import INK, SOFT, Drawing, Group, Label, Mark, Rect, broken, name_labels
from bot.reports.model import LevelCounts
from scoring.estimates import Estimate
from scoring.tables import Printing, RowKind, Table, Text, decimal_comma, is_small

CELL, LINE = 26.0, 24.0
LIGHT, DARK = (239, 246, 251), (8, 69, 120)
"""The ends of one blue: more is darker, whoever sees which colours."""

SCALE = ("#b35806", "#f1a340", "#dfe3e6", "#92c5de", "#2166ac")
"""From very dissatisfied to very satisfied; brown and blue stay apart for colour-blind eyes."""


def heat_drawing(table: Table, printing: Printing) -> Drawing:
    """A table of units by factor: darker is higher, the figure written in every cell."""
    columns = table.columns[1:]
    rows = [row for row in table.rows if row.kind is RowKind.BODY]
    found = [cell for row in rows for cell in row.cells[1:] if isinstance(cell, Estimate)]
    # a figure of few people may lie anywhere: it must not wash out all others
    firm = [cell for cell in found if not is_small(cell, printing)] or found
    low = 5 * (min((cell.value for cell in firm if cell.value is not None), default=0) // 5)
    wide = (WIDTH - NAMES) / max(len(columns), 1)
    top = 46.0
    marks: list[Mark] = []
    for place, column in enumerate(columns):
        middle = NAMES + wide * (place + 0.5)
        lines = broken(column.heading.vi, wide - 8, 12)
        head = [
            Label(middle, 22 + 14 * (line - (len(lines) - 1) / 2), text, 12, "middle", INK, bold=True)
            for line, text in enumerate(lines)
        ]
        marks.append(Group(head, 0, column.heading.vi, {"column": str(place)}, "head"))
    for number, row in enumerate(rows):
        name = str(row.cells[0])
        cells: list[Mark] = [*name_labels(name, NAMES - 10, CELL / 2, NAMES - 14, 12)]
        told, keys = [], {"name": name}
        for place, cell in enumerate(row.cells[1:]):
            value = cell.value if isinstance(cell, Estimate) else None
            x = NAMES + wide * place
            if value is None:
                cells += [
                    Rect(x + 1, 1, wide - 2, CELL - 2, "#f3f4f5"),
                    Label(x + wide / 2, CELL / 2, "–", 12, "middle", SOFT),
                ]
                continue
            share = (value - low) / max(100 - low, 1)
            shown = decimal_comma(value, printing.decimals) + ("*" if is_small(cell, printing) else "")
            cells += [
                Rect(x + 1, 1, wide - 2, CELL - 2, _blue(share)),
                Label(x + wide / 2, CELL / 2, shown, 12, "middle", "#ffffff" if share > 0.55 else INK),
            ]
            told.append(f"{columns[place].heading.vi} {shown} %")
            keys[f"v{place}"] = f"{value:.6f}"
        marks.append(Group(cells, top + CELL * number, f"{name}: {'; '.join(told)}", keys, "row"))
    bottom = top + CELL * len(rows)
    marks += _key(low, bottom + 18)
    says = f"{len(rows)} đơn vị, {len(columns)} yếu tố; ô càng đậm chỉ số càng cao."
    return Drawing(WIDTH, bottom + 34, marks, table.title.vi, says)


def _key(low: float, y: float) -> list[Mark]:
    steps = 6
    marks: list[Mark] = [
        Rect(NAMES + 44 + 22 * step, y - 6, 21, 12, _blue(step / (steps - 1))) for step in range(steps)
    ]
    return [
        *marks,
        Label(NAMES + 38, y, decimal_comma(low, 0), 11, "end", SOFT),
        Label(NAMES + 50 + 22 * steps, y, "100 %", 11, "start", SOFT),
    ]


def _blue(share: float) -> str:
    share = min(max(share, 0.0), 1.0)
    mixed = (round(light + (dark - light) * share) for light, dark in zip(LIGHT, DARK, strict=True))
    return "#" + "".join(f"{each:02x}" for each in mixed)


def levels_drawing(found: Sequence[LevelCounts], names: Sequence[Text], printing: Printing) -> Drawing:
    """One form's criteria as bars of a hundred per cent, the least content at the left."""
    left, right = 330.0, WIDTH - 6
    span = right - left
    colours = _colours(len(names))
    marks: list[Mark] = []
    x = 8.0
    for name, colour in zip(names, colours, strict=True):
        marks += [Rect(x, 6, 13, 13, colour), Label(x + 18, 12.5, name.vi, 12)]
        x += 34 + len(name.vi) * 6.8
    y, factor = 30.0, ""
    for each in found:
        if each.factor.vi != factor:
            factor = each.factor.vi
            marks.append(Label(8, y + LINE / 2, factor, 12.5, "start", INK, bold=True))
            y += LINE
        base = sum(each.counts)
        row: list[Mark] = [*name_labels(each.criterion, left - 8, LINE / 2, left - 14, 11.5)]
        start, told = left, []
        for name, colour, count in zip(names, colours, each.counts, strict=True):
            share = 100 * count / base
            wide = span * count / base
            row.append(Rect(start, 3, max(wide - 0.8, 0), LINE - 6, colour))
            if share >= 6:
                ink = "#ffffff" if colour in {SCALE[0], SCALE[4]} else INK
                row.append(Label(start + wide / 2, LINE / 2, decimal_comma(share, 0), 11, "middle", ink))
            told.append(f"{name.vi} {decimal_comma(share, printing.decimals)} %")
            start += wide
        tip = f"{each.criterion} ({decimal_comma(base, 0)} người): {'; '.join(told)}"
        marks.append(Group(row, y, tip, {"name": each.criterion}, "row"))
        y += LINE
    title = found[0].form_name.vi if found else ""
    says = f"{len(found)} tiêu chí; mỗi thanh là 100 % số người trả lời, từ mức thấp nhất bên trái."
    return Drawing(WIDTH, y + 8, marks, title, says)


def _colours(count: int) -> tuple[str, ...]:
    """The five of the scale; of a shorter or longer one, those at the same places."""
    if count == len(SCALE):
        return SCALE
    return tuple(SCALE[round(place * (len(SCALE) - 1) / max(count - 1, 1))] for place in range(count))
