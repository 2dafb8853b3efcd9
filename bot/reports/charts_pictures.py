"""The pictures the document asks for by name, painted for paper."""

from __future__ import annotations

from bot.reports.charts import unit_drawing
from bot.reports.charts_grids import heat_drawing, levels_drawing
from bot.reports.charts_marks import Drawing, png
from bot.reports.charts_time import flow_drawing, years_drawing
from bot.reports.model import Report
from bot.reports.outline_parts import Picture
from scoring.estimates import Estimate
from scoring.tables import Row, Table

BY_FACTOR = ("5e", "5g", "5h")
"""Tables of units by factor, one for each kind of form."""


def heat_tables(report: Report) -> list[Table]:
    """The tables heat maps are drawn of: those with more than one unit, and figures that are told."""
    found = [table for table in report.tables if table.code.split("-")[0] in BY_FACTOR]
    return [table for table in found if len(table.rows) > 1 and any(map(_tells, table.rows))]


def _tells(row: Row) -> bool:
    return any(isinstance(cell, Estimate) and cell.value is not None for cell in row.cells)


def drawing_of(report: Report, picture: Picture) -> Drawing | None:
    """What a picture of the document shows; None where there is nothing to show."""
    match picture.chart:
        case "units":
            units = [unit for unit in report.units if unit.block == picture.of]
            known = any(unit.sipas.value is not None for unit in units)
            return unit_drawing(report, units, picture.caption) if known else None
        case "years":
            return years_drawing(report, picture.caption)
        case "heat":
            tables = {table.code: table for table in heat_tables(report)}
            table = tables.get(picture.of)
            return None if table is None else heat_drawing(table, report.printing)
        case "levels":
            found = [each for each in report.levels if each.form == picture.of]
            whole = [each for each in found if len(each.counts) == len(report.level_names)]
            return levels_drawing(whole, report.level_names, report.printing) if whole else None
        case "flow" if report.flow is not None and report.flow.official:
            return flow_drawing(report.flow, picture.caption)
        case _:
            return None


def painted(report: Report, picture: Picture) -> bytes | None:
    """The picture as PNG."""
    drawing = drawing_of(report, picture)
    return None if drawing is None else png(drawing)
