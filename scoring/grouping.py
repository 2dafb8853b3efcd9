"""From counted patterns of answers to sums per stratum, which is all that an index and its error need.

Per person: s, the satisfied answers, and a, the answers given, for the form and for each factor.
Per stratum: the sums that the estimator of `scoring.estimates` needs. A criterion needs only two of
them, because s² = s·a = s and a² = a when both are 0 or 1. People are counted by pattern before
(`scoring.patterns`), so every sum is one over some hundred patterns, weighted by how many people
gave each; sums of whole numbers are exact, and all libraries agree to the bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scoring.estimates import Floats, Integers, Sums
from scoring.patterns import MOST_TOGETHER, Counts, Group, Key, count_patterns
from scoring.responses import Instrument, Responses, checked, refuse_population
from scoring.settings import Denominator, Settings


@dataclass(frozen=True, slots=True)
class FormSums:
    """One form's sums per stratum: `keys` name the strata; arrays run along them.

    `population` is 0 where it is not known. `given` counts the answers per criterion, whatever the
    denominator rule makes of them; `answering` the people with any answer, per factor.
    """

    instrument: Instrument
    keys: tuple[Key, ...]
    population: Floats
    whole: Sums
    factors: tuple[Sums, ...]
    criteria: tuple[Sums, ...]
    given: tuple[Floats, ...]
    answering: tuple[Floats, ...]

    @property
    def present(self) -> Floats:
        """Respondents of the form: people with any answer."""
        return self.whole.people

    @property
    def measures(self) -> tuple[Sums, ...]:
        """Every factor, each followed by its criteria."""
        criteria = iter(self.criteria)
        return tuple(
            sums
            for factor, whole in zip(self.instrument.factors, self.factors, strict=True)
            for sums in (whole, *(next(criteria) for _ in factor.criteria))
        )

    def weighted(self, weight: Floats) -> FormSums:
        """Return the sums with everybody of a cell counted `weight` times; numbers of people stay."""
        return replace(
            self,
            whole=self.whole.weighted(weight),
            factors=tuple(each.weighted(weight) for each in self.factors),
            criteria=tuple(each.weighted(weight) for each in self.criteria),
        )

    def placed(self, places: Integers, keys: Sequence[Key]) -> FormSums:
        """Return the sums of new strata `keys`: stratum i of these goes to `places[i]`, or nowhere if -1."""
        chosen = places >= 0
        places = places[chosen]

        def moved(values: Floats) -> Floats:
            return np.asarray(np.bincount(places, values[chosen], len(keys)), dtype=np.float64)

        def moved_sums(sums: Sums) -> Sums:
            return Sums(*map(moved, sums.arrays))

        population = np.zeros(len(keys))
        # parts of one stratum carry the size of the whole
        np.maximum.at(population, places, self.population[chosen])
        return FormSums(
            self.instrument,
            tuple(keys),
            population,
            moved_sums(self.whole),
            tuple(map(moved_sums, self.factors)),
            tuple(map(moved_sums, self.criteria)),
            tuple(map(moved, self.given)),
            tuple(map(moved, self.answering)),
        )


def sums_by_stratum(responses: Responses, keys: Sequence[str], settings: Settings) -> FormSums:
    """Group one form's answers by key columns, and sum."""
    instrument = responses.instrument
    population = [settings.population] if settings.population else []
    answers = checked(responses.frame, instrument.criteria, instrument.scale, (*keys, *population))
    for column in population:
        refuse_population(answers, column)
    groups = _groups(instrument)
    found = count_patterns(answers, instrument, groups, keys, settings.population)
    counted = dict(zip(groups, found.counts, strict=True))
    cells = len(found.keys)
    criteria = _of_criteria(counted, cells)
    measures = [
        _of_measure(group, counted[group], settings.denominator, cells)
        for group in (
            _measure(instrument.criteria),
            *(_measure(each.criteria) for each in instrument.factors),
        )
    ]
    return FormSums(
        instrument,
        found.keys,
        found.population,
        measures[0],
        tuple(measures[1:]),
        tuple(
            Sums(given, satisfied, given, satisfied, satisfied, given, given)
            for given, satisfied in (criteria[code] for code in instrument.criteria)
        ),
        tuple(criteria[code][0] for code in instrument.criteria),
        tuple(each.people for each in measures[1:]),
    )


def _measure(criteria: tuple[str, ...]) -> Group:
    """How a factor or the form is counted: by whole patterns, or if it is too wide by how many."""
    return Group(criteria, is_pattern=len(criteria) <= MOST_TOGETHER)


def _groups(instrument: Instrument) -> list[Group]:
    """Every group to count: one for each measure, and patterns that cover the criteria of wide ones."""
    found = dict.fromkeys(
        (_measure(instrument.criteria), *(_measure(each.criteria) for each in instrument.factors))
    )
    for factor in instrument.factors:
        if not _measure(factor.criteria).is_pattern:
            starts = range(0, len(factor.criteria), MOST_TOGETHER)
            found |= dict.fromkeys(
                Group(factor.criteria[start : start + MOST_TOGETHER], is_pattern=True) for start in starts
            )
    return list(found)


def _of_criteria(counted: Mapping[Group, Counts], cells: int) -> dict[str, tuple[Floats, Floats]]:
    """Answers given and satisfied ones of each criterion, per cell."""
    found: dict[str, tuple[Floats, Floats]] = {}
    for group, counts in counted.items():
        if group.is_pattern:
            states = group.states()[counts.code]
            for place, code in enumerate(group.criteria):
                state = states[:, place]
                given = _per_cell(counts, (state > 0).astype(np.float64), cells)
                found[code] = given, _per_cell(counts, (state == 2).astype(np.float64), cells)
    return found


def _of_measure(group: Group, counts: Counts, rule: Denominator, cells: int) -> Sums:
    """The six sums of a factor or of the form."""
    satisfied, answered = (each[counts.code] for each in group.satisfied_and_answered())

    def total(values: Floats) -> Floats:
        return _per_cell(counts, values, cells)

    people = total((answered > 0).astype(np.float64))
    match rule:
        case Denominator.ANSWERED:
            terms = (satisfied, answered, satisfied**2, satisfied * answered, answered**2, answered)
            return Sums(people, *map(total, terms))
        case Denominator.FIXED:
            items = len(group.criteria)
            numerator, squares = total(satisfied), total(satisfied**2)
            asked = items * people
            return Sums(people, numerator, asked, squares, items * numerator, items * asked, asked)
        case Denominator.MEAN_OF_PERSONS:
            share = satisfied / np.maximum(answered, 1)
            shares = total(share)
            return Sums(people, shares, people, total(share**2), shares, people, people)


def _per_cell(counts: Counts, values: Floats, cells: int) -> Floats:
    """Add up a value of each pattern over the people who gave it."""
    return np.asarray(np.bincount(counts.cell, counts.people * values, cells), dtype=np.float64)
