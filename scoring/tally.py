"""The satisfaction indices: SIPAS, factor and criterion indices by any grouping, with their errors.

SIPAS = 100 · Σ satisfied answers / Σ answers given (domain.md A-01, the rule the published Sơn La
2024 figures follow). A factor's index is the same over its criteria, a criterion's over itself.
A person without any answer to a measure is not in its base; a skipped item leaves the denominator
and is counted as `skipped` (A-02); a person never asked a routed factor is `routed_out` (A-04).
Forms answered for the same unit are pooled by adding their sums (A-28); factors and criteria are
reported per form.

Errors follow the draw (`scoring.design`): reported groups are strata or parts of strata, respondents count
alike or by a weight.

Rows are read once, into sums per cell (every combination of the columns asked for). Any coarser
grouping is then a matter of adding cells: a report of thirty tables costs one pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import add

import numpy as np

from scoring.design import Drawn, drawn_alone, drawn_together, own_weights
from scoring.estimates import Estimate, Estimates, Floats, Integers, group_sums, ratios
from scoring.grouping import FormSums, sums_by_stratum
from scoring.patterns import Key
from scoring.responses import Responses
from scoring.settings import Denominator, Groups, Settings

SIPAS = "SIPAS"
"""The measure code of the overall index."""


class Level(StrEnum):
    """What a score is about."""

    SIPAS = "sipas"
    FACTOR = "factor"
    CRITERION = "criterion"


@dataclass(frozen=True, slots=True)
class Score:
    """One index of one group. `group` holds the by-values in the order asked for.

    `form` is the instrument's code, "" for the SIPAS of a group, which pools all forms. `skipped`
    counts answers asked for and not given, `routed_out` people of the form who were never asked.
    """

    group: tuple[object, ...]
    level: Level
    form: str
    measure: str
    estimate: Estimate
    skipped: int = 0
    routed_out: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure over all groups; `present` counts the respondents of its form."""

    level: Level
    form: str
    code: str
    estimates: Estimates
    skipped: Floats
    routed_out: Floats
    present: Floats


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers summed per cell of `columns`; make one with `tally`.

    Every grouping by some of the columns can be scored from it without reading a row again.
    """

    columns: tuple[str, ...]
    forms: tuple[FormSums, ...]
    settings: Settings

    def scores(
        self, by: Sequence[str] = (), *, where: Mapping[str, object] | None = None
    ) -> tuple[Score, ...]:
        """Return every index of every group: groups sorted, SIPAS first, then factors with criteria.

        `where` keeps only cells with these values. Measures of a form appear only in groups with
        respondents of that form.
        """
        groups, measured = self.measured(by, where or {})
        return tuple(
            Score(
                group,
                each.level,
                each.form,
                each.code,
                each.estimates[index],
                int(each.skipped[index]),
                int(each.routed_out[index]),
            )
            for index, group in enumerate(groups)
            for each in measured
            if each.present[index]
        )

    def measured(self, by: Sequence[str], where: Mapping[str, object]) -> tuple[list[Key], list[Measured]]:
        """Return the groups and every measure's estimates along them."""
        forms, keys = self.along(by, where)
        groups = list(dict.fromkeys(key[: len(by)] for key in keys))
        position = {group: index for index, group in enumerate(groups)}
        group = np.array([position[key[: len(by)]] for key in keys], dtype=np.int64)
        drawn = self.drawn(forms, keys, by)
        forms = [form.weighted(drawn.weight) for form in forms]
        strata = drawn.strata(group, len(groups))
        rule = self.settings
        whole = reduce(add, (form.whole for form in forms))
        of_whole, *of_forms = ratios(
            [whole, *(sums for form in forms for sums in form.measures)],
            strata,
            confidence=rule.confidence,
            interval=rule.interval,
            counts_answers=rule.denominator is not Denominator.MEAN_OF_PERSONS,
        )

        def total(values: Floats) -> Floats:
            return group_sums(values, strata)

        following = iter(of_forms)
        measured = [each for form in forms for each in _of_form(form, following, total)]
        skipped = np.sum([each.skipped for each in measured if each.level is Level.CRITERION], axis=0)
        nobody = np.zeros(len(groups))
        pooled = Measured(Level.SIPAS, "", SIPAS, of_whole, skipped, nobody, total(whole.people))
        return groups, [pooled, *measured]

    def along(self, by: Sequence[str], where: Mapping[str, object]) -> tuple[list[FormSums], list[Key]]:
        """Return all forms' sums along one list of keys: the by-columns first, then those of the strata.

        Rows' own weights are in them already.
        """
        wanted = [self.columns.index(column) for column in dict.fromkeys((*by, *self.settings.strata))]
        kept = [(self.columns.index(column), value) for column, value in where.items()]
        projected: list[list[Key | None]] = [
            [
                tuple(key[place] for place in wanted)
                if all(key[place] == value for place, value in kept)
                else None
                for key in form.keys
            ]
            for form in self.forms
        ]
        found = {key for form in projected for key in form if key is not None}
        keys = sorted(found, key=lambda key: [(type(part).__name__, part) for part in key])
        position: dict[Key | None, int] = {key: index for index, key in enumerate(keys)}

        def places(form: list[Key | None]) -> Integers:
            return np.array([position.get(key, -1) for key in form], dtype=np.int64)

        pairs = zip(map(self._with_own_weights, self.forms), projected, strict=True)
        return [form.placed(places(names), keys) for form, names in pairs], keys

    def drawn(self, forms: Sequence[FormSums], keys: Sequence[Key], by: Sequence[str]) -> Drawn:
        """Return how the people of each key of `along` were drawn."""
        wanted = tuple(dict.fromkeys((*by, *self.settings.strata)))
        if self.settings.groups is Groups.STRATA:
            return drawn_alone(*_present_of(forms), self.settings)
        whole, strata = self.along(self.settings.strata, {})
        places = [wanted.index(column) for column in self.settings.strata]
        number = {key: place for place, key in enumerate(strata)}
        stratum = np.array([number[tuple(key[place] for place in places)] for key in keys], dtype=np.int64)
        return drawn_together(*_present_of(whole), stratum, self.settings)

    def _with_own_weights(self, form: FormSums) -> FormSums:
        if self.settings.weight is None:
            return form
        place = self.columns.index(self.settings.weight)
        return form.weighted(own_weights([key[place] for key in form.keys], self.settings.weight))


