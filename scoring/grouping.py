"""From a frame of answers to sums per stratum: the only place that reads rows.

Per person: s, the satisfied answers, and a, the answers given, for the form and for each factor.
Per stratum: the sums that the estimator of `scoring.estimates` needs. A criterion needs only two of
them, because s² = s·a = s and a² = a when both are 0 or 1.

Sums of small integers are exact in every library, so polars, pandas and DuckDB agree to the bit.
Each aggregate is a plain column sum: that is what every library groups fast (a product inside the
aggregate makes pandas fall back to Python, six times slower).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, or_

import narwhals as nw
import numpy as np

from scoring.estimates import Floats, Integers, Sums
from scoring.responses import Frame, Instrument, Responses, checked
from scoring.settings import Denominator, Settings

Key = tuple[object, ...]

MOST_IN_A_BYTE = 127
"""So many criteria are counted in bytes, their products in 16 bits; the sums are always 64 bits wide."""

# Our columns beside the caller's may never meet one of theirs ("a1" is a likely criterion): control
# characters keep them apart. Columns with _SUM are summed per stratum, those with _OWN are not.
_SUM, _OWN = "\x1f", "\x1e"


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
    people = _per_person(answers, instrument, settings.denominator)
    sums = {name: nw.col(name).sum() for name in people.collect_schema().names() if _SUM in name}
    sums |= {f"given{_SUM}{code}": nw.col(code).count() for code in instrument.criteria}
    sums |= {f"population{_SUM}{column}": nw.col(column).max() for column in population}
    table = (people.group_by(keys).agg(**sums) if keys else people.select(**sums)).collect()
    names: list[Key] = list(zip(*(table[key].to_list() for key in keys), strict=True)) if keys else [()]

    def column(name: str) -> Floats:
        # the sum over no rows is null in SQL
        return np.nan_to_num(np.asarray(table[name].to_numpy(), dtype=np.float64))

    return _form_sums(instrument, settings, names, column)


def _per_person(answers: Frame, instrument: Instrument, rule: Denominator) -> Frame:
    """Put each person's contributions to the sums beside the row; columns `what` + mark + measure.

    Adding with `+` costs a third of `sum_horizontal` (polars 2.1, 1,000,000 x 24).
    """
    narrow, wide = (nw.Int8, nw.Int16) if len(instrument.criteria) <= MOST_IN_A_BYTE else (nw.Int32, nw.Int64)
    answers = answers.with_columns(
        _is_satisfied(code, instrument).cast(narrow).alias(f"satisfied{_SUM}{code}")
        for code in instrument.criteria
    )
    counts: dict[str, nw.Expr] = {}
    for index, factor in enumerate(instrument.factors):
        satisfied = (nw.col(f"satisfied{_SUM}{code}") for code in factor.criteria)
        missing = (nw.col(code).is_null().cast(narrow) for code in factor.criteria)
        counts[f"s{_OWN}{index}"] = reduce(add, satisfied).cast(wide)
        counts[f"a{_OWN}{index}"] = len(factor.criteria) - reduce(add, missing).cast(wide)
    measures = [str(index) for index in range(len(instrument.factors))]
    answers = answers.with_columns(**counts).with_columns(
        **{
            f"{what}{_OWN}": reduce(add, (nw.col(f"{what}{_OWN}{index}") for index in measures))
            for what in "sa"
        }
    )
    contributions: dict[str, nw.Expr] = {}
    for measure in ("", *measures):
        s, a = nw.col(f"s{_OWN}{measure}"), nw.col(f"a{_OWN}{measure}")
        contributions[f"people{_SUM}{measure}"] = (a > 0).cast(nw.Int8)
        if rule is Denominator.MEAN_OF_PERSONS:
            share = s.cast(nw.Float64) / nw.when(a > 0).then(a).otherwise(1)
            contributions[f"share{_SUM}{measure}"] = share
            contributions[f"share²{_SUM}{measure}"] = share * share
        else:
            contributions[f"s²{_SUM}{measure}"] = s * s
        if rule is Denominator.ANSWERED:
            contributions[f"sa{_SUM}{measure}"] = s * a
            contributions[f"a²{_SUM}{measure}"] = a * a
    return answers.with_columns(**contributions)


def _is_satisfied(code: str, instrument: Instrument) -> nw.Expr:
    """1 if satisfied, 0 if not or not answered.

    On a scale from 0 or more whose satisfied top is above its half (1 to 5 with 4 and 5), whole
    division by the lowest satisfied code says it at a fifth of the cost of comparing, which makes a
    bitmap that must be unpacked again (polars 2.1, 1,000,000 x 24: 11 ms against 53).
    """
    lowest = instrument.satisfied_from
    answer = nw.col(code).fill_null(min(set(instrument.scale) - instrument.satisfied))
    if lowest is None:
        return reduce(or_, (answer == each for each in sorted(instrument.satisfied)))
    if min(instrument.scale) >= 0 and max(instrument.scale) < 2 * lowest:
        return answer // lowest
    return answer >= lowest


def _form_sums(
    instrument: Instrument, settings: Settings, keys: Sequence[Key], column: Callable[[str], Floats]
) -> FormSums:
    given = {code: column(f"given{_SUM}{code}") for code in instrument.criteria}
    satisfied = {code: column(f"satisfied{_SUM}{code}") for code in instrument.criteria}

    def of(measure: str, criteria: Sequence[str]) -> Sums:
        people = column(f"people{_SUM}{measure}")
        match settings.denominator:
            case Denominator.ANSWERED:
                numerator = np.sum([satisfied[code] for code in criteria], axis=0)
                denominator = np.sum([given[code] for code in criteria], axis=0)
                products = (column(f"{what}{_SUM}{measure}") for what in ("s²", "sa", "a²"))
                return Sums(people, numerator, denominator, *products)
            case Denominator.FIXED:
                items = len(criteria)
                numerator = np.sum([satisfied[code] for code in criteria], axis=0)
                squares = column(f"s²{_SUM}{measure}")
                return Sums(people, numerator, items * people, squares, items * numerator, items**2 * people)
            case Denominator.MEAN_OF_PERSONS:
                shares = column(f"share{_SUM}{measure}")
                return Sums(people, shares, people, column(f"share²{_SUM}{measure}"), shares, people)

    factors = instrument.factors
    return FormSums(
        instrument,
        tuple(keys),
        column(f"population{_SUM}{settings.population}") if settings.population else np.zeros(len(keys)),
        of("", instrument.criteria),
        tuple(of(str(index), factor.criteria) for index, factor in enumerate(factors)),
        tuple(
            Sums(given[code], satisfied[code], given[code], satisfied[code], satisfied[code], given[code])
            for code in instrument.criteria
        ),
        tuple(given.values()),
        tuple(column(f"people{_SUM}{index}") for index in range(len(factors))),
    )
