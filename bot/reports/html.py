"""The report as one web page: nothing fetched, readable on a phone, on paper and without script.

A small script of ours (`templates/report.js`) adds what paper cannot do: sort a chart, follow one unit
through all charts and tables, read figures under the pointer. The page's policy lets no other script run,
not even one that a name in the data might carry. Every chart has a title, a description and its table beside.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.reports.charts import answers_drawing, factor_drawing, unit_drawing
from bot.reports.charts_grids import heat_drawing, levels_drawing
from bot.reports.charts_marks import Drawing, svg
from bot.reports.charts_pictures import heat_tables
from bot.reports.charts_time import flow_drawing, years_drawing
from bot.reports.consistency import checked
from bot.reports.model import FactorScore, Report
from bot.reports.outline_parts import Paragraph, table_of
from bot.reports.outline_results import province_sentences
from bot.reports.responses import FormKind
from bot.reports.wording import WORDS
from scoring.estimates import Estimate
from scoring.tables import (
    Column,
    ColumnKind,
    Printing,
    Row,
    RowKind,
    Table,
    Text,
    decimal_comma,
    is_small,
    printed,
)
from scoring.wording import HEADINGS

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class _Chart:
    """An inline picture with its caption and its table; `sorts` are the keys its rows can be sorted by."""

    caption: Text
    svg: str
    table: Table | None = None
    sorts: str = ""


@dataclass(frozen=True, slots=True)
class _Section:
    """Charts under one heading; `is_paired` when two may stand beside each other."""

    identity: str
    title: Text
    charts: list[_Chart]
    is_paired: bool = False


def page(report: Report) -> str:
    """Return the report as one self-contained HTML document."""
    template = _environment().get_template("report.html.j2")
    script = (files("bot.reports") / "templates" / "report.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    numbered = _Numbered()
    return template.render(
        report=report,
        script=script,
        policy=f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'",
        words=WORDS,
        checked=checked(report),
        published=report.province.published,
        printing=report.printing,
        sentences=[part.text for part in province_sentences(report) if isinstance(part, Paragraph)],
        sections=[section for section in _sections(report, numbered) if section.charts],
        reaching=sum(block.spread.reaching_target for block in report.blocks if block.spread),
        told=sum(unit.sipas.value is not None for unit in report.units),
    )


class _Numbered:
    """Draws charts under identities that are unique on the page."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(
        self, drawing: Drawing, caption: Text | None = None, table: Table | None = None, sorts: str = ""
    ) -> _Chart:
        self._count += 1
        return _Chart(caption or Text(drawing.title), svg(drawing, f"c{self._count}"), table, sorts)


def _sections(report: Report, draw: _Numbered) -> Iterator[_Section]:
    printing = report.printing
    yield _Section("don-vi", WORDS["by_unit"], list(_unit_charts(report, draw)))
    years = years_drawing(report, WORDS["years"].vi)
    if years is not None:
        yield _Section("qua-cac-nam", WORDS["years"], [draw(years, None, table_of(report, "4e"))])
    factors = [
        draw(factor_drawing(found, printing, name.vi), name, _factor_table(found, printing))
        for name, found in _by_form(report).items()
    ]
    heat = [draw(heat_drawing(table, printing), table.title, table, "value") for table in heat_tables(report)]
    yield _Section("yeu-to", WORDS["by_factor"], [*factors, *heat])
    yield _Section("muc-do", WORDS["levels"], list(_level_charts(report, draw)))
    answers = [
        draw(answers_drawing(each, printing), each.question, _answer_table(each.shares, printing))
        for each in report.process
    ]
    title = WORDS["views"] if is_of_households(report) else WORDS["process"]
    yield _Section("qua-trinh", title, answers, is_paired=True)
    if report.flow is not None and report.flow.official:
        drawing = flow_drawing(report.flow, WORDS["flow"].vi)
        yield _Section("thu-phieu", WORDS["flow"], [draw(drawing, None, table_of(report, "1c"))])


def _unit_charts(report: Report, draw: _Numbered) -> Iterator[_Chart]:
    tables = [table for table in report.tables if table.code.split("-")[0] in {"4", "4a"}]
    for place, block in enumerate(report.blocks):
        units = [unit for unit in report.units if unit.block == block.code]
        table = tables[place] if place < len(tables) else None
        sorts = "value name change" if any(unit.previous is not None for unit in units) else "value name"
        yield draw(unit_drawing(report, units, block.name), Text(block.name), table, sorts)


def _level_charts(report: Report, draw: _Numbered) -> Iterator[_Chart]:
    names = report.level_names
    tables = [table for table in report.tables if table.code.startswith("5i")]
    codes = list(dict.fromkeys(each.form for each in report.levels))
    for place, code in enumerate(codes):
        found = [each for each in report.levels if each.form == code and len(each.counts) == len(names)]
        if found:
            table = tables[place] if place < len(tables) else None
            yield draw(levels_drawing(found, names, report.printing), found[0].form_name, table)


def _factor_table(factors: list[FactorScore], printing: Printing) -> Table:
    rows = [(each.name.vi, each.index) for each in factors]
    return _small_table(HEADINGS["measure"], HEADINGS["index"], rows, printing)


def _answer_table(shares: tuple[tuple[Text, Estimate], ...], printing: Printing) -> Table:
    rows = [(label.vi, share) for label, share in shares]
    return _small_table(HEADINGS["answer"], HEADINGS["share"], rows, printing)


def _small_table(name: Text, figure: Text, rows: list[tuple[str, Estimate]], printing: Printing) -> Table:
    columns = (
        Column("name", name, ColumnKind.TEXT),
        Column("ratio", Text("Tử số / mẫu số", "Numerator / denominator"), ColumnKind.RATIO),
        Column("share", figure, ColumnKind.PERCENT),
        Column("interval", HEADINGS["interval"], ColumnKind.INTERVAL),
        Column("base", HEADINGS["base"], ColumnKind.COUNT),
    )
    found = tuple(Row((label, *(each,) * 4)) for label, each in rows)
    return Table("", figure, columns, found, (), printing)


def is_of_households(report: Report) -> bool:
    """Whether people spoke for their households, not of a procedure."""
    return any(factor.form == FormKind.HOUSEHOLD for factor in report.factors)


def _by_form(report: Report) -> Mapping[Text, list[FactorScore]]:
    forms: dict[Text, list[FactorScore]] = {}
    for factor in report.factors:
        forms.setdefault(factor.form_name, []).append(factor)
    return forms


def _interval(estimate: Estimate, printing: Printing) -> str:
    return printed(estimate, ColumnKind.INTERVAL, printing)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("bot.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": decimal_comma, "printed": printed, "interval": _interval}
    environment.tests |= {"small": is_small}
    environment.globals |= {"RowKind": RowKind, "ColumnKind": ColumnKind}
    return environment
