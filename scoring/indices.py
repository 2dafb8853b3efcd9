"""Indices straight from answers: `scores` as values, `score` as a tidy frame, and means over groups.

Both read the rows once through `scoring.tally`, where the rules stand.
"""

from __future__ import annotations

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
    """Return every index of every group, 100·Σs/Σa with its error; see `Tally.scores`.

    Raises `InvalidResponses` on a missing column, a value off the scale or a row without a group.

    >>> import polars
    >>> from scoring import Factor, Instrument
    >>> form = Instrument("short", (Factor("A", "Access", ("a1", "a2")),))
    >>> frame = polars.DataFrame({"unit": ["x", "x", "x", "y"], "a1": [5, 2, 4, 4], "a2": [4, 4, None, 1]})
    >>> found = scores(Responses(frame, form), by=["unit"])
    >>> [(each.group[0], each.measure, round(each.estimate.value, 2)) for each in found][:5]
    [('x', 'SIPAS', 80.0), ('x', 'A', 80.0), ('x', 'a1', 66.67), ('x', 'a2', 100.0), ('y', 'SIPAS', 50.0)]
    """
    return tally(responses, by, settings).scores(by)


def score(
    responses: Responses | Sequence[Responses], *, by: Sequence[str] = (), settings: Settings | None = None
) -> IntoDataFrame:
    """Return `scores` as a tidy frame of the library the answers came in.

    Columns: the by-columns, `level`, `form`, `measure`, `numerator`, `denominator`, `base` (people),
    `value`, `standard_error`, `low`, `high` (percent), `deff`, `skipped`, `routed_out`.

    Collects, of a lazy frame or a database: the schema, one row of extremes, the combinations of the
    by-columns and strata, and per measure the counts of people by combination and pattern of answers. Rows
    stay where they are. From a database the figures come back as an Arrow table.

    >>> import pandas
    >>> from scoring import Factor, Instrument
    >>> form = Instrument("short", (Factor("A", "Access", ("a1", "a2")),))
    >>> frame = pandas.DataFrame({"sex": ["f", "m", "f"], "a1": [5, 2, 4], "a2": [4, 4, 5]})
    >>> found = score(Responses(frame, form), by=["sex"])
    >>> found[found["level"] == "sipas"][["sex", "numerator", "denominator", "value"]].values.tolist()
    [['f', 4.0, 4.0, 100.0], ['m', 1.0, 2.0, 50.0]]
    """
    groups, measured = tally(responses, by, settings).measured(by, {})
    is_shown = np.array([each.present > 0 for each in measured]).T.ravel()
    shown = np.flatnonzero(is_shown)
    group_of, measure_of = (shown // len(measured)).tolist(), (shown % len(measured)).tolist()
    columns: dict[str, list[object]] = {}
    for position, name in enumerate(by):
        columns[name] = [groups[index][position] for index in group_of]
    names = [(each.level.value, each.form, each.code) for each in measured]
    for position, name in enumerate(("level", "form", "measure")):
        columns[name] = [names[index][position] for index in measure_of]

    def flat(arrays: Sequence[Floats]) -> Floats:
        return np.array(arrays).T.ravel()[shown]

    for name in ("numerator", "denominator", "base", "value", "standard_error", "low", "high", "deff"):
        values = flat([getattr(each.estimates, name) for each in measured])
        columns[name] = values.tolist()
        for unknown in np.flatnonzero(np.isnan(values)).tolist():
            columns[name][unknown] = None
    columns["base"] = flat([each.estimates.base for each in measured]).astype(int).tolist()
    columns["skipped"] = flat([each.skipped for each in measured]).astype(int).tolist()
    columns["routed_out"] = flat([each.routed_out for each in measured]).astype(int).tolist()
    first = responses if isinstance(responses, Responses) else responses[0]
    sample = nw.from_native(first.frame).lazy().select(*(by or first.instrument.criteria)).head(1).collect()
    schema: dict[str, nw.dtypes.DType] = {}
    for name in columns:
        schema[name] = sample.schema[name] if name in by else _dtype(name)
    tidy: IntoDataFrame = nw.from_dict(columns, schema, backend=sample.implementation).to_native()
    return tidy


def mean_over(groups: Sequence[Score], *, confidence: float = 0.95) -> tuple[Score, ...]:
    """Return the plain mean of each measure over groups: the province as the mean of its blocks (A-24).

    Of blocks or of units; the pooled province is a tally's scores without a grouping. The groups must rest
    on people drawn independently (`scoring.contrasts` for others).

    >>> import polars
    >>> from scoring import Factor, Instrument
    >>> form = Instrument("short", (Factor("A", "Access", ("a1",)),))
    >>> frame = polars.DataFrame({"block": ["so"] * 4 + ["huyen"] * 2, "a1": [5, 4, 4, 1, 5, 5]})
    >>> mean_over(scores(Responses(frame, form), by=["block"]))[0].estimate.value
    87.5
    """
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
