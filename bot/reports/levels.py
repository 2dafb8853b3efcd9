"""How many people chose each level of the scale: what an index hides, criterion by criterion.

An index counts who is satisfied; whether the others are lukewarm or angry shows only here. Skipped
criteria are not among the counts (domain.md A-02).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.reports.model import FormFacts, LevelCounts
from bot.reports.responses import FormResponses, criterion_names, text_of
from scoring.estimates import Estimate
from scoring.tables import Column, ColumnKind, Printing, Row, RowKind, Table, Text
from scoring.wording import HEADINGS


def form_facts(forms: Sequence[FormResponses]) -> Iterator[FormFacts]:
    """Each form with its size and its valid answers."""
    for form in forms:
        factors = form.questionnaire.factors
        yield FormFacts(
            form.kind,
            form.instrument.code,
            HEADINGS[f"form_{form.kind}"],
            len(factors),
            sum(len(each.criteria) for each in factors),
            len(form.frame),
        )


def levels_of(forms: Sequence[FormResponses]) -> Iterator[LevelCounts]:
    """How many people of each form chose each level, criterion by criterion."""
    for form in forms:
        wording = criterion_names(form.questionnaire)
        scale = sorted(form.instrument.scale)
        for factor in form.questionnaire.factors:
            for name in factor.criteria:
                chosen = form.frame.get_column(name)
                counts = tuple(int((chosen == level).sum()) for level in scale)
                if any(counts):
                    yield LevelCounts(
                        form.instrument.code,
                        HEADINGS[f"form_{form.kind}"],
                        text_of(factor.names),
                        wording[name],
                        counts,
                        sum(level in form.instrument.satisfied for level in scale),
                    )


def level_names(forms: Sequence[FormResponses]) -> tuple[Text, ...]:
    """What the levels of the scale are called, the lowest first."""
    for form in forms:
        first = form.questionnaire.factors[0].criteria[0]
        choices = sorted(form.questionnaire.by_name[first].choices, key=lambda choice: int(choice.code))
        return tuple(text_of(choice.labels) for choice in choices)
    return ()


def levels_tables(
    levels: Sequence[LevelCounts], forms: Sequence[FormResponses], *, printing: Printing
) -> Iterator[Table]:
    """Biểu 5i of every form whose scale is that of the others."""
    names = level_names(forms)
    for code in dict.fromkeys(each.form for each in levels):
        found = [each for each in levels if each.form == code]
        if all(len(each.counts) == len(names) for each in found):
            yield _table(found, names, printing)


def _table(found: Sequence[LevelCounts], names: Sequence[Text], printing: Printing) -> Table:
    columns = (
        Column("measure", HEADINGS["measure"], ColumnKind.TEXT),
        *(Column(f"level{place}", name, ColumnKind.COUNT) for place, name in enumerate(names, 1)),
        Column("base", HEADINGS["base"], ColumnKind.COUNT),
        Column("share", Text("Hài lòng, rất hài lòng (%)", "Satisfied (%)"), ColumnKind.PERCENT),
    )
    rows: list[Row] = []
    factor = ""
    for one in found:
        if one.factor.vi != factor:
            factor = one.factor.vi
            rows.append(Row((factor,), RowKind.HEADING))
        base = sum(one.counts)
        satisfied = sum(one.counts[len(one.counts) - one.satisfied :])
        rows.append(Row((one.criterion, *one.counts, base, _of(satisfied, base)), RowKind.BODY))
    form = found[0].form_name if found else Text("")
    title = Text(
        f"Số người chọn từng mức hài lòng: {form.vi.lower()}",
        f"People by level of satisfaction: {form.en.lower()}",
    )
    return Table("5i", title, columns, tuple(rows), (), printing)


def _of(numerator: int, denominator: int) -> Estimate:
    value = 100 * numerator / denominator if denominator else None
    return Estimate(numerator, denominator, denominator, value)
