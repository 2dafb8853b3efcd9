"""Turn valid responses and fieldwork counts into a `Report`: every score, share and table of SR-8.

Choices taken from the wave (`ReportSettings`): the denominator (A-01), what a district's index takes
in (A-25), how blocks and the province are averaged (A-24, A-26), from which base a service or any
figure is shown (A-27, A-36), decimals, counters, the target. Errors treat each unit's service as a
stratum, because that is how people were drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.reports.answers import AskedTables, answer_tables, chart_shares, lettered, unit_tables
from bot.reports.by_unit import parted
from bot.reports.fieldwork import deviations_table, flow_table, rates_table
from bot.reports.levels import form_facts, level_names, levels_of, levels_tables
from bot.reports.model import (
    BlockScore,
    FactorScore,
    Flow,
    MethodNote,
    ProvinceScore,
    Report,
    ReportHead,
    UnitDeviation,
    UnitOutcomes,
    UnitScore,
    YearFigure,
)
from bot.reports.protection import Guarded, guard_report
from bot.reports.protection_answers import guard_answers
from bot.reports.quality import quality_tables
from bot.reports.remembered import Counted, Remembered
from bot.reports.responses import (
    FormKind,
    FormResponses,
    criterion_names,
    digest_of,
    text_of,
)
from bot.reports.settings import ReportSettings
from bot.reports.titles import of_block, titled, unranked
from bot.reports.told import NOTHING, Earlier, Telling
from bot.reports.years import PROVINCE, before, figures_before, years_tables
from scoring.estimates import Estimate, mean_of
from scoring.fieldwork_tables import (
    BackcheckCounts,
    UnitCounts,
    ValidityCounts,
    backcheck_table,
    collection_table,
    validity_table,
)
from scoring.ranks import ranks, spread
from scoring.report_tables import (
    breakdown_table,
    factor_table,
    province_table,
    sipas_table,
    unit_factor_table,
)
from scoring.responses import Responses
from scoring.tables import Table, Text
from scoring.tally import Level, Score, tally
from scoring.wording import HEADINGS, NOTES

CELLS = ("block", "unit", "place", "service")
"""What answers are counted by, once; every line of the report adds some of these cells."""


@dataclass(frozen=True, slots=True)
class ReportUnit:
    """A unit to report on; `block` is a block code, `previous` last year's SIPAS.

    `services` and `places` (communes inside it) map codes to names; each gets a line of its own.
    """

    code: str
    name: str
    block: str
    previous: float | None = None
    services: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Validity:
    """Forms that do not count and forms with a flag, unit by unit, and what reasons and flags are called."""

    counts: Sequence[ValidityCounts]
    reasons: Mapping[str, Text]
    flags: Mapping[str, Text]

    def table(self, blocks: Mapping[str, str]) -> Table:
        """Biểu 1a."""
        return validity_table(self.counts, blocks, reasons=self.reasons, flags=self.flags)


def compile_report(
    head: ReportHead,
    units: Sequence[ReportUnit],
    blocks: Mapping[str, str],
    forms: Sequence[FormResponses],
    counts: Sequence[UnitCounts],
    *,
    method: Sequence[MethodNote] = (),
    backcheck: BackcheckCounts | None = None,
    validity: Validity | None = None,
    settings: ReportSettings | None = None,
    is_synthetic: bool = False,
    history: Sequence[YearFigure] = (),
    deviations: Sequence[UnitDeviation] = (),
    flow: Flow | None = None,
    endings: Sequence[UnitOutcomes] = (),
    corrections: Sequence[str] = (),
    earlier: Earlier = NOTHING,
) -> Report:
    """Compute everything. `blocks` maps block codes to names in printing order; `counts` use unit names.

    `earlier` is what reports of the wave told before.

    Units without a valid response appear without a value, never silently left out. Last year's values
    come from `history`, or from the units where they bring their own.
    """
    settings = settings or ReportSettings()
    last = before(history, head.year)
    units = [replace(unit, previous=last.get(unit.code, unit.previous)) for unit in units]
    answers = [Responses(form.frame, form.instrument) for form in forms]
    counted = Remembered(tally(answers, CELLS, settings.scoring))
    indexed = settings.indexed
    by_unit = {str(each.group[0]): each.estimate for each in _sipas(counted, "unit", where=indexed)}
    by_block = {str(each.group[0]): each.estimate for each in _sipas(counted, "block", where=indexed)}
    pooled = next((each.estimate for each in _sipas(counted, where=indexed)), _NOBODY)
    unit_scores = _unit_scores(units, by_unit, is_ranked=settings.is_ranked)
    block_scores = tuple(
        replace(block, previous=last.get(block.code))
        for block in _block_scores(blocks, by_block, unit_scores, settings)
    )
    province = ProvinceScore(
        settings.province_rule,
        mean_of(each.published for each in block_scores),
        pooled,
        mean_of(each.sipas for each in unit_scores),
        last.get(PROVINCE),
    )
    telling = Telling(earlier)
    guarded = guard_report(counted, units, blocks, forms, settings, telling=telling)
    unit_scores, block_scores = _shown(guarded, units, unit_scores, block_scores, settings)
    asked = AskedTables(parted(forms), blocks, settings, {unit.code: unit.name for unit in units})
    answers_shown = guard_answers(asked.all, asked.forms, settings.disclosure, telling)
    untold = _untold(guarded, forms, settings)
    levels = tuple(each for each in levels_of(forms) if (each.form, each.criterion) not in untold)
    names = {unit.code: unit.name for unit in units}
    tables = [
        collection_table(counts, blocks, counters=settings.counters, printing=settings.printing),
        *([] if validity is None else [validity.table(blocks)]),
        *([deviations_table(deviations, blocks, printing=settings.printing)] if deviations else []),
        *([] if flow is None else [flow_table(flow, printing=settings.printing)]),
        *([rates_table(endings, blocks, printing=settings.printing)] if endings else []),
        *answer_tables(asked.composition, answers_shown, blocks, settings),
        *answer_tables(asked.process, answers_shown, blocks, settings),
        *unit_tables("3d", asked.process[0], asked, answers_shown, settings),
        *_sipas_tables(unit_scores, block_scores, province, settings, figures_before(history, head.year)),
        *_breakdown_tables(units, guarded, settings),
        *years_tables(history, head.year, province, block_scores, unit_scores, printing=settings.printing),
        *_factor_tables(forms, guarded, blocks, names, settings),
        *quality_tables(forms, units, names, CELLS, settings, telling=telling),
        *levels_tables(levels, forms, printing=settings.printing),
        *answer_tables(asked.expectation, answers_shown, blocks, settings),
        *unit_tables("6d", asked.expectation[0], asked, answers_shown, settings),
    ]
    if backcheck is not None:
        tables.append(backcheck_table(backcheck, printing=settings.printing))
    return Report(
        head,
        unit_scores,
        block_scores,
        province,
        tuple(_factor_scores(forms, guarded, settings)),
        tuple(chart_shares(asked.charted, answers_shown)),
        tuple(titled(tables, [form.kind for form in forms], blocks)),
        tuple(counts),
        tuple(method),
        digest_of(forms),
        settings.target,
        backcheck,
        is_synthetic,
        settings.printing,
        tuple(history),
        tuple(form_facts(forms)),
        levels,
        level_names(forms),
        flow,
        tuple(corrections),
        len(guarded.pattern.exposed) + len(answers_shown.pattern.exposed),
        telling.told,
    )


_NOBODY = Estimate(0, 0, 0, None)


def _sipas(counted: Counted | Guarded, *by: str, where: Mapping[str, object] | None = None) -> list[Score]:
    return [each for each in counted.scores(by, where=where) if each.level is Level.SIPAS]


def _unit_scores(
    units: Sequence[ReportUnit], by_unit: Mapping[str, Estimate], *, is_ranked: bool
) -> tuple[UnitScore, ...]:
    estimates = {unit.code: by_unit.get(unit.code, _NOBODY) for unit in units}
    overall = ranks({code: each.value for code, each in estimates.items()}) if is_ranked else {}
    in_block: dict[str, int] = {}
    for block in {unit.block for unit in units} if is_ranked else ():
        in_block |= ranks({unit.code: estimates[unit.code].value for unit in units if unit.block == block})
    return tuple(
        UnitScore(
            unit.code,
            unit.name,
            unit.block,
            estimates[unit.code],
            in_block.get(unit.code),
            overall.get(unit.code),
            unit.previous,
        )
        for unit in units
    )


def _block_scores(
    blocks: Mapping[str, str],
    by_block: Mapping[str, Estimate],
    units: Sequence[UnitScore],
    settings: ReportSettings,
) -> tuple[BlockScore, ...]:
    found: list[BlockScore] = []
    for code, name in blocks.items():
        members = [unit for unit in units if unit.block == code]
        lie = spread({unit.name: unit.sipas.value for unit in members}, target=settings.target)
        mean = mean_of(unit.sipas for unit in members)
        found.append(BlockScore(code, name, by_block.get(code, _NOBODY), mean, lie, settings.block_rule))
    return tuple(found)


def _shown(
    guarded: Guarded,
    units: Sequence[ReportUnit],
    unit_scores: Sequence[UnitScore],
    block_scores: Sequence[BlockScore],
    settings: ReportSettings,
) -> tuple[tuple[UnitScore, ...], tuple[BlockScore, ...]]:
    """Units and blocks as they may be shown; places, extremes and median are of those that are."""
    where = settings.indexed
    by_unit = {str(each.group[0]): each.estimate for each in _sipas(guarded, "unit", where=where)}
    by_block = {str(each.group[0]): each.estimate for each in _sipas(guarded, "block", where=where)}
    shown = _unit_scores(units, by_unit, is_ranked=settings.is_ranked)
    again = _block_scores({each.code: each.name for each in block_scores}, by_block, shown, settings)
    blocks = (
        replace(before, pooled=after.pooled, spread=after.spread)
        for before, after in zip(block_scores, again, strict=True)
    )
    previous = {each.code: each.previous for each in unit_scores}
    return tuple(replace(each, previous=previous[each.code]) for each in shown), tuple(blocks)


def _untold(
    guarded: Guarded, forms: Sequence[FormResponses], settings: ReportSettings
) -> set[tuple[str, str]]:
    """Form and wording of the criteria whose figure over everybody is hidden."""
    return {
        (form.instrument.code, wording)
        for form in forms
        for code, wording in criterion_names(form.questionnaire).items()
        if guarded.hides(form.instrument.code, code, settings.indexed)
    }


def _sipas_tables(
    units: Sequence[UnitScore],
    blocks: Sequence[BlockScore],
    province: ProvinceScore,
    settings: ReportSettings,
    last: Mapping[str, Estimate],
) -> Iterator[Table]:
    """Biểu 4 to 4b; `last` are last year's published figures by code, with an error where a base is known."""
    notes = () if settings.counts_communes else (NOTES["without_communes"],)
    codes = dict(lettered([block.code for block in blocks], "4", "4a"))
    for block in blocks:
        code = codes[block.code]
        members = [unit for unit in units if unit.block == block.code]
        table = sipas_table(
            code,
            {unit.name: unit.sipas for unit in members},
            {HEADINGS["pooled_block"].vi: block.pooled, HEADINGS["mean_of_units"].vi: block.mean_of_units},
            previous={
                unit.name: last.get(unit.code, unit.previous) for unit in members if unit.previous is not None
            },
            target=settings.target,
            denominator=settings.scoring.denominator,
            printing=settings.printing,
            notes=notes,
            tells_places=settings.is_ranked,
            confidence=settings.scoring.confidence,
        )
        table = of_block(table, block.code, block.name)
        yield table if settings.is_ranked else unranked(table, [unit.name for unit in members])
    lines = {block.name: block.published for block in blocks}
    lines[HEADINGS["mean_of_blocks"].vi] = province.mean_of_blocks
    lines[HEADINGS["pooled"].vi] = province.pooled
    lines[HEADINGS["mean_of_all_units"].vi] = province.mean_of_units
    yield province_table(
        lines, denominator=settings.scoring.denominator, printing=settings.printing, notes=notes
    )


