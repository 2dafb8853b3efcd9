"""Indices straight from answers: `scores` as values, `score` as a tidy frame, and means over groups.

Both read the rows once through `scoring.tally`, where the rules stand.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import narwhals as nw
import numpy as np
from narwhals.typing import IntoDataFrame

from scoring.estimates import Floats, mean_of
from scoring.responses import Responses
from scoring.settings import Settings
from scoring.tally import Level, Score, tally


def scores(
    responses: Responses | Sequence[Responses], *, by: Sequence[str] = (), settings: Settings | None = None
) -> tuple[Score, ...]:
    """Return every index of every group; see `Tally.scores`.

    Raises `InvalidResponses` on a missing column, a value off the scale or a row without a group.
    """
    return tally(responses, by, settings).scores(by)


def score(
    responses: Responses | Sequence[Responses], *, by: Sequence[str] = (), settings: Settings | None = None
) -> IntoDataFrame:
    """Return `scores` as a tidy frame of the library the answers came in.

    Columns: the by-columns, `level`, `form`, `measure`, `numerator`, `denominator`, `base` (people),
    `value`, `standard_error`, `low`, `high` (percent), `deff`, `skipped`, `routed_out`.
    """
    groups, measured = tally(responses, by, settings).measured(by, {})
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

    for name in ("numerator", "denominator", "base", "value", "standard_error", "low", "high", "deff"):
        values = flat([getattr(each.estimates, name) for each in measured])
        columns[name] = [None if math.isnan(number) else number for number in values.tolist()]
    columns["base"] = [int(number) for number in flat([each.estimates.base for each in measured])]
    columns["skipped"] = [int(number) for number in flat([each.skipped for each in measured])]
    columns["routed_out"] = [int(number) for number in flat([each.routed_out for each in measured])]
    first = responses if isinstance(responses, Responses) else responses[0]
    sample = nw.from_native(first.frame).lazy().select(*(by or first.instrument.criteria)).head(1).collect()
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
