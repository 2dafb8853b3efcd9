"""The index of quality, beside satisfaction: one figure of its own, by factor and by unit.

Rules (domain.md 4(e), Sóc Trăng III: each factor has items on quality and one on satisfaction; the two are
reported separately). A form says which items measure quality (`Questionnaire.quality`); the index is the
share of agreeing answers among the answers given to them, as satisfaction's is among its own, and the same
settings hold (denominator, communes, decimals). It enters no SIPAS. What may be shown is chosen for the
quality tables by themselves: their answers stand in no other index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.reports.protection import Guarded, Lined, guard_report
from bot.reports.responses import FormResponses, criterion_names, instrument_of, text_of
from bot.reports.settings import ReportSettings
from bot.reports.told import Telling
from scoring.estimates import Estimate
from scoring.report_tables import factor_table
from scoring.responses import Responses
from scoring.tables import Column, ColumnKind, Row, RowKind, Table, Text
from scoring.tally import Level, Score, tally
from survey_flows.questionnaire.model import Questionnaire

CODES = ("5k", "5m")
"""Tables of quality: the whole with its factors and items, and one line a unit."""
TITLES: Mapping[str, Text] = {
    "5k": Text(
        "Chỉ số chất lượng: chung, từng yếu tố, từng nội dung", "Index of quality, by factor and item"
    ),
    "5m": Text("Chỉ số chất lượng theo đơn vị", "Index of quality, by unit"),
}
_NOTES = (
    Text(
        "Chỉ số chất lượng = số câu trả lời đồng ý, rất đồng ý / số câu trả lời về chất lượng; nêu riêng, "
        "không cộng vào chỉ số hài lòng.",
        "Index of quality = agreeing answers / answers given on quality; beside satisfaction, never in it.",
    ),
)
_WHOLE = Text("Chất lượng chung", "Quality as a whole")
_UNIT = Text("Đơn vị", "Unit")


def quality_tables(
    forms: Sequence[FormResponses],
    units: Sequence[Lined],
    names: Mapping[str, str],
    cells: Sequence[str],
    settings: ReportSettings,
    *,
    telling: Telling,
) -> Iterator[Table]:
    """The tables of every form that measures quality; `cells` are what answers are counted by."""
    for form in forms:
        if form.questionnaire.quality:
            measured = _measured(form)
            counted = tally([Responses(measured.frame, measured.instrument)], cells, settings.scoring)
            guarded = guard_report(
                counted, units, {}, [measured], settings, telling=telling.apart("quality ")
            )
            yield from _tables(measured, guarded, names, settings)


def _measured(form: FormResponses) -> FormResponses:
    """The same responses with the items of quality as criteria."""
    import polars as pl

    questionnaire: Questionnaire = replace(form.questionnaire, factors=form.questionnaire.quality)
    items = [name for factor in questionnaire.factors for name in factor.criteria]
    frame = form.frame.with_columns(pl.col(items).cast(pl.Int8))
    return FormResponses(form.kind, questionnaire, instrument_of(questionnaire), frame)


def _tables(
    form: FormResponses, guarded: Guarded, names: Mapping[str, str], settings: ReportSettings
) -> Iterator[Table]:
    where, printing = settings.indexed, settings.printing
    whole = guarded.scores(where=where)
    by_unit = [
        replace(each, group=(names[str(each.group[0])],))
        for each in sorted(
            guarded.scores(("unit",), where=where),
            key=lambda each: list(names).index(str(each.group[0])),
        )
    ]
    factors = {each.code: text_of(each.names).vi for each in form.questionnaire.factors}
    table = factor_table(
        "5", factors | criterion_names(form.questionnaire), whole, by_unit, printing=printing
    )
    index = next(each for each in whole if each.level is Level.SIPAS)
    blank = (None,) * (len(table.columns) - 3)
    total = Row((_WHOLE.vi, index.estimate, index.estimate.base, *blank), RowKind.TOTAL)
    yield replace(
        table, code=CODES[0], title=TITLES[CODES[0]], rows=(total, *table.rows), notes=(*table.notes, *_NOTES)
    )
    yield _by_unit(by_unit, factors, settings)


def _by_unit(by_unit: Sequence[Score], factors: Mapping[str, str], settings: ReportSettings) -> Table:
    columns = (
        Column("unit", _UNIT, ColumnKind.TEXT),
        Column("whole", _WHOLE, ColumnKind.PERCENT),
        *(Column(code, Text(name), ColumnKind.PERCENT) for code, name in factors.items()),
    )
    found: dict[str, dict[str, Estimate]] = {}
    for each in by_unit:
        if each.level is not Level.CRITERION:
            measure = "whole" if each.level is Level.SIPAS else each.measure
            found.setdefault(str(each.group[0]), {})[measure] = each.estimate
    rows = tuple(
        Row((unit, *(cells.get(column.code) for column in columns[1:]))) for unit, cells in found.items()
    )
    return Table(CODES[1], TITLES[CODES[1]], columns, rows, _NOTES, settings.printing)