def _breakdown_tables(
    units: Sequence[ReportUnit], counted: Guarded, settings: ReportSettings
) -> Iterator[Table]:
    """Communes inside their districts (A-25), and services of each unit (A-27)."""
    printing = settings.printing
    by_place = {each.group: each.estimate for each in _sipas(counted, "unit", "place")}
    by_service = {each.group: each.estimate for each in _sipas(counted, "unit", "service")}
    communes: dict[str, dict[str, Estimate]] = {}
    services: dict[str, dict[str, Estimate]] = {}
    for unit in units:
        communes[unit.name] = {
            name: by_place[unit.code, place]
            for place, name in unit.places.items()
            if (unit.code, place) in by_place
        }
        services[unit.name] = {
            name: by_service[unit.code, service]
            for service, name in unit.services.items()
            if (unit.code, service) in by_service
        }
    if any(communes.values()):
        yield breakdown_table("4c", communes, minimum_base=printing.small_base, printing=printing)
    if any(services.values()):
        yield breakdown_table("4d", services, minimum_base=settings.service_minimum_base, printing=printing)


def _factor_tables(
    forms: Sequence[FormResponses],
    counted: Guarded,
    blocks: Mapping[str, str],
    names: Mapping[str, str],
    settings: ReportSettings,
) -> Iterator[Table]:
    printing = settings.printing
    notes = () if settings.counts_communes else (NOTES["without_communes_factors"],)
    by_block = [(code, block) for block, code in lettered(blocks, "5a", "5b")] if len(blocks) > 1 else []
    by_kind = {FormKind.ONLINE: (("5c", None),), FormKind.INTER_AGENCY: (("5d", None),)}
    of_units_by_kind = {FormKind.ONLINE: "5g", FormKind.INTER_AGENCY: "5h"}
    for form in forms:
        labels = {each.code: text_of(each.names).vi for each in form.questionnaire.factors}
        for code, block in by_kind.get(form.kind, (("5", None), *by_block)):
            where = {**settings.indexed, **({} if block is None else {"block": block})}
            whole = [each for each in counted.scores(where=where) if each.form == form.instrument.code]
            of_units = _by_unit(counted, form, names, where)
            if whole:
                wording = labels | criterion_names(form.questionnaire)
                table = factor_table(code, wording, whole, of_units, printing=printing, notes=notes)
                yield table if block is None else of_block(table, block, blocks[block], [form.kind])
        by_unit = _by_unit(counted, form, names, settings.indexed)
        if by_unit:
            number = of_units_by_kind.get(form.kind, "5e")
            yield unit_factor_table(form.instrument.code, labels, by_unit, code=number, printing=printing)


def _by_unit(
    counted: Guarded, form: FormResponses, names: Mapping[str, str], where: Mapping[str, object]
) -> list[Score]:
    """One form's scores by unit with the unit's name as group, in the order the units were given."""
    order = {code: place for place, code in enumerate(names)}
    found = [each for each in counted.scores(("unit",), where=where) if each.form == form.instrument.code]
    found.sort(key=lambda each: order.get(str(each.group[0]), len(order)))
    return [replace(each, group=(names.get(str(each.group[0]), each.group[0]),)) for each in found]


def _factor_scores(
    forms: Sequence[FormResponses], counted: Guarded, settings: ReportSettings
) -> Iterator[FactorScore]:
    found = counted.scores(where=settings.indexed)
    for form in forms:
        names = {each.code: text_of(each.names) for each in form.questionnaire.factors}
        for each in found:
            if each.level is Level.FACTOR and each.form == form.instrument.code:
                title = HEADINGS[f"form_{form.kind}"]
                yield FactorScore(form.kind, title, each.measure, names[each.measure], each.estimate)
