"""How respondents were drawn: strata, how much of each was observed, and how much a respondent counts.

One element is the people of one reported group in one stratum. When groups were drawn by themselves
(`Groups.STRATA`) an element is a stratum: of its population N it holds n. When groups are parts of strata
(`Groups.DOMAINS`) n and N are those of the whole stratum, whoever of it is in the group.

Proportional weights are N/n of the stratum. A stratum with more answers than people is a census. Weights of
the rows' own come before all this, since they may differ inside an element.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real

import numpy as np

from scoring.estimates import Floats, Integers, Strata
from scoring.responses import InvalidResponses
from scoring.settings import Settings, Weighting


@dataclass(frozen=True, slots=True)
class Drawn:
    """The draw along elements: the share of the stratum's population that answered (0 if unknown), what a
    respondent counts, and the stratum's respondents where they are more than the element's."""

    sampled_fraction: Floats
    weight: Floats
    stratum: Integers
    respondents: Floats | None = None

    def strata(self, group: Integers, group_count: int) -> Strata:
        """Return what the estimator needs when element i belongs to `group[i]`."""
        return Strata(group, group_count, self.sampled_fraction, self.respondents)


def drawn_alone(present: Floats, population: Floats, settings: Settings) -> Drawn:
    """Every element is a stratum of its own, with so many respondents and (0: nobody knows) people."""
    own = np.arange(len(present), dtype=np.int64)
    return Drawn(_fraction(present, population), _weight(present, population, settings), own)


def drawn_together(present: Floats, population: Floats, stratum: Integers, settings: Settings) -> Drawn:
    """Elements are parts of strata: element i of stratum `stratum[i]`, which has `present` respondents."""
    return Drawn(
        _fraction(present, population)[stratum],
        _weight(present, population, settings)[stratum],
        stratum,
        present[stratum],
    )


def own_weights(values: Sequence[object], column: str) -> Floats:
    """Return the weights a column holds; raises `InvalidResponses` on what cannot be one."""
    for value in values:
        if not isinstance(value, Real) or not 0 < float(value) < float("inf"):
            raise InvalidResponses(column, value, f"a weight is a number above zero, not {value!r}")
    return np.array(values, dtype=np.float64)


def _fraction(present: Floats, population: Floats) -> Floats:
    fraction = np.divide(present, population, out=np.zeros_like(present), where=population > 0)
    return np.asarray(np.minimum(fraction, 1), dtype=np.float64)


def _weight(present: Floats, population: Floats, settings: Settings) -> Floats:
    if settings.weighting is Weighting.NONE:
        return np.ones_like(present)
    known = (present > 0) & (population > 0)
    weight = np.divide(population, present, out=np.ones_like(present), where=known)
    return np.asarray(np.maximum(weight, 1), dtype=np.float64)
