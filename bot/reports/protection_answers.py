"""Which answers to questions stay hidden: the counts of every table of answers as one set.

A table counts people by answer over some forms and blocks; two tables over overlapping people (Biểu 3 and
3a) give away their difference. So every answer of every part (a form in a block) is an atom, every line of a
table a figure. How many people a part has is known to everybody, so their sums bind as printed figures do.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reports.responses import FormResponses, is_tabulated
from bot.reports.told import Telling
from scoring.disclosure import DisclosureRules, Figure, Pattern
from scoring.estimates import Estimate
from scoring.shares import Base, Share
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole

if TYPE_CHECKING:
    import polars as pl

Part = tuple[str, str]
"""A form and a block."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One table of answers: its number, whose answers, to questions of which roles, of whom shares are.

    `block` is the one whose people it counts, "" for all.
    """

    code: str
    forms: Sequence[FormResponses]
    roles: frozenset[ItemRole]
    base: Base
    block: str = ""

    def pooled(self) -> list[tuple[Item, pl.DataFrame, frozenset[Part]]]:
        """Every question with its answers; the same question (name and answers) of several forms is one."""
        import polars as pl

        frames: dict[Hashable, tuple[Item, list[pl.DataFrame], set[Part]]] = {}
        for form in self.forms:
            parts = {(form.instrument.code, block) for block in form.frame.get_column("block").unique()}
            for item in form.questionnaire.items:
                if item.role in self.roles and is_tabulated(item):
                    _, found, whose = frames.setdefault(_question(item), (item, [], set()))
                    found.append(form.frame.select(item.name))
                    whose |= parts
        return [(item, pl.concat(found), frozenset(parts)) for item, found, parts in frames.values()]

    def rule(self, item: Item) -> Base:
        """Who was never asked does not count below the line, whatever the table's base."""
        return Base.ANSWERED if item.relevant else self.base


@dataclass(frozen=True, slots=True)
class GuardedAnswers:
    """Hands out what may be shown of a question's shares."""

    pattern: Pattern

    def estimate(self, share: Share, item: Item, parts: frozenset[Part], base: Base) -> Estimate:
        """The share's figure as it may be printed."""
        return self.pattern.shown((_question(item), parts, base, share.choice), share.estimate)


def guard_answers(
    tables: Iterable[Asked],
    forms: Sequence[FormResponses],
    rules: DisclosureRules | None,
    telling: Telling,
) -> GuardedAnswers:
    """Choose what to hide of all these tables; nothing without rules."""
    if rules is None:
        return GuardedAnswers(Pattern())
    atoms = _Counts(forms)
    figures: list[Figure] = []
    for table in tables:
        for item, _, parts in table.pooled():
            figures += atoms.figures(item, parts, table.rule(item))
    figures += atoms.known()
    return GuardedAnswers(telling.protect("answers", atoms.keys, (atoms.people, atoms.below), figures, rules))


def _question(item: Item) -> tuple[str, tuple[str, ...]]:
    return item.name, tuple(choice.code for choice in item.choices)


class _Counts:
    """People by question, part and answer."""

    def __init__(self, forms: Sequence[FormResponses]) -> None:
        self.people: list[float] = []
        self.below: list[float] = []
        self.keys: list[Hashable] = []
        self._at: dict[tuple[Hashable, Part], list[int]] = {}
        self._bases: dict[tuple[Hashable, Part], tuple[int, int]] = {}
        for form in forms:
            for item in form.questionnaire.items:
                if is_tabulated(item):
                    self._count(form, item)

    def _count(self, form: FormResponses, item: Item) -> None:
        by_block: dict[str, list[str | None]] = {}
        for block, value in form.frame.select("block", item.name).iter_rows():
            by_block.setdefault(block, []).append(value)
        for block, values in by_block.items():
            given = [set(_codes(value, item)) for value in values if value is not None]
            place = (_question(item), (form.instrument.code, block))
            self._bases[place] = (len(given), len(values))
            self._at[place] = list(range(len(self.people), len(self.people) + len(item.choices)))
            self.keys += [(place, choice.code) for choice in item.choices]
            self.people += [sum(choice.code in codes for codes in given) for choice in item.choices]
            self.below += [len(given)] * len(item.choices)

    def figures(self, item: Item, parts: frozenset[Part], base: Base) -> Iterator[Figure]:
        """The lines of one question in one table."""
        question = _question(item)
        places = [(question, part) for part in sorted(parts) if (question, part) in self._at]
        people = sum(self._bases[place][base is Base.EVERYBODY] for place in places)
        for number, choice in enumerate(item.choices):
            members = [self._at[place][number] for place in places]
            yield Figure((question, parts, base, choice.code), members, people, both_ends=False)

    def known(self) -> Iterator[Figure]:
        """What everybody knows: how many answers each part gave in all."""
        for place, members in self._at.items():
            base = self._bases[place][0]
            yield Figure(("all answers", place), members, base, weights=[1.0] * len(members), may_hide=False)


def _codes(value: str, item: Item) -> Sequence[str]:
    return value.split() if item.kind is ItemKind.SELECT_MULTIPLE else (value,)