def tally(
    responses: Responses | Sequence[Responses], columns: Sequence[str], settings: Settings | None = None
) -> Tally:
    """Read all rows once and sum them per cell of `columns` (those of the settings' strata are added).

    Raises `InvalidResponses` on a missing column, a value off the scale or a row without a group.

    >>> import polars
    >>> from scoring import Factor, Instrument
    >>> form = Instrument("short", (Factor("A", "Access", ("a1", "a2")),))
    >>> frame = polars.DataFrame({"unit": ["x", "x", "y"], "a1": [5, 2, 4], "a2": [4, None, 5]})
    >>> counted = tally(Responses(frame, form), ["unit"])
    >>> [each.estimate.value for each in counted.scores() if each.level is Level.SIPAS]
    [80.0]
    """
    settings = settings or Settings()
    forms = (responses,) if isinstance(responses, Responses) else tuple(responses)
    weight = (settings.weight,) if settings.weight else ()
    cells = tuple(dict.fromkeys((*columns, *settings.strata, *weight)))
    return Tally(cells, tuple(sums_by_stratum(form, cells, settings) for form in forms), settings)


def _of_form(
    form: FormSums, estimates: Iterator[Estimates], total: Callable[[Floats], Floats]
) -> Iterator[Measured]:
    """The form's factors and criteria in its order, which is that of `FormSums.measures`."""
    present = total(form.present)
    criterion = 0
    code = form.instrument.code
    for factor, people in zip(form.instrument.factors, form.answering, strict=True):
        asked = total(people) if factor.is_routed else present
        routed_out = present - asked
        of_factor = next(estimates)
        members: list[Measured] = []
        for name in factor.criteria:
            skipped = asked - total(form.given[criterion])
            members.append(
                Measured(Level.CRITERION, code, name, next(estimates), skipped, routed_out, present)
            )
            criterion += 1
        all_skipped = np.sum([each.skipped for each in members], axis=0)
        yield Measured(Level.FACTOR, code, factor.code, of_factor, all_skipped, routed_out, present)
        yield from members


def _present_of(forms: Sequence[FormSums]) -> tuple[Floats, Floats]:
    """Respondents of all forms and the size of their population (0 where it is not known)."""
    present = np.sum([form.present for form in forms], axis=0)
    population = np.max([form.population for form in forms], axis=0)
    return np.asarray(present, dtype=np.float64), np.asarray(population, dtype=np.float64)
