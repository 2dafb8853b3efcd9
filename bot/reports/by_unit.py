"""Answers of one scheme's people unit by unit: what is seen, thought and expected in each district.

Rules (Lai Châu plan II.2.a: three aspects; domain.md 1.3 no. 8). A household survey has no agencies to rank,
it has districts to compare: one line for each answer, one column for each district, the province beside
them. Shares are of people, also where several answers may be given. Districts are parts of the province's
tables, so what is hidden is chosen for both together (protection_answers.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.reports.protection_answers import Asked, GuardedAnswers
from bot.reports.responses import FormKind, FormResponses, question_of
from scoring.estimates import Estimate
from scoring.shares import Of, Question, shares
from scoring.tables import Column, ColumnKind, Printing, Row, RowKind, Table, Text

TITLES: Mapping[str, Text] = {
    "3d": Text("Nhận định, đánh giá của người dân, từng huyện", "What people see and think, by district"),
    "6d": Text("Nhu cầu, mong đợi của người dân, từng huyện", "What people need and expect, by district"),
}
_WHOLE = Text("Toàn tỉnh", "Province")
_ANSWER = Text("Câu hỏi, câu trả lời", "Question, answer")
_NOTE = Text("% số người trả lời câu hỏi ở mỗi huyện.", "Per cent of those who answered, in each district.")


def parted(forms: Sequence[FormResponses]) -> list[FormResponses]:
    """Forms of a household survey with every unit as a part of its own; other forms as they are."""
    import polars as pl

    return [
        replace(form, frame=form.frame.with_columns(block=pl.col("unit")))
        if form.kind is FormKind.HOUSEHOLD
        else form
        for form in forms
    ]


def unit_answers_table(
    code: str,
    whole: Asked,
    by_unit: Mapping[str, Asked],
    shown: GuardedAnswers,
    *,
    printing: Printing,
) -> Table:
    """One table; `by_unit` holds the same questions asked in each unit, by the unit's name."""
    columns = (
        Column("answer", _ANSWER, ColumnKind.TEXT),
        *(Column(f"unit{at}", Text(name), ColumnKind.PERCENT) for at, name in enumerate(by_unit)),
        Column("whole", _WHOLE, ColumnKind.PERCENT),
    )
    found = [_estimates(asked, shown) for asked in (*by_unit.values(), whole)]
    rows: list[Row] = []
    for item, _, _ in whole.pooled():
        wording = question_of(item)
        body = [
            Row((label.vi, *(each.get((item.name, choice)) for each in found)))
            for choice, label in wording.choices.items()
            if (item.name, choice) in found[-1]
        ]
        if body:
            rows += [Row((wording.label.vi,), RowKind.HEADING), *body]
    return Table(code, TITLES[code], columns, tuple(rows), (_NOTE,), printing)


def _estimates(asked: Asked, shown: GuardedAnswers) -> dict[tuple[str, str], Estimate]:
    """The share of people who gave each answer, as it may be shown; questions nobody answered left out."""
    found: dict[tuple[str, str], Estimate] = {}
    for item, frame, parts in asked.pooled():
        if frame.get_column(item.name).null_count() == len(frame):
            continue
        wording, rule = question_of(item), asked.rule(item)
        question = Question(item.name, tuple(wording.choices), wording.takes_several)
        for each in shares(frame, question, base=rule):
            if each.of is Of.PEOPLE:
                found[item.name, each.choice] = shown.estimate(each, item, parts, rule)
    return found
