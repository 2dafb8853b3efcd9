"""The report as one plain web page: everything inside, no script, readable on a phone and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.reports.charts import answers_chart, factor_chart, unit_chart
from bot.reports.consistency import checked
from bot.reports.model import FactorScore, Report
from bot.reports.responses import FormKind
from bot.reports.wording import WORDS
from scoring.estimates import Estimate
from scoring.tables import ColumnKind, Printing, RowKind, Text, decimal_comma, is_small, printed

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class _Chart:
    """An inline picture: its caption, and the same content as a text for those who do not see it."""

    caption: Text
    svg: str
    label: str


def page(report: Report) -> str:
    """Return the report as one self-contained HTML document."""
    template = _environment().get_template("report.html.j2")
    return template.render(
        report=report,
        words={**WORDS, "process": WORDS["views"]} if is_of_households(report) else WORDS,
        checked=checked(report),
        published=report.province.published,
        printing=report.printing,
        unit_charts=[_unit_chart(report, block.code, Text(block.name)) for block in report.blocks],
        factor_charts=[
            _Chart(
                factors[0].form_name,
                _inline(factor_chart(factors, printing=report.printing)),
                factors[0].form_name.vi,
            )
            for factors in _by_form(report).values()
        ],
        answer_charts=[
            _Chart(each.question, _inline(answers_chart(each, printing=report.printing)), each.question.vi)
            for each in report.process
        ],
        reaching=sum(block.spread.reaching_target for block in report.blocks if block.spread),
    )


def is_of_households(report: Report) -> bool:
    """Whether people spoke for their households, not of a procedure."""
    return any(factor.form == FormKind.HOUSEHOLD for factor in report.factors)


def _unit_chart(report: Report, block: str, name: Text) -> _Chart:
    units = [unit for unit in report.units if unit.block == block]
    return _Chart(name, _inline(unit_chart(report, units)), name.vi)


def _by_form(report: Report) -> Mapping[str, list[FactorScore]]:
    forms: dict[str, list[FactorScore]] = {}
    for factor in report.factors:
        forms.setdefault(factor.form, []).append(factor)
    return forms


def _inline(svg: bytes) -> str:
    """The drawing alone, without the XML prolog that a page may not contain, free to shrink."""
    text = svg.decode()
    return text[text.index("<svg") :]


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
