"""The satisfaction indices: SIPAS, factor and criterion indices by any grouping, with their errors.

SIPAS = 100 · Σ satisfied answers / Σ answers given (domain.md A-01, the rule the published Sơn La
2024 figures follow). A factor's index is the same over its criteria, a criterion's over itself.
A person without any answer to a measure is not in its base; a skipped item leaves the denominator
and is counted as `skipped` (A-02); a person never asked a routed factor is `routed_out` (A-04).
Forms answered for the same unit are pooled by adding their sums (A-28); factors and criteria are
reported per form.

The frame is grouped once. Everything after that works on sums of a few hundred strata.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import add

import narwhals as nw
import numpy as np
from narwhals.typing import IntoDataFrame

from scoring.estimates import Estimate, Estimates, Floats, Strata, Sums, group_sums, mean_of, ratios
from scoring.grouping import FormSums, Key, sums_by_stratum
from scoring.responses import Responses
from scoring.settings import Settings

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
class _Measured:
    """One measure over all groups; `present` counts the respondents of its form."""

    level: Level
    form: str
    code: str
    estimates: Estimates
    skipped: Floats
    routed_out: Floats
    present: Floats


def scores(
    responses: Responses | Sequence[Responses], *, by: Sequence[str] = (), settings: Settings | None = None
) -> tuple[Score, ...]:
    """Return every index of every group: groups sorted, SIPAS first, then factors with their criteria.

    Measures of a form appear only in groups with respondents of that form. Raises `InvalidResponses`
    on a missing column, a value off the scale or a row without a group.
    """
    groups, measured = _measured(_as_sequence(responses), by, settings or Settings())
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


def score(
    responses: Responses | Sequence[Responses], *, by: Sequence[str] = (), settings: Settings | None = None
) -> IntoDataFrame:
    """Return `scores` as a tidy frame of the library the answers came in.

    Columns: the by-columns, `level`, `form`, `measure`, `numerator`, `denominator`, `base` (people),
    `value`, `standard_error`, `low`, `high` (percent), `skipped`, `routed_out`.
    """
    forms = _as_sequence(responses)
    groups, measured = _measured(forms, by, settings or Settings())
    is_shown = np.array([each.present > 0 for each in measured]).T.ravel()
    shown = np.flatnonzero(is_shown)
    group_of, measure_of = shown // len(measured), shown % len(measured)
    columns: dict[str, list[object]] = {}
    for position, name in enumerate(by):
        columns[name] = [groups[index][position] for index in group_of]
    columns["level"] = [measured[index].level.value for index in measure_of]
    columns["form"] = [measured[index].form for index in measure_of]
    columns["measure"] = [measured[index].code for index in measure_of]

    def flat(arrays: Sequence[Floats]) -> Floats:
        return np.array(arrays).T.ravel()[shown]

    for name in ("numerator", "denominator", "base", "value", "standard_error", "low", "high"):
        values = flat([getattr(each.estimates, name) for each in measured])
        columns[name] = [None if math.isnan(number) else number for number in values.tolist()]
    columns["base"] = [int(number) for number in flat([each.estimates.base for each in measured])]
    columns["skipped"] = [int(number) for number in flat([each.skipped for each in measured])]
    columns["routed_out"] = [int(number) for number in flat([each.routed_out for each in measured])]
    known = nw.from_native(forms[0].frame).lazy().select(*(by or forms[0].instrument.criteria))
    sample = known.head(1).collect()
    schema: dict[str, nw.dtypes.DType] = {}
    for name in columns:
        schema[name] = sample.schema[name] if name in by else _dtype(name)
    tidy: IntoDataFrame = nw.from_dict(columns, schema, backend=sample.implementation).to_native()
    return tidy


def mean_over(groups: Sequence[Score], *, confidence: float = 0.95) -> tuple[Score, ...]:
    """Return the plain mean of each measure over groups: the province as the mean of its blocks (A-24)."""
    measures: dict[tuple[Level, str, str], list[Score]] = {}
    for each in groups:
        measures.setdefault((each.level, each.form, each.measure), []).append(each)
    return tuple(
        Score(
            (),
            level,
            form,
            measure,
            mean_of((each.estimate for each in members), confidence=confidence),
            sum(each.skipped for each in members),
            sum(each.routed_out for each in members),
        )
        for (level, form, measure), members in measures.items()
    )


def _dtype(name: str) -> nw.dtypes.DType:
    if name in {"level", "form", "measure"}:
        return nw.String()
    return nw.Int64() if name in {"base", "skipped", "routed_out"} else nw.Float64()


def _as_sequence(responses: Responses | Sequence[Responses]) -> Sequence[Responses]:
    return (responses,) if isinstance(responses, Responses) else tuple(responses)


def _measured(
    responses: Sequence[Responses], by: Sequence[str], settings: Settings
) -> tuple[list[Key], list[_Measured]]:
    forms = [sums_by_stratum(each, by, settings) for each in responses]
    keys = _sorted_keys(forms)
    forms = [form.aligned(keys) for form in forms]
    groups = list(dict.fromkeys(key[: len(by)] for key in keys))
    position = {group: index for index, group in enumerate(groups)}
    group = np.array([position[key[: len(by)]] for key in keys], dtype=np.int64)
    strata = Strata(group, len(groups), _sampled_fraction(forms))

    def total(values: Floats) -> Floats:
        return group_sums(values, strata)

    def estimated(sums: Sums) -> Estimates:
        return ratios(sums, strata, confidence=settings.confidence)

    measured: list[_Measured] = []
    for form in forms:
        measured += _of_form(form, estimated, total)
    skipped = np.sum([each.skipped for each in measured if each.level is Level.CRITERION], axis=0)
    whole = reduce(add, (form.whole for form in forms))
    pooled = _Measured(
        Level.SIPAS, "", SIPAS, estimated(whole), skipped, np.zeros(len(groups)), total(whole.people)
    )
    return groups, [pooled, *measured]


def _of_form(
    form: FormSums, estimated: Callable[[Sums], Estimates], total: Callable[[Floats], Floats]
) -> Iterator[_Measured]:
    present = total(form.present)
    criterion = 0
    code = form.instrument.code
    for factor, sums, people in zip(form.instrument.factors, form.factors, form.answering, strict=True):
        asked = total(people) if factor.is_routed else present
        routed_out = present - asked
        members: list[_Measured] = []
        for name in factor.criteria:
            skipped = asked - total(form.given[criterion])
            estimates = estimated(form.criteria[criterion])
            members.append(_Measured(Level.CRITERION, code, name, estimates, skipped, routed_out, present))
            criterion += 1
        all_skipped = np.sum([each.skipped for each in members], axis=0)
        yield _Measured(Level.FACTOR, code, factor.code, estimated(sums), all_skipped, routed_out, present)
        yield from members


def _sorted_keys(forms: Sequence[FormSums]) -> list[Key]:
    keys = {key for form in forms for key in form.keys}
    return sorted(keys, key=lambda key: [(type(part).__name__, part) for part in key])


def _sampled_fraction(forms: Sequence[FormSums]) -> Floats:
    """The share of each stratum's population that answered; 0 (no correction) where it is not known."""
    present = np.sum([form.present for form in forms], axis=0)
    population = np.max([form.population for form in forms], axis=0)
    fraction: Floats = np.divide(present, population, out=np.zeros_like(present), where=population > 0)
    return np.minimum(fraction, 1)
