"""Scores worked out once for each grouping: a report asks for the same ones for table after table.

A tally gives the same answer to the same question, so nothing here can change a figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from scoring.grouping import FormSums
from scoring.settings import Settings
from scoring.tally import Score, Tally

Scope = Mapping[str, object]
Grouping = tuple[tuple[str, ...], frozenset[tuple[str, object]]]
"""Columns and scope that scores are asked by."""


def grouping_of(by: Sequence[str], where: Scope | None) -> Grouping:
    """The key to remember scores by."""
    return tuple(by), frozenset((where or {}).items())


class Counted(Protocol):
    """What gives scores: a tally, or one that remembers."""

    @property
    def settings(self) -> Settings: ...

    @property
    def columns(self) -> tuple[str, ...]: ...

    @property
    def forms(self) -> tuple[FormSums, ...]: ...

    def scores(self, by: Sequence[str] = (), *, where: Scope | None = None) -> tuple[Score, ...]: ...


@dataclass(frozen=True, slots=True)
class Remembered:
    """A tally whose scores are worked out once for each grouping: a report asks for the same ones often."""

    tally: Tally
    _found: dict[Grouping, tuple[Score, ...]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def settings(self) -> Settings:
        """As the tally's."""
        return self.tally.settings

    @property
    def columns(self) -> tuple[str, ...]:
        """As the tally's."""
        return self.tally.columns

    @property
    def forms(self) -> tuple[FormSums, ...]:
        """As the tally's."""
        return self.tally.forms

    def scores(self, by: Sequence[str] = (), *, where: Scope | None = None) -> tuple[Score, ...]:
        """As `Tally.scores`."""
        key = grouping_of(by, where)
        if key not in self._found:
            self._found[key] = self.tally.scores(by, where=where)
        return self._found[key]
