"""The tables of answers to questions: whose answers each counts, and how they are printed.

Composition (Biểu 2), what happened or is thought (Biểu 3), what is expected (Biểu 6); a household survey also
has the last two district by district. A question common to several forms (same name, same answers) is pooled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat

from bot.reports.by_unit import unit_answers_table
from bot.reports.model import AnswerShares
from bot.reports.protection_answers import Asked, GuardedAnswers
from bot.reports.responses import FormKind, FormResponses, question_of
from bot.reports.settings import ReportSettings
from bot.reports.titles import of_block
from scoring.report_tables import answers_table
from scoring.shares import Base, Of, Question, Share, shares
from scoring.tables import QuestionWording, Table
from survey_flows.questionnaire.model import ItemRole


def lettered(blocks: Iterable[str], first: str, later: str) -> Iterator[tuple[str, str]]:
    """Each block with the number of its table; from the third on `titled` counts behind the second's."""
    yield from zip(blocks, chain((first,), repeat(later)), strict=False)


@dataclass(frozen=True, slots=True)
class AskedTables:
    """The tables of answers, and the questions drawn as charts."""

    forms: Sequence[FormResponses]
    blocks: Mapping[str, str]
    settings: ReportSettings
    units: Mapping[str, str]

    @property
    def all(self) -> list[Asked]:
        """Everything that is printed or drawn."""
        by_unit = [one for whole in self.by_unit.values() for one in whole.values()]
        return [*self.composition, *self.process, *self.expectation, self.charted, *by_unit]

    @property
    def by_unit(self) -> Mapping[str, Mapping[str, Asked]]:
        """Biểu 3d and 6d of a household survey: the same questions in every unit, by its name."""
        if not any(form.kind is FormKind.HOUSEHOLD for form in self.forms):
            return {}
        return {
            code: {
                name: replace(whole, forms=[_within(form, unit) for form in self.forms], block=unit)
                for unit, name in self.units.items()
            }
            for code, whole in (("3d", self.process[0]), ("6d", self.expectation[0]))
        }

    @property
    def composition(self) -> list[Asked]:
        """Biểu 2."""
        roles = frozenset({ItemRole.DEMOGRAPHIC})
        return [
            Asked(code, self._of_block(block), roles, Base.ANSWERED, block)
            for block, code in lettered(self.blocks, "2", "2a")
        ]

    def _of_block(self, block: str) -> list[FormResponses]:
        """Everybody where there is one block: the parts of a household survey are its units."""
        return [*self.forms] if len(self.blocks) == 1 else [_within(form, block) for form in self.forms]

    @property
    def process(self) -> list[Asked]:
        """Biểu 3."""
        online = [form for form in self.forms if form.kind is FormKind.ONLINE]
        direct = [form for form in self.forms if form.kind not in {FormKind.ONLINE, FormKind.INTER_AGENCY}]
        apart = lettered(self.blocks if len(self.blocks) > 1 else (), "3a", "3b")
        chosen = [
            ("3", "", [*direct, *online]),
            *((code, block, [_within(form, block) for form in direct]) for block, code in apart),
            ("3c", "", online),
        ]
        roles = frozenset({ItemRole.PROCESS, ItemRole.FILTER})
        return [Asked(code, forms, roles, self.settings.process_base, block) for code, block, forms in chosen]

    @property
    def expectation(self) -> list[Asked]:
        """Biểu 6."""
        procedure = [form for form in self.forms if form.kind is not FormKind.INTER_AGENCY]
        chosen = [
            ("6", "", procedure),
            *(("6a", block, [_within(form, block) for form in procedure]) for block in [*self.blocks][1:]),
            ("6b", "", [form for form in self.forms if form.kind is FormKind.INTER_AGENCY]),
        ]
        roles = frozenset({ItemRole.EXPECTATION})
        return [Asked(code, forms, roles, Base.ANSWERED, block) for code, block, forms in chosen]

    @property
    def charted(self) -> Asked:
        """Process and expectation of everybody who came with a procedure."""
        procedure = [form for form in self.forms if form.kind is not FormKind.INTER_AGENCY]
        return Asked("", procedure, frozenset({ItemRole.PROCESS, ItemRole.EXPECTATION}), Base.ANSWERED)


def answer_tables(
    asked: Sequence[Asked], shown: GuardedAnswers, blocks: Mapping[str, str], settings: ReportSettings
) -> Iterator[Table]:
    """Each of these tables that has an answer, under the name of its block."""
    for one in asked:
        table = _tabulated(one, shown, settings)
        if table.rows:
            kinds = [form.kind for form in one.forms] if table.code[0] == "3" else []
            yield of_block(table, one.block, blocks[one.block], kinds) if one.block else table


def unit_tables(
    code: str, whole: Asked, asked: AskedTables, shown: GuardedAnswers, settings: ReportSettings
) -> Iterator[Table]:
    """Table `code` of a household survey, unit by unit; nothing of another survey."""
    if code in asked.by_unit:
        yield unit_answers_table(code, whole, asked.by_unit[code], shown, printing=settings.printing)


def _within(form: FormResponses, block: str) -> FormResponses:
    import polars as pl

    frame = form.frame.filter(pl.col("block") == block)
    return FormResponses(form.kind, form.questionnaire, form.instrument, frame)


def _tabulated(asked: Asked, shown: GuardedAnswers, settings: ReportSettings) -> Table:
    """One table over several forms; a question common to them (same name, same answers) is pooled."""
    questions: list[QuestionWording] = []
    found: list[Share] = []
    for number, (item, frame, parts) in enumerate(asked.pooled()):
        if frame.get_column(item.name).null_count() == len(frame):
            continue
        rule = asked.rule(item)
        wording = question_of(item)
        # two forms may ask different things under one name
        unique = f"{number}:{item.name}"
        questions.append(QuestionWording(unique, wording.label, wording.choices, wording.takes_several))
        question = Question(item.name, tuple(wording.choices), wording.takes_several)
        for each in shares(frame, question, base=rule):
            estimate = shown.estimate(each, item, parts, rule)
            found.append(Share(each.group, unique, each.choice, each.of, estimate))
    return answers_table(asked.code, questions, found, base=asked.base, printing=settings.printing)


def chart_shares(asked: Asked, shown: GuardedAnswers) -> Iterator[AnswerShares]:
    """Process and expectation questions worth a picture: those with more than two answers."""
    for item, frame, parts in asked.pooled():
        if len(item.choices) <= 2 or frame.get_column(item.name).null_count() == len(frame):
            continue
        wording = question_of(item)
        of = Of.TICKS if wording.takes_several else Of.PEOPLE
        found = shares(frame, Question(item.name, tuple(wording.choices), wording.takes_several))
        lines = tuple(
            (wording.choices[each.choice], shown.estimate(each, item, parts, Base.ANSWERED))
            for each in found
            if each.of is of
        )
        yield AnswerShares(wording.label, lines, of is Of.TICKS)
